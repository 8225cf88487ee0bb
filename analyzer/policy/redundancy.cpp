// redundant_statements: what could be left out of a policy.
#include <algorithm>
#include <cstddef>
#include <string>

#include "analyzer/policy/lint.h"
#include "analyzer/policy/statement_questions.h"
#include "analyzer/policy/witness.h"

namespace rootproof::policy {

namespace {

/// Each statement is held against all others; policies that people write have far fewer.
constexpr std::size_t kStatementsCompared = 200;

}  // namespace

std::vector<LintNote> redundant_statements(const PolicyDocument& document) {
  std::vector<LintNote> notes;
  if (!document.unknowns.empty() || document.statements.size() > kStatementsCompared) return notes;
  PolicyDocument kept = document;
  for (std::size_t i = document.statements.size(); i-- > 0;) {
    const Statement& statement = document.statements[i];
    if (statement.effect == Effect::unknown || !statement.unknowns.empty()) continue;
    std::string why;
    if (applies_to_anything(kept, i).answer.verdict == Verdict::violation)
      why = "no request meets its conditions";
    else if (is_shadowed(kept, i).verdict == Verdict::violation)
      why = std::string("other statements ") + (statement.effect == Effect::allow ? "allow" : "deny") +
            " all of it";
    if (why.empty()) continue;
    notes.push_back({statement.span, name_statement(document, i) + " changes nothing: " + why, false});
    kept.statements.erase(kept.statements.begin() + static_cast<std::ptrdiff_t>(i));
  }
  std::reverse(notes.begin(), notes.end());
  return notes;
}

}  // namespace rootproof::policy
