#pragma once

#include <cstdint>
#include <string_view>

#include "parsers/syntax/hcl_ast.h"
#include "parsers/syntax/syntax_tree.h"

namespace rootproof::hcl {

/// What a JSON string means where an expression is expected (hashicorp/hcl, json/spec.md "Expressions").
enum class JsonStrings : std::uint8_t {
  templates,    ///< a template; keys of objects as well
  literal,      ///< text as it is
  expressions,  ///< an expression in native syntax: references and type constraints
};

/// Turns JSON values into the expressions of a file, so that one evaluator serves both syntaxes. Every
/// expression keeps its bytes in the JSON text, also inside strings with escapes.
class JsonExpressions {
 public:
  /// `file.source` is the file the nodes were read from.
  explicit JsonExpressions(File& file) : file_(file) {}

  /// Appends the value as an expression; false on an error, which is then the last Problem of the file.
  bool add(const syntax::SyntaxNode& node, JsonStrings strings);
  /// The expression added last.
  [[nodiscard]] ExpressionId last() const { return static_cast<ExpressionId>(file_.expressions.size() - 1); }
  /// The text of a string, living as long as the file.
  [[nodiscard]] std::string_view stored_text(const syntax::SyntaxNode& string);

 private:
  bool scalar(const syntax::SyntaxNode& node);
  bool number(const syntax::SyntaxNode& node);
  bool string(const syntax::SyntaxNode& node, JsonStrings strings);
  bool literal_string(const syntax::SyntaxNode& node);
  bool collection(const syntax::SyntaxNode& node, JsonStrings strings);
  bool finish(Expression expression, const syntax::SyntaxNode& node, std::span<const ExpressionId> children);
  bool fail(source::Span span, source::ProblemKind kind, std::string message);

  File& file_;
  unsigned height_ = 0;  ///< levels of the expression added last
};

}  // namespace rootproof::hcl
