#include "parsers/terraform/blocks.h"

#include <algorithm>
#include <utility>

#include "parsers/source/limits.h"
#include "parsers/terraform/module_instance.h"
#include "parsers/terraform/operators.h"
#include "parsers/value/value_set.h"

namespace rootproof::terraform {

using value::Origin;
using value::OriginKind;
using value::Reason;
using value::ReasonKind;
using value::Value;
using Kind = value::Value::Kind;

bool is_meta_argument(std::string_view name) {
  return name == "count" || name == "for_each" || name == "provider" || name == "depends_on" ||
         name == "lifecycle" || name == "provisioner" || name == "connection" || name == "providers";
}

std::string argument_of(const hcl::Block& block) {
  const bool dynamic = block.type == "dynamic" && !block.labels.empty();
  return dynamic ? block.labels[0].text : std::string(block.type);
}

namespace {

Reason first_reason(const Value& value, source::Span span) {
  const std::vector<Reason> reasons = value.reasons();
  return reasons.empty() ? Reason{ReasonKind::invalid, "a value of the wrong type", span} : reasons.front();
}

}  // namespace

Value ModuleInstance::body(const hcl::File& file, const hcl::Body& content, const Instance& instance,
                           bool top) {
  std::vector<value::Member> members;
  for (const hcl::Attribute& attribute : content.attributes) {
    if (top && is_meta_argument(attribute.name)) continue;
    members.push_back(
        {std::string(attribute.name), attribute.name_span, evaluate(file, attribute, instance)});
  }
  for (const hcl::Block& block : content.blocks) {
    const std::string type = argument_of(block);
    const bool seen = std::any_of(members.begin(), members.end(),
                                  [&](const value::Member& member) { return member.key == type; });
    if (seen || (top && is_meta_argument(type))) continue;
    members.push_back({type, block.type_span, blocks_of_type(file, content, type, instance)});
  }
  return Value::map(std::move(members), Origin({OriginKind::literal, content.span, {}}));
}

Value ModuleInstance::blocks_of_type(const hcl::File& file, const hcl::Body& content, std::string_view type,
                                     const Instance& instance) {
  std::vector<Value> items;
  source::Span span = content.span;
  for (const hcl::Block& block : content.blocks) {
    if (block.type == type) {
      items.push_back(body(hcl::file_of(file, block), block.body, instance, false));
      span = block.span;
    } else if (block.type == "dynamic" && !block.labels.empty() && block.labels[0].text == type) {
      dynamic_block(hcl::file_of(file, block), block, instance, items);
      span = block.span;
    }
  }
  return Value::list(std::move(items), Origin({OriginKind::literal, span, {}}));
}

/// "dynamic statement at main.tf:3:5 in module.a".
std::string ModuleInstance::dynamic_place(const hcl::File& file, const hcl::Block& block,
                                          const Instance& instance) const {
  const source::Location at = file.source->location(block.header.begin);
  const std::string around = instance.where.empty() ? module_name() : instance.where;
  return "dynamic " + argument_of(block) + " at " + file.source->path() + ":" + std::to_string(at.line) +
         ":" + std::to_string(at.column) + (around.empty() ? "" : " in " + around);
}

void ModuleInstance::dynamic_block(const hcl::File& file, const hcl::Block& block, const Instance& instance,
                                   std::vector<Value>& items) {
  const hcl::Attribute* for_each = block.body.attribute("for_each");
  const auto content = std::find_if(block.body.blocks.begin(), block.body.blocks.end(),
                                    [](const hcl::Block& each) { return each.type == "content"; });
  if (for_each == nullptr || content == block.body.blocks.end()) {
    items.push_back(invalid("a dynamic block without for_each or content", block.header));
    return;
  }
  std::string iterator = block.labels[0].text;
  if (const hcl::Attribute* name = block.body.attribute("iterator"))
    iterator = std::string(file.expression(name->value).text);
  const Value collection = evaluate(file, *for_each, instance);
  const std::string where = dynamic_place(file, block, instance);
  const auto is_full = [&] {
    if (evaluation_.dynamic_blocks < limits::kDynamicBlocks) return false;
    items.push_back(Value::unknown({ReasonKind::limit, "kDynamicBlocks", block.header}, value::ValueType::map,
                                   Origin({OriginKind::literal, block.span, {}})));
    return true;
  };
  const auto add = [&](Value key, Value value) {
    ++evaluation_.dynamic_blocks;
    Instance inner = instance;
    inner.where = "block " + std::to_string(items.size()) + " of " + where;
    inner.variables.insert_or_assign(iterator, each_value(std::move(key), std::move(value)));
    items.push_back(body(file, content->body, inner, false));
  };
  if (collection.is(Kind::list)) {
    std::int64_t index = 0;
    for (const Value& item : collection.items()) {
      if (is_full()) return;
      add(collection.list_kind() == value::ListKind::set ? item : Value::number(index), item);
      ++index;
    }
  } else if (collection.is(Kind::map)) {
    std::vector<const value::Member*> sorted;
    for (const value::Member& member : collection.members()) sorted.push_back(&member);
    std::sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) { return a->key < b->key; });
    for (const value::Member* member : sorted) {
      if (is_full()) return;
      add(Value::string(member->key, {}, member->key_span), member->value);
    }
  } else {
    const Reason reason = first_reason(collection, for_each->span);
    for (const Value& item : value::surely_held_items(collection)) {
      if (is_full()) return;
      add(Value::unknown(reason), item);
    }
    add_represented(file, block, content->body, instance, iterator, reason, items);
  }
}

/// One block that stands for any number of them, each with its own values.
void ModuleInstance::add_represented(const hcl::File& file, const hcl::Block& block, const hcl::Body& content,
                                     const Instance& instance, const std::string& iterator,
                                     const Reason& reason, std::vector<Value>& items) {
  const Origin origin({OriginKind::literal, block.span, {}});
  if (reason.kind == ReasonKind::invalid || reason.kind == ReasonKind::limit) {
    items.push_back(Value::unknown(reason, value::ValueType::map, origin));
    return;
  }
  Instance inner = instance;
  inner.where = dynamic_place(file, block, instance);
  inner.variables.insert_or_assign(iterator, each_value(Value::unknown(reason), Value::unknown(reason)));
  value::GuardTerm term;
  // Two dynamic blocks yield theirs independently of each other: the name says which one.
  term.condition = inner.where + " yields a block";
  term.span = block.header;
  term.reason = reason;
  value::GuardTerm none = term;
  none.holds = false;
  items.push_back(Value::one_of({{value::Guard{{std::move(term)}}, body(file, content, inner, false)},
                                 {value::Guard{{std::move(none)}}, Value::absent()}},
                                origin));
}

}  // namespace rootproof::terraform
