#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/answers.h"
#include "rules/edits.h"
#include "rules/lockouts/nested_values.h"
#include "rules/monitoring/log_filter.h"
#include "rules/root_credentials/texts.h"

namespace rootproof::rules {
namespace {

using policy::Truth;
using value::Value;

/// Where metric filters have their pattern.
struct FilterProperty {
  std::string_view type;
  std::string_view path;
};
constexpr FilterProperty kFilters[] = {
    {"AWS::Logs::MetricFilter", "FilterPattern"},
    {"aws_cloudwatch_log_metric_filter", "pattern"},
    {"awscc_logs_metric_filter", "filter_pattern"},
};

/// The pattern of CIS and Security Hub (CloudWatch.1).
constexpr std::string_view kCanonical =
    R"({$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType !="AwsServiceEvent"})";

/// Of rules/data/root_events.json.
constexpr std::string_view kSignIn = "sign-in to the console";

/// A metric filter that is meant to find root users.
struct RootFilter {
  const Resource* resource = nullptr;
  Value pattern;
  value::Guard guard;
  bool understood = false;
  Truth all = Truth::yes;  ///< all sign-ins to the console and all API calls
  Truth sign_in = Truth::no;
  Truth calls = Truth::no;
  std::vector<std::string> seen;

  [[nodiscard]] bool sees_everything() const { return all == Truth::yes && is_certain(*resource, guard); }
};

/// Without being understood, a pattern may still be seen to be about root.
bool looks_like_root(const Value& pattern) {
  return lower_case(shown(pattern)).find("useridentity") != std::string::npos &&
         filter_asks_for_root(pattern) == Truth::unknown;
}

std::optional<RootFilter> root_filter(const Resource& resource, const NestedValue& written,
                                      const std::vector<RootEvent>& events) {
  RootFilter result;
  result.resource = &resource;
  result.pattern = written.value;
  result.guard = written.guard;
  const std::optional<FilterTerm> filter = read_log_filter(written.value);
  if (!filter) return looks_like_root(written.value) ? std::optional(std::move(result)) : std::nullopt;
  if (filter_asks_for_root(written.value) != Truth::yes) return std::nullopt;
  result.understood = true;
  for (const RootEvent& event : events) {
    const Truth truth = match_log_filter(*filter, event, Reach::some);
    Truth& kind = event.sign_in ? result.sign_in : result.calls;
    kind = policy::either(kind, truth);
    // The other events of sign-in come with one to the console, before or after.
    if (!event.sign_in || event.name == kSignIn)
      result.all = policy::both(result.all, match_log_filter(*filter, event, Reach::all));
    if (truth == Truth::yes) result.seen.push_back(event.name);
  }
  return result;
}

engine::Finding start(const RootFilter& filter, policy::Answer answer);

void report_undecided(const RootFilter& filter, engine::Findings& findings) {
  std::vector<value::Reason> reasons = filter.pattern.reasons();
  if (reasons.empty())
    reasons.push_back({value::ReasonKind::unsupported_operator,
                       filter.understood ? "a comparison of the pattern" : "the syntax of the pattern",
                       filter.pattern.origin().span()});
  engine::Finding finding = start(filter, undecided(reasons));
  finding.message =
      "whether " + filter.resource->address + " finds use of the root user depends on " + depends_on(reasons);
  findings.push_back(std::move(finding));
}

void judge(const RootFilter& filter, bool covered, engine::Findings& findings) {
  const Resource& resource = *filter.resource;
  const bool nothing = filter.sign_in == Truth::no && filter.calls == Truth::no;
  const bool undecided_whether_any = !nothing && filter.seen.empty();
  if (!filter.understood || undecided_whether_any || filter.all == Truth::unknown)
    return report_undecided(filter, findings);
  if (filter.all == Truth::yes) {
    engine::Finding finding = start(filter, safe("matches sign-in and API calls of the root user"));
    finding.message = resource.address + " finds use of the root user";
    findings.push_back(std::move(finding));
    return;
  }
  if (!nothing && covered) return;
  engine::Finding finding = start(filter, violation());
  finding.message = resource.address + " is to find use of the root user and ";
  if (nothing) {
    finding.message += "matches none";
  } else {
    finding.severity = engine::Severity::medium;
    finding.message += filter.sign_in == Truth::no ? "misses sign-in to the console"
                       : filter.calls == Truth::no ? "misses API calls"
                                                   : "sees some events only";
  }
  finding.message += under(finding, filter.guard & resource.guard);
  if (!nothing && !filter.seen.empty()) finding.message += ": it sees " + filter.seen.front();
  finding.message += nothing ? ": of all that CloudTrail records of root users, no event fulfils it"
                             : ", and no other filter of this code sees the rest";
  finding.fix = engine::Fix{"write the pattern " + std::string(kCanonical), {}};
  // One that sees some events may be narrow on purpose.
  if (nothing) finding.fix->edits = replace_text(filter.pattern, std::string(kCanonical));
  findings.push_back(std::move(finding));
}

void check(const engine::Facts& facts, engine::Findings& findings) {
  const std::vector<RootEvent> events = root_events();
  std::vector<RootFilter> filters;
  for (const Resource& resource : facts.resources)
    for (const FilterProperty& place : kFilters) {
      if (resource.type != place.type) continue;
      for (const NestedValue& written : values_at(resource.properties, place.path))
        if (std::optional<RootFilter> filter = root_filter(resource, written, events))
          filters.push_back(std::move(*filter));
    }
  for (const RootFilter& filter : filters) {
    const bool covered = std::any_of(filters.begin(), filters.end(), [&](const RootFilter& other) {
      return other.sees_everything() && other.resource->unit == filter.resource->unit &&
             other.resource->account == filter.resource->account;
    });
    judge(filter, covered, findings);
  }
}

}  // namespace

extern const engine::Rule rp602;
const engine::Rule rp602{
    {
        .id = "RP602",
        .name = "root-filter-misses-root",
        .family = "monitoring",
        .severity = engine::Severity::high,
        .tier = engine::Tier::default_on,
        .summary = "a metric filter about the root user that does not find it",
        .meaning = R"md(
Looks at metric filters of CloudWatch Logs whose JSON pattern asks for root in a field of `userIdentity`, in whatever spelling, or that finds events of root users and not the like ones of others, and runs the pattern on what CloudTrail records of root
users: sign-in, and API calls with an access key and from the console. Fields that differ from event to event (the action, the address) match if they can.

- **violation**: no such event matches. Where it finds only sign-in, only API calls, or only some of them (one action, one Region), the severity is *medium*.
- **safe**: all sign-ins and all API calls match, but for those that an inequality leaves out.
- **undecided**: a part of the pattern is not known or not evaluated: items of lists, `*` within a text, regular expressions in quotes or with groups, comparisons of numbers, `!=` on a field that root events lack.
- Silent on a partial filter where another one of the same account in the same code sees everything, and on patterns that are not JSON.
)md",
        .why = R"md(
The alarm on use of the root user hangs on this pattern. `"root"` is not `"Root"`, and events of the root user carry no `userName`: such a filter deploys, counts nothing, and its alarm is
green for ever.
)md",
        .bad = R"md(
```yaml
Filter:
  Type: AWS::Logs::MetricFilter
  Properties:
    LogGroupName: !Ref TrailLogs
    FilterPattern: '{ $.userIdentity.userName = "root" }'
    MetricTransformations: [{MetricName: root, MetricNamespace: security, MetricValue: '1'}]
```
```hcl
resource "aws_cloudwatch_log_metric_filter" "bad" {
  name           = "root"
  log_group_name = aws_cloudwatch_log_group.trail.name
  pattern        = "{ $.userIdentity.type = \"root\" }"
  metric_transformation {
    name      = "root"
    namespace = "security"
    value     = "1"
  }
}
```
)md",
        .good = R"md(
```yaml
Filter:
  Type: AWS::Logs::MetricFilter
  Properties:
    LogGroupName: !Ref TrailLogs
    FilterPattern: '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }'
    MetricTransformations: [{MetricName: root, MetricNamespace: security, MetricValue: '1'}]
```
```hcl
resource "aws_cloudwatch_log_metric_filter" "good" {
  name           = "root"
  log_group_name = aws_cloudwatch_log_group.trail.name
  pattern        = "{ $.userIdentity.type = \"Root\" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != \"AwsServiceEvent\" }"
  metric_transformation {
    name      = "root"
    namespace = "security"
    value     = "1"
  }
}
```
)md",
        .fix = R"md(
Use the pattern of the CIS benchmark, letter by letter: Security Hub compares its text. It tells nobody without an alarm on its metric (RP601, RP603). Further filters beside it may watch single actions.
)md",
        .mappings =
            "CIS AWS 3.0 4.3, CIS AWS 5.0 4.3, CIS AWS 7.0 5.3, Security Hub CloudWatch.1, Prowler "
            "cloudwatch_log_metric_filter_root_usage, ISO 27001:2022 A.8.15, ISO 27001:2022 A.8.16, NIST "
            "800-171 3.14.6, NIST 800-171 3.14.7, PCI DSS 3.2.1 7.2.1",
    },
    check};

namespace {

engine::Finding start(const RootFilter& filter, policy::Answer answer) {
  const source::Span place = place_of(filter.pattern);
  engine::Finding finding = engine::make_finding(rp602, *filter.resource, std::move(answer),
                                                 place.empty() ? filter.resource->span : place);
  finding.origin = filter.pattern.origin();
  finding.identity = filter.pattern.to_display();
  return finding;
}

}  // namespace
}  // namespace rootproof::rules
