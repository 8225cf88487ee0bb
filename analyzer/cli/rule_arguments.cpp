#include "analyzer/cli/rule_arguments.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <utility>

#include "analyzer/cli/project_arguments.h"
#include "analyzer/engine/rule_selection.h"
#include "parsers/source/limits.h"

namespace rootproof::cli {
namespace {

/// Guardrails of the configuration that are files; the built-in ones have rules of their own.
std::string own_guardrails(const engine::Settings& settings, const std::string& day,
                           engine::RuleSettings& told, std::deque<PolicyFiles>& files) {
  for (const engine::GuardrailSetting& setting : settings.guardrails) {
    std::vector<std::string> ended;
    std::vector<std::string> allowed = allowed_actions(setting, day, ended);
    if (setting.name == "deny-root") told.allowed_root_actions = allowed;
    const bool built_in = is_built_in_guardrail(setting.name);
    const std::string path = built_in ? setting.name : file_of_settings(settings, setting.name);
    if (path.empty())
      return setting.place + ": " + setting.name + " does not lie below the folder of the configuration";
    rules::GuardrailDefinition definition;
    std::string error = load_guardrail(path, files.emplace_back(), definition, true);
    if (error.empty()) error = check_allowed(setting, definition, allowed);
    if (!error.empty()) return error;
    if (built_in) continue;
    engine::OwnGuardrail& own = told.own_guardrails.emplace_back();
    own.name = std::filesystem::path(path).stem().string();
    own.severity = definition.severity;
    own.summary = std::move(definition.summary);
    own.mappings = std::move(definition.mappings);
    own.central_sessions = definition.central_sessions;
    own.allowed = std::move(definition.allowed);
    own.allowed.insert(own.allowed.end(), allowed.begin(), allowed.end());
    own.document = std::make_shared<const policy::PolicyDocument>(std::move(definition.policy));
  }
  return {};
}

}  // namespace

void add_rule_options(CLI::App& command, RuleArguments& arguments) {
  command
      .add_option("--profile", arguments.profile,
                  "default, strict (all rules) or organization (guardrails off by default too, and undecided "
                  "results count)")
      ->type_name("NAME");
  command.add_option("--select", arguments.select, "Only these rules: ids, names, prefixes such as RP3")
      ->delimiter(',')
      ->type_name("ID,…")
      ->allow_extra_args(false);
  command.add_option("--ignore", arguments.ignore, "Not these rules")
      ->delimiter(',')
      ->type_name("ID,…")
      ->allow_extra_args(false);
  command.add_option("--jobs", arguments.jobs, "Threads (default: all cores)")->type_name("N");
}

std::string check_allowed(const engine::GuardrailSetting& setting,
                          const rules::GuardrailDefinition& definition,
                          const std::vector<std::string>& allowed) {
  if (allowed.empty()) return {};
  policy::RootQuestion question;
  question.guardrail = &definition.policy;
  question.assume_root = definition.central_sessions;
  question.except = definition.allowed;
  question.except.insert(question.except.end(), allowed.begin(), allowed.end());
  if (!rules::asks_nothing(question)) return {};
  const auto& allowances = setting.allow;
  const std::string& place = allowances.empty() ? setting.place : allowances.front().place;
  return place + ": allow takes back everything that the guardrail " +
         std::filesystem::path(setting.name).filename().string() + " denies the root user";
}

std::string apply(const RuleArguments& arguments, const engine::Settings& settings,
                  engine::ScanOptions& options, std::deque<PolicyFiles>& files) {
  std::vector<std::string> ignore = settings.ignore;
  ignore.insert(ignore.end(), arguments.ignore.begin(), arguments.ignore.end());
  engine::Profile profile = settings.profile.value_or(engine::Profile::standard);
  if (!arguments.profile.empty()) {
    const std::optional<engine::Profile> named = engine::parse_profile(arguments.profile);
    if (!named)
      return "--profile takes " + std::string(engine::kProfileNames) + ", not \"" + arguments.profile + "\"";
    profile = *named;
  }
  engine::RuleSelection selection =
      engine::select_rules(arguments.select.empty() ? settings.select : arguments.select, ignore, profile);
  if (!selection.error.empty()) return selection.error;
  options.rules = std::move(selection.rules);
  options.severities = settings.severities;
  for (const auto& [rule, severity] : engine::severities_of(profile))
    options.severities.emplace(rule, severity);
  options.strict_undecided = settings.strict_undecided.value_or(profile == engine::Profile::organization);
  options.settings.trusted_accounts = settings.trusted_accounts;
  options.settings.own_accounts = settings.own_accounts;
  options.settings.approved_root_administrators = settings.approved_root_administrators;
  options.settings.management_account = settings.organization.management_account;
  options.settings.partitions = settings.organization.partitions;
  options.today = today(settings);
  options.settings.today = options.today;
  options.settings.export_days = settings.export_days;
  options.settings.approved_delegated_administrators = settings.approved_delegated_administrators;
  options.settings.scp_quotas = settings.organization.scp_quotas;
  options.settings.expired_exceptions = ended_exceptions(settings, options.today);
  if (std::string error = own_guardrails(settings, options.today, options.settings, files); !error.empty())
    return error;
  options.settings.names_like_root = settings.names_like_root;
  options.settings.email_domains = settings.email_domains;
  options.settings.break_glass_principals = settings.break_glass_principals;
  options.settings.central_root_features = settings.central_root_features;
  options.settings.scp_dialect = settings.organization.scp_dialect;
  options.jobs = arguments.jobs != 0 ? std::min(arguments.jobs, limits::kJobs) : default_jobs();
  return {};
}

}  // namespace rootproof::cli
