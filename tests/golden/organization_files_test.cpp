// Organizations in the files of other tools: org-formation, and the Landing Zone Accelerator on AWS. What
// each way of writing them comes to, account by account.
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <tuple>

#include "tests/golden/program.h"

namespace rootproof::tests {
namespace {

using Json = nlohmann::json;

class OrganizationFiles : public ::testing::Test {
 protected:
  /// What a guardrail comes to in each account.
  std::map<std::string, std::string> states(const std::string& arguments = ".",
                                            const std::string& guardrail = "deny-root") {
    const Outcome outcome =
        rootproof(folder_, "org --format json --guardrail " + guardrail + " " + arguments);
    output_ = outcome.output;
    std::map<std::string, std::string> found;
    const Json json = Json::parse(outcome.output, nullptr, false);
    if (json.is_discarded()) return found;
    for (const Json& root : json.at("roots")) collect(root, found);
    return found;
  }
  /// Everything that `scan` says.
  [[nodiscard]] std::string scan(const std::string& arguments = "") const {
    return rootproof(folder_, "scan --show-safe " + arguments + " .").output;
  }

  TemporaryFolder folder_;
  std::string output_;

 private:
  static void collect(const Json& node, std::map<std::string, std::string>& found) {
    if (node.at("kind") == "account") found[node.at("name")] = node.at("guardrails").begin().value();
    for (const Json& child : node.at("children")) collect(child, found);
  }
};

constexpr const char* kDenyRoot =
    "{Version: 2012-10-17, Statement: [{Effect: Deny, Action: '*', Resource: '*', Condition: {ArnLike: "
    "{aws:PrincipalArn: 'arn:*:iam::*:root'}}}]}";

class OrgFormation : public OrganizationFiles {
 protected:
  /// An organization of two accounts, one of them in a unit; `more` are further objects.
  void write(const std::string& unit, const std::string& more) const {
    folder_.write(
        "organization.yml",
        "AWSTemplateFormatVersion: '2010-09-09-OC'\n"
        "Organization:\n"
        "  Root: {Type: OC::ORG::OrganizationRoot}\n"
        "  Shop: {Type: OC::ORG::Account, Properties: {AccountName: shop, RootEmail: a@acme.example, "
        "AccountId: '111122220001'}}\n"
        "  Trial: {Type: OC::ORG::Account, Properties: {AccountName: trial, RootEmail: b@acme.example}}\n"
        "  Unit:\n"
        "    Type: OC::ORG::OrganizationalUnit\n"
        "    Properties:\n"
        "      OrganizationalUnitName: unit\n" +
            unit + more);
  }
  static std::string policy(const std::string& document = kDenyRoot) {
    return "  DenyRoot: {Type: OC::ORG::ServiceControlPolicy, Properties: {PolicyName: deny-root, "
           "PolicyDocument: " +
           document + "}}\n";
  }
  static constexpr const char* kAttached =
      "      Accounts: !Ref Shop\n      ServiceControlPolicies: !Ref DenyRoot\n";
};

TEST_F(OrgFormation, AUnitCoversItsAccountsAndNoOthers) {
  write(kAttached, policy());
  const auto found = states();
  EXPECT_EQ(found.at("shop"), "covered") << output_;
  EXPECT_EQ(found.at("trial"), "open");
  EXPECT_NE(scan().find("organization.yml:5:3"), std::string::npos) << "places are told";
}

TEST_F(OrgFormation, EverythingIsMeantByAStar) {
  write("      Accounts: '*'\n      ServiceControlPolicies: '*'\n", policy());
  EXPECT_EQ(states().at("shop"), "covered") << output_;
  EXPECT_EQ(states().at("trial"), "covered");
  write("      Accounts: ['*']\n      ServiceControlPolicies: !Ref DenyRoot\n", policy());
  EXPECT_EQ(states().at("shop"), "undecided") << "an item of a list is an id: " << output_;
  write("      Accounts: !Ref Shop\n      ServiceControlPolicies: ['*']\n", policy());
  EXPECT_EQ(states().at("shop"), "undecided") << output_;
}

TEST_F(OrgFormation, IdsThatAttributesOfTheOrganizationHave) {
  write(kAttached, policy() +
                       "  RootId: {Type: OC::ORG::OrganizationalUnit, Properties: {OrganizationalUnitName: "
                       "other, ServiceControlPolicies: !Ref DenyRoot}}\n");
  EXPECT_EQ(states().at("shop"), "covered") << output_;
  EXPECT_EQ(states().at("trial"), "open") << output_;
}

TEST_F(OrgFormation, ThereIsOneRootAndOneManagementAccount) {
  const std::string master = "{Type: OC::ORG::MasterAccount, Properties: {AccountName: ";
  write(kAttached, policy() + "  M: " + master + "m}}\n  N: " + master + "n}}\n");
  EXPECT_EQ(states().at("shop"), "undecided") << output_;
  EXPECT_EQ(states().at("n"), "undecided") << output_;
  write(kAttached, policy() +
                       "  Root2: {Type: OC::ORG::OrganizationRoot, Properties: {ServiceControlPolicies: "
                       "!Ref DenyRoot}}\n");
  EXPECT_EQ(states().at("trial"), "undecided") << output_;
}

TEST_F(OrgFormation, AnAccountInTwoUnitsMayBeInEither) {
  write(kAttached,
        policy() +
            "  Other: {Type: OC::ORG::OrganizationalUnit, Properties: {OrganizationalUnitName: other, "
            "Accounts: [!Ref Shop, !Ref Trial]}}\n");
  EXPECT_EQ(states().at("shop"), "undecided") << output_;
  EXPECT_EQ(states().at("trial"), "open");
}

TEST_F(OrgFormation, WhatTemplatingFillsInIsNotKnown) {
  write(kAttached, policy("{Version: 2012-10-17, Statement: [{Effect: Deny, Action: '*', Resource: '*', "
                          "Condition: {ArnLike: {aws:PrincipalArn: '{{ root-arn }}'}}}]}"));
  EXPECT_EQ(states().at("shop"), "undecided");
  EXPECT_NE(output_.find("{{ root-arn }}"), std::string::npos) << output_;
  EXPECT_EQ(states().at("trial"), "open") << "the document is not known, and its target is";
  write("      Accounts: !Ref Shop\n      ServiceControlPolicies: {{ policies }}\n", policy());
  EXPECT_EQ(states().at("shop"), "undecided") << output_;
  EXPECT_EQ(states().at("trial"), "open");
  write("      Accounts: [{{ accounts }}]\n      ServiceControlPolicies: !Ref DenyRoot\n", policy());
  EXPECT_EQ(states().at("shop"), "undecided") << output_;
  EXPECT_EQ(states().at("trial"), "undecided") << "either may be in the unit";
  write("      Accounts: !Ref Shop\n      ServiceControlPolicies: !Ref DenyRoot\n",
        policy() + "  {{ more }}: {Type: OC::ORG::ServiceControlPolicy}\n");
  EXPECT_EQ(states().at("shop"), "covered") << output_;
}

TEST_F(OrgFormation, BlocksOfTemplatingMayLeaveAnythingOut) {
  write(kAttached, "# {% if production %}\n" + policy() + "# {% endif %}\n");
  EXPECT_EQ(states().at("shop"), "undecided") << output_;
  EXPECT_NE(output_.find("{% if production %}"), std::string::npos) << output_;
  write(kAttached, "  # {#\n" + policy() + "  # #}\n");
  EXPECT_EQ(states().at("shop"), "undecided") << "a comment of Nunjucks takes the policy away: " << output_;
  write(kAttached, "  <<: !Include policies.yml\n");
  folder_.write("policies.yml", "# {# \n" + policy().substr(2) + "# #}\n");
  EXPECT_EQ(states().at("shop"), "undecided") << output_;
}

TEST_F(OrgFormation, FilesAreIncludedBelowTheScannedFolderOnly) {
  write(kAttached, policy("!Include policies/deny-root.yml"));
  EXPECT_EQ(states().at("shop"), "undecided") << "there is no such file";
  EXPECT_NE(output_.find("policies/deny-root.yml"), std::string::npos) << output_;
  folder_.write("policies/deny-root.yml", kDenyRoot);
  EXPECT_EQ(states().at("shop"), "covered") << output_;
  folder_.write("policies/deny-root.yml", "{% if x %}\n" + std::string(kDenyRoot));
  EXPECT_EQ(states().at("shop"), "undecided") << output_;
  const TemporaryFolder outside;
  outside.write("deny-root.yml", kDenyRoot);
  write(kAttached, policy("!Include " + (outside.path() / "deny-root.yml").string()));
  EXPECT_EQ(states().at("shop"), "undecided") << output_;
  write(kAttached, policy("!Include organization.yml"));
  EXPECT_EQ(states().at("shop"), "undecided") << "a file in itself: " << output_;
}

TEST_F(OrgFormation, MappingsAreMerged) {
  write(kAttached,
        policy("{<<: {Version: 2012-10-17}, <<: {Statement: [{Effect: Deny, Action: '*', Resource: '*'}]}}"));
  EXPECT_EQ(states().at("shop"), "covered") << output_;
  write("      <<: !Include nowhere.yml\n      Accounts: !Ref Shop\n", policy());
  EXPECT_EQ(states().at("shop"), "undecided") << output_;
  write(kAttached, policy("{\"<<\": {Version: 2012-10-17, Statement: [{Effect: Deny, Action: '*', Resource: "
                          "'*'}]}}"));
  EXPECT_EQ(states().at("shop"), "undecided") << "in quotation marks it is a key like any other: " << output_;
}

TEST_F(OrgFormation, WhatNamesNothingIsInvalid) {
  write("      Accounts: !Ref Shop\n      ServiceControlPolicies: !Ref Nothing\n", policy());
  EXPECT_EQ(states().at("shop"), "undecided") << output_;
  write("      Accounts: !Ref Shop\n      ServiceControlPolicies: p-somewhere\n", policy());
  EXPECT_EQ(states().at("shop"), "undecided") << "a policy that is known by its id only: " << output_;
  write(kAttached, policy("'{\"Statement\": []}'"));
  EXPECT_EQ(states().at("shop"), "undecided") << "a text is encoded once more: " << output_;
  write(kAttached, policy() + "  Mystery: {Type: OC::ORG::Mystery}\n");
  EXPECT_EQ(states().at("shop"), "covered") << output_;
  EXPECT_EQ(states().at("trial"), "undecided") << "nobody knows what the mystery does";
}

TEST_F(OrgFormation, AccountsAreKnownByTheirIds) {
  const std::string document =
      "{Version: 2012-10-17, Statement: [{Effect: Deny, Action: '*', Resource: '*', Condition: {ArnLike: "
      "{aws:PrincipalArn: 'arn:*:iam::111122220001:root'}}}]}";
  write("      Accounts: [!Ref Shop, !Ref Trial]\n      ServiceControlPolicies: !Ref DenyRoot\n",
        policy(document));
  EXPECT_EQ(states().at("shop"), "covered") << output_;
  EXPECT_NE(states().at("trial"), "covered") << output_;
  folder_.write("export.json", R"([{"Roots": [{"Id": "r-acme", "Name": "Root",
      "PolicyTypes": [{"Type": "SERVICE_CONTROL_POLICY", "Status": "ENABLED"}]}]},
      {"ParentId": "r-acme", "Accounts": [{"Id": "111122220001", "Name": "Shop of old", "Email": "old@acme.example"}]}])");
  const auto joined = states("--organization export.json .");
  EXPECT_EQ(joined.size(), 3U) << "the management account is one of them;"
                               << "the account of the export is the one of the file: " << output_;
}

TEST_F(OrgFormation, TasksMayAttachMoreThanTheFileSays) {
  write("      Accounts: !Ref Shop\n", "");
  EXPECT_EQ(states().at("shop"), "open") << output_;
  folder_.write(
      "templates/scp.yml",
      "AWSTemplateFormatVersion: '2010-09-09-OC'\nResources:\n  Scp:\n    Type: AWS::Organizations::Policy\n"
      "    Properties:\n      Name: deny-root\n      Type: SERVICE_CONTROL_POLICY\n"
      "      TargetIds:\n        - Fn::EnumTargetAccounts Binding ${account}\n      Content: " +
          std::string(kDenyRoot) + "\n");
  EXPECT_EQ(states().at("shop"), "undecided");
  EXPECT_NE(output_.find("templates/scp.yml"), std::string::npos) << output_;
  EXPECT_NE(scan().find("undecided[RP310]"), std::string::npos);
  folder_.write(
      "templates/scp.yml",
      "Resources:\n  Scp:\n    Type: AWS::Organizations::Policy\n    Properties: {Name: deny-root, Type: "
      "SERVICE_CONTROL_POLICY, TargetIds: [ou-acme-12345678], Content: " +
          std::string(kDenyRoot) + "}\n");
  EXPECT_EQ(states().at("shop"), "undecided") << output_;
}

/// An organization whose guardrail stands in a template, which tasks deploy.
class OrgFormationTasks : public OrgFormation {
 protected:
  void deploy(const std::string& task, const std::string& targets, const std::string& root_tasks = kRootTasks,
              const std::string& template_more = "") const {
    write("      Accounts: !Ref Shop\n",
          "  Master: {Type: OC::ORG::MasterAccount, Properties: {AccountName: master, RootEmail: "
          "m@acme.example, AccountId: '999988887777'}}\n");
    folder_.write("_tasks.yml", root_tasks);
    folder_.write("scps/_tasks.yml",
                  "DenyRoot:\n  Type: update-stacks\n  Template: ./scp.yml\n"
                  "  StackName: deny-root\n  DefaultOrganizationBindingRegion: us-east-1\n" +
                      task);
    folder_.write("scps/scp.yml",
                  "AWSTemplateFormatVersion: '2010-09-09-OC'\n" + template_more +
                      "Resources:\n  Scp:\n    Type: AWS::Organizations::Policy\n    Properties:\n"
                      "      Name: deny-root\n      Type: SERVICE_CONTROL_POLICY\n      TargetIds: " +
                      targets + "\n      Content: " + kDenyRoot + "\n");
    folder_.write("rootproof.yaml", "organization: {policy_types_enabled: [SERVICE_CONTROL_POLICY]}\n");
  }
  static constexpr const char* kRootTasks =
      "Update: {Type: update-organization, Template: ./organization.yml}\n"
      "Scps: {Type: include, Path: ./scps/_tasks.yml, DependsOn: Update}\n";
  static constexpr const char* kMaster = "  DefaultOrganizationBinding: {IncludeMasterAccount: true}\n";
  static constexpr const char* kEnumerated = "['Fn::EnumTargetAccounts Targets ${account}']";
  static std::string bound(const std::string& binding) {
    return std::string(kMaster) + "  OrganizationBindings: {Targets: {" + binding + "}}\n";
  }
};

/// Units that several others list are gone through once.
TEST_F(OrgFormationTasks, GoThroughUnitsOnceHoweverManyWaysLeadToThem) {
  deploy(bound("OrganizationalUnit: !Ref L0a"), kEnumerated);
  std::string layers =
      "  Master: {Type: OC::ORG::MasterAccount, Properties: {AccountName: master, RootEmail: m@acme.example, "
      "AccountId: '999988887777'}}\n";
  constexpr int kLayers = 40;
  for (int i = 0; i < kLayers; ++i)
    for (const char* side : {"a", "b"}) {
      const std::string below = "L" + std::to_string(i + 1);
      layers += "  L" + std::to_string(i) + side +
                ": {Type: OC::ORG::OrganizationalUnit, Properties: {OrganizationalUnitName: u" +
                std::to_string(i) + side + ", OrganizationalUnits: " +
                (i + 1 < kLayers ? "[!Ref " + below + "a, !Ref " + below + "b]" : "[]") + "}}\n";
    }
  write("      Accounts: !Ref Shop\n", layers);
  EXPECT_NE(states().at("trial"), "covered") << output_;
}

TEST_F(OrgFormationTasks, SayWhichAccountsAPolicyIsAttachedTo) {
  deploy(bound("Account: '*'"), kEnumerated);
  EXPECT_EQ(states().at("shop"), "covered") << output_;
  EXPECT_EQ(states().at("trial"), "covered");
  deploy(bound("Account: '*', ExcludeAccount: !Ref Trial"), kEnumerated);
  EXPECT_EQ(states().at("shop"), "covered") << output_;
  EXPECT_EQ(states().at("trial"), "open");
  deploy(bound("Account: [!Ref Trial]"), kEnumerated);
  EXPECT_EQ(states().at("shop"), "open") << output_;
  EXPECT_EQ(states().at("trial"), "covered");
  deploy(bound("OrganizationalUnit: !Ref Unit"), kEnumerated);
  EXPECT_EQ(states().at("shop"), "covered") << output_;
  EXPECT_EQ(states().at("trial"), "open");
  deploy(bound("Account: '*', ExcludeOrganizationalUnit: !Ref Unit"), kEnumerated);
  EXPECT_EQ(states().at("shop"), "open") << output_;
  EXPECT_EQ(states().at("trial"), "covered");
  deploy(bound("IncludeMasterAccount: true"), kEnumerated);
  EXPECT_EQ(states().at("shop"), "open") << output_;
  deploy(kMaster, kEnumerated, kRootTasks, "OrganizationBindings: {Targets: {Account: !Ref Shop}}\n");
  EXPECT_EQ(states().at("shop"), "covered") << "a binding of the template: " << output_;
}

TEST_F(OrgFormationTasks, GiveTargetsAsParameters) {
  const std::string declared = "Parameters: {targets: {Type: String, Default: [!Ref Trial]}}\n";
  deploy(std::string(kMaster) + "  Parameters: {targets: [!Ref Root]}\n", "!Ref targets", kRootTasks,
         declared);
  EXPECT_EQ(states().at("shop"), "covered") << output_;
  EXPECT_EQ(states().at("trial"), "covered");
  deploy(kMaster, "!Ref targets", kRootTasks, declared);
  EXPECT_EQ(states().at("shop"), "open") << output_;
  EXPECT_EQ(states().at("trial"), "covered") << "the default";
  deploy(kMaster, "[!Ref Unit]");
  EXPECT_EQ(states().at("shop"), "covered") << output_;
  EXPECT_EQ(states().at("trial"), "open");
}

TEST_F(OrgFormationTasks, DeployTemplatesOfCloudFormationAlike) {
  const auto plain = [this](const std::string& more, const std::string& targets, const std::string& content) {
    deploy(std::string(kMaster) + "  Parameters: {targets: [!Ref Shop]}\n", "[]");
    folder_.write("scps/scp.yml",
                  more +
                      "Parameters: {targets: {Type: CommaDelimitedList}, effect: {Type: String}}\n"
                      "Resources:\n  Scp:\n    Type: AWS::Organizations::Policy\n    Properties:\n"
                      "      Name: deny-root\n      Type: SERVICE_CONTROL_POLICY\n      TargetIds: " +
                      targets + "\n      Content: " + content + "\n");
    return states();
  };
  const std::string version = "AWSTemplateFormatVersion: '2010-09-09'\n";
  const std::map<std::string, std::string> found = plain(version, "!Ref targets", kDenyRoot);
  EXPECT_EQ(found.at("shop"), "covered") << output_;
  EXPECT_EQ(found.at("trial"), "open") << output_;
  const std::string report = scan();
  EXPECT_NE(report.find("safe[RP310]"), std::string::npos) << report;
  EXPECT_EQ(report.find("safe[RP317]"), report.rfind("safe[RP317]")) << "judged once: " << report;
  EXPECT_EQ(report.find("parameter targets"), std::string::npos) << report;
  for (const auto& [more, targets, content] :
       {std::tuple(std::string(), "!Ref targets", kDenyRoot),
        std::tuple(version + "Transform: AWS::LanguageExtensions\n", "!Ref targets", kDenyRoot),
        std::tuple(version, "!If [x, !Ref targets, []]", kDenyRoot),
        std::tuple(
            version, "!Ref targets",
            "{Version: 2012-10-17, Statement: [{Effect: !Ref effect, Action: '*', Resource: '*'}]}")}) {
    const std::map<std::string, std::string> open = plain(more, targets, content);
    EXPECT_EQ(open.at("shop"), "undecided") << more << targets << content << output_;
    EXPECT_NE(output_.find("scps/scp.yml"), std::string::npos) << output_;
  }
}

TEST_F(OrgFormationTasks, AreUndecidedWhereTheyMayNotRunOrSayMore) {
  const std::string all = bound("Account: '*'");
  for (const std::string& task :
       {all + "  Skip: true\n", all + "  Skip: !Ref x\n", all + "  ForeachAccount: x\n",
        std::string("  OrganizationBindings: {Targets: {Account: '*'}}\n"),
        std::string(
            "  DefaultOrganizationBinding: {Account: '*'}\n  OrganizationBindings: {Targets: {Account: "
            "'*'}}\n"),
        std::string("  DefaultOrganizationBinding: {IncludeMasterAccount: true, Region: []}\n"
                    "  OrganizationBindings: {Targets: {Account: '*'}}\n"),
        std::string("  DefaultOrganizationBinding: {IncludeMasterAccount: true, Region: !Ref none}\n"
                    "  OrganizationBindings: {Targets: {Account: '*'}}\n"),
        bound("Account: '*', AccountsWithTag: x"), bound("Account: !Ref Nothing"), bound("Account: Shop"),
        std::string(kMaster)}) {
    deploy(task, kEnumerated);
    EXPECT_EQ(states().at("shop"), "undecided") << task << output_;
  }
  for (const char* targets :
       {"['Fn::EnumTargetAccounts ${account}']", "['{{ targets }}']", "!Ref nothing",
        "['Fn::EnumTargetAccounts Targets arn-${account}']", "[!GetAtt Shop.AccountId]"}) {
    deploy(all, targets);
    EXPECT_EQ(states().at("shop"), "undecided") << targets << output_;
  }
  deploy(all, kEnumerated, "Update: {Type: update-organization, Template: ./organization.yml}\n");
  EXPECT_EQ(states().at("shop"), "undecided") << "nothing includes the tasks: " << output_;
  deploy(all, kEnumerated,
         "Update: {Type: update-organization, Template: ./other.yml}\n"
         "Scps: {Type: include, Path: ./scps/_tasks.yml}\n");
  EXPECT_EQ(states().at("shop"), "undecided") << "these deploy another organization: " << output_;
  deploy(all, kEnumerated, std::string(kRootTasks) + "# {% if x %}\n");
  EXPECT_EQ(states().at("shop"), "undecided") << output_;
  deploy(
      all, kEnumerated,
      std::string(kRootTasks) + "Again: {Type: update-stacks, Template: ./scps/scp.yml, StackName: again}\n");
  EXPECT_EQ(states().at("shop"), "undecided") << "two tasks deploy it: " << output_;
  deploy(all, kEnumerated,
         "Update: {Type: update-organization, Template: ./organization.yml}\n"
         "Scps: {Type: include, Path: ./scps/_tasks.yml, Skip: true}\n");
  EXPECT_EQ(states().at("shop"), "undecided") << output_;
  deploy(all, kEnumerated, kRootTasks, "DefaultOrganizationBinding: {Account: !Ref Shop}\n");
  EXPECT_EQ(states().at("shop"), "undecided") << "the template says where, too: " << output_;
  deploy(all, kEnumerated);
  folder_.write("scps/_tasks.yml",
                "DenyRoot: {Type: update-stacks, Template: ./scp.yml, StackName: deny-root,\n"
                "  DefaultOrganizationBinding: {IncludeMasterAccount: true}, OrganizationBindings: {Targets: "
                "{Account: '*'}}}\n");
  EXPECT_EQ(states().at("shop"), "undecided") << "no Region, no stack: " << output_;
  deploy(all, kEnumerated);
  folder_.write("scps/scp.yml",
                "AWSTemplateFormatVersion: '2010-09-09-OC'\nResources:\n  Scp:\n    Type: "
                "AWS::Organizations::Policy\n    Properties: {Name: x, Type: !Ref kind, TargetIds: " +
                    std::string(kEnumerated) + ", Content: " + kDenyRoot + "}\n");
  EXPECT_EQ(states().at("shop"), "undecided") << "a policy of any type: " << output_;
  deploy(all, kEnumerated);
  folder_.write("rootproof.yaml", "");
  EXPECT_EQ(states().at("shop"), "undecided") << "nobody says that the type is enabled: " << output_;
}

TEST_F(OrgFormation, ATemplateThatCannotBeReadMayHoldAnything) {
  write("      Accounts: !Ref Shop\n", "");
  EXPECT_EQ(states().at("shop"), "open") << output_;
  folder_.write("templates/scp.yml",
                "AWSTemplateFormatVersion: '2010-09-09-OC'\nResources:\n  Scp: {Type: "
                "AWS::Organizations::Policy, Properties: [\n");
  const Outcome outcome = rootproof(folder_, "org --format json --guardrail deny-root . 2>/dev/null");
  EXPECT_EQ(outcome.output.find("\"deny-root\": \"open\""), std::string::npos) << outcome.output;
  EXPECT_EQ(outcome.output.find("\"deny-root\":\"open\""), std::string::npos) << outcome.output;
  EXPECT_NE(outcome.output.find("templates/scp.yml, which cannot be read"), std::string::npos)
      << outcome.output;
}

TEST_F(OrgFormation, AMirroredOrganizationLivesInTwoPartitions) {
  const auto mirrored = [&](const std::string& mirror, const std::string& pattern) {
    folder_.write("organization.yml",
                  "AWSTemplateFormatVersion: '2010-09-09-OC'\nOrganization:\n  Root:\n    Type: "
                  "OC::ORG::OrganizationRoot\n    Properties: {MirrorInPartition: " +
                      mirror + ", ServiceControlPolicies: !Ref DenyRoot}\n" +
                      "  Shop: {Type: OC::ORG::Account, Properties: {AccountName: shop, RootEmail: "
                      "a@acme.example}}\n" +
                      policy("{Version: 2012-10-17, Statement: [{Effect: Deny, Action: '*', Resource: '*', "
                             "Condition: {ArnLike: {aws:PrincipalArn: '" +
                             pattern + "'}}}]}"));
    const Outcome outcome = rootproof(folder_, "org --format json --guardrail deny-root . 2>/dev/null");
    std::map<std::string, std::string> found;
    const Json json = Json::parse(outcome.output);
    for (const Json& root : json.at("roots")) found[root.at("unit")] = root.at("guardrails").at("deny-root");
    return found;
  };
  using Found = std::map<std::string, std::string>;
  EXPECT_EQ(mirrored("true", "arn:aws:iam::*:root"),
            (Found{{"organization.yml (aws)", "covered"}, {"organization.yml (aws-us-gov)", "open"}}));
  EXPECT_EQ(mirrored("true", "arn:*:iam::*:root"),
            (Found{{"organization.yml (aws)", "covered"}, {"organization.yml (aws-us-gov)", "covered"}}));
  EXPECT_EQ(mirrored("false", "arn:aws:iam::*:root"), (Found{{"organization.yml", "covered"}}));
}

TEST_F(OrgFormation, PlaceholdersAreWhatTheConfigurationSays) {
  const auto guarded_by = [&](const std::string& arn) {
    write(kAttached, policy("{Version: 2012-10-17, Statement: [{Effect: Deny, Action: '*', Resource: '*', "
                            "Condition: {ArnLike: {aws:PrincipalArn: '" +
                            arn + "'}}}]}"));
    return states().at("shop");
  };
  folder_.write("rootproof.yaml", "placeholders: {root-arn: 'arn:*:iam::*:root', user: root}\n");
  EXPECT_EQ(guarded_by("{{ root-arn }}"), "covered") << output_;
  EXPECT_EQ(guarded_by("arn:*:iam::*:{{user}}"), "covered") << output_;
  EXPECT_EQ(guarded_by("arn:*:iam::*:{{ other }}"), "undecided") << output_;
  folder_.write("rootproof.yaml", "placeholders: {root-arn: 'arn:*:iam::*:role/admin'}\n");
  EXPECT_EQ(guarded_by("{{ root-arn }}"), "open") << output_;
}

TEST_F(OrgFormation, AnotherOrganizationsTasksAreNoneOfItsOwn) {
  write("      Accounts: !Ref Shop\n", "");
  folder_.write("sub/organization.yml",
                "AWSTemplateFormatVersion: '2010-09-09-OC'\nOrganization:\n  Other: {Type: OC::ORG::Account, "
                "Properties: {AccountName: other, RootEmail: c@acme.example}}\n");
  folder_.write(
      "sub/scp.yml",
      "AWSTemplateFormatVersion: '2010-09-09-OC'\nResources:\n  Scp: {Type: AWS::Organizations::Policy, "
      "Properties: {Name: x, Type: SERVICE_CONTROL_POLICY, Content: " +
          std::string(kDenyRoot) + "}}\n");
  EXPECT_EQ(states().at("shop"), "open") << output_;
  EXPECT_EQ(states().at("other"), "undecided") << output_;
}

TEST_F(OrgFormation, AnyFileIsRead) {
  const std::string head = "AWSTemplateFormatVersion: '2010-09-09-OC'\nOrganization:\n";
  for (const char* rest :
       {"  {}", "  A: 1", "  A: []", "  A: {Type: []}", "  A: {Type: OC::ORG::Account}",
        "  A: {Type: OC::ORG::Account, Properties: []}",
        "  A: {Type: OC::ORG::OrganizationalUnit, Properties: {Accounts: {}}}", "  ? [a]\n  : b",
        "  A.B: {Type: OC::ORG::Account, Properties: {}}", "  <<: *nothing", "  <<: [1, {A: 2}]",
        "  A: &a {Type: OC::ORG::OrganizationalUnit, Properties: {OrganizationalUnits: [!Ref A]}}",
        "  A: !Include [x]",
        "  A: {Type: OC::ORG::ServiceControlPolicy, Properties: {PolicyDocument: !Ref A}}"}) {
    folder_.write("organization.yml", head + rest + "\n");
    const int status = rootproof(folder_, "scan .").status;
    EXPECT_TRUE(status == 0 || status == 1 || status == 3) << rest << ": " << status;
  }
}

class LandingZone : public OrganizationFiles {
 protected:
  /// Two accounts in two units, and a policy on one of these.
  void write(const std::string& policy_members, const std::string& targets,
             const std::string& head = "enable: true\n") const {
    folder_.write(
        "organization-config.yaml",
        head +
            "organizationalUnits:\n  - name: Workloads\n  - name: Workloads/Prod\n  - name: Other\n"
            "serviceControlPolicies:\n  - name: guard\n    description: d\n    policy: scp/guard.json\n"
            "    type: customerManaged\n" +
            policy_members + "    deploymentTargets: {" + targets +
            "}\ntaggingPolicies: []\nbackupPolicies: []\n");
    folder_.write(
        "accounts-config.yaml",
        "mandatoryAccounts:\n  - {name: Management, email: m@acme.example, organizationalUnit: Root}\n"
        "workloadAccounts:\n  - {name: shop, email: a@acme.example, organizationalUnit: Workloads/Prod}\n"
        "  - {name: trial, email: b@acme.example, organizationalUnit: Other}\n");
  }
  void global(const std::string& region, const std::string& more = "") const {
    folder_.write("global-config.yaml",
                  "homeRegion: " + region + "\nmanagementAccountAccessRole: Execution\n" + more);
  }
  void policy(const std::string& condition, const std::string& effect = "Deny") const {
    folder_.write("scp/guard.json", R"({"Version": "2012-10-17", "Statement": [{"Effect": ")" + effect +
                                        R"(", "Action": "*", "Resource": "*", "Condition": )" + condition +
                                        "}]}");
  }
  void deny_root() const { policy(R"({"ArnLike": {"aws:PrincipalArn": "arn:${PARTITION}:iam::*:root"}})"); }

  static constexpr const char* kWorkloads = "organizationalUnits: [Workloads]";
};

TEST_F(LandingZone, UnitsBelowUnitsAndTheRoot) {
  deny_root();
  write("", kWorkloads);
  EXPECT_EQ(states().at("shop"), "covered") << output_;
  EXPECT_EQ(states().at("trial"), "open");
  EXPECT_EQ(states().at("Management"), "exempt");
  write("", "organizationalUnits: [Root]");
  EXPECT_EQ(states().at("trial"), "covered") << output_;
  write("", "accounts: [trial]");
  EXPECT_EQ(states().at("shop"), "open") << output_;
  EXPECT_EQ(states().at("trial"), "covered");
  write("", "organizationalUnits: []");
  EXPECT_EQ(states().at("shop"), "open") << output_;
  EXPECT_NE(scan().find("high[RP310]"), std::string::npos) << "attached to nothing";
}

TEST_F(LandingZone, ThePartitionIsThatOfTheHomeRegion) {
  write("", kWorkloads);
  deny_root();
  for (const char* region : {"eu-west-1", "us-gov-west-1", "cn-north-1"}) {
    global(region);
    EXPECT_EQ(states().at("shop"), "covered") << region << output_;
  }
  policy(R"({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:root"}})");
  global("us-gov-west-1");
  EXPECT_EQ(states().at("shop"), "open") << output_;
  global("eu-west-1");
  EXPECT_EQ(states().at("shop"), "covered") << output_;
}

TEST_F(LandingZone, AnAllowListTakesFullAccessAway) {
  folder_.write(
      "scp/guard.json",
      R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]})");
  write("    strategy: allow-list\n", kWorkloads);
  EXPECT_EQ(states(".", "deny-leave-organization").at("shop"), "covered") << output_;
  write("    strategy: deny-list\n", kWorkloads);
  EXPECT_EQ(states(".", "deny-leave-organization").at("shop"), "open") << output_;
  const std::string other =
      "resourceControlPolicies:\n  - {name: rcp, policy: scp/guard.json, strategy: deny-list, "
      "deploymentTargets: "
      "{organizationalUnits: [Workloads]}}\n";
  write("    strategy: allow-list\n", kWorkloads, "enable: true\n" + other);
  EXPECT_EQ(states(".", "deny-leave-organization").at("shop"), "undecided")
      << "policies of another type give FullAWSAccess back: " << output_;
  write("    strategy: '{{ strategy }}'\n", kWorkloads);
  EXPECT_EQ(states(".", "deny-leave-organization").at("shop"), "undecided") << output_;
  write("    strategy: allow-list\n", "organizationalUnits: [Workloads, Nowhere]");
  EXPECT_EQ(states(".", "deny-leave-organization").at("shop"), "covered") << output_;
  EXPECT_EQ(states(".", "deny-leave-organization").at("trial"), "undecided")
      << "nobody knows where the policy goes: " << output_;
}

TEST_F(LandingZone, WhatStandsInThePlaceOfReplacementsIsNotKnown) {
  write("", kWorkloads);
  global("eu-west-1");
  policy(
      R"({"ArnNotLike": {"aws:PrincipalArn": ["arn:aws:iam::*:role/${MANAGEMENT_ACCOUNT_ACCESS_ROLE}"]}})");
  EXPECT_EQ(states().at("shop"), "covered") << output_;
  policy(R"({"ArnNotLike": {"aws:PrincipalArn": ["arn:aws:iam::*:role/${ACCELERATOR_PREFIX}*"]}})");
  EXPECT_EQ(states().at("shop"), "covered") << "no role is a root user: " << output_;
  policy(R"({"ArnNotLike": {"aws:PrincipalArn": ["${ACCELERATOR_PREFIX}"]}})");
  EXPECT_EQ(states().at("shop"), "undecided") << output_;
  policy(R"({"StringEquals": {"aws:PrincipalTag/team": "${aws:PrincipalTag/root}"}})");
  EXPECT_EQ(states().at("shop"), "open") << "a policy variable is no replacement: " << output_;
}

TEST_F(LandingZone, EveryReplacementOfTheAcceleratorIsKnown) {
  write("", kWorkloads);
  const auto sparing = [&](const std::string& name) {
    policy(R"({"ArnNotLike": {"aws:PrincipalArn": ["${)" + name + R"(}"]}})");
    return states().at("shop");
  };
  for (const std::string name :
       {"ACCELERATOR_CENTRAL_LOGS_BUCKET_NAME", "ACCELERATOR_DEFAULT_PREFIX_SHORTHAND", "ACCELERATOR_NAME",
        "ACCELERATOR_PREFIX", "ACCELERATOR_PREFIX_LND", "ACCELERATOR_PREFIX_ND", "ACCELERATOR_SSM_PREFIX",
        "ACCOUNT_NAME", "MANAGEMENT_ACCOUNT_ACCESS_ROLE", "ORG_ID"}) {
    EXPECT_EQ(sparing(name), "undecided") << output_;
    EXPECT_NE(output_.find("placeholder: ${" + name + "}"), std::string::npos) << output_;
  }
  for (const char* name : {"ACCOUNT_ID", "AUDIT_ACCOUNT_ID", "LOGARCHIVE_ACCOUNT_ID", "MANAGEMENT_ACCOUNT_ID",
                           "HOME_REGION", "REGION", "PARTITION"})
    EXPECT_EQ(sparing(name), "covered") << "what takes its place is no ARN: " << name << output_;
  EXPECT_EQ(sparing("ACCELERATOR"), "undecided") << output_;
  EXPECT_EQ(output_.find("placeholder:"), std::string::npos) << "a policy variable stays one: " << output_;
}

TEST_F(LandingZone, PlaceholdersAreWhatTheConfigurationSays) {
  write("", kWorkloads);
  policy(R"({"ArnNotLike": {"aws:PrincipalArn": ["${ACCELERATOR_PREFIX}"]}})");
  folder_.write("rootproof.yaml", "placeholders: {ACCELERATOR_PREFIX: AWSAccelerator}\n");
  EXPECT_EQ(states().at("shop"), "covered") << output_;
  folder_.write("rootproof.yaml", "placeholders: {ACCELERATOR_PREFIX: 'arn:*:iam::*:root'}\n");
  EXPECT_EQ(states().at("shop"), "open") << output_;
  policy(R"({"ArnNotLike": {"aws:PrincipalArn": ${ACCEL_LOOKUP::CUSTOM:Spared}}})");
  folder_.write("replacements-config.yaml",
                "globalReplacements:\n  - {key: Spared, type: SSM, path: /spared}\n");
  folder_.write("rootproof.yaml", "placeholders: {Spared: '[\"arn:*:iam::*:role/admin\"]'}\n");
  EXPECT_EQ(states().at("shop"), "covered") << output_;
}

TEST_F(LandingZone, ListsOfReplacementsMakeJsonOfAText) {
  write("", kWorkloads);
  policy(R"({"ArnNotLike": {"aws:PrincipalArn": ${ACCEL_LOOKUP::CUSTOM:Spared}}})");
  EXPECT_EQ(states().at("shop"), "undecided") << output_;
  EXPECT_EQ(states().at("trial"), "open") << "undecided is this one document only";
  EXPECT_NE(rootproof(folder_, "scan .").status, 3) << "the file is no JSON before it is filled in";
  const auto spare = [&](const std::string& item) {
    folder_.write("replacements-config.yaml",
                  "globalReplacements:\n  - {key: Spared, type: StringList, value: ['" + item + "']}\n");
  };
  spare("arn:aws:iam::*:role/admin");
  EXPECT_EQ(states().at("shop"), "covered") << output_;
  spare("arn:aws:iam::*:root");
  EXPECT_EQ(states().at("shop"), "open") << output_;
  folder_.write("replacements-config.yaml",
                "globalReplacements:\n  - {key: Spared, type: SSM, path: /spared}\n");
  EXPECT_EQ(states().at("shop"), "undecided") << output_;
}

TEST_F(LandingZone, NamesAreFilledInAsTheConfigurationSays) {
  deny_root();
  write("", "organizationalUnits: ['{{ Unit }}']");
  EXPECT_EQ(states().at("shop"), "undecided") << output_;
  folder_.write("replacements-config.yaml",
                "globalReplacements:\n  - {key: Unit, type: String, value: Workloads}\n");
  EXPECT_EQ(states().at("shop"), "covered") << output_;
  write("", "organizationalUnits: [{{ Unit }}]");
  EXPECT_EQ(states().at("shop"), "covered") << output_;
  const auto replacements = [&](const std::string& more) {
    folder_.write("replacements-config.yaml",
                  "globalReplacements:\n  - {key: Unit, type: String, value: Workloads}\n" + more);
  };
  replacements("  - {key: Unit, type: String, value: Other}\n");
  EXPECT_EQ(states().at("shop"), "open") << "the last one counts: " << output_;
  replacements("  - {key: Unit, type: SSM, value: Workloads}\n");
  EXPECT_EQ(states().at("shop"), "undecided") << output_;
  write("", "organizationalUnits: ['{{ shop }}']");
  replacements("  - {key: shop, type: String, value: Workloads}\n");
  EXPECT_EQ(states().at("shop"), "undecided") << "names of accounts stand for themselves: " << output_;
}

TEST_F(LandingZone, BlocksOfTemplatingMayLeaveAnythingOut) {
  deny_root();
  for (const char* block : {"# {{#if production}}", "# {{!-- note --}}", "# {{~#each x}}", "# {{else}}"}) {
    write("", kWorkloads, std::string("enable: true\n") + block + "\n");
    EXPECT_EQ(states().at("shop"), "undecided") << block << output_;
  }
  write("", kWorkloads, "enable: true\n# {{ elsewhere }}\n");
  EXPECT_EQ(states().at("shop"), "covered") << output_;
  global("eu-west-1", "# {{#if production}}\n");
  EXPECT_EQ(states().at("shop"), "undecided") << output_;
}

TEST_F(LandingZone, WhatItDoesNotManageIsUndecided) {
  deny_root();
  write("", kWorkloads, "enable: false\n");
  EXPECT_EQ(states().at("shop"), "undecided") << output_;
  EXPECT_EQ(states().at("trial"), "undecided");
  write("", std::string(kWorkloads) + ", excludedAccounts: [shop]");
  EXPECT_EQ(states().at("shop"), "undecided") << output_;
  EXPECT_EQ(states().at("trial"), "open");
  write("", "organizationalUnits: [Root]");
  folder_.write("accounts-config.yaml",
                "mandatoryAccounts: []\nworkloadAccounts:\n  - {name: shop, email: a@acme.example, "
                "organizationalUnit: Left}\n");
  const auto left = [&](const std::string& ignore) {
    folder_.write(
        "organization-config.yaml",
        "enable: true\norganizationalUnits:\n  - {name: Left" + ignore +
            "}\nserviceControlPolicies:\n  - {name: guard, policy: scp/guard.json, deploymentTargets: "
            "{organizationalUnits: [Left]}}\n");
  };
  left(", ignore: true");
  EXPECT_EQ(states().at("shop"), "undecided") << "its accounts are not moved there: " << output_;
  left(", ignore: false");
  EXPECT_EQ(states().at("shop"), "covered") << output_;
  write("", "organizationalUnits: [Nowhere]");
  EXPECT_EQ(states().at("shop"), "undecided") << output_;
  write("    # {{ not a value }}\n", kWorkloads);
  folder_.write("accounts-config.yaml",
                "mandatoryAccounts: []\nworkloadAccounts:\n  - {name: lost, email: a@acme.example}\n"
                "  - {name: stray, email: b@acme.example, organizationalUnit: Nowhere}\n");
  EXPECT_EQ(states().at("lost"), "undecided") << output_;
  EXPECT_EQ(states().at("stray"), "undecided");
}

TEST_F(LandingZone, PolicyFilesLieBelowTheScannedFolder) {
  write("", kWorkloads);
  EXPECT_EQ(states().at("shop"), "undecided") << "there is no such file";
  EXPECT_NE(output_.find("scp/guard.json"), std::string::npos) << output_;
  folder_.write("scp/guard.json", "no policy at all");
  EXPECT_EQ(states().at("shop"), "undecided") << output_;
  const TemporaryFolder outside;
  outside.write(
      "guard.json",
      R"({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]})");
  folder_.write("scp/guard.json", "");
  const std::string path = (outside.path() / "guard.json").string();
  write("    policy: " + path + "\n", kWorkloads);
  EXPECT_EQ(states().at("shop"), "undecided") << output_;
}

TEST_F(LandingZone, ControlsOfControlTowerCount) {
  folder_.write(
      "scp/guard.json",
      R"({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:PutObject", "Resource": "*"}]})");
  write("", kWorkloads);
  const auto control = [&](const std::string& identifier, const std::string& enable) {
    global("eu-west-1", "controlTower:\n  enable: true\n  controls:\n    - identifier: " + identifier +
                            "\n      enable: " + enable +
                            "\n      deploymentTargets: {organizationalUnits: [Other]}\n");
  };
  control("AWS-GR_RESTRICT_ROOT_USER", "true");
  EXPECT_EQ(states().at("trial"), "covered") << output_;
  EXPECT_EQ(states().at("shop"), "open");
  control("AWS-GR_RESTRICT_ROOT_USER", "false");
  EXPECT_EQ(states().at("trial"), "open") << output_;
  control("abcdefghijklmnopqrstuvwxy", "true");
  EXPECT_EQ(states().at("trial"), "undecided") << output_;
  control("AWS-GR_RESTRICT_ROOT_USER", "'{{ on }}'");
  EXPECT_EQ(states().at("trial"), "undecided") << output_;
  control("AWS-GR_RESTRICT_ROOT_USER", "");
  EXPECT_EQ(states().at("trial"), "open") << "without a word it is off: " << output_;
  global("eu-west-1",
         "controlTower:\n  enable: {{ on }}\n  controls:\n    - {identifier: "
         "AWS-GR_RESTRICT_ROOT_USER, enable: true, deploymentTargets: {organizationalUnits: [Other]}}\n");
  EXPECT_EQ(states().at("trial"), "undecided") << output_;
}

TEST_F(LandingZone, CentralRootAccess) {
  deny_root();
  write("", kWorkloads);
  EXPECT_NE(scan().find("undecided[RP108]"), std::string::npos) << "global-config.yaml is not there";
  global("eu-west-1");
  EXPECT_NE(scan().find("medium[RP108]"), std::string::npos) << scan();
  const std::string feature =
      "centralRootUserManagement:\n  enable: true\n  capabilities: {rootCredentialsManagement: ";
  global("eu-west-1", feature + "true, allowRootSessions: false}\n");
  EXPECT_NE(scan().find("safe[RP108]"), std::string::npos) << scan();
  global("eu-west-1", feature + "false, allowRootSessions: true}\n");
  EXPECT_NE(scan().find("medium[RP108]"), std::string::npos) << scan();
  global("eu-west-1", feature + "'{{ managed }}', allowRootSessions: true}\n");
  EXPECT_NE(scan().find("undecided[RP108]"), std::string::npos) << scan();
}

TEST_F(LandingZone, TheQuarantineIsAttachedToAccountsToCome) {
  deny_root();
  const std::string head = "enable: true\nquarantineNewAccounts: {enable: true, scpPolicyName: guard}\n";
  write("", "organizationalUnits: []", head);
  EXPECT_NE(scan().find("undecided[RP310]"), std::string::npos) << scan();
  EXPECT_EQ(states().at("shop"), "open") << "it leaves accounts that are set up: " << output_;
}

TEST_F(LandingZone, FindingsCanBeSuppressedInAnyOfItsFiles) {
  deny_root();
  write("", kWorkloads);
  const auto account = [&](const std::string& comment) {
    folder_.write("accounts-config.yaml",
                  "mandatoryAccounts: []\nworkloadAccounts:\n  - name: shop\n" + comment +
                      "    email: shop.acme@gmail.com\n    organizationalUnit: Other\n");
  };
  account("");
  EXPECT_NE(scan().find("low[RP110]"), std::string::npos) << scan();
  account("    # rootproof:ignore RP110 reason=\"moves in spring\" until=2099-01-31\n");
  EXPECT_EQ(scan().find("low[RP110]"), std::string::npos) << scan();
}

TEST_F(LandingZone, AnyFileIsRead) {
  const std::string tail = "serviceControlPolicies: []\n";
  for (const char* head :
       {"enable: true\norganizationalUnits: []\n", "enable: []\norganizationalUnits: [1, [], {name: []}]\n",
        "enable: {{x}}\norganizationalUnits: [{name: {{x}}}, {name: {{x}}}, {name: Root}, {name: a//b}]\n",
        "enable: true\norganizationalUnits: !include nothing.yaml\n",
        "enable: true\norganizationalUnits: !include organization-config.yaml\n"}) {
    folder_.write("organization-config.yaml", head + tail);
    folder_.write("accounts-config.yaml",
                  "mandatoryAccounts: [1, {name: a}, {name: a}, {email: []}]\nworkloadAccounts: "
                  "{}\naccountIds: [{}]\n");
    const int status = rootproof(folder_, "scan .").status;
    EXPECT_TRUE(status == 0 || status == 1) << head << ": " << status;
  }
  folder_.write("organization-config.yaml", "enable: true\norganizationalUnits: [\n" + tail);
  EXPECT_EQ(rootproof(folder_, "scan .").status, 3) << "what cannot be read is an error";
}

TEST_F(LandingZone, NothingElseIsTakenForOne) {
  folder_.write("values.yaml", "organizationalUnits: []\nserviceControlPolicies: 1\n");
  folder_.write("schema.json", R"({"organizationalUnits:": {}, "serviceControlPolicies:": {}})");
  EXPECT_NE(scan().find("0 files"), std::string::npos) << scan();
}

/// Account Factory for Terraform: calls of a module that writes its parameters into a table.
class AccountRequests : public OrganizationFiles {
 protected:
  void request(const std::string& unit, const std::string& source = "./modules/aft-account-request") const {
    folder_.write("main.tf", "module \"shop\" {\n  source = \"" + source +
                                 "\"\n  control_tower_parameters = {\n    AccountEmail = \"a@acme.example\"\n"
                                 "    AccountName = \"shop\"\n    ManagedOrganizationalUnit = " +
                                 unit + "\n  }\n}\nvariable \"unit\" { type = string }\n");
    folder_.write("modules/aft-account-request/main.tf", R"(
      variable "control_tower_parameters" { type = object({ AccountEmail = string, AccountName = string, ManagedOrganizationalUnit = string }) }
      resource "aws_dynamodb_table_item" "account-request" {
        table_name = "aft-request"
        hash_key   = "id"
        item = jsonencode({
          id = { S = var.control_tower_parameters.AccountEmail }
          control_tower_parameters = { M = {
            AccountEmail              = { S = lookup(var.control_tower_parameters, "AccountEmail") }
            AccountName               = { S = lookup(var.control_tower_parameters, "AccountName") }
            ManagedOrganizationalUnit = { S = lookup(var.control_tower_parameters, "ManagedOrganizationalUnit") }
          } }
        })
      })");
    folder_.write("organization.json", R"([
      {"Roots": [{"Id": "r-acme", "Name": "Root", "PolicyTypes": [{"Type": "SERVICE_CONTROL_POLICY", "Status": "ENABLED"}]}]},
      {"ParentId": "r-acme", "OrganizationalUnits": [{"Id": "ou-acme-covered1", "Name": "Covered"}, {"Id": "ou-acme-opened01", "Name": "Open"}]},
      {"Policies": [{"Id": "p-1", "Name": "deny", "Type": "SERVICE_CONTROL_POLICY", "Targets": [{"TargetId": "ou-acme-covered1"}],
        "Content": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Deny\", \"Action\": \"*\", \"Resource\": \"*\"}]}"}]}])");
  }
  std::string state() { return states("--organization organization.json .")["shop"]; }
};

TEST_F(AccountRequests, AreAccountsInTheUnitTheyName) {
  for (const char* source :
       {"./modules/aft-account-request", "git::https://git.acme.example/aft-account-request"}) {
    request("\"Covered\"", source);
    EXPECT_EQ(state(), "covered") << source << output_;
    request("\"Open\"", source);
    EXPECT_EQ(state(), "open") << source << output_;
    request("\"Nested (ou-acme-covered1)\"", source);
    EXPECT_EQ(state(), "covered") << source << output_;
    request("\"Nowhere\"", source);
    EXPECT_EQ(state(), "undecided") << source << output_;
    request("var.unit", source);
    EXPECT_EQ(state(), "undecided") << source << output_;
  }
  request("\"Sandbox\"");
  folder_.write("rootproof.yaml", "organization: {complete: true}\n");
  const auto sandbox_below = [&](const std::string& top) {
    folder_.write("units.tf", R"(
      resource "aws_organizations_organization" "o" { enabled_policy_types = ["SERVICE_CONTROL_POLICY"] }
      resource "aws_organizations_organizational_unit" "covered" {
        name = "Workloads"
        parent_id = aws_organizations_organization.o.roots[0].id
      }
      resource "aws_organizations_organizational_unit" "top" {
        name = )" + top + R"(
        parent_id = aws_organizations_organization.o.roots[0].id
      }
      resource "aws_organizations_organizational_unit" "sandbox" {
        name = "Sandbox"
        parent_id = aws_organizations_organizational_unit.covered.id
      }
      resource "aws_organizations_policy" "deny" {
        name    = "deny"
        content = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Action = "*", Resource = "*" }] })
      }
      resource "aws_organizations_policy_attachment" "deny" {
        policy_id = aws_organizations_policy.deny.id
        target_id = aws_organizations_organizational_unit.covered.id
      })");
  };
  sandbox_below("\"Other\"");
  EXPECT_EQ(states()["shop"], "undecided") << "a plain name is one of a unit in the root: " << output_;
  sandbox_below("\"Sandbox\"");
  EXPECT_EQ(states()["shop"], "open") << output_;
  request("\"Workloads\"");
  EXPECT_EQ(states()["shop"], "covered") << output_;
  sandbox_below("var.unit");
  EXPECT_EQ(states()["shop"], "undecided") << "the other one may have that name: " << output_;
  folder_.write("rootproof.yaml", "organization: {complete: false}\n");
  folder_.write("units.tf", "");
  request("\"Covered\"");
  EXPECT_EQ(states()["shop"], "undecided") << "policies are kept elsewhere: " << output_;
  EXPECT_NE(output_.find("\"file\": \"main.tf\""), std::string::npos) << output_;
}

}  // namespace
}  // namespace rootproof::tests
