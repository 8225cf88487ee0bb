# expect: none
data "aws_region" "current" {}

resource "aws_controltower_control" "root_mfa" {
  control_identifier = "arn:aws:controltower:${data.aws_region.current.name}::control/AWS-GR_ROOT_ACCOUNT_MFA_ENABLED"
  target_identifier  = "arn:aws:organizations::111122223333:ou/o-abcdefghij/ou-abcd-12345678"
}

resource "aws_config_config_rule" "public_buckets" {
  name = "public-buckets"
  source {
    owner             = "AWS"
    source_identifier = "S3_BUCKET_PUBLIC_READ_PROHIBITED"
  }
}
