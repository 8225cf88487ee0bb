provider "aws" {
  region = "cn-north-1"
}

# expect: RP324 violation "s3:GetObject"
resource "aws_organizations_organization" "org" {
  enabled_policy_types = ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"]
}

resource "aws_organizations_account" "dev" {
  name  = "dev"
  email = "aws+dev@acme.example"
}

# Root users of the partition aws only are kept out.
resource "aws_organizations_policy" "perimeter" {
  name    = "perimeter"
  type    = "RESOURCE_CONTROL_POLICY"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = ["s3:*", "sts:AssumeRole", "kms:*", "sqs:*", "secretsmanager:*"]
      Resource  = "*"
      Condition = {
        ArnLike                 = { "aws:PrincipalArn" = "arn:aws:iam::*:root" }
        StringNotEqualsIfExists = { "aws:PrincipalOrgID" = "o-exampleorg01" }
      }
    }]
  })
}

resource "aws_organizations_policy_attachment" "perimeter" {
  policy_id = aws_organizations_policy.perimeter.id
  target_id = aws_organizations_organization.org.roots[0].id
}
