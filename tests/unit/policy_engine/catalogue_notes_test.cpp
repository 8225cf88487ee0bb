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
      lint(testing::statement_from("Deny", "'Action': ['s3:GetObjet', 's3:Put*'], 'Resource': '*'"));
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
            "\"ec2:RunInstances\" changes nothing beside \"*\"")
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

bool has_note(const PolicyDocument& document, const std::string& part, bool refused = false) {
  const std::vector<LintNote> notes = lint(document);
  return std::any_of(notes.begin(), notes.end(), [&](const LintNote& note) {
    return note.refused == refused && note.message.find(part) != std::string::npos;
  });
}

TEST(Lint, NotesManyUnknownActionsOnce) {
  std::string actions;
  for (int i = 0; i < 700; ++i)
    actions += (i == 0 ? "'s3:Nothing" : ", 's3:Nothing") + std::to_string(i) + "'";
  const auto notes = lint(testing::statement_from("Deny", "'Action': [" + actions + "], 'Resource': '*'"));
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_EQ(
      notes[0].message,
      "AWS documents none of 700 actions: \"s3:Nothing0\", \"s3:Nothing1\", \"s3:Nothing2\" and 697 more");
}

TEST(Lint, NotesResourcesThatAreNone) {
  const auto on = [](const std::string& resource, const std::string& action = "s3:*") {
    return testing::statement_from("Allow", "'Action': '" + action + "', 'Resource': '" + resource + "'",
                                   PolicyKind::identity);
  };
  EXPECT_TRUE(has_note(on("arn:aws:s3"), "fewer than six components", true));
  EXPECT_TRUE(has_note(on("arn:aws:s3*"), "fewer than six components"));
  EXPECT_TRUE(has_note(on("arn:foo:s3:::b"), "\"foo\" is no partition", true));
  EXPECT_TRUE(has_note(on("arn:aws:iam::1234:role/r", "iam:*"), "\"1234\" is no account"));
  EXPECT_TRUE(has_note(on("arn:aws:s3:::b/${aws:username"), "is not closed"));
  EXPECT_TRUE(has_note(on("arn:aws:s3:${aws:username}::b"), "behind the fifth colon"));
  EXPECT_TRUE(has_note(on("arn:aws:s3:::b", "ec2:*"), "none of the actions acts on a resource of s3"));
  for (const char* fine : {"arn:aws:s3:::b/${aws:username}/*", "arn:aws-us-gov:s3:::b", "arn:*:s3:::b",
                           "arn:aws:s3:us-east-1:123456789012:accesspoint/a", "arn:${Partition}:s3:::b"})
    EXPECT_TRUE(lint(on(fine)).empty()) << fine << ": " << lint(on(fine)).front().message;
  EXPECT_TRUE(lint(on("arn:aws:iam::aws:policy/ReadOnlyAccess", "iam:AttachRolePolicy")).empty());
  EXPECT_TRUE(lint(on("arn:aws:ec2:*:*:instance/*", "ssm:SendCommand")).empty());
}

TEST(Lint, NotesConditionsThatSayNothing) {
  const auto under = [](const std::string& condition) {
    return testing::statement_from("Deny",
                                   "'Action': 's3:*', 'Resource': '*', 'Condition': {" + condition + "}");
  };
  EXPECT_TRUE(has_note(under("'Bool': {'aws:SecureTransport': 'yes'}"), "neither true nor false"));
  EXPECT_TRUE(has_note(under("'Null': {'aws:SourceIp': 'no'}"), "neither true nor false"));
  EXPECT_TRUE(has_note(under("'StringEquals': {}"), "has no condition key"));
  EXPECT_TRUE(lint(under("'Bool': {'aws:SecureTransport': 'False'}")).empty());
}

TEST(Lint, NotesWhatResourceControlPoliciesDoNotReach) {
  const auto deny = [](const std::string& action) {
    return testing::statement_from("Deny", "'Principal': '*', 'Action': '" + action + "', 'Resource': '*'",
                                   PolicyKind::resource_control);
  };
  EXPECT_TRUE(has_note(deny("ec2:*"), "do not reach requests for \"ec2\""));
  EXPECT_TRUE(lint(deny("s3:*")).empty());
}

TEST(Lint, NotesPoliciesThatAreTooLarge) {
  const auto sized = [](std::size_t characters, PolicyKind kind) {
    return testing::statement_from(
        "Allow", "'Action': 's3:*', 'Resource': 'arn:aws:s3:::" + std::string(characters, 'b') + "'", kind);
  };
  EXPECT_TRUE(lint(sized(5'900, PolicyKind::identity)).empty());
  EXPECT_TRUE(has_note(sized(6'200, PolicyKind::identity), "IAM takes 6144 of a managed policy"));
  EXPECT_TRUE(has_note(sized(10'300, PolicyKind::identity), "and 10240 of an inline one", true));
  EXPECT_TRUE(has_note(sized(5'200, PolicyKind::resource_control), "takes 5120", true));
}

}  // namespace
}  // namespace rootproof::policy
