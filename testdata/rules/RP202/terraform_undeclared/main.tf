# Nothing tells the own account: the message says what to do if this is it.
resource "aws_sqs_queue_policy" "jobs" {
  queue_url = "jobs"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP202 violation "nothing in the code tells the account this is deployed to: if it is 222233334444 itself, list it under own_accounts"
      Principal = { AWS = "arn:aws:iam::222233334444:root" }
      Action    = "sqs:SendMessage"
      Resource  = "*"
    }]
  })
}
