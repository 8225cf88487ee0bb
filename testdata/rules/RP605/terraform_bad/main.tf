# expect: RP605 violation "it leaves out IAM, STS and sign-in"
resource "aws_cloudtrail" "default_region" {
  name           = "main"
  s3_bucket_name = "example-trail"

  include_global_service_events = false
}

resource "aws_cloudtrail" "off" {
  name                  = "off"
  s3_bucket_name        = "example-trail"
  is_multi_region_trail = true
  # expect: RP605 violation "it records nothing"
  enable_logging = false
}

resource "aws_cloudtrail" "objects" {
  name                  = "objects"
  s3_bucket_name        = "example-trail"
  is_multi_region_trail = true

  # expect: RP605 violation "it records no management events (and no other trail"
  event_selector {
    include_management_events = false

    data_resource {
      type   = "AWS::S3::Object"
      values = ["arn:aws:s3"]
    }
  }
}

resource "aws_cloudtrail" "reads" {
  name                  = "reads"
  s3_bucket_name        = "example-trail"
  is_multi_region_trail = true

  # expect: RP605 violation "it records reading calls only"
  advanced_event_selector {
    field_selector {
      field  = "eventCategory"
      equals = ["Management"]
    }
    field_selector {
      field  = "readOnly"
      equals = ["true"]
    }
  }
}
