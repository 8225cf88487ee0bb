# The log group, and perhaps its filters, are elsewhere.
variable "log_group" {
  type = string
}

# expect: RP601 undecided var.log_group
resource "aws_cloudtrail" "company" {
  name                       = "company"
  s3_bucket_name             = "company-trail"
  is_multi_region_trail      = true
  cloud_watch_logs_group_arn = var.log_group
}
