# What is denied to requests with certain tags leaves root's own ones alone: nearly no request carries any.
# expect: RP302 violation "denied only in part: iam:CreateAccessKey (escape), s3:PutBucketPolicy (exposure), account:CloseAccount (destructive)"
resource "aws_organizations_organization" "org" {
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

resource "aws_organizations_account" "shop" {
  name  = "shop"
  email = "aws+shop@acme.example"
}

resource "aws_organizations_policy" "owners" {
  name = "owners"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "KeepOwnerTags"
      Effect    = "Deny"
      Action    = "*"
      Resource  = "*"
      Condition = { "ForAnyValue:StringLike" = { "aws:TagKeys" = ["acme:*"] } }
    }]
  })
}

resource "aws_organizations_policy_attachment" "owners" {
  policy_id = aws_organizations_policy.owners.id
  target_id = aws_organizations_organization.org.roots[0].id
}
