#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "parsers/terraform/functions.h"

namespace rootproof::engine {

/// What lies in a folder below one of the roots, in name order, ignored files included: Terraform's fileset()
/// knows no ignore rules. nullopt for other folders, where there is none, and when it cannot be read.
[[nodiscard]] std::optional<std::vector<terraform::FolderEntry>> list_folder(
    const std::filesystem::path& folder, const std::vector<std::filesystem::path>& roots);

}  // namespace rootproof::engine
