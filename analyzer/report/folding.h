#pragma once

#include <vector>

#include "analyzer/engine/report_data.h"

namespace rootproof::report {

/// A finding, and those that say the same at the same place of other instances of the resource: of count and
/// for_each, or of a module that is called several times.
struct FoldedFinding {
  const engine::Finding* finding = nullptr;
  std::vector<const engine::Finding*> instances;  ///< the others
};

/// All findings in report order, those of instances with the first of them. The JSON report has each by
/// itself. The result points into the report.
[[nodiscard]] std::vector<FoldedFinding> folded_findings(const engine::Report& report);

}  // namespace rootproof::report
