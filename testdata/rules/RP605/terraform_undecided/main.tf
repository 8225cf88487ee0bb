variable "multi_region" { type = bool }
variable "selectors" { type = list(string) }

# expect: RP605 undecided var.multi_region
resource "aws_cloudtrail" "main" {
  name                  = "main"
  s3_bucket_name        = "example-trail"
  is_multi_region_trail = var.multi_region
}

# expect: RP605 undecided var.selectors
resource "aws_cloudtrail" "selected" {
  name                  = "selected"
  s3_bucket_name        = "example-trail"
  is_multi_region_trail = true

  dynamic "event_selector" {
    for_each = var.selectors

    content {
      read_write_type = event_selector.value
    }
  }
}
