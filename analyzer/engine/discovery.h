#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/engine/gitignore.h"
#include "parsers/source/problem.h"

namespace rootproof::engine {

/// A file that may be analysed.
struct DiscoveredFile {
  std::filesystem::path path;  ///< absolute, links resolved
  std::string display;         ///< relative to the working directory, `/`-separated
  bool requested = false;      ///< findings in it are reported; the others are context
};

/// A path that could not be used, before any file has an id.
struct DiscoveryProblem {
  std::string display;
  source::ProblemKind kind = source::ProblemKind::unreadable;
  std::string message;
};

struct Discovery {
  std::vector<std::filesystem::path> roots;  ///< absolute; nothing outside them is ever read
  std::vector<DiscoveredFile> files;         ///< sorted by display path, no file twice
  std::vector<DiscoveryProblem> problems;
  std::vector<std::string> missing;  ///< given paths that do not exist
};

/// The file names that are looked into: YAML, JSON, templates, Terraform.
[[nodiscard]] bool is_candidate(std::string_view file_name);

/// Walks the given paths. Directories are walked below themselves; for a file the context is its whole
/// repository (the nearest folder above with .git), else its folder. .gitignore rules hold below directories,
/// never for files given by name. Links are followed only where they stay inside a root. `exclude` holds
/// gitignore-style patterns of the configuration, relative to the configuration's folder `exclude_base`.
[[nodiscard]] Discovery discover(const std::vector<std::string>& paths,
                                 const std::vector<std::string>& exclude,
                                 const std::filesystem::path& exclude_base);

/// Shows an absolute path relative to the working directory where that is not longer.
[[nodiscard]] std::string display_path(const std::filesystem::path& path);

/// The nearest folder at or above `folder` that holds .git; empty when there is none.
[[nodiscard]] std::filesystem::path repository_root(std::filesystem::path folder);

/// True when `path` is `root` or lies below it; both absolute and normal.
[[nodiscard]] bool is_within(const std::filesystem::path& path, const std::filesystem::path& root);

}  // namespace rootproof::engine
