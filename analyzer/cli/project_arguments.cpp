#include "analyzer/cli/project_arguments.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <string_view>
#include <thread>
#include <utility>

#include "analyzer/engine/discovery.h"
#include "analyzer/policy/clock.h"
#include "parsers/source/limits.h"

namespace rootproof::cli {
namespace {

std::string assignments(const std::vector<std::string>& texts, const char* option,
                        std::vector<std::pair<std::string, std::string>>& out) {
  for (const std::string& text : texts) {
    if (!split_assignment(text, out.emplace_back()))
      return std::string(option) + " takes NAME=VALUE, not \"" + text + "\"";
  }
  return {};
}

/// --var and --var-file in the order of the command line.
std::string variable_inputs(const ProjectArguments& arguments, std::vector<engine::VariableInput>& inputs) {
  std::size_t variable = 0;
  std::size_t file = 0;
  for (const bool is_file : arguments.variable_order) {
    if (is_file) {
      inputs.push_back({{}, arguments.variable_files[file++]});
      continue;
    }
    const std::string& text = arguments.variables[variable++];
    std::pair<std::string, std::string> assignment;
    if (!split_assignment(text, assignment) || assignment.first.empty())
      return "--var takes NAME=VALUE, not \"" + text + "\"";
    inputs.push_back({std::move(assignment.first), std::move(assignment.second)});
  }
  return {};
}

/// What TF_VAR_NAME sets ("Environment Variables" of Terraform), in name order.
std::vector<std::pair<std::string, std::string>> variables_of_environment() {
  constexpr std::string_view kPrefix = "TF_VAR_";
  std::vector<std::pair<std::string, std::string>> variables;
  for (char** entry = ::environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const std::size_t equals = text.find('=');
    if (!text.starts_with(kPrefix) || equals == std::string_view::npos || equals == kPrefix.size()) continue;
    variables.emplace_back(text.substr(kPrefix.size(), equals - kPrefix.size()), text.substr(equals + 1));
  }
  std::sort(variables.begin(), variables.end());
  return variables;
}

}  // namespace

void add_project_options(CLI::App& command, ProjectArguments& arguments) {
  command.add_option("--var", arguments.variables, "Terraform variable")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
  command.add_option("--var-file", arguments.variable_files, "Terraform variable file")
      ->type_name("FILE")
      ->allow_extra_args(false);
  command.add_option("--workspace", arguments.workspace, "Terraform workspace")->type_name("NAME");
  command
      .add_option("--module-map", arguments.module_map,
                  "Where a Terraform module lies on disk: its source as written in the call, or the call "
                  "(module.a.module.b); what terraform init installed comes first")
      ->type_name("ADDRESS=DIR")
      ->allow_extra_args(false);
  command.add_option("--parameter", arguments.parameters, "CloudFormation parameter")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
  command.add_option("--parameter-file", arguments.parameter_files, "CloudFormation parameter file")
      ->type_name("FILE")
      ->allow_extra_args(false);
  command
      .add_option("--organization", arguments.organization,
                  "What the AWS CLI prints of the organization; all code is then part of it")
      ->type_name("FILE");
}

void note_order(const CLI::App& command, ProjectArguments& arguments) {
  for (const CLI::Option* option : command.parse_order()) {
    const std::string name = option->get_name();
    if (name == "--var" || name == "--var-file") arguments.variable_order.push_back(name == "--var-file");
  }
}

engine::SettingsResult load_settings(const GlobalOptions& global, const std::vector<std::string>& paths) {
  std::filesystem::path file = global.config;
  if (file.empty()) file = engine::find_settings(paths.empty() ? "." : paths.front());
  engine::SettingsResult result = file.empty() ? engine::SettingsResult{} : engine::read_settings(file);
  if (!result.settings.clock.empty()) policy::set_first_day(result.settings.clock);
  return result;
}

std::string file_of_settings(const engine::Settings& settings, const std::string& name) {
  std::error_code error;
  const std::filesystem::path folder = std::filesystem::canonical(settings.folder, error);
  const std::filesystem::path file = std::filesystem::weakly_canonical(folder / name, error);
  return !error && engine::is_within(file, folder) ? file.string() : std::string();
}

std::string today(const engine::Settings& settings) {
  if (!settings.clock.empty()) return settings.clock;
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  char text[11];
  std::strftime(text, sizeof text, "%Y-%m-%d", &parts);
  return text;
}

std::vector<std::string> allowed_actions(const engine::GuardrailSetting& guardrail, const std::string& day,
                                         std::vector<std::string>& ended) {
  std::vector<std::string> actions;
  for (const engine::StatedException& exception : guardrail.allow) {
    if (exception.until < day)
      ended.push_back("guardrail " + guardrail.name + ": " + exception.describe());
    else
      actions.insert(actions.end(), exception.actions.begin(), exception.actions.end());
  }
  return actions;
}

std::vector<std::string> ended_exceptions(const engine::Settings& settings, const std::string& day) {
  std::vector<std::string> ended;
  for (const engine::StatedException& exception : settings.exempt)
    if (exception.until < day) ended.push_back(exception.describe());
  for (const engine::GuardrailSetting& guardrail : settings.guardrails)
    static_cast<void>(allowed_actions(guardrail, day, ended));
  return ended;
}

std::string apply(const ProjectArguments& arguments, const engine::Settings& settings,
                  engine::ProjectOptions& options) {
  options.exclude = settings.exclude;
  options.exclude_base = settings.folder;
  options.parameter_files = arguments.parameter_files;
  options.workspace = arguments.workspace;
  options.organization = arguments.organization;
  options.stated_organization = settings.organization;
  for (const engine::StatedException& exception : settings.exempt) {
    if (exception.until < today(settings)) continue;
    options.stated_organization.exempt.push_back({exception.account, exception.unit,
                                                  exception.reason + " (until " + exception.until + ")",
                                                  exception.place});
  }
  if (options.organization.empty() && !settings.organization_description.empty()) {
    const std::string& file = settings.organization_description;
    options.organization = file_of_settings(settings, file);
    if (options.organization.empty())
      return "organization.description: \"" + file + "\" does not lie below the folder of the configuration";
  }
  options.sam_environment = settings.sam_environment;
  options.placeholders = settings.placeholders;
  for (const engine::DeploymentSetting& setting : settings.deployments) {
    engine::TemplateDeployment deployment;
    deployment.file = file_of_settings(settings, setting.file);
    if (!setting.parameter_file.empty())
      deployment.parameter_file = file_of_settings(settings, setting.parameter_file);
    const bool outside = deployment.parameter_file.empty() && !setting.parameter_file.empty();
    if (deployment.file.empty() || outside)
      return "deployments: \"" + (outside ? setting.parameter_file : setting.file) +
             "\" does not lie below the folder of the configuration";
    std::error_code error;
    if (!std::filesystem::is_regular_file(deployment.file, error))
      return "deployments: there is no file \"" + setting.file + "\"";
    for (const auto& [name, text] :
         {std::pair("AWS::StackName", &setting.stack_name), std::pair("AWS::AccountId", &setting.account),
          std::pair("AWS::Region", &setting.region)}) {
      if (!text->empty()) deployment.parameters.emplace_back(name, *text);
    }
    options.deployments.push_back(std::move(deployment));
  }
  for (const std::string& entry : arguments.module_map) {
    // Sources may hold an equals sign of their own: git::https://example.com/m.git?ref=v1
    const std::size_t equals = entry.rfind('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == entry.size())
      return "--module-map takes ADDRESS=DIRECTORY, not \"" + entry + "\"";
    options.module_map.emplace_back(entry.substr(0, equals), entry.substr(equals + 1));
  }
  if (std::string error = variable_inputs(arguments, options.variables); !error.empty()) return error;
  options.environment = variables_of_environment();
  return assignments(arguments.parameters, "--parameter", options.parameters);
}

unsigned default_jobs() { return std::clamp(std::thread::hardware_concurrency(), 1U, limits::kJobs); }

}  // namespace rootproof::cli
