#include "rules/root_principals/rest_apis.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>

#include "parsers/value/value_set.h"
#include "rules/root_credentials/texts.h"

namespace rootproof::rules {
namespace {

using value::Value;

/// What one language calls the parts of APIs.
struct ApiNames {
  std::string_view api;
  std::string_view policy;  ///< a resource that is nothing but the policy of an API; empty: there is none
  std::string_view method;
  std::string_view api_id;
  std::string_view verb;
  std::string_view authorization;
  std::string_view key;
  std::string_view body;
  std::string_view endpoints;
  std::string_view types;
};
constexpr ApiNames kApis[] = {
    {"AWS::ApiGateway::RestApi", "", "AWS::ApiGateway::Method", "RestApiId", "HttpMethod",
     "AuthorizationType", "ApiKeyRequired", "Body", "EndpointConfiguration", "Types"},
    {"aws_api_gateway_rest_api", "aws_api_gateway_rest_api_policy", "aws_api_gateway_method", "rest_api_id",
     "http_method", "authorization", "api_key_required", "body", "endpoint_configuration", "types"},
};

std::string text_of(const Resource& resource, std::string_view name) {
  const Value* value = resource.properties.find(name);
  return value == nullptr ? std::string() : value->as_text().value_or("");
}

const ApiNames* names_of(const Resource& api) {
  const auto* found = std::find_if(std::begin(kApis), std::end(kApis),
                                   [&](const ApiNames& names) { return names.api == api.type; });
  return found == std::end(kApis) ? nullptr : found;
}

/// Methods may stand in an interface description, too, which nobody reads here.
bool has_description(const Resource& api, const ApiNames& names) {
  return value::is_given(api.properties.find(names.body)) ||
         value::is_given(api.properties.find("BodyS3Location"));
}

bool is_private(const Resource& api, const ApiNames& names) {
  const Value* endpoints = api.properties.find(names.endpoints);
  if (endpoints != nullptr && endpoints->is(Value::Kind::list))
    endpoints = endpoints->items().size() == 1 ? &endpoints->items().front() : nullptr;
  const Value* types = endpoints == nullptr ? nullptr : endpoints->find(names.types);
  if (types == nullptr || !types->is(Value::Kind::list) || types->items().empty()) return false;
  return std::all_of(types->items().begin(), types->items().end(),
                     [](const Value& type) { return type.as_text() == "PRIVATE"; });
}

}  // namespace

RestApis::RestApis(const engine::Facts& facts) : named_(facts) {
  for (const Resource& method : facts.resources) {
    // A module that is not on disk may add methods to what it is given.
    if (method.type == kModuleArgumentsType && method.properties.is(Value::Kind::map))
      for (const value::Member& argument : method.properties.members())
        if (const Resource* api = named_.mentioned(method, argument.value);
            api != nullptr && names_of(*api) != nullptr)
          extended_.insert(api);
    for (const ApiNames& names : kApis) {
      if (method.type != names.method) continue;
      // Browsers ask so before a call from elsewhere; there is nothing to get.
      if (lower_case(text_of(method, names.verb)) == "options") continue;
      const Value* id = method.properties.find(names.api_id);
      const Resource* api = id == nullptr ? nullptr : named_.mentioned(method, *id);
      if (api == nullptr) {
        units_with_others_.insert(method.unit);
        continue;
      }
      const Demand demand = demand_of(method);
      const auto [known, added] = demands_.emplace(api, demand);
      if (!added) known->second = std::min(known->second, demand);
    }
  }
}

RestApis::Demand RestApis::demand_of(const Resource& method) {
  const auto* names = std::find_if(std::begin(kApis), std::end(kApis),
                                   [&](const ApiNames& each) { return each.method == method.type; });
  const std::string authorization = text_of(method, names->authorization);
  const bool has_authorizer = authorization == "CUSTOM" || authorization == "COGNITO_USER_POOLS";
  if (has_authorizer || text_of(method, names->key) == "true") return Demand::authorizer;
  return authorization == "AWS_IAM" ? Demand::signature : Demand::nothing;
}

const Resource* RestApis::api_of(const Resource& holder) const {
  for (const ApiNames& names : kApis) {
    if (holder.type == names.api) return &holder;
    if (holder.type != names.policy) continue;
    const Value* id = holder.properties.find(names.api_id);
    return id == nullptr ? nullptr : named_.mentioned(holder, *id);
  }
  return nullptr;
}

ApiBarrier RestApis::barrier_of(const Resource& policy_holder) const {
  const Resource* api = api_of(policy_holder);
  const ApiNames* names = api == nullptr ? nullptr : names_of(*api);
  if (names == nullptr) return ApiBarrier::none;
  const auto demand = demands_.find(api);
  const bool methods_known =
      demand != demands_.end() && !units_with_others_.contains(api->unit) && !extended_.contains(api);
  const Demand least = methods_known && !has_description(*api, *names) ? demand->second : Demand::nothing;
  if (least == Demand::authorizer) return ApiBarrier::authorizers;
  if (is_private(*api, *names)) return ApiBarrier::private_endpoints;
  return least == Demand::signature ? ApiBarrier::signatures : ApiBarrier::none;
}

}  // namespace rootproof::rules
