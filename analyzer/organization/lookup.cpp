// What Terraform's data sources list of an organization, and expressions pick out by name (unit_names.h).
#include <algorithm>

#include "analyzer/organization/builder.h"
#include "parsers/left_to_others.h"
#include "parsers/source/limits.h"
#include "parsers/unit_names.h"

namespace rootproof::organization {

using value::Value;

namespace {

/// What the identity of something listed says.
struct Listed {
  std::string_view list;  ///< address of the data source or organization
  std::string_view what;  ///< "children", "accounts", "non_master_accounts"
  bool by_email = false;  ///< else by name
  std::string_view text;
};

std::optional<Listed> read_listed(std::string_view symbol) {
  const std::size_t whose = symbol.find(kWhose);
  if (whose == std::string_view::npos) return std::nullopt;
  Listed listed;
  const std::string_view list = symbol.substr(0, whose);
  const std::size_t dot = list.rfind('.');
  if (dot == std::string_view::npos) return std::nullopt;
  listed.list = list.substr(0, dot);
  listed.what = list.substr(dot + 1);
  const std::string_view asked = symbol.substr(whose + kWhose.size());
  constexpr std::string_view kName = "name is ";
  constexpr std::string_view kEmail = "email is ";
  listed.by_email = asked.starts_with(kEmail);
  if (!listed.by_email && !asked.starts_with(kName)) return std::nullopt;
  listed.text = asked.substr(listed.by_email ? kEmail.size() : kName.size());
  return listed;
}

bool has_email(const Node& account, std::string_view text) {
  const Value* email = account.resource == nullptr ? nullptr : account.resource->property("email");
  return email != nullptr && email->as_text() == text;
}

}  // namespace

/// Where a node stands, also before all of them are connected; nullopt where that is not known.
std::optional<std::size_t> Builder::parent_of(std::size_t index) {
  const Node& node = organization_.nodes[index];
  if (node.parent || node.parent_unknown || node.resource == nullptr) return node.parent;
  const Resource& resource = *node.resource;
  if (may_be_of_another_organization(resource)) return std::nullopt;
  const std::vector<Reference> found = references(resource.property("parent_id"));
  if (found.empty() && node.kind == NodeKind::account && !exported_places_.contains(index) &&
      !left_to_others(resource, "parent_id"))
    return kRootNode;
  if (found.size() != 1 || !found.front().guard.always()) return std::nullopt;
  return meaning(found.front(), resource.unit).node;
}

/// The one object that a list has by this name, where all of the organization is known (domain.md §4.3).
/// Names of units are unique below their parent and e-mail addresses everywhere
/// ("DuplicateOrganizationalUnit", "EMAIL_ALREADY_EXISTS" in the Organizations API reference); other names
/// need not be.
std::optional<std::size_t> Builder::listed_node(std::string_view symbol, const std::string& unit) {
  if (symbol.find(kWhose) == std::string_view::npos || (!exported_ && !complete_)) return std::nullopt;
  const std::string key = unit + '\n' + std::string(symbol);
  const auto [known, added] = found_by_lookup_.emplace(key, std::nullopt);
  if (!added || lookup_depth_ == limits::kOrganizationDepth) return known->second;
  ++lookup_depth_;
  const std::optional<std::size_t> found = find_listed(symbol, unit);
  --lookup_depth_;
  found_by_lookup_[key] = found;
  return found;
}

std::optional<std::size_t> Builder::find_listed(std::string_view symbol, const std::string& unit) {
  const std::optional<Listed> listed = read_listed(symbol);
  if (!listed || several_) return std::nullopt;
  const bool units = listed->what == "children";
  const auto lookup = std::find_if(unit_lookups_.begin(), unit_lookups_.end(), [&](const Resource* each) {
    return each->unit == unit && each->address == listed->list;
  });
  const bool whole = lookup == unit_lookups_.end();
  std::size_t below = kRootNode;
  bool direct = false;
  if (whole) {
    Reference organization;
    organization.symbol = std::string(listed->list) + ".";
    const bool known = listed->list.find("aws_organizations_organization.") != std::string_view::npos;
    if (units || !known || is_looked_up_elsewhere(organization, unit)) return std::nullopt;
  } else {
    const std::string_view type = (*lookup)->type;
    direct = type.find("_descendant_") == std::string_view::npos;
    const std::vector<Reference> parents = references((*lookup)->properties.find("parent_id"));
    if (parents.size() != 1 || may_be_of_another_organization(**lookup)) return std::nullopt;
    const std::optional<std::size_t> parent = meaning(parents.front(), unit).node;
    if (!parent) return std::nullopt;
    below = *parent;
  }

  const auto stands_there = [&](std::size_t node) -> std::optional<bool> {
    std::optional<std::size_t> at = parent_of(node);
    for (std::size_t steps = 0; at && steps < limits::kOrganizationDepth; ++steps) {
      if (*at == below) return true;
      if (direct || *at == kRootNode) return false;
      at = parent_of(*at);
    }
    return std::nullopt;
  };
  const bool unique = listed->by_email || (units && direct);
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < organization_.nodes.size(); ++i) {
    const Node& node = organization_.nodes[i];
    const NodeKind wanted = units ? NodeKind::organizational_unit : NodeKind::account;
    if (node.kind != wanted || absorbed_.contains(i)) continue;
    if (listed->what == "non_master_accounts" && node.management) continue;
    const bool same = listed->by_email ? has_email(node, listed->text) : node.name == listed->text;
    const bool may_be = same && (listed->by_email || node.named);
    if (!may_be && (unique || node.named)) continue;
    const std::optional<bool> there = stands_there(i);
    if (there == false || (!there && unique)) continue;
    if (!may_be || !there || found) return std::nullopt;
    found = i;
  }
  // Nobody says how the management account is called where no object stands for it.
  const bool unnamed = !units && !listed->by_email && listed->what == "accounts" && !exported_ &&
                       std::none_of(organization_.nodes.begin(), organization_.nodes.end(),
                                    [](const Node& node) { return node.management && node.named; });
  return unnamed ? std::nullopt : found;
}

/// Whether what a condition asks for is there: an element of a list.
bool Builder::surely_exists(const value::GuardTerm& term, const std::string& unit) {
  std::string_view symbol = term.condition;
  if (!symbol.ends_with(kExists)) return false;
  symbol.remove_suffix(kExists.size());
  const std::optional<std::size_t> node = listed_node(symbol, unit);
  return node && !organization_.nodes[*node].may_be_absent;
}

/// A guard without the conditions that are known to hold.
value::Guard Builder::settled(const value::Guard& guard, const std::string& unit) {
  value::Guard rest;
  for (const value::GuardTerm& term : guard.terms)
    if (!term.holds || !surely_exists(term, unit)) rest.terms.push_back(term);
  return rest;
}

/// What a value names, without the ways in which something that is there is missing.
std::vector<Reference> Builder::settled_references(const Value* value, const std::string& unit) {
  std::vector<Reference> found = references(value);
  std::erase_if(found, [&](const Reference& reference) {
    return std::any_of(
        reference.guard.terms.begin(), reference.guard.terms.end(),
        [&](const value::GuardTerm& term) { return !term.holds && surely_exists(term, unit); });
  });
  for (Reference& reference : found) reference.guard = settled(reference.guard, unit);
  return found;
}

}  // namespace rootproof::organization
