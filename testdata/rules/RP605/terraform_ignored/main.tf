resource "aws_cloudtrail" "regions" {
  name                  = "regions"
  s3_bucket_name        = "example-trail"
  is_multi_region_trail = true

  lifecycle {
    # expect: RP605 undecided "aws_cloudtrail.regions.is_multi_region_trail in ignore_changes"
    ignore_changes = [is_multi_region_trail]
  }
}

# Selectors are set by hand.
resource "aws_cloudtrail" "selectors" {
  name                  = "selectors"
  s3_bucket_name        = "example-trail"
  is_multi_region_trail = true

  lifecycle {
    # expect: RP605 undecided "aws_cloudtrail.selectors.event_selector in ignore_changes"
    ignore_changes = [tags, event_selector]
  }
}

# expect: RP605 violation "it records one Region"
resource "aws_cloudtrail" "everything" {
  name           = "everything"
  s3_bucket_name = "example-trail"

  lifecycle {
    ignore_changes = all
  }
}
