# Selectors add up for each kind of call: of writes those of IAM are missing.
resource "aws_cloudtrail" "reads_of_all" {
  name                  = "reads-of-all"
  s3_bucket_name        = "example-trail"
  is_multi_region_trail = true

  # expect: RP605 violation "leaves out calls of iam.amazonaws.com"
  advanced_event_selector {
    field_selector {
      field  = "eventCategory"
      equals = ["Management"]
    }
    field_selector {
      field      = "eventSource"
      not_equals = ["iam.amazonaws.com"]
    }
  }
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

resource "aws_cloudtrail" "both" {
  name                  = "both"
  s3_bucket_name        = "example-trail"
  is_multi_region_trail = true

  # expect: RP605 violation "leaves out calls of iam.amazonaws.com"
  advanced_event_selector {
    field_selector {
      field  = "eventCategory"
      equals = ["Management"]
    }
    field_selector {
      field      = "eventSource"
      not_equals = ["iam.amazonaws.com"]
    }
    field_selector {
      field  = "readOnly"
      equals = ["true", "false"]
    }
  }
}
