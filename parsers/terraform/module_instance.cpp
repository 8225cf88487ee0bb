#include "parsers/terraform/module_instance.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "parsers/source/limits.h"
#include "parsers/terraform/computed_attributes.h"
#include "parsers/terraform/policy_document_data.h"
#include "parsers/terraform/type_constraint.h"

namespace rootproof::terraform {

using value::Guard;
using value::Origin;
using value::OriginKind;
using value::Reason;
using value::ReasonKind;
using value::Value;
using Kind = value::Value::Kind;

/// One instance of a called module.
struct ModuleInstance::CalledModule {
  Instance instance;
  std::unique_ptr<ModuleInstance> module;  ///< null when its source is not on disk
  Reason reason;                           ///< why not
};

namespace {

Value invalid(std::string message, source::Span span) {
  return Value::unknown({ReasonKind::invalid, std::move(message), span});
}

/// Arguments of blocks that Terraform itself reads.
bool is_meta_argument(std::string_view name) {
  return name == "count" || name == "for_each" || name == "provider" || name == "depends_on" ||
         name == "lifecycle" || name == "provisioner" || name == "connection" || name == "providers";
}

/// The name of the blocks that a block, or a dynamic block, makes.
std::string argument_of(const hcl::Block& block) {
  const bool dynamic = block.type == "dynamic" && !block.labels.empty();
  return dynamic ? block.labels[0].text : std::string(block.type);
}

/// "[0].id" as references write it.
std::string path_text(const std::vector<TraversalStep>& steps, std::size_t from) {
  std::string text;
  for (std::size_t i = from; i < steps.size(); ++i) {
    const bool number =
        steps[i].name.find_first_not_of("0123456789") == std::string::npos && !steps[i].name.empty();
    if (steps[i].index) {
      text += number ? "[" + steps[i].name + "]" : "[\"" + steps[i].name + "\"]";
    } else {
      text += (i == from ? "" : ".") + steps[i].name;
    }
  }
  return text;
}

/// `["name"]` or `[0]` as addresses print it; quoting as in Terraform's own addresses ("Resource Address
/// Syntax").
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

/// The value of a block with count or for_each as a whole: a list, or an object by key.
Value together(Instances::Form form, std::vector<value::Member> instances, Origin origin) {
  if (form != Instances::Form::counted) return Value::map(std::move(instances), std::move(origin));
  std::vector<Value> items;
  for (value::Member& instance : instances) items.push_back(std::move(instance.value));
  return Value::list(std::move(items), std::move(origin));
}

/// A reference to a block when it is not known how often there is one.
Value unknown_instances(const Instances& instances, const std::string& address, source::Span span) {
  if (instances.reason.kind == ReasonKind::cycle)
    return Value::unknown({ReasonKind::cycle, "count or for_each of " + address, span});
  return Value::unknown(instances.reason);
}

Reason first_reason(const Value& value, source::Span span) {
  const std::vector<Reason> reasons = value.reasons();
  return reasons.empty() ? Reason{ReasonKind::invalid, "a value of the wrong type", span} : reasons.front();
}

}  // namespace

ModuleInstance::ModuleInstance(Evaluation& evaluation, const ModuleDirectory& root)
    : ModuleInstance(evaluation, root, std::optional<ModuleCall>()) {
  providers_ = provider_accounts(symbols_, {}, prefix_);
}

ModuleInstance::ModuleInstance(Evaluation& evaluation, const ModuleDirectory& directory, ModuleCall call)
    : ModuleInstance(evaluation, directory, std::optional(std::move(call))) {
  const ModuleInstance& caller = *call_->caller;
  const Declaration& written = *call_->declaration;
  guard_ = caller.guard_ & call_->instance.guard;
  may_be_absent_ = caller.may_be_absent_ || call_->instance.may_be_absent;
  providers_ = provider_accounts(
      symbols_, passed_providers(*written.file, *written.block, caller.providers_, caller.prefix_), prefix_);
  depth_ = caller.depth_ + 1;
}

ModuleInstance::ModuleInstance(Evaluation& evaluation, const ModuleDirectory& directory,
                               std::optional<ModuleCall> call)
    : evaluation_(evaluation),
      directory_(directory),
      symbols_([&]() -> const ModuleSymbols& {
        const auto found = evaluation.symbols.find(directory.path);
        if (found != evaluation.symbols.end()) return found->second;
        return evaluation.symbols
            .emplace(directory.path, collect_symbols(directory, evaluation.unit.problems))
            .first->second;
      }()),
      prefix_(call ? call->address + call->instance.key + "." : std::string()),
      call_(std::move(call)) {
  ++evaluation_.modules;
}

ModuleInstance::~ModuleInstance() = default;

Scope ModuleInstance::scope(const Instance& instance) {
  Scope result;
  result.variables = instance.variables;
  result.resolve = [this](std::string_view root, const std::vector<TraversalStep>& steps, std::size_t& used,
                          source::Span span) { return resolve(root, steps, used, span); };
  result.functions.file = evaluation_.loader.file;
  result.steps = &evaluation_.steps;
  result.depth = &evaluation_.depth;
  return result;
}

Value ModuleInstance::evaluate(const hcl::File& file, const hcl::Attribute& attribute,
                               const Instance& instance) {
  // What leads from one expression to another needs as much stack as several expressions.
  constexpr unsigned kLevels = 4;
  evaluation_.depth += kLevels;
  Value value = terraform::evaluate(hcl::file_of(file, attribute), attribute.value, scope(instance));
  evaluation_.depth -= kLevels;
  return value;
}

// ---- references

Value ModuleInstance::missing(const std::string& name, source::Span span) const {
  if (symbols_.recovered)
    return Value::unknown(
        {ReasonKind::parse_error, name + " may stand in a part of the module that could not be read", span});
  return invalid(name + " is not declared in this module", span);
}

Value ModuleInstance::resolve(std::string_view root, const std::vector<TraversalStep>& steps,
                              std::size_t& used, source::Span span) {
  used = 0;
  const auto named = [&](std::size_t index) {
    return index < steps.size() ? steps[index].name : std::string();
  };
  if (root == "var") {
    used = std::min<std::size_t>(1, steps.size());
    return variable(named(0), span);
  }
  if (root == "local") {
    used = std::min<std::size_t>(1, steps.size());
    return local(named(0), span);
  }
  if (root == "module") return module_reference(steps, used, span);
  if (root == "path") return paths();
  if (root == "terraform")
    return Value::map({{"workspace", {}, Value::string(evaluation_.inputs.workspace)}});
  if (root == "each" || root == "count" || root == "self") {
    used = steps.size();
    return Value::unknown(
        {ReasonKind::unsupported, std::string(root) + "." + named(0) + " outside for_each and count", span});
  }
  if (root == "ephemeral") {
    used = steps.size();
    return Value::unknown({ReasonKind::sensitive, "ephemeral." + named(0) + "." + named(1), span});
  }
  const bool data = root == "data";
  const bool long_form = data || root == "resource";  // resource.TYPE.NAME is TYPE.NAME
  const std::size_t type_steps = long_form ? 2 : 1;
  const std::string name = long_form ? named(0) + "." + named(1) : std::string(root) + "." + named(0);
  const auto& table = data ? symbols_.data : symbols_.resources;
  const auto found = table.find(name);
  if (found == table.end()) {
    used = steps.size();
    return missing(data ? "data." + name : name, span);
  }
  return resource_reference(found->second, prefix_ + (data ? "data." : "") + name, data, steps, type_steps,
                            used, span);
}

/// `path.…` ("Filesystem and Workspace Info").
Value ModuleInstance::paths() const {
  const Value unknown =
      Value::unknown({ReasonKind::opaque_function, "path.cwd", {}}, value::ValueType::string);
  return Value::map({{"module", {}, Value::string(relative_path(directory_.path, evaluation_.root_path))},
                     {"root", {}, Value::string(".")},
                     {"cwd", {}, unknown}});
}

Value ModuleInstance::variable(const std::string& name, source::Span span) {
  const auto declared = symbols_.variables.find(name);
  if (declared == symbols_.variables.end()) return missing("var." + name, span);
  const std::string key = "var." + name;
  auto found = known_.find(key);
  if (found == known_.end()) {
    if (!evaluating_.insert(key).second) return Value::unknown({ReasonKind::cycle, prefix_ + key, span});
    Value value = variable_value(name, declared->second);
    evaluating_.erase(key);
    found = known_.emplace(key, std::move(value)).first;
  }
  return found->second.with_step({OriginKind::reference, span, key});
}

/// What the caller gives, else the default ("Variable blocks", terraform.md §2.4).
Value ModuleInstance::variable_value(const std::string& name, const Declaration& declaration) {
  const std::string key = "var." + name;
  const hcl::File& file = *declaration.file;
  const hcl::Body& body = declaration.block->body;
  const auto is_written = [&](std::string_view flag, std::string_view text) {
    const hcl::Attribute* attribute = body.attribute(flag);
    return attribute != nullptr && hcl::file_of(file, *attribute).expression(attribute->value).text == text;
  };
  const Instance nowhere;
  const hcl::Attribute* type = body.attribute("type");
  const hcl::Attribute* fallback = body.attribute("default");
  std::optional<Value> value = argument(name);
  const bool refused_null = value && value->is(Kind::null) && is_written("nullable", "false");
  if ((!value || refused_null) && fallback != nullptr) {
    value = evaluate(file, *fallback, nowhere).with_step({OriginKind::variable_default, fallback->span, key});
  } else if (refused_null) {
    return invalid(key + " must not be null", value->origin().span());
  }
  if (!value) {
    return Value::unknown(
        {is_written("sensitive", "true") ? ReasonKind::sensitive : ReasonKind::unknown_variable, key,
         declaration.block->header},
        type == nullptr ? value::ValueType::any : value_type(hcl::file_of(file, *type), type->value));
  }
  if (type == nullptr) return *value;
  std::optional<Value> converted =
      convert_to_type(*value, hcl::file_of(file, *type), type->value, scope(nowhere));
  return converted
             ? *converted
             : invalid("the value of " + key + " does not have the declared type", declaration.block->header);
}

/// The value the caller gives. It is evaluated when it is asked for: modules may refer to each other's
/// outputs as long as no value depends on itself.
std::optional<Value> ModuleInstance::argument(const std::string& name) {
  if (!call_) {
    const auto& given = evaluation_.inputs.variables;
    const auto last = std::find_if(given.rbegin(), given.rend(),
                                   [&](const auto& variable) { return variable.first == name; });
    return last == given.rend() ? std::nullopt : std::optional(last->second);
  }
  const hcl::Attribute* written = call_->declaration->block->body.attribute(name);
  if (written == nullptr || is_meta_argument(name) || name == "source" || name == "version")
    return std::nullopt;
  return call_->caller->evaluate(*call_->declaration->file, *written, call_->instance)
      .with_step({OriginKind::module_argument, written->span, call_->address + " " + name});
}

Value ModuleInstance::local(const std::string& name, source::Span span) {
  const auto declared = symbols_.locals.find(name);
  if (declared == symbols_.locals.end()) return missing("local." + name, span);
  const std::string key = "local." + name;
  auto found = known_.find(key);
  if (found == known_.end()) {
    if (!evaluating_.insert(key).second) return Value::unknown({ReasonKind::cycle, key, span});
    Value value = evaluate(*declared->second.file, *declared->second.attribute, {});
    evaluating_.erase(key);
    found = known_.emplace(key, value.with_step({OriginKind::local, declared->second.attribute->span, key}))
                .first;
  }
  return found->second.with_step({OriginKind::reference, span, key});
}

Value ModuleInstance::module_reference(const std::vector<TraversalStep>& steps, std::size_t& used,
                                       source::Span span) {
  const std::string name = steps.empty() ? std::string() : steps[0].name;
  if (!symbols_.modules.contains(name)) {
    used = steps.size();
    return missing("module." + name, span);
  }
  std::vector<CalledModule>& calls = called(name);
  const Instances::Form form = called_form_[name];
  if (form == Instances::Form::unknown) {
    used = steps.size();
    return unknown_instances(instances(symbols_.modules.at(name), prefix_ + "module." + name),
                             prefix_ + "module." + name, span);
  }
  const auto output_of = [&](CalledModule& call, std::size_t step) {
    used = std::min(step + 1, steps.size());
    return step < steps.size() ? module_output(call, name, steps[step].name, span)
                               : whole_module(call, name, span);
  };
  if (form == Instances::Form::single) return output_of(calls.front(), 1);
  if (steps.size() > 1 && steps[1].index) {
    const std::string key = instance_key(form, steps[1].name);
    for (CalledModule& call : calls) {
      if (call.instance.key == key) return output_of(call, 2);
    }
    used = steps.size();
    return invalid("module." + name + key + " does not exist", span);
  }
  used = 1;
  std::vector<value::Member> all;
  for (CalledModule& call : calls) all.push_back({call.instance.name, span, whole_module(call, name, span)});
  return together(form, std::move(all), Origin({OriginKind::reference, span, "module." + name}));
}

Value ModuleInstance::module_output(CalledModule& call, const std::string& module, const std::string& output,
                                    source::Span span) {
  const std::string name = "module." + module + "." + output;
  if (call.module)
    return call.module->output(output, span).with_step({OriginKind::module_output, span, name});
  return Value::unknown({call.reason.kind, name + " (" + call.reason.detail + ")", call.reason.span});
}

/// An object of all outputs.
Value ModuleInstance::whole_module(CalledModule& call, const std::string& module, source::Span span) {
  if (!call.module)
    return Value::unknown(
        {call.reason.kind, "module." + module + " (" + call.reason.detail + ")", call.reason.span});
  std::vector<value::Member> outputs;
  for (const auto& [name, declaration] : call.module->symbols_.outputs)
    outputs.push_back({name, declaration.block->header, module_output(call, module, name, span)});
  return Value::map(std::move(outputs), Origin({OriginKind::reference, span, "module." + module}));
}

Value ModuleInstance::output(const std::string& name, source::Span span) {
  const auto declared = symbols_.outputs.find(name);
  if (declared == symbols_.outputs.end()) return missing("output " + name, span);
  const std::string key = "output." + name;
  if (const auto found = known_.find(key); found != known_.end()) return found->second;
  const hcl::Attribute* attribute = declared->second.block->body.attribute("value");
  if (attribute == nullptr) return invalid("output " + name + " has no value", span);
  if (!evaluating_.insert(key).second) return Value::unknown({ReasonKind::cycle, key, span});
  Value value = evaluate(*declared->second.file, *attribute, {});
  evaluating_.erase(key);
  known_.emplace(key, value);
  return value;
}

Value ModuleInstance::resource_reference(const Declaration& declaration, const std::string& address,
                                         bool data, const std::vector<TraversalStep>& steps, std::size_t from,
                                         std::size_t& used, source::Span span) {
  const Instances& all = instances(declaration, address);
  if (all.form == Instances::Form::single)
    return instance_reference(declaration, address, data, all.list.front(), steps, from, used, span);
  if (all.form == Instances::Form::unknown) {
    used = steps.size();
    return unknown_instances(all, address, span);
  }
  if (from < steps.size() && steps[from].index) {
    const std::string key = instance_key(all.form, steps[from].name);
    for (const Instance& instance : all.list) {
      if (instance.key == key)
        return instance_reference(declaration, address, data, instance, steps, from + 1, used, span);
    }
    used = steps.size();
    return invalid(address + key + " does not exist", span);
  }
  used = from;
  std::vector<value::Member> whole;
  for (const Instance& instance : all.list)
    whole.push_back({instance.name, span, whole_instance(declaration, address, data, instance, span)});
  return together(all.form, std::move(whole), Origin({OriginKind::reference, span, address}));
}

Value ModuleInstance::instance_reference(const Declaration& declaration, const std::string& address,
                                         bool data, const Instance& instance,
                                         const std::vector<TraversalStep>& steps, std::size_t from,
                                         std::size_t& used, source::Span span) {
  if (from >= steps.size()) {
    used = from;
    return whole_instance(declaration, address, data, instance, span);
  }
  const std::string full = address + instance.key;
  bool found = false;
  Value value = attribute(declaration, full, instance, steps[from].name, found);
  if (found) {
    used = from + 1;
    return value.with_step({OriginKind::reference, span, full + "." + steps[from].name});
  }
  used = steps.size();
  return computed(declaration.block->labels[0].text, full, data, declaration, instance,
                  path_text(steps, from), span);
}

/// A configured attribute or nested block; evaluated by itself, so that resources may refer to each other.
Value ModuleInstance::attribute(const Declaration& declaration, const std::string& address,
                                const Instance& instance, std::string_view name, bool& found) {
  const hcl::Body& content = declaration.block->body;
  const hcl::Attribute* written = is_meta_argument(name) ? nullptr : content.attribute(name);
  const bool block =
      written == nullptr && std::any_of(content.blocks.begin(), content.blocks.end(),
                                        [&](const hcl::Block& each) { return argument_of(each) == name; });
  found = written != nullptr || (block && !is_meta_argument(name));
  if (!found) return {};
  const std::string key = address + "." + std::string(name);
  if (const auto known = known_.find(key); known != known_.end()) return known->second;
  if (!evaluating_.insert(key).second)
    return Value::unknown({ReasonKind::cycle, key, declaration.block->header});
  Value value = written != nullptr ? evaluate(*declaration.file, *written, instance)
                                   : blocks_of_type(*declaration.file, content, name, instance);
  evaluating_.erase(key);
  known_.emplace(key, value);
  return value;
}

Value ModuleInstance::whole_instance(const Declaration& declaration, const std::string& address, bool data,
                                     const Instance& instance, source::Span span) {
  const std::string full = address + instance.key;
  std::vector<value::Member> members;
  for (const hcl::Attribute& each : declaration.block->body.attributes) {
    bool found = false;
    Value value = attribute(declaration, full, instance, each.name, found);
    if (found) members.push_back({std::string(each.name), each.name_span, std::move(value)});
  }
  for (const hcl::Block& each : declaration.block->body.blocks) {
    const std::string name = argument_of(each);
    bool found = false;
    const bool seen = std::any_of(members.begin(), members.end(),
                                  [&](const value::Member& member) { return member.key == name; });
    if (seen) continue;
    Value value = attribute(declaration, full, instance, name, found);
    if (found) members.push_back({name, each.type_span, std::move(value)});
  }
  const std::string& type = declaration.block->labels[0].text;
  for (const char* name :
       {"id", "arn", "name", "bucket", "account_id", "json", "policy", "roots", "master_account_id"}) {
    const bool configured = std::any_of(members.begin(), members.end(),
                                        [&](const value::Member& member) { return member.key == name; });
    if (!configured)
      members.push_back({name, span, computed(type, full, data, declaration, instance, name, span)});
  }
  return Value::map(std::move(members), Origin({OriginKind::reference, span, full}));
}

Value ModuleInstance::computed(const std::string& type, const std::string& address, bool data,
                               const Declaration& declaration, const Instance& instance,
                               const std::string& attribute_path, source::Span span) {
  if (data && type == "aws_iam_policy_document" &&
      (attribute_path == "json" || attribute_path == "minified_json")) {
    const std::string key = address + ".json";
    auto found = known_.find(key);
    if (found == known_.end()) {
      if (!evaluating_.insert(key).second) return Value::unknown({ReasonKind::cycle, key, span});
      Value json = policy_document_json(body(*declaration.file, declaration.block->body, instance, true));
      evaluating_.erase(key);
      found =
          known_.emplace(key, json.with_step({OriginKind::data_source, declaration.block->header, address}))
              .first;
    }
    return found->second.with_step({OriginKind::reference, span, address + ".json"});
  }
  const ComputedAttribute wanted{type, address, attribute_path, account_of(declaration), data, span};
  return computed_attribute(wanted, [&](std::string_view name) {
    bool found = false;
    Value value = attribute(declaration, address, instance, name, found);
    return found ? std::optional(value) : std::nullopt;
  });
}

std::string ModuleInstance::account_of(const Declaration& declaration) const {
  std::string name;
  if (const hcl::Attribute* provider = declaration.block->body.attribute("provider")) {
    name = provider_name(hcl::file_of(*declaration.file, *provider), provider->value);
  }
  return account_of_provider(name.empty() ? "aws" : name, providers_, prefix_);
}

// ---- instances

const Instances& ModuleInstance::instances(const Declaration& declaration, const std::string& address) {
  const auto found = instances_.find(address);
  if (found != instances_.end()) return found->second;
  const std::string key = "instances of " + address;
  if (!evaluating_.insert(key).second) {
    // Its own count asks for it: not kept, so that the outer call decides.
    static const Instances kCycle{Instances::Form::unknown, {}, {ReasonKind::cycle, "count or for_each", {}}};
    return kCycle;
  }
  Instances expanded = expand(declaration, address);
  evaluating_.erase(key);
  return instances_.emplace(address, std::move(expanded)).first->second;
}

namespace {

Value each_value(Value key, Value value) {
  return Value::map({{"key", {}, std::move(key)}, {"value", {}, std::move(value)}});
}

/// One instance that stands for 0..n of them.
Instances represented(const std::string& address, const Reason& reason, bool counted) {
  Instances result;
  result.form = Instances::Form::unknown;
  result.reason = reason;
  Instance instance;
  instance.may_be_absent = true;
  value::GuardTerm term;
  term.condition = (counted ? "count of " : "for_each of ") + address + " yields it";
  term.span = reason.span;
  term.reason = reason;
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

Instances ModuleInstance::expand(const Declaration& declaration, const std::string& address) {
  Instances result;
  const hcl::Attribute* count = declaration.block->body.attribute("count");
  const hcl::Attribute* for_each = declaration.block->body.attribute("for_each");
  if (count == nullptr && for_each == nullptr) {
    result.list.emplace_back();
    return result;
  }
  const hcl::Attribute& written = count != nullptr ? *count : *for_each;
  const Value value = evaluate(*declaration.file, written, {});
  const std::optional<std::size_t> number = count != nullptr ? count_number(value) : std::nullopt;
  const auto elements = count == nullptr ? for_each_elements(value) : std::nullopt;
  if (!number && !elements) {
    const std::vector<Reason> reasons = value.reasons();
    const Reason refused{ReasonKind::invalid,
                         count != nullptr ? "count of " + address + " is no whole number"
                                          : "for_each of " + address + " is no map or set of strings",
                         written.span};
    return represented(address, reasons.empty() ? refused : reasons.front(), count != nullptr);
  }
  const std::size_t wanted = number ? *number : elements->size();
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

// ---- bodies

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
  const auto is_full = [&] {
    if (evaluation_.dynamic_blocks < limits::kDynamicBlocks) return false;
    items.push_back(Value::unknown({ReasonKind::limit, "kDynamicBlocks", block.header}, value::ValueType::map,
                                   Origin({OriginKind::literal, block.span, {}})));
    return true;
  };
  const auto add = [&](Value key, Value value) {
    ++evaluation_.dynamic_blocks;
    Instance inner = instance;
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
    items.push_back(Value::unknown(first_reason(collection, for_each->span), value::ValueType::map,
                                   Origin({OriginKind::literal, block.span, {}})));
  }
}

// ---- called modules

std::vector<ModuleInstance::CalledModule>& ModuleInstance::called(const std::string& name) {
  if (const auto found = called_.find(name); found != called_.end()) return found->second;
  const Declaration& declaration = symbols_.modules.at(name);
  const Instances& all = instances(declaration, prefix_ + "module." + name);
  called_form_[name] = all.form;
  std::vector<CalledModule>& calls = called_[name];
  for (const Instance& instance : all.list) call_module(calls.emplace_back(), name, declaration, instance);
  return calls;
}

void ModuleInstance::call_module(CalledModule& call, const std::string& name, const Declaration& declaration,
                                 const Instance& instance) {
  call.instance = instance;
  const std::string source = local_source(*declaration.file, *declaration.block);
  const auto refused = [&](ReasonKind kind, std::string why) {
    call.reason = {kind, std::move(why), declaration.block->header};
  };
  if (source.empty()) {
    const std::string written = literal_text(*declaration.file, declaration.block->body.attribute("source"));
    return refused(ReasonKind::opaque_module,
                   "module " + name + " from " + (written.empty() ? "a computed source" : written));
  }
  const ModuleDirectory* directory = evaluation_.loader.directory(join_path(directory_.path, source));
  if (directory == nullptr) return refused(ReasonKind::opaque_module, "module " + name + " from " + source);
  if (calls_itself(*directory)) {
    evaluation_.unit.problems.push_back(
        {source::ProblemKind::semantic, declaration.block->header,
         "module " + name + " calls a module that this call is part of: " + directory->path});
    return refused(ReasonKind::cycle, "module " + name + " from " + source);
  }
  if (depth_ >= limits::kModuleDepth) return refused(ReasonKind::limit, "kModuleDepth");
  if (evaluation_.modules >= limits::kModuleInstances) return refused(ReasonKind::limit, "kModuleInstances");
  call.module = std::make_unique<ModuleInstance>(
      evaluation_, *directory, ModuleCall{this, &declaration, prefix_ + "module." + name, instance});
}

/// Terraform would install such modules without end.
bool ModuleInstance::calls_itself(const ModuleDirectory& directory) const {
  const ModuleInstance* module = this;
  while (module->directory_.path != directory.path) {
    if (!module->call_) return false;
    module = module->call_->caller;
  }
  return true;
}

// ---- output

void ModuleInstance::emit() {
  for (const Declaration& backend : symbols_.backends) {
    if (!call_)
      emit_configuration(backend, ResourceKind::backend, "backend." + backend.block->labels[0].text,
                         "backend." + backend.block->labels[0].text);
  }
  for (const Declaration& provider : symbols_.providers) {
    if (provider.block->labels.empty()) continue;
    const std::string type = "provider." + provider.block->labels[0].text;
    const std::string alias = literal_text(*provider.file, provider.block->body.attribute("alias"));
    emit_configuration(provider, ResourceKind::provider, type,
                       prefix_ + type + (alias.empty() ? "" : "." + alias));
  }
  for (const auto& [name, declaration] : symbols_.resources) emit_resource(name, declaration);
  for (const auto& [name, declaration] : symbols_.modules) {
    for (CalledModule& call : called(name)) {
      if (call.module) {
        call.module->emit();
      } else {
        evaluation_.unit.unknowns.push_back(call.reason);
        if (call.reason.kind != ReasonKind::limit) continue;
        evaluation_.unit.problems.push_back(
            {source::ProblemKind::limit, call.reason.span,
             "module " + name + " is not analysed here: limit " + call.reason.detail});
      }
    }
  }
  if (!call_) emit_outputs();
}

void ModuleInstance::emit_resource(const std::string& name, const Declaration& declaration) {
  const std::string address = prefix_ + name;
  for (const Instance& instance : instances(declaration, address).list) {
    if (evaluation_.unit.resources.size() >= limits::kUnitInstances) return beyond_limit(declaration);
    Resource resource;
    resource.type = declaration.block->labels[0].text;
    resource.kind = resource_kind(resource.type);
    resource.language = Language::terraform;
    resource.address = address + instance.key;
    resource.unit = evaluation_.unit.name;
    resource.guard = guard_ & instance.guard;
    resource.may_be_absent = may_be_absent_ || instance.may_be_absent;
    resource.account = account_of(declaration);
    resource.span = declaration.block->header;
    resource.body_span = declaration.block->span;
    std::vector<value::Member> members;
    const auto add = [&](const std::string& member, source::Span span) {
      const bool seen = std::any_of(members.begin(), members.end(),
                                    [&](const value::Member& other) { return other.key == member; });
      bool found = false;
      if (seen || is_meta_argument(member)) return;
      Value value = attribute(declaration, resource.address, instance, member, found);
      if (found) members.push_back({member, span, std::move(value)});
    };
    for (const hcl::Attribute& each : declaration.block->body.attributes)
      add(std::string(each.name), each.name_span);
    for (const hcl::Block& each : declaration.block->body.blocks) {
      add(argument_of(each), each.type_span);
    }
    resource.properties =
        Value::map(std::move(members), Origin({OriginKind::literal, declaration.block->span, {}}));
    evaluation_.unit.resources.push_back(std::move(resource));
  }
}

/// Said once: what follows is missing from the unit.
void ModuleInstance::beyond_limit(const Declaration& declaration) {
  const std::string message = "the limit kUnitInstances is reached: resources from here on were not analysed";
  source::Problems& problems = evaluation_.unit.problems;
  const bool said = std::any_of(problems.begin(), problems.end(),
                                [&](const source::Problem& other) { return other.message == message; });
  if (!said) problems.push_back({source::ProblemKind::limit, declaration.block->header, message});
}

void ModuleInstance::emit_configuration(const Declaration& declaration, ResourceKind kind,
                                        const std::string& type, const std::string& address) {
  Resource resource;
  resource.kind = kind;
  resource.language = Language::terraform;
  resource.type = type;
  resource.address = address;
  resource.unit = evaluation_.unit.name;
  resource.account = std::string(value::kOwnAccount);
  resource.properties = body(*declaration.file, declaration.block->body, {}, false);
  resource.span = declaration.block->header;
  resource.body_span = declaration.block->span;
  evaluation_.unit.resources.push_back(std::move(resource));
}

void ModuleInstance::emit_outputs() {
  for (const auto& [name, declaration] : symbols_.outputs) {
    Resource resource;
    resource.language = Language::terraform;
    resource.type = "output";
    resource.address = "output." + name;
    resource.unit = evaluation_.unit.name;
    resource.account = std::string(value::kOwnAccount);
    resource.properties =
        Value::map({{"value", declaration.block->header, output(name, declaration.block->header)}});
    resource.span = declaration.block->header;
    resource.body_span = declaration.block->span;
    evaluation_.unit.resources.push_back(std::move(resource));
  }
}

}  // namespace rootproof::terraform
