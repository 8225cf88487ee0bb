#include "analyzer/policy/coverage.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/policy/evaluate.h"
#include "analyzer/policy/witness.h"

namespace rootproof::policy {

namespace {

constexpr std::string_view kContextClass = "context";
constexpr std::string_view kBenignClass = "benign";

constexpr std::array<std::string_view, 4> kServiceKeys{"aws:viaawsservice", "aws:calledvia",
                                                       "aws:calledviafirst", "aws:calledvialast"};

/// A request that a service makes on behalf of root, which has to call that service first.
bool is_made_by_service(const Request& request) {
  const auto via = request.context.find("aws:viaawsservice");
  const bool is_true = via != request.context.end() && via->second == std::vector<std::string>{"true"};
  return is_true || std::any_of(kServiceKeys.begin() + 1, kServiceKeys.end(), [&](std::string_view key) {
           return request.context.contains(std::string(key));
         });
}

/// Whether the denials of a path ask for nothing but who calls, and whether a service does on his behalf: no
/// request of root himself passes them that has something else.
bool asks_for_services_alone(const ScpPath& path) {
  constexpr std::array<std::string_view, 5> kCaller{"aws:principalarn", "aws:principaltype",
                                                    "aws:principalaccount", "aws:userid", "aws:assumedroot"};
  const auto is_such = [&](const Condition& condition) {
    const std::string key = to_lower(condition.key);
    return std::find(kCaller.begin(), kCaller.end(), key) != kCaller.end() ||
           std::find(kServiceKeys.begin(), kServiceKeys.end(), key) != kServiceKeys.end();
  };
  return std::all_of(path.levels.begin(), path.levels.end(), [&](const ScpLevel& level) {
    return std::all_of(level.documents.begin(), level.documents.end(), [&](const PolicyDocument* document) {
      return std::all_of(
          document->statements.begin(), document->statements.end(), [&](const Statement& statement) {
            return std::all_of(statement.conditions.begin(), statement.conditions.end(), is_such);
          });
    });
  });
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
      names = {std::string(is_made_by_service(*answer.answer.witness) && asks_for_services_alone(path)
                               ? kBenignClass
                               : kContextClass)};
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
