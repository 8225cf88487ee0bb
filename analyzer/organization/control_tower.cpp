#include "analyzer/organization/control_tower.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace rootproof::organization {
namespace {

using value::Reason;
using value::ReasonKind;
using value::Value;

struct Control {
  std::string_view name;        ///< the last part of the identifier that is made of a name
  std::string_view catalog_id;  ///< the last part of the identifier in the control catalogue
  std::string_view action;      ///< what it denies the root user
  std::string_view sid;
};

/// As Control Tower writes them today, with Resource "*" and ArnLike aws:PrincipalArn arn:*:iam::*:root.
constexpr std::array<Control, 2> kControls = {{
    {"AWS-GR_RESTRICT_ROOT_USER", "5kvme4m5d2b4d7if2fs5yg2ui", "*", "GRRESTRICTROOTUSER"},
    {"AWS-GR_RESTRICT_ROOT_USER_ACCESS_KEYS", "", "iam:CreateAccessKey", "GRRESTRICTROOTUSERACCESSKEYS"},
}};

constexpr std::string_view kNamePrefix = "AWS-GR_";

std::string_view last_part(std::string_view identifier) {
  const std::size_t slash = identifier.rfind('/');
  return slash == std::string_view::npos ? identifier : identifier.substr(slash + 1);
}

const Value* property(const Resource& resource, std::string_view terraform, std::string_view cloudformation) {
  return resource.properties.find(resource.language == Language::terraform ? terraform : cloudformation);
}

/// A parameter of the control; nullptr when it is not given.
const Value* parameter(const Resource& resource, std::string_view name) {
  const Value* parameters = property(resource, "parameters", "Parameters");
  if (parameters == nullptr || !parameters->is(Value::Kind::list)) return nullptr;
  const bool terraform = resource.language == Language::terraform;
  for (const Value& item : parameters->items()) {
    const Value* key = item.find(terraform ? "key" : "Key");
    if (key != nullptr && key->as_text() == name) return item.find(terraform ? "value" : "Value");
  }
  return nullptr;
}

/// Texts of a list, or of a list in JSON, which the provider of Terraform takes.
std::optional<std::vector<std::string>> texts_of(const Value& value) {
  std::vector<std::string> texts;
  if (!value.is(Value::Kind::list)) return std::nullopt;
  for (const Value& item : value.items()) {
    const std::optional<std::string> text = item.as_text();
    if (!text) return std::nullopt;
    texts.push_back(*text);
  }
  return texts;
}

Value map_of(std::string key, Value value) { return Value::map({{std::move(key), {}, std::move(value)}}); }

/// The name at the end of an identifier. The Region before it may be a hole; only what follows the last slash
/// counts. Empty where that is not known.
std::string name_in(const Value& identifier) {
  if (!identifier.is(Value::Kind::string)) return {};
  std::string text;
  bool hole = false;
  for (const value::StringPiece& piece : identifier.pieces()) {
    const auto* known = std::get_if<value::TextPiece>(&piece);
    hole = hole || known == nullptr;
    if (known == nullptr)
      text.clear();
    else
      text += known->text;
  }
  return hole && text.find('/') == std::string::npos ? std::string() : std::string(last_part(text));
}

std::shared_ptr<const policy::PolicyDocument> document_of(const Control& control,
                                                          const std::vector<std::string>& exempted,
                                                          const Resource& resource) {
  std::vector<value::Member> condition;
  condition.push_back({"ArnLike", {}, map_of("aws:PrincipalArn", Value::string("arn:*:iam::*:root"))});
  if (!exempted.empty()) {
    std::vector<Value> arns;
    arns.reserve(exempted.size());
    for (const std::string& arn : exempted) arns.push_back(Value::string(arn));
    condition.push_back({"ArnNotLike", {}, map_of("aws:PrincipalArn", Value::list(std::move(arns)))});
  }
  const Value* sessions = parameter(resource, "ExemptAssumeRoot");
  if (sessions != nullptr)
    condition.push_back({"Null", {}, map_of("aws:AssumedRoot", Value::string("true"))});
  Value statement = Value::map({{"Sid", {}, Value::string(std::string(control.sid))},
                                {"Effect", {}, Value::string("Deny")},
                                {"Action", {}, Value::string(std::string(control.action))},
                                {"Resource", {}, Value::string("*")},
                                {"Condition", {}, Value::map(std::move(condition))}});
  auto document = std::make_shared<policy::PolicyDocument>(
      policy::parse_policy(Value::map({{"Version", {}, Value::string("2012-10-17")},
                                       {"Statement", {}, Value::list({std::move(statement)})}}),
                           PolicyKind::service_control));
  document->span = resource.span;
  for (policy::Statement& written : document->statements) written.span = resource.span;
  return document;
}

}  // namespace

bool enables_control(const Resource& resource) {
  return resource.type == "aws_controltower_control" ||
         resource.type == "AWS::ControlTower::EnabledControl" ||
         resource.type == "awscc_controltower_enabled_control";
}

const Value* target_of_control(const Resource& resource) {
  return property(resource, "target_identifier", "TargetIdentifier");
}

EnabledControl read_control(const Resource& resource) {
  EnabledControl control;
  const Value* identifier = property(resource, "control_identifier", "ControlIdentifier");
  const std::string text = identifier == nullptr ? std::string() : name_in(*identifier);
  if (text.empty()) {
    const std::vector<Reason> reasons = identifier == nullptr ? std::vector<Reason>{} : identifier->reasons();
    control.name = "a control";
    control.unknown = reasons.empty() ? Reason{ReasonKind::invalid, "the control identifier", resource.span}
                                      : reasons.front();
    return control;
  }
  control.name = text;
  const auto known = std::find_if(kControls.begin(), kControls.end(), [&](const Control& candidate) {
    return candidate.name == text || candidate.catalog_id == text;
  });
  if (known == kControls.end()) {
    // The controls with names are all known; of these no other is about root.
    if (!text.starts_with(kNamePrefix))
      control.unknown =
          Reason{ReasonKind::partial_organization, "what the control " + text + " denies", resource.span};
    return control;
  }
  control.name = known->name;
  const Value* parameters = property(resource, "parameters", "Parameters");
  if (parameters != nullptr && !parameters->fully_known()) {
    // What is not known of them may exempt root users.
    const std::vector<Reason> reasons = parameters->reasons();
    control.unknown = reasons.empty()
                          ? Reason{ReasonKind::unknown_variable, "parameters of the control", resource.span}
                          : reasons.front();
    return control;
  }
  std::vector<std::string> exempted;
  if (const Value* given = parameter(resource, "ExemptedPrincipalArns")) {
    const std::optional<std::vector<std::string>> texts = texts_of(*given);
    if (!texts) {
      control.unknown = Reason{ReasonKind::unsupported, "the parameter ExemptedPrincipalArns", resource.span};
      return control;
    }
    exempted = *texts;
  }
  control.document = document_of(*known, exempted, resource);
  return control;
}

}  // namespace rootproof::organization
