#include "rules/monitoring/root_events.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "parsers/source/lower_case.h"
#include "rules/embedded.h"

namespace rootproof::rules {
namespace {

void read_open(const nlohmann::json& fields, std::map<std::string, OpenField>& open) {
  for (const auto& [path, form] : fields.items())
    open[path] = {form.value("prefix", ""),
                  form.value("suffix", ""),
                  form.value("forms", std::vector<std::string>()),
                  form.value("except", std::vector<std::string>()),
                  form.value("same", false),
                  form.value("missing", false),
                  form.value("examples", std::vector<std::string>())};
}

nlohmann::json read_data() {
  for (const EmbeddedFile& file : data_files())
    // The file is ours; a slip in it must not be taken for an empty list.
    if (file.name == "root_events") return nlohmann::json::parse(file.text);
  return {};
}

std::vector<RootEvent> read_events(const char* list) {
  std::vector<RootEvent> events;
  const nlohmann::json data = read_data();
  for (const nlohmann::json& entry : data.at(list)) {
    RootEvent& event = events.emplace_back();
    event.name = entry.at("name").get<std::string>();
    event.sign_in = entry.value("sign_in", false);
    event.event = entry.at("event");
    read_open(data.at("open"), event.open);
    if (entry.contains("open")) read_open(entry.at("open"), event.open);
  }
  return events;
}

std::vector<RootUse> read_uses() {
  const nlohmann::json data = read_data();
  std::vector<RootUse> uses;
  for (RootEvent& event : read_events("events")) {
    RootUse& use = uses.emplace_back(RootUse{std::move(event), {}});
    for (const nlohmann::json& caller : data.at("callers")) {
      RootEvent& other = use.by_others.emplace_back(use.by_root);
      other.name += caller.at("name").get<std::string>();
      other.event.at("detail").at("userIdentity") = caller.at("userIdentity");
      read_open(caller.at("open"), other.open);
    }
  }
  return uses;
}

/// Of the digits of a form, those that a pattern asks for.
enum class Digits : std::uint8_t { some, all };

/// Whether texts of a form are like a pattern, in which `any` (if at all) stands for any text.
bool fits(std::string_view pattern, std::optional<char> any, std::string_view form, Digits digits) {
  const auto fits_sign = [digits](char wanted, char sign) {
    return sign == '#' ? digits == Digits::some && wanted >= '0' && wanted <= '9' : wanted == sign;
  };
  std::size_t at = 0;
  std::size_t in_form = 0;
  std::size_t behind_any = std::string_view::npos;  // in the pattern
  std::size_t taken = 0;                            // up to where that takes the form
  while (in_form < form.size()) {
    if (at < pattern.size() && pattern[at] == any) {
      behind_any = ++at;
      taken = in_form;
    } else if (at < pattern.size() && fits_sign(pattern[at], form[in_form])) {
      ++at;
      ++in_form;
    } else if (behind_any != std::string_view::npos) {
      at = behind_any;
      in_form = ++taken;
    } else {
      return false;
    }
  }
  while (at < pattern.size() && pattern[at] == any) ++at;
  return at == pattern.size();
}

}  // namespace

bool OpenField::may_be(std::string_view text) const {
  if (!forms.empty())
    return std::any_of(forms.begin(), forms.end(), [text](const std::string& form) {
      return fits(text, std::nullopt, form, Digits::some);
    });
  return text.starts_with(prefix) && text.ends_with(suffix) &&
         std::find(except.begin(), except.end(), text) == except.end();
}

bool OpenField::may_be_like(std::string_view pattern, char any) const {
  if (pattern.find(any) == std::string_view::npos) return may_be(pattern);
  if (!forms.empty())
    return std::any_of(forms.begin(), forms.end(), [pattern, any](const std::string& form) {
      return fits(pattern, any, form, Digits::some);
    });
  const std::string_view begin = pattern.substr(0, pattern.find(any));
  const std::string_view end = pattern.substr(pattern.rfind(any) + 1);
  return (prefix.starts_with(begin) || begin.starts_with(prefix)) &&
         (suffix.ends_with(end) || end.ends_with(suffix));
}

bool OpenField::is_always_like(std::string_view pattern, char any) const {
  return !forms.empty() && std::all_of(forms.begin(), forms.end(), [pattern, any](const std::string& form) {
    return fits(pattern, any, form, Digits::all);
  });
}

OpenField OpenField::in_lower_case() const {
  OpenField lower = *this;
  for (std::string* text : {&lower.prefix, &lower.suffix}) *text = source::lower_case(*text);
  for (std::vector<std::string>* texts : {&lower.forms, &lower.except})
    for (std::string& text : *texts) text = source::lower_case(text);
  return lower;
}

EventField RootEvent::at(std::string_view path) const {
  for (std::size_t end = path.size(); end != std::string_view::npos && end > 0;
       end = path.rfind('.', end - 1)) {
    const auto found = open.find(std::string(path.substr(0, end)));
    if (found == open.end()) continue;
    return found->second.missing ? EventField{} : EventField{nullptr, &found->second};
  }
  const nlohmann::json* at = &event;
  while (!path.empty()) {
    const std::size_t dot = path.find('.');
    if (!at->is_object()) return {};
    const auto member = at->find(std::string(path.substr(0, dot)));
    if (member == at->end()) return {};
    at = &*member;
    path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
  }
  return {at, nullptr};
}

std::vector<RootEvent> root_events() { return read_events("events"); }

const std::vector<RootUse>& root_uses() {
  static const std::vector<RootUse> uses = read_uses();
  return uses;
}

std::vector<RootUse> root_session_events() {
  std::vector<RootEvent> sessions = read_events("assume_root");
  std::vector<RootEvent> others = read_events("other");
  std::vector<RootUse> events;
  for (std::size_t i = 0; i < sessions.size(); ++i)
    events.push_back({std::move(sessions[i]), {std::move(others.at(i))}});
  return events;
}

}  // namespace rootproof::rules
