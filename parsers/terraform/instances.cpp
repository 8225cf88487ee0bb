#include "parsers/terraform/instances.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "parsers/source/limits.h"
#include "parsers/terraform/functions.h"
#include "parsers/terraform/module_instance.h"
#include "parsers/value/under.h"

namespace rootproof::terraform {

using value::Origin;
using value::Reason;
using value::ReasonKind;
using value::Value;
using Kind = value::Value::Kind;

std::string instance_key(Instances::Form form, const std::string& name) {
  if (form == Instances::Form::counted) return "[" + name + "]";
  std::string key = "[\"";
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (c == '\n') {
      key += "\\n";
    } else if (c == '"' || c == '\\') {
      key += '\\';
      key += c;
    } else {
      if ((c == '$' || c == '%') && name.substr(i + 1, 1) == "{") key += c;
      key += c;
    }
  }
  return key + "\"]";
}

namespace {

Value collection_of(Instances::Form form, std::vector<value::Member> instances, const Origin& origin) {
  if (form != Instances::Form::counted) return Value::map(std::move(instances), origin);
  std::vector<Value> items;
  items.reserve(instances.size());
  for (value::Member& instance : instances) items.push_back(std::move(instance.value));
  return Value::list(std::move(items), origin);
}

}  // namespace

Value together(const Instances& all, const std::vector<value::Member>& instances, const Origin& origin) {
  if (all.ways.empty()) return collection_of(all.form, instances, origin);
  std::vector<value::Alternative> ways;
  for (const Instances::Way& way : all.ways) {
    std::vector<value::Member> members;
    for (const std::size_t member : way.members) members.push_back(instances[member]);
    ways.push_back({way.guard, collection_of(all.form, std::move(members), origin)});
  }
  return Value::one_of(std::move(ways), origin);
}

Value unknown_instances(const Instances& instances, const std::string& address, source::Span span) {
  if (instances.reason.kind == ReasonKind::cycle)
    return Value::unknown({ReasonKind::cycle, "count or for_each of " + address, span});
  return Value::unknown(instances.reason);
}

Value each_value(Value key, Value value) {
  return Value::map({{"key", {}, std::move(key)}, {"value", {}, std::move(value)}});
}

const Instances& ModuleInstance::instances(const Declaration& declaration, const std::string& address) {
  const auto found = instances_.find(address);
  if (found != instances_.end()) return found->second;
  const std::string key = "instances of " + address;
  if (!evaluating_.insert(key).second) {
    // Its own count asks for it: not kept, so that the outer call decides.
    static const Instances kCycle{
        Instances::Form::unknown, {}, {}, {ReasonKind::cycle, "count or for_each", {}}};
    return kCycle;
  }
  Instances expanded = expand(declaration, address);
  evaluating_.erase(key);
  return instances_.emplace(address, std::move(expanded)).first->second;
}

namespace {

/// One instance that stands for 0..n of them.
Instances represented(const std::string& address, const Reason& reason, bool counted) {
  Instances result;
  result.form = Instances::Form::unknown;
  result.reason = reason;
  Instance instance;
  instance.may_be_absent = true;
  instance.where = address;
  value::GuardTerm term;
  term.condition = (counted ? "count of " : "for_each of ") + address + " yields it";
  term.span = reason.span;
  term.reason = reason;
  term.of_unknown_number = true;
  instance.guard.terms.push_back(term);
  if (counted) {
    instance.variables.emplace("count",
                               Value::map({{"index", {}, Value::unknown(reason, value::ValueType::number)}}));
  } else {
    instance.variables.emplace(
        "each", each_value(Value::unknown(reason, value::ValueType::string), Value::unknown(reason)));
  }
  result.list.push_back(std::move(instance));
  return result;
}

/// Any item of a set whose items are not all known.
Value any_of(const Value& set, const std::string& address) {
  std::vector<value::Alternative> ways;
  for (const Value& item : set.items()) {
    value::GuardTerm term;
    term.subject = "for_each of " + address;
    term.condition = term.subject + " yields item " + std::to_string(ways.size() + 1);
    term.span = item.origin().span();
    if (const std::vector<Reason> reasons = item.reasons(); !reasons.empty()) term.reason = reasons.front();
    ways.push_back({value::Guard{{std::move(term)}}, item});
  }
  return Value::one_of(std::move(ways));
}

/// The one element of a list that for_each goes over, where there is one.
Instances represented(const std::string& address, const Listings::Picked& picked) {
  Instances result = represented(address, *picked.exists.reason, false);
  Instance& instance = result.list.front();
  instance.guard.terms = {picked.exists};
  instance.variables.insert_or_assign(
      "each", each_value(picked.key ? Value::string(*picked.key) : picked.item, picked.item));
  return result;
}

/// A whole number as count takes it; those that are too large to make become the largest one.
std::optional<std::size_t> count_number(const Value& value) {
  const std::optional<Value> number = to_number_value(value);
  if (!number || !number->is(Kind::number)) return std::nullopt;
  const std::string& text = number->as_number();
  if (text.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  return text.size() > 9 ? std::numeric_limits<std::size_t>::max() : std::stoul(text);
}

/// What for_each takes: maps, objects, and sets of strings ("The for_each Meta-Argument"). Key and value in
/// the order of the keys; nullopt for all else.
std::optional<std::vector<value::Member>> for_each_elements(const Value& collection) {
  std::vector<value::Member> elements;
  if (collection.is(Kind::map)) {
    elements.assign(collection.members().begin(), collection.members().end());
  } else if (collection.is(Kind::list) && collection.list_kind() == value::ListKind::set) {
    for (const Value& item : collection.items()) {
      std::optional<std::string> key = item.as_string();
      if (!key) return std::nullopt;
      elements.push_back({std::move(*key), item.origin().span(), item});
    }
  } else {
    return std::nullopt;
  }
  std::sort(elements.begin(), elements.end(),
            [](const value::Member& a, const value::Member& b) { return a.key < b.key; });
  return elements;
}

}  // namespace

/// A block without count and for_each: one instance, or none where OpenTofu is told so (`lifecycle { enabled
/// = false }`; Terraform knows no such argument).
Instances ModuleInstance::enabled_or_not(const Declaration& declaration, const std::string& address) {
  Instances result;
  const hcl::Block* lifecycle = nullptr;
  for (const hcl::Block& block : declaration.block->body.blocks)
    if (block.type == "lifecycle") lifecycle = &block;
  const hcl::Attribute* enabled = lifecycle == nullptr ? nullptr : lifecycle->body.attribute("enabled");
  if (enabled == nullptr) {
    result.list.emplace_back();
    return result;
  }
  const Value written = evaluate(hcl::file_of(*declaration.file, *lifecycle), *enabled, {});
  const std::optional<Value> truth = to_bool_value(written);
  if (truth && truth->is(Kind::boolean)) {
    if (truth->as_boolean()) {
      result.list.emplace_back();
    } else {
      result.form = Instances::Form::unknown;
      result.reason = {ReasonKind::invalid, address + " is not enabled", enabled->span};
    }
    return result;
  }
  const std::vector<Reason> reasons = written.reasons();
  const Reason refused{ReasonKind::invalid, "enabled of " + address + " is neither true nor false",
                       enabled->span};
  result = represented(address, reasons.empty() ? refused : reasons.front(), false);
  result.list.front().variables.clear();
  result.list.front().guard.terms.front().condition = address + " is enabled";
  return result;
}

namespace {

/// Names and values of the instances that one value of count or for_each yields; for count the values are the
/// numbers. nullopt when that is not known, or refused.
std::optional<std::vector<value::Member>> yielded(const Value& value, bool counted, source::Span span) {
  if (!counted) return for_each_elements(value);
  const std::optional<std::size_t> number = count_number(value);
  if (!number || *number > limits::kInstances) return std::nullopt;
  std::vector<value::Member> members;
  for (std::size_t i = 0; i < *number; ++i)
    members.push_back({std::to_string(i), span, Value::number(static_cast<std::int64_t>(i))});
  return members;
}

/// An instance of some ways only. Where no one condition says in which, it gets one of its own.
void limit_to_ways(Instance& instance, const std::vector<const value::Guard*>& with,
                   const std::vector<const value::Guard*>& without, const value::GuardTerm& otherwise) {
  if (without.empty()) return;
  instance.may_be_absent = true;
  if (with.size() == 1) {
    instance.guard = *with.front();
  } else if (std::optional<value::Guard> others = value::none_of(without)) {
    instance.guard = *std::move(others);
  } else {
    instance.guard.terms.push_back(otherwise);
  }
}

}  // namespace

/// A count or for_each that turns out in several ways, of which each is known; nullopt for any other.
std::optional<Instances> ModuleInstance::instances_by_ways(const Value& value, const std::string& address,
                                                           bool counted, source::Span written) {
  if (!value.is(Kind::one_of)) return std::nullopt;
  struct Found {
    std::vector<std::size_t> ways;
    std::vector<value::Alternative> values;
    source::Span span;
  };
  Instances result;
  result.form = counted ? Instances::Form::counted : Instances::Form::keyed;
  std::vector<std::string> names;
  std::map<std::string, Found> found;
  for (const value::Alternative& alternative : value.alternatives()) {
    const auto members = yielded(alternative.value, counted, written);
    if (!members || alternative.guard.always()) return std::nullopt;
    for (const value::Member& member : *members) {
      Found& instance = found[member.key];
      if (instance.ways.empty()) names.push_back(member.key);
      instance.ways.push_back(result.ways.size());
      instance.values.push_back({alternative.guard, member.value});
      instance.span = member.key_span;
    }
    result.ways.push_back({alternative.guard, {}});
  }
  if (found.size() > limits::kInstances || found.size() > limits::kUnitInstances - evaluation_.instances)
    return std::nullopt;
  evaluation_.instances += found.size();
  if (!counted) std::sort(names.begin(), names.end());
  value::GuardTerm otherwise;
  otherwise.span = written;
  if (const std::vector<Reason> reasons = value.reasons(); !reasons.empty())
    otherwise.reason = reasons.front();
  for (const std::string& name : names) {
    const Found& in = found.at(name);
    Instance& instance = result.list.emplace_back();
    instance.name = name;
    instance.key = instance_key(result.form, name);
    instance.where = address + instance.key;
    if (counted) {
      instance.variables.emplace("count", Value::map({{"index", written, in.values.front().value}}));
    } else {
      const bool same = std::all_of(in.values.begin(), in.values.end(), [&](const value::Alternative& each) {
        return each.value.same_content(in.values.front().value);
      });
      instance.variables.emplace("each",
                                 each_value(Value::string(name, {}, in.span),
                                            same ? in.values.front().value : Value::one_of(in.values)));
    }
    std::vector<const value::Guard*> with;
    std::vector<const value::Guard*> without;
    for (std::size_t way = 0; way < result.ways.size(); ++way) {
      const bool has = std::find(in.ways.begin(), in.ways.end(), way) != in.ways.end();
      (has ? with : without).push_back(&result.ways[way].guard);
      if (has) result.ways[way].members.push_back(result.list.size() - 1);
    }
    otherwise.condition = (counted ? "count of " : "for_each of ") + address + " yields " + instance.key;
    limit_to_ways(instance, with, without, otherwise);
  }
  return result;
}

/// Nothing here calls the root module or gives its variables values, and it says neither where its state is
/// kept nor, unless it needs values that nobody gives, where it is deployed: it is made to be called, or
/// applied with values that are kept elsewhere. What it hands to the modules that it calls waits as well.
bool ModuleInstance::is_left_to_callers() const {
  if (call_) return call_->caller->is_left_to_callers();
  const bool given = !evaluation_.given.empty() || !evaluation_.inputs.plan.variables.empty();
  if (given || !symbols_.backends.empty()) return false;
  const bool needs_values = std::any_of(
      symbols_.variables.begin(), symbols_.variables.end(),
      [](const auto& variable) { return variable.second.block->body.attribute("default") == nullptr; });
  if (!symbols_.providers.empty() && !needs_values) return false;
  return std::none_of(directory_.files.begin(), directory_.files.end(), [](const hcl::File* file) {
    return std::any_of(file->body.blocks.begin(), file->body.blocks.end(), [](const hcl::Block& block) {
      const auto& inner = block.body.blocks;
      return block.type == "terraform" && std::any_of(inner.begin(), inner.end(), [](const hcl::Block& each) {
               return each.type == "cloud";
             });
    });
  });
}

/// Whether a block is a policy of an organization, an attachment of one, or the call of a module on disk with
/// such.
bool ModuleInstance::may_attach_policies(const std::string& directory, const hcl::File& file,
                                         const hcl::Block& block, std::set<std::string>& seen) const {
  if (block.type == "resource" && !block.labels.empty()) {
    const std::string_view type = block.labels[0].text;
    return type == "aws_organizations_policy" || type == "aws_organizations_policy_attachment";
  }
  if (block.type != "module") return false;
  const std::string source = local_source(file, block);
  const ModuleDirectory* called =
      source.empty() ? nullptr : evaluation_.loader.directory(join_path(directory, source));
  if (called == nullptr || !seen.insert(called->path).second) return false;
  const auto is_such = [&](const hcl::File* inner) {
    return std::any_of(inner->body.blocks.begin(), inner->body.blocks.end(), [&](const hcl::Block& each) {
      return may_attach_policies(called->path, *inner, each, seen);
    });
  };
  return std::any_of(called->files.begin(), called->files.end(), is_such);
}

Instances ModuleInstance::expand(const Declaration& declaration, const std::string& address) {
  Instances result;
  const hcl::Attribute* count = declaration.block->body.attribute("count");
  const hcl::Attribute* for_each = declaration.block->body.attribute("for_each");
  if (count == nullptr && for_each == nullptr) return enabled_or_not(declaration, address);
  const hcl::Attribute& written = count != nullptr ? *count : *for_each;
  const Value value = evaluate(*declaration.file, written, {});
  const std::optional<std::size_t> number = count != nullptr ? count_number(value) : std::nullopt;
  const auto elements = count == nullptr ? for_each_elements(value) : std::nullopt;
  if (!number && !elements) {
    const Listings::Picked* picked = count == nullptr ? evaluation_.listings.find_picked(value) : nullptr;
    if (picked != nullptr) return represented(address, *picked);
    if (auto by_ways = instances_by_ways(value, address, count != nullptr, written.span)) return *by_ways;
    const std::vector<Reason> reasons = value.reasons();
    const Reason refused{ReasonKind::invalid,
                         count != nullptr ? "count of " + address + " is no whole number"
                                          : "for_each of " + address + " is no map or set of strings",
                         written.span};
    Instances all = represented(address, reasons.empty() ? refused : reasons.front(), count != nullptr);
    const hcl::File& file = hcl::file_of(*declaration.file, written);
    const hcl::Expression& expression = file.expression(written.value);
    all.list.front().collection = prefix_ + (count != nullptr ? ": count " : ": ");
    all.list.front().collection +=
        file.source->text().substr(expression.begin, expression.end - expression.begin);
    const bool set = value.is(Kind::list) && value.list_kind() == value::ListKind::set;
    if (count == nullptr && set && value.items().size() > 1) {
      const Value item = any_of(value, address);
      all.list.front().variables.insert_or_assign("each", each_value(item, item));
    }
    return all;
  }
  const std::size_t wanted = number ? *number : elements->size();
  std::set<std::string> seen;
  if (wanted == 0 && may_attach_policies(directory_.path, *declaration.file, *declaration.block, seen) &&
      is_left_to_callers())
    evaluation_.none_by_default.insert(address);
  if (wanted > limits::kInstances)
    return represented(address, {ReasonKind::limit, "kInstances", written.span}, count != nullptr);
  if (wanted > limits::kUnitInstances - evaluation_.instances)
    return represented(address, {ReasonKind::limit, "kUnitInstances", written.span}, count != nullptr);
  evaluation_.instances += wanted;
  result.form = number ? Instances::Form::counted : Instances::Form::keyed;
  const auto add = [&](std::string name, const char* variable, Value content) {
    Instance& instance = result.list.emplace_back();
    instance.key = instance_key(result.form, name);
    instance.name = std::move(name);
    instance.where = address + instance.key;
    instance.variables.emplace(variable, std::move(content));
  };
  for (std::size_t i = 0; count != nullptr && i < wanted; ++i) {
    add(std::to_string(i), "count",
        Value::map({{"index", written.span, Value::number(static_cast<std::int64_t>(i))}}));
  }
  if (!elements) return result;
  for (const value::Member& element : *elements)
    add(element.key, "each", each_value(Value::string(element.key, {}, element.key_span), element.value));
  return result;
}

}  // namespace rootproof::terraform
