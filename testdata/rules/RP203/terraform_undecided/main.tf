variable "partner" {
  type = string
}

resource "aws_s3_bucket_policy" "reports" {
  bucket = "reports"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP203 undecided var.partner
      Principal = { AWS = var.partner }
      Action    = "s3:GetObject"
      Resource  = "arn:aws:s3:::reports/*"
    }]
  })
}

# Several unknown principals of one statement are one finding.
variable "readers" {
  type = string
}

resource "aws_sqs_queue_policy" "jobs" {
  queue_url = "https://sqs.eu-central-1.amazonaws.com/111122223333/jobs"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Principal = { AWS = [
        # expect: RP203 undecided "2 principals of this statement hold a wildcard depends on var.partner, var.readers"
        "arn:aws:iam::${var.partner}:role/reader",
        "arn:aws:iam::${var.readers}:role/reader",
      ] }
      Action   = "sqs:SendMessage"
      Resource = "*"
    }]
  })
}
