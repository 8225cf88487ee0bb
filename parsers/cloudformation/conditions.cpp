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
  for (const OriginStep& input : inputs) value = value.with_step(input);
  const std::string truth = condition.as_boolean() ? " is true" : " is false";
  return value.with_step({OriginKind::condition, call.span, "condition " + std::string(name) + truth});
}

}  // namespace

/// An undecided condition is true or false under its own name, so that everything it decides stays together.
Value Evaluator::split_by_name(const Value& outcome, std::string_view name, source::Span span) const {
  if (!outcome.is(Value::Kind::unknown) || is_error(outcome)) return outcome;
  std::vector<Alternative> ways;
  for (const bool holds : {true, false}) {
    const Guard guard{{constrained(GuardTerm{std::string(name), holds, span, {}, outcome.reason()})}};
    ways.push_back({guard, Value::boolean(holds, outcome.origin())});
  }
  return Value::one_of(std::move(ways), outcome.origin());
}

GuardTerm Evaluator::named_condition(GuardTerm name, const Value& outcome) const {
  if (outcome.is(Value::Kind::one_of)) {
    for (const Alternative& way : outcome.alternatives()) {
      if (!way.value.is(Value::Kind::boolean)) continue;
      Guard never = way.guard;
      never.terms.push_back(way.value.as_boolean() ? value::negated(name) : name);
      (void)constraints_->add(std::move(never));
    }
  }
  return constrained(std::move(name));
}

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
  outcome = merged_alternatives(without_excluded(outcome));
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
  if (call->name == "Fn::Contains" || call->name == "Fn::EachMemberEquals" ||
      call->name == "Fn::EachMemberIn")
    result = membership(*call);
  if (call->name == "Condition") result = condition_reference(*call);
  --depth_;
  return result;
}

Value Evaluator::condition_reference(const Call& call) {
  if (!call.argument.is_scalar())
    return unknown_result(call, ReasonKind::invalid, "Condition", ValueType::boolean);
  return condition(loop_text(call.argument.text()), call.span);
}

/// And for `neutral` true, Or for false.
Value Evaluator::junction(const Call& call, bool neutral) {
  const std::optional<std::vector<SyntaxNode>> nodes = arguments(call, 2, 10);
  if (!nodes) return unknown_result(call, ReasonKind::invalid, std::string(call.name), ValueType::boolean);
  std::vector<Value> members;
  for (const SyntaxNode& node : *nodes) members.push_back(condition_expression(node));
  for (const Value& member : members) {
    if (is_error(member)) return member;
  }
  return all_or_any(members, neutral, result_origin(call, members));
}

Value Evaluator::negation(const Call& call) {
  const std::optional<std::vector<SyntaxNode>> nodes = arguments(call, 1, 1);
  if (!nodes) return unknown_result(call, ReasonKind::invalid, "Fn::Not", ValueType::boolean);
  return for_each_alternative(condition_expression(nodes->front()), [&](const Value& value) {
    if (!value.is(Value::Kind::boolean)) return value;
    return Value::boolean(!value.as_boolean(), result_origin(call, std::span(&value, 1)));
  });
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
  for (const Alternative& way : decision.alternatives())
    ways.push_back({way.guard, value_under(choose(way.value), way.guard, used_->refinements)});
  return Value::one_of(std::move(ways), result_origin(call));
}

}  // namespace rootproof::cloudformation
