// Rules: assertions about parameters that stop a deployment.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html
#include <algorithm>
#include <utility>

#include "parsers/cloudformation/choices.h"
#include "parsers/cloudformation/evaluator.h"

namespace rootproof::cloudformation {

using syntax::SyntaxNode;
using value::Alternative;
using value::Guard;
using value::Value;

namespace {

/// Combinations that are noted as refused for one cause. More cost much time and hardly ever matter.
constexpr std::size_t kRefusals = 16;

}  // namespace

bool Evaluator::is_excluded(const Guard& guard) const {
  // Terms that a stack around passed know nothing of what is refused here.
  return guard.impossible() || constraints_->refute(guard.terms);
}

value::GuardTerm Evaluator::constrained(value::GuardTerm term) const {
  term.constraints = constraints_;
  return term;
}

/// A value without the ways that cannot be deployed. Where every way is refused, nothing is said about it.
Value Evaluator::without_excluded(const Value& value) const {
  if (constraints_->empty() || !value.is(Value::Kind::one_of)) return value;
  std::vector<Alternative> ways;
  for (const Alternative& way : value.alternatives()) {
    if (!is_excluded(way.guard)) ways.push_back(way);
  }
  if (ways.empty()) return value;
  return ways.size() == 1 ? ways.front().value : Value::one_of(std::move(ways), value.origin());
}

/// Notes what is refused, unless nothing could be deployed then: that is for the service to say. Of very many
/// combinations those that say most are noted: the others may then look possible.
void Evaluator::exclude(std::vector<Guard> refused, bool counts) {
  if (refused.empty()) return;
  std::stable_sort(refused.begin(), refused.end(), [](const Guard& left, const Guard& right) {
    return left.terms.size() < right.terms.size();
  });
  std::vector<const Guard*> noted;
  value::Constraints before = *constraints_;
  for (const Guard& guard : refused) {
    const bool known =
        std::any_of(noted.begin(), noted.end(), [&](const Guard* other) { return guard.implies(*other); });
    if (known) continue;
    if (noted.size() == kRefusals) break;
    noted.push_back(&guard);
    if (constraints_->add(guard, counts)) continue;
    *constraints_ = std::move(before);
    return;
  }
  // What was evaluated so far did not know what is excluded.
  parameters_.clear();
  conditions_.clear();
  names_.clear();
}

Value Evaluator::under(const Value& value, const Guard& guard) {
  return value_under(value, guard, used_->refinements);
}

/// What a rule is certain to refuse. What depends on something that is not known excludes nothing.
std::vector<Guard> Evaluator::refused_by(const SyntaxNode& rule) {
  std::vector<Guard> refused;
  if (!is_plain_map(rule)) return refused;
  const std::optional<SyntaxNode> condition = rule.find("RuleCondition");
  const std::optional<SyntaxNode> assertions = rule.find("Assertions");
  if (!assertions || !assertions->is_sequence()) return refused;
  const Value applies = condition ? condition_expression(*condition) : Value::boolean(true);
  for (const SyntaxNode& assertion : assertions->items()) {
    const std::optional<SyntaxNode> node = is_plain_map(assertion) ? assertion.find("Assert") : std::nullopt;
    if (!node) continue;
    const std::vector<Value> outcomes{applies, condition_expression(*node)};
    const std::optional<std::vector<Combination>> all = combinations(outcomes);
    if (!all) continue;
    for (const Combination& combination : *all) {
      const Value& applied = combination.values[0];
      const Value& holds = combination.values[1];
      const bool known = applied.is(Value::Kind::boolean) && holds.is(Value::Kind::boolean);
      if (!known || !applied.as_boolean() || holds.as_boolean()) continue;
      if (!combination.guard.always()) refused.push_back(combination.guard);
    }
  }
  return refused;
}

void Evaluator::read_rules() {
  const bool certain =
      std::all_of(sections_.transforms.begin(), sections_.transforms.end(), leaves_as_written) &&
      sections_.rules.generators.empty();
  if (!certain) return;
  std::vector<Guard> refused;
  for (const auto& [name, rules] : sections_.rules.by_name) {
    if (rules.size() != 1) continue;
    for (Guard& guard : refused_by(rules.front().value)) refused.push_back(std::move(guard));
  }
  exclude(std::move(refused));
}

}  // namespace rootproof::cloudformation
