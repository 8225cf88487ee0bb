#include <array>
#include <string>
#include <utility>

#include "parsers/syntax/hcl_parser.h"

namespace rootproof::hcl {
namespace {

struct BinaryOperator {
  unsigned level = 0;  ///< 0: no binary operator; a higher level binds tighter
  Operator op = Operator::none;
};

BinaryOperator binary_operator(TokenKind kind) {
  switch (kind) {
    case TokenKind::logical_or:
      return {1, Operator::logical_or};
    case TokenKind::logical_and:
      return {2, Operator::logical_and};
    case TokenKind::equal:
      return {3, Operator::equal};
    case TokenKind::not_equal:
      return {3, Operator::not_equal};
    case TokenKind::less:
      return {4, Operator::less};
    case TokenKind::less_equal:
      return {4, Operator::less_equal};
    case TokenKind::greater:
      return {4, Operator::greater};
    case TokenKind::greater_equal:
      return {4, Operator::greater_equal};
    case TokenKind::plus:
      return {5, Operator::add};
    case TokenKind::minus:
      return {5, Operator::subtract};
    case TokenKind::star:
      return {6, Operator::multiply};
    case TokenKind::slash:
      return {6, Operator::divide};
    case TokenKind::percent:
      return {6, Operator::modulo};
    default:
      return {};
  }
}

}  // namespace

/// The conditional binds weakest and groups to the right: `a ? 1 : b ? 2 : 3` is `a ? 1 : (b ? 2 : 3)`.
ExpressionId Parser::expression() {
  const Nesting nesting(*this);
  if (!nesting) return 0;
  const ExpressionId condition = binary(1);
  if (!at(TokenKind::question)) return condition;
  advance();
  const ExpressionId then = expression();
  if (!expect(TokenKind::colon, "`:` and the other value of the conditional were expected here")) return 0;
  advance();
  const ExpressionId otherwise = expression();
  if (failed()) return 0;
  return add(ExpressionKind::conditional, node(condition).begin, node(otherwise).end,
             std::array{condition, then, otherwise});
}

/// Operators from level `lowest` up. Equal levels group to the left.
ExpressionId Parser::binary(unsigned lowest) {
  ExpressionId left = unary();
  for (;;) {
    const BinaryOperator next = binary_operator(token_.kind);
    if (next.level < lowest || next.level == 0) return left;
    advance();
    const ExpressionId right = binary(next.level + 1);
    if (failed()) return 0;
    Expression operation;
    operation.kind = ExpressionKind::binary;
    operation.op = next.op;
    operation.begin = node(left).begin;
    operation.end = node(right).end;
    left = add(operation, std::array{left, right});
  }
}

ExpressionId Parser::unary() {
  if (!at(TokenKind::minus) && !at(TokenKind::bang)) return postfix(term());
  const Nesting nesting(*this);
  Expression operation;
  operation.kind = ExpressionKind::unary;
  operation.op = at(TokenKind::minus) ? Operator::negate : Operator::logical_not;
  operation.begin = token_.begin;
  advance();
  const ExpressionId operand = unary();
  if (failed()) return 0;
  operation.end = node(operand).end;
  return add(operation, std::array{operand});
}

ExpressionId Parser::term() {
  switch (token_.kind) {
    case TokenKind::identifier:
      return identifier_term();
    case TokenKind::number:
      return number_term();
    case TokenKind::quote:
      return quoted_template();
    case TokenKind::heredoc:
      return heredoc_template();
    case TokenKind::open_parenthesis:
      return parentheses();
    case TokenKind::open_bracket:
      return tuple();
    case TokenKind::open_brace:
      return object();
    case TokenKind::end_of_file:
      fail_here("a value was expected here, but the file ends");
      return 0;
    case TokenKind::newline:
      fail(token_.begin, token_.begin, "a value was expected on this line");
      return 0;
    default:
      fail_here("a value was expected here");
      return 0;
  }
}

ExpressionId Parser::number_term() {
  const Token number = token_;
  if (!is_well_formed_number(text(number))) {
    fail_here("`" + std::string(text(number)) + "` is no number; text such as an address stands in quotes");
    return 0;
  }
  advance();
  return add(ExpressionKind::literal_number, number.begin, number.end, {}, text(number));
}

/// A keyword, a call or the root of a reference.
ExpressionId Parser::identifier_term() {
  const Token name = token_;
  advance();
  if (at(TokenKind::open_parenthesis) || at(TokenKind::double_colon)) return call(name);
  const std::string_view word = text(name);
  ExpressionKind kind = ExpressionKind::variable;
  if (word == "true" || word == "false") kind = ExpressionKind::literal_bool;
  if (word == "null") kind = ExpressionKind::literal_null;
  return add(kind, name.begin, name.end, {}, word);
}

/// `name(…)` or `space::name(…)`; the name was read. Blanks around `::` are dropped from the name.
ExpressionId Parser::call(const Token& name) {
  Expression call;
  call.kind = ExpressionKind::call;
  call.begin = name.begin;
  call.text = text(name);
  bool contiguous = true;
  std::string full_name(call.text);
  while (at(TokenKind::double_colon)) {
    contiguous = contiguous && token_.begin == previous_end_;
    advance();
    if (!expect(TokenKind::identifier, "the name of a function was expected after `::`")) return 0;
    contiguous = contiguous && token_.begin == previous_end_;
    full_name.append("::").append(text(token_));
    call.text = slice(name.begin, token_.end);
    advance();
  }
  if (!contiguous) call.text = file_.decoded.emplace_back(std::move(full_name));
  const Token open = token_;
  if (!expect(TokenKind::open_parenthesis, "`(` was expected after the name of the function")) return 0;

  NewlineMode mode(*this, false);
  const std::size_t first = children_.size();
  advance();
  while (!at(TokenKind::close_parenthesis)) {
    children_.push_back(expression());
    if (at(TokenKind::ellipsis)) {
      call.expand_last = true;
      advance();
      if (!expect(TokenKind::close_parenthesis, "`...` belongs to the last argument: `)` was expected here"))
        break;
    } else if (at(TokenKind::comma)) {
      advance();
    } else if (at(TokenKind::end_of_file)) {
      fail_unclosed(open);
      break;
    } else if (!expect(TokenKind::close_parenthesis, "`,` or `)` was expected after the argument")) {
      break;
    }
  }
  call.end = token_.end;
  const ExpressionId result = add(call, std::span(children_).subspan(first));
  children_.resize(first);
  mode.restore();
  advance();
  return result;
}

ExpressionId Parser::parentheses() {
  const Token open = token_;
  NewlineMode mode(*this, false);
  advance();
  const ExpressionId inner = expression();
  if (at(TokenKind::end_of_file)) fail_unclosed(open);
  if (!expect(TokenKind::close_parenthesis, "`)` was expected here")) return 0;
  const ExpressionId result = add(ExpressionKind::parentheses, open.begin, token_.end, std::array{inner});
  mode.restore();
  advance();
  return result;
}

ExpressionId Parser::tuple() {
  const Token open = token_;
  NewlineMode mode(*this, false);
  advance();
  if (at_keyword("for")) return for_expression(open, mode, TokenKind::close_bracket);
  const std::size_t first = children_.size();
  while (!at(TokenKind::close_bracket)) {
    children_.push_back(expression());
    if (at(TokenKind::comma)) {
      advance();
    } else if (at(TokenKind::end_of_file)) {
      fail_unclosed(open);
      break;
    } else if (!expect(TokenKind::close_bracket, "`,` or `]` was expected after the item")) {
      break;
    }
  }
  const ExpressionId result =
      add(ExpressionKind::tuple, open.begin, token_.end, std::span(children_).subspan(first));
  children_.resize(first);
  mode.restore();
  advance();
  return result;
}

/// Line breaks separate the items of an object, but may stand before the `for` of a for expression.
ExpressionId Parser::object() {
  const Token open = token_;
  NewlineMode mode(*this, false);
  advance();
  if (at_keyword("for")) return for_expression(open, mode, TokenKind::close_brace);
  if (failed()) return 0;
  lexer_.set_newlines(true);
  lexer_.seek(open.end);
  advance();
  return object_items(open, mode);
}

ExpressionId Parser::object_items(const Token& open, NewlineMode& mode) {
  const std::size_t first = children_.size();
  for (;;) {
    while (at(TokenKind::newline)) advance();
    if (at(TokenKind::close_brace)) break;
    children_.push_back(object_key());
    if (at(TokenKind::end_of_file)) fail_unclosed(open);
    if (!at(TokenKind::assign) && !expect(TokenKind::colon, "`=` was expected after the key")) break;
    advance();
    children_.push_back(expression());
    if (at(TokenKind::close_brace)) break;
    if (at(TokenKind::end_of_file)) fail_unclosed(open);
    if (!at(TokenKind::newline) &&
        !expect(TokenKind::comma, "a line break, `,` or `}` was expected after the value")) {
      break;
    }
    advance();
  }
  const ExpressionId result =
      add(ExpressionKind::object, open.begin, token_.end, std::span(children_).subspan(first));
  children_.resize(first);
  mode.restore();
  advance();
  return result;
}

/// A word by itself is the key itself, `null` and `true` included; other expressions are evaluated.
ExpressionId Parser::object_key() {
  const ExpressionId key = expression();
  if (failed()) return 0;
  Expression& node = file_.expressions[key];
  if (node.kind == ExpressionKind::variable || node.kind == ExpressionKind::literal_bool ||
      node.kind == ExpressionKind::literal_null) {
    node.kind = ExpressionKind::template_literal;
    node.verbatim = true;
  }
  return key;
}

/// `for k, v in collection : [key =>] value... if condition` up to the closing bracket, which tells what it
/// makes.
ExpressionId Parser::for_expression(const Token& open, NewlineMode& mode, TokenKind close) {
  const bool makes_object = close == TokenKind::close_brace;
  advance();
  const std::optional<ForNames> names = for_names();
  if (!names) return 0;
  std::array<ExpressionId, 4> children{};
  std::size_t count = 0;
  children[count++] = expression();
  if (!expect(TokenKind::colon, "`:` was expected after the collection")) return 0;
  advance();
  children[count++] = expression();
  if (makes_object) {
    if (!expect(TokenKind::fat_arrow, "`=>` was expected: a for expression in braces gives keys and values"))
      return 0;
    advance();
    children[count++] = expression();
  }
  Expression loop;
  loop.kind = makes_object ? ExpressionKind::for_object : ExpressionKind::for_tuple;
  loop.text = names->value;
  loop.text2 = names->key;
  if (makes_object && at(TokenKind::ellipsis)) {
    loop.group = true;
    advance();
  }
  if (at_keyword("if")) {
    advance();
    children[count++] = expression();
  }
  if (at(TokenKind::end_of_file)) fail_unclosed(open);
  if (!expect(close, makes_object ? "`}` was expected at the end of the for expression"
                                  : "`]` was expected at the end of the for expression")) {
    return 0;
  }
  loop.begin = open.begin;
  loop.end = token_.end;
  const ExpressionId result = add(loop, std::span(children).first(count));
  mode.restore();
  advance();
  return result;
}

/// `v in` or `k, v in`.
std::optional<Parser::ForNames> Parser::for_names() {
  ForNames names;
  if (!expect(TokenKind::identifier, "the name of a variable was expected after `for`")) return std::nullopt;
  names.value = text(token_);
  advance();
  if (at(TokenKind::comma)) {
    advance();
    if (!expect(TokenKind::identifier, "the name of a second variable was expected after `,`"))
      return std::nullopt;
    names.key = std::exchange(names.value, text(token_));
    advance();
  }
  if (!at_keyword("in")) {
    fail_here("`in` was expected here");
    return std::nullopt;
  }
  advance();
  return names;
}

}  // namespace rootproof::hcl
