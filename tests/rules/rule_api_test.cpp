// What the fixtures cannot show: settings, units that are not fully seen, edits of fixes. Rules are called as
// the engine calls them.
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/engine/rule.h"
#include "analyzer/organization/organization.h"

namespace rootproof::rules {
extern const engine::Rule rp108;
extern const engine::Rule rp202;
extern const engine::Rule rp301;
extern const engine::Rule rp310;
}  // namespace rootproof::rules

namespace rootproof::tests {
namespace {

using policy::Verdict;
using value::Value;

Value text(std::string content) { return Value::string(std::move(content)); }

Value attribute(const std::string& symbol) {
  value::Hole hole;
  hole.kind = value::HoleKind::reference;
  hole.symbol = symbol;
  hole.reason = {value::ReasonKind::resource_attribute, symbol, {}};
  return Value::string(std::vector<value::StringPiece>{hole});
}

Resource resource(ResourceKind kind, std::string type, std::string address,
                  std::vector<std::pair<std::string, Value>> properties) {
  std::vector<value::Member> members;
  for (auto& [key, content] : properties) members.push_back({key, {}, std::move(content)});
  Resource made;
  made.kind = kind;
  made.language = Language::terraform;
  made.type = std::move(type);
  made.address = std::move(address);
  made.unit = "unit";
  made.account = std::string(value::kOwnAccount);
  made.properties = Value::map(std::move(members));
  made.body_span = {source::FileId{0}, 10, 50};
  return made;
}

/// Facts about some resources, with the policy texts that stand in their first slot.
struct Scene {
  std::vector<Resource> resources;
  std::vector<engine::PolicyInstance> policies;
  std::vector<organization::Organization> organizations;
  std::map<std::string, std::vector<value::Reason>> unit_unknowns;
  engine::RuleSettings settings;

  std::vector<engine::Finding> run(const engine::Rule& rule) {
    policies.clear();
    for (const Resource& each : resources) {
      for (const PolicySlot& slot : policy_slots(each.type)) {
        const Value* content = each.properties.find(slot.path);
        if (content == nullptr) continue;
        policies.push_back({&each, std::string(slot.path), policy::parse_policy(*content, slot.kind)});
      }
    }
    std::vector<organization::PolicyInput> inputs;
    for (const engine::PolicyInstance& instance : policies) {
      inputs.push_back({instance.resource, &instance.document});
    }
    organizations = organization::build_organizations(resources, inputs);
    engine::Facts facts;
    facts.resources = resources;
    facts.policies = policies;
    facts.organizations = organizations;
    facts.settings = settings;
    facts.unit_unknowns = &unit_unknowns;
    engine::Findings findings;
    rule.check(facts, findings);
    return findings;
  }

  Verdict only_verdict(const engine::Rule& rule) {
    const auto findings = run(rule);
    EXPECT_EQ(findings.size(), 1U);
    return findings.empty() ? Verdict::undecided : findings.front().answer.verdict;
  }
};

Scene organization_of(Language language, const char* type,
                      std::vector<std::pair<std::string, Value>> properties) {
  Scene scene;
  scene.resources.push_back(
      resource(ResourceKind::organization, type, std::string(type) + ".company", std::move(properties)));
  scene.resources.front().language = language;
  return scene;
}

TEST(CentralRootCredentials, AreAsTheConfigurationSaysWhereNoCodeDoes) {
  for (Scene scene : {organization_of(Language::cloudformation, "AWS::Organizations::Organization", {}),
                      organization_of(Language::terraform, "aws_organizations_organization", {})}) {
    scene.settings.central_root_features = {"RootCredentialsManagement"};
    EXPECT_EQ(scene.only_verdict(rules::rp108), Verdict::safe);
    scene.settings.central_root_features = {"RootSessions"};
    EXPECT_EQ(scene.only_verdict(rules::rp108), Verdict::violation);
  }
}

TEST(CentralRootCredentials, AreAsTheDescriptionOfTheOrganizationSays) {
  const auto described = [](std::vector<std::pair<std::string, Value>> properties) {
    return organization_of(Language::organization_export, "AWS::Organizations::Organization",
                           std::move(properties));
  };
  Scene on = described({{"CentralRootFeatures", Value::list({text("RootCredentialsManagement")})}});
  EXPECT_EQ(on.only_verdict(rules::rp108), Verdict::safe);
  Scene off = described({{"CentralRootFeatures", Value::list({})}});
  EXPECT_EQ(off.only_verdict(rules::rp108), Verdict::violation);
  Scene silent = described({});
  EXPECT_TRUE(silent.run(rules::rp108).empty()) << "it may be set by code that is not here";
}

Scene shared_queue() {
  Scene scene;
  scene.resources.push_back(
      resource(ResourceKind::resource_policy_holder, "aws_sqs_queue_policy", "aws_sqs_queue_policy.jobs",
               {{"policy", text(R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                 "Principal":{"AWS":"999988887777"},"Action":"sqs:SendMessage","Resource":"*"}]})")}}));
  return scene;
}

TEST(ForeignAccount, IsReportedUnlessTheUserTrustsIt) {
  Scene scene = shared_queue();
  EXPECT_EQ(scene.only_verdict(rules::rp202), Verdict::violation);
  scene.settings.trusted_accounts = {"999988887777"};
  EXPECT_EQ(scene.only_verdict(rules::rp202), Verdict::safe);
}

TEST(ForeignAccount, IsNoneWhenTheCodeDeploysToIt) {
  Scene scene = shared_queue();
  scene.settings.own_accounts = {"999988887777"};
  EXPECT_EQ(scene.only_verdict(rules::rp202), Verdict::safe);
  scene.settings.own_accounts.clear();
  scene.resources.front().account = "999988887777";
  EXPECT_EQ(scene.only_verdict(rules::rp202), Verdict::safe);
}

TEST(ForeignAccount, HasAWitnessThatIsItsRootUser) {
  Scene scene = shared_queue();
  const auto findings = scene.run(rules::rp202);
  ASSERT_EQ(findings.size(), 1U);
  ASSERT_TRUE(findings.front().answer.witness);
  EXPECT_EQ(findings.front().answer.witness->principal->account, "999988887777");
  EXPECT_EQ(findings.front().answer.witness->action, "sqs:SendMessage");
  EXPECT_NE(findings.front().message.find("whole account 999988887777 (not only its root user)"),
            std::string::npos);
}

Scene unguarded_organization() {
  Scene scene;
  scene.resources.push_back(resource(
      ResourceKind::organization, "aws_organizations_organization", "aws_organizations_organization.org",
      {{"enabled_policy_types", Value::list({text("SERVICE_CONTROL_POLICY")})}}));
  scene.resources.push_back(resource(ResourceKind::account, "aws_organizations_account",
                                     "aws_organizations_account.lab", {{"name", text("lab")}}));
  return scene;
}

Resource deny_root_policy() {
  return resource(ResourceKind::organizations_policy, "aws_organizations_policy",
                  "aws_organizations_policy.fence",
                  {{"name", text("fence")},
                   {"content", text(R"({"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*",
                     "Resource":"*","Condition":{"ArnLike":{"aws:PrincipalArn":"arn:*:iam::*:root"}}}]})")}});
}

Resource attach_fence(const std::string& target) {
  return resource(
      ResourceKind::organizations_policy_attachment, "aws_organizations_policy_attachment",
      "aws_organizations_policy_attachment.fence",
      {{"policy_id", attribute("aws_organizations_policy.fence.id")}, {"target_id", attribute(target)}});
}

TEST(RootGuardrail, OffersTheBlocksThatAreMissing) {
  Scene scene = unguarded_organization();
  const auto findings = scene.run(rules::rp301);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings.front().answer.verdict, Verdict::violation);
  ASSERT_TRUE(findings.front().fix);
  ASSERT_EQ(findings.front().fix->edits.size(), 1U);
  const engine::Edit& edit = findings.front().fix->edits.front();
  EXPECT_EQ(edit.span.begin, 50U);
  EXPECT_EQ(edit.span.end, 50U);
  EXPECT_NE(edit.text.find("target_id = aws_organizations_organization.org.roots[0].id"), std::string::npos);
}

TEST(RootGuardrail, ItsOwnFixSatisfiesIt) {
  Scene scene = unguarded_organization();
  scene.resources.push_back(deny_root_policy());
  scene.resources.push_back(attach_fence("aws_organizations_organization.org.roots[0].id"));
  EXPECT_EQ(scene.only_verdict(rules::rp301), Verdict::safe);
}

TEST(RootGuardrail, AttachedToTheManagementAccountGuardsNobody) {
  Scene scene = unguarded_organization();
  scene.resources.push_back(deny_root_policy());
  scene.resources.push_back(attach_fence("aws_organizations_organization.org.master_account_id"));
  EXPECT_EQ(scene.only_verdict(rules::rp301), Verdict::violation);
}

TEST(RootGuardrail, IsUndecidedWhereSomethingUnseenMayAddIt) {
  Scene scene = unguarded_organization();
  scene.unit_unknowns["unit"] = {{value::ReasonKind::opaque_module, "module.guardrails", {}}};
  const auto findings = scene.run(rules::rp301);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings.front().answer.verdict, Verdict::undecided);
  ASSERT_EQ(findings.front().answer.reasons.size(), 1U);
  EXPECT_EQ(findings.front().answer.reasons.front().detail, "module.guardrails");
}

TEST(UnattachedGuardrail, OffersTheAttachment) {
  Scene scene = unguarded_organization();
  scene.resources.push_back(deny_root_policy());
  const auto findings = scene.run(rules::rp310);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings.front().answer.verdict, Verdict::violation);
  ASSERT_TRUE(findings.front().fix);
  ASSERT_EQ(findings.front().fix->edits.size(), 1U);
  EXPECT_NE(findings.front().fix->edits.front().text.find("policy_id = aws_organizations_policy.fence.id"),
            std::string::npos);
}

TEST(UnattachedGuardrail, IsUndecidedWhenAnAttachmentDoesNotSayOfWhat) {
  Scene scene = unguarded_organization();
  scene.resources.push_back(deny_root_policy());
  Resource attachment = attach_fence("aws_organizations_organization.org.roots[0].id");
  attachment.properties =
      Value::map({{"policy_id", {}, Value::unknown({value::ReasonKind::unknown_variable, "var.policy", {}})},
                  {"target_id", {}, attribute("aws_organizations_organization.org.roots[0].id")}});
  scene.resources.push_back(std::move(attachment));
  EXPECT_EQ(scene.only_verdict(rules::rp310), Verdict::undecided);
}

}  // namespace
}  // namespace rootproof::tests
