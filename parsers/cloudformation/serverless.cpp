// AWS SAM:
// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification.html
#include "parsers/cloudformation/serverless.h"

#include <algorithm>
#include <utility>

#include "parsers/cloudformation/choices.h"
#include "parsers/cloudformation/serverless_policies.h"
#include "parsers/cloudformation/serverless_values.h"

namespace rootproof::cloudformation {

using value::Alternative;
using value::Guard;
using value::Member;
using value::ReasonKind;
using value::Value;

bool is_serverless_type(std::string_view type) {
  constexpr std::string_view kPrefix = "AWS::Serverless::";
  return type.substr(0, kPrefix.size()) == kPrefix;
}

namespace {

/// Maps member by member, lists one after the other, and otherwise what the resource itself says.
Value merged(const Value& global, const Value& local) {
  if (global.is(Value::Kind::map) && local.is(Value::Kind::map)) {
    std::vector<Member> members(global.members().begin(), global.members().end());
    for (const Member& member : local.members()) {
      const auto known = std::find_if(members.begin(), members.end(),
                                      [&](const Member& other) { return other.key == member.key; });
      if (known == members.end()) {
        members.push_back(member);
      } else {
        *known = {member.key, member.key_span, merged(known->value, member.value)};
      }
    }
    return Value::map(std::move(members), local.origin());
  }
  if (global.is(Value::Kind::list) && local.is(Value::Kind::list)) {
    std::vector<Value> items(global.items().begin(), global.items().end());
    items.insert(items.end(), local.items().begin(), local.items().end());
    return Value::list(std::move(items), local.origin());
  }
  return local;
}

}  // namespace

Value ServerlessExpansion::with_globals(std::string_view type, const Value& properties) {
  const std::optional<syntax::SyntaxNode>& globals = evaluator_.sections().globals;
  if (!globals || !is_serverless_type(type)) return properties;
  const std::optional<syntax::SyntaxNode> section = globals->find(type.substr(type.rfind(':') + 1));
  if (!section || !section->is_mapping()) return properties;
  const Evaluator::ScopeChange outside(evaluator_, nullptr);
  const Value global = push_choice_into_members(evaluator_.evaluate(*section));
  return merged(global, properties);
}

std::string ServerlessExpansion::id_of(const Resource& resource) const {
  return resource.address.substr(std::string("Resources.").size() + evaluator_.prefix().size());
}

void ServerlessExpansion::note_unknown(const Resource& source, std::string detail) {
  unit_.unknowns.push_back({ReasonKind::unsupported, std::move(detail), source.span});
}

Resource& ServerlessExpansion::add(const Resource& source, const std::string& id, std::string type,
                                   const Guard& guard, std::vector<Member> properties) {
  Resource resource;
  resource.language = source.language;
  resource.kind = resource_kind(type);
  resource.type = std::move(type);
  resource.address = "Resources." + evaluator_.prefix() + id;
  resource.unit = source.unit;
  resource.account = source.account;
  resource.partition = source.partition;
  resource.region = source.region;
  resource.construct = source.construct;
  resource.guard = source.guard & guard;
  resource.may_be_absent = source.may_be_absent || !guard.always();
  resource.span = source.span;
  resource.body_span = source.body_span;
  resource.rewritten_by = source.rewritten_by;
  resource.properties = Value::map(std::move(properties), source.properties.origin());
  unit_.resources.push_back(std::move(resource));
  return unit_.resources.back();
}

void ServerlessExpansion::expand(std::size_t resource) {
  // A copy: what is added moves the resources.
  const Resource source = unit_.resources[resource];
  if (source.type == "AWS::Serverless::Function") return expand_function(source);
  if (source.type == "AWS::Serverless::StateMachine") return expand_state_machine(source);
  if (source.type == "AWS::Serverless::WebSocketApi") return expand_web_socket_api(source);
  if (source.type == "AWS::Serverless::Connector") return expand_connector(source);
  if (source.type == "AWS::Serverless::GraphQLApi") return expand_graphql_api(source);
  if (source.type == "AWS::Serverless::CapacityProvider") return expand_capacity_provider(source);
  if (source.type == "AWS::Serverless::Api" || source.type == "AWS::Serverless::HttpApi")
    permit_authorizers(source);
  const bool plain =
      source.type == "AWS::Serverless::Api" ||  // add_api_policy does it
      source.type == "AWS::Serverless::SimpleTable" || source.type == "AWS::Serverless::LayerVersion" ||
      source.type == "AWS::Serverless::HttpApi" || source.type == "AWS::Serverless::Application";
  if (!plain) note_unknown(source, "what SAM makes of " + source.type);
}

void ServerlessExpansion::expand_function(const Resource& function) {
  const Value& properties = function.properties;
  if (!properties.is(Value::Kind::map)) return note_unknown(function, "what SAM makes of " + id_of(function));
  const ServerlessValues make(function.span);
  std::vector<Value> managed{make.managed(evaluator_, "AWSLambdaBasicExecutionRole")};
  const Value* tracing = properties.find("Tracing");
  if (!is_missing(tracing) && tracing->as_text() != "Disabled")
    managed.push_back(make.managed(evaluator_, "AWSXrayWriteOnlyAccess"));
  if (!is_missing(properties.find("VpcConfig")))
    managed.push_back(make.managed(evaluator_, "AWSLambdaVPCAccessExecutionRole"));
  std::vector<Value> documents;
  if (const Value* queue = properties.find("DeadLetterQueue"); !is_missing(queue)) {
    const Value* type = queue->find("Type");
    const Value* target = queue->find("TargetArn");
    const std::optional<std::string> kind = type == nullptr ? std::nullopt : type->as_text();
    const bool known = (kind == "SQS" || kind == "SNS") && target != nullptr;
    documents.push_back(
        known ? make.named("DeadLetterQueuePolicy",
                           make.document(
                               {make.statement({make.text(kind == "SQS" ? "sqs:SendMessage" : "sns:Publish")},
                                               {{"Resource", {}, *target}})},
                               true))
              : make.unknown("DeadLetterQueue"));
  }
  add_destinations(function, documents);
  add_events(function, managed, documents);
  const Value* trust = properties.find("AssumeRolePolicyDocument");
  add_role(function, is_missing(trust) ? make.trust("lambda.amazonaws.com") : *trust, std::move(managed),
           std::move(documents));
  for (const Way& way : ways_of(properties.find("FunctionUrlConfig")))
    add_public_url(function, way.value, way.guard);
}

void ServerlessExpansion::expand_state_machine(const Resource& machine) {
  const Value& properties = machine.properties;
  if (!properties.is(Value::Kind::map)) return note_unknown(machine, "what SAM makes of " + id_of(machine));
  const ServerlessValues make(machine.span);
  std::vector<Value> managed;
  const Value* tracing = properties.find("Tracing");
  if (!is_missing(tracing) && tracing->find("Enabled") != nullptr &&
      tracing->find("Enabled")->as_text() == "true")
    managed.push_back(make.managed(evaluator_, "AWSXrayWriteOnlyAccess"));
  std::vector<Value> none;
  add_events(machine, none, none);
  add_role(machine, make.trust("states.amazonaws.com"), std::move(managed), {});
}

void ServerlessExpansion::expand_capacity_provider(const Resource& provider) {
  const Value& properties = provider.properties;
  if (!properties.is(Value::Kind::map)) return note_unknown(provider, "what SAM makes of " + id_of(provider));
  if (!is_missing(properties.find("OperatorRole"))) return;
  const ServerlessValues make(provider.span);
  add(provider, id_of(provider) + "OperatorRole", "AWS::IAM::Role", {},
      {{"AssumeRolePolicyDocument", provider.span, make.trust("lambda.amazonaws.com")},
       {"ManagedPolicyArns", provider.span,
        make.list({make.managed(evaluator_, "AWSLambdaManagedEC2ResourceOperator")})}});
}

namespace {

/// The items of `Policies`, each as a choice with every way it may turn out.
std::vector<Value> policy_items(const Value* policies) {
  if (is_missing(policies)) return {};
  if (policies->is(Value::Kind::list)) return {policies->items().begin(), policies->items().end()};
  if (!policies->is(Value::Kind::one_of)) return {*policies};
  std::vector<Value> items;
  for (const Alternative& way : policies->alternatives()) {
    for (const Value& item : policy_items(&way.value)) {
      std::vector<Alternative> ways;
      for (const Alternative& other : policies->alternatives())
        ways.push_back({other.guard, &other == &way ? item : Value::absent()});
      items.push_back(Value::one_of(std::move(ways), policies->origin()));
    }
  }
  return items;
}

/// An item as a managed policy; absent when it is something else.
Value managed_policy(Evaluator& evaluator, const ServerlessValues& make, const Value& item) {
  return for_each_alternative(item, [&](const Value& way) {
    if (way.is(Value::Kind::map) || way.is(Value::Kind::absent)) return Value::absent();
    const std::optional<std::string> name = way.as_text();
    const bool by_name = name && name->find(':') == std::string::npos;
    return by_name ? make.managed(evaluator, *name).with_step(*way.origin().step()) : way;
  });
}

}  // namespace

/// An item of Policies as an inline policy; absent when it is something else.
Value ServerlessExpansion::inline_policy(const Value& item, const std::string& name, source::Span span) {
  const ServerlessValues make(span);
  return for_each_alternative(item, [&](const Value& way) {
    if (!way.is(Value::Kind::map)) return Value::absent();
    if (way.find("Statement") != nullptr) return make.named(name, way);
    if (way.members().size() != 1) return make.named(name, make.unknown("an item of Policies"));
    const Member& member = way.members().front();
    const std::optional<Value> document = from_template(member);
    return make.named(name, document ? *document : make.unknown("policy template " + member.key));
  });
}

void ServerlessExpansion::add_role(const Resource& source, const Value& trust, std::vector<Value> managed,
                                   std::vector<Value> documents) {
  const ServerlessValues make(source.span);
  const Value& properties = source.properties;
  const std::string id = id_of(source) + "Role";
  const std::vector<Value> items = policy_items(properties.find("Policies"));
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Value document = inline_policy(items[i], id + "Policy" + std::to_string(i), source.span);
    if (!document.is(Value::Kind::absent)) documents.push_back(document);
    const Value policy = managed_policy(evaluator_, make, items[i]);
    const bool repeated = std::any_of(managed.begin(), managed.end(),
                                      [&](const Value& known) { return known.same_content(policy); });
    if (!policy.is(Value::Kind::absent) && !repeated) managed.push_back(policy);
  }
  std::vector<Member> members;
  members.push_back({"AssumeRolePolicyDocument", source.span, trust});
  members.push_back({"ManagedPolicyArns", source.span, make.list(std::move(managed))});
  if (!documents.empty()) members.push_back({"Policies", source.span, make.list(std::move(documents))});
  for (const auto& [from, to] :
       {std::pair("RolePath", "Path"), std::pair("PermissionsBoundary", "PermissionsBoundary")}) {
    if (const Value* given = properties.find(from); !is_missing(given))
      members.push_back({to, source.span, *given});
  }
  std::vector<Guard> missing;
  const std::vector<Way> ways = ways_of(properties.find("Role"));
  for (const Way& way : ways) {
    if (is_missing(&way.value)) missing.push_back(way.guard);
  }
  if (missing.empty()) return;
  Resource& role =
      add(source, id, "AWS::IAM::Role", missing.size() == 1 ? missing.front() : Guard{}, members);
  role.may_be_absent = role.may_be_absent || missing.size() < ways.size();
}

void ServerlessExpansion::add_destinations(const Resource& function, std::vector<Value>& documents) {
  const ServerlessValues make(function.span);
  const Value* config = function.properties.find("EventInvokeConfig");
  const Value* destinations = is_missing(config) ? nullptr : config->find("DestinationConfig");
  if (is_missing(destinations)) return;
  for (const char* outcome : {"OnSuccess", "OnFailure"}) {
    const Value* destination = destinations->find(outcome);
    if (is_missing(destination)) continue;
    const Value* type = destination->find("Type");
    const Value* arn = destination->find("Destination");
    const std::string kind = type == nullptr ? std::string() : type->as_text().value_or("");
    const std::string id = id_of(function) + "EventInvokeConfig" + outcome;
    std::string action = kind == "SQS"           ? "sqs:SendMessage"
                         : kind == "SNS"         ? "sns:publish"
                         : kind == "Lambda"      ? "lambda:InvokeFunction"
                         : kind == "EventBridge" ? "events:PutEvents"
                                                 : "";
    const std::string suffix = kind == "SQS"      ? "SQSPolicy"
                               : kind == "SNS"    ? "SNSPolicy"
                               : kind == "Lambda" ? "LambdaPolicy"
                                                  : "EventBridgePolicy";
    const bool made = is_missing(arn) && (kind == "SQS" || kind == "SNS");
    if (action.empty() || (is_missing(arn) && !made) || (!made && arn->is(Value::Kind::one_of))) {
      documents.push_back(make.unknown(std::string("EventInvokeConfig ") + outcome));
      continue;
    }
    // Without a destination SAM makes one.
    const Value target = !made           ? *arn
                         : kind == "SQS" ? evaluator_.resource_attribute(id + "Queue", "Arn", function.span)
                                         : evaluator_.resource_attribute(id + "Topic", "", function.span);
    documents.push_back(make.named(
        id + suffix,
        make.document({make.statement({make.text(action)}, {{"Resource", function.span, target}})}, false)));
  }
}

void ServerlessExpansion::add_public_url(const Resource& function, const Value& config, const Guard& guard) {
  if (config.is(Value::Kind::absent)) return;
  if (!config.is(Value::Kind::map)) return note_unknown(function, "FunctionUrlConfig of " + id_of(function));
  const ServerlessValues make(function.span);
  for (const Way& way : ways_of(config.find("AuthType"))) {
    if (way.value.as_text() && way.value.as_text() != "NONE") continue;
    if (!way.value.as_text()) {
      note_unknown(function, "AuthType of " + id_of(function));
      continue;
    }
    const Guard both = guard & way.guard;
    add_permission(
        function, id_of(function) + "UrlPublicPermissions", both,
        {{"Action", function.span, make.text("lambda:InvokeFunctionUrl")},
         {"Principal", way.value.origin().span(), make.text("*").with_step(*way.value.origin().step())},
         {"FunctionUrlAuthType", function.span, way.value}});
    add_permission(
        function, id_of(function) + "URLInvokeAllowPublicAccess", both,
        {{"Action", function.span, make.text("lambda:InvokeFunction")},
         {"Principal", way.value.origin().span(), make.text("*").with_step(*way.value.origin().step())},
         {"InvokedViaFunctionUrl", function.span, Value::boolean(true)}});
  }
}

/// The function, or its alias where it publishes one.
Value ServerlessExpansion::target_of(const Resource& function) {
  const std::string id = id_of(function);
  const Value* alias = function.properties.find("AutoPublishAlias");
  if (is_missing(alias)) return evaluator_.resource_attribute(id, "", function.span);
  const std::string name = alias->as_text().value_or("");
  return evaluator_.resource_attribute(id + "Alias" + name, "", function.span);
}

/// The same by its ARN, which a reference to an alias is already.
Value ServerlessExpansion::arn_of(const Resource& function) {
  const bool by_arn = is_missing(function.properties.find("AutoPublishAlias"));
  return by_arn ? evaluator_.resource_attribute(id_of(function), "Arn", function.span) : target_of(function);
}

void ServerlessExpansion::add_permission(const Resource& function, const std::string& id, const Guard& guard,
                                         std::vector<Member> members) {
  members.push_back({"FunctionName", function.span, target_of(function)});
  add(function, id, "AWS::Lambda::Permission", guard, std::move(members));
}

}  // namespace rootproof::cloudformation
