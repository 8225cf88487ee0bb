# moved, import, removed and check blocks do not change what is planned.
moved {
  from = terraform_data.old
  to   = terraform_data.new
}

removed {
  from = terraform_data.gone
  lifecycle {
    destroy = false
  }
}

check "healthy" {
  assert {
    condition     = terraform_data.new.input.size > 1
    error_message = "too small"
  }
}

resource "terraform_data" "new" {
  input = { size = 2 }

  lifecycle {
    ignore_changes        = [triggers_replace]
    create_before_destroy = true
    precondition {
      condition     = var.size < 10
      error_message = "too large"
    }
  }
}

resource "terraform_data" "none" {
  count = var.size > 5 ? 1 : 0
  input = "never"
}

variable "size" {
  type    = number
  default = 3

  validation {
    condition     = var.size > 0
    error_message = "positive"
  }
}

output "size" {
  value = one(terraform_data.none[*].input) == null ? terraform_data.new.input.size : 0

  precondition {
    condition     = var.size > 1
    error_message = "larger than one"
  }
}
