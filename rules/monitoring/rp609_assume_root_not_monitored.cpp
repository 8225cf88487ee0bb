#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/policy/truth.h"
#include "parsers/regions.h"
#include "rules/answers.h"
#include "rules/lockouts/nested_values.h"
#include "rules/monitoring/event_pattern.h"
#include "rules/monitoring/event_rules.h"
#include "rules/monitoring/log_filter.h"
#include "rules/monitoring/root_events.h"
#include "rules/monitoring/root_metrics.h"
#include "rules/monitoring/settings.h"
#include "rules/organization/central_root_access.h"

namespace rootproof::rules {
namespace {

using organization::Organization;
using policy::Truth;
using value::Value;

/// Whether some metric filter or EventBridge rule of the code is about root sessions, and which.
struct Watch {
  Truth found = Truth::no;
  const Resource* by = nullptr;
  std::vector<value::Reason> reasons;

  void note(const Resource& resource, Truth truth, const NestedValue& pattern) {
    if (truth == Truth::unknown) {
      std::vector<value::Reason> why = pattern.value.reasons();
      if (why.empty())
        why = {{value::ReasonKind::unsupported_operator, "what " + resource.address + " takes",
                pattern.value.origin().span()}};
      add_reasons(reasons, why);
    }
    if (truth == Truth::yes && !is_certain(resource, pattern.guard)) {
      truth = Truth::unknown;
      add_reasons(reasons, doubts_about(resource, pattern.guard));
    }
    if (truth > found) by = &resource;
    found = policy::either(found, truth);
  }
};

/// Whether an EventBridge rule is switched on.
Truth is_on(const Resource& rule, const EventRuleNames& names, std::vector<value::Reason>& reasons) {
  Truth on = Truth::yes;
  const auto read = [&](std::string_view property, std::string_view by_default, std::string_view off) {
    for (const Setting& setting : settings(rule.properties, property, by_default)) {
      if (!setting.text) add_reasons(reasons, setting.value->reasons());
      const bool surely_off = setting.text && *setting.text == off && setting.guard.always();
      const bool surely_on = setting.text && *setting.text != off;
      on = policy::both(on, surely_off ? Truth::no : surely_on ? Truth::yes : Truth::unknown);
    }
  };
  read(names.state, "ENABLED", "DISABLED");
  // The argument of the Terraform provider before `state`.
  read("is_enabled", "true", "false");
  return on;
}

/// The events as they are recorded in the partition of a resource; where nothing tells it, in that of most
/// accounts. In which account a session is opened nobody knows.
std::vector<RootUse> events_at(const Resource& resource, const std::vector<RootUse>& events) {
  EventPlace place{place_of_events(resource).partition, {}, {}};
  if (place.partition.empty()) place.partition = kCommonPartitions.front();
  std::vector<RootUse> recorded;
  for (const RootUse& use : events) {
    RootUse& there = recorded.emplace_back(RootUse{recorded_at(use.by_root, place), {}});
    for (const RootEvent& other : use.by_others) there.by_others.push_back(recorded_at(other, place));
  }
  return recorded;
}

Watch look_for_watch(const engine::Facts& facts) {
  const std::vector<RootUse> sorts = root_session_events();
  Watch watch;
  for (const Resource& resource : facts.resources) {
    for (const FilterNames& names : filter_names()) {
      if (resource.type != names.type) continue;
      for (const NestedValue& written : values_at(resource.properties, names.pattern)) {
        const std::optional<FilterTerm> filter = read_log_filter(written.value);
        if (!filter) continue;
        const std::vector<RootUse> events = events_at(resource, sorts);
        watch.note(
            resource,
            takes_only(events,
                       [&](const RootEvent& event) { return match_log_filter(*filter, event, Reach::some); }),
            written);
      }
    }
    for (const EventRuleNames& names : event_rule_names()) {
      if (resource.type != names.type) continue;
      for (const NestedValue& written : values_at(resource.properties, names.pattern)) {
        const std::optional<Value> pattern = event_pattern_of(written.value);
        if (!pattern) continue;
        const std::vector<RootUse> events = events_at(resource, sorts);
        const Truth about = takes_only(
            events, [&](const RootEvent& event) { return match_pattern(*pattern, event).matches; });
        watch.note(resource, policy::both(about, is_on(resource, names, watch.reasons)), written);
      }
    }
  }
  return watch;
}

void check(const engine::Facts& facts, engine::Findings& findings);

}  // namespace

extern const engine::Rule rp609;
const engine::Rule rp609{
    {
        .id = "RP609",
        .name = "assume-root-not-monitored",
        .family = "monitoring",
        .severity = engine::Severity::low,
        .tier = engine::Tier::opt_in,
        .summary = "root sessions are enabled, and nothing tells when one is opened",
        .meaning = R"md(
Where an organization of the code has `RootSessions` enabled (`aws_iam_organizations_features`, `organization.central_root_features` in `rootproof.yaml`, or a described organization), runs
all metric filters and EventBridge rules of the scan on what CloudTrail records of `sts:AssumeRoot` and of actions in such a session (`sessionContext.assumedRoot`).

- **violation**: none of them is about these events.
- **safe**: one takes them, and does not take just any call. That its target, or an alarm on its metric, tells somebody is supposed; the proof says so.
- **undecided**: whether root sessions are enabled is not known, a pattern is not known, not evaluated, or about calls of a service that AWS does not document, or a module is not on disk.

CloudFormation cannot enable root sessions. Off by default: the profile *strict* runs it, and `select: [RP609]` runs it alone.
)md",
        .why = R"md(
A root session acts with the rights of the root user within its task. It is rare, which makes it easy to watch: every one should have a ticket.
)md",
        .bad = R"md(
```yaml
# no rule in the code speaks of AssumeRoot
Root:
  Type: AWS::Events::Rule
  Properties:
    EventPattern: {detail: {eventName: [ConsoleLogin]}}
```
```hcl
resource "aws_iam_organizations_features" "root" {
  enabled_features = ["RootSessions"]
}
```
)md",
        .good = R"md(
```yaml
Sessions:
  Type: AWS::Events::Rule
  Properties:
    EventPattern: {detail: {eventName: [AssumeRoot]}}
    Targets: [{Id: security, Arn: !Ref SecurityTopic}]
```
```hcl
resource "aws_cloudwatch_log_metric_filter" "good" {
  name           = "assume-root"
  log_group_name = aws_cloudwatch_log_group.trail.name
  pattern        = "{ $.eventName = \"AssumeRoot\" }"
  metric_transformation {
    name      = "assume-root"
    namespace = "security"
    value     = "1"
  }
}
```
)md",
        .fix = R"md(
Add an EventBridge rule on `{"source": ["aws.sts"], "detail": {"eventName": ["AssumeRoot"]}}` in the management account and in that of the delegated administrator of IAM, in each Region in which
sessions are opened.
)md",
        .mappings =
            "CIS AWS 3.0 4.3, CIS AWS 5.0 4.3, CIS AWS 7.0 5.3, Security Hub CloudWatch.1, Prowler "
            "cloudwatch_log_metric_filter_root_usage, ISO 27001:2022 A.8.15, ISO 27001:2022 A.8.16, NIST "
            "800-171 3.14.6, NIST 800-171 3.14.7, PCI DSS 3.2.1 7.2.1",
    },
    check};

namespace {

void check(const engine::Facts& facts, engine::Findings& findings) {
  std::optional<Watch> watch;
  for (const Organization& organization : facts.organizations) {
    const CentralRootFeature sessions = central_root_feature(facts, organization, kRootSessions);
    const Resource* place = sessions.resource == nullptr ? organization.resource : sessions.resource;
    // Not known only because nothing speaks of it: most code of organizations.
    const bool silent = sessions.enabled == Truth::unknown && sessions.resource == nullptr;
    if (place == nullptr || sessions.enabled == Truth::no || silent) continue;
    if (!watch) watch = look_for_watch(facts);
    std::vector<value::Reason> unknown = sessions.reasons;
    if (watch->found == Truth::unknown) add_reasons(unknown, watch->reasons);
    for (const std::string& unit : organization.units) add_reasons(unknown, unseen_parts(facts, unit));
    if (watch->found == Truth::yes) {
      policy::Answer answer = safe("it takes sts:AssumeRoot");
      answer.proof.emplace_back("a target of the rule, or an alarm on the metric, tells somebody");
      engine::Finding finding = engine::make_finding(rp609, *watch->by, std::move(answer), watch->by->span);
      finding.message = watch->by->address + " takes what is recorded of root sessions";
      findings.push_back(std::move(finding));
      continue;
    }
    engine::Finding finding =
        engine::make_finding(rp609, *place, unknown.empty() ? violation() : undecided(unknown), place->span);
    finding.message = unknown.empty()
                          ? "root sessions are enabled, and no metric filter or EventBridge rule of this "
                            "code tells of sts:AssumeRoot"
                          : "whether anything tells of root sessions depends on " + depends_on(unknown);
    if (unknown.empty())
      finding.fix =
          engine::Fix{"add an EventBridge rule on the event name AssumeRoot of sts.amazonaws.com", {}};
    findings.push_back(std::move(finding));
  }
}

}  // namespace
}  // namespace rootproof::rules
