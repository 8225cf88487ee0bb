#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/policy/operators.h"
#include "analyzer/policy/pattern.h"
#include "analyzer/policy/scalars.h"

/// Sets of values and what statements demand of the parts of a request (policy.md §2.4).
namespace rootproof::policy {

/// A set of values, or its complement.
struct ValueSet {
  enum class Kind : std::uint8_t { everything, text, number, date, address };
  Kind kind = Kind::everything;
  bool complement = false;
  std::vector<TextPattern> patterns;                 ///< text: any of them
  std::vector<std::pair<Ordering, Decimal>> bounds;  ///< number, date: any of them
  std::vector<IpRange> ranges;                       ///< address: any of them

  [[nodiscard]] bool is_empty() const { return kind == Kind::everything && complement; }
  [[nodiscard]] bool is_everything() const { return kind == Kind::everything && !complement; }
  [[nodiscard]] bool contains(const std::string& value) const;

  [[nodiscard]] static ValueSet everything() { return {}; }
  [[nodiscard]] static ValueSet nothing();
  [[nodiscard]] static ValueSet text(std::vector<TextPattern> patterns, bool complement = false);
};

/// One demand on one part of a request: "action", "resource", or a context key in lower case.
struct Demand {
  std::string part;
  SetQuantifier quantifier = SetQuantifier::none;
  bool absent = false;  ///< whether a request without the key meets it
  ValueSet set;

  /// Exactly the requests that do not meet this one.
  [[nodiscard]] Demand negation() const;
  /// Whether these values of the part meet it; no values means the key is absent.
  [[nodiscard]] bool met_by(const std::vector<std::string>& values) const;
};

inline constexpr std::string_view kActionPart = "action";
inline constexpr std::string_view kResourcePart = "resource";

}  // namespace rootproof::policy
