// An organization whose parts stand in several root modules of one scan.
#include <gtest/gtest.h>

#include <string>

#include "tests/golden/program.h"

namespace rootproof::tests {
namespace {

constexpr const char* kOrganization = R"tf(
resource "aws_organizations_organization" "acme" {
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}
resource "aws_organizations_account" "shop" {
  name  = "shop"
  email = "aws+shop@acme.example"
}
)tf";

std::string policy(const std::string& name, const std::string& statement, const std::string& target) {
  return "resource \"aws_organizations_policy\" \"" + name + "\" {\n  name = \"" + name +
         "\"\n  content = jsonencode({ Version = \"2012-10-17\", Statement = [{ Effect = \"Deny\", Resource "
         "= "
         "\"*\", " +
         statement + " }] })\n}\nresource \"aws_organizations_policy_attachment\" \"" + name +
         "\" {\n  policy_id = aws_organizations_policy." + name + ".id\n  target_id = " + target + "\n}\n";
}

constexpr const char* kFoundOrganization = "data \"aws_organizations_organization\" \"acme\" {}\n";
constexpr const char* kFoundRoot = "data.aws_organizations_organization.acme.roots[0].id";
constexpr const char* kOwnRoot = "aws_organizations_organization.acme.roots[0].id";
constexpr const char* kLeave = "Action = \"organizations:LeaveOrganization\"";
constexpr const char* kRegion =
    "NotAction = \"iam:*\", Condition = { StringNotEquals = { \"aws:RequestedRegion\" = \"eu-central-1\" } }";

/// What the module `organization` is said to be, and what of the scan besides.
class OrganizationModules : public ::testing::Test {
 protected:
  [[nodiscard]] std::string scan(const std::string& rules) const {
    return rootproof(folder_, "scan --select " + rules + " .").output;
  }
  TemporaryFolder folder_;
};

TEST_F(OrganizationModules, MayBeGuardedByPoliciesOfAnotherOneAtTheRootThatItFinds) {
  folder_.write("organization/main.tf", kOrganization);
  folder_.write("guardrails/main.tf", kFoundOrganization + policy("leave", kLeave, kFoundRoot));
  const std::string output = scan("RP304");
  EXPECT_NE(output.find("undecided[RP304]"), std::string::npos) << output;
  EXPECT_NE(output.find("policies of guardrails"), std::string::npos) << output;
}

TEST_F(OrganizationModules, MayBeGuardedByBothTogether) {
  folder_.write("organization/main.tf", kOrganization + policy("regions", kRegion, kOwnRoot));
  folder_.write("guardrails/main.tf", kFoundOrganization + policy("keys", "Action = \"iam:*\"", kFoundRoot));
  const std::string output = scan("RP301");
  EXPECT_NE(output.find("undecided[RP301]"), std::string::npos) << output;
}

TEST_F(OrganizationModules, AreOpenWhereTheOthersDenyNothingOfWhatIsAsked) {
  folder_.write("organization/main.tf", kOrganization);
  folder_.write("guardrails/main.tf", kFoundOrganization + policy("regions", kRegion, kFoundRoot));
  const std::string output = scan("RP303");
  EXPECT_NE(output.find("high[RP303]"), std::string::npos) << output;
}

TEST_F(OrganizationModules, HoldWhatCannotBeRead) {
  const std::string whole = policy("leave", kLeave, kOwnRoot);
  folder_.write("main.tf", kOrganization + whole.substr(0, whole.find("resource", 1)));
  const std::string before = scan("RP304");
  EXPECT_NE(before.find("high[RP304]"), std::string::npos) << before;
  folder_.write("attachment.tf",
                whole.substr(whole.find("resource", 1), whole.size() - whole.find("resource", 1) - 2));
  const std::string output = scan("RP304");
  EXPECT_NE(output.find("undecided[RP304]"), std::string::npos) << output;
  EXPECT_NE(output.find("the unread part of attachment.tf"), std::string::npos) << output;
  const std::string tree = rootproof(folder_, "org --guardrail deny-leave-organization .").output;
  EXPECT_NE(tree.find("1 undecided"), std::string::npos) << tree;
}

TEST_F(OrganizationModules, NameTheAccountThatBecomesAdministrator) {
  folder_.write("organization/main.tf",
                std::string(kOrganization) +
                    "resource \"aws_organizations_delegated_administrator\" \"iam\" {\n"
                    "  account_id        = aws_organizations_account.shop.id\n"
                    "  service_principal = \"iam.amazonaws.com\"\n}\n");
  const std::string output = scan("RP407");
  EXPECT_NE(output.find("account \"shop\" becomes delegated administrator"), std::string::npos) << output;
}

}  // namespace
}  // namespace rootproof::tests
