#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <deque>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "analyzer/cli/command.h"
#include "analyzer/cli/project_arguments.h"
#include "analyzer/cli/rule_arguments.h"
#include "analyzer/engine/fix.h"
#include "analyzer/engine/read_file.h"
#include "analyzer/engine/settings.h"
#include "analyzer/report/report.h"
#include "analyzer/report/terminal_text.h"
#include "analyzer/report/unified_diff.h"
#include "parsers/source/limits.h"

namespace rootproof::cli {
namespace {

struct FixArguments {
  std::vector<std::string> paths;
  RuleArguments rules;
  ProjectArguments project;
  bool diff = false;
};

/// The beginning of a description: some end in a whole policy.
std::string shortened(const std::string& description) {
  constexpr std::size_t kShown = 120;
  const std::size_t end = description.find(": {");
  if (end != std::string::npos) return description.substr(0, end);
  return description.size() <= kShown ? description
                                      : description.substr(0, description.rfind(' ', kShown)) + " …";
}

std::string line_of(const engine::FixedFinding& finding) {
  return finding.file + ":" + std::to_string(finding.place.line) + ":" +
         std::to_string(finding.place.column) + ": " + finding.rule + " " + shortened(finding.description);
}

std::string counted(std::size_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

/// What was done, or would be; on standard error beside a diff.
void summarize(const engine::FixResult& result, const FixArguments& arguments, const GlobalOptions& global) {
  std::string text;
  if (!global.quiet) {
    for (const engine::FixedFinding& finding : result.applied)
      text += (arguments.diff ? "would fix " : "fixed ") + line_of(finding) + "\n";
    for (const engine::FixedFinding& finding : result.refused)
      text += "left " + line_of(finding) +
              (finding.instead.empty()
                   ? " (tried, and it does not stop the finding here)\n"
                   : " (tried, and " + finding.instead +
                         (finding.undecided_instead ? " could not decide any more)\n"
                                                    : " would report something as grave instead)\n"));
    for (const engine::FixedFinding& finding : result.offered)
      text += "left " + line_of(finding) + " (yours to choose: " + finding.choice + ")\n";
  }
  text += result.applied.empty() ? "nothing to fix by itself"
                                 : counted(result.applied.size(), "finding") +
                                       (arguments.diff ? " would be fixed in " : " fixed in ") +
                                       counted(result.files.size(), "file");
  if (result.beyond_limit) text += "; more edits were not tried (limit kFixTrials), run it again";
  if (!result.complete) text += "; the scan is incomplete, run rootproof scan to see why";
  std::ostringstream shown;
  std::istringstream lines(report::redact(text));
  for (std::string line; std::getline(lines, line);) shown << report::printable_sentence(line) << '\n';
  std::fputs(shown.str().c_str(), arguments.diff ? stderr : stdout);
}

std::string write_files(const engine::FixResult& result) {
  for (const engine::FixedFile& file : result.files) {
    const engine::FileBytes now = engine::read_file(file.path, limits::kTerraformFileBytes);
    if (!now.error.empty() || now.bytes != file.before)
      return file.display + " has changed while it was looked at; nothing more is written";
    if (std::string error = write_output(file.path, file.after); !error.empty()) return error;
  }
  return {};
}

int run_fix(const FixArguments& arguments, const GlobalOptions& global) {
  const engine::SettingsResult settings = load_settings(global, arguments.paths);
  if (!settings.error.empty()) return fail(settings.error);
  engine::ScanOptions scan_with;
  std::deque<PolicyFiles> guardrail_files;
  if (const std::string error = apply(arguments.rules, settings.settings, scan_with, guardrail_files);
      !error.empty())
    return fail(error);
  engine::ProjectOptions read_with;
  read_with.paths = arguments.paths;
  if (read_with.paths.empty()) read_with.paths.emplace_back(".");
  if (const std::string error = apply(arguments.project, settings.settings, read_with); !error.empty())
    return fail(error);
  read_with.jobs = scan_with.jobs;
  read_with.everything = false;

  const engine::FixResult result = engine::find_fixes(read_with, scan_with);
  if (result.error) return fail(*result.error);
  if (arguments.diff) {
    std::ostringstream text;
    for (const engine::FixedFile& file : result.files)
      report::render_unified_diff(file.display, file.before, file.after,
                                  {use_color(global), ::isatty(STDOUT_FILENO) != 0}, text);
    if (const std::string error = write_output("-", text.str()); !error.empty()) return fail(error);
  } else if (const std::string error = write_files(result); !error.empty()) {
    return fail(error);
  }
  summarize(result, arguments, global);
  return result.complete ? kExitFine : kExitIncomplete;
}

}  // namespace

void add_fix_command(CLI::App& app, Invocation& invocation) {
  auto arguments = std::make_shared<FixArguments>();
  CLI::App* command = app.add_subcommand("fix", "Apply the edits that stop findings and need no choice");
  command->add_option("PATH", arguments->paths, "Files and folders (default: .)");
  command->add_flag("--diff", arguments->diff, "Print what would change, and change nothing");
  add_rule_options(*command, arguments->rules);
  add_project_options(*command, arguments->project);
  command->callback([arguments, command, &invocation] {
    note_order(*command, arguments->project);
    invocation.status = run_fix(*arguments, invocation.global);
  });
}

}  // namespace rootproof::cli
