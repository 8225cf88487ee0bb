// `rootproof console`: expressions in the context of a module or template. What Terraform's console and its
// tests are compared with speaks this form, so it changes only together with cli.md.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/cli/command.h"
#include "analyzer/cli/project_arguments.h"
#include "analyzer/engine/classify.h"
#include "analyzer/engine/project.h"
#include "analyzer/report/places.h"
#include "analyzer/report/terminal_text.h"
#include "parsers/cloudformation/scalar_text.h"
#include "parsers/source/limits.h"
#include "parsers/terraform/functions.h"
#include "parsers/terraform/type.h"
#include "parsers/value/secret.h"

namespace rootproof::cli {
namespace {

namespace fs = std::filesystem;
using value::Value;

struct ConsoleArguments {
  std::string path = ".";
  ProjectArguments project;
  bool partial = false;
};

/// What one line is answered with.
struct Answer {
  std::string error;
  Value value;
};

/// The module or template that expressions are evaluated in.
class Context {
 public:
  Context(engine::Project& project, const fs::path& path)
      : project_(project),
        module_(project.module_expressions(fs::is_directory(path) ? path : path.parent_path())) {
    if (engine::kind_by_name(path.filename().string()) == source::FileKind::terraform) return;
    if (fs::is_directory(path)) return;
    module_ = nullptr;
    template_ = project.template_expressions(path);
  }

  [[nodiscard]] bool exists() const { return module_ != nullptr || template_ != nullptr; }
  [[nodiscard]] bool is_module() const { return module_ != nullptr; }

  Answer evaluate(std::string_view line) {
    if (line.size() > limits::kTerraformFileBytes) return {"the expression is longer than the limit", {}};
    const source::SourceFile& text = project_.add_text("expression", line);
    if (const source::Problem* problem = text.problem()) return {problem->message, {}};
    return module_ != nullptr ? of_module(text) : of_template(text);
  }

 private:
  Answer of_module(const source::SourceFile& text) {
    const hcl::File parsed = hcl::parse_expression(text);
    if (!parsed.problems.empty()) return {parsed.problems.front().message, {}};
    return {{}, module_->evaluate(parsed)};
  }

  /// JSON, or a short form of YAML such as `!Ref Name`.
  Answer of_template(const source::SourceFile& text) {
    const bool short_form = text.text().find_first_not_of(" \t") == text.text().find('!');
    const syntax::ParsedSyntax parsed = short_form ? syntax::parse_yaml(text) : syntax::parse_json(text);
    if (!parsed.complete || parsed.tree.documents() == 0)
      return {parsed.problems.empty() ? "no expression" : parsed.problems.front().message, {}};
    const Value value = template_->evaluate(parsed.tree.document(0));
    // Fn::ToJsonString keeps the order of keys, jsonencode() does not.
    return {{}, value.is_encoded() ? cloudformation::json_text(value) : value};
  }

  engine::Project& project_;
  std::unique_ptr<terraform::ModuleExpressions> module_;
  std::unique_ptr<cloudformation::TemplateExpressions> template_;
};

/// Everything that keeps a value from being known.
std::string unknown_text(const Value& value) {
  std::string text;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : "; ") + part; };
  for (const value::Reason& reason : value.reasons()) add(value::describe(reason));
  if (text.empty() && value.is(Value::Kind::one_of)) {
    for (const value::Alternative& each : value.alternatives()) add(each.guard.to_string());
  }
  return "(unknown: " + (text.empty() ? std::string("depends on a condition") : text) + ")";
}

std::string answer_line(const Answer& answer, bool partial) {
  if (!answer.error.empty()) return "error: " + report::printable_sentence(answer.error);
  if (value::holds_secret(answer.value)) return "(sensitive value)";
  const Value value = terraform::with_texts(answer.value);
  for (const value::Reason& reason : value.reasons()) {
    // What one way leads to is no error as long as it is not known to be taken.
    if (reason.kind == value::ReasonKind::invalid && !value.is(Value::Kind::one_of))
      return "error: " + report::printable_sentence(reason.detail);
  }
  if (value.fully_known()) {
    const Value json = terraform::json_text(value);
    if (const std::optional<std::string> text = json.as_string()) return *text;
    return report::printable_sentence(unknown_text(json));
  }
  const bool shown = partial && !value.is(Value::Kind::unknown);
  return report::printable_sentence(shown ? value.to_display() : unknown_text(value));
}

/// The next line of standard input without its end. What exceeds the limit of an expression is cut one byte
/// behind it, so that it still shows.
bool read_line(std::string& line) {
  line.clear();
  int c = std::getc(stdin);
  if (c == EOF) return false;
  for (; c != EOF && c != '\n'; c = std::getc(stdin)) {
    if (line.size() <= limits::kTerraformFileBytes) line.push_back(static_cast<char>(c));
  }
  if (line.ends_with('\r')) line.pop_back();
  return true;
}

/// Says what could not be read; expressions that need it are unknown. True when there was something.
bool print_problems(const engine::Project& project, bool of_module) {
  bool any = false;
  for (const engine::ParsedFile& file : project.files()) {
    const bool terraform = file.source->kind == source::FileKind::terraform ||
                           file.source->kind == source::FileKind::terraform_json ||
                           file.source->kind == source::FileKind::terraform_variables;
    if (!file.requested || terraform != of_module) continue;
    for (const source::Problem& problem : file.problems) {
      if (problem.kind == source::ProblemKind::notice) continue;
      const source::Location place = file.source->location(problem.span.begin);
      fail(file.source->path() + ":" + std::to_string(place.line) + ":" + std::to_string(place.column) +
           ": " + problem.message);
      any = true;
    }
  }
  return any;
}

int run_console(const ConsoleArguments& arguments, const GlobalOptions& global) {
  const engine::SettingsResult settings = load_settings(global, {arguments.path});
  if (!settings.error.empty()) return fail(settings.error);
  engine::ProjectOptions options;
  options.paths = {arguments.path};
  options.evaluate = false;
  options.jobs = default_jobs();
  if (const std::string error = apply(arguments.project, settings.settings, options); !error.empty())
    return fail(error);
  engine::Project project(std::move(options));
  if (const auto error = project.load()) return fail(*error);
  Context context(project, fs::canonical(arguments.path));
  if (!context.exists())
    return fail(arguments.path + " is neither a folder with Terraform files nor a CloudFormation template");
  const bool incomplete = print_problems(project, context.is_module());
  for (std::string line; read_line(line);) {
    if (line.find_first_not_of(" \t") == std::string::npos) continue;
    // Written at once: who asks may wait for the answer before the next question.
    const std::string error =
        write_output("-", answer_line(context.evaluate(line), arguments.partial) + "\n");
    if (!error.empty()) return fail(error);
  }
  return incomplete ? kExitIncomplete : kExitFine;
}

}  // namespace

void add_console_command(CLI::App& app, Invocation& invocation) {
  auto arguments = std::make_shared<ConsoleArguments>();
  CLI::App* command = app.add_subcommand(
      "console", "Evaluate expressions from standard input, one in a line, in a module or template");
  command->add_option("PATH", arguments->path,
                      "Folder of a Terraform module, taken as root module, or CloudFormation template "
                      "(default: .)");
  add_project_options(*command, arguments->project);
  command->add_flag("--partial", arguments->partial,
                    "Show what is known around the unknown parts: \"arn:aws:iam::${own-account}:root\"");
  command->footer(
      "Every line that is not blank is answered with one line: JSON as jsonencode writes it, (unknown: "
      "REASON), "
      "or error: MESSAGE.\n"
      "For a template a line is JSON, {\"Ref\": \"Name\"}, or a short form, !Sub text.\n"
      "Exit status: 0 every line was answered, 2 error, 3 answered, but some files could not be read.");
  command->callback([arguments, command, &invocation] {
    note_order(*command, arguments->project);
    invocation.status = run_console(*arguments, invocation.global);
  });
}

}  // namespace rootproof::cli
