#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "analyzer/engine/finding.h"
#include "analyzer/engine/policy_statistics.h"
#include "analyzer/engine/rule.h"
#include "parsers/source/source_file.h"

namespace rootproof::engine {

/// The result of a scan, ready to be rendered. Findings are sorted by file, line, column, rule, resource.
struct Report {
  const source::SourceTable* sources = nullptr;
  std::vector<Finding> findings;  ///< violations and undecided; safe ones only when asked for
  source::Problems problems;      ///< sorted the same way
  /// Parts of files that no report quotes, sorted.
  std::vector<source::Span> secrets;
  /// Modules and templates that are not on disk, by who calls them, each block once; one notice for each
  /// reason names the modules.
  std::vector<value::Reason> unread_modules;
  std::vector<std::string> warnings;  ///< about the configuration, each with its place there
  std::size_t files = 0;              ///< files analysed
  std::size_t resources = 0;
  std::size_t policies = 0;
  std::size_t safe = 0;  ///< questions answered safe
  bool complete = true;
  std::map<Language, PolicySlotStatistics> policy_slots;  ///< only when asked for
  std::vector<const Rule*> rules;                         ///< rules that ran
  Severity fail_on = Severity::medium;
  bool fail_never = false;
  bool strict_undecided = false;

  [[nodiscard]] int exit_status(bool allow_incomplete) const;
};

}  // namespace rootproof::engine
