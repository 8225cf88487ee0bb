#pragma once

#include <deque>
#include <string>
#include <vector>

#include "analyzer/cli/policy_files.h"
#include "analyzer/engine/scan.h"
#include "analyzer/engine/settings.h"

namespace CLI {
class App;
}

namespace rootproof::cli {

/// Which rules a command runs (cli.md, "scan").
struct RuleArguments {
  std::string profile;
  std::vector<std::string> select;
  std::vector<std::string> ignore;
  unsigned jobs = 0;
};

/// Adds --profile, --select, --ignore and --jobs. `arguments` must outlive the parsing.
void add_rule_options(CLI::App& command, RuleArguments& arguments);

/// Puts the rules, what the configuration tells them, the threads and today's date into `options`. The
/// command line wins over the configuration; lists of ignored rules add up. Returns an error message or
/// nothing.
[[nodiscard]] std::string apply(const RuleArguments& arguments, const engine::Settings& settings,
                                engine::ScanOptions& options, std::deque<PolicyFiles>& files);

/// An error, with its place in the configuration, where the actions `allowed` there take back everything that
/// the guardrail denies root users; empty otherwise.
[[nodiscard]] std::string check_allowed(const engine::GuardrailSetting& setting,
                                        const rules::GuardrailDefinition& definition,
                                        const std::vector<std::string>& allowed);

}  // namespace rootproof::cli
