// `Auth.ResourcePolicy` of AWS::Serverless::Api:
// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-resourcepolicystatement.html
#include <algorithm>
#include <cctype>
#include <span>
#include <utility>

#include "parsers/cloudformation/choices.h"
#include "parsers/cloudformation/serverless.h"
#include "parsers/cloudformation/serverless_values.h"

namespace rootproof::cloudformation {

using value::Member;
using value::Value;

namespace {

std::vector<Value> items_of(const Value& value) {
  if (value.is(Value::Kind::list)) return {value.items().begin(), value.items().end()};
  return {value};
}

bool has_items(const Value* value) {
  return !is_missing(value) && !(value->is(Value::Kind::list) && value->items().empty());
}

/// The statements that resource policies in SAM's own words mean.
class ResourcePolicy {
 public:
  void read(const Value& policy, Value resources) {
    make_ = ServerlessValues(policy.origin().span());
    resources_ = std::move(resources);
    accounts(policy.find("AwsAccountWhitelist"), "Allow");
    accounts(policy.find("AwsAccountBlacklist"), "Deny");
    networks("NotIpAddress", {{"aws:SourceIp", policy.find("IpRangeWhitelist")}});
    networks("IpAddress", {{"aws:SourceIp", policy.find("IpRangeBlacklist")}});
    endpoints(policy, "StringEquals", "Blacklist");
    endpoints(policy, "StringNotEquals", "Whitelist");
    if (const Value* custom = policy.find("CustomStatements"); has_items(custom)) {
      for (const Value& statement : items_of(*custom)) add_new(statement);
    }
  }

  [[nodiscard]] std::vector<Value> statements() && { return std::move(statements_); }

 private:
  Value statement(std::string_view effect, const Value& principal, std::vector<Member> more) const {
    std::vector<Member> members{{"Effect", {}, make_.text(effect)},
                                {"Action", {}, make_.text("execute-api:Invoke")},
                                {"Resource", {}, resources_},
                                {"Principal", {}, principal}};
    for (Member& member : more) members.push_back(std::move(member));
    return make_.map(std::move(members));
  }

  void accounts(const Value* ids, std::string_view effect) {
    if (!has_items(ids)) return;
    const Value list = ids->is(Value::Kind::list) ? *ids : Value::list({*ids}, ids->origin());
    statements_.push_back(statement(effect, make_.map({{"AWS", {}, list}}), {}));
  }

  /// Everyone is let in, and denied again by the condition.
  void networks(std::string_view condition_operator,
                const std::vector<std::pair<std::string, const Value*>>& keys) {
    std::vector<Member> conditions;
    for (const auto& [key, values] : keys) {
      if (!has_items(values)) continue;
      conditions.push_back(
          {key, {}, values->is(Value::Kind::list) ? *values : Value::list({*values}, values->origin())});
    }
    if (conditions.empty()) return;
    const Value everyone = make_.text("*");
    const Value allow = statement("Allow", everyone, {});
    add_new(allow);
    add_new(
        statement("Deny", everyone,
                  {{"Condition",
                    {},
                    make_.map({{std::string(condition_operator), {}, make_.map(std::move(conditions))}})}}));
  }

  void add_new(const Value& statement) {
    const bool known = std::any_of(statements_.begin(), statements_.end(),
                                   [&](const Value& other) { return other.same_content(statement); });
    if (!known) statements_.push_back(statement);
  }

  void endpoints(const Value& policy, std::string_view condition_operator, const std::string& list) {
    std::vector<Value> clouds;
    std::vector<Value> endpoints;
    if (const Value* plain = policy.find("SourceVpc" + list); has_items(plain)) {
      for (const Value& item : items_of(*plain)) {
        const std::string text = item.as_text().value_or("");
        if (text.compare(0, 5, "vpce-") == 0)
          endpoints.push_back(item);
        else
          clouds.push_back(item);
      }
    }
    for (const auto& [name, to] :
         {std::pair("IntrinsicVpc" + list, &clouds), std::pair("IntrinsicVpce" + list, &endpoints)}) {
      if (const Value* more = policy.find(name); has_items(more)) {
        for (Value& item : items_of(*more)) to->push_back(std::move(item));
      }
    }
    const Value cloud_list = make_.list(std::move(clouds));
    const Value endpoint_list = make_.list(std::move(endpoints));
    networks(condition_operator, {{"aws:SourceVpc", &cloud_list}, {"aws:SourceVpce", &endpoint_list}});
  }

  ServerlessValues make_{source::Span()};
  Value resources_;
  std::vector<Value> statements_;
};

}  // namespace

ServerlessExpansion::ApiEvents ServerlessExpansion::api_events() {
  ApiEvents events;
  for (const Definition& definition : evaluator_.sections().resources.in_order) {
    const std::optional<syntax::SyntaxNode> type = definition.value.find("Type");
    if (!type || !type->is_scalar() ||
        (type->text() != "AWS::Serverless::Function" && type->text() != "AWS::Serverless::StateMachine"))
      continue;
    const std::optional<syntax::SyntaxNode> properties = definition.value.find("Properties");
    const std::optional<syntax::SyntaxNode> written = properties ? properties->find("Events") : std::nullopt;
    if (!written) continue;
    const Evaluator::ScopeChange inside(evaluator_, definition.scope);
    const Value all = evaluator_.evaluate(*written);
    for (const Way& way : ways_of(&all)) add_api_events(definition, way.value, events);
  }
  return events;
}

void ServerlessExpansion::add_api_events(const Definition& source, const Value& written, ApiEvents& events) {
  if (!written.is(Value::Kind::map)) return;
  for (const Member& event : written.members()) {
    for (const Way& way : ways_of(&event.value)) {
      const Value* type = way.value.find("Type");
      const Value* given = way.value.find("Properties");
      if (type == nullptr || type->as_text() != "Api" || given == nullptr) continue;
      const Value properties = push_choice_into_members(*given);
      const Value* api = properties.find("RestApiId");
      const Value* path = properties.find("Path");
      const Value* auth = properties.find("Auth");
      std::string id(kImplicitRestApi);
      if (!is_missing(api)) {
        id = referred(*api);
        if (id.empty()) id = api->as_text().value_or("");
      }
      events[id].push_back({&source, path == nullptr ? std::nullopt : path->as_text(),
                            api_method(properties.find("Method")),
                            auth == nullptr ? Value::absent() : push_choice_into_members(*auth)});
    }
  }
}

/// The resource policy of an API, which SAM puts into its definition: that of its events, each for its own
/// path, and behind it that of the API. Which paths a definition has is not said here: the API's own policy
/// speaks of all of them alike.
std::optional<Member> ServerlessExpansion::api_policy(const std::string& id, const Value& properties,
                                                      const std::vector<ApiEvent>& events,
                                                      source::Span span) {
  const ServerlessValues make(span);
  const auto policy_in = [](const Value* auth) -> const Value* {
    if (is_missing(auth)) return nullptr;
    const Value* policy = auth->is(Value::Kind::map) ? auth->find("ResourcePolicy") : auth;
    return is_missing(policy) ? nullptr : policy;
  };
  const bool described = !is_missing(properties.find("DefinitionBody"));
  const bool elsewhere = !is_missing(properties.find("DefinitionUri"));
  const std::string stage =
      id == kImplicitRestApi ? "Prod" : stage_suffix(evaluator_.resource_attribute(id, "", span));
  ResourcePolicy statements;
  const Value* first = nullptr;
  bool known = true;
  const auto read = [&](const Value* policy, const Value& resources) {
    if (first == nullptr) first = policy;
    known = known && policy->is(Value::Kind::map);
    if (known) statements.read(*policy, resources);
  };
  for (const ApiEvent& event : events) {
    const Value* policy = policy_in(&event.auth);
    const Value* overrides = event.auth.find("OverrideApiAuth");
    // A definition that is written out is changed only by events that say so.
    const bool counts = !described || (overrides != nullptr && overrides->as_text() == "true");
    if (policy == nullptr || elsewhere || !counts) continue;
    if (!event.path) {
      read(policy, make.unknown("Path of an event of " + id));
      continue;
    }
    std::vector<Value> resources;
    for (const ApiEvent& other : events) {
      if (other.path != event.path) continue;
      Value resource = make.text("execute-api:/" + stage + "/" + other.method + api_path(*event.path));
      const bool repeated = std::any_of(resources.begin(), resources.end(),
                                        [&](const Value& each) { return each.same_content(resource); });
      if (!repeated) resources.push_back(std::move(resource));
    }
    read(policy, make.list(std::move(resources)));
  }
  if (const Value* policy = policy_in(properties.find("Auth")); policy != nullptr)
    read(policy, make.text("execute-api:/*"));
  if (first == nullptr) return std::nullopt;
  const ServerlessValues there(first->origin().span());
  return Member{"Policy", first->origin().span(),
                known ? there.document(std::move(statements).statements(), true)
                      : there.unknown("ResourcePolicy of " + id)};
}

void ServerlessExpansion::add_api_policy(Resource& api, const ApiEvents& events) {
  const std::string id = id_of(api);
  const auto own = events.find(id);
  std::optional<Member> policy =
      api_policy(id, api.properties, own == events.end() ? std::vector<ApiEvent>() : own->second, api.span);
  if (!policy) return;
  std::vector<Member> members;
  if (api.properties.is(Value::Kind::map))
    members.assign(api.properties.members().begin(), api.properties.members().end());
  members.push_back(*std::move(policy));
  api.properties = Value::map(std::move(members), api.properties.origin());
}

/// API Gateway invokes the functions that decide who gets in: of a REST API unless it says otherwise, of an
/// HTTP API only if it says so.
void ServerlessExpansion::permit_authorizers(const Resource& api) {
  const Value* auth = api.properties.find("Auth");
  const Value* authorizers = is_missing(auth) ? nullptr : auth->find("Authorizers");
  if (is_missing(authorizers)) return;
  if (!authorizers->is(Value::Kind::map)) return note_unknown(api, "Authorizers of " + id_of(api));
  const ServerlessValues make(api.span);
  const bool rest = api.type == "AWS::Serverless::Api";
  for (const Member& authorizer : authorizers->members()) {
    const Value* function = authorizer.value.find("FunctionArn");
    const Value* says = authorizer.value.find(rest ? "DisableFunctionDefaultPermissions"
                                                   : "EnableFunctionDefaultPermissions");
    const std::string said = is_missing(says) ? "false" : says->as_text().value_or("true");
    if (is_missing(function) || said != (rest ? "false" : "true")) continue;
    add(api, id_of(api) + authorizer.key + "AuthorizerPermission", "AWS::Lambda::Permission", {},
        {{"Action", api.span, make.text("lambda:InvokeFunction")},
         {"FunctionName", api.span, *function},
         {"Principal", api.span, make.text("apigateway.amazonaws.com")},
         {"SourceArn", api.span,
          make.arn(evaluator_, "execute-api",
                   {evaluator_.resource_attribute(id_of(api), "", api.span), make.text("/authorizers/*")})}});
  }
}

/// The functions behind the routes of a WebSocket API, and its authorizer, are invoked by API Gateway:
/// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-websocketapi.html
void ServerlessExpansion::expand_web_socket_api(const Resource& api) {
  const ServerlessValues make(api.span);
  const std::string id = id_of(api);
  const Value* routes = api.properties.find("Routes");
  const Value* stage = api.properties.find("StageName");
  const Value* auth = api.properties.find("Auth");
  if (!is_missing(routes) && !routes->is(Value::Kind::map)) return note_unknown(api, "Routes of " + id);
  const auto permit = [&](const std::string& permission, const Value* function,
                          const std::vector<Value>& source) {
    add(api, permission, "AWS::Lambda::Permission", {},
        {{"Action", api.span, make.text("lambda:InvokeFunction")},
         {"FunctionName", api.span, is_missing(function) ? make.unknown("a function of " + id) : *function},
         {"Principal", api.span, make.text("apigateway.amazonaws.com")},
         {"SourceArn", api.span, make.arn(evaluator_, "execute-api", source)}});
  };
  for (const Member& route : is_missing(routes) ? std::span<const Member>() : routes->members()) {
    std::string name = route.key;
    if (!name.empty() && name.front() == '$') name.erase(0, 1);
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (!name.empty())
      name.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(name.front())));
    const Value stage_name = is_missing(stage) ? make.text("default") : *stage;
    permit(id + name + "Permission", route.value.find("FunctionArn"),
           {evaluator_.resource_attribute(id, "ApiId", api.span), make.text("/"), stage_name,
            make.text("/" + route.key)});
  }
  if (is_missing(auth) || !is_missing(auth->find("InvokeRole")) || is_missing(auth->find("AuthArn"))) return;
  permit(id + "AuthorizerPermission", auth->find("AuthArn"),
         {evaluator_.resource_attribute(id, "", api.span), make.text("/authorizers/*")});
}

}  // namespace rootproof::cloudformation
