#pragma once

#include <span>
#include <string_view>

#include "parsers/resource.h"

/// Which policies among the arguments of a module that is not on disk are those of VPC endpoints: they filter
/// requests that other policies allow, and let nobody in (AWS PrivateLink Guide, "Control access to VPC
/// endpoints using endpoint policies").
namespace rootproof::engine {

/// Whether these are the arguments of a module that makes VPC endpoints and nothing else, by what its source
/// is called. `unknowns` is what is not known of the unit: of modules that are not on disk it says where they
/// come from.
[[nodiscard]] bool makes_vpc_endpoints(const Resource& module, std::span<const value::Reason> unknowns);

/// Whether an object among the arguments describes a VPC endpoint: it says the type of one.
[[nodiscard]] bool is_endpoint(const value::Value& object);

/// Whether the last name on the path of an argument may be that of the policy of an endpoint: "policy", and
/// none of something else ("bucket_policy", "trust_policy").
[[nodiscard]] bool may_be_of_endpoint(std::string_view path);

/// Whether the names of a module and of its argument speak of endpoints of whatever kind: the policy may be
/// that of a VPC endpoint.
[[nodiscard]] bool may_speak_of_endpoint(const Resource& module, std::string_view path);

}  // namespace rootproof::engine
