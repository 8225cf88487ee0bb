#include "parsers/terraform/plan_values.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "parsers/policy/policy_document.h"
#include "parsers/source/limits.h"

namespace rootproof::terraform {

using syntax::SyntaxNode;
using value::Origin;
using value::OriginKind;
using value::ReasonKind;
using value::Value;

Fields fields_of(const std::optional<SyntaxNode>& node) {
  Fields fields;
  if (!node || !node->is_mapping()) return fields;
  for (std::size_t i = 0; i < node->size(); ++i) {
    const SyntaxNode::Member member = node->member(i);
    fields.emplace(member.key.text(), member.value);
  }
  return fields;
}

std::optional<SyntaxNode> member_at(const std::optional<SyntaxNode>& node,
                                    std::initializer_list<std::string_view> path) {
  std::optional<SyntaxNode> at = node;
  for (const std::string_view name : path) {
    if (!at) return std::nullopt;
    at = at->find(name);
  }
  return at;
}

std::string text_of(const SyntaxNode& node, std::string_view name) {
  const std::optional<SyntaxNode> found = node.find(name);
  const bool text = found && found->is_scalar() && found->type() == syntax::ScalarType::string;
  return text ? std::string(found->text()) : std::string();
}

bool is_true(const std::optional<SyntaxNode>& node) {
  return node && node->is_scalar() && node->as_boolean() == true;
}

namespace {

std::optional<SyntaxNode> field(const Fields& fields, std::string_view name) {
  const auto found = fields.find(name);
  return found == fields.end() ? std::nullopt : std::optional(found->second);
}

std::optional<SyntaxNode> item(const std::optional<SyntaxNode>& list, std::size_t index) {
  const bool holds = list && list->is_sequence() && index < list->size();
  return holds ? std::optional(list->item(index)) : std::nullopt;
}

bool is_kind(const PlannedPart& part, syntax::NodeKind kind) {
  if (part.value) return part.value->kind() == kind;
  return part.unknown && part.unknown->kind() == kind;
}

class Reader {
 public:
  explicit Reader(const HoleFiller& fill) : fill_(fill) {}

  Value read(const PlannedPart& part, const std::string& path, source::Span place) const {
    if (part.value) place = part.value->span();
    if (is_true(part.sensitive))
      return Value::unknown({ReasonKind::sensitive, path, place}, value::ValueType::any, origin(place));
    if (is_true(part.unknown)) return known_after_apply(part, path, place);
    if (is_kind(part, syntax::NodeKind::mapping)) return read_members(part, path, place);
    if (is_kind(part, syntax::NodeKind::sequence)) return read_items(part, path, place);
    return part.value ? policy::to_value(*part.value) : Value::null(origin(place));
  }

 private:
  static Origin origin(source::Span span) { return Origin({OriginKind::literal, span, {}}); }

  Value known_after_apply(const PlannedPart& part, const std::string& path, source::Span place) const {
    if (part.expression && fill_) {
      if (std::optional<Value> filled = fill_(*part.expression)) return *filled;
    }
    return Value::unknown({ReasonKind::resource_attribute, path + " (known after apply)", place},
                          value::ValueType::any, origin(place));
  }

  Value read_members(const PlannedPart& part, const std::string& path, source::Span place) const {
    const Fields unknown = fields_of(part.unknown);
    const Fields sensitive = fields_of(part.sensitive);
    const bool readable = part.expression && part.expression->size() <= limits::kPlanMembers;
    const Fields expressions = readable ? fields_of(part.expression) : Fields();
    const Fields values = fields_of(part.value);
    std::vector<value::Member> members;
    const auto add = [&](std::string_view name, source::Span key, std::optional<SyntaxNode> value) {
      const PlannedPart inner{value, field(unknown, name), field(sensitive, name), field(expressions, name)};
      members.push_back({std::string(name), key, read(inner, path + "." + std::string(name), place)});
    };
    for (const auto& [name, value] : values) add(name, value.span(), value);
    // What is wholly unknown stands in after_unknown only.
    for (const auto& [name, flag] : unknown) {
      if (!values.contains(name)) add(name, place, std::nullopt);
    }
    return Value::map(std::move(members), origin(place));
  }

  Value read_items(const PlannedPart& part, const std::string& path, source::Span place) const {
    const std::size_t known = part.value ? part.value->size() : 0;
    const bool has_flags = part.unknown && part.unknown->is_sequence();
    const std::size_t size = std::max(known, has_flags ? part.unknown->size() : 0);
    const bool blocks = part.expression && part.expression->is_sequence();
    std::vector<Value> items;
    for (std::size_t i = 0; i < size; ++i) {
      PlannedPart inner{item(part.value, i), item(part.unknown, i), item(part.sensitive, i), std::nullopt};
      // One block, or a list of one item, is what its expression makes. Of several nobody can tell which is
      // which: sets have no order, and dynamic blocks have no expression.
      if (size == 1 && !blocks) inner.expression = part.expression;
      if (size == 1 && blocks && part.expression->size() == 1) inner.expression = part.expression->item(0);
      items.push_back(read(inner, path + "[" + std::to_string(i) + "]", place));
    }
    return Value::list(std::move(items), origin(place));
  }

  const HoleFiller& fill_;
};

}  // namespace

Value planned_value(const PlannedPart& part, const std::string& path, source::Span place,
                    const HoleFiller& fill) {
  return Reader(fill).read(part, path, place);
}

}  // namespace rootproof::terraform
