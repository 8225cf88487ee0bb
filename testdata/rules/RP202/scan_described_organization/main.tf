# Accounts of the described organization are no outsiders, and its id is that of the own one.
resource "aws_sqs_queue" "orders" {
  name = "orders"
}

resource "aws_sqs_queue_policy" "orders" {
  queue_url = aws_sqs_queue.orders.url
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = { AWS = "999988887771" }, Action = "sqs:SendMessage", Resource = "*" },
      {
        Effect = "Allow"
        # expect: RP202 violation "the whole account 888877776666"
        Principal = { AWS = "888877776666" }
        Action    = "sqs:SendMessage"
        Resource  = "*"
      },
      # kept out: it is none of the organization
      {
        Effect    = "Allow"
        Principal = { AWS = "888877776667" }
        Action    = "sqs:SendMessage"
        Resource  = "*"
        Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-a1b2c3d4e5" } }
      },
      {
        Effect = "Allow"
        # expect: RP202 undecided "whether the account is one of o-partner123, which is not the own organization"
        Principal = { AWS = "888877776668" }
        Action    = "sqs:SendMessage"
        Resource  = "*"
        Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-partner123" } }
      },
    ]
  })
}
