#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "parsers/syntax/hcl_ast.h"
#include "parsers/syntax/hcl_lexer.h"
#include "parsers/syntax/hcl_template.h"

namespace rootproof::hcl {

/// Finds the attribute of a name in one body that is growing. Most bodies are small.
class AttributeNames {
 public:
  [[nodiscard]] const Attribute* find(const Body& body, std::string_view name);

 private:
  std::unordered_map<std::string_view, std::size_t> index_;
  std::size_t known_ = 0;
};

/// The strict parser: recursive descent, one token of look-ahead, one pass. It appends to `file` and stops at
/// the first error: from then on every token is the end of the file, so that all loops run out by themselves.
class Parser {
 public:
  /// Reads the bytes [begin, end) of the file as if they were alone; places stay those of the file.
  Parser(File& file, std::uint32_t begin, std::uint32_t end);
  explicit Parser(File& file) : Parser(file, 0, file.source->whole().end) {}
  /// Reads a text that the file holds in another form, as JSON does. Places are offsets into `text`, which
  /// must live as long as the file; literal text is cut at the `cuts`, sorted offsets as well.
  Parser(File& file, std::string_view text, std::span<const std::uint32_t> cuts);

  /// Attributes and blocks up to the end, appended to `file.body`, whose attributes are `names`. False on an
  /// error: then the items before the one at `item_begin()` are in the body, and nothing else is left behind.
  bool parse_items(AttributeNames& names);
  /// The range as one expression, line breaks being blank, or as one template. The result is the last
  /// expression of the file.
  bool parse_lone_expression();
  bool parse_lone_template();
  /// Levels of the last expression of the file, which this parser added.
  [[nodiscard]] unsigned height() const { return heights_.empty() ? 1 : heights_.back(); }

  [[nodiscard]] const std::optional<source::Problem>& problem() const { return problem_; }
  /// Where the item of the file's body begins that is being read.
  [[nodiscard]] std::uint32_t item_begin() const { return item_begin_; }
  /// How far the text was looked at before the error.
  [[nodiscard]] std::uint32_t read_to() const { return read_to_; }

 private:
  class Nesting;
  class NewlineMode;

  // hcl_parser.cpp: tokens, errors, nodes
  void advance();
  [[nodiscard]] bool at(TokenKind kind) const { return token_.kind == kind; }
  [[nodiscard]] bool at_keyword(std::string_view word) const;
  [[nodiscard]] std::string_view text(const Token& token) const;
  [[nodiscard]] std::string_view slice(std::uint32_t begin, std::uint32_t end) const;
  bool expect(TokenKind kind, std::string_view message);
  void fail(std::uint32_t begin, std::uint32_t end, std::string message,
            source::ProblemKind kind = source::ProblemKind::syntax);
  void fail_here(std::string message) { fail(token_.begin, token_.end, std::move(message)); }
  void fail_unclosed(const Token& open);
  [[nodiscard]] bool failed() const { return problem_.has_value(); }
  [[nodiscard]] std::string line_of(std::uint32_t offset) const;
  ExpressionId add(Expression expression, std::span<const ExpressionId> children);
  ExpressionId add(ExpressionKind kind, std::uint32_t begin, std::uint32_t end,
                   std::span<const ExpressionId> children = {}, std::string_view text = {});
  [[nodiscard]] const Expression& node(ExpressionId id) const { return file_.expressions[id]; }

  // hcl_body.cpp
  void items(Body& body, TokenKind close, AttributeNames& names);
  void begin_item();
  void drop_item();
  void item(Body& body, AttributeNames& names);
  void attribute(Body& body, const Token& name);
  void add_attribute(Body& body, const Token& name, ExpressionId value);
  void block(Body& body, const Token& type);
  void labels(Block& block);
  void block_body(Body& body);
  void one_line_body(Body& body);
  void end_of_line(std::string_view message);

  // hcl_expression.cpp
  ExpressionId expression();
  ExpressionId binary(unsigned lowest);
  ExpressionId unary();
  ExpressionId term();
  ExpressionId identifier_term();
  ExpressionId number_term();
  ExpressionId call(const Token& name);
  ExpressionId parentheses();
  ExpressionId tuple();
  ExpressionId object();
  ExpressionId object_items(const Token& open, NewlineMode& mode);
  ExpressionId object_key();
  ExpressionId for_expression(const Token& open, NewlineMode& mode, TokenKind close);
  struct ForNames {
    std::string_view key;
    std::string_view value;
  };
  std::optional<ForNames> for_names();

  // hcl_postfix.cpp
  ExpressionId postfix(ExpressionId operand);
  ExpressionId attribute_step(ExpressionId object);
  ExpressionId legacy_index(ExpressionId object);
  ExpressionId attribute_splat(ExpressionId source, std::uint32_t marker);
  ExpressionId bracket_step(ExpressionId collection);

  // hcl_template.cpp: from text to parts
  /// How much lay on the stacks when a template began.
  struct TemplateMark {
    std::size_t part = 0;
    std::size_t piece = 0;
  };
  [[nodiscard]] TemplateMark mark_template() const { return {parts_.size(), pieces_.size()}; }
  void drop_template(TemplateMark mark);
  ExpressionId quoted_template();
  ExpressionId heredoc_template();
  void quoted_label(Label& label);
  void scan_template(TemplateKind kind, std::string_view marker);
  void scan_literal(TemplateKind kind);
  bool scan_marked_run();
  void scan_escape();
  void scan_code_point_escape(std::uint32_t digits);
  [[nodiscard]] bool at_lone_carriage_return() const;
  void scan_rest_of_file();
  void scan_line_break(TemplateKind kind);
  void scan_sequence(std::size_t first_part);
  void scan_directive(TemplatePart& part);
  struct Line {
    std::uint32_t content_end = 0;  ///< behind the last character that is no white space
    std::uint32_t end = 0;          ///< before the line break
  };
  [[nodiscard]] std::optional<Line> closing_line(std::string_view marker) const;
  void push_verbatim(std::uint32_t begin, std::uint32_t end);
  [[nodiscard]] char peek(std::size_t position) const {
    return position < text_.size() ? text_[position] : '\0';
  }

  // hcl_template_tree.cpp: from parts to nodes
  void trim_left(TemplatePart& part);
  void trim_right(TemplatePart& part);
  void flush_lines(std::size_t first_part);
  [[nodiscard]] bool ends_line(const TemplatePart& part) const;
  [[nodiscard]] std::optional<std::size_t> indentation(const TemplatePart& part) const;
  ExpressionId build_template(TemplateMark mark, std::uint32_t begin, std::uint32_t end, bool heredoc);
  void open_directive(const TemplatePart& part, std::vector<DirectiveFrame>& open);
  void close_directive(const TemplatePart& part, std::vector<DirectiveFrame>& open, bool heredoc);
  void add_literal(const TemplatePart& part, std::size_t first_child);
  void add_literal_piece(const LiteralPiece& piece);
  ExpressionId add_template(std::size_t first_child, std::uint32_t begin, std::uint32_t end, bool heredoc,
                            bool unwraps);

  File& file_;
  std::string_view text_;  ///< up to the end of the range
  std::span<const std::uint32_t> cuts_;
  Lexer lexer_;
  Token token_;
  std::uint32_t previous_end_ = 0;  ///< end of the token before
  std::uint32_t item_begin_ = 0;
  std::uint32_t read_to_ = 0;
  std::uint32_t position_ = 0;  ///< inside templates
  unsigned depth_ = 0;
  std::optional<source::Problem> problem_;
  std::vector<std::uint16_t> heights_;  ///< of the trees below the expressions from first_expression_ on
  std::size_t first_expression_;
  /// Sizes of the file's storage when the current item began.
  struct StorageMark {
    std::size_t expressions = 0;
    std::size_t child_ids = 0;
    std::size_t decoded = 0;
  } item_mark_;
  // Stacks for lists that are still growing: each user works above the size it found and cuts back to it.
  std::vector<ExpressionId> children_;
  std::vector<TemplatePart> parts_;
  std::vector<LiteralPiece> pieces_;
};

/// Counts one level of nesting for as long as it lives; false when that is too deep, which is then reported.
class Parser::Nesting {
 public:
  explicit Nesting(Parser& parser);
  ~Nesting() { --parser_.depth_; }
  Nesting(const Nesting&) = delete;
  Nesting& operator=(const Nesting&) = delete;
  explicit operator bool() const { return !parser_.failed(); }

 private:
  Parser& parser_;
};

/// Sets whether line breaks are tokens from the next token on, until `restore()`, which must come before the
/// token behind the closing bracket is read.
class Parser::NewlineMode {
 public:
  NewlineMode(Parser& parser, bool newlines) : parser_(parser), before_(parser.lexer_.newlines()) {
    parser_.lexer_.set_newlines(newlines);
  }
  void restore() { parser_.lexer_.set_newlines(before_); }

 private:
  Parser& parser_;
  bool before_;
};

}  // namespace rootproof::hcl
