#include "parsers/terraform/blocks.h"

#include <algorithm>
#include <span>
#include <utility>

#include "parsers/source/limits.h"
#include "parsers/terraform/module_instance.h"
#include "parsers/terraform/operators.h"
#include "parsers/value/under.h"
#include "parsers/value/value_set.h"

namespace rootproof::terraform {

using value::Alternative;
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

namespace {

/// A block that there is in one of several ways only, as it is there.
Value in_this_way(const Value& block, const Alternative& with, std::span<const Alternative> ways) {
  std::vector<Alternative> each;
  for (const Alternative& way : ways)
    each.push_back({way.guard, &way == &with ? value::under(way.guard, block) : Value::absent()});
  return Value::one_of(std::move(each), block.origin());
}

}  // namespace

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
  const auto is_full = [&](std::vector<Value>& to) {
    if (evaluation_.dynamic_blocks < limits::kDynamicBlocks) return false;
    to.push_back(Value::unknown({ReasonKind::limit, "kDynamicBlocks", block.header}, value::ValueType::map,
                                Origin({OriginKind::literal, block.span, {}})));
    return true;
  };
  const auto add = [&](Value key, Value value, std::vector<Value>& to) {
    ++evaluation_.dynamic_blocks;
    Instance inner = instance;
    inner.where = "block " + std::to_string(items.size() + (&to == &items ? 0 : to.size())) + " of " + where;
    inner.variables.insert_or_assign(iterator, each_value(std::move(key), std::move(value)));
    to.push_back(body(file, content->body, inner, false));
  };
  const auto add_elements = [&](const Value& elements, std::vector<Value>& to) {
    if (elements.is(Kind::list)) {
      std::int64_t index = 0;
      for (const Value& item : elements.items()) {
        if (is_full(to)) return;
        add(elements.list_kind() == value::ListKind::set ? item : Value::number(index), item, to);
        ++index;
      }
      return;
    }
    std::vector<const value::Member*> sorted;
    for (const value::Member& member : elements.members()) sorted.push_back(&member);
    std::sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) { return a->key < b->key; });
    for (const value::Member* member : sorted) {
      if (is_full(to)) return;
      add(Value::string(member->key, {}, member->key_span), member->value, to);
    }
  };
  const auto has_elements = [](const Value& each) {
    return (each.is(Kind::list) || each.is(Kind::map)) && !each.is_encoded();
  };
  if (has_elements(collection)) return add_elements(collection, items);
  if (collection.is(Kind::one_of)) {
    const std::span<const Alternative> ways = collection.alternatives();
    if (std::all_of(ways.begin(), ways.end(),
                    [&](const Alternative& way) { return has_elements(way.value); })) {
      for (const Alternative& way : ways) {
        std::vector<Value> made;
        add_elements(way.value, made);
        for (const Value& each : made) items.push_back(in_this_way(each, way, ways));
      }
      return;
    }
  }
  const Reason reason = first_reason(collection, for_each->span);
  for (const Value& item : value::surely_held_items(collection)) {
    if (is_full(items)) return;
    add(Value::unknown(reason), item, items);
  }
  add_represented(file, block, content->body, instance, iterator, reason, items);
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
  term.of_unknown_number = true;
  value::GuardTerm none = term;
  none.holds = false;
  items.push_back(Value::one_of({{value::Guard{{std::move(term)}}, body(file, content, inner, false)},
                                 {value::Guard{{std::move(none)}}, Value::absent()}},
                                origin));
}

}  // namespace rootproof::terraform
