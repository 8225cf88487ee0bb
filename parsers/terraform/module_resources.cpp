#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <span>
#include <string_view>
#include <utility>

#include "parsers/left_to_others.h"
#include "parsers/source/limits.h"
#include "parsers/terraform/attribute_relevance.h"
#include "parsers/terraform/blocks.h"
#include "parsers/terraform/embedded_resources.h"
#include "parsers/terraform/module_calls.h"
#include "parsers/terraform/monitoring_arguments.h"
#include "parsers/unit_names.h"
#include "parsers/value/under.h"

namespace rootproof::terraform {

using value::Origin;
using value::OriginKind;
using value::ReasonKind;
using value::Value;

namespace {

constexpr std::string_view kDocumentType = "aws_iam_policy_document";

/// The names of the policy documents that expressions of a file refer to, those of its outputs left out.
/// Empty for a reference that may be to any of them.
void collect_used_documents(const hcl::File& file, const std::vector<source::Span>& outputs,
                            std::set<std::string_view>& used) {
  const auto is = [&](hcl::ExpressionId id, hcl::ExpressionKind kind, std::string_view text) {
    return file.expression(id).kind == kind && file.expression(id).text == text;
  };
  const auto is_data = [&](hcl::ExpressionId id) { return is(id, hcl::ExpressionKind::variable, "data"); };
  const auto is_type = [&](hcl::ExpressionId id) {
    return is(id, hcl::ExpressionKind::get_attribute, kDocumentType) &&
           is_data(file.children(file.expression(id))[0]);
  };
  for (const hcl::Expression& expression : file.expressions) {
    if (expression.child_count == 0) continue;
    const source::Span span = file.span(expression);
    const bool in_output = std::any_of(outputs.begin(), outputs.end(), [&](const source::Span& output) {
      return output.file == span.file && output.begin <= span.begin && span.end <= output.end;
    });
    if (in_output) continue;
    const hcl::ExpressionId first = file.children(expression)[0];
    if (expression.kind == hcl::ExpressionKind::get_attribute && is_type(first)) {
      used.insert(expression.text);
    } else if (is_type(first) || (is_data(first) && expression.kind != hcl::ExpressionKind::get_attribute)) {
      used.insert({});
    }
  }
}

/// A policy document that says who it is for: the policy of a resource, or a trust policy.
bool names_principals(const Value& document) {
  const Value* statements = document.find("Statement");
  if (statements == nullptr || !statements->is(Value::Kind::list)) return false;
  const auto names = [](const Value& statement) {
    return statement.find("Principal") != nullptr || statement.find("NotPrincipal") != nullptr;
  };
  return std::any_of(statements->items().begin(), statements->items().end(), [&](const Value& statement) {
    if (!statement.is(Value::Kind::one_of)) return names(statement);
    const auto ways = statement.alternatives();
    return std::any_of(ways.begin(), ways.end(), [&](const auto& way) { return names(way.value); });
  });
}

}  // namespace

/// Documents that nothing but outputs refers to: whatever uses them is not in this code, and what they say
/// counts all the same, as that of a policy file does.
void ModuleInstance::emit_unused_documents() {
  std::set<std::string_view> used;
  std::vector<source::Span> outputs;
  for (const auto& [name, output] : symbols_.outputs) outputs.push_back(output.block->span);
  if (symbols_.recovered) return;
  for (const hcl::File* file : directory_.files) collect_used_documents(*file, outputs, used);
  if (used.contains({})) return;
  for (const auto& [name, declaration] : symbols_.data) {
    const std::size_t dot = name.find('.');
    if (name.substr(0, dot) != kDocumentType || used.contains(std::string_view(name).substr(dot + 1)))
      continue;
    for (const Instance& instance : instances(declaration, "data." + name).list) {
      if (evaluation_.unit.resources.size() >= limits::kUnitInstances) return beyond_limit(declaration);
      Resource resource;
      resource.address = "data." + name + instance.key;
      std::size_t read = 0;
      resource.properties = instance_reference(declaration, "data." + name, true, instance,
                                               {{"json", false, {}}}, 0, read, declaration.block->header);
      if (!names_principals(resource.properties)) continue;
      resource.kind = ResourceKind::policy_file;
      resource.language = Language::terraform;
      resource.type = kUnusedDocumentType;
      resource.unit = evaluation_.unit.name;
      resource.guard = guard_ & instance.guard;
      resource.may_be_absent = instance.may_be_absent;
      resource.account = std::string(value::kOwnAccount);
      resource.span = declaration.block->header;
      resource.body_span = declaration.block->span;
      evaluation_.unit.resources.push_back(std::move(resource));
    }
  }
}

/// Whatever is missing from this module may stand in a part of a file that could not be read.
void ModuleInstance::note_unread_parts() {
  if (!symbols_.recovered) return;
  for (const hcl::File* file : directory_.files) {
    if (!file->recovered && file->problems.empty()) continue;
    const source::Span span = file->problems.empty() ? file->source->whole() : file->problems.front().span;
    evaluation_.unit.unknowns.push_back(
        {ReasonKind::parse_error, "the unread part of " + file->source->path(), span});
  }
  if (directory_.incomplete)
    evaluation_.unit.unknowns.push_back(
        {ReasonKind::parse_error, "the unread files of " + directory_.path,
         directory_.files.empty() ? source::Span{} : directory_.files.front()->source->whole()});
}

void ModuleInstance::emit() {
  note_unread_parts();
  if (!call_) check_given_variables();
  for (const Declaration& backend : symbols_.backends) {
    if (!call_)
      emit_configuration(backend, ResourceKind::backend, "backend." + backend.block->labels[0].text,
                         "backend." + backend.block->labels[0].text);
  }
  for (const Declaration& provider : symbols_.providers) {
    if (provider.block->labels.empty()) continue;
    const std::string& name = provider.block->labels[0].text;
    const std::string alias = literal_text(*provider.file, provider.block->body.attribute("alias"));
    const std::string usual = usual_provider_name(symbols_, name);
    emit_configuration(provider, ResourceKind::provider, "provider." + usual.substr(0, usual.find('.')),
                       prefix_ + "provider." + name + (alias.empty() ? "" : "." + alias));
  }
  for (const auto& [name, declaration] : symbols_.resources) emit_resource(name, declaration);
  for (const auto& [name, declaration] : symbols_.data) emit_lookup(name, declaration);
  for (const auto& [name, declaration] : symbols_.modules) {
    for (CalledModule& call : called(name)) {
      if (call.module) {
        call.module->emit();
      } else {
        evaluation_.unit.unknowns.push_back(call.reason);
        if (call.reason.kind == ReasonKind::opaque_module) emit_arguments(name, declaration, call.instance);
        if (call.reason.kind != ReasonKind::limit) continue;
        evaluation_.unit.problems.push_back(
            {source::ProblemKind::limit, call.reason.span,
             "module " + name + " is not analysed here: limit " + call.reason.detail});
      }
    }
  }
  if (call_) return;
  emit_outputs();
  emit_unused_documents();
}

namespace {

/// The arguments that `ignore_changes` names, of which only the first step counts; "all" for all.
std::vector<std::string> ignored_changes(const hcl::File& file, const hcl::Attribute& written) {
  std::vector<std::string> names;
  const hcl::Expression& list = file.expression(written.value);
  if (list.kind == hcl::ExpressionKind::variable) return {std::string(list.text)};
  if (list.kind != hcl::ExpressionKind::tuple) return {};
  for (hcl::ExpressionId id : file.children(list)) {
    // `tags["owner"]`, or a text as Terraform 0.11 wrote it.
    while (file.expression(id).kind != hcl::ExpressionKind::variable &&
           !file.children(file.expression(id)).empty())
      id = file.children(file.expression(id))[0];
    names.emplace_back(file.expression(id).text);
  }
  return names;
}

/// What one `ignore_changes` names.
struct IgnoredChanges {
  std::vector<std::string> names;
  source::Span span;
};

std::vector<IgnoredChanges> ignored_changes(const Declaration& declaration) {
  std::vector<IgnoredChanges> all;
  for (const hcl::Block& block : declaration.block->body.blocks)
    if (block.type == "lifecycle")
      if (const hcl::Attribute* written = block.body.attribute("ignore_changes"))
        all.push_back({ignored_changes(hcl::file_of(*declaration.file, *written), *written), written->span});
  return all;
}

constexpr std::string_view kTopicKey = "kms_master_key_id";

/// As a text, a star is what Terraform 0.11 had for all.
bool is_all(const std::string& name) { return name == "all" || name == "*"; }

/// What `ignore_changes` names of what records what root users do and tells of it: also arguments that are
/// not written, which are switched by hand.
std::optional<value::Reason> monitoring_left_to_others(const Declaration& declaration,
                                                       const Resource& resource) {
  for (const IgnoredChanges& ignored : ignored_changes(declaration))
    for (const std::string& name : ignored.names) {
      const bool all = is_all(name);
      if (decides_monitoring(resource.type, all ? std::string_view() : std::string_view(name)))
        return value::Reason{ReasonKind::resource_attribute,
                             resource.address + (all ? "" : "." + name) + " in ignore_changes", ignored.span};
    }
  return std::nullopt;
}

/// Whether the argument holds a policy, or says to what one is attached.
bool decides_policies(const std::string& type, std::string_view argument) {
  const ResourceKind kind = resource_kind(type);
  const bool attaches = (kind == ResourceKind::organizations_policy_attachment &&
                         (argument == "policy_id" || argument == "target_id")) ||
                        (kind == ResourceKind::organizations_policy && argument == "target_ids");
  // The resource of aws_cloudcontrolapi_resource stands in its state, whatever it is.
  if (attaches || argument == "desired_state") return true;
  const std::vector<PolicySlot> slots = policy_slots(type);
  return std::any_of(slots.begin(), slots.end(), [&](const PolicySlot& slot) {
    return slot.path.substr(0, slot.path.find_first_of(".[")) == argument;
  });
}

/// Arguments of which rules ask alone (left_to_others): how an organization is set up, where its accounts
/// stand, who reads their mail, and with which key a topic is encrypted.
std::span<const std::string_view> arguments_asked_about_alone(ResourceKind kind, std::string_view type) {
  static constexpr std::array<std::string_view, 2> kOrganization{"enabled_policy_types",
                                                                 "aws_service_access_principals"};
  static constexpr std::array<std::string_view, 2> kAccount{"parent_id", "email"};
  static constexpr std::array<std::string_view, 1> kFeatures{"enabled_features"};
  static constexpr std::array<std::string_view, 1> kTopic{kTopicKey};
  switch (kind) {
    case ResourceKind::organization:
      return kOrganization;
    case ResourceKind::organizational_unit:
      return std::span(kAccount).first(1);
    case ResourceKind::account:
      return kAccount;
    default:
      if (type == "aws_iam_organizations_features") return kFeatures;
      if (type == "aws_sns_topic" || type == "awscc_sns_topic") return kTopic;
      return {};
  }
}

}  // namespace

/// What `ignore_changes` names is what a new resource gets; one that exists keeps whatever it has.
void ModuleInstance::note_left_to_others(const Declaration& declaration, Resource& resource) {
  for (const auto& [names, span] : ignored_changes(declaration)) {
    const bool all = names.size() == 1 && is_all(names.front());
    std::vector<value::Member> set_up;
    for (const value::Member& member : resource.properties.members()) {
      if (!all && std::find(names.begin(), names.end(), member.key) == names.end()) continue;
      const value::Reason reason{ReasonKind::resource_attribute,
                                 resource.address + "." + member.key + " in ignore_changes", span};
      if (!resource.rewritten_by && decides_policies(resource.type, member.key))
        resource.rewritten_by = reason;
    }
    // Also what is not written: it is set by hand.
    for (const std::string_view argument : arguments_asked_about_alone(resource.kind, resource.type)) {
      const std::string name(argument);
      const bool ignored = all || std::find(names.begin(), names.end(), name) != names.end();
      if (!ignored) continue;
      set_up.push_back({name, span,
                        Value::unknown({ReasonKind::resource_attribute,
                                        resource.address + "." + name + " in ignore_changes", span})});
    }
    if (set_up.empty()) continue;
    std::vector<value::Member> members(resource.properties.members().begin(),
                                       resource.properties.members().end());
    members.push_back({std::string(kLeftToOthers), span, Value::map(std::move(set_up))});
    resource.properties = Value::map(std::move(members), resource.properties.origin());
  }
}

void ModuleInstance::emit_resource(const std::string& name, const Declaration& declaration) {
  const std::string address = prefix_ + name;
  const std::string account = account_of(declaration);
  const std::string partition = partition_of(provider_of(declaration), declaration.block->header);
  const std::string region = region_of(declaration);
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
    resource.account = account;
    resource.partition = partition;
    resource.region = region;
    resource.span = declaration.block->header;
    resource.body_span = declaration.block->span;
    std::vector<value::Member> members;
    const auto add = [&](const std::string& member, source::Span span) {
      const bool seen = std::any_of(members.begin(), members.end(),
                                    [&](const value::Member& other) { return other.key == member; });
      bool found = false;
      if (seen || is_meta_argument(member)) return;
      Value value = attribute(declaration, resource.address, instance, member, found);
      if (found) members.push_back({member, span, value::under(resource.guard, value)});
    };
    const bool all = evaluation_.inputs.everything || read_by_rules(resource.type);
    const auto is_wanted = [&](const auto& part) { return all || may_hold_policy(*declaration.file, part); };
    for (const hcl::Attribute& each : declaration.block->body.attributes)
      if (is_wanted(each)) add(std::string(each.name), each.name_span);
    for (const hcl::Block& each : declaration.block->body.blocks)
      if (is_wanted(each)) add(argument_of(each), each.type_span);
    // Provisioners are no arguments of the resource: nothing refers to them, but they run.
    for (const hcl::Block& each : declaration.block->body.blocks)
      if (each.type == "provisioner") {
        members.push_back(
            {"provisioner", each.type_span,
             blocks_of_type(*declaration.file, declaration.block->body, "provisioner", instance)});
        break;
      }
    resource.properties =
        Value::map(std::move(members), Origin({OriginKind::literal, declaration.block->span, {}}));
    note_left_to_others(declaration, resource);
    unwrap_cloud_control(resource);
    if (std::optional<value::Reason> unseen = unseen_resources(resource))
      evaluation_.unit.unknowns.push_back(std::move(*unseen));
    if (!resource.rewritten_by) resource.rewritten_by = monitoring_left_to_others(declaration, resource);
    evaluation_.unit.resources.push_back(std::move(resource));
  }
}

/// An organization that is looked up by another provider configuration than the default one may be another
/// organization. Units and accounts are looked up below a parent.
void ModuleInstance::emit_lookup(const std::string& name, const Declaration& declaration) {
  if (declaration.block->labels[0].text == "terraform_remote_state") return emit_state(name, declaration);
  const std::string type = "data." + declaration.block->labels[0].text;
  const bool below = type.starts_with(kUnitLookupType);
  const bool elsewhere = type == kOrganizationLookupType &&
                         account_of(declaration) != account_of_provider("aws", providers_, prefix_);
  if (!below && !elsewhere) return;
  Resource resource;
  resource.language = Language::terraform;
  resource.type = type;
  resource.unit = evaluation_.unit.name;
  resource.account = account_of(declaration);
  resource.span = declaration.block->header;
  resource.body_span = declaration.block->span;
  const std::string address = prefix_ + "data." + name;
  if (!below) {
    resource.address = address;
    evaluation_.unit.resources.push_back(std::move(resource));
    return;
  }
  for (const Instance& instance : instances(declaration, address).list) {
    if (evaluation_.unit.resources.size() >= limits::kUnitInstances) return beyond_limit(declaration);
    resource.address = address + instance.key;
    bool found = false;
    Value parent = attribute(declaration, resource.address, instance, "parent_id", found);
    resource.properties = Value::map({});
    if (found)
      resource.properties = Value::map({{"parent_id", declaration.block->header, std::move(parent)}});
    evaluation_.unit.resources.push_back(resource);
  }
}

/// The state of another configuration is read as its backend reads it, with settings of the same names ("The
/// terraform_remote_state Data Source").
void ModuleInstance::emit_state(const std::string& name, const Declaration& declaration) {
  const hcl::Attribute* config = declaration.block->body.attribute("config");
  const std::string backend = literal_text(*declaration.file, declaration.block->body.attribute("backend"));
  if (config == nullptr || backend.empty()) return;
  const std::string address = prefix_ + "data." + name;
  for (const Instance& instance : instances(declaration, address).list) {
    if (evaluation_.unit.resources.size() >= limits::kUnitInstances) return beyond_limit(declaration);
    Resource resource;
    resource.kind = ResourceKind::backend;
    resource.language = Language::terraform;
    resource.type = "backend." + backend;
    resource.address = address + instance.key;
    resource.unit = evaluation_.unit.name;
    resource.guard = guard_ & instance.guard;
    resource.may_be_absent = may_be_absent_ || instance.may_be_absent;
    resource.account = std::string(value::kOwnAccount);
    resource.properties = evaluate(*declaration.file, *config, instance);
    resource.span = declaration.block->header;
    resource.body_span = declaration.block->span;
    evaluation_.unit.resources.push_back(std::move(resource));
  }
}

/// What a module is given whose own resources nobody sees: policies among the arguments are in force all the
/// same.
void ModuleInstance::emit_arguments(const std::string& name, const Declaration& declaration,
                                    const Instance& instance) {
  if (evaluation_.unit.resources.size() >= limits::kUnitInstances) return beyond_limit(declaration);
  Resource resource;
  resource.language = Language::terraform;
  resource.type = kModuleArgumentsType;
  resource.address = prefix_ + "module." + name + instance.key;
  resource.unit = evaluation_.unit.name;
  resource.guard = guard_ & instance.guard;
  resource.may_be_absent = may_be_absent_ || instance.may_be_absent;
  const ProviderAccounts passed =
      passed_providers(*declaration.file, *declaration.block, symbols_, providers_, prefix_);
  resource.account = account_of_provider("aws", passed, prefix_);
  resource.partition =
      partition_of(passed_name(*declaration.file, *declaration.block, symbols_, nullptr, "aws"),
                   declaration.block->header);
  resource.span = declaration.block->header;
  resource.body_span = declaration.block->span;
  std::vector<value::Member> members;
  for (const hcl::Attribute& argument : declaration.block->body.attributes) {
    if (is_meta_argument(argument.name) || argument.name == "source" || argument.name == "version") continue;
    members.push_back({std::string(argument.name), argument.name_span,
                       value::under(resource.guard, evaluate(*declaration.file, argument, instance))});
  }
  resource.properties =
      Value::map(std::move(members), Origin({OriginKind::literal, declaration.block->span, {}}));
  evaluation_.unit.resources.push_back(std::move(resource));
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
