// Fn::FindInMap:
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-findinmap.html
#include <algorithm>
#include <cctype>
#include <functional>
#include <iterator>
#include <set>
#include <utility>

#include "parsers/cloudformation/choices.h"
#include "parsers/cloudformation/evaluator.h"
#include "parsers/cloudformation/scalar_text.h"
#include "parsers/regions.h"
#include "parsers/source/limits.h"
#include "parsers/source/lower_case.h"

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
Value any_key(const Value& key, const SyntaxNode& map,
              const std::function<GuardTerm(GuardTerm)>& constrained) {
  const Value part = as_string_part(key, key.origin().span());
  const value::Hole* hole = whole_hole(part);
  if (hole == nullptr || !map.is_mapping() || map.size() == 0 || map.size() > limits::kAlternatives)
    return key;
  std::vector<Alternative> ways;
  for (const SyntaxNode::Member& member : map.members()) {
    const std::string text(member.key.text());
    if (!may_stand_in(*hole, text)) continue;
    GuardTerm term = value::value_term(subject_of(*hole), text, true, member.key.span(), hole->reason);
    ways.push_back(
        {Guard{{constrained(std::move(term))}}, Value::string(text, key.origin(), member.key.span())});
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
    const auto of_template = [this](GuardTerm term) { return constrained(std::move(term)); };
    keys[1] = for_each_alternative(
        top, [&](const Value& way) { return any_key(way, definitions->front().value, of_template); });
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

namespace {

/// True for a text without anything that a tool could put something else in the place of.
bool is_plain_name(std::string_view text) {
  static constexpr std::string_view kMarks = "-_./";
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || kMarks.find(c) != std::string_view::npos;
  });
}

bool is_whole_number(std::string_view text) {
  return text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// True for a text that is the same for every reader of YAML, with and without quotation marks: no boolean,
/// no date, no number but those that all write alike.
bool reads_as_itself(std::string_view text) {
  constexpr std::size_t kExactDigits = 15;  // a number with more may lose some
  if (!is_plain_name(text)) return false;
  if (is_whole_number(text)) return text == "0" || (text.front() != '0' && text.size() <= kExactDigits);
  if (std::isalpha(static_cast<unsigned char>(text.front())) == 0) return false;
  constexpr std::string_view kWords[] = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"};
  const std::string word = source::lower_case(text);
  return std::find(std::begin(kWords), std::end(kWords), word) == std::end(kWords);
}

/// True where nothing stands before a key that could say what it is: `!!int "010"` is 8.
bool stands_alone(const SyntaxNode& key) {
  const std::string_view before = key.file().text().substr(0, key.span().begin);
  const std::size_t last = before.find_last_not_of(" \t");
  return last == std::string_view::npos || before[last] == '\n' || before[last] == '{' || before[last] == ',';
}

bool is_certain_as_key(const SyntaxNode& key) {
  if (!key.is_scalar() || !key.tag().empty() || !stands_alone(key)) return false;
  switch (key.style()) {
    case syntax::ScalarStyle::plain:
      return reads_as_itself(key.text());
    case syntax::ScalarStyle::single_quoted:
    case syntax::ScalarStyle::double_quoted:
    case syntax::ScalarStyle::json_string:
      return is_plain_name(key.text());
    case syntax::ScalarStyle::literal_block:
    case syntax::ScalarStyle::folded_block:
    case syntax::ScalarStyle::empty:
      break;
  }
  return false;
}

/// Data of which every key is certain, and which is deployed as it is written: nothing in it is generated,
/// computed, merged or filled in.
bool is_certain_data(const SyntaxNode& node) {
  if (!node.tag().empty()) return false;
  if (node.is_scalar())
    return !has_hole_mark(node.text()) && node.text().find("${") == std::string_view::npos;
  if (node.is_sequence()) {
    const std::vector<SyntaxNode> items = node.items();
    return std::all_of(items.begin(), items.end(), is_certain_data);
  }
  if (!is_plain_map(node) || as_long_call(node)) return false;
  const std::vector<SyntaxNode::Member> members = node.members();
  return std::all_of(members.begin(), members.end(), [](const SyntaxNode::Member& each) {
    return is_certain_as_key(each.key) && is_certain_data(each.value);
  });
}

/// True for a file that something else may be made of before it is deployed: Jinja and its like also read
/// what stands in comments.
bool may_be_source_of_template(std::string_view file) {
  constexpr std::string_view kReference = "{{resolve:";
  for (std::size_t at = file.find("{{"); at != std::string_view::npos; at = file.find("{{", at + 1))
    if (!file.substr(at).starts_with(kReference)) return true;
  return file.find("{%") != std::string_view::npos || file.find("<%") != std::string_view::npos;
}

/// True for the arguments of Fn::FindInMap that need no transform: a text, or Ref of one name.
bool is_simple_key(const SyntaxNode& node) {
  if (node.is_scalar() && node.tag().empty()) return true;
  const std::optional<Call> function = as_call(node);
  return function && function->name == "Ref" && function->argument.is_scalar() &&
         (function->tagged || function->argument.tag().empty());
}

/// True where a parameter may be a number that is a text with a point or an exponent to the service, and
/// without to us: 8.0.
bool may_be_fraction(const SyntaxNode& definition) {
  const auto is_fraction = [](const SyntaxNode& node) {
    return node.is_scalar() && node.type() == syntax::ScalarType::number && !is_whole_number(node.text());
  };
  const std::optional<SyntaxNode> standard = definition.find("Default");
  const std::optional<SyntaxNode> allowed = definition.find("AllowedValues");
  const std::vector<SyntaxNode> values =
      allowed && allowed->is_sequence() ? allowed->items() : std::vector<SyntaxNode>();
  return (standard && is_fraction(*standard)) || std::any_of(values.begin(), values.end(), is_fraction);
}

}  // namespace

/// Whether a key that is looked up is certain to be this text.
bool Evaluator::is_certain_key(const SyntaxNode& node, const std::string& text) const {
  const std::optional<Call> reference = as_call(node);
  if (!reference) return reads_as_itself(node.text());
  if (!reads_as_itself(text)) return false;
  const std::string name(reference->argument.text());
  const std::vector<Definition>* definitions = sections_.parameters.find(name);
  if (definitions == nullptr || !is_whole_number(text)) return true;
  return inputs_.parameters.find(name) == inputs_.parameters.end() && definitions->size() == 1 &&
         !may_be_fraction(definitions->front().value);
}

/// Whether all keys of a mapping are known, and are what the service reads.
bool Evaluator::has_certain_keys(const std::string& mapping) {
  const auto [known, is_new] = certain_mappings_.try_emplace(mapping, false);
  if (!is_new) return known->second;
  const std::vector<Definition>* definitions = sections_.mappings.find(mapping);
  if (definitions == nullptr || definitions->size() != 1) return false;
  const SyntaxNode& map = definitions->front().value;
  if (!map.is_mapping() || map.size() == 0 || !is_certain_data(map)) return false;
  const std::vector<SyntaxNode::Member> entries = map.members();
  known->second = std::all_of(entries.begin(), entries.end(),
                              [](const SyntaxNode::Member& entry) { return entry.value.is_mapping(); });
  return known->second;
}

/// Whether the mappings are those that are written, each under the name that is written.
bool Evaluator::has_certain_mappings() const {
  if (!sections_.mappings.generators.empty() || org_formation_ || !is_whole_document_) return false;
  std::set<source::FileId> files;
  const auto is_final = [&files](const Definition& each) {
    const source::SourceFile& file = each.key.file();
    return !files.insert(file.id()).second || !may_be_source_of_template(file.text());
  };
  const std::vector<Definition>& mappings = sections_.mappings.in_order;
  const std::vector<Definition>& resources = sections_.resources.in_order;
  return std::all_of(mappings.begin(), mappings.end(),
                     [](const Definition& each) { return is_certain_as_key(each.key); }) &&
         std::all_of(mappings.begin(), mappings.end(), is_final) &&
         std::all_of(resources.begin(), resources.end(), is_final);
}

/// True where what stands in the hole is a text that is compared with keys letter by letter.
bool Evaluator::is_text(const value::Hole& hole) const {
  if (hole.kind != value::HoleKind::any) return hole.kind != value::HoleKind::reference;
  if (parent_ != nullptr || hole.reason->detail != "parameter " + hole.symbol) return false;
  const std::vector<Definition>* definitions = sections_.parameters.find(hole.symbol);
  if (definitions == nullptr || definitions->size() != 1) return false;
  const std::optional<SyntaxNode> type = definitions->front().value.find("Type");
  return type && type->is_scalar() && type->text() == "String";
}

/// Notes the cases in which a mapping certainly lacks the key that is looked up: "Unable to get mapping for"
/// refuses the whole template.
void Evaluator::find_missing_keys(const Call& call, const Guard& where, std::vector<Guard>& refused) {
  const std::optional<std::vector<SyntaxNode>> nodes = arguments(call, 3, 3);
  if (!nodes || !std::all_of(nodes->begin(), nodes->end(), is_simple_key)) return;
  std::string lookup = where.to_string();
  for (const SyntaxNode& node : *nodes) {
    const std::optional<Call> reference = as_call(node);
    lookup += reference ? "\n${" : "\n";
    lookup += reference ? reference->argument.text() : node.text();
  }
  if (!lookups_.insert(std::move(lookup)).second) return;
  const std::vector<Value> keys{evaluate((*nodes)[0]), evaluate((*nodes)[1]), evaluate((*nodes)[2])};
  const std::optional<std::vector<Combination>> all = combinations(keys);
  if (!all) return;
  for (const Combination& combination : *all) {
    const Guard guard = where & combination.guard;
    const std::optional<std::string> name = combination.values[0].as_text();
    const std::optional<std::string> second = combination.values[2].as_text();
    const bool known = name && second && is_certain_key((*nodes)[0], *name) &&
                       is_certain_key((*nodes)[2], *second) && has_certain_keys(*name);
    if (guard.impossible() || !known) continue;
    const SyntaxNode map = sections_.mappings.find(*name)->front().value;
    if (const std::optional<std::string> top = combination.values[1].as_text()) {
      const std::vector<SyntaxNode> entry = entries(map, *top);
      const bool found = !entry.empty() && !entries(entry.front(), *second).empty();
      if (!found && is_certain_key((*nodes)[1], *top)) refuse(guard, refused);
    } else {
      find_missing_keys(combination.values[1], map, *second, guard, refused);
    }
  }
}

/// The same for a key of which all that is known is where it comes from: it is one of those under which the
/// other key stands. A Region is in one of their partitions, then.
void Evaluator::find_missing_keys(const Value& top, const SyntaxNode& map, const std::string& second,
                                  const Guard& where, std::vector<Guard>& refused) {
  const Value part = as_string_part(top, top.origin().span());
  const value::Hole* hole = whole_hole(part);
  constexpr std::size_t kKeys = 64;  // there are fewer Regions, and more terms are of no use
  if (hole == nullptr || !is_text(*hole) || map.size() > kKeys) return;
  Guard none;
  Guard elsewhere;
  bool is_known = hole->kind == value::HoleKind::region;
  const auto is_not = [&](const std::string& subject, std::string_view text, source::Span span) {
    return constrained(value::value_term(subject, text, false, span, hole->reason));
  };
  for (const SyntaxNode::Member& entry : map.members()) {
    const std::string_view key = entry.key.text();
    if (!may_stand_in(*hole, key) || !entry.value.find(second)) continue;
    none.terms.push_back(is_not(subject_of(*hole), key, entry.key.span()));
    const std::string_view partition = is_known ? partition_of_region(key) : std::string_view();
    is_known = !partition.empty();
    GuardTerm there = is_not("AWS::Partition", partition, entry.key.span());
    if (is_known && !elsewhere.implies(there)) elsewhere.terms.push_back(std::move(there));
  }
  refuse(where & none, refused);
  if (is_known) refuse(where & elsewhere, refused);
}

}  // namespace rootproof::cloudformation
