# Signs in as the root module does, so its trail is one of the same account.
# expect: none
provider "aws" {
  region = "eu-west-1"
}

resource "aws_cloudtrail" "writes" {
  name           = "writes"
  s3_bucket_name = "example-trail"

  event_selector {
    read_write_type = "WriteOnly"
  }
}
