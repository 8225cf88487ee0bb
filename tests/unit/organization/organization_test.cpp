#include "analyzer/organization/organization.h"

#include <gtest/gtest.h>

#include "tests/unit/organization/sample_organization.h"

namespace rootproof::tests {
namespace {

using organization::Organization;

/// Documents that surely hang on the path of a node, and those that may.
std::pair<std::size_t, std::size_t> policies_on_path(const Organization& organization,
                                                     const std::string& name) {
  std::pair<std::size_t, std::size_t> count;
  for (const auto& level : organization::scp_path(organization, node(organization, name)).levels) {
    count.first += level.documents.size();
    count.second += level.uncertain.size();
    EXPECT_EQ(level.uncertain.size(), level.uncertain_reasons.size());
  }
  return count;
}

using Count = std::pair<std::size_t, std::size_t>;

TEST(Organization, ConnectsUnitsAndAccountsByReference) {
  Sample sample;
  sample.organization();
  sample.unit("finance", root_id());
  sample.unit("payroll", unit_id("finance"));
  sample.account("billing", unit_id("payroll"));
  const Organization organization = sample.build();
  EXPECT_EQ(organization::path_name(organization, node(organization, "billing")),
            "root > finance > payroll > billing");
  const policy::ScpPath path = organization::scp_path(organization, node(organization, "billing"));
  ASSERT_EQ(path.levels.size(), 4U);
  EXPECT_EQ(path.levels[1].name, "finance");
  EXPECT_TRUE(path.levels[1].full_aws_access);
  EXPECT_TRUE(path.account.empty()) << "AWS chooses the id";
}

TEST(Organization, PutsAnAccountWithoutParentUnderTheRoot) {
  Sample sample;
  sample.organization();
  sample.account("lab");
  const Organization organization = sample.build();
  EXPECT_EQ(organization::path_name(organization, node(organization, "lab")), "root > lab");
}

TEST(Organization, APolicyAtTheRootReachesEveryPath) {
  Sample sample;
  sample.organization();
  sample.unit("finance", root_id());
  sample.account("billing", unit_id("finance"));
  sample.policy("deny");
  sample.attach("deny", root_id());
  const Organization organization = sample.build();
  EXPECT_EQ(policies_on_path(organization, "billing"), Count(1, 0));
  EXPECT_EQ(policies_on_path(organization, "root"), Count(1, 0)) << "an account created elsewhere";
}

TEST(Organization, APolicyAtAUnitReachesOnlyItsAccounts) {
  Sample sample;
  sample.organization();
  sample.unit("finance", root_id());
  sample.account("billing", unit_id("finance"));
  sample.account("lab");
  sample.policy("deny");
  sample.attach("deny", unit_id("finance"));
  const Organization organization = sample.build();
  EXPECT_EQ(policies_on_path(organization, "billing"), Count(1, 0));
  EXPECT_EQ(policies_on_path(organization, "lab"), Count(0, 0));
  EXPECT_EQ(policies_on_path(organization, "root"), Count(0, 0));
}

TEST(Organization, AnUnknownTargetMayBeAnyNode) {
  Sample sample;
  sample.organization();
  sample.account("lab");
  sample.policy("deny");
  sample.attach("deny", variable("var.target"));
  const Organization organization = sample.build();
  EXPECT_EQ(policies_on_path(organization, "lab"), Count(0, 1));
  ASSERT_TRUE(organization.attachments[0].unknown);
  EXPECT_EQ(organization.attachments[0].unknown->detail, "var.target");
}

TEST(Organization, AnAttachmentThatMayNotExistIsNotCertain) {
  Sample sample;
  sample.organization();
  sample.account("lab");
  sample.policy("deny");
  sample.attach("deny", root_id()).may_be_absent = true;
  const Organization organization = sample.build();
  EXPECT_EQ(policies_on_path(organization, "lab"), Count(0, 1));
}

TEST(Organization, AConditionCountsForAccountsThatShareIt) {
  const value::Guard is_production{{{"IsProduction", true, {}}}};
  Sample sample;
  sample.organization();
  sample.account("shop").guard = is_production;
  sample.account("lab");
  sample.policy("deny");
  sample.attach("deny", root_id()).guard = is_production;
  const Organization organization = sample.build();
  EXPECT_EQ(policies_on_path(organization, "shop"), Count(1, 0));
  EXPECT_EQ(policies_on_path(organization, "lab"), Count(0, 1));
}

TEST(Organization, ALiteralUnitIdIsOneNodeWhereverItStands) {
  Sample sample;
  sample.account("shop", text("ou-a1b2-c3d4e5f6"));
  sample.policy("deny");
  sample.attach("deny", text("ou-a1b2-c3d4e5f6"));
  const Organization organization = sample.build();
  // One policy for certain; what hangs between the unit and the root is not known.
  EXPECT_EQ(policies_on_path(organization, "shop"), Count(1, 1));
}

TEST(Organization, ALiteralUnitIdMayBeAUnitOfTheCode) {
  Sample sample;
  sample.organization();
  sample.unit("finance", root_id());
  sample.account("billing", unit_id("finance"));
  sample.account("lab");
  sample.policy("deny");
  sample.attach("deny", text("arn:aws:organizations::111122223333:ou/o-abc/ou-a1b2-c3d4e5f6"));
  const Organization organization = sample.build();
  EXPECT_EQ(policies_on_path(organization, "billing"), Count(0, 1));
  EXPECT_EQ(policies_on_path(organization, "lab"), Count(0, 0)) << "it lies in no unit";
}

TEST(Organization, TheDataSourceNamesTheSameRoot) {
  Sample sample;
  sample.account("lab");
  sample.policy("deny");
  sample.attach("deny", attribute("data.aws_organizations_organization.this.roots[0].id"));
  EXPECT_EQ(policies_on_path(sample.build(), "lab"), Count(1, 0));
}

TEST(Organization, OfTwoIdsOfRootsNobodyKnowsWhichIsItsOwn) {
  Sample sample;
  sample.account("lab", text("r-ab12"));
  sample.account("shop", text("r-zz99"));
  sample.account("trial");
  sample.policy("deny");
  sample.attach("deny", text("r-zz99"));
  const Organization organization = sample.build();
  EXPECT_EQ(policies_on_path(organization, "lab").first, 0U);
  EXPECT_GE(policies_on_path(organization, "lab").second, 1U);
  EXPECT_EQ(policies_on_path(organization, "shop").first, 0U);
  EXPECT_EQ(policies_on_path(organization, "trial"), Count(0, 1));
}

TEST(Organization, TheIdOfAUnitNamesItsRoot) {
  Sample sample;
  sample.account("lab", text("ou-ab12-11111111"));
  sample.policy("deny");
  sample.attach("deny", text("r-zz99"));
  EXPECT_EQ(policies_on_path(sample.build(), "lab").first, 0U);
}

TEST(Organization, APlanKnowsTheRoot) {
  Sample sample;
  sample.add(ResourceKind::organization, "aws_organizations_organization",
             "aws_organizations_organization.org",
             {{"enabled_policy_types", Value::list({text("SERVICE_CONTROL_POLICY")})},
              {"roots", Value::list({Value::map({{"id", {}, text("r-ab12")}})})}});
  sample.account("lab", text("r-ab12"));
  sample.policy("deny");
  sample.attach("deny", text("r-zz99"));
  EXPECT_EQ(policies_on_path(sample.build(), "lab").first, 0U) << "another organization's";
}

TEST(Organization, OneIdOfARootIsItsOwn) {
  Sample sample;
  sample.account("lab", text("ou-ab12-11111111"));
  sample.account("shop");
  sample.policy("deny");
  sample.attach("deny", text("r-ab12"));
  const Organization organization = sample.build();
  EXPECT_EQ(policies_on_path(organization, "lab").first, 1U);
  EXPECT_EQ(policies_on_path(organization, "shop"), Count(1, 0));
}

TEST(Organization, WhatAnotherAccountAttachesMayBeOfAnotherOrganization) {
  Sample sample;
  sample.organization().account = "own-account";
  sample.account("lab").account = "own-account";
  sample.policy("deny");
  sample.attach("deny", attribute("data.aws_organizations_organization.other.roots[0].id")).account =
      "999988887777";
  EXPECT_EQ(policies_on_path(sample.build(), "lab"), Count(0, 1));
}

TEST(Organization, AnUnknownParentMayCarryAnyPolicy) {
  Sample sample;
  sample.organization();
  sample.account("lab", variable("var.parent"));
  sample.policy("deny");
  sample.attach("deny", root_id());
  EXPECT_EQ(policies_on_path(sample.build(), "lab"), Count(1, 1));
}

TEST(Organization, UnitsInACircleEndAsUnknown) {
  Sample sample;
  sample.organization();
  sample.unit("a", unit_id("b"));
  sample.unit("b", unit_id("a"));
  sample.account("lab", unit_id("a"));
  const Organization organization = sample.build();
  const Count count = policies_on_path(organization, "lab");
  EXPECT_EQ(count.first, 0U);
  EXPECT_GE(count.second, 1U);
}

TEST(Organization, ADeepChainOfUnitsEndsAsUnknown) {
  Sample sample;
  sample.organization();
  sample.unit("u0", root_id());
  for (int i = 1; i < 300; ++i) sample.unit("u" + std::to_string(i), unit_id("u" + std::to_string(i - 1)));
  sample.account("lab", unit_id("u299"));
  EXPECT_GE(policies_on_path(sample.build(), "lab").second, 1U);
}

TEST(Organization, TheManagementAccountIsOutside) {
  Sample sample;
  sample.organization();
  sample.policy("deny");
  sample.attach(
      "deny", attribute("aws_organizations_organization.org.master_account_id", value::HoleKind::account_id));
  const Organization organization = sample.build();
  ASSERT_TRUE(organization.attachments[0].node);
  EXPECT_TRUE(organization.nodes[*organization.attachments[0].node].management);
  EXPECT_EQ(policies_on_path(organization, "root"), Count(0, 0));
}

TEST(Organization, AnAccountWithTheAddressOfTheManagementAccountIsIt) {
  Sample sample;
  sample.organization();
  sample.account("lab");
  sample.add(ResourceKind::account, "aws_organizations_account", "aws_organizations_account.payer",
             {{"name", text("payer")},
              {"email", attribute("aws_organizations_organization.org.master_account_email")}});
  sample.policy("deny");
  sample.attach("deny", attribute("aws_organizations_organization.org.master_account_id"));
  const Organization organization = sample.build();
  ASSERT_EQ(organization.nodes.size(), 3U) << "root, lab, payer";
  EXPECT_TRUE(organization.nodes[node(organization, "payer")].management);
  EXPECT_FALSE(organization.nodes[node(organization, "lab")].management);
  EXPECT_EQ(organization.attachments[0].node, node(organization, "payer"));
}

TEST(Organization, OfTwoAccountsWithThatAddressNeitherIsIt) {
  Sample sample;
  sample.organization();
  for (const char* name : {"payer", "other"})
    sample.add(ResourceKind::account, "aws_organizations_account",
               std::string("aws_organizations_account.") + name,
               {{"name", text(name)},
                {"email", attribute("aws_organizations_organization.org.master_account_email")}});
  const Organization organization = sample.build();
  EXPECT_FALSE(organization.nodes[node(organization, "payer")].management);
  EXPECT_FALSE(organization.nodes[node(organization, "other")].management);
}

TEST(Organization, AStatedManagementAccountIsMetByTheIdThatAPlanKnows) {
  Sample sample;
  sample.organization();
  const auto account = [&](const char* name, const char* id) {
    sample.add(ResourceKind::account, "aws_organizations_account",
               std::string("aws_organizations_account.") + name, {{"name", text(name)}, {"id", text(id)}});
  };
  account("payer", "999988887777");
  account("lab", "111122223333");
  organization::StatedFacts stated;
  stated.management_account = "999988887777";
  const Organization organization = sample.build(stated);
  EXPECT_TRUE(organization.nodes[node(organization, "payer")].management);
  EXPECT_FALSE(organization.nodes[node(organization, "lab")].management);
  EXPECT_EQ(organization.nodes[node(organization, "lab")].identity, "111122223333");
}

TEST(Organization, OtherTypesOfPolicyAreIgnored) {
  Sample sample;
  sample.organization();
  sample.account("lab");
  sample.policy("tags", text("TAG_POLICY"));
  sample.attach("tags", root_id());
  const Organization organization = sample.build();
  EXPECT_TRUE(organization.policies.empty());
  EXPECT_TRUE(organization.attachments.empty());
}

TEST(Organization, APolicyOfUnknownTypeIsNotCertain) {
  Sample sample;
  sample.organization();
  sample.account("lab");
  sample.policy("maybe", variable("var.type"));
  sample.attach("maybe", root_id());
  EXPECT_EQ(policies_on_path(sample.build(), "lab"), Count(0, 1));
}

TEST(Organization, ForeignPoliciesMayDenyAndFullAccessIsAssumedAnyway) {
  Sample sample;
  sample.organization();
  sample.account("lab");
  sample.attach(text("p-FullAWSAccess"), root_id());
  sample.attach(text("p-a1b2c3d4"), root_id());
  EXPECT_EQ(policies_on_path(sample.build(), "lab"), Count(0, 1));
}

TEST(Organization, KnowsWhetherServiceControlPoliciesAreEnabled) {
  Sample enabled;
  enabled.organization();
  EXPECT_TRUE(enabled.build().policy_type_known);

  Sample other;
  other.organization(Value::list({text("TAG_POLICY")}));
  EXPECT_TRUE(other.build().policy_type_disabled);

  Sample absent;
  absent.organization(Value::null());
  EXPECT_TRUE(absent.build().policy_type_disabled) << "the next apply disables every type";

  Sample unknown;
  unknown.organization(variable("var.types"));
  const Organization organization = unknown.build();
  EXPECT_FALSE(organization.policy_type_known || organization.policy_type_disabled);
  EXPECT_TRUE(organization.policy_type_unknown);
}

TEST(Organization, WithoutTheTypeNoPolicyHasAnEffect) {
  Sample sample;
  sample.organization(Value::list({}));
  sample.account("lab");
  sample.policy("deny");
  sample.attach("deny", root_id());
  EXPECT_EQ(policies_on_path(sample.build(), "lab"), Count(0, 0));
}

TEST(Organization, ReadsCloudFormation) {
  Sample sample(Language::cloudformation);
  sample.add(ResourceKind::organization, "AWS::Organizations::Organization", "Resources.Org", {});
  sample.add(ResourceKind::organizational_unit, "AWS::Organizations::OrganizationalUnit", "Resources.Finance",
             {{"Name", text("finance")}, {"ParentId", attribute("Org.RootId")}});
  sample.add(ResourceKind::account, "AWS::Organizations::Account", "Resources.Billing",
             {{"AccountName", text("billing")}, {"ParentIds", Value::list({attribute("Finance")})}});
  sample.add(ResourceKind::organizations_policy, "AWS::Organizations::Policy", "Resources.Deny",
             {{"Name", text("deny")},
              {"Type", text("SERVICE_CONTROL_POLICY")},
              {"TargetIds", Value::list({attribute("Finance.Id"), variable("parameter Target")})}});
  const Organization organization = sample.build();
  EXPECT_EQ(organization::path_name(organization, node(organization, "billing")), "root > finance > billing");
  EXPECT_EQ(policies_on_path(organization, "billing"), Count(1, 1));
  ASSERT_TRUE(organization.policy_type_unknown) << "CloudFormation has no property for it";
}

TEST(Organization, CodeWithoutOrganizationHasNone) {
  Sample sample;
  sample.add(ResourceKind::bucket, "aws_s3_bucket", "aws_s3_bucket.logs", {});
  EXPECT_TRUE(sample.build().unit.empty());
}

}  // namespace
}  // namespace rootproof::tests
