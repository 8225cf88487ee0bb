#include "analyzer/policy/coverage.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "analyzer/policy/evaluate.h"
#include "analyzer/policy/witness.h"

namespace rootproof::policy {

namespace {

constexpr std::string_view kContextClass = "context";
constexpr std::string_view kBenignClass = "benign";

/// A request that a service makes on behalf of root, which has to call that service first.
bool is_made_by_service(const Request& request) {
  const auto via = request.context.find("aws:viaawsservice");
  return (via != request.context.end() && via->second.front() == "true") ||
         request.context.contains("aws:calledvia") || request.context.contains("aws:calledviafirst") ||
         request.context.contains("aws:calledvialast");
}

/// Names of the classes an action belongs to; it may be good for several things.
std::vector<std::string> classes_of(const std::string& action, std::span<const HoleClass> classes) {
  std::vector<std::string> result;
  const HoleClass* rest = nullptr;
  for (const HoleClass& hole_class : classes) {
    if (hole_class.others) rest = &hole_class;
    const auto fits = [&action](const std::string& pattern) { return glob_match(pattern, action, true); };
    if (std::any_of(hole_class.actions.begin(), hole_class.actions.end(), fits) &&
        std::none_of(hole_class.except.begin(), hole_class.except.end(), fits))
      result.push_back(hole_class.name);
  }
  if (result.empty() && rest != nullptr) result.push_back(rest->name);
  return result;
}

/// Actions worth asking about one by one: the witness's, those of the classes, those written and well known.
std::vector<std::string> actions_to_ask(const ScpPath& path, const RootQuestion& question,
                                        const Request& witness, std::span<const HoleClass> classes) {
  std::vector<std::string> actions{witness.action};
  std::set<std::string> seen{to_lower(witness.action)};
  const auto add = [&actions, &seen](const std::string& action) {
    if (seen.insert(to_lower(action)).second) actions.push_back(action);
  };
  for (const HoleClass& hole_class : classes)
    for (const std::string& pattern : hole_class.actions)
      if (const std::optional<std::string> example = example_of_action(pattern)) add(*example);
  std::vector<const PolicyDocument*> documents;
  for (const ScpLevel& level : path.levels)
    documents.insert(documents.end(), level.documents.begin(), level.documents.end());
  if (question.guardrail != nullptr) documents.push_back(question.guardrail);
  for (const std::string& action : candidate_actions(documents)) add(action);
  return actions;
}

std::vector<GuardrailHole> find_holes(const ScpPath& path, const RootQuestion& question,
                                      const Request& witness, std::span<const HoleClass> classes) {
  // An action that is good for several things stands for the worst of them; for the others only where nothing
  // else does.
  std::map<std::string, Request> found;
  std::map<std::string, Request> as_well;
  for (const std::string& action : actions_to_ask(path, question, witness, classes)) {
    RootQuestion about_action = question;
    about_action.action = action;
    const RootAnswer answer = root_is_denied(path, about_action);
    if (answer.answer.verdict != Verdict::violation) continue;
    std::vector<std::string> names = classes_of(action, classes);
    if (answer.depends_on_context)
      names = {std::string(is_made_by_service(*answer.answer.witness) ? kBenignClass : kContextClass)};
    for (const std::string& name : names)
      (name == names.front() ? found : as_well).emplace(name, *answer.answer.witness);
  }
  found.merge(as_well);
  std::vector<GuardrailHole> holes;
  for (const HoleClass& hole_class : classes)
    if (const auto hole = found.find(hole_class.name); hole != found.end())
      holes.push_back({hole->first, hole->second});
  return holes;
}

}  // namespace

const char* to_string(CoverageKind kind) {
  switch (kind) {
    case CoverageKind::covered:
      return "covered";
    case CoverageKind::partly:
      return "partly";
    case CoverageKind::open:
      return "open";
    case CoverageKind::undecided:
      return "undecided";
  }
  return "";
}

Coverage covers(const ScpPath& path, const RootQuestion& question, std::span<const HoleClass> classes) {
  RootAnswer answer = root_is_denied(path, question);
  Coverage coverage;
  coverage.closest = std::move(answer.closest);
  switch (answer.answer.verdict) {
    case Verdict::safe:
      coverage.kind = CoverageKind::covered;
      coverage.proof = std::move(answer.answer.proof);
      break;
    case Verdict::undecided:
      coverage.undecided = std::move(answer.answer.reasons);
      break;
    case Verdict::violation:
      coverage.kind = answer.denied_at_all ? CoverageKind::partly : CoverageKind::open;
      coverage.witness = std::move(answer.answer.witness);
      coverage.holes = find_holes(path, question, *coverage.witness, classes);
      break;
  }
  return coverage;
}

}  // namespace rootproof::policy
