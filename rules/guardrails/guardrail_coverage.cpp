#include "rules/guardrails/guardrail_coverage.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <utility>

#include "analyzer/organization/reference.h"
#include "analyzer/policy/operators.h"
#include "analyzer/policy/organization_ids.h"
#include "parsers/arn.h"
#include "parsers/left_to_others.h"
#include "parsers/organization_files/organization_files.h"
#include "rules/answers.h"
#include "rules/guardrails/root_fence.h"
#include "rules/guardrails/standing_ways.h"
#include "rules/guardrails/unseen_parts.h"

namespace rootproof::rules {
namespace {

using organization::Node;
using organization::NodeKind;
using organization::Organization;
using policy::PolicyDocument;
using policy::RootAnswer;
using policy::Verdict;
using value::Reason;
using value::ReasonKind;

/// `Allow * on *` without conditions, as FullAWSAccess says.
bool allows_everything(const policy::Statement& statement) {
  const auto is_star = [](const std::vector<policy::Pattern>& patterns) {
    return patterns.size() == 1 && patterns[0].text() == "*";
  };
  return statement.effect == policy::Effect::allow && statement.unknowns.empty() &&
         statement.conditions.empty() && !statement.not_action && is_star(statement.actions) &&
         !statement.not_resource && is_star(statement.resources);
}

/// A policy of the level that allows less than everything; nullptr when there is none.
const PolicyDocument* allow_list(const policy::ScpLevel& level) {
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

bool is_digit(char c) { return c >= '0' && c <= '9'; }

constexpr std::size_t kAccountIdDigits = 12;
/// Stands for every account that no policy on the path names.
constexpr std::string_view kAnyOtherAccount = "another account";
constexpr std::size_t kNamedAccountsAsked = 8;  ///< of those that policies name, in one question

/// Whether a pattern or value may tell one account id from another: digits in a row, a digit beside a
/// wildcard, `?`, or a part that is not known. "eu-west-1" does not.
bool may_name_account(const policy::PolicyString& string) {
  const std::optional<std::string> text = string.text();
  if (!text || text->find('?') != std::string::npos || text->find("${") != std::string::npos) return true;
  for (std::size_t i = 1; i < text->size(); ++i) {
    const char left = (*text)[i - 1];
    const char right = (*text)[i];
    if ((is_digit(left) && (is_digit(right) || right == '*')) || (left == '*' && is_digit(right)))
      return true;
  }
  return false;
}

/// A condition whose key holds an account id may compare it in any way.
bool may_name_account(const policy::Condition& condition) {
  if (condition.unknown || condition.values_unknown) return true;
  return std::any_of(
      condition.values.begin(), condition.values.end(), [&](const policy::PolicyString& value) {
        const std::optional<std::string> text = value.text();
        const bool digits = text && std::any_of(text->begin(), text->end(), is_digit);
        const bool region =
            condition.key.size() >= 6 && condition.key.compare(condition.key.size() - 6, 6, "Region") == 0;
        return may_name_account(value) || (digits && !region);
      });
}

/// Ids that patterns of a text take in: digits with wildcards among them, filled up.
void add_examples(const policy::PolicyString& string, std::set<std::string>& examples) {
  const std::string text = string.text().value_or("");
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin;
    while (end < text.size() && (is_digit(text[end]) || text[end] == '?' || text[end] == '*')) ++end;
    std::string id = text.substr(begin, end - begin);
    begin = std::max(end, begin + 1);
    if (std::none_of(id.begin(), id.end(), is_digit) || id.find_first_of("?*") == std::string::npos) continue;
    std::replace(id.begin(), id.end(), '?', '5');
    const std::size_t star = id.find('*');
    std::erase(id, '*');
    if (star != std::string::npos && id.size() < kAccountIdDigits)
      id.insert(star, kAccountIdDigits - id.size(), '5');
    if (id.size() == kAccountIdDigits) examples.insert(std::move(id));
  }
}

/// The account ids that a text tells from all others, into `ids`; false where it may tell accounts apart in
/// another way. Account ids are twelve digits between other characters, so of digits that no wildcard touches
/// only twelve in a row can be one.
bool add_ids(const policy::PolicyString& string, std::set<std::string>& ids) {
  if (!may_name_account(string)) return true;
  const std::optional<std::string> text = string.text();
  if (!text || text->find('?') != std::string::npos || text->find("${") != std::string::npos) return false;
  for (std::size_t begin = 0; begin < text->size();) {
    std::size_t end = begin;
    while (end < text->size() && is_digit((*text)[end])) ++end;
    const bool touched = end > begin && ((begin > 0 && (*text)[begin - 1] == '*') ||
                                         (end < text->size() && (*text)[end] == '*'));
    if (touched) return false;
    if (end - begin == kAccountIdDigits) ids.insert(text->substr(begin, end - begin));
    begin = end + 1;
  }
  return true;
}

bool add_ids(const policy::Condition& condition, std::set<std::string>& ids) {
  if (!may_name_account(condition)) return true;
  const std::optional<policy::ConditionOperator> op = policy::parse_operator(condition.operator_name);
  const bool as_text = op && policy::takes_variables(op->family);
  if (condition.unknown || condition.values_unknown || !as_text) return false;
  return std::all_of(condition.values.begin(), condition.values.end(),
                     [&](const policy::PolicyString& value) { return add_ids(value, ids); });
}

std::optional<Reason> why_moved(const Node& node) {
  return node.resource == nullptr ? std::nullopt : left_to_others(*node.resource, "parent_id");
}

/// Twelve digits that are none of these ids.
std::string unnamed_account(const std::set<std::string>& named) {
  std::uint64_t id = 246'813'579'024;
  while (named.contains(std::to_string(id))) ++id;
  return std::to_string(id);
}

/// Whether another account is known to have an id; an id of which nothing else is known may be that of any.
bool is_account_of_code(const Organization& organization, const std::string& id) {
  return std::any_of(organization.nodes.begin(), organization.nodes.end(),
                     [&id](const Node& node) { return node.identity == id && node.resource != nullptr; });
}

policy::Answer no_question(const std::string& partition) {
  return undecided({{ReasonKind::invalid,
                     "a guardrail that denies root users of the partition " + partition + " nothing",
                     {}}});
}

bool has_own_policies(const Organization& organization) {
  return std::any_of(organization.policies.begin(), organization.policies.end(),
                     [](const auto& policy) { return policy.resource != nullptr; });
}

void add_reason(std::vector<Reason>& reasons, const Reason& reason) {
  for (const Reason& known : reasons) {
    if (known.kind == reason.kind && known.detail == reason.detail) return;
  }
  reasons.push_back(reason);
}

/// Accounts without any policy and without the organization: these are kept elsewhere (domain.md §4.3).
std::optional<Reason> policies_elsewhere(const Organization& organization) {
  const bool accounts = std::any_of(organization.nodes.begin(), organization.nodes.end(), is_member_account);
  if (organization.complete || organization.resource != nullptr || !accounts ||
      has_own_policies(organization))
    return std::nullopt;
  return Reason{ReasonKind::partial_organization, "service control policies of these accounts",
                reporting_place(organization)->span};
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

/// An attachment to the root of an organization that is only looked up.
bool attaches_to_found_root(const Organization& organization, std::size_t index, Language language) {
  const organization::Attachment& attachment = organization.attachments[index];
  if (attachment.resource == nullptr || attachment.resource->language != language) return false;
  const auto targets = organization::references(attachment.resource->property("target_id"));
  return std::any_of(targets.begin(), targets.end(), [](const organization::Reference& target) {
    return target.symbol.find("data.aws_organizations_organization.") != std::string::npos;
  });
}

/// What another unit attaches to the root of the organization that it looks up binds the accounts of this
/// unit, if both are of the same organization.
const Organization* root_policies_elsewhere(const engine::Facts& facts, const Organization& organization,
                                            PathAnswers& answers) {
  const Language language = reporting_place(organization)->language;
  for (const Organization& other : facts.organizations) {
    if (&other == &organization || other.resource != nullptr || other.nodes.empty()) continue;
    const auto& attached = other.nodes[organization::kRootNode].attached;
    if (std::none_of(attached.begin(), attached.end(), [&](std::size_t attachment) {
          return attaches_to_found_root(other, attachment, language);
        }))
      continue;
    // What denies only a part may be what is missing beside the policies of this unit.
    PathAnswers there(other, answers.question());
    const RootAnswer& answer = there.of(organization::kRootNode);
    const bool adds = has_own_policies(organization) && (answer.partly || answer.denied_at_all);
    if (answer.answer.verdict != Verdict::violation || adds) return &other;
  }
  return nullptr;
}

/// The Landing Zone Accelerator creates no organization: its policies are attached in the one that it finds,
/// and a template of the same scan that creates an organization without policies prepares that one for it.
const Organization* accelerator_beside(const engine::Facts& facts, const Organization& organization) {
  const Resource* created = organization.resource;
  if (created == nullptr || created->language != Language::cloudformation || has_own_policies(organization) ||
      !organization_files::tool_of(*created).empty())
    return nullptr;
  for (const Organization& other : facts.organizations) {
    const Resource* place = &other == &organization ? nullptr : reporting_place(other);
    if (place != nullptr && place->type.starts_with("LZA::") && has_own_policies(other)) return &other;
  }
  return nullptr;
}

/// A node of this code, other than the root, below which root is denied.
const Node* covered_part(const Organization& organization, PathAnswers& answers) {
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
                           const GuardrailCoverage& coverage, PathAnswers& answers) {
  // No policy of whatever module has an effect, as RP402 says.
  if (organization.policy_type_disabled && !organization.policy_type_unknown) return {};
  std::vector<Reason> reasons = unseen_parts_of(facts, organization);
  const Organization* other = fence_elsewhere(facts, organization);
  if (other == nullptr && organization.resource != nullptr && !coverage.open.empty())
    other = root_policies_elsewhere(facts, organization, answers);
  if (other == nullptr) other = accelerator_beside(facts, organization);
  if (other != nullptr) {
    reasons.push_back(
        {ReasonKind::partial_organization, "policies of " + other->unit, place_of(organization)});
  }
  if (const std::optional<Reason> reason = policies_elsewhere(organization)) reasons.push_back(*reason);
  if (!coverage.declared && !organization.complete) {
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

/// Of a guardrail that denies root everything, a policy that denies everybody a few actions is no part.
bool denies_everything(const policy::RootQuestion& question) {
  if (!question.action.empty()) return false;
  if (question.guardrail == nullptr) return true;
  const auto& statements = question.guardrail->statements;
  return std::any_of(statements.begin(), statements.end(), [](const policy::Statement& statement) {
    return statement.not_action ||
           std::any_of(statement.actions.begin(), statement.actions.end(),
                       [](const policy::Pattern& action) { return action.text() == "*"; });
  });
}

/// The service that an action pattern speaks of, in lower case; nothing where that may be any.
std::optional<std::string> service_of(const std::optional<std::string>& action) {
  const std::size_t colon = action ? action->find(':') : std::string::npos;
  if (colon == std::string::npos || action->find_first_of("*?$") < colon) return std::nullopt;
  return policy::to_lower(std::string_view(*action).substr(0, colon));
}

/// Whether a statement may speak of an action of one of these services.
bool may_speak_of(const policy::Statement& statement, const std::set<std::string>& services) {
  if (statement.effect != policy::Effect::deny || statement.not_action || !statement.unknowns.empty())
    return true;
  return std::any_of(statement.actions.begin(), statement.actions.end(), [&](const policy::Pattern& action) {
    const std::optional<std::string> service = service_of(action.text());
    return !service || services.contains(*service);
  });
}

std::optional<std::set<std::string>> services_asked_about(const policy::RootQuestion& question) {
  std::vector<std::optional<std::string>> actions;
  if (!question.action.empty()) {
    actions.emplace_back(question.action);
  } else if (question.guardrail != nullptr) {
    for (const policy::Statement& statement : question.guardrail->statements) {
      if (statement.not_action || !statement.unknowns.empty()) return std::nullopt;
      for (const policy::Pattern& action : statement.actions) actions.push_back(action.text());
    }
  } else {
    return std::nullopt;
  }
  std::set<std::string> services;
  for (const std::optional<std::string>& action : actions) {
    std::optional<std::string> service = service_of(action);
    if (!service) return std::nullopt;
    services.insert(*std::move(service));
  }
  return services;
}

}  // namespace

void name_root_module(const engine::Facts& facts, const Organization& organization,
                      engine::Finding& finding) {
  const Resource& place = *reporting_place(organization);
  if (place.language != Language::terraform) return;
  const bool several =
      std::any_of(facts.organizations.begin(), facts.organizations.end(), [&](const Organization& other) {
        const Resource* const same = &other == &organization ? nullptr : reporting_place(other);
        return same != nullptr && same->span == place.span && same->unit != place.unit;
      });
  if (several) finding.related.push_back({place.span, "in the root module " + place.unit});
}

policy::RootQuestion every_request_of_root(const engine::Facts& facts) {
  policy::RootQuestion question;
  question.except = facts.settings.allowed_root_actions;
  return question;
}

bool is_member_account(const Node& node) {
  return node.kind == NodeKind::account && !node.management && node.exempt.empty() &&
         node.resource != nullptr;
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

PathAnswers::PathAnswers(const Organization& organization, policy::RootQuestion question)
    : organization_(organization),
      objects_(organization),
      question_(std::move(question)),
      asks_everything_(denies_everything(question_)),
      services_(services_asked_about(question_)),
      by_node_(organization.nodes.size(), nullptr),
      below_(organization.nodes.size(), nullptr) {}

/// Whether the policies of an account are those of its parent, whoever the account is.
bool PathAnswers::adds_nothing(std::size_t node) const {
  const Node& account = organization_.nodes[node];
  return account.kind == NodeKind::account && account.resource != nullptr && account.attached.empty() &&
         account.resource->guard.always() && !account.lacks_full_aws_access && !account.parent_unknown &&
         account.parent.has_value();
}

/// A policy that only denies actions of other services than those asked about changes no answer; without it
/// more paths are alike.
bool PathAnswers::has_a_say(const PolicyDocument& document) {
  if (!services_) return true;
  const auto [entry, added] = has_a_say_.try_emplace(&document, true);
  if (added && document.unknowns.empty())
    entry->second =
        std::any_of(document.statements.begin(), document.statements.end(),
                    [&](const policy::Statement& statement) { return may_speak_of(statement, *services_); });
  return entry->second;
}

/// Why a node may stand elsewhere than the code says: somebody else may have moved it, or one above it.
std::optional<Reason> PathAnswers::why_elsewhere(std::size_t node) const {
  for (std::optional<std::size_t> at = node; at; at = organization_.nodes[*at].parent)
    if (std::optional<Reason> reason = why_moved(organization_.nodes[*at])) return reason;
  return std::nullopt;
}

const RootAnswer& PathAnswers::of(std::size_t node) {
  const RootAnswer& answer = as_written(node);
  if (answer.answer.verdict != Verdict::safe) return answer;
  const std::optional<Reason> elsewhere = why_elsewhere(node);
  if (!elsewhere) return answer;
  const auto [entry, added] = doubted_.try_emplace(node, answer);
  if (!added) return entry->second;
  if (!when_moved_) {
    auto moved = std::make_unique<Organization>(organization_);
    for (Node& each : moved->nodes)
      if (why_moved(each)) {
        each.parent = organization::kRootNode;
        each.place_unknown = true;
      }
    when_moved_ = std::make_unique<PathAnswers>(*moved, question_);
    moved_ = std::move(moved);
  }
  if (when_moved_->as_written(node).answer.verdict != Verdict::safe)
    entry->second.answer = undecided({*elsewhere});
  return entry->second;
}

const RootAnswer& PathAnswers::as_written(std::size_t node) {
  if (by_node_[node] != nullptr) return *by_node_[node];
  const RootAnswer** const below_parent =
      adds_nothing(node) ? &below_[*organization_.nodes[node].parent] : nullptr;
  if (below_parent != nullptr && *below_parent != nullptr) return *(by_node_[node] = *below_parent);
  policy::ScpPath path = organization::scp_path(organization_, node);
  for (policy::ScpLevel& level : path.levels)
    std::erase_if(level.documents, [&](const PolicyDocument* document) { return !has_a_say(*document); });
  const NamedAccounts named = named_on(path);
  const std::string account = told_apart_as(path, named);
  // Accounts of one parent stand in the same place.
  const std::string place = named.by_place ? " in " + path.place : std::string();
  const auto [entry, added] = known_.try_emplace({account + place, key(path)});
  if (added) {
    last_by_id_.reset();
    entry->second = answer(path);
    if (last_by_id_) by_id_.emplace(&entry->second, *std::exchange(last_by_id_, std::nullopt));
  }
  by_node_[node] = &entry->second;
  if (below_parent != nullptr && account.empty()) *below_parent = &entry->second;
  return entry->second;
}

const PathAnswers::ById* PathAnswers::by_id(std::size_t node) {
  const auto found = by_id_.find(&of(node));
  return found == by_id_.end() ? nullptr : &found->second;
}

/// What all policies of a path together name.
PathAnswers::NamedAccounts PathAnswers::named_on(const policy::ScpPath& path) {
  NamedAccounts all;
  const auto add = [&](const PolicyDocument* document) {
    const NamedAccounts& named = named_accounts(*document);
    all.any = all.any || named.any;
    all.by_id_only = all.by_id_only && named.by_id_only;
    all.ids.insert(named.ids.begin(), named.ids.end());
    all.examples.insert(named.examples.begin(), named.examples.end());
    all.by_place = all.by_place || named.by_place;
    all.organization_ids.insert(named.organization_ids.begin(), named.organization_ids.end());
    all.partial_ids.insert(named.partial_ids.begin(), named.partial_ids.end());
  };
  if (question_.guardrail != nullptr) add(question_.guardrail);
  for (const policy::ScpLevel& level : path.levels) {
    for (const PolicyDocument* document : level.documents) add(document);
    for (const PolicyDocument* document : level.uncertain) add(document);
  }
  return all;
}

/// By what the policies of a path tell its account from others: nothing, its id, or that they do not name it.
std::string PathAnswers::told_apart_as(const policy::ScpPath& path, const NamedAccounts& named) {
  if (!named.any) return {};
  return named.by_id_only && !named.ids.contains(path.account) && !path.account.empty()
             ? std::string(kAnyOtherAccount)
             : path.account;
}

/// Where an answer is shared nothing tells one account from another, so any of them may stand in the request.
policy::Request PathAnswers::witness(std::size_t node) {
  policy::Request request = of(node).answer.witness.value_or(policy::Request{});
  const std::string& own = organization_.nodes[node].identity;
  if (!request.principal || request.principal->account == own || !is_account_id(own)) return request;
  const std::string other = request.principal->account;
  const auto rename = [&](std::string& text) {
    for (std::size_t at = text.find(other); at != std::string::npos; at = text.find(other, at + own.size()))
      text.replace(at, other.size(), own);
  };
  rename(request.principal->account);
  rename(request.principal->arn);
  rename(request.resource);
  for (auto& [key, values] : request.context) {
    for (std::string& value : values) rename(value);
  }
  return request;
}

/// What is not known of a document is not known for every account alike; only written statements tell them
/// apart.
const PathAnswers::NamedAccounts& PathAnswers::named_accounts(const PolicyDocument& document) {
  const auto [entry, added] = named_accounts_.try_emplace(&document);
  NamedAccounts& accounts = entry->second;
  if (!added) return accounts;
  for (const policy::Statement& statement : document.statements) {
    if (!statement.unknowns.empty()) {
      accounts.any = true;
      accounts.by_id_only = false;
    }
    for (const policy::Pattern& resource : statement.resources) {
      accounts.any = accounts.any || may_name_account(resource);
      accounts.by_id_only = add_ids(resource, accounts.ids) && accounts.by_id_only;
    }
    for (const policy::Condition& condition : statement.conditions) {
      if (policy::holds_organization_ids(condition.key)) {
        accounts.by_place = true;
        continue;
      }
      accounts.any = accounts.any || may_name_account(condition);
      accounts.by_id_only = add_ids(condition, accounts.ids) && accounts.by_id_only;
      for (const policy::PolicyString& value : condition.values) add_examples(value, accounts.examples);
    }
  }
  if (accounts.by_place) {
    accounts.organization_ids = policy::organization_ids_in(document);
    accounts.partial_ids = policy::partial_organization_ids_in(document);
  }
  return accounts;
}

bool PathAnswers::asks_nothing_in(const policy::RootQuestion& question) {
  if (question.guardrail == nullptr) return false;
  const auto [entry, added] = asks_nothing_.try_emplace(question.partition, false);
  if (!added) return entry->second;
  policy::ScpPath bare;
  bare.levels.emplace_back().name = "root";
  entry->second = policy::root_is_denied(bare, question).answer.verdict == Verdict::safe;
  return entry->second;
}

RootAnswer PathAnswers::answer(const policy::ScpPath& path) {
  // Root users of every partition must be denied; the gravest answer is that of the whole.
  std::optional<RootAnswer> whole;
  bool differ = false;
  for (const std::string& partition : organization_.partitions()) {
    policy::RootQuestion question = question_;
    question.partition = partition;
    RootAnswer one = answer_in(path, question);
    // Who is in another partition after all calls IAM in another Region.
    if (one.answer.verdict == Verdict::safe && one.by_region_of_global_services &&
        organization_.known_partitions.empty()) {
      question.region_of_global_services = false;
      if (answer_in(path, question).answer.verdict != Verdict::safe) {
        const source::Span span =
            organization_.resource == nullptr ? source::Span() : organization_.resource->span;
        one.answer = undecided({{ReasonKind::unknown_variable, "the partition of the organization", span}});
      }
    }
    // Where a guardrail speaks of other partitions, nothing covers what nobody asked for.
    if (one.answer.verdict == Verdict::safe && asks_nothing_in(question)) one.answer = no_question(partition);
    differ = differ || (whole && one.answer.verdict != whole->answer.verdict);
    if (!whole || one.answer.verdict < whole->answer.verdict) whole = std::move(one);
  }
  if (differ && organization_.partition_unknown && whole->answer.verdict == Verdict::violation)
    whole->answer = undecided({*organization_.partition_unknown});
  return std::move(*whole);
}

/// An account has one id. Where the code does not tell which, and the policies do something else for those
/// that they name than for others, nothing is known of the account.
std::vector<Reason> PathAnswers::told_apart_by_unknown(const policy::ScpPath& path,
                                                       const policy::RootQuestion& question,
                                                       const RootAnswer& open) {
  if (!path.account.empty() || !open.answer.witness || !open.answer.witness->principal) return {};
  const NamedAccounts named = named_on(path);
  if (!named.any) return {};
  const auto answer_for = [&](const std::string& id) {
    policy::ScpPath of_one = path;
    of_one.account = id;
    return policy::root_is_denied(of_one, question);
  };
  const auto is_closed_for = [&](const std::string& id) {
    return answer_for(id).answer.verdict != Verdict::violation;
  };
  const auto depends_on_id = [](const std::string& id) {
    return Reason{ReasonKind::external_target, "whether an account is " + id, {}};
  };
  const RootAnswer unnamed = answer_for(unnamed_account(named.ids));
  if (unnamed.answer.verdict != Verdict::violation)
    return {depends_on_id(open.answer.witness->principal->account)};
  for (const std::string& id : named.examples)
    if (is_closed_for(id)) return {depends_on_id("one like " + id)};
  std::size_t asked = 0;
  std::vector<Reason> reasons;
  std::set<std::string> closed;
  for (const std::string& id : named.ids) {
    if (is_account_of_code(organization_, id)) continue;
    if (++asked > kNamedAccountsAsked) {
      closed.insert(id);  // for all that is known
      continue;
    }
    if (!is_closed_for(id)) continue;
    closed.insert(id);
    if (reasons.empty()) reasons.push_back(depends_on_id(id));
  }
  if (reasons.empty() && !closed.empty()) reasons.push_back({ReasonKind::limit, "kNamedAccountsAsked", {}});
  if (named.by_id_only) last_by_id_ = ById{std::move(closed), *unnamed.answer.witness, unnamed.partly};
  return reasons;
}

/// An id that the code does not tell may be one that a policy names: the answer is known where it is the same
/// then.
RootAnswer PathAnswers::wherever_it_stands(const policy::ScpPath& path,
                                           const policy::RootQuestion& question) {
  RootAnswer answer = policy::root_is_denied(path, question);
  if (path.stand_ins.empty() || answer.answer.verdict == Verdict::undecided) return answer;
  const NamedAccounts on_path = named_on(path);
  const StandingWays ways = objects_.ways(path, on_path.organization_ids, on_path.partial_ids);
  // Those in which most is settled first: where the policies name whole paths, they are the ones that differ.
  for (auto way = ways.paths.rbegin(); way + 1 != ways.paths.rend(); ++way) {
    if (policy::root_is_denied(*way, question).answer.verdict == answer.answer.verdict) continue;
    answer.answer = undecided(taken_on(path, *way));
    return answer;
  }
  if (!ways.untold.empty()) answer.answer = undecided(ways.untold);
  return answer;
}

/// An allow list does something only where FullAWSAccess was taken away, which code does not show: an
/// account that is open beside FullAWSAccess and closed without it is undecided (domain.md §4.2).
RootAnswer PathAnswers::answer_in(const policy::ScpPath& path, const policy::RootQuestion& question) {
  RootAnswer beside = wherever_it_stands(path, question);
  if (beside.answer.verdict != Verdict::violation) return beside;
  if (std::vector<Reason> unknown = told_apart_by_unknown(path, question, beside); !unknown.empty()) {
    // Beside an allow list nobody knows which of the accounts are open.
    const bool has_list = std::any_of(path.levels.begin(), path.levels.end(), [](const auto& level) {
      return !level.full_aws_access_stated && allow_list(level) != nullptr;
    });
    if (has_list) last_by_id_.reset();
    beside.answer = undecided(std::move(unknown));
    return beside;
  }
  last_by_id_.reset();
  policy::ScpPath bare = path;
  std::vector<Reason> reasons;
  for (policy::ScpLevel& level : bare.levels) {
    const PolicyDocument* list = level.full_aws_access_stated ? nullptr : allow_list(level);
    if (list == nullptr) continue;
    level.full_aws_access = false;
    reasons.push_back({ReasonKind::partial_organization,
                       "whether FullAWSAccess is still attached to " + level.name + " beside its allow list",
                       list->span});
  }
  if (reasons.empty()) return beside;
  RootAnswer without = wherever_it_stands(bare, question);
  // What passes without FullAWSAccess passes beside it: a witness for either.
  if (without.answer.verdict == Verdict::violation) {
    beside.answer.witness = without.answer.witness;
    return beside;
  }
  for (const Reason& reason : without.answer.reasons) reasons.push_back(reason);
  without.answer = undecided(std::move(reasons));
  return without;
}

PathAnswers::Key PathAnswers::key(const policy::ScpPath& path) {
  Key key;
  for (const policy::ScpLevel& level : path.levels) {
    // A node with nothing but FullAWSAccess changes nothing.
    if (level.full_aws_access && level.documents.empty() && level.uncertain.empty()) continue;
    key.push_back(level.full_aws_access ? (level.full_aws_access_stated ? 3 : 1) : 2);
    for (const auto* document : level.documents) key.push_back(reinterpret_cast<std::uintptr_t>(document));
    key.push_back(0);
    for (const auto* document : level.uncertain) key.push_back(reinterpret_cast<std::uintptr_t>(document));
  }
  return key;
}

namespace {

/// An id is of one account only: of several accounts not all can have the ids for which root is denied.
void count_open_among(const Organization& organization, PathAnswers& answers, GuardrailCoverage& coverage) {
  std::set<std::string> closed;
  for (const std::size_t account : coverage.unknown) {
    const PathAnswers::ById* const by_id = answers.by_id(account);
    if (by_id == nullptr || organization.nodes[account].may_be_absent) continue;
    coverage.told_apart_by_id.push_back(account);
    closed.insert(by_id->closed_for.begin(), by_id->closed_for.end());
  }
  const std::size_t count = coverage.told_apart_by_id.size();
  if (!coverage.declared || organization.partitions().size() > 1) return;
  coverage.open_among_them = count - std::min(count, closed.size());
}

}  // namespace

GuardrailCoverage judge_guardrail(const engine::Facts& facts, const Organization& organization,
                                  PathAnswers& answers) {
  GuardrailCoverage coverage;
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
  coverage.doubts = doubts(facts, organization, coverage, answers);
  count_open_among(organization, answers, coverage);
  return coverage;
}

GuardrailState state_of(const Organization& organization, std::size_t node, const GuardrailCoverage& coverage,
                        PathAnswers& answers) {
  if (organization.nodes[node].management || !organization.nodes[node].exempt.empty())
    return GuardrailState::exempt;
  const RootAnswer& answer = answers.of(node);
  switch (answer.answer.verdict) {
    case Verdict::safe:
      return organization.policy_type_unknown ? GuardrailState::undecided : GuardrailState::covered;
    case Verdict::undecided:
      return GuardrailState::undecided;
    case Verdict::violation:
      break;
  }
  if (!coverage.doubts.empty()) return GuardrailState::undecided;
  const bool in_part = answers.asks_everything() ? answer.partly : answer.denied_at_all;
  return in_part ? GuardrailState::partly : GuardrailState::open;
}

std::vector<Reason> reasons_of(const Organization& organization, std::size_t node,
                               const GuardrailCoverage& coverage, PathAnswers& answers) {
  const RootAnswer& answer = answers.of(node);
  switch (answer.answer.verdict) {
    case Verdict::safe:
      return organization.policy_type_unknown ? std::vector<Reason>{*organization.policy_type_unknown}
                                              : std::vector<Reason>{};
    case Verdict::undecided:
      return answer.answer.reasons;
    case Verdict::violation:
      return coverage.doubts;
  }
  return {};
}

}  // namespace rootproof::rules
