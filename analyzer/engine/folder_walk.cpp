#include "analyzer/engine/folder_walk.h"

#include <algorithm>
#include <utility>

#include "analyzer/engine/read_file.h"
#include "parsers/source/limits.h"

namespace rootproof::engine {
namespace {

namespace fs = std::filesystem;
using source::ProblemKind;

std::string_view file_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::string joined(std::string folder, std::string_view name) {
  if (!folder.ends_with('/')) folder += '/';
  return folder.append(name);
}

/// Folders of tools, whatever the ignore files say: git's own, Terraform's copies of providers and modules,
/// npm's copies of packages.
bool is_tool_folder(std::string_view name) {
  return name == ".git" || name == ".terraform" || name == "node_modules";
}

}  // namespace

std::string_view below(std::string_view path, std::string_view folder) {
  if (!path.starts_with(folder)) return {};
  path.remove_prefix(folder.size());
  if (folder.ends_with('/')) return path;
  return path.starts_with('/') ? path.substr(1) : std::string_view();
}

FolderWalk::FolderWalk(Discovery& out, std::unordered_set<std::string>& seen, const Excludes& excludes)
    : out_(out), seen_(seen), excludes_(excludes) {}

void FolderWalk::walk(const fs::path& root, bool deep) {
  deep_ = deep;
  const fs::path repository = repository_root(root);
  top_ = (repository.empty() ? root : repository).string();
  read_ignore_file(joined(top_, ".git/info/exclude"), top_);
  read_ignore_files_above(root);
  folder(root.string(), 0);
}

/// Ignore files between the repository's folder and the root count too, as git reads them.
void FolderWalk::read_ignore_files_above(const fs::path& root) {
  std::vector<fs::path> above;
  for (fs::path folder = root; folder.string() != top_ && folder.has_relative_path();) {
    folder = folder.parent_path();
    above.push_back(folder);
  }
  for (auto folder = above.rbegin(); folder != above.rend(); ++folder)
    read_ignore_file(joined(folder->string(), ".gitignore"), folder->string());
}

void FolderWalk::read_ignore_file(const std::string& file, const std::string& folder) {
  const FileBytes bytes = read_file(file, limits::kIgnoreFileBytes);
  if (!bytes.error.empty() || bytes.bytes.empty()) return;
  std::string base(below(folder, top_));
  if (!base.empty()) base += '/';
  ignores_.emplace_back(std::move(base), bytes.bytes);
}

bool FolderWalk::ignored(const std::string& path, bool directory) const {
  if (directory && is_tool_folder(file_name(path))) return true;
  const std::string_view from_configuration = below(path, excludes_.base);
  for (const IgnoreRules& rules : excludes_.rules) {
    if (!from_configuration.empty() &&
        rules.decide(from_configuration, directory) == IgnoreRules::Decision::ignored)
      return true;
  }
  const std::string_view from_top = below(path, top_);
  for (auto rules = ignores_.rbegin(); rules != ignores_.rend(); ++rules) {
    const IgnoreRules::Decision decision = rules->decide(from_top, directory);
    if (decision != IgnoreRules::Decision::none) return decision == IgnoreRules::Decision::ignored;
  }
  return false;
}

void FolderWalk::problem(const std::string& path, ProblemKind kind, std::string message) {
  if (is_within_any(path, out_.requested))
    out_.problems.push_back({display_path(path), kind, std::move(message)});
}

/// Folders, links and candidate files of a folder, sorted. Special files (pipes, devices) are left out.
std::vector<FolderWalk::Entry> FolderWalk::entries(const std::string& path, std::error_code& error) const {
  std::vector<Entry> result;
  for (fs::directory_iterator entry(path, error), end; !error && entry != end; entry.increment(error)) {
    std::error_code unknown;
    const fs::file_type type = entry->symlink_status(unknown).type();
    std::string name = entry->path().string();
    const bool file = type == fs::file_type::regular && is_candidate(file_name(name));
    const bool folder = type == fs::file_type::directory && deep_;
    if (file || folder || type == fs::file_type::symlink) result.push_back({std::move(name), type});
  }
  std::sort(result.begin(), result.end(), [](const Entry& a, const Entry& b) { return a.path < b.path; });
  return result;
}

void FolderWalk::folder(const std::string& path, unsigned depth) {
  if (depth > limits::kDirectoryDepth) {
    return problem(path, ProblemKind::limit,
                   "folders are nested deeper than the limit kDirectoryDepth; not read");
  }
  std::error_code error;
  const std::vector<Entry> found = entries(path, error);
  if (error) return problem(path, ProblemKind::unreadable, "cannot read this folder: " + error.message());
  const std::size_t rules_before = ignores_.size();
  read_ignore_file(joined(path, ".gitignore"), path);
  for (const Entry& entry : found) visit(entry, depth);
  ignores_.erase(ignores_.begin() + static_cast<std::ptrdiff_t>(rules_before), ignores_.end());
}

void FolderWalk::visit(const Entry& entry, unsigned depth) {
  switch (entry.type) {
    case fs::file_type::symlink:
      return link(entry.path);
    case fs::file_type::directory:
      if (!ignored(entry.path, true)) folder(entry.path, depth + 1);
      return;
    default:
      if (!ignored(entry.path, false)) file(entry.path);
  }
}

void FolderWalk::link(const std::string& path) {
  std::error_code error;
  const fs::file_status target_status = fs::status(path, error);
  const bool directory = fs::is_directory(target_status);
  if (!directory && !is_candidate(file_name(path))) return;
  if (ignored(path, directory)) return;
  const fs::path target = fs::canonical(path, error);
  if (error || !is_within_any(target, out_.roots)) {
    // The tool that deploys reads what is behind it: its folder lacks a file.
    if (!directory) return out_.links.push_back({path, {}});
    return problem(path, ProblemKind::unreadable, std::string(kNotFollowed));
  }
  if (fs::is_regular_file(target_status)) out_.links.push_back({path, target});
}

void FolderWalk::file(const std::string& path) {
  if (out_.files.size() >= limits::kFiles) {
    if (!full_) problem(path, ProblemKind::limit, "more files than the limit kFiles; the rest was not read");
    full_ = true;
    return;
  }
  if (!seen_.insert(path).second) return;
  out_.files.push_back({path, display_path(path), is_within_any(path, out_.requested), false});
}

}  // namespace rootproof::engine
