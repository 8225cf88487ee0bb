#pragma once

#include <filesystem>
#include <functional>
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

/// What configurations of the Landing Zone Accelerator make of the policy files in their folders: policies of
/// VPC endpoints let nobody in, whatever they say, and leave `units`; in others its placeholders are
/// replaced. `named_file` says where a name in a file leads to.
void apply_landing_zones(
    const std::vector<ParsedFile>& files, const organization_files::Surroundings& surroundings,
    const std::function<std::filesystem::path(const source::SourceFile&, const std::string&)>& named_file,
    std::vector<EvaluatedUnit>& units);

}  // namespace rootproof::engine
