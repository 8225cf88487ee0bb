#include "parsers/terraform/module_calls.h"

#include <algorithm>
#include <utility>

#include "parsers/source/limits.h"
#include "parsers/terraform/operators.h"

namespace rootproof::terraform {

using value::Origin;
using value::OriginKind;
using value::ReasonKind;
using value::Value;

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
      if (call.instance.key != key) continue;
      Value value = output_of(call, 2);
      evaluation_.uncertain_instance = call.instance.may_be_absent;
      return value;
    }
    used = steps.size();
    return invalid("module." + name + key + " does not exist", span);
  }
  used = 1;
  std::vector<value::Member> all;
  all.reserve(calls.size());
  for (CalledModule& call : calls) all.push_back({call.instance.name, span, whole_module(call, name, span)});
  const Instances& instances = this->instances(symbols_.modules.at(name), prefix_ + "module." + name);
  return together(instances, all, Origin({OriginKind::reference, span, "module." + name}));
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
  const std::string written = literal_text(*declaration.file, declaration.block->body.attribute("source"));
  const ModuleDirectory* directory = nullptr;
  if (!source.empty()) {
    directory = evaluation_.loader.directory(join_path(directory_.path, source));
  } else if (evaluation_.loader.installed) {
    directory = evaluation_.loader.installed(call_path(name), written);
  }
  if (directory == nullptr) {
    // Local modules, and those of repositories, have no versions.
    const std::string version = literal_text(*declaration.file, declaration.block->body.attribute("version"));
    return refused(ReasonKind::opaque_module,
                   "module " + name + (version.empty() ? "" : ", version " + version + ",") + " from " +
                       (written.empty() ? "a computed source" : written));
  }
  if (calls_itself(*directory)) {
    evaluation_.unit.problems.push_back(
        {source::ProblemKind::semantic, declaration.block->header,
         "module " + name + " calls a module that this call is part of: " + directory->path});
    return refused(ReasonKind::cycle, "module " + name + " from " + written);
  }
  if (depth_ >= limits::kModuleDepth) return refused(ReasonKind::limit, "kModuleDepth");
  if (evaluation_.modules >= limits::kModuleInstances) return refused(ReasonKind::limit, "kModuleInstances");
  call.module = std::make_unique<ModuleInstance>(
      evaluation_, *directory, ModuleCall{this, &declaration, prefix_ + "module." + name, instance});
}

/// The names of the calls from the root module to the one of this name here.
std::vector<std::string> ModuleInstance::call_path(const std::string& name) const {
  std::vector<std::string> path{name};
  for (const ModuleInstance* module = this; module->call_; module = module->call_->caller)
    path.push_back(module->call_->declaration->block->labels[0].text);
  std::reverse(path.begin(), path.end());
  return path;
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

}  // namespace rootproof::terraform
