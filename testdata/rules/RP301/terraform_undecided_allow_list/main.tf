# An allow list leaves root nothing to do, if FullAWSAccess was taken away from the root; no code can say that.
# expect: RP301 undecided "whether FullAWSAccess is still attached to root beside its allow list"
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

