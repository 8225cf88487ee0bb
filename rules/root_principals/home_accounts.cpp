#include "rules/root_principals/home_accounts.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "parsers/arn.h"
#include "parsers/value/value_set.h"
#include "rules/answers.h"
#include "rules/lockouts/nested_values.h"
#include "rules/root_principals/principal_account.h"

namespace rootproof::rules {
namespace {

using value::Value;

/// Where resources name what can only be of their own account: roles that services take on ("Grant a user
/// permissions to pass a role to an AWS service" in the IAM User Guide), and policies of identities, which no
/// identity of another account gets.
constexpr std::array<std::pair<std::string_view, std::string_view>, 42> kOfOwnAccount{{
    {"AWS::CloudTrail::Trail", "CloudWatchLogsRoleArn"},
    {"AWS::CodeBuild::Project", "ServiceRole"},
    {"AWS::CodePipeline::Pipeline", "RoleArn"},
    {"AWS::Config::ConfigurationRecorder", "RoleARN"},
    {"AWS::EC2::FlowLog", "DeliverLogsPermissionArn"},
    {"AWS::ECS::TaskDefinition", "ExecutionRoleArn"},
    {"AWS::ECS::TaskDefinition", "TaskRoleArn"},
    {"AWS::EKS::Cluster", "RoleArn"},
    {"AWS::EKS::Nodegroup", "NodeRole"},
    {"AWS::Glue::Job", "Role"},
    {"AWS::IAM::Group", "ManagedPolicyArns"},
    {"AWS::IAM::Role", "ManagedPolicyArns"},
    {"AWS::IAM::Role", "PermissionsBoundary"},
    {"AWS::IAM::User", "ManagedPolicyArns"},
    {"AWS::IAM::User", "PermissionsBoundary"},
    {"AWS::Lambda::Function", "Role"},
    {"AWS::Serverless::Function", "Role"},
    {"AWS::StepFunctions::StateMachine", "RoleArn"},
    {"aws_cloudtrail", "cloud_watch_logs_role_arn"},
    {"aws_codebuild_project", "service_role"},
    {"aws_codepipeline", "role_arn"},
    {"aws_config_configuration_recorder", "role_arn"},
    {"aws_ecs_task_definition", "execution_role_arn"},
    {"aws_ecs_task_definition", "task_role_arn"},
    {"aws_eks_cluster", "role_arn"},
    {"aws_eks_node_group", "node_role_arn"},
    {"aws_flow_log", "iam_role_arn"},
    {"aws_glue_job", "role_arn"},
    {"aws_iam_group_policy_attachment", "policy_arn"},
    {"aws_iam_policy_attachment", "policy_arn"},
    {"aws_iam_role", "managed_policy_arns"},
    {"aws_iam_role", "permissions_boundary"},
    {"aws_iam_role_policy_attachment", "policy_arn"},
    {"aws_iam_user", "permissions_boundary"},
    {"aws_iam_user_policy_attachment", "policy_arn"},
    {"aws_lambda_function", "role"},
    {"aws_sfn_state_machine", "role_arn"},
    {"awscc_iam_role", "managed_policy_arns"},
    {"awscc_iam_role", "permissions_boundary"},
    {"awscc_iam_user", "managed_policy_arns"},
    {"awscc_lambda_function", "role"},
    {"awscc_stepfunctions_state_machine", "role_arn"},
}};

/// Where resources name a key, mostly one of their own account.
constexpr std::array<std::string_view, 7> kKeys{"kms_key_id", "kms_key_arn", "kms_master_key_id", "kms_key",
                                                "KmsKeyId",   "KMSKeyId",    "KmsMasterKeyId"};

/// All runs of twelve digits, and of no more.
std::vector<std::string> ids_in(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789";
  std::vector<std::string> ids;
  for (std::size_t begin = text.find_first_of(kDigits); begin != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_not_of(kDigits, begin), text.size());
    if (is_account_id(text.substr(begin, end - begin))) ids.emplace_back(text.substr(begin, end - begin));
    begin = text.find_first_of(kDigits, end);
  }
  return ids;
}

/// "https://sqs.eu-central-1.amazonaws.com/111122223333/jobs" is a queue of that account.
std::string account_of_queue(std::string_view url) {
  constexpr std::string_view kHost = "https://sqs.";
  if (!url.starts_with(kHost)) return {};
  const std::size_t begin = url.find('/', kHost.size());
  if (begin == std::string_view::npos) return {};
  const std::string_view id = url.substr(begin + 1, url.find('/', begin + 1) - begin - 1);
  return is_account_id(id) ? std::string(id) : std::string();
}

/// What is there in some cases only may be in another account than what is there in the others.
bool is_certain_place(const Resource& resource) { return !resource.may_be_absent && resource.guard.always(); }

}  // namespace

HomeAccounts::HomeAccounts(const engine::Facts& facts) {
  for (const Resource& resource : facts.resources) look_at(resource);
  for (const engine::PolicyInstance& instance : facts.policies) look_at_trust(instance);
}

void HomeAccounts::look_at(const Resource& resource) {
  const Place place{resource.unit, resource.account};
  if (resource.kind == ResourceKind::backend && resource.address.starts_with("backend.")) {
    for (const char* setting : {"bucket", "dynamodb_table", "kms_key_id", "role_arn", "assume_role.role_arn"})
      for (const NestedValue& written : values_at(resource.properties, setting))
        for (const std::string& id : ids_in(written.value.as_text().value_or("")))
          note_hint({resource.unit, {}}, id, "the settings of " + resource.address + " suggest");
  }
  if (resource.kind == ResourceKind::provider)
    for (const NestedValue& allowed : values_at(resource.properties, "allowed_account_ids"))
      for (const Value& item : value::known_part(allowed.value))
        note_hint({resource.unit, {}}, item.as_text().value_or(""),
                  "allowed_account_ids of " + resource.address + " suggest");
  if (!is_certain_place(resource)) return;
  for (const std::string_view argument : kKeys)
    if (const Value* key = resource.properties.find(argument))
      if (const std::string text = key->as_text().value_or(""); arn_component(text, 2) == "kms")
        note_hint(place, std::string(account_component(text)),
                  "the key of " + resource.address + " suggests");
  const bool is_of_queue = resource.type == "aws_sqs_queue_policy" ||
                           resource.type == "aws_sqs_queue_redrive_policy" ||
                           resource.type == "aws_sqs_queue_redrive_allow_policy";
  if (const Value* url = is_of_queue ? resource.properties.find("queue_url") : nullptr)
    if (const std::string id = account_of_queue(url->as_text().value_or("")); !id.empty())
      homes_[place].insert(id);
  for (const auto& [type, argument] : kOfOwnAccount) {
    if (resource.type != type) continue;
    const Value* written = resource.properties.find(argument);
    if (written == nullptr) continue;
    note_home(resource, written->as_text().value_or(""));
    for (const Value& item : value::known_part(*written)) note_home(resource, item.as_text().value_or(""));
  }
}

/// A role is opened by identity providers of its own account alone (IAM User Guide, "Create a role for OpenID
/// Connect federation"); in other accounts it is there, and nobody gets in.
void HomeAccounts::look_at_trust(const engine::PolicyInstance& instance) {
  if (instance.document.kind != PolicyKind::trust || !is_certain_place(*instance.resource)) return;
  for (const policy::Statement& statement : instance.document.statements) {
    if (statement.may_be_absent || !statement.guard.always()) continue;
    for (const policy::Principal& principal : statement.principals) {
      const std::string text = principal.text.text().value_or("");
      const std::string_view name = arn_component(text, 5);
      if (principal.type == policy::PrincipalType::federated &&
          (name.starts_with("oidc-provider/") || name.starts_with("saml-provider/")))
        note_hint({instance.resource->unit, instance.resource->account}, std::string(account_component(text)),
                  "the identity provider that " + instance.resource->address + " trusts suggests");
    }
  }
}

void HomeAccounts::note_home(const Resource& resource, std::string_view arn) {
  const std::string_view id = account_component(arn);
  if (is_account_id(id)) homes_[{resource.unit, resource.account}].emplace(id);
}

void HomeAccounts::note_hint(const Place& place, const std::string& id, std::string what) {
  if (is_account_id(id)) hints_[place].emplace(id, std::move(what));
}

bool HomeAccounts::is_home(const Resource& resource, const std::string& id) const {
  const auto found = homes_.find({resource.unit, resource.account});
  return found != homes_.end() && found->second == std::set<std::string>{id};
}

bool HomeAccounts::is_told(const Resource& resource) const {
  return homes_.contains({resource.unit, resource.account});
}

std::string HomeAccounts::hint(const Resource& resource, const std::string& id) const {
  for (const std::string& account : {resource.account, std::string()}) {
    const auto place = hints_.find({resource.unit, account});
    if (place == hints_.end()) continue;
    if (const auto found = place->second.find(id); found != place->second.end()) return found->second;
  }
  return {};
}

}  // namespace rootproof::rules
