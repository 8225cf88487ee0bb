#include "rules/root_credentials/named_resources.h"

#include <algorithm>
#include <array>

namespace rootproof::rules {

using value::Value;

NamedResources::NamedResources(const engine::Facts& facts) {
  // Those of a unit follow one another.
  Addresses* addresses = nullptr;
  const std::string* unit = nullptr;
  for (const Resource& resource : facts.resources) {
    if (unit == nullptr || *unit != resource.unit) {
      unit = &resource.unit;
      addresses = &resources_[*unit];
    }
    (*addresses)[resource.address] = &resource;
  }
}

const Resource* NamedResources::referenced(const Resource& from, const Value& value) const {
  // What is made of an attribute, an ARN of its resource's name for one, still says where it comes from.
  const std::optional<value::OriginStep> step = value.origin().step();
  if (step && step->kind == value::OriginKind::reference)
    if (const Resource* found = at_symbol(from, step->detail)) return found;
  return value.is(Value::Kind::string) && value.pieces().size() != 1 ? nullptr : mentioned(from, value);
}

const Resource* NamedResources::attribute_of(const Resource& from, const Value& value,
                                             std::span<const std::string_view> types) const {
  const auto among = [&](const Resource* resource) {
    const bool found = resource != nullptr &&
                       std::find(types.begin(), types.end(), std::string_view(resource->type)) != types.end();
    return found ? resource : nullptr;
  };
  // Functions that give one of their arguments as it is.
  constexpr std::array<std::string_view, 4> kHandOn{"one", "try", "coalesce", "element"};
  for (const value::OriginStep& step : value.origin().chain()) {
    if (step.kind == value::OriginKind::reference)
      if (const Resource* found = among(at_symbol(from, step.detail))) return found;
    const bool makes_something = step.kind == value::OriginKind::function &&
                                 std::find(kHandOn.begin(), kHandOn.end(), step.detail) == kHandOn.end();
    if (makes_something || step.kind == value::OriginKind::literal) break;
  }
  return among(referenced(from, value));
}

const Resource* NamedResources::mentioned(const Resource& from, const Value& value) const {
  const auto in_chain = [&](const value::Origin& origin) -> const Resource* {
    for (const value::OriginStep& step : origin.chain())
      if (step.kind == value::OriginKind::reference)
        if (const Resource* found = at_symbol(from, step.detail)) return found;
    return nullptr;
  };
  const auto in_reason = [&](const value::Reason& reason) {
    // An attribute that only AWS can compute: its address is its identity.
    return reason.kind == value::ReasonKind::resource_attribute ? at_symbol(from, reason.detail) : nullptr;
  };
  if (const Resource* found = in_chain(value.origin())) return found;
  if (value.is(Value::Kind::unknown)) return in_reason(value.reason());
  if (!value.is(Value::Kind::string)) return nullptr;
  for (const value::StringPiece& piece : value.pieces()) {
    const auto* hole = std::get_if<value::Hole>(&piece);
    if (hole == nullptr) continue;
    if (const Resource* found = at_symbol(from, hole->symbol)) return found;
    if (const Resource* found = in_chain(hole->origin)) return found;
    if (const Resource* found = in_reason(hole->reason)) return found;
  }
  return nullptr;
}

const Resource* NamedResources::at_symbol(const Resource& from, const std::string& symbol) const {
  if (symbol.empty()) return nullptr;
  const std::size_t attribute = symbol.rfind('.');
  if (from.language == Language::cloudformation)
    return find(from.unit, "Resources." + symbol.substr(0, symbol.find('.')));
  return attribute == std::string::npos ? nullptr : find(from.unit, symbol.substr(0, attribute));
}

const Resource* NamedResources::find(std::string_view unit, std::string_view address) const {
  const auto in_unit = resources_.find(unit);
  if (in_unit == resources_.end()) return nullptr;
  const auto found = in_unit->second.find(address);
  return found == in_unit->second.end() ? nullptr : found->second;
}

}  // namespace rootproof::rules
