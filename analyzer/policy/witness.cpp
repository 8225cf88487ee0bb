#include "analyzer/policy/witness.h"

#include <algorithm>
#include <set>
#include <utility>

#include "analyzer/policy/action_catalogue.h"
#include "analyzer/policy/evaluate.h"
#include "analyzer/policy/operators.h"
#include "analyzer/policy/sample_actions.h"

namespace rootproof::policy {

namespace {

/// Statements of hostile size must not multiply the requests that are tried.
constexpr std::size_t kWrittenActions = 48;
constexpr std::size_t kReasons = 32;

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
  std::set<std::string> keys;
  for (const auto& [key, domain] : model.parts) keys.insert(key);
  for (const auto& [key, settled] : values) keys.insert(key);
  keys.erase(std::string(kActionPart));
  keys.erase(std::string(kResourcePart));
  for (const std::string& key : keys) {
    const auto settled = values.find(key);
    if (settled != values.end()) {
      if (!settled->second.empty()) request.context[key] = settled->second;
      continue;
    }
    const PartDomain& domain = model.domain(key);
    if (!domain.may_be_absent && domain.may_be_present && !domain.ordinary.empty())
      request.context[key] = {domain.ordinary};
  }
  derive_repeated_keys(model, request);
  return request;
}

bool is_realistic(const RequestModel& model, const Request& request) {
  const std::string service = to_lower(request.action.substr(0, request.action.find(':')));
  for (const auto& [key, values] : request.context) {
    if (model.domain(key).doubtful) return false;
    const std::string_view prefix = std::string_view(key).substr(0, key.find(':'));
    if (prefix != "aws" && prefix != service) return false;
  }
  return true;
}

std::optional<std::string> example_of_action(std::string_view pattern) {
  const std::size_t colon = pattern.find(':');
  if (colon == std::string_view::npos || has_wildcard(pattern.substr(0, colon))) return std::nullopt;
  // What no action can be called is an example of none.
  const auto is_of_action = [](char c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (c >= '0' && c <= '9') || c == '-' || c == '*' || c == '?';
  };
  const std::string_view name = pattern.substr(colon + 1);
  if (name.empty() || !std::all_of(name.begin(), name.end(), is_of_action)) return std::nullopt;
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

std::vector<std::string> candidate_actions(const std::vector<const PolicyDocument*>& documents) {
  std::vector<std::string> actions;
  std::set<std::string> seen;
  const auto add = [&actions, &seen](const std::string& action) {
    if (seen.insert(to_lower(action)).second) actions.push_back(action);
  };
  for (const SampleAction& sample : sample_actions()) add(std::string(sample.action));
  const std::size_t limit = actions.size() + kWrittenActions;
  for (const PolicyDocument* document : documents)
    for (const Statement& statement : document->statements)
      for (const PolicyString& entry : statement.actions) {
        const std::optional<std::string> text = entry.text();
        const std::optional<std::string> example = text ? example_of_action(*text) : std::nullopt;
        if (example && actions.size() < limit) add(*example);
      }
  return actions;
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
