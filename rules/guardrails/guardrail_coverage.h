#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/engine/rule.h"
#include "analyzer/organization/guardrail_state.h"
#include "rules/guardrails/standing_ways.h"

/// Which accounts of an organization a guardrail reaches (domain.md §4.2, §4.3).
namespace rootproof::rules {

using organization::GuardrailState;

/// Answers one question for the nodes of one organization, about root users of its partitions. Nodes with the
/// same policies on their paths share an answer, so the cost grows with the distinct paths and not with the
/// accounts. Both arguments must outlive it.
class PathAnswers {
 public:
  PathAnswers(const organization::Organization& organization, policy::RootQuestion question);

  /// For an account; for any other node, what holds for an account placed directly under it. Where somebody
  /// else may have moved one of them, root is denied only if it is so wherever that one stands.
  [[nodiscard]] const policy::RootAnswer& of(std::size_t node);
  /// What hangs on the id of an account, where it is not known.
  struct ById {
    std::set<std::string>
        closed_for;           ///< with these all that is asked about is denied, with others it is not
    policy::Request witness;  ///< with another
    bool partly = false;      ///< RootAnswer::partly, with another
  };
  /// nullptr where the answer does not hang on the id alone.
  [[nodiscard]] const ById* by_id(std::size_t node);
  /// The witness of its violation, as a request in this very account.
  [[nodiscard]] policy::Request witness(std::size_t node);
  [[nodiscard]] const policy::RootQuestion& question() const { return question_; }
  /// Of a guardrail that denies root everything, a policy that denies everybody a few actions is no part.
  [[nodiscard]] bool asks_everything() const { return asks_everything_; }

 private:
  using Key = std::vector<std::uintptr_t>;
  [[nodiscard]] const policy::RootAnswer& as_written(std::size_t node);
  [[nodiscard]] std::optional<value::Reason> why_elsewhere(std::size_t node) const;
  [[nodiscard]] policy::RootAnswer answer(const policy::ScpPath& path);
  [[nodiscard]] bool asks_nothing_in(const policy::RootQuestion& question);
  [[nodiscard]] policy::RootAnswer answer_in(const policy::ScpPath& path,
                                             const policy::RootQuestion& question);
  [[nodiscard]] policy::RootAnswer wherever_it_stands(const policy::ScpPath& path,
                                                      const policy::RootQuestion& question);
  [[nodiscard]] std::vector<value::Reason> told_apart_by_unknown(const policy::ScpPath& path,
                                                                 const policy::RootQuestion& question,
                                                                 const policy::RootAnswer& open);
  /// How a document tells accounts from each other.
  struct NamedAccounts {
    bool any = false;        ///< it may
    bool by_id_only = true;  ///< if so, only those with these ids from all others
    std::set<std::string> ids;
    std::set<std::string> examples{};          ///< of ids that patterns take in
    bool by_place = false;                     ///< it asks for the organization or the place in it
    std::set<std::string> organization_ids{};  ///< and names these ids of organizations, roots and units
    std::set<std::string> partial_ids{};       ///< and these in part
  };
  [[nodiscard]] const NamedAccounts& named_accounts(const policy::PolicyDocument& document);
  [[nodiscard]] NamedAccounts named_on(const policy::ScpPath& path);
  [[nodiscard]] static std::string told_apart_as(const policy::ScpPath& path, const NamedAccounts& named);
  [[nodiscard]] bool has_a_say(const policy::PolicyDocument& document);
  [[nodiscard]] bool adds_nothing(std::size_t node) const;
  [[nodiscard]] static Key key(const policy::ScpPath& path);

  const organization::Organization& organization_;
  StandingObjects objects_;
  policy::RootQuestion question_;
  bool asks_everything_ = false;
  std::map<std::pair<std::string, Key>, policy::RootAnswer> known_;
  std::map<const policy::PolicyDocument*, NamedAccounts> named_accounts_;
  /// The services whose actions are asked about, in lower case; nothing where any may be.
  std::optional<std::set<std::string>> services_;
  std::map<const policy::PolicyDocument*, bool> has_a_say_;
  std::map<std::string, bool> asks_nothing_;  ///< by partition
  std::map<const policy::RootAnswer*, ById> by_id_;
  std::optional<ById> last_by_id_;  ///< of the answer that is being found
  std::vector<const policy::RootAnswer*> by_node_;
  std::vector<const policy::RootAnswer*> below_;  ///< for accounts under a node that add nothing of their own
  /// The organization with all that may be moved directly under the root: what hangs on it still binds them.
  std::unique_ptr<const organization::Organization> moved_;
  std::unique_ptr<PathAnswers> when_moved_;
  std::map<std::size_t, policy::RootAnswer> doubted_;  ///< by node
};

/// What was found out about one organization.
struct GuardrailCoverage {
  std::vector<std::size_t> accounts;   ///< judged: accounts in the code, or the root for one placed there
  std::vector<std::size_t> open;       ///< violation
  std::vector<std::size_t> unknown;    ///< undecided
  std::vector<value::Reason> reasons;  ///< why undecided, and what else is not known
  /// Undecided by their ids alone: of so many accounts only some can have the ids for which root is denied.
  std::vector<std::size_t> told_apart_by_id;
  std::size_t open_among_them = 0;  ///< at least so many are open, whichever they are
  /// Why an account that looks open may be covered by what this code does not show; empty when it is surely
  /// open.
  std::vector<value::Reason> doubts;
  bool declared = true;  ///< false: no account in the code; the root stands for one
};

/// Judges the accounts of an organization. Rows of domain.md §4.3 decide what parts that live elsewhere mean.
[[nodiscard]] GuardrailCoverage judge_guardrail(const engine::Facts& facts,
                                                const organization::Organization& organization,
                                                PathAnswers& answers);

/// The state of one node, after judge_guardrail().
[[nodiscard]] GuardrailState state_of(const organization::Organization& organization, std::size_t node,
                                      const GuardrailCoverage& coverage, PathAnswers& answers);

/// Why the state of a node is undecided.
[[nodiscard]] std::vector<value::Reason> reasons_of(const organization::Organization& organization,
                                                    std::size_t node, const GuardrailCoverage& coverage,
                                                    PathAnswers& answers);

/// Says in a finding of which root module the organization is, where several root modules call one module
/// that declares it: their answers stand at one place.
void name_root_module(const engine::Facts& facts, const organization::Organization& organization,
                      engine::Finding& finding);

/// The question of the guardrail deny-root, without what the configuration allows.
[[nodiscard]] policy::RootQuestion every_request_of_root(const engine::Facts& facts);

/// An account whose root user guardrails are asked about: no management account, none that is exempt.
[[nodiscard]] bool is_member_account(const organization::Node& node);

/// The object that brought the organization in scope: itself, else its first account, else its first policy.
[[nodiscard]] const Resource* reporting_place(const organization::Organization& organization);

}  // namespace rootproof::rules
