#include "analyzer/policy/caller_requests.h"

#include <algorithm>
#include <string>
#include <utility>

#include "analyzer/policy/caller_models.h"
#include "analyzer/policy/symbolic_texts.h"

namespace rootproof::policy {

const StatementBox* BoxCache::get(std::size_t number, const Statement& statement,
                                  const PolicyDocument& document, std::size_t index, Bound bound) {
  const std::size_t lower = 2 * number;
  Slot& slot = slots_[lower + (bound == Bound::upper ? 1 : 0)];
  if (std::exchange(slot.made, true)) return slot.box.get();
  std::optional<StatementBox> box = statement_box(statement, document, index, bound, model_);
  if (!box) return nullptr;
  slot.box = std::make_shared<const StatementBox>(std::move(*box));
  if (slot.box->exact) slots_[lower] = slots_[lower + 1] = slot;
  return slot.box.get();
}

namespace {

/// Whether operators without a quantifier stand before keys that hold lists.
bool compares_lists_plainly(std::span<const PolicyDocument* const> documents, const RequestModel& model) {
  return std::any_of(documents.begin(), documents.end(), [&model](const PolicyDocument* document) {
    return std::any_of(document->statements.begin(), document->statements.end(),
                       [&model](const Statement& statement) {
                         return std::any_of(statement.conditions.begin(), statement.conditions.end(),
                                            [&model](const Condition& condition) {
                                              const auto op = parse_operator(condition.operator_name);
                                              return op && op->quantifier == SetQuantifier::none &&
                                                     model.domain(to_lower(condition.key)).multivalued;
                                            });
                       });
  });
}

}  // namespace

Caller::Caller(RequestModel model, std::span<const PolicyDocument* const> documents, std::size_t statements)
    : documents_(documents), statements_(statements), plain_(std::move(model), statements) {
  RequestModel proof = plain_.model;
  if (!add_symbolic_texts(documents, proof)) return;
  mark_symbolic_domains(proof);
  proof_ = std::make_unique<Requests>(std::move(proof), statements);
}

const std::vector<std::unique_ptr<Requests>>& Caller::with_values() {
  if (std::exchange(values_made_, true)) return with_values_;
  std::vector<RequestModel> models = with_set_variables(documents_, plain_.model);
  if (compares_lists_plainly(documents_, plain_.model)) models.push_back(plain_.model);
  for (RequestModel& model : models) {
    model.one_value_each = true;
    with_values_.push_back(std::make_unique<Requests>(std::move(model), statements_));
  }
  return with_values_;
}

Callers::Callers(std::span<const PolicyDocument* const> documents, std::size_t statements, Samples samples)
    : documents_(documents), statements_(statements), samples_(samples), models_(caller_models(documents)) {}

Caller& Callers::get(std::size_t index) {
  while (callers_.size() <= index) {
    RequestModel model = models_[callers_.size()];
    ask_any_action(model);
    if (samples_ == Samples::left_out) model.parts[kActionPart].samples.clear();
    callers_.emplace_back(std::move(model), documents_, statements_);
  }
  return callers_[index];
}

}  // namespace rootproof::policy
