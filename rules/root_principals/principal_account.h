#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/engine/rule.h"
#include "rules/root_principals/home_accounts.h"
#include "rules/root_principals/own_organization.h"

/// Which account a principal names, seen from the resource whose policy names it.
namespace rootproof::rules {

enum class AccountRelation : std::uint8_t {
  own,           ///< the account of the resource itself
  trusted,       ///< listed by the user
  organization,  ///< an account of the organization, as code or its description shows that
  aws_service,   ///< an account of AWS itself that a service writes logs from
  foreign,
  unknown,
};

struct RelatedAccount {
  AccountRelation relation = AccountRelation::unknown;
  std::vector<value::Reason> reasons;  ///< for unknown
  /// For foreign and unknown: other accounts, of which one is the own one, or this is.
  std::vector<std::string> rivals = {};
  /// Of foreign: the id where nothing in the code tells which account is the own one.
  std::string undeclared = {};
};

/// What the facts say about accounts, looked up once for all principals. The facts must outlive it.
class KnownAccounts {
 public:
  explicit KnownAccounts(const engine::Facts& facts);

  /// Whether it is known which account the management account is of the unit's organization. Where it is,
  /// `relate` knows that account as one of the organization.
  [[nodiscard]] bool knows_management(const std::string& unit) const;
  [[nodiscard]] const engine::Facts& facts() const { return facts_; }

  /// Decides for a principal that names a whole account, or that may turn out to.
  [[nodiscard]] RelatedAccount relate(const engine::PolicyInstance& instance,
                                      const policy::Statement& statement,
                                      const policy::Principal& principal) const;

  /// OwnOrganization::lets_whole_account_in.
  [[nodiscard]] policy::Answer lets_in_as_a_whole(const engine::PolicyInstance& instance,
                                                  const policy::PolicyDocument& document,
                                                  std::size_t statement, std::size_t principal) const {
    return organization_.lets_whole_account_in(instance, document, statement, principal);
  }
  /// OwnOrganization::lets_other_organization_in.
  [[nodiscard]] std::optional<policy::Answer> lets_other_organization_in(
      const engine::PolicyInstance& instance, std::size_t statement) const {
    return organization_.lets_other_organization_in(instance, statement);
  }

 private:
  [[nodiscard]] RelatedAccount relate_literal(const engine::PolicyInstance& instance,
                                              const policy::Statement& statement,
                                              const std::string& id) const;
  [[nodiscard]] RelatedAccount relate_symbol(const engine::PolicyInstance& instance,
                                             const policy::Principal& principal) const;
  /// Whether an account is that of the policy for certain.
  [[nodiscard]] bool is_own(const engine::PolicyInstance& instance, const policy::Statement& statement,
                            const std::string& id) const;
  /// Whether anything tells which account that is.
  [[nodiscard]] bool knows_own(const engine::PolicyInstance& instance,
                               const policy::Statement& statement) const;
  [[nodiscard]] bool is_member(const std::string& unit, const std::string& id) const;
  [[nodiscard]] bool in_organization(const std::string& unit, const std::string& symbol) const;

  /// Whether a text of the principal is the default of something that is named after the management account.
  [[nodiscard]] bool is_called_management(const Resource& resource, const policy::Principal& principal) const;

  /// An account that a provider may sign in to, and when.
  struct PossibleHome {
    std::string id;  ///< empty where it is not known
    value::Guard guard;
  };
  void add_possible_homes(const Resource& provider);
  void add_members(const organization::Organization& organization);
  /// Whether the id is that of the account the resource lies in, in the case that the statement is written
  /// for: an id that hangs on the same unknown as the one of the provider is the same account in every case.
  [[nodiscard]] bool is_possible_home(const engine::PolicyInstance& instance,
                                      const policy::Statement& statement,
                                      const policy::Principal& principal) const;

  const engine::Facts& facts_;
  const engine::RuleSettings& settings_;
  OwnOrganization organization_;
  HomeAccounts homes_;
  /// By unit and symbol, for providers whose account has no one id.
  std::map<std::pair<std::string, std::string>, std::vector<PossibleHome>> possible_homes_;
  /// Unit and place of the defaults of parameters that are named after the management account.
  std::vector<std::pair<std::string, source::Span>> management_defaults_;
  /// Unit and id of accounts of an organization; all units belong to one that is exported: "".
  std::set<std::pair<std::string, std::string>> members_;
  std::set<std::string> managed_;  ///< units whose organization's management account is known, "" as above
  /// Unit and name, as references write it, of every account that the code creates.
  std::set<std::pair<std::string, std::string>> created_;
};

/// The fifth component of an ARN; empty when there is none.
[[nodiscard]] std::string_view account_component(std::string_view arn);

/// Why an account is no outsider: "the resource's own account".
[[nodiscard]] std::string_view describe(AccountRelation relation);

/// "; of it and 111122223333, …, at most one is the key's own account" where others may be the own one in its
/// place, and what to do where nothing tells the own one; else nothing.
[[nodiscard]] std::string unless_own(const RelatedAccount& account);

/// Accounts from which Elastic Load Balancing delivers access logs, and from which CloudTrail delivered them
/// before it had a service principal, by Region. Elastic Load Balancing user guide, "Enable access logs";
/// CloudTrail user guide, "Amazon S3 bucket policy for CloudTrail" (both as of 2024).
[[nodiscard]] bool is_aws_service_account(std::string_view id);

/// True for policies in whose statements principals say who gets in.
[[nodiscard]] bool grants_to_principals(const engine::PolicyInstance& instance);

/// Whether a document is the policy of a KMS key: by the type that holds it, else by its speaking of nothing
/// else.
[[nodiscard]] bool is_key_policy(const engine::PolicyInstance& instance);

/// Whether a principal of the statement holds a wildcard inside an ARN, which RP203 reports.
[[nodiscard]] bool has_partial_wildcard(const policy::Statement& statement);

/// Where a statement's principals stand, for findings about all of them.
[[nodiscard]] source::Span principals_place(const policy::Statement& statement);

/// "statement DenyLogs", "statement 2": for messages and identities.
[[nodiscard]] std::string statement_name(const policy::PolicyDocument& document, std::size_t statement);

}  // namespace rootproof::rules
