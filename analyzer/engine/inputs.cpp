// The values a user gives on the command line: Terraform variables and CloudFormation parameters.
#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "analyzer/engine/project.h"
#include "analyzer/engine/read_file.h"
#include "analyzer/engine/sam_configuration.h"
#include "analyzer/engine/variable_values.h"
#include "parsers/policy/policy_document.h"
#include "parsers/source/limits.h"
#include "parsers/terraform/json_configuration.h"
#include "parsers/terraform/variable_form.h"

namespace rootproof::engine {
namespace {

using value::Origin;
using value::OriginKind;
using value::Value;

std::string place(const source::SourceTable& sources, const source::Problem& problem) {
  const source::SourceFile& file = sources.file(problem.span.file);
  const source::Location location = file.location(problem.span.begin);
  return file.path() + ":" + std::to_string(location.line) + ":" + std::to_string(location.column) + ": " +
         problem.message;
}

/// A value that is there and that nobody says here.
Value unsaid_value(const syntax::SyntaxNode& node, const std::string& name) {
  return Value::unknown({value::ReasonKind::unknown_variable, "parameter " + name, node.span()},
                        value::ValueType::any,
                        Origin({OriginKind::variable_file, node.span(), "parameter " + name}));
}

/// The scalar or list under a parameter's name, as text as CloudFormation takes it.
Value parameter_value(const syntax::SyntaxNode& node, const std::string& name) {
  // The service refuses null, so it is not what the parameter will be.
  if (node.is_scalar() && node.type() == syntax::ScalarType::null) return unsaid_value(node, name);
  return policy::to_value(node).with_step({OriginKind::variable_file, node.span(), "parameter " + name});
}

std::string scalar_text(const std::optional<syntax::SyntaxNode>& node) {
  return node && node->is_scalar() ? std::string(node->text()) : std::string();
}

}  // namespace

std::optional<std::string> Project::read_inputs() {
  for (const auto& [name, text] : options_.environment) add_variable_text(name, text, true);
  for (const VariableInput& input : options_.variables) {
    if (!input.name.empty()) {
      add_variable_text(input.name, input.text, false);
    } else if (auto error = read_variable_file(input.text)) {
      return error;
    }
  }
  for (const std::string& file : options_.parameter_files) {
    if (auto error = read_parameter_file(file, parameters_)) return error;
  }
  if (auto error = read_deployments()) return error;
  for (const auto& [name, text] : options_.parameters) {
    parameters_.insert_or_assign(
        name, Value::string(text, Origin({OriginKind::command_line, {}, "--parameter " + name})));
  }
  return std::nullopt;
}

/// A text from the environment is parsed in a file of its own that no report knows.
void Project::add_variable_text(const std::string& name, const std::string& text, bool environment) {
  const std::string shown = environment ? "TF_VAR_" + name : "--var " + name;
  const source::SourceFile& place = add_source({}, shown, environment ? std::string_view() : text, true);
  const source::SourceFile& content = environment ? hidden_sources_.add(shown, text) : place;
  variable_files_.push_back(std::make_unique<hcl::File>(hcl::parse_expression(content)));
  const Origin origin({OriginKind::command_line, {}, shown});
  variables_.push_back(
      {name, Value::string(text, origin), variable_files_.back().get(), place.whole(), environment});
}

namespace {

/// Values of one file, as given ones.
void add_given(const hcl::File& file, std::vector<GivenVariable>& out) {
  VariableValues values;
  add_variable_values(file, values);
  for (std::size_t i = 0; i < values.size(); ++i) {
    out.push_back({std::move(values[i].first), std::move(values[i].second), nullptr,
                   file.body.attributes[i].name_span, false});
  }
}

std::string undeclared(const std::string& name, const std::string& given) {
  return "a value for var." + name + " is given " + given + ", but no root module declares that variable";
}

}  // namespace

/// All values for the variables of a root module in Terraform's order: the environment, the files of its
/// directory, the command line.
void Project::give_variables(const terraform::ModuleDirectory& directory,
                             const std::vector<const ParsedFile*>& files, terraform::ModuleInputs& inputs,
                             source::Problems& problems) const {
  using terraform::VariableForm;
  if (variables_.empty() && files.empty()) return;
  const auto forms = terraform::variable_forms(directory);
  VariableValues& values = inputs.variables;
  const auto add_given_ones = [&](bool environment) {
    for (const GivenVariable& given : variables_) {
      if (given.environment != environment) continue;
      const auto form = forms.find(given.name);
      if (form == forms.end()) continue;
      const bool expression = given.expression != nullptr && form->second == VariableForm::expression;
      Value value = expression ? expression_value(given) : given.value;
      if (expression && !value.fully_known()) {
        problems.push_back({source::ProblemKind::semantic, given.span,
                            "the value of var." + given.name + " is no constant expression"});
      }
      values.emplace_back(given.name, std::move(value));
      inputs.given_at.insert_or_assign(given.name, given.span);
    }
  };
  add_given_ones(true);
  for (const ParsedFile* file : files) {
    if (!file->hcl || file->hcl->recovered || !file->problems.empty()) {
      // Its unread part may give any of them a value.
      const source::Span span = file->problems.empty() ? source::Span{} : file->problems.front().span;
      for (const auto& [name, form] : forms)
        values.emplace_back(name, Value::unknown({value::ReasonKind::parse_error,
                                                  "the unread part of " + file->source->path(), span}));
    }
    if (!file->hcl) continue;
    for (const hcl::Attribute& attribute : file->hcl->body.attributes) {
      inputs.given_at.insert_or_assign(std::string(attribute.name), attribute.name_span);
      if (directory.incomplete || forms.contains(attribute.name)) continue;
      problems.push_back({source::ProblemKind::notice, attribute.name_span,
                          "this root module declares no variable " + std::string(attribute.name)});
    }
    add_variable_values(*file->hcl, values);
  }
  add_given_ones(false);
}

/// Terraform refuses --var for a variable that is not declared, only warns of one in a file, and says nothing
/// about the environment. With several root modules one of them will do.
void Project::report_undeclared(const std::vector<const terraform::ModuleDirectory*>& roots) {
  std::set<std::string, std::less<>> declared_ones;
  bool complete = !roots.empty();
  for (const terraform::ModuleDirectory* root : roots) {
    complete = complete && !root->incomplete;
    for (const auto& [name, form] : terraform::variable_forms(*root)) declared_ones.insert(name);
  }
  for (const GivenVariable& given : variables_) {
    if (!complete || given.environment || declared_ones.contains(given.name)) continue;
    const bool file = given.expression == nullptr;
    input_problems_.push_back({file ? source::ProblemKind::notice : source::ProblemKind::semantic, given.span,
                               undeclared(given.name, file ? "here" : "on the command line")});
  }
}

std::optional<std::string> Project::read_variable_file(const std::string& path) {
  FileBytes bytes = read_file(path, limits::kReadableFileBytes);
  if (!bytes.error.empty()) return path + ": " + bytes.error;
  const source::SourceFile& file = add_source({}, path, bytes.bytes, true);
  if (const source::Problem* problem = file.problem()) return place(sources_, *problem);
  if (path.ends_with(".json")) {
    auto parsed = std::make_unique<syntax::ParsedSyntax>(syntax::parse_json(file));
    if (!parsed->complete) return place(sources_, parsed->problems.front());
    auto values = std::make_unique<hcl::File>(terraform::read_json_variables(*parsed));
    if (!values->problems.empty()) return place(sources_, values->problems.front());
    add_given(*values, variables_);
    parameter_files_.push_back(std::move(parsed));
    variable_files_.push_back(std::move(values));
    return std::nullopt;
  }
  auto parsed = std::make_unique<hcl::File>(hcl::parse_strict(file));
  if (!parsed->problems.empty()) return place(sources_, parsed->problems.front());
  add_given(*parsed, variables_);
  variable_files_.push_back(std::move(parsed));
  return std::nullopt;
}

/// What the configuration says of single templates.
std::optional<std::string> Project::read_deployments() {
  for (const TemplateDeployment& deployment : options_.deployments) {
    std::map<std::string, Value>& parameters = deployments_[deployment.file];
    if (!deployment.parameter_file.empty()) {
      if (auto error = read_parameter_file(deployment.parameter_file, parameters)) return error;
    }
    for (const auto& [name, text] : deployment.parameters)
      parameters.insert_or_assign(
          name,
          Value::string(text, Origin({OriginKind::command_line, {}, "deployments of the configuration"})));
  }
  return std::nullopt;
}

std::optional<std::string> Project::read_parameter_file(const std::string& path,
                                                        std::map<std::string, Value>& out) {
  FileBytes bytes = read_file(path, limits::kReadableFileBytes);
  if (!bytes.error.empty()) return path + ": " + bytes.error;
  const source::SourceFile& file = add_source({}, path, bytes.bytes, true);
  if (is_sam_configuration(std::filesystem::path(path).filename().string())) {
    const std::string& environment = options_.sam_environment;
    source::Result<SamDeployment> deployment =
        read_sam_configuration(file, environment.empty() ? "default" : environment);
    if (!deployment) return place(sources_, deployment.problem());
    for (auto& [name, value] : deployment.value().parameters) {
      // Name and Region are those of one stack, --parameter-file is for all templates.
      const bool of_stack = name == "AWS::StackName" || name == "AWS::Region";
      if (!of_stack || &out != &parameters_) out.insert_or_assign(name, std::move(value));
    }
    return std::nullopt;
  }
  auto parsed = std::make_unique<syntax::ParsedSyntax>(syntax::parse_json_or_yaml(file));
  if (!parsed->complete || parsed->tree.documents() == 0) {
    return parsed->problems.empty() ? path + ": the file is empty"
                                    : place(sources_, parsed->problems.front());
  }
  syntax::SyntaxNode root = parsed->tree.document(0);
  // `Parameters` as CodePipeline and --cli-input-json take them, `parameters` as Git sync does; else names
  // and values by themselves.
  if (const auto named = root.is_mapping() ? root.find("Parameters") : std::nullopt;
      named && !named->is_scalar())
    root = *named;
  else if (const auto synced = root.is_mapping() ? root.find("parameters") : std::nullopt;
           synced && synced->is_mapping())
    root = *synced;
  if (root.is_mapping()) {
    for (const syntax::SyntaxNode::Member& member : root.members()) {
      const std::string name(member.key.text());
      out.insert_or_assign(name, parameter_value(member.value, name));
    }
  } else if (root.is_sequence()) {
    // The list that the AWS CLI takes: [{"ParameterKey": …, "ParameterValue": …}] or ["Key=Value"].
    for (const syntax::SyntaxNode& item : root.items()) {
      if (item.is_mapping() && item.find("ParameterKey") && item.find("ParameterValue")) {
        const std::string name = scalar_text(item.find("ParameterKey"));
        out.insert_or_assign(name, parameter_value(*item.find("ParameterValue"), name));
      } else if (item.is_mapping() && item.find("ParameterKey") && item.find("UsePreviousValue")) {
        const std::string name = scalar_text(item.find("ParameterKey"));
        out.insert_or_assign(name, unsaid_value(item, name));
      } else if (item.is_scalar() && item.text().find('=') != std::string_view::npos) {
        const std::size_t equals = item.text().find('=');
        const std::string name(item.text().substr(0, equals));
        out.insert_or_assign(
            name, Value::string(std::string(item.text().substr(equals + 1)),
                                Origin({OriginKind::variable_file, item.span(), "parameter " + name})));
      } else {
        return path + ": an entry has neither ParameterKey and ParameterValue nor the form Key=Value";
      }
    }
  } else {
    return path + ": not a parameter file (a list of ParameterKey and ParameterValue, or names and values)";
  }
  parameter_files_.push_back(std::move(parsed));
  return std::nullopt;
}

}  // namespace rootproof::engine
