#include "parsers/terraform/functions.h"

#include <algorithm>
#include <utility>

#include "parsers/source/limits.h"
#include "parsers/terraform/function_table.h"

namespace rootproof::terraform {

using value::Alternative;
using value::Origin;
using value::OriginKind;
using value::ReasonKind;
using value::Value;
using Kind = value::Value::Kind;

Value Call::invalid(std::string message) const {
  return Value::unknown({ReasonKind::invalid, std::string(name) + "(): " + std::move(message), context.call});
}

Value Call::unsupported(std::string_view what) const {
  return Value::unknown({ReasonKind::unsupported,
                         std::string(name) + "()" + (what.empty() ? "" : " ") + std::string(what),
                         context.call});
}

Origin Call::origin() const { return Origin({OriginKind::function, context.call, std::string(name)}); }

Value Call::unknown_because(const Value& argument, value::ValueType type) const {
  const std::vector<value::Reason> reasons = argument.reasons();
  return reasons.empty() ? invalid("an argument of the wrong type")
                         : Value::unknown(reasons.front(), type, origin());
}

Value Call::text(std::string result) const { return Value::string(std::move(result), origin()); }

namespace {

/// Functions whose result depends on when or where they run (terraform.md §2.10).
bool is_opaque(std::string_view name) {
  for (const std::string_view opaque :
       {"timestamp", "plantimestamp", "uuid", "bcrypt", "abspath", "pathexpand"}) {
    if (name == opaque) return true;
  }
  return false;
}

/// Calls the function for every combination of the alternatives of its arguments.
Value call_alternatives(const FunctionEntry& entry, Call call, std::vector<Value> arguments,
                        std::size_t combinations) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (!arguments[i].is(Kind::one_of)) continue;
    combinations *= arguments[i].alternatives().size();
    if (combinations > limits::kAlternatives) {
      return Value::unknown({ReasonKind::limit, "kAlternatives", call.context.call});
    }
    std::vector<Alternative> results;
    for (const Alternative& alternative : arguments[i].alternatives()) {
      std::vector<Value> chosen = arguments;
      chosen[i] = alternative.value;
      results.push_back({alternative.guard, call_alternatives(entry, call, std::move(chosen), combinations)});
    }
    return Value::one_of(std::move(results), call.origin());
  }
  call.arguments = arguments;
  if (arguments.size() < entry.least || arguments.size() > entry.most)
    return call.invalid("wrong number of arguments");
  return entry.function(call);
}

}  // namespace

Value call_function(std::string_view name, std::span<const Value> arguments, const FunctionContext& context) {
  if (name.starts_with("core::")) name.remove_prefix(6);
  Call call{name, arguments, context};
  if (is_opaque(name))
    return Value::unknown({ReasonKind::opaque_function, std::string(name) + "()", context.call});
  const FunctionEntry* entry = find_function(name);
  if (entry == nullptr) return call.unsupported("");
  if (entry->keeps_alternatives) {
    if (arguments.size() < entry->least || arguments.size() > entry->most)
      return call.invalid("wrong number of arguments");
    return entry->function(call);
  }
  return call_alternatives(*entry, call, {arguments.begin(), arguments.end()}, 1);
}

}  // namespace rootproof::terraform
