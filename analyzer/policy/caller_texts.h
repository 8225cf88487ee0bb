#pragma once

#include <optional>
#include <string_view>

#include "analyzer/policy/answer.h"
#include "analyzer/policy/pattern.h"
#include "parsers/policy/policy_document.h"

/// What questions about callers share.
namespace rootproof::policy {

/// More than limits::kStatementsPerQuestion: the undecided answer for such a document.
[[nodiscard]] std::optional<Answer> too_many_statements(const PolicyDocument& document);

/// Documents of hostile size are not weighed: the undecided answer for one (limits.h).
[[nodiscard]] std::optional<Answer> beyond_limits(const PolicyDocument& document);

/// What aws:userid holds for an identity that is not a root user, by aws:PrincipalType (IAM User Guide,
/// "Policy variables", values of principal keys): AIDA… of a user, AROA…:session of a role, ACCOUNT:name of a
/// federated user.
[[nodiscard]] TextPattern user_ids(std::string_view type);

/// What paths of identities are made of: any printable symbol (IAM API Reference, "CreateRole") but those
/// that patterns read as wildcards, and colons, which the names behind them have not.
[[nodiscard]] const SymbolSet& symbols_of_paths();
/// The path and the name of an identity as in its ARN: "team/example".
[[nodiscard]] const TextPattern& path_and_name();

/// A Deny with NotPrincipal in the form AWS recommends instead: for everyone whose ARN is not one of the
/// listed (IAM User Guide, "NotPrincipal"; an account's is its root user's). Unlisted identities of a listed
/// account are denied: "other users in the account are denied" by the guide's example that lists one of them.
void write_out_not_principal(Statement& statement);

}  // namespace rootproof::policy
