// Fn::Sub:
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-sub.html
#include <algorithm>
#include <cstdint>
#include <set>
#include <utility>
#include <vector>

#include "parsers/cloudformation/choices.h"
#include "parsers/cloudformation/evaluator.h"
#include "parsers/cloudformation/scalar_text.h"

namespace rootproof::cloudformation {

using syntax::SyntaxNode;
using value::ReasonKind;
using value::Value;
using value::ValueType;

namespace {

/// A stretch of the text of Fn::Sub.
struct Part {
  enum class Kind : std::uint8_t { text, variable } kind = Kind::text;
  std::size_t begin = 0;  ///< text: the bytes to take; variable: all of `${Name}`
  std::size_t end = 0;
  std::string_view name;  ///< variable: without the blanks around it
};

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

/// Cuts the text at its placeholders. `${!Literal}` is the text `${Literal}`; a `${` that is never closed is
/// text.
std::vector<Part> parts_of(std::string_view text) {
  std::vector<Part> parts;
  std::size_t done = 0;
  const auto take_text = [&](std::size_t end) {
    if (end > done) parts.push_back({Part::Kind::text, done, end, {}});
  };
  for (std::size_t open = text.find("${"); open != std::string_view::npos;) {
    const std::size_t close = text.find('}', open);
    if (close == std::string_view::npos) break;
    if (text[open + 2] == '!') {
      take_text(open + 2);
      done = open + 3;
    } else {
      take_text(open);
      parts.push_back(
          {Part::Kind::variable, open, close + 1, trimmed(text.substr(open + 2, close - open - 2))});
      done = close + 1;
    }
    open = text.find("${", done);
  }
  take_text(text.size());
  return parts;
}

}  // namespace

Value Evaluator::sub(const Call& call) {
  const bool list = call.argument.is_sequence();
  const std::optional<SyntaxNode> written =
      call.argument.is_scalar()
          ? std::optional(call.argument)
          : (list && call.argument.size() > 0 ? std::optional(call.argument.item(0)) : std::nullopt);
  if (written && written->is_scalar() && has_outer_placeholder(written->text()))
    return unknown_result(call, ReasonKind::unsupported, "Fn::Sub in a text of Fn::Sub", ValueType::string);
  if (!call.tagged && as_call(call.argument)) {
    return unknown_result(call, ReasonKind::unsupported, "Fn::Sub of a function", ValueType::string);
  }
  if (call.argument.is_scalar()) return substituted(call, call.argument, std::nullopt);
  if (!list || call.argument.size() != 2) {
    return unknown_result(call, ReasonKind::invalid, "Fn::Sub", ValueType::string);
  }
  const SyntaxNode text = call.argument.item(0);
  const SyntaxNode variables = call.argument.item(1);
  if (!text.is_scalar() || as_call(text) || !variables.is_mapping() || as_call(variables)) {
    return unknown_result(call, ReasonKind::invalid, "Fn::Sub", ValueType::string);
  }
  return substituted(call, text, variables);
}

Value Evaluator::substituted(const Call& call, const SyntaxNode& text,
                             const std::optional<SyntaxNode>& variables) {
  const syntax::ScalarPlaces places(text);
  std::vector<Value> values;
  for (const Part& part : parts_of(text.text())) {
    if (part.kind == Part::Kind::text) {
      values.push_back(Value::string(loop_pieces(places, part.begin, part.end)));
      continue;
    }
    const source::Span span = places.span(part.begin, part.end);
    Value value = placeholder(loop_text(part.name), span, variables);
    if (value.is(Value::Kind::absent)) {
      // What the service makes of AWS::NoValue inside a text is not documented.
      value =
          Value::unknown({ReasonKind::unsupported, "AWS::NoValue inside Fn::Sub", span}, ValueType::string);
    }
    values.push_back(as_string_part(value, span));
  }
  if (values.empty()) values.push_back(Value::string({}, {}, places.span(0, 0), true));
  const std::optional<Value> whole = value::concatenate(values, result_origin(call, values));
  if (!whole) return unknown_result(call, ReasonKind::invalid, "Fn::Sub", ValueType::string);
  return replace_dynamic_references(*whole);
}

namespace {

bool is_quoted(syntax::ScalarStyle style) {
  return style == syntax::ScalarStyle::single_quoted || style == syntax::ScalarStyle::double_quoted ||
         style == syntax::ScalarStyle::json_string;
}

/// Scalars of a template without quotation marks around them, each once. A line break ends those.
void collect_open_scalars(const SyntaxNode& node, std::set<std::uint32_t>& seen,
                          std::vector<SyntaxNode>& found) {
  if (!seen.insert(node.id()).second) return;
  if (node.is_scalar() && !is_quoted(node.style()) && node.text().find("${") != std::string_view::npos)
    found.push_back(node);
  for (std::size_t i = 0; node.is_sequence() && i < node.size(); ++i)
    collect_open_scalars(node.item(i), seen, found);
  for (std::size_t i = 0; node.is_mapping() && i < node.size(); ++i) {
    collect_open_scalars(node.member(i).key, seen, found);
    collect_open_scalars(node.member(i).value, seen, found);
  }
}

}  // namespace

/// Why a template inside a text of Fn::Sub may be another one than it looks like: what is put in could end
/// the scalar that it is put into, and go on as the template likes.
std::optional<value::Reason> Evaluator::breaks_out(const SyntaxNode& document) {
  std::set<std::uint32_t> seen;
  std::vector<SyntaxNode> scalars;
  collect_open_scalars(document, seen, scalars);
  for (const SyntaxNode& scalar : scalars) {
    for (const Part& part : parts_of(scalar.text())) {
      if (part.kind != Part::Kind::variable) continue;
      const source::Span span = scalar.text_span(part.begin, part.end);
      const Value value = as_string_part(placeholder(loop_text(part.name), span, std::nullopt), span);
      if (may_hold_line_break(value))
        return value::Reason{
            ReasonKind::unsupported,
            "line breaks in ${" + std::string(part.name) + "}, which stands without quotation marks", span};
    }
  }
  return std::nullopt;
}

Value Evaluator::placeholder(std::string_view name, source::Span span,
                             const std::optional<SyntaxNode>& variables) {
  if (variables) {
    std::vector<SyntaxNode> given;
    for (const SyntaxNode::Member& member : variables->members()) {
      if (member.key.text() == name) given.push_back(member.value);
    }
    if (given.size() == 1) return evaluate(given.front());
    if (given.size() > 1) return repeated(name, given);
  }
  if (is_framework_variable(name))
    return Value::unknown({ReasonKind::placeholder, "${" + std::string(name) + "}", span}, ValueType::string);
  const std::size_t dot = name.find('.');
  if (dot == std::string_view::npos) return reference(name, span);
  return attribute(name.substr(0, dot), name.substr(dot + 1), span);
}

}  // namespace rootproof::cloudformation
