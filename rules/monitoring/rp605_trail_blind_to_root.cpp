#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/answers.h"
#include "rules/lockouts/nested_values.h"
#include "rules/monitoring/settings.h"
#include "rules/root_credentials/texts.h"

namespace rootproof::rules {
namespace {

using value::Value;

/// What one language calls the properties of a trail.
struct TrailNames {
  std::string_view type;
  std::string_view multi_region;
  std::string_view logging;
  std::string_view global_events;
  std::string_view selectors;
  std::string_view management;
  std::string_view read_write;
  std::string_view excluded;
  std::string_view advanced;
  std::string_view field_selectors;
  std::string_view field;
  std::string_view equals;
  std::string_view not_equals;
};
constexpr TrailNames kTrails[] = {
    {"AWS::CloudTrail::Trail", "IsMultiRegionTrail", "IsLogging", "IncludeGlobalServiceEvents",
     "EventSelectors", "IncludeManagementEvents", "ReadWriteType", "ExcludeManagementEventSources",
     "AdvancedEventSelectors", "FieldSelectors", "Field", "Equals", "NotEquals"},
    {"aws_cloudtrail", "is_multi_region_trail", "enable_logging", "include_global_service_events",
     "event_selector", "include_management_events", "read_write_type", "exclude_management_event_sources",
     "advanced_event_selector", "field_selector", "field", "equals", "not_equals"},
    {"awscc_cloudtrail_trail", "is_multi_region_trail", "is_logging", "include_global_service_events",
     "event_selectors", "include_management_events", "read_write_type", "exclude_management_event_sources",
     "advanced_event_selectors", "field_selectors", "field", "equals", "not_equals"},
};

struct Blindness {
  std::string what;
  std::optional<Value> value;  ///< what says so, where something is written
  value::Guard guard;
  bool data_trail = false;  ///< a trail beside another one, most likely
};

/// Which management events a trail's selectors take. Several selectors add up.
struct ManagementEvents {
  bool reads = false;
  bool writes = false;
};

class Trail {
 public:
  Trail(const Resource& resource, const TrailNames& names) : resource_(resource), names_(names) {
    // CloudFormation has no default for it (template reference, "AWS::CloudTrail::Trail", required).
    if (resource.language == Language::cloudformation && resource.properties.is(Value::Kind::map) &&
        resource.properties.find(names.logging) == nullptr)
      add_reasons(reasons_,
                  {{value::ReasonKind::invalid, "no " + std::string(names.logging), resource.span}});
    flag(names_.logging, "true", "false", "it records nothing");
    flag(names_.multi_region, "false", "false",
         "it records one Region, and what the root user does in others is not seen");
    flag(names_.global_events, "true", "false",
         "it leaves out IAM, STS and sign-in, where most of what root users do is recorded");
    selectors();
  }

  [[nodiscard]] const std::vector<Blindness>& blind() const { return blind_; }
  [[nodiscard]] const std::vector<value::Reason>& reasons() const { return reasons_; }
  /// It sees all that root users do, for certain and always.
  [[nodiscard]] bool sees() const { return blind_.empty() && reasons_.empty() && is_certain(resource_); }
  [[nodiscard]] const Resource& resource() const { return resource_; }

 private:
  void flag(std::string_view name, std::string_view by_default, std::string_view bad, std::string_view what) {
    for (const Setting& setting : settings(resource_.properties, name, by_default)) {
      if (!setting.text)
        add_reasons(reasons_, setting.value->reasons());
      else if (lower_case(*setting.text) == bad)
        blind_.push_back({std::string(what),
                          setting.value == nullptr ? std::nullopt : std::optional<Value>(*setting.value),
                          setting.guard, false});
    }
  }

  void selectors() {
    for (const NestedValue& plain : ways(names_.selectors))
      for (const NestedValue& advanced : ways(names_.advanced)) {
        const value::Guard guard = plain.guard & advanced.guard;
        if (!guard.impossible()) read_selectors(items(plain.value), items(advanced.value), guard);
      }
  }

  void read_selectors(const std::vector<NestedValue>& plain, const std::vector<NestedValue>& advanced,
                      const value::Guard& guard) {
    if (plain.empty() && advanced.empty()) return;  // all management events are recorded
    const std::vector<value::Reason> before = std::exchange(reasons_, {});
    ManagementEvents events;
    for (const NestedValue& selector : plain) read_plain(selector, events);
    for (const NestedValue& selector : advanced) read_advanced(selector, events);
    const std::vector<value::Reason> unknown = std::exchange(reasons_, before);
    if (events.reads && events.writes) return;
    add_reasons(reasons_, unknown);
    if (!unknown.empty()) return;
    Blindness blindness;
    blindness.what = !events.reads && !events.writes ? "it records no management events"
                     : events.reads                  ? "it records reading calls only"
                                                     : "it records no reading calls";
    blindness.value = (plain.empty() ? advanced : plain).front().value;
    blindness.guard = guard;
    blindness.data_trail = !events.reads && !events.writes;
    blind_.push_back(std::move(blindness));
  }

  /// The ways a property may turn out; null where it is not written.
  [[nodiscard]] std::vector<NestedValue> ways(std::string_view name) const {
    const Value* found = resource_.properties.find(name);
    if (found == nullptr) return {{Value::null(), {}}};
    if (!found->is(Value::Kind::one_of)) return {{*found, {}}};
    std::vector<NestedValue> all;
    for (const value::Alternative& way : found->alternatives()) all.push_back({way.value, way.guard});
    return all;
  }

  /// The selectors of a list. One that stands under a condition of its own is not known.
  static std::vector<NestedValue> items(const Value& value) {
    if (value.is(Value::Kind::null) || value.is(Value::Kind::absent)) return {};
    if (!value.is(Value::Kind::list)) return {{value, {}}};
    std::vector<NestedValue> all;
    for (const Value& item : value.items())
      if (!item.is(Value::Kind::null) && !item.is(Value::Kind::absent)) all.push_back({item, {}});
    return all;
  }

  bool known(const NestedValue& selector) {
    if (selector.value.is(Value::Kind::map) && selector.guard.always()) return true;
    add_reasons(reasons_, selector.value.reasons());
    for (const value::GuardTerm& term : selector.guard.terms)
      add_reasons(reasons_, {{value::ReasonKind::unknown_variable, term.condition, term.span}});
    return false;
  }

  /// The one text of a setting; nullopt, with its reasons noted, when there may be several.
  std::optional<std::string> only(const Value& map, std::string_view name, std::string_view by_default) {
    const std::vector<Setting> ways = settings(map, name, by_default);
    if (ways.size() == 1 && ways.front().text) return ways.front().text;
    const Value* value = map.find(name);
    add_reasons(reasons_, value == nullptr ? map.reasons() : value->reasons());
    return std::nullopt;
  }

  void read_plain(const NestedValue& selector, ManagementEvents& events) {
    if (!known(selector)) return;
    const std::optional<std::string> management = only(selector.value, names_.management, "true");
    const std::optional<std::string> kind = only(selector.value, names_.read_write, "All");
    if (!management || !kind || lower_case(*management) != "true") return;
    if (const Value* excluded = selector.value.find(names_.excluded)) {
      std::vector<value::Reason> unknown;
      leave_out(possible_texts(*excluded), unknown);
      add_reasons(reasons_, unknown);
      if (!unknown.empty()) return;
    }
    events.reads |= *kind != "WriteOnly";
    events.writes |= *kind != "ReadOnly";
  }

  /// Management events of a selector that asks for them and, if at all, only for reads or writes or leaves
  /// services out (CloudTrail API reference, AdvancedFieldSelector).
  void read_advanced(const NestedValue& selector, ManagementEvents& events) {
    if (!known(selector)) return;
    ManagementEvents taken{true, true};
    bool management = false;
    for (const NestedValue& fields : values_at(selector.value, names_.field_selectors)) {
      if (!fields.value.is(Value::Kind::list)) {
        static_cast<void>(known(fields));
        return;
      }
      for (const Value& field : fields.value.items()) {
        const std::optional<std::string> name = only(field, names_.field, "");
        if (!name) return;
        const Value* equals = field.find(names_.equals);
        if (*name == "eventCategory") {
          const std::vector<PossibleText> categories =
              equals == nullptr ? std::vector<PossibleText>() : possible_texts(*equals);
          for (const PossibleText& category : categories) {
            if (!category.text) add_reasons(reasons_, category.value->reasons());
            management |= category.text == "Management";
          }
        } else if (*name == "readOnly" && equals != nullptr) {
          narrow_to(possible_texts(*equals), taken);
        } else if (*name == "eventSource" && field.find(names_.not_equals) != nullptr) {
          leave_out(possible_texts(*field.find(names_.not_equals)), narrowing_);
        } else {
          add_reasons(narrowing_,
                      {{value::ReasonKind::unsupported_operator, "field " + *name, field.origin().span()}});
        }
      }
    }
    if (!management) {
      narrowing_.clear();
      return;
    }
    add_reasons(reasons_, std::exchange(narrowing_, {}));
    if (!reasons_.empty()) return;
    events.reads |= taken.reads;
    events.writes |= taken.writes;
  }

  /// Of what root users do, a trail may leave out the calls of two services (CloudTrail API reference,
  /// AdvancedFieldSelector and EventSelector); what AWS makes of others is not stated.
  static void leave_out(const std::vector<PossibleText>& sources, std::vector<value::Reason>& unknown) {
    for (const PossibleText& source : sources) {
      if (source.text == "kms.amazonaws.com" || source.text == "rdsdata.amazonaws.com") continue;
      if (source.text)
        add_reasons(unknown, {{value::ReasonKind::unsupported_operator, "leaving out " + *source.text,
                               source.value->origin().span()}});
      else
        add_reasons(unknown, source.value->reasons());
    }
  }

  void narrow_to(const std::vector<PossibleText>& read_only, ManagementEvents& taken) {
    ManagementEvents asked;
    for (const PossibleText& text : read_only) {
      if (!text.text || !text.guard.always()) add_reasons(reasons_, text.value->reasons());
      asked.reads |= text.text == "true";
      asked.writes |= text.text == "false";
    }
    taken = asked;
  }

  const Resource& resource_;
  const TrailNames& names_;
  std::vector<Blindness> blind_;
  std::vector<value::Reason> reasons_;
  std::vector<value::Reason> narrowing_;
};

engine::Finding start(const Resource& resource, const std::optional<Value>& at, policy::Answer answer);

void judge(const Trail& trail, engine::Findings& findings) {
  const Resource& resource = trail.resource();
  if (trail.blind().empty()) {
    engine::Finding finding =
        start(resource, std::nullopt,
              trail.reasons().empty() ? safe("all Regions, global services, all management events")
                                      : undecided(trail.reasons()));
    finding.message = trail.reasons().empty()
                          ? resource.address + " records what root users do"
                          : "whether " + resource.address + " records what root users do depends on " +
                                depends_on(trail.reasons());
    findings.push_back(std::move(finding));
    return;
  }
  const Blindness& first = trail.blind().front();
  engine::Finding finding = start(resource, first.value, violation());
  finding.message = resource.address + " does not record all that root users do: ";
  for (const Blindness& blindness : trail.blind())
    finding.message += (&blindness == &first ? "" : "; ") + blindness.what + under(blindness.guard);
  if (trail.blind().size() == 1 && first.data_trail) {
    finding.severity = engine::Severity::low;
    finding.message += " (and no other trail of this code sees everything)";
  }
  finding.fix = engine::Fix{
      "record all Regions, global services and all management events in one trail that is switched on", {}};
  findings.push_back(std::move(finding));
}

void check(const engine::Facts& facts, engine::Findings& findings) {
  std::vector<Trail> trails;
  for (const Resource& resource : facts.resources)
    for (const TrailNames& names : kTrails)
      if (resource.type == names.type) trails.emplace_back(resource, names);
  for (const Trail& trail : trails) {
    // One trail that sees everything is enough for its account.
    const bool covered = !trail.sees() && std::any_of(trails.begin(), trails.end(), [&](const Trail& other) {
      return other.sees() && other.resource().unit == trail.resource().unit &&
             other.resource().account == trail.resource().account;
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

- **violation**: one of these is missing. A trail that records no management events at all is *low*: it is usually one for data events beside another.
- **safe**: nothing is missing.
- **undecided**: a setting or a selector is not known, an advanced selector narrows management events by another field than `readOnly` and `eventSource`, or a selector leaves out the calls of
  another service than `kms.amazonaws.com` and `rdsdata.amazonaws.com`, for which AWS documents it.
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
