#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <deque>
#include <memory>
#include <optional>
#include <sstream>

#include "analyzer/cli/command.h"
#include "analyzer/cli/policy_files.h"
#include "analyzer/cli/project_arguments.h"
#include "analyzer/cli/rule_arguments.h"
#include "analyzer/engine/rule_selection.h"
#include "analyzer/engine/scan.h"
#include "analyzer/engine/settings.h"
#include "analyzer/report/report.h"
#include "analyzer/report/statistics.h"

namespace rootproof::cli {
namespace {

struct ScanArguments {
  std::vector<std::string> paths;
  std::vector<std::string> formats;
  std::string output;
  RuleArguments rules;
  std::string fail_on;
  bool strict_undecided = false;
  bool allow_incomplete = false;
  bool show_safe = false;
  bool statistics = false;
  ProjectArguments project;
  std::string plan;
  std::string stdin_filename;
};

/// A format and where it goes; `-` is standard output.
struct Output {
  std::string format;
  std::string file;
};

const std::vector<std::string>& format_names() {
  static const std::vector<std::string> names = {"text", "json", "sarif"};
  return names;
}

std::string parse_outputs(const ScanArguments& arguments, std::vector<Output>& outputs) {
  for (const std::string& entry : arguments.formats) {
    const std::size_t colon = entry.find(':');
    Output output{entry.substr(0, colon),
                  colon == std::string::npos ? std::string() : entry.substr(colon + 1)};
    const std::vector<std::string>& names = format_names();
    if (std::find(names.begin(), names.end(), output.format) == names.end()) {
      const std::string near = engine::nearest(output.format, names);
      return "no format \"" + output.format + "\"" +
             (near.empty() ? "; there are text, json and sarif" : "; did you mean \"" + near + "\"?");
    }
    if (colon != std::string::npos && output.file.empty())
      return "--format " + entry + " names no file after the colon";
    outputs.push_back(std::move(output));
  }
  if (outputs.empty()) outputs.push_back({"text", ""});
  std::size_t without_file = 0;
  for (Output& output : outputs) {
    if (!output.file.empty()) continue;
    output.file = arguments.output.empty() ? "-" : arguments.output;
    ++without_file;
  }
  if (without_file > 1) return "several formats need a file each: --format json:result.json";
  if (without_file == 0 && !arguments.output.empty())
    return "--output is for a single format without a file of its own";
  return {};
}

std::string scan_options(const ScanArguments& arguments, const engine::Settings& settings,
                         engine::ScanOptions& options, std::deque<PolicyFiles>& files) {
  if (std::string error = apply(arguments.rules, settings, options, files); !error.empty()) return error;
  if (settings.fail_on) options.fail_on = *settings.fail_on;
  options.fail_never = settings.fail_never;
  if (!arguments.fail_on.empty()) {
    const std::optional<engine::Severity> level = engine::parse_severity(arguments.fail_on);
    options.fail_never = arguments.fail_on == "never";
    if (!level && !options.fail_never)
      return "--fail-on takes note, low, medium, high, critical or never, not \"" + arguments.fail_on + "\"";
    if (level) options.fail_on = *level;
  }
  if (arguments.strict_undecided) options.strict_undecided = true;
  options.show_safe = arguments.show_safe;
  options.policy_slots = arguments.statistics;
  return {};
}

std::string project_options(const ScanArguments& arguments, const engine::Settings& settings,
                            engine::ProjectOptions& options) {
  for (const std::string& path : arguments.paths) {
    if (path == "-") {
      const bool named = !arguments.stdin_filename.empty();
      options.standard_input = engine::StandardInput{named ? arguments.stdin_filename : "stdin.yaml", named,
                                                     read_standard_input()};
    } else {
      options.paths.push_back(path);
    }
  }
  if (!arguments.stdin_filename.empty() && !options.standard_input)
    return "--stdin-filename names what is read from standard input; give - as path";
  if (options.paths.empty() && !options.standard_input) options.paths.emplace_back(".");
  options.plan = arguments.plan;
  return apply(arguments.project, settings, options);
}

std::string render(const Output& output, const engine::Report& report, const GlobalOptions& global) {
  return write_output(output.file, [&](std::ostream& out) {
    if (output.format == "json") {
      report::render_json(report, out);
    } else if (output.format == "sarif") {
      report::render_sarif(report, out);
    } else {
      report::render_text(report, {output.file == "-" && use_color(global), global.quiet, global.verbose},
                          out);
    }
  });
}

std::string milliseconds(double seconds) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f ms", seconds * 1000);
  return text.data();
}

/// Behind a report in text; on standard error where the report is for programs.
std::string print_statistics(const engine::Report& report, const engine::Timing& timing, double rules_seconds,
                             bool to_standard_output) {
  std::ostringstream text;
  report::render_statistics(report, text);
  text << "time and bytes\n  find and read  " << milliseconds(timing.read_seconds) << ", "
       << timing.files_looked_at << " files\n  parse  " << milliseconds(timing.parse_seconds) << ", "
       << timing.bytes_parsed << " bytes\n  evaluate  " << milliseconds(timing.evaluate_seconds)
       << "\n  decide  " << milliseconds(rules_seconds) << "\n";
  if (to_standard_output) return write_output("-", text.str());
  std::fputs(text.str().c_str(), stderr);
  return {};
}

int run_scan(const ScanArguments& arguments, const GlobalOptions& global) {
  std::vector<Output> outputs;
  if (const std::string error = parse_outputs(arguments, outputs); !error.empty()) return fail(error);
  const engine::SettingsResult settings = load_settings(global, arguments.paths);
  if (!settings.error.empty()) return fail(settings.error);
  engine::ScanOptions scan_with;
  std::deque<PolicyFiles> guardrail_files;  // what the guardrails' documents point into
  if (const std::string error = scan_options(arguments, settings.settings, scan_with, guardrail_files);
      !error.empty())
    return fail(error);
  engine::ProjectOptions read_with;
  if (const std::string error = project_options(arguments, settings.settings, read_with); !error.empty())
    return fail(error);
  read_with.jobs = scan_with.jobs;
  read_with.everything = false;

  engine::Project project(std::move(read_with));
  if (const auto error = project.load()) return fail(*error);
  const auto start = std::chrono::steady_clock::now();
  const engine::Report report = engine::scan(project, scan_with);
  const std::chrono::duration<double> rules_time = std::chrono::steady_clock::now() - start;
  for (const std::string& warning : report.warnings) warn(warning);
  bool text_on_standard_output = false;
  for (const Output& output : outputs) {
    if (const std::string error = render(output, report, global); !error.empty()) return fail(error);
    text_on_standard_output |= output.format == "text" && output.file == "-";
  }
  if (arguments.statistics) {
    const std::string error =
        print_statistics(report, project.timing(), rules_time.count(), text_on_standard_output);
    if (!error.empty()) return fail(error);
  }
  return report.exit_status(arguments.allow_incomplete);
}

}  // namespace

void add_scan_command(CLI::App& app, Invocation& invocation) {
  auto arguments = std::make_shared<ScanArguments>();
  CLI::App* command = app.add_subcommand("scan", "Analyse files and folders and report findings");
  command->add_option("PATH", arguments->paths, "Files and folders (default: .); - reads standard input");
  command
      ->add_option("-f,--format", arguments->formats,
                   "text, json or sarif; FMT:FILE writes to a file; repeatable")
      ->type_name("FMT[:FILE]")
      ->allow_extra_args(false);
  command->add_option("-o,--output", arguments->output, "File for the single format")->type_name("FILE");
  add_rule_options(*command, arguments->rules);
  command
      ->add_option(
          "--fail-on", arguments->fail_on,
          "Lowest severity that gives exit status 1: note, low, medium (default), high, critical, never")
      ->type_name("LEVEL");
  command->add_flag("--strict-undecided", arguments->strict_undecided,
                    "Undecided results count as their rule's severity");
  command->add_flag("--allow-incomplete", arguments->allow_incomplete,
                    "An incomplete scan does not give exit status 3");
  command->add_flag("--show-safe", arguments->show_safe, "Report what was proved safe too");
  add_project_options(*command, arguments->project);
  command
      ->add_option("--plan", arguments->plan,
                   "What terraform show -json PLANFILE prints, read together with the root module among the "
                   "PATHs that it was made from")
      ->type_name("FILE");
  command
      ->add_option("--stdin-filename", arguments->stdin_filename,
                   "The file that standard input stands for; its project is the context")
      ->type_name("NAME");
  command->add_flag("--statistics", arguments->statistics,
                    "Counts by rule, answer and reason; how far policies are evaluated; time and bytes");
  command->callback([arguments, command, &invocation] {
    note_order(*command, arguments->project);
    invocation.status = run_scan(*arguments, invocation.global);
  });
}

}  // namespace rootproof::cli
