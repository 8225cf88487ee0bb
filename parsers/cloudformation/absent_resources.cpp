// References to what is not there. To resources: "Unresolved resource dependencies" refuse the whole
// template, https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html
// Where a resource that always names another one would find it conditioned away, nothing is deployed. Neither
// is it where a mapping lacks the key that is looked up: "Unable to get mapping for".
#include <algorithm>
#include <utility>

#include "parsers/cloudformation/evaluator.h"

namespace rootproof::cloudformation {

using syntax::SyntaxNode;
using value::Alternative;
using value::Guard;
using value::Value;

namespace {

bool has_condition(const Definition& definition) {
  return definition.value.is_mapping() && definition.value.find("Condition").has_value();
}

/// A resource that is deployed as it is written: no loop, macro, module or tool makes something else of it.
bool is_deployed_as_written(const Definition& definition) {
  if (definition.scope != nullptr || !is_plain_map(definition.value)) return false;
  const std::optional<SyntaxNode> type = definition.value.find("Type");
  if (!type || !type->is_scalar() || !type->tag().empty()) return false;
  // SAM decides what of its resources is deployed.
  const std::string_view name = type->text();
  const bool is_service = name.starts_with("AWS::") && !name.starts_with("AWS::Serverless::");
  return (is_service || name.starts_with("Custom::")) && !name.ends_with("::MODULE");
}

/// Functions whose arguments are all resolved, whatever they come to.
bool resolves_all(std::string_view function) {
  return function == "Fn::Join" || function == "Fn::Split" || function == "Fn::Base64" ||
         function == "Fn::Cidr";
}

}  // namespace

/// Notes the cases in which a property or an output names a resource that is not there then, or looks up what
/// no mapping has. Conditions look up before anything is deployed, all of them.
void Evaluator::read_references() {
  const std::vector<Definition>& resources = sections_.resources.in_order;
  mappings_certain_ = !sections_.mappings.in_order.empty() && has_certain_mappings();
  if (!mappings_certain_ && std::none_of(resources.begin(), resources.end(), has_condition)) return;
  const std::vector<SyntaxNode>& transforms = sections_.transforms;
  const bool certain = std::all_of(transforms.begin(), transforms.end(), leaves_as_written) &&
                       sections_.resources.generators.empty() && sections_.conditions.generators.empty() &&
                       open_loops_.empty();
  if (!certain) return;
  Refused refused;
  const auto read = [&](const Definition& definition, const char* key) {
    const std::optional<SyntaxNode> node = definition.value.find(key);
    const std::optional<Value> exists = node ? existence(definition) : std::nullopt;
    if (!exists) return;
    if (exists->is(Value::Kind::boolean) && exists->as_boolean()) find_absent(*node, {}, refused);
    if (!exists->is(Value::Kind::one_of)) return;
    for (const Alternative& way : exists->alternatives()) {
      if (way.value.is(Value::Kind::boolean) && way.value.as_boolean())
        find_absent(*node, way.guard, refused);
    }
  };
  for (const Definition& definition : resources) {
    if (sections_.resources.find(definition.name)->size() != 1) continue;
    if (is_deployed_as_written(definition)) read(definition, "Properties");
  }
  for (const Definition& definition : sections_.outputs.in_order) {
    const bool as_written = definition.scope == nullptr && is_plain_map(definition.value) &&
                            sections_.outputs.find(definition.name)->size() == 1;
    if (as_written) read(definition, "Value");
  }
  for (const Definition& definition : sections_.conditions.in_order) {
    const bool once = sections_.conditions.find(definition.name)->size() == 1;
    if (mappings_certain_ && definition.scope == nullptr && once) find_missing_in(definition.value, refused);
  }
  exclude(std::move(refused.references));
  // They may be many, and are to crowd out nothing else.
  exclude(std::move(refused.lookups), false);
}

/// Whether a resource or an output is there; nullopt where nobody knows which condition decides.
std::optional<Value> Evaluator::existence(const Definition& definition) {
  const std::optional<SyntaxNode> name = definition.value.find("Condition");
  if (!name) return Value::boolean(true);
  if (!name->is_scalar()) return std::nullopt;
  return condition(name->text(), name->span());
}

void Evaluator::find_absent(const SyntaxNode& node, const Guard& where, Refused& refused) {
  if (depth_ >= limits::kEvaluationDepth || used_->refinements == 0) return;
  --used_->refinements;
  ++depth_;
  if (const std::optional<Call> function = as_call(node)) {
    find_absent_in(*function, where, refused);
  } else if (node.is_sequence()) {
    for (std::size_t i = 0; i < node.size(); ++i) find_absent(node.item(i), where, refused);
  } else if (node.is_mapping() && is_plain_map(node)) {
    for (std::size_t i = 0; i < node.size(); ++i) find_absent(node.member(i).value, where, refused);
  }
  --depth_;
}

void Evaluator::find_absent_in(const Call& call, const Guard& where, Refused& refused) {
  const SyntaxNode& argument = call.argument;
  const bool computed = !call.tagged && as_call(argument).has_value();
  if (call.name == "Ref" && argument.is_scalar() && !computed)
    need(argument.text(), where, refused.references);
  if (call.name == "Fn::GetAtt" && !computed) {
    const bool list = argument.is_sequence() && argument.size() > 0 && argument.item(0).is_scalar() &&
                      argument.item(0).tag().empty();
    if (list) need(argument.item(0).text(), where, refused.references);
    if (argument.is_scalar())
      need(argument.text().substr(0, argument.text().find('.')), where, refused.references);
  }
  if (call.name == "Fn::Sub" && !computed) {
    const bool list = argument.is_sequence() && argument.size() == 2 && argument.item(0).is_scalar();
    const std::optional<SyntaxNode> variables = list ? std::optional(argument.item(1)) : std::nullopt;
    if (!list && !argument.is_scalar()) return;
    if (variables && !is_plain_map(*variables)) return;
    const std::string_view text = list ? argument.item(0).text() : argument.text();
    for (std::size_t open = text.find("${"); open != std::string_view::npos;
         open = text.find("${", open + 2)) {
      const std::size_t close = text.find('}', open);
      if (close == std::string_view::npos) break;
      const std::string_view name = text.substr(open + 2, close - open - 2);
      if (!variables || !variables->find(name))
        need(name.substr(0, name.find('.')), where, refused.references);
    }
    if (variables) find_absent(*variables, where, refused);
  }
  if (resolves_all(call.name) && !computed) {
    if (argument.is_sequence())
      for (const SyntaxNode& item : argument.items()) find_absent(item, where, refused);
  }
  if (call.name == "Fn::FindInMap" && mappings_certain_) find_missing_keys(call, where, refused.lookups);
  const std::optional<std::vector<SyntaxNode>> parts =
      call.name == "Fn::If" ? arguments(call, 3, 3) : std::nullopt;
  if (!parts || !parts->front().is_scalar() || as_call(parts->front())) return;
  const Value decision = condition(parts->front().text(), parts->front().span());
  const auto follow = [&](const Value& truth, const Guard& guard) {
    if (!truth.is(Value::Kind::boolean) || guard.impossible()) return;
    find_absent((*parts)[truth.as_boolean() ? 1 : 2], guard, refused);
  };
  if (!decision.is(Value::Kind::one_of)) return follow(decision, where);
  for (const Alternative& way : decision.alternatives()) follow(way.value, where & way.guard);
}

/// What is named where `where` holds has to be there.
void Evaluator::need(std::string_view name, const Guard& where, std::vector<Guard>& refused) {
  const std::vector<Definition>* definitions = sections_.resources.find(name);
  if (definitions == nullptr || definitions->size() != 1 || !has_condition(definitions->front()) ||
      !is_deployed_as_written(definitions->front()))
    return;
  const std::optional<Value> exists = existence(definitions->front());
  if (!exists || !exists->is(Value::Kind::one_of)) return;
  for (const Alternative& way : exists->alternatives()) {
    if (!way.value.is(Value::Kind::boolean) || way.value.as_boolean()) continue;
    refuse(where & way.guard, refused);
  }
}

/// What a condition compares is looked up whatever the others say. Whether all members of Fn::And and Fn::Or
/// are, is not documented.
void Evaluator::find_missing_in(const SyntaxNode& condition, Refused& refused) {
  const std::optional<Call> call = as_call(condition);
  const std::optional<std::vector<SyntaxNode>> nodes = call ? arguments(*call, 1, 2) : std::nullopt;
  if (!nodes) return;
  for (const SyntaxNode& node : *nodes) {
    if (call->name == "Fn::Not") find_missing_in(node, refused);
    if (call->name == "Fn::Equals") find_absent(node, {}, refused);
  }
}

/// Notes a case in which the service refuses the template.
void Evaluator::refuse(const Guard& guard, std::vector<Guard>& refused) {
  constexpr std::size_t kFollowed = 100;  // combinations; a template with more is not worth the time
  if (refused.size() >= kFollowed || guard.always() || guard.terms.size() > value::kConstrainedTerms) return;
  if (guard.impossible()) return;
  const bool known =
      std::any_of(refused.begin(), refused.end(), [&](const Guard& other) { return guard.implies(other); });
  if (!known) refused.push_back(guard);
}

}  // namespace rootproof::cloudformation
