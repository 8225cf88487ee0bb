// The evaluator against the tables in testdata/policies: one line per documented, or undocumented, case.
#include "analyzer/policy/evaluate.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/unit/policy_engine/policy_test_support.h"
#include "tests/unit/policy_engine/table.h"

namespace rootproof::policy {
namespace {

using testing::policy_from;
using testing::policy_from_json;
using testing::statement_from;
using testing::table;
using Json = nlohmann::ordered_json;

std::map<std::string, std::vector<std::string>> context_of(const Json& json) {
  std::map<std::string, std::vector<std::string>> context;
  for (const auto& [key, value] : json.items()) {
    std::string lower = key;
    for (char& c : lower)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    context[lower] = value.is_array() ? value.get<std::vector<std::string>>()
                                      : std::vector<std::string>{value.get<std::string>()};
  }
  return context;
}

std::string name_of(Truth truth) {
  if (truth == Truth::unknown) return "unknown";
  return truth == Truth::yes ? "yes" : "no";
}

PolicyDocument document_with(const Json& statement, const Json& row) {
  Json document;
  document["Version"] = row.value("version", "2012-10-17");
  document["Statement"] = Json::array({statement});
  return policy_from_json(document.dump());
}

void expect_match(const PolicyDocument& document, const Request& request, const Json& row) {
  const Match match = match_statement(document, document.statements.at(0), request);
  const std::string expected = row["matches"];
  EXPECT_EQ(name_of(match.truth), expected) << row["it"];
  EXPECT_EQ(match.reasons.empty(), expected != "unknown") << row["it"] << ": only doubt has reasons";
}

TEST(Evaluate, EveryConditionOperatorMeansWhatIsDocumented) {
  const std::vector<Json> rows = table("conditions.jsonl");
  ASSERT_GE(rows.size(), 80U);
  for (const Json& row : rows) {
    Json statement{{"Effect", "Deny"}, {"Action", "*"}, {"Resource", "*"}, {"Condition", row["condition"]}};
    Request request;
    request.action = "s3:GetObject";
    request.resource = "arn:aws:s3:::logs/k";
    request.context = context_of(row["context"]);
    expect_match(document_with(statement, row), request, row);
  }
}

TEST(Evaluate, ActionsResourcesAndPrincipalsMeanWhatIsDocumented) {
  const std::vector<Json> rows = table("statements.jsonl");
  ASSERT_GE(rows.size(), 60U);
  for (const Json& row : rows) {
    const Json& asked = row["request"];
    Request request;
    request.action = asked["action"];
    request.resource = asked["resource"];
    request.context = context_of(asked["context"]);
    if (asked.contains("principal"))
      request.principal = RequestPrincipal{asked["principal"]["type"], asked["principal"]["account"],
                                           asked["principal"]["arn"]};
    expect_match(document_with(row["statement"], row), request, row);
  }
}

Request get_object() {
  Request request;
  request.action = "s3:GetObject";
  request.resource = "arn:aws:s3:::logs/k";
  return request;
}

TEST(Evaluate, NothingThatMatchesIsAnImplicitDeny) {
  const std::vector<PolicyDocument> documents{statement_from("Allow", "'Action': 'sqs:*', 'Resource': '*'")};
  const Decision decision = evaluate(documents, get_object());
  EXPECT_EQ(decision.kind, DecisionKind::implicit_deny);
  EXPECT_TRUE(decision.statements.empty());
  EXPECT_TRUE(decision.undecided.empty());
}

TEST(Evaluate, DenyWinsOverAllowInAnyOrderAndNamesItsStatement) {
  const std::vector<PolicyDocument> documents{
      policy_from("{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':'*','Resource':'*'},"
                  "{'Sid':'Stop','Effect':'Deny','Action':'s3:*','Resource':'*'}]}"),
      statement_from("Allow", "'Action': 's3:GetObject', 'Resource': '*'")};
  const Decision decision = evaluate(documents, get_object());
  EXPECT_EQ(decision.kind, DecisionKind::explicit_deny);
  ASSERT_EQ(decision.statements.size(), 1U);
  EXPECT_EQ(decision.statements[0].policy, 0U);
  EXPECT_EQ(decision.statements[0].statement, 1U);
  EXPECT_EQ(decision.statements[0].sid, "Stop");
  EXPECT_EQ(decision.statements[0].effect, Effect::deny);
}

TEST(Evaluate, AllAllowingStatementsAreNamed) {
  const PolicyDocument allow = statement_from("Allow", "'Action': 's3:*', 'Resource': '*'");
  const std::vector<PolicyDocument> documents{allow, allow};
  EXPECT_EQ(evaluate(documents, get_object()).statements.size(), 2U);
}

TEST(Evaluate, AnUndocumentedDenyLeavesAnAllowUndecided) {
  const std::vector<PolicyDocument> documents{
      statement_from("Allow", "'Action': '*', 'Resource': '*'"),
      statement_from(
          "Deny",
          "'Action': 's3:*', 'Resource': '*', 'Condition': {'StringNotEquals': {'aws:TagKeys': 'a'}}")};
  Request request = get_object();
  request.context["aws:tagkeys"] = {"a", "b"};
  const Decision decision = evaluate(documents, request);
  EXPECT_EQ(decision.kind, DecisionKind::allowed);
  ASSERT_FALSE(decision.undecided.empty());
  EXPECT_EQ(decision.undecided[0].kind, value::ReasonKind::unsupported_operator);
}

TEST(Evaluate, AnUndocumentedDenyDoesNotMatterBesideACertainOne) {
  const std::vector<PolicyDocument> documents{
      statement_from("Deny", "'Action': 's3:*', 'Resource': 'arn:aws:s3*'"),
      statement_from("Deny", "'Action': 's3:*', 'Resource': '*'")};
  EXPECT_TRUE(evaluate(documents, get_object()).undecided.empty());
}

TEST(Evaluate, TextThatIsNoPolicyDecidesNothingForCertain) {
  const std::vector<PolicyDocument> documents{policy_from("{'Statement': [")};
  const Decision decision = evaluate(documents, get_object());
  EXPECT_EQ(decision.kind, DecisionKind::implicit_deny);
  EXPECT_FALSE(decision.undecided.empty());
}

TEST(Evaluate, AHoleDecidesOnlyWhereItMatters) {
  value::Hole bucket;
  bucket.kind = value::HoleKind::any;
  bucket.reason = {value::ReasonKind::unknown_variable, "var.bucket", {}};
  PolicyDocument document = statement_from("Allow", "'Action': 's3:GetObject', 'Resource': '*'");
  document.statements[0].resources[0].value = value::Value::string(std::vector<value::StringPiece>{
      value::TextPiece{"arn:aws:s3:::", {}, false}, bucket, value::TextPiece{"/*", {}, false}});
  const Match maybe = match_statement(document, document.statements[0], get_object());
  EXPECT_EQ(maybe.truth, Truth::unknown);
  ASSERT_EQ(maybe.reasons.size(), 1U);
  EXPECT_EQ(maybe.reasons[0].detail, "var.bucket");

  Request queue = get_object();
  queue.resource = "arn:aws:sqs:eu-west-1:111122223333:q";
  EXPECT_EQ(match_statement(document, document.statements[0], queue).truth, Truth::no);
}

TEST(GlobMatch, IsLinearInHostilePatterns) {
  const std::string text(20'000, 'a');
  std::string pattern;
  for (int i = 0; i < 200; ++i) pattern += "*a";
  EXPECT_FALSE(glob_match(pattern + "b", text));
  EXPECT_TRUE(glob_match(pattern, text));
}

TEST(GlobMatch, TakesOneCharacterForAQuestionMarkWhateverItsBytes) {
  EXPECT_TRUE(glob_match("a?c",
                         "a\xC3\xA9"
                         "c"));
  EXPECT_FALSE(glob_match("a??c",
                          "a\xC3\xA9"
                          "c"));
}

TEST(ArnMatch, KeepsWildcardsInsideTheFirstFiveComponents) {
  EXPECT_TRUE(arn_match("arn:*:iam::*:root", "arn:aws-cn:iam::111122223333:root"));
  EXPECT_FALSE(arn_match("arn:*:root", "arn:aws:iam::111122223333:root"));
  EXPECT_TRUE(arn_match("arn:aws:logs:*:*:log-group:*", "arn:aws:logs:eu-west-1:1:log-group:a:b:c"));
}

TEST(PrincipalContext, FollowsTheTableOfPrincipalKeyValues) {
  Request root;
  root.principal = RequestPrincipal{"AWS", "111122223333", "arn:aws:iam::111122223333:root"};
  root.context["aws:principaltype"] = {"given"};
  add_principal_context(root);
  EXPECT_EQ(root.context["aws:principalarn"].at(0), "arn:aws:iam::111122223333:root");
  EXPECT_EQ(root.context["aws:userid"].at(0), "111122223333");
  EXPECT_EQ(root.context["aws:principaltype"].at(0), "given") << "given keys are left alone";
  EXPECT_EQ(root.context.count("aws:username"), 0U);

  Request session;
  session.principal = RequestPrincipal{"AWS", "111122223333", "arn:aws:sts::111122223333:assumed-role/r/s"};
  add_principal_context(session);
  EXPECT_EQ(session.context["aws:principalarn"].at(0), "arn:aws:iam::111122223333:role/r");
  EXPECT_EQ(session.context["aws:principaltype"].at(0), "AssumedRole");

  Request anonymous;
  anonymous.principal = RequestPrincipal{"Anonymous", "", ""};
  add_principal_context(anonymous);
  EXPECT_EQ(anonymous.context["aws:principalaccount"].at(0), "anonymous");
  EXPECT_EQ(anonymous.context.count("aws:principalarn"), 0U);
}

TEST(Describe, SaysWhoDoesWhatAndWhatIsUnusual) {
  Request request;
  request.principal = RequestPrincipal{"AWS", "111122223333", "arn:aws:iam::111122223333:root"};
  request.action = "iam:CreateAccessKey";
  request.resource = "arn:aws:iam::111122223333:root";
  add_principal_context(request);
  EXPECT_EQ(describe(request),
            "the root user of account 111122223333 calls iam:CreateAccessKey on "
            "arn:aws:iam::111122223333:root with long-term access keys");
  request.context["aws:requestedregion"] = {"eu-west-1"};
  EXPECT_NE(describe(request).find("where aws:RequestedRegion is eu-west-1"), std::string::npos);
}

}  // namespace
}  // namespace rootproof::policy
