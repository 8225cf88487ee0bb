// redundant_statements: what could be left out of a policy.
#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>

#include "analyzer/policy/lint.h"
#include "analyzer/policy/operators.h"
#include "analyzer/policy/statement_questions.h"
#include "analyzer/policy/witness.h"

namespace rootproof::policy {

namespace {

/// Each statement is held against all others; policies that people write have far fewer.
constexpr std::size_t kStatementsCompared = 200;
/// Actions and resources, each of which is held against all others, too. What AWS takes as a policy of an
/// account has some hundreds.
constexpr std::size_t kEntriesCompared = 4'000;

/// Characters of condition values with wildcards: AWS takes no bucket policy that is longer, and finding what
/// fits a pattern takes more than its length.
constexpr std::size_t kWildcardCharacters = 20'480;

std::size_t wildcard_characters(const PolicyDocument& document) {
  std::size_t count = 0;
  for (const Statement& statement : document.statements)
    for (const Condition& condition : statement.conditions)
      for (const PolicyString& value : condition.values)
        if (const std::optional<std::string> text = value.text(); text && has_wildcard(*text))
          count += text->size();
  return count;
}

std::size_t entry_count(const PolicyDocument& document) {
  std::size_t count = 0;
  for (const Statement& statement : document.statements)
    count += statement.actions.size() + statement.resources.size();
  return count;
}

}  // namespace

std::vector<LintNote> redundant_statements(const PolicyDocument& document) {
  std::vector<LintNote> notes;
  if (!document.unknowns.empty() || document.statements.size() > kStatementsCompared ||
      entry_count(document) > kEntriesCompared || wildcard_characters(document) > kWildcardCharacters)
    return notes;
  ShadowQuestions shadows(document);
  for (std::size_t i = document.statements.size(); i-- > 0;) {
    const Statement& statement = document.statements[i];
    if (statement.effect == Effect::unknown || !statement.unknowns.empty()) continue;
    const auto same_effect = [&statement](const Statement& other) {
      return other.effect == statement.effect;
    };
    const bool alone =
        std::count_if(document.statements.begin(), document.statements.end(), same_effect) == 1;
    std::string why;
    if (applies_to_anything(document, i).answer.verdict == Verdict::violation)
      why = "no request meets its conditions";
    else if (shadows.ask(i).verdict == Verdict::violation)
      why = alone ? "no request is one of it"
                  : std::string("other statements ") +
                        (statement.effect == Effect::allow ? "allow" : "deny") + " all of it";
    if (why.empty()) continue;
    notes.push_back({statement.span, name_statement(document, i) + " changes nothing: " + why, false});
    shadows.leave_out(i);
  }
  std::reverse(notes.begin(), notes.end());
  return notes;
}

}  // namespace rootproof::policy
