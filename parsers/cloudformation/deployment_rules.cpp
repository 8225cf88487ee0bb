// Rules: assertions about parameters that stop a deployment.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html
#include <algorithm>
#include <set>
#include <utility>

#include "parsers/cloudformation/choices.h"
#include "parsers/cloudformation/evaluator.h"

namespace rootproof::cloudformation {

using syntax::SyntaxNode;
using value::Alternative;
using value::Guard;
using value::Value;

namespace {

/// True when every key stands once and nothing is merged in: only then is it certain what a rule says.
bool is_plain(const SyntaxNode& node) {
  if (!node.is_mapping() || !node.tag().empty()) return false;
  std::set<std::string_view> keys;
  for (const SyntaxNode::Member& member : node.members()) {
    const std::string_view key = member.key.text();
    if (key == "<<" || is_generator_key(key) || !keys.insert(key).second) return false;
  }
  return true;
}

/// Transforms that leave the section Rules as it is written.
bool leaves_rules(const SyntaxNode& transform) {
  const std::string_view name = transform_name(transform);
  return name == "AWS::LanguageExtensions" || name == "AWS::Serverless-2016-10-31";
}

}  // namespace

bool Evaluator::is_excluded(const Guard& guard) const {
  return std::any_of(excluded_.begin(), excluded_.end(),
                     [&](const Guard& refused) { return guard.implies(refused); });
}

/// A value without the ways that a rule refuses. Where every way is refused nothing can be deployed, and
/// nothing is said about it.
Value Evaluator::without_excluded(const Value& value) const {
  if (excluded_.empty() || !value.is(Value::Kind::one_of)) return value;
  std::vector<Alternative> ways;
  for (const Alternative& way : value.alternatives()) {
    if (!is_excluded(way.guard)) ways.push_back(way);
  }
  if (ways.empty()) return value;
  return ways.size() == 1 ? ways.front().value : Value::one_of(std::move(ways), value.origin());
}

Value Evaluator::under(const Value& value, const Guard& guard) {
  return value_under(value, guard, used_->refinements);
}

/// Notes what a rule is certain to refuse. What depends on something that is not known excludes nothing.
void Evaluator::read_rule(const SyntaxNode& rule) {
  if (!is_plain(rule)) return;
  const std::optional<SyntaxNode> condition = rule.find("RuleCondition");
  const std::optional<SyntaxNode> assertions = rule.find("Assertions");
  if (!assertions || !assertions->is_sequence()) return;
  const Value applies = condition ? condition_expression(*condition) : Value::boolean(true);
  for (const SyntaxNode& assertion : assertions->items()) {
    const std::optional<SyntaxNode> node = is_plain(assertion) ? assertion.find("Assert") : std::nullopt;
    if (!node) continue;
    const std::vector<Value> outcomes{applies, condition_expression(*node)};
    const std::optional<std::vector<Combination>> all = combinations(outcomes);
    if (!all) continue;
    for (const Combination& combination : *all) {
      const Value& applied = combination.values[0];
      const Value& holds = combination.values[1];
      const bool known = applied.is(Value::Kind::boolean) && holds.is(Value::Kind::boolean);
      if (!known || !applied.as_boolean() || holds.as_boolean()) continue;
      if (!combination.guard.always()) excluded_.push_back(combination.guard);
    }
  }
}

void Evaluator::read_rules() {
  const bool certain = std::all_of(sections_.transforms.begin(), sections_.transforms.end(), leaves_rules) &&
                       sections_.rules.generators.empty();
  if (!certain) return;
  for (const auto& [name, rules] : sections_.rules.by_name) {
    if (rules.size() == 1) read_rule(rules.front().value);
  }
  if (excluded_.empty()) return;
  // What was evaluated so far did not know what is excluded.
  parameters_.clear();
  conditions_.clear();
}

}  // namespace rootproof::cloudformation
