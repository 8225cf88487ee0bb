# Anybody may carry a tag, whichever it is; beside a Deny on the same tag it matters which it is.
variable "teams" { type = list(string) }
variable "refused" { type = list(string) }

resource "aws_sqs_queue_policy" "open" {
  queue_url = "https://sqs.eu-west-1.amazonaws.com/111122223333/open"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*" # expect: RP207 violation
      Action    = "sqs:SendMessage"
      Resource  = "*"
      Condition = { StringEquals = { "aws:PrincipalTag/team" = var.teams } }
    }]
  })
}

resource "aws_sqs_queue_policy" "narrowed" {
  queue_url = "https://sqs.eu-west-1.amazonaws.com/111122223333/narrowed"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*" # expect: RP207 undecided
      Action    = "sqs:SendMessage"
      Resource  = "*"
      Condition = { StringEquals = { "aws:PrincipalTag/team" = var.teams } }
      }, {
      Effect    = "Deny"
      Principal = "*"
      Action    = "sqs:*"
      Resource  = "*"
      Condition = { StringNotEquals = { "aws:PrincipalTag/team" = ["red", "blue"] } }
    }]
  })
}

resource "aws_sqs_queue_policy" "without" {
  queue_url = "https://sqs.eu-west-1.amazonaws.com/111122223333/without"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*" # expect: RP207 undecided
      Action    = "sqs:SendMessage"
      Resource  = "*"
      Condition = { StringEquals = { "aws:PrincipalTag/team" = var.teams } }
      }, {
      Effect    = "Deny"
      Principal = "*"
      Action    = "sqs:*"
      Resource  = "*"
      Condition = { StringEquals = { "aws:PrincipalTag/team" = var.refused } }
    }]
  })
}
