# A key that AWS documents nowhere: no request is known to carry it, so that nobody is known to be denied.
resource "aws_s3_bucket_policy" "logs" {
  bucket = "acme-logs"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid    = "DenyRoot"
      Effect = "Deny"
      # expect: RP210 undecided "the condition key aws:PrincipleArn, which AWS does not document"
      Principal = { AWS = "111122223333" }
      Action    = "s3:*"
      Resource  = "arn:aws:s3:::acme-logs/*"
      Condition = { ArnEquals = { "aws:PrincipleArn" = "arn:aws:iam::111122223333:root" } }
    }]
  })
}
