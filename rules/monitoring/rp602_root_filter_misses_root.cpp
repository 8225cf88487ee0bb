#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/answers.h"
#include "rules/edits.h"
#include "rules/lockouts/nested_values.h"
#include "rules/monitoring/filter_sight.h"
#include "rules/monitoring/log_filter.h"
#include "rules/monitoring/root_events.h"
#include "rules/monitoring/root_metrics.h"
#include "rules/root_credentials/texts.h"

namespace rootproof::rules {
namespace {

using policy::Truth;
using value::Value;

/// The pattern of CIS and Security Hub (CloudWatch.1).
constexpr std::string_view kCanonical =
    R"({$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType !="AwsServiceEvent"})";

/// A metric filter that is meant to find root users.
struct RootFilter {
  const Resource* resource = nullptr;
  Value pattern;
  value::Guard guard;
  std::optional<FilterSight> sight;  ///< nothing where the pattern is not understood

  /// Of root users, and tells them from others.
  [[nodiscard]] bool sees_everything() const {
    return sight && sight->all == Truth::yes && sight->callers.empty() && is_certain(*resource, guard) &&
           doubts_by_others(*resource).empty();
  }
};

/// Without being understood, a pattern may still be seen to be about root.
bool looks_like_root(const Value& pattern) {
  return lower_case(shown(pattern)).find("useridentity") != std::string::npos &&
         filter_asks_for_root(pattern) == Truth::unknown;
}

/// What the name of a filter or metric says it is about.
enum class Named : std::uint8_t {
  otherwise,
  root_account,  ///< "root-account-config-changes": of its use, or of what is done with it
  use_of_root,   ///< "RootAccountUsage", "root-login"
};

Named named_after(const Value* name) {
  std::string letters;
  for (const char c : lower_case(name == nullptr ? std::string() : shown(*name)))
    if (c >= 'a' && c <= 'z') letters += c;
  const auto holds = [&letters](std::string_view part) { return letters.find(part) != std::string::npos; };
  for (const std::string_view other : {"nonroot", "noroot", "notroot", "withoutroot", "exceptroot"})
    if (holds(other)) return Named::otherwise;
  constexpr std::string_view kUses[] = {"rootactivit", "rootconsole", "rootlogin", "rootsignin", "rootusage"};
  if (std::any_of(std::begin(kUses), std::end(kUses), holds)) return Named::use_of_root;
  if (!holds("rootaccount") && !holds("rootuse")) return Named::otherwise;
  return holds("change") ? Named::root_account : Named::use_of_root;
}

/// Whether it finds some sign-in, of whomever.
bool finds_sign_in(const FilterTerm& filter) {
  const auto finds = [&](const RootEvent& event) {
    return event.sign_in && match_log_filter(filter, event, Reach::some) != Truth::no;
  };
  return std::any_of(root_uses().begin(), root_uses().end(), [&](const RootUse& use) {
    return finds(use.by_root) || std::any_of(use.by_others.begin(), use.by_others.end(), finds);
  });
}

/// Whether a filter of CloudTrail's events is named after the use of the root user, or its metric is.
bool is_named_after_root(const Resource& resource, const Value& pattern, const FilterTerm& filter) {
  const std::string text = lower_case(shown(pattern));
  const bool of_trail =
      text.find("$.event") != std::string::npos || text.find("useridentity") != std::string::npos;
  if (!of_trail) return false;
  Named named = Named::otherwise;
  for (const std::string_view name : {"name", "filter_name", "FilterName"})
    named = std::max(named, named_after(resource.properties.find(name)));
  for (const FilterNames& names : filter_names())
    if (resource.type == names.type)
      for (const NestedValue& name :
           values_at(resource.properties, std::string(names.transformations) + "." + std::string(names.name)))
        named = std::max(named, named_after(&name.value));
  return named == Named::use_of_root || (named == Named::root_account && finds_sign_in(filter));
}

std::optional<RootFilter> root_filter(const Resource& resource, const NestedValue& written) {
  RootFilter result{&resource, written.value, written.guard, std::nullopt};
  const std::optional<FilterTerm> filter = read_log_filter(written.value);
  if (!filter) return looks_like_root(written.value) ? std::optional(std::move(result)) : std::nullopt;
  if (filter_asks_for_root(written.value) != Truth::yes &&
      !is_named_after_root(resource, written.value, *filter))
    return std::nullopt;
  result.sight = sight_of(*filter, resource);
  return result;
}

/// Whether the metrics of a filter are apart by a field of the events, so that an alarm reads those of one
/// caller.
bool has_dimensions(const Resource& resource) {
  for (const FilterNames& names : filter_names())
    if (resource.type == names.type)
      for (const NestedValue& transformation : values_at(resource.properties, names.transformations))
        if (!values_at(transformation.value, names.dimensions).empty()) return true;
  return false;
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

engine::Finding start(const RootFilter& filter, policy::Answer answer);

void report_undecided(const RootFilter& filter, engine::Findings& findings) {
  const std::vector<value::Reason> reasons = reasons_of_sight(filter.pattern, filter.sight);
  engine::Finding finding = start(filter, undecided(reasons));
  finding.message =
      "whether " + filter.resource->address + " finds use of the root user depends on " + depends_on(reasons);
  findings.push_back(std::move(finding));
}

void report_complete(const RootFilter& filter, engine::Findings& findings) {
  const Resource& resource = *filter.resource;
  const FilterSight& sight = *filter.sight;
  engine::Finding finding = start(filter, safe("matches sign-in and API calls of the root user"));
  finding.message = resource.address + " finds use of the root user";
  finding.answer.proof.insert(finding.answer.proof.end(), sight.premises.begin(), sight.premises.end());
  if (!sight.callers.empty() && !has_dimensions(resource)) {
    finding.answer = violation();
    finding.severity = engine::Severity::medium;
    finding.message += " and, in the same metric, every sign-in and API call " + joined(sight.callers) +
                       under(finding, filter.guard & resource.guard) +
                       ": nobody can tell by it that the root user is used";
    finding.fix = engine::Fix{"write the pattern " + std::string(kCanonical), {}};
  } else if (!sight.of_others.empty()) {
    finding.message += ", and of others, too: " + sight.of_others.front();
  }
  findings.push_back(std::move(finding));
}

void judge(const RootFilter& filter, bool covered, engine::Findings& findings) {
  const Resource& resource = *filter.resource;
  if (!filter.sight || !filter.sight->is_decided()) return report_undecided(filter, findings);
  const FilterSight& sight = *filter.sight;
  if (sight.all == Truth::yes) return report_complete(filter, findings);
  const bool nothing = sight.finds_nothing();
  if (!nothing && covered) return;
  engine::Finding finding = start(filter, violation());
  finding.message = resource.address + " is to find use of the root user and ";
  if (nothing) {
    finding.message += "matches none";
  } else {
    finding.severity = engine::Severity::medium;
    finding.message += sight.sign_in == Truth::no ? "misses sign-in to the console"
                       : sight.calls == Truth::no ? "misses API calls"
                                                  : "sees some events only";
  }
  finding.message += under(finding, filter.guard & resource.guard);
  if (!nothing) finding.message += ": it sees " + sight.seen.front();
  finding.message += nothing ? ": of all that CloudTrail records of root users, no event fulfils it"
                             : ", and no other filter of this code sees the rest";
  finding.fix = engine::Fix{"write the pattern " + std::string(kCanonical), {}};
  // One that sees some events may be narrow on purpose.
  if (nothing) finding.fix->edits = replace_text(filter.pattern, std::string(kCanonical));
  findings.push_back(std::move(finding));
}

void check(const engine::Facts& facts, engine::Findings& findings) {
  std::vector<RootFilter> filters;
  for (const Resource& resource : facts.resources)
    for (const FilterNames& names : filter_names()) {
      if (resource.type != names.type) continue;
      for (const NestedValue& written : values_at(resource.properties, names.pattern))
        if (std::optional<RootFilter> filter = root_filter(resource, written))
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
Looks at metric filters of CloudWatch Logs whose JSON pattern asks for root in a field of `userIdentity`, in whatever spelling, or finds events of root users and not the like ones of others, or that are, or whose metric is, named after the use of root (`RootAccountUsage`; with `change` in such a name only where it finds some sign-in), and runs the pattern on what CloudTrail records of root
users: sign-in, and API calls with an access key and from the console. Fields that differ from event to event (the action, the address) match if they can; the id of the root user's account, which is its
principal id, too, and its ARN match texts that such ones may be: 12 digits, and `arn:aws:iam::<12 digits>:root` of the partition that the filter is deployed to, with the id of its account where the code tells one.
Where nothing tells the partition, a pattern that names one is safe in the partition `aws` alone, and the proof says so.

- **violation**: no such event matches. Where it finds only sign-in, only API calls, or only some of them (one action, one Region), the severity is *medium*; so it is where
  every sign-in and API call of IAM users, of sessions of roles or of federated users matches as well and no dimension tells them apart: an alarm on such a metric says nothing of the root user.
- **safe**: all sign-ins and all API calls match, but for those that an inequality leaves out. If the like ones of others do, the message says so.
- **undecided**: a part of the pattern is not known or not evaluated: items of lists, `*` within a text, regular expressions in quotes or with groups, comparisons of numbers, `!=` on a field that root events lack. Or it leaves out the account that it is deployed to, and other accounts may write into the log group.
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
