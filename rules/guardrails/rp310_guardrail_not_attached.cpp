#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/organization/control_tower.h"
#include "analyzer/organization/reference.h"
#include "rules/answers.h"
#include "rules/guardrails/coverage.h"
#include "rules/guardrails/root_fence.h"
#include "rules/guardrails/unseen_parts.h"
#include "rules/lockouts/nested_values.h"

namespace rootproof::rules {
namespace {

using organization::Attachment;
using organization::Organization;
using organization::OrganizationPolicy;
using value::Reason;

/// What the code says about where a policy hangs.
struct Attached {
  bool certain = false;         ///< to at least one target that exists
  std::vector<Reason> unknown;  ///< attachments that may exist, or whose policy or target is not known
};

/// The conditions of an attachment that are not those of the policy: none where it exists wherever the policy
/// does.
value::Guard own_conditions(const Attachment& attachment, const OrganizationPolicy& policy) {
  const auto& given = policy.resource->guard.terms;
  value::Guard own;
  for (const value::GuardTerm& term : attachment.guard.terms)
    if (std::find(given.begin(), given.end(), term) == given.end()) own.terms.push_back(term);
  return own;
}

/// A target that depends on a condition, but in each way is something that exists.
bool has_target_in_every_way(const Resource& resource, const std::vector<value::Guard>& conditions) {
  const bool policy = resource.kind == ResourceKind::organizations_policy;
  const value::Value* targets = resource.property(policy ? "target_ids" : "target_id");
  if (targets == nullptr || !targets->is(value::Value::Kind::one_of)) return false;
  const auto ways = targets->alternatives();
  return std::all_of(ways.begin(), ways.end(), [&](const value::Alternative& way) {
    return std::any_of(conditions.begin(), conditions.end(),
                       [&](const value::Guard& condition) { return way.guard.implies(condition); });
  });
}

Attached attachments_of(const Organization& organization, std::size_t policy) {
  Attached attached;
  std::map<const Resource*, std::vector<value::Guard>> conditions;  ///< of targets, by what names them
  for (const Attachment& attachment : organization.attachments) {
    const OrganizationPolicy& named = organization.policies[attachment.policy];
    const bool this_one = attachment.policy == policy;
    // An attachment whose policy cannot be told may be the one that is missed.
    if (!this_one && (named.resource != nullptr || !named.type_unknown)) continue;
    const bool placed = this_one && attachment.certain && attachment.node;
    value::Guard own;
    if (placed) own = own_conditions(attachment, named);
    if (placed && attachment.resource != nullptr) conditions[attachment.resource].push_back(own);
    if (placed && own.always()) {
      attached.certain = true;
    } else if (this_one && attachment.unknown) {
      attached.unknown.push_back(*attachment.unknown);
    } else if (this_one) {
      attached.unknown.push_back(*attachment.guard_unknown);
    } else if (named.type_unknown->kind != value::ReasonKind::external_target) {
      attached.unknown.push_back(*named.type_unknown);
    }
  }
  for (const auto& [resource, of_targets] : conditions)
    attached.certain = attached.certain || has_target_in_every_way(*resource, of_targets);
  if (organization.policies[policy].attached_later)
    attached.unknown.push_back({value::ReasonKind::partial_organization,
                                "attachments to accounts that come to exist",
                                organization.policies[policy].resource->span});
  return attached;
}

engine::Finding start(const engine::Rule& rule, const OrganizationPolicy& policy, policy::Answer answer) {
  engine::Finding finding =
      engine::make_finding(rule, *policy.resource, std::move(answer), policy.resource->span);
  finding.identity = policy.identity;
  return finding;
}

/// The attachment to the root, as an edit where both blocks stand in the root module.
engine::Fix fix(const engine::Facts& facts, const Organization& organization,
                const OrganizationPolicy& policy) {
  engine::Fix fix;
  fix.description =
      "attach it to the root of the organization, after trying it on a test organizational unit";
  const Resource* root = terraform_organization(organization);
  constexpr std::string_view kType = "aws_organizations_policy.";
  const std::string& address = policy.resource->address;
  if (root == nullptr || has_exemptions(organization) || address.compare(0, kType.size(), kType) != 0)
    return fix;
  const std::string label = address.substr(kType.size());
  if (label.find_first_of(".[") != std::string::npos || policy.resource->body_span.empty()) return fix;
  if (address_taken(facts, policy.resource->unit, "aws_organizations_policy_attachment." + label)) return fix;
  const source::Span body = policy.resource->body_span;
  fix.edits.push_back({{body.file, body.end, body.end},
                       "\n\nresource \"aws_organizations_policy_attachment\" \"" + label +
                           "\" {\n  policy_id = " + address + ".id\n  target_id = " + root->address +
                           ".roots[0].id\n}"});
  fix.choice = std::string(kWhereToAttach);
  return fix;
}

/// A type whose resources attach a service control policy when a budget is exceeded, and the property with
/// its id (AWS Budgets user guide, "Configuring a budget action").
struct BudgetAction {
  std::string_view type;
  std::string_view policy;
};
constexpr BudgetAction kBudgetActions[] = {
    {"AWS::Budgets::BudgetsAction", "Definition.ScpActionDefinition.PolicyId"},
    {"aws_budgets_budget_action", "definition.scp_action_definition.policy_id"},
    {"awscc_budgets_budgets_action", "definition.scp_action_definition.policy_id"},
};

bool refers_to(const value::Value& id, std::string_view address) {
  constexpr std::string_view kResources = "Resources.";
  if (address.starts_with(kResources)) address.remove_prefix(kResources.size());
  const std::vector<organization::Reference> references = organization::references(&id);
  return std::any_of(references.begin(), references.end(), [&](const organization::Reference& reference) {
    const std::string_view symbol = reference.symbol;
    return symbol.starts_with(address) && (symbol.size() == address.size() || symbol[address.size()] == '.');
  });
}

bool is_for_a_budget(const engine::Facts& facts, const Resource& policy) {
  for (const Resource& resource : facts.resources)
    for (const BudgetAction& action : kBudgetActions) {
      if (resource.type != action.type || resource.unit != policy.unit) continue;
      for (const NestedValue& id : values_at(resource.properties, action.policy))
        if (refers_to(id.value, policy.address)) return true;
    }
  return false;
}

const std::vector<Reason>& unknowns_of(const OrganizationPolicy& policy) {
  return policy.document == nullptr ? policy.placeholder->unknowns : policy.document->unknowns;
}

void check_policy(const engine::Rule& rule, const engine::Facts& facts, const Organization& organization,
                  std::size_t index, engine::Findings& findings) {
  const OrganizationPolicy& policy = organization.policies[index];
  const bool fences = policy.document != nullptr && fences_root(*policy.document);
  const bool content_known = policy.document != nullptr && policy.document->unknowns.empty();
  if (!fences && content_known) return;
  Attached attached = attachments_of(organization, index);
  // A control names what it is enabled for: where it exists, it is attached.
  attached.certain = attached.certain || organization::enables_control(*policy.resource);
  if (!attached.certain && is_for_a_budget(facts, *policy.resource)) return;
  for (Reason& reason : unseen_parts_of(facts, organization)) attached.unknown.push_back(std::move(reason));
  if (attached.certain) {
    engine::Finding finding = start(rule, policy, safe("the policy is attached"));
    finding.message = "service control policy \"" + policy.name + "\" is attached";
    findings.push_back(std::move(finding));
  } else if (!attached.unknown.empty()) {
    std::vector<Reason> reasons;
    add_reasons(reasons, attached.unknown);
    if (!fences) add_reasons(reasons, unknowns_of(policy));
    engine::Finding finding = start(rule, policy, undecided(std::move(reasons)));
    finding.message = "whether service control policy \"" + policy.name +
                      (fences ? "\", which fences the root user, is" : "\" fences the root user and is") +
                      " attached to anything depends on " + depends_on(finding.answer.reasons);
    findings.push_back(std::move(finding));
  } else if (!fences) {
    engine::Finding finding = start(rule, policy, undecided(unknowns_of(policy)));
    finding.message = "service control policy \"" + policy.name +
                      "\" is attached to nothing; whether it fences the root user depends on " +
                      depends_on(finding.answer.reasons);
    findings.push_back(std::move(finding));
  } else {
    engine::Finding finding = start(rule, policy, violation());
    finding.message = "service control policy \"" + policy.name +
                      "\" fences the root user, but it is attached to nothing and has no effect";
    finding.fix = fix(facts, organization, policy);
    findings.push_back(std::move(finding));
  }
}

void check(const engine::Facts& facts, engine::Findings& findings);

}  // namespace

extern const engine::Rule rp310;
const engine::Rule rp310{
    {
        .id = "RP310",
        .name = "guardrail-not-attached",
        .family = "guardrails",
        .severity = engine::Severity::high,
        .tier = engine::Tier::default_on,
        .summary = "a service control policy that fences the root user is attached to nothing",
        .meaning = R"md(
Looks at every service control policy that fences root: it denies root everything or the creation of access keys, or one of its Deny statements names
root (`aws:PrincipalArn`, `aws:PrincipalType`, the resource `:root`). Attachments are followed by the identity of references, through variables,
`for_each` and modules.

- **violation**: there is no attachment: no `TargetIds`, no `aws_organizations_policy_attachment`, or `count` and `for_each` that are surely empty.
- **safe**: attached to something that exists, also to a literal id that the code does not know.
- **undecided**: the target, the number of attachments or the policy of an attachment is not known, the policy's id leaves the module through an
  output, or `rootproof.yaml` says that policies are attached elsewhere (`organization: {attachments: elsewhere}`). A list that is empty by the default of a variable, in a
  module without backend that nothing calls, is for its callers to fill, or for whoever applies it: so it is where there is no provider configuration either, or where another
  variable has neither default nor value. What cannot be read of a file may hold the attachment. Whether the policy with which the Landing Zone Accelerator quarantines new accounts is
  attached to one at the moment, no file says.

Nothing is said of a policy that an action of a budget attaches: it is for the day on which the budget is exceeded.
Whether the policy reaches every account is the question of RP301.
)md",
        .why = R"md(
A service control policy that hangs on nothing has no effect, and looks in every review as if it had.
)md",
        .bad = R"md(
```yaml
DenyRoot:
  Type: AWS::Organizations::Policy
  Properties:
    Name: deny-root
    Type: SERVICE_CONTROL_POLICY
    Content: {Version: '2012-10-17', Statement: [{Effect: Deny, Action: '*', Resource: '*', Condition: {ArnLike: {aws:PrincipalArn: 'arn:*:iam::*:root'}}}]}
```
```hcl
variable "target_ids" {
  type    = list(string)
  default = []
}
provider "aws" {
  region = "us-east-1"
}
resource "aws_organizations_policy_attachment" "deny_root" {
  count     = length(var.target_ids)
  policy_id = aws_organizations_policy.deny_root.id # the policy of RP301
  target_id = var.target_ids[count.index]
}
```
)md",
        .good = R"md(
```yaml
    TargetIds: [!GetAtt Organization.RootId]
```
```hcl
resource "aws_organizations_policy_attachment" "deny_root" {
  policy_id = aws_organizations_policy.deny_root.id
  target_id = aws_organizations_organization.org.roots[0].id
}
```
)md",
        .fix = R"md(
Attach the policy to the root of the organization, after trying it on a test organizational unit. If it is not meant to be used, remove it.
)md",
        .mappings = "CIS AWS 7.0 2.1.2, Control Tower AWS-GR_RESTRICT_ROOT_USER, Datadog def-000-52q, NIST "
                    "800-53 AC-3(15) AC-6, AWS "
                    "Well-Architected SEC01-BP01 SEC01-BP02",
    },
    check};

namespace {

void check(const engine::Facts& facts, engine::Findings& findings) {
  for (const Organization& organization : facts.organizations) {
    for (std::size_t i = 0; i < organization.policies.size(); ++i) {
      if (organization.policies[i].resource != nullptr) check_policy(rp310, facts, organization, i, findings);
    }
  }
}

}  // namespace
}  // namespace rootproof::rules
