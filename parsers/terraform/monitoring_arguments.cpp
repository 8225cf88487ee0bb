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
    {"aws_securityhub_configuration_policy", "configuration_policy"},
    {"aws_securityhub_standards_control", "control_status"},
    {"aws_securityhub_standards_control_association", "association_status"},
    {"aws_securityhub_standards_subscription", "standards_arn"},
    {"aws_sns_topic_subscription", "endpoint"},
    {"aws_sns_topic_subscription", "filter_policy"},
    {"aws_sns_topic_subscription", "topic_arn"},
    {"awscc_cloudtrail_trail", "advanced_event_selectors"},
    {"awscc_cloudtrail_trail", "cloudwatch_logs_log_group_arn"},
    {"awscc_cloudtrail_trail", "event_selectors"},
    {"awscc_cloudtrail_trail", "include_global_service_events"},
    {"awscc_cloudtrail_trail", "is_logging"},
    {"awscc_cloudtrail_trail", "is_multi_region_trail"},
    {"awscc_cloudwatch_alarm", "actions_enabled"},
    {"awscc_cloudwatch_alarm", "alarm_actions"},
    {"awscc_cloudwatch_alarm", "comparison_operator"},
    {"awscc_cloudwatch_alarm", "datapoints_to_alarm"},
    {"awscc_cloudwatch_alarm", "dimensions"},
    {"awscc_cloudwatch_alarm", "evaluation_periods"},
    {"awscc_cloudwatch_alarm", "metric_name"},
    {"awscc_cloudwatch_alarm", "metrics"},
    {"awscc_cloudwatch_alarm", "namespace"},
    {"awscc_cloudwatch_alarm", "statistic"},
    {"awscc_cloudwatch_alarm", "threshold"},
    {"awscc_cloudwatch_alarm", "treat_missing_data"},
    {"awscc_cloudwatch_alarm", "unit"},
    {"awscc_config_config_rule", "source"},
    {"awscc_config_conformance_pack", "template_body"},
    {"awscc_config_conformance_pack", "template_s3_uri"},
    {"awscc_config_organization_conformance_pack", "template_body"},
    {"awscc_config_organization_conformance_pack", "template_s3_uri"},
    {"awscc_events_rule", "event_bus_name"},
    {"awscc_events_rule", "event_pattern"},
    {"awscc_events_rule", "state"},
    {"awscc_events_rule", "targets"},
    {"awscc_guardduty_filter", "action"},
    {"awscc_guardduty_filter", "finding_criteria"},
    {"awscc_lambda_permission", "function_name"},
    {"awscc_lambda_permission", "principal"},
    {"awscc_logs_metric_filter", "filter_pattern"},
    {"awscc_logs_metric_filter", "log_group_name"},
    {"awscc_logs_metric_filter", "metric_transformations"},
    {"awscc_securityhub_configuration_policy", "configuration_policy"},
    {"awscc_securityhub_hub", "enable_default_standards"},
    {"awscc_securityhub_standard", "disabled_standards_controls"},
    {"awscc_securityhub_standard", "standards_arn"},
    {"awscc_sns_subscription", "endpoint"},
    {"awscc_sns_subscription", "filter_policy"},
    {"awscc_sns_subscription", "topic_arn"},
    {"awscc_sns_topic", "subscription"},
};

}  // namespace

bool decides_monitoring(std::string_view type, std::string_view argument) {
  return std::any_of(std::begin(kRows), std::end(kRows), [&](const Row& row) {
    return row.type == type && (argument.empty() || row.argument == argument);
  });
}

}  // namespace rootproof::terraform
