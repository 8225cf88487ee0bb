// Functions on text and lists:
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
#include <algorithm>
#include <cstdint>
#include <utility>

#include "parsers/cloudformation/choices.h"
#include "parsers/cloudformation/evaluator.h"
#include "parsers/cloudformation/scalar_text.h"
#include "parsers/source/limits.h"

namespace rootproof::cloudformation {

using syntax::SyntaxNode;
using value::ReasonKind;
using value::Value;
using value::ValueType;

namespace {

/// Why a value that should be known is not; a wrong type counts as an error of the template.
value::Reason reason_of(const Call& call, const Value& value) {
  const std::vector<value::Reason> reasons = value.reasons();
  if (!reasons.empty()) return reasons.front();
  return {ReasonKind::invalid, std::string(call.name), call.span};
}

Value unknown_because(const Call& call, const Value& cause, ValueType type) {
  return Value::unknown(reason_of(call, cause), type, result_origin(call, std::span(&cause, 1)));
}

/// Items with the delimiter between them; AWS::NoValue vanishes together with its delimiter.
Value joined(const Call& call, const Value& delimiter, std::span<const Value> items) {
  std::vector<Value> parts;
  for (const Value& item : items) {
    if (item.is(Value::Kind::absent)) continue;
    if (!parts.empty()) parts.push_back(delimiter);
    parts.push_back(as_string_part(item, call.span));
  }
  const std::optional<Value> whole = value::concatenate(parts, result_origin(call, items));
  return whole ? *whole : unknown_result(call, ReasonKind::invalid, "Fn::Join", ValueType::string);
}

Value joined_list(const Call& call, const Value& delimiter, const Value& list) {
  if (!list.is(Value::Kind::list)) return unknown_because(call, list, ValueType::string);
  // Too many ways: those of some items become a hole. An item that may vanish takes its delimiter along.
  const bool may_vanish = std::any_of(list.items().begin(), list.items().end(), [](const Value& item) {
    return item.is(Value::Kind::one_of) &&
           std::any_of(item.alternatives().begin(), item.alternatives().end(),
                       [](const value::Alternative& way) { return way.value.is(Value::Kind::absent); });
  });
  if (!may_vanish && !combinations(list.items())) return joined(call, delimiter, list.items());
  return for_each_combination(list.items(), result_origin(call, list.items()),
                              [&](std::span<const Value> items) { return joined(call, delimiter, items); });
}

}  // namespace

Value Evaluator::join(const Call& call) {
  const std::optional<std::vector<SyntaxNode>> nodes = arguments(call, 2, 2);
  if (!nodes) return unknown_result(call, ReasonKind::invalid, "Fn::Join", ValueType::string);
  const Value delimiter = evaluate(nodes->front());
  const std::optional<std::string> text = delimiter.as_text();
  if (!text) return unknown_because(call, delimiter, ValueType::string);
  const Value between = Value::string(*text, {}, delimiter.origin().span());
  const Value whole = for_each_alternative(
      evaluate(nodes->back()), [&](const Value& list) { return joined_list(call, between, list); });
  return replace_dynamic_references(whole);
}

namespace {

/// The index that Fn::Select is given as a number or as digits.
std::optional<std::size_t> index_of(const std::string& digits) {
  const bool number =
      !digits.empty() && digits.size() < 9 && digits.find_first_not_of("0123456789") == std::string::npos;
  return number ? std::optional<std::size_t>(std::stoul(digits)) : std::nullopt;
}

}  // namespace

Value Evaluator::select(const Call& call) {
  const std::optional<std::vector<SyntaxNode>> nodes = arguments(call, 2, 2);
  if (!nodes) return unknown_result(call, ReasonKind::invalid, "Fn::Select");
  const std::vector<Value> inputs{evaluate(nodes->front()), evaluate(nodes->back())};
  const bool cut_in_part = inputs[1].is(Value::Kind::unknown);
  if (const std::optional<Value> first = cut_in_part ? first_part(inputs[0], nodes->back()) : std::nullopt)
    return first->with_step({value::OriginKind::function, call.span, "Fn::Select"});
  return for_each_combination(inputs, result_origin(call, inputs), [&](std::span<const Value> values) {
    const std::optional<std::string> digits = values[0].as_text();
    if (!digits) return unknown_because(call, values[0], ValueType::any);
    if (!values[1].is(Value::Kind::list)) return unknown_because(call, values[1], ValueType::any);
    const std::optional<std::size_t> index = index_of(*digits);
    if (!index || *index >= values[1].items().size()) {
      return unknown_result(call, ReasonKind::invalid, "index of Fn::Select");
    }
    return values[1].items()[*index].with_step({value::OriginKind::function, call.span, "Fn::Select"});
  });
}

/// The part with this number of the text that a call of Fn::Split cuts up to a hole that may hold the
/// delimiter: whatever it holds, the parts before it are these. nullopt for all other lists, and parts.
std::optional<Value> Evaluator::first_part(const Value& number, const SyntaxNode& list) {
  const std::optional<Call> split = as_call(list);
  if (!split || split->name != "Fn::Split") return std::nullopt;
  const std::optional<std::vector<SyntaxNode>> nodes = arguments(*split, 2, 2);
  const std::optional<std::string> digits = number.as_text();
  const std::optional<std::size_t> index = digits ? index_of(*digits) : std::nullopt;
  if (!nodes || !index) return std::nullopt;
  const std::optional<std::string> delimiter = evaluate(nodes->front()).as_text();
  const Value text = evaluate(nodes->back());
  if (!delimiter || delimiter->empty() || !text.is_partial()) return std::nullopt;
  const CutText parts = cut_text(text, *delimiter);
  if (parts.whole || *index >= parts.items.size()) return std::nullopt;
  return parts.items[*index];
}

Value Evaluator::split(const Call& call) {
  const std::optional<std::vector<SyntaxNode>> nodes = arguments(call, 2, 2);
  if (!nodes) return unknown_result(call, ReasonKind::invalid, "Fn::Split", ValueType::list);
  const std::vector<Value> inputs{evaluate(nodes->front()), evaluate(nodes->back())};
  return for_each_combination(inputs, result_origin(call, inputs), [&](std::span<const Value> values) {
    const std::optional<std::string> delimiter = values[0].as_text();
    if (!delimiter) return unknown_because(call, values[0], ValueType::list);
    if (delimiter->empty()) {
      return unknown_result(call, ReasonKind::invalid, "empty delimiter of Fn::Split", ValueType::list);
    }
    Value text = values[1];
    if (const std::optional<std::string> known = text.as_text(); known && !text.is(Value::Kind::string)) {
      text = Value::string(*known, text.origin(), text.origin().span());
    }
    if (!text.is(Value::Kind::string)) return unknown_because(call, text, ValueType::list);
    CutText parts = cut_text(text, *delimiter);
    if (!parts.whole) return unknown_because(call, text, ValueType::list);
    return Value::list(std::move(parts.items), result_origin(call, values));
  });
}

namespace {

std::string encode_base64(std::string_view bytes) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t j = 0; j < 3; ++j) {
      group = (group << 8U) | (i + j < bytes.size() ? static_cast<unsigned char>(bytes[i + j]) : 0U);
    }
    for (std::size_t j = 0; j < 4; ++j) {
      const bool padding = i + j > bytes.size();
      text += padding ? '=' : kAlphabet[(group >> (18U - 6U * j)) & 0x3FU];
    }
  }
  return text;
}

}  // namespace

Value Evaluator::base64(const Call& call) {
  return for_each_alternative(argument(call), [&](const Value& value) {
    const std::optional<std::string> text = (value.is_encoded() ? json_text(value) : value).as_text();
    if (!text) return unknown_because(call, value, ValueType::string);
    return Value::string(encode_base64(*text), result_origin(call, std::span(&value, 1)), call.span);
  });
}

/// Exports belong to an account and a region: what a scanned template exports under the name, or unknown.
Value Evaluator::import_value(const Call& call) {
  return for_each_alternative(argument(call), [&](const Value& name) {
    const std::optional<std::string> known = name.as_text();
    if (known) {
      if (const std::optional<Value> value = exported(*known, call.span))
        return value->with_step({value::OriginKind::reference, call.span, "export " + *known});
    }
    const std::string detail = std::string(call.name) + " " + known.value_or("of a computed name");
    return unknown_result(call, ReasonKind::unknown_import, detail, ValueType::string);
  });
}

Value Evaluator::length(const Call& call) {
  return for_each_alternative(argument(call), [&](const Value& value) {
    if (!value.is(Value::Kind::list)) return unknown_because(call, value, ValueType::number);
    return Value::number(static_cast<std::int64_t>(value.items().size()), result_origin(call));
  });
}

/// The value is kept as it is: whoever reads a policy reads structure as well as text, and places stay exact.
Value Evaluator::to_json_string(const Call& call) {
  return for_each_alternative(argument(call), [&](const Value& way) {
    const bool document = way.is(Value::Kind::map) || way.is(Value::Kind::list);
    return (document ? way.as_encoded() : way)
        .with_step({value::OriginKind::function, call.span, "Fn::ToJsonString"});
  });
}

Value Evaluator::transform(const Call& call) {
  if (const std::optional<SyntaxNode> fragment = included(call.argument))
    return evaluate(*fragment).with_step({value::OriginKind::file, call.span, "AWS::Include"});
  const std::string_view name = transform_name(call.argument);
  return unknown_result(call, ReasonKind::macro,
                        name.empty() ? "Fn::Transform" : "Fn::Transform " + std::string(name));
}

}  // namespace rootproof::cloudformation
