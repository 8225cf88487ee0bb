#pragma once

#include <cstddef>

#include "analyzer/organization/organization.h"
#include "parsers/source/limits.h"
#include "tests/fuzz/evaluation_invariants.h"

namespace rootproof::fuzz {

/// Every node has a way to the root or a reason why not, and every index stays inside.
inline void look_at(const organization::Organization& organization) {
  const std::size_t nodes = organization.nodes.size();
  require(nodes > 0);
  for (std::size_t i = 0; i < nodes; ++i) {
    const organization::Node& node = organization.nodes[i];
    require(i == organization::kRootNode || node.parent.has_value() || node.parent_unknown.has_value() ||
            node.management);
    require(!node.parent || *node.parent < nodes);
    for (const std::size_t index : node.attached) require(index < organization.attachments.size());
    require(organization::scp_path(organization, i).levels.size() <= limits::kOrganizationDepth + 2);
    require(!organization::path_name(organization, i).empty());
  }
  for (const organization::Attachment& attachment : organization.attachments)
    require(attachment.policy < organization.policies.size() &&
            (!attachment.node || *attachment.node < nodes));
}

}  // namespace rootproof::fuzz
