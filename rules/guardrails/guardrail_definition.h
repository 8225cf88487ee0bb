#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "analyzer/engine/finding.h"
#include "analyzer/policy/questions.h"
#include "parsers/policy/policy_document.h"

/// Guardrails as data: what must be denied to root, how grave it is when it is not, and what may stay open.
namespace rootproof::rules {

struct GuardrailDefinition {
  engine::Severity severity = engine::Severity::high;
  std::string summary;               ///< what the guardrail keeps root from, for people; may be empty
  std::string mappings;              ///< as of rules; may be empty
  bool central_sessions = false;     ///< sessions of AssumeRoot are meant, too
  std::vector<std::string> allowed;  ///< actions, or patterns, that need not be denied
  source::Span allowed_span;         ///< where they stand; empty when there are none
  policy::PolicyDocument policy;     ///< its Deny statements say what must be denied
};

struct DefinitionError {
  source::Span span;
  std::string message;
};

/// Reads a guardrail: a policy document, or an object with the policy under "policy" and beside it
/// "severity", "summary", "mappings", "roots" (a list of long_term and central_sessions) and "allow".
[[nodiscard]] std::variant<GuardrailDefinition, DefinitionError> read_guardrail(const value::Value& value);

/// Whether nothing is left to be denied to root users of any partition: everything would cover such a
/// guardrail.
[[nodiscard]] bool asks_nothing(const policy::RootQuestion& question);
/// The same of the root user of one account (empty: of any), in the partition of the question.
[[nodiscard]] bool asks_nothing_of(const policy::RootQuestion& question, const std::string& account);

/// Why a guardrail that is read is none: its statements deny root users nothing, or `allow` takes back all of
/// it.
[[nodiscard]] std::optional<DefinitionError> why_empty(const GuardrailDefinition& definition);

/// One that the program brings along (rules/guardrails/*.json).
[[nodiscard]] GuardrailDefinition built_in_guardrail(std::string_view name);

}  // namespace rootproof::rules
