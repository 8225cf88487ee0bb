#include "analyzer/policy/statement_questions.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/policy/box_search.h"
#include "analyzer/policy/caller_models.h"
#include "analyzer/policy/evaluate.h"
#include "analyzer/policy/root_question.h"
#include "analyzer/policy/witness.h"
#include "parsers/regions.h"
#include "parsers/source/limits.h"

namespace rootproof::policy {

using value::Reason;

namespace {

/// An account to speak of where any one is meant.
constexpr const char* kExampleAccount = "111122223333";

std::vector<RequestModel> root_models(const std::string& account, const std::string& partition,
                                      bool central_sessions) {
  std::vector<RequestModel> models;
  for (const SignIn sign_in :
       {SignIn::access_keys, SignIn::console_without_mfa, SignIn::console_with_mfa, SignIn::assume_root}) {
    if (sign_in == SignIn::assume_root && !central_sessions) continue;
    for (const bool through_endpoint : {false, true})
      models.push_back(root_model(account, partition, sign_in, through_endpoint));
  }
  return models;
}

/// AWS does not say all about the keys of AssumeRoot sessions; they count where a statement speaks of them.
bool speaks_of_central_sessions(const Statement& statement) {
  return std::any_of(statement.conditions.begin(), statement.conditions.end(),
                     [](const Condition& condition) { return to_lower(condition.key) == "aws:assumedroot"; });
}

/// Whether some request of some model that is known to exist is in the statement.
StatementAnswer reach(const PolicyDocument& document, std::size_t index,
                      const std::vector<RequestModel>& models) {
  StatementAnswer result;
  const Statement& statement = document.statements[index];
  for (const RequestModel& model : models) {
    if (!has_request(document, index, Bound::upper, model)) continue;
    RequestModel known = model;
    keep_to_known_requests(known);
    if (statement.unknowns.empty() && has_request(document, index, Bound::lower, known)) {
      result.answer.verdict = Verdict::safe;
      result.answer.proof = {"a request with " + model.name + " meets " + name_statement(document, index)};
      result.answer.reasons.clear();
      return result;
    }
    if (const auto box = statement_box(document, index, Bound::upper, model))
      add_reasons(result.answer.reasons, box->reasons);
    add_reasons(result.answer.reasons, statement.unknowns);
    if (result.answer.reasons.empty() && !has_request(document, index, Bound::upper, known))
      result.answer.reasons.push_back(
          {value::ReasonKind::unsupported_operator, "a Region that is not known", statement.condition_span});
    result.answer.verdict = Verdict::safe;  // for now: something may be in it
  }
  if (result.answer.verdict != Verdict::safe)
    result.answer.verdict = Verdict::violation;
  else if (!result.answer.reasons.empty())
    result.answer.verdict = Verdict::undecided;
  return result;
}

}  // namespace

namespace {

StatementAnswer applies_to_root_of(const PolicyDocument& document, std::size_t statement,
                                   const std::vector<std::string>& partitions, bool central_sessions) {
  std::vector<RequestModel> models;
  for (const std::string& partition : partitions)
    for (const char* account : {kExampleAccount, ""})  // variables have values only where the account has one
      for (RequestModel& model : root_models(account, partition, central_sessions)) {
        keep_to_possible_requests(model);
        models.push_back(std::move(model));
      }
  StatementAnswer result = reach(document, statement, models);
  if (result.answer.verdict == Verdict::violation) {
    std::vector<RequestModel> possible = root_models(kExampleAccount, "aws", central_sessions);
    for (RequestModel& model : possible) keep_to_possible_requests(model);
    result.cause = explain_miss(document, statement, "", possible);
  }
  return result;
}

/// A role that nobody names, signed in with MFA or without, through a VPC endpoint or not. What root users
/// never have, tags and a source identity for instance, a session may have or not.
RequestModel ordinary_role(const std::string& partition, SignIn sign_in, bool through_endpoint) {
  const std::string account = kExampleAccount;
  const std::string arn = "arn:" + partition;
  RequestModel model = root_model(account, partition, sign_in, through_endpoint);
  model.removed_prefixes.clear();
  for (const ContextKey& key : context_keys())
    if (key.root == RootPresence::absent) model.parts.erase(to_lower(key.name));
  for (const char* key : {"aws:assumedroot", "aws:username"}) model.remove(key);
  model.name = "a session of a role that nobody names";
  model.principal = {"AWS", account, arn + ":sts::" + account + ":assumed-role/Workload-7f3a/session"};
  model.fix("aws:principalarn", arn + ":iam::" + account + ":role/Workload-7f3a");
  model.fix("aws:principaltype", "AssumedRole");
  model.fix("aws:userid", "AROAEXAMPLEWORKLOAD01:session");
  return model;
}

std::vector<RequestModel> ordinary_roles() {
  std::vector<RequestModel> models;
  for (const std::string_view partition : kCommonPartitions)
    for (const SignIn sign_in : {SignIn::console_without_mfa, SignIn::console_with_mfa})
      for (const bool through_endpoint : {false, true})
        models.push_back(ordinary_role(std::string(partition), sign_in, through_endpoint));
  return models;
}

}  // namespace

StatementAnswer applies_to_root(const PolicyDocument& document, std::size_t statement) {
  return applies_to_root_of(document, statement, {kCommonPartitions.begin(), kCommonPartitions.end()},
                            speaks_of_central_sessions(document.statements[statement]));
}

StatementAnswer applies_to_root(const PolicyDocument& document, std::size_t statement,
                                const std::string& partition) {
  return applies_to_root_of(document, statement, {partition},
                            speaks_of_central_sessions(document.statements[statement]));
}

StatementAnswer applies_to_own_credentials_of_root(const PolicyDocument& document, std::size_t statement) {
  return applies_to_root_of(document, statement, {kCommonPartitions.begin(), kCommonPartitions.end()}, false);
}

Answer denies_ordinary_roles(const PolicyDocument& document, std::size_t statement) {
  Answer answer;
  answer.verdict = Verdict::safe;
  SearchBudget budget{limits::kRequestsPerQuestion, limits::kLanguageStates};
  for (RequestModel& model : ordinary_roles()) {
    ask_any_action(model);
    const std::optional<StatementBox> most = statement_box(document, statement, Bound::upper, model);
    if (!most) continue;
    BoxSearch widest(model, budget);
    if (widest.search(most->demands, {}, {}).kind == SearchOutcome::Kind::none) continue;
    answer.verdict = Verdict::undecided;
    add_reasons(answer.reasons, most->reasons);
    const std::optional<StatementBox> least = statement_box(document, statement, Bound::lower, model);
    if (!least || !document.statements[statement].unknowns.empty()) continue;
    BoxSearch search(model, budget);
    const SearchOutcome outcome = search.search(least->demands, {}, {});
    if (outcome.kind != SearchOutcome::Kind::found) continue;
    Request request = make_request(model, outcome.values);
    if (!is_realistic(model, request)) continue;
    answer.verdict = Verdict::violation;
    answer.witness = std::move(request);
    answer.reasons.clear();
    return answer;
  }
  add_reasons(answer.reasons, document.statements[statement].unknowns);
  if (answer.verdict == Verdict::safe) {
    answer.reasons.clear();
    answer.proof = {"no request of a role that nobody names meets " + name_statement(document, statement)};
  } else if (answer.reasons.empty()) {
    answer.reasons.push_back({value::ReasonKind::unsupported_operator,
                              "a condition key that no known request of a role carries",
                              {}});
  }
  return answer;
}

StatementAnswer applies_to_anything(const PolicyDocument& document, std::size_t statement) {
  if (document.statements[statement].conditions.empty()) {
    StatementAnswer result;
    result.answer.verdict = Verdict::safe;
    result.answer.proof = {name_statement(document, statement) + " has no conditions"};
    return result;
  }
  const PolicyDocument* const documents[] = {&document};
  return reach(document, statement, caller_models(documents));
}

ShadowQuestions::ShadowQuestions(const PolicyDocument& document)
    : document_(document), documents_{&document}, left_out_(document.statements.size()) {
  written_.reserve(document.statements.size());
  for (std::size_t i = 0; i < document.statements.size(); ++i) written_.emplace_back(document, i);
}

void ShadowQuestions::leave_out(std::size_t statement) { left_out_[statement] = true; }

/// Others that stand there and have its effect.
bool ShadowQuestions::counts_beside(std::size_t other, std::size_t statement) const {
  return other != statement && !left_out_[other] &&
         document_.statements[other].effect == document_.statements[statement].effect;
}

bool ShadowQuestions::is_written_elsewhere(std::size_t statement) {
  std::vector<WrittenStatement*> others;
  for (std::size_t i = 0; i < written_.size(); ++i)
    if (counts_beside(i, statement)) others.push_back(&written_[i]);
  return rest_of(written_[statement], others).nothing;
}

/// What the statement takes and no other one with its effect; it is bounded by `own`, the others the other
/// way.
SearchOutcome ShadowQuestions::left_over(Requests& requests, std::size_t statement, Bound own,
                                         SearchBudget& budget, std::vector<Reason>& reasons) const {
  const auto noted = [&](std::size_t index, Bound bound) {
    const StatementBox* const box =
        requests.boxes.get(index, document_.statements[index], document_, index, bound);
    if (box != nullptr && !box->exact) add_reasons(reasons, box->reasons);
    return box;
  };
  const StatementBox* const box = noted(statement, own);
  if (box == nullptr) return {};
  const Bound bound = own == Bound::upper ? Bound::lower : Bound::upper;
  std::vector<const StatementBox*> others;
  for (std::size_t i = 0; i < document_.statements.size(); ++i) {
    const Statement& other = document_.statements[i];
    if (!counts_beside(i, statement)) continue;
    if (bound == Bound::lower && !(other.guard.always() && !other.may_be_absent)) continue;
    if (const StatementBox* taken = noted(i, bound)) others.push_back(taken);
  }
  BoxSearch search(requests.model, budget);
  return search.search(box->demands, {}, others);
}

/// Whether the evaluator agrees.
bool ShadowQuestions::only_it_meets(std::size_t statement, const Request& request) const {
  PolicyDocument others;
  others.kind = document_.kind;
  others.version = document_.version;
  others.version_unknown = document_.version_unknown;
  others.unknowns = document_.unknowns;
  std::size_t place = 0;
  for (std::size_t i = 0; i < document_.statements.size(); ++i) {
    if (i == statement) place = others.statements.size();
    if (i == statement || counts_beside(i, statement)) others.statements.push_back(document_.statements[i]);
  }
  const Decision decision = evaluate({&others, 1}, request);
  return decision.undecided.empty() && decision.statements.size() == 1 &&
         decision.statements[0].statement == place;
}

Answer ShadowQuestions::ask(std::size_t statement) {
  Answer answer;
  if (is_written_elsewhere(statement)) {
    answer.verdict = Verdict::violation;
    return answer;
  }
  if (!callers_) callers_.emplace(documents_, document_.statements.size(), Samples::tried);
  SearchBudget budget{limits::kRequestsPerQuestion, limits::kLanguageStates};
  std::vector<Reason> reasons;
  bool proven = true;
  const auto left = [&](Requests& requests, Bound own) {
    return left_over(requests, statement, own, budget, reasons);
  };
  const auto shown_by = [&](Requests& requests) {
    const SearchOutcome outcome = left(requests, Bound::lower);
    if (outcome.kind != SearchOutcome::Kind::found) return false;
    Request request = make_request(requests.model, outcome.values);
    complete_principal(request);
    if (!only_it_meets(statement, request)) return false;
    answer.verdict = Verdict::safe;
    answer.witness = std::move(request);
    return true;
  };
  for (std::size_t i = 0; i < callers_->size(); ++i) {
    Caller& caller = callers_->get(i);
    if (left(caller.proof(), Bound::upper).kind == SearchOutcome::Kind::none) continue;
    proven = false;
    if (shown_by(caller.plain())) return answer;
    for (const std::unique_ptr<Requests>& requests : caller.with_values())
      if (shown_by(*requests)) return answer;
  }
  if (proven)
    answer.verdict = Verdict::violation;
  else if (answer.reasons = std::move(reasons); answer.reasons.empty())
    answer.reasons.push_back({value::ReasonKind::limit, "kRequestsPerQuestion", {}});
  return answer;
}

Answer is_shadowed(const PolicyDocument& document, std::size_t statement) {
  return ShadowQuestions(document).ask(statement);
}

}  // namespace rootproof::policy
