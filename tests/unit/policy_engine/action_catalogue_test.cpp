#include "analyzer/policy/action_catalogue.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "analyzer/policy/action_catalogue_data.h"
#include "analyzer/policy/sample_actions.h"

namespace rootproof::policy {
namespace {

TEST(ActionCatalogue, KnowsActionsInAnyCase) {
  const auto action = find_action("S3:getobject");
  ASSERT_TRUE(action);
  EXPECT_EQ(action->name, "s3:GetObject");
  EXPECT_EQ(action->level, AccessLevel::read);
  EXPECT_EQ(action->resource, "arn:{P}:s3:::example/example");
}

TEST(ActionCatalogue, KnowsWhatActionsDoAndOnWhat) {
  for (const char* name : {"s3:PutBucketPolicy", "ec2:CreateTags", "s3:ListAllMyBuckets", "sqs:SendMessage"})
    ASSERT_TRUE(find_action(name)) << name;
  EXPECT_EQ(find_action("s3:PutBucketPolicy")->level, AccessLevel::permissions_management);
  EXPECT_EQ(find_action("s3:PutBucketPolicy")->resource, "arn:{P}:s3:::example");
  EXPECT_EQ(find_action("ec2:CreateTags")->level, AccessLevel::tagging);
  EXPECT_EQ(find_action("s3:ListAllMyBuckets")->resource, "*");
  EXPECT_EQ(find_action("sqs:SendMessage")->resource, "arn:{P}:sqs:{R}:{A}:example");
}

/// Recovery points belong to many services: their ARN has none of its own.
TEST(ActionCatalogue, KnowsTheKindsOfResourcesOfActions) {
  const auto holds = [](const std::string& action, const char* arn) {
    const std::vector<std::string> resources = resources_of(action);
    return std::find(resources.begin(), resources.end(), arn) != resources.end();
  };
  EXPECT_TRUE(holds("rds:AddTagsToResource", "arn:{P}:rds:{R}:{A}:db:example"));
  EXPECT_TRUE(holds("RDS:addtagstoresource", "arn:{P}:rds:{R}:{A}:cluster:example"));
  EXPECT_EQ(resources_of("cloudtrail:StopLogging"),
            std::vector<std::string>{"arn:{P}:cloudtrail:{R}:{A}:trail/example"});
  EXPECT_TRUE(resources_of("iam:GetAccountSummary").empty());
  EXPECT_TRUE(resources_of("acme:DoThings").empty());
  EXPECT_TRUE(resources_of("rds:DoThings").empty());
}

TEST(ActionCatalogue, GivesNoExampleThatWouldBeNone) {
  ASSERT_TRUE(find_action("backup:DeleteRecoveryPoint"));
  EXPECT_EQ(find_action("backup:DeleteRecoveryPoint")->resource, "");
  EXPECT_EQ(sample_resource("backup:DeleteRecoveryPoint", "aws", "111122223333"),
            "arn:aws:backup:us-east-1:111122223333:backup-vault:example");
  EXPECT_EQ(sample_resource("s3:GetBucketAcl", "aws", "111122223333"), "arn:aws:s3:::example");
  EXPECT_EQ(sample_resource("s3:NotYetThere", "aws", "111122223333"), "arn:aws:s3:::example/x");
}

TEST(ActionCatalogue, HasNoActionsThatDoNotExist) {
  EXPECT_FALSE(find_action("s3:GetObjet"));
  EXPECT_FALSE(find_action("s4:GetObject"));
  EXPECT_FALSE(find_action("s3"));
  EXPECT_FALSE(find_action(""));
}

TEST(ActionCatalogue, CountsWhatAPatternMatches) {
  const CatalogueMatches matches = match_actions({"SQS:*queue"});
  EXPECT_GE(matches.count, 3U);
  EXPECT_EQ(matches.example[static_cast<std::size_t>(AccessLevel::write)], "sqs:CreateQueue");
  EXPECT_EQ(matches.example[static_cast<std::size_t>(AccessLevel::tagging)], "sqs:TagQueue");
  EXPECT_EQ(match_actions({"sqs:Fetch*"}).count, 0U);
  EXPECT_EQ(match_actions({"sqs:??????Queue"}).count, 2U);
  EXPECT_EQ(match_actions({"sqs:*Queue", "sqs:DeleteQueue", "s3:GetObject"}).count, matches.count + 1);
}

TEST(ActionCatalogue, FindsTheFirstOfAPattern) {
  for (const char* pattern : {"sqs:*Queue", "iam:createa*", "xray:*"})
    ASSERT_TRUE(first_action(pattern)) << pattern;
  EXPECT_EQ(first_action("sqs:*Queue")->name, "sqs:CreateQueue");
  EXPECT_EQ(first_action("iam:createa*")->name, "iam:CreateAccessKey");
  EXPECT_EQ(first_action("xray:*")->name.substr(0, 5), "xray:");
  EXPECT_FALSE(first_action("sqs:Fetch*"));
  EXPECT_FALSE(first_action("sqs:A"));
  EXPECT_FALSE(first_action("sqs:zzz"));
}

/// Each one is found by its name, wherever in its block it stands.
TEST(ActionCatalogue, FindsEveryAction) {
  for (const char* service : {"s3", "ec2", "iam", "sts", "sqs", "organizations"}) {
    std::size_t found = 0;
    for (const char first : std::string("abcdefghijklmnopqrstuvwxyz")) {
      for (const char second : std::string("abcdefghijklmnopqrstuvwxyz")) {
        const std::string pattern = std::string(service) + ":" + first + second + "*";
        found += match_actions({pattern}).count;
        if (const auto action = first_action(pattern)) {
          const auto same = find_action(action->name);
          ASSERT_TRUE(same) << action->name;
          EXPECT_EQ(same->name, action->name);
        }
      }
    }
    EXPECT_EQ(found, match_actions({std::string(service) + ":*"}).count) << service;
  }
}

TEST(ActionCatalogue, SaysWhatIsUnknown) {
  EXPECT_EQ(unknown_action("s3:GetObjet"), "AWS documents no action \"s3:GetObjet\"; s3:GetObject is near");
  EXPECT_EQ(unknown_action("s3:Fetch*"), "no action that AWS documents matches \"s3:Fetch*\"");
  EXPECT_EQ(unknown_action("organisations:*"),
            "AWS documents no service \"organisations\" for actions; organizations is near");
  for (const char* fine : {"s3:GetObject", "S3:GETOBJECT", "s3:Get*", "*", "*:*", "s3*:GetObject",
                           "s3:${verb}Object", "<service>:*", "GetObject"})
    EXPECT_FALSE(unknown_action(fine)) << fine;
}

TEST(ActionCatalogue, NamesWhatWasMeant) {
  EXPECT_EQ(nearest_action("s3:GetObjet"), "s3:GetObject");
  EXPECT_EQ(nearest_action("iam:CreateAccesKeys"), "iam:CreateAccessKey");
  EXPECT_EQ(nearest_action("organisations:LeaveOrganization"), "organizations");
  EXPECT_EQ(nearest_action("s3:Frobnicate"), "");
  EXPECT_EQ(nearest_action("s3:" + std::string(5000, 'x')), "");
}

TEST(ActionCatalogue, HasConditionKeysOfServices) {
  const auto keys = condition_keys_of("s3");
  EXPECT_NE(std::find(keys.begin(), keys.end(), "s3:prefix"), keys.end());
  EXPECT_TRUE(condition_keys_of("nothing").empty());
}

TEST(ActionCatalogue, KnowsWhichActionsHaveAKey) {
  EXPECT_EQ(supports_key("s3:ListBucket", "s3:prefix"), true);
  EXPECT_EQ(supports_key("S3:listbucket", "S3:PREFIX"), true);
  EXPECT_EQ(supports_key("s3:GetObject", "s3:prefix"), false);
  EXPECT_EQ(supports_key("s3:*", "s3:prefix"), true);
  EXPECT_EQ(supports_key("ec2:TerminateInstances", "ec2:ResourceTag/team"), true) << "of its resource";
  EXPECT_EQ(supports_key("s3:GetObject", "ec2:Region"), std::nullopt) << "another service's";
  EXPECT_EQ(supports_key("s3:GetObjet", "s3:prefix"), std::nullopt);
  EXPECT_EQ(supports_key("nothing:Get", "nothing:key"), std::nullopt);
}

TEST(ActionCatalogue, KnowsActionsThatCarryAKey) {
  const auto actions = actions_with_key("S3:Prefix");
  EXPECT_NE(std::find(actions.begin(), actions.end(), "s3:ListBucket"), actions.end());
  EXPECT_EQ(std::find(actions.begin(), actions.end(), "s3:GetObject"), actions.end());
  EXPECT_TRUE(actions_with_key("s3:nothing").empty());
}

TEST(ActionCatalogue, KnowsWhoseResourcesAServiceActsOn) {
  const auto has = [](std::string_view service, std::string_view other) {
    const auto services = arn_services_of(service);
    return std::find(services.begin(), services.end(), other) != services.end();
  };
  EXPECT_TRUE(has("SSM", "ssm"));
  EXPECT_TRUE(has("ssm", "ec2"));
  EXPECT_FALSE(has("ec2", "s3"));
  EXPECT_TRUE(arn_services_of("backup").empty()) << "it acts on what many services hold";
  EXPECT_TRUE(arn_services_of("nothing").empty());
  EXPECT_TRUE(arn_services_of("ssmmessages").empty()) << "its resources are those of ssm";
}

/// The whole table can be read: every action has a resource of its own service's table, or none.
TEST(ActionCatalogue, IsWholeAndSorted) {
  std::size_t actions = 0;
  std::string_view last;
  for (const CatalogueService& service : catalogue_services()) {
    EXPECT_LT(last, service.prefix);
    last = service.prefix;
    const CatalogueMatches all = match_actions({std::string(service.prefix) + ":*"});
    EXPECT_EQ(all.count, service.action_count) << service.prefix;
    actions += all.count;
  }
  EXPECT_GT(actions, 20'000U);
}

/// Examples of requests are made of actions that exist.
TEST(ActionCatalogue, HasTheSampleActions) {
  for (const SampleAction& sample : sample_actions())
    EXPECT_TRUE(find_action(sample.action)) << sample.action;
}

}  // namespace
}  // namespace rootproof::policy
