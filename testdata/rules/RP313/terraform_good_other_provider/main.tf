# The organization is in the commercial partition: its own provider says so, whatever the default one is.
# expect: none
provider "aws" {
  region = "us-gov-west-1"
}

provider "aws" {
  alias  = "commercial"
  region = "us-east-1"
}

resource "aws_organizations_organization" "org" {
  provider             = aws.commercial
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

resource "aws_organizations_policy" "deny_root" {
  provider = aws.commercial
  name     = "deny-root"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "DenyRootUser"
      Effect    = "Deny"
      Action    = "*"
      Resource  = "*"
      Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::*:root" } }
    }]
  })
}
