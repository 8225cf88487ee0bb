#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "analyzer/policy/statement_box.h"

/// Is a set of requests, minus the boxes of some statements, empty? If not, which request is left? (policy.md
/// §3.3: boxes are cut one after the other, each demand of a statement leaving one disjoint rest.)
namespace rootproof::policy {

/// Values of the parts a search has settled; an empty list means that the key is absent.
using PartValues = std::map<std::string, std::vector<std::string>>;

struct SearchOutcome {
  enum class Kind : std::uint8_t {
    none,     ///< nothing is left: a proof
    found,    ///< `values` is a request that is left
    gave_up,  ///< a limit was reached, or a value could not be worked out
  };
  Kind kind = Kind::none;
  PartValues values;
};

/// What remains of the work that one question may cost.
struct SearchBudget {
  std::size_t steps;            ///< boxes looked at
  std::size_t language_states;  ///< states of find_text
};

/// Finds values of one part that meet all demands, ordinary ones first.
[[nodiscard]] SearchOutcome::Kind solve_part(const PartDomain& domain,
                                             const std::vector<const Demand*>& demands,
                                             std::size_t& language_states, std::vector<std::string>& values);

class BoxSearch {
 public:
  BoxSearch(const RequestModel& model, SearchBudget& budget) : model_(model), budget_(budget) {}

  /// Requests in the model that meet `demands` and one box of every group of `allows`, and are in no box of
  /// `denies`. A group without boxes can be met by no request.
  [[nodiscard]] SearchOutcome search(const std::vector<Demand>& demands,
                                     const std::vector<std::vector<const StatementBox*>>& allows,
                                     const std::vector<const StatementBox*>& denies);

  /// Denying boxes that took part in covering what was searched.
  [[nodiscard]] const std::set<const StatementBox*>& used() const { return used_; }

 private:
  /// One part of the box: the demands on it and values that meet them all.
  struct Part {
    std::vector<const Demand*> demands;  ///< owned by boxes and the caller
    std::vector<std::string> values;
    bool settled = false;  ///< `values` are worked out; an empty list then means that the key is absent
  };
  /// What adding a demand changed, to take it back.
  struct Change {
    Part* part = nullptr;
    bool solved = false;  ///< the values were replaced
    bool was_settled = false;
    bool gave_up = false;
    std::vector<std::string> values;
  };

  SearchOutcome choose_allows(std::size_t group);
  SearchOutcome subtract(std::size_t index);
  /// Adds a demand to the box; false when the box is certainly empty then.
  bool add(const Demand& demand);
  bool disjoint(const StatementBox& deny);
  /// Takes back all that was added since there were `mark` changes.
  void undo(std::size_t mark);

  const RequestModel& model_;
  SearchBudget& budget_;
  const std::vector<std::vector<const StatementBox*>>* allows_ = nullptr;
  const std::vector<const StatementBox*>* denies_ = nullptr;
  std::set<const StatementBox*> used_;
  std::map<std::string, Part, std::less<>> parts_;  ///< the box that is looked at
  std::vector<Change> changes_;
  std::size_t unsolved_ = 0;  ///< parts without values because solving them gave up
};

}  // namespace rootproof::policy
