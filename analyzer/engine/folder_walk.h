#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <unordered_set>
#include <vector>

#include "analyzer/engine/discovery.h"
#include "analyzer/engine/gitignore.h"

namespace rootproof::engine {

/// Walks one root in sorted order, with the ignore rules that hold there, and adds to `out` what it finds.
class FolderWalk {
 public:
  /// Patterns of the configuration, and the folder they are relative to.
  struct Excludes {
    std::string base;
    std::vector<IgnoreRules> rules;  ///< one or none
  };

  FolderWalk(Discovery& out, std::unordered_set<std::string>& seen, const Excludes& excludes);

  /// `deep` says whether folders below `root` are walked too.
  void walk(const std::filesystem::path& root, bool deep);

 private:
  struct Entry {
    std::string path;
    std::filesystem::file_type type = std::filesystem::file_type::none;
  };

  void read_ignore_file(const std::string& file, const std::string& folder);
  void read_ignore_files_above(const std::filesystem::path& root);
  [[nodiscard]] bool ignored(const std::string& path, bool directory) const;
  [[nodiscard]] std::vector<Entry> entries(const std::string& path, std::error_code& error) const;
  void folder(const std::string& path, unsigned depth);
  void visit(const Entry& entry, unsigned depth);
  void link(const std::string& path);
  void file(const std::string& path);
  void problem(const std::string& path, source::ProblemKind kind, std::string message);

  Discovery& out_;
  std::unordered_set<std::string>& seen_;
  const Excludes& excludes_;
  std::string top_;  ///< folder that the paths of ignore rules are relative to: the repository or the root
  std::vector<IgnoreRules> ignores_;
  bool deep_ = true;
  bool full_ = false;
};

/// The part of `path` behind `folder`, without the slash between; empty when it does not lie below it.
[[nodiscard]] std::string_view below(std::string_view path, std::string_view folder);

}  // namespace rootproof::engine
