# A rule in us-east-1 brings the events to the Region of the other.
# expect: none
provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias  = "virginia"
  region = "us-east-1"
}

resource "aws_cloudwatch_event_rule" "sign_in" {
  name = "root-sign-in"
  # expect: RP604 undecided "what sends sign-in of the root user, recorded in us-east-1, to eu-west-1"
  event_pattern = jsonencode({
    detail-type = ["AWS Console Sign In via CloudTrail"]
    detail      = { userIdentity = { type = ["Root"] } }
  })
}

resource "aws_cloudwatch_event_target" "sign_in" {
  rule = aws_cloudwatch_event_rule.sign_in.name
  arn  = "arn:aws:sns:eu-west-1:111122223333:security"
}

resource "aws_cloudwatch_event_rule" "forward" {
  provider      = aws.virginia
  name          = "forward"
  event_pattern = jsonencode({ detail-type = ["AWS Console Sign In via CloudTrail"] })
}

resource "aws_cloudwatch_event_target" "forward" {
  provider = aws.virginia
  rule     = aws_cloudwatch_event_rule.forward.name
  arn      = "arn:aws:events:eu-west-1:111122223333:event-bus/default"
}
