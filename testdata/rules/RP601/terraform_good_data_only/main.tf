# Neither trail brings what root users do to a log group: one records no management events, the other writes to
# none.
# expect: none
resource "aws_cloudwatch_log_group" "uploads" {
  name = "uploads"
}

resource "aws_cloudtrail" "uploads" {
  name                       = "uploads"
  s3_bucket_name             = "company-trail"
  cloud_watch_logs_group_arn = "${aws_cloudwatch_log_group.uploads.arn}:*"

  event_selector {
    include_management_events = false
    data_resource {
      type   = "AWS::S3::Object"
      values = ["arn:aws:s3:::company-uploads/"]
    }
  }
}

variable "log_group" {
  type    = string
  default = ""
}

resource "aws_cloudtrail" "without_group" {
  name                       = "without-group"
  s3_bucket_name             = "company-trail"
  cloud_watch_logs_group_arn = var.log_group
}
