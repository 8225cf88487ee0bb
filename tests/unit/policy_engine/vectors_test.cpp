// The vectors of testdata/policies: each kind of question with its expected answer, what is decided from the
// documentation of AWS (field "src"). ROOTPROOF_POLICY_VECTORS names a further file of the same form.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "analyzer/policy/authorization.h"
#include "analyzer/policy/comparison.h"
#include "analyzer/policy/compiled_policies.h"
#include "analyzer/policy/coverage.h"
#include "analyzer/policy/exposure.h"
#include "analyzer/policy/lint.h"
#include "analyzer/policy/operators.h"
#include "tests/unit/policy_engine/policy_test_support.h"

namespace rootproof::policy {
namespace {

using testing::policy_from;
using testing::policy_from_json;
using Json = nlohmann::ordered_json;

std::vector<Json> vectors() {
  std::vector<std::string> paths;
  for (const char* name : {"vectors", "decisions", "documented"})
    paths.push_back(std::string(ROOTPROOF_SOURCE_DIR) + "/testdata/policies/" + name + ".jsonl");
  if (const char* more = std::getenv("ROOTPROOF_POLICY_VECTORS")) paths.emplace_back(more);
  std::vector<Json> rows;
  for (const std::string& path : paths) {
    std::ifstream file(path);
    EXPECT_TRUE(file.is_open()) << path;
    for (std::string line; std::getline(file, line);) rows.push_back(Json::parse(line));
  }
  return rows;
}

std::vector<Json> vectors_of(const std::string& kind) {
  std::vector<Json> rows = vectors();
  std::erase_if(rows, [&kind](const Json& row) { return row["kind"] != kind; });
  EXPECT_FALSE(rows.empty()) << kind;
  return rows;
}

/// "root@111111111111|aws-cn", "role:path/Name#session@111111111111", "svc:x.amazonaws.com", "anon" …
RequestPrincipal principal_of(std::string text) {
  if (text == "anon") return {"Anonymous", "", ""};
  if (text.starts_with("svc:")) return {"Service", "", text.substr(4)};
  if (text.starts_with("fed:")) return {"Federated", "", text.substr(4)};
  std::string partition = "aws";
  if (const std::size_t bar = text.find('|'); bar != std::string::npos) {
    partition = text.substr(bar + 1);
    text.resize(bar);
  }
  const std::size_t at = text.rfind('@');
  const std::string account = text.substr(at + 1, 12);
  const std::string who = text.substr(0, at);
  const std::string iam = "arn:" + partition + ":iam::" + account + ":";
  const std::string sts = "arn:" + partition + ":sts::" + account + ":";
  if (who.starts_with("user:")) return {"AWS", account, iam + "user/" + who.substr(5)};
  if (who.starts_with("fedroot:")) return {"AWS", account, sts + "federated-user/" + who.substr(8)};
  if (!who.starts_with("role:")) return {"AWS", account, iam + "root"};
  const std::string role = who.substr(5);
  const std::size_t session = role.find('#');
  if (session == std::string::npos) return {"AWS", account, iam + "role/" + role};
  const std::size_t slash = role.rfind('/', session);
  const std::size_t begin = slash == std::string::npos ? 0 : slash + 1;
  return {"AWS", account,
          sts + "assumed-role/" + role.substr(begin, session - begin) + "/" + role.substr(session + 1)};
}

/// A request of a row, with the keys such a caller has (policy.md §1.10) unless the row says otherwise.
Request request_of(const Json& row) {
  const std::string who = row.value("p", "role:R@111111111111");
  Request request;
  request.principal = principal_of(who);
  request.action = row.value("a", "s3:GetObject");
  request.resource = row.value("r", "arn:aws:s3:::b/k");
  const Json context = row.value("ctx", Json::object());
  for (const auto& [key, value] : context.items()) {
    std::vector<std::string>& values = request.context[to_lower(key)];
    const Json list = value.is_array() ? value : Json::array({value});
    for (const Json& item : list) values.push_back(item.is_string() ? item.get<std::string>() : item.dump());
  }
  if (who.starts_with("assumeroot@"))
    request.context.try_emplace("aws:assumedroot", std::vector<std::string>{"true"});
  add_principal_context(request);
  return request;
}

std::vector<PolicyDocument> documents_of(const Json& row, const char* field, PolicyKind kind) {
  std::vector<PolicyDocument> documents;
  if (!row.contains(field)) return documents;
  const Json& value = row[field];
  const Json list = value.is_array() ? value : Json::array({value});
  for (const Json& policy : list) documents.push_back(policy_from_json(policy.dump(), kind));
  return documents;
}

PolicySets sets_of(const Json& row) {
  PolicySets sets;
  const Json levels = row.value("scp", Json::array());
  for (const Json& level : levels)
    sets.service_control.push_back(documents_of({{"scp", level}}, "scp", PolicyKind::service_control));
  sets.resource_control = documents_of(row, "rcp", PolicyKind::resource_control);
  sets.resource = documents_of(row, "rpol", PolicyKind::resource);
  sets.identity = documents_of(row, "idp", PolicyKind::identity);
  sets.boundary = documents_of(row, "boundary", PolicyKind::identity);
  sets.session = documents_of(row, row.contains("task") ? "task" : "session", PolicyKind::identity);
  sets.endpoint = documents_of(row, "vpce", PolicyKind::resource);
  return sets;
}

std::string name_of(const Authorization& decision) {
  if (!decision.undecided.empty()) return "undecided";
  if (decision.kind == DecisionKind::allowed) return "allow";
  return std::string("deny:") + to_string(decision.by);
}

TEST(Vectors, AStatementAppliesToARequestOrNot) {
  for (const Json& row : vectors_of("match")) {
    const PolicyDocument document = policy_from_json(row["doc"].dump());
    const Match match = match_statement(document, document.statements.at(0), request_of(row));
    EXPECT_EQ(match.truth, row["expect"].get<bool>() ? Truth::yes : Truth::no) << row["id"] << row["why"];
  }
}

TEST(Vectors, CompiledPoliciesDecideAlike) {
  for (const Json& row : vectors()) {
    if (row["kind"] != "match" && row["kind"] != "undecided") continue;
    const std::vector<PolicyDocument> documents{policy_from_json(row["doc"].dump())};
    Request request = request_of(row);
    for (const bool with_principal : {true, false}) {
      if (!with_principal) request.principal.reset();
      const Decision plain = evaluate(documents, request);
      const Decision compiled = CompiledPolicies(documents).evaluate(request);
      EXPECT_EQ(compiled.kind, plain.kind) << row["id"];
      EXPECT_EQ(compiled.statements.size(), plain.statements.size()) << row["id"];
      EXPECT_EQ(compiled.undecided.size(), plain.undecided.size()) << row["id"];
    }
  }
}

TEST(Vectors, WhatIsNotDocumentedIsUndecided) {
  for (const Json& row : vectors_of("undecided")) {
    const PolicyDocument document = policy_from_json(row["doc"].dump());
    const Match match = match_statement(document, document.statements.at(0), request_of(row));
    EXPECT_EQ(match.truth, Truth::unknown) << row["id"] << row["why"];
  }
}

TEST(Vectors, ARequestGetsTheFullDecision) {
  for (const Json& row : vectors_of("eval")) {
    const PolicySets sets = sets_of(row);
    const Json asks = row.value("asks", Json::array({row}));
    for (const Json& ask : asks) {
      Circumstances circumstances;
      circumstances.resource_account = row.value("racct", "");
      circumstances.caller_in_management_account = !row.value("member", true);
      circumstances.resource_in_management_account = !row.value("rmember", true);
      circumstances.federated_by_root = ask.value("p", "").starts_with("fedroot:");
      const Request request = request_of(ask);
      const std::string expected = ask["expect"];
      EXPECT_EQ(name_of(authorize(sets, circumstances, request)),
                expected == "deny:task" ? "deny:session" : expected)
          << row["id"] << " " << describe(request) << ": " << row["why"];
    }
  }
}

TEST(Vectors, ServiceControlPoliciesDenyRootOrNot) {
  for (const Json& row : vectors_of("guard")) {
    std::set<std::string> partitions;
    bool assume_root = false;
    for (const std::string& root : row.value("roots", std::vector<std::string>{"root"})) {
      assume_root = assume_root || root == "assumeroot";
      const std::size_t bar = root.find('|');
      partitions.insert(bar == std::string::npos ? "aws" : root.substr(bar + 1));
    }
    const PolicySets sets = sets_of(row);
    bool violated = false;
    bool undecided = false;
    for (const std::string& partition : partitions) {
      ScpPath path;
      path.account = row["acct"];
      for (const std::vector<PolicyDocument>& documents : sets.service_control) {
        ScpLevel& level = path.levels.emplace_back();
        level.full_aws_access = false;
        for (const PolicyDocument& document : documents) level.documents.push_back(&document);
      }
      RootQuestion question;
      question.partition = partition;
      question.assume_root = assume_root;
      question.except = row.value("except", std::vector<std::string>());
      const Json only = row.value("only", Json::array());
      if (only.size() == 1) question.action = only[0];
      const RootAnswer answer = root_is_denied(path, question);
      violated = violated || answer.answer.verdict == Verdict::violation;
      undecided = undecided || answer.answer.verdict == Verdict::undecided;
    }
    const std::string verdict = violated ? "violated" : undecided ? "undecided" : "proved";
    EXPECT_EQ(verdict, row["expect"].get<std::string>()) << row["id"] << row["why"];
  }
}

/// The classes of policy.md §3.2 as `policy public` tells them apart: who is outside gets in as anybody, or
/// as a named account.
std::string exposure_of(const std::string& expected) {
  if (expected.starts_with("public")) return "public";
  return expected.starts_with("cross-") ? "cross_account" : "private";
}

TEST(Vectors, OutsidersGetInOrNot) {
  for (const Json& row : vectors_of("public")) {
    const std::vector<PolicyDocument> documents = documents_of(row, "rpol", PolicyKind::resource);
    const Exposure answer = exposure(documents, {row["owner"], {row["org"].get<std::string>()}});
    EXPECT_EQ(to_string(answer.kind), exposure_of(row["expect"])) << row["id"] << row["why"];
  }
}

TEST(Vectors, AChangeAllowsSomethingNewOrNot) {
  for (const Json& row : vectors_of("diff")) {
    const std::vector<PolicyDocument> before = documents_of(row, "old", PolicyKind::identity);
    const std::vector<PolicyDocument> after = documents_of(row, "new", PolicyKind::identity);
    const Comparison comparison = compare(before, after);
    EXPECT_NE(comparison.relation, Relation::undecided) << row["id"];
    EXPECT_EQ(comparison.new_access.has_value(), row["expect"] == "new") << row["id"] << row["why"];
    if (comparison.new_access) {
      EXPECT_EQ(evaluate(after, *comparison.new_access).kind, DecisionKind::allowed) << row["id"];
      EXPECT_NE(evaluate(before, *comparison.new_access).kind, DecisionKind::allowed) << row["id"];
    }
  }
}

TEST(Vectors, WhatAwsRefusesIsRefused) {
  for (const Json& row : vectors_of("valid")) {
    const std::string expected = row["expect"];
    const PolicyKind kind =
        expected.find("bare *") != std::string::npos ? PolicyKind::resource_control : PolicyKind::resource;
    const PolicyDocument document = policy_from_json(row["doc"].dump(), kind);
    const std::vector<LintNote> notes = lint(document);
    const bool refused =
        std::any_of(notes.begin(), notes.end(), [](const LintNote& note) { return note.refused; });
    EXPECT_EQ(refused, expected.starts_with("invalid") || expected == "dangling") << row["id"] << row["why"];
    const bool dangling = std::any_of(notes.begin(), notes.end(), [](const LintNote& note) {
      return note.message.find("deleted") != std::string::npos;
    });
    EXPECT_EQ(dangling, expected == "dangling") << row["id"];
    if (!expected.starts_with("always denied")) continue;
    PolicySets sets;
    sets.resource = {document};
    sets.identity = {
        policy_from("{'Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'*','Resource':'*'}}")};
    EXPECT_EQ(authorize(sets, {}, request_of(row)).kind, DecisionKind::allowed) << row["id"];
    sets.boundary = sets.identity;
    EXPECT_EQ(authorize(sets, {}, request_of(row)).kind, DecisionKind::explicit_deny) << row["id"];
  }
}

}  // namespace
}  // namespace rootproof::policy
