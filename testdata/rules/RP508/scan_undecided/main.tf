variable "features" {
  type = list(string)
}

resource "aws_organizations_organization" "company" {
  aws_service_access_principals = ["iam.amazonaws.com"]
  enabled_policy_types          = ["SERVICE_CONTROL_POLICY"]
}

data "aws_iam_policy_document" "deny_root" {
  statement {
    effect    = "Deny"
    actions   = ["*"]
    resources = ["*"]
    condition {
      test     = "ArnLike"
      variable = "aws:PrincipalArn"
      values   = ["arn:*:iam::*:root"]
    }
    condition {
      test     = "Null"
      variable = "aws:AssumedRoot"
      values   = ["true"]
    }
  }
}

resource "aws_organizations_policy" "deny_root" {
  name    = "deny-root"
  content = data.aws_iam_policy_document.deny_root.json
}

resource "aws_organizations_policy_attachment" "deny_root" {
  policy_id = aws_organizations_policy.deny_root.id
  target_id = aws_organizations_organization.company.roots[0].id
}

# expect: RP508 undecided var.features
resource "aws_iam_organizations_features" "root" {
  enabled_features = var.features
}
