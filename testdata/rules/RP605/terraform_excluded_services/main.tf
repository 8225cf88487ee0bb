resource "aws_cloudtrail" "without_sts" {
  name                  = "without-sts"
  s3_bucket_name        = "example-trail"
  is_multi_region_trail = true

  # expect: RP605 violation "leaves out calls of sts.amazonaws.com"
  advanced_event_selector {
    field_selector {
      field  = "eventCategory"
      equals = ["Management"]
    }
    field_selector {
      field      = "eventSource"
      not_equals = ["rdsdata.amazonaws.com", "sts.amazonaws.com"]
    }
  }
}

resource "aws_cloudtrail" "without_iam" {
  name                  = "without-iam"
  s3_bucket_name        = "example-trail"
  is_multi_region_trail = true

  # expect: RP605 violation "leaves out calls of iam.amazonaws.com"
  event_selector {
    exclude_management_event_sources = ["iam.amazonaws.com"]
  }
}
