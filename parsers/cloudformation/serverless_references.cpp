// Logical ids of what SAM generates, which templates may refer to:
// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html
#include <utility>

#include "parsers/cloudformation/evaluator.h"
#include "parsers/cloudformation/serverless_values.h"

namespace rootproof::cloudformation {

using syntax::SyntaxNode;

namespace {

std::string_view scalar_at(const SyntaxNode& node, std::string_view key) {
  const std::optional<SyntaxNode> found = node.find(key);
  return found && found->is_scalar() && found->tag().empty() ? found->text() : std::string_view{};
}

void add_graphql_resources(const Definition& api, GeneratedResources& generated) {
  generated.emplace(api.name + "CloudWatchRole", "AWS::IAM::Role");
  const std::optional<SyntaxNode> properties = api.value.find("Properties");
  const std::optional<SyntaxNode> sources = properties ? properties->find("DataSources") : std::nullopt;
  if (!sources) return;
  for (const auto& [section, kind] : {std::pair("DynamoDb", "DynamoDB"), std::pair("Lambda", "Lambda")}) {
    const std::optional<SyntaxNode> of_kind = sources->find(section);
    if (!of_kind || !of_kind->is_mapping()) continue;
    for (const SyntaxNode::Member& source : of_kind->members()) {
      const std::string id = api.name + std::string(source.key.text()) + kind + "DataSource";
      generated.emplace(id, "AWS::AppSync::DataSource");
      generated.emplace(id + "Role", "AWS::IAM::Role");
    }
  }
}

/// Queues and topics of destinations that are not given.
void add_destinations(const std::string& function, const SyntaxNode& properties,
                      GeneratedResources& generated) {
  const std::optional<SyntaxNode> config = properties.find("EventInvokeConfig");
  const std::optional<SyntaxNode> destinations = config ? config->find("DestinationConfig") : std::nullopt;
  if (!destinations) return;
  for (const char* outcome : {"OnSuccess", "OnFailure"}) {
    const std::optional<SyntaxNode> destination = destinations->find(outcome);
    if (!destination || destination->find("Destination")) continue;
    const std::string id = function + "EventInvokeConfig" + outcome;
    const std::string_view type = scalar_at(*destination, "Type");
    if (type == "SQS") generated.emplace(id + "Queue", "AWS::SQS::Queue");
    if (type == "SNS") generated.emplace(id + "Topic", "AWS::SNS::Topic");
  }
}

}  // namespace

void Evaluator::find_generated_resources() {
  for (const Definition& definition : sections_.resources.in_order) {
    const std::string_view type = scalar_at(definition.value, "Type");
    if (type == "AWS::Serverless::Api")
      generated_resources_.emplace(definition.name + "Stage", "AWS::ApiGateway::Stage");
    if (type == "AWS::Serverless::CapacityProvider")
      generated_resources_.emplace(definition.name + "OperatorRole", "AWS::IAM::Role");
    if (type == "AWS::Serverless::GraphQLApi") add_graphql_resources(definition, generated_resources_);
    const bool function = type == "AWS::Serverless::Function";
    if (!function && type != "AWS::Serverless::StateMachine") continue;
    generated_resources_.emplace(definition.name + "Role", "AWS::IAM::Role");
    const std::optional<SyntaxNode> properties = definition.value.find("Properties");
    if (!properties) continue;
    if (function) {
      add_destinations(definition.name, *properties, generated_resources_);
      generated_resources_.emplace(definition.name + "Url", "AWS::Lambda::Url");
      generated_resources_.emplace(
          definition.name + "Alias" + std::string(scalar_at(*properties, "AutoPublishAlias")),
          "AWS::Lambda::Alias");
    }
    const std::optional<SyntaxNode> events = properties->find("Events");
    if (!events || !events->is_mapping()) continue;
    for (const SyntaxNode::Member& event : events->members()) {
      const std::string_view kind = scalar_at(event.value, "Type");
      const std::string event_id = definition.name + std::string(event.key.text());
      if (const std::optional<SyntaxNode> given = event.value.find("Properties")) {
        const std::optional<SyntaxNode> dead_letters = given->find("DeadLetterConfig");
        const std::string queue(dead_letters ? scalar_at(*dead_letters, "QueueLogicalId")
                                             : std::string_view{});
        const bool made = dead_letters && !dead_letters->find("Arn");
        if (made || given->find("SqsSubscription"))
          generated_resources_.emplace(queue.empty() ? event_id + "Queue" : queue, "AWS::SQS::Queue");
      }
      const std::optional<SyntaxNode> about = event.value.find("Properties");
      if (kind == "Api" && !(about && about->find("RestApiId")))
        generated_resources_.emplace(kImplicitRestApi, "AWS::ApiGateway::RestApi");
      if (kind == "HttpApi") generated_resources_.emplace("ServerlessHttpApi", "AWS::ApiGatewayV2::Api");
      const bool rule = kind == "Schedule" || kind == "CloudWatchEvent" || kind == "EventBridgeRule";
      if (rule || kind == "IoTRule")
        generated_resources_.emplace(event_id, rule ? "AWS::Events::Rule" : "AWS::IoT::TopicRule");
    }
  }
}

}  // namespace rootproof::cloudformation
