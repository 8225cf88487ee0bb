#include "parsers/cloudformation/expressions.h"

#include <utility>

#include "parsers/cloudformation/choices.h"
#include "parsers/cloudformation/evaluator.h"

namespace rootproof::cloudformation {

TemplateExpressions::TemplateExpressions(const syntax::SyntaxNode& document,
                                         std::map<std::string, value::Value> parameters, TemplateFiles files)
    : document_(document), files_(std::move(files)) {
  inputs_.parameters = std::move(parameters);
  inputs_.files = &files_;
}

/// With an evaluator of its own: its steps are counted anew, and nodes of several trees do not meet in one.
value::Value TemplateExpressions::evaluate(const syntax::SyntaxNode& expression) const {
  Evaluator evaluator(document_, inputs_);
  return push_choice_into_members(evaluator.evaluate(expression));
}

}  // namespace rootproof::cloudformation
