// Conditions:
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-conditions.html
#include <algorithm>
#include <utility>

#include "parsers/cloudformation/choices.h"
#include "parsers/cloudformation/evaluator.h"
#include "parsers/source/limits.h"

namespace rootproof::cloudformation {

using syntax::SyntaxNode;
using value::Alternative;
using value::Guard;
using value::GuardTerm;
using value::Origin;
using value::OriginKind;
using value::OriginStep;
using value::ReasonKind;
using value::Value;
using value::ValueType;

namespace {

/// A template with such a condition is refused, so neither outcome is worth following.
bool is_error(const Value& value) {
  return value.is(Value::Kind::unknown) &&
         (value.reason().kind == ReasonKind::invalid || value.reason().kind == ReasonKind::cycle);
}

/// An undecided condition is true or false under its own name, so that everything it decides stays together.
Value split_by_name(const Value& outcome, std::string_view name, source::Span span) {
  if (!outcome.is(Value::Kind::unknown) || is_error(outcome)) return outcome;
  std::vector<Alternative> ways;
  for (const bool holds : {true, false}) {
    const Guard guard{{GuardTerm{std::string(name), holds, span, {}, outcome.reason()}}};
    ways.push_back({guard, Value::boolean(holds, outcome.origin())});
  }
  return Value::one_of(std::move(ways), outcome.origin());
}

/// The steps that say which given or default values decided a condition.
std::vector<OriginStep> deciding_inputs(const Origin& origin) {
  std::vector<OriginStep> steps;
  for (OriginStep& step : origin.chain()) {
    const bool input = step.kind == OriginKind::variable_default || step.kind == OriginKind::variable_file ||
                       step.kind == OriginKind::command_line;
    if (input) steps.push_back(std::move(step));
  }
  return steps;
}

Value chosen(const Value& branch, const Value& condition, const Call& call, std::string_view name) {
  std::vector<OriginStep> inputs = deciding_inputs(condition.origin());
  std::reverse(inputs.begin(), inputs.end());
  Value value = branch;
  for (OriginStep& input : inputs) value = value.with_step(std::move(input));
  const std::string truth = condition.as_boolean() ? " is true" : " is false";
  return value.with_step({OriginKind::condition, call.span, "condition " + std::string(name) + truth});
}

}  // namespace

Value Evaluator::condition(std::string_view name, source::Span use) {
  if (const auto known = conditions_.find(name); known != conditions_.end()) return known->second;
  const std::vector<Definition>* definitions = sections_.conditions.find(name);
  const std::string what = "condition " + std::string(name);
  const auto unknown = [&](ReasonKind kind) {
    return Value::unknown({kind, what, use}, ValueType::boolean, Origin({OriginKind::condition, use, what}));
  };
  if (definitions == nullptr) {
    if (sections_.conditions.generators.empty() && !may_be_rewritten(sections_))
      return unknown(ReasonKind::invalid);
    return split_by_name(unknown(ReasonKind::macro), prefix_ + std::string(name), use);
  }
  if (conditions_in_progress_.count(name) != 0) return unknown(ReasonKind::cycle);
  const source::Span span = definitions->front().value.span();
  Value outcome = unknown(ReasonKind::duplicate_key);
  if (definitions->size() == 1) {
    conditions_in_progress_.emplace(name);
    const ScopeChange inside(*this, definitions->front().scope);
    outcome = condition_expression(definitions->front().value);
    conditions_in_progress_.erase(std::string(name));
  }
  outcome = for_each_alternative(
      outcome, [&](const Value& way) { return split_by_name(way, prefix_ + std::string(name), span); });
  outcome = for_each_alternative(outcome, [&](const Value& way) {
    return way.with_step({OriginKind::condition, span, what});
  });
  return conditions_.emplace(name, outcome).first->second;
}

Value Evaluator::condition_expression(const SyntaxNode& node) {
  std::optional<Call> call = as_call(node);
  if (!call && node.is_mapping() && node.size() == 1 && node.member(0).key.text() == "Condition") {
    call = Call{"Condition", node.member(0).value, false, node.span()};
  }
  if (!call) {
    return Value::unknown({ReasonKind::invalid, "condition", node.span()}, ValueType::boolean);
  }
  if (depth_ >= limits::kEvaluationDepth) return unknown_result(*call, ReasonKind::limit, "evaluation depth");
  ++depth_;
  Value result = unknown_result(*call, ReasonKind::unsupported, std::string(call->name), ValueType::boolean);
  if (call->name == "Fn::And") result = junction(*call, true);
  if (call->name == "Fn::Or") result = junction(*call, false);
  if (call->name == "Fn::Not") result = negation(*call);
  if (call->name == "Fn::Equals") result = equals(*call);
  if (call->name == "Condition") result = condition_reference(*call);
  --depth_;
  return result;
}

Value Evaluator::condition_reference(const Call& call) {
  if (!call.argument.is_scalar())
    return unknown_result(call, ReasonKind::invalid, "Condition", ValueType::boolean);
  return condition(loop_text(call.argument.text()), call.span);
}

/// And for `neutral` true, Or for false: the other truth decides alone, whatever is not known beside it.
Value Evaluator::junction(const Call& call, bool neutral) {
  const std::optional<std::vector<SyntaxNode>> nodes = arguments(call, 2, 10);
  if (!nodes) return unknown_result(call, ReasonKind::invalid, std::string(call.name), ValueType::boolean);
  std::vector<Value> members;
  for (const SyntaxNode& node : *nodes) members.push_back(condition_expression(node));
  const auto combine = [&](std::span<const Value> values) {
    const Value* undecided = nullptr;
    for (const Value& value : values) {
      if (is_error(value)) return value;
      if (value.is(Value::Kind::boolean) && value.as_boolean() != neutral) {
        return Value::boolean(!neutral, result_origin(call, std::span(&value, 1)));
      }
      if (!value.is(Value::Kind::boolean)) undecided = &value;
    }
    return undecided != nullptr ? *undecided : Value::boolean(neutral, result_origin(call, values));
  };
  return for_each_combination(members, result_origin(call, members), combine);
}

Value Evaluator::negation(const Call& call) {
  const std::optional<std::vector<SyntaxNode>> nodes = arguments(call, 1, 1);
  if (!nodes) return unknown_result(call, ReasonKind::invalid, "Fn::Not", ValueType::boolean);
  return for_each_alternative(condition_expression(nodes->front()), [&](const Value& value) {
    if (!value.is(Value::Kind::boolean)) return value;
    return Value::boolean(!value.as_boolean(), result_origin(call, std::span(&value, 1)));
  });
}

namespace {

/// Known text before the first hole and after the last one.
struct KnownEnds {
  std::string front;
  std::string back;
};

KnownEnds known_ends(const Value& string) {
  KnownEnds ends;
  bool hole_seen = false;
  for (const value::StringPiece& piece : string.pieces()) {
    const auto* text = std::get_if<value::TextPiece>(&piece);
    if (text == nullptr) {
      hole_seen = true;
      ends.back.clear();
    } else {
      ends.back += text->text;
      if (!hole_seen) ends.front += text->text;
    }
  }
  return ends;
}

bool is_account_id(std::string_view text) {
  return text.size() == 12 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool ends_differ(std::string_view left, std::string_view right, bool from_back) {
  const std::size_t common = std::min(left.size(), right.size());
  if (from_back) return left.substr(left.size() - common) != right.substr(right.size() - common);
  return left.substr(0, common) != right.substr(0, common);
}

/// True when the holes of two strings cannot be filled so that they become equal.
bool never_equal(const Value& left, const Value& right) {
  if (!left.is(Value::Kind::string) || !right.is(Value::Kind::string)) return false;
  const KnownEnds left_ends = known_ends(left);
  const KnownEnds right_ends = known_ends(right);
  if (ends_differ(left_ends.front, right_ends.front, false) ||
      ends_differ(left_ends.back, right_ends.back, true)) {
    return true;
  }
  const auto excludes = [](const Value& partial, const Value& known) {
    if (partial.pieces().size() != 1 || known.is_partial()) return false;
    const auto* hole = std::get_if<value::Hole>(&partial.pieces().front());
    return hole != nullptr && hole->kind == value::HoleKind::account_id && !is_account_id(*known.as_string());
  };
  return excludes(left, right) || excludes(right, left);
}

value::Reason first_reason(const Value& left, const Value& right, source::Span span) {
  for (const Value* value : {&left, &right}) {
    const std::vector<value::Reason> reasons = value->reasons();
    if (!reasons.empty()) return reasons.front();
  }
  return {ReasonKind::invalid, "Fn::Equals", span};
}

Value compare(const Call& call, std::span<const Value> values) {
  const Value& left = values[0];
  const Value& right = values[1];
  const Origin origin = result_origin(call, values);
  const std::optional<std::string> left_text = left.as_text();
  const std::optional<std::string> right_text = right.as_text();
  if (left_text && right_text) return Value::boolean(*left_text == *right_text, origin);
  if (left.same_content(right)) return Value::boolean(true, origin);
  const bool both_known = left.fully_known() && right.fully_known();
  if (both_known || never_equal(left, right)) return Value::boolean(false, origin);
  return Value::unknown(first_reason(left, right, call.span), ValueType::boolean, origin);
}

}  // namespace

/// Compares as text and case-sensitively: "true" equals true, "0" equals 0.
Value Evaluator::equals(const Call& call) {
  const std::optional<std::vector<SyntaxNode>> nodes = arguments(call, 2, 2);
  if (!nodes) return unknown_result(call, ReasonKind::invalid, "Fn::Equals", ValueType::boolean);
  const std::vector<Value> values{evaluate(nodes->front()), evaluate(nodes->back())};
  return for_each_combination(values, result_origin(call, values),
                              [&](std::span<const Value> both) { return compare(call, both); });
}

Value Evaluator::if_(const Call& call) {
  const std::optional<std::vector<SyntaxNode>> nodes = arguments(call, 3, 3);
  if (!nodes || !nodes->front().is_scalar() || as_call(nodes->front())) {
    return unknown_result(call, ReasonKind::invalid, "Fn::If");
  }
  const std::string name = loop_text(nodes->front().text());
  const Value decision = condition(name, nodes->front().span());
  std::optional<Value> branches[2];
  const auto choose = [&](const Value& truth) {
    if (!truth.is(Value::Kind::boolean)) {
      return Value::unknown(truth.reason(), ValueType::any, result_origin(call));
    }
    const std::size_t index = truth.as_boolean() ? 0 : 1;
    if (!branches[index]) branches[index] = evaluate((*nodes)[index + 1]);
    return chosen(*branches[index], truth, call, name);
  };
  if (!decision.is(Value::Kind::one_of)) return choose(decision);
  std::vector<Alternative> ways;
  for (const Alternative& way : decision.alternatives()) ways.push_back({way.guard, choose(way.value)});
  return Value::one_of(std::move(ways), result_origin(call));
}

}  // namespace rootproof::cloudformation
