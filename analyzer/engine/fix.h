#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/engine/scan.h"

namespace rootproof::engine {

inline constexpr std::size_t kFixPasses = 8;   ///< rounds in which fixes make further ones possible
inline constexpr std::size_t kFixTrials = 64;  ///< scans of what files would be

/// A file that edits change.
struct FixedFile {
  std::string path;     ///< canonical
  std::string display;  ///< as findings call it
  std::string before;
  std::string after;
};

/// A finding and what became of its fix.
struct FixedFinding {
  std::string rule;
  std::string file;
  source::Location place;
  std::string description;
  std::string choice;        ///< Fix::choice
  std::string instead = {};  ///< of a refused one: the rule that would report something as grave; else empty
  bool undecided_instead = false;  ///< that rule could not decide
};

struct FixResult {
  std::vector<FixedFile> files;       ///< in the order of their names
  std::vector<FixedFinding> applied;  ///< in the order in which they were made
  std::vector<FixedFinding> refused;  ///< whose edits did not do what they were for
  std::vector<FixedFinding> offered;  ///< whose edits leave something to choose (Fix::choice)
  bool beyond_limit = false;          ///< more could have been tried than kFixTrials
  bool complete = true;               ///< Report::complete of what was there before
  std::optional<std::string> error;   ///< the project could not be loaded
};

/// Finds the edits that stop violations. What the files would be is scanned again, without touching them: a
/// fix is kept when its rule reports less and nothing as grave takes its place; fixes that others make
/// possible follow, at most kFixPasses times. Suppressed findings are left alone.
[[nodiscard]] FixResult find_fixes(const ProjectOptions& read_with, const ScanOptions& scan_with);

}  // namespace rootproof::engine
