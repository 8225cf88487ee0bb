#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/source/problem.h"

namespace rootproof::engine {

/// A file that may be analysed.
struct DiscoveredFile {
  std::filesystem::path path;  ///< absolute, links resolved
  std::string display;         ///< relative to the working directory, `/`-separated
  bool requested = false;      ///< findings in it are reported; the others are context
  bool named = false;          ///< given by its own name, so read whatever it is called
};

/// A link to a file below a root. The file is read once, where it lies; the link says that it belongs to
/// another folder too (Terraform reads `provider.tf -> ../common/provider.tf` as part of the module).
struct DiscoveredLink {
  std::filesystem::path path;  ///< absolute, of the link
  std::filesystem::path
      target;  ///< absolute, links resolved; empty where it leads nowhere or out of the roots
};

inline constexpr std::string_view kNotFollowed =
    "link not followed: it leads in a circle, nowhere, or out of the scanned folder";

/// A path that could not be used, before any file has an id.
struct DiscoveryProblem {
  std::string display;
  source::ProblemKind kind = source::ProblemKind::unreadable;
  std::string message;
};

/// What to look for.
struct DiscoveryRequest {
  std::vector<std::string> paths;      ///< files and folders as given
  std::vector<std::string> exclude;    ///< gitignore-style patterns of the configuration
  std::filesystem::path exclude_base;  ///< folder that `exclude` is relative to
  /// A file that need not exist, whose surroundings are context (the editor's unsaved buffer). May be empty.
  std::filesystem::path context_of;
};

struct Discovery {
  std::vector<std::filesystem::path> roots;      ///< absolute; nothing outside them is ever read
  std::vector<std::filesystem::path> requested;  ///< the given paths, absolute, links resolved
  std::vector<DiscoveredFile> files;             ///< sorted by display path, no file twice
  std::vector<DiscoveredLink> links;             ///< sorted by path
  std::vector<DiscoveryProblem> problems;        ///< below requested paths only
  std::string error;                             ///< a given path that cannot be used
};

/// The file names that are looked into: YAML, JSON, templates, Terraform.
[[nodiscard]] bool is_candidate(std::string_view file_name);

/// Walks the given paths. Directories are walked below themselves. For a file the context is its whole
/// repository (the nearest folder above with .git), else the folder it lies in, without what is below: that
/// could be a home directory. .gitignore rules hold below directories, never for files given by name. Links
/// out of the roots are not followed, nor are links to folders below a root, which is walked anyway.
[[nodiscard]] Discovery discover(const DiscoveryRequest& request);

/// An absolute path as people see it: relative to the working directory, `/`-separated.
[[nodiscard]] std::string display_path(const std::filesystem::path& path);

/// The nearest folder at or above `folder` that holds .git; empty when there is none.
[[nodiscard]] std::filesystem::path repository_root(std::filesystem::path folder);

/// True when `path` is `root` or lies below it; both absolute and normal.
[[nodiscard]] bool is_within(const std::filesystem::path& path, const std::filesystem::path& root);

/// True when `path` lies in one of the folders, or is one of them.
[[nodiscard]] bool is_within_any(const std::filesystem::path& path,
                                 const std::vector<std::filesystem::path>& roots);

}  // namespace rootproof::engine
