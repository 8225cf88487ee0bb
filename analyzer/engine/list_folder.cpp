#include "analyzer/engine/list_folder.h"

#include <algorithm>
#include <system_error>

#include "analyzer/engine/discovery.h"
#include "parsers/source/limits.h"

namespace rootproof::engine {
namespace {

namespace fs = std::filesystem;
using Kind = terraform::FolderEntry::Kind;

/// A link to a regular file below the roots is as good as the file. Folders behind links are not entered:
/// they may lead round in circles.
Kind kind_of_link(const fs::path& path, const std::vector<fs::path>& roots) {
  std::error_code error;
  const fs::path target = fs::canonical(path, error);
  const bool inside = !error && is_within_any(target, roots);
  return inside && fs::is_regular_file(target, error) ? Kind::file : Kind::unresolved;
}

Kind kind_of(const fs::directory_entry& entry, const std::vector<fs::path>& roots) {
  std::error_code error;
  const fs::file_type type = entry.symlink_status(error).type();
  if (error) return Kind::unresolved;
  switch (type) {
    case fs::file_type::regular:
      return Kind::file;
    case fs::file_type::directory:
      return Kind::folder;
    case fs::file_type::symlink:
      return kind_of_link(entry.path(), roots);
    default:
      return Kind::other;
  }
}

}  // namespace

std::optional<std::vector<terraform::FolderEntry>> list_folder(const fs::path& folder,
                                                               const std::vector<fs::path>& roots) {
  std::error_code error;
  const fs::path real = fs::canonical(folder, error);
  if (error || !is_within_any(real, roots)) return std::nullopt;
  fs::directory_iterator next(real, error);
  std::vector<terraform::FolderEntry> entries;
  for (; !error && next != fs::directory_iterator(); next.increment(error)) {
    entries.push_back({next->path().filename().string(), kind_of(*next, roots)});
    // The caller stops at the limit, too.
    if (entries.size() > limits::kFileSetEntries) break;
  }
  if (error) return std::nullopt;
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return entries;
}

}  // namespace rootproof::engine
