#pragma once

#include <string>
#include <vector>

#include "parsers/policy/policy_document.h"

/// What is wrong with a policy by its form alone (policy.md §1).
namespace rootproof::policy {

struct LintNote {
  source::Span span;
  std::string message;
  bool refused = false;  ///< AWS does not take it; otherwise it is taken and does not mean what it seems
};

/// Notes on a document, those of its parsing included. What a policy of its kind must not contain is known
/// only when the document has a kind.
[[nodiscard]] std::vector<LintNote> lint(const PolicyDocument& document);

/// Notes on statements that change nothing: no request meets their conditions, or other statements of the
/// same effect cover all of theirs. Of statements that cover each other the last is named; leaving out all
/// that are named changes nothing. Proven, never guessed: what is not known makes no note.
[[nodiscard]] std::vector<LintNote> redundant_statements(const PolicyDocument& document);

}  // namespace rootproof::policy
