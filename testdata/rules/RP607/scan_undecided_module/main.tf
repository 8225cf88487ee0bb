# expect: RP607 undecided "acme/config-rules/aws"
resource "aws_config_config_rule" "public_buckets" {
  name = "public-buckets"
  source {
    owner             = "AWS"
    source_identifier = "S3_BUCKET_PUBLIC_READ_PROHIBITED"
  }
}

module "more_rules" {
  source = "acme/config-rules/aws"
}
