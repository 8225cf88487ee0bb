#include "analyzer/engine/settings.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string_view>
#include <vector>

#include "analyzer/engine/rule_selection.h"
#include "tests/unit/engine/temporary_folder.h"

namespace rootproof::engine {
namespace {

using tests::TemporaryFolder;

SettingsResult read(const std::string& text) {
  const TemporaryFolder folder;
  folder.write("rootproof.yaml", text);
  return read_settings(folder.path() / "rootproof.yaml");
}

TEST(Settings, ReadsEveryKey) {
  const SettingsResult result = read(
      "select: [RP2]\nignore: [RP207]\nfail_on: high\nstrict_undecided: true\nexclude: [examples/]\n"
      "trusted_accounts: ['111122223333']\nown_accounts: [012345678901]\n");
  EXPECT_EQ(result.error, "");
  EXPECT_EQ(result.settings.fail_on, Severity::high);
  EXPECT_EQ(result.settings.strict_undecided, true);
  EXPECT_EQ(result.settings.trusted_accounts, std::vector<std::string>{"111122223333"});
  EXPECT_EQ(result.settings.own_accounts, std::vector<std::string>{"012345678901"}) << "the zero stays";
}

TEST(Settings, ReadsProfileAndSeverities) {
  const SettingsResult result =
      read("profile: strict\nseverities: {RP201: low, foreign-account-root-principal: critical}\n");
  EXPECT_EQ(result.error, "");
  EXPECT_EQ(result.settings.profile, Profile::strict);
  EXPECT_EQ(result.settings.severities,
            (std::map<std::string, Severity>{{"RP201", Severity::low}, {"RP202", Severity::critical}}));
  EXPECT_NE(read("profile: paranoid\n").error.find(":1:10: profile is one of default, strict"),
            std::string::npos);
  EXPECT_NE(read("severities: {RP2O1: low}\n").error.find(":1:14: no rule \"RP2O1\"; did you mean"),
            std::string::npos);
  EXPECT_NE(read("severities: {RP201: lowest}\n").error.find(":1:21: a severity is one of"),
            std::string::npos);
}

TEST(Settings, ProfilesAddRules) {
  const auto has = [](Profile profile, std::string_view id) {
    const std::vector<const Rule*> rules = select_rules({}, {}, profile).rules;
    return std::any_of(rules.begin(), rules.end(), [&](const Rule* rule) { return rule->info.id == id; });
  };
  for (const Profile profile : {Profile::standard, Profile::strict, Profile::organization})
    EXPECT_TRUE(has(profile, "RP301") && has(profile, "RP202"));
  EXPECT_FALSE(has(Profile::standard, "RP305") || has(Profile::standard, "RP508"));
  EXPECT_TRUE(has(Profile::strict, "RP305") && has(Profile::strict, "RP508"));
  EXPECT_TRUE(has(Profile::organization, "RP305") && !has(Profile::organization, "RP508"));
}

TEST(Settings, SuggestsTheKeyThatWasMeant) {
  const std::string error = read("fail_on: low\ntrused_accounts: []\n").error;
  EXPECT_NE(
      error.find("rootproof.yaml:2:1: unknown key \"trused_accounts\"; did you mean \"trusted_accounts\"?"),
      std::string::npos)
      << error;
}

TEST(Settings, RefusesWrongValues) {
  EXPECT_NE(read("fail_on: severe\n").error, "");
  EXPECT_NE(read("trusted_accounts: [12]\n").error, "");
  EXPECT_NE(read("select: RP2\n").error, "");
  EXPECT_NE(read("a: [\n").error, "");
  EXPECT_NE(read("fail_on: low\n---\nfail_on: high\n").error.find("rootproof.yaml:3:1: a second document"),
            std::string::npos);
  EXPECT_NE(read("limits: {policies_per_node: 1001}\n").error.find("from 1 to 1000"), std::string::npos);
}

TEST(Settings, AreFoundAboveButNotBeyondTheRepository) {
  const TemporaryFolder folder;
  folder.write("rootproof.yaml", "");
  folder.write("repo/.git/HEAD", "");
  folder.write("repo/infra/a.yaml", "");
  EXPECT_TRUE(find_settings(folder.path() / "repo" / "infra").empty());
  folder.write("repo/rootproof.yaml", "");
  EXPECT_EQ(find_settings(folder.path() / "repo" / "infra" / "a.yaml"),
            folder.path() / "repo" / "rootproof.yaml");
}

TEST(Settings, SchemaNamesTheSameKeys) {
  std::ifstream file(std::string(ROOTPROOF_SOURCE_DIR) + "/docs/rootproof.schema.json");
  const nlohmann::json schema = nlohmann::json::parse(file);
  for (const auto& [key, description] : schema["properties"].items()) {
    EXPECT_EQ(read(key + ": {}\n").error.find("unknown key"), std::string::npos) << key;
  }
  EXPECT_EQ(schema["properties"].size(), 18U);
  for (const auto& [key, description] : schema["properties"]["organization"]["properties"].items()) {
    EXPECT_EQ(read("organization:\n  " + key + ": {}\n").error.find("unknown key"), std::string::npos) << key;
  }
  EXPECT_EQ(schema["properties"]["organization"]["properties"].size(), 13U);
  for (const auto& [key, description] : schema["properties"]["limits"]["properties"].items()) {
    EXPECT_EQ(read("limits:\n  " + key + ": {}\n").error.find("unknown key"), std::string::npos) << key;
  }
  EXPECT_EQ(schema["properties"]["limits"]["properties"].size(), 2U);
}

TEST(Settings, SayHowOldADescriptionMayBeAndWhatDayItIs) {
  const SettingsResult result =
      read("clock: 2027-02-28\norganization: {max_age: 7, attachments: elsewhere}\n");
  EXPECT_EQ(result.error, "");
  EXPECT_EQ(result.settings.clock, "2027-02-28");
  EXPECT_EQ(result.settings.export_days, 7U);
  EXPECT_TRUE(result.settings.organization.attachments_elsewhere);
  EXPECT_EQ(read("").settings.export_days, 30U);
  EXPECT_NE(read("clock: 2027-02-29\n").error.find("clock is a day"), std::string::npos);
  for (const char* age : {"0", "-1", "1.5", "soon", "99999", "[]"})
    EXPECT_NE(read("organization: {max_age: " + std::string(age) + "}\n").error.find("whole number"),
              std::string::npos)
        << age;
  EXPECT_NE(read("organization: {max_agee: 7}\n").error.find("did you mean \"max_age\""), std::string::npos);
  EXPECT_NE(read("organization: {attachments: nowhere}\n").error.find("here or elsewhere"),
            std::string::npos);
}

TEST(Settings, NameQuotasAndPlaceholders) {
  const SettingsResult result = read(
      "limits: {policies_per_node: 5, policy_characters: 5120}\n"
      "placeholders: {ACCELERATOR_PREFIX: AWSAccelerator, root-arn: 'arn:*:iam::*:root'}\n");
  EXPECT_EQ(result.error, "");
  EXPECT_EQ(result.settings.organization.scp_quotas.policies_of_node, 5U);
  EXPECT_EQ(result.settings.organization.scp_quotas.characters, 5120U);
  EXPECT_TRUE(result.settings.organization.scp_quotas.characters_stated);
  EXPECT_EQ(result.settings.placeholders.at("root-arn"), "arn:*:iam::*:root");
  EXPECT_EQ(read("").settings.organization.scp_quotas.policies_of_node, 10U);
  EXPECT_NE(read("limits: {policy_per_node: 5}\n").error.find("did you mean \"policies_per_node\""),
            std::string::npos);
  EXPECT_NE(read("limits: {policies_per_node: many}\n").error.find("whole number"), std::string::npos);
  EXPECT_NE(read("placeholders: {'${ORG_ID}': o-1}\n").error.find("without what stands around it"),
            std::string::npos);
  EXPECT_NE(read("placeholders: [ORG_ID]\n").error.find("mapping"), std::string::npos);
}

TEST(Settings, ApproveDelegatedAdministratorsByService) {
  const SettingsResult result = read(
      "organization:\n  approved_delegated_administrators:\n    guardduty.amazonaws.com: "
      "['222233334444']\n");
  EXPECT_EQ(result.error, "");
  ASSERT_TRUE(result.settings.approved_delegated_administrators);
  EXPECT_EQ(result.settings.approved_delegated_administrators->at("guardduty.amazonaws.com"),
            std::vector<std::string>{"222233334444"});
  EXPECT_FALSE(read("organization: {}\n").settings.approved_delegated_administrators);
  const auto error_of = [](const std::string& approved) {
    return read("organization: {approved_delegated_administrators: " + approved + "}\n").error;
  };
  EXPECT_NE(error_of("{guardduty: ['222233334444']}").find("no service principal"), std::string::npos);
  EXPECT_NE(error_of("{guardduty.amazonaws.com: [12]}").find("twelve-digit"), std::string::npos);
  EXPECT_NE(error_of("['222233334444']").find("mapping"), std::string::npos);
}

TEST(Settings, TakeNoPolicyTypeOrFeatureThatDoesNotExist) {
  EXPECT_NE(read("organization: {policy_types_enabled: [SERVICE_CONTROL_POLICIES]}\n")
                .error.find("did you mean \"SERVICE_CONTROL_POLICY\""),
            std::string::npos);
  EXPECT_NE(read("organization: {policy_types_enabled: [SCP]}\n").error, "");
  EXPECT_NE(read("organization: {central_root_features: [RootSession]}\n")
                .error.find("did you mean \"RootSessions\""),
            std::string::npos);
}

TEST(Settings, SayHowTemplatesAreDeployed) {
  const SettingsResult result = read(
      "sam_environment: live\ndeployments:\n"
      "  - {template: a.yaml, stack_name: a, account: '011122223333', region: eu-west-1, parameter_file: "
      "a.json}\n"
      "  - {template: b.yaml}\n");
  EXPECT_EQ(result.error, "");
  EXPECT_EQ(result.settings.sam_environment, "live");
  ASSERT_EQ(result.settings.deployments.size(), 2U);
  const DeploymentSetting& first = result.settings.deployments.front();
  EXPECT_EQ(first.file + first.stack_name + first.account + first.region + first.parameter_file,
            "a.yamla011122223333eu-west-1a.json");
  EXPECT_NE(read("deployments: [{stack_name: a}]\n").error.find("names its template"), std::string::npos);
  EXPECT_NE(read("deployments: [{template: a}, {template: a}]\n").error.find("already"), std::string::npos);
  EXPECT_NE(read("deployments: [{template: a, account: 12}]\n").error.find("twelve-digit"),
            std::string::npos);
  EXPECT_NE(read("deployments: [{template: a, stackname: x}]\n").error.find("did you mean \"stack_name\""),
            std::string::npos);
}

TEST(Settings, SelectTheLanguageOfServiceControlPolicies) {
  EXPECT_EQ(read("scp: {dialect: before-2025}\n").settings.organization.scp_dialect,
            policy::ScpDialect::before_2025);
  EXPECT_EQ(read("scp: {dialect: current}\n").settings.organization.scp_dialect, policy::ScpDialect::current);
  EXPECT_EQ(read("scp: {}\n").settings.organization.scp_dialect, policy::ScpDialect::current);
  EXPECT_NE(read("scp: {dialect: 2024}\n").error.find("current or before-2025"), std::string::npos);
  EXPECT_NE(read("scp: {dialekt: current}\n").error.find("did you mean \"dialect\""), std::string::npos);
  EXPECT_NE(read("scp: current\n").error.find("mapping"), std::string::npos);
}

TEST(Settings, SayWhatIsKnownOfTheOrganization) {
  const SettingsResult result = read(
      "organization:\n  description: org.json\n  policy_types_enabled: [SERVICE_CONTROL_POLICY]\n"
      "  management_account: '099988887777'\n  complete: true\n  approved_root_administrators: "
      "['222233334444']\n"
      "  email_domains: [acme.example]\n  break_glass_principals: [break-glass]\n"
      "  central_root_features: [RootSessions]\n"
      "guardrails: [deny-root]\nnames_like_root: [superuser]\n");
  EXPECT_EQ(result.error, "");
  EXPECT_EQ(result.settings.organization_description, "org.json");
  EXPECT_EQ(result.settings.organization.enabled_policy_types,
            std::vector<std::string>{"SERVICE_CONTROL_POLICY"});
  EXPECT_EQ(result.settings.organization.management_account, "099988887777");
  EXPECT_TRUE(result.settings.organization.complete);
  EXPECT_EQ(result.settings.approved_root_administrators, std::vector<std::string>{"222233334444"});
  EXPECT_EQ(result.settings.email_domains, std::vector<std::string>{"acme.example"});
  EXPECT_EQ(result.settings.break_glass_principals, std::vector<std::string>{"break-glass"});
  EXPECT_EQ(result.settings.central_root_features, std::vector<std::string>{"RootSessions"});
  EXPECT_EQ(read("organization: {}\n").settings.central_root_features, std::nullopt) << "nothing was said";
  EXPECT_EQ(result.settings.names_like_root, std::vector<std::string>{"superuser"});
  ASSERT_EQ(result.settings.guardrails.size(), 1U);
  EXPECT_EQ(result.settings.guardrails[0].name, "deny-root");
  EXPECT_NE(read("organization: x\n").error.find("mapping"), std::string::npos);
  EXPECT_NE(read("organization:\n  management_account: 12\n").error.find("twelve-digit"), std::string::npos);
  EXPECT_NE(read("organization:\n  complete: maybe\n").error.find("true or false"), std::string::npos);
}

TEST(Settings, LeaveOutNothingWithoutReasonAndLastDay) {
  const SettingsResult result = read(
      "organization:\n  partitions: [aws-us-gov]\n  exempt:\n"
      "    - {account: '111122223333', reason: moving, until: 2027-06-30}\n"
      "    - {unit: Workloads/Sandbox, reason: thrown away, until: '2027-12-31'}\n"
      "guardrails:\n  - no-keys.json\n  - guardrail: deny-root\n"
      "    allow: [{actions: ['support:*'], reason: plan, until: 2027-01-31}]\n");
  EXPECT_EQ(result.error, "");
  EXPECT_EQ(result.settings.organization.partitions, std::vector<std::string>{"aws-us-gov"});
  ASSERT_EQ(result.settings.exempt.size(), 2U);
  EXPECT_EQ(result.settings.exempt[0].describe(), "account 111122223333 (moving, until 2027-06-30)");
  EXPECT_EQ(result.settings.exempt[1].unit, "Workloads/Sandbox");
  ASSERT_EQ(result.settings.guardrails.size(), 2U);
  EXPECT_EQ(result.settings.guardrails[0].name, "no-keys.json");
  ASSERT_EQ(result.settings.guardrails[1].allow.size(), 1U);
  EXPECT_EQ(result.settings.guardrails[1].allow[0].actions, std::vector<std::string>{"support:*"});
  const auto error_of = [](const std::string& exemption) {
    return read("organization:\n  exempt:\n    - {" + exemption + "}\n").error;
  };
  EXPECT_NE(error_of("account: a, until: 2027-06-30").find("has a reason"), std::string::npos);
  EXPECT_NE(error_of("account: a, reason: x").find("has a last day"), std::string::npos);
  EXPECT_NE(error_of("account: a, reason: x, until: 2027-13-01").find("YYYY-MM-DD"), std::string::npos);
  EXPECT_NE(error_of("account: a, reason: x, until: 2027-02-31").find("YYYY-MM-DD"), std::string::npos);
  EXPECT_NE(error_of("account: a, reason: x, until: soon").find("YYYY-MM-DD"), std::string::npos);
  EXPECT_NE(error_of("reason: x, until: 2027-06-30").find("an account or a unit"), std::string::npos);
  EXPECT_NE(error_of("acount: a, reason: x, until: 2027-06-30").find("did you mean \"account\""),
            std::string::npos);
  EXPECT_NE(read("guardrails:\n  - guardrail: deny-root\n    allow: [{actions: [a:b], reason: x}]\n")
                .error.find("has a last day"),
            std::string::npos);
  EXPECT_NE(read("guardrails:\n  - {allow: []}\n").error, "");
  EXPECT_NE(read("organization:\n  partitions: [us-gov]\n").error, "");
}

TEST(RuleSelection, TakesIdsNamesAndPrefixes) {
  EXPECT_EQ(select_rules({"rp202"}, {}).rules.size(), 1U);
  EXPECT_EQ(select_rules({"public-principal"}, {}).rules.front()->info.id, "RP207");
  std::vector<std::string_view> family;
  for (const Rule* rule : select_rules({"RP31"}, {"RP310"}).rules) family.push_back(rule->info.id);
  ASSERT_FALSE(family.empty());
  for (const std::string_view id : family) EXPECT_TRUE(id.starts_with("RP31") && id != "RP310") << id;
  EXPECT_TRUE(std::find(family.begin(), family.end(), "RP312") != family.end());
}

TEST(RuleSelection, SuggestsTheRuleThatWasMeant) {
  EXPECT_NE(select_rules({"RP2O2"}, {}).error.find("did you mean \"RP202\"?"), std::string::npos);
  EXPECT_NE(select_rules({}, {"public-principle"}).error.find("public-principal"), std::string::npos);
}

}  // namespace
}  // namespace rootproof::engine
