# expect: none
# A star is any text, which these fields always have.
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}

resource "aws_cloudwatch_log_metric_filter" "any_name" {
  name           = "any_name"
  log_group_name = "trail"
  pattern = "{ $.userIdentity.type = \"Root\" && $.eventName = \"*\" }"
  metric_transformation {
    name      = "any_name"
    namespace = "security"
    value     = "1"
  }
}

resource "aws_cloudwatch_log_metric_filter" "any_source" {
  name           = "any_source"
  log_group_name = "trail"
  pattern = "{ $.userIdentity.type = \"Root\" && $.eventSource = * }"
  metric_transformation {
    name      = "any_source"
    namespace = "security"
    value     = "1"
  }
}

resource "aws_cloudwatch_log_metric_filter" "has_name" {
  name           = "has_name"
  log_group_name = "trail"
  pattern = "{ $.userIdentity.type = \"Root\" && $.eventName EXISTS }"
  metric_transformation {
    name      = "has_name"
    namespace = "security"
    value     = "1"
  }
}

resource "aws_cloudwatch_log_metric_filter" "any_region" {
  name           = "any_region"
  log_group_name = "trail"
  pattern = "{ $.userIdentity.arn = \"*:root\" && $.awsRegion = \"*\" }"
  metric_transformation {
    name      = "any_region"
    namespace = "security"
    value     = "1"
  }
}

resource "aws_cloudwatch_log_metric_filter" "no_root_of_china" {
  name           = "no_root_of_china"
  log_group_name = "trail"
  pattern = "{ $.userIdentity.type = \"Root\" && $.userIdentity.arn != \"arn:aws-cn:*\" }"
  metric_transformation {
    name      = "no_root_of_china"
    namespace = "security"
    value     = "1"
  }
}
