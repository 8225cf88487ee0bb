#pragma once

#include "analyzer/engine/finding.h"
#include "parsers/source/source_file.h"

namespace rootproof::engine {

/// Turns what rules want to change into what is to be written: finds the text at each place, quotes as it is
/// quoted there, and follows the notation of the file for new items and conditions. A fix with an edit whose
/// place holds something else, or whose text the notation there cannot hold, keeps its advice and loses its
/// edits.
void place_edits(const source::SourceTable& sources, Findings& findings);

}  // namespace rootproof::engine
