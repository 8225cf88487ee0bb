#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "analyzer/policy/answer.h"
#include "parsers/policy/policy_document.h"

/// Questions about which callers a single statement reaches, the one at a `place` in a `whole` document. Each
/// asks about all requests and supposes that the statement stands. nullopt: the statement is not about the
/// matter.
namespace rootproof::policy {

/// Does a statement of an identity policy, a permissions boundary or a session policy reach nobody but root
/// users, to whom such policies never apply (IAM User Guide, "Policies and the root user")? violation: no
/// user, role or federated user can meet it, and its conditions ask who calls. safe: some of them can.
[[nodiscard]] std::optional<Answer> reaches_only_root(const PolicyDocument& whole, std::size_t place);

/// Does a statement that tells requests with MFA from those without leave out requests signed with long-term
/// access keys, which carry no aws:MultiFactorAuthPresent (IAM User Guide, "AWS global condition context
/// keys")? violation: the witness is such a request that a Deny is meant for and misses, or that an Allow is
/// not meant for and lets in; no other Deny statement catches it. nullopt also where MFA makes no difference.
[[nodiscard]] std::optional<Answer> lets_access_keys_without_mfa(
    const PolicyDocument& whole, std::size_t place, std::span<const std::string_view> services = {});

struct ExceptionAnswer {
  Answer answer;
  std::string account;  ///< whose root user alone is spared; empty: every one
};
/// Do the exceptions of a Deny statement in a service control policy (negated conditions about who calls)
/// spare root users that it would deny without them? violation: the witness is a request of one.
[[nodiscard]] std::optional<ExceptionAnswer> exceptions_spare_root(const PolicyDocument& document,
                                                                   std::size_t statement);

/// Does a Deny statement of a resource policy spare root users and no other identity, so that only they can
/// still do what it denies? violation: the witness is a request of a root user that no statement denies.
/// NotPrincipal is read as AWS explains it: who is not listed is denied, whatever account is.
[[nodiscard]] std::optional<Answer> spares_only_root(const PolicyDocument& whole, std::size_t place,
                                                     std::span<const std::string_view> services = {});

/// Does an Allow statement of a policy that alone decides who gets in (a key policy) reach, by conditions
/// about who calls, root users and no other identity, and is there something in it that no other statement
/// lets any identity do? violation: the witness is such a request of a root user. safe: other statements let
/// users or roles do all of it.
[[nodiscard]] std::optional<Answer> lets_in_only_root(const PolicyDocument& whole, std::size_t place,
                                                      std::span<const std::string_view> services = {});

/// Does an Allow statement of a delegation policy (AWS Organizations user guide, "Resource-based delegation
/// policy") let its `principal`-th principal take effect from service control policies that it does not name:
/// change, delete, attach or detach them, or disable their type? violation: the witness is such a request.
[[nodiscard]] Answer delegates_guardrails(const PolicyDocument& document, std::size_t statement,
                                          std::size_t principal);

/// Does a Deny statement whose `principal`-th principal is an account deny requests of the account's users
/// and roles, and not of its root user alone? violation: the witness is a request of a role; safe: conditions
/// leave only the root user, or nobody.
[[nodiscard]] Answer denies_whole_account(const PolicyDocument& whole, std::size_t place,
                                          std::size_t principal,
                                          std::span<const std::string_view> services = {});

}  // namespace rootproof::policy
