#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "analyzer/policy/lint.h"
#include "tests/unit/policy_engine/policy_test_support.h"

namespace rootproof::policy {
namespace {

std::vector<std::string> redundant(const std::string& statements) {
  std::vector<std::string> messages;
  const PolicyDocument document =
      testing::policy_from_json("{\"Version\":\"2012-10-17\",\"Statement\":[" + statements + "]}");
  for (const LintNote& note : redundant_statements(document)) messages.push_back(note.message);
  return messages;
}

using Messages = std::vector<std::string>;

TEST(RedundantStatements, AreCoveredByOthersOfTheSameEffect) {
  EXPECT_EQ(redundant(R"({"Sid":"Narrow","Effect":"Allow","Action":"s3:GetObject","Resource":"*"},
                         {"Effect":"Allow","Action":"s3:Get*","Resource":"*"})"),
            Messages{"statement 1 (Narrow) changes nothing: other statements allow all of it"});
}

TEST(RedundantStatements, MayBeCoveredByTwoTogether) {
  EXPECT_EQ(
      redundant(
          R"({"Effect":"Deny","Action":"s3:GetObject","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}}},
                         {"Effect":"Deny","Action":"s3:GetObject","Resource":"*","Condition":{"BoolIfExists":{"aws:SecureTransport":"false"}}},
                         {"Effect":"Deny","Action":"s3:GetObject","Resource":"*"})"),
      Messages{"statement 3 changes nothing: other statements deny all of it"});
}

TEST(RedundantStatements, AreNotThoseThatOnlyResembleEachOther) {
  EXPECT_EQ(redundant(R"({"Effect":"Deny","Action":"s3:GetObject","Resource":"*"},
                         {"Effect":"Allow","Action":"s3:Get*","Resource":"*"},
                         {"Effect":"Allow","Action":"s3:GetObject*","Resource":"arn:aws:s3:::b/*","Condition":{"Bool":{"aws:SecureTransport":"true"}}})"),
            Messages{"statement 3 changes nothing: other statements allow all of it"});
  EXPECT_EQ(redundant(R"({"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"},
                         {"Effect":"Allow","Action":"s3:Get*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}}})"),
            Messages{});
}

/// Proofs cover actions that AWS adds later: all of today's actions are not all actions.
TEST(RedundantStatements, AreNotCoveredByAListOfTodaysActions) {
  EXPECT_EQ(
      redundant(R"({"Effect":"Allow","Action":["sqs:SendMessage","sqs:SendMessageBatch"],"Resource":"*"},
                         {"Effect":"Allow","Action":"sqs:SendMessage*","Resource":"*"})"),
      Messages{"statement 1 changes nothing: other statements allow all of it"});
}

TEST(RedundantStatements, OfTwinsTheLastIsNamed) {
  EXPECT_EQ(redundant(R"({"Effect":"Allow","Action":"s3:GetObject","Resource":"*"},
                         {"Effect":"Allow","Action":["s3:getobject"],"Resource":["*"]})"),
            Messages{"statement 2 changes nothing: other statements allow all of it"});
}

TEST(RedundantStatements, AreThoseThatNoRequestMeets) {
  EXPECT_EQ(redundant(R"({"Sid":"Old","Effect":"Deny","Action":"*","Resource":"*",
                          "Condition":{"DateLessThan":{"aws:CurrentTime":"2020-01-01T00:00:00Z"}}})"),
            Messages{"statement 1 (Old) changes nothing: no request meets its conditions"});
}

}  // namespace
}  // namespace rootproof::policy
