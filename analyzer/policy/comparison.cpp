#include "analyzer/policy/comparison.h"

#include <algorithm>
#include <array>
#include <functional>
#include <memory>
#include <string_view>
#include <utility>

#include "analyzer/policy/action_catalogue.h"
#include "analyzer/policy/box_search.h"
#include "analyzer/policy/caller_models.h"
#include "analyzer/policy/caller_requests.h"
#include "analyzer/policy/evaluate.h"
#include "analyzer/policy/policy_text.h"
#include "analyzer/policy/proof_text.h"
#include "analyzer/policy/sample_actions.h"
#include "analyzer/policy/witness.h"
#include "analyzer/policy/written_statements.h"
#include "parsers/arn.h"
#include "parsers/source/limits.h"

namespace rootproof::policy {

using value::Reason;
using value::ReasonKind;

namespace {

/// Examples tried before the first request that was found is taken as it is.
constexpr std::size_t kExamples = 24;
/// Requests guessed before anything is searched for.
constexpr std::size_t kGuesses = 4;
/// More statements that are written on both sides are counted instead of named.
constexpr std::size_t kAlikeLines = 6;

struct Placed {
  const PolicyDocument* document = nullptr;
  std::size_t index = 0;
  std::size_t number = 0;  ///< among the statements of both sides, then what is left of each
  /// What of it has to be looked at, when that is not all.
  std::shared_ptr<const Statement> rest = nullptr;
  [[nodiscard]] const Statement& statement() const { return rest ? *rest : document->statements[index]; }
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

/// A statement and those of the other side that hold it, or a part of it, in the same words.
struct Held {
  Placed statement;
  std::vector<Placed> by;
};

/// What statements hold that others do not; `held` is what others do. `written` has the statements of both
/// sides by number.
std::vector<Placed> changed(const std::vector<Placed>& statements, const std::vector<Placed>& others,
                            std::vector<WrittenStatement>& written, std::vector<Held>& held) {
  std::vector<Placed> result;
  std::vector<WrittenStatement*> written_others;
  written_others.reserve(others.size());
  for (const Placed& other : others) written_others.push_back(&written[other.number]);
  for (const Placed& statement : statements) {
    WrittenRest rest = rest_of(written[statement.number], written_others);
    if (!rest.held_by.empty()) {
      held.push_back({statement, {}});
      held.back().statement.rest = rest.statement;
      for (const std::size_t i : rest.held_by) held.back().by.push_back(others[i]);
    }
    if (rest.nothing) continue;
    result.push_back(statement);
    if (rest.statement) result.back().number += written.size();
    result.back().rest = std::move(rest.statement);
  }
  return result;
}

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

  [[nodiscard]] std::string statement(const PolicyDocument& document, std::size_t index) const {
    const auto holds = [&document](const Side& side) {
      const PolicyDocument* const first = side.documents.data();
      return std::less_equal<>()(first, &document) && std::less<>()(&document, first + side.documents.size());
    };
    const Side& side = holds(sides_[0]) ? sides_[0] : sides_[1];
    const auto number = &document - side.documents.data() + 1;
    return name_statement(document, index) + " of " +
           (side.documents.size() > 1 ? "policy " + std::to_string(number) + " of " : std::string()) +
           std::string(side.name);
  }

  [[nodiscard]] std::string claim(const StatementBox& box) const override {
    const bool denies = box.document->statements[box.index].effect == Effect::deny;
    return statement(*box.document, box.index) + (denies ? " denies it" : " allows it");
  }

 private:
  std::array<Side, 2> sides_;
};

/// Is there a request that one set allows and the other does not?
class DifferenceFinder {
 public:
  DifferenceFinder(const Side& allowing, const Side& other, std::vector<WrittenStatement>& written,
                   Callers& callers)
      : allowing_(allowing.documents),
        other_(other.documents),
        names_(allowing, other),
        callers_(callers),
        allows_(placed(allowing.documents, Effect::allow, allowing.first)),
        denies_(placed(allowing.documents, Effect::deny, allowing.first)),
        other_allows_(placed(other.documents, Effect::allow, other.first)),
        other_denies_(placed(other.documents, Effect::deny, other.first)) {
    changed_allows_ = changed(allows_, other_allows_, written, held_);
    changed_denies_ = changed(other_denies_, denies_, written, held_);
  }

  enum class Result : std::uint8_t { none, found, unknown };

  Result find() {
    bool proven = !has_unknown_documents();
    if (changed_allows_.empty() && changed_denies_.empty()) return proven ? Result::none : Result::unknown;
    if (guess()) return Result::found;
    for (std::size_t i = 0; i < callers_.size(); ++i) {
      Caller& caller = callers_.get(i);
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
    ShownProofs shown;
    std::vector<std::string> alike;
    for (const Held& held : held_)
      if (!held.statement.rest)
        alike.push_back(what(held.statement) + ": that is written in " + holders(held) + " too");
    if (alike.size() > kAlikeLines)
      alike = {"what " + std::to_string(alike.size()) + " statements of " + names_.here() + " allow, or of " +
               names_.there() + " deny, is written on the other side too"};
    shown.add(alike);
    shown.add(proof_.lines());
    if (!shown.lines().empty()) return shown.lines();
    if (allows_.empty())
      return {names_.here() + " have no Allow: what they deny shows beside policies that allow it"};
    return {"no request meets the statements in which " + names_.here() + " and " + names_.there() +
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
    const StatementBox* box =
        boxes_->get(statement.number, statement.statement(), *statement.document, statement.index, bound);
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
    std::vector<const StatementBox*> denies;
    add_boxes(denies_, opposite, denies);
    std::vector<const StatementBox*> subtract = denies;
    if (!changed_allows_.empty()) add_boxes(other_allows_, opposite, subtract);
    for (const Placed& allow : changed_allows_) {
      const StatementBox* own = box(allow, bound);
      if (own != nullptr && keep(best, run(model, allow, *own, {}, subtract))) return best;
    }
    std::vector<const StatementBox*> every_allow;
    if (!changed_denies_.empty()) add_boxes(allows_, bound, every_allow);
    for (const Placed& deny : changed_denies_) {
      const StatementBox* own = box(deny, bound);
      if (own != nullptr && keep(best, run(model, deny, *own, {every_allow}, denies))) return best;
    }
    return best;
  }

  SearchOutcome run(const RequestModel& model, const Placed& statement, const StatementBox& own,
                    const std::vector<std::vector<const StatementBox*>>& allows,
                    const std::vector<const StatementBox*>& denies) {
    BoxSearch search(model, budget_);
    if (keeps_proof_) search.keep_proof();
    SearchOutcome outcome = search.search(own.demands, allows, denies);
    if (keeps_proof_ && outcome.kind == SearchOutcome::Kind::none) note_proof(statement, search.proof());
    gave_up_ = gave_up_ || outcome.kind == SearchOutcome::Kind::gave_up;
    return outcome;
  }

  /// "what statement 1 of the new policies allows".
  [[nodiscard]] std::string what(const Placed& statement) const {
    const bool denies = statement.statement().effect == Effect::deny;
    return "what " + names_.statement(*statement.document, statement.index) +
           (denies ? " denies" : " allows");
  }

  /// "statement 1 of the old policies and statement 2 of the old policies".
  [[nodiscard]] std::string holders(const Held& held) const {
    std::string text;
    for (const Placed& by : held.by)
      text += (text.empty() ? "" : " and ") + names_.statement(*by.document, by.index);
    return text;
  }

  void note_proof(const Placed& statement, const std::vector<ProofNode>& tree) {
    std::vector<std::string> lines = proof_lines(tree, names_);
    if (lines.empty()) return;
    for (std::string& line : lines) line.insert(0, "  ");
    const auto part = std::find_if(held_.begin(), held_.end(), [&statement](const Held& held) {
      return statement.rest != nullptr && held.statement.rest == statement.rest;
    });
    const std::string known = part == held_.end() ? "" : " and is not written in " + holders(*part);
    lines.insert(lines.begin(), what(statement) + known + ":");
    proof_.add(lines);
  }

  /// True when nothing better can come.
  static bool keep(SearchOutcome& best, SearchOutcome other) {
    if (other.kind == SearchOutcome::Kind::none) return false;
    best = std::move(other);
    return best.kind == SearchOutcome::Kind::found;
  }

  /// Most changes add some action by name: a usual request for it is a witness more often than not, and says
  /// more than what a search comes across.
  bool guess() {
    if (has_unknown_documents() || callers_.size() != 1 || !callers_.models()[0].principal.type.empty())
      return false;
    std::size_t left = kGuesses;
    for (const Placed& allow : changed_allows_) {
      const Statement& statement = allow.statement();
      if (!allow.certain() || statement.not_action || statement.not_resource || !statement.conditions.empty())
        continue;
      for (const PolicyString& entry : statement.actions) {
        if (left-- == 0) return false;
        const std::optional<std::string> text = entry.text();
        const std::optional<std::string> action = text ? example_of_action(*text) : std::nullopt;
        if (action && shows_usual_request(statement, *text, *action)) return true;
      }
    }
    return false;
  }

  bool shows_usual_request(const Statement& statement, const std::string& pattern, std::string action) {
    static const TextPattern kAction = any_action();
    static const TextPattern kArn = any_arn({});
    const std::string usual = sample_resource(action, "aws", "111122223333");
    const std::optional<std::string> found = usual_resource(statement, usual);
    if (!found) return false;
    const std::string& resource = *found;
    if (resource != usual && !acts_on(action, resource))
      if (std::optional<std::string> other = example_on(pattern, resource)) action = *std::move(other);
    // Texts that no request holds stand in policies too.
    if (!kAction.matches(action) || !(resource == "*" || kArn.matches(resource))) return false;
    const PartValues values{{std::string(kActionPart), {action}}, {std::string(kResourcePart), {resource}}};
    std::optional<Request> request = checked(callers_.models()[0], values);
    if (!request) return false;
    witness_ = std::move(request);
    return true;
  }

  /// The usual resource where the statement takes it; else one of the same service that an entry takes.
  static std::optional<std::string> usual_resource(const Statement& statement, const std::string& usual) {
    std::optional<std::string> resource;
    for (const PolicyString& entry : statement.resources) {
      const std::optional<std::string> text = entry.text();
      if (!text || text->find("${") != std::string::npos) continue;
      if (glob_match(*text, usual, false)) return usual;
      if (!resource && arn_component(*text, 2) == arn_component(usual, 2))
        resource = example_of_resource(*text, usual);
    }
    return statement.has_resource ? resource : usual;
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
    if (!find_action(found.action))
      if (std::optional<Request> request = documented_example(model)) return request;
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

  /// By an action that exists, of those that what is newly allowed or no longer denied names.
  std::optional<Request> documented_example(const RequestModel& model) {
    std::size_t tried = 0;
    for (const std::vector<Placed>* changed : {&changed_allows_, &changed_denies_}) {
      for (const Placed& placed : *changed) {
        for (const PolicyString& entry : placed.statement().actions) {
          const std::optional<std::string> text = entry.text();
          if (!text || placed.statement().not_action) continue;
          for (const CatalogueAction& action : first_actions(*text, kExamples)) {
            if (++tried > kExamples) return std::nullopt;
            std::optional<Request> request = example_with(model, action.name);
            if (request && acts_on(action.name, request->resource)) return request;
          }
        }
      }
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
  Callers& callers_;
  BoxCache* boxes_ = nullptr;  ///< of the requests that are looked at
  std::vector<Placed> allows_;
  std::vector<Placed> denies_;
  std::vector<Placed> other_allows_;
  std::vector<Placed> other_denies_;
  std::vector<Placed> changed_allows_;  ///< what of allows_ is not written on the other side
  std::vector<Placed> changed_denies_;  ///< what of other_denies_ is not written on this side
  std::vector<Held> held_;              ///< what of both is
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
  // Well-known actions come in where a difference was found.
  Callers callers(documents, 2 * statements, Samples::left_out);
  std::vector<WrittenStatement> written;
  written.reserve(statements);
  for (const PolicyDocument* document : documents)
    for (std::size_t i = 0; i < document->statements.size(); ++i) written.emplace_back(*document, i);
  const Side before{old_documents, 0, "the old policies"};
  const Side after{new_documents, old_statements, "the new policies"};
  DifferenceFinder gained(after, before, written, callers);
  DifferenceFinder lost(before, after, written, callers);
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
