#include "parsers/terraform/operators.h"

#include <algorithm>

#include "parsers/terraform/functions.h"

namespace rootproof::terraform {
namespace {

using hcl::Operator;
using value::Alternative;
using value::Origin;
using value::OriginKind;
using value::ReasonKind;
using value::Value;
using Kind = value::Value::Kind;

__extension__ typedef __int128 Integer;

/// mantissa × 10^-scale.
struct Decimal {
  Integer mantissa = 0;
  int scale = 0;
};

constexpr int kMostDigits = 37;

std::optional<Decimal> parse_decimal(const std::string& text) {
  Decimal result;
  bool negative = false;
  bool fraction = false;
  int digits = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (i == 0 && c == '-') {
      negative = true;
    } else if (c == '.' && !fraction) {
      fraction = true;
    } else if (c >= '0' && c <= '9') {
      if (++digits > kMostDigits) return std::nullopt;
      result.mantissa = result.mantissa * 10 + (c - '0');
      result.scale += fraction ? 1 : 0;
    } else {
      return std::nullopt;
    }
  }
  if (digits == 0) return std::nullopt;
  if (negative) result.mantissa = -result.mantissa;
  return result;
}

std::string to_text(Decimal decimal) {
  const bool negative = decimal.mantissa < 0;
  Integer rest = negative ? -decimal.mantissa : decimal.mantissa;
  std::string digits;
  for (int i = 0; rest != 0 || i <= decimal.scale; ++i) {
    if (i == decimal.scale && decimal.scale != 0) digits.push_back('.');
    digits.push_back(static_cast<char>('0' + static_cast<int>(rest % 10)));
    rest /= 10;
  }
  if (negative) digits.push_back('-');
  std::reverse(digits.begin(), digits.end());
  return digits;
}

bool multiply(Integer& value, Integer by) { return !__builtin_mul_overflow(value, by, &value); }

/// Brings both to one scale; false on overflow.
bool align(Decimal& a, Decimal& b) {
  while (a.scale < b.scale) {
    if (!multiply(a.mantissa, 10)) return false;
    ++a.scale;
  }
  while (b.scale < a.scale) {
    if (!multiply(b.mantissa, 10)) return false;
    ++b.scale;
  }
  return true;
}

/// The quotient when it ends within the digits there are.
std::optional<Decimal> divide(Decimal a, Decimal b) {
  if (!align(a, b)) return std::nullopt;
  Decimal result;
  result.mantissa = a.mantissa / b.mantissa;
  Integer rest = a.mantissa % b.mantissa;
  while (rest != 0) {
    if (!multiply(rest, 10) || !multiply(result.mantissa, 10)) return std::nullopt;
    result.mantissa += rest / b.mantissa;
    rest %= b.mantissa;
    ++result.scale;
  }
  return result;
}

std::optional<Decimal> calculate(Operator op, Decimal a, Decimal b) {
  switch (op) {
    case Operator::multiply: {
      a.scale += b.scale;
      return multiply(a.mantissa, b.mantissa) ? std::optional(a) : std::nullopt;
    }
    case Operator::divide:
      return divide(a, b);
    case Operator::modulo: {
      if (!align(a, b)) return std::nullopt;
      if (b.mantissa != 0) a.mantissa %= b.mantissa;
      return a;
    }
    default: {
      if (!align(a, b)) return std::nullopt;
      const bool overflow = op == Operator::add ? __builtin_add_overflow(a.mantissa, b.mantissa, &a.mantissa)
                                                : __builtin_sub_overflow(a.mantissa, b.mantissa, &a.mantissa);
      return overflow ? std::nullopt : std::optional(a);
    }
  }
}

Value unknown_like(const Value& value, value::ValueType type) {
  const std::vector<value::Reason> reasons = value.reasons();
  return Value::unknown(reasons.empty() ? value::Reason{} : reasons.front(), type);
}

Value invalid(std::string message, source::Span span) {
  return Value::unknown({ReasonKind::invalid, std::move(message), span});
}

Origin computed(source::Span span) { return Origin({OriginKind::literal, span, {}}); }

bool is_arithmetic(Operator op) {
  return op == Operator::add || op == Operator::subtract || op == Operator::multiply ||
         op == Operator::divide || op == Operator::modulo;
}

Value arithmetic(Operator op, const std::string& left, const std::string& right, source::Span span) {
  const std::optional<Decimal> a = parse_decimal(left);
  const std::optional<Decimal> b = parse_decimal(right);
  if (!a || !b)
    return Value::unknown({ReasonKind::limit, "number of more than 37 digits", span},
                          value::ValueType::number);
  if (op == Operator::divide && b->mantissa == 0) return invalid("division by zero", span);
  const std::optional<Decimal> result = calculate(op, *a, *b);
  if (!result)
    return Value::unknown({ReasonKind::limit, "number of more than 37 digits", span},
                          value::ValueType::number);
  return Value::number(to_text(*result), computed(span));
}

Value compare(Operator op, const std::string& left, const std::string& right, source::Span span) {
  const std::optional<int> order = compare_numbers(left, right);
  if (!order)
    return Value::unknown({ReasonKind::limit, "number of more than 37 digits", span},
                          value::ValueType::boolean);
  switch (op) {
    case Operator::less:
      return Value::boolean(*order < 0, computed(span));
    case Operator::less_equal:
      return Value::boolean(*order <= 0, computed(span));
    case Operator::greater:
      return Value::boolean(*order > 0, computed(span));
    default:
      return Value::boolean(*order >= 0, computed(span));
  }
}

Value equality(Operator op, const Value& left, const Value& right, source::Span span) {
  const bool wanted = op == Operator::equal;
  const bool one_null = left.is(Kind::null) != right.is(Kind::null);
  // A hole is a text and never null.
  if (one_null && !left.is(Kind::unknown) && !right.is(Kind::unknown))
    return Value::boolean(!wanted, computed(span));
  if (!left.fully_known()) return unknown_like(left, value::ValueType::boolean);
  if (!right.fully_known()) return unknown_like(right, value::ValueType::boolean);
  return Value::boolean(left.same_content(right) == wanted, computed(span));
}

Value logic(Operator op, const Value& left, const Value& right, source::Span span) {
  const std::optional<Value> a = to_bool_value(left);
  const std::optional<Value> b = to_bool_value(right);
  if (!a || !b || a->is(Kind::null) || b->is(Kind::null))
    return invalid("logic on something that is neither true nor false", span);
  const bool decides = op == Operator::logical_or;
  for (const std::optional<Value>* side : {&a, &b}) {
    if ((*side)->is(Kind::boolean) && (*side)->as_boolean() == decides)
      return Value::boolean(decides, computed(span));
  }
  if (!a->is(Kind::boolean)) return unknown_like(*a, value::ValueType::boolean);
  if (!b->is(Kind::boolean)) return unknown_like(*b, value::ValueType::boolean);
  return Value::boolean(!decides, computed(span));
}

Value apply_known(Operator op, const Value& left, const Value& right, source::Span span) {
  if (op == Operator::equal || op == Operator::not_equal) return equality(op, left, right, span);
  if (op == Operator::logical_and || op == Operator::logical_or) return logic(op, left, right, span);
  const std::optional<Value> a = to_number_value(left);
  const std::optional<Value> b = to_number_value(right);
  if (!a || !b || a->is(Kind::null) || b->is(Kind::null))
    return invalid("arithmetic on something that is no number", span);
  if (!a->is(Kind::number)) return unknown_like(*a, value::ValueType::number);
  if (!b->is(Kind::number)) return unknown_like(*b, value::ValueType::number);
  return is_arithmetic(op) ? arithmetic(op, a->as_number(), b->as_number(), span)
                           : compare(op, a->as_number(), b->as_number(), span);
}

}  // namespace

std::optional<int> compare_numbers(const std::string& left, const std::string& right) {
  std::optional<Decimal> a = parse_decimal(left);
  std::optional<Decimal> b = parse_decimal(right);
  if (!a || !b || !align(*a, *b)) return std::nullopt;
  if (a->mantissa == b->mantissa) return 0;
  return a->mantissa < b->mantissa ? -1 : 1;
}

Value apply_unary(Operator op, const Value& operand, source::Span span) {
  if (operand.is(Kind::one_of)) {
    std::vector<Alternative> results;
    for (const Alternative& each : operand.alternatives())
      results.push_back({each.guard, apply_unary(op, each.value, span)});
    return Value::one_of(std::move(results), computed(span));
  }
  if (op == Operator::negate)
    return apply_binary(Operator::subtract, Value::number(std::int64_t{0}), operand, span);
  const std::optional<Value> truth = to_bool_value(operand);
  if (!truth || truth->is(Kind::null)) return invalid("! on something that is neither true nor false", span);
  return truth->is(Kind::boolean) ? Value::boolean(!truth->as_boolean(), computed(span)) : *truth;
}

Value apply_binary(Operator op, const Value& left, const Value& right, source::Span span) {
  for (const bool first : {true, false}) {
    const Value& side = first ? left : right;
    if (!side.is(Kind::one_of)) continue;
    std::vector<Alternative> results;
    for (const Alternative& each : side.alternatives()) {
      results.push_back({each.guard, first ? apply_binary(op, each.value, right, span)
                                           : apply_binary(op, left, each.value, span)});
    }
    return Value::one_of(std::move(results), computed(span));
  }
  return apply_known(op, left, right, span);
}

}  // namespace rootproof::terraform
