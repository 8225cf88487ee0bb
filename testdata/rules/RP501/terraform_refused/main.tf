# S3 refuses a statement that names no Resource.
resource "aws_s3_bucket_policy" "no_resource" {
  bucket = "example"
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP501 undecided "a statement without Resource or NotResource; if it did, no user or role could change the policy any more"
    Statement = [{ Effect = "Deny", Principal = "*", Action = "s3:*" }]
  })
}
