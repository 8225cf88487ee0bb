// Fn::FindInMap:
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-findinmap.html
#include <utility>

#include "parsers/cloudformation/choices.h"
#include "parsers/cloudformation/evaluator.h"
#include "parsers/cloudformation/scalar_text.h"
#include "parsers/source/limits.h"

namespace rootproof::cloudformation {

using syntax::SyntaxNode;
using value::Alternative;
using value::Guard;
using value::GuardTerm;
using value::ReasonKind;
using value::Value;

namespace {

/// The only hole a key consists of (`!Ref AWS::Region`, a parameter without value), if it has an identity.
const value::Hole* whole_hole(const Value& key) {
  if (!key.is(Value::Kind::string) || key.pieces().size() != 1) return nullptr;
  const auto* hole = std::get_if<value::Hole>(&key.pieces().front());
  return hole != nullptr && !hole->symbol.empty() ? hole : nullptr;
}

/// The keys that a value may be, when all that is known is where it comes from: any of the map's keys,
/// because a key that is missing stops the deployment.
Value any_key(const Value& key, const SyntaxNode& map) {
  const Value part = as_string_part(key, key.origin().span());
  const value::Hole* hole = whole_hole(part);
  if (hole == nullptr || !map.is_mapping() || map.size() == 0 || map.size() > limits::kAlternatives)
    return key;
  std::vector<Alternative> ways;
  for (const SyntaxNode::Member& member : map.members()) {
    const std::string text(member.key.text());
    if (!may_stand_in(*hole, text)) continue;
    const GuardTerm term = value::value_term(subject_of(*hole), text, true, member.key.span(), hole->reason);
    ways.push_back({Guard{{term}}, Value::string(text, key.origin(), member.key.span())});
  }
  return ways.empty() ? key : Value::one_of(std::move(ways), key.origin());
}

/// A key whose entry lacks what is looked up stops the deployment, so it is not one of the ways.
Value without_missing(const Value& found) {
  if (!found.is(Value::Kind::one_of)) return found;
  std::vector<Alternative> ways;
  for (const Alternative& way : found.alternatives()) {
    const bool is_missing =
        way.value.is(Value::Kind::unknown) && way.value.reason().kind == ReasonKind::invalid;
    if (!is_missing) ways.push_back(way);
  }
  return ways.empty() ? found : Value::one_of(std::move(ways), found.origin());
}

}  // namespace

Value Evaluator::find_in_map(const Call& call) {
  const std::optional<std::vector<SyntaxNode>> nodes = arguments(call, 3, 4);
  if (!nodes) return unknown_result(call, ReasonKind::invalid, "Fn::FindInMap");
  Value fallback;  // null: none given
  if (nodes->size() == 4) {
    const std::optional<SyntaxNode> given = (*nodes)[3].find("DefaultValue");
    if (!given) return unknown_result(call, ReasonKind::invalid, "Fn::FindInMap");
    fallback = evaluate(*given);
  }
  std::vector<Value> keys{evaluate((*nodes)[0]), evaluate((*nodes)[1]), evaluate((*nodes)[2])};
  const std::optional<std::string> map = keys[0].as_text();
  const std::vector<Definition>* definitions = map ? sections_.mappings.find(*map) : nullptr;
  if (definitions != nullptr && definitions->size() == 1 && nodes->size() == 3) {
    const Value top = keys[1];
    keys[1] =
        for_each_alternative(top, [&](const Value& way) { return any_key(way, definitions->front().value); });
  }
  const Value found =
      for_each_combination(keys, result_origin(call, keys), [&](std::span<const Value> known) {
        for (const Value& key : known) {
          if (key.as_text()) continue;
          const std::vector<value::Reason> reasons = key.reasons();
          return Value::unknown(reasons.empty()
                                    ? value::Reason{ReasonKind::invalid, "Fn::FindInMap", call.span}
                                    : reasons.front(),
                                value::ValueType::any, result_origin(call, known));
        }
        return mapping_value(call, *known[0].as_text(), *known[1].as_text(), *known[2].as_text(), fallback)
            .with_step(*result_origin(call, known).step());
      });
  return without_excluded(without_missing(found));
}

/// What a mapping holds under a key. The keys of each are listed once: templates look up again and again in
/// mappings of thousands of keys.
std::vector<SyntaxNode> Evaluator::entries(const SyntaxNode& mapping, std::string_view key) {
  const auto [known, is_new] = mapping_keys_.try_emplace({mapping.file().id(), mapping.id()});
  if (is_new && mapping.is_mapping()) {
    for (const SyntaxNode::Member& member : mapping.members())
      known->second[member.key.text()].push_back(member.value);
  }
  const auto found = known->second.find(key);
  return found == known->second.end() ? std::vector<SyntaxNode>() : found->second;
}

Value Evaluator::mapping_value(const Call& call, std::string_view map, std::string_view top,
                               std::string_view second, const Value& fallback) {
  const ScopeChange outside(*this, nullptr);
  const std::string path = std::string(map) + "::" + std::string(top) + "::" + std::string(second);
  const std::vector<Definition>* definitions = sections_.mappings.find(map);
  if (definitions == nullptr && !sections_.mappings.generators.empty()) {
    return unknown_result(call, ReasonKind::macro, "mapping " + path);
  }
  if (definitions != nullptr && definitions->size() > 1) {
    return unknown_result(call, ReasonKind::duplicate_key, std::string(map));
  }
  std::optional<SyntaxNode> node;
  if (definitions != nullptr) node = definitions->front().value;
  for (const std::string_view key : {top, second}) {
    if (!node) break;
    const std::vector<SyntaxNode> found = entries(*node, key);
    if (found.size() > 1) return repeated(key, found);
    node = found.empty() ? std::nullopt : std::optional(found.front());
  }
  // Values are texts or lists, and a null counts as missing.
  if (node && node->is_mapping() && !as_call(*node))
    return unknown_result(call, ReasonKind::invalid, "map in mapping " + path);
  if (node && !(node->is_scalar() && node->type() == syntax::ScalarType::null)) return evaluate(*node);
  if (!fallback.is(Value::Kind::null)) return fallback;
  return unknown_result(call, ReasonKind::invalid, "mapping " + path);
}

}  // namespace rootproof::cloudformation
