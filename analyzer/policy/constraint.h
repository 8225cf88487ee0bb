#pragma once

#include <cstdint>
#include <memory>
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
  std::vector<std::pair<Ordering, Decimal>> bounds;  ///< number, date: any of them
  std::vector<IpRange> ranges;                       ///< address: any of them

  /// Text: any of them. Copies of a set share them.
  [[nodiscard]] const std::vector<TextPattern>& patterns() const;
  /// Of sets of texts: no text is in both for certain, because they begin with other words ("s3:", "ec2:",
  /// "arn:aws:s3:"). A look at one number each.
  [[nodiscard]] bool begins_apart(const ValueSet& other) const {
    return (beginnings_ & other.beginnings_) == 0 && kind == Kind::text && other.kind == Kind::text &&
           !complement && !other.complement;
  }

  [[nodiscard]] bool is_empty() const { return kind == Kind::everything && complement; }
  [[nodiscard]] bool is_everything() const { return kind == Kind::everything && !complement; }
  [[nodiscard]] bool contains(const std::string& value) const;

  [[nodiscard]] static ValueSet everything() { return {}; }
  [[nodiscard]] static ValueSet nothing();
  [[nodiscard]] static ValueSet text(std::vector<TextPattern> patterns, bool complement = false);

 private:
  std::shared_ptr<const std::vector<TextPattern>> patterns_;
  std::uint64_t beginnings_ = ~std::uint64_t{0};  ///< a flag for each hash of a first word
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
