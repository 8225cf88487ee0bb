# Of a list that is known in part the known part is enough.
# expect: none
variable "others" { type = list(string) }

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

resource "aws_cloudwatch_event_rule" "open_list" {
  name          = "root-open-list"
  event_pattern = jsonencode({ detail = { userIdentity = { type = concat(["Root"], var.others) } } })
}

resource "aws_cloudwatch_event_target" "open_list" {
  rule = aws_cloudwatch_event_rule.open_list.name
  arn  = aws_sns_topic.security.arn
}
