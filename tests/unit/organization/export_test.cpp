// What is read of the output of the AWS CLI, and how it joins what code declares.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "parsers/organization_export/organization_export.h"
#include "parsers/source/source_file.h"
#include "tests/unit/organization/sample_organization.h"

namespace rootproof::tests {
namespace {

/// A description and the unit it makes.
class Exported {
 public:
  explicit Exported(const std::string& json)
      : syntax_(syntax::parse_json(sources_.add("organization.json", json))),
        unit(organization_export::read_export(syntax_.tree.document(0))) {}

  [[nodiscard]] const Resource* find(const std::string& id) const {
    const auto found = std::find_if(unit.resources.begin(), unit.resources.end(),
                                    [&](const Resource& resource) { return resource.address == id; });
    return found == unit.resources.end() ? nullptr : &*found;
  }
  [[nodiscard]] std::string text(const std::string& id, const std::string& property) const {
    const Resource* resource = find(id);
    const Value* value = resource == nullptr ? nullptr : resource->property(property);
    return value == nullptr ? "" : value->as_text().value_or("?");
  }

 private:
  source::SourceTable sources_;
  syntax::ParsedSyntax syntax_;

 public:
  EvaluatedUnit unit;
};

TEST(OrganizationExport, ParentsAreToldInManyWays) {
  const Exported exported(R"([
    {"ParentId": "r-a", "OrganizationalUnits": [{"Id": "ou-a-1", "Name": "beside"}]},
    {"OrganizationalUnits": [{"Id": "ou-a-2", "Name": "own", "ParentId": "r-a"}]},
    {"OrganizationalUnits": [{"Id": "ou-a-3", "Name": "path", "Path": "o-1/r-a/ou-a-2/ou-a-3/"}]},
    {"Accounts": [{"Id": "111122220001", "Name": "paths", "Paths": ["o-1/r-a/ou-a-2/111122220001/"]}]},
    {"ParentId": "ou-a-3", "Children": [{"Id": "111122220002", "Type": "ACCOUNT"}]},
    {"ChildId": "111122220003", "Parents": [{"Id": "ou-a-1", "Type": "ORGANIZATIONAL_UNIT"}]},
    {"Accounts": [{"Id": "111122220002", "Name": "two"}, {"Id": "111122220003", "Name": "three"}]},
    {"Roots": [{"Id": "r-a", "OrganizationalUnits": [{"Id": "ou-a-4", "Name": "inside",
        "Accounts": [{"Id": "111122220004", "Name": "four"}]}]}]},
    {"Accounts": {"ou-a-4": [{"Id": "111122220005", "Name": "by owner"}]}}
  ])");
  EXPECT_EQ(exported.text("ou-a-1", "parent_id"), "r-a");
  EXPECT_EQ(exported.text("ou-a-2", "parent_id"), "r-a");
  EXPECT_EQ(exported.text("ou-a-3", "parent_id"), "ou-a-2");
  EXPECT_EQ(exported.text("111122220001", "parent_id"), "ou-a-2");
  EXPECT_EQ(exported.text("111122220002", "parent_id"), "ou-a-3");
  EXPECT_EQ(exported.text("111122220002", "name"), "two") << "told of in two answers";
  EXPECT_EQ(exported.text("111122220003", "parent_id"), "ou-a-1");
  EXPECT_EQ(exported.text("111122220004", "parent_id"), "ou-a-4");
  EXPECT_EQ(exported.text("111122220005", "parent_id"), "ou-a-4");
}

TEST(OrganizationExport, PoliciesHaveTheirContentAndTargets) {
  const Exported exported(R"({
    "Policies": [{"Id": "p-1", "Name": "one", "Type": "SERVICE_CONTROL_POLICY", "Content": "{}",
                  "Targets": [{"TargetId": "r-a"}]}],
    "Policy": {"PolicySummary": {"Id": "p-2", "Name": "two", "Type": "TAG_POLICY"}, "Content": "{\"a\": 1}"},
    "Targets": {"p-2": [{"TargetId": "ou-a-1"}, {"TargetId": "ou-a-1"}]}})");
  EXPECT_EQ(exported.find("p-1")->properties.find("Content")->as_text(), "{}");
  EXPECT_EQ(exported.find("p-1")->property("target_ids")->items().size(), 1U);
  EXPECT_EQ(exported.find("p-2")->property("policy_type")->as_text(), "TAG_POLICY");
  EXPECT_EQ(exported.find("p-2")->property("target_ids")->items().size(), 1U) << "each target once";
}

TEST(OrganizationExport, WhatIsNotToldIsUnknown) {
  const Exported exported(R"({"Accounts": [{"Id": "111122223333", "Name": "a"}],
                              "Policies": [{"Id": "p-1", "Name": "one", "Type": "SERVICE_CONTROL_POLICY"}]})");
  EXPECT_TRUE(exported.find("111122223333")->property("parent_id")->is(Value::Kind::unknown));
  EXPECT_TRUE(exported.find("p-1")->properties.find("Content")->is(Value::Kind::unknown));
  const Exported nameless(R"({"Accounts": [{"Name": "a"}], "Policies": [{"Name": "p"}]})");
  EXPECT_EQ(nameless.unit.problems.size(), 2U);
}

TEST(OrganizationExport, TargetsThatAreNotToldAreUnknown) {
  const std::string policies =
      R"("Roots": [{"Id": "r-a"}], "Accounts": [{"Id": "111122223333", "ParentId": "r-a"}],
    "Policies": [{"Id": "p-1", "Name": "one", "Type": "SERVICE_CONTROL_POLICY", "Content": "{}"}])";
  const auto told = [&](const std::string& beside) {
    const Exported exported("[{" + policies + "}" + beside + "]");
    return exported.find("p-1")->property("target_ids")->is(Value::Kind::list);
  };
  EXPECT_FALSE(told(""));
  EXPECT_FALSE(told(R"(, {"PolicyId": "p-1", "Targets": null})"));
  EXPECT_FALSE(told(R"(, {"PolicyId": "p-2", "Targets": []})"));
  EXPECT_TRUE(told(R"(, {"PolicyId": "p-1", "Targets": []})"));
  EXPECT_TRUE(told(R"(, {"Targets": {"p-1": []}})"));
  EXPECT_TRUE(told(R"(, {"TargetId": "r-a", "Policies": [{"Id": "p-1"}]})"));
  // A list is of one type, and no node is without a service control policy.
  const auto listed = [](const std::string& node, const std::string& type) {
    return R"(, {"TargetId": ")" + node + R"(", "Policies": [{"Id": "p-x", "Type": ")" + type + "\"}]}";
  };
  const std::string on_root = listed("r-a", "SERVICE_CONTROL_POLICY");
  EXPECT_FALSE(told(on_root)) << "it may hang on the account";
  EXPECT_TRUE(told(on_root + listed("111122223333", "SERVICE_CONTROL_POLICY")));
  EXPECT_FALSE(told(on_root + listed("111122223333", "TAG_POLICY")));
  EXPECT_FALSE(
      told(R"(, {"TargetId": "r-a", "Policies": []}, {"TargetId": "111122223333", "Policies": []})"));
  EXPECT_FALSE(told(R"(, {"PolicyId": "p-1", "Targets": [], "NextToken": "a"})"));
}

TEST(OrganizationExport, KnownTargetsStandBesideThoseThatAreNotTold) {
  const Exported exported(R"([{"Policies": [{"Id": "p-1", "Type": "SERVICE_CONTROL_POLICY"}]},
                              {"PolicyId": "p-1", "Targets": [{"TargetId": "r-a"}], "NextToken": "a"}])");
  const Value* targets = exported.find("p-1")->property("target_ids");
  ASSERT_EQ(targets->items().size(), 2U);
  EXPECT_EQ(targets->items()[0].as_text(), "r-a");
  EXPECT_TRUE(targets->items()[1].is(Value::Kind::unknown));
}

TEST(OrganizationExport, WhatHangsSomewhereExistsBeItListedOrNot) {
  const Exported exported(
      R"([{"PolicyId": "p-FullAWSAccess", "Targets": [{"TargetId": "r-a", "Name": "Root"}]},
                              {"Targets": {"p-1": [{"TargetId": "r-a"}]}}])");
  EXPECT_EQ(exported.text("p-FullAWSAccess", "name"), "");
  EXPECT_EQ(exported.find("p-1")->property("target_ids")->items()[0].as_text(), "r-a");
}

TEST(OrganizationExport, APageThatIsNotTheLastOneIsNoWholeList) {
  const std::string targets = R"("PolicyId": "p-FullAWSAccess", "Targets": [{"TargetId": "r-a"}])";
  const auto listed = [](const Exported& exported) {
    return exported.find("organization")->properties.find("FullAWSAccessListed") != nullptr;
  };
  const Exported whole("{" + targets + "}");
  EXPECT_TRUE(listed(whole));
  EXPECT_TRUE(whole.unit.problems.empty());
  const Exported cut("{" + targets + R"(, "NextToken": "abc"})");
  EXPECT_FALSE(listed(cut));
  EXPECT_EQ(cut.unit.problems.size(), 1U);
}

TEST(OrganizationExport, AnythingIsRead) {
  for (const char* json :
       {"{}", "[]", "[1, null, \"x\", [[]]]", "{\"Accounts\": 1}", "{\"Roots\": {\"a\": 2}}",
        "{\"Policies\": [{\"Id\": {}}]}", "{\"Targets\": [{\"TargetId\": []}]}", "{\"Organization\": []}",
        "{\"Policy\": {\"PolicySummary\": 1}}",
        "{\"Accounts\": [{\"Id\": \"111122223333\", \"ParentId\": \"111122223333\"}]}"}) {
    const Exported exported(json);
    EXPECT_FALSE(exported.unit.resources.empty()) << json << ": the organization itself is always there";
  }
}

/// Code in Terraform beside an export.
organization::Organization joined(const Exported& exported, std::vector<Resource> code) {
  static std::vector<std::vector<Resource>> kept;
  std::vector<Resource>& all = kept.emplace_back(exported.unit.resources);
  for (Resource& resource : code) all.push_back(std::move(resource));
  auto organizations = organization::build_organizations(all, {});
  EXPECT_EQ(organizations.size(), 1U);
  return std::move(organizations.front());
}

Resource terraform(ResourceKind kind, std::string type, std::string address,
                   std::vector<std::pair<std::string, Value>> properties) {
  Sample sample;
  return sample.add(kind, std::move(type), std::move(address), std::move(properties));
}

const char* const kTree = R"({
  "Roots": [{"Id": "r-acme", "Name": "Root"}],
  "OrganizationalUnits": [{"Id": "ou-acme-1", "Name": "Workloads", "ParentId": "r-acme"},
                          {"Id": "ou-acme-2", "Name": "Production", "ParentId": "ou-acme-1"}],
  "Accounts": [{"Id": "111122223333", "Name": "shop", "Email": "AWS+shop@acme.example", "ParentId": "ou-acme-2"}]})";

TEST(OrganizationExport, UnitsOfTheSameNameAndParentAreOne) {
  const Exported exported(kTree);
  const organization::Organization organization = joined(
      exported, {terraform(ResourceKind::organizational_unit, "aws_organizations_organizational_unit",
                           "aws_organizations_organizational_unit.production",
                           {{"name", text("Production")},
                            {"parent_id", attribute("aws_organizations_organizational_unit.workloads.id")}}),
                 terraform(ResourceKind::organizational_unit, "aws_organizations_organizational_unit",
                           "aws_organizations_organizational_unit.workloads",
                           {{"name", text("Workloads")}, {"parent_id", text("r-acme")}})});
  EXPECT_EQ(organization.nodes.size(), 4U) << "root, two units, one account";
  EXPECT_EQ(organization::path_name(organization, node(organization, "shop")),
            "root > Workloads > Production > shop");
  EXPECT_EQ(organization.nodes[node(organization, "Production")].resource->address,
            "aws_organizations_organizational_unit.production");
}

TEST(OrganizationExport, ThereIsOneRoot) {
  const Exported exported(kTree);
  const auto attached_to = [&](const char* target) {
    return joined(exported, {terraform(ResourceKind::organizations_policy, "aws_organizations_policy",
                                       "aws_organizations_policy.deny", {{"name", text("deny")}}),
                             terraform(ResourceKind::organizations_policy_attachment,
                                       "aws_organizations_policy_attachment",
                                       "aws_organizations_policy_attachment.deny",
                                       {{"policy_id", attribute("aws_organizations_policy.deny.id")},
                                        {"target_id", text(target)}})})
        .attachments.front();
  };
  EXPECT_EQ(attached_to("r-acme").node, organization::kRootNode);
  EXPECT_EQ(attached_to("r-zz99").node, std::nullopt) << "it is the root of another organization";
}

TEST(OrganizationExport, AUnitThatIsItsOwnParentHangsOnNothing) {
  const Exported exported(R"({"Roots": [{"Id": "r-acme"}],
    "OrganizationalUnits": [{"Id": "ou-acme-1", "Name": "Workloads", "ParentId": "ou-acme-1"}]})");
  const organization::Organization organization = joined(exported, {});
  EXPECT_TRUE(organization.nodes[node(organization, "Workloads")].root_unknown);
}

TEST(OrganizationExport, APolicyWhoseTargetsAreNotToldMayHangAnywhere) {
  const Exported exported(R"({"Roots": [{"Id": "r-acme"}],
    "Policies": [{"Id": "p-1", "Name": "deny", "Type": "SERVICE_CONTROL_POLICY", "Content": "{}"}]})");
  const organization::Organization organization = joined(exported, {});
  ASSERT_EQ(organization.unplaced.size(), 1U);
  EXPECT_EQ(organization.attachments.front().unknown->kind, value::ReasonKind::partial_organization);
  EXPECT_FALSE(organization.policy_type_known);
}

TEST(OrganizationExport, WhatHangsOnAnotherIdHangsOnNoneThatIsKnown) {
  const auto doubts = [](const std::string& target) {
    const Exported exported(R"({"Roots": [{"Id": "r-acme"}],
      "OrganizationalUnits": [{"Id": "ou-acme-11111111", "Name": "Workloads", "ParentId": "r-acme"}],
      "Accounts": [{"Id": "111122223333", "Name": "shop", "ParentId": "ou-acme-11111111"}],
      "Policies": [{"Id": "p-1", "Name": "deny", "Type": "SERVICE_CONTROL_POLICY", "Content": "{}",
                    "Targets": [{"TargetId": ")" +
                            target + R"("}]}]})");
    const organization::Organization organization = joined(exported, {});
    std::size_t count = 0;
    for (const auto& level : organization::scp_path(organization, node(organization, "shop")).levels)
      count += level.uncertain.size();
    return count;
  };
  EXPECT_EQ(doubts("ou-acme-99999999"), 0U);
  EXPECT_EQ(doubts("999988887777"), 0U);
}

TEST(OrganizationExport, UnitsThatLieBelowEachOtherHangOnNothing) {
  const Exported exported(R"({"Roots": [{"Id": "r-acme"}],
    "OrganizationalUnits": [{"Id": "ou-acme-1", "Name": "Workloads", "ParentId": "ou-acme-2"},
                            {"Id": "ou-acme-2", "Name": "Production", "ParentId": "ou-acme-1"}],
    "Accounts": [{"Id": "111122223333", "Name": "shop", "ParentId": "ou-acme-2"}]})");
  const organization::Organization organization = joined(exported, {});
  for (const char* unit : {"Workloads", "Production"}) {
    EXPECT_TRUE(organization.nodes[node(organization, unit)].root_unknown) << unit;
    EXPECT_EQ(organization.nodes[node(organization, unit)].parent, std::nullopt) << unit;
  }
  EXPECT_EQ(organization.nodes[node(organization, "shop")].parent, node(organization, "Production"));
}

TEST(OrganizationExport, APolicyWithoutATypeMayBeOfAnyType) {
  const Exported exported(R"({"Roots": [{"Id": "r-acme"}],
    "Policies": [{"Id": "p-1", "Name": "deny", "Content": "{}", "Targets": [{"TargetId": "r-acme"}]}]})");
  EXPECT_TRUE(joined(exported, {}).policies.front().type_unknown);
}

TEST(OrganizationExport, AUnitWhoseNameIsNotKnownIsNoOther) {
  const Exported exported(kTree);
  const organization::Organization organization =
      joined(exported, {terraform(ResourceKind::organizational_unit, "aws_organizations_organizational_unit",
                                  "aws_organizations_organizational_unit.Workloads",
                                  {{"name", variable("var.name")}, {"parent_id", text("r-acme")}})});
  EXPECT_EQ(organization.nodes.size(), 5U);
}

TEST(OrganizationExport, AnotherParentIsAnotherUnit) {
  const Exported exported(kTree);
  const organization::Organization organization =
      joined(exported, {terraform(ResourceKind::organizational_unit, "aws_organizations_organizational_unit",
                                  "aws_organizations_organizational_unit.production",
                                  {{"name", text("Production")}, {"parent_id", text("r-acme")}})});
  EXPECT_EQ(organization.nodes.size(), 5U);
}

TEST(OrganizationExport, AccountsOfTheSameAddressAreOneAndCodeSaysTheParent) {
  const Exported exported(kTree);
  const auto account = [](std::vector<std::pair<std::string, Value>> properties) {
    return terraform(ResourceKind::account, "aws_organizations_account", "aws_organizations_account.shop",
                     std::move(properties));
  };
  const organization::Organization stays =
      joined(exported, {account({{"name", text("shop")}, {"email", text("aws+shop@acme.example")}})});
  EXPECT_EQ(stays.nodes.size(), 4U);
  EXPECT_EQ(organization::path_name(stays, node(stays, "shop")), "root > Workloads > Production > shop");
  const organization::Organization moved =
      joined(exported, {account({{"name", text("shop")},
                                 {"email", text("aws+shop@acme.example")},
                                 {"parent_id", text("ou-acme-1")}})});
  EXPECT_EQ(organization::path_name(moved, node(moved, "shop")), "root > Workloads > shop");
}

TEST(OrganizationExport, TellsTheFeaturesOfCentralRootAccess) {
  const auto features = [](const Exported& exported) {
    const Value* value = exported.find("organization")->properties.find("CentralRootFeatures");
    return value == nullptr ? "nothing" : value->to_display();
  };
  EXPECT_EQ(features(Exported(
                R"([{"Roots": []}, {"OrganizationId": "o-a", "EnabledFeatures": ["RootSessions"]}])")),
            R"(["RootSessions"])");
  EXPECT_EQ(features(Exported(R"([{"Roots": []}, {"EnabledFeatures": []}])")), "[]");
  EXPECT_EQ(features(Exported(R"({"Roots": []})")), "nothing");
}

}  // namespace
}  // namespace rootproof::tests
