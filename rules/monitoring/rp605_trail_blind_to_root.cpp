#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/answers.h"
#include "rules/monitoring/trails.h"
#include "rules/root_credentials/texts.h"

namespace rootproof::rules {
namespace {

using value::Value;

constexpr std::string_view kFix =
    "record all Regions, global services and all management events in one trail that is switched on";

engine::Finding start(const Resource& resource, const std::optional<Value>& at, policy::Answer answer);

/// A trail for data events beside another one: what else it does not record of management events says nothing
/// more.
void judge_data_trail(const Trail& trail, engine::Findings& findings) {
  const auto data = std::find_if(trail.blind.begin(), trail.blind.end(),
                                 [](const Blindness& each) { return each.data_trail; });
  engine::Finding finding = start(*trail.resource, data->value, violation());
  finding.severity = engine::Severity::low;
  finding.message = trail.resource->address + " does not record all that root users do: " + data->what +
                    " (and no other trail of this code sees everything)";
  finding.fix = engine::Fix{std::string(kFix), {}};
  findings.push_back(std::move(finding));
}

void judge(const Trail& trail, engine::Findings& findings) {
  if (trail.records_data_only()) return judge_data_trail(trail, findings);
  const Resource& resource = *trail.resource;
  if (trail.blind.empty()) {
    engine::Finding finding =
        start(resource, std::nullopt,
              trail.reasons.empty()
                  ? safe("all Regions, global services, management events of all services but, at "
                         "most, KMS and the Data API of RDS")
                  : undecided(trail.reasons));
    finding.message = trail.reasons.empty()
                          ? resource.address + " records what root users do"
                          : "whether " + resource.address + " records what root users do depends on " +
                                depends_on(trail.reasons);
    findings.push_back(std::move(finding));
    return;
  }
  const Blindness& first = trail.blind.front();
  engine::Finding finding = start(resource, first.value, violation());
  finding.message = resource.address + " does not record all that root users do: ";
  for (const Blindness& blindness : trail.blind)
    finding.message += (&blindness == &first ? "" : "; ") + blindness.what + under(blindness.guard);
  finding.fix = engine::Fix{std::string(kFix), {}};
  findings.push_back(std::move(finding));
}

void check(const engine::Facts& facts, engine::Findings& findings) {
  std::vector<Trail> trails;
  for (const Resource& resource : facts.resources)
    if (std::optional<Trail> trail = trail_of(resource)) trails.push_back(*std::move(trail));
  for (const Trail& trail : trails) {
    // One trail that sees everything is enough for its account.
    const bool covered = !trail.sees() && std::any_of(trails.begin(), trails.end(), [&](const Trail& other) {
      return other.sees() && other.resource->unit == trail.resource->unit &&
             other.resource->account == trail.resource->account;
    });
    if (!covered) judge(trail, findings);
  }
}

}  // namespace

extern const engine::Rule rp605;
const engine::Rule rp605{
    {
        .id = "RP605",
        .name = "trail-blind-to-root",
        .family = "monitoring",
        .severity = engine::Severity::medium,
        .tier = engine::Tier::default_on,
        .summary = "a CloudTrail trail that does not record all that root users do",
        .meaning = R"md(
Looks at trails: whether they are switched on, record all Regions, the events of global services, and all management events (event selectors and advanced ones, which add up).

- **violation**: one of these is missing, or a selector leaves out other services than KMS and the Data API of RDS. A trail that records no management events at all is *low*: it is usually one for data events beside another.
- **safe**: nothing is missing.
- **undecided**: a setting or a selector is not known or left to others (`ignore_changes`), or an advanced selector narrows management events by another field than `readOnly` and `eventSource`.
- Silent where another trail of the same account in the same code sees everything.
)md",
        .why = R"md(
Alarms, reports and investigations start from the trail. Sign-in of the root user, IAM and STS are global services, and a stolen root key is used in the Region that nobody looks at.
)md",
        .bad = R"md(
```yaml
Trail:
  Type: AWS::CloudTrail::Trail
  Properties: {IsLogging: true, IsMultiRegionTrail: false, S3BucketName: example-trail}
```
```hcl
resource "aws_cloudtrail" "bad" {
  name                          = "main"
  s3_bucket_name                = "example-trail"
  include_global_service_events = false
}
```
)md",
        .good = R"md(
```yaml
Trail:
  Type: AWS::CloudTrail::Trail
  Properties: {IsLogging: true, IsMultiRegionTrail: true, IncludeGlobalServiceEvents: true, S3BucketName: example-trail}
```
```hcl
resource "aws_cloudtrail" "good" {
  name                  = "main"
  s3_bucket_name        = "example-trail"
  is_multi_region_trail = true
}
```
)md",
        .fix = R"md(
Make it a trail of all Regions with global services and all management events, best as an organization trail. Events of KMS and of the RDS Data API may be left out.
)md",
        .mappings = "CIS AWS 3.0 3.1, CIS AWS 5.0 3.1, CIS AWS 7.0 4.1, Security Hub CloudTrail.1",
    },
    check};

namespace {

engine::Finding start(const Resource& resource, const std::optional<Value>& at, policy::Answer answer) {
  const source::Span place = at ? place_of(*at) : source::Span{};
  engine::Finding finding =
      engine::make_finding(rp605, resource, std::move(answer), place.empty() ? resource.span : place);
  if (at) finding.origin = at->origin();
  return finding;
}

}  // namespace
}  // namespace rootproof::rules
