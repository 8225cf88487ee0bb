// The guardrail question (domain.md §3): texts that deny root, texts that seem to, and why they do not.
#include <gtest/gtest.h>

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/policy/questions.h"
#include "tests/unit/policy_engine/policy_test_support.h"

namespace rootproof::policy {
namespace {

using testing::policy_from;

/// A path of levels; each level is the list of statements attached there.
class Path {
 public:
  Path& level(const std::string& statements, bool full_aws_access = true) {
    ScpLevel node;
    node.name = "level " + std::to_string(path_.levels.size());
    node.full_aws_access = full_aws_access;
    if (!statements.empty()) node.documents.push_back(add(statements));
    path_.levels.push_back(std::move(node));
    return *this;
  }
  Path& uncertain(const std::string& statements) {
    path_.levels.back().uncertain.push_back(add(statements));
    path_.levels.back().uncertain_reasons.push_back({value::ReasonKind::unknown_variable, "var.targets", {}});
    return *this;
  }
  Path& account(std::string id) {
    path_.account = std::move(id);
    return *this;
  }
  Path& place(std::string organization, std::string place) {
    path_.organization = std::move(organization);
    path_.place = std::move(place);
    return *this;
  }
  RootAnswer ask(const std::string& action = {}, const std::string& partition = "aws") const {
    return root_is_denied(path_, {action, partition});
  }

 private:
  const PolicyDocument* add(const std::string& statements) {
    return &documents_.emplace_back(policy_from(
        "{'Version': '2012-10-17', 'Statement': [" + statements + "]}", PolicyKind::service_control));
  }
  std::deque<PolicyDocument> documents_;
  ScpPath path_;
};

std::string deny(const std::string& condition, const std::string& rest = "'Action': '*', 'Resource': '*'") {
  return "{'Sid': 'DenyRootUser', 'Effect': 'Deny', " + rest +
         (condition.empty() ? "" : ", 'Condition': {" + condition + "}") + "}";
}

/// The same under another Sid: two of one name are refused.
std::string also_deny(const std::string& condition,
                      const std::string& rest = "'Action': '*', 'Resource': '*'") {
  std::string statement = deny(condition, rest);
  const std::string sid = "DenyRootUser";
  return statement.replace(statement.find(sid), sid.size(), "DenyRootToo");
}

const char* const kRootLike = "'ArnLike': {'aws:PrincipalArn': 'arn:aws:iam::*:root'}";

Verdict verdict_of(const std::string& condition, const std::string& account = "111122223333") {
  return Path().account(account).level(deny(condition)).ask().answer.verdict;
}

TEST(RootIsDenied, InTheOrganizationAndThePlaceOfTheAccount) {
  const auto verdict_in = [](const std::string& place, const std::string& condition, const char* action) {
    return Path().place("o-acme123456", place).level(deny(condition)).ask(action).answer.verdict;
  };
  const std::string unit = "o-acme123456/r-acme/ou-acme-00000001/";
  for (const char* condition :
       {"'StringEquals': {'aws:PrincipalOrgID': 'o-acme123456'}",
        "'ForAnyValue:StringLike': {'aws:PrincipalOrgPaths': 'o-acme123456/r-acme/*'}",
        "'ForAllValues:StringNotLike': {'aws:PrincipalOrgPaths': '*/ou-acme-00000002/*'}"})
    EXPECT_EQ(verdict_in(unit, condition, ""), Verdict::safe) << condition;
  for (const char* condition :
       {"'StringEquals': {'aws:PrincipalOrgID': 'o-other12345'}",
        "'ForAnyValue:StringLike': {'aws:PrincipalOrgPaths': '*/ou-acme-00000002/*'}",
        "'ForAllValues:StringNotLike': {'aws:PrincipalOrgPaths': '*/ou-acme-00000001/*'}"}) {
    EXPECT_EQ(verdict_in(unit, condition, ""), Verdict::violation) << condition;
    EXPECT_FALSE(Path().place("o-acme123456", unit).level(deny(condition)).ask().partly) << condition;
  }
  // Anywhere in the organization.
  EXPECT_EQ(verdict_in("", "'StringEquals': {'aws:PrincipalOrgID': 'o-acme123456'}", ""), Verdict::safe);
  // The credentials of root are its own account's; other resources may be anybody's.
  const char* const own = "'StringEquals': {'aws:ResourceOrgID': 'o-acme123456'}";
  EXPECT_EQ(verdict_in(unit, own, "iam:CreateAccessKey"), Verdict::safe);
  EXPECT_EQ(verdict_in(unit, own, "s3:GetObject"), Verdict::violation);
}

TEST(RootIsDenied, ByEveryTextThatDeniesRootInFull) {
  const std::vector<std::string> conditions{
      "",
      kRootLike,
      "'StringLike': {'aws:PrincipalArn': 'arn:aws:iam::*:root'}",
      "'ArnEquals': {'aws:PrincipalArn': 'arn:aws:iam::*:root'}",
      "'StringLike': {'aws:PrincipalArn': '*:root'}",
      "'StringLike': {'aws:PrincipalArn': 'arn:aws:iam::????????????:root'}",
      "'StringEquals': {'aws:PrincipalType': 'Account'}",
      "'ArnNotLike': {'aws:PrincipalArn': 'arn:aws:iam::*:role/admin'}",
      "'StringNotLike': {'aws:username': 'admin*'}",
      "'StringNotEquals': {'aws:PrincipalTag/team': 'security'}",
      "'ArnLike': {'aws:PrincipalArn': 'arn:aws:iam::*:root'}, 'Null': {'aws:AssumedRoot': 'true'}",
      "'ArnLike': {'aws:PrincipalArn': 'arn:aws:iam::*:root'}, 'BoolIfExists': {'aws:AssumedRoot': 'false'}",
      "'ArnLike': {'aws:PrincipalArn': 'arn:aws:iam::*:root'}, 'StringNotEquals': {'aws:AssumedRoot': "
      "'true'}",
      "'ArnLike': {'aws:PrincipalArn': 'arn:aws:iam::*:root'}, 'Bool': {'aws:PrincipalIsAWSService': "
      "'false'}",
      "'ArnLike': {'aws:PrincipalArn': 'arn:aws:iam::*:root'}, 'DateGreaterThan': {'aws:CurrentTime': "
      "'2020-01-01T00:00:00Z'}",
      "'StringEquals': {'aws:userid': '${aws:PrincipalAccount}', 'aws:PrincipalType': 'Account'}",
  };
  for (const std::string& condition : conditions)
    EXPECT_EQ(verdict_of(condition), Verdict::safe) << condition;
}

TEST(RootIsDenied, InAnyAccountByATextThatNamesNone) {
  EXPECT_EQ(verdict_of(kRootLike, ""), Verdict::safe);
  EXPECT_EQ(verdict_of("'StringEquals': {'aws:PrincipalType': 'Account'}", ""), Verdict::safe);
  EXPECT_EQ(verdict_of("'ArnLike': {'aws:PrincipalArn': 'arn:aws:iam::111122223333:root'}", ""),
            Verdict::violation);
}

struct DeadText {
  const char* condition;
  const char* explanation;  ///< a part of it
};

TEST(RootIsDenied, NotByTextsThatOnlySeemTo) {
  const std::vector<DeadText> texts{
      {"'ArnLike': {'aws:PrincipalARNs': 'arn:aws:iam::*:root'}",
       "AWS documents no condition key aws:PrincipalARNs"},
      {"'StringEquals': {'aws:PrincipalArn': 'arn:aws:iam::*:root'}", "StringEquals compares * literally"},
      {"'StringEquals': {'aws:PrincipalType': 'Root'}", "no principal has the type \"Root\""},
      {"'StringEquals': {'aws:PrincipalType': 'account'}", "upper and lower case"},
      {"'StringEquals': {'aws:PrincipalType': 'User'}", "is \"Account\", never \"User\""},
      {"'ArnLike': {'aws:PrincipalArn': 'arn:aws:iam::*:root'}, 'StringEquals': {'aws:RequestedRegion': "
       "'eu-*'}",
       "aws:RequestedRegion is never \"eu-*\""},
      {"'StringEquals': {'aws:userid': 'root'}", "aws:userid of a root user is the account id"},
      {"'StringEquals': {'aws:username': 'root'}", "aws:username is absent"},
      {"'StringEquals': {'aws:PrincipalArn': '111122223333'}", "is an ARN"},
      {"'ArnLike': {'aws:PrincipalArn': 'arn:aws:iam:*:root'}", "has 5 fields"},
      {"'ArnLike': {'aws:PrincipalArn': 'arn:aws:iam::???????????:root'}", "twelve digits"},
      {"'ArnLike': {'aws:PrincipalArn': 'arn:aws:iam::444455556666:root'}", "does not match the account id"},
      {"'ArnLike': {'aws:PrincipalArn': 'arn:aws:sts::*:root'}", "is iam, not"},
      {"'ArnLike': {'aws:PrincipalArn': 'arn:aws:iam::*:user/root'}", "ends in \":root\""},
      {"'ArnLike': {'aws:PrincipalArn': 'arn:aws:iam::*:Root'}", "ends in \":root\""},
      {"'ArnLike': {'aws:PrincipalArn': 'arn:aws-cn:iam::*:root'}", "in partition aws"},
      {"'ArnNotLike': {'aws:PrincipalArn': 'arn:aws:iam::*:root'}", "spares whom it names"},
      {"'ArnLike': {'aws:PrincipalArn': 'arn:aws:iam::*:root'}, 'StringEquals': {'aws:PrincipalTag/x': 'y'}",
       "carries no principal tags"},
      {"'ArnLike': {'aws:PrincipalArn': 'arn:aws:iam::*:root'}, 'Bool': {'aws:AssumedRoot': 'false'}",
       "aws:AssumedRoot is absent"},
      {"'ArnLike': {'aws:PrincipalArn': 'arn:aws:iam::*:root'}, 'DateLessThan': {'aws:CurrentTime': "
       "'2020-01-01T00:00:00Z'}",
       "in the past"},
      {"'ArnLike': {'aws:PrincipalArn': 'arn:aws:iam::*:root'}, 'ArnNotLike': {'aws:PrincipalArn': "
       "'arn:aws:iam::*:*'}",
       "spares whom it names"},
  };
  for (const DeadText& text : texts) {
    const RootAnswer result = Path().account("111122223333").level(deny(text.condition)).ask();
    EXPECT_EQ(result.answer.verdict, Verdict::violation) << text.condition;
    EXPECT_FALSE(result.partly) << text.condition;
    ASSERT_EQ(result.closest.size(), 1U) << text.condition;
    EXPECT_NE(result.closest[0].explanation.find(text.explanation), std::string::npos)
        << text.condition << ": " << result.closest[0].explanation;
  }
}

TEST(RootIsDenied, OnlyInPartWhenSomethingIsSpared) {
  struct Case {
    std::string statement;
    const char* witness;  ///< key of the context, or action, that gets through
  };
  const std::string root = std::string(kRootLike);
  const std::vector<Case> cases{
      {deny(root, "'Action': ['iam:*', 's3:*'], 'Resource': '*'"), "ec2:RunInstances"},
      {deny(root, "'NotAction': ['s3:PutBucketPolicy'], 'Resource': '*'"), "s3:PutBucketPolicy"},
      {deny(root, "'Action': '*', 'Resource': 'arn:aws:s3:::*'"), "iam:CreateAccessKey"},
      {deny(root + ", 'Bool': {'aws:MultiFactorAuthPresent': 'false'}"), "iam:CreateAccessKey"},
      {deny(root + ", 'BoolIfExists': {'aws:MultiFactorAuthPresent': 'false'}"), "iam:CreateAccessKey"},
      // IAM is called in us-east-1 alone, but roles are passed in all Regions.
      {deny(root + ", 'StringNotEquals': {'aws:RequestedRegion': 'eu-west-1'}"), "iam:PassRole"},
      {deny(root + ", 'StringNotEquals': {'aws:RequestedRegion': 'us-east-1'}"), "iam:CreateAccessKey"},
      {deny(root + ", 'NotIpAddress': {'aws:SourceIp': '198.51.100.0/24'}"), "iam:CreateAccessKey"},
      {deny(root + ", 'StringNotLike': {'aws:UserAgent': '*break-glass*'}"), "iam:CreateAccessKey"},
  };
  for (const Case& test : cases) {
    const RootAnswer result = Path().account("111122223333").level(test.statement).ask();
    ASSERT_EQ(result.answer.verdict, Verdict::violation) << test.statement;
    EXPECT_TRUE(result.partly) << test.statement;
    EXPECT_EQ(result.answer.witness->action, test.witness) << test.statement;
    EXPECT_EQ(result.closest.size(), 1U) << test.statement;
  }
}

TEST(RootIsDenied, ADenyOfOneActionForEverybodyIsNoPartOfARootGuardrail) {
  const RootAnswer result =
      Path().level("{'Effect': 'Deny', 'Action': 'organizations:LeaveOrganization', 'Resource': '*'}").ask();
  EXPECT_EQ(result.answer.verdict, Verdict::violation);
  EXPECT_FALSE(result.partly);
  EXPECT_TRUE(result.closest.empty());
}

TEST(RootIsDenied, ByTheUnionOfStatements) {
  const std::string root = kRootLike;
  EXPECT_EQ(Path()
                .level(deny(root, "'Action': 'iam:*', 'Resource': '*'") + "," +
                       also_deny(root, "'NotAction': 'iam:*', 'Resource': '*'"))
                .ask()
                .answer.verdict,
            Verdict::safe);
  EXPECT_EQ(Path()
                .level(deny(root + ", 'Bool': {'aws:MultiFactorAuthPresent': 'true'}"))
                .level(deny(root + ", 'BoolIfExists': {'aws:MultiFactorAuthPresent': 'false'}"))
                .ask()
                .answer.verdict,
            Verdict::safe);
  EXPECT_EQ(Path()
                .level(deny("'IpAddress': {'aws:SourceIp': '0.0.0.0/1'}") + "," +
                       also_deny("'NotIpAddress': {'aws:SourceIp': '0.0.0.0/1'}"))
                .ask()
                .answer.verdict,
            Verdict::safe);
  EXPECT_EQ(Path()
                .level(deny("'ForAnyValue:StringEquals': {'aws:TagKeys': 'a'}") + "," +
                       also_deny("'ForAllValues:StringNotEquals': {'aws:TagKeys': 'a'}"))
                .ask()
                .answer.verdict,
            Verdict::safe);
}

TEST(RootIsDenied, ByAllowListsThatShareNothing) {
  const std::string ec2 = "{'Effect': 'Allow', 'Action': ['ec2:*', 's3:*'], 'Resource': '*'}";
  const std::string iam = "{'Effect': 'Allow', 'Action': 'iam:*', 'Resource': '*'}";
  EXPECT_EQ(Path().level("").level(ec2, false).level(iam, false).ask().answer.verdict, Verdict::safe);
  EXPECT_EQ(Path().level("").level(ec2, false).ask().answer.verdict, Verdict::violation);
  EXPECT_EQ(Path().level("").level("", false).ask().answer.verdict, Verdict::safe)
      << "a level that allows nothing";
  EXPECT_EQ(Path()
                .level("{'Effect': 'Allow', 'Action': '*', 'Resource': '*', 'Condition': "
                       "{'ArnNotLike': {'aws:PrincipalArn': 'arn:aws:iam::*:root'}}}",
                       false)
                .ask()
                .answer.verdict,
            Verdict::safe)
      << "since 2025 an Allow may carry a condition";
}

TEST(RootIsDenied, DependsOnThePartition) {
  Path path;
  path.account("111122223333").level(deny(kRootLike));
  EXPECT_EQ(path.ask({}, "aws").answer.verdict, Verdict::safe);
  const RootAnswer china = path.ask({}, "aws-cn");
  ASSERT_EQ(china.answer.verdict, Verdict::violation);
  EXPECT_EQ(china.answer.witness->principal->arn, "arn:aws-cn:iam::111122223333:root");
}

TEST(RootIsDenied, KeyCreationByTheResourceOfRootsOwnKeysStaysUndecided) {
  const std::string by_root_arn =
      "{'Effect': 'Deny', 'Action': 'iam:CreateAccessKey', 'Resource': 'arn:aws:iam::*:root'}";
  const RootAnswer result = Path().level(by_root_arn).ask("iam:CreateAccessKey");
  EXPECT_EQ(result.answer.verdict, Verdict::undecided);
  ASSERT_FALSE(result.answer.reasons.empty());
  EXPECT_NE(result.answer.reasons[0].detail.find("AWS does not say"), std::string::npos);
}

TEST(RootIsDenied, KeyCreationIsNotStoppedByADenyOnUsers) {
  const RootAnswer result =
      Path()
          .level("{'Effect': 'Deny', 'Action': 'iam:CreateAccessKey', 'Resource': 'arn:aws:iam::*:user/*'}")
          .ask("iam:CreateAccessKey");
  ASSERT_EQ(result.answer.verdict, Verdict::violation);
  EXPECT_EQ(result.answer.witness->resource, "arn:aws:iam::111122223333:root");
}

TEST(RootIsDenied, KeyCreationIsDeniedByItsOwnStatementOrByAnyLargerOne) {
  EXPECT_EQ(Path()
                .level(deny(kRootLike, "'Action': 'iam:CreateAccessKey', 'Resource': '*'"))
                .ask("iam:CreateAccessKey")
                .answer.verdict,
            Verdict::safe);
  EXPECT_EQ(Path().level(deny(kRootLike)).ask("iam:CreateAccessKey").answer.verdict, Verdict::safe);
  EXPECT_EQ(Path()
                .level(deny(kRootLike, "'Action': 'IAM:CREATE*', 'Resource': 'arn:aws:iam::*:*'"))
                .ask("iam:CreateAccessKey")
                .answer.verdict,
            Verdict::safe);
}

TEST(RootIsDenied, NoProofRestsOnAnUncertainAttachment) {
  const RootAnswer result = Path().level("").uncertain(deny(kRootLike)).ask();
  EXPECT_EQ(result.answer.verdict, Verdict::undecided);
  ASSERT_FALSE(result.answer.reasons.empty());
  EXPECT_EQ(result.answer.reasons[0].detail, "var.targets");
}

TEST(RootIsDenied, AnUncertainAttachmentThatHelpsNothingLeavesTheViolation) {
  EXPECT_EQ(
      Path().level("").uncertain(deny("'StringEquals': {'aws:PrincipalType': 'Root'}")).ask().answer.verdict,
      Verdict::violation);
}

TEST(RootIsDenied, UnknownOperatorsDecideNothing) {
  const RootAnswer result =
      Path().level(deny("'StringStartsWith': {'aws:PrincipalArn': 'arn:aws:iam'}")).ask();
  EXPECT_EQ(result.answer.verdict, Verdict::undecided);
  ASSERT_FALSE(result.answer.reasons.empty());
  EXPECT_EQ(result.answer.reasons[0].kind, value::ReasonKind::unsupported_operator);
}

TEST(RootIsDenied, ASafeAnswerNamesItsStatementsAndItsLimits) {
  const RootAnswer result = Path().level(deny(kRootLike)).ask();
  ASSERT_EQ(result.answer.verdict, Verdict::safe);
  ASSERT_GE(result.answer.proof.size(), 3U);
  EXPECT_EQ(result.answer.proof[0], "statement 1 (DenyRootUser) of a policy on level 0 denies root");
  EXPECT_NE(result.answer.proof.back().find("beyond the reach of any SCP"), std::string::npos);
}

PolicyDocument guarded(const std::string& condition, bool holds) {
  PolicyDocument document = policy_from("{'Version': '2012-10-17', 'Statement': [" + deny(kRootLike) + "]}",
                                        PolicyKind::service_control);
  document.statements[0].guard.terms.push_back({condition, holds, {}, {}});
  return document;
}

TEST(RootIsDenied, BothWaysOfAnUnknownCondition) {
  const PolicyDocument yes = guarded("IsProd", true);
  const PolicyDocument no = guarded("IsProd", false);
  ScpPath path;
  path.levels.push_back({"root", {&yes, &no}, {}, {}, true});
  EXPECT_EQ(root_is_denied(path, {}).answer.verdict, Verdict::safe) << "one of the two always stands";
  path.levels[0].documents = {&yes};
  const RootAnswer half = root_is_denied(path, {});
  EXPECT_EQ(half.answer.verdict, Verdict::undecided);
  ASSERT_FALSE(half.answer.reasons.empty());
  EXPECT_EQ(half.answer.reasons[0].detail, "IsProd");
}

TEST(RootIsDenied, APartitionHoleIsThePartitionAskedAbout) {
  PolicyDocument document = policy_from("{'Version': '2012-10-17', 'Statement': [" + deny(kRootLike) + "]}",
                                        PolicyKind::service_control);
  value::Hole partition;
  partition.kind = value::HoleKind::partition;
  partition.symbol = "AWS::Partition";
  document.statements[0].conditions[0].values[0].value = value::Value::string(std::vector<value::StringPiece>{
      value::TextPiece{"arn:", {}, false}, partition, value::TextPiece{":iam::*:root", {}, false}});
  ScpPath path;
  path.levels.push_back({"root", {&document}, {}, {}, true});
  EXPECT_EQ(root_is_denied(path, {}).answer.verdict, Verdict::safe);
  EXPECT_EQ(root_is_denied(path, {"", "aws-us-gov"}).answer.verdict, Verdict::safe);
}

TEST(RootIsDenied, HostileSizesEndInUndecided) {
  std::string statements;
  for (int i = 0; i < 600; ++i) {
    if (i > 0) statements += ',';
    statements += deny("'StringNotEquals': {'aws:RequestedRegion': 'r" + std::to_string(i) + "'}");
  }
  const RootAnswer result = Path().level(statements).ask();
  EXPECT_EQ(result.answer.verdict, Verdict::undecided);
  ASSERT_FALSE(result.answer.reasons.empty());
  EXPECT_EQ(result.answer.reasons[0].kind, value::ReasonKind::limit);
}

}  // namespace
}  // namespace rootproof::policy
