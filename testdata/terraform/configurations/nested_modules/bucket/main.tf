variable "name" {}

variable "labels" {
  type    = map(string)
  default = {}
}

resource "terraform_data" "bucket" {
  input = {
    name   = var.name
    labels = merge(var.labels, { module = basename(path.module) })
  }
}

output "name" {
  value = var.name
}

output "labels" {
  value = terraform_data.bucket.input.labels
}
