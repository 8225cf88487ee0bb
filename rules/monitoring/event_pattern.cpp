#include "rules/monitoring/event_pattern.h"

#include <algorithm>
#include <array>
#include <set>
#include <span>
#include <string_view>
#include <utility>

#include "analyzer/policy/evaluate.h"
#include "parsers/regions.h"
#include "parsers/source/limits.h"
#include "parsers/value/value_set.h"
#include "rules/answers.h"
#include "rules/root_credentials/texts.h"

namespace rootproof::rules {
namespace {

using policy::Truth;
using value::Value;

/// A text with a mark in the place of each part that is not known.
constexpr char kHole = '\0';
std::string with_holes(const Value& text) {
  if (!text.is(Value::Kind::string)) return {kHole};
  std::string marked;
  for (const value::StringPiece& piece : text.pieces()) {
    const auto* known = std::get_if<value::TextPiece>(&piece);
    marked += known == nullptr ? std::string(1, kHole) : known->text;
  }
  return marked;
}

/// Whether all that is open in a text is which account, partition or Region it is deployed to: its events
/// come from there.
bool open_as_the_account_is(const Value& text) {
  if (!text.is(Value::Kind::string)) return false;
  for (const value::StringPiece& piece : text.pieces()) {
    const auto* hole = std::get_if<value::Hole>(&piece);
    if (hole != nullptr && (hole->kind == value::HoleKind::any || hole->kind == value::HoleKind::reference))
      return false;
  }
  return true;
}

std::optional<std::string> text_of(const nlohmann::json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_boolean()) return value.get<bool>() ? "true" : "false";
  return std::nullopt;
}

class Matcher {
 public:
  Matcher(const RootEvent& event, const EventService* service) : event_(event), service_(service) {}

  Truth map(const Value& pattern, const std::string& path, unsigned depth) {
    if (depth > limits::kContentDepth) return unsupported("kContentDepth", pattern, value::ReasonKind::limit);
    if (!pattern.is(Value::Kind::map)) return unknown(pattern);
    Truth all = Truth::yes;
    for (const value::Member& member : pattern.members()) {
      if (all == Truth::no) break;
      const std::string below = path.empty() ? member.key : path + "." + member.key;
      all = policy::both(
          all, member.key == "$or" ? any_of(member.value, path, depth) : at(member.value, below, depth));
    }
    return all;
  }

  PatternMatch result;

 private:
  Truth unknown(const Value& value) {
    add_reasons(result.reasons, value.reasons());
    return Truth::unknown;
  }
  Truth unsupported(std::string what, const Value& value,
                    value::ReasonKind kind = value::ReasonKind::unsupported_operator) {
    add_reasons(result.reasons, {{kind, std::move(what), value.origin().span()}});
    return Truth::unknown;
  }

  /// Whether some item of a list that is known does.
  template <typename Matches>
  static Truth any_item(const Value& list, const Matches& matches) {
    Truth any = Truth::no;
    for (const Value& item : value::known_part(list)) any = policy::either(any, matches(item));
    return any;
  }

  /// The same with what else may stand in it.
  Truth rest_of(const Value& list, Truth known) {
    return list.is(Value::Kind::list) || known == Truth::yes ? known : unknown(list);
  }

  Truth any_of(const Value& ways, const std::string& path, unsigned depth) {
    return rest_of(ways, any_item(ways, [&](const Value& way) { return map(way, path, depth + 1); }));
  }

  Truth at(const Value& value, const std::string& path, unsigned depth) {
    if (value.is(Value::Kind::map)) return map(value, path, depth + 1);
    // PutRule refuses anything but lists there ("Amazon EventBridge event patterns").
    if (value.as_text())
      return unsupported("a text where event patterns have a list", value, value::ReasonKind::invalid);
    const EventField field = service_ == nullptr ? event_.at(path) : event_.at(path, *service_);
    const bool is_taken_literally = !holds_texts_of_callers(path);
    const Truth any = rest_of(value, any_item(value, [&](const Value& item) {
                                const std::string text = item.as_text().value_or("");
                                // Without the operator `wildcard` a star is a star, which these fields never
                                // hold.
                                if (is_taken_literally && text.find('*') != std::string::npos)
                                  return Truth::no;
                                return leaf(item, field);
                              }));
    if (any == Truth::no && result.path.empty()) {
      result.path = path;
      result.wanted = value;
      const std::optional<std::string> text = field.value == nullptr ? std::nullopt : text_of(*field.value);
      result.is = text ? "\"" + *text + "\"" : field.open != nullptr ? "something else" : "missing";
    }
    return any;
  }

  /// Fields that hold whatever a caller sends: policies, patterns.
  static bool holds_texts_of_callers(std::string_view path) {
    for (const std::string_view part : {"requestParameters", "responseElements", "userAgent", "errorMessage"})
      if (path.find(part) != std::string_view::npos) return true;
    return false;
  }

  Truth leaf(const Value& item, const EventField& field) {
    if (item.is(Value::Kind::map)) {
      if (item.members().size() != 1) return unsupported("the operator that counts in the pattern", item);
      return operation(item.members().front().key, item.members().front().value, field);
    }
    if (item.is(Value::Kind::null)) return policy::to_truth(field.open != nullptr && !field.open->always);
    if (item.is(Value::Kind::unknown) || item.is(Value::Kind::one_of)) return unknown(item);
    if (field.absent() || (field.value != nullptr && field.value->is_structured())) return Truth::no;
    const std::optional<std::string> text = item.as_text();
    if (text) {
      // An account id is a text, which no number is the same as.
      if (field.open != nullptr && !field.open->forms.empty() && item.is(Value::Kind::number))
        return Truth::no;
      if (field.open != nullptr) return policy::to_truth(field.open->may_be(*text));
      return policy::to_truth(text_of(*field.value) == text);
    }
    const bool possible = field.open != nullptr
                              ? field.open->may_be_like(with_holes(item), kHole)
                              : may_equal(item, lower_case(text_of(*field.value).value_or("")));
    if (!possible) return Truth::no;
    return field.open != nullptr && open_as_the_account_is(item) ? Truth::yes : unknown(item);
  }

  Truth operation(std::string_view name, const Value& operand, const EventField& field) {
    if (name == "exists") return exists(operand, field);
    if (field.absent()) return Truth::no;  // every other operator asks for a value
    if (field.value != nullptr && field.value->is_structured())
      return unsupported("the operator " + std::string(name) + " of the pattern", operand);
    if (name == "anything-but") return anything_but(operand, field);
    if (operand.is(Value::Kind::map) && operand.members().size() == 1 &&
        operand.members().front().key == "equals-ignore-case")
      return compare(name, operand.members().front().value, field, true);
    return compare(name, operand, field, name == "equals-ignore-case");
  }

  Truth exists(const Value& operand, const EventField& field) {
    const std::optional<std::string> wanted = operand.as_text();
    if (!wanted) return unknown(operand);
    if (field.value != nullptr && field.value->is_structured())
      return unsupported("the operator exists of the pattern", operand);
    if (field.open != nullptr) return policy::to_truth(*wanted == "true" || !field.open->always);
    return policy::to_truth((*wanted == "true") == (field.value != nullptr));
  }

  Truth anything_but(const Value& operand, const EventField& field) {
    if (field.open != nullptr) return policy::to_truth(!leaves_nothing(operand, *field.open));
    if (operand.is(Value::Kind::map)) {
      if (operand.members().size() != 1)
        return unsupported("the operator anything-but of the pattern", operand);
      return !operation(operand.members().front().key, operand.members().front().value, field);
    }
    if (!operand.is(Value::Kind::list) && operand.known_items().empty()) return !leaf(operand, field);
    return !rest_of(operand, any_item(operand, [&](const Value& item) { return leaf(item, field); }));
  }

  /// What an operator asks of a text as a whole, and the mark in it for any text.
  static std::pair<std::string, char> whole(std::string_view operation, std::string text) {
    if (operation == "wildcard") return {std::move(text), '*'};
    if (operation == "prefix") text += kHole;
    if (operation == "suffix") text.insert(0, 1, kHole);
    return {std::move(text), kHole};
  }

  /// Whether `anything-but` takes out whatever a field may be.
  static bool leaves_nothing(const Value& operand, const OpenField& field) {
    std::string_view name;
    const Value* written = &operand;
    if (operand.is(Value::Kind::map)) {
      if (operand.members().size() != 1) return false;
      name = operand.members().front().key;
      written = &operand.members().front().value;
      if (name != "prefix" && name != "suffix" && name != "wildcard" && name != "equals-ignore-case")
        return false;
    }
    const std::vector<PossibleText> texts = possible_texts(*written);
    return std::any_of(texts.begin(), texts.end(), [&](const PossibleText& each) {
      if (!each.text || !each.guard.always()) return false;
      if (name != "equals-ignore-case") {
        const auto [pattern, any] = whole(name, *each.text);
        return field.is_always_like(pattern, any);
      }
      return field.in_lower_case().is_always_like(lower_case(*each.text), kHole);
    });
  }

  Truth compare(std::string_view name, const Value& operand, const EventField& field, bool ignore_case) {
    if (operand.is(Value::Kind::list) || !operand.known_items().empty())  // of anything-but: any of them
      return rest_of(operand, any_item(operand, [&](const Value& item) {
                       return compare(name, item, field, ignore_case);
                     }));
    if (name != "prefix" && name != "suffix" && name != "wildcard" && name != "equals-ignore-case")
      return unsupported("the operator " + std::string(name) + " of the pattern", operand);
    std::optional<std::string> wanted = operand.as_text();
    if (!wanted) return unknown(operand);
    if (ignore_case) *wanted = lower_case(*wanted);
    if (field.open != nullptr) {
      const OpenField form = ignore_case ? field.open->in_lower_case() : *field.open;
      const auto [pattern, any] = whole(name, *wanted);
      return policy::to_truth(form.may_be_like(pattern, any));
    }
    std::string text = text_of(*field.value).value_or("");
    if (ignore_case) text = lower_case(text);
    if (name == "prefix") return policy::to_truth(text.starts_with(*wanted));
    if (name == "suffix") return policy::to_truth(text.ends_with(*wanted));
    if (name == "equals-ignore-case") return policy::to_truth(text == *wanted);
    if (wanted->find_first_of("?\\") != std::string::npos)
      return unsupported("the operator wildcard of the pattern", operand);
    return policy::to_truth(policy::glob_match(*wanted, text));
  }

  const RootEvent& event_;
  const EventService* service_;  ///< set: of the events that are about it
};

PatternMatch match_alone(const Value& pattern, const RootEvent& event,
                         const EventService* service = nullptr) {
  Matcher matcher(event, service);
  matcher.result.matches = matcher.map(pattern, "", 0);
  return std::move(matcher.result);
}

/// What a pattern asks of some fields that tell the same thing of an event.
struct Asked {
  std::set<std::string> texts;
  std::set<std::string> beginnings = {""};
  std::set<std::string> ends = {""};
  std::set<std::string> wildcards;
  std::set<std::string> fields;
  bool known = true;  ///< whether that is all
  bool leaves_out = false;

  void ask(const Value& item, std::string_view operation, unsigned depth) {
    if (depth > limits::kContentDepth) {
      known = false;
    } else if (item.is(Value::Kind::list)) {
      for (const Value& each : item.items()) ask(each, operation, depth + 1);
    } else if (item.is(Value::Kind::map)) {
      for (const value::Member& member : item.members()) leaves_out |= member.key == "anything-but";
      for (const value::Member& member : item.members())
        if (member.key != "exists") ask(member.value, inner(operation, member.key), depth + 1);
    } else if (const std::optional<std::string> text = item.as_string()) {
      // The names of services have no capital letters, so this is what any case of letters comes to.
      ask(operation.ends_with(kAnyCase) ? lower_case(*text) : *text, operation);
    } else if (!item.is(Value::Kind::null)) {
      for (const Value& each : value::known_part(item)) ask(each, operation, depth + 1);
      known = false;
    }
  }

  /// Whether no text is asked for in part, or left out.
  [[nodiscard]] bool is_texts_alone() const {
    return known && wildcards.empty() && beginnings.size() == 1 && ends.size() == 1 && !leaves_out;
  }

  [[nodiscard]] std::size_t size() const {
    return texts.size() + beginnings.size() + ends.size() + wildcards.size();
  }

  /// Which of all that a text is like: texts of which the same is said are the same to the pattern.
  [[nodiscard]] std::string likeness(const std::string& text) const {
    std::string like = texts.contains(text) ? "=" + text : std::string();
    for (std::size_t size = 1; size <= text.size(); ++size) {
      const std::string begin = text.substr(0, size);
      const std::string end = text.substr(text.size() - size);
      if (beginnings.contains(begin)) like += '<' + begin;
      if (ends.contains(end)) like += '>' + end;
    }
    if (wildcards.size() <= limits::kServicesInDoubt)
      for (const std::string& each : wildcards) like += policy::glob_match(each, text) ? '1' : '0';
    return like;
  }

 private:
  static constexpr std::string_view kAnyCase = "equals-ignore-case";

  /// `{"prefix": {"equals-ignore-case": …}}` is both.
  static std::string inner(std::string_view outer, const std::string& operation) {
    const bool both = operation == kAnyCase && (outer == "prefix" || outer == "suffix");
    return both ? std::string(outer) + " " + operation : operation;
  }

  void ask(std::string text, std::string_view operation) {
    if (operation.starts_with("prefix"))
      beginnings.insert(std::move(text));
    else if (operation.starts_with("suffix"))
      ends.insert(std::move(text));
    else if (operation == "wildcard")
      wildcards.insert(std::move(text));
    else
      texts.insert(std::move(text));
  }
};

/// What a pattern asks of `fields`, wherever it does.
void collect_asked(const Value& pattern, const std::string& path, std::span<const std::string_view> fields,
                   Asked& asked, unsigned depth) {
  if (depth > limits::kContentDepth || !pattern.is(Value::Kind::map)) {
    asked.known = asked.known && pattern.is(Value::Kind::map);
    return;
  }
  for (const value::Member& member : pattern.members()) {
    const std::string below = path.empty() ? member.key : path + "." + member.key;
    if (member.key == "$or") {
      for (const Value& way : value::known_part(member.value))
        collect_asked(way, path, fields, asked, depth + 1);
      asked.known = asked.known && member.value.is(Value::Kind::list);
    } else if (std::find(fields.begin(), fields.end(), below) != fields.end()) {
      asked.fields.insert(below);
      asked.ask(member.value, "", depth + 1);
    } else if (member.value.is(Value::Kind::map)) {
      collect_asked(member.value, below, fields, asked, depth + 1);
    }
  }
}

/// A text of a field without what stands around the name of the service there.
std::string name_of_service(std::string_view text) {
  constexpr std::string_view kSource = "aws.";
  constexpr std::string_view kEventSource = ".amazonaws.com";
  if (text.starts_with(kSource)) text.remove_prefix(kSource.size());
  if (kSource.starts_with(text)) return {};
  const std::size_t dot = text.find('.');
  if (dot != std::string_view::npos && dot > 0 && kEventSource.starts_with(text.substr(dot)))
    text = text.substr(0, dot);
  if (const std::size_t last = text.rfind('.'); last != std::string_view::npos) {
    if (kEventSource.ends_with(text)) return {};
    text.remove_prefix(last + 1);
  }
  return std::string(text);
}

/// Services of the catalogue that the pattern tells apart: one of each kind.
std::vector<const EventService*> kinds_of_services(const RootEvent& event, const Asked& asked) {
  std::set<std::string> kinds;
  std::vector<const EventService*> services;
  for (const EventService& service : event_services()) {
    if (!event.may_be_of(service)) continue;
    std::string kind = service.is_global ? "global" : "regional";
    for (const nlohmann::json* name : {&service.source, &service.event_source})
      kind += asked.likeness(name->get_ref<const std::string&>());
    if (kinds.insert(std::move(kind)).second) services.push_back(&service);
  }
  return services;
}

/// Services that nobody knows, as the pattern might mean them; none where it has too many texts.
std::vector<EventService> services_in_doubt(const Asked& asked) {
  if (asked.size() > limits::kServicesInDoubt) return {};
  constexpr std::string_view kAnything = "service";
  std::set<std::string> names = {std::string(kAnything)};
  for (const std::string& text : asked.texts) names.insert(name_of_service(text));
  for (const std::string& begin : asked.beginnings)
    for (const std::string& end : asked.ends)
      for (const std::string_view between : {std::string_view(), kAnything})
        if (names.size() < limits::kServicesInDoubt)
          names.insert(name_of_service(begin) + std::string(between) + name_of_service(end));
  std::vector<EventService> services;
  for (const std::string& name : names)
    if (!name.empty()) services.emplace_back(name);
  return services;
}

/// Texts below a field of userIdentity that people write for root, whatever operator they stand in.
bool names_root_below(const Value& value, unsigned depth) {
  if (depth > limits::kContentDepth) return false;
  // A list that others stand in, too, is about them all.
  if (value.is(Value::Kind::list))
    return !value.items().empty() &&
           std::all_of(value.items().begin(), value.items().end(),
                       [&](const Value& item) { return names_root_below(item, depth + 1); });
  for (const Value& item : value::known_part(value))
    if (names_root_below(item, depth + 1)) return true;
  if (value.is(Value::Kind::map)) {
    for (const value::Member& member : value.members())
      if (member.key != "anything-but" && names_root_below(member.value, depth + 1)) return true;
    return false;
  }
  if (value.is(Value::Kind::one_of)) {
    for (const value::Alternative& way : value.alternatives())
      if (names_root_below(way.value, depth + 1)) return true;
    return false;
  }
  if (!value.is(Value::Kind::string) || value.pieces().empty()) return false;
  const auto* last = std::get_if<value::TextPiece>(&value.pieces().back());
  if (last == nullptr) return false;
  const std::string end = lower_case(last->text);
  return end == "root" || end.ends_with(":root") || end == "<root_account>";
}

bool speaks_of_root_below(const Value& value, unsigned depth) {
  if (depth > limits::kContentDepth) return false;
  for (const Value& item : value::known_part(value))
    if (speaks_of_root_below(item, depth + 1)) return true;
  if (value.is(Value::Kind::one_of)) {
    for (const value::Alternative& way : value.alternatives())
      if (speaks_of_root_below(way.value, depth + 1)) return true;
    return false;
  }
  if (!value.is(Value::Kind::map)) return false;
  for (const value::Member& member : value.members()) {
    // Names of fields in any case: EventBridge tells them apart, their author did not.
    if (lower_case(member.key) == "useridentity" ? names_root_below(member.value, depth + 1)
                                                 : speaks_of_root_below(member.value, depth + 1))
      return true;
  }
  return false;
}

/// The events of a sort by the service that they are about, which two fields tell.
PatternMatch match_by_service(const Value& pattern, const RootEvent& event) {
  constexpr std::array<std::string_view, 2> kFields = {"source", "detail.eventSource"};
  Asked asked;
  collect_asked(pattern, "", kFields, asked, 0);
  const bool of_any_service = event.at(kFields[0]).open != nullptr;
  if (asked.fields.empty() || !of_any_service) {
    PatternMatch result = match_alone(pattern, event);
    result.regional = result.matches;
    return result;
  }
  PatternMatch result;
  result.matches = result.regional = Truth::no;
  const auto add = [&](PatternMatch match, bool is_global) {
    result.matches = policy::either(result.matches, match.matches);
    if (!is_global) result.regional = policy::either(result.regional, match.matches);
    add_reasons(result.reasons, match.reasons);
    if (match.matches != Truth::no || match.path.size() <= result.path.size()) return;
    result.path = std::move(match.path);
    result.wanted = std::move(match.wanted);
    result.is = std::move(match.is);
  };
  for (const EventService* service : kinds_of_services(event, asked))
    add(match_alone(pattern, event, service), service->is_global);
  if (result.regional == Truth::yes) return result;
  // That there is a service of a name, only AWS knows.
  const std::vector<EventService> doubtful = services_in_doubt(asked);
  const bool by_source = asked.fields.contains(std::string(kFields[0]));
  const auto in_doubt = [&](PatternMatch match, const std::string& name) {
    if (match.matches == Truth::yes) {
      match.matches = Truth::unknown;
      match.reasons = {
          {value::ReasonKind::external_target, "whether there is a source" + name, pattern.origin().span()}};
    }
    add(std::move(match), false);
  };
  // Beside services that there are, only one that is written out may be another.
  const auto is_written = [&](const EventService& service) {
    const auto known =
        std::find_if(event_services().begin(), event_services().end(), [&](const EventService& each) {
          return each.source == service.source || each.event_source == service.event_source;
        });
    return known == event_services().end() && (asked.texts.contains(service.source.get<std::string>()) ||
                                               asked.texts.contains(service.event_source.get<std::string>()));
  };
  for (const EventService& service : doubtful) {
    if (result.regional != Truth::no) return result;
    if (event.may_be_of(service) && (result.matches != Truth::yes || is_written(service)))
      in_doubt(match_alone(pattern, event, &service),
               " " + (by_source ? service.source : service.event_source).get<std::string>());
  }
  const bool all = asked.known && asked.wildcards.empty() && !doubtful.empty() &&
                   doubtful.size() < limits::kServicesInDoubt;
  if (!all && result.matches == Truth::no)
    in_doubt(match_alone(pattern, event), ", as the pattern asks for one");
  return result;
}

/// Values of a pattern that are compared with each of the candidates below, all of them together.
constexpr std::size_t kLinkedValues = 10'000;

/// How many values a pattern holds.
std::size_t values_in(const Value& pattern, unsigned depth) {
  std::size_t count = 1;
  if (depth > limits::kContentDepth) return count;
  for (const Value& item : value::known_part(pattern)) count += values_in(item, depth + 1);
  if (pattern.is(Value::Kind::map))
    for (const value::Member& member : pattern.members()) count += values_in(member.value, depth + 1);
  return count;
}

/// Of fields that all tell one thing, each may be what the pattern asks for, and no event have it all: asks
/// once more of every event that is made of one of the `candidates`.
template <typename Made>
PatternMatch match_linked(const Value& pattern, const Asked& asked, const std::set<std::string>& candidates,
                          std::string_view what, PatternMatch apart, const Made& made) {
  if (apart.matches != Truth::yes || asked.fields.size() < 2) return apart;
  const std::size_t values = values_in(pattern, 0);
  std::size_t looked_at = 0;
  std::optional<PatternMatch> none;
  for (const std::string& candidate : candidates) {
    looked_at += values;
    if (looked_at > kLinkedValues) {
      apart.matches = apart.regional = Truth::unknown;
      apart.reasons = {{value::ReasonKind::limit, "kLinkedValues", pattern.origin().span()}};
      return apart;
    }
    PatternMatch match = made(candidate);
    if (match.matches == Truth::yes) return match;
    if (!none || match.matches == Truth::unknown) none = std::move(match);
  }
  if (!none) return apart;
  none->path.clear();
  none->wanted.reset();
  none->is = "no " + std::string(what) + " is all that it asks for in " +
             std::to_string(asked.fields.size()) + " fields";
  if (none->matches == Truth::no && !asked.is_texts_alone()) {
    none->matches = none->regional = Truth::unknown;
    none->reasons = {{value::ReasonKind::external_target,
                      "whether one " + std::string(what) + " is what the pattern asks for in every field",
                      pattern.origin().span()}};
  }
  return *none;
}

/// The ids of accounts of which a pattern asks for a part.
std::set<std::string> accounts_asked(const Asked& asked) {
  constexpr std::string_view kDigits = "0123456789";
  constexpr std::size_t kLength = 12;
  std::set<std::string> ids = {"012345678901"};
  const auto digits_of = [&](std::string_view text) {
    const std::size_t begin = text.find_first_of(kDigits);
    if (begin == std::string_view::npos) return std::string();
    const std::size_t end = text.find_first_not_of(kDigits, begin);
    return std::string(text.substr(begin, end == std::string_view::npos ? end : end - begin));
  };
  for (const auto* texts : {&asked.texts, &asked.beginnings, &asked.ends, &asked.wildcards})
    for (const std::string& text : *texts) {
      const std::string digits = digits_of(text);
      if (digits.empty() || digits.size() > kLength) continue;
      const std::string padding(kLength - digits.size(), '0');
      ids.insert(digits + padding);
      ids.insert(padding + digits);
    }
  return ids;
}

PatternMatch match_by_region(const Value& pattern, const RootEvent& event) {
  PatternMatch match = match_by_service(pattern, event);
  constexpr std::array<std::string_view, 2> kFields = {"region", "detail.awsRegion"};
  const EventField region = event.at(kFields[0]);
  if (match.matches != Truth::yes || region.open == nullptr || !region.open->forms.empty()) return match;
  Asked asked;
  collect_asked(pattern, "", kFields, asked, 0);
  std::set<std::string> regions = asked.texts;
  for (const std::string_view known : known_regions())
    if (event.partition.empty() || partition_of_region(known) == event.partition) regions.emplace(known);
  return match_linked(pattern, asked, regions, "Region", std::move(match), [&](const std::string& candidate) {
    RootEvent there = event;
    record_in(candidate, there);
    return match_by_service(pattern, there);
  });
}

}  // namespace

PatternMatch match_pattern(const Value& pattern, const RootEvent& event) {
  PatternMatch match = match_by_region(pattern, event);
  constexpr std::array<std::string_view, 5> kFields = {
      "account", "detail.recipientAccountId", "detail.userIdentity.accountId",
      "detail.userIdentity.principalId", "detail.userIdentity.arn"};
  const EventField account = event.at(kFields[0]);
  const bool is_open =
      account.open != nullptr && account.open->may_be("012345678901") && account.open->may_be("123456789012");
  if (match.matches != Truth::yes || !is_open) return match;
  Asked asked;
  collect_asked(pattern, "", kFields, asked, 0);
  return match_linked(pattern, asked, accounts_asked(asked), "account", std::move(match),
                      [&](const std::string& id) {
                        return match_by_region(pattern, recorded_at(event, {event.partition, id, {}}));
                      });
}

Truth event_pattern_asks_for_root(const Value& pattern) {
  if (speaks_of_root_below(pattern, 0)) return Truth::yes;
  if (!pattern.is(Value::Kind::map)) return pattern.fully_known() ? Truth::no : Truth::unknown;
  const Value* detail = pattern.find("detail");
  if (detail == nullptr || (detail->is(Value::Kind::map) && detail->find("userIdentity") == nullptr &&
                            detail->find("$or") == nullptr))
    return Truth::no;
  return takes_only(root_uses(),
                    [&](const RootEvent& event) { return match_pattern(pattern, event).matches; });
}

}  // namespace rootproof::rules
