# One member alone is kept from root sessions.
resource "aws_organizations_organization" "org" {
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

resource "aws_organizations_policy" "guardrails" {
  name = "guardrails"
  content = jsonencode({
    Version   = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Action    = "sts:AssumeRoot"
      Resource  = "arn:aws:iam::111122223333:root"
    }]
  })
}

resource "aws_organizations_policy_attachment" "guardrails" {
  policy_id = aws_organizations_policy.guardrails.id
  target_id = aws_organizations_account.security.id
}

resource "aws_organizations_account" "security" {
  name  = "security"
  email = "aws+security@acme.example"
}

# expect: RP307 violation "any role there that has the permission"
resource "aws_organizations_delegated_administrator" "iam" {
  account_id        = aws_organizations_account.security.id
  service_principal = "iam.amazonaws.com"
}
