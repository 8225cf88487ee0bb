# A trail of the organization that is watched elsewhere: it writes to no log group.
# expect: none
resource "aws_cloudtrail" "company" {
  name                  = "company"
  s3_bucket_name        = "company-trail"
  is_multi_region_trail = true
}
