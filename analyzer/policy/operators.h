#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

/// The operators of the Condition element (IAM User Guide, "IAM JSON policy elements: Condition operators"
/// and "Multivalued context keys"; policy.md §2).
namespace rootproof::policy {

enum class OperatorFamily : std::uint8_t {
  string,
  string_ignore_case,
  string_like,
  arn,
  numeric,
  date,
  boolean,
  binary,
  address,
  null,
};

/// How a number or date of the request relates to the one of the policy.
enum class Ordering : std::uint8_t { equal, less, less_or_equal, greater, greater_or_equal };

/// Whether a value that stands so to the policy's value is ordered as asked.
[[nodiscard]] bool in_order(Ordering ordering, std::strong_ordering request_to_policy);

enum class SetQuantifier : std::uint8_t { none, for_all, for_any };

struct ConditionOperator {
  OperatorFamily family = OperatorFamily::string;
  Ordering ordering = Ordering::equal;  ///< numeric and date only
  bool negated = false;
  bool if_exists = false;
  SetQuantifier quantifier = SetQuantifier::none;
};

/// Reads an operator name; nullopt when AWS documents none like it.
[[nodiscard]] std::optional<ConditionOperator> parse_operator(std::string_view name);

/// Whether values of the family are compared as text, so that policy variables may stand in them.
[[nodiscard]] bool takes_variables(OperatorFamily family);
/// Whether `*` and `?` are wildcards in values of the family.
[[nodiscard]] bool takes_wildcards(OperatorFamily family);

/// Whether one of them stands in a text.
[[nodiscard]] bool has_wildcard(std::string_view text);

[[nodiscard]] std::string to_lower(std::string_view text);

}  // namespace rootproof::policy
