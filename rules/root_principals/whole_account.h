#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/engine/rule.h"

/// What the rules about whole accounts as principals share: RP201, RP202, RP205 and RP206 look at the same
/// principals.
namespace rootproof::rules {

/// What a statement that lets somebody in is about.
enum class GrantMatter : std::uint8_t {
  resource,
  role,                ///< a role's trust policy, which RP205 knows more about
  key_administration,  ///< administering a KMS key, which RP206 knows more about
};
/// One principal of one statement that lets in.
struct Grant {
  const engine::PolicyInstance& instance;
  std::size_t statement = 0;
  std::size_t principal = 0;
  /// The Deny statement that spares the account, where everyone is allowed and it denies all others.
  std::optional<std::size_t> spared_by = {};

  [[nodiscard]] const policy::Statement& the_statement() const {
    return instance.document.statements[statement];
  }
  [[nodiscard]] const policy::Principal& the_principal() const {
    return the_statement().principals[principal];
  }
  [[nodiscard]] GrantMatter matter() const;
};

/// Principals or whole documents that are not known.
struct UnknownGrants {
  const engine::PolicyInstance& instance;
  const std::vector<value::Reason>& reasons;
  source::Span place;
  std::string identity;  ///< "document", "statement 2"
  GrantMatter matter = GrantMatter::resource;
};

/// Calls `judge` for every principal under AWS, or of a type that is not known, that is an account as a whole
/// or may turn out to be one, in every statement that allows or may allow; and `unknown` for what is missing.
void for_each_account_grant(const engine::Facts& facts, const std::function<void(const Grant&)>& judge,
                            const std::function<void(const UnknownGrants&)>& unknown);
/// The same for one policy.
void for_each_account_grant(const engine::PolicyInstance& instance,
                            const std::function<void(const Grant&)>& judge,
                            const std::function<void(const UnknownGrants&)>& unknown);

/// Whether a statement allows an action, or may: a pattern that is not known counts.
[[nodiscard]] bool may_grant(const policy::Statement& statement, std::string_view action);

/// Whether a grant allows an action that changes who may do what, and that the service takes from another
/// account: whoever has one can give himself the rest.
[[nodiscard]] bool writes_policies(const Grant& grant);

/// Whether a statement allows every action there is.
[[nodiscard]] bool allows_everything(const policy::Statement& statement);

/// Whether a trust policy lets in root users only, by a condition: these cannot assume roles, so nobody can.
[[nodiscard]] bool nobody_can_assume(const Grant& grant);

/// The account as messages name it: its id, or what stands for it.
[[nodiscard]] std::string account_name(const policy::Principal& principal);

/// A finding at the principal.
[[nodiscard]] engine::Finding grant_finding(const engine::Rule& rule, const Grant& grant,
                                            policy::Answer answer);
/// An undecided finding: "whether <question> depends on …".
[[nodiscard]] engine::Finding grant_undecided(const engine::Rule& rule, const Grant& grant,
                                              std::string_view question, std::vector<value::Reason> reasons);
[[nodiscard]] engine::Finding unknown_grants_finding(const engine::Rule& rule, const UnknownGrants& unknown,
                                                     std::string_view question);

}  // namespace rootproof::rules
