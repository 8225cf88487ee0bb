#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "parsers/arn.h"
#include "parsers/regions.h"
#include "parsers/value/value_set.h"
#include "rules/answers.h"
#include "rules/lockouts/nested_values.h"
#include "rules/monitoring/event_pattern.h"
#include "rules/monitoring/event_rules.h"
#include "rules/monitoring/log_filter.h"
#include "rules/monitoring/receivers.h"
#include "rules/monitoring/root_alarm.h"
#include "rules/monitoring/root_metrics.h"
#include "rules/monitoring/settings.h"
#include "rules/monitoring/trails.h"
#include "rules/root_credentials/named_resources.h"
#include "rules/root_credentials/texts.h"

namespace rootproof::rules {
namespace {

using policy::Truth;
using value::Value;

/// Where a trail names the log group it writes to.
struct TrailGroup {
  std::string_view type;
  std::string_view group;
};
constexpr TrailGroup kTrailGroups[] = {
    {"AWS::CloudTrail::Trail", "CloudWatchLogsLogGroupArn"},
    {"aws_cloudtrail", "cloud_watch_logs_group_arn"},
    {"awscc_cloudtrail_trail", "cloudwatch_logs_log_group_arn"},
};

/// What one template or root module has of the chain from trail to people.
struct Chain {
  std::vector<std::pair<const Resource*, const Value*>> trails;  ///< with the log group they write to
  const Resource* without_group = nullptr;                       ///< a trail that writes to none
  std::vector<RootMetric> metrics;
  bool has_event_rule = false;      ///< RP604 judges it
  std::vector<value::Reason> open;  ///< why something else may look for root users, too
};

/// Where a chain ends.
struct End {
  enum class Kind : std::uint8_t { told, broken, judged_elsewhere, unknown };
  Kind kind = Kind::broken;
  const Resource* at = nullptr;
  std::string message;
  std::string fix;
  std::vector<value::Reason> reasons;
  std::vector<std::string> premises = {};  ///< of a chain that is complete

  /// Of several alarms on one metric, the one that says most: one that tells somebody for sure, then one that
  /// may, and a broken one last.
  [[nodiscard]] int certainty() const {
    if (kind == Kind::told) return reasons.empty() ? 3 : 2;
    return kind == Kind::broken ? 0 : 1;
  }
};

class Chains {
 public:
  explicit Chains(const engine::Facts& facts)
      : facts_(facts), named_(facts), receivers_(facts, named_), metrics_(root_metrics(facts)) {
    for (const RootMetric& metric : metrics_) chains_[metric.filter->unit].metrics.push_back(metric);
    for (const Resource& resource : facts.resources) {
      for (const TrailGroup& trail : kTrailGroups) {
        if (resource.type != trail.type) continue;
        const Value* group = resource.properties.find(trail.group);
        // An empty text is no log group, and no filter finds what is not recorded.
        const bool writes = value::is_given(group) && group->as_text() != "";
        if (writes && !trail_of(resource)->records_data_only())
          chains_[resource.unit].trails.emplace_back(&resource, group);
        else
          without_group_[resource.unit] = &resource;
      }
      look_at_patterns(resource);
    }
    for (auto& [unit, chain] : chains_)
      if (const auto found = without_group_.find(unit); found != without_group_.end())
        chain.without_group = found->second;
  }

  [[nodiscard]] const std::map<std::string, Chain>& all() const { return chains_; }

  /// Where the chain of one metric ends, from its filter on.
  [[nodiscard]] End follow(const RootMetric& metric, const Chain& chain) const {
    if (metric.sight.finds_nothing())
      return {End::Kind::judged_elsewhere, metric.filter, {}, {}, {}};  // RP602
    std::vector<value::Reason> elsewhere;  // why nothing may arrive: the trail writes elsewhere, perhaps
    if (!metric.sight.is_decided())
      add_reasons(elsewhere,
                  reasons_of_sight(*metric.filter->properties.find(metric.names->pattern), metric.sight));
    if (std::optional<End> end = wrong_group(metric, chain, elsewhere)) return *std::move(end);
    std::vector<value::Reason> unknown = unseen_parts(facts_, metric.filter->unit);
    std::optional<End> own;    // of the alarms of this unit
    std::optional<End> other;  // of those of other code that may be meant to read the metric
    for (const Resource& resource : facts_.resources) {
      for (const AlarmNames& names : alarm_names()) {
        if (resource.type != names.type) continue;
        const Truth reads = reads_metric(resource, names, metric, unknown);
        if (reads != Truth::yes) continue;
        if (reads_metric_of_its_own(resource, names, metric) ||
            signs_in_otherwise(resource, *metric.filter)) {
          add_reasons(unknown,
                      {{value::ReasonKind::external_target,
                        "whether " + resource.address + ", in other code, is deployed to the account of " +
                            metric.filter->address,
                        resource.span}});
          continue;
        }
        End of_alarm = follow_alarm(resource, names, metric);
        if (of_alarm.kind == End::Kind::told) {
          of_alarm.premises.emplace_back(chain.trails.empty()
                                             ? "a trail of other code writes to the log group"
                                             : "so is a trail that writes to the log group "
                                               "(RP605 says what it records)");
          of_alarm.premises.insert(of_alarm.premises.end(), metric.sight.premises.begin(),
                                   metric.sight.premises.end());
          if (metric.sight.all == Truth::no)
            of_alarm.premises.emplace_back("of use of the root user, the filter finds some events (RP602)");
          add_reasons(of_alarm.reasons, doubts_as_written(*metric.filter));
          add_reasons(of_alarm.reasons, elsewhere);
        }
        std::optional<End>& end = resource.unit == metric.filter->unit ? own : other;
        if (!end || end->certainty() < of_alarm.certainty()) end = std::move(of_alarm);
      }
    }
    if (other && (!own || (other->kind == End::Kind::told && own->certainty() < other->certainty())))
      return *std::move(other);
    if (own) return *std::move(own);
    if (!unknown.empty()) return {End::Kind::unknown, metric.filter, {}, {}, std::move(unknown)};
    return {End::Kind::broken,
            metric.filter,
            metric.filter->address + " counts use of the root user as " + shown(metric.name_space) + "/" +
                shown(metric.name) + ", and no alarm of this code reads that metric: nobody is told",
            "add an alarm on the metric: Sum, GreaterThanOrEqualToThreshold 1, with an action that reaches "
            "people",
            {}};
  }

  /// A trail in whose unit nothing looks for root.
  [[nodiscard]] End unwatched(const Resource& trail, const Value& group) const {
    std::vector<value::Reason> unknown = unseen_parts(facts_, trail.unit);
    add_reasons(unknown, chains_.at(trail.unit).open);
    if (named_.mentioned(trail, group) == nullptr)
      add_reasons(unknown, group.reasons().empty()
                               ? std::vector<value::Reason>{{value::ReasonKind::external_target,
                                                             "metric filters of " + shown(group), trail.span}}
                               : group.reasons());
    for (const RootMetric& metric : metrics_)
      if (may_read(metric, named_.mentioned(trail, group)))
        add_reasons(unknown, {{value::ReasonKind::partial_organization,
                               "whether " + metric.filter->address + ", in other code, reads its log group",
                               trail.span}});
    if (!unknown.empty()) return {End::Kind::unknown, &trail, {}, {}, std::move(unknown)};
    return {End::Kind::broken,
            &trail,
            trail.address +
                " writes to CloudWatch Logs, and neither a metric filter nor an EventBridge rule of this "
                "code looks for the root user: its use raises no alarm",
            "add the metric filter of CIS with an alarm (RP602, RP603), or an EventBridge rule (RP604)",
            {}};
  }

 private:
  /// Event rules that ask for root users, and whatever may do so.
  void look_at_patterns(const Resource& resource) {
    Chain* chain = nullptr;
    const auto note = [&](Truth asks, const Value& pattern) {
      if (asks == Truth::no) return;
      if (chain == nullptr) chain = &chains_[resource.unit];
      if (asks == Truth::unknown)
        add_reasons(chain->open,
                    pattern.reasons().empty()
                        ? std::vector<value::Reason>{{value::ReasonKind::unsupported_operator,
                                                      "the syntax of the pattern of " + resource.address,
                                                      pattern.origin().span()}}
                        : pattern.reasons());
    };
    for (const EventRuleNames& names : event_rule_names()) {
      if (resource.type != names.type) continue;
      for (const NestedValue& written : values_at(resource.properties, names.pattern)) {
        const std::optional<Value> pattern = event_pattern_of(written.value);
        if (!pattern && written.value.fully_known()) continue;  // no JSON: EventBridge refuses it
        const Truth asks = pattern ? event_pattern_asks_for_root(*pattern) : Truth::unknown;
        note(asks, written.value);
        if (asks == Truth::yes) chain->has_event_rule = true;
      }
    }
    for (const FilterNames& names : filter_names()) {
      if (resource.type != names.type) continue;
      for (const NestedValue& written : values_at(resource.properties, names.pattern))
        if (const Truth asks = filter_asks_for_root(written.value); asks == Truth::unknown)
          note(asks, written.value);
    }
  }

  /// Whether the filter of other code may read a log group of this one: by a name that is the same, or not
  /// known.
  [[nodiscard]] bool may_read(const RootMetric& metric, const Resource* group) const {
    const Value* written = metric.filter->properties.find(metric.names->log_group);
    if (written == nullptr || named_.mentioned(*metric.filter, *written) != nullptr) return false;
    if (group == nullptr) return true;
    const Value* name =
        group->properties.find(group->language == Language::cloudformation ? "LogGroupName" : "name");
    if (name == nullptr) return !written->as_text();  // a made-up name is not written down anywhere
    return !name->as_text() || !written->as_text() || name->as_text() == written->as_text();
  }

  /// The filter reads a log group of this code, and the trails write to others; or it reads one in a Region
  /// or account where no trail writes. `elsewhere` gets why that may be.
  [[nodiscard]] std::optional<End> wrong_group(const RootMetric& metric, const Chain& chain,
                                               std::vector<value::Reason>& elsewhere) const {
    const Value* written = metric.filter->properties.find(metric.names->log_group);
    const Resource* group = written == nullptr ? nullptr : named_.mentioned(*metric.filter, *written);
    if (group != nullptr) {
      if (std::optional<End> end = apart(metric, *group, elsewhere)) return end;
      add_reasons(elsewhere, doubts_about(*group));
    }
    if (chain.trails.empty()) {
      if (group != nullptr && chain.without_group != nullptr)
        return End{End::Kind::broken,
                   metric.filter,
                   metric.filter->address + " looks for the root user in " + group->address + ", but " +
                       chain.without_group->address + " does not write to CloudWatch Logs",
                   "let the trail write to the log group that the filter reads",
                   {}};
      if (group != nullptr)
        add_reasons(elsewhere, {{value::ReasonKind::external_target,
                                 "which trail writes to " + group->address, group->span}});
      return std::nullopt;
    }
    std::optional<std::vector<value::Reason>> doubts;
    for (const auto& [trail, target] : chain.trails) {
      const Truth writes = writes_there(*trail, *target, metric, group);
      if (writes == Truth::no) continue;
      std::vector<value::Reason> why = doubts_as_written(*trail);
      if (target->is(Value::Kind::one_of)) add_reasons(why, target->reasons());
      if (writes == Truth::unknown)
        add_reasons(why,
                    {{value::ReasonKind::unknown_variable,
                      "whether " + trail->address + " writes to the log group of " + metric.filter->address,
                      metric.filter->span}});
      if (!doubts || why.size() < doubts->size()) doubts = std::move(why);
    }
    if (doubts) {
      add_reasons(elsewhere, *doubts);
      return group == nullptr ? apart(metric, *chain.trails.front().first, elsewhere) : std::nullopt;
    }
    return End{End::Kind::broken,
               metric.filter,
               metric.filter->address + " looks for the root user in " +
                   (group == nullptr ? shown(*written) : group->address) + ", but " +
                   chain.trails.front().first->address + " does not write there",
               "let the filter read the log group of the trail",
               {}};
  }

  /// A log group as it is named: by a resource, whose name may be known, or by its name or ARN.
  [[nodiscard]] Value group_name(const Resource* group, const Value& written) const {
    if (group == nullptr) {
      const std::optional<std::string> text = written.as_text();
      constexpr std::string_view kArn = ":log-group:";
      const std::size_t begin = text ? text->find(kArn) : std::string::npos;
      if (begin == std::string::npos) return written;
      const std::string name = text->substr(begin + kArn.size());
      return Value::string(name.substr(0, name.find(':')), written.origin());
    }
    const Value* name =
        group->properties.find(group->language == Language::cloudformation ? "LogGroupName" : "name");
    if (name == nullptr) name = group->properties.find("log_group_name");
    return name == nullptr
               ? Value::unknown({value::ReasonKind::resource_attribute, group->address, group->span})
               : *name;
  }

  [[nodiscard]] Truth writes_there(const Resource& trail, const Value& target, const RootMetric& metric,
                                   const Resource* group) const {
    if (target.is(Value::Kind::one_of)) {
      Truth all = Truth::yes;
      Truth any = Truth::no;
      for (const value::Alternative& way : target.alternatives()) {
        const Truth writes =
            value::is_given(&way.value) ? writes_there(trail, way.value, metric, group) : Truth::no;
        all = policy::both(all, writes);
        any = policy::either(any, writes);
      }
      return all == any ? all : Truth::unknown;
    }
    for (const char* switched : {"IsLogging", "is_logging", "enable_logging"})
      if (const Value* on = trail.properties.find(switched); on != nullptr && on->as_text() == "false")
        return Truth::no;
    const Resource* other = named_.mentioned(trail, target);
    if (group != nullptr && other != nullptr) return policy::to_truth(group == other);
    const Value* written = metric.filter->properties.find(metric.names->log_group);
    if (written == nullptr) return Truth::unknown;
    return same_name({group_name(other, target), trail}, {group_name(group, *written), *metric.filter});
  }

  /// A filter reads a log group of its own Region and account.
  static std::optional<End> apart(const RootMetric& metric, const Resource& other,
                                  std::vector<value::Reason>& elsewhere) {
    const Truth together = same_place(*metric.filter, other);
    if (together == Truth::unknown)
      add_reasons(elsewhere,
                  {{value::ReasonKind::unknown_variable,
                    "whether " + other.address + " is in the Region and account of " + metric.filter->address,
                    metric.filter->span}});
    if (together != Truth::no) return std::nullopt;
    return End{End::Kind::broken,
               metric.filter,
               metric.filter->address +
                   " looks for the root user in another Region or account than that of " + other.address +
                   ": it never sees an event",
               "let the filter stand where the log group of the trail is",
               {}};
  }

  Truth reads_metric(const Resource& alarm, const AlarmNames& names, const RootMetric& metric,
                     std::vector<value::Reason>& unknown) const {
    Truth reads = Truth::no;
    for (const NestedValue& query : values_at(alarm.properties, names.queries))
      reads = policy::either(reads, names_metric(alarm, names, query.value, metric, unknown));
    return policy::either(reads, names_metric(alarm, names, alarm.properties, metric, unknown));
  }

  /// Whether an alarm of other code has a filter there that writes what it reads: the same code for another
  /// account, unless both are known to be deployed to one.
  [[nodiscard]] bool reads_metric_of_its_own(const Resource& alarm, const AlarmNames& names,
                                             const RootMetric& metric) const {
    const Resource& filter = *metric.filter;
    const bool one_place = is_account_id(alarm.account) && alarm.account == filter.account &&
                           !partition_of_region(alarm.region).empty() && alarm.region == filter.region;
    if (alarm.unit == filter.unit || one_place) return false;
    std::vector<value::Reason> ignored;
    return std::any_of(metrics_.begin(), metrics_.end(), [&](const RootMetric& own) {
      return own.filter->unit == alarm.unit && reads_metric(alarm, names, own, ignored) == Truth::yes;
    });
  }

  /// Whether other code names credentials of its own, which may be those of another account.
  [[nodiscard]] bool signs_in_otherwise(const Resource& alarm, const Resource& filter) const {
    if (alarm.unit == filter.unit || (is_account_id(alarm.account) && alarm.account == filter.account))
      return false;
    const std::string own = sign_in_of(filter);
    const std::string other = sign_in_of(alarm);
    return !own.empty() && !other.empty() && own != other;
  }

  /// How the provider of a resource signs in, as far as its configuration says; empty: as the environment
  /// does.
  [[nodiscard]] std::string sign_in_of(const Resource& resource) const {
    const std::size_t alias = resource.account.rfind('/');
    const std::string suffix = alias == std::string::npos ? "" : "." + resource.account.substr(alias + 1);
    std::string text;
    for (const Resource& provider : facts_.resources) {
      const bool configures =
          provider.kind == ResourceKind::provider && provider.unit == resource.unit &&
          (provider.account == resource.account || provider.address == "provider.aws" + suffix);
      if (!configures) continue;
      for (const char* name : {"profile", "access_key", "shared_credentials_files", "allowed_account_ids",
                               "assume_role", "assume_role_with_web_identity"})
        if (const Value* written = provider.properties.find(name); value::is_given(written))
          text += name + ("=" + written->to_display()) + "\n";
      break;
    }
    return text;
  }

  /// The same of one metric that an alarm, or a query of it, names.
  Truth names_metric(const Resource& alarm, const AlarmNames& names, const Value& named,
                     const RootMetric& metric, std::vector<value::Reason>& unknown) const {
    const Value* name = named.find(names.metric);
    const Value* space = named.find(names.name_space);
    if (name == nullptr || space == nullptr) return Truth::no;
    const Value read = metric_name(*name, metrics_, alarm);
    const Truth of_name = same_name({read, alarm}, {metric.name, *metric.filter});
    const Truth of_space = same_name({*space, alarm}, {metric.name_space, *metric.filter});
    const Truth reads = policy::both(of_name, of_space);
    if (reads == Truth::yes) {
      const MetricReading reading = reading_of(alarm, names, named, metric);
      add_reasons(unknown, reading.reasons);
      return reading.truth;
    }
    if (reads != Truth::unknown) return reads;
    // Alarms of other code whose metric is not known are any alarms.
    if (alarm.unit != metric.filter->unit && (!read.as_text() || !space->as_text())) return Truth::unknown;
    for (const auto& [truth, left, right] :
         {std::tuple(of_name, &read, &metric.name), std::tuple(of_space, space, &metric.name_space)}) {
      if (truth != Truth::unknown) continue;
      add_reasons(unknown, left->reasons());
      add_reasons(unknown, right->reasons());
    }
    return Truth::unknown;
  }

  [[nodiscard]] End follow_alarm(const Resource& alarm, const AlarmNames& names,
                                 const RootMetric& metric) const {
    std::vector<value::Reason> unknown;
    std::vector<value::Reason> switched;
    std::vector<std::string> premises;
    if (value::is_given(alarm.properties.find(names.metric))) {
      AlarmVerdict raised = raised_by_one_event(alarm, names, metric);
      for (const AlarmTrouble& trouble : raised.troubles) {
        if (trouble.guard.always()) return {End::Kind::judged_elsewhere, &alarm, {}, {}, {}};  // RP603
        add_reasons(switched, doubts_about(alarm, trouble.guard));
      }
      add_reasons(switched, raised.reasons);
      premises = std::move(raised.premises);
    } else {
      add_reasons(switched, {{value::ReasonKind::unsupported_operator, "the metric math of " + alarm.address,
                              alarm.span}});
    }
    if (alarm.unit != metric.filter->unit)
      premises.push_back(alarm.address + " is deployed to the account and Region of " +
                         metric.filter->address);
    for (const Setting& enabled : settings(alarm.properties, names.enabled, "true")) {
      if (!enabled.text)
        add_reasons(switched, enabled.value->reasons());
      else if (lower_case(*enabled.text) == "false" && enabled.guard.always())
        return {End::Kind::judged_elsewhere, &alarm, {}, {}, {}};  // RP603: its actions are switched off
      else if (lower_case(*enabled.text) == "false")
        add_reasons(switched, doubts_about(alarm, enabled.guard));
    }
    const Resource* silent = nullptr;
    std::string refusal;
    std::optional<End> refused;
    for (const NestedValue& list : values_at(alarm.properties, names.actions)) {
      for (const PossibleText& action : possible_texts(list.value)) {
        const Resource* target = named_.mentioned(alarm, *action.value);
        if (tells_nobody(action) || (target != nullptr && tells_nobody(*target))) continue;  // RP603
        if (target == nullptr) {
          add_reasons(unknown,
                      action.value->reasons().empty()
                          ? std::vector<value::Reason>{{value::ReasonKind::external_target,
                                                        "who is behind " + shown(*action.value), alarm.span}}
                          : action.value->reasons());
        } else if (const Acceptance acceptance = receivers_.takes_alarms(*target);
                   acceptance.truth == Truth::no) {
          refused = End{End::Kind::broken,
                        &alarm,
                        alarm.address + " is to tell " + target->address +
                            " of use of the root user, which does not take it: " + acceptance.refusal,
                        "let CloudWatch in, and use the key of a topic",
                        {}};
        } else if (const Subscribers subscribers = subscribers_of(*target); subscribers.any) {
          std::vector<value::Reason> open = doubts_as_written(*target);
          add_reasons(open, subscribers.doubts);
          add_reasons(open, switched);
          add_reasons(open, acceptance.reasons);
          if (!acceptance.premise.empty()) premises.push_back(acceptance.premise);
          if (same_place(alarm, *target) != Truth::yes)
            add_reasons(open, {{value::ReasonKind::external_target,
                                "whether " + alarm.address + " may tell " + target->address +
                                    " in another Region or account",
                                alarm.span}});
          add_reasons(open, doubts_as_written(alarm, list.guard & action.guard));
          return {End::Kind::told, &alarm, {}, {}, std::move(open), std::move(premises)};
        } else {
          add_reasons(unknown, receivers_.other_subscribers(*target));
          silent = target;
          refusal = subscribers.refusal;
        }
      }
    }
    if (!unknown.empty()) return {End::Kind::unknown, &alarm, {}, {}, std::move(unknown)};
    if (refused) return *std::move(refused);
    if (silent == nullptr)
      return {End::Kind::judged_elsewhere, &alarm, {}, {}, {}};  // RP603: it has no action
    const std::string told = alarm.address + " tells " + silent->address + " of use of the root user, and ";
    if (!refusal.empty())
      return {End::Kind::broken, &alarm, told + refusal, "let Amazon SNS in where it is to deliver", {}};
    return {End::Kind::broken,
            &alarm,
            told + "nobody subscribes to that topic in this code",
            "subscribe those who are to answer: an address that is read, or a function",
            {}};
  }

  /// Who hears of it where an alarm tells somebody. Functions and the like answer by themselves.
  [[nodiscard]] Subscribers subscribers_of(const Resource& target) const {
    return is_topic(target) ? receivers_.subscribers_of(target) : Subscribers{true, {}, {}};
  }

  const engine::Facts& facts_;
  NamedResources named_;
  Receivers receivers_;
  std::vector<RootMetric> metrics_;
  std::map<std::string, const Resource*> without_group_;  ///< trails, by unit
  std::map<std::string, Chain> chains_;
};

engine::Finding start(const Resource& resource, policy::Answer answer);

void judge(const std::vector<End>& ends, engine::Findings& findings) {
  const auto of_kind = [&](End::Kind kind) {
    return std::find_if(ends.begin(), ends.end(), [kind](const End& end) { return end.kind == kind; });
  };
  const auto surely = std::find_if(ends.begin(), ends.end(), [](const End& end) {
    return end.kind == End::Kind::told && end.reasons.empty();
  });
  const auto told = surely != ends.end() ? surely : of_kind(End::Kind::told);
  if (told != ends.end() && !told->reasons.empty()) {
    engine::Finding finding = start(*told->at, undecided(told->reasons));
    finding.message = "whether use of the root user raises " + told->at->address + " depends on " +
                      depends_on(told->reasons);
    findings.push_back(std::move(finding));
    return;
  }
  if (told != ends.end()) {
    policy::Answer answer = safe("metric filter, alarm and subscription are there");
    answer.proof.insert(answer.proof.end(), told->premises.begin(), told->premises.end());
    engine::Finding finding = start(*told->at, std::move(answer));
    finding.message = "use of the root user raises " + told->at->address;
    findings.push_back(std::move(finding));
    return;
  }
  if (of_kind(End::Kind::judged_elsewhere) != ends.end()) return;
  if (const auto unknown = of_kind(End::Kind::unknown); unknown != ends.end()) {
    engine::Finding finding = start(*unknown->at, undecided(unknown->reasons));
    finding.message =
        "whether anybody is told of use of the root user depends on " + depends_on(unknown->reasons);
    findings.push_back(std::move(finding));
    return;
  }
  for (const End& end : ends) {
    engine::Finding finding = start(*end.at, violation());
    finding.message = end.message;
    finding.fix = engine::Fix{end.fix, {}};
    findings.push_back(std::move(finding));
  }
}

void check(const engine::Facts& facts, engine::Findings& findings) {
  const Chains chains(facts);
  for (const auto& [unit, chain] : chains.all()) {
    if (chain.has_event_rule) continue;
    std::vector<End> ends;
    for (const RootMetric& metric : chain.metrics) ends.push_back(chains.follow(metric, chain));
    if (chain.metrics.empty())
      for (const auto& [trail, group] : chain.trails) ends.push_back(chains.unwatched(*trail, *group));
    if (!ends.empty()) judge(ends, findings);
  }
}

}  // namespace

extern const engine::Rule rp601;
const engine::Rule rp601{
    {
        .id = "RP601",
        .name = "root-use-not-alarmed",
        .family = "monitoring",
        .severity = engine::Severity::medium,
        .tier = engine::Tier::default_on,
        .summary =
            "trail, metric filter, alarm and topic are there in part, and nobody is told of use of the root "
            "user",
        .meaning = R"md(
Follows the chain in a template or root module that has a trail which writes to CloudWatch Logs, or a metric filter that asks for root: trail, log group, metric filter, alarm, action, subscription.

- **violation**: it breaks. No filter and no EventBridge rule of the code looks for the root user in the log group; the filter reads another group than the trail writes, or one of another Region or
  account; the trail writes to none; no alarm reads the metric, which its name, its namespace, its dimensions and its Region make; nobody subscribes to the topic that the alarm tells, or only functions and queues of this
  code that do not let `sns.amazonaws.com` in; or the topic does not take
  what the alarm publishes: its policy keeps `cloudwatch.amazonaws.com` out, or it is encrypted with `alias/aws/sns` or another key that does.
- **safe**: one chain is complete. Each template and root module counts for itself; an alarm of other code counts where that code has no such filter of its own, or where both are known to be deployed to one account and Region. Where the log group is named and no trail is in the code, the proof rests on a trail elsewhere that writes there, and says so. Names that are one reference on both sides (`!Ref AWS::StackName`, `var.namespace`) are one name.
- **undecided**: it is not known what the filter finds (RP602), only an alarm beside the like filter of other code reads the metric, or one of code whose provider signs in otherwise (another profile, another role), the topic is elsewhere, a log group of the code has no trail in the code, the topic is in another Region or account than the alarm, a subscription has a filter policy or an empty endpoint, a topic leaves the code as an output, a pattern is not known or not read, a name, a switch or a setting is not known (a name that filter and
  alarm write alike from the same variables or references is the same, and so is a Region), the alarm computes with the metric, a part may not exist, or modules are not on disk.
- Silent where an EventBridge rule asks for root (RP604), where the pattern of the filter finds nothing (RP602), where one event does not raise the alarm, it has no action that is an ARN or its actions are switched off (RP603), and where there is neither trail with a log group nor filter: monitoring is then done elsewhere.

Whether the pattern finds root users is the matter of RP602, whether one event raises the alarm that of RP603.
)md",
        .why = R"md(
Every part of the chain deploys without the others. The filter of the benchmark is often copied, the alarm forgotten; the root user signs in, and a number changes that nobody looks at.
)md",
        .bad = R"md(
```yaml
# no alarm reads security/root
Filter:
  Type: AWS::Logs::MetricFilter
  Properties:
    LogGroupName: !Ref TrailLogs
    FilterPattern: '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }'
    MetricTransformations: [{MetricName: root, MetricNamespace: security, MetricValue: '1'}]
```
```hcl
# nothing looks for root in the log group
resource "aws_cloudwatch_log_group" "trail" {
  name = "trail"
}
resource "aws_cloudtrail" "bad" {
  name                       = "company"
  s3_bucket_name             = "company-trail"
  is_multi_region_trail      = true
  cloud_watch_logs_group_arn = "${aws_cloudwatch_log_group.trail.arn}:*"
}
```
)md",
        .good = R"md(
```yaml
Alarm:
  Type: AWS::CloudWatch::Alarm
  Properties:
    MetricName: root
    Namespace: security
    Statistic: Sum
    Period: 300
    EvaluationPeriods: 1
    ComparisonOperator: GreaterThanOrEqualToThreshold
    Threshold: 1
    AlarmActions: [!Ref SecurityTopic]
Subscription:
  Type: AWS::SNS::Subscription
  Properties: {TopicArn: !Ref SecurityTopic, Protocol: email, Endpoint: security@acme.example}
```
```hcl
resource "aws_cloudwatch_metric_alarm" "good" {
  alarm_name          = "root"
  metric_name         = aws_cloudwatch_log_metric_filter.root.metric_transformation[0].name
  namespace           = "security"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  evaluation_periods  = 1
  period              = 300
  statistic           = "Sum"
  alarm_actions       = [aws_sns_topic.security.arn]
}
resource "aws_sns_topic_subscription" "good" {
  topic_arn = aws_sns_topic.security.arn
  protocol  = "email"
  endpoint  = "security@acme.example"
}
```
)md",
        .fix = R"md(
Complete the chain, or write one EventBridge rule `{"detail": {"userIdentity": {"type": ["Root"]}}}` with a target, which needs neither log group nor metric.
)md",
        .mappings =
            "CIS AWS 3.0 4.3, CIS AWS 5.0 4.3, CIS AWS 7.0 5.3, Security Hub CloudWatch.1, Prowler "
            "cloudwatch_log_metric_filter_root_usage, ISO 27001:2022 A.8.15, ISO 27001:2022 A.8.16, NIST "
            "800-171 3.14.6, NIST 800-171 3.14.7, PCI DSS 3.2.1 7.2.1",
    },
    check};

namespace {

engine::Finding start(const Resource& resource, policy::Answer answer) {
  return engine::make_finding(rp601, resource, std::move(answer), resource.span);
}

}  // namespace
}  // namespace rootproof::rules
