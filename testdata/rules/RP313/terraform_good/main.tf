# expect: none
provider "aws" {
  region = "cn-north-1"
}

provider "aws" {
  alias  = "elsewhere"
  region = "us-east-1"
}

data "aws_partition" "current" {}

resource "aws_organizations_organization" "org" {
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

resource "aws_organizations_policy" "deny_root" {
  name = "deny-root"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "DenyRootUser"
        Effect   = "Deny"
        Action   = "*"
        Resource = "*"
        Condition = {
          ArnLike = { "aws:PrincipalArn" = "arn:${data.aws_partition.current.partition}:iam::*:root" }
        }
      },
      {
        Sid      = "DenyRootKeys"
        Effect   = "Deny"
        Action   = "iam:CreateAccessKey"
        Resource = "*"
        Condition = {
          ArnLike = { "aws:PrincipalArn" = "arn:*:iam::*:root" }
        }
      },
      {
        # Meant for other users of root's name, not for root.
        Sid      = "DenyAdministrators"
        Effect   = "Deny"
        Action   = "iam:CreateAccessKey"
        Resource = "*"
        Condition = {
          ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::*:user/admin" }
        }
      },
    ]
  })
}

resource "aws_organizations_policy_attachment" "deny_root" {
  policy_id = aws_organizations_policy.deny_root.id
  target_id = aws_organizations_organization.org.roots[0].id
}
