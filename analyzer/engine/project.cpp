#include "analyzer/engine/project.h"

#include <algorithm>
#include <set>
#include <utility>

#include "analyzer/engine/classify.h"
#include "analyzer/engine/parallel.h"
#include "analyzer/engine/read_file.h"
#include "parsers/cloudformation/template.h"
#include "parsers/policy/policy_document.h"
#include "parsers/source/limits.h"

namespace rootproof::engine {
namespace {

namespace fs = std::filesystem;
using source::FileKind;
using source::ProblemKind;

/// Bytes of a discovered file, and whether they are worth keeping.
struct Reading {
  FileBytes file;
  bool kept = false;
};

std::size_t size_limit(const fs::path& path) {
  return kind_by_name(path.filename().string()) == FileKind::terraform ? limits::kTerraformFileBytes
                                                                       : limits::kFileBytes;
}

Reading read_candidate(const fs::path& path) {
  Reading reading;
  reading.file = read_file(path, size_limit(path));
  const bool terraform = kind_by_name(path.filename().string()) != FileKind::unknown;
  reading.kept = !reading.file.error.empty() || terraform || may_matter(reading.file.bytes);
  if (!reading.kept) {
    // Bytes that are no text could hide anything: the decoder says where, unless the file is empty.
    reading.kept = reading.file.bytes.find('\0') != std::string::npos;
    reading.file.bytes.shrink_to_fit();
  }
  return reading;
}

void parse_terraform(ParsedFile& file) {
  file.hcl = std::make_unique<hcl::File>(hcl::parse(*file.source));
  file.problems.insert(file.problems.end(), file.hcl->problems.begin(), file.hcl->problems.end());
}

void parse_data(ParsedFile& file) {
  file.syntax = std::make_unique<syntax::ParsedSyntax>(syntax::parse_json_or_yaml(*file.source));
  FileKind kind = FileKind::other;
  for (std::size_t i = 0; i < file.syntax->tree.documents() && kind == FileKind::other; ++i) {
    kind = classify(file.syntax->tree.document(i));
  }
  file.source->kind = kind;
  const bool ours =
      kind != FileKind::other || (!file.syntax->complete && looks_like_ours(file.source->text()));
  for (const source::Problem& problem : file.syntax->problems) {
    if (ours || problem.kind == ProblemKind::limit) file.problems.push_back(problem);
  }
}

void parse_one(ParsedFile& file) {
  if (const source::Problem* problem = file.source->problem()) {
    file.problems.push_back(*problem);
    return;
  }
  switch (file.source->kind) {
    case FileKind::terraform:
    case FileKind::terraform_variables:
      return parse_terraform(file);
    case FileKind::terraform_json:
      file.problems.push_back({ProblemKind::limit, file.source->span(0, 0),
                               "Terraform in JSON syntax is not evaluated yet; this file was not analysed"});
      return;
    case FileKind::unknown:
    case FileKind::other:
    case FileKind::cloudformation:
    case FileKind::policy:
      return parse_data(file);
  }
}

/// `a/b/../c` without asking the file system.
fs::path absolute_normal(const fs::path& path) {
  std::error_code error;
  fs::path result = fs::absolute(path, error).lexically_normal();
  // "x/." and "x/" are the folder x.
  if (!result.has_filename() && result.has_relative_path()) result = result.parent_path();
  return result;
}

/// The module directories of a scan, by absolute path.
using ModuleDirectories = std::map<fs::path, terraform::ModuleDirectory>;

/// Directories that no other one calls; in a circle of calls all of them.
std::vector<fs::path> root_modules(const ModuleDirectories& directories) {
  std::map<fs::path, std::set<fs::path>> calls;
  std::set<fs::path> called;
  for (const auto& [path, directory] : directories) {
    for (const std::string& target : terraform::called_directories(directory)) {
      const fs::path normal = absolute_normal(target);
      if (normal == path || !directories.contains(normal)) continue;
      calls[path].insert(normal);
      called.insert(normal);
    }
  }
  std::vector<fs::path> roots;
  std::set<fs::path> reached;
  const auto reach = [&](const fs::path& start) {
    std::vector<fs::path> open{start};
    while (!open.empty()) {
      const fs::path path = open.back();
      open.pop_back();
      if (!reached.insert(path).second) continue;
      if (const auto found = calls.find(path); found != calls.end())
        open.insert(open.end(), found->second.begin(), found->second.end());
    }
  };
  for (const auto& [path, directory] : directories) {
    if (called.contains(path)) continue;
    roots.push_back(path);
    reach(path);
  }
  for (const auto& [path, directory] : directories) {
    if (reached.contains(path)) continue;
    roots.push_back(path);
    reach(path);
  }
  std::sort(roots.begin(), roots.end());
  return roots;
}

/// OpenTofu reads x.tofu in the place of x.tf. Evaluated is what Terraform reads; the twin is only used where
/// it stands alone.
bool has_terraform_twin(const ParsedFile& file, const std::set<fs::path>& all) {
  if (file.path.extension() != ".tofu") return false;
  fs::path twin = file.path;
  return all.contains(twin.replace_extension(".tf"));
}

ModuleDirectories module_directories(const std::vector<ParsedFile>& files) {
  std::set<fs::path> all;
  for (const ParsedFile& file : files) all.insert(file.path);
  ModuleDirectories directories;
  std::map<fs::path, const hcl::File*> defaults;
  for (const ParsedFile& file : files) {
    if (!file.hcl) continue;
    const fs::path folder = file.path.parent_path();
    const std::string name = file.path.filename().string();
    if (file.source->kind == FileKind::terraform && !has_terraform_twin(file, all)) {
      terraform::ModuleDirectory& directory = directories[folder];
      directory.path = display_path(folder);
      directory.files.push_back(file.hcl.get());
    } else if (name == "terraform.tfvars") {
      defaults[folder] = file.hcl.get();
    }
  }
  for (auto& [folder, directory] : directories) {
    if (const auto found = defaults.find(folder); found != defaults.end())
      directory.variable_files.push_back(found->second);
  }
  for (const ParsedFile& file : files) {
    if (!file.hcl || !file.path.filename().string().ends_with(".auto.tfvars")) continue;
    const auto directory = directories.find(file.path.parent_path());
    if (directory != directories.end()) directory->second.variable_files.push_back(file.hcl.get());
  }
  return directories;
}

}  // namespace

Project::Project(ProjectOptions options) : options_(std::move(options)) {}

std::optional<std::string> Project::load() {
  Discovery discovery = discover(options_.paths, options_.exclude, options_.exclude_base);
  if (!discovery.missing.empty()) return "no such file or folder: " + discovery.missing.front();
  roots_ = discovery.roots;
  read_files(discovery);
  if (auto error = read_inputs()) return error;
  parse_files();
  evaluate_templates();
  evaluate_policies();
  evaluate_modules();
  return std::nullopt;
}

ParsedFile& Project::add_file(const fs::path& path, std::string display, std::string_view bytes,
                              bool requested) {
  ParsedFile file;
  file.path = path;
  file.source = &sources_.add(std::move(display), bytes);
  file.source->kind = kind_by_name(fs::path(file.source->path()).filename().string());
  file.requested = requested;
  return files_.emplace_back(std::move(file));
}

void Project::read_files(const Discovery& discovery) {
  std::vector<Reading> readings(discovery.files.size());
  parallel_for(readings.size(), options_.jobs,
               [&](std::size_t i) { readings[i] = read_candidate(discovery.files[i].path); });
  for (std::size_t i = 0; i < readings.size(); ++i) {
    if (!readings[i].kept) continue;
    const DiscoveredFile& found = discovery.files[i];
    ParsedFile& file = add_file(found.path, found.display, readings[i].file.bytes, found.requested);
    if (!readings[i].file.error.empty())
      file.source->set_problem(readings[i].file.error_kind, readings[i].file.error);
    readings[i].file.bytes = std::string();
  }
  for (const DiscoveryProblem& found : discovery.problems) {
    ParsedFile& file = add_file({}, found.display, {}, true);
    file.problems.push_back({found.kind, file.source->span(0, 0), found.message});
    file.source->kind = FileKind::other;
  }
  if (options_.standard_input) {
    add_file({}, options_.standard_input->file_name, options_.standard_input->bytes, true);
  }
}

void Project::parse_files() {
  parallel_for(files_.size(), options_.jobs, [&](std::size_t i) {
    if (files_[i].problems.empty()) parse_one(files_[i]);
  });
}

void Project::evaluate_templates() {
  std::vector<std::vector<EvaluatedUnit>> evaluated(files_.size());
  cloudformation::TemplateInputs inputs;
  inputs.parameters = parameters_;
  parallel_for(files_.size(), options_.jobs, [&](std::size_t i) {
    const ParsedFile& file = files_[i];
    if (!file.syntax || file.source->kind != FileKind::cloudformation) return;
    for (std::size_t d = 0; d < file.syntax->tree.documents(); ++d) {
      const syntax::SyntaxNode document = file.syntax->tree.document(d);
      if (classify(document) != FileKind::cloudformation) continue;
      evaluated[i].push_back(cloudformation::evaluate_template(file.syntax->tree, document, inputs));
    }
  });
  for (std::vector<EvaluatedUnit>& units : evaluated) {
    for (EvaluatedUnit& unit : units) units_.push_back(std::move(unit));
  }
}

void Project::evaluate_policies() {
  for (const ParsedFile& file : files_) {
    if (!file.syntax || file.source->kind != FileKind::policy) continue;
    EvaluatedUnit unit;
    unit.name = file.source->path();
    for (std::size_t d = 0; d < file.syntax->tree.documents(); ++d) {
      const syntax::SyntaxNode document = file.syntax->tree.document(d);
      if (!policy::looks_like_policy(document)) continue;
      Resource resource;
      resource.kind = ResourceKind::policy_file;
      resource.language = Language::policy_json;
      resource.type = "policy";
      resource.address = d == 0 ? unit.name : unit.name + " (document " + std::to_string(d + 1) + ")";
      resource.unit = unit.name;
      resource.account = std::string(value::kOwnAccount);
      resource.properties = policy::to_value(document);
      resource.span = resource.body_span = document.span();
      unit.resources.push_back(std::move(resource));
    }
    units_.push_back(std::move(unit));
  }
}

const source::SourceFile* Project::read_below_roots(const fs::path& path) {
  std::error_code error;
  const fs::path real = fs::canonical(path, error);
  if (error) return nullptr;
  if (std::none_of(roots_.begin(), roots_.end(), [&](const fs::path& root) { return is_within(real, root); }))
    return nullptr;
  const auto [found, added] = read_on_demand_.emplace(real, nullptr);
  if (!added) return found->second;
  for (const ParsedFile& file : files_) {
    if (file.path == real) return found->second = file.source;
  }
  FileBytes bytes = read_file(real, limits::kReadableFileBytes);
  if (!bytes.error.empty()) return nullptr;
  const source::SourceFile& file = sources_.add(display_path(real), bytes.bytes);
  return found->second = file.problem() == nullptr ? &file : nullptr;
}

void Project::evaluate_modules() {
  const ModuleDirectories directories = module_directories(files_);
  terraform::ModuleInputs inputs;
  inputs.variables = variables_;
  inputs.workspace = options_.workspace;
  for (const fs::path& root : root_modules(directories)) {
    terraform::ModuleLoader loader;
    loader.directory = [&](const std::string& path) -> const terraform::ModuleDirectory* {
      const auto found = directories.find(absolute_normal(path));
      return found == directories.end() ? nullptr : &found->second;
    };
    // Terraform resolves file() against the folder it runs in, the root module's.
    loader.file = [this, root](const std::string& path) { return read_below_roots(root / path); };
    units_.push_back(terraform::evaluate_module(directories.at(root), loader, inputs));
  }
}

source::Problems Project::problems() const {
  source::Problems all = problems_;
  for (const ParsedFile& file : files_) {
    if (file.requested) all.insert(all.end(), file.problems.begin(), file.problems.end());
  }
  for (const EvaluatedUnit& unit : units_) {
    for (const source::Problem& problem : unit.problems) {
      if (requested(problem.span.file)) all.push_back(problem);
    }
  }
  return all;
}

bool Project::requested(source::FileId id) const {
  const auto index = static_cast<std::size_t>(id);
  // Files read on demand come after the discovered ones; what is said about them belongs to their reader.
  return index >= files_.size() || files_[index].requested;
}

std::string Project::stable_name(source::FileId id) const {
  const auto index = static_cast<std::size_t>(id);
  if (index >= files_.size() || files_[index].path.empty()) return sources_.file(id).path();
  const fs::path& path = files_[index].path;
  fs::path base = repository_root(path.parent_path());
  for (const fs::path& root : roots_) {
    if (base.empty() && is_within(path, root)) base = root;
  }
  return path.lexically_relative(base).generic_string();
}

}  // namespace rootproof::engine
