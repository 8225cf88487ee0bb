// Terraform module directories: which there are, which call which, and the evaluation of the root modules.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <set>
#include <system_error>
#include <unordered_map>
#include <utility>

#include "analyzer/engine/call_roots.h"
#include "analyzer/engine/classify.h"
#include "analyzer/engine/deployed_templates.h"
#include "analyzer/engine/list_folder.h"
#include "analyzer/engine/parallel.h"
#include "analyzer/engine/project.h"
#include "analyzer/engine/variable_values.h"
#include "parsers/source/limits.h"
#include "parsers/terraform/module.h"
#include "parsers/terraform/module_symbols.h"
#include "parsers/terraform/plan.h"

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
  std::map<std::string_view, const ParsedFile*> by_path;
  for (const ParsedFile& file : files) {
    const fs::path path = file.path;
    const std::string name = path.filename().string();
    if (kind_by_name(name) == FileKind::unknown || is_hidden_configuration(name) || file.path.empty())
      continue;
    by_path.emplace(file.path, &file);
    folders[path.parent_path()].push_back({name, &file});
  }
  for (const DiscoveredLink& link : links) {
    const auto target = by_path.find(link.target.native());
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

bool is_tofu(std::string_view name) { return name.ends_with(".tofu") || name.ends_with(".tofu.json"); }

/// Terraform reads no .tofu file; OpenTofu reads x.tofu in the place of x.tf.
bool is_read_by(Tool tool, const ModuleFile& file, const std::vector<ModuleFile>& all) {
  if (tool == Tool::any) return true;
  if (tool == Tool::terraform) return !is_tofu(file.name);
  for (const auto& [ending, twin] : {std::pair(".tf", ".tofu"), std::pair(".tf.json", ".tofu.json")}) {
    if (file.name.ends_with(ending))
      return !holds(all, file.name.substr(0, file.name.size() - std::string_view(ending).size()) + twin);
  }
  return true;
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

/// What a tool reads; with Tool::any everything that one of them reads.
ModuleDirectories module_directories(const TerraformFolders& folders, Tool tool) {
  ModuleDirectories directories;
  for (const auto& [folder, files] : folders) {
    terraform::ModuleDirectory directory;
    directory.path = display_path(folder);
    for (const ModuleFile& file : files) {
      const FileKind kind = file.file->source->kind;
      if (kind != FileKind::terraform && kind != FileKind::terraform_json) continue;
      if (!is_read_by(tool, file, files)) continue;
      if (!file.file->hcl) {
        directory.incomplete = true;
        if (terraform::is_override_file(file.name)) directory.unread_override = file.file->source->path();
      }
      if (file.file->hcl) directory.files.push_back(file.file->hcl.get());
    }
    if (!directory.files.empty()) directories.emplace(folder, std::move(directory));
  }
  return directories;
}

}  // namespace

fs::path Project::folder_of_module(const fs::path& path) const {
  std::error_code error;
  const fs::path folder = fs::canonical(path, error);
  return error || !is_within_any(folder, roots_) ? fs::path() : folder;
}

/// The directories of the module map are roots as those on the command line: their files are read, and what
/// is found in them is reported unless the scan is about single files.
std::optional<std::string> Project::read_module_map() {
  std::error_code error;
  const bool folders = std::any_of(requested_.begin(), requested_.end(),
                                   [&](const fs::path& path) { return fs::is_directory(path, error); });
  for (const auto& [address, directory] : options_.module_map) {
    const fs::path folder = fs::canonical(directory, error);
    if (error || !fs::is_directory(folder, error))
      return std::string("--module-map ").append(address).append(": ").append(directory) + " is no directory";
    module_map_.add(address, folder);
    roots_.push_back(folder);
    if (folders) requested_.push_back(folder);
  }
  return std::nullopt;
}

/// What `terraform init` installed comes before the module map; it must be what the call asks for now.
fs::path Project::folder_of_call(const fs::path& root, const std::vector<std::string>& call_path,
                                 const std::string& source) const {
  std::string key;
  std::string address;
  for (const std::string& name : call_path) {
    key += (key.empty() ? "" : ".") + name;
    address += (address.empty() ? "module." : ".module.") + name;
  }
  if (const auto manifest = manifests_.find(root); manifest != manifests_.end()) {
    const auto installed = manifest->second.find(key);
    if (installed != manifest->second.end() && is_same_source(source, installed->second.source)) {
      fs::path folder = folder_of_module(root / installed->second.directory);
      if (!folder.empty()) return folder;
    }
  }
  const auto mapped = module_map_.find(address, source);
  return mapped ? folder_of_module(*mapped) : fs::path();
}

/// Installed copies, and directories that only the module map led to, are no root modules.
bool Project::is_only_called(const fs::path& folder) const {
  for (const fs::path& root : walked_) {
    if (!is_within(folder, root)) continue;
    const fs::path inside = folder.lexically_relative(root);
    return std::find(inside.begin(), inside.end(), ".terraform") != inside.end();
  }
  return true;
}

/// Called modules may lie where the walk did not go: in ignored folders, or below the folder of a file given
/// by name.
void Project::read_called_modules() {
  std::set<fs::path> looked_at;
  for (std::size_t first = 0; first < files_.size() || first == 0;) {
    const ModuleDirectories directories = module_directories(terraform_folders(files_, links_), Tool::any);
    first = files_.size();
    const auto read_once = [&](const fs::path& target) {
      if (target.empty() || directories.contains(target) || looked_at.size() >= limits::kModuleInstances)
        return;
      if (looked_at.insert(target).second) read_module(target);
    };
    for (const auto& [folder, directory] : directories) {
      for (const std::string& called : terraform::called_directories(directory))
        read_once(folder_of_module(called));
      for (const std::string& source : terraform::foreign_sources(directory)) {
        if (const auto mapped = module_map_.find({}, source)) read_once(folder_of_module(*mapped));
      }
      if (manifests_.contains(folder) || is_only_called(folder)) continue;
      std::error_code error;
      const fs::path file = fs::canonical(folder / ".terraform" / "modules" / "modules.json", error);
      const bool readable = !error && is_within_any(file, roots_);
      const ModuleManifest& manifest =
          manifests_.emplace(folder, readable ? read_module_manifest(file) : ModuleManifest()).first->second;
      for (const auto& [key, installed] : manifest) read_once(folder_of_module(folder / installed.directory));
    }
    for (const ModuleMap::Entry& entry : module_map_.entries()) {
      if (entry.address.starts_with("module.")) read_once(folder_of_module(entry.directory));
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
    if (error || !is_within_any(real, roots_)) {
      if (!sources_by_path_.contains(path.native()))
        add_file(path, display_path(path), {}, is_within_any(path, requested_))
            .source->set_problem(source::ProblemKind::unreadable, std::string(kNotFollowed));
      continue;
    }
    if (sources_by_path_.contains(real.native())) continue;
    const FileBytes bytes = read(real, limits::kTerraformFileBytes);
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
  const FileBytes bytes = read(real, limits::kReadableFileBytes);
  source::SourceFile& file =
      add_source(real, display_path(real), bytes.bytes, is_within_any(real, requested_));
  if (!bytes.error.empty()) file.set_problem(bytes.error_kind, bytes.error);
  return file.problem() == nullptr ? &file : nullptr;
}

namespace {

/// Everything that calls lead to from a root module, itself included.
std::set<fs::path> reached_from(const fs::path& root, const std::map<fs::path, std::set<fs::path>>& calls) {
  std::set<fs::path> reached;
  std::vector<fs::path> open{root};
  while (!open.empty()) {
    const fs::path path = open.back();
    open.pop_back();
    if (!reached.insert(path).second) continue;
    if (const auto found = calls.find(path); found != calls.end())
      open.insert(open.end(), found->second.begin(), found->second.end());
  }
  return reached;
}

/// The tools that must be looked at apart for a root module: both when a file that it is made of is read by
/// one of them only.
std::vector<Tool> tools_for(const fs::path& root, const std::set<fs::path>& reached,
                            const TerraformFolders& folders, const ModuleDirectories& of_terraform) {
  const bool has_tofu = std::any_of(reached.begin(), reached.end(), [&](const fs::path& folder) {
    const auto files = folders.find(folder);
    return files != folders.end() && std::any_of(files->second.begin(), files->second.end(),
                                                 [](const ModuleFile& file) { return is_tofu(file.name); });
  });
  if (!has_tofu) return {Tool::any};
  return of_terraform.contains(root) ? std::vector{Tool::terraform, Tool::opentofu}
                                     : std::vector{Tool::opentofu};
}

}  // namespace

/// Which module directory calls which, whatever the tool.
std::map<fs::path, std::set<fs::path>> Project::module_calls(
    const std::map<fs::path, terraform::ModuleDirectory>& directories) const {
  std::map<fs::path, std::set<fs::path>> calls;
  for (const auto& [folder, directory] : directories) {
    std::set<fs::path>& targets = calls[folder];
    const auto add = [&](const fs::path& target) {
      if (directories.contains(target)) targets.insert(target);
    };
    for (const std::string& called : terraform::called_directories(directory)) add(folder_of_module(called));
    for (const std::string& source : terraform::foreign_sources(directory)) {
      if (const auto mapped = module_map_.find({}, source)) add(folder_of_module(*mapped));
    }
  }
  return calls;
}

namespace {

/// A directory that may be read; nullptr for one whose trees were given back, which is a module that is not
/// available, never an empty one.
const terraform::ModuleDirectory* readable(const terraform::ModuleDirectory& directory) {
  const bool released = std::any_of(directory.files.begin(), directory.files.end(),
                                    [](const hcl::File* file) { return file->released; });
  return released ? nullptr : &directory;
}

}  // namespace

/// How the modules below a root find each other. The result refers to the directories.
terraform::ModuleLoader Project::module_loader(
    const fs::path& root, const std::map<fs::path, terraform::ModuleDirectory>& directories) const {
  terraform::ModuleLoader loader;
  loader.directory = [this, &directories](const std::string& path) -> const terraform::ModuleDirectory* {
    const auto found = directories.find(folder_of_module(path));
    return found == directories.end() ? nullptr : readable(found->second);
  };
  loader.installed = [this, root, &directories](
                         const std::vector<std::string>& call_path,
                         const std::string& source) -> const terraform::ModuleDirectory* {
    const auto found = directories.find(folder_of_call(root, call_path, source));
    return found == directories.end() ? nullptr : readable(found->second);
  };
  loader.folder = [this, root](const std::string& path) { return list_folder(root / path, roots_); };
  return loader;
}

/// As Terraform reads the folder; as OpenTofu does where only that finds anything there.
std::unique_ptr<terraform::ModuleExpressions> Project::module_expressions(const fs::path& folder) {
  const TerraformFolders folders = terraform_folders(files_, links_);
  expression_directories_ = module_directories(folders, Tool::terraform);
  if (!expression_directories_.contains(folder))
    expression_directories_ = module_directories(folders, Tool::opentofu);
  const auto root = expression_directories_.find(folder);
  if (root == expression_directories_.end()) return nullptr;
  terraform::ModuleLoader loader = module_loader(folder, expression_directories_);
  loader.file = [this, folder](const std::string& path) { return read_below_roots(folder / path); };
  terraform::ModuleInputs inputs;
  source::Problems problems;
  inputs.workspace = options_.workspace;
  give_variables(root->second, variable_files(folders.at(folder)), inputs, problems);
  inputs.refuse_undeclared = true;
  return std::make_unique<terraform::ModuleExpressions>(root->second, std::move(loader), std::move(inputs));
}

namespace {

/// The syntax trees of files, as long as they are needed: those that were not made yet are made for the first
/// root module that reads them, all are given back when the last one is evaluated. They take several times
/// the memory of their text, and evaluated values need the text only.
class SyntaxTrees {
 public:
  explicit SyntaxTrees(std::vector<ParsedFile>& files)
      : files_(files), readers_(files.size()), first_reads_(files.size()), is_late_(files.size()) {
    for (std::size_t i = 0; i < files.size(); ++i) {
      if (files[i].hcl) index_.emplace(files[i].hcl.get(), i);
      is_late_[i] = files[i].hcl && files[i].hcl->released ? 1 : 0;
    }
  }

  void add_reader(const terraform::ModuleDirectory& directory, std::vector<std::size_t>& reads) {
    for (const hcl::File* file : directory.files) {
      const auto found = index_.find(file);
      if (found == index_.end()) continue;
      ++readers_[found->second];
      reads.push_back(found->second);
    }
  }

  /// May be called for several roots at once, as may be the next.
  void will_read(const std::vector<std::size_t>& reads) {
    for (const std::size_t i : reads) make(i);
  }

  void has_read(const std::vector<std::size_t>& reads) {
    for (const std::size_t i : reads)
      if (--readers_[i] == 0) release(i);
  }

  /// The files that no root module reads have errors, too.
  void read_rest(unsigned jobs) {
    parallel_for(files_.size(), jobs, [&](std::size_t i) {
      if (readers_[i] != 0 || is_late_[i] == 0 || !files_[i].hcl->released) return;
      if (make(i)) release(i);
    });
  }

  /// What all threads together needed to make trees.
  [[nodiscard]] double seconds() const { return static_cast<double>(nanoseconds_.load()) / 1e9; }

 private:
  /// True when this call has made it.
  bool make(std::size_t i) {
    if (is_late_[i] == 0) return false;
    bool made = false;
    std::call_once(first_reads_[i], [&] {
      const auto start = std::chrono::steady_clock::now();
      ParsedFile& file = files_[i];
      *file.hcl = hcl::parse(*file.source);
      file.problems.insert(file.problems.end(), file.hcl->problems.begin(), file.hcl->problems.end());
      nanoseconds_ += std::chrono::nanoseconds(std::chrono::steady_clock::now() - start).count();
      made = true;
    });
    return made;
  }

  void release(std::size_t i) {
    if (says_what_to_ignore(*files_[i].source)) return;
    hcl::File empty;
    empty.source = files_[i].source;
    empty.released = true;
    *files_[i].hcl = std::move(empty);
  }

  /// Suppressions hold for the block below them, which the tree tells.
  static bool says_what_to_ignore(const source::SourceFile& source) {
    return source.text().find("rootproof:ignore") != std::string_view::npos;
  }

  std::vector<ParsedFile>& files_;
  std::vector<std::atomic<unsigned>> readers_;
  std::vector<std::once_flag> first_reads_;
  std::vector<char> is_late_;  ///< those without a tree at first
  std::atomic<std::int64_t> nanoseconds_ = 0;
  std::unordered_map<const hcl::File*, std::size_t> index_;
};

}  // namespace

/// Root modules are evaluated in parallel. Those that want a file nobody has read yet are done again one
/// after the other, so that files get their ids in the same order whatever the number of threads.
/// What stands between the markers of a template is no JSON or YAML before it is filled in, and is judged
/// where that is done.
void Project::forgive_templates(const std::set<source::FileId>& texts) {
  for (ParsedFile& file : files_) {
    const std::string_view text = file.source->text();
    const bool is_template =
        file.syntax && texts.count(file.source->id()) != 0 &&
        (text.find("${") != std::string_view::npos || text.find("%{") != std::string_view::npos);
    if (!is_template) continue;
    std::erase_if(file.problems,
                  [](const source::Problem& problem) { return problem.kind == source::ProblemKind::syntax; });
  }
}

std::optional<std::string> Project::evaluate_modules() {
  const TerraformFolders folders = terraform_folders(files_, links_);
  const ModuleDirectories all = module_directories(folders, Tool::any);
  // Without files that one tool alone reads, both read the same.
  const bool tools_differ = std::any_of(folders.begin(), folders.end(), [](const auto& folder) {
    return std::any_of(folder.second.begin(), folder.second.end(),
                       [](const ModuleFile& file) { return is_tofu(file.name); });
  });
  const auto read_by = [&](Tool tool) {
    return tools_differ ? module_directories(folders, tool) : ModuleDirectories();
  };
  const ModuleDirectories for_terraform = read_by(Tool::terraform);
  const ModuleDirectories for_opentofu = read_by(Tool::opentofu);
  const ModuleDirectories& of_terraform = tools_differ ? for_terraform : all;
  const ModuleDirectories& of_opentofu = tools_differ ? for_opentofu : all;
  auto calls = module_calls(all);
  std::vector<fs::path> roots = call_roots(calls);
  std::erase_if(roots, [&](const fs::path& root) { return is_only_called(root); });

  struct Task {
    fs::path root;
    Tool tool = Tool::any;
    const ModuleDirectories* directories = nullptr;
    std::vector<std::size_t> reads;  ///< files of the modules that it may call
  };
  std::vector<Task> tasks;
  SyntaxTrees trees(files_);
  std::vector<const terraform::ModuleDirectory*> root_directories;
  for (const fs::path& root : roots) {
    if (const auto manifest = manifests_.find(root); manifest != manifests_.end()) {
      for (const auto& [key, installed] : manifest->second)
        calls[root].insert(folder_of_module(root / installed.directory));
    }
    const std::set<fs::path> reached = reached_from(root, calls);
    const std::vector<Tool> tools = tools_for(root, reached, folders, of_terraform);
    for (const Tool tool : tools) {
      const ModuleDirectories& directories = tool == Tool::opentofu ? of_opentofu : of_terraform;
      Task& task = tasks.emplace_back(Task{root, tools.size() == 1 ? Tool::any : tool, &directories, {}});
      for (const fs::path& folder : reached)
        if (const auto found = directories.find(folder); found != directories.end())
          trees.add_reader(found->second, task.reads);
      root_directories.push_back(&directories.at(root));
    }
  }

  std::vector<PlannableRoot> plannable;
  for (const fs::path& root : roots) {
    const std::vector<ModuleFile>& files = folders.at(root);
    plannable.push_back({&all.at(root), std::any_of(files.begin(), files.end(), [](const ModuleFile& file) {
                           return file.file->requested;
                         })});
  }
  std::optional<std::size_t> planned;
  if (auto error = find_planned_root(plannable, planned)) return error;
  const auto is_planned = [&](const Task& task) { return planned && task.root == roots[*planned]; };

  const auto evaluate = [&](const Task& task, const auto& file) {
    terraform::ModuleLoader loader = module_loader(task.root, *task.directories);
    loader.file = file;
    const terraform::ModuleDirectory& directory = task.directories->at(task.root);
    terraform::ModuleInputs inputs;
    source::Problems problems;
    inputs.workspace = options_.workspace;
    inputs.everything = options_.everything || is_planned(task);
    give_variables(directory, variable_files(folders.at(task.root)), inputs, problems);
    if (is_planned(task)) inputs.plan = terraform::plan_knowledge(plan_document());
    EvaluatedUnit unit = terraform::evaluate_module(directory, loader, inputs);
    unit.problems.insert(unit.problems.end(), problems.begin(), problems.end());
    if (is_planned(task)) return terraform::join_plan(std::move(unit), plan_document());
    return unit;
  };
  report_undeclared(root_directories);
  // Which modules a map of calls leads to is known only when they are called.
  const bool release = options_.module_map.empty() && !plan_;
  std::vector<EvaluatedUnit> evaluated(tasks.size());
  std::vector<char> incomplete(tasks.size(), 0);
  std::vector<std::set<source::FileId>> texts(tasks.size());  // files that file() and templatefile() read
  parallel_for(tasks.size(), options_.jobs, [&](std::size_t i) {
    trees.will_read(tasks[i].reads);
    // Terraform resolves file() against the folder it runs in, the root module's.
    evaluated[i] = evaluate(tasks[i], [&, i](const std::string& path) -> const source::SourceFile* {
      const auto known = known_source(tasks[i].root / path);
      if (!known) incomplete[i] = 1;
      if (known && *known != nullptr) texts[i].insert((*known)->id());
      return known.value_or(nullptr);
    });
    if (release && incomplete[i] == 0) trees.has_read(tasks[i].reads);
  });
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    if (incomplete[i] != 0) {
      evaluated[i] = evaluate(tasks[i], [&, i](const std::string& path) {
        const source::SourceFile* text = read_below_roots(tasks[i].root / path);
        if (text != nullptr) texts[i].insert(text->id());
        return text;
      });
      if (release) trees.has_read(tasks[i].reads);
    }
    add_deployed_templates(evaluated[i], deployed_templates_);
    units_.push_back(std::move(evaluated[i]));
    unit_tools_.push_back(tasks[i].tool);
    if (i > 0) texts.front().merge(texts[i]);
  }
  if (!texts.empty() && !texts.front().empty()) forgive_templates(texts.front());
  trees.read_rest(options_.jobs);
  const double parsed = trees.seconds() / std::max(options_.jobs, 1U);
  timing_.parse_seconds += parsed;
  timing_.evaluate_seconds -= parsed;
  if (plan_ && !planned) {
    units_.push_back(evaluate_plan_alone(files_[*plan_]));
    unit_tools_.push_back(Tool::any);
  }
  return std::nullopt;
}

}  // namespace rootproof::engine
