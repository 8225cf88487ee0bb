// Fn::ForEach:
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-foreach.html
#include <algorithm>
#include <cctype>
#include <set>
#include <utility>

#include "parsers/cloudformation/evaluator.h"
#include "parsers/cloudformation/scalar_text.h"
#include "parsers/source/limits.h"

namespace rootproof::cloudformation {

using syntax::SyntaxNode;
using value::ReasonKind;
using value::StringPiece;
using value::TextPiece;
using value::Value;

namespace {

const LoopScope* find_variable(const LoopScope* scope, std::string_view name) {
  while (scope != nullptr && scope->variable != name) scope = scope->outer.get();
  return scope;
}

std::string alphanumeric(std::string text) {
  const auto other = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; };
  text.erase(std::remove_if(text.begin(), text.end(), other), text.end());
  return text;
}

/// `${Variable}` or `&{Variable}` of a loop, with the bytes it takes.
struct LoopPlaceholder {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string text;                   ///< what stands there; the placeholder itself when that is not known
  const value::Hole* open = nullptr;  ///< what is not known
};

std::optional<LoopPlaceholder> next_placeholder(std::string_view text, std::size_t from,
                                                const LoopScope* scope) {
  for (std::size_t open = text.find('{', from); open != std::string_view::npos;
       open = text.find('{', open + 1)) {
    if (open == from || (text[open - 1] != '$' && text[open - 1] != '&')) continue;
    const std::size_t close = text.find('}', open);
    if (close == std::string_view::npos) return std::nullopt;
    const LoopScope* variable = find_variable(scope, text.substr(open + 1, close - open - 1));
    if (variable == nullptr) continue;
    if (variable->open) {
      return LoopPlaceholder{open - 1, close + 1, std::string(text.substr(open - 1, close + 2 - open)),
                             std::get_if<value::Hole>(&variable->value.pieces().front())};
    }
    const std::string value = *variable->value.as_string();
    return LoopPlaceholder{open - 1, close + 1, text[open - 1] == '&' ? alphanumeric(value) : value};
  }
  return std::nullopt;
}

}  // namespace

/// The value of a loop variable, nullptr when no loop around has one of this name.
const Value* Evaluator::loop_value(std::string_view name) const {
  const LoopScope* variable = find_variable(scope_.get(), name);
  return variable == nullptr ? nullptr : &variable->value;
}

/// Text with the variables of the loops around replaced.
std::string Evaluator::loop_text(std::string_view text) const {
  std::string result;
  std::size_t done = 0;
  if (scope_ != nullptr) {
    while (const auto found = next_placeholder(text, done, scope_.get())) {
      result += text.substr(done, found->begin - done);
      result += found->text;
      done = found->end;
    }
  }
  return result.append(text.substr(done));
}

/// True where a variable stands whose value is not known.
bool Evaluator::has_open_variable(std::string_view text) const {
  std::optional<LoopPlaceholder> found = next_placeholder(text, 0, scope_.get());
  while (found && found->open == nullptr) found = next_placeholder(text, found->end, scope_.get());
  return found.has_value();
}

/// The next part of the text that is not known because whoever wrote the template does not know it.
std::optional<HoleMark> Evaluator::hole_in(std::string_view text, std::size_t from) const {
  if (inputs_.holes.empty()) return std::nullopt;
  const std::optional<HoleMark> mark = next_hole_mark(text, from);
  return mark && mark->number < inputs_.holes.size() ? mark : std::nullopt;
}

/// The same for a stretch of a scalar, places kept: what a variable puts in stands where the variable stands.
std::vector<StringPiece> Evaluator::loop_pieces(const syntax::ScalarPlaces& places, std::size_t begin,
                                                std::size_t end) const {
  std::vector<StringPiece> pieces;
  while (const auto mark = hole_in(places.text().substr(0, end), begin)) {
    // What stands before it holds no hole: this goes one deep.
    if (mark->begin > begin)
      for (StringPiece& piece : loop_pieces(places, begin, mark->begin)) pieces.push_back(std::move(piece));
    pieces.emplace_back(inputs_.holes[mark->number]);
    if (mark->end == end) return pieces;
    begin = mark->end;
  }
  if (scope_ == nullptr) {
    for (StringPiece& piece : scalar_pieces(places, begin, end)) pieces.push_back(std::move(piece));
    return pieces;
  }
  const auto take = [&](std::size_t stop) {
    if (begin == stop) return;
    for (StringPiece& piece : scalar_pieces(places, begin, stop)) pieces.push_back(std::move(piece));
  };
  const std::string_view text = places.text().substr(0, end);
  while (auto found = next_placeholder(text, begin, scope_.get())) {
    take(found->begin);
    if (found->open != nullptr)
      pieces.emplace_back(*found->open);
    else
      pieces.emplace_back(TextPiece{std::move(found->text), places.span(found->begin, found->end), false});
    begin = found->end;
  }
  take(end);
  if (pieces.empty()) return scalar_pieces(places, begin, end);
  return pieces;
}

/// The turns of a loop, each as the scope its body is read in; why not, where they are not known. Elements
/// that are not known have one turn together.
Evaluator::Loop Evaluator::read_loop(std::string_view key, const SyntaxNode& node) {
  Loop loop;
  const auto unclear = [&](ReasonKind kind, std::string detail) {
    loop.reason = value::Reason{kind, std::move(detail), node.span()};
    return loop;
  };
  const std::string name(key);
  unsigned depth = 0;
  for (const LoopScope* outer = scope_.get(); outer != nullptr; outer = outer->outer.get()) ++depth;
  if (depth >= limits::kLoopDepth) return unclear(ReasonKind::limit, "kLoopDepth");
  const bool shaped = node.is_sequence() && node.size() == 3 && node.item(0).is_scalar() &&
                      node.item(2).is_mapping() && !as_call(node.item(2));
  if (!shaped) return unclear(ReasonKind::invalid, name);
  const std::string variable(node.item(0).text());
  if (variable.empty() || sections_.parameters.find(variable) != nullptr || loop_value(variable) != nullptr)
    return unclear(ReasonKind::invalid, "variable of " + name);
  loop.body = node.item(2);
  const Value collection = evaluate(node.item(1));
  const bool listed = collection.is(Value::Kind::list);
  for (const Value& item : listed ? collection.items() : collection.known_items()) {
    const std::optional<std::string> text = item.as_text();
    if (!text) {
      loop.reason = value::Reason{ReasonKind::unsupported, "collection of " + name, node.span()};
      continue;
    }
    const Value known = item.is(Value::Kind::string) ? item : Value::string(*text, item.origin());
    loop.turns.push_back(std::make_shared<LoopScope>(LoopScope{variable, known, scope_}));
  }
  if (!listed) {
    const std::vector<value::Reason> reasons = collection.reasons();
    const bool several = reasons.empty() || collection.is(Value::Kind::one_of);
    loop.reason = several ? value::Reason{ReasonKind::unsupported, "collection of " + name, node.span()}
                          : reasons.front();
    if (loop.reason->kind == ReasonKind::invalid) return loop;  // the service refuses the template
  }
  if (loop.reason) {
    const std::string symbol = prefix_ + name + " " + variable;
    const Value any = Value::string(std::vector<StringPiece>{value::Hole{value::HoleKind::any, symbol,
                                                                         *loop.reason, collection.origin()}},
                                    collection.origin());
    const value::GuardTerm element{prefix_ + name + " yields it", true, node.span(), {}, loop.reason};
    loop.turns.push_back(std::make_shared<LoopScope>(LoopScope{variable, any, scope_, element}));
  }
  return loop;
}

/// Adds what a loop of a section defines; says why that may not be all.
void Evaluator::expand_loop(const Definition& generator, Section& section, std::size_t& made,
                            std::optional<OpenLoop>& open) {
  const ScopeChange change(*this, generator.scope);
  const Loop loop = read_loop(generator.name, generator.value);
  if (loop.reason) {
    // Nobody can refer to an output whose name is not known.
    const bool has_element = !loop.turns.empty() && &section != &sections_.outputs;
    if (!open) open = OpenLoop{generator, *loop.reason, has_element};
    if (!has_element) return;
  }
  for (const LoopScopePtr& turn : loop.turns) {
    const ScopeChange inside(*this, turn);
    for (const SyntaxNode::Member& member : loop.body->members()) {
      if (++made > limits::kInstances) {
        open = OpenLoop{generator, {ReasonKind::limit, "kInstances", generator.key.span()}};
        return;
      }
      Definition definition{member.key, member.value, loop_text(member.key.text()), turn};
      if (is_loop_key(definition.name))
        expand_loop(definition, section, made, open);
      else
        section.add(std::move(definition));
      if (made > limits::kInstances) return;
    }
  }
}

void Evaluator::expand_loops() {
  std::size_t made = 0;
  for (Section* section : {&sections_.conditions, &sections_.resources, &sections_.outputs}) {
    std::vector<Definition> remaining;
    const std::vector<Definition> generators = section->generators;
    for (const Definition& generator : generators) {
      if (is_loop_key(generator.name)) {
        std::optional<OpenLoop> open;
        expand_loop(generator, *section, made, open);
        if (!open) continue;
        open->definition = generator;
        open_loops_.push_back(*std::move(open));
      }
      remaining.push_back(generator);
    }
    section->generators = std::move(remaining);
  }
}

/// The members that a loop puts into a map of properties; nullopt when they are not known.
std::optional<std::vector<value::Member>> Evaluator::loop_members(std::string_view key,
                                                                  const SyntaxNode& node) {
  const Loop loop = read_loop(key, node);
  if (loop.reason) return std::nullopt;
  std::vector<value::Member> members;
  for (const LoopScopePtr& turn : loop.turns) {
    const ScopeChange inside(*this, turn);
    const Value map = plain(*loop.body);
    if (!map.is(Value::Kind::map)) return std::nullopt;
    members.insert(members.end(), map.members().begin(), map.members().end());
  }
  std::set<std::string_view> keys;
  for (const value::Member& member : members) {
    if (!keys.insert(member.key).second) return std::nullopt;  // produced keys must differ
  }
  return members;
}

}  // namespace rootproof::cloudformation
