// `rootproof policy …` as its callers see it: JSON shapes and exit statuses of cli.md, and witnesses that go
// back in.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "tests/golden/program.h"

namespace rootproof::tests {
namespace {

struct PolicyAnswer {
  int status = -1;
  std::string output;
  nlohmann::json json;
};

class PolicyCommand : public ::testing::Test {
 protected:
  PolicyCommand() {
    write("full", R"({"Effect": "Allow", "Action": "*", "Resource": "*"})");
    write("deny", R"({"Effect": "Deny", "Action": "*", "Resource": "*",
                      "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:*:iam::*:root"}}})");
    write("most", R"({"Effect": "Deny", "NotAction": "iam:*", "Resource": "*",
                      "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:*:iam::*:root"}}})");
    write("ec2", R"({"Effect": "Allow", "Action": "ec2:*", "Resource": "*"})");
    write("get", R"({"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"})");
    write(
        "open",
        R"({"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"})");
    write("role", R"({"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::444455556666:role/r"},
                      "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"})");
    write("wild",
          R"({"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::*:root"}, "Action": "s3:GetObject",
                      "Resource": "*"})");
  }

  void write(const std::string& name, const std::string& statement) const {
    folder_.write(name + ".json", R"({"Version": "2012-10-17", "Statement": [)" + statement + "]}");
  }

  [[nodiscard]] PolicyAnswer run(const std::string& arguments) const {
    const Outcome outcome = rootproof(folder_, "policy " + arguments);
    return {outcome.status, outcome.output, json_of(outcome)};
  }

  /// The decision of `evaluate` about a witness.
  [[nodiscard]] std::string decision(const std::string& policies, const nlohmann::json& witness) const {
    folder_.write("witness.json", witness.dump());
    return run("evaluate " + policies + " --request witness.json").json.value("decision", "");
  }

  TemporaryFolder folder_;
};

TEST_F(PolicyCommand, EvaluateDecidesPoliciesOfEveryKindInTheirPlaces) {
  folder_.write("root.json", R"({"principal": {"type": "AWS", "account": "111122223333",
      "arn": "arn:aws:iam::111122223333:root"}, "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k",
      "context": {"aws:PrincipalArn": ["arn:aws:iam::111122223333:root"]}})");
  const PolicyAnswer denied =
      run("evaluate --request root.json --scp full.json --level --scp full.json --scp deny.json");
  EXPECT_EQ(denied.status, 1) << denied.output;
  EXPECT_EQ(denied.json["decision"], "explicit_deny");
  EXPECT_EQ(denied.json["decided_by"], "scp");
  EXPECT_EQ(denied.json["statements"][0]["policy"], 2) << "counted over all nodes";
  EXPECT_EQ(run("evaluate --request root.json --scp full.json --level --scp ec2.json").json["decided_by"],
            "scp-implicit");
  const PolicyAnswer exempt = run("evaluate --request root.json --scp deny.json --management-account");
  EXPECT_EQ(exempt.status, 0) << exempt.output;
  EXPECT_EQ(exempt.json["decided_by"], "grant");
  const PolicyAnswer foreign =
      run("evaluate --request root.json --resource role.json --resource-account 444455556666");
  EXPECT_EQ(foreign.json["decision"], "implicit_deny") << foreign.output;
  EXPECT_EQ(run("evaluate --request root.json --policy full.json --identity full.json").status, 2);
  EXPECT_EQ(run("evaluate --request root.json").status, 2);
}

TEST_F(PolicyCommand, WhatIsAllowedUnlessAnUndecidedDenyMatchesIsUndecided) {
  write("spared", R"({"Effect": "Deny", "Action": "*", "NotResource": "arn:aws:s3:::b/${aws:username}/*"})");
  folder_.write("request.json",
                R"({"action": "s3:GetObject", "resource": "arn:aws:s3:::b/k", "context": {}})");
  const PolicyAnswer open = run("evaluate --policy full.json --policy spared.json --request request.json");
  EXPECT_EQ(open.json["decision"], "allowed") << open.output;
  EXPECT_FALSE(open.json["undecided"].empty());
  EXPECT_EQ(open.status, 3);
  folder_.write("of_role.json", R"({"principal": {"type": "AWS", "account": "111122223333",
      "arn": "arn:aws:iam::111122223333:role/r"}, "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k"})");
  EXPECT_EQ(run("evaluate --identity full.json --identity spared.json --request of_role.json").status, 3);
  // Nothing allows it, whatever the Deny says.
  EXPECT_EQ(run("evaluate --policy spared.json --request request.json").status, 1);
  EXPECT_EQ(run("evaluate --policy full.json --policy spared.json --policy deny.json --request request.json")
                .status,
            3);
}

TEST_F(PolicyCommand, RequestsThatAreNoneAreErrorsWithTheirPlace) {
  const auto refused = [this](const std::string& request) {
    folder_.write("request.json", request);
    const PolicyAnswer answer = run("evaluate --policy full.json --request request.json");
    EXPECT_EQ(answer.status, 2) << request;
    return answer.output;
  };
  const auto expect = [&refused](const std::string& request, const std::string& message) {
    const std::string output = refused(request);
    EXPECT_NE(output.find(message), std::string::npos) << output;
  };
  expect("{\"action\": \"s3:GetObject\",\n \"contex\": {}}",
         "request.json:2:2: a request has no member \"contex\"; did you mean \"context\"?");
  expect(R"({"action": "s3:GetObject", "principal": {"type": "AWS", "arm": "x"}})",
         "request.json:1:57: a principal has no member \"arm\"; did you mean \"arn\"?");
  expect(R"({"action": "s3:GetObject", "action": "s3:PutObject"})",
         "request.json:1:28: \"action\" stands here twice");
  expect(R"({"action": "s3:GetObject", "context": {"aws:SourceIp": "203.0.113.9", "AWS:sourceip": "x"}})",
         "request.json:1:71: the context key \"AWS:sourceip\" stands here twice");
  expect(R"({"action": "s3:Get*"})", "request.json:1:12: action \"s3:Get*\" is a pattern");
  expect(R"({"action": "*"})", "request.json:1:12: action \"*\" is a pattern");
  expect(R"({"action": "GetObject"})", "request.json:1:12: action \"GetObject\" is none");
  expect(R"({"action": "s3:"})", "request.json:1:12: action \"s3:\" is none");
  expect(R"({"action": 7})", "request.json:1:12: action and resource are texts");
  expect(R"({"action": "s3:GetObject", "context": {"aws:SourceIp": {}}})",
         "request.json:1:56: context key \"aws:SourceIp\" holds something");
  expect(R"({"action": "s3:GetObject", "principal": {"type": "AMS"}})",
         "request.json:1:50: principal type \"AMS\"");
  expect(R"({"resource": "*"})", "the request names no action");
  expect(R"({"action": "s3:GetObject",})", "request.json:1:27: not valid JSON");
}

TEST_F(PolicyCommand, CompareShowsWhatIsNewAndWhatIsLost) {
  const PolicyAnswer broader = run("compare --old get.json --new full.json");
  EXPECT_EQ(broader.status, 1) << broader.output;
  EXPECT_EQ(broader.json["verdict"], "broader");
  EXPECT_TRUE(broader.json["lost_access"].is_null());
  EXPECT_EQ(decision("--policy full.json", broader.json["new_access"]), "allowed");
  EXPECT_EQ(decision("--policy get.json", broader.json["new_access"]), "implicit_deny");

  const PolicyAnswer narrower = run("compare --old full.json --new get.json --format json");
  EXPECT_EQ(narrower.status, 0);
  EXPECT_EQ(narrower.json["verdict"], "narrower");
  EXPECT_EQ(run("compare --old get.json --new get.json").json["verdict"], "equivalent");
}

TEST_F(PolicyCommand, CoversTakesNoGuardrailAboutOthers) {
  const auto guardrail = [](const std::string& arn) {
    return R"({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*",
              "Condition": {"ArnLike": {"aws:PrincipalArn": ")" +
           arn + R"("}}}]})";
  };
  folder_.write("china.json", guardrail("arn:aws-cn:iam::*:root"));
  folder_.write("one.json", guardrail("arn:aws:iam::111122223333:root"));
  const auto status = [this](const std::string& options) {
    return rootproof(folder_, "policy covers --scp deny.json " + options).status;
  };
  EXPECT_EQ(status("--guardrail china.json"), 2);
  EXPECT_EQ(status("--guardrail china.json --partition aws-cn"), 0);
  EXPECT_EQ(status("--guardrail one.json --account 444455556666"), 2);
  EXPECT_EQ(status("--guardrail one.json --account 111122223333"), 0);
  EXPECT_EQ(status("--guardrail one.json"), 0);
}

TEST_F(PolicyCommand, CoversKnowsBuiltInGuardrails) {
  const PolicyAnswer covered = run("covers --scp deny.json --guardrail deny-root");
  EXPECT_EQ(covered.status, 0) << covered.output;
  EXPECT_EQ(covered.json["verdict"], "covered");
  EXPECT_TRUE(covered.json["witness"].is_null());
  EXPECT_FALSE(covered.json["proof"].empty());

  const PolicyAnswer partly = run("covers --scp most.json --guardrail deny-root --account 111122223333");
  EXPECT_EQ(partly.status, 1);
  EXPECT_EQ(partly.json["verdict"], "partly");
  EXPECT_EQ(partly.json["holes"][0]["class"], "escape");
  EXPECT_EQ(decision("--policy full.json --policy most.json", partly.json["witness"]), "allowed");
  EXPECT_EQ(decision("--policy deny.json", partly.json["witness"]), "explicit_deny");
  EXPECT_EQ(run("covers --scp most.json --guardrail deny-root --except iam:*").status, 0);
  EXPECT_EQ(run("covers --scp most.json --guardrail deny-root-access-keys").json["verdict"], "open");
  EXPECT_EQ(run("covers --scp full.json --guardrail deny.json").json["verdict"], "open");
}

TEST_F(PolicyCommand, ProofsAreTreesOfStatements) {
  write("parts", R"({"Sid": "Iam", "Effect": "Deny", "Action": "iam:*", "Resource": "*",
                     "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:*:iam::*:root"}}},
                    {"Sid": "Rest", "Effect": "Deny", "NotAction": "iam:*", "Resource": "*",
                     "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:*:iam::*:root"}}})");
  const nlohmann::json proof = run("covers --scp parts.json --guardrail deny-root").json["proof"];
  ASSERT_GE(proof.size(), 2U);
  EXPECT_EQ(proof[0], "statement 1 (Iam) of a policy on node 1 denies root");
  EXPECT_EQ(proof[1], "  actions other than iam:*: statement 2 (Rest) of a policy on node 1 denies root");
  EXPECT_NE(run("covers --scp parts.json --guardrail deny-root --format text").output.find(proof[1]),
            std::string::npos);

  write("halves", R"({"Effect": "Allow", "Action": ["s3:Get*", "s3:Put*"], "Resource": "*"})");
  write("two", R"({"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"},
                  {"Sid": "Put", "Effect": "Allow", "Action": "s3:Put*", "Resource": "*"})");
  const nlohmann::json same = run("compare --old two.json --new halves.json").json;
  EXPECT_EQ(same["verdict"], "equivalent");
  EXPECT_EQ(
      same["proof"][0],
      "what statement 1 of the new policies allows: that is written in statement 1 of the old policies and "
      "statement 2 (Put) of the old policies too");
  ASSERT_EQ(same["proof"].size(), 3U);
  write("split", R"({"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"},
                    {"Sid": "Rest", "Effect": "Allow", "NotAction": "s3:Get*", "Resource": "*"})");
  const nlohmann::json whole = run("compare --old split.json --new full.json").json;
  EXPECT_EQ(whole["verdict"], "equivalent");
  EXPECT_EQ(whole["proof"][0], "what statement 1 of the new policies allows:");
  EXPECT_EQ(whole["proof"][1], "  statement 1 of the old policies allows it");
  EXPECT_EQ(whole["proof"][2],
            "    actions other than s3:Get*: statement 2 (Rest) of the old policies allows it");
  const nlohmann::json broader = run("compare --old get.json --new full.json").json["proof"];
  ASSERT_EQ(broader.size(), 1U) << "only why nothing is lost";
  EXPECT_EQ(
      broader[0],
      "what statement 1 of the old policies allows: that is written in statement 1 of the new policies too");
  write("list", R"({"Effect": "Allow", "Action": ["s3:List*", "s3:GetObject"], "Resource": "*"})");
  write("wide", R"({"Effect": "Allow", "Action": ["s3:List*", "s3:Get*"], "Resource": "*"})");
  const nlohmann::json narrower = run("compare --old wide.json --new list.json").json["proof"];
  ASSERT_EQ(narrower.size(), 2U);
  EXPECT_EQ(
      narrower[0],
      "what statement 1 of the new policies allows and is not written in statement 1 of the old policies:");
  EXPECT_EQ(narrower[1], "  statement 1 of the old policies allows it");

  write("reader", R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/x"})");
  write("writer", R"({"Effect": "Allow", "Action": ["iam:CreateUser", "s3:GetObject"],
                      "Resource": ["arn:aws:s3:::b/${aws:username}", "arn:aws:s3:::b/*"]})");
  const nlohmann::json shown = run("compare --old reader.json --new writer.json").json["new_access"];
  EXPECT_EQ(shown["action"], "s3:GetObject") << "IAM acts on no bucket";
  EXPECT_EQ(std::string(shown["resource"]).find("${"), std::string::npos) << shown;

  write("inside", R"({"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::b/*"},
                     {"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*",
                      "Condition": {"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}})");
  const nlohmann::json kept_out = run("public --policy inside.json --account 111122223333").json;
  EXPECT_EQ(kept_out["verdict"], "private");
  EXPECT_EQ(kept_out["proof"][0], "statement 1: statement 2 denies what the statement allows");
}

TEST_F(PolicyCommand, LintKnowsTheCharactersThatIamTakes) {
  const std::string statement =
      R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/)";
  write("latin", statement + "f\xC3\xBCr\"}");
  write("beyond", statement + "\xE4\xB8\xAD\"}");
  EXPECT_EQ(run("lint --policy latin.json --kind identity").status, 0);
  const PolicyAnswer refused = run("lint --policy beyond.json --kind identity");
  EXPECT_EQ(refused.status, 1);
  EXPECT_NE(refused.output.find("IAM takes no characters beyond U+00FF"), std::string::npos)
      << refused.output;
  EXPECT_EQ(run("lint --policy beyond.json --kind scp").status, 0) << "Organizations takes any";
}

TEST_F(PolicyCommand, TheOlderLanguageOfServiceControlPoliciesIsSelectable) {
  write("spare", R"({"Effect": "Allow", "Action": "*", "Resource": "*",
                     "Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:*:iam::*:root"}}})");
  const std::string covers = "covers --no-full-aws-access --scp spare.json --guardrail deny-root";
  EXPECT_EQ(run(covers).json["verdict"], "covered");
  EXPECT_EQ(run("lint --policy spare.json --kind scp").status, 0);
  folder_.write("rootproof.yaml", "scp: {dialect: before-2025}\n");
  const PolicyAnswer refused = run(covers);
  EXPECT_EQ(refused.json["verdict"], "undecided") << "AWS refuses the policy, which then hangs nowhere";
  EXPECT_NE(refused.output.find("Condition with Allow"), std::string::npos) << refused.output;
  EXPECT_EQ(run("lint --policy spare.json --kind scp").status, 1);
  EXPECT_EQ(run("covers --scp deny.json --guardrail deny-root").json["verdict"], "covered");
}

TEST_F(PolicyCommand, CoversReadsThePathNodeByNode) {
  // Allow lists without anything in common; on one node they would be a union.
  EXPECT_EQ(
      run("covers --no-full-aws-access --scp ec2.json --level --scp get.json --guardrail deny-root").status,
      0);
  EXPECT_EQ(run("covers --no-full-aws-access --scp ec2.json --scp get.json --guardrail deny-root").status, 1);
  // A node that has nothing allows nothing.
  EXPECT_EQ(run("covers --no-full-aws-access --scp full.json --level --guardrail deny-root").status, 0);
}

TEST_F(PolicyCommand, CoversRestsNothingOnMoreThanAwsAttaches) {
  const std::string covers = "covers --guardrail deny-root --scp deny.json";
  std::string scps;
  for (int i = 0; i < 9; ++i) scps += " --scp ec2.json";
  const PolicyAnswer many = run(covers + scps);
  EXPECT_EQ(many.status, 3) << many.output;
  EXPECT_NE(many.output.find("11 policies on node 1, FullAWSAccess among them"), std::string::npos)
      << many.output;
  EXPECT_EQ(run(covers + scps + " --no-full-aws-access").status, 0) << "ten are attached";
  EXPECT_EQ(run(covers + " --scp full.json" + scps).status, 3);
  std::string nodes;
  for (int i = 0; i < 6; ++i) nodes += " --level";
  EXPECT_EQ(run(covers + nodes).status, 0);
  const PolicyAnswer deep = run(covers + nodes + " --level");
  EXPECT_EQ(deep.json["verdict"], "undecided");
  EXPECT_NE(deep.output.find("a path of 8 nodes"), std::string::npos) << deep.output;
  EXPECT_EQ(run("covers --guardrail deny-root --scp ec2.json" + scps).json["verdict"], "open");
  folder_.write("rootproof.yaml", "limits: {policies_per_node: 20}\n");
  EXPECT_EQ(run(covers + scps).status, 0) << "the organization's own quota";
}

TEST_F(PolicyCommand, TheQuotaOfCharactersIsTheOrganizations) {
  folder_.write("rootproof.yaml", "limits: {policy_characters: 40}\n");
  const PolicyAnswer refused = run("covers --scp deny.json --guardrail deny-root");
  EXPECT_EQ(refused.status, 3);
  EXPECT_NE(refused.output.find("AWS Organizations takes 40"), std::string::npos) << refused.output;
}

TEST_F(PolicyCommand, ADenyThatBeginsLaterCountsFromItsDayOn) {
  write("later", R"({"Effect": "Deny", "Action": "*", "Resource": "*",
                     "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:*:iam::*:root"},
                                   "DateGreaterThan": {"aws:CurrentTime": "2027-06-01T00:00:00Z"}}})");
  const std::string covers = "covers --scp later.json --guardrail deny-root";
  EXPECT_EQ(run(covers).json["verdict"], "partly");
  folder_.write("rootproof.yaml", "clock: 2027-06-02\n");
  EXPECT_EQ(run(covers).json["verdict"], "covered");
}

TEST_F(PolicyCommand, ReadsPoliciesAsTheAwsCliPrintsThem) {
  const nlohmann::json policy = nlohmann::json::parse(
      R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObjet",
                                                  "Resource": "arn:aws:s3:::b/*"}]})");
  const nlohmann::json printed[] = {
      {{"Policy", policy.dump()}},
      {{"Policy", policy.dump()}, {"PolicyName", "default"}},
      {{"Policy", {{"PolicySummary", {{"Id", "p-1"}}}, {"Content", policy.dump()}}}},
      {{"PolicyVersion", {{"Document", policy}, {"VersionId", "v1"}}}},
      {{"RoleName", "r"}, {"PolicyName", "p"}, {"PolicyDocument", policy}},
      {{"Role", {{"RoleName", "r"}, {"AssumeRolePolicyDocument", policy}}}},
      {{"Attributes", {{"QueueArn", "x"}, {"Policy", policy.dump()}}}},
      {{"Name", "s"}, {"ResourcePolicy", policy.dump()}},
      {{"repositoryName", "r"}, {"policyText", policy.dump()}},
  };
  for (const nlohmann::json& output : printed) {
    folder_.write("printed.json", output.dump());
    const PolicyAnswer answer = run("lint --policy printed.json --kind resource");
    ASSERT_EQ(answer.json["findings"].size(), 1U) << output.dump() << answer.output;
    const auto& start = answer.json["findings"][0]["start"];
    const std::size_t column = start["column"];
    EXPECT_EQ(start["line"], 1);
    EXPECT_LE(output.dump().substr(column - 1).find("s3:GetObjet"), 2U) << output.dump() << column;
  }
  folder_.write("printed.json", R"({"Policies": []})");
  EXPECT_EQ(run("public --policy printed.json").status, 2);
}

TEST_F(PolicyCommand, PublicSaysWhoGetsIn) {
  const PolicyAnswer everyone = run("public --policy open.json");
  EXPECT_EQ(everyone.status, 1) << everyone.output;
  EXPECT_EQ(everyone.json["verdict"], "public");
  EXPECT_EQ(decision("--policy open.json", everyone.json["witness"]), "allowed");
  EXPECT_EQ(everyone.json["s3"]["verdict"], "public");
  EXPECT_EQ(everyone.json["s3"]["statement"], 0);
  EXPECT_NE(run("public --policy open.json --format text")
                .output.find("Block Public Access refuses it: statement 1"),
            std::string::npos);
  EXPECT_EQ(run("public --policy role.json --account 111122223333").json["verdict"], "cross_account");
  EXPECT_EQ(run("public --policy role.json --account 444455556666").status, 0);
  EXPECT_EQ(run("public --policy role.json --account 111122223333 --trusted 444455556666").status, 0);
  EXPECT_EQ(run("public --policy role.json").status, 3);
}

TEST_F(PolicyCommand, LintReportsAsScanDoes) {
  const PolicyAnswer wild = run("lint --policy wild.json --kind resource");
  EXPECT_EQ(wild.status, 1) << wild.output;
  EXPECT_EQ(wild.json["findings"][0]["file"], "wild.json");
  EXPECT_EQ(run("lint --policy open.json --kind resource").status, 0);
  EXPECT_EQ(run("lint --policy open.json --kind scp").status, 1);
}

TEST_F(PolicyCommand, ExplainSpeaksPlainly) {
  const PolicyAnswer outcome = run("explain --policy deny.json --format text");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_NE(outcome.output.find("denies every action on every resource"), std::string::npos)
      << outcome.output;
  EXPECT_NE(outcome.output.find("the root user of an account"), std::string::npos) << outcome.output;
  EXPECT_EQ(run("explain --policy deny.json").json["policies"][0]["statements"].size(), 1U);
}

TEST_F(PolicyCommand, WrongUsageIsStatusTwo) {
  for (const char* arguments : {"compare --old get.json", "covers --scp deny.json",
                                "covers --scp deny.json --guardrail deny-rot", "public --policy none.json",
                                "public --policy open.json --account 12", "lint --policy open.json --kind x"})
    EXPECT_EQ(run(arguments).status, 2) << arguments;
  EXPECT_NE(run("covers --scp deny.json --guardrail deny-rot").output.find("deny-root"), std::string::npos);
}

TEST_F(PolicyCommand, WhatExistsIsNotCalledPlanned) {
  for (const char* arguments : {"evaluate --guardrail deny-root", "compare --plan x", "covers --scp"})
    EXPECT_EQ(run(arguments).output.find("not part of this version"), std::string::npos) << arguments;
}

}  // namespace
}  // namespace rootproof::tests
