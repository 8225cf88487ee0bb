variable "not_null" {
  type     = string
  default  = "child default"
  nullable = false
}

variable "settings" {
  type = object({
    size  = string
    shape = optional(string, "round")
  })
}

variable "any_list" {
  type    = list(any)
  default = [1, "two", true]
}

output "all" {
  value = { not_null = var.not_null, settings = var.settings, any_list = var.any_list }
}
