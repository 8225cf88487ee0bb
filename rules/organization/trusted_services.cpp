#include "rules/organization/trusted_services.h"

#include <string>

namespace rootproof::rules {

std::optional<value::Reason> trusted_beside_list(const engine::Facts& facts, const Resource& organization,
                                                 std::string_view service) {
  for (const Resource& resource : facts.resources) {
    if (resource.type != "aws_organizations_aws_service_access" || resource.unit != organization.unit)
      continue;
    const value::Value* principal = resource.properties.find("service_principal");
    const std::optional<std::string> known = principal == nullptr ? std::nullopt : principal->as_text();
    if (known && *known != service) continue;
    return value::Reason{value::ReasonKind::invalid,
                         resource.address +
                             " beside a list of trusted services without it: each apply makes "
                             "one of the two true",
                         resource.span};
  }
  return std::nullopt;
}

}  // namespace rootproof::rules
