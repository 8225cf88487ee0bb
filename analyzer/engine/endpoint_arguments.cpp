#include "analyzer/engine/endpoint_arguments.h"

#include <algorithm>
#include <array>
#include <string>

#include "parsers/source/lower_case.h"

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

/// Members that say the type of a VPC endpoint.
constexpr std::array<std::string_view, 2> kTypes{"service_type", "vpc_endpoint_type"};

bool speaks_of_endpoint(std::string_view name) {
  return letters_of_name(name).find("endpoint") != std::string::npos;
}

std::string_view behind_last(std::string_view text, char separator) {
  return text.substr(text.rfind(separator) + 1);
}

/// What the source of a module is called: "vpc-endpoints" of
/// "git::https://git.acme.example/x.git//vpc-endpoints?ref=1" and of "acme/vpc-endpoints/aws", which names
/// the provider behind it.
std::string_view name_of_source(std::string_view source) {
  source = source.substr(0, source.find('?'));
  if (source.ends_with(".git")) source.remove_suffix(4);
  if (source.ends_with("/aws") && source.find("//") == std::string_view::npos) source.remove_suffix(4);
  return behind_last(source, '/');
}

bool is_called_vpc_endpoints(std::string_view name) {
  const std::string letters = letters_of_name(name);
  return letters == "vpcendpoint" || letters == "vpcendpoints" || letters == "terraformawsvpcendpoint" ||
         letters == "terraformawsvpcendpoints";
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
           is_called_vpc_endpoints(
               name_of_source(std::string_view(reason.detail).substr(from + kFrom.size())));
  });
}

bool is_endpoint(const Value& object) {
  return std::any_of(kTypes.begin(), kTypes.end(), [&](std::string_view name) {
    const Value* type = object.find(name);
    const std::string text = type == nullptr ? std::string() : type->as_text().value_or("");
    return text == "Gateway" || text == "Interface" || text == "GatewayLoadBalancer";
  });
}

bool may_be_of_endpoint(std::string_view path) {
  const std::string_view name = behind_last(path, '.');
  return name == "policy" || name == "policy_document" || speaks_of_endpoint(name);
}

bool may_speak_of_endpoint(const Resource& module, std::string_view path) {
  return speaks_of_endpoint(path) || (speaks_of_endpoint(module.address) && may_be_of_endpoint(path));
}

}  // namespace rootproof::engine
