// All guardrails over a large organization, and how the time grows with accounts and with distinct paths.
#include <benchmark/benchmark.h>

#include <deque>
#include <string>
#include <vector>

#include "rules/embedded.h"
#include "rules/guardrails/guardrail_coverage.h"
#include "rules/guardrails/guardrail_definition.h"

namespace {

using namespace rootproof;
using value::Value;

std::string digits(std::size_t number, std::size_t count) {
  std::string text = std::to_string(number);
  return std::string(count - text.size(), '0') + text;
}

/// Units in a tree of four levels, accounts spread over them, policies over roots, units and accounts.
class LargeOrganization {
 public:
  LargeOrganization(std::size_t accounts, std::size_t units, std::size_t policies) {
    const auto unit_id = [](std::size_t unit) { return "ou-test-" + digits(unit, 8); };
    for (std::size_t i = 0; i < units; ++i)
      add(ResourceKind::organizational_unit, "AWS::Organizations::OrganizationalUnit", unit_id(i),
          {{"ParentId", {}, Value::string(i < 8 ? "r-test" : unit_id(i / 8 - 1))}});
    for (std::size_t i = 0; i < accounts; ++i)
      add(ResourceKind::account, "AWS::Organizations::Account", digits(100000000000 + i, 12),
          {{"ParentIds", {}, Value::string(unit_id(i % units))}});
    for (std::size_t i = 0; i < policies; ++i) {
      const std::string target = i < 4 ? "r-test" : unit_id(i * 37 % units);
      add(ResourceKind::organizations_policy, "AWS::Organizations::Policy", "p-" + digits(i, 8),
          {{"Type", {}, Value::string("SERVICE_CONTROL_POLICY")},
           {"TargetIds", {}, Value::list({Value::string(target)})}});
      documents_.push_back(policy::parse_policy(Value::string(text_of(i)), PolicyKind::service_control));
    }
    add(ResourceKind::organization, "AWS::Organizations::Organization", "o-test",
        {{"EnabledPolicyTypes", {}, Value::list({Value::string("SERVICE_CONTROL_POLICY")})}});
  }

  /// Builds the tree and decides every guardrail for every node.
  std::size_t decide() const {
    std::vector<organization::PolicyInput> inputs;
    for (const Resource& resource : resources_) {
      if (resource.kind == ResourceKind::organizations_policy)
        inputs.push_back({&resource, &documents_[inputs.size()]});
    }
    const auto organizations = organization::build_organizations(resources_, inputs);
    engine::Facts facts;
    facts.organizations = organizations;
    std::size_t covered = 0;
    for (const rules::EmbeddedFile& file : rules::guardrail_documents()) {
      const rules::GuardrailDefinition guardrail = rules::built_in_guardrail(file.name);
      policy::RootQuestion question;
      question.guardrail = &guardrail.policy;
      rules::PathAnswers answers(organizations.front(), question);
      const auto coverage = rules::judge_guardrail(facts, organizations.front(), answers);
      for (std::size_t i = 0; i < organizations.front().nodes.size(); ++i)
        covered +=
            rules::state_of(organizations.front(), i, coverage, answers) == rules::GuardrailState::covered;
    }
    return covered;
  }

 private:
  static std::string text_of(std::size_t policy) {
    const std::string root = R"("Condition": {"ArnLike": {"aws:PrincipalArn": "arn:*:iam::*:root"}})";
    switch (policy % 5) {
      case 0:
        return R"({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "organizations:LeaveOrganization", "Resource": "*"}]})";
      case 1:
        return R"({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "iam:CreateAccessKey", "Resource": "*", )" +
               root + "}]}";
      case 2:
        return R"({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "NotAction": ["iam:*", "support:*"], "Resource": "*", "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["eu-west-1", "eu-central-1"]}}}]})";
      case 3:
        return R"({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": ["cloudtrail:StopLogging", "config:Delete*"], "Resource": "*", "Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/Audit"}}}]})";
      default:
        return policy < 5
                   ? R"({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "ec2:*", "Resource": "*", )" +
                         root + "}]}"
                   : R"({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*", )" +
                         root + "}]}";
    }
  }

  void add(ResourceKind kind, std::string_view type, std::string id, std::vector<value::Member> properties) {
    Resource resource;
    resource.kind = kind;
    resource.language = Language::organization_export;
    resource.type = type;
    resource.address = std::move(id);
    resource.unit = "export";
    resource.properties = Value::map(std::move(properties));
    resources_.push_back(std::move(resource));
  }

  std::vector<Resource> resources_;
  std::deque<policy::PolicyDocument> documents_;
};

/// Arguments: accounts, organizational units, service control policies.
void decide_all_guardrails(benchmark::State& state) {
  const LargeOrganization organization(static_cast<std::size_t>(state.range(0)),
                                       static_cast<std::size_t>(state.range(1)),
                                       static_cast<std::size_t>(state.range(2)));
  for (auto _ : state) benchmark::DoNotOptimize(organization.decide());
}
BENCHMARK(decide_all_guardrails)
    ->Args({10000, 500, 200})
    ->Args({5000, 500, 200})
    ->Args({10000, 100, 200})
    ->Unit(benchmark::kMillisecond);

}  // namespace
