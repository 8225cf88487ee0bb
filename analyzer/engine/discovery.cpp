#include "analyzer/engine/discovery.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <set>
#include <system_error>
#include <utility>

#include "parsers/source/limits.h"

namespace rootproof::engine {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kIgnoreFileBytes = 1U << 20U;

/// Walks one root, with the ignore rules that hold there.
class Walker {
 public:
  Walker(fs::path root, std::vector<IgnoreRules> excludes, fs::path exclude_base,
         std::vector<fs::path> requested, Discovery& out, std::set<fs::path>& seen)
      : root_(std::move(root)),
        excludes_(std::move(excludes)),
        exclude_base_(std::move(exclude_base)),
        requested_(std::move(requested)),
        out_(out),
        seen_(seen) {}

  void walk() {
    top_ = repository_root(root_);
    if (top_.empty()) top_ = root_;
    // Ignore files above the root count too, as git reads them.
    std::vector<fs::path> above;
    for (fs::path folder = root_; folder != top_ && folder.has_relative_path();
         folder = folder.parent_path()) {
      above.push_back(folder.parent_path());
    }
    for (auto folder = above.rbegin(); folder != above.rend(); ++folder)
      read_ignore_file(*folder / ".gitignore", *folder);
    read_ignore_file(top_ / ".git" / "info" / "exclude", top_);
    folder(root_, 0);
  }

 private:
  [[nodiscard]] std::string relative(const fs::path& path) const {
    return path.lexically_relative(top_).generic_string();
  }

  void read_ignore_file(const fs::path& file, const fs::path& base) {
    std::error_code error;
    if (!fs::is_regular_file(file, error) || fs::file_size(file, error) > kIgnoreFileBytes || error) return;
    std::ifstream in(file, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    std::string prefix = relative(base);
    prefix = prefix == "." ? std::string() : prefix + "/";
    ignores_.emplace_back(std::move(prefix), text);
  }

  [[nodiscard]] bool ignored(const fs::path& path, bool directory) const {
    const std::string name = path.filename().string();
    if (directory && (name == ".git" || name == ".terraform" || name == "node_modules")) return true;
    if (!excludes_.empty()) {
      const std::string from_configuration = path.lexically_relative(exclude_base_).generic_string();
      for (const IgnoreRules& rules : excludes_) {
        if (rules.decide(from_configuration, directory) == IgnoreRules::Decision::ignored) return true;
      }
    }
    const std::string from_top = relative(path);
    for (auto rules = ignores_.rbegin(); rules != ignores_.rend(); ++rules) {
      const IgnoreRules::Decision decision = rules->decide(from_top, directory);
      if (decision != IgnoreRules::Decision::none) return decision == IgnoreRules::Decision::ignored;
    }
    return false;
  }

  void problem(const fs::path& path, source::ProblemKind kind, std::string message) {
    out_.problems.push_back({display_path(path), kind, std::move(message)});
  }

  void folder(const fs::path& path, unsigned depth) {
    if (depth > limits::kDirectoryDepth) {
      problem(path, source::ProblemKind::limit,
              "folders are nested deeper than the limit kDirectoryDepth; not read");
      return;
    }
    std::error_code error;
    std::vector<fs::path> entries;
    for (fs::directory_iterator entry(path, error), end; !error && entry != end; entry.increment(error)) {
      entries.push_back(entry->path());
    }
    if (error) {
      problem(path, source::ProblemKind::unreadable, "cannot read this folder: " + error.message());
      return;
    }
    std::sort(entries.begin(), entries.end());
    const std::size_t rules_before = ignores_.size();
    read_ignore_file(path / ".gitignore", path);
    for (const fs::path& entry : entries) visit(entry, depth);
    ignores_.resize(rules_before, IgnoreRules("", ""));
  }

  void visit(const fs::path& path, unsigned depth) {
    std::error_code error;
    const fs::file_status own = fs::symlink_status(path, error);
    if (error)
      return problem(path, source::ProblemKind::unreadable, "cannot look at this path: " + error.message());
    if (fs::is_symlink(own)) return link(path);
    if (fs::is_directory(own)) {
      if (!ignored(path, true)) folder(path, depth + 1);
      return;
    }
    if (fs::is_regular_file(own) && is_candidate(path.filename().string()) && !ignored(path, false))
      file(path);
  }

  /// A link inside the root names something that is walked anyway; a link to the outside is not followed.
  void link(const fs::path& path) {
    std::error_code error;
    const fs::path target = fs::weakly_canonical(path, error);
    if (error) {
      return problem(path, source::ProblemKind::notice, "link not followed: it leads in a circle or nowhere");
    }
    if (ignored(path, fs::is_directory(target, error))) return;
    if (!is_within(target, root_)) {
      const bool matters = fs::is_directory(target, error) || is_candidate(path.filename().string());
      if (matters)
        problem(path, source::ProblemKind::notice, "link not followed: it leads out of the scanned folder");
    }
  }

  void file(const fs::path& path) {
    if (out_.files.size() >= limits::kFiles) {
      if (!full_)
        problem(path, source::ProblemKind::limit, "more files than the limit kFiles; the rest was not read");
      full_ = true;
      return;
    }
    const bool requested = std::any_of(requested_.begin(), requested_.end(),
                                       [&](const fs::path& given) { return is_within(path, given); });
    if (seen_.insert(path).second) out_.files.push_back({path, display_path(path), requested});
  }

  fs::path root_;
  fs::path top_;
  std::vector<IgnoreRules> excludes_;
  fs::path exclude_base_;
  std::vector<fs::path> requested_;
  Discovery& out_;
  std::set<fs::path>& seen_;
  std::vector<IgnoreRules> ignores_;
  bool full_ = false;
};

/// Roots that lie below another root are part of it.
std::vector<fs::path> outermost(std::vector<fs::path> roots) {
  std::sort(roots.begin(), roots.end());
  std::vector<fs::path> kept;
  for (fs::path& root : roots) {
    const bool inside =
        std::any_of(kept.begin(), kept.end(), [&](const fs::path& other) { return is_within(root, other); });
    if (!inside) kept.push_back(std::move(root));
  }
  return kept;
}

}  // namespace

bool is_candidate(std::string_view file_name) {
  static constexpr std::array<std::string_view, 11> kEndings = {".yaml",   ".yml",    ".json",    ".template",
                                                                ".cfn",    ".jsn",    ".tf",      ".tofu",
                                                                ".tfvars", ".policy", ".tfpolicy"};
  return std::any_of(kEndings.begin(), kEndings.end(), [&](std::string_view ending) {
    return file_name.size() > ending.size() && file_name.ends_with(ending);
  });
}

bool is_within(const fs::path& path, const fs::path& root) {
  const auto [rest, unused] = std::mismatch(root.begin(), root.end(), path.begin(), path.end());
  return rest == root.end();
}

std::string display_path(const fs::path& path) {
  std::error_code error;
  const fs::path working = fs::current_path(error);
  if (error) return path.generic_string();
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

Discovery discover(const std::vector<std::string>& paths, const std::vector<std::string>& exclude,
                   const fs::path& exclude_base) {
  Discovery result;
  std::vector<fs::path> roots;
  std::vector<fs::path> requested;
  std::vector<fs::path> named_files;
  for (const std::string& given : paths) {
    std::error_code error;
    const fs::path path = fs::canonical(given, error);
    if (error) {
      result.missing.push_back(given);
      continue;
    }
    requested.push_back(path);
    if (fs::is_directory(path, error)) {
      roots.push_back(path);
      continue;
    }
    named_files.push_back(path);
    fs::path context = repository_root(path.parent_path());
    roots.push_back(context.empty() ? path.parent_path() : context);
  }
  result.roots = outermost(std::move(roots));

  std::string patterns;
  for (const std::string& pattern : exclude) patterns += pattern + "\n";
  std::vector<IgnoreRules> excludes;
  if (!patterns.empty()) excludes.emplace_back("", patterns);

  std::set<fs::path> seen;
  for (const fs::path& file : named_files) {
    if (seen.insert(file).second) result.files.push_back({file, display_path(file), true});
  }
  for (const fs::path& root : result.roots)
    Walker(root, excludes, exclude_base, requested, result, seen).walk();
  std::sort(result.files.begin(), result.files.end(),
            [](const DiscoveredFile& a, const DiscoveredFile& b) { return a.display < b.display; });
  return result;
}

}  // namespace rootproof::engine
