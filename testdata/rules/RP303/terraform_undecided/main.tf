# AWS does not say whether root's own request is evaluated against this resource.
# expect: RP303 undecided
resource "aws_organizations_organization" "org" {
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

resource "aws_organizations_policy" "no_root_keys" {
  name    = "no-root-keys"
  content = data.aws_iam_policy_document.no_root_keys.json
}

data "aws_iam_policy_document" "no_root_keys" {
  statement {
    effect    = "Deny"
    actions   = ["iam:CreateAccessKey"]
    resources = ["arn:aws:iam::*:root"]

  }
}

resource "aws_organizations_policy_attachment" "no_root_keys" {
  policy_id = aws_organizations_policy.no_root_keys.id
  target_id = aws_organizations_organization.org.roots[0].id
}

resource "aws_organizations_account" "dev" {
  name  = "dev"
  email = "aws+dev@acme.example"
}
