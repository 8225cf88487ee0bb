// Answers that are remembered are those that would be worked out.
#include <gtest/gtest.h>

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "analyzer/policy/answer_memo.h"
#include "analyzer/policy/lockout_question.h"
#include "analyzer/policy/questions.h"
#include "tests/unit/policy_engine/policy_test_support.h"

namespace rootproof::policy {
namespace {

using testing::policy_from;

/// Bucket policies that differ in one thing each, and none twice.
std::vector<PolicyDocument> different_policies() {
  const std::vector<std::string> statements{
      "'Effect': 'Allow', 'Principal': {'AWS': '999988887777'}, 'Action': 's3:*', 'Resource': '*'",
      "'Sid': 'A', 'Effect': 'Allow', 'Principal': {'AWS': '999988887777'}, 'Action': 's3:*', 'Resource': "
      "'*'",
      "'Effect': 'Allow', 'Principal': {'AWS': '111122223333'}, 'Action': 's3:*', 'Resource': '*'",
      "'Effect': 'Allow', 'Principal': {'AWS': 'arn:aws-cn:iam::999988887777:root'}, 'Action': 's3:*', "
      "'Resource': '*'",
      "'Effect': 'Allow', 'Principal': '*', 'Action': 's3:*', 'Resource': '*'",
      "'Effect': 'Allow', 'Principal': {'AWS': '*'}, 'Action': 's3:*', 'Resource': '*'",
      "'Effect': 'Allow', 'Principal': {'AWS': '999988887777'}, 'NotAction': 's3:*', 'Resource': '*'",
      "'Effect': 'Allow', 'Principal': {'AWS': '999988887777'}, 'Action': 's3:GetObject', 'Resource': '*'",
      "'Effect': 'Allow', 'Principal': {'AWS': '999988887777'}, 'Action': 's3:*', 'NotResource': '*'",
      "'Effect': 'Allow', 'Principal': {'AWS': '999988887777'}, 'Action': 's3:*', 'Resource': "
      "'arn:aws:s3:::logs/*'",
      "'Effect': 'Allow', 'Principal': {'AWS': '999988887777'}, 'Action': 's3:*', 'Resource': '*', "
      "'Condition': "
      "{'StringEquals': {'aws:PrincipalArn': 'arn:aws:iam::999988887777:role/a'}}",
      "'Effect': 'Allow', 'Principal': {'AWS': '999988887777'}, 'Action': 's3:*', 'Resource': '*', "
      "'Condition': "
      "{'StringNotEquals': {'aws:PrincipalArn': 'arn:aws:iam::999988887777:role/a'}}",
      "'Effect': 'Allow', 'Principal': {'AWS': '999988887777'}, 'Action': 's3:*', 'Resource': '*', "
      "'Condition': "
      "{'StringNotEquals': {'aws:PrincipalArn': 'arn:aws:iam::999988887777:role/b'}}",
      "'Effect': 'Allow', 'Principal': {'AWS': '999988887777'}, 'Action': 's3:*', 'Resource': '*', "
      "'Condition': "
      "{'Bool': {'aws:SecureTransport': 'true'}}",
      "'Effect': 'Deny', 'Principal': '*', 'Action': 's3:*', 'Resource': '*'",
      "'Effect': 'Deny', 'NotPrincipal': {'AWS': 'arn:aws:iam::111122223333:role/a'}, 'Action': 's3:*', "
      "'Resource': '*'",
      "'Effect': 'Deny', 'Principal': '*', 'Action': 's3:*', 'Resource': '*', 'Condition': {'Bool': "
      "{'aws:SecureTransport': 'false'}}",
      "'Effect': 'Deny', 'Principal': '*', 'Action': 's3:*', 'Resource': '*', 'Condition': {'ArnNotLike': "
      "{'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/a'}}",
      "'Effect': 'Deny', 'Principal': '*', 'Action': 's3:*', 'Resource': '*', 'Condition': {'ArnNotLike': "
      "{'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/*'}}"};
  std::vector<PolicyDocument> all;
  for (const std::string& statement : statements)
    for (const char* version : {"2012-10-17", "2008-10-17"})
      all.push_back(
          policy_from("{'Version': '" + std::string(version) + "', 'Statement': [{" + statement + "}]}",
                      PolicyKind::resource));
  return all;
}

std::string told(const Answer& answer) {
  std::string text = to_string(answer.verdict);
  if (answer.witness) {
    text += " " + describe(*answer.witness);
    for (const auto& [key, values] : answer.witness->context)
      for (const std::string& value : values) text += " " + key + "=" + value;
  }
  for (const std::string& step : answer.proof) text += "\n" + step;
  for (const value::Reason& reason : answer.reasons) text += "\n" + reason.detail;
  return text;
}

/// All that rules ask of a policy, one answer in a line.
std::string answers(const PolicyDocument& document) {
  LockoutQuestion lockout;
  lockout.repairs = {"s3:PutBucketPolicy", "s3:DeleteBucketPolicy"};
  lockout.resource = "arn:{P}:s3:::{N}";
  LockoutQuestion needs_grant = lockout;
  needs_grant.needs_grant = true;
  LockoutQuestion of_account = lockout;
  of_account.accounts = {"111122223333"};
  std::string text = told(grants_whole_account(document, 0, 0)) + "\n";
  text += told(grants_everyone(document, 0)) + "\n";
  text += told(grants_everyone(document, 0, {}, {"999988887777"})) + "\n";
  for (const LockoutQuestion* question : {&lockout, &needs_grant, &of_account})
    text += told(locks_out_all_but_root(document, *question).answer) + "\n";
  return text;
}

TEST(AnswerMemo, AnswersAsIfNothingHadBeenAskedBefore) {
  const std::vector<PolicyDocument> policies = different_policies();
  std::vector<std::string> alone;
  for (const PolicyDocument& policy : policies) alone.push_back(answers(policy));
  AnswerMemo memo;
  const MemoUse use(&memo);
  for (int round = 0; round < 2; ++round)
    for (std::size_t i = 0; i < policies.size(); ++i) EXPECT_EQ(answers(policies[i]), alone[i]) << i;
}

TEST(AnswerMemo, TellsQuestionsApart) {
  std::set<std::string> texts;
  const std::vector<PolicyDocument> policies = different_policies();
  for (const PolicyDocument& policy : policies) {
    QuestionText question("q", std::nullopt);
    question.add(policy);
    ASSERT_TRUE(question.text());
    EXPECT_TRUE(texts.insert(*question.text()).second) << *question.text();
  }
  QuestionText one("q", std::nullopt);
  one.add("a");
  one.add("bc");
  QuestionText other("q", std::nullopt);
  other.add("ab");
  other.add("c");
  EXPECT_NE(one.text(), other.text());
}

TEST(AnswerMemo, RemembersNothingThatRestsOnAnUnknown) {
  PolicyDocument document = different_policies().front();
  document.statements.front().actions_unknown = true;
  QuestionText question("q", std::nullopt);
  question.add(document);
  EXPECT_EQ(question.text(), std::nullopt);
  AnswerMemo memo;
  Answer answer;
  const QuestionText asked("asked", std::nullopt);
  memo.add(asked, {answer});
  EXPECT_FALSE(memo.find(asked).has_value());
  answer.verdict = Verdict::safe;
  answer.reasons = {{value::ReasonKind::limit, "kOwners", {}}};
  memo.add(asked, {answer});
  EXPECT_FALSE(memo.find(asked).has_value());
  answer.reasons.clear();
  memo.add(asked, {answer});
  EXPECT_TRUE(memo.find(asked).has_value());
}

PolicyDocument of_bucket(const std::string& name, const std::string& more = {}) {
  return policy_from(
      "{'Version': '2012-10-17', 'Statement': [{'Effect': 'Allow', 'Principal': {'AWS': "
      "'999988887777'}, 'Action': 's3:GetObject', 'Resource': ['arn:aws:s3:::" +
          name + "', 'arn:aws:s3:::" + name + "/*']}" + more + "]}",
      PolicyKind::resource);
}

std::string question_about(const PolicyDocument& document) {
  QuestionText question("q", OwnResource::of(document, 0));
  question.add(document);
  return question.text().value_or("");
}

TEST(AnswerMemo, AnswersOfOneBucketAreThoseOfAnother) {
  AnswerMemo memo;
  const MemoUse use(&memo);
  EXPECT_EQ(question_about(of_bucket("logs-1")), question_about(of_bucket("logs-2")));
  EXPECT_EQ(grants_whole_account(of_bucket("logs-1"), 0, 0).witness->resource, "arn:aws:s3:::logs-1/x");
  EXPECT_EQ(grants_whole_account(of_bucket("logs-2"), 0, 0).witness->resource, "arn:aws:s3:::logs-2/x");
  for (const char* name : {"logs-1", "logs-2", "xxxx", "0000", "aaaa-longer", "example-1"}) {
    std::string with_memo = answers(of_bucket(name));
    const MemoUse none(nullptr);
    EXPECT_EQ(with_memo, answers(of_bucket(name))) << name;
  }
}

/// Where anything else in the document may depend on the name, it belongs to the question.
TEST(AnswerMemo, NamesThatOtherTextsHoldTellQuestionsApart) {
  for (const char* more :
       {", {'Effect': 'Deny', 'Principal': '*', 'Action': 's3:*', 'Resource': 'arn:aws:s3:::logs*'}",
        ", {'Effect': 'Deny', 'Principal': '*', 'Action': 's3:*', 'Resource': 'arn:aws:s3:::logs-10'}",
        ", {'Effect': 'Deny', 'Principal': '*', 'Action': 's3:*', 'Resource': 'arn:aws:s3:::*/*'}",
        ", {'Effect': 'Deny', 'Principal': '*', 'Action': 's3:*', 'Resource': '*', 'Condition': "
        "{'StringEquals': "
        "{'aws:PrincipalTag/bucket': 'of logs-1'}}}",
        ", {'Sid': 'logs-1', 'Effect': 'Deny', 'Principal': '*', 'Action': 's3:*', 'Resource': '*'}"})
    EXPECT_NE(question_about(of_bucket("logs-1", more)), question_about(of_bucket("logs-3", more))) << more;
}

}  // namespace
}  // namespace rootproof::policy
