# The same allow list, but the code itself attaches FullAWSAccess beside it: the list does nothing.
# expect: RP301 violation "is not denied"
resource "aws_organizations_organization" "org" {
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

resource "aws_organizations_policy" "all_but_root" {
  name = "all-but-root"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "*"
      Resource  = "*"
      Condition = { ArnNotLike = { "aws:PrincipalArn" = "arn:*:iam::*:root" } }
    }]
  })
}

resource "aws_organizations_policy_attachment" "all_but_root" {
  policy_id = aws_organizations_policy.all_but_root.id
  target_id = aws_organizations_organization.org.roots[0].id
}

resource "aws_organizations_policy_attachment" "everything" {
  policy_id = "p-FullAWSAccess"
  target_id = aws_organizations_organization.org.roots[0].id
}
