# A rule of the organization looks at every account.
# expect: none
resource "aws_config_organization_managed_rule" "root_keys" {
  name            = "root-keys"
  rule_identifier = "IAM_ROOT_ACCESS_KEY_CHECK"
}

resource "aws_config_config_rule" "public_buckets" {
  name = "public-buckets"
  source {
    owner             = "AWS"
    source_identifier = "S3_BUCKET_PUBLIC_READ_PROHIBITED"
  }
}
