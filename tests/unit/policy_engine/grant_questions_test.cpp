// Who gets in: grants_whole_account (RP202) and grants_everyone (RP207).
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "analyzer/policy/proof_wish.h"
#include "analyzer/policy/questions.h"
#include "parsers/source/limits.h"
#include "tests/unit/policy_engine/policy_test_support.h"

namespace rootproof::policy {
namespace {

using testing::policy_from;

PolicyDocument bucket_policy(const std::string& principal, const std::string& condition = {},
                             const std::string& more_statements = {}) {
  return policy_from("{'Version': '2012-10-17', 'Statement': [{'Effect': 'Allow', 'Principal': " + principal +
                         ", 'Action': 's3:GetObject', 'Resource': 'arn:aws:s3:::logs/*'" +
                         (condition.empty() ? "" : ", 'Condition': {" + condition + "}") + "}" +
                         more_statements + "]}",
                     PolicyKind::resource);
}

/// A witness must be a request that the document, read by the evaluator, allows.
void expect_allowed(const PolicyDocument& document, const Answer& answer) {
  ASSERT_TRUE(answer.witness.has_value());
  const Decision decision = evaluate({&document, 1}, *answer.witness);
  EXPECT_EQ(decision.kind, DecisionKind::allowed) << describe(*answer.witness);
  EXPECT_TRUE(decision.undecided.empty());
}

// ---- grants_whole_account -------------------------------------------------------------------------------

const char* const kPartner = "{'AWS': '999988887777'}";

Verdict whole_account(const std::string& condition, const std::string& principal = kPartner) {
  const PolicyDocument document = bucket_policy(principal, condition);
  const Answer answer = grants_whole_account(document, 0, 0);
  if (answer.verdict == Verdict::violation) expect_allowed(document, answer);
  return answer.verdict;
}

TEST(GrantsWholeAccount, InEveryFormThatNamesTheAccount) {
  for (const char* principal : {"{'AWS': '999988887777'}", "{'AWS': 'arn:aws:iam::999988887777:root'}",
                                "{'AWS': 'arn:aws-cn:iam::999988887777:root'}"})
    EXPECT_EQ(whole_account("", principal), Verdict::violation) << principal;
  for (const char* principal : {"{'AWS': 'arn:aws:iam::999988887777:role/reader'}", "'*'",
                                "{'Service': 'sns.amazonaws.com'}", "{'AWS': 'AIDAJQABLZS4A3QDU576Q'}"})
    EXPECT_EQ(whole_account("", principal), Verdict::safe) << principal;
}

TEST(GrantsWholeAccount, WithTheRootUserOfTheAccountAsWitness) {
  const PolicyDocument document = bucket_policy(kPartner);
  const Answer answer = grants_whole_account(document, 0, 0);
  ASSERT_EQ(answer.verdict, Verdict::violation);
  EXPECT_EQ(answer.witness->principal->arn, "arn:aws:iam::999988887777:root");
  EXPECT_EQ(answer.witness->action, "s3:GetObject");
  EXPECT_EQ(answer.witness->resource, "arn:aws:s3:::logs/x");
}

TEST(GrantsWholeAccount, NotWhenAConditionNarrowsThePrincipals) {
  for (const char* condition : {
           "'StringEquals': {'aws:PrincipalOrgID': 'o-abcd123456'}",
           "'StringLike': {'aws:PrincipalOrgPaths': 'o-abcd123456/*'}",
           "'ArnLike': {'aws:PrincipalArn': 'arn:aws:iam::999988887777:role/*'}",
           "'StringEquals': {'aws:SourceAccount': '999988887777'}",
           "'StringEquals': {'aws:PrincipalTag/team': 'data'}",
           "'StringEquals': {'aws:PrincipalType': 'AssumedRole'}",
           "'StringEquals': {'aws:PrincipalOrgID': '${aws:ResourceOrgID}'}",
       })
    EXPECT_EQ(whole_account(condition), Verdict::safe) << condition;
}

TEST(GrantsWholeAccount, StillWhenAConditionNarrowsSomethingElse) {
  for (const char* condition : {
           "'StringLike': {'aws:UserAgent': 'partner*'}",
           "'StringEquals': {'aws:Referer': 'secret'}",
           "'Bool': {'aws:SecureTransport': 'true'}",
           "'Bool': {'aws:MultiFactorAuthPresent': 'true'}",
           "'IpAddress': {'aws:SourceIp': '198.51.100.0/24'}",
           "'StringEquals': {'aws:PrincipalAccount': '999988887777'}",
           "'StringEqualsIfExists': {'aws:PrincipalOrgID': 'o-abcd123456'}",
           "'ForAllValues:StringEquals': {'aws:PrincipalOrgPaths': 'o-abcd123456/x/'}",
           "'StringNotEquals': {'aws:PrincipalOrgID': 'o-abcd123456'}",
           "'ArnNotLike': {'aws:PrincipalArn': 'arn:aws:iam::999988887777:role/*'}",
           "'StringEquals': {'s3:ExistingObjectTag/public': 'yes'}",
       })
    EXPECT_EQ(whole_account(condition), Verdict::violation) << condition;
}

TEST(GrantsWholeAccount, StillWhenAConditionLeavesOutTheRootUserAlone) {
  for (const char* condition : {
           "'StringNotEquals': {'aws:PrincipalArn': 'arn:aws:iam::999988887777:root'}",
           "'ArnNotLike': {'aws:PrincipalArn': 'arn:aws:iam::*:root'}",
           "'StringNotEquals': {'aws:PrincipalType': 'Account'}",
           "'StringEquals': {'aws:PrincipalType': ['User', 'AssumedRole']}",
           "'ArnLike': {'aws:PrincipalArn': 'arn:aws:iam::*:*/*'}",
       })
    EXPECT_EQ(whole_account(condition), Verdict::violation) << condition;
}

TEST(GrantsWholeAccount, NotWhenADenyTakesItBack) {
  const std::string deny_all =
      ", {'Effect': 'Deny', 'Principal': '*', 'Action': 's3:*', 'Resource': '*', 'Condition': "
      "{'StringNotEquals': {'aws:PrincipalOrgID': 'o-abcd123456'}}}";
  const Answer answer = grants_whole_account(bucket_policy(kPartner, "", deny_all), 0, 0);
  EXPECT_EQ(answer.verdict, Verdict::safe);
  ASSERT_FALSE(answer.proof.empty());
  EXPECT_EQ(answer.proof[0], "statement 2 denies what the statement allows");

  const std::string deny_other =
      ", {'Effect': 'Deny', 'Principal': '*', 'Action': 's3:Put*', 'Resource': '*'}";
  EXPECT_EQ(grants_whole_account(bucket_policy(kPartner, "", deny_other), 0, 0).verdict, Verdict::violation);
}

TEST(GrantsWholeAccount, AnExternalIdNarrowsATrustPolicyOnly) {
  const std::string condition = "'StringEquals': {'sts:ExternalId': 'abc'}";
  const PolicyDocument trust = policy_from(
      "{'Version': '2012-10-17', 'Statement': [{'Effect': 'Allow', 'Principal': {'AWS': '999988887777'}, "
      "'Action': 'sts:AssumeRole', 'Condition': {" +
          condition + "}}]}",
      PolicyKind::trust);
  EXPECT_EQ(grants_whole_account(trust, 0, 0).verdict, Verdict::safe);
  PolicyDocument open = trust;
  open.statements[0].conditions.clear();
  const Answer answer = grants_whole_account(open, 0, 0);
  ASSERT_EQ(answer.verdict, Verdict::violation);
  EXPECT_EQ(answer.witness->action, "sts:AssumeRole");
}

value::Value string_of(std::vector<value::StringPiece> pieces) {
  return value::Value::string(std::move(pieces));
}
value::TextPiece piece(const char* text) { return {text, {}, false}; }

value::Hole hole(value::HoleKind kind, const char* symbol, const char* detail) {
  value::Hole result;
  result.kind = kind;
  result.symbol = symbol;
  result.reason = {value::ReasonKind::unknown_variable, detail, {}};
  return result;
}

TEST(GrantsWholeAccount, ASymbolicAccountGetsAFreshId) {
  PolicyDocument document = bucket_policy(kPartner);
  document.statements[0].principals[0] = parse_principal(
      "AWS",
      {string_of({piece("arn:aws:iam::"),
                  hole(value::HoleKind::reference, "aws_organizations_account.x.id", "x"), piece(":root")}),
       {}});
  const Answer answer = grants_whole_account(document, 0, 0);
  ASSERT_EQ(answer.verdict, Verdict::violation);
  EXPECT_EQ(answer.witness->principal->account.size(), 12U);
}

TEST(GrantsWholeAccount, AnUnknownAccountIsUndecided) {
  PolicyDocument document = bucket_policy(kPartner);
  document.statements[0].principals[0] = parse_principal(
      "AWS",
      {string_of({piece("arn:aws:iam::"), hole(value::HoleKind::any, "", "var.partner"), piece(":root")}),
       {}});
  const Answer answer = grants_whole_account(document, 0, 0);
  ASSERT_EQ(answer.verdict, Verdict::undecided);
  EXPECT_EQ(answer.reasons.at(0).detail, "var.partner");
}

TEST(GrantsWholeAccount, AnUnknownAccountIsLetInAsAWholeByNoConditionOnOneRole) {
  for (const auto& [condition, expected] :
       {std::pair("'ArnEquals': {'aws:PrincipalArn': 'arn:aws:iam::999988887777:role/publisher'}",
                  Verdict::safe),
        std::pair("'StringEquals': {'aws:PrincipalAccount': '999988887777'}", Verdict::undecided),
        std::pair("'Bool': {'aws:SecureTransport': 'true'}", Verdict::undecided)}) {
    PolicyDocument document = bucket_policy(kPartner, condition);
    document.statements[0].principals[0] = parse_principal(
        "AWS",
        {string_of({piece("arn:aws:iam::"), hole(value::HoleKind::any, "", "var.partner"), piece(":root")}),
         {}});
    EXPECT_EQ(grants_whole_account(document, 0, 0).verdict, expected) << condition;
  }
}

TEST(GrantsWholeAccount, ARoleIsTheWitnessOfATrustPolicyForRootNeverAssumesOne) {
  const PolicyDocument trust = policy_from(
      "{'Version': '2012-10-17', 'Statement': [{'Effect': 'Allow', 'Principal': {'AWS': '999988887777'}, "
      "'Action': 'sts:AssumeRole'}]}",
      PolicyKind::trust);
  const Answer answer = grants_whole_account(trust, 0, 0);
  ASSERT_EQ(answer.verdict, Verdict::violation);
  EXPECT_EQ(answer.witness->principal->arn, "arn:aws:iam::999988887777:role/example");
  expect_allowed(trust, answer);
}

TEST(GrantsWholeAccount, WhateverAnUnknownResourceIsItIsGranted) {
  PolicyDocument document = bucket_policy(kPartner);
  document.statements[0].resources[0].value = string_of(
      {hole(value::HoleKind::reference, "aws_s3_bucket.logs.arn", "aws_s3_bucket.logs.arn"), piece("/*")});
  const Answer answer = grants_whole_account(document, 0, 0);
  ASSERT_EQ(answer.verdict, Verdict::violation);
  EXPECT_EQ(answer.witness->resource, "arn:aws:s3:::example/x");
}

TEST(GrantsWholeAccount, ADenyOnAnUnknownResourceLeavesItUndecided) {
  PolicyDocument document = bucket_policy(
      kPartner, "",
      ", {'Effect': 'Deny', 'Principal': '*', 'Action': 's3:*', 'Resource': 'arn:aws:s3:::x/*'}");
  document.statements[1].resources[0].value =
      string_of({piece("arn:aws:s3:::"), hole(value::HoleKind::any, "", "var.name"), piece("/*")});
  const Answer answer = grants_whole_account(document, 0, 0);
  ASSERT_EQ(answer.verdict, Verdict::undecided);
  EXPECT_EQ(answer.reasons.at(0).detail, "var.name");
}

// ---- grants_everyone ------------------------------------------------------------------------------------

Verdict everyone(const std::string& condition, const std::string& principal = "'*'") {
  const PolicyDocument document = bucket_policy(principal, condition);
  const Answer answer = grants_everyone(document, 0);
  if (answer.verdict == Verdict::violation) expect_allowed(document, answer);
  return answer.verdict;
}

TEST(GrantsEveryone, OnlyWhenEveryoneIsNamed) {
  EXPECT_EQ(everyone("", "'*'"), Verdict::violation);
  EXPECT_EQ(everyone("", "{'AWS': '*'}"), Verdict::violation);
  EXPECT_EQ(everyone("", "{'AWS': ['999988887777', '*']}"), Verdict::violation);
  EXPECT_EQ(everyone("", "{'AWS': '999988887777'}"), Verdict::safe);
  EXPECT_EQ(everyone("", "{'AWS': 'arn:aws:iam::*:root'}"), Verdict::undecided);
}

TEST(GrantsEveryone, NotWhenFixedValuesConfineTheCallers) {
  for (const char* condition : {
           "'StringEquals': {'aws:PrincipalOrgID': 'o-abcd123456'}",
           "'ForAnyValue:StringLike': {'aws:PrincipalOrgPaths': 'o-abcd123456/r-x/*'}",
           "'StringEquals': {'aws:PrincipalAccount': '111122223333'}",
           "'ArnLike': {'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/*'}",
           "'StringLike': {'aws:userid': 'AROAEXAMPLEID:*'}",
           "'StringEquals': {'aws:SourceVpce': 'vpce-1a2b3c4d'}",
           "'StringEquals': {'aws:SourceVpc': ['vpc-1', 'vpc-2']}",
           "'IpAddress': {'aws:SourceIp': ['203.0.113.0/24', '2001:db8::/48']}",
           "'IpAddress': {'aws:SourceIp': '10.0.0.0/8'}",
           "'ArnLike': {'aws:SourceArn': 'arn:aws:sns:*:111122223333:*'}",
           "'ArnEquals': {'aws:SourceArn': 'arn:aws:s3:::my-bucket'}",
           "'StringEquals': {'aws:SourceAccount': '111122223333'}",
           "'StringEquals': {'AWS:SourceOwner': '111122223333'}",
           "'StringEquals': {'kms:CallerAccount': '111122223333', 'kms:ViaService': "
           "'s3.eu-west-1.amazonaws.com'}",
           "'StringEquals': {'aws:PrincipalOrgID': '${aws:ResourceOrgID}'}",
           "'DateLessThan': {'aws:CurrentTime': '2020-01-01T00:00:00Z'}",
       })
    EXPECT_EQ(everyone(condition), Verdict::safe) << condition;
}

TEST(GrantsEveryone, StillWhenWhatConfinesIsOpen) {
  for (const char* condition : {
           "'StringEqualsIfExists': {'aws:PrincipalOrgID': 'o-abcd123456'}",
           "'StringNotEquals': {'aws:PrincipalOrgID': 'o-abcd123456'}",
           "'StringLike': {'aws:PrincipalOrgID': 'o-*'}",
           "'StringLike': {'aws:PrincipalAccount': '*'}",
           "'Null': {'aws:PrincipalOrgID': 'false'}",
           "'StringEquals': {'aws:PrincipalOrgID': '${aws:PrincipalOrgID}'}",
           "'ForAllValues:StringLike': {'aws:PrincipalOrgPaths': 'o-abcd123456/*'}",
           "'ArnLike': {'aws:PrincipalArn': 'arn:aws:iam::*:role/deploy'}",
           "'StringLike': {'aws:SourceVpce': 'vpce-*'}",
           "'IpAddress': {'aws:SourceIp': ['0.0.0.0/1', '128.0.0.0/1']}",
           "'IpAddress': {'aws:SourceIp': '8.0.0.0/7'}",
           "'NotIpAddress': {'aws:SourceIp': '203.0.113.0/24'}",
           "'ArnLike': {'aws:SourceArn': 'arn:aws:s3:::*'}",
           "'StringLike': {'aws:Referer': 'https://example.com/*'}",
           "'StringEquals': {'aws:UserAgent': 'secret'}",
           "'Bool': {'aws:SecureTransport': 'true'}",
           "'StringEquals': {'aws:PrincipalTag/team': 'x'}",
       })
    EXPECT_EQ(everyone(condition), Verdict::violation) << condition;
}

TEST(GrantsEveryone, UnknownValuesConfineUnderExactOperatorsOnly) {
  for (const auto& [op, expected] :
       {std::pair("StringEquals", Verdict::safe), std::pair("StringLike", Verdict::undecided)}) {
    PolicyDocument document =
        bucket_policy("'*'", "'" + std::string(op) + "': {'aws:PrincipalOrgID': 'o-abcd123456'}");
    document.statements[0].conditions[0].values[0].value =
        string_of({hole(value::HoleKind::any, "", "var.organization")});
    EXPECT_EQ(grants_everyone(document, 0).verdict, expected) << op;
  }
}

TEST(GrantsEveryone, AnUnknownListOfValuesIsTheReason) {
  PolicyDocument document = bucket_policy("'*'", "'StringLike': {'aws:PrincipalOrgID': 'o-abcd123456'}");
  Condition& condition = document.statements[0].conditions[0];
  condition.values.clear();
  condition.values_unknown = true;
  condition.unknown = value::Reason{value::ReasonKind::unknown_variable, "var.organizations", {}};
  const Answer answer = grants_everyone(document, 0);
  ASSERT_EQ(answer.verdict, Verdict::undecided);
  EXPECT_EQ(answer.reasons.at(0).detail, "var.organizations");
}

TEST(GrantsEveryone, TheOwnAccountAsASymbolConfines) {
  PolicyDocument document = bucket_policy("'*'", "'StringEquals': {'aws:SourceAccount': '111122223333'}");
  document.statements[0].conditions[0].values[0].value =
      string_of({hole(value::HoleKind::account_id, "own-account", "AWS::AccountId")});
  EXPECT_EQ(grants_everyone(document, 0).verdict, Verdict::safe);
}

TEST(GrantsEveryone, AnUnknownRangeIsUndecided) {
  PolicyDocument document = bucket_policy("'*'", "'IpAddress': {'aws:SourceIp': '203.0.113.0/24'}");
  document.statements[0].conditions[0].values[0].value =
      string_of({hole(value::HoleKind::any, "", "var.office")});
  const Answer answer = grants_everyone(document, 0);
  ASSERT_EQ(answer.verdict, Verdict::undecided);
  EXPECT_EQ(answer.reasons.at(0).detail, "var.office");
}

TEST(GrantsEveryone, DocumentsBeyondTheLimitsAreUndecidedAtOnce) {
  std::string statements;
  for (std::size_t i = 0; i < limits::kStatementsPerQuestion; ++i)
    statements += ", {'Effect': 'Deny', 'Principal': '*', 'Action': 's3:x', 'Resource': '*'}";
  const Answer many = grants_everyone(bucket_policy("'*'", "", statements), 0);
  ASSERT_EQ(many.verdict, Verdict::undecided);
  EXPECT_EQ(many.reasons.front().detail, "kStatementsPerQuestion");

  std::string accounts = "'444455556666'";
  for (std::size_t i = 0; i < limits::kWrittenValues; ++i) accounts += ", '444455556666'";
  const Answer wide = grants_everyone(
      bucket_policy("'*'", "'StringNotEquals': {'aws:PrincipalAccount': [" + accounts + "]}"), 0);
  ASSERT_EQ(wide.verdict, Verdict::undecided);
  EXPECT_EQ(wide.reasons.front().detail, "kWrittenValues");
}

TEST(GrantsEveryone, ADenyOfInsecureTransportTakesNothingBack) {
  const PolicyDocument document = bucket_policy(
      "'*'", "",
      ", {'Effect': 'Deny', 'Principal': '*', 'Action': 's3:*', 'Resource': '*', 'Condition': {'Bool': "
      "{'aws:SecureTransport': 'false'}}}");
  const Answer answer = grants_everyone(document, 0);
  ASSERT_EQ(answer.verdict, Verdict::violation);
  expect_allowed(document, answer);
}

TEST(GrantsEveryone, AnOrganizationPerimeterTakesItBack) {
  const PolicyDocument document =
      bucket_policy("'*'", "",
                    ", {'Effect': 'Deny', 'Principal': '*', 'Action': '*', 'Resource': '*', 'Condition': "
                    "{'StringNotEqualsIfExists': {'aws:PrincipalOrgID': '${aws:ResourceOrgID}'}}}");
  EXPECT_EQ(grants_everyone(document, 0).verdict, Verdict::safe);
}

TEST(GrantsEveryone, FixedAddressesAreNotPublicWhoeverCallsFromThere) {
  const PolicyDocument document = bucket_policy("'*'", "'IpAddress': {'aws:SourceIp': '8.0.0.0/8'}");
  const ProofWish wish(true);
  const Answer answer = grants_everyone(document, 0);
  ASSERT_EQ(answer.verdict, Verdict::safe);
  ASSERT_FALSE(answer.proof.empty());
  EXPECT_EQ(answer.proof.front(),
            "the condition on aws:SourceIp admits fixed addresses alone, which AWS does not call public");
}

TEST(GrantsEveryone, AnUnknownFurtherStatementMayTakeItBack) {
  PolicyDocument document = bucket_policy("'*'");
  document.unknowns.push_back({value::ReasonKind::unknown_variable, "var.statements", {}});
  const Answer answer = grants_everyone(document, 0);
  ASSERT_EQ(answer.verdict, Verdict::undecided);
  EXPECT_EQ(answer.reasons.at(0).detail, "var.statements");
}

}  // namespace
}  // namespace rootproof::policy
