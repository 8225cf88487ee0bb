variable "enabled" { type = bool }
variable "notify" { type = bool }
variable "targets" { type = number }
variable "event_types" { type = list(string) }

resource "aws_sns_topic" "security" {
  name = "security"
}

resource "aws_sns_topic_policy" "security" {
  arn = aws_sns_topic.security.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Action    = "sns:Publish"
      Resource  = aws_sns_topic.security.arn
    }]
  })
}

resource "aws_sns_topic_subscription" "security" {
  topic_arn = aws_sns_topic.security.arn
  protocol  = "email"
  endpoint  = "security@acme.example"
}

resource "aws_cloudwatch_event_rule" "root" {
  name = "root"
  # expect: RP604 undecided var.notify
  event_pattern = jsonencode({ detail = { userIdentity = { type = ["Root"] } } })
}

resource "aws_cloudwatch_event_target" "root" {
  count = var.notify ? 1 : 0
  rule  = aws_cloudwatch_event_rule.root.name
  arn   = aws_sns_topic.security.arn
}

resource "aws_cloudwatch_event_rule" "counted" {
  name = "root-counted"
  # expect: RP604 undecided "how many instances"
  event_pattern = jsonencode({ detail = { userIdentity = { type = ["Root"] } } })
}

resource "aws_cloudwatch_event_target" "counted" {
  count = var.targets
  rule  = aws_cloudwatch_event_rule.counted.name
  arn   = aws_sns_topic.security.arn
}

# Each hangs on a switch of its own.
resource "aws_cloudwatch_event_rule" "switched" {
  count = var.enabled ? 1 : 0
  name  = "switched"
  # expect: RP604 undecided "how many instances"
  event_pattern = jsonencode({ detail = { userIdentity = { type = ["Root"] } } })
}

resource "aws_cloudwatch_event_target" "switched" {
  count = var.enabled && var.notify ? 1 : 0
  rule  = aws_cloudwatch_event_rule.switched[0].name
  arn   = aws_sns_topic.security.arn
}

# Root is in the list, whatever else is.
resource "aws_cloudwatch_event_rule" "open_list" {
  name = "root-open-list"
  # expect: RP604 undecided var.event_types
  event_pattern = jsonencode({
    "detail-type" = concat(["AWS Health Event"], var.event_types)
    detail        = { userIdentity = { type = concat(["Root"], var.event_types) } }
  })
}

resource "aws_cloudwatch_event_target" "open_list" {
  rule = aws_cloudwatch_event_rule.open_list.name
  arn  = aws_sns_topic.security.arn
}
