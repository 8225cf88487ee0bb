resource "aws_organizations_organization" "org" {
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

resource "aws_organizations_policy" "each" {
  for_each = toset(["one", "two", "three"])
  name     = each.key
  content  = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Action = "${each.key}:*", Resource = "*" }] })
}

# expect: RP318 violation "4 service control policies are attached"
resource "aws_organizations_policy_attachment" "each" {
  for_each  = aws_organizations_policy.each
  policy_id = each.value.id
  target_id = aws_organizations_organization.org.roots[0].id
}
