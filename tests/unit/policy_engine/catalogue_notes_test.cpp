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

std::string only_note(const std::string& body) {
  const auto notes = lint(testing::statement_from("Allow", body));
  EXPECT_LE(notes.size(), 1U) << body << ": " << notes.front().message;
  if (!notes.empty()) {
    EXPECT_FALSE(notes[0].refused) << notes[0].message;
  }
  return notes.empty() ? std::string() : notes[0].message;
}

TEST(Lint, NotesKeysThatNoRequestForAnActionCarries) {
  EXPECT_EQ(only_note("'Action': ['s3:GetObject', 's3:ListBucket'], 'Resource': '*', "
                      "'Condition': {'StringLike': {'s3:prefix': 'home/*'}}"),
            "requests for s3:GetObject carry no s3:prefix");
  EXPECT_EQ(
      only_note("'Action': 's3:List*', 'Resource': '*', 'Condition': {'StringLike': {'S3:Prefix': 'x'}}"), "")
      << "some of them do";
  EXPECT_EQ(only_note("'Action': ['ec2:RunInstances', '*'], 'Resource': '*', "
                      "'Condition': {'StringLike': {'s3:prefix': 'x'}}"),
            "")
      << "keys of other services stand beside actions of theirs";
  EXPECT_EQ(only_note("'NotAction': 's3:GetObject', 'Resource': '*', "
                      "'Condition': {'StringLike': {'s3:prefix': 'x'}}"),
            "");
  EXPECT_EQ(only_note("'Action': 's3:GetObject', 'Resource': '*', "
                      "'Condition': {'StringEquals': {'s3:ExistingObjectTag/team': 'red'}}"),
            "");
}

TEST(Lint, NotesKeysThatAServiceDoesNotHave) {
  EXPECT_EQ(only_note("'Action': 's3:ListBucket', 'Resource': '*', "
                      "'Condition': {'StringLike': {'s3:prefx': 'x'}}"),
            "AWS documents no condition key \"s3:prefx\"; s3:prefix is near");
  EXPECT_EQ(only_note("'Action': 'sts:AssumeRoleWithWebIdentity', 'Resource': '*', 'Condition': "
                      "{'StringLike': {'token.actions.githubusercontent.com:sub': 'repo:acme/*'}}"),
            "")
      << "a key of an identity provider";
}

}  // namespace
}  // namespace rootproof::policy
