provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}

resource "aws_cloudwatch_log_metric_filter" "canonical_alone" {
  name           = "canonical_alone"
  log_group_name = "trail"
  # expect: RP602 violation "matches none"
  pattern = "{ $.userIdentity.type = \"Root\" && $.eventType = \"AwsServiceEvent\" }"
  metric_transformation {
    name      = "canonical_alone"
    namespace = "security"
    value     = "1"
  }
}

resource "aws_cloudwatch_log_metric_filter" "no_root_of_aws" {
  name           = "no_root_of_aws"
  log_group_name = "trail"
  # expect: RP602 violation "matches none"
  pattern = "{ $.userIdentity.type = \"Root\" && $.userIdentity.arn != \"arn:aws:iam::*\" }"
  metric_transformation {
    name      = "no_root_of_aws"
    namespace = "security"
    value     = "1"
  }
}

resource "aws_cloudwatch_log_metric_filter" "no_root_by_expression" {
  name           = "no_root_by_expression"
  log_group_name = "trail"
  # expect: RP602 violation "matches none"
  pattern = "{ $.userIdentity.type = \"Root\" && $.userIdentity.arn != %:root$% }"
  metric_transformation {
    name      = "no_root_by_expression"
    namespace = "security"
    value     = "1"
  }
}

resource "aws_cloudwatch_log_metric_filter" "of_china" {
  name           = "of_china"
  log_group_name = "trail"
  # expect: RP602 violation "matches none"
  pattern = "{ $.userIdentity.type = \"Root\" && $.userIdentity.arn = \"arn:aws-cn:*\" }"
  metric_transformation {
    name      = "of_china"
    namespace = "security"
    value     = "1"
  }
}

resource "aws_cloudwatch_log_metric_filter" "without_name" {
  name           = "without_name"
  log_group_name = "trail"
  # expect: RP602 violation "matches none"
  pattern = "{ $.userIdentity.type = \"Root\" && $.eventName NOT EXISTS }"
  metric_transformation {
    name      = "without_name"
    namespace = "security"
    value     = "1"
  }
}

resource "aws_cloudwatch_log_metric_filter" "no_name" {
  name           = "no_name"
  log_group_name = "trail"
  # expect: RP602 violation "matches none"
  pattern = "{ $.userIdentity.type = \"Root\" && $.eventName != \"*\" }"
  metric_transformation {
    name      = "no_name"
    namespace = "security"
    value     = "1"
  }
}

resource "aws_cloudwatch_log_metric_filter" "no_service" {
  name           = "no_service"
  log_group_name = "trail"
  # expect: RP602 violation "matches none"
  pattern = "{ $.userIdentity.type = \"Root\" && $.eventSource != \"*.amazonaws.com\" }"
  metric_transformation {
    name      = "no_service"
    namespace = "security"
    value     = "1"
  }
}

resource "aws_cloudwatch_log_metric_filter" "null_arn" {
  name           = "null_arn"
  log_group_name = "trail"
  # expect: RP602 violation "matches none"
  pattern = "{ $.userIdentity.type = \"Root\" && $.userIdentity.arn IS NULL }"
  metric_transformation {
    name      = "null_arn"
    namespace = "security"
    value     = "1"
  }
}

resource "aws_cloudwatch_log_metric_filter" "failed" {
  name           = "failed"
  log_group_name = "trail"
  # expect: RP602 violation "sees some events only"
  pattern = "{ $.userIdentity.type = \"Root\" && $.errorCode = \"*\" }"
  metric_transformation {
    name      = "failed"
    namespace = "security"
    value     = "1"
  }
}

resource "aws_cloudwatch_log_metric_filter" "all_but_its_account" {
  name           = "all_but_its_account"
  log_group_name = "trail"
  # expect: RP602 undecided "whether aws_cloudwatch_log_metric_filter.all_but_its_account gets events of other accounts"
  pattern = "{ $.userIdentity.type = \"Root\" && $.userIdentity.arn != \"arn:aws:iam::111122223333:root\" }"
  metric_transformation {
    name      = "all_but_its_account"
    namespace = "security"
    value     = "1"
  }
}

resource "aws_cloudwatch_log_metric_filter" "no_digits" {
  name           = "no_digits"
  log_group_name = "trail"
  # expect: RP602 violation "matches none"
  pattern = "{ $.userIdentity.type = \"Root\" && $.userIdentity.arn != %arn:aws:iam::[0-9]+:root% }"
  metric_transformation {
    name      = "no_digits"
    namespace = "security"
    value     = "1"
  }
}

resource "aws_cloudwatch_log_metric_filter" "out_of_global_region" {
  name           = "out_of_global_region"
  log_group_name = "trail"
  # expect: RP602 violation "misses sign-in to the console"
  pattern = "{ $.userIdentity.type = \"Root\" && $.awsRegion != \"us-east-1\" }"
  metric_transformation {
    name      = "out_of_global_region"
    namespace = "security"
    value     = "1"
  }
}
