# A trail for what happens in one bucket. That it does not record management events says all of it.
resource "aws_cloudtrail" "uploads" {
  name                          = "uploads"
  s3_bucket_name                = "company-trail"
  include_global_service_events = false

  # expect: RP605 violation "aws_cloudtrail.uploads does not record all that root users do: it records no management events (and"
  event_selector {
    include_management_events = false
    read_write_type           = "All"
    data_resource {
      type   = "AWS::S3::Object"
      values = ["arn:aws:s3:::company-uploads/"]
    }
  }
}
