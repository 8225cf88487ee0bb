#include "parsers/terraform/module.h"

#include <algorithm>

#include "parsers/source/limits.h"
#include "parsers/terraform/module_instance.h"

namespace rootproof::terraform {
namespace {

using value::OriginKind;
using value::ReasonKind;
using value::Value;

/// Attributes of variable files are constants; references in them are refused by Terraform.
Value constant(const hcl::File& file, const hcl::Attribute& attribute, Evaluation& evaluation) {
  Scope scope;
  scope.steps = &evaluation.steps;
  scope.resolve = [](std::string_view root, const std::vector<TraversalStep>&, std::size_t&,
                     source::Span span) {
    return Value::unknown(
        {ReasonKind::invalid, "reference to " + std::string(root) + " in a variable file", span});
  };
  return evaluate(file, attribute.value, scope)
      .with_step({OriginKind::variable_file, attribute.span, "var." + std::string(attribute.name)});
}

}  // namespace

EvaluatedUnit evaluate_module(const ModuleDirectory& root, const ModuleLoader& loader,
                              const ModuleInputs& inputs) {
  Evaluation evaluation{loader, inputs, root.path, limits::kEvaluationSteps, 0, 0, {}, {}};
  evaluation.unit.name = root.path;
  {
    ModuleInstance module(evaluation, root, "", nullptr, 0);
    for (const hcl::File* file : root.variable_files) {
      for (const hcl::Attribute& attribute : file->body.attributes) {
        module.arguments.insert_or_assign(std::string(attribute.name),
                                          constant(*file, attribute, evaluation));
      }
    }
    for (const auto& [name, value] : inputs.variables) module.arguments.insert_or_assign(name, value);
    module.emit();
  }
  // In the order of the files, as people read them; instances of one block keep theirs.
  std::stable_sort(evaluation.unit.resources.begin(), evaluation.unit.resources.end(),
                   [](const Resource& a, const Resource& b) { return a.span < b.span; });
  return std::move(evaluation.unit);
}

}  // namespace rootproof::terraform
