#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/value/value.h"

namespace rootproof::organization {

/// What a property such as target_id, parent_id or policy_id names.
struct Reference {
  /// The symbol of a referenced attribute ("aws_organizations_policy.deny.id", "Org.RootId"), or empty.
  std::string symbol;
  /// A literal id; of an ARN its last part (arn:…:ou/o-x/ou-y names ou-y). Empty when not literal.
  std::string literal;
  /// Why nothing is known. A symbol may be tried first: it is what the unknown stands for.
  std::optional<value::Reason> reason;
  value::Guard guard;  ///< the alternative this is
};

/// Every id that a value holds: one for a scalar, each item of a list, each alternative. Null and absent
/// values name nothing.
[[nodiscard]] std::vector<Reference> references(const value::Value* value);

/// True for "r-" followed by 4 to 32 lower-case letters or digits (Organizations API reference, Root).
[[nodiscard]] bool is_root_id(std::string_view text);
/// True for "ou-…" ids.
[[nodiscard]] bool is_unit_id(std::string_view text);
/// The root that an id names: itself, or the second part of the id of a unit ("ou-ab12-11111111" stands below
/// "r-ab12"). Empty for what is no such id.
[[nodiscard]] std::string root_named_by(std::string_view id);

}  // namespace rootproof::organization
