#include "analyzer/engine/settings.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <chrono>
#include <functional>
#include <span>
#include <system_error>

#include "analyzer/engine/discovery.h"
#include "analyzer/engine/read_file.h"
#include "analyzer/engine/rule_selection.h"
#include "parsers/arn.h"
#include "parsers/source/limits.h"
#include "parsers/syntax/syntax_tree.h"

namespace rootproof::engine {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 18> kKeys = {
    "profile",     "severities",       "select",       "ignore",       "fail_on",      "strict_undecided",
    "exclude",     "trusted_accounts", "own_accounts", "organization", "guardrails",   "names_like_root",
    "deployments", "sam_environment",  "scp",          "limits",       "placeholders", "clock"};
constexpr std::array<std::string_view, 5> kDeploymentKeys = {"template", "stack_name", "account", "region",
                                                             "parameter_file"};
constexpr std::array<std::string_view, 1> kScpKeys = {"dialect"};
constexpr std::array<std::string_view, 2> kLimitKeys = {"policies_per_node", "policy_characters"};
constexpr std::array<std::string_view, 2> kGuardrailKeys = {"guardrail", "allow"};
constexpr std::array<std::string_view, 4> kExemptionKeys = {"account", "unit", "reason", "until"};
constexpr std::array<std::string_view, 3> kAllowanceKeys = {"actions", "reason", "until"};
constexpr std::array<std::string_view, 13> kOrganizationKeys = {"description",
                                                                "complete",
                                                                "management_account",
                                                                "approved_root_administrators",
                                                                "policy_types_enabled",
                                                                "email_domains",
                                                                "break_glass_principals",
                                                                "central_root_features",
                                                                "partitions",
                                                                "exempt",
                                                                "max_age",
                                                                "approved_delegated_administrators",
                                                                "attachments"};
/// AWS Organizations API Reference, PolicyTypeSummary.
constexpr std::array<std::string_view, 13> kPolicyTypes = {"SERVICE_CONTROL_POLICY",
                                                           "RESOURCE_CONTROL_POLICY",
                                                           "TAG_POLICY",
                                                           "BACKUP_POLICY",
                                                           "AISERVICES_OPT_OUT_POLICY",
                                                           "CHATBOT_POLICY",
                                                           "DECLARATIVE_POLICY_EC2",
                                                           "SECURITYHUB_POLICY",
                                                           "INSPECTOR_POLICY",
                                                           "UPGRADE_ROLLOUT_POLICY",
                                                           "BEDROCK_POLICY",
                                                           "S3_POLICY",
                                                           "NETWORK_SECURITY_DIRECTOR_POLICY"};
constexpr std::array<std::string_view, 2> kRootFeatures = {"RootCredentialsManagement", "RootSessions"};
constexpr std::size_t kMostDays = 3'650;
constexpr std::size_t kMostPolicies = 1'000;
constexpr std::size_t kMostCharacters = 1'000'000;

class Reader {
 public:
  explicit Reader(const source::SourceFile& file) : file_(file) {}

  SettingsResult read(const syntax::SyntaxNode& root) {
    if (!root.is_mapping()) {
      fail(root, "the configuration is a mapping of keys to values");
      return std::move(result_);
    }
    for (const syntax::SyntaxNode::Member& member : root.members()) {
      if (result_.error.empty()) key(member);
    }
    return std::move(result_);
  }

 private:
  void fail(const syntax::SyntaxNode& node, const std::string& message) {
    result_.error = place_of(node) + ": " + message;
  }

  [[nodiscard]] std::string place_of(const syntax::SyntaxNode& node) const {
    const source::Location location = file_.location(node.span().begin);
    return file_.path() + ":" + std::to_string(location.line) + ":" + std::to_string(location.column);
  }

  void key(const syntax::SyntaxNode::Member& member) {
    const std::string name(member.key.text());
    Settings& settings = result_.settings;
    if (name == "select") return strings(member.value, name, settings.select);
    if (name == "ignore") return strings(member.value, name, settings.ignore);
    if (name == "exclude") return strings(member.value, name, settings.exclude);
    if (name == "trusted_accounts") return accounts(member.value, name, settings.trusted_accounts);
    if (name == "own_accounts") return accounts(member.value, name, settings.own_accounts);
    if (name == "fail_on") return fail_on(member.value);
    if (name == "profile") return profile(member.value);
    if (name == "severities") return severities(member.value);
    if (name == "strict_undecided") return boolean(member.value, name, settings.strict_undecided);
    if (name == "guardrails") return guardrails(member.value);
    if (name == "names_like_root") return strings(member.value, name, settings.names_like_root);
    if (name == "organization") return organization(member.value);
    if (name == "deployments") return deployments(member.value);
    if (name == "sam_environment") return text(member.value, name, settings.sam_environment);
    if (name == "scp") return scp(member.value);
    if (name == "limits") return limits(member.value);
    if (name == "placeholders") return placeholders(member.value);
    if (name == "clock") return date(member.value, name, settings.clock);
    unknown_key(member.key, kKeys);
  }

  void unknown_key(const syntax::SyntaxNode& key, std::span<const std::string_view> known) {
    const std::string name(key.text());
    const std::string near = nearest(name, {known.begin(), known.end()});
    fail(key, "unknown key \"" + name + "\"" +
                  (near.empty() ? std::string() : "; did you mean \"" + near + "\"?"));
  }

  void organization(const syntax::SyntaxNode& node) {
    if (!node.is_mapping()) return fail(node, "organization is a mapping of keys to values");
    for (const syntax::SyntaxNode::Member& member : node.members()) {
      if (!result_.error.empty()) return;
      organization_key(member);
    }
  }

  void organization_key(const syntax::SyntaxNode::Member& member) {
    const std::string name(member.key.text());
    organization::StatedFacts& statements = result_.settings.organization;
    if (name == "policy_types_enabled")
      return choices(member.value, name, kPolicyTypes, statements.enabled_policy_types);
    if (name == "max_age") return number(member.value, name, 1, kMostDays, result_.settings.export_days);
    if (name == "attachments") return attachments(member.value);
    if (name == "approved_delegated_administrators") return delegated_administrators(member.value);
    if (name == "email_domains") return strings(member.value, name, result_.settings.email_domains);
    if (name == "break_glass_principals")
      return strings(member.value, name, result_.settings.break_glass_principals);
    if (name == "central_root_features")
      return choices(member.value, name, kRootFeatures, result_.settings.central_root_features.emplace());
    if (name == "exempt") return exempt(member.value);
    if (name == "partitions") return partitions(member.value, statements.partitions);
    if (name == "approved_root_administrators")
      return accounts(member.value, name, result_.settings.approved_root_administrators);
    if (name == "complete") {
      std::optional<bool> complete;
      boolean(member.value, name, complete);
      statements.complete = complete.value_or(false);
    } else if (name == "management_account") {
      if (!is_account(member.value))
        return fail(member.value, "management_account is a twelve-digit account id, in quotes");
      statements.management_account = std::string(member.value.text());
    } else if (name == "description") {
      if (!member.value.is_scalar()) return fail(member.value, "description is the path of a file");
      result_.settings.organization_description = std::string(member.value.text());
    } else {
      unknown_key(member.key, kOrganizationKeys);
    }
  }

  void scp(const syntax::SyntaxNode& node) {
    if (!node.is_mapping()) return fail(node, "scp is a mapping of keys to values");
    for (const syntax::SyntaxNode::Member& member : node.members()) {
      if (member.key.text() != "dialect") return unknown_key(member.key, kScpKeys);
      const std::string_view dialect = member.value.is_scalar() ? member.value.text() : std::string_view();
      if (dialect != "current" && dialect != "before-2025")
        return fail(member.value, "dialect is current or before-2025");
      result_.settings.organization.scp_dialect =
          dialect == "current" ? policy::ScpDialect::current : policy::ScpDialect::before_2025;
    }
  }

  void limits(const syntax::SyntaxNode& node) {
    if (!node.is_mapping()) return fail(node, "limits is a mapping of keys to numbers");
    policy::ScpQuotas& quotas = result_.settings.organization.scp_quotas;
    for (const syntax::SyntaxNode::Member& member : node.members()) {
      const std::string name(member.key.text());
      if (name == "policies_per_node") {
        number(member.value, name, 1, kMostPolicies, quotas.policies_of_node);
      } else if (name == "policy_characters") {
        number(member.value, name, 1, kMostCharacters, quotas.characters);
        quotas.characters_stated = true;
      } else {
        unknown_key(member.key, kLimitKeys);
      }
      if (!result_.error.empty()) return;
    }
  }

  void placeholders(const syntax::SyntaxNode& node) {
    if (!node.is_mapping()) return fail(node, "placeholders is a mapping of names to texts");
    for (const syntax::SyntaxNode::Member& member : node.members()) {
      const std::string name(member.key.text());
      if (name.empty() || name.find_first_of("{}$<>") != std::string::npos)
        return fail(member.key,
                    "a placeholder is named without what stands around it: \"ORG_ID\" for ${ORG_ID}");
      text(member.value, name, result_.settings.placeholders[name]);
      if (!result_.error.empty()) return;
    }
  }

  void attachments(const syntax::SyntaxNode& node) {
    const std::string_view where = node.is_scalar() ? node.text() : std::string_view();
    if (where != "here" && where != "elsewhere") return fail(node, "attachments is here or elsewhere");
    result_.settings.organization.attachments_elsewhere = where == "elsewhere";
  }

  void delegated_administrators(const syntax::SyntaxNode& node) {
    if (!node.is_mapping())
      return fail(node, "approved_delegated_administrators is a mapping of service principals to accounts");
    auto& approved = result_.settings.approved_delegated_administrators.emplace();
    for (const syntax::SyntaxNode::Member& member : node.members()) {
      const std::string service(member.key.text());
      if (service.find('.') == std::string::npos)
        return fail(member.key,
                    "\"" + service + R"(" is no service principal such as "guardduty.amazonaws.com")");
      accounts(member.value, service, approved[service]);
      if (!result_.error.empty()) return;
    }
  }

  void guardrails(const syntax::SyntaxNode& node) {
    if (!node.is_sequence()) return fail(node, "guardrails is a list");
    for (const syntax::SyntaxNode& item : node.items()) {
      GuardrailSetting& guardrail = result_.settings.guardrails.emplace_back();
      guardrail.place = place_of(item);
      if (item.is_scalar()) {
        guardrail.name = std::string(item.text());
      } else if (!item.is_mapping()) {
        return fail(item, "guardrails is a list of names, files, and mappings with guardrail and allow");
      } else {
        read_guardrail(item, guardrail);
      }
      if (!result_.error.empty()) return;
    }
  }

  void read_guardrail(const syntax::SyntaxNode& node, GuardrailSetting& guardrail) {
    for (const syntax::SyntaxNode::Member& member : node.members()) {
      const std::string name(member.key.text());
      if (name == "guardrail") {
        text(member.value, name, guardrail.name);
      } else if (name == "allow") {
        if (!member.value.is_sequence()) return fail(member.value, "allow is a list");
        for (const syntax::SyntaxNode& item : member.value.items())
          exception(item, kAllowanceKeys, guardrail.allow);
      } else {
        unknown_key(member.key, kGuardrailKeys);
      }
      if (!result_.error.empty()) return;
    }
    if (guardrail.name.empty()) fail(node, "guardrail is the name of a built-in one or a file");
  }

  void deployments(const syntax::SyntaxNode& node) {
    if (!node.is_sequence()) return fail(node, "deployments is a list");
    for (const syntax::SyntaxNode& item : node.items()) {
      if (!item.is_mapping()) return fail(item, "a deployment is a mapping with template");
      DeploymentSetting deployment;
      for (const syntax::SyntaxNode::Member& member : item.members()) {
        const std::string name(member.key.text());
        if (name == "template") {
          text(member.value, name, deployment.file);
        } else if (name == "stack_name") {
          text(member.value, name, deployment.stack_name);
        } else if (name == "region") {
          text(member.value, name, deployment.region);
        } else if (name == "parameter_file") {
          text(member.value, name, deployment.parameter_file);
        } else if (name == "account") {
          if (!is_account(member.value))
            return fail(member.value, "account is a twelve-digit account id, in quotes");
          deployment.account = std::string(member.value.text());
        } else {
          unknown_key(member.key, kDeploymentKeys);
        }
        if (!result_.error.empty()) return;
      }
      if (deployment.file.empty()) return fail(item, "a deployment names its template");
      std::vector<DeploymentSetting>& all = result_.settings.deployments;
      const bool repeated = std::any_of(all.begin(), all.end(), [&](const DeploymentSetting& other) {
        return other.file == deployment.file;
      });
      if (repeated) return fail(item, "the template " + deployment.file + " has a deployment already");
      all.push_back(std::move(deployment));
    }
  }

  void exempt(const syntax::SyntaxNode& node) {
    if (!node.is_sequence()) return fail(node, "exempt is a list");
    for (const syntax::SyntaxNode& item : node.items()) {
      exception(item, kExemptionKeys, result_.settings.exempt);
      if (!result_.error.empty()) return;
      const StatedException& last = result_.settings.exempt.back();
      if (last.account.empty() == last.unit.empty())
        return fail(item, "an exemption names an account or a unit");
    }
  }

  /// What is left out on purpose: never without a reason, never for ever.
  void exception(const syntax::SyntaxNode& node, std::span<const std::string_view> keys,
                 std::vector<StatedException>& out) {
    if (!result_.error.empty()) return;
    if (!node.is_mapping()) return fail(node, "an exception is a mapping with a reason and its last day");
    StatedException& exception = out.emplace_back();
    for (const syntax::SyntaxNode::Member& member : node.members()) {
      const std::string name(member.key.text());
      if (std::find(keys.begin(), keys.end(), name) == keys.end()) return unknown_key(member.key, keys);
      if (name == "actions") strings(member.value, name, exception.actions);
      if (name == "account") text(member.value, name, exception.account);
      if (name == "unit") text(member.value, name, exception.unit);
      if (name == "account" || name == "unit" || name == "actions") exception.place = place_of(member.value);
      if (name == "reason") text(member.value, name, exception.reason);
      if (name == "until") date(member.value, name, exception.until);
      if (!result_.error.empty()) return;
    }
    const bool for_guardrail = std::find(keys.begin(), keys.end(), "actions") != keys.end();
    if (for_guardrail && exception.actions.empty()) return fail(node, "an exception names its actions");
    if (exception.reason.empty()) return fail(node, "an exception has a reason: reason: …");
    if (exception.until.empty()) return fail(node, "an exception has a last day: until: YYYY-MM-DD");
  }

  void text(const syntax::SyntaxNode& node, const std::string& name, std::string& out) {
    if (!node.is_scalar() || node.text().empty()) return fail(node, name + " is a text");
    out = std::string(node.text());
  }

  void date(const syntax::SyntaxNode& node, const std::string& name, std::string& out) {
    const std::string day = node.is_scalar() ? std::string(node.text()) : std::string();
    bool fits = day.size() == 10 && day[4] == '-' && day[7] == '-';
    for (const std::size_t i : {0U, 1U, 2U, 3U, 5U, 6U, 8U, 9U})
      fits = fits && std::isdigit(static_cast<unsigned char>(day[i])) != 0;
    const auto number = [&day](std::size_t at, std::size_t size) { return std::stoul(day.substr(at, size)); };
    const auto exists = [&] {
      return std::chrono::year_month_day(std::chrono::year(static_cast<int>(number(0, 4))),
                                         std::chrono::month(static_cast<unsigned>(number(5, 2))),
                                         std::chrono::day(static_cast<unsigned>(number(8, 2))))
          .ok();
    };
    if (!fits || !exists()) return fail(node, name + " is a day: YYYY-MM-DD");
    out = day;
  }

  static bool is_account(const syntax::SyntaxNode& node) {
    return node.is_scalar() && is_account_id(node.text());
  }

  void strings(const syntax::SyntaxNode& node, const std::string& name, std::vector<std::string>& out) {
    if (!node.is_sequence()) return fail(node, name + " is a list");
    for (const syntax::SyntaxNode& item : node.items()) {
      if (!item.is_scalar()) return fail(item, name + " is a list of texts");
      out.emplace_back(item.text());
    }
  }

  /// Texts that are all among those that AWS knows.
  void choices(const syntax::SyntaxNode& node, const std::string& name,
               std::span<const std::string_view> known, std::vector<std::string>& out) {
    strings(node, name, out);
    if (!result_.error.empty()) return;
    for (const syntax::SyntaxNode& item : node.items()) {
      if (std::find(known.begin(), known.end(), item.text()) != known.end()) continue;
      const std::string near = nearest(std::string(item.text()), {known.begin(), known.end()});
      return fail(item, name + " does not hold \"" + std::string(item.text()) + "\"" +
                            (near.empty() ? std::string() : "; did you mean \"" + near + "\"?"));
    }
  }

  template <class Number>
  void number(const syntax::SyntaxNode& node, const std::string& name, std::size_t least, std::size_t most,
              Number& out) {
    std::size_t value = 0;
    const std::string_view text = node.is_scalar() ? node.text() : std::string_view();
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc() || end != text.data() + text.size() || value < least ||
        value > most)
      return fail(node,
                  name + " is a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    out = static_cast<Number>(value);
  }

  void accounts(const syntax::SyntaxNode& node, const std::string& name, std::vector<std::string>& out) {
    strings(node, name, out);
    if (!result_.error.empty()) return;
    for (const syntax::SyntaxNode& item : node.items()) {
      if (!is_account(item))
        return fail(item,
                    name + " holds twelve-digit account ids; \"" + std::string(item.text()) + "\" is none");
    }
  }

  void partitions(const syntax::SyntaxNode& node, std::vector<std::string>& out) {
    strings(node, "partitions", out);
    if (!result_.error.empty()) return;
    for (const syntax::SyntaxNode& item : node.items()) {
      if (item.text() != "aws" && !item.text().starts_with("aws-"))
        return fail(item, "partitions holds aws, aws-us-gov, aws-cn and the like; \"" +
                              std::string(item.text()) + "\" is none");
    }
  }

  void fail_on(const syntax::SyntaxNode& node) {
    const std::string text = node.is_scalar() ? std::string(node.text()) : std::string();
    result_.settings.fail_never = text == "never";
    result_.settings.fail_on = parse_severity(text);
    if (!result_.settings.fail_on && !result_.settings.fail_never) {
      fail(node, "fail_on is one of note, low, medium, high, critical, never");
    }
  }

  void profile(const syntax::SyntaxNode& node) {
    const std::string text = node.is_scalar() ? std::string(node.text()) : std::string();
    result_.settings.profile = parse_profile(text);
    if (!result_.settings.profile) fail(node, "profile is one of " + std::string(kProfileNames));
  }

  void severities(const syntax::SyntaxNode& node) {
    if (!node.is_mapping()) return fail(node, "severities is a mapping of rules to severities");
    for (const syntax::SyntaxNode::Member& member : node.members()) {
      const Rule* rule = find_rule(member.key.text());
      if (rule == nullptr) return fail(member.key, no_such_rule(member.key.text()));
      const std::optional<Severity> severity =
          member.value.is_scalar() ? parse_severity(member.value.text()) : std::nullopt;
      if (!severity) return fail(member.value, "a severity is one of note, low, medium, high, critical");
      result_.settings.severities[std::string(rule->info.id)] = *severity;
    }
  }

  void boolean(const syntax::SyntaxNode& node, const std::string& name, std::optional<bool>& out) {
    if (!node.is_scalar() || node.type() != syntax::ScalarType::boolean)
      return fail(node, name + " is true or false");
    out = node.as_boolean();
  }

  const source::SourceFile& file_;
  SettingsResult result_;
};

}  // namespace

std::string StatedException::describe() const {
  std::string what = account.empty() ? unit.empty() ? "" : "unit " + unit : "account " + account;
  for (const std::string& action : actions) what += (what.empty() ? "" : ", ") + action;
  return what + " (" + reason + ", until " + until + ")";
}

SettingsResult read_settings(const fs::path& path) {
  SettingsResult result;
  std::error_code error;
  const fs::path absolute = fs::weakly_canonical(path, error);
  const std::string display = display_path(absolute);
  FileBytes bytes = read_file(path, limits::kReadableFileBytes);
  if (!bytes.error.empty()) {
    result.error = display + ": " + bytes.error;
    return result;
  }
  source::SourceTable sources;
  const source::SourceFile& file = sources.add(display, bytes.bytes);
  const syntax::ParsedSyntax parsed = syntax::parse_yaml(file);
  for (const source::Problem& problem : parsed.problems) {
    const source::Location location = file.location(problem.span.begin);
    result.error = display + ":" + std::to_string(location.line) + ":" + std::to_string(location.column) +
                   ": " + problem.message;
    return result;
  }
  if (parsed.tree.documents() > 1) {
    const source::Location location = file.location(parsed.tree.document(1).span().begin);
    result.error = display + ":" + std::to_string(location.line) + ":" + std::to_string(location.column) +
                   ": a second document; all settings stand in one";
    return result;
  }
  if (parsed.tree.documents() > 0) result = Reader(file).read(parsed.tree.document(0));
  result.settings.folder = absolute.parent_path();
  return result;
}

fs::path find_settings(const fs::path& path) {
  std::error_code error;
  fs::path folder = fs::weakly_canonical(path, error);
  if (error) return {};
  if (!fs::is_directory(folder, error)) folder = folder.parent_path();
  for (;; folder = folder.parent_path()) {
    if (fs::is_regular_file(folder / "rootproof.yaml", error)) return folder / "rootproof.yaml";
    if (fs::exists(folder / ".git", error) || !folder.has_relative_path()) return {};
  }
}

}  // namespace rootproof::engine
