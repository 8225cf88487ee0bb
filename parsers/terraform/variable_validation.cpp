#include "parsers/terraform/variable_validation.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/source/limits.h"
#include "parsers/terraform/expression.h"

namespace rootproof::terraform {
namespace {

using hcl::Expression;
using hcl::ExpressionId;
using hcl::ExpressionKind;
using value::Value;
using Kind = value::Value::Kind;

/// Patterns that twelve digits match, and nothing else.
constexpr std::string_view kAccountPatterns[] = {"^[0-9]{12}$", "^\\d{12}$", "^(\\d{12})$", "^([0-9]{12})$"};

/// What a condition leaves: a list of values, or the form of an account id.
struct Bound {
  std::vector<Value> values;
  bool account_id = false;
};

class ConditionReader {
 public:
  ConditionReader(const hcl::File& file, const std::string& name,
                  const std::function<Value(const hcl::File&, ExpressionId)>& evaluate)
      : file_(file), name_(name), evaluate_(evaluate) {}

  std::optional<Bound> read(ExpressionId id, unsigned depth = 0) const {
    if (depth > limits::kAlternatives) return std::nullopt;
    const Expression& expression = file_.expression(file_.unwrapped(id));
    const auto children = file_.children(expression);
    switch (expression.kind) {
      case ExpressionKind::call:
        return call(expression);
      case ExpressionKind::binary:
        break;
      default:
        return std::nullopt;
    }
    if (expression.op == hcl::Operator::equal) return equality(children[0], children[1]);
    const bool both = expression.op == hcl::Operator::logical_and;
    if (!both && expression.op != hcl::Operator::logical_or) return std::nullopt;
    std::optional<Bound> left = read(children[0], depth + 1);
    std::optional<Bound> right = read(children[1], depth + 1);
    // Whatever one side leaves is enough of a bound for both together.
    if (both) return left ? left : right;
    if (!left || !right || left->account_id || right->account_id) return std::nullopt;
    left->values.insert(left->values.end(), right->values.begin(), right->values.end());
    return left;
  }

 private:
  [[nodiscard]] bool is_variable(ExpressionId id) const {
    const std::vector<TraversalStep> steps = static_traversal(file_, id);
    return steps.size() == 2 && steps[0].name == "var" && steps[1].name == name_;
  }

  [[nodiscard]] std::optional<Bound> equality(ExpressionId left, ExpressionId right) const {
    if (is_variable(right)) std::swap(left, right);
    if (!is_variable(left)) return std::nullopt;
    Value value = evaluate_(file_, right);
    if (!value.fully_known()) return std::nullopt;
    return Bound{{std::move(value)}};
  }

  [[nodiscard]] std::optional<Bound> call(const Expression& expression) const {
    const auto arguments = file_.children(expression);
    if (expression.text == "contains" && arguments.size() == 2 && is_variable(arguments[1])) {
      const Value list = evaluate_(file_, arguments[0]);
      if (!list.is(Kind::list) || list.is_encoded() || !list.fully_known()) return std::nullopt;
      return Bound{{list.items().begin(), list.items().end()}};
    }
    if (expression.text != "can" || arguments.size() != 1) return std::nullopt;
    const Expression& regex = file_.expression(arguments[0]);
    const auto parts = file_.children(regex);
    if (regex.kind != ExpressionKind::call || regex.text != "regex" || parts.size() != 2 ||
        !is_variable(parts[1]))
      return std::nullopt;
    const std::optional<std::string> pattern = evaluate_(file_, parts[0]).as_string();
    const bool account = pattern && std::find(std::begin(kAccountPatterns), std::end(kAccountPatterns),
                                              *pattern) != std::end(kAccountPatterns);
    return account ? std::optional(Bound{{}, true}) : std::nullopt;
  }

  const hcl::File& file_;
  const std::string& name_;
  const std::function<Value(const hcl::File&, ExpressionId)>& evaluate_;
};

Value one_of(const std::vector<Value>& values, const std::string& variable, source::Span span) {
  std::vector<value::Alternative> alternatives;
  for (const Value& value : values) {
    const bool repeated =
        std::any_of(alternatives.begin(), alternatives.end(),
                    [&](const value::Alternative& other) { return other.value.same_content(value); });
    if (repeated) continue;
    value::GuardTerm term;
    term.condition = variable + " is " + value.as_text().value_or(value.to_display());
    term.subject = variable;
    term.span = span;
    term.reason = value::Reason{value::ReasonKind::unknown_variable, variable, span};
    alternatives.push_back({value::Guard{{std::move(term)}}, value});
  }
  if (alternatives.size() == 1) return alternatives.front().value;
  return Value::one_of(std::move(alternatives));
}

}  // namespace

std::optional<Value> bounded_by_validation(
    const Declaration& variable, const std::string& name,
    const std::function<Value(const hcl::File&, ExpressionId)>& evaluate) {
  const std::string key = "var." + name;
  for (const hcl::Block& block : variable.block->body.blocks) {
    const hcl::Attribute* condition =
        block.type == "validation" ? block.body.attribute("condition") : nullptr;
    if (condition == nullptr) continue;
    const hcl::File& file = hcl::file_of(hcl::file_of(*variable.file, block), *condition);
    const std::optional<Bound> bound = ConditionReader(file, name, evaluate).read(condition->value);
    if (!bound) continue;
    if (bound->account_id) {
      value::Hole hole{value::HoleKind::account_id, key, {}, {}};
      hole.reason = {value::ReasonKind::unknown_variable, key, variable.block->header};
      return Value::string({std::move(hole)});
    }
    if (!bound->values.empty() && bound->values.size() <= limits::kAlternatives)
      return one_of(bound->values, key, variable.block->header);
  }
  return std::nullopt;
}

}  // namespace rootproof::terraform
