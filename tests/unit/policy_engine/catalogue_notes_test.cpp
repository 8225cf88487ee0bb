// What lint and explain say by the catalogue of actions.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "analyzer/policy/lint.h"
#include "analyzer/policy/sentences.h"
#include "tests/unit/policy_engine/policy_test_support.h"

namespace rootproof::policy {
namespace {

std::string meaning(const std::string& body) {
  return explain_statement(testing::statement_from("Allow", body), 0).meaning;
}

bool ends_with(const std::string& text, const std::string& end) { return text.ends_with(end); }

TEST(Explain, SaysWhatListedActionsDo) {
  EXPECT_PRED2(ends_with, meaning("'Action': ['s3:ListBucket', 's3:GetObject'], 'Resource': '*'"),
               " These actions list and read.");
  EXPECT_PRED2(ends_with, meaning("'Action': 'iam:CreateUser', 'Resource': '*'"), " Such requests write.");
  EXPECT_PRED2(ends_with, meaning("'Action': ['s3:GetObject', 's3:PutBucketPolicy'], 'Resource': '*'"),
               " These actions read and change permissions (s3:PutBucketPolicy).");
}

TEST(Explain, CountsWhatPatternsMatchToday) {
  const std::string text = meaning("'Action': ['sqs:*Queue', 'sqs:DeleteQueue'], 'Resource': '*'");
  EXPECT_NE(text.find(" Today these are "), std::string::npos) << text;
}

TEST(Explain, SaysNothingOfActionsThatAreNotKnownOrNotListed) {
  for (const char* body : {"'Action': ['s3:GetObject', 's3:GetObjet'], 'Resource': '*'",
                           "'NotAction': 's3:GetObject', 'Resource': '*'", "'Action': '*', 'Resource': '*'"})
    EXPECT_PRED2(ends_with, meaning(body), " on every resource.");
}

TEST(Lint, NotesUnknownActionsAndDoesNotRefuseThem) {
  const auto notes =
      lint(testing::statement_from("Deny", "'Action': ['s3:GetObjet', 's3:Get*'], 'Resource': '*'"));
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_NE(notes[0].message.find("s3:GetObject is near"), std::string::npos);
  EXPECT_FALSE(notes[0].refused);
}

}  // namespace
}  // namespace rootproof::policy
