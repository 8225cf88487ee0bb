#include "analyzer/engine/variable_values.h"

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
  scope.functions.file = [](const std::string&) -> const source::SourceFile* { return nullptr; };
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

Value lone_value(const hcl::File& file) {
  if (file.expressions.empty()) return Value::null();
  return evaluate_constant(file, static_cast<hcl::ExpressionId>(file.expressions.size() - 1));
}

}  // namespace rootproof::engine
