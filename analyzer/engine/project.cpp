#include "analyzer/engine/project.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "analyzer/engine/account_requests.h"
#include "analyzer/engine/classify.h"
#include "analyzer/engine/parallel.h"
#include "parsers/cloudformation/merge_keys.h"
#include "parsers/source/limits.h"
#include "parsers/terraform/json_configuration.h"
#include "parsers/terraform/plan.h"

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

std::size_t size_limit(FileKind kind) {
  return kind == FileKind::unknown ? limits::kFileBytes : limits::kTerraformFileBytes;
}

bool has_terragrunt_inputs(const fs::path& path, std::string_view text) {
  return is_terragrunt_file(path.filename().string()) && text.find("inputs") != std::string_view::npos;
}

bool has_cdk_app(const fs::path& path, std::string_view text) {
  return is_cdk_configuration(path.filename().string()) && text.find("\"app\"") != std::string_view::npos;
}

Reading read_candidate(const Project& project, const fs::path& path) {
  Reading reading;
  const FileKind kind = kind_by_name(path.filename().string());
  reading.file = project.read(path, size_limit(kind));
  reading.kept = !reading.file.error.empty() || kind != FileKind::unknown || may_matter(reading.file.bytes) ||
                 has_terragrunt_inputs(path, reading.file.bytes) || has_cdk_app(path, reading.file.bytes);
  if (!reading.kept) reading.file.bytes = std::string();
  return reading;
}

bool is_json(const ParsedFile& file) { return file.source->path().ends_with(".json"); }

/// Whether a file may call modules: a word `module` in it that may begin a block. Which module calls which is
/// all that is asked before root modules are evaluated.
bool may_call_modules(std::string_view text) {
  constexpr std::string_view kModule = "module";
  for (std::size_t at = text.find(kModule); at != std::string_view::npos; at = text.find(kModule, at + 1)) {
    const std::size_t end = at + kModule.size();
    if (end < text.size() && std::string_view(" \t\"/").find(text[end]) != std::string_view::npos)
      return true;
  }
  return false;
}

/// A file of which evaluate_modules makes the tree when it is needed: trees take several times the memory of
/// their text.
bool is_read_later(const ParsedFile& file) {
  return file.source->kind == FileKind::terraform && !is_json(file) && !may_call_modules(file.source->text());
}

void parse_terraform(ParsedFile& file) {
  if (is_json(file)) {
    file.syntax = std::make_unique<syntax::ParsedSyntax>(syntax::parse_json(*file.source));
    const bool variables = file.source->kind == FileKind::terraform_variables;
    file.hcl = std::make_unique<hcl::File>(variables ? terraform::read_json_variables(*file.syntax)
                                                     : terraform::read_json_configuration(*file.syntax));
    file.problems.insert(file.problems.end(), file.hcl->problems.begin(), file.hcl->problems.end());
    return;
  }
  file.hcl = std::make_unique<hcl::File>(hcl::parse(*file.source));
  file.problems.insert(file.problems.end(), file.hcl->problems.begin(), file.hcl->problems.end());
}

/// A plan of another version is nothing to be silent about.
void check_plan(ParsedFile& file) {
  const std::string refused = terraform::why_not_a_plan(file.syntax->tree.document(0));
  if (!refused.empty())
    file.problems.push_back({ProblemKind::limit, file.source->span(0, 0), refused + "; not analysed"});
}

/// Nobody should take silence for an answer about a file that calls itself a template.
void note_unread_template(ParsedFile& file) {
  for (std::size_t i = 0; i < file.syntax->tree.documents(); ++i) {
    const syntax::SyntaxNode document = file.syntax->tree.document(i);
    const auto version = document.find("AWSTemplateFormatVersion");
    if (!version || !version->is_scalar()) continue;
    const auto resources = document.find("Resources");
    file.problems.push_back({ProblemKind::notice, resources ? resources->span() : version->span(),
                             "a template without any resource that has a Type; it is not analysed"});
  }
}

void parse_data(ParsedFile& file) {
  file.syntax = std::make_unique<syntax::ParsedSyntax>(syntax::parse_json_or_yaml(*file.source));
  cloudformation::write_out_merges(file.syntax->tree);
  FileKind kind = FileKind::other;
  for (std::size_t i = 0; i < file.syntax->tree.documents() && kind == FileKind::other; ++i)
    kind = classify(file.syntax->tree.document(i));
  file.source->kind = kind;
  if (kind == FileKind::terraform_plan) check_plan(file);
  if (kind == FileKind::other) note_unread_template(file);
  if (kind == FileKind::other && (file.syntax->complete || !looks_like_ours(file.source->text()))) return;
  file.problems.insert(file.problems.end(), file.syntax->problems.begin(), file.syntax->problems.end());
}

void parse_one(ParsedFile& file, bool modules_are_evaluated) {
  const FileKind kind = file.source->kind;
  if (is_terragrunt_file(fs::path(file.path).filename().string())) return;
  if (const source::Problem* problem = file.source->problem()) {
    // Text in an old encoding that belongs to another tool is nobody's error.
    const bool ours = kind != FileKind::unknown || problem->kind != ProblemKind::encoding ||
                      may_hide_anything(file.source->text()) || looks_like_ours(file.source->text());
    if (ours) file.problems.push_back(*problem);
    return;
  }
  if (modules_are_evaluated && is_read_later(file)) {
    file.hcl = std::make_unique<hcl::File>();
    file.hcl->source = file.source;
    file.hcl->released = true;
    return;
  }
  switch (kind) {
    case FileKind::terraform:
    case FileKind::terraform_variables:
    case FileKind::terraform_json:
      return parse_terraform(file);
    case FileKind::unknown:
    case FileKind::other:
    case FileKind::cloudformation:
    case FileKind::policy:
    case FileKind::terraform_plan:
    case FileKind::organization_export:
      return parse_data(file);
  }
}

/// Adds the time until its end to `seconds`.
class Stopwatch {
 public:
  explicit Stopwatch(double& seconds) : seconds_(seconds) {}
  Stopwatch(const Stopwatch&) = delete;
  Stopwatch& operator=(const Stopwatch&) = delete;
  ~Stopwatch() {
    seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  double& seconds_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace

bool is_analysed(const ParsedFile& file) {
  const FileKind kind = file.source->kind;
  return kind != FileKind::other && kind != FileKind::unknown;
}

Project::Project(ProjectOptions options) : options_(std::move(options)) {}

std::optional<std::string> Project::load() {
  {
    const Stopwatch watch(timing_.read_seconds);
    DiscoveryRequest request{options_.paths, options_.exclude, options_.exclude_base, {}};
    if (options_.standard_input && options_.standard_input->named)
      request.context_of = fs::absolute(options_.standard_input->file_name);
    Discovery discovery = discover(request);
    if (!discovery.error.empty()) return discovery.error;
    roots_ = discovery.roots;
    requested_ = discovery.requested;
    walked_ = roots_;
    if (auto error = read_module_map()) return error;
    if (auto error = read_plan()) return error;
    if (auto error = read_organization()) return error;
    read_files(discovery);
    if (auto error = read_inputs()) return error;
  }
  {
    const Stopwatch watch(timing_.parse_seconds);
    parse_files(0);
    refuse_nameless_input();
    read_called_modules();
  }
  if (!options_.evaluate) return std::nullopt;
  const Stopwatch watch(timing_.evaluate_seconds);
  evaluate_documents();
  unit_tools_.assign(units_.size(), Tool::any);
  if (auto error = evaluate_modules()) return error;
  for (EvaluatedUnit& unit : units_) add_account_requests(unit);
  drop_deployed_templates();
  hide_secrets_of_plans();
  return std::nullopt;
}

source::SourceFile& Project::add_source(const fs::path& path, std::string display, std::string_view bytes,
                                        bool requested) {
  source::SourceFile& file = sources_.add(std::move(display), bytes);
  places_.resize(sources_.size());
  places_.back() = {path.native(), requested};
  if (!path.empty()) sources_by_path_.emplace(path.native(), &file);
  return file;
}

const source::SourceFile& Project::add_text(std::string name, std::string_view text) {
  return add_source({}, std::move(name), text, true);
}

ParsedFile& Project::add_file(const fs::path& path, std::string display, std::string_view bytes,
                              bool requested) {
  ParsedFile file;
  file.path = path.native();
  file.source = &add_source(path, std::move(display), bytes, requested);
  file.source->kind = kind_by_name(fs::path(file.source->path()).filename().string());
  file.requested = requested;
  return files_.emplace_back(std::move(file));
}

void Project::read_files(const Discovery& discovery) {
  std::vector<Reading> readings(discovery.files.size());
  parallel_for(readings.size(), options_.jobs,
               [&](std::size_t i) { readings[i] = read_candidate(*this, discovery.files[i].path); });
  timing_.files_looked_at += readings.size();
  add_standard_input();
  for (std::size_t i = 0; i < readings.size(); ++i) {
    if (!readings[i].kept) continue;
    const DiscoveredFile& found = discovery.files[i];
    if (sources_by_path_.contains(found.path.native())) continue;  // standard input stands for it
    ParsedFile& file = add_file(found.path, found.display, readings[i].file.bytes, found.requested);
    if (!readings[i].file.error.empty())
      file.source->set_problem(readings[i].file.error_kind, readings[i].file.error);
    readings[i].file.bytes = std::string();
  }
  read_links(discovery.links);
  for (const DiscoveryProblem& found : discovery.problems) {
    ParsedFile& file = add_file({}, found.display, {}, true);
    file.source->kind = FileKind::other;
    file.problems.push_back({found.kind, file.source->span(0, 0), found.message});
  }
}

/// A link to a file that is read anyway gives it a second folder. What cannot be followed is a file that
/// nobody could read; what leads to a file of another kind, or to one that is left out, is read as the file
/// that it is in its own folder.
void Project::read_links(const std::vector<DiscoveredLink>& links) {
  for (const DiscoveredLink& link : links) {
    const FileKind kind = kind_by_name(link.path.filename().string());
    const bool same = kind == kind_by_name(link.target.filename().string());
    if (!link.target.empty() &&
        (kind == FileKind::unknown || (same && sources_by_path_.contains(link.target.native())))) {
      links_.push_back(link);
      continue;
    }
    const FileBytes bytes = link.target.empty() ? FileBytes() : read(link.target, size_limit(kind));
    ParsedFile& file =
        add_file(link.path, display_path(link.path), bytes.bytes, is_within_any(link.path, requested_));
    if (link.target.empty()) {
      file.source->set_problem(ProblemKind::unreadable, std::string(kNotFollowed));
    } else if (!bytes.error.empty()) {
      file.source->set_problem(bytes.error_kind, bytes.error);
    }
  }
}

void Project::add_standard_input() {
  if (!options_.standard_input) return;
  const StandardInput& input = *options_.standard_input;
  std::error_code error;
  const fs::path path = input.named ? fs::weakly_canonical(fs::absolute(input.file_name), error) : fs::path();
  const bool too_large = input.bytes.size() > limits::kFileBytes;
  ParsedFile& file = add_file(path, input.file_name, too_large ? std::string_view() : input.bytes, true);
  if (too_large)
    file.source->set_problem(ProblemKind::limit, "standard input is larger than the limit of " +
                                                     std::to_string(limits::kFileBytes) + " bytes; not read");
}

/// Standard input without a name is read as data: Terraform's own language, and whatever else is no template
/// or policy, must not pass for a file without findings.
void Project::refuse_nameless_input() {
  if (!options_.standard_input || options_.standard_input->named) return;
  for (ParsedFile& file : files_) {
    if (!file.path.empty() || is_analysed(file) || !file.problems.empty()) continue;
    file.problems.push_back(
        {ProblemKind::semantic, file.source->span(0, 0),
         "neither a template nor a policy; --stdin-filename says what kind of file it is"});
  }
}

void Project::parse_files(std::size_t first) {
  // A plan, a map of modules and given variables ask for more than which module calls which.
  const bool modules_are_evaluated =
      options_.evaluate && options_.module_map.empty() && !plan_ && variables_.empty();
  parallel_for(files_.size() - first, options_.jobs, [&](std::size_t i) {
    ParsedFile& file = files_[first + i];
    if (file.problems.empty() && !file.syntax) parse_one(file, modules_are_evaluated);
  });
  for (std::size_t i = first; i < files_.size(); ++i) timing_.bytes_parsed += files_[i].source->text().size();
}

source::Problems Project::problems() const {
  source::Problems all;
  for (const ParsedFile& file : files_) {
    if (file.requested) all.insert(all.end(), file.problems.begin(), file.problems.end());
  }
  all.insert(all.end(), input_problems_.begin(), input_problems_.end());
  for (const EvaluatedUnit& unit : units_) {
    for (const source::Problem& problem : unit.problems) {
      if (requested(problem.span.file)) all.push_back(problem);
    }
  }
  return all;
}

bool Project::depends_on_tool() const {
  return std::any_of(unit_tools_.begin(), unit_tools_.end(), [](Tool tool) { return tool != Tool::any; });
}

bool Project::requested(source::FileId id) const {
  const auto index = static_cast<std::size_t>(id);
  return index >= places_.size() || places_[index].requested;
}

std::string Project::path_of(source::FileId id) const {
  const auto index = static_cast<std::size_t>(id);
  return index < places_.size() ? places_[index].path : std::string();
}

FileBytes Project::read(const fs::path& path, std::size_t limit) const {
  const auto changed = options_.contents.find(path.native());
  return changed == options_.contents.end() ? read_file(path, limit) : FileBytes{changed->second, {}};
}

std::string Project::stable_name(source::FileId id) const {
  const auto index = static_cast<std::size_t>(id);
  if (index >= places_.size() || places_[index].path.empty()) return sources_.file(id).path();
  const fs::path path = places_[index].path;
  fs::path base = repository_root(path.parent_path());
  for (const fs::path& root : roots_) {
    if (base.empty() && is_within(path, root)) base = root;
  }
  return base.empty() ? path.filename().string() : path.lexically_relative(base).generic_string();
}

}  // namespace rootproof::engine
