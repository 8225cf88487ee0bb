#include "parsers/syntax/hcl_parser.h"

#include <algorithm>
#include <utility>

#include "parsers/source/limits.h"

namespace rootproof::hcl {

Parser::Parser(File& file, std::uint32_t begin, std::uint32_t end)
    : file_(file),
      text_(file.source->text().substr(0, end)),
      lexer_(text_),
      first_expression_(file.expressions.size()) {
  lexer_.seek(begin);
  token_.begin = token_.end = begin;
  if (first_expression_ == 0) {
    // Real files have an expression for every 15 to 30 bytes.
    const std::size_t expected = (end - begin) / 24;
    file_.expressions.reserve(expected);
    file_.child_ids.reserve(expected);
    heights_.reserve(expected);
  }
}

bool Parser::parse_lone_expression() {
  lexer_.set_newlines(false);
  advance();
  expression();
  if (!failed() && !at(TokenKind::end_of_file)) fail_here("more text after the end of the expression");
  return !failed();
}

bool Parser::parse_lone_template() {
  position_ = lexer_.position();
  const std::uint32_t begin = position_;
  scan_template(TemplateKind::file, {});
  build_template({}, begin, position_, false);
  return !failed();
}

void Parser::advance() {
  previous_end_ = token_.end;
  token_ = lexer_.next();
  if (token_.kind == TokenKind::invalid) [[unlikely]] {
    fail_here(describe_invalid(text(token_)));
  }
}

bool Parser::at_keyword(std::string_view word) const {
  return at(TokenKind::identifier) && text(token_) == word;
}

std::string_view Parser::text(const Token& token) const { return slice(token.begin, token.end); }

std::string_view Parser::slice(std::uint32_t begin, std::uint32_t end) const {
  return text_.substr(begin, end - begin);
}

bool Parser::expect(TokenKind kind, std::string_view message) {
  if (at(kind)) return true;
  fail_here(std::string(message));
  return false;
}

void Parser::fail(std::uint32_t begin, std::uint32_t end, std::string message, source::ProblemKind kind) {
  if (failed()) return;
  problem_ = source::Problem{kind, file_.source->span(begin, end), std::move(message)};
  read_to_ = std::max(lexer_.position(), position_);
  const auto size = static_cast<std::uint32_t>(text_.size());
  lexer_.seek(size);
  token_ = {TokenKind::end_of_file, size, size};
  position_ = size;
  // What a failed function returns as an id must name something.
  if (file_.expressions.empty()) file_.expressions.emplace_back();
}

void Parser::fail_unclosed(const Token& open) {
  fail(open.begin, open.end, "the file ends before this `" + std::string(text(open)) + "` is closed");
}

std::string Parser::line_of(std::uint32_t offset) const {
  return std::to_string(file_.source->location(offset).line);
}

ExpressionId Parser::add(Expression expression, std::span<const ExpressionId> children) {
  if (failed()) return 0;
  if (file_.expressions.size() >= limits::kSyntaxNodes) {
    fail(expression.begin, expression.end,
         "more than the limit of " + std::to_string(limits::kSyntaxNodes) + " expressions in one file",
         source::ProblemKind::limit);
    return 0;
  }
  unsigned height = 1;
  for (const ExpressionId child : children) {
    height = std::max(height, heights_[child - first_expression_] + 1U);
  }
  if (height > limits::kExpressionHeight) {
    fail(
        expression.begin, expression.end,
        "this expression has more than the limit of " + std::to_string(limits::kExpressionHeight) + " levels",
        source::ProblemKind::limit);
    return 0;
  }
  expression.first_child = static_cast<std::uint32_t>(file_.child_ids.size());
  expression.child_count = static_cast<std::uint32_t>(children.size());
  file_.child_ids.insert(file_.child_ids.end(), children.begin(), children.end());
  file_.expressions.push_back(expression);
  heights_.push_back(static_cast<std::uint16_t>(height));
  return static_cast<ExpressionId>(file_.expressions.size() - 1);
}

ExpressionId Parser::add(ExpressionKind kind, std::uint32_t begin, std::uint32_t end,
                         std::span<const ExpressionId> children, std::string_view text) {
  Expression expression;
  expression.kind = kind;
  expression.begin = begin;
  expression.end = end;
  expression.text = text;
  return add(expression, children);
}

Parser::Nesting::Nesting(Parser& parser) : parser_(parser) {
  if (++parser_.depth_ > limits::kSyntaxDepth) {
    parser_.fail(parser_.token_.begin, parser_.token_.end,
                 "nested deeper than the limit of " + std::to_string(limits::kSyntaxDepth) + " levels",
                 source::ProblemKind::limit);
  }
}

}  // namespace rootproof::hcl
