#include <algorithm>
#include <string>
#include <utility>

#include "parsers/syntax/hcl_parser.h"

namespace rootproof::hcl {

const Attribute* Body::attribute(std::string_view name) const {
  const auto found = std::find_if(attributes.begin(), attributes.end(),
                                  [&](const Attribute& attribute) { return attribute.name == name; });
  return found != attributes.end() ? &*found : nullptr;
}

ExpressionId File::unwrapped(ExpressionId id) const {
  for (;;) {
    const Expression& outer = expression(id);
    const std::span<const ExpressionId> inside = children(outer);
    const bool is_template = outer.kind == ExpressionKind::template_string && inside.size() == 1 &&
                             expression(inside[0]).kind == ExpressionKind::template_interpolation;
    const bool wraps = is_template || outer.kind == ExpressionKind::template_interpolation ||
                       outer.kind == ExpressionKind::parentheses;
    if (!wraps || inside.size() != 1) return id;
    id = inside[0];
  }
}

const Attribute* AttributeNames::find(const Body& body, std::string_view name) {
  constexpr std::size_t kSmall = 16;
  if (body.attributes.size() <= kSmall) return body.attribute(name);
  for (; known_ < body.attributes.size(); ++known_) index_.emplace(body.attributes[known_].name, known_);
  const auto found = index_.find(name);
  return found != index_.end() ? &body.attributes[found->second] : nullptr;
}

bool Parser::parse_items(AttributeNames& names) {
  begin_item();
  advance();
  items(file_.body, TokenKind::end_of_file, names);
  if (failed()) drop_item();
  return !failed();
}

/// Items up to the closing token, which stays the current one; or up to the end of the file.
void Parser::items(Body& body, TokenKind close, AttributeNames& names) {
  const bool top = close == TokenKind::end_of_file;
  for (;;) {
    // The item before is complete, whatever comes after its line break.
    if (top) begin_item();
    while (at(TokenKind::newline)) advance();
    if (at(close) || at(TokenKind::end_of_file)) return;
    if (top) begin_item();
    item(body, names);
  }
}

void Parser::begin_item() {
  if (failed()) return;
  item_begin_ = at(TokenKind::newline) ? token_.end : token_.begin;
  item_mark_ = {file_.expressions.size(), file_.child_ids.size(), file_.decoded.size()};
}

void Parser::drop_item() {
  file_.expressions.resize(item_mark_.expressions);
  file_.child_ids.resize(item_mark_.child_ids);
  file_.decoded.resize(item_mark_.decoded);
}

void Parser::item(Body& body, AttributeNames& names) {
  const Token name = token_;
  if (at(TokenKind::quote)) return fail_here("the name of an argument or block stands without quotes");
  if (!expect(TokenKind::identifier, "an argument or a block was expected here")) return;
  advance();
  switch (token_.kind) {
    case TokenKind::assign:
      if (const Attribute* first = names.find(body, text(name))) {
        return fail(name.begin, name.end,
                    "the argument `" + std::string(text(name)) +
                        "` is set a second time; the first stands in line " + line_of(first->span.begin));
      }
      return attribute(body, name);
    case TokenKind::identifier:
    case TokenKind::quote:
    case TokenKind::open_brace:
      return block(body, name);
    default:
      return fail(name.begin, name.end,
                  "an argument (`" + std::string(text(name)) + " = …`) or a block (`" +
                      std::string(text(name)) + " { … }`) was expected here");
  }
}

void Parser::end_of_line(std::string_view message) {
  if (!at(TokenKind::end_of_file)) expect(TokenKind::newline, message);
}

/// An argument on a line of its own; at the equals sign.
void Parser::attribute(Body& body, const Token& name) {
  advance();
  const ExpressionId value = expression();
  if (at(TokenKind::comma)) return fail_here("arguments are separated by line breaks, not by commas");
  end_of_line("a line break was expected after the argument");
  add_attribute(body, name, value);
}

void Parser::add_attribute(Body& body, const Token& name, ExpressionId value) {
  if (failed()) return;
  Attribute& attribute = body.attributes.emplace_back();
  attribute.name = text(name);
  attribute.name_span = file_.source->span(name.begin, name.end);
  attribute.value = value;
  attribute.span = file_.source->span(name.begin, node(value).end);
}

void Parser::block(Body& body, const Token& type) {
  const Nesting nesting(*this);
  Block block;
  block.type = text(type);
  block.type_span = file_.source->span(type.begin, type.end);
  labels(block);
  block.header = file_.source->span(type.begin, previous_end_);
  if (at(TokenKind::assign)) return fail_here("an argument has no labels, and a block no `=`");
  if (!expect(TokenKind::open_brace,
              "a block label or `{` was expected here, on the line of the block's type")) {
    return;
  }
  block_body(block.body);
  block.span = file_.source->span(type.begin, token_.end);
  advance();
  // With the line end missing, the block is not healthy either.
  end_of_line("a line break was expected after the block");
  if (!failed()) body.blocks.push_back(std::move(block));
}

void Parser::labels(Block& block) {
  for (;;) {
    if (at(TokenKind::identifier)) {
      block.labels.push_back({std::string(text(token_)), file_.source->span(token_.begin, token_.end)});
      advance();
    } else if (at(TokenKind::quote)) {
      quoted_label(block.labels.emplace_back());
    } else {
      return;
    }
  }
}

/// From `{` to `}`, which stays the current token.
void Parser::block_body(Body& body) {
  const Token open = token_;
  advance();
  if (at(TokenKind::newline) || at(TokenKind::close_brace) || at(TokenKind::end_of_file)) {
    AttributeNames names;
    items(body, TokenKind::close_brace, names);
    if (at(TokenKind::end_of_file)) return fail_unclosed(open);
  } else {
    one_line_body(body);
  }
  body.span = file_.source->span(open.begin, token_.end);
}

void Parser::one_line_body(Body& body) {
  const Token name = token_;
  if (!expect(TokenKind::identifier, "an argument was expected here")) return;
  advance();
  if (!expect(TokenKind::assign, "`=` was expected here: a block on one line holds one argument")) return;
  advance();
  const ExpressionId value = expression();
  expect(TokenKind::close_brace,
         "`}` was expected here: a block on one line holds one argument and closes there");
  add_attribute(body, name, value);
}

}  // namespace rootproof::hcl
