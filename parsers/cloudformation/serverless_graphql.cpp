// AWS::Serverless::GraphQLApi: who AppSync acts as, and which functions it may call.
// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-graphqlapi.html
#include <utility>

#include "parsers/cloudformation/choices.h"
#include "parsers/cloudformation/serverless.h"
#include "parsers/cloudformation/serverless_values.h"

namespace rootproof::cloudformation {

using value::Member;
using value::Value;

void ServerlessExpansion::expand_graphql_api(const Resource& api) {
  const Value& properties = api.properties;
  if (!properties.is(Value::Kind::map)) return note_unknown(api, "what SAM makes of " + id_of(api));
  const ServerlessValues make(api.span);
  const Value* logging = properties.find("Logging");
  const bool plain = is_missing(logging) || logging->is(Value::Kind::map) || logging->as_text().has_value();
  if (!plain) note_unknown(api, "Logging of " + id_of(api));
  const bool off = !is_missing(logging) && logging->as_text() == "false";
  const Value* role = is_missing(logging) ? nullptr : logging->find("CloudWatchLogsRoleArn");
  if (!off && is_missing(role)) {
    add(api, id_of(api) + "CloudWatchRole", "AWS::IAM::Role", {},
        {{"AssumeRolePolicyDocument", api.span, make.trust("appsync.amazonaws.com")},
         {"ManagedPolicyArns", api.span,
          make.list({make.managed(evaluator_, "AWSAppSyncPushToCloudWatchLogs")})}});
  }
  add_authorizers(api);
  const Value* sources = properties.find("DataSources");
  if (is_missing(sources)) return;
  if (!sources->is(Value::Kind::map)) return note_unknown(api, "DataSources of " + id_of(api));
  for (const auto& [section, kind] : {std::pair("DynamoDb", "DynamoDB"), std::pair("Lambda", "Lambda")}) {
    if (const Value* of_kind = sources->find(section); !is_missing(of_kind))
      add_data_sources(api, kind, push_choice_into_members(*of_kind));
  }
}

/// The functions that decide who may use the API.
void ServerlessExpansion::add_authorizers(const Resource& api) {
  const std::string id = id_of(api);
  const Value* auth = api.properties.find("Auth");
  if (is_missing(auth)) return;
  std::vector<const Value*> all{auth};
  if (const Value* additional = auth->find("Additional"); !is_missing(additional)) {
    if (!additional->is(Value::Kind::list)) return note_unknown(api, "Auth of " + id);
    for (const Value& each : additional->items()) all.push_back(&each);
  }
  std::size_t number = 0;
  for (const Value* each : all) {
    const Value* type = each->find("Type");
    const std::optional<std::string> kind = is_missing(type) ? std::nullopt : type->as_text();
    if (!kind) {
      note_unknown(api, "Auth of " + id);
      continue;
    }
    if (*kind != "AWS_LAMBDA") continue;
    const Value* authorizer = each->find("LambdaAuthorizer");
    const Value* uri = is_missing(authorizer) ? nullptr : authorizer->find("AuthorizerUri");
    if (is_missing(uri)) {
      note_unknown(api, "Auth of " + id);
      continue;
    }
    End from{"AWS::AppSync::GraphQLApi", evaluator_.resource_attribute(id, "", api.span), {}, {}, {}};
    from.more.push_back({"ResourceId", api.span, evaluator_.resource_attribute(id, "ApiId", api.span)});
    const End to{"AWS::Lambda::Function", *uri, {}, {}, {}};
    const std::string name = id + "ToLambdaAuthConnector" + std::to_string(++number);
    if (!connect(api, name, "", from, to, {"Write"})) note_unknown(api, "Auth of " + id);
  }
}

/// Each source of data that names no role has one of its own.
void ServerlessExpansion::add_data_sources(const Resource& api, std::string_view kind, const Value& sources) {
  const ServerlessValues make(api.span);
  if (!sources.is(Value::Kind::map)) return note_unknown(api, "DataSources of " + id_of(api));
  for (const Member& member : sources.members()) {
    const std::string id = id_of(api) + member.key + std::string(kind) + "DataSource";
    const Value source = push_choice_into_members(member.value);
    if (!source.is(Value::Kind::map)) {
      note_unknown(api, "DataSource " + member.key);
      continue;
    }
    if (!is_missing(source.find("ServiceRoleArn"))) continue;
    const bool table = kind == "DynamoDB";
    const Value* target = source.find(table ? "TableArn" : "FunctionArn");
    End to{table ? "AWS::DynamoDB::Table" : "AWS::Lambda::Function", {}, {}, {}, {}};
    if (!is_missing(target)) {
      to.arn = *target;
    } else if (!table) {
      to.arn = make.unknown("FunctionArn");
    } else {
      std::vector<Member> given(source.members().begin(), source.members().end());
      if (is_missing(source.find("Region")))
        given.push_back({"Region", api.span, evaluator_.resource_attribute("AWS::Region", "", api.span)});
      to.arn = make.filled(evaluator_,
                           "arn:${AWS::Partition}:dynamodb:${Region}:${AWS::AccountId}:table/${TableName}",
                           make.map(std::move(given)));
    }
    std::vector<std::string> permissions{"Write"};
    if (table) permissions.emplace_back("Read");
    if (const Value* wanted = source.find("Permissions"); table && !is_missing(wanted)) {
      permissions.clear();
      for (std::size_t i = 0; wanted->is(Value::Kind::list) && i < wanted->items().size(); ++i)
        permissions.push_back(wanted->items()[i].as_text().value_or(""));
    }
    add(api, id + "Role", "AWS::IAM::Role", {},
        {{"AssumeRolePolicyDocument", api.span, make.trust("appsync.amazonaws.com")}});
    const End from{"AWS::AppSync::DataSource",
                   evaluator_.resource_attribute(id, "", api.span),
                   evaluator_.resource_attribute(id + "Role", "", api.span),
                   {},
                   {}};
    const std::string name = id + (table ? "ToTableConnector" : "ToLambdaConnector");
    if (permissions.empty() || !connect(api, name, "", from, to, permissions))
      note_unknown(api, "DataSource " + member.key);
  }
}

}  // namespace rootproof::cloudformation
