variable "more_targets" {
  type = string
}
resource "aws_organizations_organization" "org" {
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

# expect: RP311 undecided var.more_targets
resource "aws_organizations_policy" "deny_root" {
  name = "deny-root"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Action    = "*"
      Resource  = "*"
      Condition = { ArnLike = { "aws:PrincipalArn" = "arn:*:iam::*:root" } }
    }]
  })
}

resource "aws_organizations_policy_attachment" "management" {
  policy_id = aws_organizations_policy.deny_root.id
  target_id = aws_organizations_organization.org.master_account_id
}

resource "aws_organizations_policy_attachment" "more" {
  policy_id = aws_organizations_policy.deny_root.id
  target_id = var.more_targets
}
