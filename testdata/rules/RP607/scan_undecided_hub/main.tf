variable "hub" {
  type = bool
}

# expect: RP607 undecided var.hub
resource "aws_config_config_rule" "public_buckets" {
  name = "public-buckets"
  source {
    owner             = "AWS"
    source_identifier = "S3_BUCKET_PUBLIC_READ_PROHIBITED"
  }
}

resource "aws_securityhub_account" "hub" {
  count = var.hub ? 1 : 0
}
