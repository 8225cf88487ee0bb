#include "rules/guardrails/coverage.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/answers.h"
#include "rules/guardrails/guardrail_coverage.h"
#include "rules/guardrails/premises.h"
#include "rules/guardrails/unseen_parts.h"

namespace rootproof::rules {
namespace {

using organization::Node;
using organization::Organization;
using policy::RootAnswer;
using policy::Verdict;
using value::Reason;
using value::ReasonKind;

constexpr std::size_t kNamedAccounts = 10;   // in the related places of one finding
constexpr std::size_t kNamedStatements = 5;  // statements that came closest

std::string account_phrase(const Organization& organization, std::size_t node) {
  if (node == organization::kRootNode) return "an account directly under the root";
  const Node& account = organization.nodes[node];
  // The key of an instance has quotation marks of its own.
  const std::string name = account.name.ends_with("\"]") ? account.name : "\"" + account.name + "\"";
  const bool several = account.may_be_absent && !account.named && account.resource != nullptr;
  return (several ? "an account of " + account.resource->address : "account " + name) + " (path " +
         organization::path_name(organization, node) + ")";
}

bool may_be_absent(const Organization& organization, std::size_t account) {
  return organization.nodes[account].may_be_absent;
}

std::string how_many(const Organization& organization, const GuardrailCoverage& coverage,
                     const std::vector<std::size_t>& accounts) {
  if (!coverage.declared) return "an account directly under the root";
  // One that may be absent stands for any number of them.
  const auto open = [&](std::size_t account) { return may_be_absent(organization, account); };
  const std::size_t count = accounts.size();
  if (std::any_of(coverage.accounts.begin(), coverage.accounts.end(), open)) {
    const std::size_t sure =
        count - static_cast<std::size_t>(std::count_if(accounts.begin(), accounts.end(), open));
    if (sure == 0) return "accounts whose number is not known";
    return "at least " + std::to_string(sure) + (sure == 1 ? " account" : " accounts");
  }
  return std::to_string(count) + " of " + std::to_string(coverage.accounts.size()) +
         (coverage.accounts.size() == 1 ? " account" : " accounts");
}

std::string all_accounts(const Organization& organization, const GuardrailCoverage& coverage) {
  const bool open = std::any_of(coverage.accounts.begin(), coverage.accounts.end(),
                                [&](std::size_t account) { return may_be_absent(organization, account); });
  return open && coverage.declared ? "all accounts of this code"
                                   : "all " + how_many(organization, coverage, coverage.accounts);
}

/// Whether the words of a name say that it is the management account, which no policy binds.
bool sounds_like_management(std::string_view name) {
  static constexpr std::array<std::string_view, 4> kWords{"root", "payer", "management", "master"};
  std::string word;
  for (std::size_t i = 0; i <= name.size(); ++i) {
    const char c = i < name.size() ? name[i] : ' ';
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (letter) {
      word += static_cast<char>(c | 0x20);
      continue;
    }
    if (std::find(kWords.begin(), kWords.end(), word) != kWords.end()) return true;
    word.clear();
  }
  return false;
}

/// Whether an account is the management account by its name or its label in the code.
bool sounds_like_management(const Node& account) {
  const std::string address = account.resource == nullptr ? std::string() : account.resource->address;
  return sounds_like_management(account.name) ||
         sounds_like_management(address.substr(std::min(address.size(), address.rfind('.') + 1)));
}

/// The account to speak of: one that is not the management account by what it is called, and rather one below
/// a unit, where there are others.
std::size_t example_of(const Organization& organization, const std::vector<std::size_t>& accounts) {
  if (!sounds_like_management(organization.nodes[accounts.front()])) return accounts.front();
  std::optional<std::size_t> other;
  for (const std::size_t account : accounts) {
    if (sounds_like_management(organization.nodes[account])) continue;
    if (organization.nodes[account].parent != organization::kRootNode) return account;
    if (!other) other = account;
  }
  return other.value_or(accounts.front());
}

/// Whether one of the accounts that are counted may be the management account, as far as is known.
std::string about_management(const Organization& organization, const std::vector<std::size_t>& accounts) {
  const auto& nodes = organization.nodes;
  const auto is_known = [](const Node& node) { return node.management && node.resource != nullptr; };
  const auto called_so = std::find_if(accounts.begin(), accounts.end(), [&](std::size_t account) {
    return account != organization::kRootNode && sounds_like_management(nodes[account]);
  });
  const bool known = std::any_of(nodes.begin(), nodes.end(), is_known);
  if (!known && called_so != accounts.end())
    return account_phrase(organization, *called_so) +
           " is counted, though by what it is called it may be the management account, which no service "
           "control policy binds: organization.exempt in rootproof.yaml leaves it out";
  const bool outside =
      std::any_of(nodes.begin(), nodes.end(), [](const Node& node) { return node.management; });
  return outside ? "the management account is not counted: service control policies never bind it; "
                   "protect its root user by MFA, no access keys and an alarm"
                 : "which account is the management account is not known; if it is among these, no "
                   "service control policy binds it";
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

  void violation(const GuardrailCoverage& coverage, PathAnswers& answers);
  void some_open(const GuardrailCoverage& coverage, PathAnswers& answers);
  void unknown(const GuardrailCoverage& coverage, const std::vector<std::size_t>& accounts,
               std::vector<Reason> reasons);
  void safe(const GuardrailCoverage& coverage, PathAnswers& answers);

 private:
  engine::Finding start(policy::Answer answer, const char* part) const;
  void relate_accounts(const std::vector<std::size_t>& accounts, const char* text,
                       engine::Finding& finding) const;
  static void relate_closest(const RootAnswer& answer, engine::Finding& finding);
  [[nodiscard]] std::string violation_message(const GuardrailCoverage& coverage, std::size_t example,
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
  name_root_module(facts_, organization_, finding);
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

std::string Reporter::violation_message(const GuardrailCoverage& coverage, std::size_t example,
                                        const RootAnswer& answer) const {
  const bool itself = guardrail_.about_root_itself;
  std::string text = std::string(guardrail_.subject) + (itself ? " of " : " is not denied in ") +
                     how_many(organization_, coverage, coverage.open) + (itself ? " is not denied" : "");
  const std::string action = itself && answer.answer.witness ? answer.answer.witness->action : std::string();
  if (!action.empty()) text += ": e.g. " + action;
  if (coverage.declared)
    text += (action.empty() ? ": e.g. in " : " in ") + account_phrase(organization_, example);
  if (organization_.policy_type_disabled) {
    text +=
        "; SERVICE_CONTROL_POLICY is not enabled for the organization, so none of its policies has an effect";
  }
  return text;
}

void Reporter::violation(const GuardrailCoverage& coverage, PathAnswers& answers) {
  const std::size_t example = example_of(organization_, coverage.open);
  RootAnswer answer = answers.of(example);
  answer.answer.witness = answers.witness(example);
  engine::Finding finding = start(answer.answer, "open");
  finding.message = violation_message(coverage, example, answer);
  relate_accounts(coverage.open, "is not covered", finding);
  relate_closest(answer, finding);
  if (guardrail_.about_root_itself && answer.denied_at_all)
    finding.related.push_back(
        {resource_.span,
         "of its requests only those are denied that are denied to everybody, single actions: no statement "
         "that takes effect is about root, or about all actions (that would be RP302)"});
  finding.related.push_back({resource_.span, about_management(organization_, coverage.open)});
  for (const std::string& exception : facts_.settings.expired_exceptions)
    finding.related.push_back(
        {resource_.span, "the exception for " + exception + " is over and no longer counts"});
  if (guardrail_.fix != nullptr) finding.fix = guardrail_.fix(facts_, organization_);
  findings_.push_back(std::move(finding));
}

/// Accounts of which some are surely open, though nobody can tell which.
void Reporter::some_open(const GuardrailCoverage& coverage, PathAnswers& answers) {
  const std::vector<std::size_t>& accounts = coverage.told_apart_by_id;
  policy::Answer answer;
  answer.verdict = Verdict::violation;
  answer.witness = answers.by_id(accounts.front())->witness;
  engine::Finding finding = start(std::move(answer), "open by id");
  const bool itself = guardrail_.about_root_itself;
  finding.message = std::string(guardrail_.subject) + (itself ? " of" : " is not denied in") + " at least " +
                    std::to_string(coverage.open_among_them) + " of " + std::to_string(accounts.size()) +
                    " accounts" + (itself ? " is not denied" : "") +
                    "; policies deny it for ids that they list, and no two accounts have one id";
  relate_accounts(accounts, "has an id that is not known", finding);
  relate_closest(answers.of(accounts.front()), finding);
  finding.related.push_back({resource_.span, about_management(organization_, accounts)});
  if (guardrail_.fix != nullptr) finding.fix = guardrail_.fix(facts_, organization_);
  findings_.push_back(std::move(finding));
}

void Reporter::unknown(const GuardrailCoverage& coverage, const std::vector<std::size_t>& accounts,
                       std::vector<Reason> reasons) {
  engine::Finding finding = start(undecided(std::move(reasons)), "unknown");
  finding.message = "whether " + std::string(guardrail_.subject) + " is denied in " +
                    (accounts.empty() || !coverage.declared ? "accounts declared elsewhere"
                                                            : how_many(organization_, coverage, accounts)) +
                    " depends on " + depends_on(finding.answer.reasons);
  relate_accounts(accounts, "is undecided", finding);
  findings_.push_back(std::move(finding));
}

void Reporter::safe(const GuardrailCoverage& coverage, PathAnswers& answers) {
  engine::Finding finding = start(answers.of(coverage.accounts.front()).answer, "safe");
  const bool everywhere = answers.of(organization::kRootNode).answer.verdict == Verdict::safe;
  finding.message = std::string(guardrail_.subject) + " is denied in " +
                    (everywhere ? "every member account, including accounts created elsewhere"
                                : all_accounts(organization_, coverage));
  finding.answer.proof.emplace_back(
      "FullAWSAccess is taken to be attached to every node; the management account is never bound");
  std::set<std::string> said;
  for (const std::size_t account : coverage.accounts)
    for (std::string& premise : defaults_on_path(organization_, account))
      if (said.insert(premise).second) finding.answer.proof.push_back(std::move(premise));
  for (std::string& premise : premises_of(facts_, organization_))
    finding.answer.proof.push_back(std::move(premise));
  findings_.push_back(std::move(finding));
}

void check_organization(const engine::Rule& rule, const engine::Facts& facts, const Guardrail& guardrail,
                        const Organization& organization, engine::Findings& findings) {
  if (reporting_place(organization) == nullptr) return;
  PathAnswers answers(organization, guardrail.question);
  GuardrailCoverage coverage = judge_guardrail(facts, organization, answers);
  Reporter reporter(rule, facts, guardrail, organization, findings);
  const bool all_decided = coverage.open.empty();
  if (!all_decided) {
    if (coverage.doubts.empty()) {
      if (guardrail.about_root_itself)
        std::erase_if(coverage.open, [&](std::size_t account) { return answers.of(account).partly; });
      if (!coverage.open.empty()) reporter.violation(coverage, answers);
    } else {
      coverage.unknown.insert(coverage.unknown.end(), coverage.open.begin(), coverage.open.end());
      std::sort(coverage.unknown.begin(), coverage.unknown.end());
      add_reasons(coverage.reasons, coverage.doubts);
    }
  }
  const bool some_open = coverage.open_among_them > 0 && coverage.doubts.empty();
  if (some_open &&
      !(guardrail.about_root_itself && answers.by_id(coverage.told_apart_by_id.front())->partly)) {
    reporter.some_open(coverage, answers);
    const std::set<std::size_t> said(coverage.told_apart_by_id.begin(), coverage.told_apart_by_id.end());
    std::erase_if(coverage.unknown, [&](std::size_t account) { return said.contains(account); });
    if (coverage.unknown.empty()) return;
  }
  if (!coverage.unknown.empty()) return reporter.unknown(coverage, coverage.unknown, coverage.reasons);
  if (!all_decided) return;
  if (organization.policy_type_unknown) {
    return reporter.unknown(coverage, coverage.accounts, {*organization.policy_type_unknown});
  }
  if (const std::optional<Reason> macro = rewriter_of(organization))
    return reporter.unknown(coverage, coverage.accounts, {*macro});
  reporter.safe(coverage, answers);
  // Without the organization in the code, accounts may lie outside of the units that are covered here.
  if (organization.resource == nullptr && !organization.complete &&
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

bool has_exemptions(const Organization& organization) {
  return std::any_of(organization.nodes.begin(), organization.nodes.end(),
                     [](const Node& node) { return !node.exempt.empty(); });
}

bool address_taken(const engine::Facts& facts, const std::string& unit, const std::string& address) {
  return std::any_of(facts.resources.begin(), facts.resources.end(), [&](const Resource& resource) {
    return resource.unit == unit && resource.address.compare(0, address.size(), address) == 0 &&
           (resource.address.size() == address.size() || resource.address[address.size()] == '[');
  });
}

}  // namespace rootproof::rules
