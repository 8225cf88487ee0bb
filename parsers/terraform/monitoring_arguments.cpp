#include "parsers/terraform/monitoring_arguments.h"

#include <algorithm>
#include <iterator>

namespace rootproof::terraform {
namespace {

struct Row {
  std::string_view type;
  std::string_view argument;
};
constexpr Row kRows[] = {
    {"aws_cloudtrail", "advanced_event_selector"},
    {"aws_cloudtrail", "cloud_watch_logs_group_arn"},
    {"aws_cloudtrail", "enable_logging"},
    {"aws_cloudtrail", "event_selector"},
    {"aws_cloudtrail", "include_global_service_events"},
    {"aws_cloudtrail", "is_multi_region_trail"},
    {"aws_cloudwatch_event_rule", "event_bus_name"},
    {"aws_cloudwatch_event_rule", "event_pattern"},
    {"aws_cloudwatch_event_rule", "is_enabled"},
    {"aws_cloudwatch_event_rule", "state"},
    {"aws_cloudwatch_event_target", "arn"},
    {"aws_cloudwatch_event_target", "event_bus_name"},
    {"aws_cloudwatch_event_target", "rule"},
    {"aws_cloudwatch_log_metric_filter", "log_group_name"},
    {"aws_cloudwatch_log_metric_filter", "metric_transformation"},
    {"aws_cloudwatch_log_metric_filter", "pattern"},
    {"aws_cloudwatch_metric_alarm", "actions_enabled"},
    {"aws_cloudwatch_metric_alarm", "alarm_actions"},
    {"aws_cloudwatch_metric_alarm", "comparison_operator"},
    {"aws_cloudwatch_metric_alarm", "datapoints_to_alarm"},
    {"aws_cloudwatch_metric_alarm", "dimensions"},
    {"aws_cloudwatch_metric_alarm", "evaluation_periods"},
    {"aws_cloudwatch_metric_alarm", "metric_name"},
    {"aws_cloudwatch_metric_alarm", "metric_query"},
    {"aws_cloudwatch_metric_alarm", "namespace"},
    {"aws_cloudwatch_metric_alarm", "statistic"},
    {"aws_cloudwatch_metric_alarm", "threshold"},
    {"aws_cloudwatch_metric_alarm", "treat_missing_data"},
    {"aws_cloudwatch_metric_alarm", "unit"},
    {"aws_config_config_rule", "source"},
    {"aws_config_conformance_pack", "template_body"},
    {"aws_config_conformance_pack", "template_s3_uri"},
    {"aws_config_organization_conformance_pack", "template_body"},
    {"aws_config_organization_conformance_pack", "template_s3_uri"},
    {"aws_config_organization_managed_rule", "rule_identifier"},
    {"aws_guardduty_filter", "action"},
    {"aws_guardduty_filter", "finding_criteria"},
    {"aws_lambda_permission", "function_name"},
    {"aws_lambda_permission", "principal"},
    {"aws_securityhub_account", "enable_default_standards"},
    {"aws_securityhub_standards_control", "control_status"},
    {"aws_securityhub_standards_subscription", "standards_arn"},
    {"aws_sns_topic", "kms_master_key_id"},
    {"aws_sns_topic_subscription", "endpoint"},
    {"aws_sns_topic_subscription", "filter_policy"},
    {"aws_sns_topic_subscription", "topic_arn"},
};

}  // namespace

bool decides_monitoring(std::string_view type, std::string_view argument) {
  return std::any_of(std::begin(kRows), std::end(kRows), [&](const Row& row) {
    return row.type == type && (argument.empty() || row.argument == argument);
  });
}

}  // namespace rootproof::terraform
