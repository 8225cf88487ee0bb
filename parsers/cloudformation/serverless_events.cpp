// `Events` of SAM functions and state machines: who may invoke them, and what they may read.
// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-eventsource.html
#include <algorithm>
#include <cctype>
#include <utility>

#include "parsers/cloudformation/choices.h"
#include "parsers/cloudformation/serverless.h"
#include "parsers/cloudformation/serverless_values.h"

namespace rootproof::cloudformation {

using value::Guard;
using value::Member;
using value::Value;

void ServerlessExpansion::add_events(const Resource& source, std::vector<Value>& managed,
                                     std::vector<Value>& documents) {
  const Value* events = source.properties.find("Events");
  if (is_missing(events)) return;
  if (!events->is(Value::Kind::map)) return note_unknown(source, "Events of " + id_of(source));
  for (const Member& event : events->members()) {
    for (const Way& way : ways_of(&event.value)) {
      if (!is_missing(&way.value)) add_event(source, event.key, way.value, way.guard, managed, documents);
    }
  }
}

namespace {

enum class EventKind : std::uint8_t { permission, managed, api, schedule_role, nothing, other };

struct EventRow {
  std::string_view type;
  EventKind kind;
  std::string_view detail;  ///< principal, or the managed policy
};

constexpr EventRow kEvents[] = {
    {"AlexaSkill", EventKind::permission, "alexa-appkit.amazon.com"},
    {"Api", EventKind::api, "apigateway.amazonaws.com"},
    {"CloudWatchEvent", EventKind::permission, "events.amazonaws.com"},
    {"CloudWatchLogs", EventKind::permission, "logs.amazonaws.com"},
    {"Cognito", EventKind::permission, "cognito-idp.amazonaws.com"},
    {"DynamoDB", EventKind::managed, "AWSLambdaDynamoDBExecutionRole"},
    {"EventBridgeRule", EventKind::permission, "events.amazonaws.com"},
    {"HttpApi", EventKind::api, "apigateway.amazonaws.com"},
    {"IoTRule", EventKind::permission, "iot.amazonaws.com"},
    {"Kinesis", EventKind::managed, "AWSLambdaKinesisExecutionRole"},
    {"MSK", EventKind::managed, "AWSLambdaMSKExecutionRole"},
    {"S3", EventKind::permission, "s3.amazonaws.com"},
    {"SNS", EventKind::permission, "sns.amazonaws.com"},
    {"SQS", EventKind::managed, "AWSLambdaSQSQueueExecutionRole"},
    {"Schedule", EventKind::permission, "events.amazonaws.com"},
    {"ScheduleV2", EventKind::schedule_role, ""},
};

const EventRow* find_event(const std::optional<std::string>& type) {
  for (const EventRow& row : kEvents) {
    if (row.type == type) return &row;
  }
  return nullptr;
}

std::string method_of(const Value* method) {
  std::string text = method == nullptr ? std::string() : method->as_text().value_or("");
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text == "ANY" || text == "X-AMAZON-APIGATEWAY-ANY-METHOD" ? "*" : text;
}

/// A path in an ARN: parameters are wildcards, and the last stroke is not part of it.
std::string arn_path(const Value* path) {
  std::string text = path == nullptr ? std::string() : path->as_text().value_or("");
  if (text == "$default") return "";
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t close = text[i] == '{' ? text.find('}', i) : std::string::npos;
    if (close == std::string::npos) {
      result += text[i];
    } else {
      result += '*';
      i = close;
    }
  }
  if (result.size() > 1 && result.back() == '/') result.pop_back();
  return result;
}

}  // namespace

void ServerlessExpansion::add_event(const Resource& source, const std::string& name, const Value& event,
                                    const Guard& guard, std::vector<Value>& managed,
                                    std::vector<Value>& documents) {
  const ServerlessValues make(source.span);
  const std::string id = id_of(source) + name;
  const bool function = source.type == "AWS::Serverless::Function";
  const Value* type = event.find("Type");
  const EventRow* row = find_event(type == nullptr ? std::nullopt : type->as_text());
  const Value* given = event.find("Properties");
  const Value properties = given == nullptr ? Value::map({}) : push_choice_into_members(*given);
  const bool supported = row != nullptr && (function || row->kind == EventKind::schedule_role);
  if (!supported) {
    // Events of a state machine get roles of their own, those of other queues inline policies.
    if (function) documents.push_back(make.unknown("the event source " + name));
    return note_unknown(source, "what SAM makes of event " + name);
  }
  if (row->kind == EventKind::schedule_role) return add_schedule_role(source, id, properties, guard);
  if (row->kind == EventKind::managed) {
    const Value policy = make.managed(evaluator_, row->detail);
    const bool repeated = std::any_of(managed.begin(), managed.end(),
                                      [&](const Value& known) { return known.same_content(policy); });
    if (!repeated) managed.push_back(policy);
    for (const char* more : {"DestinationConfig", "SchemaRegistryConfig", "SourceAccessConfigurations"}) {
      if (!is_missing(properties.find(more)))
        documents.push_back(make.unknown(std::string(more) + " of event " + name));
    }
    return;
  }
  std::vector<Member> members{{"Action", source.span, make.text("lambda:InvokeFunction")},
                              {"Principal", source.span, make.text(row->detail)}};
  const auto from = [&](std::string_view key, const Value& value) {
    members.push_back({std::string(key), source.span, value});
  };
  std::string permission = id + "Permission";
  const std::string_view kind = row->type;
  if (kind == "Schedule" || kind == "CloudWatchEvent" || kind == "EventBridgeRule")
    from("SourceArn", evaluator_.resource_attribute(id, "Arn", source.span));
  if (kind == "S3") from("SourceAccount", evaluator_.resource_attribute("AWS::AccountId", "", source.span));
  if (kind == "SNS" && properties.find("Topic") != nullptr) from("SourceArn", *properties.find("Topic"));
  if (kind == "AlexaSkill" && properties.find("SkillId") != nullptr)
    from("EventSourceToken", *properties.find("SkillId"));
  if (kind == "IoTRule") {
    from("SourceArn", make.arn(evaluator_, "iot",
                               {make.text("rule/"), evaluator_.resource_attribute(id, "", source.span)}));
    from("SourceAccount", evaluator_.resource_attribute("AWS::AccountId", "", source.span));
  }
  if (kind == "CloudWatchLogs" && properties.find("LogGroupName") != nullptr)
    from("SourceArn", make.arn(evaluator_, "logs",
                               {make.text("log-group:"), *properties.find("LogGroupName"), make.text(":*")}));
  if (kind == "Cognito") {
    permission = id_of(source) + "CognitoPermission";
    // `UserPool` refers to a resource of the template; its ARN is that resource's.
    const Value* pool = properties.find("UserPool");
    from("SourceArn", pool == nullptr ? make.unknown("UserPool")
                                      : evaluator_.resource_attribute(referred(*pool), "Arn", source.span));
  }
  if (row->kind == EventKind::api) {
    const bool rest = kind == "Api";
    const Value* api = properties.find(rest ? "RestApiId" : "ApiId");
    const std::string implicit = rest ? "ServerlessRestApi" : "ServerlessHttpApi";
    const Value api_id = is_missing(api) ? evaluator_.resource_attribute(implicit, "", source.span) : *api;
    std::string path = arn_path(properties.find("Path"));
    std::string method = method_of(properties.find("Method"));
    if (!rest && properties.find("Path") == nullptr) {
      method = "*";
      path = "";
    }
    from("SourceArn", make.arn(evaluator_, "execute-api", {api_id, make.text("/*/" + method + path)}));
    if (rest) permission += is_missing(api) ? "Prod" : stage_suffix(*api);
  }
  add_permission(source, permission, guard, std::move(members));
}

std::string ServerlessExpansion::referred(const Value& reference) const {
  if (!reference.is(Value::Kind::string) || reference.pieces().size() != 1) return {};
  const auto* hole = std::get_if<value::Hole>(&reference.pieces().front());
  const std::string& prefix = evaluator_.prefix();
  const bool own = hole != nullptr && hole->symbol.compare(0, prefix.size(), prefix) == 0;
  return own ? hole->symbol.substr(prefix.size()) : std::string();
}

/// How permissions for an API are told apart: by its stage, where that is a plain name.
std::string ServerlessExpansion::stage_suffix(const Value& api) const {
  const std::vector<Definition>* definitions = evaluator_.sections().resources.find(referred(api));
  const std::optional<syntax::SyntaxNode> properties =
      definitions == nullptr ? std::nullopt : definitions->front().value.find("Properties");
  const std::optional<syntax::SyntaxNode> stage = properties ? properties->find("StageName") : std::nullopt;
  const std::string text =
      stage && stage->is_scalar() && stage->tag().empty() ? std::string(stage->text()) : "";
  const bool plain = !text.empty() && std::all_of(text.begin(), text.end(),
                                                  [](unsigned char c) { return std::isalnum(c) != 0; });
  return plain ? text : "Stage";
}

void ServerlessExpansion::add_schedule_role(const Resource& source, const std::string& event,
                                            const Value& properties, const Guard& guard) {
  if (!is_missing(properties.find("RoleArn"))) return;
  const ServerlessValues make(source.span);
  const bool function = source.type == "AWS::Serverless::Function";
  const Value target = function ? evaluator_.resource_attribute(id_of(source), "Arn", source.span)
                                : evaluator_.resource_attribute(id_of(source), "", source.span);
  std::vector<Value> documents{make.named(
      event + (function ? "LambdaPolicy" : "StartExecutionPolicy"),
      make.document({make.statement({make.text(function ? "lambda:InvokeFunction" : "states:StartExecution")},
                                    {{"Resource", source.span, target}})},
                    false))};
  if (const Value* queue = properties.find("DeadLetterConfig"); !is_missing(queue)) {
    const Value* arn = queue->find("Arn");
    documents.push_back(make.named(
        event + "SQSPolicy",
        make.document({make.statement({make.text("sqs:SendMessage")},
                                      {{"Resource", source.span,
                                        arn == nullptr ? make.unknown("DeadLetterConfig") : *arn}})},
                      false)));
  }
  add(source, event + "Role", "AWS::IAM::Role", guard,
      {{"AssumeRolePolicyDocument", source.span, make.trust("scheduler.amazonaws.com")},
       {"Policies", source.span, make.list(std::move(documents))}});
}

}  // namespace rootproof::cloudformation
