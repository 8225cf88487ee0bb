#pragma once

#include <string>
#include <vector>

#include "analyzer/cli/command.h"
#include "analyzer/engine/project.h"
#include "analyzer/engine/settings.h"

namespace CLI {
class App;
}

namespace rootproof::cli {

/// The inputs that every command takes which evaluates a project (cli.md, "scan").
struct ProjectArguments {
  std::vector<std::string> variables;
  std::vector<std::string> variable_files;
  std::vector<bool> variable_order;  ///< of the two lists together: true for a file
  std::vector<std::string> module_map;
  std::string workspace = "default";
  std::vector<std::string> parameters;
  std::vector<std::string> parameter_files;
  std::string organization;
};

/// Adds --var, --var-file, --workspace, --module-map, --parameter, --parameter-file and --organization.
/// `arguments` must outlive the parsing.
void add_project_options(CLI::App& command, ProjectArguments& arguments);

/// Notes in which order variables and files of them were given; for the command's callback.
void note_order(const CLI::App& command, ProjectArguments& arguments);

/// The configuration of --config, or the one found upward from the first path.
[[nodiscard]] engine::SettingsResult load_settings(const GlobalOptions& global,
                                                   const std::vector<std::string>& paths);

/// A file that the configuration names, below the configuration's folder; empty when the name leads
/// elsewhere.
[[nodiscard]] std::string file_of_settings(const engine::Settings& settings, const std::string& name);

/// Puts the inputs, and what the configuration excludes, into `options`. Returns an error message or nothing.
[[nodiscard]] std::string apply(const ProjectArguments& arguments, const engine::Settings& settings,
                                engine::ProjectOptions& options);

/// The day that the configuration says, else that of the clock: YYYY-MM-DD in UTC.
[[nodiscard]] std::string today(const engine::Settings& settings);

/// Actions that a guardrail of the configuration need not deny; those whose exception has ended on `day` are
/// added to `ended` instead.
[[nodiscard]] std::vector<std::string> allowed_actions(const engine::GuardrailSetting& guardrail,
                                                       const std::string& day,
                                                       std::vector<std::string>& ended);

/// All exceptions of the configuration that have ended before `day`, each as text.
[[nodiscard]] std::vector<std::string> ended_exceptions(const engine::Settings& settings,
                                                        const std::string& day);

/// The threads to use when the user names no number.
[[nodiscard]] unsigned default_jobs();

}  // namespace rootproof::cli
