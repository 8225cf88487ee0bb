# The default provider is of the commercial partition, the organization is not.
provider "aws" {
  region = "us-east-1"
}

provider "aws" {
  alias  = "gov"
  region = "us-gov-west-1"
}

# expect: RP301 violation "is not denied"
resource "aws_organizations_organization" "org" {
  provider             = aws.gov
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

resource "aws_organizations_policy" "org" {
  provider = aws.gov
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
  provider = aws.gov
  policy_id = aws_organizations_policy.org.id
  target_id = aws_organizations_organization.org.roots[0].id
}
