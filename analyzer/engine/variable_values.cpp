#include "analyzer/engine/variable_values.h"

#include <utility>

#include "parsers/source/limits.h"
#include "parsers/terraform/expression.h"

namespace rootproof::engine {
namespace {

using value::OriginKind;
using value::Value;

Value evaluate_constant(const hcl::File& file, hcl::ExpressionId expression) {
  std::size_t steps = limits::kEvaluationSteps;
  unsigned depth = 0;
  terraform::Scope scope;
  scope.steps = &steps;
  scope.depth = &depth;
  scope.resolve = [](std::string_view root, const std::vector<terraform::TraversalStep>&, std::size_t&,
                     source::Span span) {
    return Value::unknown({value::ReasonKind::invalid,
                           "reference to " + std::string(root) + " where only constants are allowed", span});
  };
  return terraform::evaluate(file, expression, scope);
}

}  // namespace

void add_variable_values(const hcl::File& file, VariableValues& out) {
  for (const hcl::Attribute& attribute : file.body.attributes) {
    const std::string name(attribute.name);
    out.emplace_back(name, evaluate_constant(file, attribute.value)
                               .with_step({OriginKind::variable_file, attribute.span, "var." + name}));
  }
}

namespace {

/// The same value without places: what stands in the environment is not shown in any report.
Value without_places(const Value& value, const value::Origin& origin) {
  switch (value.kind()) {
    case Value::Kind::string:
      return Value::string(value.as_string().value_or(""), origin);
    case Value::Kind::list: {
      std::vector<Value> items;
      for (const Value& item : value.items()) items.push_back(without_places(item, origin));
      return Value::list(std::move(items), origin, value.list_kind());
    }
    case Value::Kind::map: {
      std::vector<value::Member> members;
      for (const value::Member& member : value.members())
        members.push_back({member.key, {}, without_places(member.value, origin)});
      return Value::map(std::move(members), origin, value.map_kind());
    }
    case Value::Kind::boolean:
      return Value::boolean(value.as_boolean(), origin);
    case Value::Kind::number:
      return Value::number(value.as_number(), origin);
    case Value::Kind::null:
    case Value::Kind::absent:
    case Value::Kind::unknown:
    case Value::Kind::one_of:
      break;
  }
  return value.is(Value::Kind::null)
             ? Value::null(origin)
             : Value::unknown({value::ReasonKind::invalid, "a value of the environment", {}});
}

}  // namespace

Value expression_value(const GivenVariable& given) {
  const hcl::File& file = *given.expression;
  if (!file.problems.empty() || file.expressions.empty()) {
    return Value::unknown(
        {value::ReasonKind::invalid, "the value of var." + given.name + " is no expression", given.span});
  }
  const Value value = evaluate_constant(file, static_cast<hcl::ExpressionId>(file.expressions.size() - 1));
  const value::OriginStep step = *given.value.origin().step();
  return given.environment ? without_places(value, value::Origin(step)) : value.with_step(step);
}

}  // namespace rootproof::engine
