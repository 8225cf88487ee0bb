#include "rules/monitoring/event_pattern.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "analyzer/policy/action_catalogue.h"
#include "analyzer/policy/evaluate.h"
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
  explicit Matcher(const RootEvent& event) : event_(event) {}

  Truth map(const Value& pattern, const std::string& path, unsigned depth) {
    if (depth > limits::kContentDepth) return unsupported("kContentDepth", pattern, value::ReasonKind::limit);
    if (!pattern.is(Value::Kind::map)) return unknown(pattern);
    Truth all = Truth::yes;
    for (const value::Member& member : pattern.members()) {
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
    const EventField field = event_.at(path);
    const bool is_taken_literally = !holds_texts_of_callers(path);
    const Truth any = rest_of(value, any_item(value, [&](const Value& item) {
                                const std::string text = item.as_text().value_or("");
                                // Without the operator `wildcard` a star is a star, which these fields never
                                // hold.
                                if (is_taken_literally && text.find('*') != std::string::npos)
                                  return Truth::no;
                                return path == "source" ? source(item, field) : leaf(item, field);
                              }));
    if (any == Truth::no && result.path.empty()) {
      result.path = path;
      result.wanted = value;
      const std::optional<std::string> text = field.value == nullptr ? std::nullopt : text_of(*field.value);
      result.is = text ? "\"" + *text + "\"" : field.open != nullptr ? "something else" : "missing";
    }
    return any;
  }

  /// Any service may be the source of a call of its API; that there is one of a name, only AWS knows.
  Truth source(const Value& item, const EventField& field) {
    constexpr std::string_view kPrefix = "aws.";
    const std::optional<std::string> text = item.as_text();
    const Truth matches = leaf(item, field);
    const bool doubtful = matches == Truth::yes && field.open != nullptr && text &&
                          text->starts_with(kPrefix) &&
                          !policy::is_catalogue_service(text->substr(kPrefix.size()));
    return doubtful
               ? unsupported("whether there is a source " + *text, item, value::ReasonKind::external_target)
               : matches;
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
};

PatternMatch match_alone(const Value& pattern, const RootEvent& event) {
  Matcher matcher(event);
  matcher.result.matches = matcher.map(pattern, "", 0);
  return std::move(matcher.result);
}

/// The services that a pattern names: `iam` of `aws.iam` and `iam.amazonaws.com`.
void add_services(const Value& value, std::set<std::string>& services, unsigned depth) {
  if (depth > limits::kContentDepth) return;
  for (const Value& item : value::known_part(value)) add_services(item, services, depth + 1);
  if (value.is(Value::Kind::map))
    for (const value::Member& member : value.members()) add_services(member.value, services, depth + 1);
  if (value.is(Value::Kind::one_of))
    for (const value::Alternative& way : value.alternatives()) add_services(way.value, services, depth + 1);
  const std::optional<std::string> text = value.as_string();
  if (!text) return;
  // `equals-ignore-case` takes any case of letters.
  const std::string lower = lower_case(*text);
  std::string_view service = lower;
  if (constexpr std::string_view kSource = "aws."; service.starts_with(kSource))
    service.remove_prefix(kSource.size());
  else if (constexpr std::string_view kEventSource = ".amazonaws.com"; service.ends_with(kEventSource))
    service.remove_suffix(kEventSource.size());
  else
    return;
  if (policy::is_catalogue_service(service)) services.insert(std::string(service));
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

}  // namespace

PatternMatch match_pattern(const Value& pattern, const RootEvent& event) {
  // A call has one service, which `source` and `eventSource` both tell.
  std::set<std::string> services;
  add_services(pattern, services, 0);
  RootEvent of_others = event;
  std::vector<RootEvent> apart;
  for (const std::string& service : services) {
    std::optional<RootEvent> of_one = of_service(event, service);
    if (!of_one) continue;
    for (const char* path : {"source", "detail.eventSource"})
      of_others.open[path].except.push_back(text_of(*of_one->at(path).value).value_or(""));
    apart.push_back(*std::move(of_one));
  }
  PatternMatch result = match_alone(pattern, of_others);
  result.regional = result.matches;
  for (const RootEvent& of_one : apart) {
    PatternMatch match = match_alone(pattern, of_one);
    result.matches = policy::either(result.matches, match.matches);
    if (!of_one.of_global_service) result.regional = policy::either(result.regional, match.matches);
    add_reasons(result.reasons, match.reasons);
    if (match.matches == Truth::no && match.path.size() > result.path.size()) {
      result.path = std::move(match.path);
      result.wanted = std::move(match.wanted);
      result.is = std::move(match.is);
    }
  }
  return result;
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
