# Attached to the root of the organization, so that it reaches every account. It reaches nobody: StringEquals knows
# no wildcards, and no root user is called arn:aws:iam::*:root.
resource "aws_organizations_policy" "deny_root" {
  name        = "deny-root"
  description = "The root user of a member account may do nothing"
  content     = data.aws_iam_policy_document.deny_root.json
}

data "aws_iam_policy_document" "deny_root" {
  statement {
    sid       = "DenyRootUser"
    effect    = "Deny"
    actions   = ["*"]
    resources = ["*"]
    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalArn"
      values   = ["arn:aws:iam::*:root"]
    }
  }
}

resource "aws_organizations_policy_attachment" "deny_root" {
  policy_id = aws_organizations_policy.deny_root.id
  target_id = local.root_id
}

# The second attempt works, and is being tried out on the sandbox.
resource "aws_organizations_policy" "deny_root_tested" {
  name = "deny-root-tested"
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

resource "aws_organizations_policy_attachment" "deny_root_tested" {
  policy_id = aws_organizations_policy.deny_root_tested.id
  target_id = aws_organizations_organizational_unit.sandbox.id
}

# Written after an incident, reviewed, merged, and never attached.
resource "aws_organizations_policy" "no_root_keys" {
  name    = "no-root-keys"
  content = file("${path.module}/no-root-keys.json")
}
