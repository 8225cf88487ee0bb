#include "rules/monitoring/root_events.h"

#include <algorithm>
#include <utility>

#include "rules/embedded.h"

namespace rootproof::rules {
namespace {

void read_open(const nlohmann::json& fields, std::map<std::string, OpenField>& open) {
  for (const auto& [path, form] : fields.items())
    open[path] = {form.value("prefix", ""),
                  form.value("suffix", ""),
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

}  // namespace

bool OpenField::may_be(std::string_view text) const {
  return text.starts_with(prefix) && text.ends_with(suffix) &&
         std::find(except.begin(), except.end(), text) == except.end();
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
