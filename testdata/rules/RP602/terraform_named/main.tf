# Filters that are called after the use of root are meant to find it, whatever their pattern has become.
resource "aws_cloudwatch_log_metric_filter" "everybody" {
  name           = "RootAccountUsage"
  log_group_name = "trail"
  # expect: RP602 violation "in the same metric, every sign-in and API call by"
  pattern = "{ $.userIdentity.invokedBy NOT EXISTS && $.eventType != \"AwsServiceEvent\" }"
  metric_transformation {
    name      = "RootAccountUsage"
    namespace = "Security"
    value     = "1"
  }
}

resource "aws_cloudwatch_log_metric_filter" "sign_in" {
  name           = "sign-in"
  log_group_name = "trail"
  # expect: RP602 violation "misses API calls"
  pattern = "{ $.eventName = \"ConsoleLogin\" && $.additionalEventData.MFAUsed != \"Yes\" }"
  metric_transformation {
    name      = "root-login"
    namespace = "Security"
    value     = "1"
  }
}

# of no trail, and of no use of root
resource "aws_cloudwatch_log_metric_filter" "host" {
  name           = "root-login"
  log_group_name = "/var/log/secure"
  pattern        = "\"session opened for user root\""
  metric_transformation {
    name      = "root-login"
    namespace = "Hosts"
    value     = "1"
  }
}

resource "aws_cloudwatch_log_metric_filter" "volume" {
  name           = "root-volume-changes"
  log_group_name = "trail"
  pattern        = "{ $.eventName = \"ModifyVolume\" }"
  metric_transformation {
    name      = "root-volume-changes"
    namespace = "Volumes"
    value     = "1"
  }
}

# A name that holds `change` may be about what is done with the account; one that finds sign-in is about its use.
resource "aws_cloudwatch_log_metric_filter" "usage_changes" {
  name           = "root-account-usage-changes"
  log_group_name = "trail"
  # expect: RP602 violation "in the same metric, every sign-in and API call by"
  pattern = "{ $.userIdentity.invokedBy NOT EXISTS && $.eventType != \"AwsServiceEvent\" }"
  metric_transformation {
    name      = "exchange"
    namespace = "Security"
    value     = "1"
  }
}

resource "aws_cloudwatch_log_metric_filter" "exchange" {
  name           = "exchange-root-login"
  log_group_name = "trail"
  # expect: RP602 violation "misses sign-in to the console"
  pattern = "{ $.eventType = \"AwsApiCall\" }"
  metric_transformation {
    name      = "exchange"
    namespace = "Security"
    value     = "1"
  }
}

resource "aws_cloudwatch_log_metric_filter" "account_changes" {
  name           = "root-account-config-changes"
  log_group_name = "trail"
  pattern        = "{ $.eventName = \"PutAlternateContact\" }"
  metric_transformation {
    name      = "account-changes"
    namespace = "Security"
    value     = "1"
  }
}
