#include "parsers/resource.h"

#include <gtest/gtest.h>

#include <string>

#include "parsers/policy_languages.h"

namespace rootproof {
namespace {

using value::Value;

TEST(ResourceTypes, OneKindInBothLanguages) {
  EXPECT_EQ(resource_kind("AWS::S3::BucketPolicy"), ResourceKind::bucket_policy);
  EXPECT_EQ(resource_kind("aws_s3_bucket_policy"), ResourceKind::bucket_policy);
  EXPECT_EQ(resource_kind("AWS::IAM::AccessKey"), resource_kind("aws_iam_access_key"));
  EXPECT_EQ(resource_kind("aws_iam_user_ssh_key"), ResourceKind::iam_user_credential);
  EXPECT_EQ(resource_kind("AWS::IAM::ManagedPolicy"), ResourceKind::iam_policy_holder);
  EXPECT_EQ(resource_kind("aws_iam_policy"), ResourceKind::iam_policy_holder);
  EXPECT_EQ(resource_kind("AWS::SQS::QueuePolicy"), ResourceKind::resource_policy_holder);
  EXPECT_EQ(resource_kind("aws_vpc_endpoint"), ResourceKind::resource_policy_holder);
  EXPECT_EQ(resource_kind("AWS::KMS::Key"), ResourceKind::key);
  EXPECT_EQ(resource_kind("aws_organizations_policy_attachment"),
            ResourceKind::organizations_policy_attachment);
  EXPECT_EQ(resource_kind("provider.aws"), ResourceKind::provider);
  EXPECT_EQ(resource_kind("provider.google"), ResourceKind::provider);
  EXPECT_EQ(resource_kind("backend.s3"), ResourceKind::backend);
  EXPECT_EQ(resource_kind("AWS::EC2::Instance"), ResourceKind::other);
  EXPECT_EQ(resource_kind(""), ResourceKind::other);
}

TEST(ResourceTypes, SlotsSayWhatTheyHold) {
  const std::vector<PolicySlot> role = policy_slots("AWS::IAM::Role");
  ASSERT_EQ(role.size(), 2U);
  EXPECT_EQ(role[0].path, "AssumeRolePolicyDocument");
  EXPECT_EQ(role[0].kind, PolicyKind::trust);
  EXPECT_EQ(role[1].path, "Policies[].PolicyDocument");
  EXPECT_EQ(role[1].kind, PolicyKind::identity);
  ASSERT_EQ(policy_slots("aws_organizations_policy").size(), 1U);
  EXPECT_EQ(policy_slots("aws_organizations_policy")[0].kind, PolicyKind::service_control);
  EXPECT_EQ(policy_slots("aws_iam_role")[1].path, "inline_policy[].policy");
  EXPECT_EQ(policy_slots("awscc_s3_bucket_policy")[0].path, "policy_document");
  EXPECT_TRUE(policy_slots("AWS::EC2::Instance").empty());
  EXPECT_TRUE(policy_slots("aws_s3_bucket_polic").empty());
}

TEST(ResourceTypes, OtherPolicyLanguagesAreNamed) {
  EXPECT_TRUE(holds_other_policy_language("aws_iot_policy"));
  EXPECT_FALSE(holds_other_policy_language("aws_cloudformation_stack"));
  EXPECT_TRUE(is_other_policy_language("aws_iot_policy", "policy"));
  EXPECT_TRUE(is_other_policy_language("aws_cloudformation_stack", "policy_body"));
  EXPECT_FALSE(is_other_policy_language("aws_cloudformation_stack", "template_body"));
  EXPECT_FALSE(is_other_policy_language("aws_s3_bucket_policy", "policy"));
  EXPECT_TRUE(policy_slots("aws_iot_policy").empty());
}

TEST(ResourceTypes, NeutralNamesMeetAcrossLanguages) {
  EXPECT_EQ(neutral_property("AWS::IAM::AccessKey", "user_name"), "UserName");
  EXPECT_EQ(neutral_property("aws_iam_access_key", "user_name"), "user");
  EXPECT_EQ(neutral_property("aws_iam_user_ssh_key", "user_name"), "username");
  EXPECT_EQ(neutral_property("AWS::Organizations::Account", "parent_id"), "ParentIds");
  EXPECT_EQ(neutral_property("aws_organizations_organization", "enabled_policy_types"),
            "enabled_policy_types");
  EXPECT_EQ(neutral_property("provider.aws", "profile"), "profile");
  EXPECT_EQ(neutral_property("provider.google", "access_key"), "");
  EXPECT_EQ(neutral_property("aws_iam_access_key", "bucket"), "");
}

Resource make(std::string type, Value properties) {
  Resource resource;
  resource.type = std::move(type);
  resource.properties = std::move(properties);
  return resource;
}

TEST(ResourceProperty, FollowsPathsThroughBlocks) {
  const Value variables = Value::map({{"A", {}, Value::string("b")}});
  const Resource template_function = make(
      "AWS::Lambda::Function", Value::map({{"Environment", {}, Value::map({{"Variables", {}, variables}})}}));
  const Resource terraform_function =
      make("aws_lambda_function",
           Value::map({{"environment", {}, Value::list({Value::map({{"variables", {}, variables}})})}}));
  for (const Resource& resource : {template_function, terraform_function}) {
    const Value* found = resource.property("environment_variables");
    ASSERT_NE(found, nullptr) << resource.type;
    EXPECT_TRUE(found->same_content(variables));
  }
}

TEST(ResourceProperty, WhatIsNotKnownOnTheWayIsTheResult) {
  const Resource resource = make("AWS::IAM::AccessKey", Value::unknown({value::ReasonKind::macro, "M", {}}));
  ASSERT_NE(resource.property("user_name"), nullptr);
  EXPECT_TRUE(resource.property("user_name")->is(Value::Kind::unknown));
}

TEST(ResourceProperty, AbsentIsAbsent) {
  EXPECT_EQ(make("AWS::IAM::AccessKey", Value::map({})).property("user_name"), nullptr);
  EXPECT_EQ(
      make("AWS::IAM::AccessKey", Value::map({{"UserName", {}, Value::absent()}})).property("user_name"),
      nullptr);
  EXPECT_EQ(
      make("Custom::Thing", Value::map({{"UserName", {}, Value::string("root")}})).property("user_name"),
      nullptr);
}

TEST(PolicyKinds, HaveNames) {
  for (int kind = 0; kind <= static_cast<int>(PolicyKind::delegation); ++kind) {
    EXPECT_FALSE(to_string(static_cast<PolicyKind>(kind)).empty());
  }
}

}  // namespace
}  // namespace rootproof
