#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "rules/answers.h"
#include "rules/guardrails/coverage.h"
#include "rules/guardrails/root_fence.h"
#include "rules/guardrails/unseen_parts.h"

namespace rootproof::rules {
namespace {

using organization::Attachment;
using organization::Organization;
using organization::OrganizationPolicy;

/// A node that a policy hangs on, and why perhaps not.
struct Target {
  std::size_t node = 0;
  std::optional<value::Reason> unless;
};

/// The nodes a policy hangs on, and why there may be more.
struct Targets {
  std::vector<Target> nodes;
  std::vector<value::Reason> unknown;
};

/// Why an attachment may not exist; nullopt where it surely does.
std::optional<value::Reason> why_not(const Attachment& attachment) {
  if (attachment.certain && attachment.guard.always()) return std::nullopt;
  if (attachment.guard_unknown) return attachment.guard_unknown;
  if (attachment.unknown) return attachment.unknown;
  const bool placed = attachment.resource != nullptr;
  return value::Reason{
      value::ReasonKind::unknown_variable,
      "whether " + (placed ? attachment.resource->address : std::string("the attachment")) + " exists",
      placed ? attachment.resource->span : source::Span{}};
}

Targets targets_of(const Organization& organization, std::size_t policy) {
  Targets targets;
  for (const Attachment& attachment : organization.attachments) {
    const OrganizationPolicy& named = organization.policies[attachment.policy];
    if (attachment.policy != policy) {
      // An attachment whose policy cannot be told may be one of this policy.
      if (named.resource == nullptr && named.type_unknown)
        add_reasons(targets.unknown, {*named.type_unknown});
    } else if (attachment.node) {
      targets.nodes.push_back({*attachment.node, why_not(attachment)});
    } else {
      add_reasons(targets.unknown, {*attachment.unknown});
    }
  }
  return targets;
}

/// The management account, or an organizational unit with no other account in it.
bool reaches_only_management(const Organization& organization, std::size_t node) {
  if (organization.nodes[node].management) return true;
  if (node == organization::kRootNode || organization.nodes[node].kind == organization::NodeKind::account)
    return false;
  bool management = false;
  for (std::size_t i = 0; i < organization.nodes.size(); ++i) {
    if (organization.nodes[i].parent != node) continue;
    if (!reaches_only_management(organization, i)) return false;
    management = true;
  }
  return management;
}

/// The one target a policy has, written as an attribute of the organization: its root instead.
engine::Fix fix(const Organization& organization, std::size_t policy) {
  engine::Fix fix{"attach it to the root of the organization: it then binds every member account", {}};
  if (has_exemptions(organization)) return fix;
  const Attachment* only = nullptr;
  for (const Attachment& attachment : organization.attachments) {
    if (attachment.policy != policy) continue;
    if (only != nullptr) return fix;
    only = &attachment;
  }
  if (only == nullptr || only->resource == nullptr) return fix;
  const bool terraform = only->resource->language == Language::terraform;
  const value::Value* target = only->resource->properties.find(terraform ? "target_id" : "TargetIds");
  if (target != nullptr && target->is(value::Value::Kind::list))
    target = target->items().size() == 1 ? &target->items().front() : nullptr;
  if (target == nullptr) return fix;
  fix.edits = {{target->origin().span(), terraform ? "roots[0].id" : "RootId",
                terraform ? "master_account_id" : "ManagementAccountId", engine::EditKind::replace_part}};
  fix.choice = kWhereToAttach;
  return fix;
}

void check(const engine::Facts& facts, engine::Findings& findings);

}  // namespace

extern const engine::Rule rp311;
const engine::Rule rp311{{
                             .id = "RP311",
                             .name = "guardrail-only-on-management-account",
                             .family = "guardrails",
                             .severity = engine::Severity::high,
                             .tier = engine::Tier::default_on,
                             .summary = "a service control policy that fences the root user is attached to "
                                        "the management account only, where it has no effect",
                             .meaning = R"md(
Looks at every service control policy that fences root (see RP310) and at the nodes it is attached to.

- **violation**: each of them is the management account (the `master_account_id` of the organization, `!GetAtt Organization.ManagementAccountId`, the
  account of an exported organization or of `organization.management_account`), or an organizational unit with no other account in it.
- **safe**: one of them is something else.
- **undecided**: the known targets are that account only, and there are others that are not known.
- Silent where no target is known; RP310 says so.
)md",
                             .why = R"md(
Service control policies have no effect in the management account, on no user and no role of it. Attached there they fence nobody in, and look as if.
)md",
                             .bad = R"md(
```yaml
TargetIds: [!GetAtt Organization.ManagementAccountId]
```
```hcl
target_id = aws_organizations_organization.org.master_account_id
```
)md",
                             .good = R"md(
```yaml
TargetIds: [!GetAtt Organization.RootId]
```
```hcl
target_id = aws_organizations_organization.org.roots[0].id
```
)md",
                             .fix = R"md(
Attach the policy to the root of the organization, after trying it on a test organizational unit. Protect the root user of the management account by
MFA, no access keys and an alarm.

Reports offer the root as target where the management account is written as an attribute of the organization (`master_account_id`, `ManagementAccountId`); where the policy is attached first is yours to
choose.
)md",
                             .mappings = "CIS AWS 7.0 2.1.2, Control Tower AWS-GR_RESTRICT_ROOT_USER",
                         },
                         check};

namespace {

void check(const engine::Facts& facts, engine::Findings& findings) {
  for (const Organization& organization : facts.organizations) {
    for (std::size_t i = 0; i < organization.policies.size(); ++i) {
      const OrganizationPolicy& policy = organization.policies[i];
      if (policy.resource == nullptr || policy.exported || policy.attached_later ||
          policy.document == nullptr || !fences_root(*policy.document))
        continue;
      Targets targets = targets_of(organization, i);
      add_reasons(targets.unknown, unseen_parts_of(facts, organization));
      if (targets.nodes.empty()) continue;  // RP310 speaks of those
      bool surely_more = false;
      std::vector<value::Reason> unknown = targets.unknown;
      for (const Target& target : targets.nodes) {
        if (reaches_only_management(organization, target.node)) continue;
        surely_more = surely_more || !target.unless;
        if (target.unless) add_reasons(unknown, {*target.unless});
      }
      policy::Answer answer = surely_more       ? safe("it is attached to more than the management account")
                              : unknown.empty() ? violation()
                                                : undecided(unknown);
      engine::Finding finding =
          engine::make_finding(rp311, *policy.resource, std::move(answer), policy.resource->span);
      finding.identity = policy.identity;
      const std::string name = "service control policy \"" + policy.name + "\"";
      if (surely_more) {
        finding.message = name + " is attached to more than the management account";
      } else if (!unknown.empty()) {
        finding.message = "whether " + name +
                          " is attached to more than the management account, which no such policy binds, "
                          "depends on " +
                          depends_on(unknown);
      } else {
        finding.message =
            name +
            " is there to fence the root user, but it is attached to the management account only, "
            "which no service control policy binds";
        finding.fix = fix(organization, i);
      }
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace
}  // namespace rootproof::rules
