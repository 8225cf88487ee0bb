#include "parsers/terraform/module.h"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <string>
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

/// `workspace_open`: in no workspace in particular. Sets `other_workspace` when "default" cannot be meant.
EvaluatedUnit evaluate_in_workspace(const ModuleDirectory& root, const ModuleLoader& loader,
                                    const ModuleInputs& inputs, bool workspace_open, bool& other_workspace) {
  Evaluation evaluation(loader, inputs, root.path);
  evaluation.workspace_open = workspace_open;
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
  other_workspace = evaluation.other_workspace;
  return std::move(evaluation.unit);
}

}  // namespace

/// A map that `terraform.workspace` chooses from often has no element "default": that workspace deploys
/// nothing then, and all that is said must hold for the others.
EvaluatedUnit evaluate_module(const ModuleDirectory& root, const ModuleLoader& loader,
                              const ModuleInputs& inputs) {
  bool other_workspace = false;
  EvaluatedUnit unit = evaluate_in_workspace(root, loader, inputs, false, other_workspace);
  if (other_workspace) unit = evaluate_in_workspace(root, loader, inputs, true, other_workspace);
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
