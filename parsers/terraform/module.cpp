#include "parsers/terraform/module.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/terraform/module_instance.h"

namespace rootproof::terraform {
namespace {

/// Terraform refuses two provider configurations of one name. The first one counts, as with all else that is
/// declared twice.
void drop_repeated_addresses(EvaluatedUnit& unit) {
  std::set<std::string> seen;
  const auto is_repeated = [&](const Resource& resource) {
    if (seen.insert(resource.address).second) return false;
    unit.problems.push_back({source::ProblemKind::semantic, resource.span,
                             resource.address + " is declared twice; the first one is analysed"});
    return true;
  };
  std::vector<Resource> kept;
  for (Resource& resource : unit.resources) {
    if (!is_repeated(resource)) kept.push_back(std::move(resource));
  }
  unit.resources = std::move(kept);
}

}  // namespace

namespace {

/// Files of a root module that may declare what others of it do.
constexpr std::size_t kRepeatingFiles = 32;

/// How a root module is evaluated, and what that showed.
struct Pass {
  bool workspace_open = false;   ///< in no workspace in particular
  bool other_workspace = false;  ///< "default" cannot be meant
  std::size_t steps = limits::kEvaluationSteps;
  std::set<source::FileId> repeating;  ///< ModuleSymbols::repeating
  std::set<source::FileId> repeated;   ///< ModuleSymbols::repeated
  bool defaults_open = false;          ///< Evaluation::defaults_open
  std::set<std::string> none_by_default;
};

EvaluatedUnit evaluate_in_workspace(const ModuleDirectory& root, const ModuleLoader& loader,
                                    const ModuleInputs& inputs, Pass& pass) {
  Evaluation evaluation(loader, inputs, root.path);
  evaluation.workspace_open = pass.workspace_open;
  evaluation.defaults_open = pass.defaults_open;
  evaluation.steps = pass.steps;
  try {
    ModuleInstance(evaluation, root).emit();
  } catch (const std::logic_error& error) {
    // A mistake of ours must not pass for a module without findings.
    const std::string message = std::string("internal error, please report it: ") + error.what();
    const source::Span span = {root.files.empty() ? source::FileId{} : root.files.front()->source->id(), 0,
                               0};
    evaluation.unit.problems.push_back({source::ProblemKind::limit, span, message});
    evaluation.unit.unknowns.push_back({value::ReasonKind::unsupported, message, span});
  }
  // In the order of the files, as people read them; instances of one block keep theirs.
  std::stable_sort(evaluation.unit.resources.begin(), evaluation.unit.resources.end(),
                   [](const Resource& a, const Resource& b) { return a.span < b.span; });
  drop_repeated_addresses(evaluation.unit);
  pass.other_workspace = evaluation.other_workspace;
  pass.none_by_default = std::move(evaluation.none_by_default);
  if (const auto symbols = evaluation.symbols.find(root.path); symbols != evaluation.symbols.end()) {
    pass.repeating = symbols->second.repeating;
    pass.repeated = symbols->second.repeated;
  }
  return std::move(evaluation.unit);
}

/// The modules that a file calls.
std::vector<std::string> modules_of(const hcl::File& file) {
  std::vector<std::string> names;
  for (const hcl::Block& block : file.body.blocks)
    if (block.type == "module" && !block.labels.empty()) names.push_back(block.labels[0].text);
  return names;
}

/// "aws_organizations_policy.x" of the block aws_organizations_policy.x, "module.scp.aws_x.y" of module.scp.
bool is_of_block(const Resource& resource, const std::string& block) {
  const std::string& address = resource.address;
  return address.starts_with(block) &&
         (address.size() == block.size() || address[block.size()] == '.' || address[block.size()] == '[');
}

/// What of a resource other declarations elsewhere may change.
std::string shown(const Resource& resource) {
  return resource.properties.to_display() + resource.account + resource.region + resource.guard.to_string();
}

/// Files that Terraform takes for itself only, such as good and bad examples in one folder: what each
/// declares is evaluated as if it came first, and stands in the unit under its address and the name of its
/// file. So does what other files make of it.
void add_repeating_files(EvaluatedUnit& unit, const ModuleDirectory& root, const ModuleLoader& loader,
                         const ModuleInputs& inputs, const Pass& first) {
  if (first.repeating.size() > kRepeatingFiles) {
    unit.unknowns.push_back({value::ReasonKind::limit, "kRepeatingFiles", {*first.repeating.begin(), 0, 0}});
    unit.problems.push_back({source::ProblemKind::limit,
                             {*first.repeating.begin(), 0, 0},
                             "too many files of this folder declare the same: limit kRepeatingFiles"});
    return;
  }
  std::map<std::string, source::FileId> callers;  // the first file that calls a module
  for (const hcl::File* file : root.files)
    for (std::string& name : modules_of(*file)) callers.try_emplace(std::move(name), file->source->id());
  const auto is_alike = [&](source::FileId id) {
    return first.repeating.count(id) != 0 || first.repeated.count(id) != 0;
  };
  const auto is_of_alike = [&](const Resource& resource) {
    return is_alike(resource.span.file) || std::any_of(callers.begin(), callers.end(), [&](const auto& call) {
             return is_alike(call.second) && is_of_block(resource, "module." + call.first);
           });
  };
  std::set<std::string> addresses;
  std::map<std::string, std::set<std::string>> others;  // what resources of other files turned out to be
  for (const Resource& resource : unit.resources) {
    if (first.repeating.count(resource.span.file) == 0) addresses.insert(resource.address);
    if (!is_of_alike(resource)) others[resource.address].insert(shown(resource));
  }
  for (const source::FileId id : first.repeating) {
    ModuleDirectory directory = root;
    const auto file = std::find_if(directory.files.begin(), directory.files.end(),
                                   [id](const hcl::File* each) { return each->source->id() == id; });
    if (file == directory.files.end()) continue;
    const std::string_view path = (*file)->source->path();
    const std::vector<std::string> modules = modules_of(**file);
    const auto is_of_file = [&](const Resource& resource) {
      return resource.span.file == id ||
             std::any_of(modules.begin(), modules.end(),
                         [&](const std::string& name) { return is_of_block(resource, "module." + name); });
    };
    const auto comes_first = [&](const Resource& resource) {
      return resource.span.file == id ||
             std::any_of(modules.begin(), modules.end(), [&](const std::string& name) {
               return callers.at(name) == id && is_of_block(resource, "module." + name);
             });
    };
    std::rotate(directory.files.begin(), file, file + 1);
    Pass pass = first;
    pass.steps = limits::kEvaluationSteps / kRepeatingFiles;
    EvaluatedUnit again = evaluate_in_workspace(directory, loader, inputs, pass);
    for (const Resource& resource : unit.resources)
      if (comes_first(resource)) addresses.erase(resource.address);
    std::erase_if(unit.resources, comes_first);
    for (Resource& resource : again.resources) {
      const bool is_new = is_of_file(resource) ||
                          (!is_of_alike(resource) && others[resource.address].insert(shown(resource)).second);
      if (!is_new) continue;
      if (!addresses.insert(resource.address).second)
        resource.address += " (" + std::string(path.substr(path.rfind('/') + 1)) + ")";
      unit.resources.push_back(std::move(resource));
    }
    for (value::Reason& reason : again.unknowns) unit.unknowns.push_back(std::move(reason));
  }
  std::stable_sort(unit.resources.begin(), unit.resources.end(),
                   [](const Resource& a, const Resource& b) { return a.span < b.span; });
}

/// What may be there of blocks of which there are none by default, as callers see it: no default of a
/// variable counts in them, and outputs that speak of them do so.
void add_for_callers(EvaluatedUnit& unit, const ModuleDirectory& root, const ModuleLoader& loader,
                     const ModuleInputs& inputs, const Pass& first) {
  Pass pass = first;
  pass.defaults_open = true;
  EvaluatedUnit open = evaluate_in_workspace(root, loader, inputs, pass);
  const auto is_asked_for = [&](const Resource& resource) {
    const value::Value* value = resource.type == "output" ? resource.properties.find("value") : nullptr;
    const std::string said = value == nullptr ? std::string() : value->to_display();
    return std::any_of(first.none_by_default.begin(), first.none_by_default.end(),
                       [&](const std::string& block) {
                         return is_of_block(resource, block) || said.find(block + '.') != std::string::npos;
                       });
  };
  std::map<std::string_view, Resource*> known;
  for (Resource& resource : unit.resources) known.emplace(resource.address, &resource);
  std::vector<Resource> added;
  for (Resource& resource : open.resources) {
    if (!is_asked_for(resource)) continue;
    const auto found = known.find(resource.address);
    if (found == known.end())
      added.push_back(std::move(resource));
    else
      found->second->properties = std::move(resource.properties);
  }
  std::move(added.begin(), added.end(), std::back_inserter(unit.resources));
  std::stable_sort(unit.resources.begin(), unit.resources.end(),
                   [](const Resource& a, const Resource& b) { return a.span < b.span; });
}

}  // namespace

/// A map that `terraform.workspace` chooses from often has no element "default": that workspace deploys
/// nothing then, and all that is said must hold for the others.
EvaluatedUnit evaluate_module(const ModuleDirectory& root, const ModuleLoader& loader,
                              const ModuleInputs& inputs) {
  Pass pass;
  EvaluatedUnit unit = evaluate_in_workspace(root, loader, inputs, pass);
  if (pass.other_workspace) {
    pass.workspace_open = true;
    unit = evaluate_in_workspace(root, loader, inputs, pass);
  }
  if (!pass.none_by_default.empty()) add_for_callers(unit, root, loader, inputs, pass);
  if (!pass.repeating.empty()) add_repeating_files(unit, root, loader, inputs, pass);
  unit.resources.shrink_to_fit();
  return unit;
}

struct ModuleExpressions::Context {
  Context(const ModuleDirectory& directory, ModuleLoader module_loader, ModuleInputs module_inputs)
      : loader(std::move(module_loader)),
        inputs(std::move(module_inputs)),
        evaluation(loader, inputs, directory.path),
        root(evaluation, directory) {}

  ModuleLoader loader;
  ModuleInputs inputs;
  Evaluation evaluation;
  ModuleInstance root;
};

ModuleExpressions::ModuleExpressions(const ModuleDirectory& root, ModuleLoader loader, ModuleInputs inputs)
    : context_(std::make_unique<Context>(root, std::move(loader), std::move(inputs))) {}

ModuleExpressions::~ModuleExpressions() = default;

value::Value ModuleExpressions::evaluate(const hcl::File& expression) {
  if (expression.expressions.empty()) return value::Value::null();
  context_->evaluation.steps = limits::kEvaluationSteps;
  context_->evaluation.depth = 0;
  try {
    return context_->root.evaluate(expression);
  } catch (const std::logic_error& error) {
    return value::Value::unknown(
        {value::ReasonKind::unsupported, std::string("internal error: ") + error.what(), {}});
  }
}

}  // namespace rootproof::terraform
