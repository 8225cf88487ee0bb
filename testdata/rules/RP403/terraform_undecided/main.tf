variable "types" {
  type = list(string)
}

resource "aws_organizations_organization" "org" {
  enabled_policy_types = var.types
}

resource "aws_organizations_policy" "tags" {
  name = "tags"
  # expect: RP403 undecided var.types
  type    = "TAG_POLICY"
  content = jsonencode({ tags = { team = { tag_key = { "@@assign" = "team" } } } })
}
