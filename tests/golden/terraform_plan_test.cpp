// Terraform plans as Terraform 1.11 with hashicorp/aws 5.100.0 writes them (testdata/terraform/plans), alone
// and together with the configuration they were made from.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "tests/unit/engine/temporary_folder.h"

namespace rootproof::tests {
namespace {

namespace fs = std::filesystem;

struct Outcome {
  int status = -1;
  std::string output;  ///< standard output and standard error
};

Outcome rootproof(const fs::path& folder, const std::string& arguments) {
  const std::string command = "cd '" + folder.string() + "' && '" ROOTPROOF_BINARY "' " + arguments + " 2>&1";
  Outcome outcome;
  FILE* pipe = ::popen(command.c_str(), "r");
  std::array<char, 4096> buffer{};
  while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe))
    outcome.output.append(buffer.data(), count);
  outcome.status = WEXITSTATUS(::pclose(pipe));
  return outcome;
}

fs::path plans() { return fs::path(ROOTPROOF_SOURCE_DIR) / "testdata" / "terraform" / "plans"; }

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

/// A copy of a fixture's configuration beside its plan.
class Checkout {
 public:
  explicit Checkout(const std::string& name) {
    fs::copy(plans() / name, folder.path() / "root", fs::copy_options::recursive);
    fs::copy(plans() / (name + ".plan.json"), folder.path() / "plan.json");
  }

  void change(const std::string& file, const std::string& from, const std::string& to) const {
    folder.write(file, replaced(text_of(folder.path() / file), from, to));
  }

  [[nodiscard]] nlohmann::json scan(const std::string& arguments) const {
    return nlohmann::json::parse(rootproof(folder.path(), "scan -f json " + arguments).output, nullptr,
                                 false);
  }

  const TemporaryFolder folder;
};

/// "RP202 violation aws_s3_bucket_policy.logs" of each finding.
std::multiset<std::string> answers(const nlohmann::json& report) {
  std::multiset<std::string> found;
  for (const auto& finding : report["findings"]) {
    found.insert(finding["rule"].get<std::string>() + " " + finding["answer"].get<std::string>() + " " +
                 finding["resource"]["address"].get<std::string>());
  }
  return found;
}

std::set<std::string> notices(const nlohmann::json& report) {
  std::set<std::string> found;
  for (const auto& notice : report["notices"]) found.insert(notice["message"].get<std::string>());
  return found;
}

TEST(JoinedPlan, GivesTheFindingsOfTheConfigurationAtItsPlaces) {
  const Checkout checkout("company");
  const nlohmann::json source = checkout.scan("root");
  const nlohmann::json joined = checkout.scan("--plan plan.json root");
  ASSERT_EQ(source["findings"].size(), 14U);
  EXPECT_EQ(answers(joined), answers(source));
  for (std::size_t i = 0; i < source["findings"].size(); ++i) {
    EXPECT_EQ(joined["findings"][i]["file"], source["findings"][i]["file"]);
    EXPECT_EQ(joined["findings"][i]["start"], source["findings"][i]["start"]);
  }
  EXPECT_EQ(joined["summary"]["safe"], source["summary"]["safe"]);
  EXPECT_TRUE(joined["errors"].empty()) << joined["errors"];
  EXPECT_TRUE(notices(joined).empty()) << joined["notices"];
}

TEST(JoinedPlan, FillsWhatTheFilesDoNotTell) {
  const Checkout checkout("company");
  fs::remove(checkout.folder.path() / "root/terraform.tfvars");
  const std::string partner = "RP202 violation aws_s3_bucket_policy.logs";
  EXPECT_FALSE(answers(checkout.scan("root")).contains(partner));
  EXPECT_TRUE(answers(checkout.scan("--plan plan.json root")).contains(partner));
}

TEST(JoinedPlan, CountsWhereTheCheckoutDiffersAndSaysSo) {
  const Checkout checkout("company");
  checkout.change("root/main.tf", "green = \"333344445555\"", "green = \"444433335555\"");
  const nlohmann::json joined = checkout.scan("--plan plan.json root");
  EXPECT_TRUE(notices(joined).contains(
      "the plan differs from the checkout: aws_sqs_queue_policy.ingest[\"green\"].policy"));
  EXPECT_EQ(joined.dump().find("444433335555"), std::string::npos);
  EXPECT_NE(joined.dump().find("333344445555"), std::string::npos);
  EXPECT_TRUE(joined["summary"]["complete"]);
}

TEST(JoinedPlan, DoesNotCountWhatIsNotPlannedAsCertain) {
  const Checkout checkout("existing");
  checkout.change("root/main.tf", "resource \"aws_organizations_policy_attachment\" \"workloads\"",
                  "resource \"aws_organizations_policy_attachment\" \"new\" {\n"
                  "  policy_id = aws_organizations_policy.deny_root.id\n"
                  "  target_id = aws_organizations_organization.this.roots[0].id\n}\n\n"
                  "resource \"aws_organizations_policy_attachment\" \"workloads\"");
  const nlohmann::json joined = checkout.scan("--plan plan.json root");
  EXPECT_TRUE(notices(joined).contains(
      "the plan differs from the checkout: aws_organizations_policy_attachment.new is not in the plan"));
  EXPECT_FALSE(answers(checkout.scan("--plan plan.json --show-safe root"))
                   .contains("RP301 safe aws_organizations_organization.this"));
}

TEST(JoinedPlan, HasNoAttachmentThatThePlanDeletes) {
  const Checkout checkout("existing");
  // As if the configuration still had the attachment that the plan takes away.
  checkout.change("root/main.tf", "resource \"aws_organizations_policy_attachment\" \"workloads\"",
                  "resource \"aws_organizations_policy_attachment\" \"root\" {\n"
                  "  policy_id = aws_organizations_policy.deny_root.id\n"
                  "  target_id = aws_organizations_organization.this.roots[0].id\n}\n\n"
                  "resource \"aws_organizations_policy_attachment\" \"workloads\"");
  const std::string open = "RP301 violation aws_organizations_organization.this";
  EXPECT_FALSE(answers(checkout.scan("root")).contains(open));
  EXPECT_TRUE(answers(checkout.scan("--plan plan.json root")).contains(open));
}

TEST(PlanAlone, ConnectsDocumentsAndGuardrailsByReferences) {
  const Checkout checkout("company");
  const std::multiset<std::string> found = answers(checkout.scan("plan.json"));
  EXPECT_TRUE(found.contains("RP202 violation module.archive.aws_kms_key.this[\"audit\"]"));
  EXPECT_TRUE(found.contains("RP202 violation aws_sqs_queue_policy.ingest[\"blue\"]"));
  // Rebuilt from the planned statements; what the plan hides keeps it from being decided.
  EXPECT_TRUE(found.contains("RP202 undecided aws_s3_bucket_policy.logs"));
  EXPECT_TRUE(found.contains("RP207 undecided aws_s3_bucket_policy.drop"));
  EXPECT_EQ(found, answers(checkout.scan("--plan plan.json plan.json")));
}

TEST(PlanAlone, ConnectsKnownIdsAndForgetsWhatIsDeleted) {
  const Checkout checkout("existing");
  EXPECT_EQ(answers(checkout.scan("plan.json")),
            (std::multiset<std::string>{"RP108 violation aws_organizations_organization.this",
                                        "RP301 violation aws_organizations_organization.this",
                                        "RP303 violation aws_organizations_organization.this",
                                        "RP304 violation aws_organizations_organization.this",
                                        "RP411 violation aws_organizations_account.audit"}));
}

TEST(PlanAlone, SeesWhatDynamicBlocksMake) {
  const Checkout checkout("dynamic");
  const std::multiset<std::string> found = answers(checkout.scan("plan.json"));
  // The bucket policy waits for the ARN of the bucket, and may be more than the document it is made from.
  EXPECT_EQ(found.count("RP202 undecided aws_s3_bucket_policy.b"), 2U);
  EXPECT_EQ(found.count("RP205 violation aws_iam_role.plain"), 1U);
  EXPECT_EQ(found.count("RP205 violation aws_iam_role.r"), 1U);
  const std::multiset<std::string> joined = answers(checkout.scan("--plan plan.json root"));
  EXPECT_EQ(joined.count("RP202 violation aws_s3_bucket_policy.b"), 2U);
  EXPECT_EQ(joined, answers(checkout.scan("root")));
}

TEST(PlanAlone, DoesNotTakeAValueForTheDocumentItIsMadeFrom) {
  const Checkout checkout("rewritten");
  const std::multiset<std::string> alone = answers(checkout.scan("--show-safe plan.json"));
  for (const char* address : {"aws_s3_bucket_policy.reports", "aws_sqs_queue_policy.queue"}) {
    EXPECT_FALSE(alone.contains(std::string("RP202 safe ") + address));
    EXPECT_FALSE(alone.contains(std::string("RP207 safe ") + address));
    EXPECT_TRUE(alone.contains(std::string("RP207 undecided ") + address));
  }
  EXPECT_TRUE(answers(checkout.scan("--plan plan.json root"))
                  .contains("RP202 violation aws_s3_bucket_policy.reports"));
  const std::string text = rootproof(checkout.folder.path(), "scan plan.json").output;
  for (const char* part : {"what the configuration makes of data.aws_iam_policy_document.reports",
                           "RP202, RP203 and RP502 are undecided here for the same reason",
                           "scan the plan together with the configuration"}) {
    EXPECT_NE(text.find(part), std::string::npos) << text;
  }
}

TEST(PlanAlone, DoesNotGuessWhichAttributeOfAnObjectIsMeant) {
  const Checkout checkout("rewritten");
  // The account hangs under the root, beside the OU that the guardrail is attached to.
  EXPECT_FALSE(answers(checkout.scan("--show-safe plan.json"))
                   .contains("RP301 safe aws_organizations_organization.this"));
}

TEST(PlanSecrets, AreInNoOutput) {
  const Checkout checkout("company");
  // A sensitive value right before the place of a finding, in the same line.
  nlohmann::json plan = nlohmann::json::parse(text_of(checkout.folder.path() / "plan.json"));
  for (auto& resource : plan["resource_changes"]) {
    if (resource["address"] != "aws_sqs_queue_policy.ingest[\"blue\"]") continue;
    resource["change"]["after"]["note"] = "s3cr3t-token-value";
    resource["change"]["after_sensitive"]["note"] = true;
    resource["change"]["after"]["policy"] =
        R"({"Statement":[{"Principal":"*","Action":"sqs:*","Effect":"Allow","Resource":"*"}]})";
  }
  checkout.folder.write("plan.json", plan.dump());
  for (const char* format : {"text", "json", "sarif"}) {
    const std::string output =
        rootproof(checkout.folder.path(), std::string("scan --show-safe -f ") + format + " plan.json").output;
    EXPECT_NE(output.find("RP207"), std::string::npos);
    EXPECT_EQ(output.find("s3cr3t"), std::string::npos) << format;
  }
}

TEST(PlanErrors, NameWhatWasGivenInPlaceOfAPlan) {
  const TemporaryFolder folder;
  folder.write("main.tf", "resource \"aws_s3_bucket\" \"b\" {}\n");
  folder.write("state.json", R"({"format_version":"1.0","values":{"root_module":{}}})");
  folder.write("old.json", R"({"format_version":"0.2","planned_values":{},"resource_changes":[]})");
  folder.write("plan.bin", "PK\x03\x04");
  folder.write("broken.json", R"({"format_version":"1.2","planned_values":{)");
  folder.write("list.json", R"({"format_version":"1.2","planned_values":[],"resource_changes":[]})");
  folder.write("changes.json", R"({"format_version":"1.2","resource_changes":{"a":1}})");
  folder.write("entry.json",
               R"({"format_version":"1.2","resource_changes":[{"address":"aws_x.y","change":5}]})");
  folder.write("planned.json",
               R"({"format_version":"1.2","planned_values":{"root_module":{"child_modules":[{"resources":[)"
               R"({"address":"module.m.aws_sqs_queue.q","mode":"managed","type":"aws_sqs_queue"}]}]}}})");
  for (const auto& [file, part] :
       {std::pair("state.json", "a state, not a plan"), std::pair("old.json", "format_version 0.2"),
        std::pair("plan.bin", "the plan file itself"), std::pair("broken.json", "no JSON"),
        std::pair("list.json", "planned_values is no object"),
        std::pair("changes.json", "resource_changes is no list"),
        std::pair("entry.json", "has no address, type or change"),
        std::pair("planned.json", "no resource_changes"), std::pair("none.json", "none.json")}) {
    const Outcome outcome = rootproof(folder.path(), std::string("scan main.tf --plan ") + file);
    EXPECT_EQ(outcome.status, 2) << file;
    EXPECT_NE(outcome.output.find(part), std::string::npos) << outcome.output;
  }
}

TEST(PlanErrors, LeaveTheScanIncompleteWhenThePlanIs) {
  const Checkout checkout("existing");
  checkout.change("plan.json", "\"complete\":true", "\"complete\":false");
  EXPECT_FALSE(checkout.scan("--plan plan.json root")["summary"]["complete"]);
  checkout.change("plan.json", "\"complete\":false", "\"complete\":true");
  checkout.change("plan.json", "\"errored\":false", "\"errored\":true");
  EXPECT_FALSE(checkout.scan("plan.json")["summary"]["complete"]);
}

TEST(PlanErrors, AskWhichOfSeveralRootModulesIsMeant) {
  const Checkout checkout("existing");
  fs::copy(checkout.folder.path() / "root", checkout.folder.path() / "twin", fs::copy_options::recursive);
  const Outcome both = rootproof(checkout.folder.path(), "scan --plan plan.json root twin");
  EXPECT_EQ(both.status, 2);
  EXPECT_NE(both.output.find("root, twin"), std::string::npos) << both.output;
  EXPECT_EQ(rootproof(checkout.folder.path(), "scan --plan plan.json twin").status, 1);
}

}  // namespace
}  // namespace rootproof::tests
