# Which of the variable files wins.
variable "only_default" {
  default = "default"
}

variable "from_terraform_tfvars" {
  default = "default"
}

variable "from_auto" {
  default = "default"
}

variable "from_later_auto" {
  default = "default"
}

variable "from_json" {
  type    = map(number)
  default = {}
}

variable "from_command_line" {
  default = "default"
}

variable "from_variable_file" {
  type = list(string)
}

variable "numeric_text" {
  type = string
}

output "all" {
  value = {
    only_default          = var.only_default
    from_terraform_tfvars = var.from_terraform_tfvars
    from_auto             = var.from_auto
    from_later_auto       = var.from_later_auto
    from_json             = var.from_json
    from_command_line     = var.from_command_line
    from_variable_file    = var.from_variable_file
    numeric_text          = var.numeric_text
  }
}
