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
}
