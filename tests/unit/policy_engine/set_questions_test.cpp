// Questions about all requests against the tables in testdata/policies: one line for each trap. Every witness
// is put to the evaluator.
#include <gtest/gtest.h>

#include <deque>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "analyzer/policy/action_catalogue.h"
#include "analyzer/policy/comparison.h"
#include "analyzer/policy/coverage.h"
#include "analyzer/policy/evaluate.h"
#include "analyzer/policy/exposure.h"
#include "analyzer/policy/s3_public.h"
#include "tests/properties/case_count.h"
#include "tests/unit/policy_engine/policy_test_support.h"
#include "tests/unit/policy_engine/table.h"

namespace rootproof::policy {
namespace {

using testing::policy_from_json;
using testing::table;
using Json = nlohmann::ordered_json;

std::string read(const std::string& path) {
  std::ifstream file(std::string(ROOTPROOF_SOURCE_DIR) + "/" + path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<PolicyDocument> documents_of(const Json& policies, PolicyKind kind) {
  std::vector<PolicyDocument> documents;
  for (const Json& policy : policies) documents.push_back(policy_from_json(policy.dump(), kind));
  return documents;
}

std::vector<HoleClass> hole_classes() {
  std::vector<HoleClass> classes;
  for (const Json& entry : Json::parse(read("rules/data/hole_classes.json")))
    classes.push_back({entry["class"], entry["actions"], entry.value("except", std::vector<std::string>()),
                       entry.value("others", false)});
  return classes;
}

DecisionKind decide(const std::vector<PolicyDocument>& documents, const Request& request) {
  const Decision decision = evaluate(documents, request);
  EXPECT_TRUE(decision.undecided.empty() || decision.kind == DecisionKind::explicit_deny);
  return decision.kind;
}

TEST(SetQuestions, ServiceControlPoliciesCoverAGuardrailOrNot) {
  const std::vector<HoleClass> classes = hole_classes();
  const std::vector<Json> rows = table("guardrails.jsonl");
  for (std::size_t at = 0; at < rows.size(); at += tests::table_step()) {
    const Json& row = rows[at];
    const std::string it = row["it"];
    std::deque<std::vector<PolicyDocument>> levels;
    ScpPath path;
    path.account = row.value("account", "111122223333");
    for (const Json& level : row["levels"]) {
      levels.push_back(documents_of(level, PolicyKind::service_control));
      ScpLevel& node = path.levels.emplace_back();
      node.full_aws_access = false;
      for (const PolicyDocument& document : levels.back()) node.documents.push_back(&document);
    }
    const Json denied = row.contains("guardrail_policy")
                            ? row["guardrail_policy"]
                            : Json::parse(read("rules/guardrails/" + row.value("guardrail", "deny-root") +
                                               ".json"))["policy"];
    const std::vector<PolicyDocument> guardrail{policy_from_json(denied.dump(), PolicyKind::service_control)};
    RootQuestion question;
    question.guardrail = guardrail.data();
    question.partition = row.value("partition", "aws");
    question.assume_root = row.value("assume_root", false);
    question.except = row.value("except", std::vector<std::string>());
    const Coverage coverage = covers(path, question, classes);
    EXPECT_EQ(to_string(coverage.kind), row["verdict"].get<std::string>()) << it;
    EXPECT_EQ(coverage.kind == CoverageKind::undecided, !coverage.undecided.empty()) << it;
    EXPECT_EQ(coverage.kind == CoverageKind::covered, !coverage.proof.empty()) << it;
    std::set<std::string> found;
    std::vector<Request> witnesses;
    if (coverage.witness) witnesses.push_back(*coverage.witness);
    for (const GuardrailHole& hole : coverage.holes) {
      witnesses.push_back(hole.witness);
      found.insert(hole.hole_class);
    }
    for (const Request& witness : witnesses) {
      EXPECT_EQ(decide(guardrail, witness), DecisionKind::explicit_deny) << it << ": " << describe(witness);
      for (const std::vector<PolicyDocument>& level : levels)
        EXPECT_EQ(decide(level, witness), DecisionKind::allowed) << it << ": " << describe(witness);
    }
    if (row.contains("holes")) {
      EXPECT_EQ(found, row["holes"].get<std::set<std::string>>()) << it;
    }
  }
}

TEST(SetQuestions, ResourcePoliciesLetWhoInFromOutside) {
  for (const Json& row : table("exposures.jsonl")) {
    const std::string it = row["it"];
    std::vector<PolicyDocument> documents = documents_of(row["policies"], PolicyKind::unknown);
    for (PolicyDocument& document : documents) document.kind = classify_policy(document, {});
    const ExposureQuestion question{row["account"], row["trusted"]};
    const Exposure answer = exposure(documents, question);
    EXPECT_EQ(to_string(answer.kind), row["verdict"].get<std::string>()) << it;
    if (answer.kind == ExposureKind::undecided) {
      EXPECT_FALSE(answer.undecided.empty()) << it;
    }
    if (answer.kind == ExposureKind::everyone || answer.kind == ExposureKind::cross_account) {
      ASSERT_TRUE(answer.witness) << it;
      EXPECT_EQ(decide(documents, *answer.witness), DecisionKind::allowed) << it;
      ASSERT_TRUE(answer.witness->principal) << it;
      EXPECT_TRUE(question.account.empty() || answer.witness->principal->account != question.account) << it;
    }
    // Who does not know the owner never knows that somebody is kept out whom the owner lets in.
    if (answer.kind != ExposureKind::nobody) {
      EXPECT_NE(exposure(documents, {"", question.trusted}).kind, ExposureKind::nobody) << it;
    }
  }
}

TEST(SetQuestions, AChangeAllowsMoreOrLess) {
  for (const Json& row : table("comparisons.jsonl")) {
    const std::string it = row["it"];
    const std::vector<PolicyDocument> before = documents_of(row["old"], PolicyKind::unknown);
    const std::vector<PolicyDocument> after = documents_of(row["new"], PolicyKind::unknown);
    const Comparison comparison = compare(before, after);
    EXPECT_EQ(to_string(comparison.relation), row["verdict"].get<std::string>()) << it;
    if (comparison.new_access) {
      EXPECT_EQ(decide(after, *comparison.new_access), DecisionKind::allowed) << it;
      EXPECT_NE(decide(before, *comparison.new_access), DecisionKind::allowed) << it;
    }
    if (comparison.lost_access) {
      EXPECT_EQ(decide(before, *comparison.lost_access), DecisionKind::allowed) << it;
      EXPECT_NE(decide(after, *comparison.lost_access), DecisionKind::allowed) << it;
    }
    const bool broader =
        comparison.relation == Relation::broader || comparison.relation == Relation::incomparable;
    EXPECT_TRUE(!broader || comparison.new_access) << it;
  }
}

TEST(SetQuestions, S3HasItsOwnMeaningOfPublic) {
  for (const Json& row : table("s3_public.jsonl")) {
    const std::string it = row["it"];
    const Json policy = {{"Version", "2012-10-17"}, {"Statement", row["statements"]}};
    const std::vector<PolicyDocument> documents = documents_of(Json::array({policy}), PolicyKind::resource);
    const S3Meaning meaning = s3_meaning_of_public(documents);
    EXPECT_EQ(std::string(to_string(meaning.verdict)), row["s3"]) << it << ": " << meaning.because;
    EXPECT_EQ(row.contains("statement"), !meaning.because.empty()) << it;
    EXPECT_EQ(meaning.statement, row.value("statement", std::size_t{0})) << it;
  }
}

/// "s3:PutBucketPolicy on arn:aws:s3:::b".
std::string newly_allowed(const std::string& before, const std::string& after) {
  const auto allow = [](const std::string& what) {
    return std::vector<PolicyDocument>{
        policy_from_json(R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", )" + what + "}]}")};
  };
  const Comparison comparison = compare(allow(before), allow(after), Proofs::left_out);
  EXPECT_TRUE(comparison.new_access.has_value()) << after;
  if (!comparison.new_access) return {};
  return comparison.new_access->action + " on " + comparison.new_access->resource;
}

TEST(SetQuestions, DifferencesAreShownByRequestsThatServicesGet) {
  const std::string user = R"("Action": "iam:GetUser", "Resource": "*")";
  EXPECT_EQ(newly_allowed(user, R"("Action": ["iam:GetUser", "s3:listbucket"], "Resource": "*")"),
            "s3:ListBucket on arn:aws:s3:::example");
  EXPECT_EQ(newly_allowed(user, R"("Action": "s3:*", "Resource": "arn:aws:s3:::b")"),
            "s3:PutBucketPolicy on arn:aws:s3:::b");
  EXPECT_EQ(newly_allowed(user, R"("Action": "s3:Get*", "Resource": "arn:aws:s3:::b")"),
            "s3:GetBucketPolicy on arn:aws:s3:::b");
  EXPECT_EQ(newly_allowed(user, R"("Action": "s3:*", "Resource": "arn:aws:s3:::b/*")"),
            "s3:GetObject on arn:aws:s3:::b/x");
  const std::string exists = newly_allowed(R"("Action": "lambda:InvokeFunction", "Resource": "*")",
                                           R"("Action": "lambda:*", "Resource": "*")");
  EXPECT_TRUE(find_action(exists.substr(0, exists.find(' ')))) << exists;
}

TEST(SetQuestions, ACanonicalIdThatIsNotKnownIsSomebodys) {
  PolicyDocument document = testing::statement_from(
      "Allow",
      "'Principal': {'CanonicalUser': 'x'}, 'Action': 's3:GetObject', 'Resource': 'arn:aws:s3:::b/*'",
      PolicyKind::resource);
  document.statements[0].principals[0].text.value = value::Value::unknown(
      {value::ReasonKind::unknown_variable, "var.partner", {}}, value::ValueType::string);
  EXPECT_EQ(exposure(std::span(&document, 1), {"111122223333", {}}).kind, ExposureKind::undecided);
}

}  // namespace
}  // namespace rootproof::policy
