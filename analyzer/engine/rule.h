#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/engine/finding.h"
#include "analyzer/organization/organization.h"
#include "parsers/policy/document_size.h"
#include "parsers/policy/policy_document.h"
#include "parsers/policy/scp_dialect.h"
#include "parsers/resource.h"

namespace rootproof::engine {

/// A policy document in a slot of a resource, or a policy file.
struct PolicyInstance {
  const Resource* resource = nullptr;
  std::string path;  ///< property path of the slot: "PolicyDocument", "Policies[0].PolicyDocument"
  policy::PolicyDocument document;
  std::vector<std::string_view> services = {};  ///< whose requests it decides: "s3"; empty when not known
};

/// A guardrail of the user's own: what must be denied to root (docs/organization.md).
struct OwnGuardrail {
  std::string name;
  Severity severity = Severity::high;
  std::string summary;   ///< what it keeps root users from, for people; may be empty
  std::string mappings;  ///< comma-separated, as of rules; may be empty
  std::shared_ptr<const policy::PolicyDocument> document;
  std::vector<std::string> allowed;  ///< actions that need not be denied
  bool central_sessions = false;     ///< sessions of AssumeRoot are meant, too
};

/// Days after which a description of the organization is old, where the configuration does not say.
inline constexpr unsigned kExportDays = 30;

/// What rules may be told by the user's configuration.
struct RuleSettings {
  std::vector<std::string> trusted_accounts;              ///< twelve-digit ids that RP202 does not report
  std::vector<std::string> own_accounts;                  ///< accounts the code deploys to
  std::vector<std::string> approved_root_administrators;  ///< delegated administrators of IAM that are meant
  /// Delegated administrators that are meant, by service principal; nullopt: of IAM only it is asked.
  std::optional<std::map<std::string, std::vector<std::string>>> approved_delegated_administrators;
  std::string management_account;                 ///< twelve digits, or empty
  std::vector<std::string> partitions;            ///< in which the organization's accounts live
  std::vector<std::string> allowed_root_actions;  ///< that the guardrail deny-root need not deny, as patterns
  std::vector<OwnGuardrail> own_guardrails;
  std::vector<std::string> expired_exceptions;  ///< each as text; they count no longer
  std::vector<std::string> names_like_root;     ///< of IAM users and roles, beside those RP102 knows
  std::vector<std::string> email_domains;       ///< where addresses of root users are received; empty: any
  std::vector<std::string> break_glass_principals;  ///< names or ARNs that may give root users passwords
  /// Features of central root access that are enabled; nullopt: nobody said.
  std::optional<std::vector<std::string>> central_root_features;
  policy::ScpDialect scp_dialect = policy::ScpDialect::current;
  policy::ScpQuotas scp_quotas;
  std::string today;                   ///< YYYY-MM-DD; empty: nobody said
  unsigned export_days = kExportDays;  ///< after which a description of the organization is old
};

/// Everything a rule may look at: evaluated, never raw text.
struct Facts {
  std::span<const Resource> resources;
  std::span<const PolicyInstance> policies;
  std::span<const organization::Organization> organizations;
  RuleSettings settings;
  /// EvaluatedUnit::unknowns of the units that have some, by unit name: where something may add resources
  /// unseen, no violation rests on the absence of one. May be null.
  const std::map<std::string, std::vector<value::Reason>>* unit_unknowns = nullptr;
  unsigned jobs = 1;  ///< threads that a rule may use
};

enum class Tier : std::uint8_t { default_on, opt_in, diff_only };

/// A rule's metadata and its documentation; `rules`, `explain`, SARIF and the docs are generated from it.
struct RuleInfo {
  std::string_view id;      ///< "RP202"
  std::string_view name;    ///< "foreign-account-root-principal"
  std::string_view family;  ///< folder name: "root_principals"
  Severity severity = Severity::medium;
  Tier tier = Tier::default_on;
  std::string_view summary;   ///< one sentence: what is reported
  std::string_view meaning;   ///< Markdown: what it does and when it says safe or undecided
  std::string_view why;       ///< Markdown: why it is bad
  std::string_view bad;       ///< Markdown with fenced examples
  std::string_view good;      ///< Markdown with fenced examples
  std::string_view fix;       ///< Markdown: what to do
  std::string_view mappings;  ///< comma-separated: "CIS AWS 7.0 2.1.2, Security Hub IAM.4"
  std::string_view precision = "high";
};

struct Rule {
  RuleInfo info;
  void (*check)(const Facts& facts, Findings& findings);
};

/// All rules, in id order. The table is generated from the files rules/<family>/rpNNN_*.cpp at build time:
/// each defines `extern const engine::Rule rpNNN;` in namespace rootproof::rules.
[[nodiscard]] std::span<const Rule* const> all_rules();

/// A finding of `rule` with what every finding shares filled in.
[[nodiscard]] Finding make_finding(const Rule& rule, const Resource& resource, policy::Answer answer,
                                   source::Span primary);

}  // namespace rootproof::engine
