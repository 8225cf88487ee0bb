#pragma once

#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>
#include <utility>

namespace CLI {
class App;
}

namespace rootproof::cli {

/// Exit statuses of every command (cli.md).
enum ExitStatus : int { kExitFine = 0, kExitFindings = 1, kExitError = 2, kExitIncomplete = 3 };

/// Options that stand before the command.
struct GlobalOptions {
  std::string config;
  std::string color = "auto";
  bool quiet = false;
  bool verbose = false;
};

/// What the chosen command does after parsing; set by the command's callback.
struct Invocation {
  GlobalOptions global;
  int status = kExitFine;
};

/// Each adds its command to the program. The command runs in its callback and leaves its exit status in
/// `invocation`.
void add_scan_command(CLI::App& app, Invocation& invocation);
void add_policy_command(CLI::App& app, Invocation& invocation);
void add_rules_command(CLI::App& app, Invocation& invocation);
void add_explain_command(CLI::App& app, Invocation& invocation);
void add_eval_command(CLI::App& app, Invocation& invocation);
void add_console_command(CLI::App& app, Invocation& invocation);
void add_org_command(CLI::App& app, Invocation& invocation);
void add_fix_command(CLI::App& app, Invocation& invocation);

/// Prints "rootproof: MESSAGE" on standard error and gives kExitError.
int fail(std::string_view message);
/// Prints "rootproof: warning: MESSAGE" on standard error.
void warn(std::string_view message);

/// Whether output to standard output is coloured: the option, NO_COLOR, CLICOLOR_FORCE, a terminal.
[[nodiscard]] bool use_color(const GlobalOptions& global);

/// Writes text to standard output (`-`) or a file; a file appears whole or not at all. Returns an error
/// message or nothing.
[[nodiscard]] std::string write_output(const std::string& file, const std::string& text);
/// The same for what is long: it is written while it is made.
using OutputWriter = std::function<void(std::ostream& out)>;
[[nodiscard]] std::string write_output(const std::string& file, const OutputWriter& write);

/// All of standard input, up to the size limit of a file.
[[nodiscard]] std::string read_standard_input();

/// "NAME=VALUE" as a pair; false when there is no "=".
[[nodiscard]] bool split_assignment(const std::string& text, std::pair<std::string, std::string>& out);

}  // namespace rootproof::cli
