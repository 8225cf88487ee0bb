#include "analyzer/policy/constraint.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <span>

namespace rootproof::policy {

namespace {

bool in_bounds(const ValueSet& set, const std::optional<Decimal>& value) {
  return value && std::any_of(set.bounds.begin(), set.bounds.end(), [&value](const auto& bound) {
           return in_order(bound.first, *value <=> bound.second);
         });
}

bool in_set(const ValueSet& set, const std::string& value) {
  switch (set.kind) {
    case ValueSet::Kind::everything:
      return true;
    case ValueSet::Kind::text: {
      std::vector<Symbol> room;
      const std::span<const Symbol> symbols = view_symbols(value, room);
      return std::any_of(set.patterns().begin(), set.patterns().end(),
                         [symbols](const TextPattern& pattern) { return pattern.matches(symbols); });
    }
    case ValueSet::Kind::number:
      return in_bounds(set, Decimal::parse(value));
    case ValueSet::Kind::date:
      return in_bounds(set, parse_date(value));
    case ValueSet::Kind::address: {
      const std::optional<IpAddress> address = IpAddress::parse(value);
      return address && std::any_of(set.ranges.begin(), set.ranges.end(),
                                    [&address](const IpRange& range) { return range.contains(*address); });
    }
  }
  return false;
}

char lower(Symbol symbol) {
  return static_cast<char>(symbol >= 'A' && symbol <= 'Z' ? symbol - 'A' + 'a' : symbol);
}

/// A flag for the hash of a pattern's first word: up to the first colon, of an ARN up to the third. All flags
/// where texts of it begin in several ways.
std::uint64_t beginning_of(const TextPattern& pattern) {
  constexpr std::uint64_t kAny = ~std::uint64_t{0};
  constexpr std::uint64_t kArn = 3;
  std::string word;
  std::uint64_t colons = 0;
  for (const PatternToken& token : pattern.tokens()) {
    const bool plain = !token.repeat &&
                       (token.kind == PatternToken::Kind::one || (token.kind == PatternToken::Kind::either &&
                                                                  lower(token.first) == lower(token.second)));
    if (!plain) return kAny;
    word += lower(token.first);
    if (token.first == ':' && ++colons == (word.starts_with("arn:") ? kArn : 1))
      return std::uint64_t{1} << std::hash<std::string>()(word) % 64;
  }
  return kAny;  // no colon: a text of its own
}

}  // namespace

bool ValueSet::contains(const std::string& value) const { return in_set(*this, value) != complement; }

ValueSet ValueSet::nothing() {
  ValueSet set;
  set.complement = true;
  return set;
}

ValueSet ValueSet::text(std::vector<TextPattern> patterns, bool complement) {
  ValueSet set;
  set.kind = Kind::text;
  set.complement = complement;
  set.beginnings_ = 0;
  for (const TextPattern& pattern : patterns) set.beginnings_ |= beginning_of(pattern);
  set.patterns_ = std::make_shared<const std::vector<TextPattern>>(std::move(patterns));
  return set;
}

const std::vector<TextPattern>& ValueSet::patterns() const {
  static const std::vector<TextPattern> kNone;
  return patterns_ ? *patterns_ : kNone;
}

Demand Demand::negation() const {
  Demand result = *this;
  result.absent = !absent;
  result.set.complement = !set.complement;
  if (quantifier == SetQuantifier::for_all) result.quantifier = SetQuantifier::for_any;
  if (quantifier == SetQuantifier::for_any) result.quantifier = SetQuantifier::for_all;
  return result;
}

bool Demand::met_by(const std::vector<std::string>& values) const {
  const auto is_empty = [](const std::string& value) { return value.empty(); };
  // To set operators a key that holds nothing but empty strings is absent (policy.md §2.1).
  const bool counts_as_absent =
      quantifier != SetQuantifier::none && std::all_of(values.begin(), values.end(), is_empty);
  if (values.empty() || counts_as_absent) return absent;
  const auto inside = [this](const std::string& value) { return set.contains(value); };
  if (quantifier == SetQuantifier::for_any) return std::any_of(values.begin(), values.end(), inside);
  return std::all_of(values.begin(), values.end(), inside);
}

}  // namespace rootproof::policy
