#include "analyzer/engine/permission_grants.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/engine/principal_lists.h"
#include "parsers/value/value_set.h"

namespace rootproof::engine {

using value::Alternative;
using value::Member;
using value::Value;

namespace {

/// The condition that a property becomes.
struct ConditionRow {
  std::string_view cloudformation;
  std::string_view terraform;
  std::string_view condition_operator;
  std::string_view key;
};

constexpr ConditionRow kConditions[] = {
    {"EventSourceToken", "event_source_token", "StringEquals", "lambda:EventSourceToken"},
    {"FunctionUrlAuthType", "function_url_auth_type", "StringEquals", "lambda:FunctionUrlAuthType"},
    {"OrganizationId", "organization_id", "StringEquals", "aws:PrincipalOrgID"},
    {"PrincipalOrgID", "principal_org_id", "StringEquals", "aws:PrincipalOrgID"},
    {"SourceAccount", "source_account", "StringEquals", "aws:SourceAccount"},
    {"SourceArn", "source_arn", "ArnLike", "aws:SourceArn"},
};

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

/// A type whose properties are the parts of a statement; what it grants is granted on the resource it names,
/// or on the one that it belongs to.
struct StatementRow {
  std::string_view type;
  std::string_view actions;
  std::string_view resource;             ///< empty: `*`, the resource that the policy belongs to
  std::string_view default_action = {};  ///< where none has to be written
};

constexpr StatementRow kStatements[] = {
    {"AWS::ACMPCA::Permission", "Actions", "CertificateAuthorityArn"},
    {"AWS::EntityResolution::PolicyStatement", "Action", "Arn"},
    {"AWS::Events::EventBusPolicy", "Action", ""},
    {"AWS::QBusiness::Permission", "Actions", ""},
    {"AWS::Signer::ProfilePermission", "Action", ""},
    {"aws_acmpca_permission", "actions", "certificate_authority_arn"},
    {"aws_cloudwatch_event_permission", "action", "", "events:PutEvents"},
    {"aws_signer_signing_profile_permission", "action", ""},
    {"awscc_acmpca_permission", "actions", "certificate_authority_arn"},
    {"awscc_entityresolution_policy_statement", "action", "arn"},
    {"awscc_events_event_bus_policy", "action", ""},
    {"awscc_qbusiness_permission", "actions", ""},
    {"awscc_signer_profile_permission", "action", ""},
};

/// A property under its name of CloudFormation or Terraform; nullptr where it is not given.
const Value* given_property(const Value& properties, const char* cloudformation, const char* terraform) {
  const Value* property = properties.find(cloudformation);
  if (!is_given(property)) property = properties.find(terraform);
  return is_given(property) ? property : nullptr;
}

/// "apigateway.${AWS::URLSuffix}": the name of a service in every partition.
bool ends_with_suffix_of_services(const Value& text) {
  if (!text.is(Value::Kind::string) || text.pieces().size() < 2) return false;
  const auto* suffix = std::get_if<value::Hole>(&text.pieces().back());
  const auto* before = std::get_if<value::TextPiece>(&text.pieces()[text.pieces().size() - 2]);
  return suffix != nullptr && suffix->kind == value::HoleKind::url_suffix && before != nullptr &&
         ends_with(before->text, ".");
}

/// `Principal` as policies write it: everyone, a service, or an account with whoever is in it.
Value principal_of(const Value& given) {
  if (given.is(Value::Kind::list) && given.items().size() == 1) return principal_of(given.items().front());
  if (given.is(Value::Kind::one_of)) {
    std::vector<Alternative> ways;
    for (const Alternative& way : given.alternatives()) ways.push_back({way.guard, principal_of(way.value)});
    return Value::one_of(std::move(ways), given.origin());
  }
  const std::optional<std::string> text = given.as_text();
  if (text == "*") return given;
  std::string last;  // the text behind what is not known
  if (given.is(Value::Kind::string)) {
    for (const value::StringPiece& piece : given.pieces()) {
      const auto* text_piece = std::get_if<value::TextPiece>(&piece);
      if (text_piece == nullptr)
        last.clear();
      else
        last += text_piece->text;
    }
  }
  const bool service = ends_with_suffix_of_services(given) || ends_with(last, ".amazonaws.com") ||
                       ends_with(last, ".amazonaws.com.cn") || ends_with(last, ".amazon.com");
  return Value::map({{service ? "Service" : "AWS", given.origin().span(), given}}, given.origin());
}

/// One condition of a statement: `{Type: StringEquals, Key: aws:PrincipalOrgID, Value: o-…}` of an event bus,
/// `{ConditionOperator, ConditionKey, ConditionValues}` elsewhere. Unknown where its parts are not known.
Value condition_of(const Value& given) {
  const Value* condition_operator = given_property(given, "Type", "type");
  const bool short_names = condition_operator != nullptr;
  if (!short_names) condition_operator = given_property(given, "ConditionOperator", "condition_operator");
  const Value* key = short_names ? given_property(given, "Key", "key")
                                 : given_property(given, "ConditionKey", "condition_key");
  const Value* values = short_names ? given_property(given, "Value", "value")
                                    : given_property(given, "ConditionValues", "condition_values");
  const source::Span span = given.origin().span();
  const auto operator_name = condition_operator != nullptr ? condition_operator->as_text() : std::nullopt;
  const auto key_name = key != nullptr ? key->as_text() : std::nullopt;
  if (!operator_name || !key_name || values == nullptr)
    return Value::unknown({value::ReasonKind::unsupported, "a condition that is computed", span});
  return Value::map(
      {{*operator_name, span, Value::map({{*key_name, key->origin().span(), *values}}, given.origin())}},
      given.origin());
}

/// The statement that a resource of `kStatements` is; nullopt for every other type.
std::optional<Value> written_statement(const Resource& resource) {
  const auto* row = std::find_if(std::begin(kStatements), std::end(kStatements),
                                 [&](const StatementRow& each) { return each.type == resource.type; });
  if (row == std::end(kStatements)) return std::nullopt;
  const Value& properties = resource.properties;
  if (!properties.is(Value::Kind::map)) return properties;
  const Value* principal = given_property(properties, "Principal", "principal");
  if (principal == nullptr) return std::nullopt;
  const value::Origin origin = principal->origin();
  const source::Span span = origin.span();
  const Value* written = properties.find(row->actions);
  if (!is_given(written) && row->default_action.empty()) return std::nullopt;
  const Value actions =
      is_given(written) ? *written : Value::string(std::string(row->default_action), origin, span);
  const Value* effect = given_property(properties, "Effect", "effect");
  const Value* target = row->resource.empty() ? nullptr : properties.find(row->resource);
  std::vector<Member> statement{
      {"Effect", span, effect != nullptr ? *effect : Value::string("Allow", origin, span)},
      {"Principal", span, principal_of(*principal)},
      {"Action", actions.origin().span(), actions},
      {"Resource", span, is_given(target) ? *target : Value::string("*", origin, span)}};
  const Value* condition = given_property(properties, "Condition", "condition");
  if (condition == nullptr) condition = given_property(properties, "Conditions", "conditions");
  if (const Value* account = given_property(properties, "SourceAccount", "source_account"))
    statement.push_back(
        {"Condition", span,
         Value::map({{"StringEquals", span, Value::map({{"aws:SourceAccount", span, *account}}, origin)}},
                    origin)});
  if (condition != nullptr) {
    const bool several = condition->is(Value::Kind::list) && condition->items().size() > 1;
    const bool one = condition->is(Value::Kind::list) && condition->items().size() == 1;
    const Value& first = one ? condition->items().front() : *condition;
    statement.push_back({"Condition", condition->origin().span(),
                         several ? Value::unknown({value::ReasonKind::unsupported, "several conditions",
                                                   condition->origin().span()})
                                 : condition_of(first)});
  }
  return Value::map({{"Version", span, Value::string("2012-10-17", origin, span)},
                     {"Statement", span, Value::map(std::move(statement), origin)}},
                    origin);
}

/// What a Lambda permission is about: an ARN where the resource says one, which tells its account.
Value permission_target(const Value& properties, const value::Origin& origin) {
  for (const char* name :
       {"FunctionName", "function_name", "LayerVersionArn", "layer_version_arn", "layer_name"}) {
    const Value* target = properties.find(name);
    if (target != nullptr && target->as_text().value_or("").starts_with("arn:")) return *target;
  }
  return Value::string("*", origin, origin.span());
}

/// The permission for everyone that the Terraform provider adds to a function when it makes a URL for which
/// nobody has to sign in (internal/service/lambda/function_url.go: AddPermission with the statement id
/// FunctionURLAllowPublicAccess). CloudFormation adds none for AWS::Lambda::Url. Absent for other types of
/// authorization.
Value permission_of_url(const Value& type) {
  const value::Origin& origin = type.origin();
  const source::Span span = origin.span();
  if (type.is(Value::Kind::one_of)) {
    std::vector<Alternative> ways;
    for (const Alternative& way : type.alternatives())
      ways.push_back({way.guard, permission_of_url(way.value)});
    return Value::one_of(std::move(ways), origin);
  }
  const std::optional<std::string> known = type.as_text();
  if (!known) return type;
  if (*known != "NONE") return Value::absent(origin);
  const auto text = [&](const char* written) { return Value::string(written, origin, span); };
  Value condition = Value::map(
      {{"StringEquals", span, Value::map({{"lambda:FunctionUrlAuthType", span, type}}, origin)}}, origin);
  return Value::map({{"Version", span, text("2012-10-17")},
                     {"Statement", span,
                      Value::map({{"Effect", span, text("Allow")},
                                  {"Principal", span, text("*")},
                                  {"Action", span, text("lambda:InvokeFunctionUrl")},
                                  {"Resource", span, text("*")},
                                  {"Condition", span, std::move(condition)}},
                                 origin)}},
                    origin);
}

}  // namespace

std::optional<Value> granted_document(const Resource& resource, std::span<const Resource> all) {
  if (resource.type == "aws_lambda_function_url") {
    const Value* type = resource.properties.find("authorization_type");
    Value granted = is_given(type) ? permission_of_url(*type) : Value::absent();
    return granted.is(Value::Kind::absent) ? std::nullopt : std::optional<Value>(std::move(granted));
  }
  const bool terraform =
      resource.type == "aws_lambda_permission" || resource.type == "aws_lambda_layer_version_permission" ||
      resource.type == "awscc_lambda_permission" || resource.type == "awscc_lambda_layer_version_permission";
  const bool cloudformation =
      resource.type == "AWS::Lambda::Permission" || resource.type == "AWS::Lambda::LayerVersionPermission";
  if (!terraform && !cloudformation) {
    std::optional<Value> listed = listed_document(resource, all);
    return listed ? listed : written_statement(resource);
  }
  const Value& properties = resource.properties;
  if (!properties.is(Value::Kind::map)) return properties;
  const Value* principal = properties.find(terraform ? "principal" : "Principal");
  const Value* action = properties.find(terraform ? "action" : "Action");
  if (!is_given(principal) || !is_given(action)) return std::nullopt;
  // Calls through a function's URL need lambda:InvokeFunctionUrl besides: that permission says who may.
  const Value* by_url = properties.find(terraform ? "invoked_via_function_url" : "InvokedViaFunctionUrl");
  if (is_given(by_url) && by_url->as_text() == "true") return std::nullopt;
  const value::Origin origin = principal->origin();
  const source::Span span = origin.span();
  std::vector<Member> conditions;
  for (const ConditionRow& row : kConditions) {
    const Value* given = properties.find(terraform ? row.terraform : row.cloudformation);
    // The provider sends no empty text.
    if (!is_given(given) || (terraform && given->as_text() == "")) continue;
    Member condition{std::string(row.key), given->origin().span(), *given};
    const auto known = std::find_if(conditions.begin(), conditions.end(),
                                    [&](const Member& other) { return other.key == row.condition_operator; });
    if (known == conditions.end()) {
      conditions.push_back(
          {std::string(row.condition_operator), span, Value::map({std::move(condition)}, origin)});
      continue;
    }
    std::vector<Member> keys(known->value.members().begin(), known->value.members().end());
    keys.push_back(std::move(condition));
    known->value = Value::map(std::move(keys), origin);
  }
  std::vector<Member> statement{{"Effect", span, Value::string("Allow", origin, span)},
                                {"Principal", span, principal_of(*principal)},
                                {"Action", action->origin().span(), *action},
                                {"Resource", span, permission_target(properties, origin)}};
  if (!conditions.empty())
    statement.push_back({"Condition", span, Value::map(std::move(conditions), origin)});
  return Value::map({{"Version", span, Value::string("2012-10-17", origin, span)},
                     {"Statement", span, Value::map(std::move(statement), origin)}},
                    origin);
}

}  // namespace rootproof::engine
