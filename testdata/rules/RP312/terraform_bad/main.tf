data "aws_iam_policy_document" "deny_root" {
  statement {
    sid       = "DenyRootUser"
    effect    = "Deny"
    actions   = ["*"]
    resources = ["*"]
    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalArn"
      # expect: RP312 violation "compares * literally"
      values = ["arn:aws:iam::*:root"]
    }
  }
}

resource "aws_organizations_policy" "deny_root" {
  name    = "deny-root"
  content = data.aws_iam_policy_document.deny_root.json
}

resource "aws_organizations_policy" "deny_root_by_name" {
  name = "deny-root-by-name"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "DenyRootUser"
      Effect   = "Deny"
      Action   = ["iam:CreateAccessKey", "iam:UpdateLoginProfile"]
      Resource = "*"
      # expect: RP312 violation "not in ":user/root""
      Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::*:user/root" } }
    }]
  })
}

resource "aws_organizations_policy_attachment" "deny_root" {
  for_each  = toset([aws_organizations_policy.deny_root.id, aws_organizations_policy.deny_root_by_name.id])
  policy_id = each.value
  target_id = "r-exam"
}
