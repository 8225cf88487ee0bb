// What AWS::Serverless::Connector may connect, and what that permits: data only. Source: profiles.json of
// https://github.com/aws/serverless-application-model (Apache-2.0), version 1.110, in a form of our own: a
// row for each statement, actions and resources apart by blanks, both ends as placeholders of Fn::Sub.
//
// To add a profile: a row for each of its statements, in order of the two types.
#include "parsers/cloudformation/serverless_profiles.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace rootproof::cloudformation {

namespace {

constexpr std::string_view kTableRead =
    "dynamodb:GetItem dynamodb:Query dynamodb:Scan dynamodb:BatchGetItem"
    " dynamodb:ConditionCheckItem dynamodb:PartiQLSelect";
constexpr std::string_view kTableWrite =
    "dynamodb:PutItem dynamodb:UpdateItem dynamodb:DeleteItem dynamodb:BatchWriteItem"
    " dynamodb:PartiQLDelete dynamodb:PartiQLInsert dynamodb:PartiQLUpdate";
constexpr std::string_view kBucketRead =
    "s3:GetObject s3:GetObjectAcl s3:GetObjectLegalHold s3:GetObjectRetention"
    " s3:GetObjectTorrent s3:GetObjectVersion s3:GetObjectVersionAcl"
    " s3:GetObjectVersionForReplication s3:GetObjectVersionTorrent s3:ListBucket"
    " s3:ListBucketMultipartUploads s3:ListBucketVersions s3:ListMultipartUploadParts";
constexpr std::string_view kBucketWrite =
    "s3:AbortMultipartUpload s3:DeleteObject s3:DeleteObjectVersion s3:PutObject"
    " s3:PutObjectLegalHold s3:PutObjectRetention s3:RestoreObject";
constexpr std::string_view kExecutions =
    "arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:execution:${Destination.Name}:*";
constexpr ConnectorStatement kStatements[] = {
    {"AWS::ApiGateway::RestApi", "AWS::Lambda::Function", ConnectorPolicy::permission, "Write",
     "lambda:InvokeFunction",
     "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Source.ResourceId}/"
     "${Source.Qualifier}",
     "apigateway.amazonaws.com"},
    {"AWS::ApiGatewayV2::Api", "AWS::Lambda::Function", ConnectorPolicy::permission, "Write",
     "lambda:InvokeFunction",
     "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Source.ResourceId}/"
     "${Source.Qualifier}",
     "apigateway.amazonaws.com"},
    {"AWS::AppSync::DataSource", "AWS::DynamoDB::Table", ConnectorPolicy::source_role, "Read", kTableRead,
     "${Destination.Arn} ${Destination.Arn}/index/*", ""},
    {"AWS::AppSync::DataSource", "AWS::DynamoDB::Table", ConnectorPolicy::source_role, "Write", kTableWrite,
     "${Destination.Arn} ${Destination.Arn}/index/*", ""},
    {"AWS::AppSync::DataSource", "AWS::Events::EventBus", ConnectorPolicy::source_role, "Write",
     "events:PutEvents", "${Destination.Arn}", ""},
    {"AWS::AppSync::DataSource", "AWS::Lambda::Function", ConnectorPolicy::source_role, "Write",
     "lambda:InvokeAsync lambda:InvokeFunction", "${Destination.Arn} ${Destination.Arn}:*", ""},
    {"AWS::AppSync::GraphQLApi", "AWS::Lambda::Function", ConnectorPolicy::permission, "Write",
     "lambda:InvokeFunction",
     "arn:${AWS::Partition}:appsync:${AWS::Region}:${AWS::AccountId}:apis/${Source.ResourceId}",
     "appsync.amazonaws.com"},
    {"AWS::DynamoDB::Table", "AWS::Lambda::Function", ConnectorPolicy::destination_role, "Read",
     "dynamodb:DescribeStream dynamodb:GetRecords dynamodb:GetShardIterator"
     " dynamodb:ListStreams",
     "${Source.Arn}/stream/*", ""},
    {"AWS::Events::Rule", "AWS::Events::EventBus", ConnectorPolicy::source_role, "Write", "events:PutEvents",
     "${Destination.Arn}", ""},
    {"AWS::Events::Rule", "AWS::Lambda::Function", ConnectorPolicy::permission, "Write",
     "lambda:InvokeFunction", "${Source.Arn}", "events.amazonaws.com"},
    {"AWS::Events::Rule", "AWS::SNS::Topic", ConnectorPolicy::topic, "Write", "sns:Publish",
     "${Destination.Arn}", "events.amazonaws.com"},
    {"AWS::Events::Rule", "AWS::SQS::Queue", ConnectorPolicy::queue, "Write", "sqs:SendMessage",
     "${Destination.Arn}", "events.amazonaws.com"},
    {"AWS::Events::Rule", "AWS::StepFunctions::StateMachine", ConnectorPolicy::source_role, "Write",
     "states:StartExecution", "${Destination.Arn}", ""},
    {"AWS::Lambda::Function", "AWS::DynamoDB::Table", ConnectorPolicy::source_role, "Read", kTableRead,
     "${Destination.Arn} ${Destination.Arn}/index/*", ""},
    {"AWS::Lambda::Function", "AWS::DynamoDB::Table", ConnectorPolicy::source_role, "Write", kTableWrite,
     "${Destination.Arn} ${Destination.Arn}/index/*", ""},
    {"AWS::Lambda::Function", "AWS::Events::EventBus", ConnectorPolicy::source_role, "Write",
     "events:PutEvents", "${Destination.Arn}", ""},
    {"AWS::Lambda::Function", "AWS::Lambda::Function", ConnectorPolicy::source_role, "Write",
     "lambda:InvokeAsync lambda:InvokeFunction", "${Destination.Arn}", ""},
    {"AWS::Lambda::Function", "AWS::Location::PlaceIndex", ConnectorPolicy::source_role, "Read",
     "geo:DescribePlaceIndex geo:GetPlace geo:SearchPlaceIndexForPosition"
     " geo:SearchPlaceIndexForSuggestions geo:SearchPlaceIndexForText",
     "${Destination.Arn}", ""},
    {"AWS::Lambda::Function", "AWS::S3::Bucket", ConnectorPolicy::source_role, "Read", kBucketRead,
     "${Destination.Arn} ${Destination.Arn}/*", ""},
    {"AWS::Lambda::Function", "AWS::S3::Bucket", ConnectorPolicy::source_role, "Write", kBucketWrite,
     "${Destination.Arn} ${Destination.Arn}/*", ""},
    {"AWS::Lambda::Function", "AWS::SNS::Topic", ConnectorPolicy::source_role, "Write", "sns:Publish",
     "${Destination.Arn}", ""},
    {"AWS::Lambda::Function", "AWS::SQS::Queue", ConnectorPolicy::source_role, "Read",
     "sqs:ReceiveMessage sqs:GetQueueAttributes", "${Destination.Arn}", ""},
    {"AWS::Lambda::Function", "AWS::SQS::Queue", ConnectorPolicy::source_role, "Write",
     "sqs:DeleteMessage sqs:SendMessage sqs:ChangeMessageVisibility sqs:PurgeQueue", "${Destination.Arn}",
     ""},
    {"AWS::Lambda::Function", "AWS::StepFunctions::StateMachine", ConnectorPolicy::source_role, "Write",
     "states:StartExecution states:StartSyncExecution", "${Destination.Arn}", ""},
    {"AWS::Lambda::Function", "AWS::StepFunctions::StateMachine", ConnectorPolicy::source_role, "Write",
     "states:StopExecution", kExecutions, ""},
    {"AWS::Lambda::Function", "AWS::StepFunctions::StateMachine", ConnectorPolicy::source_role, "Read",
     "states:DescribeStateMachine states:ListExecutions", "${Destination.Arn}", ""},
    {"AWS::Lambda::Function", "AWS::StepFunctions::StateMachine", ConnectorPolicy::source_role, "Read",
     "states:DescribeExecution states:DescribeStateMachineForExecution"
     " states:GetExecutionHistory",
     kExecutions, ""},
    {"AWS::S3::Bucket", "AWS::Lambda::Function", ConnectorPolicy::permission, "Write",
     "lambda:InvokeFunction", "${Source.Arn}", "s3.amazonaws.com"},
    {"AWS::SNS::Topic", "AWS::Lambda::Function", ConnectorPolicy::permission, "Write",
     "lambda:InvokeFunction", "${Source.Arn}", "sns.amazonaws.com"},
    {"AWS::SNS::Topic", "AWS::SQS::Queue", ConnectorPolicy::queue, "Write", "sqs:SendMessage",
     "${Destination.Arn}", "sns.amazonaws.com"},
    {"AWS::SQS::Queue", "AWS::Lambda::Function", ConnectorPolicy::destination_role, "Write",
     "sqs:DeleteMessage", "${Source.Arn}", ""},
    {"AWS::SQS::Queue", "AWS::Lambda::Function", ConnectorPolicy::destination_role, "Read",
     "sqs:ReceiveMessage sqs:GetQueueAttributes", "${Source.Arn}", ""},
    {"AWS::StepFunctions::StateMachine", "AWS::DynamoDB::Table", ConnectorPolicy::source_role, "Read",
     kTableRead, "${Destination.Arn} ${Destination.Arn}/index/*", ""},
    {"AWS::StepFunctions::StateMachine", "AWS::DynamoDB::Table", ConnectorPolicy::source_role, "Write",
     kTableWrite, "${Destination.Arn} ${Destination.Arn}/index/*", ""},
    {"AWS::StepFunctions::StateMachine", "AWS::Events::EventBus", ConnectorPolicy::source_role, "Write",
     "events:PutEvents", "${Destination.Arn}", ""},
    {"AWS::StepFunctions::StateMachine", "AWS::Lambda::Function", ConnectorPolicy::source_role, "Write",
     "lambda:InvokeAsync lambda:InvokeFunction", "${Destination.Arn}", ""},
    {"AWS::StepFunctions::StateMachine", "AWS::S3::Bucket", ConnectorPolicy::source_role, "Read", kBucketRead,
     "${Destination.Arn} ${Destination.Arn}/*", ""},
    {"AWS::StepFunctions::StateMachine", "AWS::S3::Bucket", ConnectorPolicy::source_role, "Write",
     kBucketWrite, "${Destination.Arn} ${Destination.Arn}/*", ""},
    {"AWS::StepFunctions::StateMachine", "AWS::SNS::Topic", ConnectorPolicy::source_role, "Write",
     "sns:Publish", "${Destination.Arn}", ""},
    {"AWS::StepFunctions::StateMachine", "AWS::SQS::Queue", ConnectorPolicy::source_role, "Write",
     "sqs:SendMessage", "${Destination.Arn}", ""},
    {"AWS::StepFunctions::StateMachine", "AWS::StepFunctions::StateMachine", ConnectorPolicy::source_role,
     "Read", "states:DescribeExecution", kExecutions, ""},
    {"AWS::StepFunctions::StateMachine", "AWS::StepFunctions::StateMachine", ConnectorPolicy::source_role,
     "Read", "events:DescribeRule",
     "arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/"
     "StepFunctionsGetEventsForStepFunctionsExecutionRule",
     ""},
    {"AWS::StepFunctions::StateMachine", "AWS::StepFunctions::StateMachine", ConnectorPolicy::source_role,
     "Write", "states:StartExecution", "${Destination.Arn}", ""},
    {"AWS::StepFunctions::StateMachine", "AWS::StepFunctions::StateMachine", ConnectorPolicy::source_role,
     "Write", "states:StopExecution", kExecutions, ""},
    {"AWS::StepFunctions::StateMachine", "AWS::StepFunctions::StateMachine", ConnectorPolicy::source_role,
     "Write", "events:PutTargets events:PutRule",
     "arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/"
     "StepFunctionsGetEventsForStepFunctionsExecutionRule",
     ""},
};

constexpr ConnectorEnd kEnds[] = {
    {"AWS::ApiGateway::RestApi", "Arn", "", ""},
    {"AWS::ApiGatewayV2::Api", "Arn", "", ""},
    {"AWS::AppSync::DataSource", "", "-", "ServiceRoleArn"},
    {"AWS::AppSync::GraphQLApi", "", "ApiId", ""},
    {"AWS::DynamoDB::Table", "Arn", "-", ""},
    {"AWS::Events::EventBus", "Arn", "-", ""},
    {"AWS::Events::Rule", "Arn", "-", ""},
    {"AWS::Lambda::Function", "Arn", "-", "Role"},
    {"AWS::Location::PlaceIndex", "Arn", "-", ""},
    {"AWS::S3::Bucket", "Arn", "-", ""},
    {"AWS::SNS::Topic", "", "-", ""},
    {"AWS::SQS::Queue", "Arn", "-", ""},
    {"AWS::StepFunctions::StateMachine", "", "-", "RoleArn"},
};

constexpr std::pair<std::string_view, std::string_view> kTransformed[] = {
    {"AWS::Serverless::Api", "AWS::ApiGateway::RestApi"},
    {"AWS::Serverless::Function", "AWS::Lambda::Function"},
    {"AWS::Serverless::GraphQLApi", "AWS::AppSync::GraphQLApi"},
    {"AWS::Serverless::HttpApi", "AWS::ApiGatewayV2::Api"},
    {"AWS::Serverless::SimpleTable", "AWS::DynamoDB::Table"},
    {"AWS::Serverless::StateMachine", "AWS::StepFunctions::StateMachine"},
    {"AWS::Serverless::WebSocketApi", "AWS::ApiGatewayV2::Api"},
};

}  // namespace

std::span<const ConnectorStatement> connector_profile(std::string_view source, std::string_view destination) {
  const std::pair ends(source, destination);
  const auto* first = std::lower_bound(std::begin(kStatements), std::end(kStatements), ends,
                                       [](const ConnectorStatement& row, const auto& wanted) {
                                         return std::pair(row.source, row.destination) < wanted;
                                       });
  const auto* last = std::find_if_not(first, std::end(kStatements), [&](const ConnectorStatement& row) {
    return std::pair(row.source, row.destination) == ends;
  });
  return {first, last};
}

const ConnectorEnd* connector_end(std::string_view type) {
  const auto* found = std::find_if(std::begin(kEnds), std::end(kEnds),
                                   [&](const ConnectorEnd& end) { return end.type == type; });
  return found == std::end(kEnds) ? nullptr : found;
}

std::string_view transformed_type(std::string_view type) {
  for (const auto& [serverless, plain] : kTransformed) {
    if (serverless == type) return plain;
  }
  return type;
}

}  // namespace rootproof::cloudformation
