# expect: RP607 violation "aws_config_config_rule.public_buckets"
resource "aws_config_config_rule" "public_buckets" {
  name = "public-buckets"
  source {
    owner             = "AWS"
    source_identifier = "S3_BUCKET_PUBLIC_READ_PROHIBITED"
  }
}

resource "aws_securityhub_account" "hub" {
  enable_default_standards = false
}

resource "aws_config_conformance_pack" "buckets" {
  name          = "buckets"
  template_body = <<-YAML
    Resources:
      Versions:
        Type: AWS::Config::ConfigRule
        Properties:
          Source: {Owner: AWS, SourceIdentifier: S3_BUCKET_VERSIONING_ENABLED}
  YAML
}
