# An organization in each partition: what is right for one proves nothing of the other.
provider "aws" {
  region = "us-gov-west-1"
}

provider "aws" {
  alias  = "commercial"
  region = "us-east-1"
}

# expect: RP301 violation "is not denied"
resource "aws_organizations_organization" "org" {
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

resource "aws_organizations_policy" "org" {
  name = "deny-root"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Action    = "*"
      Resource  = "*"
      Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::*:root" } }
    }]
  })
}

resource "aws_organizations_policy_attachment" "org" {
  policy_id = aws_organizations_policy.org.id
  target_id = aws_organizations_organization.org.roots[0].id
}

resource "aws_organizations_organization" "commercial" {
  provider             = aws.commercial
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

resource "aws_organizations_policy" "commercial" {
  provider = aws.commercial
  name = "deny-root"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Action    = "*"
      Resource  = "*"
      Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::*:root" } }
    }]
  })
}

resource "aws_organizations_policy_attachment" "commercial" {
  provider = aws.commercial
  policy_id = aws_organizations_policy.commercial.id
  target_id = aws_organizations_organization.commercial.roots[0].id
}
