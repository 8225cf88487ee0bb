#include "parsers/terraform/operators.h"

#include "parsers/terraform/functions.h"
#include "parsers/terraform/number.h"
#include "parsers/terraform/type.h"

namespace rootproof::terraform {
namespace {

using hcl::Operator;
using value::Alternative;
using value::Origin;
using value::OriginKind;
using value::ReasonKind;
using value::Value;
using Kind = value::Value::Kind;

Value unknown_like(const Value& value, value::ValueType type) {
  const std::vector<value::Reason> reasons = value.reasons();
  return Value::unknown(reasons.empty() ? value::Reason{} : reasons.front(), type);
}

Origin computed(source::Span span) { return Origin({OriginKind::literal, span, {}}); }

bool is_arithmetic(Operator op) {
  return op == Operator::add || op == Operator::subtract || op == Operator::multiply ||
         op == Operator::divide || op == Operator::modulo;
}

NumberOperation number_operation(Operator op) {
  switch (op) {
    case Operator::add:
      return NumberOperation::add;
    case Operator::subtract:
      return NumberOperation::subtract;
    case Operator::multiply:
      return NumberOperation::multiply;
    case Operator::divide:
      return NumberOperation::divide;
    default:
      return NumberOperation::modulo;
  }
}

Value without_decimal(source::Span span) {
  return Value::unknown({ReasonKind::limit, "number without a decimal", span}, value::ValueType::number);
}

Value arithmetic(Operator op, const Number& left, const Number& right, source::Span span) {
  if (op == Operator::divide && left.decimal == "0" && right.decimal == "0")
    return invalid("zero divided by zero", span, value::ValueType::number);
  const std::optional<Number> result = calculate(number_operation(op), left, right);
  if (!result) return without_decimal(span);
  return result->value(computed(span));
}

Value compare(Operator op, const Number& left, const Number& right, source::Span span) {
  const int order = compare_numbers(left, right);
  switch (op) {
    case Operator::less:
      return Value::boolean(order < 0, computed(span));
    case Operator::less_equal:
      return Value::boolean(order <= 0, computed(span));
    case Operator::greater:
      return Value::boolean(order > 0, computed(span));
    default:
      return Value::boolean(order >= 0, computed(span));
  }
}

Value equality(Operator op, const Value& left, const Value& right, source::Span span) {
  for (const Value* side : {&left, &right}) {
    if (side->fully_known()) continue;
    for (const value::Reason& reason : side->reasons()) {
      if (reason.kind == ReasonKind::invalid) return Value::unknown(reason, value::ValueType::boolean);
    }
  }
  const std::optional<bool> same = equal(left, right);
  if (!same) return unknown_like(left.fully_known() ? right : left, value::ValueType::boolean);
  return Value::boolean(*same == (op == Operator::equal), computed(span));
}

Value logic(Operator op, const Value& left, const Value& right, source::Span span) {
  const std::optional<Value> a = to_bool_value(left);
  const std::optional<Value> b = to_bool_value(right);
  if (!a || !b || a->is(Kind::null) || b->is(Kind::null))
    return invalid("logic on something that is neither true nor false", span, value::ValueType::boolean);
  if (a->is(Kind::unknown) && a->reason().kind == ReasonKind::invalid)
    return unknown_like(*a, value::ValueType::boolean);
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
  const value::ValueType result = is_arithmetic(op) ? value::ValueType::number : value::ValueType::boolean;
  if (!a || !b || a->is(Kind::null) || b->is(Kind::null))
    return invalid("arithmetic on something that is no number", span, result);
  if (!a->is(Kind::number)) return unknown_like(*a, result);
  if (!b->is(Kind::number)) return unknown_like(*b, result);
  return is_arithmetic(op) ? arithmetic(op, Number(*a), Number(*b), span)
                           : compare(op, Number(*a), Number(*b), span);
}

}  // namespace

Value invalid(std::string message, source::Span span, value::ValueType type) {
  return Value::unknown({ReasonKind::invalid, std::move(message), span}, type);
}

bool is_open(const Value& value) {
  return value.is(Kind::unknown) && value.reason().kind == ReasonKind::unknown_variable;
}

Value either(const Value& first, const Value& otherwise, std::string condition, source::Span span) {
  value::GuardTerm holds;
  holds.condition = std::move(condition);
  holds.span = span;
  const std::vector<value::Reason> reasons = first.reasons();
  if (!reasons.empty()) holds.reason = reasons.front();
  value::GuardTerm fails = holds;
  fails.holds = false;
  return Value::one_of(
      {{value::Guard{{std::move(holds)}}, first}, {value::Guard{{std::move(fails)}}, otherwise}},
      computed(span));
}

Value apply_unary(Operator op, const Value& operand, source::Span span) {
  if (operand.is(Kind::one_of)) {
    std::vector<Alternative> results;
    for (const Alternative& each : operand.alternatives())
      results.push_back({each.guard, apply_unary(op, each.value, span)});
    return Value::one_of(std::move(results), computed(span));
  }
  if (op == Operator::negate) {
    const std::optional<Value> number = to_number_value(operand);
    if (!number || number->is(Kind::null))
      return invalid("- in front of something that is no number", span, value::ValueType::number);
    if (!number->is(Kind::number)) return *number;
    const std::optional<Number> negated = Number(*number).negated();
    return negated ? negated->value(computed(span)) : without_decimal(span);
  }
  const std::optional<Value> truth = to_bool_value(operand);
  if (!truth || truth->is(Kind::null))
    return invalid("! on something that is neither true nor false", span, value::ValueType::boolean);
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
