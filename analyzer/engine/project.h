#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analyzer/engine/cdk_assembly.h"
#include "analyzer/engine/discovery.h"
#include "analyzer/engine/module_sources.h"
#include "analyzer/engine/read_file.h"
#include "analyzer/engine/variable_values.h"
#include "analyzer/organization/organization.h"
#include "parsers/cloudformation/expressions.h"
#include "parsers/cloudformation/template.h"
#include "parsers/resource.h"
#include "parsers/source/source_file.h"
#include "parsers/syntax/hcl.h"
#include "parsers/syntax/syntax_tree.h"
#include "parsers/terraform/module.h"

namespace rootproof::engine {

/// Resource::type of a policy document that is a file by itself.
inline constexpr std::string_view kPolicyFileType = "policy";

/// A document read from standard input.
struct StandardInput {
  std::string file_name;  ///< what it is called in findings
  /// True when the name was given: the document then takes the place of that file in its project.
  bool named = false;
  std::string bytes;
};

/// Which tool deploys. Where .tofu files stand beside .tf files, the two read different configurations.
enum class Tool : std::uint8_t { any, terraform, opentofu };

/// A value for Terraform variables as the command line gives it: a variable, or a file of them. They hold in
/// their order, later ones winning.
struct VariableInput {
  std::string name;  ///< empty for a file
  std::string text;  ///< the value, or the path of the file
};

/// How a template is deployed, as the configuration says.
struct TemplateDeployment {
  std::filesystem::path file;
  std::vector<std::pair<std::string, std::string>> parameters;  ///< AWS::StackName and its like, parameters
  std::string parameter_file;                                   ///< empty for none
};

/// What a scan reads and with which inputs.
struct ProjectOptions {
  std::vector<std::string> paths;
  std::optional<StandardInput> standard_input;
  std::vector<std::string> exclude;      ///< gitignore-style patterns
  std::filesystem::path exclude_base;    ///< folder they are relative to
  std::vector<VariableInput> variables;  ///< --var NAME=VALUE and --var-file FILE
  /// TF_VAR_NAME of the environment, without the prefix. Their texts are never shown.
  std::vector<std::pair<std::string, std::string>> environment;
  std::vector<std::pair<std::string, std::string>> parameters;  ///< --parameter NAME=VALUE
  std::vector<std::string> parameter_files;                     ///< --parameter-file
  std::vector<TemplateDeployment> deployments;                  ///< at most one of each template
  std::string sam_environment;  ///< of the samconfig files beside templates; empty: they are not read
  std::vector<std::pair<std::string, std::string>> module_map;  ///< --module-map ADDRESS=DIRECTORY
  std::string workspace = "default";
  std::string plan;          ///< --plan, empty for none
  std::string organization;  ///< --organization, empty for none
  organization::StatedFacts stated_organization;
  std::map<std::string, std::string, std::less<>> placeholders;  ///< what templating fills in, by name
  /// Terraform resources get all their arguments, not only what rules ask for.
  bool everything = true;
  bool evaluate = true;  ///< false: files are read and parsed, and there are no units
  /// What files are taken to hold, by canonical path: what they would be after an edit.
  std::map<std::string, std::string> contents;
  unsigned jobs = 1;
};

/// One file with what its parser made of it.
struct ParsedFile {
  std::string path;  ///< absolute; empty for standard input without a name
  source::SourceFile* source = nullptr;
  bool requested = false;
  std::unique_ptr<syntax::ParsedSyntax> syntax;
  std::unique_ptr<hcl::File> hcl;
  source::Problems problems;
};

/// True for the kinds that yield resources or values.
[[nodiscard]] bool is_analysed(const ParsedFile& file);

/// How long the phases of a scan took, and on how much.
struct Timing {
  std::size_t files_looked_at = 0;
  std::size_t bytes_parsed = 0;
  double read_seconds = 0;
  double parse_seconds = 0;
  double evaluate_seconds = 0;
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
  /// Gives the resources of a unit away: they are many, and need not be held twice.
  [[nodiscard]] std::vector<Resource> take_resources(std::size_t unit) {
    return std::exchange(units_[unit].resources, {});
  }
  /// The tool that a unit holds for, by its index.
  [[nodiscard]] Tool tool_of(std::size_t unit) const {
    return unit < unit_tools_.size() ? unit_tools_[unit] : Tool::any;
  }
  /// True when some configuration is another one for OpenTofu than for Terraform.
  [[nodiscard]] bool depends_on_tool() const;
  [[nodiscard]] const organization::StatedFacts& stated_organization() const {
    return options_.stated_organization;
  }
  [[nodiscard]] const Timing& timing() const { return timing_; }
  /// Problems of discovery, parsing and evaluation in files the user asked about.
  [[nodiscard]] source::Problems problems() const;
  /// Whether what is found in a file is reported; false for mere context.
  [[nodiscard]] bool requested(source::FileId id) const;
  /// The canonical path of a file; empty for what is none on disk.
  [[nodiscard]] std::string path_of(source::FileId id) const;
  /// The bytes of a file as the project reads it.
  [[nodiscard]] FileBytes read(const std::filesystem::path& path, std::size_t limit) const;
  /// The name of a file that does not depend on the working directory: relative to its repository, else to
  /// the root.
  [[nodiscard]] std::string stable_name(source::FileId id) const;

  /// Expressions in the context of the root module in a folder; nullptr when no configuration file lies
  /// there. The project must outlive them.
  [[nodiscard]] std::unique_ptr<terraform::ModuleExpressions> module_expressions(
      const std::filesystem::path& folder);
  /// The same for the first template in a file.
  [[nodiscard]] std::unique_ptr<cloudformation::TemplateExpressions> template_expressions(
      const std::filesystem::path& file);
  /// Makes a text that stands in no file one of the sources, so that places in it can be told.
  [[nodiscard]] const source::SourceFile& add_text(std::string name, std::string_view text);

 private:
  /// What is known of a source by its id, however it came in.
  struct SourcePlace {
    std::string path;  ///< a filesystem::path takes several times the memory
    bool requested = true;
  };

  // project.cpp: reading and parsing
  void read_files(const Discovery& discovery);
  void read_links(const std::vector<DiscoveredLink>& links);
  void add_standard_input();
  void refuse_nameless_input();
  void parse_files(std::size_t first);
  source::SourceFile& add_source(const std::filesystem::path& path, std::string display,
                                 std::string_view bytes, bool requested);
  ParsedFile& add_file(const std::filesystem::path& path, std::string display, std::string_view bytes,
                       bool requested);

  // evaluation.cpp: from files to units
  struct DocumentPart {
    std::size_t file = 0;
    source::FileKind kind = source::FileKind::unknown;  ///< what the document is; a file may hold several
    std::size_t document = 0;
    std::size_t part = 0;
    std::optional<syntax::SyntaxNode> section{};  ///< a template, or statements that stand alone
    std::string name{};                           ///< LooseStatements::name
  };
  [[nodiscard]] std::vector<DocumentPart> document_parts(const std::set<std::filesystem::path>& roots) const;
  void evaluate_documents();
  void note_unread_documents();
  [[nodiscard]] bool has_template_below(const std::filesystem::path& folder) const;
  void note_unsynthesized_apps();
  void note_undeclared_parameters();
  void find_taken_parameters(const std::set<std::filesystem::path>& roots);
  void note_refused_parameters();
  [[nodiscard]] bool is_meant_for_others(const ParsedFile& file, const std::string& parameter,
                                         const value::Value& given) const;
  void note_unused_variable_files();
  void evaluate_organizations();
  void drop_deployed_templates();
  [[nodiscard]] std::map<std::filesystem::path, std::set<std::filesystem::path>> read_named_templates();
  [[nodiscard]] std::vector<cloudformation::Export> collect_exports(
      const std::set<std::filesystem::path>& roots, const cloudformation::TemplateFiles& files) const;
  [[nodiscard]] std::vector<cloudformation::StackOutputs> collect_outputs(
      const std::set<std::filesystem::path>& roots, const cloudformation::TemplateFiles& files) const;
  void read_cdk_assemblies();
  void read_sam_configurations();
  [[nodiscard]] std::optional<syntax::ParsedSyntax> read_beside(const std::filesystem::path& folder,
                                                                const std::string& name);
  [[nodiscard]] cloudformation::TemplateInputs inputs_of(const ParsedFile& file,
                                                         const cloudformation::TemplateFiles& files) const;
  [[nodiscard]] std::filesystem::path named_file(const source::SourceFile& from,
                                                 const std::string& location) const;
  const syntax::ParsedSyntax* syntax_of(const std::filesystem::path& path);
  [[nodiscard]] std::optional<syntax::SyntaxNode> named_template(const source::SourceFile& from,
                                                                 const std::string& location) const;
  [[nodiscard]] EvaluatedUnit evaluate_policy(const DocumentPart& part) const;

  // terraform_modules.cpp: module directories and what they call
  [[nodiscard]] std::optional<std::string> read_module_map();
  void read_called_modules();
  void read_module(const std::filesystem::path& folder);
  [[nodiscard]] std::optional<std::string> evaluate_modules();
  [[nodiscard]] terraform::ModuleLoader module_loader(
      const std::filesystem::path& root,
      const std::map<std::filesystem::path, terraform::ModuleDirectory>& directories) const;
  [[nodiscard]] std::map<std::filesystem::path, std::set<std::filesystem::path>> module_calls(
      const std::map<std::filesystem::path, terraform::ModuleDirectory>& directories) const;
  [[nodiscard]] std::filesystem::path folder_of_module(const std::filesystem::path& path) const;
  [[nodiscard]] std::filesystem::path folder_of_call(const std::filesystem::path& root,
                                                     const std::vector<std::string>& call_path,
                                                     const std::string& source) const;
  [[nodiscard]] bool is_only_called(const std::filesystem::path& folder) const;
  [[nodiscard]] std::optional<const source::SourceFile*> known_source(
      const std::filesystem::path& path) const;
  [[nodiscard]] const source::SourceFile* read_below_roots(const std::filesystem::path& path);
  void forgive_templates(const std::set<source::FileId>& texts);

  // exported_organization.cpp
  [[nodiscard]] std::optional<std::string> read_organization();

  // terraform_plan.cpp: plans in JSON
  /// A root module that a plan may have been made from.
  struct PlannableRoot {
    const terraform::ModuleDirectory* directory = nullptr;
    bool requested = false;
  };
  [[nodiscard]] std::optional<std::string> read_plan();
  [[nodiscard]] std::optional<std::string> find_planned_root(const std::vector<PlannableRoot>& roots,
                                                             std::optional<std::size_t>& found) const;
  [[nodiscard]] syntax::SyntaxNode plan_document() const;
  [[nodiscard]] static EvaluatedUnit evaluate_plan_alone(const ParsedFile& file);
  void hide_secrets_of_plans();

  // inputs.cpp: values given on the command line and in the environment
  [[nodiscard]] std::optional<std::string> read_inputs();
  std::optional<std::string> read_variable_file(const std::string& path);
  void add_variable_text(const std::string& name, const std::string& text, bool environment);
  void give_variables(const terraform::ModuleDirectory& directory,
                      const std::vector<const ParsedFile*>& files, terraform::ModuleInputs& inputs,
                      source::Problems& problems) const;
  void report_undeclared(const std::vector<const terraform::ModuleDirectory*>& roots);
  [[nodiscard]] std::optional<std::string> read_parameter_file(const std::string& path,
                                                               std::map<std::string, value::Value>& out);
  [[nodiscard]] std::optional<std::string> read_deployments();

  ProjectOptions options_;
  std::vector<std::filesystem::path> roots_;
  std::vector<std::filesystem::path> requested_;
  std::vector<DiscoveredLink> links_;
  std::vector<std::filesystem::path> walked_;  ///< roots_ without the directories of the module map
  ModuleMap module_map_;
  std::map<std::filesystem::path, ModuleManifest> manifests_;  ///< by root module
  source::SourceTable sources_;
  source::SourceTable hidden_sources_;  ///< texts of the environment
  std::vector<SourcePlace> places_;     ///< by FileId
  std::vector<ParsedFile> files_;
  std::unordered_map<std::string, const source::SourceFile*> sources_by_path_;
  std::vector<std::unique_ptr<syntax::ParsedSyntax>> fragments_;  ///< templates read because others name them
  std::unordered_map<std::string, const syntax::ParsedSyntax*> syntax_by_path_;
  std::set<std::string> included_;                           ///< what templates name, nested or included
  std::map<std::filesystem::path, CdkAssembly> assemblies_;  ///< by folder
  std::optional<std::size_t> plan_;                          ///< of --plan, among the files
  std::vector<EvaluatedUnit> units_;
  std::map<std::string, value::Value> parameters_;
  std::set<std::string> taken_parameters_;  ///< of them, those that some template takes
  /// Parameters by the path of the template: what the configuration says, and what samconfig files do.
  std::map<std::filesystem::path, std::map<std::string, value::Value>> deployments_;
  std::vector<GivenVariable> variables_;
  source::Problems input_problems_;
  std::vector<Tool> unit_tools_;                 ///< beside units_
  std::set<source::FileId> deployed_templates_;  ///< evaluated with the Terraform that deploys them
  std::vector<std::unique_ptr<hcl::File>> variable_files_;
  std::vector<std::unique_ptr<syntax::ParsedSyntax>> parameter_files_;
  std::map<std::filesystem::path, terraform::ModuleDirectory> expression_directories_;
  Timing timing_;
};

}  // namespace rootproof::engine
