#include "rules/root_principals/own_organization.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "analyzer/policy/evaluate.h"
#include "analyzer/policy/foreign_account.h"
#include "analyzer/policy/outsider_model.h"
#include "analyzer/policy/questions.h"
#include "parsers/unit_names.h"
#include "rules/answers.h"
#include "rules/root_principals/witness_account.h"

namespace rootproof::rules {
namespace {

using value::Value;

/// Of what the organization may be that a value which is not known holds: no outsider of a model is kept from
/// being in it.
constexpr std::string_view kSomeOrganization = "o-someorg001";

bool is_about_organization(const policy::Condition& condition) {
  const std::string key = policy::to_lower(condition.key);
  return key == "aws:principalorgid" || key == "aws:principalorgpaths";
}

bool speaks_of_organization(const policy::PolicyDocument& document) {
  return std::any_of(document.statements.begin(), document.statements.end(), [](const auto& statement) {
    return std::any_of(statement.conditions.begin(), statement.conditions.end(), is_about_organization);
  });
}

/// The same, or the organization on whose behalf a service calls, or whose VPC endpoint a call comes through.
bool is_about_some_organization(const policy::Condition& condition) {
  const std::string key = policy::to_lower(condition.key);
  const bool names_one = key.ends_with("orgid") || key.ends_with("orgpaths");
  return names_one && key.starts_with("aws:") && !key.starts_with("aws:resource");
}

/// "aws_organizations_organization.this.id", of a data source or a resource, of whichever provider.
bool names_organization(std::string_view reference) {
  return reference.find("aws_organizations_organization.") != std::string_view::npos ||
         reference.find("awscc_organizations_organization.") != std::string_view::npos;
}

/// A value with its organization replaced, which all that stands before the first slash is.
policy::PolicyString of_organization(const policy::PolicyString& value, std::string_view organization) {
  const std::string text = value.text().value_or("");
  const std::size_t slash = text.find('/');
  std::string replaced(organization);
  if (slash != std::string::npos) replaced += text.substr(slash);
  return {Value::string(std::move(replaced), value.value.origin()), value.span};
}

}  // namespace

OwnOrganization::OwnOrganization(const engine::Facts& facts) {
  for (const Resource& resource : facts.resources) {
    if (resource.type == kOrganizationLookupType)
      lookups_.emplace(resource.unit, std::pair(resource.address, resource.account));
    if (resource.kind != ResourceKind::organization) continue;
    if (resource.language == Language::organization_export && resource.address.starts_with("o-"))
      ids_.insert(resource.address);
    constexpr std::string_view kPrefix = "Resources.";
    if (resource.address.starts_with(kPrefix))
      references_.emplace(resource.unit, resource.address.substr(kPrefix.size()));
  }
}

bool OwnOrganization::is_looked_up_elsewhere(const Resource& resource, std::string_view reference) const {
  const auto [first, last] = lookups_.equal_range(resource.unit);
  return std::any_of(first, last, [&](const auto& lookup) {
    const auto& [address, account] = lookup.second;
    return reference.starts_with(address + ".") && account != resource.account;
  });
}

bool OwnOrganization::is_own(const Resource& resource, const Value& value) const {
  const std::string& unit = resource.unit;
  const auto names_own = [&](std::string_view reference) {
    return names_organization(reference) && !is_looked_up_elsewhere(resource, reference);
  };
  const std::vector<value::OriginStep> chain = value.origin().chain();
  if (std::any_of(chain.begin(), chain.end(), [&](const value::OriginStep& step) {
        return step.kind == value::OriginKind::reference && names_own(step.detail);
      }))
    return true;
  if (const std::optional<std::string> text = value.as_text())
    return ids_.count(text->substr(0, text->find('/'))) != 0;
  if (!value.is(Value::Kind::string) || value.pieces().empty()) return false;
  const auto* hole = std::get_if<value::Hole>(&value.pieces().front());
  if (hole == nullptr) {
    const std::string& text = std::get<value::TextPiece>(value.pieces().front()).text;
    return text.find('/') != std::string::npos && ids_.count(text.substr(0, text.find('/'))) != 0;
  }
  const std::string& symbol = hole->symbol;
  return names_own(symbol) || references_.count({unit, symbol}) != 0 ||
         references_.count({unit, symbol.substr(0, symbol.rfind('.'))}) != 0;
}

policy::PolicyDocument OwnOrganization::with_own_set_apart(const Resource& resource,
                                                           const policy::PolicyDocument& document,
                                                           std::size_t asked,
                                                           std::vector<value::Reason>& reasons) const {
  policy::PolicyDocument result = document;
  for (std::size_t i = 0; i < result.statements.size(); ++i) {
    policy::Statement& statement = result.statements[i];
    const bool matters = i == asked || statement.effect != policy::Effect::allow;
    for (policy::Condition& condition : statement.conditions) {
      if (!matters || !is_about_organization(condition)) continue;
      for (policy::PolicyString& value : condition.values) {
        const std::optional<std::string> text = value.text();
        if (is_own(resource, value.value)) {
          value = of_organization(value, policy::kOwnerOrganization);
        } else if (!text) {
          add_reasons(reasons, value.value.reasons());
          value = of_organization(value, kSomeOrganization);
        } else if (text->starts_with("o-")) {
          const std::string id = text->substr(0, text->find('/'));
          add_reasons(reasons, {{value::ReasonKind::external_target,
                                 ids_.empty() ? "whether " + id + " is the own organization"
                                              : "whether the account is one of " + id +
                                                    ", which is not the own organization",
                                 value.span}});
        }
      }
      if (!condition.values_unknown) continue;
      if (condition.unknown) add_reasons(reasons, {*condition.unknown});
      condition.values.push_back({Value::string(std::string(kSomeOrganization)), condition.span});
      condition.values_unknown = false;
      condition.unknown.reset();
    }
  }
  return result;
}

policy::Answer OwnOrganization::lets_whole_account_in(const engine::PolicyInstance& instance,
                                                      const policy::PolicyDocument& document,
                                                      std::size_t statement, std::size_t principal) const {
  policy::Answer answer = policy::grants_whole_account(document, statement, principal, instance.services);
  name_account_of_resource(instance, answer);
  if (answer.verdict != policy::Verdict::safe || !speaks_of_organization(document)) return answer;
  std::vector<value::Reason> reasons;
  const policy::PolicyDocument apart = with_own_set_apart(*instance.resource, document, statement, reasons);
  policy::Answer in_any =
      policy::grants_account_of_any_organization(apart, statement, principal, instance.services);
  return in_any.verdict == policy::Verdict::safe ? in_any : undecided(std::move(reasons));
}

std::optional<policy::Answer> OwnOrganization::lets_other_organization_in(
    const engine::PolicyInstance& instance, std::size_t statement) const {
  if (ids_.empty()) return std::nullopt;
  // What is not known is taken for the own organization: it lets nobody in of another one.
  const policy::PolicyString own{Value::string(std::string(policy::kOwnerOrganization)), {}};
  policy::PolicyDocument apart = instance.document;
  bool names_another = false;
  for (std::size_t i = 0; i < apart.statements.size(); ++i) {
    for (policy::Condition& condition : apart.statements[i].conditions) {
      if (!is_about_some_organization(condition)) continue;
      for (policy::PolicyString& value : condition.values) {
        const std::optional<std::string> text = value.text();
        if (!text || is_own(*instance.resource, value.value))
          value = of_organization(value, policy::kOwnerOrganization);
        else if (i == statement && text->starts_with("o-"))
          names_another = true;
      }
      if (!condition.values_unknown) continue;
      condition.values.push_back(own);
      condition.values_unknown = false;
      condition.unknown.reset();
    }
  }
  if (!names_another) return std::nullopt;
  policy::Answer answer = policy::grants_everyone_of_any_organization(apart, statement, instance.services);
  if (answer.verdict != policy::Verdict::violation) return std::nullopt;
  name_account_of_resource(instance, answer);
  return answer;
}

}  // namespace rootproof::rules
