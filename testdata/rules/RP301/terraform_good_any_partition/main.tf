# The same with an ARN that holds in every partition.
# expect: none
provider "aws" {}

provider "aws" {
  alias  = "gov"
  region = "us-gov-west-1"
}

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
      Condition = { ArnLike = { "aws:PrincipalArn" = "arn:*:iam::*:root" } }
    }]
  })
}

resource "aws_organizations_policy_attachment" "org" {
  policy_id = aws_organizations_policy.org.id
  target_id = aws_organizations_organization.org.roots[0].id
}
