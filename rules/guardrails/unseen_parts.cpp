#include "rules/guardrails/unseen_parts.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "analyzer/organization/reference.h"
#include "analyzer/policy/operators.h"
#include "parsers/policy/json_text.h"
#include "parsers/source/limits.h"
#include "rules/answers.h"

namespace rootproof::rules {
namespace {

using value::Reason;
using value::ReasonKind;
using value::Value;

/// Words in the sources of modules about organizations, in lower case.
constexpr std::array<std::string_view, 9> kWords = {"organiz",      "organis",       "scp",
                                                    "guardrail",    "control-tower", "control_tower",
                                                    "controltower", "landing",       "account-factory"};

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// "module guardrails from acme/organization/aws": only the source counts.
bool is_about_organizations(std::string_view module) {
  const std::size_t from = module.find(" from ");
  std::string source = policy::to_lower(from == std::string_view::npos ? module : module.substr(from + 6));
  source.resize(std::min(source.size(), source.find('?')));
  return std::any_of(kWords.begin(), kWords.end(),
                     [&](std::string_view word) { return contains(source, word); });
}

/// A reference to an object of an organization.
bool names_object(std::string_view symbol) {
  return contains(symbol, "aws_organizations_") || contains(symbol, "awscc_organizations_");
}

bool speaks_of_organizations(const value::StringPiece& piece) {
  if (const auto* text = std::get_if<value::TextPiece>(&piece)) {
    return organization::is_root_id(text->text) || organization::is_unit_id(text->text) ||
           contains(text->text, "AWS::Organizations::") || contains(text->text, "AWS::ControlTower::");
  }
  const auto& hole = std::get<value::Hole>(piece);
  return names_object(hole.symbol) || names_object(hole.reason->detail);
}

/// Some text, name or reference in the value is about organizations; also when there is more than can be
/// looked at.
bool speaks_of_organizations(const Value& whole) {
  std::vector<const Value*> pending{&whole};
  std::size_t looked_at = 0;
  while (!pending.empty()) {
    if (++looked_at > limits::kSlotValues) return true;
    const Value& value = *pending.back();
    pending.pop_back();
    switch (value.kind()) {
      case Value::Kind::null:
      case Value::Kind::absent:
      case Value::Kind::boolean:
      case Value::Kind::number:
        break;
      case Value::Kind::string:
        for (const value::StringPiece& piece : value.pieces())
          if (speaks_of_organizations(piece)) return true;
        break;
      case Value::Kind::list:
        for (const Value& item : value.items()) pending.push_back(&item);
        break;
      case Value::Kind::map:
        if (policy::looks_like_policy(value)) break;
        for (const value::Member& member : value.members()) pending.push_back(&member.value);
        break;
      case Value::Kind::unknown:
        if (names_object(value.reason().detail)) return true;
        break;
      case Value::Kind::one_of:
        for (const value::Alternative& way : value.alternatives()) pending.push_back(&way.value);
        break;
    }
  }
  return false;
}

bool matters(const engine::Facts& facts, const std::string& unit, const Reason& reason) {
  const bool module = reason.kind == ReasonKind::opaque_module;
  const bool contents = reason.kind == ReasonKind::unsupported;
  if (!module && !contents) return true;
  if (module && is_about_organizations(reason.detail)) return true;
  for (const Resource& resource : facts.resources) {
    if (resource.unit != unit || resource.span != reason.span || resource.language != Language::terraform)
      continue;
    return speaks_of_organizations(resource.properties);
  }
  return true;
}

}  // namespace

std::vector<Reason> unseen_parts_of(const engine::Facts& facts,
                                    const organization::Organization& organization) {
  std::vector<Reason> reasons;
  for (const std::string& unit : organization.units) {
    for (const Reason& reason : unseen_parts(facts, unit)) {
      if (matters(facts, unit, reason)) add_reasons(reasons, {reason});
    }
  }
  return reasons;
}

std::optional<Reason> rewriter_of(const organization::Organization& organization) {
  const auto of = [](const Resource* resource) {
    return resource == nullptr ? std::nullopt : resource->rewritten_by;
  };
  if (auto reason = of(organization.resource)) return reason;
  for (const organization::Node& node : organization.nodes) {
    if (auto reason = of(node.resource)) return reason;
  }
  for (const organization::OrganizationPolicy& policy : organization.policies) {
    if (auto reason = of(policy.resource)) return reason;
  }
  return std::nullopt;
}

}  // namespace rootproof::rules
