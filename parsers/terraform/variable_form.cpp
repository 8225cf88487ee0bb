#include "parsers/terraform/variable_form.h"

namespace rootproof::terraform {
namespace {

bool is_primitive(const hcl::File& file, hcl::ExpressionId type) {
  const hcl::Expression& expression = file.expression(type);
  const bool name = expression.kind == hcl::ExpressionKind::variable;
  return name && (expression.text == "string" || expression.text == "number" || expression.text == "bool");
}

}  // namespace

std::map<std::string, VariableForm, std::less<>> variable_forms(const ModuleDirectory& directory) {
  std::map<std::string, VariableForm, std::less<>> forms;
  for (const hcl::File* file : directory.files) {
    for (const hcl::Block& block : file->body.blocks) {
      if (block.type != "variable" || block.labels.size() != 1) continue;
      VariableForm& form = forms.emplace(block.labels[0].text, VariableForm::text).first->second;
      if (const hcl::Attribute* type = block.body.attribute("type"))
        form = is_primitive(*file, type->value) ? VariableForm::text : VariableForm::expression;
    }
  }
  for (const hcl::File* file : directory.files) {
    for (const hcl::Expression& expression : file->expressions) {
      if (expression.kind != hcl::ExpressionKind::get_attribute || expression.child_count == 0) continue;
      const hcl::Expression& root = file->expression(file->children(expression)[0]);
      if (root.kind == hcl::ExpressionKind::variable && root.text == "var")
        forms.emplace(expression.text, VariableForm::text);
    }
  }
  return forms;
}

}  // namespace rootproof::terraform
