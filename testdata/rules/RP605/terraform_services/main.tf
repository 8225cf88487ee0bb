# Which services a trail leaves out.
resource "aws_cloudtrail" "without_identity" {
  name                  = "without-identity"
  s3_bucket_name        = "company-trail"
  is_multi_region_trail = true

  # expect: RP605 violation "it leaves out calls of iam.amazonaws.com, signin.amazonaws.com"
  advanced_event_selector {
    field_selector {
      field  = "eventCategory"
      equals = ["Management"]
    }
    field_selector {
      field      = "eventSource"
      not_equals = ["iam.amazonaws.com", "signin.amazonaws.com", "kms.amazonaws.com"]
    }
  }
}

resource "aws_cloudtrail" "of_one_service" {
  name                  = "of-one-service"
  s3_bucket_name        = "company-trail"
  is_multi_region_trail = true

  # expect: RP605 violation "it records calls of these services alone: kms.amazonaws.com"
  advanced_event_selector {
    field_selector {
      field  = "eventCategory"
      equals = ["Management"]
    }
    field_selector {
      field  = "eventSource"
      equals = ["kms.amazonaws.com"]
    }
  }
}
