provider "aws" {
  region  = "eu-west-1"
  profile = "shop"
}

# expect: RP605 violation "it records one Region"
resource "aws_cloudtrail" "writes" {
  name           = "writes"
  s3_bucket_name = "example-trail"
}
