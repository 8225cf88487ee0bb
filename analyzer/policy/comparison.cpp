#include "analyzer/policy/comparison.h"

#include <algorithm>
#include <array>
#include <deque>
#include <functional>
#include <iterator>
#include <memory>
#include <string_view>
#include <utility>

#include "analyzer/policy/box_search.h"
#include "analyzer/policy/caller_models.h"
#include "analyzer/policy/evaluate.h"
#include "analyzer/policy/policy_text.h"
#include "analyzer/policy/proof_text.h"
#include "analyzer/policy/sample_actions.h"
#include "analyzer/policy/symbolic_texts.h"
#include "analyzer/policy/witness.h"
#include "parsers/source/limits.h"

namespace rootproof::policy {

using value::Reason;
using value::ReasonKind;

namespace {

/// Examples tried before the first request that was found is taken as it is.
constexpr std::size_t kExamples = 24;

struct Placed {
  const PolicyDocument* document = nullptr;
  std::size_t index = 0;
  std::size_t number = 0;  ///< among the statements of both sides
  [[nodiscard]] const Statement& statement() const { return document->statements[index]; }
  [[nodiscard]] bool certain() const {
    return statement().guard.always() && !statement().may_be_absent && statement().effect != Effect::unknown;
  }
};

/// `first` is the number of the first statement.
std::vector<Placed> placed(std::span<const PolicyDocument> documents, Effect effect, std::size_t first) {
  std::vector<Placed> result;
  for (const PolicyDocument& document : documents)
    for (std::size_t i = 0; i < document.statements.size(); ++i, ++first) {
      const Effect own = document.statements[i].effect;
      if (own == effect || own == Effect::unknown) result.push_back({&document, i, first});
    }
  return result;
}

std::size_t statement_count(std::span<const PolicyDocument> documents) {
  std::size_t count = 0;
  for (const PolicyDocument& document : documents) count += document.statements.size();
  return count;
}

/// The boxes of all statements for one kind of caller, made when they are asked for. Which action and
/// resource is asked about plays no part in them.
class BoxCache {
 public:
  BoxCache(const RequestModel& model, std::size_t statements) : model_(model), slots_(2 * statements) {}

  /// nullptr when no request of such callers is in it.
  const StatementBox* get(const Placed& statement, Bound bound) {
    const std::size_t lower = 2 * statement.number;
    const std::size_t at = lower + (bound == Bound::upper ? 1 : 0);
    if (slots_[at].made) return slots_[at].box.get();
    std::optional<StatementBox> box = statement_box(*statement.document, statement.index, bound, model_);
    slots_[at].made = true;
    if (!box) return nullptr;
    slots_[at].box = std::make_shared<const StatementBox>(std::move(*box));
    if (slots_[at].box->exact) slots_[lower] = slots_[lower + 1] = slots_[at];
    return slots_[at].box.get();
  }

 private:
  struct Slot {
    bool made = false;
    std::shared_ptr<const StatementBox> box;
  };
  const RequestModel& model_;
  std::vector<Slot> slots_;  ///< lower and upper box of every statement
};

bool same_texts(const std::vector<PolicyString>& left, const std::vector<PolicyString>& right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](const PolicyString& a, const PolicyString& b) {
                      const std::optional<std::string> text = a.text();
                      return text && text == b.text();
                    });
}

bool same_principals(const Statement& left, const Statement& right) {
  return left.has_principal == right.has_principal && left.not_principal == right.not_principal &&
         std::equal(left.principals.begin(), left.principals.end(), right.principals.begin(),
                    right.principals.end(), [](const Principal& a, const Principal& b) {
                      const std::optional<std::string> text = a.text.text();
                      return a.type == b.type && text && text == b.text.text();
                    });
}

bool same_conditions(const Statement& left, const Statement& right) {
  return std::equal(left.conditions.begin(), left.conditions.end(), right.conditions.begin(),
                    right.conditions.end(), [](const Condition& a, const Condition& b) {
                      return a.operator_name == b.operator_name && a.key == b.key && !a.unknown &&
                             !b.unknown && same_texts(a.values, b.values);
                    });
}

/// Written alike, so that they mean the same, whatever it is.
bool written_alike(const Placed& left, const Placed& right) {
  const Statement& a = left.statement();
  const Statement& b = right.statement();
  return left.certain() && right.certain() && a.effect == b.effect && a.unknowns.empty() &&
         b.unknowns.empty() && variable_rule(*left.document) == variable_rule(*right.document) &&
         a.not_action == b.not_action && a.has_resource == b.has_resource &&
         a.not_resource == b.not_resource && same_texts(a.actions, b.actions) &&
         same_texts(a.resources, b.resources) && same_principals(a, b) && same_conditions(a, b);
}

bool has_copy(const Placed& statement, const std::vector<Placed>& among) {
  return std::any_of(among.begin(), among.end(),
                     [&statement](const Placed& other) { return written_alike(statement, other); });
}

/// Requests of one kind of caller, with the boxes of all statements.
struct Requests {
  Requests(RequestModel requests, std::size_t statements)
      : model(std::move(requests)), boxes(model, statements) {}
  Requests(const Requests&) = delete;
  Requests& operator=(const Requests&) = delete;
  ~Requests() = default;

  RequestModel model;
  BoxCache boxes;
};

/// One kind of caller: requests to find a difference in, and to prove that there is none.
class Caller {
 public:
  Caller(const RequestModel& model, std::span<const PolicyDocument* const> documents, std::size_t statements)
      : documents_(documents), statements_(statements), plain_(any_action(model), statements) {
    RequestModel proof = plain_.model;
    if (!add_symbolic_texts(documents, proof)) return;
    mark_symbolic_domains(proof);
    proof_ = std::make_unique<Requests>(std::move(proof), statements);
  }

  /// For proofs: what texts with variables mean is left open, but the same everywhere.
  [[nodiscard]] Requests& proof() { return proof_ ? *proof_ : plain_; }
  [[nodiscard]] Requests& plain() { return plain_; }
  /// Requests in which the variables have values.
  [[nodiscard]] const std::vector<std::unique_ptr<Requests>>& with_values() {
    if (std::exchange(values_made_, true) || !proof_) return with_values_;
    for (RequestModel& model : with_set_variables(documents_, plain_.model))
      with_values_.push_back(std::make_unique<Requests>(std::move(model), statements_));
    return with_values_;
  }

 private:
  static RequestModel any_action(RequestModel model) {
    ask_any_action(model);
    // Well-known actions come in where a difference was found.
    model.parts[std::string(kActionPart)].samples.clear();
    return model;
  }

  std::span<const PolicyDocument* const> documents_;
  std::size_t statements_;
  Requests plain_;
  std::unique_ptr<Requests> proof_;
  bool values_made_ = false;
  std::vector<std::unique_ptr<Requests>> with_values_;
};

/// A set of policies, and the number of its first statement.
struct Side {
  std::span<const PolicyDocument> documents;
  std::size_t first = 0;
  std::string_view name;  ///< "the old policies"
};

/// "statement 2 (Audit) of the old policies allows it".
class SideNames : public ProofNames {
 public:
  SideNames(const Side& here, const Side& there) : sides_{here, there} {}

  [[nodiscard]] std::string here() const { return std::string(sides_[0].name); }
  [[nodiscard]] std::string there() const { return std::string(sides_[1].name); }

  [[nodiscard]] std::string statement(const StatementBox& box) const {
    const auto holds = [&box](const Side& side) {
      const PolicyDocument* const first = side.documents.data();
      return std::less_equal<>()(first, box.document) &&
             std::less<>()(box.document, first + side.documents.size());
    };
    const Side& side = holds(sides_[0]) ? sides_[0] : sides_[1];
    const auto number = box.document - side.documents.data() + 1;
    return name_statement(*box.document, box.index) + " of " +
           (side.documents.size() > 1 ? "policy " + std::to_string(number) + " of " : std::string()) +
           std::string(side.name);
  }

  [[nodiscard]] std::string claim(const StatementBox& box) const override {
    const bool denies = box.document->statements[box.index].effect == Effect::deny;
    return statement(box) + (denies ? " denies it" : " allows it");
  }

 private:
  std::array<Side, 2> sides_;
};

/// Is there a request that one set allows and the other does not?
class DifferenceFinder {
 public:
  DifferenceFinder(const Side& allowing, const Side& other, std::deque<Caller>& callers)
      : allowing_(allowing.documents),
        other_(other.documents),
        names_(allowing, other),
        callers_(callers),
        allows_(placed(allowing.documents, Effect::allow, allowing.first)),
        denies_(placed(allowing.documents, Effect::deny, allowing.first)),
        other_allows_(placed(other.documents, Effect::allow, other.first)),
        other_denies_(placed(other.documents, Effect::deny, other.first)) {
    // What is written alike on both sides means the same, whatever it is.
    std::copy_if(allows_.begin(), allows_.end(), std::back_inserter(changed_allows_),
                 [this](const Placed& allow) { return !has_copy(allow, other_allows_); });
    std::copy_if(other_denies_.begin(), other_denies_.end(), std::back_inserter(changed_denies_),
                 [this](const Placed& deny) { return !has_copy(deny, denies_); });
  }

  enum class Result : std::uint8_t { none, found, unknown };

  Result find() {
    bool proven = !has_unknown_documents();
    for (Caller& caller : callers_) {
      const SearchOutcome outcome = widest(caller.proof());
      if (outcome.kind == SearchOutcome::Kind::none) continue;
      // Where nothing is open, what the proof stumbles over is an example already.
      const bool nothing_open = reasons_.empty() && &caller.proof() == &caller.plain();
      if (nothing_open && shows(caller.plain(), outcome)) return Result::found;
      if (refute(caller.plain())) return Result::found;
      for (const std::unique_ptr<Requests>& requests : caller.with_values())
        if (refute(*requests)) return Result::found;
      proven = false;
    }
    return proven ? Result::none : Result::unknown;
  }

  void keep_proof() { keeps_proof_ = true; }

  [[nodiscard]] const std::optional<Request>& witness() const { return witness_; }

  /// Why there is no such request, when there is none.
  [[nodiscard]] std::vector<std::string> proof() const {
    if (!proof_.lines().empty()) return proof_.lines();
    const bool alike = changed_allows_.empty() && changed_denies_.empty();
    return {alike ? names_.here() + " allow, and " + names_.there() + " deny, nothing that the others do not"
                  : "no request meets the statements in which " + names_.here() + " and " + names_.there() +
                        " differ"};
  }

  [[nodiscard]] std::vector<Reason> reasons() const {
    std::vector<Reason> result = reasons_;
    for (const auto& documents : {allowing_, other_})
      for (const PolicyDocument& document : documents) add_reasons(result, document.unknowns);
    if (gave_up_) add_reason(result, {ReasonKind::limit, "kRequestsPerQuestion", {}});
    if (result.empty())
      result.push_back({ReasonKind::unsupported_operator, "requests of a shape that cannot be shown", {}});
    return result;
  }

 private:
  [[nodiscard]] bool has_unknown_documents() const {
    const auto unknown = [](const PolicyDocument& document) { return !document.unknowns.empty(); };
    return std::any_of(allowing_.begin(), allowing_.end(), unknown) ||
           std::any_of(other_.begin(), other_.end(), unknown);
  }

  const StatementBox* box(const Placed& statement, Bound bound) {
    if (bound == Bound::lower && !statement.certain()) return nullptr;
    const StatementBox* box = boxes_->get(statement, bound);
    if (box != nullptr && !box->exact) add_reasons(reasons_, box->reasons);
    return box;
  }

  void add_boxes(const std::vector<Placed>& statements, Bound bound, std::vector<const StatementBox*>& list) {
    for (const Placed& statement : statements)
      if (const StatementBox* own = box(statement, bound)) list.push_back(own);
  }

  /// Looks in both parts of (A' \ D') \ (A \ D): what no statement of the other set allows, and what it
  /// denies. `bound` is that of what makes the difference larger; the rest is bounded the other way.
  SearchOutcome search(const RequestModel& model, Bound bound) {
    const Bound opposite = bound == Bound::upper ? Bound::lower : Bound::upper;
    SearchOutcome best;
    if (changed_allows_.empty() && changed_denies_.empty()) return best;
    std::vector<const StatementBox*> denies;
    add_boxes(denies_, opposite, denies);
    std::vector<const StatementBox*> subtract = denies;
    if (!changed_allows_.empty()) add_boxes(other_allows_, opposite, subtract);
    for (const Placed& allow : changed_allows_) {
      const StatementBox* own = box(allow, bound);
      if (own != nullptr && keep(best, run(model, *own, {}, subtract))) return best;
    }
    std::vector<const StatementBox*> every_allow;
    if (!changed_denies_.empty()) add_boxes(allows_, bound, every_allow);
    for (const Placed& deny : changed_denies_) {
      const StatementBox* own = box(deny, bound);
      if (own != nullptr && keep(best, run(model, *own, {every_allow}, denies))) return best;
    }
    return best;
  }

  SearchOutcome run(const RequestModel& model, const StatementBox& own,
                    const std::vector<std::vector<const StatementBox*>>& allows,
                    const std::vector<const StatementBox*>& denies) {
    BoxSearch search(model, budget_);
    if (keeps_proof_) search.keep_proof();
    SearchOutcome outcome = search.search(own.demands, allows, denies);
    if (keeps_proof_ && outcome.kind == SearchOutcome::Kind::none) note_proof(own, search.proof());
    gave_up_ = gave_up_ || outcome.kind == SearchOutcome::Kind::gave_up;
    return outcome;
  }

  void note_proof(const StatementBox& own, const std::vector<ProofNode>& tree) {
    std::vector<std::string> lines = proof_lines(tree, names_);
    if (lines.empty()) return;
    for (std::string& line : lines) line.insert(0, "  ");
    const bool denies = own.document->statements[own.index].effect == Effect::deny;
    lines.insert(lines.begin(), "what " + names_.statement(own) + (denies ? " denies:" : " allows:"));
    proof_.add(lines);
  }

  /// True when nothing better can come.
  static bool keep(SearchOutcome& best, SearchOutcome other) {
    if (other.kind == SearchOutcome::Kind::none) return false;
    best = std::move(other);
    return best.kind == SearchOutcome::Kind::found;
  }

  SearchOutcome widest(Requests& requests) {
    boxes_ = &requests.boxes;
    return search(requests.model, Bound::upper);
  }

  bool refute(Requests& requests) {
    if (has_unknown_documents()) return false;
    boxes_ = &requests.boxes;
    const RequestModel& model = requests.model;
    return shows(requests, search(model, Bound::lower));
  }

  /// Takes an outcome for the witness, or a better one near it, if it is one.
  bool shows(Requests& requests, const SearchOutcome& outcome) {
    if (has_unknown_documents() || outcome.kind != SearchOutcome::Kind::found) return false;
    boxes_ = &requests.boxes;
    const RequestModel& model = requests.model;
    std::optional<Request> request = checked(model, outcome.values);
    if (!request) return false;
    witness_ = better_example(model, *request).value_or(std::move(*request));
    return true;
  }

  /// The same difference shown by a well-known action on a resource of its own.
  std::optional<Request> better_example(const RequestModel& model, const Request& found) {
    // Mostly the action that was found does; what else is worth trying is worked out where it does not.
    if (std::optional<Request> request = example_with(model, found.action)) return request;
    std::vector<const PolicyDocument*> documents;
    for (const auto& side : {allowing_, other_})
      for (const PolicyDocument& document : side) documents.push_back(&document);
    std::size_t tried = 1;
    for (const std::string& action : candidate_actions(documents)) {
      if (!allows_action(action)) continue;
      if (++tried > kExamples) break;
      if (std::optional<Request> request = example_with(model, action)) return request;
    }
    return std::nullopt;
  }

  std::optional<Request> example_with(const RequestModel& model, const std::string& action) {
    RequestModel asked = model;
    ask_one_action(asked, action, sample_resource(action, "aws", "111122223333"));
    const SearchOutcome outcome = search(asked, Bound::lower);
    if (outcome.kind != SearchOutcome::Kind::found) return std::nullopt;
    std::optional<Request> request = checked(asked, outcome.values);
    return request && is_realistic(asked, *request) ? std::move(request) : std::nullopt;
  }

  [[nodiscard]] bool allows_action(const std::string& action) const {
    return std::any_of(allows_.begin(), allows_.end(), [&action](const Placed& allow) {
      const Statement& statement = allow.statement();
      const bool listed = std::any_of(statement.actions.begin(), statement.actions.end(),
                                      [&action](const PolicyString& entry) {
                                        const std::optional<std::string> text = entry.text();
                                        return text && glob_match(*text, action, true);
                                      });
      return listed != statement.not_action;
    });
  }

  /// The request, when the evaluator agrees with both halves of the claim.
  std::optional<Request> checked(const RequestModel& model, const PartValues& values) const {
    Request request = make_request(model, values);
    complete_principal(request);
    const Decision here = evaluate(allowing_, request);
    const Decision there = evaluate(other_, request);
    const bool holds = here.kind == DecisionKind::allowed && here.undecided.empty() &&
                       there.kind != DecisionKind::allowed && there.undecided.empty();
    return holds ? std::optional(std::move(request)) : std::nullopt;
  }

  std::span<const PolicyDocument> allowing_;
  std::span<const PolicyDocument> other_;
  SideNames names_;
  std::deque<Caller>& callers_;
  BoxCache* boxes_ = nullptr;  ///< of the requests that are looked at
  std::vector<Placed> allows_;
  std::vector<Placed> denies_;
  std::vector<Placed> other_allows_;
  std::vector<Placed> other_denies_;
  std::vector<Placed> changed_allows_;  ///< of allows_ those without a copy on the other side
  std::vector<Placed> changed_denies_;  ///< of other_denies_ those without a copy on this side
  SearchBudget budget_{limits::kRequestsPerQuestion, limits::kLanguageStates};
  std::optional<Request> witness_;
  std::vector<Reason> reasons_;
  bool gave_up_ = false;
  bool keeps_proof_ = false;
  ShownProofs proof_;
};

Relation relation_of(DifferenceFinder::Result gained, DifferenceFinder::Result lost) {
  using Result = DifferenceFinder::Result;
  if (gained == Result::unknown || lost == Result::unknown) return Relation::undecided;
  if (gained == Result::none) return lost == Result::none ? Relation::equivalent : Relation::narrower;
  return lost == Result::none ? Relation::broader : Relation::incomparable;
}

}  // namespace

const char* to_string(Relation relation) {
  switch (relation) {
    case Relation::equivalent:
      return "equivalent";
    case Relation::narrower:
      return "narrower";
    case Relation::broader:
      return "broader";
    case Relation::incomparable:
      return "incomparable";
    case Relation::undecided:
      return "undecided";
  }
  return "";
}

Comparison compare(std::span<const PolicyDocument> old_documents,
                   std::span<const PolicyDocument> new_documents, Proofs proofs) {
  Comparison comparison;
  std::vector<const PolicyDocument*> documents;
  for (const auto& side : {old_documents, new_documents})
    for (const PolicyDocument& document : side) documents.push_back(&document);
  const std::size_t old_statements = statement_count(old_documents);
  const std::size_t statements = old_statements + statement_count(new_documents);
  if (statements > limits::kStatementsPerQuestion) {
    comparison.undecided.push_back({ReasonKind::limit, "kStatementsPerQuestion", {}});
    return comparison;
  }
  std::deque<Caller> callers;
  for (const RequestModel& model : caller_models(documents))
    callers.emplace_back(model, documents, statements);
  const Side before{old_documents, 0, "the old policies"};
  const Side after{new_documents, old_statements, "the new policies"};
  DifferenceFinder gained(after, before, callers);
  DifferenceFinder lost(before, after, callers);
  if (proofs == Proofs::kept) {
    gained.keep_proof();
    lost.keep_proof();
  }
  const DifferenceFinder::Result gain = gained.find();
  const DifferenceFinder::Result loss = lost.find();
  comparison.relation = relation_of(gain, loss);
  comparison.new_access = gained.witness();
  comparison.lost_access = lost.witness();
  for (const auto& [finder, result] : {std::pair(&gained, gain), std::pair(&lost, loss)})
    if (proofs == Proofs::kept && result == DifferenceFinder::Result::none)
      for (std::string& line : finder->proof()) comparison.proof.push_back(std::move(line));
  if (gain == DifferenceFinder::Result::unknown) add_reasons(comparison.undecided, gained.reasons());
  if (loss == DifferenceFinder::Result::unknown) add_reasons(comparison.undecided, lost.reasons());
  return comparison;
}

}  // namespace rootproof::policy
