#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/regions.h"
#include "parsers/terraform/blocks.h"
#include "parsers/terraform/computed_attributes.h"
#include "parsers/terraform/module_instance.h"
#include "parsers/terraform/operators.h"
#include "parsers/terraform/policy_document_data.h"
#include "parsers/terraform/provider_versions.h"
#include "parsers/value/secret.h"
#include "parsers/value/under.h"

namespace rootproof::terraform {

using value::Origin;
using value::OriginKind;
using value::ReasonKind;
using value::Value;
using Kind = value::Value::Kind;

namespace {

/// True for a text that is surely not empty.
bool has_text(const Value& value) {
  if (value.is_encoded()) return true;
  if (!value.is(Kind::string)) return value.is(Kind::number) || value.is(Kind::boolean);
  return std::any_of(value.pieces().begin(), value.pieces().end(), [](const value::StringPiece& piece) {
    const auto* text = std::get_if<value::TextPiece>(&piece);
    return text != nullptr && !text->text.empty();
  });
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

}  // namespace

Value ModuleInstance::resource_reference(const Declaration& declaration, const std::string& address,
                                         bool data, const std::vector<TraversalStep>& steps, std::size_t from,
                                         std::size_t& used, source::Span span) {
  const Instances& all = instances(declaration, address);
  if (all.form == Instances::Form::single)
    return instance_reference(declaration, address, data, all.list.front(), steps, from, used, span);
  if (all.form == Instances::Form::unknown) {
    used = steps.size();
    if (from >= steps.size() && !all.list.empty()) {
      evaluation_.represented.try_emplace(
          address, WholeInstance{this, &declaration, address, data, &all.list.front()});
      return unknown_instances(all, address, span).with_step({OriginKind::reference, span, address});
    }
    return unknown_instances(all, address, span);
  }
  if (from < steps.size() && steps[from].index) {
    const std::string key = instance_key(all.form, steps[from].name);
    for (const Instance& instance : all.list) {
      if (instance.key != key) continue;
      Value value = instance_reference(declaration, address, data, instance, steps, from + 1, used, span);
      evaluation_.uncertain_instance = instance.may_be_absent;
      return value;
    }
    used = steps.size();
    return invalid(address + key + " does not exist", span);
  }
  used = from;
  std::vector<value::Member> whole;
  for (const Instance& instance : all.list)
    whole.push_back({instance.name, span, whole_instance(declaration, address, data, instance, span)});
  return together(all, whole, Origin({OriginKind::reference, span, address}));
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
  if (!data && steps[from].name.ends_with("_wo")) {
    used = steps.size();
    return Value::unknown({ReasonKind::sensitive, full + "." + steps[from].name, span});
  }
  bool found = false;
  Value value = attribute(declaration, full, instance, steps[from].name, found);
  // Other providers have blocks of which there is one and no list: which they are, only their schemas say.
  const std::string& type = declaration.block->labels[0].text;
  const bool may_be_single = !data && !type.starts_with("aws") && value.is(Kind::list) &&
                             from + 1 < steps.size() && !steps[from + 1].index &&
                             declaration.block->body.attribute(steps[from].name) == nullptr;
  if (found && !may_be_single) {
    used = from + 1;
    value = value.with_step({OriginKind::reference, span, full + "." + steps[from].name});
    if (!is_secret_attribute(declaration, full, instance, steps[from].name)) return value;
    evaluation_.secrets = true;
    return value::as_secret(value, span);
  }
  if (const Value* planned = data ? planned_data(full, steps[from].name) : nullptr) {
    used = from + 1;
    return planned->with_step({OriginKind::data_source, span, full + "." + steps[from].name});
  }
  used = steps.size();
  return computed(declaration.block->labels[0].text, full, data, declaration, instance,
                  path_text(steps, from), span);
}

/// Arguments that providers mark as sensitive. Of the parameters of Systems Manager only some are secrets.
bool ModuleInstance::is_secret_attribute(const Declaration& declaration, const std::string& address,
                                         const Instance& instance, std::string_view name) {
  if (value::is_secret_argument(name)) return true;
  if (declaration.block->labels[0].text != "aws_ssm_parameter" || name != "value") return false;
  bool found = false;
  const std::optional<std::string> type = attribute(declaration, address, instance, "type", found).as_text();
  return type != "String" && type != "StringList";
}

/// Of a resource that stands nowhere, as in excerpts: Terraform refuses it, but an ARN it would be all the
/// same.
Value ModuleInstance::undeclared(bool data, const std::string& name, const std::vector<TraversalStep>& steps,
                                 std::size_t from, source::Span span) {
  const std::string address = prefix_ + (data ? "data." : "") + name;
  Value nothing = missing((data ? "data." : "") + name, span);
  if (symbols_.recovered || !name.starts_with("aws_")) return nothing;
  if (from < steps.size() && steps[from].index) ++from;
  if (from >= steps.size()) return nothing;
  const ComputedAttribute wanted{name.substr(0, name.find('.')),
                                 address,
                                 path_text(steps, from),
                                 account_of_provider("aws", providers_, prefix_),
                                 region_of("aws", span),
                                 data,
                                 span};
  const Value computed = computed_attribute(wanted, [](std::string_view) { return std::nullopt; });
  if (!computed.is(Kind::string)) return nothing;
  std::vector<value::StringPiece> pieces(computed.pieces().begin(), computed.pieces().end());
  for (value::StringPiece& piece : pieces) {
    auto* hole = std::get_if<value::Hole>(&piece);
    if (hole == nullptr) continue;
    hole->reason = nothing.reason();
    // Nobody knows its provider, and so whose it is.
    if (hole->kind == value::HoleKind::account_id) hole->symbol = address + ".account";
  }
  return Value::string(std::move(pieces), computed.origin());
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
  // Where the instance is not there, nobody asks.
  if (!instance.guard.always()) value = value::under(instance.guard, value);
  known_.emplace(key, value);
  return value;
}

/// Which attributes the object of an instance has is written in the provider's schema only. So it is no map:
/// whoever asks for an attribute gets it, and nothing is concluded from the absence of one.
Value ModuleInstance::whole_instance(const Declaration& declaration, const std::string& address, bool data,
                                     const Instance& instance, source::Span span) {
  const std::string full = address + instance.key;
  evaluation_.whole_instances.try_emplace(full, WholeInstance{this, &declaration, address, data, &instance});
  return Value::unknown({data ? ReasonKind::data_source : ReasonKind::resource_attribute, full, span},
                        value::ValueType::resource, Origin({OriginKind::reference, span, full}));
}

namespace {

bool is_same(const value::Reason& left, const value::Reason& right) {
  return left.kind == right.kind && left.detail == right.detail && left.span == right.span;
}

}  // namespace

/// Where the key is not known for the same reason as those of the block (`data.x.y[each.key]` in a block that
/// goes over the same map), the instance that stands for all of them has it.
std::optional<InstanceFound> ModuleInstance::instance_of(const Value& all, const Value& key,
                                                         source::Span span) {
  for (const value::OriginStep& step : all.origin().chain()) {
    if (step.kind != OriginKind::reference) continue;
    const auto found = evaluation_.represented.find(step.detail);
    if (found == evaluation_.represented.end()) continue;
    const WholeInstance& whole = found->second;
    for (const auto& [variable, name] : {std::pair{"each", "key"}, std::pair{"count", "index"}}) {
      const auto own = whole.instance->variables.find(std::string_view(variable));
      const Value* own_key = own == whole.instance->variables.end() ? nullptr : own->second.find(name);
      if (own_key != nullptr && own_key->is(Kind::unknown) && is_same(own_key->reason(), key.reason()))
        return InstanceFound{whole.module->whole_instance(*whole.declaration, whole.address, whole.data,
                                                          *whole.instance, span),
                             whole.instance->collection};
    }
  }
  return std::nullopt;
}

/// The instance may be one of another module, whose value came here as an argument or output.
Value ModuleInstance::resolve_in_resource(const Value& resource, const std::vector<TraversalStep>& steps,
                                          std::size_t& used, source::Span span) {
  const auto found = evaluation_.whole_instances.find(resource.reason().detail);
  if (found == evaluation_.whole_instances.end()) {
    used = steps.size();
    return Value::unknown(resource.reason());
  }
  const WholeInstance& whole = found->second;
  return whole.module->instance_reference(*whole.declaration, whole.address, whole.data, *whole.instance,
                                          steps, 0, used, span);
}

/// What a plan says a data source has read; nullptr when there is no plan, or it does not say.
const Value* ModuleInstance::planned_data(const std::string& address, std::string_view attribute) const {
  const auto& data = evaluation_.inputs.plan.data;
  const auto found = data.find(address);
  return found == data.end() ? nullptr : found->second.find(attribute);
}

/// `source_json` and `override_json` of aws_iam_policy_document: version 5 of the provider refuses any text
/// there ("expected to be an empty string"), the versions before merge it. Where both may be in use, only
/// what the older ones make of it can be deployed.
Value ModuleInstance::policy_document(const Value& arguments, const std::string& address) const {
  constexpr std::array<std::string_view, 2> kRefused = {"source_json", "override_json"};
  constexpr unsigned kRefusing = 5;
  const bool any = std::any_of(kRefused.begin(), kRefused.end(),
                               [&](std::string_view name) { return arguments.find(name) != nullptr; });
  bool refusing = false;
  for (const ModuleInstance* module = this; any && !refusing && module != nullptr;
       module = module->call_ ? module->call_->caller : nullptr)
    refusing = requires_aws_provider(module->directory_, kRefusing);
  if (!refusing) return policy_document_json(arguments, address);
  std::vector<value::Member> kept;
  for (const value::Member& member : arguments.members()) {
    if (std::find(kRefused.begin(), kRefused.end(), member.key) == kRefused.end()) {
      kept.push_back(member);
      continue;
    }
    // What is not known can only be deployed when it turns out to be empty.
    if (has_text(member.value))
      return invalid(member.key + " must be empty from version 5 of hashicorp/aws on", member.key_span);
  }
  return policy_document_json(Value::map(std::move(kept), arguments.origin()), address);
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
      Value arguments = body(*declaration.file, declaration.block->body, instance, true);
      if (!instance.guard.always()) arguments = value::under(instance.guard, arguments);
      Value json = policy_document(arguments, address);
      evaluating_.erase(key);
      found =
          known_.emplace(key, json.with_step({OriginKind::data_source, declaration.block->header, address}))
              .first;
    }
    return found->second.with_step({OriginKind::reference, span, address + "." + attribute_path});
  }
  if (data && type == "template_file" && attribute_path == "rendered")
    return file_template(address, declaration, instance, span);
  if (data && type == "local_file" && attribute_path == "content")
    return file_content(address, declaration, instance, span);
  if (Listings::is_listing(type, data, attribute_path))
    return evaluation_.listings.list(address + "." + attribute_path, data, span)
        .with_step({OriginKind::reference, span, address + "." + attribute_path});
  const ComputedAttribute wanted{
      type, address, attribute_path, account_of(declaration), region_of(provider_of(declaration), span),
      data, span};
  return computed_attribute(wanted, [&](std::string_view name) {
    bool found = false;
    Value value = attribute(declaration, address, instance, name, found);
    return found ? std::optional(value) : std::nullopt;
  });
}

/// `rendered` of template_file; it sees `vars` only.
Value ModuleInstance::file_template(const std::string& address, const Declaration& declaration,
                                    const Instance& instance, source::Span span) {
  const hcl::Body& content = declaration.block->body;
  const hcl::Attribute* written = content.attribute("template");
  if (written == nullptr) return invalid("template_file has no template", span);
  const hcl::Attribute* vars = content.attribute("vars");
  const Value variables = vars == nullptr ? Value::map({}) : evaluate(*declaration.file, *vars, instance);
  if (!variables.is(Kind::map))
    return Value::unknown({ReasonKind::unsupported, "vars of template_file that are not known", span});
  const hcl::File& file = hcl::file_of(*declaration.file, *written);
  // "${file(…)}" is file(…): its places are those of the file.
  const hcl::Expression& call = file.expression(file.unwrapped(written->value));
  Scope names = scope(instance);
  names.where = address;
  if (call.kind != hcl::ExpressionKind::call || call.text != "file" || call.child_count != 1)
    return render_template(evaluate(*declaration.file, *written, instance), variables, names, span);
  const std::optional<std::string> path =
      terraform::evaluate(file, file.children(call)[0], names).as_string();
  const source::SourceFile* source = path ? evaluation_.loader.file(*path) : nullptr;
  if (source == nullptr)
    return Value::unknown(
        {ReasonKind::unresolved_file, "template " + path.value_or("of template_file"), span});
  return render_template(*source, variables, names, span);
}

/// `content` of local_file: what stands in the file now, unless this configuration writes it.
Value ModuleInstance::file_content(const std::string& address, const Declaration& declaration,
                                   const Instance& instance, source::Span span) {
  bool found = false;
  const Value name = attribute(declaration, address, instance, "filename", found);
  if (!found) return invalid("local_file has no filename", span);
  FunctionContext context = scope(instance).functions;
  context.call = span;
  const std::array<Value, 1> arguments{name};
  return call_function("file", arguments, context);
}

/// "aws", or "aws.west" when `provider` says so.
std::string ModuleInstance::provider_of(const Declaration& declaration) const {
  std::string name;
  if (const hcl::Attribute* provider = declaration.block->body.attribute("provider")) {
    name = usual_provider_name(symbols_,
                               provider_name(hcl::file_of(*declaration.file, *provider), provider->value));
  }
  const std::string& type = declaration.block->labels[0].text;
  return name.empty() ? type.substr(0, type.find('_')) : name;
}

std::string ModuleInstance::account_of(const Declaration& declaration) const {
  const std::string name = provider_of(declaration);
  const bool has_own = name.find('.') != std::string::npos || providers_.contains(name);
  std::string account = account_of_provider(has_own ? name : "aws", providers_, prefix_);
  const auto& planned = evaluation_.inputs.plan.accounts;
  const auto id = planned.find(account);
  return id == planned.end() ? account : id->second;
}

/// The partition of that Region; empty when it is not known.
std::string ModuleInstance::partition_of(const std::string& provider, source::Span span) {
  const std::optional<std::string> region = region_of(provider, span).as_string();
  return region ? std::string(partition_of_region(*region)) : std::string();
}

/// Equal texts of one module are equal values; without `region` the environment says it, or the profile.
std::string ModuleInstance::region_symbol(const std::string& provider) const {
  const auto text_of = [&](const Declaration& declaration, const hcl::Attribute& written) {
    const hcl::File& file = hcl::file_of(*declaration.file, written);
    const hcl::Expression& expression = file.expression(written.value);
    return prefix_ +
           std::string(file.source->text().substr(expression.begin, expression.end - expression.begin));
  };
  if (const Declaration* declaration = configuration_of(provider)) {
    for (const char* name : {"region", "profile"})
      if (const hcl::Attribute* written = declaration->block->body.attribute(name))
        return std::string(name) + " " + text_of(*declaration, *written);
    return "region";
  }
  if (!call_) return "region";
  const ModuleInstance& caller = *call_->caller;
  return caller.region_symbol(passed_name(*call_->declaration->file, *call_->declaration->block,
                                          caller.symbols_, &symbols_, provider));
}

std::string ModuleInstance::region_of(const Declaration& declaration) {
  if (const hcl::Attribute* own = declaration.block->body.attribute("region"))
    return literal_text(*declaration.file, own);
  const std::string provider = provider_of(declaration);
  const std::optional<std::string> known = region_of(provider, declaration.block->header).as_string();
  return known ? *known : region_symbol(provider);
}

/// The configuration of a provider in this module itself.
const Declaration* ModuleInstance::configuration_of(const std::string& provider) const {
  for (const Declaration& declaration : symbols_.providers) {
    if (declaration.block->labels.empty()) continue;
    const std::string alias = literal_text(*declaration.file, declaration.block->body.attribute("alias"));
    const std::string name = declaration.block->labels[0].text + (alias.empty() ? "" : "." + alias);
    if (usual_provider_name(symbols_, name) == provider) return &declaration;
  }
  return nullptr;
}

/// The Region that a provider configuration names, or a hole that is the same for all who use it.
Value ModuleInstance::region_of(const std::string& provider, source::Span span) {
  if (const Declaration* declaration = configuration_of(provider)) {
    const std::string key = prefix_ + "provider." + provider + ".region";
    if (const auto known = known_.find(key); known != known_.end()) return known->second;
    Value region = Value::unknown({ReasonKind::data_source, "region of provider " + provider, span});
    if (const hcl::Attribute* written = declaration->block->body.attribute("region")) {
      if (!evaluating_.insert(key).second) return Value::unknown({ReasonKind::cycle, key, span});
      region = evaluate(*declaration->file, *written, {});
      evaluating_.erase(key);
    }
    if (!region.is(Kind::string)) {
      const std::vector<value::Reason> reasons = region.reasons();
      const value::Reason reason =
          reasons.empty() ? value::Reason{ReasonKind::invalid, key, span} : reasons.front();
      const bool is_default = provider == "aws" && prefix_.empty();
      region = Value::string(
          {value::Hole{value::HoleKind::region, is_default ? "region" : "region/" + prefix_ + provider,
                       reason, region.origin()}});
    }
    known_.emplace(key, region);
    return region;
  }
  if (!call_) return {};
  ModuleInstance& caller = *call_->caller;
  return caller.region_of(passed_name(*call_->declaration->file, *call_->declaration->block, caller.symbols_,
                                      &symbols_, provider),
                          span);
}

}  // namespace rootproof::terraform
