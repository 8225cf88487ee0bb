#pragma once

#include <map>
#include <string>
#include <vector>

#include "analyzer/engine/project.h"
#include "analyzer/engine/report_data.h"

namespace rootproof::engine {

struct ScanOptions {
  std::vector<const Rule*> rules;
  RuleSettings settings;
  std::map<std::string, Severity> severities;  ///< that findings get, by rule id
  Severity fail_on = Severity::medium;
  bool fail_never = false;
  bool strict_undecided = false;
  bool show_safe = false;
  bool policy_slots = false;  ///< count how far policies are evaluated
  unsigned jobs = 1;
  std::string today;  ///< YYYY-MM-DD, for suppressions
};

/// Runs the rules over a loaded project: facts, findings, fingerprints, suppressions, order. The report
/// points into the project, which must outlive it and has given its resources away (collect_facts).
[[nodiscard]] Report scan(Project& project, const ScanOptions& options);

}  // namespace rootproof::engine
