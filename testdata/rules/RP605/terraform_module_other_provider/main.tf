# expect: none
provider "aws" {
  region  = "eu-west-1"
  profile = "company"
}

resource "aws_cloudtrail" "main" {
  name                  = "main"
  s3_bucket_name        = "example-trail"
  is_multi_region_trail = true
}

module "writes" {
  source = "./writes"
}
