// From parsed documents to evaluated units: CloudFormation templates and loose policies.
#include <algorithm>
#include <memory>
#include <set>
#include <system_error>
#include <utility>

#include "analyzer/engine/call_roots.h"
#include "analyzer/engine/classify.h"
#include "analyzer/engine/deployed_templates.h"
#include "analyzer/engine/organization_files.h"
#include "analyzer/engine/parallel.h"
#include "analyzer/engine/project.h"
#include "analyzer/engine/sam_configuration.h"
#include "analyzer/policy/truth.h"
#include "parsers/cloudformation/evaluator.h"
#include "parsers/cloudformation/expressions.h"
#include "parsers/cloudformation/merge_keys.h"
#include "parsers/cloudformation/template.h"
#include "parsers/organization_export/organization_export.h"
#include "parsers/policy/policy_document.h"
#include "parsers/source/limits.h"

namespace rootproof::engine {

namespace fs = std::filesystem;
using source::FileKind;

namespace {

/// The document of a file that other templates mean when they name the file.
std::optional<syntax::SyntaxNode> named_document(const syntax::ParsedSyntax& parsed) {
  if (!parsed.complete || parsed.tree.documents() == 0) return std::nullopt;
  for (std::size_t d = 0; d < parsed.tree.documents(); ++d) {
    if (classify(parsed.tree.document(d)) == FileKind::cloudformation) return parsed.tree.document(d);
  }
  return parsed.tree.document(0);
}

/// What is said once of several files, at the first of them.
class NoticeOfFiles {
 public:
  void add(ParsedFile& file) {
    if (++files_ == 1) first_ = &file;
  }
  /// "the values in this file", "and in 2 more", "are not used".
  void report(const std::string& of_first, const std::string& and_of, const std::string& rest) const {
    if (first_ == nullptr) return;
    const std::string more = files_ == 1 ? "" : " " + and_of + " " + std::to_string(files_ - 1) + " more";
    first_->problems.push_back(
        {source::ProblemKind::notice, first_->source->span(0, 0), of_first + more + " " + rest});
  }

 private:
  std::size_t files_ = 0;
  ParsedFile* first_ = nullptr;
};

/// Whether the templates of a file take a value of a parameter; unknown where none has it.
policy::Truth takes_parameter(const ParsedFile& file, const std::string& name, const value::Value& given) {
  policy::Truth takes = policy::Truth::unknown;
  if (!file.syntax || file.source->kind != FileKind::cloudformation) return takes;
  for (std::size_t d = 0; d < file.syntax->tree.documents(); ++d) {
    for (const syntax::SyntaxNode& document : templates_in(file.syntax->tree.document(d))) {
      const std::optional<syntax::SyntaxNode> parameters = document.find("Parameters");
      const auto definition = parameters && parameters->is_mapping() ? parameters->find(name) : std::nullopt;
      if (!definition) continue;
      const value::Value text = cloudformation::given_value(*definition, given);
      if (!cloudformation::why_refused(*definition, text).empty()) return policy::Truth::no;
      takes = policy::Truth::yes;
    }
  }
  return takes;
}

/// An organization of org-formation may stand in a template.
bool may_hold_templates(FileKind kind) {
  return kind == FileKind::cloudformation || kind == FileKind::organization_export;
}

/// The templates of a file, and its other documents, which may be fragments of some.
std::vector<syntax::SyntaxNode> naming_documents(const syntax::ParsedSyntax& parsed) {
  std::vector<syntax::SyntaxNode> documents;
  for (std::size_t d = 0; d < parsed.tree.documents(); ++d) {
    const std::vector<syntax::SyntaxNode> templates = templates_in(parsed.tree.document(d));
    if (templates.empty()) documents.push_back(parsed.tree.document(d));
    documents.insert(documents.end(), templates.begin(), templates.end());
  }
  return documents;
}

}  // namespace

/// Where a location in a file leads to; empty when nothing readable is there.
fs::path Project::named_file(const source::SourceFile& from, const std::string& location) const {
  const auto index = static_cast<std::size_t>(from.id());
  if (index >= places_.size() || places_[index].path.empty()) return {};
  std::error_code error;
  const fs::path folder = fs::path(places_[index].path).parent_path();
  std::string local = location;
  if (const auto assembly = assemblies_.find(folder); assembly != assemblies_.end()) {
    const auto asset = assembly->second.assets.find(location);
    if (asset != assembly->second.assets.end()) local = asset->second;
  }
  const fs::path path = fs::canonical(folder / local, error);
  const bool usable = !error && fs::is_regular_file(path, error) && is_within_any(path, roots_);
  return usable ? path : fs::path();
}

/// The document of a JSON file in a folder below the roots.
std::optional<syntax::ParsedSyntax> Project::read_beside(const fs::path& folder, const std::string& name) {
  std::error_code error;
  const fs::path path = fs::canonical(folder / name, error);
  if (error || !fs::is_regular_file(path, error) || !is_within_any(path, roots_)) return std::nullopt;
  const source::SourceFile* source = read_below_roots(path);
  if (source == nullptr) return std::nullopt;
  syntax::ParsedSyntax parsed = syntax::parse_json(*source);
  if (!parsed.complete || parsed.tree.documents() == 0) return std::nullopt;
  return parsed;
}

/// The manifests of the CDK lie beside the templates that it writes.
void Project::read_cdk_assemblies() {
  std::set<fs::path> folders;
  for (const ParsedFile& file : files_) {
    const bool written =
        file.source->kind == FileKind::cloudformation && !file.path.empty() && file.path.ends_with(".json");
    if (written) folders.insert(fs::path(file.path).parent_path());
  }
  for (const fs::path& folder : folders) {
    const std::optional<syntax::ParsedSyntax> manifest = read_beside(folder, "manifest.json");
    if (!manifest) continue;
    CdkAssembly& assembly = assemblies_[folder];
    const CdkMoreFiles more = read_cdk_manifest(manifest->tree.document(0), assembly);
    for (const std::string& name : more.assets) {
      if (const std::optional<syntax::ParsedSyntax> assets = read_beside(folder, name))
        read_cdk_assets(assets->tree.document(0), assembly);
    }
    for (const auto& [stack, name] : more.construct_maps) {
      const auto found = assembly.stacks.find(stack);
      const std::optional<syntax::ParsedSyntax> metadata = read_beside(folder, name);
      if (metadata && found != assembly.stacks.end())
        read_cdk_constructs(metadata->tree.document(0), found->second);
    }
  }
}

/// Where the configuration names an environment, templates are deployed as the samconfig file beside them
/// says.
void Project::read_sam_configurations() {
  if (options_.sam_environment.empty()) return;
  std::set<fs::path> templates;
  std::set<fs::path> folders;
  for (const ParsedFile& file : files_) {
    if (file.source->kind != FileKind::cloudformation || file.path.empty()) continue;
    templates.insert(file.path);
    folders.insert(fs::path(file.path).parent_path());
  }
  for (const fs::path& folder : folders) {
    for (const char* name : {"samconfig.toml", "samconfig.yaml", "samconfig.yml"}) {
      std::error_code error;
      const fs::path path = fs::canonical(folder / name, error);
      if (error || !fs::is_regular_file(path, error) || !is_within_any(path, roots_)) continue;
      const source::SourceFile* source = read_below_roots(path);
      if (source == nullptr) break;
      const source::Result<SamDeployment> deployment =
          read_sam_configuration(*source, options_.sam_environment);
      if (!deployment) {
        source::Problem problem = deployment.problem();
        problem.message = "the templates beside it are evaluated without it: " + problem.message;
        input_problems_.push_back(std::move(problem));
        break;
      }
      for (const std::string& named : deployment.value().templates) {
        const fs::path target = fs::weakly_canonical(folder / named, error);
        if (error || !templates.contains(target)) continue;
        deployments_[target].insert(deployment.value().parameters.begin(),
                                    deployment.value().parameters.end());
        break;
      }
      break;  // the SAM CLI takes the first that there is
    }
  }
}

/// What the template is evaluated with: what the user says, and what the CDK says of its stack otherwise.
cloudformation::TemplateInputs Project::inputs_of(const ParsedFile& file,
                                                  const cloudformation::TemplateFiles& files) const {
  cloudformation::TemplateInputs inputs;
  for (const auto& [name, given] : parameters_)
    if (!is_meant_for_others(file, name, given)) inputs.parameters.emplace(name, given);
  inputs.files = &files;
  const fs::path path = file.path;
  if (const auto deployment = deployments_.find(path); deployment != deployments_.end())
    inputs.parameters.insert(deployment->second.begin(), deployment->second.end());
  const auto assembly = assemblies_.find(path.parent_path());
  if (assembly == assemblies_.end()) return inputs;
  const auto stack = assembly->second.stacks.find(path.filename().string());
  if (stack == assembly->second.stacks.end()) return inputs;
  inputs.parameters.insert(stack->second.parameters.begin(), stack->second.parameters.end());
  inputs.constructs = stack->second.constructs;
  return inputs;
}

std::optional<syntax::SyntaxNode> Project::named_template(const source::SourceFile& from,
                                                          const std::string& location) const {
  const auto found = syntax_by_path_.find(named_file(from, location).native());
  return found == syntax_by_path_.end() ? std::nullopt : named_document(*found->second);
}

/// The tree of a file that some other one names, read for it where the walk did not; nullptr where it cannot
/// be.
const syntax::ParsedSyntax* Project::syntax_of(const fs::path& path) {
  if (const auto known = syntax_by_path_.find(path.native()); known != syntax_by_path_.end())
    return known->second;
  if (fragments_.size() >= limits::kModuleInstances) return nullptr;
  const source::SourceFile* source = read_below_roots(path);
  if (source == nullptr) return nullptr;
  fragments_.push_back(std::make_unique<syntax::ParsedSyntax>(syntax::parse_json_or_yaml(*source)));
  cloudformation::write_out_merges(fragments_.back()->tree);
  syntax_by_path_.emplace(path.native(), fragments_.back().get());
  return fragments_.back().get();
}

/// Nested templates and included fragments may lie where the walk did not go, or look like nothing by
/// themselves. Gives the nested templates of each template.
std::map<fs::path, std::set<fs::path>> Project::read_named_templates() {
  read_cdk_assemblies();
  read_sam_configurations();
  std::vector<std::pair<fs::path, const syntax::ParsedSyntax*>> open;
  for (const ParsedFile& file : files_) {
    if (!file.syntax || file.path.empty()) continue;
    syntax_by_path_.emplace(file.path, file.syntax.get());
    if (may_hold_templates(file.source->kind)) open.emplace_back(file.path, file.syntax.get());
  }
  std::map<fs::path, std::set<fs::path>> calls;
  for (std::size_t i = 0; i < open.size(); ++i) {
    const auto [path, parsed] = open[i];
    std::set<fs::path>& targets = calls[path];
    for (const syntax::SyntaxNode& document : naming_documents(*parsed)) {
      for (const cloudformation::LocalFile& named : cloudformation::local_files(document)) {
        const fs::path target = named_file(parsed->tree.file(), named.location);
        if (target.empty()) continue;
        if (named.use == cloudformation::LocalFile::Use::nested_template) targets.insert(target);
        included_.insert(target.native());
        if (syntax_by_path_.contains(target.native())) continue;
        if (const syntax::ParsedSyntax* added = syntax_of(target)) open.emplace_back(target, added);
      }
    }
  }
  return calls;
}

/// What all templates that nobody nests export, if any template imports.
std::vector<cloudformation::Export> Project::collect_exports(
    const std::set<fs::path>& roots, const cloudformation::TemplateFiles& files) const {
  const auto holds = [](const ParsedFile& file, std::string_view text) {
    return file.syntax && file.source->kind == FileKind::cloudformation &&
           file.source->text().find(text) != std::string_view::npos;
  };
  std::vector<cloudformation::Export> all;
  const bool imports = std::any_of(files_.begin(), files_.end(),
                                   [&](const ParsedFile& file) { return holds(file, "ImportValue"); });
  if (!imports) return all;
  std::vector<std::vector<cloudformation::Export>> exports(files_.size());
  parallel_for(files_.size(), options_.jobs, [&](std::size_t i) {
    const ParsedFile& file = files_[i];
    if (!holds(file, "Export") || (!file.path.empty() && !roots.contains(file.path))) return;
    const syntax::SyntaxTree& tree = file.syntax->tree;
    const cloudformation::TemplateInputs inputs = inputs_of(file, files);
    for (std::size_t d = 0; d < tree.documents(); ++d) {
      for (const syntax::SyntaxNode& document : templates_in(tree.document(d)))
        for (cloudformation::Export& found : cloudformation::exports_of(document, inputs))
          exports[i].push_back(std::move(found));
    }
  });
  for (const std::vector<cloudformation::Export>& found : exports)
    all.insert(all.end(), found.begin(), found.end());
  return all;
}

/// The outputs of all stacks whose name is known, if any template asks for those of another stack.
std::vector<cloudformation::StackOutputs> Project::collect_outputs(
    const std::set<fs::path>& roots, const cloudformation::TemplateFiles& files) const {
  std::vector<cloudformation::StackOutputs> all;
  const bool asked = std::any_of(files_.begin(), files_.end(), [&](const ParsedFile& file) {
    return file.syntax && file.source->text().find("GetStackOutput") != std::string_view::npos;
  });
  if (!asked) return all;
  for (const ParsedFile& file : files_) {
    const bool root = file.syntax && (file.path.empty() || roots.contains(file.path));
    if (!root || file.source->kind != FileKind::cloudformation) continue;
    const cloudformation::TemplateInputs inputs = inputs_of(file, files);
    if (!inputs.parameters.contains("AWS::StackName")) continue;
    const syntax::SyntaxTree& tree = file.syntax->tree;
    for (std::size_t d = 0; d < tree.documents(); ++d) {
      for (const syntax::SyntaxNode& document : templates_in(tree.document(d)))
        all.push_back(cloudformation::outputs_of(document, inputs));
    }
  }
  return all;
}

/// What is evaluated by itself: every document of a file, as a YAML file may hold a template and something
/// else, and of large templates every part. Templates that another one nests are evaluated there, with the
/// parameters they are given.
std::vector<Project::DocumentPart> Project::document_parts(const std::set<fs::path>& roots) const {
  std::vector<DocumentPart> parts;
  for (std::size_t i = 0; i < files_.size(); ++i) {
    const ParsedFile& file = files_[i];
    const FileKind first = file.source->kind;
    if (first == FileKind::terraform_plan && plan_ != i && file.problems.empty())
      parts.push_back({.file = i, .kind = FileKind::terraform_plan});
    const bool holds_organization = first == FileKind::organization_export;
    if (holds_organization && is_description(file, options_.organization)) {
      parts.push_back({.file = i, .kind = FileKind::organization_export});
      continue;
    }
    const bool holds_documents =
        holds_organization || first == FileKind::cloudformation || first == FileKind::policy;
    if (!file.syntax || !holds_documents) continue;
    const bool is_root = file.path.empty() || roots.contains(file.path);
    for (std::size_t d = 0; d < file.syntax->tree.documents(); ++d) {
      const syntax::SyntaxNode document = file.syntax->tree.document(d);
      const FileKind kind = classify(document);
      const std::vector<LooseStatements> loose = statements_in(document);
      for (const LooseStatements& each : loose)
        parts.push_back(
            {.file = i, .kind = FileKind::policy, .document = d, .section = each.node, .name = each.name});
      if (kind == FileKind::policy && loose.empty())
        parts.push_back({.file = i, .kind = kind, .document = d});
      if (!may_hold_templates(kind) || !is_root) continue;
      for (const syntax::SyntaxNode& section : templates_in(document))
        for (std::size_t part = 0; part < cloudformation::parts_of(section); ++part)
          parts.push_back(
              {.file = i, .kind = FileKind::cloudformation, .document = d, .part = part, .section = section});
    }
  }
  return parts;
}

void Project::evaluate_documents() {
  const std::vector<fs::path> called_by_none = call_roots(read_named_templates());
  const std::set<fs::path> roots(called_by_none.begin(), called_by_none.end());
  find_taken_parameters(roots);
  cloudformation::TemplateFiles files;
  files.document = [this](const source::SourceFile& from, const std::string& location) {
    return named_template(from, location);
  };
  files.exports = collect_exports(roots, files);
  files.stacks = collect_outputs(roots, files);

  const std::vector<DocumentPart> parts = document_parts(roots);
  std::vector<std::optional<EvaluatedUnit>> evaluated(parts.size());
  parallel_for(parts.size(), options_.jobs, [&](std::size_t i) {
    const DocumentPart& part = parts[i];
    const ParsedFile& file = files_[part.file];
    if (part.kind == FileKind::terraform_plan)
      evaluated[i] = evaluate_plan_alone(file);
    else if (part.kind == FileKind::organization_export)
      evaluated[i] = organization_export::read_export(file.syntax->tree.document(part.document));
    else if (part.kind == FileKind::policy)
      evaluated[i] = evaluate_policy(part);
    else
      evaluated[i] = cloudformation::evaluate_template_part(file.syntax->tree, *part.section,
                                                            inputs_of(file, files), part.part);
  });
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].part == 0)
      units_.push_back(*std::move(evaluated[i]));
    else
      cloudformation::append(units_.back(), *std::move(evaluated[i]));
    const bool is_last = i + 1 == parts.size() || parts[i + 1].part == 0;
    if (is_last && parts[i].kind == FileKind::cloudformation)
      add_deployed_templates(units_.back(), deployed_templates_);
  }
  evaluate_organizations();
  note_unread_documents();
  note_unsynthesized_apps();
  note_undeclared_parameters();
  note_refused_parameters();
  note_unused_variable_files();
}

/// Files of values that Terraform reads only when it is told to, as those of one environment among several.
void Project::note_unused_variable_files() {
  std::set<std::string> given;
  for (const VariableInput& input : options_.variables) {
    std::error_code error;
    if (input.name.empty()) given.insert(fs::weakly_canonical(input.text, error).native());
  }
  NoticeOfFiles unused;
  for (ParsedFile& file : files_) {
    if (file.source->kind != FileKind::terraform_variables || !file.requested) continue;
    const std::string name = fs::path(file.path).filename().string();
    const bool read_by_itself = name == "terraform.tfvars" || name == "terraform.tfvars.json" ||
                                name.ends_with(".auto.tfvars") || name.ends_with(".auto.tfvars.json");
    if (read_by_itself || given.contains(file.path)) continue;
    unused.add(file);
  }
  unused.report("the values in this file", "and in",
                "are not used; --var-file gives those of one environment to the modules");
}

/// Whether a template stands below a folder.
bool Project::has_template_below(const fs::path& folder) const {
  return std::any_of(files_.begin(), files_.end(), [&](const ParsedFile& file) {
    return file.source->kind == FileKind::cloudformation && is_within(file.path, folder);
  });
}

/// Apps of the AWS CDK whose templates are not among the scanned files: programs are not run.
void Project::note_unsynthesized_apps() {
  NoticeOfFiles apps;
  for (ParsedFile& file : files_) {
    if (!file.requested || !file.syntax || !is_cdk_configuration(fs::path(file.path).filename().string()))
      continue;
    const syntax::SyntaxTree& tree = file.syntax->tree;
    if (tree.documents() == 0 || !tree.document(0).find("app")) continue;
    const std::optional<syntax::SyntaxNode> output = tree.document(0).find("output");
    const std::string folder = output && output->is_scalar() ? std::string(output->text()) : "cdk.out";
    const fs::path templates = (fs::path(file.path).parent_path() / folder).lexically_normal();
    if (!has_template_below(templates)) apps.add(file);
  }
  apps.report("the resources of this CDK app", "and of",
              "are not analysed: what `cdk synth` writes, cdk.out, is not among the scanned files");
}

/// A value that is given to no parameter is nothing that anybody deploys with.
void Project::note_undeclared_parameters() {
  std::set<std::string, std::less<>> declared;
  bool any_template = false;
  for (const ParsedFile& file : files_) {
    if (!file.syntax || file.source->kind != FileKind::cloudformation) continue;
    for (std::size_t d = 0; d < file.syntax->tree.documents(); ++d) {
      for (const syntax::SyntaxNode& document : templates_in(file.syntax->tree.document(d))) {
        any_template = true;
        const std::optional<syntax::SyntaxNode> parameters = document.find("Parameters");
        for (std::size_t i = 0; parameters && parameters->is_mapping() && i < parameters->size(); ++i)
          declared.emplace(parameters->member(i).key.text());
      }
    }
  }
  if (!any_template) return;
  for (const auto& [name, value] : parameters_) {
    if (name.starts_with("AWS::") || declared.contains(name) || value.origin().span().empty()) continue;
    input_problems_.push_back({source::ProblemKind::notice, value.origin().span(),
                               "no scanned template declares the parameter " + name});
  }
}

/// A value is given to all templates that have the parameter. Where one of them refuses it and another does
/// not, it is meant for that one.
bool Project::is_meant_for_others(const ParsedFile& file, const std::string& parameter,
                                  const value::Value& given) const {
  return taken_parameters_.contains(parameter) &&
         takes_parameter(file, parameter, given) == policy::Truth::no;
}

/// Which values some template takes from the command line; nested ones get theirs from their parents.
void Project::find_taken_parameters(const std::set<fs::path>& roots) {
  for (const auto& [name, given] : parameters_)
    for (const ParsedFile& file : files_) {
      const bool is_root = file.path.empty() || roots.contains(file.path);
      if (!is_root || takes_parameter(file, name, given) != policy::Truth::yes) continue;
      taken_parameters_.insert(name);
      break;
    }
}

void Project::note_refused_parameters() {
  for (const auto& [name, given] : parameters_)
    for (ParsedFile& file : files_)
      if (is_meant_for_others(file, name, given))
        file.problems.push_back({source::ProblemKind::notice, file.source->span(0, 0),
                                 "it refuses the value that is given to parameter " + name +
                                     ", which another template takes, and is evaluated without it"});
}

/// What holds resources or values for other files and is read by none of them is named, lest silence pass for
/// an answer.
void Project::note_unread_documents() {
  NoticeOfFiles terragrunt_files;
  for (ParsedFile& file : files_) {
    if (is_terragrunt_file(fs::path(file.path).filename().string()) && file.requested) {
      terragrunt_files.add(file);
      continue;
    }
    if (!file.syntax || file.source->kind != FileKind::other || included_.contains(file.path)) continue;
    for (std::size_t d = 0; d < file.syntax->tree.documents(); ++d) {
      const syntax::SyntaxNode document = file.syntax->tree.document(d);
      if (!is_map_of_resources(document)) continue;
      file.problems.push_back({source::ProblemKind::notice, document.member(0).key.span(),
                               "resources of a template that includes them; no template here does, so they "
                               "are not analysed"});
    }
  }
  terragrunt_files.report("the inputs of this Terragrunt file", "and of",
                          "are not read; give them to the module with --var-file, or scan a plan");
}

namespace {

/// The policies of templates that are part of these organizations leave the templates' own units.
void drop_policies_of(const std::vector<EvaluatedUnit>& organizations, std::vector<EvaluatedUnit>& units) {
  std::set<source::Span> taken;
  for (const EvaluatedUnit& unit : organizations)
    for (const Resource& resource : unit.resources)
      if (resource.kind == ResourceKind::organizations_policy) taken.insert(resource.span);
  if (taken.empty()) return;
  for (EvaluatedUnit& unit : units)
    std::erase_if(unit.resources, [&](const Resource& resource) {
      return resource.kind == ResourceKind::organizations_policy && taken.contains(resource.span);
    });
}

}  // namespace

/// The organizations in files of other tools, with the files that they name.
void Project::evaluate_organizations() {
  organization_files::Surroundings surroundings;
  surroundings.placeholders = options_.placeholders;
  std::set<std::string> policies;
  surroundings.text = [this, &policies](const source::SourceFile& from, const std::string& name) {
    const fs::path path = named_file(from, name);
    if (!path.empty()) policies.insert(path.native());
    return path.empty() ? nullptr : read_below_roots(path);
  };
  surroundings.document = [this](const source::SourceFile& from,
                                 const std::string& name) -> std::optional<syntax::SyntaxNode> {
    const fs::path path = named_file(from, name);
    const syntax::ParsedSyntax* parsed = path.empty() ? nullptr : syntax_of(path);
    return parsed == nullptr ? std::nullopt : named_document(*parsed);
  };
  apply_landing_zones(
      files_, surroundings,
      [this](const source::SourceFile& from, const std::string& name) { return named_file(from, name); },
      units_);
  std::vector<EvaluatedUnit> organizations = evaluate_organization_files(files_, surroundings);
  drop_policies_of(organizations, units_);
  for (EvaluatedUnit& unit : organizations) units_.push_back(std::move(unit));
  // With what replaces placeholders a policy may be JSON that it is not by itself.
  for (ParsedFile& file : files_) {
    if (policies.contains(file.path) && organization_files::has_replacements(*file.source))
      std::erase_if(file.problems, [](const source::Problem& problem) {
        return problem.kind == source::ProblemKind::syntax;
      });
  }
}

/// A template that Terraform deploys is evaluated there, with the parameters it is given, and not with
/// others.
void Project::drop_deployed_templates() {
  std::set<std::string> names;
  for (const ParsedFile& file : files_) {
    const bool deployed = deployed_templates_.contains(file.source->id());
    if (deployed && file.source->kind == FileKind::cloudformation) names.insert(file.source->path());
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < units_.size(); ++i) {
    if (names.contains(units_[i].name)) continue;
    if (kept != i) {
      units_[kept] = std::move(units_[i]);
      unit_tools_[kept] = unit_tools_[i];
    }
    ++kept;
  }
  units_.resize(kept);
  unit_tools_.resize(kept);
}

std::unique_ptr<cloudformation::TemplateExpressions> Project::template_expressions(
    const std::filesystem::path& file) {
  const std::vector<fs::path> called_by_none = call_roots(read_named_templates());
  const auto is_it = [&](const ParsedFile& each) { return each.path == file; };
  const auto found = std::find_if(files_.begin(), files_.end(), is_it);
  if (found == files_.end() || !found->syntax) return nullptr;
  const syntax::SyntaxTree& tree = found->syntax->tree;
  for (std::size_t d = 0; d < tree.documents(); ++d) {
    const std::vector<syntax::SyntaxNode> templates = templates_in(tree.document(d));
    if (templates.empty()) continue;
    cloudformation::TemplateFiles files;
    files.document = [this](const source::SourceFile& from, const std::string& location) {
      return named_template(from, location);
    };
    const std::set<fs::path> roots(called_by_none.begin(), called_by_none.end());
    files.exports = collect_exports(roots, files);
    files.stacks = collect_outputs(roots, files);
    const cloudformation::TemplateInputs inputs = inputs_of(*found, files);
    return std::make_unique<cloudformation::TemplateExpressions>(templates.front(), inputs.parameters,
                                                                 std::move(files));
  }
  return nullptr;
}

namespace {

/// Statements that stand outside of a policy document, as one.
value::Value document_of(const syntax::SyntaxNode& loose, bool is_document,
                         const syntax::SyntaxNode& document) {
  value::Value statements;
  if (is_document) {
    statements = policy::to_value(loose);
  } else {
    // The Serverless Framework puts them into its template, where functions are evaluated.
    const std::vector<syntax::SyntaxNode> templates = templates_in(document);
    statements = cloudformation::TemplateExpressions(templates.empty() ? document : templates.front(), {}, {})
                     .evaluate(loose);
  }
  const value::Origin origin({value::OriginKind::literal, loose.span(), ""});
  std::vector<value::Member> members;
  members.push_back({"Statement", loose.span(), std::move(statements)});
  return value::Value::map(std::move(members), origin);
}

}  // namespace

/// A policy document that is a file by itself, or statements that stand alone, as a resource of kind
/// policy_file.
EvaluatedUnit Project::evaluate_policy(const DocumentPart& part) const {
  const ParsedFile& file = files_[part.file];
  const syntax::SyntaxNode node = file.syntax->tree.document(part.document);
  EvaluatedUnit unit;
  unit.name = file.source->path();
  Resource resource;
  resource.kind = ResourceKind::policy_file;
  resource.language = Language::policy_json;
  resource.type = kPolicyFileType;
  resource.address =
      part.document == 0 ? unit.name : unit.name + " (document " + std::to_string(part.document + 1) + ")";
  resource.unit = unit.name;
  resource.account = std::string(value::kOwnAccount);
  if (!part.name.empty()) resource.address += " (" + part.name + ")";
  resource.properties =
      part.section ? document_of(*part.section, part.name.empty(), node) : policy::to_value(node);
  resource.span = resource.body_span = part.section ? part.section->span() : node.span();
  unit.resources.push_back(std::move(resource));
  return unit;
}

}  // namespace rootproof::engine
