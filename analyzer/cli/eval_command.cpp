#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/cli/command.h"
#include "analyzer/cli/project_arguments.h"
#include "analyzer/engine/project.h"
#include "analyzer/engine/rule_selection.h"
#include "analyzer/report/evaluation.h"

namespace rootproof::cli {
namespace {

struct EvalArguments {
  std::string path = ".";
  std::string address;
  std::string format = "text";
  ProjectArguments project;
};

/// The address itself, or what lies below it: `module.a` has `module.a.aws_s3_bucket.b` and
/// `module.a[0].aws_s3_bucket.b`, `aws_s3_bucket.b` has `aws_s3_bucket.b["x"]`.
bool is_at_or_below(std::string_view address, std::string_view wanted) {
  if (!address.starts_with(wanted)) return false;
  return address.size() == wanted.size() || address[wanted.size()] == '.' || address[wanted.size()] == '[';
}

/// The resources of the files that were asked for, and of those the wanted ones.
report::Evaluation select(const engine::Project& project, const std::string& wanted) {
  report::Evaluation evaluation;
  evaluation.sources = &project.sources();
  evaluation.problems = project.problems();
  for (const EvaluatedUnit& unit : project.units()) {
    report::ShownUnit shown{&unit, {}};
    bool asked_for = false;
    for (const Resource& resource : unit.resources) {
      if (!project.requested(resource.span.file)) continue;
      asked_for = true;
      if (wanted.empty() || is_at_or_below(resource.address, wanted)) shown.resources.push_back(&resource);
    }
    const bool unseen = wanted.empty() && (asked_for || unit.resources.empty());
    if (!shown.resources.empty() || (unseen && !unit.unknowns.empty()))
      evaluation.units.push_back(std::move(shown));
  }
  return evaluation;
}

/// Up to three addresses that are nearest to the wanted one.
std::string suggestions(const engine::Project& project, const std::string& wanted) {
  std::vector<std::string> addresses;
  for (const EvaluatedUnit& unit : project.units()) {
    for (const Resource& resource : unit.resources) {
      if (project.requested(resource.span.file)) addresses.push_back(resource.address);
    }
  }
  constexpr std::size_t kSuggestions = 3;
  const std::string type = wanted.substr(0, wanted.rfind('.'));
  std::string text;
  for (std::size_t i = 0; i < kSuggestions; ++i) {
    std::string near = engine::nearest(wanted, addresses);
    // A part of the address, or its type, may be all that was remembered.
    for (const std::string& part : {wanted, type}) {
      const auto holds = [&](const std::string& address) { return address.find(part) != std::string::npos; };
      const auto found = std::find_if(addresses.begin(), addresses.end(), holds);
      if (near.empty() && found != addresses.end()) near = *found;
    }
    if (near.empty()) break;
    text += (text.empty() ? "" : ", ") + near;
    addresses.erase(std::remove(addresses.begin(), addresses.end(), near), addresses.end());
  }
  return text;
}

int run_eval(const EvalArguments& arguments, const GlobalOptions& global) {
  const engine::SettingsResult settings = load_settings(global, {arguments.path});
  if (!settings.error.empty()) return fail(settings.error);
  engine::ProjectOptions options;
  options.paths = {arguments.path};
  options.jobs = default_jobs();
  if (const std::string error = apply(arguments.project, settings.settings, options); !error.empty())
    return fail(error);
  engine::Project project(std::move(options));
  if (const auto error = project.load()) return fail(*error);

  const report::Evaluation evaluation = select(project, arguments.address);
  if (!arguments.address.empty() && evaluation.units.empty()) {
    const std::string near = suggestions(project, arguments.address);
    return fail("there is no " + arguments.address + " in " + arguments.path +
                (near.empty() ? std::string() : "; did you mean " + near + "?"));
  }
  std::ostringstream text;
  const bool all = arguments.format == "json" ? report::render_evaluation_json(evaluation, text)
                                              : report::render_evaluation_text(
                                                    evaluation, {use_color(global), global.verbose}, text);
  if (const std::string error = write_output("-", text.str()); !error.empty()) return fail(error);
  const bool errors =
      std::any_of(evaluation.problems.begin(), evaluation.problems.end(),
                  [](const source::Problem& problem) { return problem.kind != source::ProblemKind::notice; });
  return all && !errors ? kExitFine : kExitIncomplete;
}

}  // namespace

void add_eval_command(CLI::App& app, Invocation& invocation) {
  auto arguments = std::make_shared<EvalArguments>();
  CLI::App* command = app.add_subcommand(
      "eval", "Show what the analyzer saw: every resource with its evaluated attributes and their origins");
  command->add_option("PATH", arguments->path, "File or folder (default: .)");
  command
      ->add_option("--address", arguments->address,
                   "Only this resource, its instances, or what lies in this module: aws_s3_bucket.logs, "
                   "module.a, Resources.Bucket")
      ->type_name("ADDRESS");
  command->add_option("-f,--format", arguments->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->type_name("FMT");
  add_project_options(*command, arguments->project);
  command->footer(
      "--verbose shows every step of an origin. Secrets are hidden.\n"
      "Exit status: 0 shown, 2 error or no such address, 3 shown, but something could not be evaluated.");
  command->callback([arguments, command, &invocation] {
    note_order(*command, arguments->project);
    invocation.status = run_eval(*arguments, invocation.global);
  });
}

}  // namespace rootproof::cli
