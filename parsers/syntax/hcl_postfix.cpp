#include <array>
#include <string>

#include "parsers/syntax/hcl_parser.h"

/// What may follow a term: attributes, indexes and splats.
namespace rootproof::hcl {

ExpressionId Parser::postfix(ExpressionId operand) {
  while (!failed()) {
    if (at(TokenKind::dot)) {
      operand = attribute_step(operand);
    } else if (at(TokenKind::open_bracket)) {
      operand = bracket_step(operand);
    } else {
      break;
    }
  }
  return operand;
}

/// `.name`, `.0` or `.*`; at the dot.
ExpressionId Parser::attribute_step(ExpressionId object) {
  const std::uint32_t dot = token_.begin;
  advance();
  if (at(TokenKind::number)) return legacy_index(object);
  if (at(TokenKind::star)) return attribute_splat(object, dot);
  if (!expect(TokenKind::identifier, "the name of an attribute was expected after the dot")) return 0;
  const Token name = token_;
  advance();
  return add(ExpressionKind::get_attribute, node(object).begin, name.end, std::array{object}, text(name));
}

/// `.0`, an index as older versions wrote it. `.0.1` would read as the number 0.1 and is refused.
ExpressionId Parser::legacy_index(ExpressionId object) {
  const std::string_view digits = text(token_);
  if (digits.find('.') != std::string_view::npos) {
    fail_here("`." + std::string(digits) +
              "` would be one number; a second index stands in brackets: `[0][1]`");
    return 0;
  }
  if (!is_well_formed_number(digits)) {
    fail_here("`" + std::string(digits) + "` is no number");
    return 0;
  }
  Expression step;
  step.kind = ExpressionKind::get_attribute;
  step.legacy_index = true;
  step.begin = node(object).begin;
  step.end = token_.end;
  step.text = digits;
  advance();
  return add(step, std::array{object});
}

/// `.*`, with the attributes and legacy indexes behind it applied to each element; at the star.
ExpressionId Parser::attribute_splat(ExpressionId source, std::uint32_t marker) {
  ExpressionId body = add(ExpressionKind::splat_item, marker, token_.end);
  advance();
  while (at(TokenKind::dot)) {
    advance();
    if (at(TokenKind::star)) {
      fail_here("a splat inside of `.*`; `[*]` can hold another one");
      return 0;
    }
    if (at(TokenKind::number)) {
      body = legacy_index(body);
      continue;
    }
    if (!expect(TokenKind::identifier, "the name of an attribute was expected after the dot")) return 0;
    const Token name = token_;
    advance();
    body = add(ExpressionKind::get_attribute, marker, name.end, std::array{body}, text(name));
  }
  if (failed()) return 0;
  return add(ExpressionKind::attribute_splat, node(source).begin, node(body).end, std::array{source, body});
}

/// `[key]` or `[*]`, which takes every step behind it; at the bracket.
ExpressionId Parser::bracket_step(ExpressionId collection) {
  const Token open = token_;
  advance();
  if (at(TokenKind::star)) {
    const Nesting nesting(*this);
    advance();
    if (!expect(TokenKind::close_bracket, "`]` was expected right after the `*`")) return 0;
    const ExpressionId item = add(ExpressionKind::splat_item, open.begin, token_.end);
    advance();
    const ExpressionId body = postfix(item);
    if (failed()) return 0;
    return add(ExpressionKind::full_splat, node(collection).begin, node(body).end,
               std::array{collection, body});
  }
  NewlineMode mode(*this, false);
  if (at(TokenKind::newline)) advance();
  const ExpressionId key = expression();
  if (at(TokenKind::end_of_file)) fail_unclosed(open);
  if (!expect(TokenKind::close_bracket, "`]` was expected after the index")) return 0;
  const ExpressionId result =
      add(ExpressionKind::index, node(collection).begin, token_.end, std::array{collection, key});
  mode.restore();
  advance();
  return result;
}

}  // namespace rootproof::hcl
