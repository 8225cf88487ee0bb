provider "aws" {
  region = "eu-central-1"
}

variable "target_ids" {
  type    = list(string)
  default = []
}

# No attachment at all.
# expect: RP310 violation "deny-root"
resource "aws_organizations_policy" "deny_root" {
  name = "deny-root"
  content = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "*", Resource = "*", Condition = { ArnLike = { "aws:PrincipalArn" = "arn:*:iam::*:root" } } }]
  })
}

# Attached by nothing but an empty list. That the statement cannot match either is another finding's story.
# expect: RP310 violation "optional"
resource "aws_organizations_policy" "optional" {
  name = "optional"
  content = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "*", Resource = "*", Condition = { StringEquals = { "aws:PrincipalType" = "Root" } } }]
  })
}

resource "aws_organizations_policy_attachment" "optional" {
  count     = length(var.target_ids)
  policy_id = aws_organizations_policy.optional.id
  target_id = var.target_ids[count.index]
}

# Says nothing about root: whether it is attached is nobody's question here.
resource "aws_organizations_policy" "regions" {
  name = "regions"
  content = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "ec2:*", Resource = "*", Condition = { StringNotEquals = { "aws:RequestedRegion" = "eu-central-1" } } }]
  })
}

# Another type of policy.
resource "aws_organizations_policy" "tags" {
  name    = "tags"
  type    = "TAG_POLICY"
  content = jsonencode({ tags = {} })
}
