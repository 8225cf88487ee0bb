#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "analyzer/cli/command.h"
#include "analyzer/engine/rule_selection.h"

namespace rootproof::cli {
namespace {

void section(std::string& page, std::string_view title, std::string_view text) {
  if (text.empty()) return;
  while (text.ends_with('\n')) text.remove_suffix(1);
  while (text.starts_with('\n')) text.remove_prefix(1);
  page += "\n## " + std::string(title) + "\n\n" + std::string(text) + "\n";
}

/// The rule's documentation as one Markdown page.
std::string page_of(const engine::RuleInfo& info) {
  std::string page = "# " + std::string(info.id) + " " + std::string(info.name) + "\n\n" +
                     std::string(info.summary) +
                     "\n\nSeverity: " + std::string(engine::to_string(info.severity)) + "\n";
  section(page, "What it does", info.meaning);
  section(page, "Why it is bad", info.why);
  section(page, "Bad", info.bad);
  section(page, "Good", info.good);
  section(page, "Fix", info.fix);
  section(page, "Mappings", info.mappings);
  return page;
}

int run_explain(const std::string& text) {
  if (const engine::Rule* rule = engine::find_rule(text)) {
    const std::string error = write_output("-", page_of(rule->info));
    return error.empty() ? kExitFine : fail(error);
  }
  return fail(engine::no_such_rule(text));
}

}  // namespace

void add_explain_command(CLI::App& app, Invocation& invocation) {
  auto rule = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("explain", "Document a rule");
  command->add_option("RULE", *rule, "Id or name")->required();
  command->callback([rule, &invocation] { invocation.status = run_explain(*rule); });
}

}  // namespace rootproof::cli
