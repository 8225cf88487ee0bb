# expect: none
variable "multi_region" {
  type    = bool
  default = true
}

resource "aws_cloudtrail" "main" {
  name                  = "main"
  s3_bucket_name        = "example-trail"
  is_multi_region_trail = var.multi_region

  event_selector {
    read_write_type = "ReadOnly"
  }
  event_selector {
    read_write_type = "WriteOnly"
  }
}

resource "aws_cloudtrail" "objects" {
  name           = "objects"
  s3_bucket_name = "example-trail"

  event_selector {
    include_management_events = false
  }
}
