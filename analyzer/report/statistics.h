#pragma once

#include <iosfwd>

#include "analyzer/engine/report_data.h"

namespace rootproof::report {

/// Counts by rule and answer, and undecided results by reason, as text.
void render_statistics(const engine::Report& report, std::ostream& out);

}  // namespace rootproof::report
