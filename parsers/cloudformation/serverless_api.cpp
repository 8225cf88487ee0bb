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

/// The statements that a resource policy in SAM's own words means.
class ResourcePolicy {
 public:
  ResourcePolicy(const ServerlessValues& make, Value resources)
      : make_(make), resources_(std::move(resources)) {}

  std::vector<Value> read(const Value& policy) {
    accounts(policy.find("AwsAccountWhitelist"), "Allow");
    accounts(policy.find("AwsAccountBlacklist"), "Deny");
    networks("NotIpAddress", {{"aws:SourceIp", policy.find("IpRangeWhitelist")}});
    networks("IpAddress", {{"aws:SourceIp", policy.find("IpRangeBlacklist")}});
    endpoints(policy, "StringEquals", "Blacklist");
    endpoints(policy, "StringNotEquals", "Whitelist");
    if (const Value* custom = policy.find("CustomStatements"); has_items(custom)) {
      for (Value& statement : items_of(*custom)) statements_.push_back(std::move(statement));
    }
    return std::move(statements_);
  }

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
  void networks(std::string_view condition_operator, std::vector<std::pair<std::string, const Value*>> keys) {
    std::vector<Member> conditions;
    for (const auto& [key, values] : keys) {
      if (!has_items(values)) continue;
      conditions.push_back(
          {key, {}, values->is(Value::Kind::list) ? *values : Value::list({*values}, values->origin())});
    }
    if (conditions.empty()) return;
    const Value everyone = make_.text("*");
    const Value allow = statement("Allow", everyone, {});
    const bool known = std::any_of(statements_.begin(), statements_.end(),
                                   [&](const Value& other) { return other.same_content(allow); });
    if (!known) statements_.push_back(allow);
    statements_.push_back(
        statement("Deny", everyone,
                  {{"Condition",
                    {},
                    make_.map({{std::string(condition_operator), {}, make_.map(std::move(conditions))}})}}));
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

  const ServerlessValues& make_;
  Value resources_;
  std::vector<Value> statements_;
};

}  // namespace

/// The resource policy of an API, which SAM puts into its definition. Which methods and paths it has is said
/// elsewhere, in events and definitions: the policy speaks of all of them alike.
std::optional<Member> ServerlessExpansion::api_policy(const Resource& api) {
  const Value* auth = api.properties.find("Auth");
  if (is_missing(auth)) return std::nullopt;
  const Value* policy = auth->is(Value::Kind::map) ? auth->find("ResourcePolicy") : auth;
  if (is_missing(policy)) return std::nullopt;
  const ServerlessValues make(policy->origin().span());
  Value document = make.unknown("ResourcePolicy of " + id_of(api));
  if (policy->is(Value::Kind::map)) {
    const Value resources = make.text("execute-api:/*");
    document = make.document(ResourcePolicy(make, resources).read(*policy), true);
  }
  return Member{"Policy", policy->origin().span(), document};
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
  const auto permit = [&](const std::string& permission, const Value* function, std::vector<Value> source) {
    add(api, permission, "AWS::Lambda::Permission", {},
        {{"Action", api.span, make.text("lambda:InvokeFunction")},
         {"FunctionName", api.span, is_missing(function) ? make.unknown("a function of " + id) : *function},
         {"Principal", api.span, make.text("apigateway.amazonaws.com")},
         {"SourceArn", api.span, make.arn(evaluator_, "execute-api", std::move(source))}});
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
