#include "parsers/terraform/module_instance.h"

#include <algorithm>
#include <utility>

#include "parsers/terraform/blocks.h"
#include "parsers/terraform/operators.h"
#include "parsers/terraform/type_constraint.h"
#include "parsers/terraform/variable_validation.h"
#include "parsers/value/secret.h"

namespace rootproof::terraform {

using value::OriginKind;
using value::ReasonKind;
using value::Value;
using Kind = value::Value::Kind;

namespace {

bool is_written(const Declaration& declaration, std::string_view flag, std::string_view text) {
  const hcl::Attribute* attribute = declaration.block->body.attribute(flag);
  return attribute != nullptr &&
         hcl::file_of(*declaration.file, *attribute).expression(attribute->value).text == text;
}

/// What no report may quote.
bool is_secret(const Declaration& declaration) {
  return is_written(declaration, "sensitive", "true") || is_written(declaration, "ephemeral", "true");
}

}  // namespace

/// The value of what is declared, evaluated at the first use; nullptr when it depends on itself.
template <class Evaluate>
const Value* ModuleInstance::declared(Declared& entry, const Evaluate& evaluate) {
  if (entry.value) return &*entry.value;
  if (entry.evaluating) return nullptr;
  entry.evaluating = true;
  Value value = evaluate();
  entry.evaluating = false;
  return &entry.value.emplace(std::move(value));
}

Value ModuleInstance::variable(const std::string& name, source::Span span) {
  const auto found = symbols_.variables.find(name);
  if (found == symbols_.variables.end()) {
    if (evaluation_.inputs.refuse_undeclared || symbols_.recovered) return missing("var." + name, span);
    // What is deployed declares its variables: tools such as Terragrunt write the file that does.
    const std::optional<Value> given = call_ ? std::nullopt : argument(name);
    return given ? *given : Value::unknown({ReasonKind::unknown_variable, "var." + name, span});
  }
  const Declaration& declaration = found->second;
  Declared& entry = declared_[&declaration];
  if (entry.name.empty()) entry.name = "var." + name;
  const Value* value = declared(entry, [&] {
    Value known = planned_variable(name, declaration, variable_value(name, declaration));
    if (!is_secret(declaration)) return known;
    evaluation_.secrets = true;
    return value::as_secret(known, declaration.block->header);
  });
  return value == nullptr ? Value::unknown({ReasonKind::cycle, prefix_ + entry.name, span})
                          : value->with_step(OriginKind::reference, span, entry.name);
}

/// What the caller gives, else the default ("Variable blocks", terraform.md §2.4).
Value ModuleInstance::variable_value(const std::string& name, const Declaration& declaration) {
  const std::string key = "var." + name;
  const hcl::File& file = *declaration.file;
  const hcl::Body& body = declaration.block->body;
  const Instance nowhere;
  const hcl::Attribute* type = body.attribute("type");
  const hcl::Attribute* fallback = body.attribute("default");
  const auto default_value = [&] {
    return evaluate(file, *fallback, nowhere).with_step({OriginKind::variable_default, fallback->span, key});
  };
  std::optional<Value> value = argument(name);
  const bool for_callers = evaluation_.defaults_open && !call_;
  if (!value && fallback != nullptr && !for_callers) value = default_value();
  if (value && is_written(declaration, "nullable", "false")) {
    const auto refuse_null = [&](const Value& given) {
      if (!given.is(Kind::null)) return given;
      return fallback != nullptr ? default_value()
                                 : invalid(key + " must not be null", given.origin().span());
    };
    if (value->is(Kind::one_of)) {
      std::vector<value::Alternative> ways;
      for (const value::Alternative& way : value->alternatives())
        ways.push_back({way.guard, refuse_null(way.value)});
      value = Value::one_of(std::move(ways), value->origin());
    } else {
      value = refuse_null(*value);
    }
  }
  if (!value) {
    const bool secret = is_secret(declaration);
    value = secret
                ? std::nullopt
                : bounded_by_validation(declaration, name, [&](const hcl::File& owner, hcl::ExpressionId id) {
                    return terraform::evaluate(owner, id, module_scope());
                  });
    if (!value) {
      return Value::unknown(
          {secret ? ReasonKind::sensitive : ReasonKind::unknown_variable, key, declaration.block->header},
          type == nullptr ? value::ValueType::any : value_type(hcl::file_of(file, *type), type->value));
    }
  }
  if (type == nullptr) return *value;
  std::optional<Value> converted =
      convert_to_type(*value, hcl::file_of(file, *type), type->value, module_scope());
  if (converted) return *converted;
  if (!call_ && argument(name)) {
    evaluation_.unit.problems.push_back({source::ProblemKind::semantic, given_at(name, declaration),
                                         "the value given for " + key + " does not have the declared type"});
  }
  return invalid("the value of " + key + " does not have the declared type", declaration.block->header);
}

source::Span ModuleInstance::given_at(const std::string& name, const Declaration& declaration) const {
  const auto found = evaluation_.inputs.given_at.find(name);
  // A report quotes the line.
  const bool hidden = is_secret(declaration) || found == evaluation_.inputs.given_at.end();
  return hidden ? declaration.block->header : found->second;
}

/// Terraform refuses what is given with a wrong type, or against a validation, whether it is used or not.
void ModuleInstance::check_given_variables() {
  for (const auto& [name, declaration] : symbols_.variables) {
    if (!evaluation_.given.contains(name)) continue;
    const Value value = variable(name, declaration.block->header);
    const bool refused = value.is(Kind::unknown) && value.reason().kind == ReasonKind::invalid;
    if (!refused) check_validation(name, declaration);
  }
}

void ModuleInstance::check_validation(const std::string& name, const Declaration& declaration) {
  const hcl::File& file = *declaration.file;
  for (const hcl::Block& block : declaration.block->body.blocks) {
    const hcl::Attribute* condition =
        block.type == "validation" ? block.body.attribute("condition") : nullptr;
    if (condition == nullptr) continue;
    const hcl::File& owner = hcl::file_of(file, block);
    const Value holds = evaluate(owner, *condition, {});
    const bool refused = (holds.is(Kind::boolean) && !holds.as_boolean()) || holds.as_string() == "false";
    if (!refused) continue;
    std::string message = "the value given for var." + name + " is refused by its validation";
    // The message may quote the value.
    const hcl::Attribute* says = block.body.attribute("error_message");
    if (says != nullptr && !is_secret(declaration))
      message += ": " + evaluate(owner, *says, {}).as_text().value_or("");
    evaluation_.unit.problems.push_back(
        {source::ProblemKind::semantic, given_at(name, declaration), std::move(message)});
  }
}

/// A plan knows the values it was made with. Where the files say the same, the value keeps its place in them.
Value ModuleInstance::planned_variable(const std::string& name, const Declaration& declaration, Value value) {
  const auto& planned = evaluation_.inputs.plan.variables;
  const auto found = planned.find(name);
  if (call_ || found == planned.end()) return value;
  const hcl::Attribute* type = declaration.block->body.attribute("type");
  std::optional<Value> known = found->second;
  if (type != nullptr)
    known = convert_to_type(*known, hcl::file_of(*declaration.file, *type), type->value, module_scope());
  return known && !known->same_content(value) ? *known : value;
}

/// The value the caller gives. It is evaluated when it is asked for: modules may refer to each other's
/// outputs as long as no value depends on itself.
std::optional<Value> ModuleInstance::argument(const std::string& name) {
  if (!call_) {
    const auto given = evaluation_.given.find(name);
    return given == evaluation_.given.end() ? std::nullopt : std::optional(*given->second);
  }
  const hcl::Attribute* written = call_->declaration->block->body.attribute(name);
  if (written == nullptr || is_meta_argument(name) || name == "source" || name == "version")
    return std::nullopt;
  return call_->caller->evaluate(*call_->declaration->file, *written, call_->instance)
      .with_step({OriginKind::module_argument, written->span, call_->address + " " + name});
}

Value ModuleInstance::local(const std::string& name, source::Span span) {
  const auto found = symbols_.locals.find(name);
  if (found == symbols_.locals.end()) return missing("local." + name, span);
  const LocalDeclaration& declaration = found->second;
  Declared& entry = declared_[&declaration];
  if (entry.name.empty()) entry.name = "local." + name;
  const Value* value = declared(entry, [&] {
    return evaluate(*declaration.file, *declaration.attribute, {})
        .with_step(OriginKind::local, declaration.attribute->span, entry.name);
  });
  return value == nullptr ? Value::unknown({ReasonKind::cycle, entry.name, span})
                          : value->with_step(OriginKind::reference, span, entry.name);
}

Value ModuleInstance::output(const std::string& name, source::Span span) {
  const auto found = symbols_.outputs.find(name);
  if (found == symbols_.outputs.end()) return missing("output " + name, span);
  const Declaration& declaration = found->second;
  const hcl::Attribute* attribute = declaration.block->body.attribute("value");
  if (attribute == nullptr) return invalid("output " + name + " has no value", span);
  Declared& entry = declared_[&declaration];
  const Value* value = declared(entry, [&] {
    Value known = evaluate(*declaration.file, *attribute, {});
    if (!is_secret(declaration)) return known;
    evaluation_.secrets = true;
    return value::as_secret(known, declaration.block->header);
  });
  return value == nullptr ? Value::unknown({ReasonKind::cycle, "output." + name, span}) : *value;
}

}  // namespace rootproof::terraform
