# Callers whose ARN or unique id somebody gives from outside: it may be that of another account's root user.
variable "caller" {
  type = string
}

variable "account" {
  type = string
}

resource "aws_sqs_queue" "open" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sqs:SendMessage"
        Resource  = "*"
        Principal = "*"
        # expect: RP202 undecided "var.caller"
        Condition = { StringEquals = { "aws:PrincipalArn" = var.caller } }
      },
      {
        Effect    = "Allow"
        Action    = "sqs:SendMessage"
        Resource  = "*"
        Principal = "*"
        # expect: RP202 undecided "var.caller"
        Condition = { StringEquals = { "aws:PrincipalArn" = ["arn:aws:iam::${var.account}:role/sender", var.caller] } }
      },
      {
        Effect    = "Allow"
        Action    = "sqs:SendMessage"
        Resource  = "*"
        Principal = "*"
        # expect: RP202 undecided "var.caller"
        Condition = { StringEquals = { "aws:userid" = var.caller } }
      },
    ]
  })
}

# No root user: what ends in the name of a role, and what the code makes.
resource "aws_iam_role" "sender" {
  name               = "sender"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}

resource "aws_sqs_queue" "roles" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "sqs:SendMessage", Resource = "*", Principal = "*", Condition = { StringEquals = { "aws:PrincipalArn" = "arn:aws:iam::${var.account}:role/sender" } } },
      { Effect = "Allow", Action = "sqs:SendMessage", Resource = "*", Principal = "*", Condition = { StringEquals = { "aws:PrincipalArn" = aws_iam_role.sender.arn } } },
      { Effect = "Allow", Action = "sqs:SendMessage", Resource = "*", Principal = "*", Condition = { StringLike = { "aws:userid" = "${aws_iam_role.sender.unique_id}:*" } } },
    ]
  })
}
