#include "rules/guardrails/coverage.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "rules/answers.h"
#include "rules/guardrails/root_fence.h"

namespace rootproof::rules {
namespace {

using organization::Node;
using organization::NodeKind;
using organization::Organization;
using policy::RootAnswer;
using policy::Verdict;
using value::Reason;
using value::ReasonKind;

constexpr std::size_t kNamedAccounts = 10;   // in the related places of one finding
constexpr std::size_t kNamedStatements = 5;  // statements that came closest

/// `Allow * on *` without conditions, as FullAWSAccess says.
bool allows_everything(const policy::Statement& statement) {
  const auto is_star = [](const std::vector<policy::Pattern>& patterns) {
    return patterns.size() == 1 && patterns[0].text() == "*";
  };
  return statement.effect == policy::Effect::allow && statement.unknowns.empty() &&
         statement.conditions.empty() && !statement.not_action && is_star(statement.actions) &&
         !statement.not_resource && is_star(statement.resources);
}

/// Answers the question for nodes; accounts with the same policies on their paths share one answer.
class Answers {
 public:
  Answers(const Organization& organization, const policy::RootQuestion& question)
      : organization_(organization), question_(question) {}

  const RootAnswer& of(std::size_t node) {
    const policy::ScpPath path = organization::scp_path(organization_, node);
    const auto [entry, added] = known_.try_emplace(key(path));
    if (added) entry->second = answer(path);
    return entry->second;
  }

 private:
  using Key = std::pair<std::string, std::vector<std::uintptr_t>>;

  /// An allow list does something only where FullAWSAccess was taken away, which code does not show: an
  /// account that is open beside FullAWSAccess and closed without it is undecided (domain.md §4.2).
  [[nodiscard]] RootAnswer answer(const policy::ScpPath& path) const {
    RootAnswer beside = policy::root_is_denied(path, question_);
    if (beside.answer.verdict != Verdict::violation) return beside;
    policy::ScpPath bare = path;
    std::vector<Reason> reasons;
    for (policy::ScpLevel& level : bare.levels) {
      const policy::PolicyDocument* list = level.full_aws_access_stated ? nullptr : allow_list(level);
      if (list == nullptr) continue;
      level.full_aws_access = false;
      reasons.push_back(
          {ReasonKind::partial_organization,
           "whether FullAWSAccess is still attached to " + level.name + " beside its allow list",
           list->span});
    }
    if (reasons.empty()) return beside;
    RootAnswer without = policy::root_is_denied(bare, question_);
    if (without.answer.verdict == Verdict::violation) return beside;
    for (const Reason& reason : without.answer.reasons) reasons.push_back(reason);
    without.answer = undecided(std::move(reasons));
    return without;
  }

  /// A policy of the level that allows less than everything; nullptr when there is none.
  static const policy::PolicyDocument* allow_list(const policy::ScpLevel& level) {
    const auto found = std::find_if(level.documents.begin(), level.documents.end(), [](const auto* document) {
      const auto& statements = document->statements;
      return std::any_of(statements.begin(), statements.end(),
                         [](const policy::Statement& statement) {
                           return statement.effect == policy::Effect::allow;
                         }) &&
             std::none_of(statements.begin(), statements.end(), allows_everything);
    });
    return found == level.documents.end() ? nullptr : *found;
  }

  static Key key(const policy::ScpPath& path) {
    Key key{path.account, {}};
    for (const policy::ScpLevel& level : path.levels) {
      key.second.push_back(level.full_aws_access ? 1 : 2);
      for (const auto* document : level.documents) {
        key.second.push_back(reinterpret_cast<std::uintptr_t>(document));
      }
      key.second.push_back(0);
      for (const auto* document : level.uncertain) {
        key.second.push_back(reinterpret_cast<std::uintptr_t>(document));
      }
    }
    return key;
  }

  const Organization& organization_;
  const policy::RootQuestion& question_;
  std::map<Key, RootAnswer> known_;
};

bool is_member_account(const Node& node) {
  return node.kind == NodeKind::account && !node.management && node.resource != nullptr;
}

bool has_own_policies(const Organization& organization) {
  return std::any_of(organization.policies.begin(), organization.policies.end(),
                     [](const auto& policy) { return policy.resource != nullptr; });
}

/// What was found out about one organization.
struct Coverage {
  std::vector<std::size_t> accounts;  ///< judged: accounts in the code, or the root for one placed there
  std::vector<std::size_t> open;      ///< violation
  std::vector<std::size_t> unknown;   ///< undecided
  std::vector<Reason> reasons;        ///< why undecided, and what else is not known
  bool declared = true;               ///< false: no account in the code; the root stands for one
};

void add_reason(std::vector<Reason>& reasons, const Reason& reason) {
  for (const Reason& known : reasons) {
    if (known.kind == reason.kind && known.detail == reason.detail) return;
  }
  reasons.push_back(reason);
}

/// The object that brought the organization in scope: itself, else its first account, else its first policy.
const Resource* reporting_place(const Organization& organization) {
  if (organization.resource != nullptr) return organization.resource;
  for (const Node& node : organization.nodes) {
    if (is_member_account(node)) return node.resource;
  }
  for (const auto& policy : organization.policies) {
    if (policy.resource != nullptr) return policy.resource;
  }
  return nullptr;  // only organizational units or foreign policies: nothing here is asked to guard root
}

/// Accounts without any policy and without the organization: these are kept elsewhere (domain.md §4.3).
std::optional<Reason> policies_elsewhere(const Organization& organization) {
  const bool accounts = std::any_of(organization.nodes.begin(), organization.nodes.end(), is_member_account);
  if (organization.resource != nullptr || !accounts || has_own_policies(organization)) return std::nullopt;
  return Reason{ReasonKind::partial_organization, "service control policies of these accounts",
                reporting_place(organization)->span};
}

Coverage judge(const Organization& organization, Answers& answers) {
  Coverage coverage;
  if (const std::optional<Reason> reason = policies_elsewhere(organization)) coverage.reasons = {*reason};
  for (std::size_t i = 0; i < organization.nodes.size(); ++i) {
    if (is_member_account(organization.nodes[i])) coverage.accounts.push_back(i);
  }
  coverage.declared = !coverage.accounts.empty();
  if (!coverage.declared) coverage.accounts.push_back(organization::kRootNode);
  for (const std::size_t account : coverage.accounts) {
    const RootAnswer& answer = answers.of(account);
    if (answer.answer.verdict == Verdict::violation) coverage.open.push_back(account);
    if (answer.answer.verdict == Verdict::undecided) {
      coverage.unknown.push_back(account);
      for (const Reason& reason : answer.answer.reasons) add_reason(coverage.reasons, reason);
    }
  }
  return coverage;
}

source::Span place_of(const Organization& organization) {
  return organization.resource == nullptr ? source::Span{} : organization.resource->span;
}

/// Policies of an organization may be kept apart from it: where it has none of its own, the fence of another
/// unit that has no organization may be attached here. One organization is managed with one tool.
const Organization* fence_elsewhere(const engine::Facts& facts, const Organization& organization) {
  if (has_own_policies(organization)) return nullptr;
  const Language language = reporting_place(organization)->language;
  for (const Organization& other : facts.organizations) {
    if (&other == &organization || other.resource != nullptr) continue;
    for (const auto& attachment : other.attachments) {
      const auto& policy = other.policies[attachment.policy];
      if (policy.resource == nullptr || policy.resource->language != language) continue;
      if (policy.document != nullptr && fences_root(*policy.document)) return &other;
    }
  }
  return nullptr;
}

/// A node of this code, other than the root, below which root is denied.
const Node* covered_part(const Organization& organization, Answers& answers) {
  for (std::size_t i = 0; i < organization.nodes.size(); ++i) {
    const Node& node = organization.nodes[i];
    if (i == organization::kRootNode || node.management || node.attached.empty()) continue;
    if (answers.of(i).answer.verdict == Verdict::safe) return &node;
  }
  return nullptr;
}

/// Why an account that looks open may be covered by what this code does not show; nothing when it is surely
/// open.
std::vector<Reason> doubts(const engine::Facts& facts, const Organization& organization,
                           const Coverage& coverage, Answers& answers) {
  std::vector<Reason> reasons = unseen_parts(facts, organization.unit);
  if (const Organization* other = fence_elsewhere(facts, organization)) {
    reasons.push_back(
        {ReasonKind::partial_organization, "policies of " + other->unit, place_of(organization)});
  }
  if (const std::optional<Reason> reason = policies_elsewhere(organization)) reasons.push_back(*reason);
  if (!coverage.declared) {
    if (const Node* part = covered_part(organization, answers)) {
      if (part->resource == nullptr) {
        reasons.push_back({ReasonKind::external_target, part->identity, reporting_place(organization)->span});
      } else {
        reasons.push_back({ReasonKind::partial_organization, "accounts inside and outside of " + part->name,
                           part->resource->span});
      }
    } else if (organization.resource == nullptr) {
      reasons.push_back({ReasonKind::partial_organization, "the accounts and the organization itself",
                         reporting_place(organization)->span});
    }
  }
  return reasons;
}

std::string account_phrase(const Organization& organization, std::size_t node) {
  if (node == organization::kRootNode) return "an account directly under the root";
  return "account \"" + organization.nodes[node].name + "\" (path " +
         organization::path_name(organization, node) + ")";
}

std::string how_many(const Coverage& coverage, std::size_t count) {
  if (!coverage.declared) return "an account directly under the root";
  return std::to_string(count) + " of " + std::to_string(coverage.accounts.size()) +
         (coverage.accounts.size() == 1 ? " account" : " accounts");
}

class Reporter {
 public:
  Reporter(const engine::Rule& rule, const engine::Facts& facts, const Guardrail& guardrail,
           const Organization& organization, engine::Findings& findings)
      : rule_(rule),
        facts_(facts),
        guardrail_(guardrail),
        organization_(organization),
        findings_(findings),
        resource_(*reporting_place(organization)) {}

  void violation(const Coverage& coverage, Answers& answers);
  void unknown(const Coverage& coverage, const std::vector<std::size_t>& accounts,
               std::vector<Reason> reasons);
  void safe(const Coverage& coverage, Answers& answers);

 private:
  engine::Finding start(policy::Answer answer, const char* part) const;
  void relate_accounts(const std::vector<std::size_t>& accounts, const char* text,
                       engine::Finding& finding) const;
  static void relate_closest(const RootAnswer& answer, engine::Finding& finding);
  [[nodiscard]] std::string violation_message(const Coverage& coverage, std::size_t example,
                                              const RootAnswer& answer) const;

  const engine::Rule& rule_;
  const engine::Facts& facts_;
  const Guardrail& guardrail_;
  const Organization& organization_;
  engine::Findings& findings_;
  const Resource& resource_;
};

engine::Finding Reporter::start(policy::Answer answer, const char* part) const {
  engine::Finding finding = engine::make_finding(rule_, resource_, std::move(answer), resource_.span);
  finding.identity = part;
  return finding;
}

void Reporter::relate_accounts(const std::vector<std::size_t>& accounts, const char* text,
                               engine::Finding& finding) const {
  std::size_t named = 0;
  for (const std::size_t account : accounts) {
    const Resource* place = organization_.nodes[account].resource;
    if (place == nullptr || place == &resource_) continue;
    if (++named > kNamedAccounts) break;
    finding.related.push_back({place->span, account_phrase(organization_, account) + " " + text});
  }
}

void Reporter::relate_closest(const RootAnswer& answer, engine::Finding& finding) {
  std::set<std::pair<source::Span, std::string>> said;
  for (const policy::Closest& closest : answer.closest) {
    if (said.size() >= kNamedStatements) break;
    if (!said.emplace(closest.span, closest.explanation).second) continue;
    finding.related.push_back({closest.span, "this statement came closest: " + closest.explanation});
  }
}

std::string Reporter::violation_message(const Coverage& coverage, std::size_t example,
                                        const RootAnswer& answer) const {
  const bool partly = guardrail_.may_be_partial && answer.partly;
  std::string text = std::string(guardrail_.subject) +
                     (guardrail_.may_be_partial ? " of " : " is not denied in ") +
                     how_many(coverage, coverage.open.size());
  if (guardrail_.may_be_partial) text += partly ? " is denied only in part" : " is not denied";
  const std::string action =
      guardrail_.may_be_partial && answer.answer.witness ? answer.answer.witness->action : std::string();
  if (!action.empty()) text += ": e.g. " + action;
  if (coverage.declared)
    text += (action.empty() ? ": e.g. in " : " in ") + account_phrase(organization_, example);
  if (organization_.policy_type_disabled) {
    text +=
        "; SERVICE_CONTROL_POLICY is not enabled for the organization, so none of its policies has an effect";
  }
  return text;
}

void Reporter::violation(const Coverage& coverage, Answers& answers) {
  // An account where nothing is denied says more than one where something is.
  std::size_t example = coverage.open.front();
  for (const std::size_t account : coverage.open) {
    if (answers.of(example).partly && !answers.of(account).partly) example = account;
  }
  const RootAnswer& answer = answers.of(example);
  engine::Finding finding = start(answer.answer, "open");
  finding.message = violation_message(coverage, example, answer);
  relate_accounts(coverage.open, "is not covered", finding);
  relate_closest(answer, finding);
  finding.related.push_back({resource_.span,
                             "the management account is not counted: service control policies never bind it; "
                             "protect its root user by MFA, no access keys and an alarm"});
  if (guardrail_.fix != nullptr) finding.fix = guardrail_.fix(facts_, organization_);
  findings_.push_back(std::move(finding));
}

void Reporter::unknown(const Coverage& coverage, const std::vector<std::size_t>& accounts,
                       std::vector<Reason> reasons) {
  engine::Finding finding = start(undecided(std::move(reasons)), "unknown");
  finding.message = "whether " + std::string(guardrail_.subject) + " is denied in " +
                    (accounts.empty() ? "accounts declared elsewhere" : how_many(coverage, accounts.size())) +
                    " depends on " + depends_on(finding.answer.reasons);
  relate_accounts(accounts, "is undecided", finding);
  findings_.push_back(std::move(finding));
}

void Reporter::safe(const Coverage& coverage, Answers& answers) {
  engine::Finding finding = start(answers.of(coverage.accounts.front()).answer, "safe");
  const bool everywhere = answers.of(organization::kRootNode).answer.verdict == Verdict::safe;
  finding.message = std::string(guardrail_.subject) + " is denied in " +
                    (everywhere ? "every member account, including accounts created elsewhere"
                                : "all " + how_many(coverage, coverage.accounts.size()));
  finding.answer.proof.push_back(
      "FullAWSAccess is taken to be attached to every node; the management account is never bound");
  findings_.push_back(std::move(finding));
}

void check_organization(const engine::Rule& rule, const engine::Facts& facts, const Guardrail& guardrail,
                        const Organization& organization, engine::Findings& findings) {
  if (reporting_place(organization) == nullptr) return;
  Answers answers(organization, guardrail.question);
  Coverage coverage = judge(organization, answers);
  Reporter reporter(rule, facts, guardrail, organization, findings);
  if (!coverage.open.empty()) {
    const std::vector<Reason> doubt = doubts(facts, organization, coverage, answers);
    if (doubt.empty()) {
      reporter.violation(coverage, answers);
    } else {
      coverage.unknown.insert(coverage.unknown.end(), coverage.open.begin(), coverage.open.end());
      std::sort(coverage.unknown.begin(), coverage.unknown.end());
      for (const Reason& reason : doubt) add_reason(coverage.reasons, reason);
    }
  }
  if (!coverage.unknown.empty()) return reporter.unknown(coverage, coverage.unknown, coverage.reasons);
  if (!coverage.open.empty()) return;
  if (organization.policy_type_unknown) {
    return reporter.unknown(coverage, coverage.accounts, {*organization.policy_type_unknown});
  }
  reporter.safe(coverage, answers);
  // Without the organization in the code, accounts may lie outside of the units that are covered here.
  if (organization.resource == nullptr &&
      answers.of(organization::kRootNode).answer.verdict != Verdict::safe) {
    reporter.unknown(coverage, {},
                     {{ReasonKind::partial_organization, "accounts outside of the covered units",
                       reporting_place(organization)->span}});
  }
}

}  // namespace

void check_guardrail(const engine::Rule& rule, const engine::Facts& facts, const Guardrail& guardrail,
                     engine::Findings& findings) {
  for (const Organization& organization : facts.organizations) {
    check_organization(rule, facts, guardrail, organization, findings);
  }
}

const Resource* terraform_organization(const Organization& organization) {
  const Resource* resource = organization.resource;
  if (resource == nullptr || resource->type != "aws_organizations_organization") return nullptr;
  const bool in_root_module = resource->address.compare(0, 7, "module.") != 0;
  const bool single = resource->address.find('[') == std::string::npos;
  return in_root_module && single && !resource->body_span.empty() ? resource : nullptr;
}

bool address_taken(const engine::Facts& facts, const std::string& unit, const std::string& address) {
  return std::any_of(facts.resources.begin(), facts.resources.end(), [&](const Resource& resource) {
    return resource.unit == unit && resource.address.compare(0, address.size(), address) == 0 &&
           (resource.address.size() == address.size() || resource.address[address.size()] == '[');
  });
}

}  // namespace rootproof::rules
