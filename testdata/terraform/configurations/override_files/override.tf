variable "stage" {
  default = "prod"
}

resource "terraform_data" "service" {
  triggers_replace = ["overridden last"]
}

output "region" {
  value = upper(local.region)
}
