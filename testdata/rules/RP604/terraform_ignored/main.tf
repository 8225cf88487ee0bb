resource "aws_cloudwatch_event_rule" "switched" {
  name          = "switched"
  event_pattern = jsonencode({ detail = { userIdentity = { type = ["Root"] } } })

  lifecycle {
    # expect: RP604 undecided "aws_cloudwatch_event_rule.switched.state in ignore_changes"
    ignore_changes = [state]
  }
}

resource "aws_cloudwatch_event_target" "switched" {
  rule = aws_cloudwatch_event_rule.switched.name
  arn  = "arn:aws:sns:us-east-1:111122223333:security"
}

resource "aws_cloudwatch_event_rule" "target" {
  name = "target"
  # expect: RP604 undecided "aws_cloudwatch_event_target.target.arn in ignore_changes"
  event_pattern = jsonencode({ detail = { userIdentity = { type = ["Root"] } } })
}

resource "aws_cloudwatch_event_target" "target" {
  rule = aws_cloudwatch_event_rule.target.name
  arn  = "arn:aws:sns:us-east-1:111122223333:security"

  lifecycle {
    ignore_changes = [arn]
  }
}
