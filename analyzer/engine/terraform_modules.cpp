// Terraform module directories: which there are, which call which, and the evaluation of the root modules.
#include <algorithm>
#include <set>
#include <system_error>
#include <utility>

#include "analyzer/engine/call_roots.h"
#include "analyzer/engine/classify.h"
#include "analyzer/engine/parallel.h"
#include "analyzer/engine/project.h"
#include "analyzer/engine/read_file.h"
#include "analyzer/engine/variable_values.h"
#include "parsers/source/limits.h"
#include "parsers/terraform/module.h"

namespace rootproof::engine {
namespace {

namespace fs = std::filesystem;
using source::FileKind;

/// A configuration file as one directory sees it: links have names of their own.
struct ModuleFile {
  std::string name;
  const ParsedFile* file = nullptr;
};

/// The Terraform files of each directory, in name order.
using TerraformFolders = std::map<fs::path, std::vector<ModuleFile>>;

/// Files linked into a directory belong to it.
TerraformFolders terraform_folders(const std::vector<ParsedFile>& files,
                                   const std::vector<DiscoveredLink>& links) {
  TerraformFolders folders;
  std::map<fs::path, const ParsedFile*> by_path;
  for (const ParsedFile& file : files) {
    const std::string name = file.path.filename().string();
    if (kind_by_name(name) == FileKind::unknown || is_hidden_configuration(name) || file.path.empty())
      continue;
    by_path.emplace(file.path, &file);
    folders[file.path.parent_path()].push_back({name, &file});
  }
  for (const DiscoveredLink& link : links) {
    const auto target = by_path.find(link.target);
    if (target == by_path.end()) continue;
    folders[link.path.parent_path()].push_back({link.path.filename().string(), target->second});
  }
  for (auto& [folder, list] : folders) {
    std::sort(list.begin(), list.end(),
              [](const ModuleFile& a, const ModuleFile& b) { return a.name < b.name; });
  }
  return folders;
}

bool holds(const std::vector<ModuleFile>& files, const std::string& name) {
  return std::any_of(files.begin(), files.end(), [&](const ModuleFile& file) { return file.name == name; });
}

/// OpenTofu reads x.tofu in the place of x.tf. Evaluated is what Terraform reads; the twin is only used where
/// it stands alone.
bool has_terraform_twin(const ModuleFile& file, const std::vector<ModuleFile>& all) {
  for (const auto& [ending, twin] : {std::pair(".tofu", ".tf"), std::pair(".tofu.json", ".tf.json")}) {
    if (file.name.ends_with(ending))
      return holds(all, file.name.substr(0, file.name.size() - std::string_view(ending).size()) + twin);
  }
  return false;
}

bool is_automatic(std::string_view name) {
  return name.ends_with(".auto.tfvars") || name.ends_with(".auto.tfvars.json");
}

/// The variable files Terraform reads by itself, later ones winning: terraform.tfvars, terraform.tfvars.json,
/// then *.auto.tfvars and *.auto.tfvars.json in name order ("Variable definition precedence").
std::vector<const ParsedFile*> variable_files(const std::vector<ModuleFile>& files) {
  std::vector<const ParsedFile*> result;
  for (const char* name : {"terraform.tfvars", "terraform.tfvars.json"}) {
    for (const ModuleFile& file : files) {
      if (file.name == name) result.push_back(file.file);
    }
  }
  for (const ModuleFile& file : files) {
    if (is_automatic(file.name)) result.push_back(file.file);
  }
  return result;
}

/// The module directories of a scan, by absolute path.
using ModuleDirectories = std::map<fs::path, terraform::ModuleDirectory>;

ModuleDirectories module_directories(const TerraformFolders& folders) {
  ModuleDirectories directories;
  for (const auto& [folder, files] : folders) {
    terraform::ModuleDirectory directory;
    directory.path = display_path(folder);
    for (const ModuleFile& file : files) {
      const FileKind kind = file.file->source->kind;
      if (kind != FileKind::terraform && kind != FileKind::terraform_json) continue;
      if (!file.file->hcl) directory.incomplete = true;
      if (file.file->hcl && !has_terraform_twin(file, files)) directory.files.push_back(file.file->hcl.get());
    }
    if (!directory.files.empty()) directories.emplace(folder, std::move(directory));
  }
  return directories;
}

/// What the variable files of a directory say, in Terraform's order.
std::vector<std::pair<std::string, value::Value>> variables_of(const std::vector<ModuleFile>& files) {
  std::vector<std::pair<std::string, value::Value>> variables;
  for (const ParsedFile* file : variable_files(files)) {
    if (file->hcl) add_variable_values(*file->hcl, variables);
  }
  return variables;
}

}  // namespace

fs::path Project::folder_of_module(const std::string& path) const {
  std::error_code error;
  const fs::path folder = fs::canonical(path, error);
  return error || !is_within_any(folder, roots_) ? fs::path() : folder;
}

/// Called modules may lie where the walk did not go: in ignored folders, or below the folder of a file given
/// by name.
void Project::read_called_modules() {
  std::set<fs::path> looked_at;
  for (std::size_t first = 0; first < files_.size() || first == 0;) {
    const ModuleDirectories directories = module_directories(terraform_folders(files_, links_));
    first = files_.size();
    for (const auto& [folder, directory] : directories) {
      for (const std::string& called : terraform::called_directories(directory)) {
        const fs::path target = folder_of_module(called);
        if (target.empty() || directories.contains(target) || looked_at.size() >= limits::kModuleInstances)
          continue;
        if (looked_at.insert(target).second) read_module(target);
      }
    }
    if (files_.size() == first) return;
    parse_files(first);
  }
}

void Project::read_module(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    const FileKind kind = kind_by_name(name);
    const bool configuration = kind == FileKind::terraform || kind == FileKind::terraform_json;
    if (configuration && !is_hidden_configuration(name)) files.push_back(entry->path());
  }
  std::sort(files.begin(), files.end());
  for (const fs::path& path : files) {
    const fs::path real = fs::canonical(path, error);
    if (error || !is_within_any(real, roots_) || sources_by_path_.contains(real.native())) continue;
    const FileBytes bytes = read_file(real, limits::kTerraformFileBytes);
    ParsedFile& file = add_file(real, display_path(real), bytes.bytes, is_within_any(real, requested_));
    if (!bytes.error.empty()) file.source->set_problem(bytes.error_kind, bytes.error);
  }
}

/// The source of a file that was read; nullptr when it cannot be read; nullopt when nobody has tried.
std::optional<const source::SourceFile*> Project::known_source(const fs::path& path) const {
  std::error_code error;
  const fs::path real = fs::canonical(path, error);
  if (error || !is_within_any(real, roots_)) return nullptr;
  const auto found = sources_by_path_.find(real.native());
  if (found == sources_by_path_.end()) return std::nullopt;
  return found->second->problem() == nullptr ? found->second : nullptr;
}

const source::SourceFile* Project::read_below_roots(const fs::path& path) {
  if (const auto known = known_source(path)) return *known;
  const fs::path real = fs::canonical(path);
  const FileBytes bytes = read_file(real, limits::kReadableFileBytes);
  source::SourceFile& file =
      add_source(real, display_path(real), bytes.bytes, is_within_any(real, requested_));
  if (!bytes.error.empty()) file.set_problem(bytes.error_kind, bytes.error);
  return file.problem() == nullptr ? &file : nullptr;
}

/// Root modules are evaluated in parallel. Those that want a file nobody has read yet are done again one
/// after the other, so that files get their ids in the same order whatever the number of threads.
void Project::evaluate_modules() {
  const TerraformFolders folders = terraform_folders(files_, links_);
  const ModuleDirectories directories = module_directories(folders);
  std::map<fs::path, std::set<fs::path>> calls;
  for (const auto& [folder, directory] : directories) {
    std::set<fs::path>& targets = calls[folder];
    for (const std::string& called : terraform::called_directories(directory)) {
      const fs::path target = folder_of_module(called);
      if (directories.contains(target)) targets.insert(target);
    }
  }
  const std::vector<fs::path> roots = call_roots(calls);

  terraform::ModuleLoader loader;
  loader.directory = [&](const std::string& path) -> const terraform::ModuleDirectory* {
    const auto found = directories.find(folder_of_module(path));
    return found == directories.end() ? nullptr : &found->second;
  };
  const auto inputs_of = [&](const fs::path& root) {
    terraform::ModuleInputs inputs;
    inputs.workspace = options_.workspace;
    inputs.variables = variables_of(folders.at(root));
    inputs.variables.insert(inputs.variables.end(), variables_.begin(), variables_.end());
    return inputs;
  };

  std::vector<EvaluatedUnit> evaluated(roots.size());
  std::vector<char> incomplete(roots.size(), 0);
  parallel_for(roots.size(), options_.jobs, [&](std::size_t i) {
    terraform::ModuleLoader own = loader;
    // Terraform resolves file() against the folder it runs in, the root module's.
    own.file = [&, i](const std::string& path) -> const source::SourceFile* {
      const auto known = known_source(roots[i] / path);
      if (!known) incomplete[i] = 1;
      return known.value_or(nullptr);
    };
    evaluated[i] = terraform::evaluate_module(directories.at(roots[i]), own, inputs_of(roots[i]));
  });
  for (std::size_t i = 0; i < roots.size(); ++i) {
    if (incomplete[i] == 0) continue;
    terraform::ModuleLoader own = loader;
    own.file = [&, i](const std::string& path) { return read_below_roots(roots[i] / path); };
    evaluated[i] = terraform::evaluate_module(directories.at(roots[i]), own, inputs_of(roots[i]));
  }
  for (EvaluatedUnit& unit : evaluated) units_.push_back(std::move(unit));
}

}  // namespace rootproof::engine
