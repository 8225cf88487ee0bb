# The same words are another condition where they speak of another value: no choice here goes together with another.

variable "open_to_everyone" {
  type = bool
}

variable "fenced" {
  type = bool
}

variable "readers" {
  type = list(string)
}

variable "fences" {
  type = list(string)
}

locals {
  internal = { Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/jobs" }, Action = "sqs:SendMessage", Resource = "*" }
  # expect: RP207 undecided var.fenced
  everyone = { Effect = "Allow", Principal = { AWS = "*" }, Action = "sqs:SendMessage", Resource = "*" }
  nobody   = { Effect = "Deny", Principal = { AWS = "*" }, Action = "sqs:SendMessage", Resource = "*" }
}

# The first flag may be set without the second.
resource "aws_sqs_queue_policy" "elements" {
  queue_url = "https://sqs.eu-west-1.amazonaws.com/111122223333/elements"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [for i, flag in [var.open_to_everyone, var.fenced] :
      flag ? (i == 0 ? local.everyone : local.nobody) : local.internal
    ]
  })
}

# There may be readers and no fences.
data "aws_iam_policy_document" "blocks" {
  dynamic "statement" {
    for_each = var.readers
    content {
      actions   = ["sqs:SendMessage"]
      resources = ["*"]
      principals {
        type = "AWS"
        # expect: RP207 undecided var.fences
        identifiers = ["*"]
      }
    }
  }
  dynamic "statement" {
    for_each = var.fences
    content {
      effect    = "Deny"
      actions   = ["sqs:SendMessage"]
      resources = ["*"]
      principals {
        type        = "AWS"
        identifiers = ["*"]
      }
    }
  }
}

resource "aws_sqs_queue_policy" "blocks" {
  queue_url = "https://sqs.eu-west-1.amazonaws.com/111122223333/blocks"
  policy    = data.aws_iam_policy_document.blocks.json
}

# Each call has a flag of its own.
module "open" {
  source = "./statement"
  flag   = var.open_to_everyone
  effect = "Allow"
}

module "closed" {
  source = "./statement"
  flag   = var.fenced
  effect = "Deny"
}

resource "aws_sqs_queue_policy" "modules" {
  queue_url = "https://sqs.eu-west-1.amazonaws.com/111122223333/modules"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [module.open.statement, module.closed.statement]
  })
}

# So has each rendering of a template.
resource "aws_sqs_queue_policy" "templates" {
  queue_url = "https://sqs.eu-west-1.amazonaws.com/111122223333/templates"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = { AWS = templatefile("${path.module}/templates/principal.tftpl", { flag = var.open_to_everyone }) }, Action = "sqs:SendMessage", Resource = "*" },
      { Effect = "Deny", Principal = { AWS = templatefile("${path.module}/templates/principal.tftpl", { flag = var.fenced }) }, Action = "sqs:SendMessage", Resource = "*" },
    ]
  })
}
