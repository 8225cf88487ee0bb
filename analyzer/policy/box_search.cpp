#include "analyzer/policy/box_search.h"

#include <utility>

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
  Box box;
  for (const Demand& demand : demands)
    if (!add(box, demand)) return {};
  return choose_allows(box, 0);
}

SearchOutcome BoxSearch::choose_allows(const Box& box, std::size_t group) {
  if (group == allows_->size()) return subtract(box, 0);
  SearchOutcome best;
  for (const StatementBox* allow : (*allows_)[group]) {
    Box smaller = box;
    bool possible = true;
    for (const Demand& demand : allow->demands) possible = possible && add(smaller, demand);
    if (!possible) continue;
    keep(best, choose_allows(smaller, group + 1));
    if (best.kind == Kind::found) break;
  }
  return best;
}

SearchOutcome BoxSearch::subtract(const Box& box, std::size_t index) {
  while (index < denies_->size() && disjoint(box, *(*denies_)[index])) ++index;
  if (index == denies_->size()) {
    if (box.incomplete) return {Kind::gave_up, {}};
    return {Kind::found, box.values};
  }
  if (budget_.steps == 0) return {Kind::gave_up, {}};
  --budget_.steps;
  const StatementBox& deny = *(*denies_)[index];
  used_.insert(&deny);
  SearchOutcome best;
  Box prefix = box;
  for (std::size_t i = 0; i < deny.demands.size(); ++i) {
    Box outside = prefix;
    if (add(outside, deny.negations[i])) keep(best, subtract(outside, index + 1));
    if (best.kind == Kind::found) return best;
    if (!add(prefix, deny.demands[i])) break;
  }
  return best;
}

bool BoxSearch::disjoint(const Box& box, const StatementBox& deny) {
  Box inside = box;
  for (const Demand& demand : deny.demands)
    if (!add(inside, demand)) return true;
  return false;
}

bool BoxSearch::add(Box& box, const Demand& demand) {
  std::vector<const Demand*>& demands = box.demands[demand.part];
  demands.push_back(&demand);
  const auto known = box.values.find(demand.part);
  if (known != box.values.end() && demand.met_by(known->second)) return true;
  if (budget_.steps == 0) {
    box.incomplete = true;
    return true;
  }
  --budget_.steps;
  std::vector<std::string> values;
  const Kind kind = solve_part(model_.domain(demand.part), demands, budget_.language_states, values);
  if (kind == Kind::none) return false;
  if (kind == Kind::gave_up) {
    box.incomplete = true;
    box.values.erase(demand.part);
  } else {
    box.values[demand.part] = std::move(values);
  }
  return true;
}

}  // namespace rootproof::policy
