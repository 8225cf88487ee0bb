#pragma once

#include <map>
#include <string>

#include "parsers/resource.h"
#include "parsers/syntax/syntax_tree.h"

namespace rootproof::cloudformation {

/// What a template is evaluated with.
struct TemplateInputs {
  /// Parameter values given by the user (--parameter, --parameter-file), each with its origin.
  std::map<std::string, value::Value> parameters;
};

/// True when the document is a CloudFormation or SAM template by structure (cloudformation.md §4).
[[nodiscard]] bool is_template(const syntax::SyntaxNode& document);

/// Evaluates a template: every resource with its properties, conditions as guards, parameters as resources of
/// kind template_parameter. What cannot be evaluated is unknown with a reason. Never throws.
[[nodiscard]] EvaluatedUnit evaluate_template(const syntax::SyntaxTree& tree,
                                              const syntax::SyntaxNode& document,
                                              const TemplateInputs& inputs);

}  // namespace rootproof::cloudformation
