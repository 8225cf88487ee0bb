#pragma once

#include <map>
#include <string>

#include "parsers/cloudformation/template.h"
#include "parsers/syntax/syntax_tree.h"

namespace rootproof::cloudformation {

/// Evaluates intrinsic functions in the context of a template, as if they stood in a property of it.
class TemplateExpressions {
 public:
  /// The tree of the document must outlive this.
  TemplateExpressions(const syntax::SyntaxNode& document, std::map<std::string, value::Value> parameters,
                      TemplateFiles files);
  TemplateExpressions(const TemplateExpressions&) = delete;
  TemplateExpressions& operator=(const TemplateExpressions&) = delete;

  /// The value of a node, which may belong to another tree: `{"Fn::Sub": "…"}`. Never throws.
  [[nodiscard]] value::Value evaluate(const syntax::SyntaxNode& expression) const;

 private:
  syntax::SyntaxNode document_;
  TemplateFiles files_;
  TemplateInputs inputs_;
};

}  // namespace rootproof::cloudformation
