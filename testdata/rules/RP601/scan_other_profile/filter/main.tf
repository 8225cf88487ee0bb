provider "aws" {
  region  = "us-east-1"
  profile = "shop"
}

# expect: RP601 undecided "whether aws_cloudwatch_metric_alarm.root, in other code, is deployed to the account"
resource "aws_cloudwatch_log_metric_filter" "root" {
  name           = "root"
  log_group_name = "trail"
  pattern = "{ $.userIdentity.type = \"Root\" }"
  metric_transformation {
    name      = "root"
    namespace = "security"
    value     = "1"
  }
}
