# Whether the account is the one that the policy names, nothing tells.
# expect: RP324 undecided "ResourceAccount"
resource "aws_organizations_organization" "org" {
  enabled_policy_types = ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"]
}

resource "aws_organizations_account" "dev" {
  name  = "dev"
  email = "aws+dev@acme.example"
}

resource "aws_organizations_policy" "perimeter" {
  name = "perimeter"
  type = "RESOURCE_CONTROL_POLICY"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = ["s3:*", "sts:AssumeRole", "kms:*", "sqs:*", "secretsmanager:*"]
      Resource  = "*"
      Condition = {
        StringEquals            = { "aws:ResourceAccount" = "111122223333" }
        StringNotEqualsIfExists = { "aws:PrincipalOrgID" = "o-exampleorg01" }
      }
    }]
  })
}

resource "aws_organizations_policy_attachment" "perimeter" {
  policy_id = aws_organizations_policy.perimeter.id
  target_id = aws_organizations_organization.org.roots[0].id
}
