#include "rules/monitoring/trails.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "parsers/value/value_set.h"
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

/// Which management events a trail's selectors take. Several selectors add up.
/// nullopt where they are not recorded; a text says of which services alone they are, or are left out.
struct ManagementEvents {
  std::optional<std::string> reads;
  std::optional<std::string> writes;

  [[nodiscard]] std::string of_services() const {
    return reads && !reads->empty() ? *reads : writes.value_or("");
  }
};

class TrailReader {
 public:
  TrailReader(const Resource& resource, const TrailNames& names) : resource_(resource), names_(names) {
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

  Trail read() && { return {&resource_, std::move(blind_), std::move(reasons_)}; }

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
    if (events.reads == "" && events.writes == "") return;
    add_reasons(reasons_, unknown);
    if (!unknown.empty()) return;
    Blindness blindness;
    const std::string services = events.of_services();
    blindness.what = !services.empty()                 ? services
                     : !events.reads && !events.writes ? "it records no management events"
                     : events.reads                    ? "it records reading calls only"
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
    ManagementEvents taken{"", ""};
    if (*kind == "WriteOnly") taken.reads.reset();
    if (*kind == "ReadOnly") taken.writes.reset();
    const Value* excluded = selector.value.find(names_.excluded);
    if (value::is_given(excluded)) narrow_to_services(nullptr, excluded, taken);
    add(taken, events);
  }

  /// Management events of a selector that asks for them and, if at all, only for reads or writes or leaves
  /// services out (CloudTrail API reference, AdvancedFieldSelector).
  void read_advanced(const NestedValue& selector, ManagementEvents& events) {
    if (!known(selector)) return;
    ManagementEvents taken{"", ""};
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
        } else if (*name == "eventSource") {
          narrow_to_services(equals, field.find(names_.not_equals), taken);
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
    add(taken, events);
  }

  /// Another selector may take what this one leaves out.
  static void add(const ManagementEvents& taken, ManagementEvents& events) {
    add(taken.reads, events.reads);
    add(taken.writes, events.writes);
  }
  static void add(const std::optional<std::string>& taken, std::optional<std::string>& calls) {
    if (taken && (!calls || taken->empty())) calls = taken;
  }

  /// Services that are left out because they are noisy, and of which root users have little to do (CloudTrail
  /// User Guide, "Logging management events"): all that the console offers to exclude.
  void narrow_to_services(const Value* equals, const Value* not_equals, ManagementEvents& taken) {
    const Value* list = value::is_given(equals) ? equals : not_equals;
    if (!value::is_given(list)) {
      add_reasons(narrowing_,
                  {{value::ReasonKind::unsupported_operator, "field eventSource", resource_.span}});
      return;
    }
    std::string named;
    for (const PossibleText& service : possible_texts(*list)) {
      if (!service.text || !service.guard.always()) {
        add_reasons(reasons_, service.value->reasons());
        continue;
      }
      const bool noisy = *service.text == "kms.amazonaws.com" || *service.text == "rdsdata.amazonaws.com";
      if (list == equals || !noisy) named += (named.empty() ? "" : ", ") + *service.text;
    }
    if (named.empty()) return;
    named.insert(0,
                 list == equals ? "it records calls of these services alone: " : "it leaves out calls of ");
    for (std::optional<std::string>* calls : {&taken.reads, &taken.writes})
      if (*calls) *calls = named;
  }

  void narrow_to(const std::vector<PossibleText>& read_only, ManagementEvents& taken) {
    bool reads = false;
    bool writes = false;
    for (const PossibleText& text : read_only) {
      if (!text.text || !text.guard.always()) add_reasons(reasons_, text.value->reasons());
      reads = reads || text.text == "true";
      writes = writes || text.text == "false";
    }
    if (!reads) taken.reads.reset();
    if (!writes) taken.writes.reset();
  }

  const Resource& resource_;
  const TrailNames& names_;
  std::vector<Blindness> blind_;
  std::vector<value::Reason> reasons_;
  std::vector<value::Reason> narrowing_;
};

}  // namespace

bool Trail::sees() const {
  return blind.empty() && reasons.empty() && is_certain(*resource) && doubts_by_others(*resource).empty();
}

bool Trail::records_data_only() const {
  return std::any_of(blind.begin(), blind.end(),
                     [](const Blindness& each) { return each.data_trail && each.guard.always(); });
}

std::optional<Trail> trail_of(const Resource& resource) {
  for (const TrailNames& names : kTrails)
    if (resource.type == names.type) return TrailReader(resource, names).read();
  return std::nullopt;
}

}  // namespace rootproof::rules
