#include "rules/monitoring/root_events.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "analyzer/policy/action_catalogue.h"
#include "parsers/arn.h"
#include "parsers/regions.h"
#include "parsers/source/lower_case.h"
#include "rules/embedded.h"

namespace rootproof::rules {
namespace {

constexpr std::string_view kAccountForm = "############";
constexpr std::string_view kGlobalPartition = "aws";
constexpr const char* kSource = "source";
constexpr const char* kEventSource = "detail.eventSource";

/// Services whose calls are recorded in kGlobalRegion. STS is none of them: its Regional endpoints record
/// where they are.
constexpr std::array<std::string_view, 4> kGlobalServices = {"cloudfront", "iam", "organizations", "route53"};

void read_open(const nlohmann::json& fields, std::map<std::string, OpenField>& open) {
  for (const auto& [path, form] : fields.items())
    open[path] = {form.value("prefix", ""),
                  form.value("suffix", ""),
                  form.value("forms", std::vector<std::string>()),
                  form.value("except", std::vector<std::string>()),
                  form.value("same", false),
                  form.value("always", form.value("same", false)),
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
  if (!forms.empty())
    return std::all_of(forms.begin(), forms.end(), [pattern, any](const std::string& form) {
      return fits(pattern, any, form, Digits::all);
    });
  // What stands between the two is anything, which nothing but `any` takes.
  constexpr char kBetween = '\x01';
  return fits(pattern, any, prefix + kBetween + suffix, Digits::all);
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

EventPlace place_of_events(const Resource& resource) {
  const std::string_view partition = partition_of_region(resource.region);
  return {partition.empty() ? resource.partition : std::string(partition),
          is_account_id(resource.account) ? resource.account : std::string(),
          partition.empty() ? std::string() : resource.region};
}

void record_in(std::string_view region, RootEvent& event) {
  for (const char* path : {"region", "detail.awsRegion"}) {
    OpenField& field = event.open[path];
    field.forms = {std::string(region)};
    field.same = true;
    field.always = true;
  }
}

RootEvent recorded_at(RootEvent event, const EventPlace& place) {
  event.partition = place.partition;
  for (auto& [path, field] : event.open) {
    if (!place.partition.empty())
      std::erase_if(field.forms, [&](const std::string& form) {
        return form.starts_with("arn:") && !form.starts_with("arn:" + place.partition + ":");
      });
    if (place.account.empty() || !field.same) continue;
    for (std::string& form : field.forms)
      if (const std::size_t id = form.find(kAccountForm); id != std::string::npos)
        form.replace(id, kAccountForm.size(), place.account);
  }
  if (!event.sign_in && !place.region.empty()) record_in(place.region, event);
  if (event.sign_in && place.partition == kGlobalPartition) record_in(kGlobalRegion, event);
  return event;
}

EventField RootEvent::at(std::string_view path, const EventService& service) const {
  static const OpenField global = [] {
    OpenField field;
    field.forms = {std::string(kGlobalRegion)};
    field.same = field.always = true;
    return field;
  }();
  if (path == kSource) return {&service.source, nullptr};
  if (path == kEventSource) return {&service.event_source, nullptr};
  const bool there = service.is_global && partition == kGlobalPartition;
  if (there && (path == "region" || path == "detail.awsRegion")) return {nullptr, &global};
  return at(path);
}

bool RootEvent::may_be_of(const EventService& service) const {
  const auto source = open.find(kSource);
  const auto event_source = open.find(kEventSource);
  return source != open.end() && event_source != open.end() &&
         source->second.may_be(service.source.get<std::string>()) &&
         event_source->second.may_be(service.event_source.get<std::string>());
}

EventService::EventService(std::string_view name)
    : source("aws." + std::string(name)),
      event_source(std::string(name) + ".amazonaws.com"),
      is_global(std::find(kGlobalServices.begin(), kGlobalServices.end(), name) != kGlobalServices.end()) {}

const std::vector<EventService>& event_services() {
  static const std::vector<EventService> services = [] {
    const nlohmann::json names = read_data().at("services");
    std::vector<EventService> all;
    for (const std::string_view prefix : policy::service_prefixes())
      all.emplace_back(names.value(std::string(prefix), std::string(prefix)));
    return all;
  }();
  return services;
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
