#pragma once

#include <map>
#include <string>
#include <vector>

#include "analyzer/engine/project.h"
#include "analyzer/engine/rule.h"

namespace rootproof::engine {

/// Everything the rules look at, built from a loaded project. Owns what Facts points to.
struct FactBase {
  std::vector<Resource> resources;
  std::vector<PolicyInstance> policies;
  std::vector<organization::Organization> organizations;
  std::map<std::string, std::vector<value::Reason>> unit_unknowns;

  [[nodiscard]] Facts facts(RuleSettings settings) const;
};

/// Collects the resources of all units that hold for a tool, reads the policies in their slots (and, in types
/// without a known slot, whatever has the shape of a policy), and links the organization. `jobs` threads
/// parse policies; the result does not depend on it. Unless the project depends on the tool, its units give
/// their resources away.
[[nodiscard]] FactBase collect_facts(Project& project, Tool tool, unsigned jobs);

}  // namespace rootproof::engine
