#include "analyzer/engine/exemptions.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "analyzer/engine/rule_selection.h"
#include "analyzer/organization/reference.h"
#include "parsers/arn.h"

namespace rootproof::engine {
namespace {

using organization::Exemption;
using organization::Node;
using organization::NodeKind;
using organization::Organization;

/// Names of accounts, or paths of units, that an exemption could have meant.
std::vector<std::string> choices(std::span<const Organization> organizations, bool account) {
  std::vector<std::string> names;
  for (const Organization& organization : organizations) {
    for (std::size_t i = 0; i < organization.nodes.size(); ++i) {
      const Node& node = organization.nodes[i];
      if (node.kind == NodeKind::root || (node.kind == NodeKind::account) != account) continue;
      std::string name = account ? node.named ? node.name : "" : organization::unit_path(organization, i);
      if (!name.empty()) names.push_back(std::move(name));
    }
  }
  return names;
}

/// An id may be that of an object which AWS made of this code; only where all ids are known it is nobody's.
bool may_be_an_id_of_the_code(std::span<const Organization> organizations, const std::string& text) {
  if (!is_account_id(text) && !organization::is_unit_id(text)) return false;
  return std::none_of(organizations.begin(), organizations.end(), [](const Organization& organization) {
    return organization.resource != nullptr &&
           organization.resource->language == Language::organization_export;
  });
}

}  // namespace

std::vector<std::string> unmatched_exemptions(std::span<const Organization> organizations,
                                              const organization::StatedFacts& stated) {
  std::vector<std::string> warnings;
  if (organizations.empty()) return warnings;
  for (const Exemption& exemption : stated.exempt) {
    const bool account = !exemption.account.empty();
    const std::string& named = account ? exemption.account : exemption.unit;
    const std::string what = exemption.place + ": exempt names the " +
                             (account ? "account" : "organizational unit") + " \"" + named + "\", ";
    std::size_t most = 0;
    for (const Organization& organization : organizations)
      most = std::max(most, nodes_named_by(organization, exemption).size());
    if (most > 1) {
      warnings.push_back(what + "and " + std::to_string(most) +
                         " have that name, so none is left out; write the id of the one that is meant");
    } else if (most == 0 && !may_be_an_id_of_the_code(organizations, named)) {
      const std::string near = nearest(named, choices(organizations, account));
      warnings.push_back(what + "which no organization here has" +
                         (near.empty() ? std::string() : "; did you mean \"" + near + "\"?"));
    }
  }
  return warnings;
}

}  // namespace rootproof::engine
