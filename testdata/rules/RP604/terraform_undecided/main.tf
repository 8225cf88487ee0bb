variable "detail_type" { type = string }

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
  # expect: RP604 undecided var.detail_type
  event_pattern = jsonencode({ "detail-type" = [var.detail_type], detail = { userIdentity = { type = ["Root"] } } })
}

resource "aws_cloudwatch_event_target" "root" {
  rule = aws_cloudwatch_event_rule.root.name
  arn  = aws_sns_topic.security.arn
}

# Of many names that AWS may have services for, none is tried by itself.
resource "aws_cloudwatch_event_rule" "many_services" {
  name = "root-many-services"
  # expect: RP604 undecided "whether there is a source, as the pattern asks for one"
  event_pattern = jsonencode({
    source = [for i in range(100) : { prefix = "aws.nosuch${i}" }]
    detail = { userIdentity = { type = ["Root"] } }
  })
}

resource "aws_cloudwatch_event_target" "many_services" {
  rule = aws_cloudwatch_event_rule.many_services.name
  arn  = "arn:aws:sns:us-east-1:111122223333:security"
}
