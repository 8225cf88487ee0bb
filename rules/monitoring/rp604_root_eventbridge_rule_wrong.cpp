#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/arn.h"
#include "parsers/regions.h"
#include "parsers/value/value_set.h"
#include "rules/answers.h"
#include "rules/lockouts/nested_values.h"
#include "rules/monitoring/event_pattern.h"
#include "rules/monitoring/event_rules.h"
#include "rules/monitoring/receivers.h"
#include "rules/monitoring/root_metrics.h"
#include "rules/monitoring/settings.h"
#include "rules/root_credentials/texts.h"

namespace rootproof::rules {
namespace {

using policy::Truth;
using value::Value;

constexpr std::string_view kDefaultBus = "default";

/// What a rule or a target calls its bus: the default one unless it says something else.
Value bus_of(const Resource& resource, std::string_view property) {
  const Value* written = resource.properties.find(property);
  return value::is_given(written) ? *written : Value::string(std::string(kDefaultBus));
}

/// By name or by ARN.
bool is_default_bus(const Value& bus) {
  const std::optional<std::string> text = bus.as_text();
  return text && (*text == kDefaultBus || text->ends_with(":event-bus/default"));
}

/// Whether a target resource belongs to a rule: it names the rule, or refers to it, on the same bus.
Truth is_target_of(const Resource& target, const Resource& rule) {
  const Value bus = bus_of(target, "event_bus_name");
  const Value own_bus = bus_of(rule, "event_bus_name");
  const bool both_named = bus.is(Value::Kind::string) && own_bus.is(Value::Kind::string);
  if (both_named && is_default_bus(bus) != is_default_bus(own_bus)) return Truth::no;
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

/// What is wrong with a rule, or what is not known.
struct Trouble {
  std::string what;
  std::optional<Value> value;
  value::Guard guard;
  std::string fix;
};

class Judgement {
 public:
  Judgement(const engine::Facts& facts, const NamedResources& named, const Resource& rule,
            const EventRuleNames& names)
      : facts_(facts), named_(named), receivers_(facts, named), rule_(rule), names_(names) {}

  void match(const Value& pattern, const value::Guard& guard) {
    sight_ = look(pattern);
    if (sight_.any == Truth::unknown) add_reasons(reasons, sight_.reasons);
    if (sight_.any != Truth::no) return;
    const std::optional<PatternMatch>& nearest = sight_.nearest;
    Trouble trouble;
    trouble.what = "its pattern matches no event of a root user, neither sign-in nor API calls";
    if (nearest && nearest->wanted)
      trouble.what +=
          ": " + nearest->path + " is " + nearest->is + " in them, not " + nearest->wanted->to_display();
    else if (nearest && !nearest->is.empty())
      trouble.what += ": " + nearest->is;
    if (nearest && nearest->wanted && nearest->wanted->to_display().find('*') != std::string::npos &&
        nearest->wanted->to_display().find("wildcard") == std::string::npos)
      trouble.what += R"( (EventBridge takes * literally but in {"wildcard": …}))";
    trouble.value = nearest && nearest->wanted ? *nearest->wanted : pattern;
    trouble.guard = guard;
    trouble.fix = R"(write the pattern {"detail": {"userIdentity": {"type": ["Root"]}}})";
    troubles.push_back(std::move(trouble));
  }

  /// Rules of other Regions may be fed by one in kGlobalRegion, or hang on a bus of their own.
  void region() {
    const bool unsure = sight_.any == Truth::yes && sight_.regional == Truth::unknown;
    if (unsure && is_elsewhere() && is_default_bus(bus_of(rule_, names_.bus)))
      add_reasons(reasons, sight_.reasons);
    const bool from_there_alone = sight_.any == Truth::yes && sight_.regional == Truth::no;
    if (!from_there_alone || !is_elsewhere() || !is_default_bus(bus_of(rule_, names_.bus))) return;
    const std::string there(kGlobalRegion);
    const auto may_be_there = [](const Resource& other) {
      return std::any_of(event_rule_names().begin(), event_rule_names().end(),
                         [&](const EventRuleNames& names) { return other.type == names.type; }) &&
             (other.region == kGlobalRegion || partition_of_region(other.region).empty());
    };
    const std::string events = sight_.calls == Truth::no     ? "sign-in of the root user"
                               : sight_.sign_in == Truth::no ? "calls of global services"
                                                             : "sign-in and calls of global services";
    if (std::any_of(facts_.resources.begin(), facts_.resources.end(), may_be_there))
      return add_reasons(
          reasons,
          {{value::ReasonKind::external_target,
            "what sends " + events + ", recorded in " + there + ", to " + rule_.region, rule_.span}});
    troubles.push_back({sight_.calls == Truth::no
                            ? "it asks for sign-in alone, which CloudTrail records in " + there +
                                  " for root users, and lies in " + rule_.region
                            : "it asks for " + events + " alone, which CloudTrail records in " + there +
                                  ", and lies in " + rule_.region,
                        std::nullopt,
                        {},
                        "put the rule into " + there});
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
    std::vector<std::string> refused;
    const auto reaches = [&](const Resource& from, const Value* arn) {
      Acceptance acceptance = reach(from, arn);
      premise_ = acceptance.premise;
      if (acceptance.truth == Truth::no) refused.push_back(std::move(acceptance.refusal));
      if (acceptance.truth == Truth::unknown) add_reasons(unknown, acceptance.reasons);
      return acceptance.truth;
    };
    if (!names_.targets.empty()) {
      for (const NestedValue& list : values_at(rule_.properties, names_.targets)) {
        if (!list.value.is(Value::Kind::list)) {
          // A list that is not known is given for a purpose.
          if (rule_.guard.implies(list.guard)) return;
          add_reasons(unknown, doubts_beside(rule_, list.guard));
          continue;
        }
        for (const NestedValue& target : items_of(list.value)) {
          const Truth reached = reaches(rule_, target.value.find(names_.target_arn));
          if (reached == Truth::yes && rule_.guard.implies(list.guard & target.guard)) return;
          if (reached != Truth::no) add_reasons(unknown, doubts_beside(rule_, list.guard & target.guard));
        }
      }
    } else {
      for (const Resource& target : facts_.resources) {
        if (target.type != "aws_cloudwatch_event_target" || target.unit != rule_.unit) continue;
        if ((rule_.guard & target.guard).impossible()) continue;
        // A name means another rule in another Region.
        const Truth together = same_place(target, rule_);
        const Truth named = is_target_of(target, rule_);
        const Truth mine = policy::both(named, together);
        if (named == Truth::unknown) add_reasons(unknown, target.properties.find("rule")->reasons());
        if (mine == Truth::unknown && together == Truth::unknown)
          add_reasons(unknown,
                      {{value::ReasonKind::unknown_variable,
                        "whether " + target.address + " is in the Region and account of " + rule_.address,
                        target.span}});
        if (mine != Truth::yes) continue;
        const Truth reached = reaches(target, target.properties.find(names_.target_arn));
        if (reached == Truth::yes && is_there_with_rule(target)) return;
        if (reached != Truth::no) add_reasons(unknown, doubts_beside(target, {}));
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
    if (!refused.empty())
      return troubles.push_back(
          {refused.front(), std::nullopt, {}, "give the rule a target that takes its events"});
    troubles.push_back({"it has no target, so nobody is told", std::nullopt, {}, "give the rule a target"});
  }

  /// What CloudTrail records reaches the default bus; to others, something has to send it on.
  void bus() {
    const Value written = bus_of(rule_, names_.bus);
    if (is_default_bus(written)) return;
    if (written.as_text() || named_.mentioned(rule_, written) != nullptr)
      add_reasons(reasons,
                  {{value::ReasonKind::external_target,
                    "what sends the events of CloudTrail to the event bus " + shown(written), rule_.span}});
    else
      add_reasons(reasons, written.reasons());
  }

  std::vector<Trouble> troubles;
  std::vector<value::Reason> reasons;

  [[nodiscard]] policy::Answer proof() const {
    std::string text = "matches";
    for (const std::string& name : sight_.matched) text += (text == "matches" ? " " : ", ") + name;
    policy::Answer answer = safe(text + " of the root user");
    if (sight_.regional == Truth::no && rule_.region != kGlobalRegion)
      answer.proof.push_back(
          "it is deployed to " + std::string(kGlobalRegion) + ", where CloudTrail records " +
          (sight_.calls == Truth::no ? "sign-in of root users" : "calls of global services"));
    if (!sight_.premise.empty()) answer.proof.push_back(sight_.premise);
    if (!premise_.empty()) answer.proof.push_back(premise_);
    return answer;
  }

 private:
  /// What a pattern matches of all events of root users.
  struct Sight {
    Truth any = Truth::no;
    Truth regional = Truth::no;  ///< of those that are recorded in the Region where something is done
    Truth sign_in = Truth::no;
    Truth calls = Truth::no;
    std::vector<std::string> matched;
    std::vector<value::Reason> reasons;
    std::optional<PatternMatch> nearest;
    std::string premise;
  };

  [[nodiscard]] bool is_elsewhere() const {
    return rule_.region != kGlobalRegion && partition_of_region(rule_.region) == kCommonPartitions.front();
  }

  /// Where nothing tells the partition, that of most accounts counts.
  [[nodiscard]] Sight look(const Value& pattern) const {
    EventPlace place = place_of_events(rule_);
    const bool somewhere = place.partition.empty();
    if (somewhere) place.partition = kCommonPartitions.front();
    Sight sight = look_with_others(pattern, place);
    if (!somewhere || sight.any == Truth::unknown) return sight;
    for (const std::string_view partition : kCommonPartitions) {
      place.partition = partition;
      if (look_with_others(pattern, place).any == sight.any) continue;
      if (sight.any == Truth::yes) {
        sight.premise = "it is deployed to the partition " + std::string(kCommonPartitions.front());
        break;
      }
      sight.any = Truth::unknown;
      sight.reasons = {
          {value::ReasonKind::unknown_variable, "the partition of " + rule_.address, rule_.span}};
      break;
    }
    return sight;
  }

  /// Events of other accounts and Regions reach a bus where something sends them.
  [[nodiscard]] Sight look_with_others(const Value& pattern, const EventPlace& place) const {
    Sight own = look_at(pattern, place);
    if (own.any != Truth::no || look_at(pattern, {place.partition, {}, {}}).any != Truth::yes) return own;
    own.any = Truth::unknown;
    own.reasons = {{value::ReasonKind::external_target,
                    "what sends events of other accounts or Regions to " + rule_.address, rule_.span}};
    return own;
  }

  /// Why no event has several fields together says most, else the deepest field that differs.
  static bool says_more(const PatternMatch& match, const PatternMatch& other) {
    const auto is_of_several = [](const PatternMatch& each) { return !each.wanted && !each.is.empty(); };
    if (is_of_several(match) != is_of_several(other)) return is_of_several(match);
    return match.path.size() > other.path.size();
  }

  [[nodiscard]] Sight look_at(const Value& pattern, const EventPlace& place) const {
    Sight sight;
    for (const RootEvent& sort : root_events()) {
      const RootEvent event = recorded_at(sort, place);
      PatternMatch match = match_pattern(pattern, event);
      sight.any = policy::either(sight.any, match.matches);
      if (!event.sign_in) sight.regional = policy::either(sight.regional, match.regional);
      Truth& kind = event.sign_in ? sight.sign_in : sight.calls;
      kind = policy::either(kind, match.matches);
      if (match.matches == Truth::unknown || match.regional == Truth::unknown)
        add_reasons(sight.reasons, match.reasons);
      const bool arrives = !is_elsewhere() || (!event.sign_in && match.regional == Truth::yes);
      if (match.matches == Truth::yes && arrives) sight.matched.push_back(event.name);
      if (match.matches == Truth::no && (!sight.nearest || says_more(match, *sight.nearest)))
        sight.nearest = std::move(match);
    }
    return sight;
  }

  /// Whether a target takes what the rule sends, and somebody reads it.
  [[nodiscard]] Acceptance reach(const Resource& from, const Value* arn) const {
    const Resource* receiver = arn == nullptr ? nullptr : named_.mentioned(from, *arn);
    const std::string text = arn == nullptr ? std::string() : arn->as_text().value_or("");
    const std::string_view region = arn_component(text, 3);
    const bool abroad = !partition_of_region(region).empty() && !partition_of_region(rule_.region).empty() &&
                        region != rule_.region && arn_component(text, 2) != "events";
    if (abroad || (receiver != nullptr && same_place(rule_, *receiver) != Truth::yes))
      return {Truth::unknown,
              {},
              {{value::ReasonKind::external_target,
                "whether " + rule_.address + " may reach " +
                    (receiver == nullptr ? text : receiver->address) + " in another Region or account",
                rule_.span}}};
    if (receiver == nullptr) return {};
    Acceptance acceptance = receivers_.takes_events(*receiver);
    if (acceptance.truth == Truth::no)
      acceptance.refusal =
          "its target " + receiver->address + " does not take what it sends: " + acceptance.refusal;
    if (acceptance.truth != Truth::yes || !is_topic(*receiver)) return acceptance;
    Subscribers subscribers = receivers_.subscribers_of(*receiver, rule_.guard);
    if (subscribers.any && subscribers.doubts.empty()) return acceptance;
    if (subscribers.any) return {Truth::unknown, {}, std::move(subscribers.doubts)};
    std::vector<value::Reason> others = receivers_.other_subscribers(*receiver);
    if (!others.empty()) return {Truth::unknown, {}, std::move(others)};
    const std::string topic = "its target " + receiver->address;
    return {Truth::no,
            subscribers.refusal.empty() ? "nobody subscribes in this code to " + topic
                                        : topic + " reaches nobody: " + subscribers.refusal,
            {}};
  }

  /// A number of instances that is not known is a condition of its own, which no other resource has.
  [[nodiscard]] bool is_there_with_rule(const Resource& target) const {
    const bool conditional = !target.guard.always();
    return (conditional || !target.may_be_absent) && doubts_by_others(target).empty() &&
           rule_.guard.implies(target.guard);
  }

  /// Why a target may be missing where the rule is there.
  [[nodiscard]] std::vector<value::Reason> doubts_beside(const Resource& target, value::Guard guard) const {
    guard = target.guard & guard;
    std::erase_if(guard.terms, [&](const value::GuardTerm& term) { return rule_.guard.implies(term); });
    const bool own = &target == &rule_;
    std::vector<value::Reason> doubts = doubts_about(guard, !own && target.may_be_absent ? &target : nullptr);
    if (!own) add_reasons(doubts, doubts_by_others(target));
    return doubts;
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
      const Value* metric = alarm.properties.find(names.metric);
      const std::optional<std::string> counted = metric == nullptr ? std::nullopt : metric->as_text();
      if (counted && *counted != "TriggeredRules" && *counted != "MatchedEvents" && *counted != "Invocations")
        return Truth::no;
      const Value* name = dimensions->find("RuleName");
      if (dimensions->is(Value::Kind::list))
        for (const Value& item : dimensions->items())
          if (const Value* key = item.find(names.dimension_name);
              key != nullptr && key->as_text() == "RuleName")
            name = item.find(names.dimension_value);
      const Truth mine = name == nullptr ? Truth::unknown : names_this_rule(alarm, *name);
      return mine == Truth::yes && !(counted && acts(alarm, names)) ? Truth::unknown : mine;
    }
    return Truth::no;
  }

  [[nodiscard]] Truth names_this_rule(const Resource& alarm, const Value& name) const {
    if (const Resource* owner = named_.mentioned(alarm, name)) return policy::to_truth(owner == &rule_);
    const Value* own = rule_.properties.find("name");
    if (own == nullptr) own = rule_.properties.find("Name");
    const std::optional<std::string> told = name.as_text();
    const std::optional<std::string> of_rule = own == nullptr ? std::nullopt : own->as_text();
    return told && of_rule ? policy::to_truth(told == of_rule) : Truth::unknown;
  }

  /// Whether an alarm is there with the rule, and has an action that is switched on.
  [[nodiscard]] bool acts(const Resource& alarm, const AlarmNames& names) const {
    const Value* actions = alarm.properties.find(names.actions);
    const bool empty = value::is_given(actions) && actions->is(Value::Kind::list) && actions->items().empty();
    const std::vector<Setting> switches = settings(alarm.properties, names.enabled, "true");
    return value::is_given(actions) && !empty && is_there_with_rule(alarm) &&
           std::all_of(switches.begin(), switches.end(), [](const Setting& setting) {
             return setting.text && lower_case(*setting.text) != "false";
           });
  }

  void switched_off(const Setting& setting) {
    troubles.push_back({"it is switched off", *setting.value, setting.guard, "switch the rule on"});
  }

  const engine::Facts& facts_;
  const NamedResources& named_;
  Receivers receivers_;
  const Resource& rule_;
  const EventRuleNames& names_;
  Sight sight_;
  std::string premise_;  ///< of the last target that was looked at
};

engine::Finding start(const Resource& resource, const Value& at, policy::Answer answer);

void report(const Resource& rule, const Value& pattern, const Judgement& judgement,
            engine::Findings& findings) {
  if (judgement.troubles.empty()) {
    engine::Finding finding =
        start(rule, pattern, judgement.reasons.empty() ? judgement.proof() : undecided(judgement.reasons));
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
  std::optional<NamedResources> named;
  for (const Resource& resource : facts.resources) {
    for (const EventRuleNames& names : event_rule_names()) {
      if (resource.type != names.type) continue;
      for (const NestedValue& written : values_at(resource.properties, names.pattern)) {
        const std::optional<Value> pattern = event_pattern_of(written.value);
        if (!pattern || event_pattern_asks_for_root(*pattern) != policy::Truth::yes) continue;
        if (!named) named.emplace(facts);
        Judgement judgement(facts, *named, resource, names);
        judgement.match(*pattern, written.guard);
        judgement.bus();
        judgement.region();
        judgement.state();
        judgement.targets();
        report(resource, *pattern, judgement, findings);
      }
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

- **violation**: no such event can match (`*` is a star but in `{"wildcard": …}`); the rule is switched off; it has no target; or none of its targets takes what it sends: a topic or queue of this code whose policies do not let
  `events.amazonaws.com` in (a topic's default policy does not), a topic encrypted with `alias/aws/sns` or another key that keeps it out, a function without such a permission, a topic to
  which nobody subscribes but functions and queues of this code that do not let `sns.amazonaws.com` in.
- **safe**: some event matches, the rule is on and has a target, or an alarm counts how often it matches (`AWS/Events`, `RuleName`).
- **undecided**: the pattern or the state is not known, an operator is not evaluated (`numeric`, `cidr`), or its targets may be elsewhere, or may not exist where the rule does; a target under the
  same condition as its rule does. The rule is on an event bus of its own, and who sends the events of CloudTrail there is not known: they reach the default bus.

Events are those of the partition, the account and the Region that the rule is deployed to, as far as the code tells; one that takes nothing but events of other accounts or Regions is undecided: something may send them.
Where nothing tells the partition, a pattern that names one is safe in the partition `aws` alone, and the proof says so. `source` and `eventSource` name one service: `aws.cloudtrail` never goes with `iam.amazonaws.com`. A pattern
that only calls of a service can match that AWS does not document is undecided, be the service named or asked for by a beginning, an end or a wildcard. So are all fields with the account, and both with the Region, those of one.

CloudTrail records sign-in of a root user in us-east-1, and so it does calls of CloudFront, IAM, Organizations and Route 53. A rule on the default event bus of another Region that asks for those alone is a **violation** where its Region is
known and no EventBridge rule of the code is, or may be, in us-east-1, from where events could be forwarded; else it is undecided. Where the Region is not known, the proof rests on its being us-east-1, and says so. Nothing of this is said of Regions in China and GovCloud.
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
