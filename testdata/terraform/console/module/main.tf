# The module that the expressions of files.txt stand in.
variable "greeting" {
  default = "hello"
}

variable "account" {
  type    = string
  default = "012345678901"
}

locals {
  people = {
    ada   = { age = 36, roles = ["admin", "audit"] }
    brian = { age = null, roles = [] }
  }
  numbers = toset([3, 1, 2])
  empty   = null

  greeting_template = "Hello, $${name}!"
  list_template     = "%%{ for n in names }<$${n}>%%{ endfor }"
  whole_template    = "$${value}"
  lost_template     = "$${var.greeting}"
  broken_template   = "$${"
  nested_template   = "$${upper(local.people)}"
}
