#include "analyzer/policy/witness.h"

#include <algorithm>
#include <set>
#include <unordered_set>
#include <utility>

#include "analyzer/policy/action_catalogue.h"
#include "analyzer/policy/evaluate.h"
#include "analyzer/policy/operators.h"
#include "analyzer/policy/sample_actions.h"
#include "parsers/arn.h"
#include "parsers/policy/action_name.h"

namespace rootproof::policy {

namespace {

/// Statements of hostile size must not multiply the requests that are tried.
constexpr std::size_t kWrittenActions = 48;
constexpr std::size_t kReasons = 32;
/// Actions of the catalogue that are tried for one pattern.
constexpr std::size_t kTried = 64;

std::string first_value(const PartValues& values, std::string_view part, const RequestModel& model) {
  const auto found = values.find(std::string(part));
  if (found != values.end() && !found->second.empty()) return found->second[0];
  return model.domain(std::string(part)).ordinary;
}

void derive_repeated_keys(const RequestModel& model, Request& request) {
  for (const auto& [key, domain] : model.parts) {
    if (!domain.piece) continue;
    const auto whole = request.context.find(domain.piece->of);
    if (whole == request.context.end() || whole->second.size() != 1) continue;
    request.context[key] = {whole->second[0].substr(domain.piece->prefix.size(), 12)};
  }
  const auto time = request.context.find("aws:currenttime");
  if (time == request.context.end() || time->second.size() != 1) return;
  if (const std::optional<Decimal> seconds = parse_date(time->second[0]))
    request.context["aws:epochtime"] = {seconds->to_string()};
}

}  // namespace

Request make_request(const RequestModel& model, const PartValues& values) {
  Request request;
  if (!model.principal.type.empty()) request.principal = model.principal;
  request.action = first_value(values, kActionPart, model);
  // No pattern tells the case of actions apart, so the witness can have AWS's spelling.
  if (std::optional<CatalogueAction> known = find_action(request.action))
    request.action = std::move(known->name);
  request.resource = first_value(values, kResourcePart, model);
  const auto is_key = [](const std::string& part) { return part != kActionPart && part != kResourcePart; };
  for (const auto& [key, settled] : values) {
    if (is_key(key) && !settled.empty()) request.context[key] = settled;
  }
  for (const auto& [key, domain] : model.parts) {
    if (domain.may_be_absent || !domain.may_be_present || domain.ordinary.empty()) continue;
    if (is_key(key) && values.find(key) == values.end()) request.context[key] = {domain.ordinary};
  }
  derive_repeated_keys(model, request);
  return request;
}

bool is_realistic(const RequestModel& model, const Request& request) {
  const std::string service = to_lower(service_of(request.action));
  for (const auto& [key, values] : request.context) {
    if (model.domain(key).doubtful) return false;
    const std::string_view prefix = std::string_view(key).substr(0, key.find(':'));
    if (prefix != "aws" && prefix != service) return false;
  }
  return true;
}

bool is_documented(const RequestModel& model, const Request& request) {
  if (!is_realistic(model, request)) return false;
  for (const auto& [key, values] : request.context)
    if (supports_key(request.action, key) == std::optional(false)) return false;
  if (!request.resource.starts_with("arn:")) return true;
  const std::vector<std::string> services = arn_services_of(service_of(request.action));
  return services.empty() ||
         std::find(services.begin(), services.end(), arn_component(request.resource, 2)) != services.end();
}

bool acts_on(std::string_view action, std::string_view resource) {
  const std::string usual = sample_resource(action, "aws", "111122223333");
  if (usual == "*" || resource == "*") return usual == resource || !find_action(action);
  const auto is_inside = [](std::string_view arn) {
    return arn_component(arn, 5).find('/') != std::string_view::npos;
  };
  return is_inside(usual) == is_inside(resource);
}

std::optional<std::string> example_on(std::string_view pattern, std::string_view resource) {
  for (const SampleAction& sample : sample_actions())
    if (is_same_action(service_of(sample.action), service_of(pattern)) &&
        glob_match(pattern, sample.action, true) && acts_on(sample.action, resource))
      return std::string(sample.action);
  for (CatalogueAction& action : first_actions(pattern, kTried))
    if (acts_on(action.name, resource)) return std::move(action.name);
  return std::nullopt;
}

std::optional<std::string> example_of_action(std::string_view pattern) {
  const std::size_t colon = pattern.find(':');
  if (colon == std::string_view::npos || has_wildcard(pattern.substr(0, colon))) return std::nullopt;
  // What no action can be called is an example of none.
  const std::string_view name = pattern.substr(colon + 1);
  if (name.empty() || !std::all_of(name.begin(), name.end(), is_action_character)) return std::nullopt;
  for (const SampleAction& sample : sample_actions())
    if (glob_match(pattern, sample.action, true)) return std::string(sample.action);
  if (!has_wildcard(pattern)) return std::string(pattern);
  if (std::optional<CatalogueAction> known = first_action(pattern)) return std::move(known->name);
  // Nothing that exists today: whatever AWS may add under the pattern.
  std::string example;
  for (const char c : pattern)
    if (c != '*') example += c == '?' ? 'x' : c;
  return example.back() == ':' ? example + "ListExamples" : example;
}

namespace {

/// The well-known actions in lower case: every question asks for them.
const std::unordered_set<std::string>& known_samples() {
  static const std::unordered_set<std::string> kSamples = [] {
    std::unordered_set<std::string> samples;
    for (const SampleAction& sample : sample_actions()) samples.insert(to_lower(sample.action));
    return samples;
  }();
  return kSamples;
}

/// The first action of those that a pattern with wildcards matches that is wanted.
std::optional<std::string> wanted_action(std::string_view pattern,
                                         const std::function<bool(std::string_view)>& is_wanted) {
  if (!has_wildcard(pattern)) return std::nullopt;
  for (CatalogueAction& action : first_actions(pattern, kTried))
    if (is_wanted(action.name)) return std::move(action.name);
  return std::nullopt;
}

}  // namespace

std::vector<std::string> candidate_actions(const std::vector<const PolicyDocument*>& documents,
                                           const std::function<bool(std::string_view)>& is_wanted) {
  std::vector<std::string> actions;
  for (const SampleAction& sample : sample_actions())
    if (is_wanted(sample.action)) actions.emplace_back(sample.action);
  std::set<std::string> written;
  for (const PolicyDocument* document : documents)
    for (const Statement& statement : document->statements)
      for (const PolicyString& entry : statement.actions) {
        if (written.size() == kWrittenActions) return actions;
        const std::optional<std::string> text = entry.text();
        std::optional<std::string> example = text ? example_of_action(*text) : std::nullopt;
        if (example && !is_wanted(*example)) example = wanted_action(*text, is_wanted);
        if (!example || known_samples().contains(to_lower(*example))) continue;
        if (written.insert(to_lower(*example)).second) actions.push_back(*std::move(example));
      }
  return actions;
}

std::vector<std::string> candidate_actions(const std::vector<const PolicyDocument*>& documents) {
  return candidate_actions(documents, [](std::string_view) { return true; });
}

void add_reason(std::vector<value::Reason>& reasons, const value::Reason& reason) {
  const bool repeated = std::any_of(reasons.begin(), reasons.end(), [&reason](const value::Reason& seen) {
    return seen.kind == reason.kind && seen.detail == reason.detail && seen.span == reason.span;
  });
  if (!repeated && reasons.size() < kReasons) reasons.push_back(reason);
}

void add_reasons(std::vector<value::Reason>& to, const std::vector<value::Reason>& from) {
  for (const value::Reason& reason : from) add_reason(to, reason);
}

std::string name_statement(const PolicyDocument& document, std::size_t index) {
  const std::string& sid = document.statements[index].sid;
  const std::string number = "statement " + std::to_string(index + 1);
  return sid.empty() ? number : number + " (" + sid + ")";
}

}  // namespace rootproof::policy
