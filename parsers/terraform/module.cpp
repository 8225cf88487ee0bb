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

/// Accounts that the provider blocks name: `allowed_account_ids` with one literal id.
void read_providers(const ModuleSymbols& symbols, std::map<std::string, std::string>& providers) {
  for (const Declaration& provider : symbols.providers) {
    if (provider.block->labels.empty() || provider.block->labels[0].text != "aws") continue;
    const hcl::Attribute* allowed = provider.block->body.attribute("allowed_account_ids");
    if (allowed == nullptr) continue;
    const hcl::Expression& list = provider.file->expression(allowed->value);
    if (list.kind != hcl::ExpressionKind::tuple || list.child_count != 1) continue;
    hcl::Attribute only = *allowed;
    only.value = provider.file->children(list)[0];
    const std::string id = literal_text(*provider.file, &only);
    const std::string alias = literal_text(*provider.file, provider.block->body.attribute("alias"));
    if (id.size() == 12) providers[alias.empty() ? "aws" : "aws." + alias] = id;
  }
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
    read_providers(evaluation.symbols.at(root.path), module.providers);
    module.emit();
  }
  // In the order of the files, as people read them; instances of one block keep theirs.
  std::stable_sort(evaluation.unit.resources.begin(), evaluation.unit.resources.end(),
                   [](const Resource& a, const Resource& b) { return a.span < b.span; });
  return std::move(evaluation.unit);
}

}  // namespace rootproof::terraform
