#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/regions.h"
#include "parsers/value/value_set.h"
#include "rules/answers.h"
#include "rules/lockouts/nested_values.h"
#include "rules/monitoring/event_pattern.h"
#include "rules/monitoring/event_rules.h"
#include "rules/monitoring/root_metrics.h"
#include "rules/monitoring/settings.h"
#include "rules/root_credentials/texts.h"

namespace rootproof::rules {
namespace {

using policy::Truth;
using value::Value;

/// Whether a target resource belongs to a rule: it names the rule, or refers to it.
Truth is_target_of(const Resource& target, const Resource& rule) {
  const Value* name = target.properties.find("rule");
  if (name == nullptr) return Truth::no;
  if (name->is(Value::Kind::string) && name->pieces().size() == 1) {
    const auto* hole = std::get_if<value::Hole>(&name->pieces()[0]);
    if (hole != nullptr && !hole->symbol.empty())
      return policy::to_truth(hole->symbol.substr(0, hole->symbol.rfind('.')) == rule.address);
  }
  const Value* own = rule.properties.find("name");
  const std::optional<std::string> asked = name->as_text();
  const std::optional<std::string> given = own == nullptr ? std::nullopt : own->as_text();
  if (asked && given) return policy::to_truth(*asked == *given);
  if (asked && own == nullptr) return Truth::no;  // the provider makes a name nobody can write down
  return Truth::unknown;
}

constexpr std::string_view kSignInRegion = "us-east-1";

/// What is wrong with a rule, or what is not known.
struct Trouble {
  std::string what;
  std::optional<Value> value;
  value::Guard guard;
  std::string fix;
};

class Judgement {
 public:
  Judgement(const engine::Facts& facts, const Resource& rule, const EventRuleNames& names)
      : facts_(facts), rule_(rule), names_(names) {}

  void match(const Value& pattern, const value::Guard& guard, const std::vector<RootEvent>& events) {
    Truth any = Truth::no;
    std::vector<value::Reason> unknown;
    std::optional<PatternMatch> nearest;
    for (const RootEvent& event : events) {
      PatternMatch match = match_pattern(pattern, event);
      any = policy::either(any, match.matches);
      Truth& kind = event.sign_in ? sign_in_ : calls_;
      kind = policy::either(kind, match.matches);
      if (match.matches == Truth::unknown) add_reasons(unknown, match.reasons);
      if (match.matches == Truth::yes) matched_.push_back(event.name);
      // The deepest field that differs says most.
      if (match.matches == Truth::no && (!nearest || match.path.size() > nearest->path.size()))
        nearest = std::move(match);
    }
    if (any == Truth::unknown) add_reasons(reasons, unknown);
    if (any != Truth::no) return;
    Trouble trouble;
    trouble.what = "its pattern matches no event of a root user, neither sign-in nor API calls";
    if (nearest && nearest->wanted)
      trouble.what +=
          ": " + nearest->path + " is " + nearest->is + " in them, not " + nearest->wanted->to_display();
    if (nearest && nearest->wanted && nearest->wanted->to_display().find('*') != std::string::npos)
      trouble.what += R"( (EventBridge takes * literally but in {"wildcard": …}))";
    trouble.value = nearest && nearest->wanted ? *nearest->wanted : pattern;
    trouble.guard = guard;
    trouble.fix = "write the pattern {\"detail\": {\"userIdentity\": {\"type\": [\"Root\"]}}}";
    troubles.push_back(std::move(trouble));
  }

  /// "If you sign in as the root user, CloudTrail records the event in us-east-1" (CloudTrail User Guide,
  /// "AWS Management Console sign-in events"). Rules of other Regions may be fed by one there, or hang on a
  /// bus of their own.
  void region() {
    const bool sign_in_alone = sign_in_ == Truth::yes && calls_ == Truth::no;
    if (!sign_in_alone || rule_.region.empty() || rule_.region == kSignInRegion ||
        partition_of_region(rule_.region) != "aws" || hangs_on_another_bus())
      return;
    const auto may_be_there = [this](const Resource& other) {
      return std::any_of(event_rule_names().begin(), event_rule_names().end(),
                         [&](const EventRuleNames& names) { return other.type == names.type; }) &&
             (other.region.empty() || other.region == kSignInRegion);
    };
    if (std::any_of(facts_.resources.begin(), facts_.resources.end(), may_be_there)) return;
    troubles.push_back({"it asks for sign-in alone, which CloudTrail records in " +
                            std::string(kSignInRegion) + " for root users, and lies in " + rule_.region,
                        std::nullopt,
                        {},
                        "put the rule into " + std::string(kSignInRegion)});
  }

  void state() {
    for (const Setting& setting : settings(rule_.properties, names_.state, "ENABLED")) {
      if (!setting.text)
        add_reasons(reasons, setting.value->reasons());
      else if (*setting.text == "DISABLED")
        switched_off(setting);
    }
    // The argument of the Terraform provider before `state`.
    for (const Setting& setting : settings(rule_.properties, "is_enabled", "true")) {
      if (!setting.text)
        add_reasons(reasons, setting.value->reasons());
      else if (*setting.text == "false")
        switched_off(setting);
    }
  }

  void targets() {
    std::vector<value::Reason> unknown = unseen_parts(facts_, rule_.unit);
    if (!names_.targets.empty()) {
      for (const NestedValue& list : values_at(rule_.properties, names_.targets)) {
        // A list that is not known is given for a purpose.
        const std::vector<value::Guard> there =
            list.value.is(Value::Kind::list) ? guards_of_items(list.value) : std::vector<value::Guard>{{}};
        for (const value::Guard& guard : there) {
          if (rule_.guard.implies(list.guard & guard)) return;
          add_reasons(unknown, doubts_beside(rule_, list.guard & guard));
        }
      }
    } else {
      for (const Resource& target : facts_.resources) {
        if (target.type != "aws_cloudwatch_event_target" || target.unit != rule_.unit) continue;
        if ((rule_.guard & target.guard).impossible()) continue;
        const Truth mine = is_target_of(target, rule_);
        if (mine == Truth::yes && is_there_with_rule(target)) return;
        if (mine == Truth::yes) add_reasons(unknown, doubts_beside(target, {}));
        if (mine == Truth::unknown) add_reasons(unknown, target.properties.find("rule")->reasons());
      }
    }
    for (const Resource& alarm : facts_.resources) {
      const Truth reads = counts_this_rule(alarm);
      if (reads == Truth::yes) return;
      if (reads == Truth::unknown)
        add_reasons(unknown, {{value::ReasonKind::external_target, "which rule " + alarm.address + " counts",
                               alarm.span}});
    }
    if (!unknown.empty()) return add_reasons(reasons, unknown);
    troubles.push_back({"it has no target, so nobody is told", std::nullopt, {}, "give the rule a target"});
  }

  std::vector<Trouble> troubles;
  std::vector<value::Reason> reasons;

  [[nodiscard]] std::string proof() const {
    std::string text = "matches";
    for (const std::string& name : matched_) text += (text == "matches" ? " " : ", ") + name;
    return text + " of the root user";
  }

 private:
  /// When each target of a list is there.
  static std::vector<value::Guard> guards_of_items(const Value& list) {
    std::vector<value::Guard> guards;
    for (const Value& item : list.items()) {
      if (!item.is(Value::Kind::one_of))
        guards.emplace_back();
      else
        for (const value::Alternative& way : item.alternatives())
          if (!way.value.is(Value::Kind::absent) && !way.value.is(Value::Kind::null))
            guards.push_back(way.guard);
    }
    return guards;
  }

  /// A number of instances that is not known is a condition of its own, which no other resource has.
  [[nodiscard]] bool is_there_with_rule(const Resource& target) const {
    const bool conditional = !target.guard.always();
    return (conditional || !target.may_be_absent) && rule_.guard.implies(target.guard);
  }

  /// Why a target may be missing where the rule is there.
  [[nodiscard]] std::vector<value::Reason> doubts_beside(const Resource& target, value::Guard guard) const {
    guard = target.guard & guard;
    std::erase_if(guard.terms, [&](const value::GuardTerm& term) { return rule_.guard.implies(term); });
    return doubts_about(guard, &target != &rule_ && target.may_be_absent ? &target : nullptr);
  }

  /// Whether an alarm tells how often this rule matched: a metric of EventBridge with the name of the rule
  /// (EventBridge User Guide, "Monitoring Amazon EventBridge").
  [[nodiscard]] Truth counts_this_rule(const Resource& alarm) const {
    if (alarm.unit != rule_.unit) return Truth::no;
    for (const AlarmNames& names : alarm_names()) {
      if (alarm.type != names.type) continue;
      const Value* space = alarm.properties.find(names.name_space);
      const Value* dimensions = alarm.properties.find(names.dimensions);
      if (space == nullptr || space->as_text() != "AWS/Events" || !value::is_given(dimensions))
        return Truth::no;
      const Value* name = dimensions->find("RuleName");
      if (dimensions->is(Value::Kind::list))
        for (const Value& dimension : dimensions->items()) {
          const Value* key =
              dimension.find("Name") != nullptr ? dimension.find("Name") : dimension.find("name");
          if (key == nullptr || key->as_text() != "RuleName") continue;
          name = dimension.find("Value") != nullptr ? dimension.find("Value") : dimension.find("value");
        }
      if (name == nullptr) return Truth::unknown;
      if (const auto* hole = name->is(Value::Kind::string) && name->pieces().size() == 1
                                 ? std::get_if<value::Hole>(&name->pieces().front())
                                 : nullptr;
          hole != nullptr && !hole->symbol.empty()) {
        const std::string owner = hole->symbol.substr(0, hole->symbol.rfind('.'));
        return policy::to_truth(owner == rule_.address || "Resources." + owner == rule_.address);
      }
      const Value* own = rule_.properties.find("name");
      if (own == nullptr) own = rule_.properties.find("Name");
      const std::optional<std::string> told = name->as_text();
      const std::optional<std::string> of_rule = own == nullptr ? std::nullopt : own->as_text();
      return told && of_rule ? policy::to_truth(told == of_rule) : Truth::unknown;
    }
    return Truth::no;
  }

  [[nodiscard]] bool hangs_on_another_bus() const {
    for (const char* property : {"EventBusName", "event_bus_name"}) {
      const Value* bus = rule_.properties.find(property);
      if (value::is_given(bus) && bus->as_text() != "default") return true;
    }
    return false;
  }

  void switched_off(const Setting& setting) {
    troubles.push_back({"it is switched off", *setting.value, setting.guard, "switch the rule on"});
  }

  const engine::Facts& facts_;
  const Resource& rule_;
  const EventRuleNames& names_;
  std::vector<std::string> matched_;
  Truth sign_in_ = Truth::no;
  Truth calls_ = Truth::no;
};

engine::Finding start(const Resource& resource, const Value& pattern, policy::Answer answer);

void report(const Resource& rule, const Value& pattern, const Judgement& judgement,
            engine::Findings& findings) {
  if (judgement.troubles.empty()) {
    engine::Finding finding = start(
        rule, pattern, judgement.reasons.empty() ? safe(judgement.proof()) : undecided(judgement.reasons));
    finding.message = judgement.reasons.empty()
                          ? rule.address + " tells of use of the root user"
                          : "whether " + rule.address + " tells of use of the root user depends on " +
                                depends_on(judgement.reasons);
    findings.push_back(std::move(finding));
    return;
  }
  const Trouble& first = judgement.troubles.front();
  engine::Finding finding = start(rule, first.value.value_or(pattern), violation());
  finding.message = rule.address + " is to tell of use of the root user and does not: ";
  for (const Trouble& trouble : judgement.troubles)
    finding.message += (&trouble == &first ? "" : "; ") + trouble.what + under(trouble.guard);
  finding.fix = engine::Fix{first.fix, {}};
  findings.push_back(std::move(finding));
}

void check(const engine::Facts& facts, engine::Findings& findings) {
  const std::vector<RootEvent> events = root_events();
  for (const Resource& resource : facts.resources)
    for (const EventRuleNames& names : event_rule_names()) {
      if (resource.type != names.type) continue;
      for (const NestedValue& written : values_at(resource.properties, names.pattern)) {
        const std::optional<Value> pattern = event_pattern_of(written.value);
        if (!pattern || event_pattern_asks_for_root(*pattern) != policy::Truth::yes) continue;
        Judgement judgement(facts, resource, names);
        judgement.match(*pattern, written.guard, events);
        judgement.region();
        judgement.state();
        judgement.targets();
        report(resource, *pattern, judgement, findings);
      }
    }
}

}  // namespace

extern const engine::Rule rp604;
const engine::Rule rp604{
    {
        .id = "RP604",
        .name = "root-eventbridge-rule-wrong",
        .family = "monitoring",
        .severity = engine::Severity::medium,
        .tier = engine::Tier::default_on,
        .summary = "an EventBridge rule about the root user that never tells anybody",
        .meaning = R"md(
Looks at EventBridge rules whose pattern asks for root in a field of `userIdentity`, in whatever spelling, and runs the pattern on what CloudTrail records of root users:
sign-in, MFA, recovery and change of the password, change of the e-mail address, API calls with an access key and from the console. Fields that differ from event to event (the action, the address) match if they can.

- **violation**: no such event can match (`*` is a star but in `{"wildcard": …}`); the rule is switched off; or it has no target.
- **safe**: some event matches, the rule is on and has a target, or an alarm counts how often it matches (`AWS/Events`, `RuleName`).
- **undecided**: the pattern or the state is not known, an operator is not evaluated (`numeric`, `cidr`), or its targets may be elsewhere, or may not exist where the rule does; a target under the
  same condition as its rule does.

CloudTrail records sign-in of a root user in us-east-1. A rule on the default event bus of another Region that asks for sign-in alone is a **violation** where its Region is
known and no EventBridge rule of the code is, or may be, in us-east-1, from where events could be forwarded. Nothing is said of Regions in China and GovCloud.
)md",
        .why = R"md(
A pattern with `root` instead of `Root`, or with `source: aws.signin` and the detail type of API calls, deploys without complaint and stays silent for ever. That is noticed when somebody
has used the root user.
)md",
        .bad = R"md(
```yaml
Root:
  Type: AWS::Events::Rule
  Properties:
    State: DISABLED
    EventPattern: {detail: {userIdentity: {type: [Root]}}}
```
```hcl
resource "aws_cloudwatch_event_rule" "bad" {
  name          = "root"
  event_pattern = jsonencode({ detail = { userIdentity = { type = ["root"] } } })
}
```
)md",
        .good = R"md(
```yaml
Root:
  Type: AWS::Events::Rule
  Properties:
    EventPattern: {detail: {userIdentity: {type: [Root]}}}
    Targets: [{Id: security, Arn: !Ref SecurityTopic}]
```
```hcl
resource "aws_cloudwatch_event_rule" "good" {
  name          = "root"
  event_pattern = jsonencode({ detail = { userIdentity = { type = ["Root"] } } })
}
resource "aws_cloudwatch_event_target" "good" {
  rule = aws_cloudwatch_event_rule.good.name
  arn  = aws_sns_topic.security.arn
}
```
)md",
        .fix = R"md(
Write `{"detail": {"userIdentity": {"type": ["Root"]}}}`, leave the rule on, and send it where people look. Reading calls (`Get…`, `List…`, `Describe…`) arrive only in the state
`ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS`.
)md",
        .mappings =
            "CIS AWS 3.0 4.3, CIS AWS 5.0 4.3, CIS AWS 7.0 5.3, Security Hub CloudWatch.1, Prowler "
            "cloudwatch_log_metric_filter_root_usage, ISO 27001:2022 A.8.15, ISO 27001:2022 A.8.16, NIST "
            "800-171 3.14.6, NIST 800-171 3.14.7, PCI DSS 3.2.1 7.2.1",
    },
    check};

namespace {

engine::Finding start(const Resource& resource, const Value& at, policy::Answer answer) {
  const source::Span place = place_of(at);
  engine::Finding finding =
      engine::make_finding(rp604, resource, std::move(answer), place.empty() ? resource.span : place);
  finding.origin = at.origin();
  return finding;
}

}  // namespace
}  // namespace rootproof::rules
