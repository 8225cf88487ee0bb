#include "parsers/cloudformation/evaluator.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>
#include <vector>

#include "parsers/cloudformation/choices.h"
#include "parsers/cloudformation/merge_keys.h"
#include "parsers/cloudformation/scalar_text.h"
#include "parsers/regions.h"
#include "parsers/source/limits.h"

namespace rootproof::cloudformation {

using syntax::NodeKind;
using syntax::ScalarType;
using syntax::SyntaxNode;
using value::Alternative;
using value::GuardTerm;
using value::Member;
using value::Origin;
using value::OriginKind;
using value::ReasonKind;
using value::Value;
using value::ValueType;

namespace {

bool is_function_name(std::string_view key) { return key == "Ref" || key.substr(0, 4) == "Fn::"; }

Origin literal(const SyntaxNode& node) { return Origin({OriginKind::literal, node.span(), {}}); }

/// `!Ref` and `!Condition` keep their name, every other tag is short for `Fn::` and its name.
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
std::string_view function_of_tag(std::string_view tag) {
  struct Row {
    std::string_view tag;
    std::string_view name;
  };
  static constexpr Row kRows[] = {
      {"!And", "Fn::And"},
      {"!Base64", "Fn::Base64"},
      {"!Cidr", "Fn::Cidr"},
      {"!Condition", "Condition"},
      {"!Equals", "Fn::Equals"},
      {"!FindInMap", "Fn::FindInMap"},
      {"!GetAZs", "Fn::GetAZs"},
      {"!GetAtt", "Fn::GetAtt"},
      {"!GetStackOutput", "Fn::GetStackOutput"},
      {"!If", "Fn::If"},
      {"!ImportValue", "Fn::ImportValue"},
      {"!Join", "Fn::Join"},
      {"!Length", "Fn::Length"},
      {"!Not", "Fn::Not"},
      {"!Or", "Fn::Or"},
      {"!Ref", "Ref"},
      {"!Select", "Fn::Select"},
      {"!Split", "Fn::Split"},
      {"!Sub", "Fn::Sub"},
      {"!ToJsonString", "Fn::ToJsonString"},
      {"!Transform", "Fn::Transform"},
  };
  for (const Row& row : kRows) {
    if (row.tag == tag) return row.name;
  }
  return tag;  // unknown tags are opaque functions under their own name
}

}  // namespace

std::optional<Call> as_call(const SyntaxNode& node) {
  if (!node.tag().empty()) return Call{function_of_tag(node.tag()), node, true, node.span()};
  return as_long_call(node);
}

std::optional<Call> as_long_call(const SyntaxNode& node) {
  if (!node.is_mapping() || node.size() != 1) return std::nullopt;
  const SyntaxNode::Member member = node.member(0);
  if (!member.key.is_scalar() || !is_function_name(member.key.text())) return std::nullopt;
  if (is_generator_key(member.key.text()) && member.key.text() != "Fn::Transform") return std::nullopt;
  return Call{member.key.text(), member.value, false, node.span()};
}

Value unknown_result(const Call& call, ReasonKind kind, std::string detail, ValueType type) {
  return Value::unknown({kind, std::move(detail), call.span}, type, result_origin(call));
}

namespace {

/// Whether a value goes back to something somebody chose for this stack, which tells a reader more than the
/// account or the partition it is deployed to.
bool is_chosen(const Origin& origin) {
  const std::vector<value::OriginStep> chain = origin.chain();
  return std::any_of(chain.begin(), chain.end(), [](const value::OriginStep& step) {
    return step.kind != OriginKind::literal && step.kind != OriginKind::reference &&
           step.kind != OriginKind::function;
  });
}

}  // namespace

Origin result_origin(const Call& call, std::span<const Value> inputs) {
  Origin from;
  for (const Value& input : inputs) {
    const std::optional<value::OriginStep> step = input.origin().step();
    if (!step || step->kind == OriginKind::literal) continue;
    const bool chosen = is_chosen(input.origin());
    if (from.empty() || chosen) from = input.origin();
    if (chosen) break;
  }
  return Origin({OriginKind::function, call.span, std::string(call.name)}, from);
}

std::string subject_of(const value::Hole& hole) {
  const std::string_view symbol = hole.symbol;
  if (symbol.substr(0, value::kOwnAccount.size()) != value::kOwnAccount) return hole.symbol;
  return "AWS::AccountId" + std::string(symbol.substr(value::kOwnAccount.size()));
}

Value as_string_part(const Value& value, source::Span span) {
  constexpr std::string_view kParameter = "parameter ";
  value::Hole hole;
  hole.origin = value.origin();
  switch (value.kind()) {
    case Value::Kind::absent:
    case Value::Kind::boolean:
    case Value::Kind::number:
    case Value::Kind::string:
      return value;
    case Value::Kind::one_of:
      return for_each_alternative(value, [&](const Value& way) { return as_string_part(way, span); });
    case Value::Kind::unknown:
      hole.reason = value.reason();
      if (hole.reason->kind == ReasonKind::unknown_variable &&
          hole.reason->detail.rfind(kParameter, 0) == 0) {
        hole.symbol = hole.reason->detail.substr(kParameter.size());
      }
      break;
    case Value::Kind::null:
      hole.reason = {ReasonKind::invalid, "null inside a string", span};
      break;
    case Value::Kind::list:
      if (value.is_encoded()) return json_text(value);
      hole.reason = {ReasonKind::invalid, "a list inside a string", span};
      break;
    case Value::Kind::map:
      if (value.is_encoded()) return json_text(value);
      hole.reason = {ReasonKind::unsupported, "a map inside a string", span};
      break;
  }
  std::vector<value::StringPiece> pieces;
  pieces.emplace_back(std::move(hole));
  return Value::string(std::move(pieces), value.origin());
}

Evaluator::Evaluator(const SyntaxNode& document, const TemplateInputs& inputs)
    : sections_(index_sections(document)),
      document_file_(document.file().id()),
      document_id_(document.id()),
      org_formation_(is_org_formation_template(document)),
      is_whole_document_(document.is_document()),
      inputs_(inputs) {
  if (inputs.deployer) {
    prefix_ = inputs.deployer->address + "/";
    account_symbol_ = inputs.deployer->account;
    partition_ = inputs.deployer->partition;
    // Stacks of other resources may be in other regions.
    region_symbol_ += " of " + inputs.deployer->address;
  }
  add_includes();
  find_generated_resources();
  find_compared_parameters();
  read_rules();
  expand_loops();
  read_references();
}

/// A template in a stack of another one. Its parameters are not there yet, so its loops wait.
Evaluator::Evaluator(const SyntaxNode& document, const TemplateInputs& inputs, Evaluator* parent,
                     const std::string& name)
    : sections_(index_sections(document)),
      document_file_(document.file().id()),
      document_id_(document.id()),
      org_formation_(is_org_formation_template(document)),
      is_whole_document_(document.is_document()),
      parent_(parent),
      prefix_(parent->prefix_ + name + "/"),
      account_symbol_(parent->account_symbol_),
      region_symbol_(parent->region_symbol_),
      partition_(parent->partition_),
      nesting_(parent->nesting_ + 1),
      used_(parent->used_),
      inputs_(inputs) {
  add_includes();
  find_generated_resources();
}

std::string Evaluator::account() const {
  const auto given = inputs_.parameters.find("AWS::AccountId");
  if (given == inputs_.parameters.end()) return account_symbol_;
  return given->second.as_text().value_or(account_symbol_);
}

std::string Evaluator::region() const {
  const auto given = inputs_.parameters.find("AWS::Region");
  return given == inputs_.parameters.end() ? std::string() : given->second.as_text().value_or("");
}

std::string Evaluator::partition() const {
  const std::string known = region();
  return known.empty() ? partition_ : std::string(partition_of_region(known));
}

Value Evaluator::evaluate(const SyntaxNode& node) {
  const std::optional<Call> function = as_call(node);
  return function ? call(*function) : plain(node);
}

/// A node as data, its own tag set aside.
Value Evaluator::plain(const SyntaxNode& node) {
  if (depth_ >= limits::kEvaluationDepth) {
    return Value::unknown({ReasonKind::limit, "evaluation depth", node.span()}, ValueType::any,
                          literal(node));
  }
  if (++used_->steps > limits::kEvaluationSteps) {
    return Value::unknown({ReasonKind::limit, "evaluation steps", node.span()}, ValueType::any,
                          literal(node));
  }
  ++depth_;
  Value result;
  switch (node.kind()) {
    case NodeKind::scalar:
      result = scalar(node);
      break;
    case NodeKind::sequence:
      result = sequence(node);
      break;
    case NodeKind::mapping:
      result = mapping(node);
      break;
  }
  --depth_;
  return result;
}

Value Evaluator::scalar(const SyntaxNode& node) {
  if (std::optional<Value> unknown = open_scalar(node)) return *std::move(unknown);
  switch (node.type()) {
    case ScalarType::null:
      return Value::null(literal(node));
    case ScalarType::boolean:
      if (const std::optional<bool> truth = node.as_boolean()) return Value::boolean(*truth, literal(node));
      break;
    case ScalarType::number:
      return Value::number(std::string(node.text()), literal(node));
    case ScalarType::string:
      break;
  }
  if (has_outer_placeholder(node.text())) return outer_scalar(node);
  std::vector<value::StringPiece> pieces = loop_pieces(syntax::ScalarPlaces(node), 0, node.text().size());
  const Origin origin =
      node.is_tagged_text() ? Origin({OriginKind::literal, node.span(), "!!str"}) : literal(node);
  return replace_dynamic_references(Value::string(std::move(pieces), origin));
}

namespace {

/// Where a hole of this kind stands is a text, whatever is around it.
bool is_surely_text(value::HoleKind kind) {
  switch (kind) {
    case value::HoleKind::account_id:
    case value::HoleKind::partition:
    case value::HoleKind::region:
    case value::HoleKind::url_suffix:
      return true;
    case value::HoleKind::any:
    case value::HoleKind::reference:
      return false;
  }
  return false;
}

}  // namespace

/// What is put where a plain scalar stands may be a list or a map.
std::optional<Value> Evaluator::open_scalar(const SyntaxNode& node) const {
  if (node.style() != syntax::ScalarStyle::plain) return std::nullopt;
  const std::optional<HoleMark> mark = hole_in(node.text(), 0);
  if (!mark || mark->begin != 0 || mark->end != node.text().size()) return std::nullopt;
  const value::Hole& hole = inputs_.holes[mark->number];
  if (is_surely_text(hole.kind)) return std::nullopt;
  return Value::unknown(hole.reason, ValueType::any, hole.origin);
}

Value Evaluator::sequence(const SyntaxNode& node) {
  std::vector<Value> items;
  items.reserve(node.size());
  for (std::size_t i = 0; i < node.size(); ++i) {
    Value item = evaluate(node.item(i));
    if (!item.is(Value::Kind::absent)) items.push_back(std::move(item));  // AWS::NoValue removes the item
  }
  return Value::list(std::move(items), literal(node));
}

namespace {

/// A key of a mapping with everything written under it.
struct Entry {
  std::string key;
  source::Span key_span;
  std::vector<SyntaxNode> values;
};

/// Members of a mapping in order, repeated keys together, `<<` merged in behind.
std::vector<Entry> entries_of(const SyntaxNode& node) {
  std::vector<Entry> entries;
  std::unordered_map<std::string_view, std::size_t> index;
  for (const SyntaxNode::Member& member : merged_members(node)) {
    const auto [known, is_new] = index.emplace(member.key.text(), entries.size());
    if (is_new)
      entries.push_back({std::string(member.key.text()), member.key.span(), {member.value}});
    else
      entries[known->second].values.push_back(member.value);
  }
  return entries;
}

/// True for a map of a few members under different keys, none of which stands for more than itself: nearly
/// all there are.
bool is_simple(const SyntaxNode& node) {
  constexpr std::size_t kFew = 16;
  if (node.size() > kFew) return false;
  std::array<std::string_view, kFew> keys;
  for (std::size_t i = 0; i < node.size(); ++i) {
    const std::string_view key = node.member(i).key.text();
    const bool repeated = std::find(keys.begin(), keys.begin() + i, key) != keys.begin() + i;
    if (repeated || key == "<<" || key.find("${") != std::string_view::npos || is_generator_key(key))
      return false;
    keys[i] = key;
  }
  return true;
}

/// A map into which a macro merges members that are not known: as it stands, or anything.
Value opened(Value map, std::string_view generator, source::Span span) {
  const bool loop = generator != "Fn::Transform";
  const value::Reason reason{loop ? ReasonKind::unsupported : ReasonKind::macro, std::string(generator),
                             span};
  const std::string condition = std::string(generator) + " adds nothing that matters";
  const Origin origin = map.origin();
  std::vector<Alternative> ways;
  ways.push_back({{{GuardTerm{condition, true, span, {}, reason}}}, std::move(map)});
  ways.push_back(
      {{{GuardTerm{condition, false, span, {}, reason}}}, Value::unknown(reason, ValueType::map, origin)});
  return Value::one_of(std::move(ways), origin);
}

}  // namespace

Value Evaluator::mapping(const SyntaxNode& node) {
  for (std::size_t i = 0; scope_ != nullptr && i < node.size(); ++i) {
    const SyntaxNode::Member member = node.member(i);
    if (has_open_variable(member.key.text()))
      return Value::unknown({ReasonKind::unsupported, "a key that Fn::ForEach makes", member.key.span()},
                            ValueType::map, literal(node));
  }
  if (is_simple(node)) {
    std::vector<Member> members;
    members.reserve(node.size());
    for (std::size_t i = 0; i < node.size(); ++i) {
      const SyntaxNode::Member member = node.member(i);
      Value value = evaluate(member.value);
      if (!value.is(Value::Kind::absent))
        members.push_back({loop_text(member.key.text()), member.key.span(), std::move(value)});
    }
    return Value::map(std::move(members), literal(node));
  }
  const std::vector<Entry> entries = entries_of(node);
  for (const Entry& entry : entries) {
    if (has_outer_placeholder(entry.key))
      return Value::unknown({ReasonKind::unsupported, "a key that Fn::Sub makes", entry.key_span},
                            ValueType::map, literal(node));
  }
  if (entries.size() == 1 && node.size() > 1 && is_function_name(entries.front().key)) {
    return Value::unknown({ReasonKind::duplicate_key, entries.front().key, node.span()}, ValueType::any,
                          literal(node));
  }
  std::vector<Member> members;
  members.reserve(entries.size());
  const Entry* generator = nullptr;
  std::vector<const Entry*> transforms;
  for (const Entry& entry : entries) {
    if (is_loop_key(entry.key) && entry.values.size() == 1) {
      if (std::optional<std::vector<Member>> made = loop_members(entry.key, entry.values.front())) {
        for (Member& member : *made) members.push_back(std::move(member));
        continue;
      }
    }
    if (is_generator_key(entry.key)) {
      const bool transform = entry.key == "Fn::Transform" && entry.values.size() == 1;
      if (transform) transforms.push_back(&entry);
      if (!transform) generator = &entry;
      continue;
    }
    Value member =
        entry.values.size() == 1 ? evaluate(entry.values.front()) : repeated(entry.key, entry.values);
    if (!member.is(Value::Kind::absent))
      members.push_back({loop_text(entry.key), entry.key_span, std::move(member)});
  }
  for (const Entry* entry : transforms) {
    if (!merge_include(entry->values.front(), members)) generator = entry;
  }
  Value map = Value::map(std::move(members), literal(node));
  return generator == nullptr ? map : opened(std::move(map), generator->key, generator->key_span);
}

/// AWS does not say which member counts when a key stands twice ("undefined behaviour", template formats
/// page): each of them may, or something else happens.
Value Evaluator::repeated(std::string_view key, std::span<const SyntaxNode> values) {
  const source::Span place = values.back().span();
  const value::Reason reason{ReasonKind::duplicate_key, std::string(key), place};
  const std::string subject = prefix_ + "repeated " + std::string(key) + " at " + std::to_string(place.begin);
  std::vector<Alternative> ways;
  for (std::size_t i = 0; i < values.size() && i + 1 < limits::kAlternatives; ++i) {
    const std::string condition =
        "member " + std::to_string(i + 1) + " named " + std::string(key) + " counts";
    Value way = evaluate(values[i]);
    const value::Guard guard{{GuardTerm{condition, true, values[i].span(), subject, reason}}};
    ways.push_back({guard, std::move(way)});
  }
  const std::string otherwise = "no single member named " + std::string(key) + " counts";
  ways.push_back({{{GuardTerm{otherwise, true, place, subject, reason}}}, Value::unknown(reason)});
  return Value::one_of(std::move(ways), Origin({OriginKind::literal, place, {}}));
}

std::span<const Evaluator::Row> Evaluator::functions() {
  static constexpr Row kFunctions[] = {
      {"Fn::Base64", &Evaluator::base64},
      {"Fn::Cidr", &Evaluator::cidr},
      {"Fn::FindInMap", &Evaluator::find_in_map},
      {"Fn::GetAZs", &Evaluator::availability_zones},
      {"Fn::GetAtt", &Evaluator::get_att},
      {"Fn::GetStackOutput", &Evaluator::get_stack_output},
      {"Fn::If", &Evaluator::if_},
      {"Fn::ImportValue", &Evaluator::import_value},
      {"Fn::Join", &Evaluator::join},
      {"Fn::Length", &Evaluator::length},
      {"Fn::Select", &Evaluator::select},
      {"Fn::Split", &Evaluator::split},
      {"Fn::Sub", &Evaluator::sub},
      {"Fn::ToJsonString", &Evaluator::to_json_string},
      {"Fn::Transform", &Evaluator::transform},
      {"Ref", &Evaluator::ref},
  };
  return kFunctions;
}

Value Evaluator::call(const Call& call) {
  if (depth_ >= limits::kEvaluationDepth) return unknown_result(call, ReasonKind::limit, "evaluation depth");
  if (++used_->steps > limits::kEvaluationSteps)
    return unknown_result(call, ReasonKind::limit, "evaluation steps");
  for (const Row& row : functions()) {
    if (row.name != call.name) continue;
    ++depth_;
    Value result = (this->*row.function)(call);
    --depth_;
    return result;
  }
  // Only conditions and rules may hold these: the service refuses them anywhere else.
  const bool misplaced =
      call.name == "Fn::And" || call.name == "Fn::Equals" || call.name == "Fn::Not" || call.name == "Fn::Or";
  return unknown_result(call, misplaced ? ReasonKind::invalid : ReasonKind::unsupported,
                        std::string(call.name));
}

/// The value of a function's only argument; `!Base64` may have the long form of another function below it.
Value Evaluator::argument(const Call& function) {
  if (!function.tagged) return evaluate(function.argument);
  const std::optional<Call> inner = as_long_call(function.argument);
  return inner ? call(*inner) : plain(function.argument);
}

/// The items of a function's argument list; nullopt when it is no list of a right length.
std::optional<std::vector<SyntaxNode>> Evaluator::arguments(const Call& call, std::size_t least,
                                                            std::size_t most) const {
  if (!call.tagged && as_call(call.argument)) return std::nullopt;
  if (!call.argument.is_sequence()) return std::nullopt;
  if (call.argument.size() < least || call.argument.size() > most) return std::nullopt;
  return call.argument.items();
}

}  // namespace rootproof::cloudformation
