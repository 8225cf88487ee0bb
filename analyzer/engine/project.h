#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/engine/discovery.h"
#include "parsers/resource.h"
#include "parsers/source/source_file.h"
#include "parsers/syntax/hcl.h"
#include "parsers/syntax/syntax_tree.h"
#include "parsers/terraform/module.h"

namespace rootproof::engine {

/// A document read from standard input.
struct StandardInput {
  std::string file_name;  ///< what it is called in findings
  std::string bytes;
};

/// What a scan reads and with which inputs.
struct ProjectOptions {
  std::vector<std::string> paths;
  std::optional<StandardInput> standard_input;
  std::vector<std::string> exclude;                             ///< gitignore-style patterns
  std::filesystem::path exclude_base;                           ///< folder they are relative to
  std::vector<std::pair<std::string, std::string>> variables;   ///< --var NAME=VALUE
  std::vector<std::string> variable_files;                      ///< --var-file
  std::vector<std::pair<std::string, std::string>> parameters;  ///< --parameter NAME=VALUE
  std::vector<std::string> parameter_files;                     ///< --parameter-file
  std::string workspace = "default";
  unsigned jobs = 1;
};

/// One file with what its parser made of it.
struct ParsedFile {
  std::filesystem::path path;  ///< absolute; empty for standard input
  source::SourceFile* source = nullptr;
  bool requested = false;
  std::unique_ptr<syntax::ParsedSyntax> syntax;
  std::unique_ptr<hcl::File> hcl;
  source::Problems problems;
};

/// Everything a scan has read, parsed and evaluated. Owns the files; all spans and views point into it, so it
/// stays in place.
class Project {
 public:
  explicit Project(ProjectOptions options);
  Project(const Project&) = delete;
  Project& operator=(const Project&) = delete;

  /// Discovers, reads, parses and evaluates. An error in the usage (a path that does not exist, a bad
  /// variable file) is the returned message; everything else becomes a Problem.
  [[nodiscard]] std::optional<std::string> load();

  [[nodiscard]] const source::SourceTable& sources() const { return sources_; }
  [[nodiscard]] const std::vector<ParsedFile>& files() const { return files_; }
  [[nodiscard]] const std::vector<EvaluatedUnit>& units() const { return units_; }
  /// Problems of discovery, parsing and evaluation in files the user asked about.
  [[nodiscard]] source::Problems problems() const;
  [[nodiscard]] bool requested(source::FileId id) const;
  /// The name of a file that does not depend on the working directory: relative to its repository, else to
  /// the root.
  [[nodiscard]] std::string stable_name(source::FileId id) const;

 private:
  void read_files(const Discovery& discovery);
  void parse_files();
  [[nodiscard]] std::optional<std::string> read_inputs();
  void evaluate_templates();
  void evaluate_policies();
  void evaluate_modules();
  ParsedFile& add_file(const std::filesystem::path& path, std::string display, std::string_view bytes,
                       bool requested);
  [[nodiscard]] const source::SourceFile* read_below_roots(const std::filesystem::path& path);
  std::optional<std::string> read_variable_file(const std::string& path);
  std::optional<std::string> read_parameter_file(const std::string& path);

  ProjectOptions options_;
  std::vector<std::filesystem::path> roots_;
  source::SourceTable sources_;
  std::vector<ParsedFile> files_;
  std::vector<EvaluatedUnit> units_;
  source::Problems problems_;
  std::map<std::string, value::Value> parameters_;
  std::vector<std::pair<std::string, value::Value>> variables_;
  std::vector<std::unique_ptr<hcl::File>> variable_files_;
  std::vector<std::unique_ptr<syntax::ParsedSyntax>> parameter_files_;
  std::map<std::filesystem::path, const source::SourceFile*> read_on_demand_;
};

}  // namespace rootproof::engine
