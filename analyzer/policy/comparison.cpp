#include "analyzer/policy/comparison.h"

#include <algorithm>
#include <deque>
#include <utility>

#include "analyzer/policy/box_search.h"
#include "analyzer/policy/caller_models.h"
#include "analyzer/policy/evaluate.h"
#include "analyzer/policy/policy_text.h"
#include "analyzer/policy/sample_actions.h"
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
  [[nodiscard]] const Statement& statement() const { return document->statements[index]; }
  [[nodiscard]] bool certain() const {
    return statement().guard.always() && !statement().may_be_absent && statement().effect != Effect::unknown;
  }
};

std::vector<Placed> placed(std::span<const PolicyDocument> documents, Effect effect) {
  std::vector<Placed> result;
  for (const PolicyDocument& document : documents)
    for (std::size_t i = 0; i < document.statements.size(); ++i) {
      const Effect own = document.statements[i].effect;
      if (own == effect || own == Effect::unknown) result.push_back({&document, i});
    }
  return result;
}

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

/// Is there a request that one set allows and the other does not?
class DifferenceFinder {
 public:
  DifferenceFinder(std::span<const PolicyDocument> allowing, std::span<const PolicyDocument> other,
                   const std::vector<RequestModel>& models)
      : allowing_(allowing),
        other_(other),
        models_(models),
        allows_(placed(allowing, Effect::allow)),
        denies_(placed(allowing, Effect::deny)),
        other_allows_(placed(other, Effect::allow)),
        other_denies_(placed(other, Effect::deny)) {}

  enum class Result : std::uint8_t { none, found, unknown };

  Result find() {
    bool proven = !has_unknown_documents();
    for (const RequestModel& model : models_) {
      RequestModel asked = model;
      ask_any_action(asked);
      if (is_impossible(asked)) continue;
      if (refute(asked)) return Result::found;
      proven = false;
    }
    return proven ? Result::none : Result::unknown;
  }

  [[nodiscard]] const std::optional<Request>& witness() const { return witness_; }

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
  struct Boxes {
    std::deque<StatementBox> owned;
    std::vector<const StatementBox*> list;
  };

  [[nodiscard]] bool has_unknown_documents() const {
    const auto unknown = [](const PolicyDocument& document) { return !document.unknowns.empty(); };
    return std::any_of(allowing_.begin(), allowing_.end(), unknown) ||
           std::any_of(other_.begin(), other_.end(), unknown);
  }

  Boxes boxes(const std::vector<Placed>& statements, Bound bound, const RequestModel& model) {
    Boxes result;
    for (const Placed& statement : statements) {
      if (bound == Bound::lower && !statement.certain()) continue;
      std::optional<StatementBox> box = statement_box(*statement.document, statement.index, bound, model);
      if (!box) continue;
      if (!box->exact) add_reasons(reasons_, box->reasons);
      result.owned.push_back(std::move(*box));
      result.list.push_back(&result.owned.back());
    }
    return result;
  }

  /// Looks in both parts of (A' \ D') \ (A \ D): what no statement of the other set allows, and what it
  /// denies. `bound` is that of what makes the difference larger; the rest is bounded the other way.
  SearchOutcome search(const RequestModel& model, Bound bound) {
    const Bound opposite = bound == Bound::upper ? Bound::lower : Bound::upper;
    const Boxes denies = boxes(denies_, opposite, model);
    const Boxes other_allows = boxes(other_allows_, opposite, model);
    std::vector<const StatementBox*> subtract = denies.list;
    subtract.insert(subtract.end(), other_allows.list.begin(), other_allows.list.end());
    SearchOutcome best;
    Boxes every_allow;
    for (const Placed& allow : allows_) {
      const Boxes own = boxes({allow}, bound, model);
      if (own.list.empty()) continue;
      every_allow.owned.push_back(*own.list[0]);
      if (has_copy(allow, other_allows_)) continue;
      if (keep(best, run(model, own.list[0]->demands, {}, subtract))) return best;
    }
    for (const StatementBox& box : every_allow.owned) every_allow.list.push_back(&box);
    for (const Placed& deny : other_denies_) {
      if (has_copy(deny, denies_)) continue;
      const Boxes own = boxes({deny}, bound, model);
      if (own.list.empty()) continue;
      if (keep(best, run(model, own.list[0]->demands, {every_allow.list}, denies.list))) return best;
    }
    return best;
  }

  SearchOutcome run(const RequestModel& model, const std::vector<Demand>& demands,
                    const std::vector<std::vector<const StatementBox*>>& allows,
                    const std::vector<const StatementBox*>& denies) {
    BoxSearch search(model, budget_);
    SearchOutcome outcome = search.search(demands, allows, denies);
    gave_up_ = gave_up_ || outcome.kind == SearchOutcome::Kind::gave_up;
    return outcome;
  }

  /// True when nothing better can come.
  static bool keep(SearchOutcome& best, SearchOutcome other) {
    if (other.kind == SearchOutcome::Kind::none) return false;
    best = std::move(other);
    return best.kind == SearchOutcome::Kind::found;
  }

  bool is_impossible(const RequestModel& model) {
    return search(model, Bound::upper).kind == SearchOutcome::Kind::none;
  }

  bool refute(const RequestModel& model) {
    if (has_unknown_documents()) return false;
    const SearchOutcome outcome = search(model, Bound::lower);
    if (outcome.kind != SearchOutcome::Kind::found) return false;
    std::optional<Request> request = checked(model, outcome.values);
    if (!request) return false;
    witness_ = better_example(model, *request).value_or(std::move(*request));
    return true;
  }

  /// The same difference shown by a well-known action on a resource of its own.
  std::optional<Request> better_example(const RequestModel& model, const Request& found) {
    std::vector<const PolicyDocument*> documents;
    for (const auto& side : {allowing_, other_})
      for (const PolicyDocument& document : side) documents.push_back(&document);
    std::vector<std::string> actions{found.action};
    for (std::string& action : candidate_actions(documents)) actions.push_back(std::move(action));
    std::size_t tried = 0;
    for (const std::string& action : actions) {
      if (!allows_action(action)) continue;
      if (++tried > kExamples) break;
      RequestModel asked = model;
      ask_one_action(asked, action, sample_resource(action, "aws", "111122223333"));
      const SearchOutcome outcome = search(asked, Bound::lower);
      if (outcome.kind != SearchOutcome::Kind::found) continue;
      std::optional<Request> request = checked(asked, outcome.values);
      if (request && is_realistic(asked, *request)) return request;
    }
    return std::nullopt;
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
  const std::vector<RequestModel>& models_;
  std::vector<Placed> allows_;
  std::vector<Placed> denies_;
  std::vector<Placed> other_allows_;
  std::vector<Placed> other_denies_;
  SearchBudget budget_{limits::kRequestsPerQuestion, limits::kLanguageStates};
  std::optional<Request> witness_;
  std::vector<Reason> reasons_;
  bool gave_up_ = false;
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
                   std::span<const PolicyDocument> new_documents) {
  Comparison comparison;
  std::vector<const PolicyDocument*> documents;
  std::size_t statements = 0;
  for (const auto& side : {old_documents, new_documents})
    for (const PolicyDocument& document : side) {
      documents.push_back(&document);
      statements += document.statements.size();
    }
  if (statements > limits::kStatementsPerQuestion) {
    comparison.undecided.push_back({ReasonKind::limit, "kStatementsPerQuestion", {}});
    return comparison;
  }
  const std::vector<RequestModel> models = caller_models(documents);
  DifferenceFinder gained(new_documents, old_documents, models);
  DifferenceFinder lost(old_documents, new_documents, models);
  const DifferenceFinder::Result gain = gained.find();
  const DifferenceFinder::Result loss = lost.find();
  comparison.relation = relation_of(gain, loss);
  comparison.new_access = gained.witness();
  comparison.lost_access = lost.witness();
  if (gain == DifferenceFinder::Result::unknown) add_reasons(comparison.undecided, gained.reasons());
  if (loss == DifferenceFinder::Result::unknown) add_reasons(comparison.undecided, lost.reasons());
  return comparison;
}

}  // namespace rootproof::policy
