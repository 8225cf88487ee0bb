#pragma once

#include <cstdint>
#include <optional>

#include "parsers/value/value.h"

namespace rootproof::rules {

/// What callers of a method of a REST API must bring, the laxest first.
enum class ApiDemand : std::uint8_t { nothing, unknown, signature, authorizer };

/// The least that the methods of an OpenAPI description ask for (API Gateway Developer Guide, "Working with
/// API Gateway extensions to OpenAPI"), `otherwise` where one says nothing of it. Unknown where that cannot
/// be told: a description in YAML or elsewhere, a scheme of which API Gateway makes who knows what,
/// `security` of the whole description. nullopt when it has no methods.
[[nodiscard]] std::optional<ApiDemand> demand_of_description(const value::Value& description,
                                                             ApiDemand otherwise);

}  // namespace rootproof::rules
