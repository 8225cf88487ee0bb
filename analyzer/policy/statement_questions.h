#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "analyzer/policy/questions.h"

/// Questions about single statements (policy.md §3.2, Q6).
namespace rootproof::policy {

/// Whether a statement applies to anything asked about. violation: to nothing, whatever is not known turns
/// out to be; safe: to some request for certain; undecided: what is not known decides.
struct StatementAnswer {
  Answer answer;
  std::optional<Closest> cause;  ///< why not, where one element is to blame
};

/// To some request of a root user: any account, any partition, long-term credentials or AssumeRoot sessions.
/// The statement's Effect plays no part. The document has no Principal element (an SCP, an identity policy).
[[nodiscard]] StatementAnswer applies_to_root(const PolicyDocument& document, std::size_t statement);
/// The same of one partition ("aws-us-gov").
[[nodiscard]] StatementAnswer applies_to_root(const PolicyDocument& document, std::size_t statement,
                                              const std::string& partition);

/// Whether a Deny statement denies something to a role that nobody names. violation: the witness is such a
/// request; safe: roles meet it in no request.
[[nodiscard]] Answer denies_ordinary_roles(const PolicyDocument& document, std::size_t statement);

/// To some request of anybody. A statement without conditions always does.
[[nodiscard]] StatementAnswer applies_to_anything(const PolicyDocument& document, std::size_t statement);

/// Whether all requests a statement applies to are covered by the other statements of the same effect, so
/// that leaving it out changes nothing. violation: it is; safe: a request that only this one covers is the
/// witness.
[[nodiscard]] Answer is_shadowed(const PolicyDocument& document, std::size_t statement);

}  // namespace rootproof::policy
