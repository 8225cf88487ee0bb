#include "analyzer/policy/box_search.h"

#include <algorithm>
#include <utility>

#include "parsers/source/limits.h"

namespace rootproof::policy {

namespace {

using Kind = SearchOutcome::Kind;

/// Keeps the better of two outcomes of branches: a request beats not knowing, which beats nothing.
void keep(SearchOutcome& best, SearchOutcome other) {
  if (best.kind == Kind::found || other.kind == Kind::none) return;
  best = std::move(other);
}

}  // namespace

SearchOutcome BoxSearch::search(const std::vector<Demand>& demands,
                                const std::vector<std::vector<const StatementBox*>>& allows,
                                const std::vector<const StatementBox*>& denies) {
  allows_ = &allows;
  denies_ = &denies;
  parts_.clear();
  changes_.clear();
  proof_.clear();
  proof_nodes_ = 0;
  unsolved_ = 0;
  for (const Demand& demand : demands)
    if (!add(demand)) return {};
  return choose_allows(0);
}

SearchOutcome BoxSearch::choose_allows(std::size_t group) {
  if (group == allows_->size()) {
    ProofNode why;
    SearchOutcome outcome = subtract(0, keeps_proof_ ? &why : nullptr);
    if (keeps_proof_ && proof_.size() < limits::kProofNodes) proof_.push_back(std::move(why));
    return outcome;
  }
  SearchOutcome best;
  const std::size_t mark = changes_.size();
  for (const StatementBox* allow : (*allows_)[group]) {
    bool possible = true;
    for (const Demand& demand : allow->demands) possible = possible && add(demand);
    if (possible) keep(best, choose_allows(group + 1));
    undo(mark);
    if (best.kind == Kind::found) break;
  }
  return best;
}

SearchOutcome BoxSearch::subtract(std::size_t index, ProofNode* why) {
  while (index < denies_->size() && disjoint(*(*denies_)[index])) ++index;
  if (index == denies_->size()) {
    if (unsolved_ != 0) return {Kind::gave_up, {}};
    SearchOutcome outcome{Kind::found, {}};
    for (const auto& [name, part] : parts_)
      if (part.settled) outcome.values[name] = part.values;
    return outcome;
  }
  if (budget_.steps == 0) return {Kind::gave_up, {}};
  --budget_.steps;
  const StatementBox& deny = *(*denies_)[index];
  used_.insert(&deny);
  if (why != nullptr) why->box = &deny;
  SearchOutcome best;
  const std::size_t mark = changes_.size();
  for (std::size_t i = 0; i < deny.demands.size() && best.kind != Kind::found; ++i) {
    const std::size_t inside = changes_.size();
    if (add(deny.negations[i])) keep(best, subtract(index + 1, rest_of(why, i)));
    undo(inside);
    if (!add(deny.demands[i])) break;
  }
  undo(mark);
  return best;
}

ProofNode* BoxSearch::rest_of(ProofNode* why, std::size_t demand) {
  if (why == nullptr) return nullptr;
  if (proof_nodes_ == limits::kProofNodes) {
    why->cut = true;
    return nullptr;
  }
  ++proof_nodes_;
  return why->rests.emplace_back(ProofNode::Rest{demand, std::make_unique<ProofNode>()}).taken.get();
}

bool BoxSearch::disjoint(const StatementBox& deny) {
  const std::size_t mark = changes_.size();
  bool possible = true;
  for (const Demand& demand : deny.demands) possible = possible && add(demand);
  undo(mark);
  return !possible;
}

bool BoxSearch::add(const Demand& demand) {
  auto place = parts_.find(std::string_view(demand.part));
  if (place == parts_.end()) place = parts_.emplace(demand.part, Part{}).first;
  Part& part = place->second;
  const bool apart = demand.quantifier == SetQuantifier::none && !demand.absent &&
                     std::any_of(part.demands.begin(), part.demands.end(), [&demand](const Demand* other) {
                       return other->quantifier == SetQuantifier::none && demand.set.begins_apart(other->set);
                     });
  part.demands.push_back(&demand);
  Change& change = changes_.emplace_back();
  change.part = &part;
  if (apart) return false;
  if (part.settled && demand.met_by(part.values)) return true;
  change.solved = true;
  change.was_settled = part.settled;
  change.values = std::move(part.values);
  part.values.clear();
  part.settled = false;
  Kind kind = Kind::gave_up;
  if (budget_.steps != 0) {
    --budget_.steps;
    kind = solve_part(model_.domain(demand.part), part.demands, budget_.language_states, part.values);
  }
  if (kind == Kind::gave_up) {
    part.values.clear();
    change.gave_up = true;
    ++unsolved_;
  }
  part.settled = kind == Kind::found;
  return kind != Kind::none;
}

void BoxSearch::undo(std::size_t mark) {
  for (; changes_.size() > mark; changes_.pop_back()) {
    Change& change = changes_.back();
    change.part->demands.pop_back();
    if (!change.solved) continue;
    change.part->values = std::move(change.values);
    change.part->settled = change.was_settled;
    if (change.gave_up) --unsolved_;
  }
}

}  // namespace rootproof::policy
