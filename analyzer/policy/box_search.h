#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
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

/// Why nothing of a box is left (policy.md §3.3): a statement's box takes what is in it; what it leaves, for
/// one of its demands after the other, is taken by others. Demands without a rest hold for all that came
/// here.
struct ProofNode {
  struct Rest {
    std::size_t demand = 0;  ///< of `box`; the rest is what does not meet it
    std::unique_ptr<ProofNode> taken;
  };
  const StatementBox* box = nullptr;
  std::vector<Rest> rests;
  bool cut = false;  ///< there is more than limits::kProofNodes let be kept
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

  /// Keeps why nothing is left, for a search that ends with that; to be called before it.
  void keep_proof() { keeps_proof_ = true; }
  /// One for each choice of allowing boxes that have requests in common; empty when none have, or when
  /// keep_proof was not called. Points to the boxes.
  [[nodiscard]] const std::vector<ProofNode>& proof() const { return proof_; }

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
  SearchOutcome subtract(std::size_t index, ProofNode* why);
  /// The place in a proof for what does not meet a demand; nullptr when it is not kept.
  ProofNode* rest_of(ProofNode* why, std::size_t demand);
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
  bool keeps_proof_ = false;
  std::size_t proof_nodes_ = 0;
  std::vector<ProofNode> proof_;
  std::map<std::string, Part, std::less<>> parts_;  ///< the box that is looked at
  std::vector<Change> changes_;
  std::size_t unsolved_ = 0;  ///< parts without values because solving them gave up
};

}  // namespace rootproof::policy
