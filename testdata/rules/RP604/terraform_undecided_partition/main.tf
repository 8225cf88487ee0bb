# Nothing tells the partition.
resource "aws_cloudwatch_event_rule" "no_root_of_aws" {
  name = "no-root-of-aws"
  # expect: RP604 undecided "the partition of aws_cloudwatch_event_rule.no_root_of_aws"
  event_pattern = jsonencode({ detail = { userIdentity = { type = ["Root"], arn = [{ anything-but = { prefix = "arn:aws:" } }] } } })
}

resource "aws_cloudwatch_event_target" "no_root_of_aws" {
  rule = aws_cloudwatch_event_rule.no_root_of_aws.name
  arn  = "arn:aws:sns:us-east-1:111122223333:security"
}

resource "aws_cloudwatch_event_rule" "of_aws" {
  name = "of-aws"
  event_pattern = jsonencode({ detail = { userIdentity = { arn = [{ wildcard = "arn:aws:iam::*:root" }] } } })
}

resource "aws_cloudwatch_event_target" "of_aws" {
  rule = aws_cloudwatch_event_rule.of_aws.name
  arn  = "arn:aws:sns:us-east-1:111122223333:security"
}
