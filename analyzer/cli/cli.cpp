#include "analyzer/cli/cli.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "analyzer/cli/command.h"
#include "analyzer/engine/rule_selection.h"
#include "analyzer/report/tool.h"

namespace rootproof::cli {
namespace {

/// The options and commands that could have been meant, of the command that was reached.
std::vector<std::string> choices_of(const CLI::App& app) {
  std::vector<std::string> choices;
  const CLI::App* reached = &app;
  for (const CLI::App* next = reached; next != nullptr;) {
    reached = next;
    next = reached->get_subcommands().empty() ? nullptr : reached->get_subcommands().front();
  }
  for (const CLI::App* level : {&app, reached}) {
    for (const CLI::Option* option : level->get_options()) {
      for (const std::string& name : option->get_lnames()) choices.push_back("--" + name);
    }
  }
  for (const CLI::App* command : reached->get_subcommands([](const CLI::App*) { return true; }))
    choices.push_back(command->get_name());
  return choices;
}

/// What cli.md promises and this version does not hold yet. Better a plain word than a wrong suggestion.
bool is_planned(std::string_view argument) {
  static constexpr std::array<std::string_view, 14> kPlanned = {"diff",
                                                                "fix",
                                                                "lsp",
                                                                "merge",
                                                                "init",
                                                                "completion",
                                                                "--organization",
                                                                "--baseline",
                                                                "--write-baseline",
                                                                "--changed-since",
                                                                "--no-cache",
                                                                "--cache-dir",
                                                                "--shard",
                                                                "--directories"};
  return std::find(kPlanned.begin(), kPlanned.end(), argument) != kPlanned.end();
}

/// The arguments that CLI11's message speaks of.
bool is_named(std::string_view message, std::string_view argument) {
  const std::size_t at = message.find(argument);
  return !argument.empty() && at != std::string_view::npos &&
         (at + argument.size() == message.size() || message[at + argument.size()] == ' ');
}

/// CLI11's message, and what the first unexpected argument could have meant.
int usage_error(const CLI::App& app, const CLI::ParseError& error,
                const std::vector<std::string>& arguments) {
  std::string message = error.what();
  const bool command_missing = dynamic_cast<const CLI::RequiredError*>(&error) != nullptr;
  const std::vector<std::string> choices = choices_of(app);
  for (const std::string& argument : arguments) {
    const std::string name = argument.substr(0, argument.find('='));
    const bool known = std::find(choices.begin(), choices.end(), name) != choices.end();
    if (known || (!is_named(message, name) && !command_missing)) continue;
    if (is_planned(name)) {
      message = name + " is not part of this version yet";
      break;
    }
    if (const std::string near = engine::nearest(name, choices); !near.empty()) {
      message = "there is no ";
      message += name;
      message += "; did you mean \"";
      message += near;
      message += "\"?";
      break;
    }
  }
  return fail(message + "; run `rootproof --help`, or `rootproof COMMAND --help`");
}

void add_global_options(CLI::App& app, GlobalOptions& options) {
  app.add_option("--config", options.config, "Configuration file; rootproof.yaml is found by itself")
      ->type_name("FILE");
  app.add_option("--color", options.color, "auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->type_name("WHEN");
  app.add_flag("-q,--quiet", options.quiet, "One line for each finding");
  app.add_flag("-v,--verbose", options.verbose, "Proofs and details too");
  app.set_version_flag("--version", std::string(report::kToolName) + " " + std::string(report::kToolVersion));
}

int run_program(int argc, char** argv) {
  Invocation invocation;
  CLI::App app(
      "Prove that infrastructure code hands nothing to the AWS root user, depends on nothing of it, and "
      "fences it in.",
      "rootproof");
  app.require_subcommand(1);
  app.fallthrough();
  app.footer("Exit status: 0 fine, 1 findings or \"no\", 2 error, 3 incomplete.");
  add_global_options(app, invocation.global);
  add_scan_command(app, invocation);
  add_policy_command(app, invocation);
  add_rules_command(app, invocation);
  add_explain_command(app, invocation);
  add_eval_command(app, invocation);
  add_console_command(app, invocation);
  add_org_command(app, invocation);
  add_fix_command(app, invocation);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& success) {
    return app.exit(success);
  } catch (const CLI::ParseError& error) {
    return usage_error(app, error, std::vector<std::string>(argv + 1, argv + argc));
  }
  return invocation.status;
}

}  // namespace

int run(int argc, char** argv) {
  // A closed pipe is an error of the write, not the end of the program.
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return run_program(argc, argv);
  } catch (const std::exception& error) {
    return fail(std::string("internal error: ") + error.what());
  } catch (...) {
    return fail("internal error");
  }
}

}  // namespace rootproof::cli
