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

# Everyone of an organization is every account of it as a whole.
resource "aws_sqs_queue_policy" "everyone_of_an_organization" {
  queue_url = "https://sqs.eu-west-1.amazonaws.com/111122223333/shared"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = "*"
        Action    = "sqs:SendMessage"
        Resource  = "*"
        Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-a1b2c3d4e5" } }
      },
      {
        Effect = "Allow"
        # expect: RP202 violation "everyone of o-partner123, which is not the own organization, is let in: any root user"
        Principal = "*"
        Action    = "sqs:SendMessage"
        Resource  = "*"
        Condition = { StringEquals = { "aws:PrincipalOrgID" = ["o-a1b2c3d4e5", "o-partner123"] } }
      },
      {
        Effect = "Allow"
        # expect: RP202 violation "everyone of o-partner123, which is not the own organization"
        Principal = "*"
        Action    = "sqs:ReceiveMessage"
        Resource  = "*"
        Condition = { "ForAnyValue:StringLike" = { "aws:PrincipalOrgPaths" = "o-partner123/r-ab12/*" } }
      },
      {
        Effect = "Allow"
        # expect: RP202 violation "everyone of o-partner123, which is not the own organization, is let in: through a service, its accounts may"
        Principal = "*"
        Action    = "sqs:SendMessage"
        Resource  = "*"
        Condition = { StringEquals = { "aws:SourceOrgID" = "o-partner123" } }
      },
      # one account of it, whatever the organization
      {
        Effect    = "Allow"
        Principal = "*"
        Action    = "sqs:SendMessage"
        Resource  = "*"
        Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-partner123", "aws:PrincipalArn" = "arn:aws:iam::888877776669:role/sender" } }
      },
      # whoever is not of the own one is kept out
      {
        Effect    = "Allow"
        Principal = "*"
        Action    = "sqs:GetQueueUrl"
        Resource  = "*"
        Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-partner123" } }
      },
      {
        Effect    = "Deny"
        Principal = "*"
        Action    = "sqs:GetQueueUrl"
        Resource  = "*"
        Condition = { StringNotEquals = { "aws:PrincipalOrgID" = "o-a1b2c3d4e5" } }
      },
    ]
  })
}
