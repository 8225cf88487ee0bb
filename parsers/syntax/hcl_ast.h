#pragma once

#include <cstdint>
#include <list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/source/problem.h"
#include "parsers/source/source_file.h"

/// The abstract syntax tree of HCL native syntax (hashicorp/hcl, hclsyntax/spec.md).
namespace rootproof::hcl {

/// Index of an Expression in its File.
using ExpressionId = std::uint32_t;

/// Children of each kind are listed in order.
enum class ExpressionKind : std::uint8_t {
  literal_null,
  literal_bool,     ///< text: "true" or "false"
  literal_number,   ///< text: digits as written
  variable,         ///< text: root name of a traversal
  get_attribute,    ///< text: name; [object]. Also `.0` (legacy index): then `legacy_index` is set
  index,            ///< [collection, key]
  attribute_splat,  ///< `.*`: [source, body]; body is a chain of get_attribute over splat_item, or splat_item
                    ///< itself
  full_splat,       ///< `[*]`: [source, body]
  splat_item,       ///< the element inside a splat's body
  call,             ///< text: name with `::`; [arguments…]; `expand_last` when the last ends in `...`
  unary,            ///< op; [operand]
  binary,           ///< op; [left, right]
  conditional,      ///< [condition, then, else]
  parentheses,      ///< [inner]
  tuple,            ///< [items…]
  object,           ///< [key, value, key, value…]; a bare identifier key is a `template_literal`
  for_tuple,        ///< text: value variable, text2: key variable or ""; [collection, value, condition?]
  for_object,       ///< the same; [collection, key, value, condition?]; `group` when `...` follows the value
  template_string,  ///< quoted or heredoc: [pieces…]; `heredoc` tells which. One interpolation alone keeps
                    ///< its type
  template_literal,  ///< text: decoded text of one piece. `verbatim`: text is exactly the bytes of the span
  template_interpolation,  ///< [expression]
  template_if,             ///< [condition, then: template_string, else: template_string or none]
  template_for,  ///< text: value variable, text2: key variable or ""; [collection, body: template_string]
};

enum class Operator : std::uint8_t {
  none,
  add,
  subtract,
  multiply,
  divide,
  modulo,
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  logical_and,
  logical_or,
  negate,
  logical_not,
};

struct Expression {
  ExpressionKind kind = ExpressionKind::literal_null;
  Operator op = Operator::none;
  bool legacy_index = false;
  bool expand_last = false;
  bool group = false;
  bool heredoc = false;
  bool verbatim = false;
  std::uint32_t begin = 0;  ///< bytes of the file
  std::uint32_t end = 0;
  std::uint32_t first_child = 0;  ///< into File::child_ids
  std::uint32_t child_count = 0;
  std::string_view text;  ///< into the source text or File::decoded
  std::string_view text2;
};

struct File;

struct Attribute {
  std::string_view name;
  source::Span name_span;
  ExpressionId value = 0;
  source::Span span;           ///< from the name to the end of the value
  const File* file = nullptr;  ///< where it stands, when not in the file of its block (override files)
};

struct Label {
  std::string text;  ///< decoded
  source::Span span;
};

struct Block;

struct Body {
  std::vector<Attribute> attributes;
  std::vector<Block> blocks;
  source::Span span;

  [[nodiscard]] const Attribute* attribute(std::string_view name) const;
};

struct Block {
  std::string_view type;
  std::vector<Label> labels;
  Body body;
  source::Span type_span;
  source::Span header;         ///< type and labels, for messages
  source::Span span;           ///< whole block with its closing brace
  const File* file = nullptr;  ///< where it stands, when not in the file of the block around it
};

/// A parsed file. Owns its nodes; views point into the SourceFile's text or into `decoded`.
struct File {
  const source::SourceFile* source = nullptr;
  Body body;
  std::vector<Expression> expressions;
  std::vector<ExpressionId> child_ids;
  std::list<std::string> decoded;  ///< storage of decoded escapes; views stay valid
  source::Problems problems;
  /// Set when errors were found and `body` holds only the healthy blocks.
  bool recovered = false;
  /// Set when the nodes were given back because nobody was to look at them any more.
  bool released = false;

  [[nodiscard]] const Expression& expression(ExpressionId id) const { return expressions[id]; }
  [[nodiscard]] std::span<const ExpressionId> children(const Expression& expression) const {
    return {child_ids.data() + expression.first_child, expression.child_count};
  }
  [[nodiscard]] source::Span span(const Expression& expression) const {
    return {source->id(), expression.begin, expression.end};
  }
  /// What stands inside of parentheses, and of templates that are one interpolation, as every expression is
  /// in the JSON syntax: they say the same (HCL Syntax-Agnostic Information Model; "Template
  /// Interpolations").
  [[nodiscard]] ExpressionId unwrapped(ExpressionId id) const;
};

/// The file an attribute or block stands in, found in a block of `file`.
template <class Part>
[[nodiscard]] const File& file_of(const File& file, const Part& part) {
  return part.file == nullptr ? file : *part.file;
}

}  // namespace rootproof::hcl
