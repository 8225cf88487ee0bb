#include "rules/root_principals/rest_apis.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>

#include "parsers/value/value_set.h"
#include "rules/answers.h"
#include "rules/lockouts/nested_values.h"
#include "rules/root_credentials/texts.h"

namespace rootproof::rules {
namespace {

using value::Value;

/// Its methods are events of functions, and paths of its definition.
constexpr std::string_view kServerlessApi = "AWS::Serverless::Api";

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
  std::string_view elsewhere;  ///< names a file with the description
  std::string_view endpoints;
  std::string_view types;
};
constexpr ApiNames kApis[] = {
    {"AWS::ApiGateway::RestApi", "", "AWS::ApiGateway::Method", "RestApiId", "HttpMethod",
     "AuthorizationType", "ApiKeyRequired", "Body", "BodyS3Location", "EndpointConfiguration", "Types"},
    {"aws_api_gateway_rest_api", "aws_api_gateway_rest_api_policy", "aws_api_gateway_method", "rest_api_id",
     "http_method", "authorization", "api_key_required", "body", "", "endpoint_configuration", "types"},
    {kServerlessApi, "", "", "", "", "", "", "DefinitionBody", "DefinitionUri", "EndpointConfiguration",
     "Type"},
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

std::string text_of(const Value* of, std::string_view name) {
  const Value* value = of == nullptr || !of->is(Value::Kind::map) ? nullptr : of->find(name);
  return value == nullptr ? std::string() : value->as_text().value_or("");
}

/// What `Auth` of an API or an event asks for, `otherwise` where it says nothing (SAM specification,
/// ApiAuth and ApiFunctionAuth).
ApiDemand demand_of_auth(const Value* auth, std::string_view authorizer, ApiDemand otherwise) {
  if (!value::is_given(auth)) return otherwise;
  if (!auth->is(Value::Kind::map)) return ApiDemand::unknown;
  if (lower_case(text_of(auth, "ApiKeyRequired")) == "true") return ApiDemand::authorizer;
  const Value* named = auth->find(authorizer);
  if (!value::is_given(named)) return otherwise;
  const std::string name = named->as_text().value_or("");
  if (name == "NONE") return ApiDemand::nothing;
  return name.empty() ? ApiDemand::unknown : name == "AWS_IAM" ? ApiDemand::signature : ApiDemand::authorizer;
}

/// Of methods that say nothing themselves.
ApiDemand default_demand(const Resource& api) {
  return api.type == kServerlessApi
             ? demand_of_auth(api.properties.find("Auth"), "DefaultAuthorizer", ApiDemand::nothing)
             : ApiDemand::nothing;
}

/// What the methods of the interface description ask for; nullopt when there is none, or none in it.
std::optional<ApiDemand> described(const Resource& api, const ApiNames& names) {
  if (value::is_given(api.properties.find(names.elsewhere))) return ApiDemand::unknown;
  const Value* body = api.properties.find(names.body);
  return value::is_given(body) ? demand_of_description(*body, default_demand(api)) : std::nullopt;
}

bool is_private(const Resource& api, const ApiNames& names) {
  const Value* endpoints = api.properties.find(names.endpoints);
  if (endpoints != nullptr && endpoints->is(Value::Kind::list))
    endpoints = endpoints->items().size() == 1 ? &endpoints->items().front() : nullptr;
  const Value* types = endpoints == nullptr ? nullptr : endpoints->find(names.types);
  if (types != nullptr && types->as_text() == "PRIVATE") return true;  // in SAM there is one
  if (types == nullptr || !types->is(Value::Kind::list) || types->items().empty()) return false;
  return std::all_of(types->items().begin(), types->items().end(),
                     [](const Value& type) { return type.as_text() == "PRIVATE"; });
}

}  // namespace

RestApis::RestApis(const engine::Facts& facts) : named_(facts) {
  for (const Resource& resource : facts.resources) {
    // A module that is not on disk may add methods to what it is given.
    if (resource.type == kModuleArgumentsType && resource.properties.is(Value::Kind::map))
      for (const value::Member& argument : resource.properties.members())
        if (const Resource* api = named_.mentioned(resource, argument.value);
            api != nullptr && names_of(*api) != nullptr)
          extended_.insert(api);
    add_method(resource);
    if (resource.type == "AWS::Serverless::Function") add_events(resource);
  }
}

void RestApis::note(const Resource* api, ApiDemand demand) {
  const auto [known, added] = demands_.emplace(api, demand);
  if (!added) known->second = std::min(known->second, demand);
}

void RestApis::add_method(const Resource& method) {
  for (const ApiNames& names : kApis) {
    if (names.method.empty() || method.type != names.method) continue;
    // Browsers ask so before a call from elsewhere; there is nothing to get.
    if (lower_case(text_of(method, names.verb)) == "options") continue;
    const Value* id = method.properties.find(names.api_id);
    const Resource* api = id == nullptr ? nullptr : named_.mentioned(method, *id);
    if (api == nullptr)
      units_with_others_.insert(method.unit);
    else
      note(api, demand_of(method));
  }
}

void RestApis::add_events(const Resource& function) {
  for (const NestedValue& events : values_at(function.properties, "Events")) {
    if (!events.value.is(Value::Kind::map)) {
      units_with_others_.insert(function.unit);
      continue;
    }
    for (const value::Member& event : events.value.members()) {
      const std::string type = text_of(&event.value, "Type");
      if (type.empty()) units_with_others_.insert(function.unit);
      if (type != "Api") continue;
      const Value* properties = event.value.find("Properties");
      if (lower_case(text_of(properties, "Method")) == "options") continue;
      const Value* id = properties == nullptr || !properties->is(Value::Kind::map)
                            ? nullptr
                            : properties->find("RestApiId");
      const Resource* api = id == nullptr ? nullptr : named_.mentioned(function, *id);
      // Without one it is a method of the API that SAM makes by itself.
      if (api != nullptr)
        note(api, demand_of_auth(properties->find("Auth"), "Authorizer", default_demand(*api)));
    }
  }
}

ApiDemand RestApis::demand_of(const Resource& method) {
  const auto* names = std::find_if(std::begin(kApis), std::end(kApis),
                                   [&](const ApiNames& each) { return each.method == method.type; });
  const std::string authorization = text_of(method, names->authorization);
  const bool has_authorizer = authorization == "CUSTOM" || authorization == "COGNITO_USER_POOLS";
  if (has_authorizer || text_of(method, names->key) == "true") return ApiDemand::authorizer;
  return authorization == "AWS_IAM" ? ApiDemand::signature : ApiDemand::nothing;
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
  std::optional<ApiDemand> least = described(*api, *names);
  if (const auto own = demands_.find(api); own != demands_.end())
    least = least ? std::min(*least, own->second) : own->second;
  ApiDemand demand = least.value_or(ApiDemand::nothing);
  const bool others = units_with_others_.contains(api->unit) || extended_.contains(api);
  if (others && demand != ApiDemand::unknown) demand = ApiDemand::nothing;
  if (demand == ApiDemand::authorizer) return ApiBarrier::authorizers;
  if (is_private(*api, *names)) return ApiBarrier::private_endpoints;
  switch (demand) {
    case ApiDemand::nothing:
    case ApiDemand::authorizer:
      return ApiBarrier::none;
    case ApiDemand::unknown:
      return ApiBarrier::unknown;
    case ApiDemand::signature:
      return ApiBarrier::signatures;
  }
  return ApiBarrier::none;
}

std::vector<value::Reason> RestApis::doubts_about_barrier_of(const Resource& policy_holder) const {
  const Resource* api = api_of(policy_holder);
  const ApiNames* names = api == nullptr ? nullptr : names_of(*api);
  if (names == nullptr) return {};
  std::vector<value::Reason> reasons;
  for (const std::string_view property : {names->body, std::string_view("Auth")})
    if (const Value* value = api->properties.find(property); value != nullptr)
      add_reasons(reasons, value->reasons());
  if (reasons.empty())
    reasons.push_back(
        {value::ReasonKind::unsupported, "the interface description of " + api->address, api->span});
  return reasons;
}

}  // namespace rootproof::rules
