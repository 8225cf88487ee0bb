#include "analyzer/engine/permission_grants.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

bool is_given(const Value* value) {
  return value != nullptr && !value->is(Value::Kind::null) && !value->is(Value::Kind::absent);
}

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

/// `Principal` as policies write it: everyone, a service, or an account with whoever is in it.
Value principal_of(const Value& given) {
  if (given.is(Value::Kind::one_of)) {
    std::vector<Alternative> ways;
    for (const Alternative& way : given.alternatives()) ways.push_back({way.guard, principal_of(way.value)});
    return Value::one_of(std::move(ways), given.origin());
  }
  const std::optional<std::string> text = given.as_text();
  if (text == "*") return given;
  std::string_view last;
  if (given.is(Value::Kind::string)) {
    if (const auto* piece = std::get_if<value::TextPiece>(&given.pieces().back())) last = piece->text;
  }
  const bool service = ends_with(last, ".amazonaws.com") || ends_with(last, ".amazonaws.com.cn") ||
                       ends_with(last, ".amazon.com");
  return Value::map({{service ? "Service" : "AWS", given.origin().span(), given}}, given.origin());
}

}  // namespace

std::optional<Value> granted_document(const Resource& resource) {
  const bool terraform =
      resource.type == "aws_lambda_permission" || resource.type == "aws_lambda_layer_version_permission";
  const bool cloudformation =
      resource.type == "AWS::Lambda::Permission" || resource.type == "AWS::Lambda::LayerVersionPermission";
  if (!terraform && !cloudformation) return std::nullopt;
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
    if (!is_given(given)) continue;
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
                                {"Resource", span, Value::string("*", origin, span)}};
  if (!conditions.empty())
    statement.push_back({"Condition", span, Value::map(std::move(conditions), origin)});
  return Value::map({{"Version", span, Value::string("2012-10-17", origin, span)},
                     {"Statement", span, Value::map(std::move(statement), origin)}},
                    origin);
}

}  // namespace rootproof::engine
