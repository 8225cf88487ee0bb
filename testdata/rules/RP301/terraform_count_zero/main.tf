# count = 0: there is no attachment.
# expect: RP301 violation "is not denied"
resource "aws_organizations_organization" "org" {
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

resource "aws_organizations_policy" "deny_root" {
  name = "deny-root"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "DenyRootUser"
      Effect    = "Deny"
      Action    = "*"
      Resource  = "*"
      Condition = { ArnLike = { "aws:PrincipalArn" = "arn:*:iam::*:root" } }
    }]
  })
}

variable "target_ids" {
  type    = list(string)
  default = []
}

resource "aws_organizations_policy_attachment" "deny_root" {
  count     = length(var.target_ids)
  policy_id = aws_organizations_policy.deny_root.id
  target_id = var.target_ids[count.index]
}

resource "aws_organizations_account" "dev" {
  name  = "dev"
  email = "aws+dev@acme.example"
}

provider "aws" {
  region = "eu-central-1"
}
