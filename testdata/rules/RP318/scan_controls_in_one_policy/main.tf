# AWS Control Tower may put both controls into one policy: then there are three with FullAWSAccess.
resource "aws_organizations_organization" "org" {
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

resource "aws_organizations_organizational_unit" "workloads" {
  name      = "workloads"
  parent_id = aws_organizations_organization.org.roots[0].id
}

resource "aws_organizations_policy" "one" {
  name    = "one"
  content = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Action = "one:*", Resource = "*" }] })
}

resource "aws_organizations_policy_attachment" "one" {
  policy_id = aws_organizations_policy.one.id
  target_id = aws_organizations_organizational_unit.workloads.id
}

# expect: RP318 undecided "how many policies AWS Control Tower makes of its controls"
resource "aws_controltower_control" "each" {
  for_each           = toset(["AWS-GR_RESTRICT_ROOT_USER", "AWS-GR_RESTRICT_ROOT_USER_ACCESS_KEYS"])
  control_identifier = "arn:aws:controltower:eu-west-1::control/${each.key}"
  target_identifier  = aws_organizations_organizational_unit.workloads.arn
}
