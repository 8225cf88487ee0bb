# Statements that AWS refuses as they stand.
resource "aws_s3_bucket_policy" "action_without_service" {
  bucket = "example-site"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP207 undecided "DeleteObject"
      Principal = "*"
      Action    = "DeleteObject"
      Resource  = "arn:aws:s3:::example-site/*"
      Condition = { StringLike = { "aws:Referer" = "https://www.example.com/*" } }
    }]
  })
}

resource "aws_s3_bucket_policy" "confined" {
  bucket = "example-site"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "DeleteObject"
      Resource  = "arn:aws:s3:::example-site/*"
      Condition = { StringEquals = { "aws:SourceVpce" = "vpce-0a1b2c3d4e5f60718" } }
    }]
  })
}
