// AWS::Serverless::Connector, by itself and as the attribute `Connectors`:
// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/reference-sam-connector.html
#include <algorithm>
#include <optional>
#include <utility>

#include "parsers/cloudformation/choices.h"
#include "parsers/cloudformation/serverless.h"
#include "parsers/cloudformation/serverless_values.h"
#include "parsers/source/words.h"

namespace rootproof::cloudformation {

using syntax::SyntaxNode;
using value::Member;
using value::Value;

namespace {

std::string text_of(const Value& map, std::string_view key) {
  const Value* found = map.find(key);
  return is_missing(found) ? std::string() : found->as_text().value_or("");
}

/// The logical id in a Ref or Fn::GetAtt; empty when the node is none.
std::string referred_id(const SyntaxNode& node) {
  const std::optional<Call> call = as_call(node);
  if (!call) return {};
  const SyntaxNode& argument = call->argument;
  if (call->name == "Ref") return argument.is_scalar() ? std::string(argument.text()) : std::string();
  if (call->name != "Fn::GetAtt") return {};
  if (argument.is_sequence() && argument.size() == 2 && argument.item(0).is_scalar())
    return std::string(argument.item(0).text());
  if (!argument.is_scalar()) return {};
  return std::string(argument.text().substr(0, argument.text().find('.')));
}

/// The role of the target of a rule that is the other end of the connector.
std::optional<SyntaxNode> target_role(const SyntaxNode& rule, std::string_view other) {
  const std::optional<SyntaxNode> targets = rule.find("Targets");
  if (!targets || !targets->is_sequence() || other.empty()) return std::nullopt;
  for (const SyntaxNode& target : targets->items()) {
    const std::optional<SyntaxNode> arn = target.find("Arn");
    if (arn && referred_id(*arn) == other) return target.find("RoleArn");
  }
  return std::nullopt;
}

}  // namespace

/// The name of the role of a resource of the template; absent where SAM finds none, and refuses the template.
Value ServerlessExpansion::role_name(const std::string& id, std::string_view type, source::Span span,
                                     const Value& other) {
  const std::vector<Definition>* definitions = evaluator_.sections().resources.find(id);
  if (definitions == nullptr || definitions->size() != 1) return Value::absent();
  const Definition& definition = definitions->front();
  const Evaluator::ScopeChange inside(evaluator_, definition.scope);
  const std::optional<SyntaxNode> properties = definition.value.find("Properties");
  const std::optional<SyntaxNode> written = definition.value.find("Type");
  const ConnectorEnd* end = connector_end(type);
  const bool serverless = written && is_serverless_type(evaluator_.loop_text(written->text()));
  std::optional<SyntaxNode> role;
  if (properties && type == "AWS::Events::Rule") {
    role = target_role(*properties, text_of(other, "Id"));
  } else if (properties && end != nullptr && !end->role_property.empty()) {
    role = properties->find(serverless ? "Role" : end->role_property);
  }
  if (role) {
    const std::string named = evaluator_.loop_text(referred_id(*role));
    return named.empty() ? Value::absent() : evaluator_.resource_attribute(named, "", span);
  }
  return serverless ? evaluator_.resource_attribute(id + "Role", "", span) : Value::absent();
}

/// The end that is a resource of the template.
std::optional<ServerlessExpansion::End> ServerlessExpansion::named_end(const Resource& connector,
                                                                       const std::string& id,
                                                                       const Value& reference,
                                                                       const Value& other) {
  const source::Span span = connector.span;
  const std::optional<std::string> written = evaluator_.resource_type(id);
  if (!written) return std::nullopt;
  End end;
  end.type = transformed_type(*written);
  const ConnectorEnd* known = connector_end(end.type);
  if (known == nullptr) return std::nullopt;
  end.arn = evaluator_.resource_attribute(id, known->arn, span);
  end.role = role_name(id, end.type, span, other);
  end.queue_url = evaluator_.resource_attribute(id, "", span);
  end.more.push_back({"Name", span, evaluator_.resource_attribute(id, "Name", span)});
  if (known->id != "-")
    end.more.push_back({"ResourceId", span, evaluator_.resource_attribute(id, known->id, span)});
  const Value* qualifier = reference.find("Qualifier");
  const ServerlessValues make(span);
  end.more.push_back({"Qualifier", span, is_missing(qualifier) ? make.text("*") : *qualifier});
  return end;
}

/// `Source` or `Destination`: a resource by its logical id, or what there is to say of one elsewhere.
std::optional<ServerlessExpansion::End> ServerlessExpansion::connector_end_of(const Resource& connector,
                                                                              const Value& reference,
                                                                              const Value& other) {
  if (!reference.is(Value::Kind::map)) return std::nullopt;
  if (const Value* id = reference.find("Id"); !is_missing(id)) {
    const std::optional<std::string> text = id->as_text();
    return text ? named_end(connector, *text, reference, other) : std::nullopt;
  }
  End end;
  end.type = transformed_type(text_of(reference, "Type"));
  const auto given = [&](std::string_view key) {
    const Value* value = reference.find(key);
    return is_missing(value) ? Value::absent() : *value;
  };
  end.arn = given("Arn");
  end.role = given("RoleName");
  end.queue_url = given("QueueUrl");
  for (const char* key : {"Name", "ResourceId", "Qualifier"}) {
    const Value value = given(key);
    if (!value.is(Value::Kind::absent)) end.more.push_back({key, connector.span, value});
  }
  return end;
}

void ServerlessExpansion::expand_connector(const Resource& connector) {
  const Value& properties = connector.properties;
  const std::string id = id_of(connector);
  const Value* source = properties.find("Source");
  const Value* destination = properties.find("Destination");
  const Value* wanted = properties.find("Permissions");
  std::vector<std::string> permissions;
  bool known =
      !is_missing(source) && !is_missing(destination) && !is_missing(wanted) && wanted->is(Value::Kind::list);
  for (std::size_t i = 0; known && i < wanted->items().size(); ++i) {
    const std::optional<std::string> text = wanted->items()[i].as_text();
    known = text.has_value();
    if (known && std::find(permissions.begin(), permissions.end(), *text) == permissions.end())
      permissions.push_back(*text);
  }
  if (!known) return note_unknown(connector, "what connector " + id + " permits");
  const bool several = destination->is(Value::Kind::list);
  const std::span<const Value> destinations =
      several ? destination->items() : std::span<const Value>(destination, 1);
  for (std::size_t i = 0; i < destinations.size(); ++i) {
    const Value target = push_choice_into_members(destinations[i]);
    const std::optional<End> from = connector_end_of(connector, *source, target);
    const std::optional<End> to = connector_end_of(connector, target, *source);
    const std::string suffix = several ? "Destination" + std::to_string(i) : "";
    if (!from || !to || !connect(connector, id, suffix, *from, *to, permissions))
      note_unknown(connector, "what connector " + id + " permits");
  }
}

bool ServerlessExpansion::connect(const Resource& connector, const std::string& id, const std::string& suffix,
                                  const End& source, const End& destination,
                                  const std::vector<std::string>& permissions) {
  const ServerlessValues make(connector.span);
  const std::span<const ConnectorStatement> profile = connector_profile(source.type, destination.type);
  for (const std::string& permission : permissions) {
    const bool offered = std::any_of(profile.begin(), profile.end(),
                                     [&](const ConnectorStatement& row) { return row.access == permission; });
    if (!offered) return false;
  }
  std::vector<Member> both;
  for (const auto& [name, end] : {std::pair("Source.", &source), std::pair("Destination.", &destination)}) {
    if (!is_missing(&end->arn)) both.push_back({std::string(name) + "Arn", connector.span, end->arn});
    for (const Member& member : end->more) both.push_back({name + member.key, connector.span, member.value});
  }
  const Value given = make.map(std::move(both));
  std::vector<Value> statements;
  for (const ConnectorStatement& row : profile) {
    if (std::find(permissions.begin(), permissions.end(), row.access) == permissions.end()) continue;
    if (row.policy == ConnectorPolicy::permission) {
      std::vector<Member> members{
          {"Action", connector.span, make.text(row.actions)},
          {"FunctionName", connector.span, destination.arn},
          {"Principal", connector.span, make.text(row.principal)},
          {"SourceArn", connector.span, make.filled(evaluator_, row.resources, given)}};
      if (row.principal == "s3.amazonaws.com")
        members.push_back({"SourceAccount", connector.span,
                           evaluator_.resource_attribute("AWS::AccountId", "", connector.span)});
      std::string permission = id;
      permission.append(row.access).append("LambdaPermission").append(suffix);
      add(connector, permission, "AWS::Lambda::Permission", {}, std::move(members));
      continue;
    }
    std::vector<Value> actions;
    for (const std::string_view action : source::words_of(row.actions)) actions.push_back(make.text(action));
    std::vector<Value> resources;
    for (const std::string_view resource : source::words_of(row.resources))
      resources.push_back(make.filled(evaluator_, resource, given));
    std::vector<Member> more{{"Resource", connector.span, make.list(std::move(resources))}};
    if (!row.principal.empty()) {
      more.push_back(
          {"Principal", connector.span, make.map({{"Service", connector.span, make.text(row.principal)}})});
      const Value from = make.map({{"aws:SourceArn", connector.span, source.arn}});
      more.push_back({"Condition", connector.span, make.map({{"ArnEquals", connector.span, from}})});
    }
    statements.push_back(make.statement(std::move(actions), std::move(more)));
  }
  if (statements.empty()) return !profile.empty();
  const ConnectorPolicy policy = profile.front().policy;
  const std::string name = policy == ConnectorPolicy::queue   ? "QueuePolicy"
                           : policy == ConnectorPolicy::topic ? "TopicPolicy"
                                                              : "Policy";
  add_connector_policy(connector, id + name + suffix, policy, source, destination, std::move(statements));
  return true;
}

void ServerlessExpansion::add_connector_policy(const Resource& connector, const std::string& id,
                                               ConnectorPolicy policy, const End& source,
                                               const End& destination, std::vector<Value> statements) {
  const ServerlessValues make(connector.span);
  const Value document = make.document(std::move(statements), true);
  std::vector<Member> members{{"PolicyDocument", connector.span, document}};
  const auto attach = [&](std::string_view property, const Value& to) {
    const bool known = !is_missing(&to);
    members.push_back({std::string(property), connector.span,
                       make.list({known ? to : make.unknown("what " + id + " belongs to")})});
  };
  switch (policy) {
    case ConnectorPolicy::queue:
      attach("Queues", destination.queue_url);
      add(connector, id, "AWS::SQS::QueuePolicy", {}, std::move(members));
      return;
    case ConnectorPolicy::topic:
      attach("Topics", destination.arn);
      add(connector, id, "AWS::SNS::TopicPolicy", {}, std::move(members));
      return;
    case ConnectorPolicy::source_role:
      attach("Roles", source.role);
      break;
    case ConnectorPolicy::destination_role:
      attach("Roles", destination.role);
      break;
    case ConnectorPolicy::permission:
      return;
  }
  add(connector, id, "AWS::IAM::ManagedPolicy", {}, std::move(members));
}

}  // namespace rootproof::cloudformation
