# expect: none
locals {
  rules = ["S3_BUCKET_PUBLIC_READ_PROHIBITED", "ROOT_ACCOUNT_MFA_ENABLED"]
}

resource "aws_config_config_rule" "each" {
  for_each = toset(local.rules)
  name     = each.key
  source {
    owner             = "AWS"
    source_identifier = each.key
  }
}
