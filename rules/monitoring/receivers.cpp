#include "rules/monitoring/receivers.h"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

#include "analyzer/policy/evaluate.h"
#include "parsers/left_to_others.h"
#include "parsers/value/value_set.h"
#include "rules/answers.h"
#include "rules/lockouts/nested_values.h"
#include "rules/root_credentials/texts.h"

namespace rootproof::rules {
namespace {

using policy::PolicyDocument;
using policy::Truth;
using value::Reason;
using value::ReasonKind;
using value::Value;

constexpr std::string_view kEvents = "events.amazonaws.com";
constexpr std::string_view kTopics = "sns.amazonaws.com";

/// A resource that says something about another one, and where it names that.
struct About {
  std::string_view type;
  std::string_view property;
};
constexpr About kSubscriptions[] = {
    {"AWS::SNS::Subscription", "TopicArn"},
    {"aws_sns_topic_subscription", "topic_arn"},
    {"awscc_sns_subscription", "topic_arn"},
};
constexpr About kFilterPolicies[] = {
    {"AWS::SNS::Subscription", "FilterPolicy"},
    {"aws_sns_topic_subscription", "filter_policy"},
    {"awscc_sns_subscription", "filter_policy"},
};
constexpr About kPolicies[] = {
    {"AWS::SNS::TopicInlinePolicy", "TopicArn"},
    {"AWS::SNS::TopicPolicy", "Topics"},
    {"AWS::SQS::QueueInlinePolicy", "Queue"},
    {"AWS::SQS::QueuePolicy", "Queues"},
    {"aws_kms_key_policy", "key_id"},
    {"aws_sns_topic_policy", "arn"},
    {"aws_sqs_queue_policy", "queue_url"},
    {"awscc_sns_topic_inline_policy", "topic_arn"},
    {"awscc_sns_topic_policy", "topics"},
    {"awscc_sqs_queue_inline_policy", "queue"},
    {"awscc_sqs_queue_policy", "queues"},
};
constexpr About kKeyAliases[] = {
    {"AWS::KMS::Alias", "TargetKeyId"},
    {"aws_kms_alias", "target_key_id"},
    {"awscc_kms_alias", "target_key_id"},
};
constexpr About kTopicKeys[] = {
    {"AWS::SNS::Topic", "KmsMasterKeyId"},
    {"aws_sns_topic", "kms_master_key_id"},
    {"awscc_sns_topic", "kms_master_key_id"},
};

struct FunctionPermission {
  std::string_view type;
  std::string_view function;
  std::string_view principal;
};
constexpr FunctionPermission kFunctionPermissions[] = {
    {"AWS::Lambda::Permission", "FunctionName", "Principal"},
    {"aws_lambda_permission", "function_name", "principal"},
    {"awscc_lambda_permission", "function_name", "principal"},
};

const Value* endpoint_of(const Value& subscription) {
  const Value* endpoint = subscription.find("Endpoint");
  return endpoint == nullptr ? subscription.find("endpoint") : endpoint;
}

/// Amazon SNS refuses a subscription whose endpoint is empty; often it waits for a value.
bool is_empty(const Value* endpoint) { return endpoint != nullptr && endpoint->as_text() == ""; }

/// What a subscription with a filter policy gets is not evaluated: alarms have no message attributes.
std::vector<Reason> filtered(const Resource& subscription, const Value* filter) {
  if (!value::is_given(filter) || filter->as_text() == "") return {};
  std::vector<Reason> reasons = filter->reasons();
  if (reasons.empty())
    reasons.push_back({ReasonKind::unsupported_operator, "the filter policy of " + subscription.address,
                       filter->origin().span()});
  return reasons;
}

bool is_queue(const Resource& resource) {
  return resource.type == "AWS::SQS::Queue" || resource.type == "aws_sqs_queue" ||
         resource.type == "awscc_sqs_queue";
}

bool is_function(const Resource& resource) {
  return resource.type == "AWS::Lambda::Function" || resource.type == "AWS::Serverless::Function" ||
         resource.type == "aws_lambda_function" || resource.type == "awscc_lambda_function";
}

const About* row_of(std::span<const About> rows, const Resource& resource) {
  const auto row =
      std::find_if(rows.begin(), rows.end(), [&](const About& each) { return each.type == resource.type; });
  return row == rows.end() ? nullptr : &*row;
}

/// A condition about the account, the rule or the alarm a service acts for: whoever wrote it has meant
/// theirs.
bool is_about_source(std::string_view key) {
  return key == "aws:sourceaccount" || key == "aws:sourcearn" || key == "aws:sourceorgid";
}

/// The documents as a service meets them that acts for this account on the resource they belong to. The owner
/// of a message is a key that EventBridge does not send: the default policy of topics, which asks for it, is
/// not enough there ("Amazon SNS permissions" in the Amazon EventBridge User Guide).
PolicyDocument as_met_by(PolicyDocument document, std::string_view service) {
  for (policy::Statement& statement : document.statements) {
    statement.has_resource = statement.not_resource = statement.resources_unknown = false;
    statement.resources.clear();
    std::vector<policy::Condition> left;
    for (policy::Condition& condition : statement.conditions) {
      const std::string key = lower_case(condition.key);
      const bool owner = key == "aws:sourceowner";
      const bool allows = statement.effect == policy::Effect::allow;
      const bool known = key == "aws:securetransport" || key == "aws:principalisawsservice";
      if (condition.unknown || known || (owner && service == kEvents)) {
        left.push_back(std::move(condition));
      } else if (!allows || (!owner && !is_about_source(key))) {
        statement.conditions_unknown = true;
        statement.unknowns.push_back(
            {ReasonKind::unsupported_operator, "the condition on " + condition.key, condition.span});
      }
    }
    statement.conditions = std::move(left);
  }
  return document;
}

Acceptance decide(const std::vector<const engine::PolicyInstance*>& policies, std::string_view service,
                  std::string action) {
  std::vector<PolicyDocument> documents;
  documents.reserve(policies.size());
  for (const engine::PolicyInstance* policy : policies)
    documents.push_back(as_met_by(policy->document, service));
  policy::Request request;
  request.principal = policy::RequestPrincipal{"Service", "", std::string(service)};
  request.action = std::move(action);
  request.context["aws:securetransport"] = {"true"};
  policy::add_principal_context(request);
  policy::SetMatch match = policy::match_documents(documents, request);
  if (match.denies == Truth::yes) return {Truth::no, "its policy denies that to " + std::string(service), {}};
  if (match.denies == Truth::no && match.allows == Truth::no)
    return {Truth::no, "its policy does not let " + std::string(service) + " in", {}};
  if (match.denies == Truth::no && match.allows == Truth::yes) return {};
  Acceptance unknown{Truth::unknown, {}, std::move(match.possibly_denying)};
  if (match.allows == Truth::unknown) add_reasons(unknown.reasons, match.possibly_allowing);
  return unknown;
}

/// What decides where no policy is sure to.
Acceptance unless_unseen(Acceptance acceptance, std::vector<Reason> unseen) {
  if (acceptance.truth != Truth::no || unseen.empty()) return acceptance;
  return {Truth::unknown, {}, std::move(unseen)};
}

}  // namespace

bool is_topic(const Resource& resource) { return row_of(kTopicKeys, resource) != nullptr; }

Subscribers Receivers::subscribers_of(const Resource& topic, const value::Guard& given) const {
  Subscribers found;
  const auto note = [&](const Resource& resource, const value::Guard& guard, const Value* endpoint,
                        std::vector<Reason> doubts = {}) {
    const Resource* subscriber = endpoint == nullptr ? nullptr : named_.mentioned(resource, *endpoint);
    const Acceptance acceptance = subscriber == nullptr ? Acceptance{} : takes_messages(*subscriber);
    if (acceptance.truth == Truth::no) {
      found.refusal = subscriber->address + " does not take what it sends: " + acceptance.refusal;
      return;
    }
    add_reasons(doubts, acceptance.reasons);
    value::Guard open = resource.guard & guard;
    std::erase_if(open.terms, [&](const value::GuardTerm& term) { return given.implies(term); });
    add_reasons(doubts, doubts_about(open, resource.may_be_absent ? &resource : nullptr));
    add_reasons(doubts, doubts_by_others(resource));
    if (!found.any || doubts.empty())
      found.doubts = doubts;
    else if (!found.doubts.empty())
      add_reasons(found.doubts, doubts);
    found.any = true;
  };
  for (const char* own : {"Subscription", "subscription"})
    for (const NestedValue& list : values_at(topic.properties, own)) {
      if (!list.value.is(Value::Kind::list)) note(topic, list.guard, endpoint_of(list.value));
      for (const NestedValue& each : items_of(list.value))
        note(topic, list.guard & each.guard, endpoint_of(each.value));
    }
  for (const Resource& resource : facts_.resources) {
    if (const About* row = row_of(kSubscriptions, resource)) {
      const Value* to = resource.properties.find(row->property);
      if (to == nullptr || named_.mentioned(resource, *to) != &topic) continue;
      const About* filter = row_of(kFilterPolicies, resource);
      std::vector<Reason> doubtful = filtered(resource, resource.properties.find(filter->property));
      const Value* endpoint = endpoint_of(resource.properties);
      if (is_empty(endpoint))
        add_reasons(doubtful,
                    {{ReasonKind::invalid, "the empty endpoint of " + resource.address, resource.span}});
      note(resource, {}, endpoint, std::move(doubtful));
    }
  }
  return found;
}

std::vector<Reason> Receivers::other_subscribers(const Resource& topic) const {
  std::vector<Reason> elsewhere = unseen_parts(facts_, topic.unit);
  if (leaves(topic))
    add_reasons(elsewhere, {{ReasonKind::external_target,
                             "who subscribes to " + topic.address + ", which is an output", topic.span}});
  return elsewhere;
}

/// Whether an output carries the topic to code elsewhere.
bool Receivers::leaves(const Resource& topic) const {
  return std::any_of(facts_.resources.begin(), facts_.resources.end(), [&](const Resource& resource) {
    if (resource.type != "output" || resource.unit != topic.unit) return false;
    const Value* value = resource.properties.find("value");
    return value != nullptr && named_.mentioned(resource, *value) == &topic;
  });
}

std::vector<const engine::PolicyInstance*> Receivers::policies_of(const Resource& receiver) const {
  std::vector<const engine::PolicyInstance*> policies;
  for (const engine::PolicyInstance& policy : facts_.policies) {
    const Resource& resource = *policy.resource;
    if (&resource == &receiver) {
      policies.push_back(&policy);
    } else if (const About* row = row_of(kPolicies, resource)) {
      const Value* written = resource.properties.find(row->property);
      if (written == nullptr) continue;
      for (const PossibleText& named : possible_texts(*written))
        if (named_.mentioned(resource, *named.value) == &receiver) {
          policies.push_back(&policy);
          break;
        }
    }
  }
  return policies;
}

Acceptance Receivers::takes(const Resource& topic, std::string_view service) const {
  const std::vector<const engine::PolicyInstance*> policies = policies_of(topic);
  // The default policy lets in what acts for the topic's account and says so, which EventBridge does not.
  Acceptance acceptance;
  if (policies.empty() && service == kEvents)
    acceptance = unless_unseen({Truth::no, "it has no policy that lets " + std::string(service) + " in", {}},
                               other_subscribers(topic));
  if (!policies.empty()) acceptance = policies_let(topic, service, "sns:Publish", policies);
  return acceptance.truth == Truth::yes ? key_lets(topic, service) : acceptance;
}

/// Policies are resources of their own, which may not be there where the receiver is. Without them, topics
/// take what alarms send.
Acceptance Receivers::policies_let(const Resource& receiver, std::string_view service, std::string action,
                                   const std::vector<const engine::PolicyInstance*>& policies) const {
  Acceptance acceptance = decide(policies, service, std::move(action));
  const bool by_default = is_topic(receiver) && service != kEvents;
  for (const engine::PolicyInstance* policy : policies) {
    const Resource& resource = *policy->resource;
    const bool own = &resource == &receiver;
    std::vector<Reason> doubts = own ? doubts_by_others(resource) : doubts_as_written(resource);
    const bool kept = !doubts_by_others(resource).empty();
    const bool there = own || receiver.guard.implies(resource.guard);
    if (acceptance.truth != Truth::yes)
      acceptance = unless_unseen(std::move(acceptance), std::move(doubts));
    else if (!doubts.empty() && (kept || !(by_default || there)))
      acceptance = {Truth::unknown, {}, std::move(doubts)};
  }
  return acceptance;
}

/// The key that AWS manages for topics has a policy that lets no service in; others let in whom their
/// policies name.
Acceptance Receivers::key_lets(const Resource& topic, std::string_view service) const {
  const About* row = row_of(kTopicKeys, topic);
  const Value* written = row == nullptr ? nullptr : topic.properties.find(row->property);
  if (row != nullptr)
    if (std::optional<Reason> left = left_to_others(topic, row->property))
      return {Truth::unknown, {}, {*std::move(left)}};
  if (!value::is_given(written)) return {};
  std::string premise;
  for (const PossibleText& key : possible_texts(*written)) {
    const bool managed = key.text && (*key.text == "alias/aws/sns" || key.text->ends_with(":alias/aws/sns"));
    if (managed)
      return unless_unseen(
          {Truth::no,
           "it is encrypted with alias/aws/sns, a key that " + std::string(service) + " may not use",
           {}},
          doubts_about(key.guard, nullptr));
    const Resource* resource = named_.mentioned(topic, *key.value);
    const About* alias = resource == nullptr ? nullptr : row_of(kKeyAliases, *resource);
    const Value* target = alias == nullptr ? nullptr : resource->properties.find(alias->property);
    if (target != nullptr) resource = named_.mentioned(*resource, *target);
    if (resource == nullptr || resource->kind != ResourceKind::key) {
      premise =
          "the key " + shown(*key.value) + " of " + topic.address + " lets " + std::string(service) + " in";
      continue;
    }
    Acceptance acceptance = decide(policies_of(*resource), service, "kms:GenerateDataKey");
    if (acceptance.truth == Truth::yes) continue;
    std::vector<Reason> unseen = unseen_parts(facts_, topic.unit);
    add_reasons(unseen, doubts_about(key.guard, nullptr));
    acceptance = unless_unseen(std::move(acceptance), std::move(unseen));
    if (acceptance.truth == Truth::no)
      acceptance.refusal = "it is encrypted with " + resource->address +
                           ", a key whose policy does not let " + std::string(service) + " in";
    return acceptance;
  }
  Acceptance acceptance;
  acceptance.premise = std::move(premise);
  return acceptance;
}

Acceptance Receivers::function_lets(const Resource& function, std::string_view service) const {
  std::vector<Reason> unknown = unseen_parts(facts_, function.unit);
  for (const Resource& resource : facts_.resources) {
    for (const FunctionPermission& row : kFunctionPermissions) {
      if (resource.type != row.type || resource.unit != function.unit) continue;
      const Value* named = resource.properties.find(row.function);
      const Value* principal = resource.properties.find(row.principal);
      const Resource* of = named == nullptr ? nullptr : named_.mentioned(resource, *named);
      const std::optional<std::string> who = principal == nullptr ? std::nullopt : principal->as_text();
      if ((of != nullptr && of != &function) || (who && *who != service && *who != "*")) continue;
      if (of == &function && who) {
        const std::vector<Reason> doubts = doubts_as_written(resource);
        const bool there = function.guard.implies(resource.guard) && doubts_by_others(resource).empty();
        if (doubts.empty() || there) return {};
        add_reasons(unknown, doubts);
        continue;
      }
      add_reasons(unknown, {{ReasonKind::unknown_variable, "whom " + resource.address + " lets call what",
                             resource.span}});
    }
  }
  return unless_unseen({Truth::no, "it has no permission that lets " + std::string(service) + " call it", {}},
                       std::move(unknown));
}

Acceptance Receivers::queue_lets(const Resource& queue, std::string_view service) const {
  const std::vector<const engine::PolicyInstance*> policies = policies_of(queue);
  if (policies.empty())
    return unless_unseen({Truth::no, "it has no policy that lets " + std::string(service) + " in", {}},
                         unseen_parts(facts_, queue.unit));
  return policies_let(queue, service, "sqs:SendMessage", policies);
}

const Acceptance& Receivers::lets(const Resource& receiver, std::string_view service) const {
  const auto [known, is_new] = known_.try_emplace({&receiver, service});
  if (is_new)
    known->second = is_function(receiver) ? function_lets(receiver, service) : queue_lets(receiver, service);
  return known->second;
}

Acceptance Receivers::takes_messages(const Resource& subscriber) const {
  return is_function(subscriber) || is_queue(subscriber) ? lets(subscriber, kTopics) : Acceptance{};
}

Acceptance Receivers::takes_events(const Resource& receiver) const {
  if (is_topic(receiver)) return takes(receiver, kEvents);
  return is_function(receiver) || is_queue(receiver) ? lets(receiver, kEvents) : Acceptance{};
}

Acceptance Receivers::takes_alarms(const Resource& receiver) const {
  if (is_topic(receiver)) return takes(receiver, "cloudwatch.amazonaws.com");
  return is_function(receiver) ? lets(receiver, "lambda.alarms.cloudwatch.amazonaws.com") : Acceptance{};
}

}  // namespace rootproof::rules
