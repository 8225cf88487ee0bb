variable "tags" {
  type = map(string)
}

variable "policies" {
  type    = map(object({ content = string, target = optional(string) }))
  default = {}
}

# expect: RP301 violation "is not denied"
resource "aws_organizations_organization" "org" {
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

resource "aws_organizations_policy" "each" {
  for_each = var.policies
  name     = each.key
  content  = each.value.content
  tags     = var.tags
}

resource "aws_organizations_policy_attachment" "each" {
  for_each  = var.policies
  policy_id = aws_organizations_policy.each[each.key].id
  target_id = aws_organizations_organization.org.roots[0].id
}
