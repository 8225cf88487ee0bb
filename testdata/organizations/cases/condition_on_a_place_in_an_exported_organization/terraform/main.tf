data "aws_organizations_organization" "acme" {}

resource "aws_organizations_policy" "deny_root" {
  name    = "deny-root"
  type    = "SERVICE_CONTROL_POLICY"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Action    = "*"
      Resource  = "*"
      Condition = {
        ArnLike                  = { "aws:PrincipalArn" = "arn:*:iam::*:root" }
        "ForAnyValue:StringLike" = { "aws:PrincipalOrgPaths" = "${data.aws_organizations_organization.acme.id}/r-acme/ou-acme-00000002/*" }
      }
    }]
  })
}

resource "aws_organizations_policy_attachment" "deny_root" {
  policy_id = aws_organizations_policy.deny_root.id
  target_id = data.aws_organizations_organization.acme.roots[0].id
}
