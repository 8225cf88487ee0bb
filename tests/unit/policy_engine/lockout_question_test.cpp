// Who is left to change a policy: locks_out_all_but_root (RP501, RP502, RP503), held against the evaluator.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "analyzer/policy/authorization.h"
#include "analyzer/policy/lockout_question.h"
#include "parsers/source/limits.h"
#include "tests/unit/policy_engine/policy_test_support.h"

namespace rootproof::policy {
namespace {

using testing::policy_from;
using testing::statement_from;

LockoutQuestion about_bucket() {
  LockoutQuestion question;
  question.repairs = {"s3:PutBucketPolicy", "s3:DeleteBucketPolicy"};
  question.resource = "arn:{P}:s3:::{N}";
  question.name = "vault";
  question.accounts = {"111122223333"};
  return question;
}

/// What an administrator of the account gets.
DecisionKind decide(const PolicyDocument& document, const Request& request) {
  PolicySets sets;
  sets.resource = {document};
  sets.identity = {statement_from("Allow", "'Action': '*', 'Resource': '*'", PolicyKind::identity)};
  return authorize(sets, {"111122223333"}, request).kind;
}

/// Witnesses are held against the evaluator: the one of a lockout is denied all repairs, the other is not.
Verdict verdict(const PolicyDocument& document, const LockoutQuestion& question) {
  const Answer answer = locks_out_all_but_root(document, question).answer;
  if (answer.verdict == Verdict::undecided) {
    EXPECT_FALSE(answer.reasons.empty());
    return answer.verdict;
  }
  EXPECT_TRUE(answer.witness.has_value());
  if (!answer.witness) return answer.verdict;
  if (answer.verdict == Verdict::safe) {
    EXPECT_EQ(decide(document, *answer.witness), DecisionKind::allowed) << describe(*answer.witness);
    return answer.verdict;
  }
  for (const std::string& action : question.repairs) {
    Request request = *answer.witness;
    request.action = action;
    EXPECT_NE(decide(document, request), DecisionKind::allowed) << describe(request);
  }
  return answer.verdict;
}

/// Of a bucket policy that denies everybody everything under each of some conditions.
Verdict under(const std::vector<std::string>& conditions, const LockoutQuestion& question = about_bucket()) {
  std::string statements;
  for (const std::string& condition : conditions)
    statements += std::string(statements.empty() ? "" : ", ") +
                  "{'Effect': 'Deny', 'Principal': '*', 'Action': 's3:*', 'Resource': "
                  "['arn:aws:s3:::vault', 'arn:aws:s3:::vault/*'], 'Condition': {" +
                  condition + "}}";
  return verdict(
      policy_from("{'Version': '2012-10-17', 'Statement': [" + statements + "]}", PolicyKind::resource),
      question);
}

TEST(LocksOut, WhereNoRequestMeetsTheCondition) {
  for (const char* condition : {
           "'StringNotEquals': {'aws:SourceVpce': 'vpce-typo'}",
           "'StringNotEquals': {'aws:SourceVpc': ['vpc-xyz', 'vpc-ABCDEF01']}",
           "'NotIpAddress': {'aws:SourceIp': '10.0.0.0/8'}",
           "'StringNotEquals': {'aws:PrincipalType': 'Account'}",
           "'StringNotLike': {'aws:userid': '111122223333'}",
           "'StringNotEquals': {'aws:PrincipalServiceName': 'cloudtrail.amazonaws.com'}",
           "'ArnNotLike': {'aws:PrincipalArn': 'arn:aws:sts::111122223333:assumed-role/admin/*'}",
           "'StringNotEquals': {'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/*'}",
           "'StringNotEquals': {'aws:PrincipalAccount': '999988887777'}",
           "'DateGreaterThan': {'aws:CurrentTime': '2024-01-01T00:00:00Z'}",
           "'StringNotEquals': {'s3:x-amz-server-side-encryption': 'aws:kms'}",
           "'StringNotEquals': {'aws:RequestedRegion': ['eu-west1', 'mars-1']}",
       })
    EXPECT_EQ(under({condition}), Verdict::violation) << condition;
}

TEST(LocksOut, WhereTwoStatementsLeaveNoWay) {
  EXPECT_EQ(under({"'Null': {'aws:SourceVpce': 'true'}", "'Null': {'aws:SourceVpce': 'false'}"}),
            Verdict::violation);
  // Through an endpoint a request has no aws:SourceIp, and from elsewhere no aws:SourceVpce.
  EXPECT_EQ(under({"'NotIpAddress': {'aws:SourceIp': '203.0.113.0/24'}",
                   "'StringNotEquals': {'aws:SourceVpce': 'vpce-0a1b2c3d'}"}),
            Verdict::violation);
}

TEST(LocksOut, NobodyWhereARequestCanBeMade) {
  for (const char* condition : {
           "'Bool': {'aws:SecureTransport': 'false'}",
           "'NotIpAddress': {'aws:SourceIp': '203.0.113.0/24'}",
           "'StringNotLike': {'aws:SourceVpce': 'vpce-*'}",
           "'StringNotEquals': {'aws:PrincipalTag/team': 'platform'}",
           "'StringNotEquals': {'aws:PrincipalAccount': '111122223333'}",
           "'ArnNotLike': {'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/deploy-*'}",
           "'BoolIfExists': {'aws:MultiFactorAuthPresent': 'false'}",
           "'DateLessThan': {'aws:CurrentTime': '2020-01-01T00:00:00Z'}",
           "'NumericGreaterThan': {'s3:signatureAge': '600000'}",
       })
    EXPECT_EQ(under({condition}), Verdict::safe) << condition;
}

TEST(LocksOut, UndecidedWhereTheCodeDoesNotKnowWhoIsSpared) {
  for (const char* condition : {
           "'StringNotEquals': {'aws:SourceVpce': 'vpce-0a1b2c3d'}",
           "'ArnNotEquals': {'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/admin'}",
           "'StringNotLike': {'aws:userid': 'AROAEXAMPLEADMIN:*'}",
           "'StringNotEquals': {'aws:username': 'admin'}",
           "'StringNotEquals': {'aws:PrincipalOrgID': 'o-example1234'}",
           "'StringNotEquals': {'aws:ResourceTag/locked': 'no'}",
           "'StringNotEquals': {'aws:RequestedRegion': 'us-est-1'}",
           "'StringNotEquals': {'aws:RequestedRegion': 'ap-southeast-5'}",
           "'StringNotLike': {'aws:RequestedRegion': 'eu-*'}",
       })
    EXPECT_EQ(under({condition}), Verdict::undecided) << condition;
}

TEST(LocksOut, NobodyWhereTheCodeCreatesWhoIsSpared) {
  LockoutQuestion question = about_bucket();
  question.created = {"role/admin", "user/ops/ada"};
  const auto spared = [&](const std::string& arn) {
    return under({"'ArnNotEquals': {'aws:PrincipalArn': '" + arn + "'}"}, question);
  };
  EXPECT_EQ(spared("arn:aws:iam::111122223333:role/admin"), Verdict::safe);
  EXPECT_EQ(spared("arn:aws:iam::111122223333:user/ops/ada"), Verdict::safe);
  EXPECT_EQ(under({"'StringNotEquals': {'aws:username': 'ada'}"}, question), Verdict::safe);

  EXPECT_EQ(spared("arn:aws:iam::111122223333:role/ci/admin"), Verdict::undecided) << "another path";
  EXPECT_EQ(spared("arn:aws:iam::111122223333:user/ada"), Verdict::undecided);
  EXPECT_EQ(spared("arn:aws:iam::111122223333:user/admin"), Verdict::undecided) << "a role, and no user";
  EXPECT_EQ(spared("arn:aws:iam::111122223333:role/ops/ada"), Verdict::undecided);
  EXPECT_EQ(spared("arn:aws:iam::999988887777:role/admin"), Verdict::violation) << "another account";
  EXPECT_EQ(spared("arn:aws-us-gov:iam::111122223333:role/admin"), Verdict::undecided) << "whose is that?";
  EXPECT_EQ(under({"'StringNotEquals': {'aws:username': 'admin'}"}, question), Verdict::undecided);
}

TEST(LocksOut, UndecidedWhereNotPrincipalListsNoAccount) {
  LockoutQuestion question = about_bucket();
  question.created = {"role/admin"};
  const auto but = [&](const std::string& principals) {
    return verdict(statement_from("Deny",
                                  "'NotPrincipal': {'AWS': [" + principals +
                                      "]}, 'Action': 's3:*', 'Resource': 'arn:aws:s3:::vault'",
                                  PolicyKind::resource),
                   question);
  };
  const std::string role = "'arn:aws:iam::111122223333:role/admin'";
  EXPECT_EQ(but(role), Verdict::undecided);
  EXPECT_EQ(but(role + ", 'arn:aws:iam::999988887777:root'"), Verdict::undecided) << "another account";
  EXPECT_EQ(but(role + ", 'arn:aws:iam::111122223333:root'"), Verdict::safe);
  EXPECT_EQ(but(role + ", '111122223333'"), Verdict::safe);
}

TEST(LocksOut, DependsOnTheAccountWhenThatIsNotKnown) {
  LockoutQuestion question = about_bucket();
  question.accounts.clear();
  const std::string spared = "'StringNotEquals': {'aws:PrincipalAccount': '444455556666'}";
  EXPECT_EQ(under({spared}, question), Verdict::undecided);
  question.accounts = {"999988887777"};
  EXPECT_EQ(under({spared}, question), Verdict::violation);
}

TEST(LocksOut, CountsAnyActionThatRepairs) {
  const auto denied = [](const std::string& rest) {
    return verdict(statement_from("Deny", "'Principal': '*', " + rest, PolicyKind::resource), about_bucket());
  };
  EXPECT_EQ(denied("'Action': 'S3:PUT*', 'Resource': '*'"), Verdict::safe);
  EXPECT_EQ(denied("'Action': ['S3:PUTBUCKET*', 's3:Delete*'], 'Resource': '*'"), Verdict::violation);
  EXPECT_EQ(denied("'Action': 's3:*', 'Resource': 'arn:aws:s3:::vault/*'"), Verdict::safe);
  EXPECT_EQ(denied("'Action': 's3:*', 'NotResource': 'arn:aws:s3:::vault/*'"), Verdict::violation);
  EXPECT_EQ(denied("'NotAction': 's3:DeleteBucketPolicy', 'Resource': '*'"), Verdict::safe);
}

TEST(LocksOut, GivesUpOnMoreOwnersThanTheLimit) {
  LockoutQuestion question = about_bucket();
  question.accounts.clear();
  std::string accounts;
  for (std::size_t i = 0; i <= limits::kOwners; ++i)
    accounts += std::string(i == 0 ? "" : ", ") + "'" + std::to_string(444'455'550'000 + i) + "'";
  EXPECT_EQ(under({"'StringNotEquals': {'aws:PrincipalAccount': [" + accounts + "]}"}, question),
            Verdict::undecided);
}

LockoutQuestion about_key(bool checks_sender) {
  LockoutQuestion question;
  question.repairs = {"kms:PutKeyPolicy"};
  question.resource = "arn:{P}:kms:{R}:{A}:key/{N}";
  question.needs_grant = true;
  question.checks_sender = checks_sender;
  return question;
}

TEST(LocksOutOfAKey, WithoutAGrant) {
  const auto granted = [](const std::string& rest, bool checks_sender) {
    return verdict(statement_from("Allow", rest + ", 'Resource': '*'", PolicyKind::resource),
                   about_key(checks_sender));
  };
  const std::string account = "'Principal': {'AWS': 'arn:aws:iam::111122223333:root'}, ";
  EXPECT_EQ(granted(account + "'Action': 'kms:Decrypt'", false), Verdict::violation);
  EXPECT_EQ(granted(account + "'Action': 'kms:*'", true), Verdict::safe);
  EXPECT_EQ(granted(account + "'Action': 'kms:*'", false), Verdict::undecided);
  EXPECT_EQ(granted("'Principal': {'AWS': 'arn:aws:iam::111122223333:role/gone'}, 'Action': 'kms:*'", false),
            Verdict::undecided);
  EXPECT_EQ(granted("'Principal': {'Service': 'logs.amazonaws.com'}, 'Action': 'kms:*'", false),
            Verdict::violation);
}

TEST(LocksOutOfAKey, InTheRegionInWhichItLies) {
  const auto denied_where = [](const std::string& condition, const std::string& region) {
    LockoutQuestion question = about_key(false);
    question.accounts = {"111122223333"};
    question.region = region;
    return verdict(policy_from("{'Version': '2012-10-17', 'Statement': ["
                               "{'Effect': 'Allow', 'Principal': {'AWS': 'arn:aws:iam::111122223333:root'}, "
                               "'Action': 'kms:*', 'Resource': '*'}, "
                               "{'Effect': 'Deny', 'Principal': '*', 'Action': 'kms:*', 'Resource': '*', "
                               "'Condition': {" +
                                   condition + "}}]}",
                               PolicyKind::resource),
                   question);
  };
  const std::string but_there = "'StringNotEquals': {'aws:RequestedRegion': 'eu-west-1'}";
  EXPECT_EQ(denied_where(but_there, "eu-west-1"), Verdict::safe);
  EXPECT_EQ(denied_where(but_there, "us-west-2"), Verdict::violation);
  EXPECT_EQ(denied_where(but_there, ""), Verdict::undecided);
  EXPECT_EQ(denied_where("'StringNotEquals': {'aws:RequestedRegion': 'us-east-1'}", ""), Verdict::undecided)
      << "the usual Region is one among others";
  EXPECT_EQ(denied_where("'StringEquals': {'aws:RequestedRegion': 'us-east-1'}", ""), Verdict::undecided);
  EXPECT_EQ(denied_where("'StringLike': {'aws:RequestedRegion': 'us-*'}", ""), Verdict::undecided);
  EXPECT_EQ(denied_where("'StringLike': {'aws:RequestedRegion': '*'}", ""), Verdict::violation);
  EXPECT_EQ(denied_where("'StringEquals': {'aws:RequestedRegion': 'eu-west-1'}", "us-east-1"), Verdict::safe);
}

TEST(LocksOut, LeavesAKeyInAnUnknownRegionOpenThatIsAllowedInOne) {
  const auto allowed_where = [](const std::string& condition, const std::string& region) {
    LockoutQuestion question = about_key(false);
    question.accounts = {"111122223333"};
    question.region = region;
    return verdict(policy_from("{'Version': '2012-10-17', 'Statement': ["
                               "{'Effect': 'Allow', 'Principal': {'AWS': 'arn:aws:iam::111122223333:root'}, "
                               "'Action': 'kms:*', 'Resource': '*', 'Condition': {" +
                                   condition + "}}]}",
                               PolicyKind::resource),
                   question);
  };
  const std::string there = "'StringEquals': {'aws:RequestedRegion': 'eu-west-1'}";
  EXPECT_EQ(allowed_where(there, "eu-west-1"), Verdict::safe);
  EXPECT_EQ(allowed_where(there, "us-west-2"), Verdict::violation);
  EXPECT_EQ(allowed_where(there, ""), Verdict::undecided);
  EXPECT_EQ(allowed_where("'StringLike': {'aws:RequestedRegion': '*'}", ""), Verdict::safe);
}

TEST(LocksOut, SaysWhatAPolicyWouldDoThatIsRefused) {
  const auto reason = [](const std::string& deny) {
    const PolicyDocument document = policy_from(
        "{'Version': '2012-10-17', 'Statement': [{'Effect': 'Allow', 'Principal': {'AWS': 'nobody'}, "
        "'Action': 's3:*', 'Resource': 'arn:aws:s3:::vault'}, {'Effect': 'Deny', 'Principal': '*', " +
            deny + ", 'Resource': 'arn:aws:s3:::vault'}]}",
        PolicyKind::resource);
    const LockoutAnswer found = locks_out_all_but_root(document, about_bucket());
    EXPECT_EQ(found.answer.verdict, Verdict::undecided);
    return found.answer.reasons.empty() ? std::string() : found.answer.reasons.front().detail;
  };
  EXPECT_NE(reason("'Action': 's3:*'").find("if it did, no user or role"), std::string::npos);
  EXPECT_EQ(reason("'Action': 's3:GetObject'").find("if it did"), std::string::npos);
}

}  // namespace
}  // namespace rootproof::policy
