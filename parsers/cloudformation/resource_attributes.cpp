// What Ref and Fn::GetAtt give for well-known resource types, as far as the template decides it: data and its
// use. Source: "Return values" of each type in the CloudFormation resource reference, and the ARN formats of
// the service authorization reference.
#include <algorithm>
#include <utility>

#include "parsers/cloudformation/choices.h"
#include "parsers/cloudformation/evaluator.h"
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

struct AttributeModel {
  std::string_view type;
  std::string_view attribute;  ///< empty: Ref
  /// %p partition, %r region, %a own account, %h the Path property, %n the name, %i another account's id
  std::string_view pattern;
  std::string_view name_property;  ///< property that sets the name; empty when only the service does
  std::string_view name_symbol;    ///< attribute under which a generated name is known; empty: Ref
};

namespace {

constexpr AttributeModel kModels[] = {
    {"AWS::DynamoDB::Table", "", "%n", "TableName", ""},
    {"AWS::DynamoDB::Table", "Arn", "arn:%p:dynamodb:%r:%a:table/%n", "TableName", ""},
    {"AWS::EC2::EIP", "", "%n", "", "PublicIp"},
    {"AWS::ECR::Repository", "", "%n", "RepositoryName", ""},
    {"AWS::ECR::Repository", "Arn", "arn:%p:ecr:%r:%a:repository/%n", "RepositoryName", ""},
    {"AWS::IAM::Group", "", "%n", "GroupName", ""},
    {"AWS::IAM::Group", "Arn", "arn:%p:iam::%a:group%h%n", "GroupName", ""},
    {"AWS::IAM::InstanceProfile", "", "%n", "InstanceProfileName", ""},
    {"AWS::IAM::InstanceProfile", "Arn", "arn:%p:iam::%a:instance-profile%h%n", "InstanceProfileName", ""},
    {"AWS::IAM::ManagedPolicy", "", "arn:%p:iam::%a:policy%h%n", "ManagedPolicyName", "PolicyName"},
    {"AWS::IAM::ManagedPolicy", "PolicyArn", "arn:%p:iam::%a:policy%h%n", "ManagedPolicyName", "PolicyName"},
    {"AWS::IAM::Role", "", "%n", "RoleName", ""},
    {"AWS::IAM::Role", "Arn", "arn:%p:iam::%a:role%h%n", "RoleName", ""},
    {"AWS::IAM::User", "", "%n", "UserName", ""},
    {"AWS::IAM::User", "Arn", "arn:%p:iam::%a:user%h%n", "UserName", ""},
    {"AWS::KMS::Key", "Arn", "arn:%p:kms:%r:%a:key/%n", "", ""},
    {"AWS::Kinesis::Stream", "", "%n", "Name", ""},
    {"AWS::Kinesis::Stream", "Arn", "arn:%p:kinesis:%r:%a:stream/%n", "Name", ""},
    {"AWS::Lambda::Function", "", "%n", "FunctionName", ""},
    {"AWS::Lambda::Function", "Arn", "arn:%p:lambda:%r:%a:function:%n", "FunctionName", ""},
    {"AWS::Logs::LogGroup", "", "%n", "LogGroupName", ""},
    {"AWS::Logs::LogGroup", "Arn", "arn:%p:logs:%r:%a:log-group:%n:*", "LogGroupName", ""},
    {"AWS::Organizations::Account", "", "%i", "", "AccountId"},
    {"AWS::Organizations::Account", "AccountId", "%i", "", "AccountId"},
    {"AWS::Organizations::Organization", "ManagementAccountId", "%i", "", "ManagementAccountId"},
    {"AWS::S3::Bucket", "", "%n", "BucketName", ""},
    {"AWS::S3::Bucket", "Arn", "arn:%p:s3:::%n", "BucketName", ""},
    {"AWS::SNS::Topic", "", "arn:%p:sns:%r:%a:%n", "TopicName", "TopicName"},
    {"AWS::SNS::Topic", "TopicArn", "arn:%p:sns:%r:%a:%n", "TopicName", "TopicName"},
    {"AWS::SNS::Topic", "TopicName", "%n", "TopicName", "TopicName"},
    {"AWS::SQS::Queue", "Arn", "arn:%p:sqs:%r:%a:%n", "QueueName", "QueueName"},
    {"AWS::SQS::Queue", "QueueName", "%n", "QueueName", "QueueName"},
    {"AWS::Serverless::Function", "", "%n", "FunctionName", ""},
    {"AWS::Serverless::Function", "Arn", "arn:%p:lambda:%r:%a:function:%n", "FunctionName", ""},
    {"AWS::Serverless::SimpleTable", "", "%n", "TableName", ""},
    {"AWS::Serverless::SimpleTable", "Arn", "arn:%p:dynamodb:%r:%a:table/%n", "TableName", ""},
};

const AttributeModel* find_model(std::string_view type, std::string_view attribute) {
  for (const AttributeModel& model : kModels) {
    if (model.type == type && model.attribute == attribute) return &model;
  }
  return nullptr;
}

Hole attribute_hole(HoleKind kind, std::string symbol, source::Span span) {
  Hole hole;
  hole.kind = kind;
  hole.reason = {ReasonKind::resource_attribute, symbol, span};
  hole.origin = Origin({OriginKind::reference, span, symbol});
  hole.symbol = std::move(symbol);
  return hole;
}

Value string_of(Hole hole) {
  const Origin origin = hole.origin;
  std::vector<StringPiece> pieces;
  pieces.emplace_back(std::move(hole));
  return Value::string(std::move(pieces), origin);
}

bool may_be_absent(const Value& value) {
  if (!value.is(Value::Kind::one_of)) return value.is(Value::Kind::absent);
  const auto& ways = value.alternatives();
  return std::any_of(ways.begin(), ways.end(),
                     [](const value::Alternative& way) { return way.value.is(Value::Kind::absent); });
}

/// The only Properties of a resource, when they are plain data.
std::optional<SyntaxNode> plain_properties(const SyntaxNode& definition) {
  const std::optional<SyntaxNode> properties = definition.find("Properties");
  if (!properties || !properties->is_mapping() || as_call(*properties)) return std::nullopt;
  return properties;
}

}  // namespace

/// The value of a property that names a resource, or `otherwise` where the service makes a name up.
Value Evaluator::named_property(std::string_view resource, const std::optional<SyntaxNode>& definition,
                                std::string_view property, const Hole& otherwise) {
  Value generated = string_of(otherwise);
  if (!definition || !definition->is_mapping() || property.empty()) return generated;
  const std::optional<SyntaxNode> properties = plain_properties(*definition);
  if (!properties) return generated;
  const std::optional<SyntaxNode> node = properties->find(property);
  if (!node) return generated;
  if (names_in_progress_.count(resource) != 0) {
    return Value::unknown(
        {ReasonKind::cycle, std::string(resource) + "." + std::string(property), node->span()},
        value::ValueType::string);
  }
  const std::string key = std::string(resource) + "." + std::string(property);
  const auto known = names_.find(key);
  Value name = known == names_.end() ? Value() : known->second;
  if (known == names_.end()) {
    names_in_progress_.emplace(resource);
    name = for_each_alternative(evaluate(*node), [&](const Value& way) {
      return way.is(Value::Kind::absent) ? way : as_string_part(way, node->span());
    });
    names_in_progress_.erase(std::string(resource));
    // On the way to another name this one may have met that as a cycle. Limits depend on the way, too.
    const bool whole = names_in_progress_.empty() && depth_ < limits::kEvaluationDepth / 2;
    if (whole) names_.emplace(key, name);
  }
  if (!may_be_absent(name)) return name;
  return for_each_alternative(
      name, [&](const Value& way) { return way.is(Value::Kind::absent) ? generated : way; });
}

std::optional<Value> Evaluator::modelled_attribute(std::string_view resource, std::string_view attribute,
                                                   source::Span span) {
  const std::vector<Definition>& definitions = *sections_.resources.find(resource);
  if (definitions.size() != 1 || depth_ >= limits::kEvaluationDepth) return std::nullopt;
  const ScopeChange inside(*this, definitions.front().scope);
  const SyntaxNode& definition = definitions.front().value;
  const std::optional<SyntaxNode> type = definition.find("Type");
  const AttributeModel* model = type ? find_model(loop_text(type->text()), attribute) : nullptr;
  if (model == nullptr) return std::nullopt;
  return modelled(resource, definition, *model, span);
}

/// An attribute of a resource that is not written out: the service makes up its name.
Value Evaluator::generated_attribute(std::string_view resource, std::string_view type,
                                     std::string_view attribute, source::Span span) {
  const AttributeModel* model = find_model(type, attribute);
  if (model != nullptr) return modelled(resource, std::nullopt, *model, span);
  std::string symbol = prefix_ + std::string(resource);
  if (!attribute.empty()) symbol += "." + std::string(attribute);
  return string_of(attribute_hole(HoleKind::reference, std::move(symbol), span));
}

Value Evaluator::modelled(std::string_view resource, const std::optional<SyntaxNode>& definition,
                          const AttributeModel& model, source::Span span) {
  std::string symbol = prefix_ + std::string(resource);
  if (!model.name_symbol.empty()) symbol += "." + std::string(model.name_symbol);
  ++depth_;
  std::vector<Value> parts;
  const std::string_view pattern = model.pattern;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '%') {
      const std::size_t end = std::min(pattern.find('%', i), pattern.size());
      parts.push_back(Value::string(std::string(pattern.substr(i, end - i))));
      i = end - 1;
      continue;
    }
    switch (pattern[++i]) {
      case 'p':
        parts.push_back(*pseudo_parameter("AWS::Partition", span));
        break;
      case 'r':
        parts.push_back(*pseudo_parameter("AWS::Region", span));
        break;
      case 'a':
        parts.push_back(*pseudo_parameter("AWS::AccountId", span));
        break;
      case 'i':
        parts.push_back(string_of(attribute_hole(HoleKind::account_id, symbol, span)));
        break;
      case 'h': {
        const std::optional<SyntaxNode> properties =
            definition ? plain_properties(*definition) : std::nullopt;
        const bool standard =
            definition && (!definition->find("Properties") || (properties && !properties->find("Path")));
        parts.push_back(standard ? Value::string("/")
                                 : named_property(resource, definition, "Path",
                                                  attribute_hole(HoleKind::any, symbol + ".Path", span)));
        break;
      }
      default:
        parts.push_back(named_property(resource, definition, model.name_property,
                                       attribute_hole(HoleKind::reference, symbol, span)));
    }
  }
  --depth_;
  const Origin origin({OriginKind::reference, span, symbol});
  return value::concatenate(parts, origin)
      .value_or(Value::unknown({ReasonKind::invalid, symbol, span}, value::ValueType::string, origin));
}

}  // namespace rootproof::cloudformation
