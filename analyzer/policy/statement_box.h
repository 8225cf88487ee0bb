#pragma once

#include <optional>
#include <vector>

#include "analyzer/policy/request_model.h"
#include "parsers/policy/policy_document.h"

/// Statements as products of demands (policy.md §3.1), approximated from below and from above where something
/// in them is not known (policy.md §3.5).
namespace rootproof::policy {

/// `lower`: only requests that surely match. `upper`: all requests that may match.
enum class Bound : std::uint8_t { lower, upper };

/// The requests a statement applies to: all demands together. No demand means every request.
struct StatementBox {
  const PolicyDocument* document = nullptr;
  std::size_t index = 0;  ///< of the statement in its document
  std::vector<Demand> demands;
  std::vector<Demand> negations;  ///< of the demands, in the same order
  /// Of the demands, in the same order: the conditions of the statement that make them. None for action and
  /// resource.
  std::vector<const Condition*> conditions;
  bool exact = true;                   ///< the lower and the upper box are the same
  std::vector<value::Reason> reasons;  ///< why not
};

/// The box of a statement for the callers of a model; nullopt when no request of theirs is in it. The effect
/// and the statement's presence play no part.
[[nodiscard]] std::optional<StatementBox> statement_box(const PolicyDocument& document, std::size_t index,
                                                        Bound bound, const RequestModel& model);

/// The same with `statement`, which must outlive the box, in the place of the one in the document.
[[nodiscard]] std::optional<StatementBox> statement_box(const Statement& statement,
                                                        const PolicyDocument& document, std::size_t index,
                                                        Bound bound, const RequestModel& model);

/// Keys that stand under a set operator somewhere in the document, but for those that are known to have one
/// value: requests carry one under them, whatever the operator.
void note_multivalued_keys(const PolicyDocument& document, std::vector<std::string>& keys);

}  // namespace rootproof::policy
