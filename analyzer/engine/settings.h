#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/engine/finding.h"
#include "analyzer/engine/rule.h"
#include "analyzer/engine/rule_selection.h"
#include "analyzer/organization/organization.h"

namespace rootproof::engine {

/// What is left out on purpose, with its reason and its last day.
struct StatedException {
  std::string account;               ///< of organization.exempt: id or name
  std::string unit;                  ///< of organization.exempt: id, or names from the root
  std::vector<std::string> actions;  ///< of a guardrail: actions that need not be denied
  std::string reason;
  std::string until;  ///< YYYY-MM-DD
  std::string place;  ///< of what it names: "rootproof.yaml:12:16"

  /// "account 111122223333 (being migrated, until 2030-06-30)".
  [[nodiscard]] std::string describe() const;
};

struct GuardrailSetting {
  std::string name;  ///< of a built-in one, or a file relative to the configuration's folder
  std::vector<StatedException> allow;
  std::string place;  ///< where it is named: "rootproof.yaml:4:5"; empty when it was asked for otherwise
};

/// How one template is deployed.
struct DeploymentSetting {
  std::string file;  ///< of the template, relative to the configuration's folder
  std::string stack_name;
  std::string account;
  std::string region;
  std::string parameter_file;  ///< relative like `file`
};

/// What rootproof.yaml says (docs/configuration.md, docs/rootproof.schema.json).
struct Settings {
  std::filesystem::path folder;  ///< of the file; patterns of `exclude` are relative to it
  std::optional<Profile> profile;
  std::map<std::string, Severity> severities;  ///< by rule id
  std::vector<std::string> select;
  std::vector<std::string> ignore;
  std::optional<Severity> fail_on;
  bool fail_never = false;
  std::optional<bool> strict_undecided;
  std::vector<std::string> exclude;
  std::vector<std::string> trusted_accounts;
  std::vector<std::string> own_accounts;
  std::vector<std::string> approved_root_administrators;
  std::optional<std::map<std::string, std::vector<std::string>>> approved_delegated_administrators;
  std::vector<std::string> names_like_root;
  std::vector<std::string> email_domains;
  std::vector<std::string> break_glass_principals;
  std::optional<std::vector<std::string>> central_root_features;
  organization::StatedFacts organization;
  unsigned export_days = kExportDays;  ///< after which a description of the organization is old
  std::string clock;                   ///< YYYY-MM-DD: what counts as today; empty: the day it is
  std::map<std::string, std::string, std::less<>> placeholders;  ///< what templating fills in, by name
  std::string organization_description;  ///< file, relative to `folder`; what --organization takes
  std::vector<StatedException> exempt;   ///< accounts and units that no guardrail is asked about
  std::vector<GuardrailSetting> guardrails;
  std::vector<DeploymentSetting> deployments;
  std::string sam_environment;  ///< of samconfig files beside templates; empty: they are not read
};

/// Settings, or the error with its place: "rootproof.yaml:3:1: unknown key "trused_accounts"; did you mean
/// …".
struct SettingsResult {
  Settings settings;
  std::string error;
};

/// Reads a configuration file.
[[nodiscard]] SettingsResult read_settings(const std::filesystem::path& path);

/// The rootproof.yaml that holds for a path: in its folder or above, up to the repository root. Empty when
/// there is none.
[[nodiscard]] std::filesystem::path find_settings(const std::filesystem::path& path);

}  // namespace rootproof::engine
