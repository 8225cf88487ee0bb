#include "analyzer/engine/discovery.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <system_error>
#include <unordered_set>
#include <utility>

#include "analyzer/engine/classify.h"
#include "analyzer/engine/folder_walk.h"
#include "parsers/source/lower_case.h"

namespace rootproof::engine {
namespace {

namespace fs = std::filesystem;

/// A folder to walk.
struct Root {
  fs::path path;
  bool deep = true;
};

/// Where the context of a file lies.
Root context_of(const fs::path& folder) {
  const fs::path repository = repository_root(folder);
  return repository.empty() ? Root{folder, false} : Root{repository, true};
}

/// Roots that lie below another walked root are part of it.
std::vector<Root> outermost(std::vector<Root> roots) {
  std::sort(roots.begin(), roots.end(), [](const Root& a, const Root& b) {
    return a.path != b.path ? a.path < b.path : a.deep > b.deep;
  });
  std::vector<Root> kept;
  for (Root& root : roots) {
    const bool inside = std::any_of(kept.begin(), kept.end(), [&](const Root& other) {
      return root.path == other.path || (other.deep && is_within(root.path, other.path));
    });
    if (!inside) kept.push_back(std::move(root));
  }
  return kept;
}

FolderWalk::Excludes excludes_of(const DiscoveryRequest& request) {
  FolderWalk::Excludes excludes;
  excludes.base = request.exclude_base.string();
  std::string patterns;
  for (const std::string& pattern : request.exclude) patterns += pattern + "\n";
  if (!patterns.empty()) excludes.rules.emplace_back("", patterns);
  return excludes;
}

}  // namespace

Discovery discover(const DiscoveryRequest& request) {
  Discovery result;
  std::vector<Root> roots;
  std::unordered_set<std::string> seen;
  for (const std::string& given : request.paths) {
    std::error_code error;
    const fs::path path = fs::canonical(given, error);
    if (error) {
      result.error = "cannot read " + given + ": " + error.message();
      return result;
    }
    result.requested.push_back(path);
    if (fs::is_directory(path, error)) {
      roots.push_back({path, true});
      continue;
    }
    roots.push_back(context_of(path.parent_path()));
    if (seen.insert(path.string()).second) result.files.push_back({path, display_path(path), true, true});
  }
  // A file that an editor has not saved yet may be the first of its folder.
  std::error_code error;
  fs::path folder = fs::weakly_canonical(request.context_of.parent_path(), error);
  while (!folder.empty() && folder.has_relative_path() && !fs::is_directory(folder, error))
    folder = folder.parent_path();
  if (!request.context_of.empty() && fs::is_directory(folder, error)) roots.push_back(context_of(folder));

  roots = outermost(std::move(roots));
  for (const Root& root : roots) result.roots.push_back(root.path);
  const FolderWalk::Excludes excludes = excludes_of(request);
  for (const Root& root : roots) FolderWalk(result, seen, excludes).walk(root.path, root.deep);
  std::sort(result.files.begin(), result.files.end(),
            [](const DiscoveredFile& a, const DiscoveredFile& b) { return a.display < b.display; });
  std::sort(result.links.begin(), result.links.end(),
            [](const DiscoveredLink& a, const DiscoveredLink& b) { return a.path < b.path; });
  return result;
}

bool is_candidate(std::string_view file_name) {
  // Terraform reads no main.TF; a template is deployed under any name.
  static constexpr std::array<std::string_view, 3> kTerraformEndings = {".tf", ".tofu", ".tfvars"};
  static constexpr std::array<std::string_view, 7> kEndings = {".yaml", ".yml", ".json",  ".template",
                                                               ".cfn",  ".jsn", ".policy"};
  const auto ends_in_any = [](std::string_view name, std::span<const std::string_view> endings) {
    return std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) {
      return name.size() > ending.size() && name.ends_with(ending);
    });
  };
  const bool named_so = ends_in_any(file_name, kTerraformEndings) || is_terragrunt_file(file_name) ||
                        ends_in_any(source::lower_case(file_name), kEndings);
  return named_so && !is_hidden_configuration(file_name);
}

bool is_within(const fs::path& path, const fs::path& root) {
  return path.native() == root.native() || !below(path.native(), root.native()).empty();
}

bool is_within_any(const fs::path& path, const std::vector<fs::path>& roots) {
  return std::any_of(roots.begin(), roots.end(), [&](const fs::path& root) { return is_within(path, root); });
}

std::string display_path(const fs::path& path) {
  std::error_code error;
  const fs::path working = fs::current_path(error);
  if (error) return path.generic_string();
  if (const std::string_view inside = below(path.native(), working.native()); !inside.empty())
    return std::string(inside);
  const std::string relative = path.lexically_relative(working).generic_string();
  return relative.empty() ? path.generic_string() : relative;
}

fs::path repository_root(fs::path folder) {
  std::error_code error;
  for (;; folder = folder.parent_path()) {
    if (fs::exists(folder / ".git", error)) return folder;
    if (!folder.has_relative_path()) return {};
  }
}

}  // namespace rootproof::engine
