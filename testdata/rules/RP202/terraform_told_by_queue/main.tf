# expect: none
resource "aws_sqs_queue_policy" "jobs" {
  queue_url = "https://sqs.eu-central-1.amazonaws.com/222233334444/jobs"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "222233334444" }
      Action    = "sqs:SendMessage"
      Resource  = "*"
    }]
  })
}
