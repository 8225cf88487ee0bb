#include <string>
#include <utility>

#include "rules/answers.h"
#include "rules/guardrails/guardrail_coverage.h"
#include "rules/organization/central_root_access.h"

namespace rootproof::rules {
namespace {

using organization::Organization;
using policy::Truth;

void check(const engine::Facts& facts, engine::Findings& findings);

}  // namespace

extern const engine::Rule rp508;
const engine::Rule rp508{
    {
        .id = "RP508",
        .name = "no-recovery-path",
        .family = "lockouts",
        .severity = engine::Severity::note,
        .tier = engine::Tier::opt_in,
        .summary =
            "root users are denied everything and root sessions are off, so nobody can do what only root can",
        .meaning = R"md(
Where service control policies deny the root users of all member accounts everything (RP301, without what `allow` leaves out), asks whether central root access has `RootSessions` enabled.

- **violation**, a note that never fails a scan: it has not. A bucket, queue or administrator that is locked out is then recovered by detaching the service control policy first.
- **safe**: root sessions are enabled; whether the policy lets them pass RP315 asks.
- **undecided**: the features are not known.
- Silent where root users are not denied everywhere: then they are the way out.

CloudFormation cannot express central root access. Off by default: the profile *strict* runs it, and `select: [RP508]` runs it alone.
)md",
        .why = R"md(
The guardrail is right; what is missing is the door for the day when only root can repair something. With root sessions that day needs no change of the guardrail and no root password.
)md",
        .bad = R"md(
```yaml
# CloudFormation cannot express it
```
```hcl
resource "aws_iam_organizations_features" "bad" {
  enabled_features = ["RootCredentialsManagement"]
}
```
)md",
        .good = R"md(
```yaml
# rootproof.yaml
organization:
  central_root_features: [RootCredentialsManagement, RootSessions]
```
```hcl
resource "aws_iam_organizations_features" "good" {
  enabled_features = ["RootCredentialsManagement", "RootSessions"]
}
```
)md",
        .fix = R"md(
Enable `RootSessions`, and exempt its sessions in the guardrail: `Null {"aws:AssumedRoot": "true"}` (RP315).
)md",
        .mappings = "CIS AWS 7.0 2.1.1, CIS AWS 7.0 2.1.2, Prowler iam_root_credentials_management_enabled",
    },
    check};

namespace {

/// For certain, every account.
bool denies_root_everywhere(const engine::Facts& facts, const Organization& organization) {
  PathAnswers answers(organization, policy::RootQuestion{});
  const GuardrailCoverage coverage = judge_guardrail(facts, organization, answers);
  return !coverage.accounts.empty() && coverage.open.empty() && coverage.unknown.empty();
}

void check(const engine::Facts& facts, engine::Findings& findings) {
  for (const Organization& organization : facts.organizations) {
    const Resource* place = reporting_place(organization);
    if (place == nullptr || !denies_root_everywhere(facts, organization)) continue;
    const CentralRootFeature sessions = central_root_feature(facts, organization, kRootSessions);
    if (sessions.resource != nullptr) place = sessions.resource;
    const auto start = [&](policy::Answer answer) {
      return engine::make_finding(rp508, *place, std::move(answer), place->span);
    };
    switch (sessions.enabled) {
      case Truth::yes: {
        engine::Finding finding = start(safe("RootSessions is enabled"));
        finding.message = "what only root can do is done in root sessions";
        findings.push_back(std::move(finding));
        break;
      }
      case Truth::unknown: {
        engine::Finding finding = start(undecided(sessions.reasons));
        finding.message =
            "whether root sessions can recover what only root can depends on " + depends_on(sessions.reasons);
        findings.push_back(std::move(finding));
        break;
      }
      case Truth::no: {
        engine::Finding finding = start(violation());
        finding.message =
            "root users are denied everything in all accounts and root sessions are off: what only root can "
            "repair is "
            "repaired by detaching the service control policy first";
        finding.fix =
            engine::Fix{"enable RootSessions, and exempt its sessions in the service control policy", {}};
        findings.push_back(std::move(finding));
        break;
      }
    }
  }
}

}  // namespace
}  // namespace rootproof::rules
