variable "service" {
  type = string
}

# expect: RP407 undecided var.service
resource "aws_organizations_delegated_administrator" "iam" {
  account_id        = "222233334444"
  service_principal = var.service
}
