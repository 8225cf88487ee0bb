# What a resource's own count excludes is not looked up: outside of production nobody lets in the account of production.
variable "environment" {
  type = string
}

locals {
  partner_accounts = {
    development = "111111111111" # expect: RP202 violation "111111111111"
    production  = "222222222222"
  }
}

resource "aws_sqs_queue_policy" "outside_of_production" {
  count     = var.environment != "production" ? 1 : 0
  queue_url = "https://sqs.eu-west-1.amazonaws.com/999999999999/orders"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = local.partner_accounts[var.environment] }
      Action    = "sqs:SendMessage"
      Resource  = "*"
    }]
  })
}

variable "stage" {
  type = string
  validation {
    condition     = contains(["build", "staging", "live"], var.stage)
    error_message = "One of the stages."
  }
}

locals {
  stage_accounts = {
    build   = "333333333333"
    staging = "333333333333"
    live    = "444444444444" # expect: RP202 violation "444444444444"
  }
}

resource "aws_sqs_queue_policy" "live" {
  count     = var.stage != "build" && var.stage != "staging" ? 1 : 0
  queue_url = "https://sqs.eu-west-1.amazonaws.com/999999999999/live"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = local.stage_accounts[var.stage] }
      Action    = "sqs:SendMessage"
      Resource  = "*"
    }]
  })
}
