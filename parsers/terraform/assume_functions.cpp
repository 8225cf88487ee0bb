// OpenTofu's assumptions: the first argument, or an error where it is known not to be so.
#include <array>

#include "parsers/terraform/function_table.h"
#include "parsers/terraform/operators.h"
#include "parsers/terraform/type.h"

namespace rootproof::terraform {
namespace {

using value::Value;
using Kind = value::Value::Kind;

Value refuted(const Call& call) { return call.invalid("the assumption does not hold"); }

/// The second argument, when the first one is not known to differ.
Value assumeequal(const Call& call) {
  const Value& assumed = call.arguments[1];
  if (!call.arguments[0].fully_known() || !assumed.fully_known()) return assumed;
  const std::optional<Value> actual = convert(call.arguments[0], type_of(assumed));
  if (!actual) return refuted(call);
  const Value equal = apply_binary(hcl::Operator::equal, *actual, assumed, call.context.call);
  return equal.is(Kind::boolean) && !equal.as_boolean() ? refuted(call) : assumed;
}

Value assumenotnull(const Call& call) {
  return call.arguments[0].is(Kind::null) ? refuted(call) : call.arguments[0];
}

Value assumestringprefix(const Call& call) {
  const std::optional<std::string> text = known_text(call.arguments[0]);
  const std::optional<std::string> prefix = known_text(call.arguments[1]);
  if (!prefix) return call.unknown_because(call.arguments[1]);
  return !text || text->starts_with(*prefix) ? call.arguments[0] : refuted(call);
}

/// The size of a collection whose items are all there, as far as anybody knows.
std::optional<std::int64_t> size_of(const Value& value) {
  if (value.is(Kind::list)) return static_cast<std::int64_t>(value.items().size());
  if (value.is(Kind::map)) return static_cast<std::int64_t>(value.members().size());
  return std::nullopt;
}

Value bounded(const Call& call, std::optional<std::size_t> least, std::optional<std::size_t> most) {
  const std::optional<std::int64_t> size = size_of(call.arguments[0]);
  for (const auto& [argument, is_least] : {std::pair(least, true), std::pair(most, false)}) {
    if (!argument) continue;
    const std::optional<std::int64_t> bound = call.whole_argument(*argument);
    if (!bound) return call.invalid("a bound is no whole number");
    if (size && (is_least ? *size < *bound : *size > *bound)) return refuted(call);
  }
  return call.arguments[0];
}

Value between(const Call& call) { return bounded(call, 1, 2); }
Value at_least(const Call& call) { return bounded(call, 1, std::nullopt); }
Value at_most(const Call& call) { return bounded(call, std::nullopt, 1); }

constexpr std::array kAssumeFunctions = {
    FunctionEntry{"assumeequal", "a?a?>a", assumeequal, Unknowns::parts},
    FunctionEntry{"assumelistlength", "Lnn>l", between, Unknowns::parts},
    FunctionEntry{"assumelistlengthmax", "Ln>l", at_most, Unknowns::parts},
    FunctionEntry{"assumelistlengthmin", "Ln>l", at_least, Unknowns::parts},
    FunctionEntry{"assumemaplength", "ann>m", between, Unknowns::parts},
    FunctionEntry{"assumemaplengthmax", "an>m", at_most, Unknowns::parts},
    FunctionEntry{"assumemaplengthmin", "an>m", at_least, Unknowns::parts},
    FunctionEntry{"assumenotnull", "a?>a", assumenotnull, Unknowns::parts},
    FunctionEntry{"assumesetlength", "Snn>l", between, Unknowns::parts},
    FunctionEntry{"assumesetlengthmax", "Sn>l", at_most, Unknowns::parts},
    FunctionEntry{"assumesetlengthmin", "Sn>l", at_least, Unknowns::parts},
    FunctionEntry{"assumestringprefix", "ss>s", assumestringprefix, Unknowns::parts},
};

}  // namespace

std::span<const FunctionEntry> assume_functions() { return kAssumeFunctions; }

}  // namespace rootproof::terraform
