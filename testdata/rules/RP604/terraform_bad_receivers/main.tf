resource "aws_sns_topic" "plain" {
  name = "plain"
}

resource "aws_sns_topic_subscription" "plain" {
  topic_arn = aws_sns_topic.plain.arn
  protocol  = "email"
  endpoint  = "security@acme.example"
}

resource "aws_cloudwatch_event_rule" "topic" {
  name = "topic"
  # expect: RP604 violation "its target aws_sns_topic.plain does not take what it sends: it has no policy that lets events.amazonaws.com in"
  event_pattern = jsonencode({ detail = { userIdentity = { type = ["Root"] } } })
}

resource "aws_cloudwatch_event_target" "topic" {
  rule = aws_cloudwatch_event_rule.topic.name
  arn  = aws_sns_topic.plain.arn
}

resource "aws_sqs_queue" "alerts" {
  name = "alerts"
}

resource "aws_sqs_queue_policy" "alerts" {
  queue_url = aws_sqs_queue.alerts.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "sns.amazonaws.com" }, Action = "sqs:SendMessage", Resource = "*" }]
  })
}

resource "aws_cloudwatch_event_rule" "queue" {
  name = "queue"
  # expect: RP604 violation "its target aws_sqs_queue.alerts does not take what it sends: its policy does not let events.amazonaws.com in"
  event_pattern = jsonencode({ detail = { userIdentity = { type = ["Root"] } } })
}

resource "aws_cloudwatch_event_target" "queue" {
  rule = aws_cloudwatch_event_rule.queue.name
  arn  = aws_sqs_queue.alerts.arn
}

resource "aws_lambda_function" "alert" {
  function_name = "alert"
  role          = "arn:aws:iam::111122223333:role/alert"
}

resource "aws_cloudwatch_event_rule" "function" {
  name = "function"
  # expect: RP604 violation "it has no permission that lets events.amazonaws.com call it"
  event_pattern = jsonencode({ detail = { userIdentity = { type = ["Root"] } } })
}

resource "aws_cloudwatch_event_target" "function" {
  rule = aws_cloudwatch_event_rule.function.name
  arn  = aws_lambda_function.alert.arn
}

resource "aws_cloudwatch_event_bus" "security" {
  name = "security"
}

# The target is one of a rule of this name on the default bus.
resource "aws_cloudwatch_event_rule" "bus" {
  event_bus_name = aws_cloudwatch_event_bus.security.name
  name = "bus"
  # expect: RP604 violation "it has no target"
  event_pattern = jsonencode({ detail = { userIdentity = { type = ["Root"] } } })
}

resource "aws_cloudwatch_event_target" "bus" {
  rule = aws_cloudwatch_event_rule.bus.name
  arn  = "arn:aws:sns:us-east-1:111122223333:security"
}

provider "aws" {
  region = "us-east-1"
}

provider "aws" {
  alias  = "ireland"
  region = "eu-west-1"
}

resource "aws_cloudwatch_event_rule" "here" {
  name = "here"
  # expect: RP604 violation "it has no target"
  event_pattern = jsonencode({ detail = { userIdentity = { type = ["Root"] } } })
}

resource "aws_cloudwatch_event_target" "there" {
  provider = aws.ireland
  rule     = aws_cloudwatch_event_rule.here.name
  arn      = "arn:aws:sns:us-east-1:111122223333:security"
}

resource "aws_sns_topic" "handed" {
  name = "handed"
}

resource "aws_sns_topic_policy" "handed" {
  arn = aws_sns_topic.handed.arn
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "events.amazonaws.com" }, Action = "sns:Publish", Resource = aws_sns_topic.handed.arn }]
  })
}

resource "aws_sns_topic_subscription" "handed" {
  topic_arn = aws_sns_topic.handed.arn
  protocol  = "lambda"
  endpoint  = aws_lambda_function.alert.arn
}

resource "aws_cloudwatch_event_rule" "handed" {
  name = "handed"
  # expect: RP604 violation "its target aws_sns_topic.handed reaches nobody"
  event_pattern = jsonencode({ detail = { userIdentity = { type = ["Root"] } } })
}

resource "aws_cloudwatch_event_target" "handed" {
  rule = aws_cloudwatch_event_rule.handed.name
  arn  = aws_sns_topic.handed.arn
}
