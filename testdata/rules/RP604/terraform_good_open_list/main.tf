# Of a list that is known in part the known part is enough.
# expect: none
variable "others" { type = list(string) }

resource "aws_sns_topic" "security" {
  name = "security"
}

resource "aws_cloudwatch_event_rule" "open_list" {
  name          = "root-open-list"
  event_pattern = jsonencode({ detail = { userIdentity = { type = concat(["Root"], var.others) } } })
}

resource "aws_cloudwatch_event_target" "open_list" {
  rule = aws_cloudwatch_event_rule.open_list.name
  arn  = aws_sns_topic.security.arn
}
