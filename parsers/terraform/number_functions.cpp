// Functions on numbers.
#include <algorithm>
#include <array>

#include "parsers/terraform/function_table.h"
#include "parsers/terraform/number.h"

namespace rootproof::terraform {
namespace {

using value::Value;

Number number_argument(const Call& call, std::size_t index) { return Number(call.arguments[index]); }

Value abs(const Call& call) { return number_argument(call, 0).absolute().value(call.origin()); }
Value ceil(const Call& call) { return rounded(number_argument(call, 0), false).value(call.origin()); }
Value floor(const Call& call) { return rounded(number_argument(call, 0), true).value(call.origin()); }

Value signum(const Call& call) {
  const std::optional<std::int64_t> number = call.whole_argument(0);
  if (!number) return call.invalid("the number is not whole");
  return call.number(*number < 0 ? -1 : (*number > 0 ? 1 : 0));
}

Value in_floating_point(const Call& call, NumberOperation operation) {
  const Number left = number_argument(call, 0);
  const Number right = number_argument(call, 1);
  if (is_no_number(operation, left, right)) return call.invalid("the result is no number");
  const std::optional<Number> result = calculate(operation, left, right);
  return result ? result->value(call.origin()) : call.too_large("number without a decimal");
}

Value log(const Call& call) { return in_floating_point(call, NumberOperation::logarithm); }
Value pow(const Call& call) { return in_floating_point(call, NumberOperation::power); }

Value parseint(const Call& call) {
  if (!call.arguments[0].is(Value::Kind::string)) return call.invalid("the first argument is no text");
  const std::optional<std::int64_t> base = call.whole_argument(1);
  if (!base || *base < 2 || *base > 62) return call.invalid("the base is not between 2 and 62");
  const std::optional<Number> number = from_base(call.text_argument(0), static_cast<int>(*base));
  return number ? number->value(call.origin())
                : call.invalid("the text is no whole number in base " + std::to_string(*base));
}

/// The smallest or largest of the arguments.
Value extreme(const Call& call, int wanted) {
  if (call.arguments.empty()) return call.invalid("at least one number is needed");
  std::size_t best = 0;
  for (std::size_t i = 1; i < call.arguments.size(); ++i) {
    if (compare_numbers(number_argument(call, i), number_argument(call, best)) == wanted) best = i;
  }
  return number_argument(call, best).value(call.origin());
}

Value min(const Call& call) { return extreme(call, -1); }
Value max(const Call& call) { return extreme(call, 1); }

constexpr std::array kNumberFunctions = {
    FunctionEntry{"abs", "n>n", abs},
    FunctionEntry{"ceil", "n>n", ceil},
    FunctionEntry{"floor", "n>n", floor},
    FunctionEntry{"log", "nn>n", log},
    FunctionEntry{"max", "n*>n", max},
    FunctionEntry{"min", "n*>n", min},
    FunctionEntry{"parseint", "an>n", parseint},
    FunctionEntry{"pow", "nn>n", pow},
    FunctionEntry{"signum", "n>n", signum},
};

}  // namespace

std::span<const FunctionEntry> number_functions() { return kNumberFunctions; }

}  // namespace rootproof::terraform
