#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "analyzer/cli/command.h"
#include "analyzer/engine/rule_selection.h"

namespace rootproof::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string tier_name(engine::Tier tier) {
  switch (tier) {
    case engine::Tier::default_on:
      return "default";
    case engine::Tier::opt_in:
      return "opt-in";
    case engine::Tier::diff_only:
      return "diff-only";
  }
  return {};
}

std::string rules_json() {
  Json list = Json::array();
  for (const engine::Rule* rule : engine::every_rule()) {
    const engine::RuleInfo& info = rule->info;
    list.push_back({{"id", info.id},
                    {"name", info.name},
                    {"family", info.family},
                    {"severity", engine::to_string(info.severity)},
                    {"tier", tier_name(info.tier)},
                    {"summary", info.summary},
                    {"mappings", info.mappings}});
  }
  return list.dump(2) + "\n";
}

std::string padded(std::string_view text, std::size_t width) {
  std::string result(text);
  result.resize(std::max(width, result.size()), ' ');
  return result + "  ";
}

std::string rules_text() {
  std::size_t name_width = 0;
  for (const engine::Rule* rule : engine::every_rule())
    name_width = std::max(name_width, rule->info.name.size());
  std::string text;
  for (const engine::Rule* rule : engine::every_rule()) {
    text += padded(rule->info.id, 5) + padded(engine::to_string(rule->info.severity), 8) +
            padded(rule->info.name, name_width) + std::string(rule->info.summary) + "\n";
  }
  return text;
}

}  // namespace

void add_rules_command(CLI::App& app, Invocation& invocation) {
  auto format = std::make_shared<std::string>("text");
  CLI::App* command = app.add_subcommand("rules", "List the rules");
  command->add_option("-f,--format", *format, "text or json")->check(CLI::IsMember({"text", "json"}));
  command->callback([format, &invocation] {
    const std::string error = write_output("-", *format == "json" ? rules_json() : rules_text());
    if (!error.empty()) invocation.status = fail(error);
  });
}

}  // namespace rootproof::cli
