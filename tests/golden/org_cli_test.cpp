// `rootproof org` as its callers see it: the tree, what each guardrail comes to, formats and exit statuses of
// cli.md.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/golden/program.h"

namespace rootproof::tests {
namespace {

using Json = nlohmann::json;

struct OrganizationAnswer {
  int status = -1;
  std::string output;
  Json json;
};

using States = std::map<std::string, std::string>;

/// "deny-root audit" → "partly", for every account below a node.
void collect(const Json& node, States& states) {
  if (node.at("kind") == "account") {
    for (const auto& [guardrail, state] : node.at("guardrails").items())
      states[guardrail + " " + node.at("name").get<std::string>()] = state;
  }
  for (const Json& child : node.at("children")) collect(child, states);
}

States states_of(const OrganizationAnswer& answer) {
  States states;
  for (const Json& root : answer.json.at("roots")) collect(root, states);
  return states;
}

class OrgCommand : public ::testing::Test {
 protected:
  [[nodiscard]] OrganizationAnswer run(const std::string& arguments) const {
    const Outcome outcome = rootproof(folder_, "org " + arguments);
    // Warnings, such as of a description that has grown old, stand in front of it.
    const std::string json = outcome.output.substr(std::min(outcome.output.find('{'), outcome.output.size()));
    return {outcome.status, outcome.output, Json::parse(json, nullptr, false)};
  }
  /// A way of writing down the organization of acme.
  static std::string acme(const std::string& way) {
    return ROOTPROOF_SOURCE_DIR "/testdata/organizations/acme/" + way;
  }

  TemporaryFolder folder_;
};

const States& acme_states() {
  static const States kStates = {
      {"deny-root audit", "partly"},
      {"deny-root logs", "partly"},
      {"deny-root billing", "covered"},
      {"deny-root shop", "covered"},
      {"deny-root trial", "covered"},
      {"deny-root sandbox", "open"},
      {"deny-root-access-keys audit", "covered"},
      {"deny-root-access-keys logs", "covered"},
      {"deny-root-access-keys billing", "covered"},
      {"deny-root-access-keys shop", "covered"},
      {"deny-root-access-keys trial", "covered"},
      {"deny-root-access-keys sandbox", "open"},
      {"deny-leave-organization audit", "covered"},
      {"deny-leave-organization logs", "covered"},
      {"deny-leave-organization billing", "covered"},
      {"deny-leave-organization shop", "covered"},
      {"deny-leave-organization trial", "covered"},
      {"deny-leave-organization sandbox", "covered"},
  };
  return kStates;
}

TEST_F(OrgCommand, TheSameOrganizationHasTheSameStatesInWhateverItIsWritten) {
  for (const char* way : {"terraform", "cloudformation", "org-formation", "landing-zone"}) {
    const OrganizationAnswer answer = run("--format json " + acme(way));
    EXPECT_EQ(answer.status, 1) << answer.output;
    States states = states_of(answer);
    std::erase_if(states, [](const auto& entry) { return entry.second == "exempt"; });
    EXPECT_EQ(states, acme_states()) << way;
  }
  const OrganizationAnswer exported =
      run("--format json --organization " + acme("export/organization.json") + " " + acme("export"));
  States states = states_of(exported);
  EXPECT_EQ(states["deny-root acme"], "exempt") << "the management account";
  std::erase_if(states, [](const auto& entry) { return entry.second == "exempt"; });
  EXPECT_EQ(states, acme_states());
}

/// domain.md §3.2: each way in which a guardrail does less than it seems to, in whatever it is written.
TEST_F(OrgCommand, DeadGuardrailsCoverNobodyInAnyLanguage) {
  const States expected = {
      {"deny-root absent-key", "open"},
      {"deny-root conditions-contradict", "open"},
      {"deny-root denies-everyone", "covered"},
      {"deny-root equals-with-wildcard", "open"},
      {"deny-root escape", "partly"},
      {"deny-root exemption-inverted", "open"},
      {"deny-root expired", "open"},
      {"deny-root needs-a-tag", "open"},
      {"deny-root no-such-principal-type", "open"},
      {"deny-root not-an-arn-value", "open"},
      {"deny-root old-version-variable", "open"},
      {"deny-root one-region", "partly"},
      {"deny-root one-resource", "partly"},
      {"deny-root operator-unknown", "undecided"},
      {"deny-root principal-element", "undecided"},
      {"deny-root sessions-exempt", "covered"},
      {"deny-root two-services-only", "partly"},
      {"deny-root unknown-key", "open"},
      {"deny-root unless-mfa", "partly"},
      {"deny-root wrong-account-pattern", "open"},
      {"deny-root wrong-field-count", "open"},
      {"deny-root wrong-identity-key", "open"},
      {"deny-root wrong-name", "open"},
      {"deny-root wrong-partition", "open"},
      {"deny-root wrong-service", "open"},
  };
  const std::string dead = ROOTPROOF_SOURCE_DIR "/testdata/organizations/dead/";
  for (const std::string& way :
       {dead + "terraform", dead + "cloudformation", dead + "org-formation", dead + "landing-zone",
        "--organization " + dead + "export/organization.json ."}) {
    States states = states_of(run("--format json --guardrail deny-root " + way));
    std::erase_if(states, [](const auto& entry) { return entry.second == "exempt"; });
    EXPECT_EQ(states, expected) << way;
  }
}

TEST_F(OrgCommand, SummaryCountsAccounts) {
  const OrganizationAnswer answer = run("--format json --guardrail deny-root " + acme("terraform"));
  const Json expected = {{"covered", 3}, {"open", 1}, {"partly", 2}, {"undecided", 0}, {"exempt", 1}};
  EXPECT_EQ(answer.json["summary"]["deny-root"], expected);
  EXPECT_EQ(answer.json["summary"].size(), 1U);
}

TEST_F(OrgCommand, CodeAndExportAreOneOrganization) {
  const OrganizationAnswer answer =
      run("--format json --organization " + acme("export/organization.json") + " " + acme("terraform"));
  ASSERT_EQ(answer.json["roots"].size(), 1U) << answer.output;
  States states = states_of(answer);
  std::erase_if(states, [](const auto& entry) { return entry.second == "exempt"; });
  EXPECT_EQ(states, acme_states()) << "every account once, though both tell of it";
}

TEST_F(OrgCommand, CodeSaysTheTargetsOfItsPolicies) {
  folder_.write("main.tf", R"(
    resource "aws_organizations_policy" "deny_root" {
      name    = "deny-root"
      content = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Action = "*", Resource = "*",
        Condition = { ArnLike = { "aws:PrincipalArn" = "arn:*:iam::*:root" } } }] })
    }
    resource "aws_organizations_policy_attachment" "deny_root" {
      policy_id = aws_organizations_policy.deny_root.id
      target_id = "ou-acme-secur001"
    })");
  States states = states_of(run("--format json --organization " + acme("export/organization.json") + " ."));
  EXPECT_EQ(states["deny-root audit"], "covered");
  EXPECT_EQ(states["deny-root shop"], "open") << "the export still shows the old target";
}

TEST_F(OrgCommand, ADataSourceFindsAUnitByItsName) {
  folder_.write("main.tf", R"(
    data "aws_organizations_organization" "org" {}
    data "aws_organizations_organizational_unit" "security" {
      parent_id = data.aws_organizations_organization.org.roots[0].id
      name      = "Security"
    }
    resource "aws_organizations_policy" "deny_root" {
      name    = "deny-root-in-security"
      content = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Action = "*", Resource = "*",
        Condition = { ArnLike = { "aws:PrincipalArn" = "arn:*:iam::*:root" } } }] })
    }
    resource "aws_organizations_policy_attachment" "deny_root" {
      policy_id = aws_organizations_policy.deny_root.id
      target_id = data.aws_organizations_organizational_unit.security.id
    })");
  States states = states_of(run("--format json --organization " + acme("export/organization.json") + " ."));
  EXPECT_EQ(states["deny-root audit"], "covered");
  EXPECT_EQ(states["deny-root logs"], "covered");
  EXPECT_EQ(states["deny-root sandbox"], "open") << "it lies in another unit";
  const auto alone = run("--format json .");
  EXPECT_NE(alone.output.find("data.aws_organizations_organizational_unit.security.id"), std::string::npos)
      << "without the organization nobody knows which unit it is: " << alone.output;
}

TEST_F(OrgCommand, TemplatesThatNobodyCanReadAreNoDoubtUnlessTheyAreAboutOrganizations) {
  const std::string organization = R"(
    resource "aws_organizations_organization" "company" { enabled_policy_types = ["SERVICE_CONTROL_POLICY"] }
    resource "aws_organizations_account" "shop" {
      name  = "shop"
      email = "shop@acme.example"
    }
    data "aws_s3_object" "template" {
      bucket = "templates"
      key    = "scanner.yaml"
    }
    resource "aws_cloudformation_stack" "scanner" {
      name          = "scanner"
      template_body = data.aws_s3_object.template.body
      parameters    = { Target = TARGET }
    })";
  const auto state_with = [&](const std::string& target) {
    std::string text = organization;
    text.replace(text.find("TARGET"), 6, target);
    folder_.write("main.tf", text);
    return states_of(run("--format json ."))["deny-root shop"];
  };
  EXPECT_EQ(state_with("\"arn:aws:sns:us-east-1:111122223333:scanner\""), "open");
  EXPECT_EQ(state_with("aws_organizations_organization.company.roots[0].id"), "undecided");
}

TEST_F(OrgCommand, AnIdOfTheExportMeansTheUnitThatTheCodeDeclares) {
  folder_.write("main.tf", R"(
    resource "aws_organizations_organizational_unit" "security" {
      name      = "Security"
      parent_id = "r-acme"
    }
    resource "aws_organizations_policy" "new" {
      name    = "new"
      content = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Action = "*", Resource = "*",
        Condition = { ArnLike = { "aws:PrincipalArn" = "arn:*:iam::*:root" } } }] })
    }
    resource "aws_organizations_policy_attachment" "new" {
      policy_id = aws_organizations_policy.new.id
      target_id = "ou-acme-secur001"
    })");
  States states = states_of(run("--format json --organization " + acme("export/organization.json") + " ."));
  EXPECT_EQ(states["deny-root audit"], "covered");
  EXPECT_EQ(states["deny-root sandbox"], "open");
}

TEST_F(OrgCommand, AnExportWithoutPolicyTypesSettlesNothingForCloudFormation) {
  folder_.write("organization.json",
                R"({"Accounts": [{"Id": "111122223333", "Name": "a", "ParentId": "r-acme"}]})");
  folder_.write("stack.json", R"({"Resources": {"P": {"Type": "AWS::Organizations::Policy", "Properties": {
      "Name": "deny-root", "Type": "SERVICE_CONTROL_POLICY", "TargetIds": ["r-acme"],
      "Content": {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*",
        "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:*:iam::*:root"}}}]}}}}})");
  EXPECT_EQ(states_of(run("--format json --organization organization.json ."))["deny-root a"], "undecided");
}

TEST_F(OrgCommand, AControlWithUnknownParametersIsNoProof) {
  const std::string control = R"(
    variable "parameters" {
      type = list(object({ key = string, value = string }))
    }
    resource "aws_organizations_organization" "org" {
      enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
    }
    resource "aws_organizations_organizational_unit" "u" {
      name      = "u"
      parent_id = aws_organizations_organization.org.roots[0].id
    }
    resource "aws_organizations_account" "a" {
      name      = "a"
      email     = "a@acme.example"
      parent_id = aws_organizations_organizational_unit.u.id
    }
    resource "aws_controltower_control" "root" {
      control_identifier = "arn:aws:controltower:eu-west-1::control/AWS-GR_RESTRICT_ROOT_USER"
      target_identifier  = aws_organizations_organizational_unit.u.arn
      PARAMETERS
    })";
  const auto with = [&](const std::string& parameters) {
    std::string text = control;
    text.replace(text.find("PARAMETERS"), 10, parameters);
    folder_.write("main.tf", text);
    return states_of(run("--format json ."))["deny-root a"];
  };
  EXPECT_EQ(with(""), "covered");
  EXPECT_EQ(
      with("dynamic \"parameters\" {\n for_each = var.parameters\n content {\n key = parameters.value.key\n "
           "value = parameters.value.value\n }\n }"),
      "undecided");
  EXPECT_EQ(with("parameters {\n key = \"ExemptedPrincipalArns\"\n value = "
                 "jsonencode([\"arn:aws:iam::*:root\"])\n }"),
            "open");
}

TEST_F(OrgCommand, AnExportThatListsFullAccessShowsWhereItIsMissing) {
  const std::string without = R"({"Organization": {"Id": "o-1", "MasterAccountId": "999988887777"},
      "Roots": [{"Id": "r-acme", "Name": "Root", "PolicyTypes": [{"Type": "SERVICE_CONTROL_POLICY", "Status": "ENABLED"}]}],
      "Accounts": [{"Id": "111122223333", "Name": "a", "ParentId": "r-acme"}, {"Id": "444455556666", "Name": "b", "ParentId": "r-acme"}],
      "Policies": [{"Id": "p-FullAWSAccess", "Name": "FullAWSAccess", "Type": "SERVICE_CONTROL_POLICY",
                    "Targets": [{"TargetId": "r-acme"}, {"TargetId": "111122223333"}]}]})";
  folder_.write("organization.json", without);
  States states = states_of(run("--format json --organization organization.json --guardrail deny-root ."));
  EXPECT_EQ(states["deny-root a"], "open");
  EXPECT_EQ(states["deny-root b"], "undecided") << "AWS leaves no node without a policy, so one is not told";
  std::string denying = without;
  denying.insert(denying.rfind("]}"), R"(, {"Id": "p-1", "Name": "x", "Type": "SERVICE_CONTROL_POLICY",
      "Targets": [{"TargetId": "444455556666"}],
      "Content": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Deny\", \"Action\": \"ec2:*\", \"Resource\": \"*\"}]}"})");
  folder_.write("organization.json", denying);
  states = states_of(run("--format json --organization organization.json --guardrail deny-root ."));
  EXPECT_EQ(states["deny-root b"], "covered") << "nothing is allowed where no policy allows it";
}

TEST_F(OrgCommand, AnExportWithoutParentsIsUndecided) {
  folder_.write("organization.json", R"({"Accounts": [{"Id": "111122223333", "Name": "a"}],
      "Policies": [{"Id": "p-1", "Name": "x", "Type": "SERVICE_CONTROL_POLICY", "Targets": [{"TargetId": "ou-a-b"}]}]})");
  const OrganizationAnswer answer =
      run("--format json --organization organization.json --guardrail deny-root .");
  EXPECT_EQ(answer.status, 3) << answer.output;
  EXPECT_EQ(states_of(answer)["deny-root a"], "undecided");
}

TEST_F(OrgCommand, WitnessesPassAndNameTheAccount) {
  const OrganizationAnswer answer =
      run("--format json --organization " + acme("export/organization.json") + " --guardrail deny-root .");
  for (const Json& child : answer.json["roots"][0]["children"]) {
    if (child["name"] != "sandbox") continue;
    EXPECT_EQ(child["details"]["deny-root"]["witness"]["principal"]["account"], "111122220006");
    return;
  }
  FAIL() << answer.output;
}

TEST_F(OrgCommand, TextFoldsWhatIsCovered) {
  const OrganizationAnswer answer = run(acme("terraform"));
  EXPECT_NE(answer.output.find("Workloads (2 units, 3 accounts)"), std::string::npos) << answer.output;
  EXPECT_EQ(answer.output.find("billing"), std::string::npos);
  EXPECT_NE(run("--verbose " + acme("terraform")).output.find("billing"), std::string::npos);
  const OrganizationAnswer quiet = run("--quiet " + acme("terraform"));
  EXPECT_EQ(quiet.output.find("Workloads"), std::string::npos) << quiet.output;
  EXPECT_NE(quiet.output.find("3 covered, 1 open, 2 partly, 1 exempt"), std::string::npos);
}

TEST_F(OrgCommand, TextSaysHowManyAccountsAreOpenWhicheverTheyAre) {
  const OrganizationAnswer answer = run("--guardrail deny-root " + std::string(ROOTPROOF_SOURCE_DIR) +
                                        "/testdata/rules/RP301/terraform_bad_some_listed_accounts");
  EXPECT_NE(answer.output.find("at least 1 of 3 accounts are open"), std::string::npos) << answer.output;
}

TEST_F(OrgCommand, TextSaysOfWhichOrganizationItSpeaks) {
  const std::string organization = R"(
    resource "aws_organizations_organization" "o" { enabled_policy_types = ["SERVICE_CONTROL_POLICY"] }
    resource "aws_organizations_account" "shop" {
      name  = "shop"
      email = "a@acme.example"
    })";
  folder_.write("open/main.tf", organization);
  folder_.write("unknown/main.tf", organization + R"(
    variable "target" { type = string }
    resource "aws_organizations_policy" "p" {
      name    = "p"
      content = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Action = "*", Resource = "*" }] })
    }
    resource "aws_organizations_policy_attachment" "p" {
      policy_id = aws_organizations_policy.p.id
      target_id = var.target
    })");
  const std::string text = run("--guardrail deny-root .").output;
  const std::size_t first = text.find("open\n");
  const std::size_t passes = text.find("passes in account shop");
  const std::size_t second = text.find("unknown\n");
  const std::size_t because = text.find("var.target");
  EXPECT_LT(first, passes) << text;
  EXPECT_LT(passes, second) << text;
  EXPECT_LT(second, because) << text;
  EXPECT_EQ(text.find("passes in", passes + 1), std::string::npos) << text;
  const std::string page = run("--format html --guardrail deny-root .").output;
  EXPECT_NE(page.find("<tr><td>open</td><td>shop</td>"), std::string::npos) << page;
  EXPECT_NE(page.find("<tr><td>unknown</td><td>shop</td>"), std::string::npos) << page;
}

TEST_F(OrgCommand, OtherOrganizationsOfTheRepositoryAreNotAskedAbout) {
  const auto organization = [](const std::string& account) {
    return "Resources:\n  Org: {Type: AWS::Organizations::Organization}\n  A: {Type: "
           "AWS::Organizations::Account, "
           "Properties: {AccountName: " +
           account + ", Email: a@acme.example}}\n";
  };
  folder_.write(".git/HEAD", "ref: refs/heads/main\n");
  folder_.write("a/organization.yaml", organization("first"));
  folder_.write("b/organization.yaml", organization("second"));
  const States one = states_of(run("--format json --guardrail deny-root a/organization.yaml"));
  EXPECT_TRUE(one.contains("deny-root first"));
  EXPECT_FALSE(one.contains("deny-root second"));
  EXPECT_TRUE(states_of(run("--format json --guardrail deny-root a b")).contains("deny-root second"));
}

TEST_F(OrgCommand, TheAgeOfADescriptionIsSaid) {
  const auto ask = [&](const std::string& settings) {
    folder_.write("rootproof.yaml", settings);
    folder_.write("organization.json", R"([{"ExportedAt": "2027-03-01T08:00:00Z"},
      {"Roots": [{"Id": "r-acme", "Name": "Root", "PolicyTypes": [{"Type": "SERVICE_CONTROL_POLICY", "Status": "ENABLED"}]}]},
      {"ParentId": "r-acme", "Accounts": [{"Id": "111122223333", "Name": "shop"}]},
      {"Policies": [{"Id": "p-1", "Name": "deny", "Type": "SERVICE_CONTROL_POLICY", "Targets": [{"TargetId": "r-acme"}],
        "Content": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Deny\", \"Action\": \"*\", \"Resource\": \"*\"}]}"}]}])");
    return run("--format json --guardrail deny-root --organization organization.json .");
  };
  const std::string now = "clock: 2027-03-31\n";
  const OrganizationAnswer fresh = ask(now);
  EXPECT_EQ(states_of(fresh)["deny-root shop"], "covered") << fresh.output;
  EXPECT_NE(fresh.output.find("exported at 2027-03-01T08:00:00Z (30 days ago)"), std::string::npos)
      << fresh.output;
  EXPECT_EQ(fresh.output.find("warning"), std::string::npos) << fresh.output;
  const OrganizationAnswer old = ask("clock: 2027-04-01\n");
  EXPECT_EQ(states_of(old)["deny-root shop"], "covered") << "old is a warning: " << old.output;
  EXPECT_EQ(old.status, 0);
  EXPECT_NE(old.output.find("warning: organization.json describes the organization as it was 31 days ago"),
            std::string::npos)
      << old.output;
  EXPECT_NE(old.output.find("longer ago than the 30 days"), std::string::npos)
      << "in the proof: " << old.output;
  EXPECT_NE(ask(now + "organization: {max_age: 7}\n").output.find("organization.max_age is 7 days"),
            std::string::npos);
  const std::string scan = rootproof(folder_,
                                     "scan --show-safe --format json --select RP301 --organization "
                                     "organization.json .")
                               .output;
  EXPECT_NE(scan.find("30 days ago"), std::string::npos) << scan;
  EXPECT_NE(scan.find("warning: organization.json describes"), std::string::npos) << scan;
}

TEST_F(OrgCommand, TheClockOfTheConfigurationEndsExceptions) {
  folder_.write("main.tf", R"(
    resource "aws_organizations_organization" "o" { enabled_policy_types = ["SERVICE_CONTROL_POLICY"] }
    resource "aws_organizations_account" "shop" {
      name  = "shop"
      email = "a@acme.example"
    })");
  const std::string exempt = "organization: {exempt: [{account: shop, reason: moving, until: 2027-06-30}]}\n";
  folder_.write("rootproof.yaml", "clock: 2027-06-30\n" + exempt);
  EXPECT_EQ(states_of(run("--format json --guardrail deny-root ."))["deny-root shop"], "exempt");
  folder_.write("rootproof.yaml", "clock: 2027-07-01\n" + exempt);
  EXPECT_EQ(states_of(run("--format json --guardrail deny-root ."))["deny-root shop"], "open");
}

TEST_F(OrgCommand, AWitnessBesideAnAllowListPassesWithoutFullAccessToo) {
  folder_.write("main.tf", R"(
    resource "aws_organizations_organization" "o" { enabled_policy_types = ["SERVICE_CONTROL_POLICY"] }
    resource "aws_organizations_account" "shop" {
      name  = "shop"
      email = "a@acme.example"
    }
    resource "aws_organizations_policy" "p" {
      name    = "p"
      content = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }] })
    }
    resource "aws_organizations_policy_attachment" "p" {
      policy_id = aws_organizations_policy.p.id
      target_id = aws_organizations_organization.o.roots[0].id
    })");
  const OrganizationAnswer answer = run("--format json --guardrail deny-root .");
  const std::string action =
      answer.json["roots"][0]["details"]["deny-root"]["witness"]["action"].get<std::string>();
  EXPECT_EQ(action.substr(0, 3), "s3:") << answer.output;
}

TEST_F(OrgCommand, PicturesEscapeWhatTheInputSays) {
  folder_.write("main.tf", R"(resource "aws_organizations_account" "x" {
    name  = "<script>alert(1)</script>&\"quoted\\"
    email = "x@acme.example"
  })");
  for (const char* format : {"svg", "html"}) {
    const std::string output = run(std::string("--format ") + format + " .").output;
    EXPECT_EQ(output.find("<script"), std::string::npos) << format;
    EXPECT_NE(output.find("&lt;script&gt;"), std::string::npos) << format;
  }
  EXPECT_NE(run("--format dot .").output.find("\\\"quoted\\\\"), std::string::npos);
}

TEST_F(OrgCommand, ExitStatusSaysTheAnswer) {
  EXPECT_EQ(run("--guardrail deny-leave-organization " + acme("terraform")).status, 0);
  EXPECT_EQ(run("--guardrail deny-root " + acme("terraform")).status, 1);
  EXPECT_EQ(run("--organization none.json .").status, 2);
  folder_.write("broken.json", "{\"Accounts\": [");
  const OrganizationAnswer broken = run("--organization broken.json .");
  EXPECT_EQ(broken.status, 2);
  EXPECT_NE(broken.output.find("broken.json:1:"), std::string::npos) << broken.output;
  folder_.write("other.json", "{\"Resources\": {}}");
  EXPECT_NE(run("--organization other.json .").output.find("no description of an organization"),
            std::string::npos);
  EXPECT_EQ(run("--guardrail deny-rot .").status, 2);
  const OrganizationAnswer nothing = run(".");
  EXPECT_EQ(nothing.status, 0);
  EXPECT_NE(nothing.output.find("no organization"), std::string::npos);
}

TEST_F(OrgCommand, ConfigurationNamesGuardrailsAndTheExport) {
  folder_.write(
      "rootproof.yaml",
      "organization:\n  description: organization.json\nguardrails: [deny-root, guardrails/no-keys.json]\n");
  folder_.write("organization.json",
                R"({"Accounts": [{"Id": "111122223333", "Name": "a", "ParentId": "r-acme"}]})");
  folder_.write(
      "guardrails/no-keys.json",
      R"({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "iam:CreateAccessKey", "Resource": "*"}]})");
  const OrganizationAnswer answer = run("--format json .");
  ASSERT_FALSE(answer.json.is_discarded()) << answer.output;
  EXPECT_TRUE(answer.json["summary"].contains("no-keys")) << answer.output;
  folder_.write("rootproof.yaml", "organization:\n  description: /etc/hostname\n");
  EXPECT_EQ(run(".").status, 2) << "only below the folder of the configuration";
  folder_.write("rootproof.yaml", "organization:\n  descripton: x\n");
  EXPECT_NE(run(".").output.find("did you mean \"description\""), std::string::npos);
}

TEST_F(OrgCommand, ConfigurationLeavesOutAccountsAndActionsUntilALastDay) {
  folder_.write("org.tf", R"(
resource "aws_organizations_organization" "org" { enabled_policy_types = ["SERVICE_CONTROL_POLICY"] }
resource "aws_organizations_organizational_unit" "workloads" {
  name      = "Workloads"
  parent_id = aws_organizations_organization.org.roots[0].id
}
resource "aws_organizations_organizational_unit" "sandbox" {
  name      = "Sandbox"
  parent_id = aws_organizations_organizational_unit.workloads.id
}
resource "aws_organizations_account" "trial" {
  name      = "trial"
  email     = "aws+trial@acme.example"
  parent_id = aws_organizations_organizational_unit.sandbox.id
}
resource "aws_organizations_account" "shop" {
  name      = "shop"
  email     = "aws+shop@acme.example"
  parent_id = aws_organizations_organizational_unit.workloads.id
}
resource "aws_organizations_policy" "deny_root" {
  name    = "deny-root"
  content = jsonencode({ Version = "2012-10-17", Statement = [{
    Effect = "Deny", NotAction = "support:*", Resource = "*"
    Condition = { ArnLike = { "aws:PrincipalArn" = "arn:*:iam::*:root" } }
  }] })
}
resource "aws_organizations_policy_attachment" "deny_root" {
  policy_id = aws_organizations_policy.deny_root.id
  target_id = aws_organizations_account.shop.id
}
)");
  const auto states = [this](const std::string& sandbox_until, const std::string& support_until) {
    folder_.write("rootproof.yaml",
                  "organization:\n  exempt:\n    - {unit: Workloads/Sandbox, reason: thrown away, until: " +
                      sandbox_until +
                      "}\nguardrails:\n  - guardrail: deny-root\n    allow: [{actions: "
                      "['support:*'], reason: plan, until: " +
                      support_until + "}]\n");
    return run("--format json .");
  };
  const auto both = states("2090-01-01", "2090-01-01");
  EXPECT_EQ(states_of(both), (States{{"deny-root trial", "exempt"},
                                     {"deny-root shop", "covered"},
                                     {"deny-root management account", "exempt"}}))
      << both.output;
  EXPECT_EQ(both.status, 0);
  EXPECT_NE(both.output.find("thrown away"), std::string::npos);
  const auto ended = states("2020-01-01", "2020-01-01");
  EXPECT_EQ(states_of(ended), (States{{"deny-root trial", "open"},
                                      {"deny-root shop", "partly"},
                                      {"deny-root management account", "exempt"}}))
      << ended.output;
  EXPECT_EQ(ended.status, 1);
  EXPECT_NE(ended.output.find("no longer counts"), std::string::npos);
}

TEST_F(OrgCommand, AsksAboutRootUsersOfThePartitionOfTheProvider) {
  folder_.write("org.tf", R"(
provider "aws" { region = "us-gov-west-1" }
resource "aws_organizations_organization" "org" { enabled_policy_types = ["SERVICE_CONTROL_POLICY"] }
resource "aws_organizations_account" "shop" {
  name  = "shop"
  email = "aws+shop@acme.example"
}
resource "aws_organizations_policy" "deny_root" {
  name    = "deny-root"
  content = jsonencode({ Version = "2012-10-17", Statement = [{
    Effect = "Deny", Action = "*", Resource = "*"
    Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::*:root" } }
  }] })
}
resource "aws_organizations_policy_attachment" "deny_root" {
  policy_id = aws_organizations_policy.deny_root.id
  target_id = aws_organizations_organization.org.roots[0].id
}
)");
  const std::string ask = "--format json --guardrail deny-root .";
  EXPECT_EQ(states_of(run(ask)).at("deny-root shop"), "open") << "arn:aws: is no root of GovCloud";
  EXPECT_EQ(states_of(run("--partition aws " + ask)).at("deny-root shop"), "covered");
  folder_.write("rootproof.yaml", "organization: {partitions: [aws, aws-us-gov]}\n");
  EXPECT_EQ(states_of(run(ask)).at("deny-root shop"), "open") << "every partition counts";
  const Outcome scanned = rootproof(folder_, "scan --select RP313 --fail-on never .");
  EXPECT_NE(scanned.output.find("aws-us-gov"), std::string::npos) << scanned.output;
  folder_.write("rootproof.yaml", "organization: {partitions: [aws]}\n");
  EXPECT_EQ(rootproof(folder_, "scan --select RP313 .").status, 0);
}

TEST_F(OrgCommand, EachOfTwoPartitionsHasAnOrganizationOfItsOwn) {
  const auto organization = [](const std::string& name, const std::string& provider) {
    const std::string choice = provider.empty() ? "" : "  provider = " + provider + "\n";
    return "resource \"aws_organizations_organization\" \"" + name + "\" {\n" + choice +
           "  enabled_policy_types = [\"SERVICE_CONTROL_POLICY\"]\n}\n"
           "resource \"aws_organizations_account\" \"" +
           name + "\" {\n" + choice + "  name = \"" + name + "\"\n  email = \"aws+" + name +
           "@acme.example\"\n}\n"
           "resource \"aws_organizations_policy\" \"" +
           name + "\" {\n" + choice + "  name = \"" + name +
           "\"\n  content = jsonencode({ Version = \"2012-10-17\", Statement = [{ Effect = \"Deny\", Action "
           "= "
           "\"*\", Resource = \"*\", Condition = { ArnLike = { \"aws:PrincipalArn\" = "
           "\"arn:aws:iam::*:root\" } } }] })\n}\n"
           "resource \"aws_organizations_policy_attachment\" \"" +
           name + "\" {\n" + choice + "  policy_id = aws_organizations_policy." + name +
           ".id\n  target_id = aws_organizations_organization." + name + ".roots[0].id\n}\n";
  };
  folder_.write("org.tf",
                "provider \"aws\" { region = \"us-gov-west-1\" }\n"
                "provider \"aws\" {\n  alias  = \"commercial\"\n  region = \"us-east-1\"\n}\n" +
                    organization("secret", "") + organization("shop", "aws.commercial"));
  const auto outcome = run("--format json --guardrail deny-root .");
  EXPECT_EQ(states_of(outcome).at("deny-root secret"), "open") << outcome.output;
  EXPECT_EQ(states_of(outcome).at("deny-root shop"), "covered") << outcome.output;
  EXPECT_EQ(outcome.json.at("roots").size(), 2U);
}

TEST_F(OrgCommand, TheArnsOfAnExportNameItsPartition) {
  folder_.write("org.json", R"({"Organization": {"Id": "o-acme000001",
        "Arn": "arn:aws-us-gov:organizations::999988887777:organization/o-acme000001"},
      "Roots": [{"Id": "r-acme", "PolicyTypes": [{"Type": "SERVICE_CONTROL_POLICY", "Status": "ENABLED"}]}],
      "Accounts": [{"Id": "111122223333", "Name": "shop", "ParentId": "r-acme"}],
      "Policies": [{"Id": "p-00000001", "Name": "deny-root", "Type": "SERVICE_CONTROL_POLICY",
        "Content": "{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \"Deny\", \"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"ArnLike\": {\"aws:PrincipalArn\": \"arn:aws:iam::*:root\"}}}}",
        "Targets": [{"TargetId": "r-acme"}]}]})");
  const auto outcome = run("--format json --guardrail deny-root --organization org.json .");
  EXPECT_EQ(states_of(outcome).at("deny-root shop"), "open") << outcome.output;
}

constexpr const char* kTwoAccountsOfOneName = R"(
resource "aws_organizations_organization" "org" { enabled_policy_types = ["SERVICE_CONTROL_POLICY"] }
resource "aws_organizations_organizational_unit" "sandbox" {
  name      = "Sandbox"
  parent_id = aws_organizations_organization.org.roots[0].id
}
variable "name" { type = string }
resource "aws_organizations_account" "first" {
  name  = "dev"
  email = "aws+first@acme.example"
}
resource "aws_organizations_account" "second" {
  name  = "dev"
  email = "aws+second@acme.example"
}
resource "aws_organizations_account" "nameless" {
  name  = var.name
  email = "aws+nameless@acme.example"
}
)";

TEST_F(OrgCommand, AnExemptionThatNamesNothingOrSeveralLeavesNothingOut) {
  folder_.write("org.tf", kTwoAccountsOfOneName);
  const auto with = [this](const std::string& what) {
    folder_.write("rootproof.yaml",
                  "organization:\n  exempt:\n    - {" + what + ", reason: moved, until: 2090-01-01}\n");
    return run("--format json --guardrail deny-root .");
  };
  const auto expect = [&](const std::string& what, const std::string& warning) {
    const auto outcome = with(what);
    EXPECT_NE(outcome.output.find("warning: rootproof.yaml:3:"), std::string::npos) << outcome.output;
    EXPECT_NE(outcome.output.find(warning), std::string::npos) << outcome.output;
    EXPECT_EQ(outcome.output.find("is left out by the configuration"), std::string::npos) << outcome.output;
  };
  expect("account: dev", "2 have that name, so none is left out");
  expect("account: nameless", "which no organization here has");
  expect("unit: Sandbx", "did you mean \"Sandbox\"?");
  const auto right = with("unit: Sandbox");
  EXPECT_EQ(right.output.find("warning"), std::string::npos) << right.output;
  const Outcome scanned = rootproof(folder_, "scan --select RP3 --fail-on never .");
  EXPECT_EQ(scanned.output.find("warning"), std::string::npos) << scanned.output;
  with("unit: Sandbx");
  EXPECT_NE(rootproof(folder_, "scan --select RP3 --fail-on never .").output.find("did you mean"),
            std::string::npos);
}

TEST_F(OrgCommand, AGuardrailThatDeniesNothingIsAnError) {
  folder_.write("org.json", R"({"Accounts": [{"Id": "111122223333", "Name": "a", "ParentId": "r-acme"}]})");
  const auto expect = [this](const std::string& settings, const std::string& guardrail,
                             const std::string& message) {
    folder_.write("own.json", guardrail);
    folder_.write("rootproof.yaml", settings);
    for (const char* command : {"org --organization org.json .", "scan --organization org.json ."}) {
      const Outcome outcome = rootproof(folder_, command);
      EXPECT_EQ(outcome.status, 2) << command << outcome.output;
      EXPECT_NE(outcome.output.find(message), std::string::npos) << command << outcome.output;
    }
  };
  const std::string own = "guardrails: [own.json]\n";
  expect(own,
         R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})",
         "own.json:1:1: no Deny statement of this guardrail denies the root user anything");
  expect(own, R"({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*",
      "Condition": {"StringEquals": {"aws:PrincipalType": "User"}}}]})",
         "own.json:1:1: no Deny statement of this guardrail denies the root user anything");
  const std::string keys = R"("policy": {"Version": "2012-10-17",
      "Statement": [{"Effect": "Deny", "Action": "kms:ScheduleKeyDeletion", "Resource": "*"}]}})";
  expect(own, R"({"allow": ["*"], )" + keys,
         "own.json:1:2: allow takes back everything that this guardrail denies the root user");
  const std::string allowed = ", allow: [{actions: ['kms:*'], reason: moved, until: 2090-01-01}]}]\n";
  expect("guardrails: [{guardrail: own.json" + allowed, "{" + keys,
         "rootproof.yaml:1:54: allow takes back everything that the guardrail own.json denies");
  expect(
      "guardrails: [{guardrail: deny-root, allow: [{actions: ['*'], reason: moved, until: 2090-01-01}]}]\n",
      "{" + keys,
      "rootproof.yaml:1:55: allow takes back everything that the guardrail deny-root denies the root user");
}

TEST_F(OrgCommand, AGuardrailForAnotherPartitionIsNoQuestionHere) {
  folder_.write("org.tf",
                std::string("provider \"aws\" { region = \"us-gov-west-1\" }\n") + kTwoAccountsOfOneName);
  folder_.write("own.json", R"({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*",
      "Resource": "*", "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:root"}}}]})");
  const auto outcome = run("--format json --guardrail own.json .");
  EXPECT_EQ(states_of(outcome).at("own dev"), "undecided") << outcome.output;
}

TEST_F(OrgCommand, AGuardrailFileSaysMoreThanAPolicy) {
  folder_.write("org.json", R"({"Accounts": [{"Id": "111122223333", "Name": "a", "ParentId": "r-acme"}]})");
  folder_.write("own.json", R"({"severity": "low", "summary": "Keys stay.", "mappings": "CIS AWS 7.0 2.1.2",
      "allow": ["kms:Cancel*"], "policy": {"Version": "2012-10-17",
      "Statement": [{"Effect": "Deny", "Action": "kms:*KeyDeletion", "Resource": "*"}]}})");
  const auto said = run("--format json --organization org.json --guardrail own.json .").json.at("guardrails");
  EXPECT_EQ(said.dump(),
            R"({"own":{"mappings":"CIS AWS 7.0 2.1.2","severity":"low","summary":"Keys stay."}})");
  folder_.write("own.json", R"({"severity": "huge", "policy": {"Version": "2012-10-17", "Statement": []}})");
  const auto wrong = run("--organization org.json --guardrail own.json .");
  EXPECT_EQ(wrong.status, 2);
  EXPECT_NE(wrong.output.find("own.json:1:2: severity is one of"), std::string::npos) << wrong.output;
}

}  // namespace
}  // namespace rootproof::tests
