# Written for several partitions, but for one statement. Which one it is deployed to is not known.
variable "region" {
  type = string
}

provider "aws" {
  region = var.region
}

data "aws_partition" "current" {}

resource "aws_organizations_policy" "guardrails" {
  name = "guardrails"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "DenyRootUser"
        Effect    = "Deny"
        Action    = "*"
        Resource  = "*"
        # expect: RP313 violation "names the partition aws"
        Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::*:root" } }
      },
      {
        Sid      = "ProtectTrail"
        Effect   = "Deny"
        Action   = "cloudtrail:StopLogging"
        Resource = "arn:${data.aws_partition.current.partition}:cloudtrail:*:*:trail/organization"
      },
    ]
  })
}
