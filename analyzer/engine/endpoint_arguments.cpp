#include "analyzer/engine/endpoint_arguments.h"

#include <algorithm>
#include <array>
#include <string>

#include "parsers/source/lower_case.h"
#include "parsers/value/value_set.h"

namespace rootproof::engine {
namespace {

using value::Reason;
using value::Value;

/// "vpc-endpoints", "vpc_endpoint" and "VpcEndpoint" are one name.
std::string letters_of_name(std::string_view name) {
  std::string letters = source::lower_case(name);
  std::erase_if(letters, [](char letter) { return letter == '_' || letter == '-'; });
  return letters;
}

bool has_any_part(std::string_view text, std::span<const std::string_view> parts) {
  return std::any_of(parts.begin(), parts.end(),
                     [&](std::string_view part) { return text.find(part) != std::string_view::npos; });
}

/// S3 and DynamoDB are the services of gateway endpoints.
constexpr std::array<std::string_view, 5> kVpcEndpoints{"vpcendpoint", "gatewayendpoint", "interfaceendpoint",
                                                        "s3endpoint", "dynamodbendpoint"};

/// What has a policy of its own, which may let in a VPC endpoint.
constexpr std::array<std::string_view, 6> kOwners{"bucket", "queue", "topic", "kms", "secret", "restapi"};

bool says_vpc_endpoint(std::string_view name) {
  const std::string letters = letters_of_name(name);
  return has_any_part(letters, kVpcEndpoints) && !has_any_part(letters, kOwners);
}

bool speaks_of_endpoint(std::string_view name) {
  return letters_of_name(name).find("endpoint") != std::string::npos;
}

}  // namespace

bool makes_vpc_endpoints(const Resource& module, std::span<const Reason> unknowns) {
  if (module.type != kModuleArgumentsType) return false;
  return std::any_of(unknowns.begin(), unknowns.end(), [&](const Reason& reason) {
    constexpr std::string_view kFrom = " from ";
    const std::size_t from = reason.detail.rfind(kFrom);
    return reason.kind == value::ReasonKind::opaque_module && from != std::string::npos &&
           reason.span.file == module.span.file && module.body_span.begin <= reason.span.begin &&
           reason.span.end <= module.body_span.end &&
           says_vpc_endpoint(std::string_view(reason.detail).substr(from + kFrom.size()));
  });
}

bool names_vpc_endpoint(std::string_view path) { return says_vpc_endpoint(path); }

bool is_endpoint(const Value& object, std::string_view path) {
  for (const std::string_view name : {"service_type", "vpc_endpoint_type", "endpoint_type", "type"}) {
    const Value* type = object.find(name);
    const std::string text = type == nullptr ? std::string() : type->as_text().value_or("");
    if (text == "Gateway" || text == "Interface" || text == "GatewayLoadBalancer") return true;
  }
  return speaks_of_endpoint(path) &&
         (value::is_given(object.find("service")) || value::is_given(object.find("service_name")));
}

bool may_speak_of_endpoint(const Resource& module, std::string_view path) {
  return speaks_of_endpoint(path) || speaks_of_endpoint(module.address);
}

}  // namespace rootproof::engine
