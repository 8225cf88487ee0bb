// Ref and Fn::GetAtt: parameters, pseudo parameters, resources.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-ref.html
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html
#include <algorithm>
#include <iterator>
#include <utility>

#include "parsers/cloudformation/choices.h"
#include "parsers/cloudformation/evaluator.h"
#include "parsers/cloudformation/nested_stacks.h"
#include "parsers/source/limits.h"

namespace rootproof::cloudformation {

using syntax::SyntaxNode;
using value::Hole;
using value::HoleKind;
using value::Origin;
using value::OriginKind;
using value::ReasonKind;
using value::StringPiece;
using value::Value;
using value::ValueType;

namespace {

/// A pseudo parameter, and whatever else only the deployment knows, by the name a user may give it a value
/// with.
Hole deployment_hole(HoleKind kind, std::string symbol, std::string_view name, source::Span span) {
  Hole hole;
  hole.kind = kind;
  hole.symbol = std::move(symbol);
  hole.reason = {ReasonKind::unknown_variable, std::string(name), span};
  hole.origin = Origin({OriginKind::reference, span, std::string(name)});
  return hole;
}

Value string_of(Hole hole) {
  const Origin origin = hole.origin;
  std::vector<StringPiece> pieces;
  pieces.emplace_back(std::move(hole));
  return Value::string(std::move(pieces), origin);
}

struct PseudoRow {
  std::string_view name;
  HoleKind kind;
  std::string_view symbol;
};

constexpr PseudoRow kPseudo[] = {
    {"AWS::AccountId", HoleKind::account_id, value::kOwnAccount},
    {"AWS::Partition", HoleKind::partition, "AWS::Partition"},
    {"AWS::Region", HoleKind::region, "AWS::Region"},
    {"AWS::StackName", HoleKind::any, "AWS::StackName"},
    {"AWS::StackId", HoleKind::reference, "AWS::StackId"},
    {"AWS::URLSuffix", HoleKind::url_suffix, "AWS::URLSuffix"},
};

struct PartitionRow {
  std::string_view region;  ///< prefix of the names of its Regions
  std::string_view partition;
  std::string_view url_suffix;
};

/// https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html and the
/// endpoint data of AWS's SDKs. Longer prefixes first; every other Region is in `aws`.
constexpr PartitionRow kPartitions[] = {
    {"cn-", "aws-cn", "amazonaws.com.cn"},       {"eu-isoe-", "aws-iso-e", "cloud.adc-e.uk"},
    {"eusc-", "aws-eusc", "amazonaws.eu"},       {"us-gov-", "aws-us-gov", "amazonaws.com"},
    {"us-iso-", "aws-iso", "c2s.ic.gov"},        {"us-isob-", "aws-iso-b", "sc2s.sgov.gov"},
    {"us-isof-", "aws-iso-f", "csp.hci.ic.gov"}, {"", "aws", "amazonaws.com"},
};

const PartitionRow& partition_of(std::string_view region) {
  return *std::find_if(std::begin(kPartitions), std::end(kPartitions), [&](const PartitionRow& row) {
    return region.substr(0, row.region.size()) == row.region;
  });
}

}  // namespace

std::string_view url_suffix_of(std::string_view partition) {
  for (const PartitionRow& row : kPartitions)
    if (row.partition == partition) return row.url_suffix;
  return {};
}

namespace {

/// True where an attribute may be a list or a map, so that it cannot be taken for text.
bool has_open_attributes(std::string_view type) {
  return type == "AWS::CloudFormation::CustomResource" || type.substr(0, 8) == "Custom::";
}

}  // namespace

Value Evaluator::ref(const Call& call) {
  const bool computed =
      call.tagged ? as_long_call(call.argument).has_value() : as_call(call.argument).has_value();
  if (call.argument.is_scalar() && !computed) return reference(loop_text(call.argument.text()), call.span);
  if (!computed) return unknown_result(call, ReasonKind::invalid, "Ref");
  // AWS::LanguageExtensions: the name may be computed.
  return for_each_alternative(argument(call), [&](const Value& name) {
    const std::optional<std::string> text = name.as_text();
    return text ? reference(*text, call.span)
                : unknown_result(call, ReasonKind::unsupported, "Ref of a computed name");
  });
}

Value Evaluator::get_att(const Call& call) {
  if (call.argument.is_scalar() && (call.tagged || !as_call(call.argument))) {
    const std::string text = loop_text(call.argument.text());
    const std::size_t dot = text.find('.');
    if (dot == std::string::npos) return unknown_result(call, ReasonKind::invalid, "Fn::GetAtt");
    return attribute(text.substr(0, dot), text.substr(dot + 1), call.span);
  }
  const std::optional<std::vector<SyntaxNode>> nodes = arguments(call, 2, 8);
  if (!nodes) return unknown_result(call, ReasonKind::invalid, "Fn::GetAtt");
  return computed_attribute(call, *nodes);
}

/// AWS::LanguageExtensions: both names may be computed.
Value Evaluator::computed_attribute(const Call& call, const std::vector<SyntaxNode>& nodes) {
  std::vector<Value> names;
  names.reserve(nodes.size());
  for (const SyntaxNode& node : nodes) names.push_back(evaluate(node));
  return for_each_combination(names, result_origin(call, names), [&](std::span<const Value> known) {
    std::vector<std::string> texts;
    for (const Value& name : known) {
      const std::optional<std::string> text = name.as_text();
      if (!text) return unknown_result(call, ReasonKind::unsupported, "Fn::GetAtt of a computed name");
      texts.push_back(*text);
    }
    std::string path = texts[1];
    for (std::size_t i = 2; i < texts.size(); ++i) path += "." + texts[i];
    return attribute(texts.front(), path, call.span);
  });
}

Value Evaluator::reference(std::string_view name, source::Span span) {
  if (std::optional<Value> pseudo = pseudo_parameter(name, span)) return *pseudo;
  if (const Value* variable = loop_value(name))
    return variable->with_step({OriginKind::reference, span, "loop variable " + std::string(name)});
  if (sections_.parameters.find(name) != nullptr) {
    return parameter(name).with_step({OriginKind::reference, span, "parameter " + std::string(name)});
  }
  return attribute(name, {}, span);
}

std::optional<Value> Evaluator::pseudo_parameter(std::string_view name, source::Span span) {
  if (name.substr(0, 5) != "AWS::") return std::nullopt;
  if (name == "AWS::NoValue") return Value::absent(Origin({OriginKind::reference, span, "AWS::NoValue"}));
  if (const auto given = inputs_.parameters.find(std::string(name)); given != inputs_.parameters.end()) {
    return given->second.with_step({OriginKind::reference, span, std::string(name)});
  }
  const auto region = inputs_.parameters.find("AWS::Region");
  const std::optional<std::string> known =
      region == inputs_.parameters.end() ? std::nullopt : region->second.as_text();
  if (known && (name == "AWS::Partition" || name == "AWS::URLSuffix")) {
    const PartitionRow& row = partition_of(*known);
    return Value::string(std::string(name == "AWS::Partition" ? row.partition : row.url_suffix),
                         region->second.origin())
        .with_step({OriginKind::reference, span, std::string(name)});
  }
  if (name == "AWS::NotificationARNs") {
    return Value::unknown({ReasonKind::unknown_variable, std::string(name), span}, ValueType::list);
  }
  for (const PseudoRow& row : kPseudo) {
    if (row.name != name) continue;
    const bool own = name == "AWS::StackName" || name == "AWS::StackId";
    std::string symbol = (own ? prefix_ : "") + std::string(row.symbol);
    if (row.kind == HoleKind::account_id) symbol = account_symbol_;
    if (row.kind == HoleKind::region) symbol = region_symbol_;
    return string_of(deployment_hole(row.kind, std::move(symbol), name, span));
  }
  return missing(name, span);
}

/// A name that the template does not define: an error, unless something generates definitions.
Value Evaluator::missing(std::string_view name, source::Span span) const {
  const bool generated = may_be_rewritten(sections_) || !sections_.resources.generators.empty() ||
                         !sections_.parameters.generators.empty();
  value::Reason reason{ReasonKind::invalid, "reference to " + std::string(name), span};
  if (generated) {
    reason = {ReasonKind::macro, "the transform that defines " + std::string(name), span};
  } else if (org_formation_) {
    // CurrentAccount, MasterAccount, accounts and bindings by their names.
    reason = {ReasonKind::placeholder, "what org-formation knows as " + std::string(name), span};
  }
  return Value::unknown(std::move(reason), ValueType::any,
                        Origin({OriginKind::reference, span, std::string(name)}));
}

bool Evaluator::is_conditioned_away(const Definition& definition, source::Span use) {
  const ScopeChange inside(*this, definition.scope);
  const std::optional<SyntaxNode> name = definition.value.find("Condition");
  if (!name || !name->is_scalar()) return false;
  const Value outcome = condition(loop_text(name->text()), use);
  return outcome.is(Value::Kind::boolean) && !outcome.as_boolean();
}

Value Evaluator::resource_attribute(std::string_view name, std::string_view attribute, source::Span span) {
  return attribute.empty() ? reference(name, span) : this->attribute(name, attribute, span);
}

std::optional<std::string> Evaluator::resource_type(std::string_view name) {
  const std::vector<Definition>* definitions = sections_.resources.find(name);
  if (definitions == nullptr) {
    const auto generated = generated_resources_.find(name);
    return generated == generated_resources_.end() ? std::nullopt
                                                   : std::optional(std::string(generated->second));
  }
  if (definitions->size() != 1) return std::nullopt;
  const ScopeChange inside(*this, definitions->front().scope);
  const std::optional<SyntaxNode> type = definitions->front().value.find("Type");
  return type && type->is_scalar() ? std::optional(loop_text(type->text())) : std::nullopt;
}

/// An attribute of a resource; the empty one is what Ref gives.
Value Evaluator::attribute(std::string_view resource, std::string_view attribute, source::Span span) {
  const std::vector<Definition>* definitions = sections_.resources.find(resource);
  if (definitions == nullptr) {
    const auto generated = generated_resources_.find(resource);
    return generated == generated_resources_.end()
               ? missing(resource, span)
               : generated_attribute(resource, generated->second, attribute, span);
  }
  std::string symbol = prefix_ + std::string(resource);
  if (!attribute.empty()) symbol += "." + std::string(attribute);
  if (definitions->size() == 1 && is_conditioned_away(definitions->front(), span)) {
    // "Unresolved resource dependencies": the service refuses the whole template.
    return Value::unknown({ReasonKind::invalid, "reference to " + symbol + ", which does not exist", span});
  }
  if (std::optional<Value> model = modelled_attribute(resource, attribute, span)) {
    return model->with_step({OriginKind::reference, span, symbol});
  }
  const std::optional<SyntaxNode> type = definitions->front().value.find("Type");
  constexpr std::string_view kOutputs = "Outputs.";
  if (type && is_stack_type(type->text()) && attribute.substr(0, kOutputs.size()) == kOutputs &&
      depth_ < limits::kEvaluationDepth) {
    Evaluator* child = definitions->size() == 1 ? nested(definitions->front(), nullptr) : nullptr;
    if (child != nullptr) {
      child->depth_ = depth_ + 1;
      const Value result = child->output(attribute.substr(kOutputs.size()), span);
      child->depth_ = 0;
      return result.with_step({OriginKind::reference, span, symbol});
    }
  }
  Hole hole;
  hole.kind = HoleKind::reference;
  hole.symbol = symbol;
  hole.reason = {ReasonKind::resource_attribute, symbol, span};
  hole.origin = Origin({OriginKind::reference, span, symbol});
  if (type && !attribute.empty() && has_open_attributes(type->text())) {
    return Value::unknown(hole.reason, ValueType::any, hole.origin);
  }
  return string_of(std::move(hole));
}

}  // namespace rootproof::cloudformation
