# S3 gives new buckets a public access block. One of the code takes its place, with what it says.
resource "aws_s3_bucket" "untouched" {
  bucket = "acme-untouched"
}

resource "aws_s3_bucket_policy" "untouched" {
  bucket = aws_s3_bucket.untouched.id
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP207 violation "Block Public Access is on until somebody switches it off"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "${aws_s3_bucket.untouched.arn}/*" }]
  })
}

resource "aws_s3_bucket" "opened" {
  bucket = "acme-opened"
}

resource "aws_s3_bucket_public_access_block" "opened" {
  bucket            = aws_s3_bucket.opened.id
  block_public_acls = true
}

resource "aws_s3_bucket_policy" "opened" {
  bucket = aws_s3_bucket.opened.id
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP207 violation critical
    Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "${aws_s3_bucket.opened.arn}/*" }]
  })
}
