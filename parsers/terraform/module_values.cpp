#include "parsers/terraform/module_instance.h"

#include <algorithm>
#include <utility>

#include "parsers/terraform/blocks.h"
#include "parsers/terraform/operators.h"
#include "parsers/terraform/type_constraint.h"
#include "parsers/terraform/variable_validation.h"

namespace rootproof::terraform {

using value::OriginKind;
using value::ReasonKind;
using value::Value;
using Kind = value::Value::Kind;

Value ModuleInstance::variable(const std::string& name, source::Span span) {
  const auto declared = symbols_.variables.find(name);
  if (declared == symbols_.variables.end()) return missing("var." + name, span);
  const std::string key = "var." + name;
  auto found = known_.find(key);
  if (found == known_.end()) {
    if (!evaluating_.insert(key).second) return Value::unknown({ReasonKind::cycle, prefix_ + key, span});
    Value value = planned_variable(name, declared->second, variable_value(name, declared->second));
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
  const auto default_value = [&] {
    return evaluate(file, *fallback, nowhere).with_step({OriginKind::variable_default, fallback->span, key});
  };
  std::optional<Value> value = argument(name);
  if (!value && fallback != nullptr) value = default_value();
  if (value && is_written("nullable", "false")) {
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
    const bool is_secret = is_written("sensitive", "true") || is_written("ephemeral", "true");
    value = is_secret
                ? std::nullopt
                : bounded_by_validation(declaration, name, [&](const hcl::File& owner, hcl::ExpressionId id) {
                    return terraform::evaluate(owner, id, scope(nowhere));
                  });
    if (!value) {
      return Value::unknown(
          {is_secret ? ReasonKind::sensitive : ReasonKind::unknown_variable, key, declaration.block->header},
          type == nullptr ? value::ValueType::any : value_type(hcl::file_of(file, *type), type->value));
    }
  }
  if (type == nullptr) return *value;
  std::optional<Value> converted =
      convert_to_type(*value, hcl::file_of(file, *type), type->value, scope(nowhere));
  if (converted) return *converted;
  if (!call_ && argument(name)) {
    source::Span span = value->origin().span();
    if (span.empty()) span = declaration.block->header;
    evaluation_.unit.problems.push_back({source::ProblemKind::semantic, span,
                                         "the value given for " + key + " does not have the declared type"});
  }
  return invalid("the value of " + key + " does not have the declared type", declaration.block->header);
}

/// A plan knows the values it was made with. Where the files say the same, the value keeps its place in them.
Value ModuleInstance::planned_variable(const std::string& name, const Declaration& declaration, Value value) {
  const auto& planned = evaluation_.inputs.plan.variables;
  const auto found = planned.find(name);
  if (call_ || found == planned.end()) return value;
  const hcl::Attribute* type = declaration.block->body.attribute("type");
  std::optional<Value> known = found->second;
  if (type != nullptr)
    known = convert_to_type(*known, hcl::file_of(*declaration.file, *type), type->value, scope({}));
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

}  // namespace rootproof::terraform
