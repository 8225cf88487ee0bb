#pragma once

#include <string>
#include <vector>

#include "analyzer/engine/project.h"
#include "parsers/organization_files/organization_files.h"

namespace rootproof::engine {

/// The organizations that files of other tools describe, in the order of the files. A template of
/// org-formation belongs to the organization in the nearest folder above it, else to every one.
[[nodiscard]] std::vector<EvaluatedUnit> evaluate_organization_files(
    const std::vector<ParsedFile>& files, const organization_files::Surroundings& surroundings);

/// Whether a file is the description that `--organization` gives.
[[nodiscard]] bool is_description(const ParsedFile& file, const std::string& organization);

}  // namespace rootproof::engine
