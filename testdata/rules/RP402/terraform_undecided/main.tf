variable "types" {
  type = list(string)
}

resource "aws_organizations_organization" "org" {
  # expect: RP402 undecided var.types
  enabled_policy_types = var.types
}

resource "aws_organizations_policy" "base" {
  name = "base"
  content = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "organizations:LeaveOrganization", Resource = "*" }]
  })
}
