// The values a user gives on the command line: Terraform variables and CloudFormation parameters.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "analyzer/engine/project.h"
#include "analyzer/engine/read_file.h"
#include "analyzer/engine/variable_values.h"
#include "parsers/policy/policy_document.h"
#include "parsers/source/limits.h"
#include "parsers/terraform/json_configuration.h"

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

/// The scalar or list under a parameter's name, as text as CloudFormation takes it.
Value parameter_value(const syntax::SyntaxNode& node, const std::string& name) {
  return policy::to_value(node).with_step({OriginKind::variable_file, node.span(), "parameter " + name});
}

std::string scalar_text(const std::optional<syntax::SyntaxNode>& node) {
  return node && node->is_scalar() ? std::string(node->text()) : std::string();
}

}  // namespace

std::optional<std::string> Project::read_inputs() {
  for (const std::string& file : options_.variable_files) {
    if (auto error = read_variable_file(file)) return error;
  }
  for (const auto& [name, text] : options_.variables) {
    const Origin origin({OriginKind::command_line, {}, "--var " + name});
    // Collections are written as expressions; everything else is text, so that an account id keeps its zeros.
    if (text.starts_with('[') || text.starts_with('{')) {
      const source::SourceFile& file = add_source({}, "--var " + name, text, true);
      auto parsed = std::make_unique<hcl::File>(hcl::parse_expression(file));
      if (!parsed->problems.empty()) return "--var " + name + ": " + parsed->problems.front().message;
      variables_.emplace_back(name,
                              lone_value(*parsed).with_step({OriginKind::command_line, {}, "--var " + name}));
      variable_files_.push_back(std::move(parsed));
    } else {
      variables_.emplace_back(name, Value::string(text, origin));
    }
  }
  for (const std::string& file : options_.parameter_files) {
    if (auto error = read_parameter_file(file)) return error;
  }
  for (const auto& [name, text] : options_.parameters) {
    parameters_.insert_or_assign(
        name, Value::string(text, Origin({OriginKind::command_line, {}, "--parameter " + name})));
  }
  return std::nullopt;
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
    add_variable_values(*values, variables_);
    parameter_files_.push_back(std::move(parsed));
    variable_files_.push_back(std::move(values));
    return std::nullopt;
  }
  auto parsed = std::make_unique<hcl::File>(hcl::parse_strict(file));
  if (!parsed->problems.empty()) return place(sources_, parsed->problems.front());
  add_variable_values(*parsed, variables_);
  variable_files_.push_back(std::move(parsed));
  return std::nullopt;
}

std::optional<std::string> Project::read_parameter_file(const std::string& path) {
  FileBytes bytes = read_file(path, limits::kReadableFileBytes);
  if (!bytes.error.empty()) return path + ": " + bytes.error;
  const source::SourceFile& file = add_source({}, path, bytes.bytes, true);
  auto parsed = std::make_unique<syntax::ParsedSyntax>(syntax::parse_json_or_yaml(file));
  if (!parsed->complete || parsed->tree.documents() == 0) {
    return parsed->problems.empty() ? path + ": the file is empty"
                                    : place(sources_, parsed->problems.front());
  }
  syntax::SyntaxNode root = parsed->tree.document(0);
  if (root.is_mapping() && root.find("Parameters")) root = *root.find("Parameters");
  if (root.is_mapping()) {
    for (const syntax::SyntaxNode::Member& member : root.members()) {
      const std::string name(member.key.text());
      parameters_.insert_or_assign(name, parameter_value(member.value, name));
    }
  } else if (root.is_sequence()) {
    // The list that the AWS CLI takes: [{"ParameterKey": …, "ParameterValue": …}] or ["Key=Value"].
    for (const syntax::SyntaxNode& item : root.items()) {
      if (item.is_mapping() && item.find("ParameterKey") && item.find("ParameterValue")) {
        const std::string name = scalar_text(item.find("ParameterKey"));
        parameters_.insert_or_assign(name, parameter_value(*item.find("ParameterValue"), name));
      } else if (item.is_scalar() && item.text().find('=') != std::string_view::npos) {
        const std::size_t equals = item.text().find('=');
        const std::string name(item.text().substr(0, equals));
        parameters_.insert_or_assign(
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
