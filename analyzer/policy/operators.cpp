#include "analyzer/policy/operators.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include "parsers/source/lower_case.h"

namespace rootproof::policy {

namespace {

struct NamedOperator {
  std::string_view name;
  OperatorFamily family;
  bool negated = false;
  Ordering ordering = Ordering::equal;
};

using enum OperatorFamily;

constexpr std::array<NamedOperator, 27> kOperators{{
    {"stringequals", string},
    {"stringnotequals", string, true},
    {"stringequalsignorecase", string_ignore_case},
    {"stringnotequalsignorecase", string_ignore_case, true},
    {"stringlike", string_like},
    {"stringnotlike", string_like, true},
    {"arnequals", arn},
    {"arnnotequals", arn, true},
    {"arnlike", arn},
    {"arnnotlike", arn, true},
    {"numericequals", numeric},
    {"numericnotequals", numeric, true},
    {"numericlessthan", numeric, false, Ordering::less},
    {"numericlessthanequals", numeric, false, Ordering::less_or_equal},
    {"numericgreaterthan", numeric, false, Ordering::greater},
    {"numericgreaterthanequals", numeric, false, Ordering::greater_or_equal},
    {"dateequals", date},
    {"datenotequals", date, true},
    {"datelessthan", date, false, Ordering::less},
    {"datelessthanequals", date, false, Ordering::less_or_equal},
    {"dategreaterthan", date, false, Ordering::greater},
    {"dategreaterthanequals", date, false, Ordering::greater_or_equal},
    {"bool", boolean},
    {"binaryequals", binary},
    {"ipaddress", address},
    {"notipaddress", address, true},
    {"null", null},
}};

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (text.substr(0, prefix.size()) != prefix) return false;
  text.remove_prefix(prefix.size());
  return true;
}

bool take_suffix(std::string_view& text, std::string_view suffix) {
  if (text.size() < suffix.size() || text.substr(text.size() - suffix.size()) != suffix) return false;
  text.remove_suffix(suffix.size());
  return true;
}

}  // namespace

bool has_wildcard(std::string_view text) { return text.find_first_of("*?") != std::string_view::npos; }

std::string to_lower(std::string_view text) { return source::lower_case(text); }

bool in_order(Ordering ordering, std::strong_ordering request_to_policy) {
  switch (ordering) {
    case Ordering::equal:
      return std::is_eq(request_to_policy);
    case Ordering::less:
      return std::is_lt(request_to_policy);
    case Ordering::less_or_equal:
      return std::is_lteq(request_to_policy);
    case Ordering::greater:
      return std::is_gt(request_to_policy);
    case Ordering::greater_or_equal:
      return std::is_gteq(request_to_policy);
  }
  return false;
}

std::optional<ConditionOperator> parse_operator(std::string_view name) {
  const std::string folded = to_lower(name);
  std::string_view base = folded;
  ConditionOperator result;
  if (take_prefix(base, "forallvalues:"))
    result.quantifier = SetQuantifier::for_all;
  else if (take_prefix(base, "foranyvalue:"))
    result.quantifier = SetQuantifier::for_any;
  result.if_exists = take_suffix(base, "ifexists");
  const auto* const found = std::find_if(kOperators.begin(), kOperators.end(),
                                         [base](const NamedOperator& op) { return op.name == base; });
  if (found == kOperators.end()) return std::nullopt;
  result.family = found->family;
  result.negated = found->negated;
  result.ordering = found->ordering;
  // Null asks for existence itself: neither IfExists nor a set prefix belongs to it.
  const bool decorated = result.if_exists || result.quantifier != SetQuantifier::none;
  if (result.family == OperatorFamily::null && decorated) return std::nullopt;
  return result;
}

bool takes_variables(OperatorFamily family) {
  switch (family) {
    case string:
    case string_ignore_case:
    case string_like:
    case arn:
    case boolean:
      return true;
    case numeric:
    case date:
    case binary:
    case address:
    case null:
      break;
  }
  return false;
}

bool takes_wildcards(OperatorFamily family) { return family == string_like || family == arn; }

}  // namespace rootproof::policy
