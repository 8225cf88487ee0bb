#pragma once

#include <string>
#include <vector>

#include "analyzer/policy/evaluate.h"
#include "analyzer/policy/policy_text.h"

namespace rootproof::policy {

/// Variables and texts in the light of one concrete request.
class RequestScope : public TextScope {
 public:
  explicit RequestScope(const Request& request) : request_(request) {}
  [[nodiscard]] Substitution variable(const std::string& key) const override;

 private:
  const Request& request_;
};

/// Whether a text of the policy matches a text of the request; reasons of unknowns are appended.
[[nodiscard]] Truth match_text(const PolicyString& pattern, TextForm form, VariableRule variables,
                               const TextScope& scope, std::string_view text,
                               std::vector<value::Reason>& reasons);

/// Whether a condition holds for a concrete request (policy.md §2).
[[nodiscard]] Match match_condition(const Condition& condition, VariableRule variables,
                                    const Request& request);

/// Whether the Principal or NotPrincipal of a statement covers the caller (policy.md §1.4).
[[nodiscard]] Match match_principals(const Statement& statement, const Request& request);

}  // namespace rootproof::policy
