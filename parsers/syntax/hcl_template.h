#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "parsers/syntax/hcl_ast.h"

/// What the parser keeps of a template between scanning it and building its nodes. Trimming (`~`) and the
/// flush rule of `<<-` work on these parts, in the order of the reference (terraform.md §1.5; hashicorp/hcl,
/// hclsyntax/parser_template.go).
namespace rootproof::hcl {

enum class TemplateKind : std::uint8_t {
  quoted,   ///< `"…"`: backslash escapes, no line breaks
  heredoc,  ///< `<<MARKER`: each line is a literal of its own
  file,     ///< a whole file, literals as in a heredoc
};

/// A run of literal text: bytes of the file, or one decoded escape.
struct LiteralPiece {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::string_view text;
  bool verbatim = false;
};

struct TemplatePart {
  enum class Kind : std::uint8_t {
    literal,
    interpolation,
    if_directive,
    else_directive,
    endif_directive,
    for_directive,
    endfor_directive,
  };
  Kind kind = Kind::literal;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  ExpressionId expression = 0;  ///< interpolated, condition, or collection
  std::string_view value_name;  ///< of a for directive
  std::string_view key_name;
  std::size_t first_piece = 0;  ///< of a literal
  std::size_t piece_count = 0;
};

/// An if or for directive whose end was not met yet. Its children lie above `first_child` on the stack.
struct DirectiveFrame {
  TemplatePart open;
  std::size_t first_child = 0;
  std::uint32_t body_begin = 0;
  bool in_else = false;
  ExpressionId then_body = 0;
};

}  // namespace rootproof::hcl
