#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "analyzer/policy/answer.h"
#include "analyzer/policy/request.h"
#include "parsers/policy/policy_document.h"

namespace rootproof::policy {

enum class DecisionKind : std::uint8_t { allowed, explicit_deny, implicit_deny };
/// The name in JSON output: "allowed", "explicit_deny", "implicit_deny".
[[nodiscard]] const char* to_string(DecisionKind kind);

/// A statement that decided: indices into the documents and their statements.
struct DecidingStatement {
  std::size_t policy = 0;
  std::size_t statement = 0;
  Effect effect = Effect::unknown;
  std::string sid;
};

struct Decision {
  DecisionKind kind = DecisionKind::implicit_deny;
  std::vector<DecidingStatement> statements;  ///< the denying ones if any deny, else the allowing ones
  /// Set when holes or undocumented semantics could change the decision.
  std::vector<value::Reason> undecided;
};

/// What documents that apply together say about one request.
struct SetMatch {
  Truth denies = Truth::no;
  Truth allows = Truth::no;
  std::vector<DecidingStatement> denying;   ///< those that surely do
  std::vector<DecidingStatement> allowing;  ///< likewise
  std::vector<value::Reason> possibly_denying;
  std::vector<value::Reason> possibly_allowing;
};
[[nodiscard]] SetMatch match_documents(std::span<const PolicyDocument> documents, const Request& request);

/// Decides one request against documents that apply together: a union of statements, Deny wins (policy.md
/// §1.5).
[[nodiscard]] Decision evaluate(std::span<const PolicyDocument> documents, const Request& request);

/// What matching found: `unknown` carries the reasons that made it so.
struct Match {
  Truth truth = Truth::no;
  std::vector<value::Reason> reasons;
};

/// Whether one statement applies to a request; its Effect plays no part.
[[nodiscard]] Match match_statement(const PolicyDocument& document, const Statement& statement,
                                    const Request& request);

/// Glob match of whole strings: `*` any run, `?` exactly one character. Linear in text × stars, never
/// exponential.
[[nodiscard]] bool glob_match(std::string_view pattern, std::string_view text, bool ignore_case = false);
/// Six-component match of ARN patterns (policy.md §1.2): wildcards stay inside components one to five.
[[nodiscard]] bool arn_match(std::string_view pattern, std::string_view arn);

}  // namespace rootproof::policy
