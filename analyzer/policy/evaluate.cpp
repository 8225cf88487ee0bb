#include "analyzer/policy/evaluate.h"

#include <algorithm>
#include <utility>

#include "analyzer/policy/condition_match.h"
#include "analyzer/policy/decision_tally.h"
#include "analyzer/policy/truth.h"
#include "analyzer/policy/written_text.h"

namespace rootproof::policy {

using value::Reason;
using value::ReasonKind;

namespace {

/// Conjunction of matches; a `no` makes the reasons of the others irrelevant.
class Conjunction {
 public:
  /// False when the result is settled.
  bool add(Match match) {
    truth_ = both(truth_, match.truth);
    reasons_.insert(reasons_.end(), std::make_move_iterator(match.reasons.begin()),
                    std::make_move_iterator(match.reasons.end()));
    return truth_ != Truth::no;
  }
  Match result() && {
    if (truth_ != Truth::unknown) reasons_.clear();
    return {truth_, std::move(reasons_)};
  }

 private:
  Truth truth_ = Truth::yes;
  std::vector<Reason> reasons_;
};

/// Element lists: any entry of Action, no entry of NotAction.
template <class MatchEntry>
Match match_list(const std::vector<PolicyString>& entries, bool negated, bool unknown,
                 const std::vector<Reason>& unknowns, MatchEntry match_entry) {
  Match match;
  match.truth = unknown ? Truth::unknown : Truth::no;
  if (unknown) match.reasons = unknowns;
  for (const PolicyString& entry : entries) {
    match.truth = either(match.truth, match_entry(entry, match.reasons));
    if (match.truth == Truth::yes) break;
  }
  if (negated) match.truth = !match.truth;
  if (match.truth != Truth::unknown) match.reasons.clear();
  return match;
}

class StatementMatcher {
 public:
  StatementMatcher(const PolicyDocument& document, const Statement& statement, const Request& request)
      : statement_(statement), request_(request), scope_(request), variables_(variable_rule(document)) {}

  Match match() {
    Conjunction all;
    bool open = all.add(match_actions()) && all.add(match_resources()) &&
                all.add(match_principals(statement_, request_));
    for (auto condition = statement_.conditions.begin(); open && condition != statement_.conditions.end();
         ++condition)
      open = all.add(match_condition(*condition, variables_, request_));
    if (open && (statement_.conditions_unknown || statement_.elements_unknown))
      all.add({Truth::unknown, statement_.unknowns});
    return std::move(all).result();
  }

 private:
  Match match_actions() {
    if (!statement_.has_action) return {Truth::unknown, statement_.unknowns};
    return match_list(statement_.actions, statement_.not_action, statement_.actions_unknown,
                      statement_.unknowns, [this](const PolicyString& entry, std::vector<Reason>& reasons) {
                        return match_action(entry, reasons);
                      });
  }

  Truth match_action(const PolicyString& entry, std::vector<Reason>& reasons) {
    const EntryText text(entry);
    if (text && is_documented_action(*text))
      return to_truth(glob_match(*text == "*:*" ? "*" : *text, request_.action, true));
    const Truth truth = match_text(entry, TextForm::glob_ignore_case, VariableRule::literal, scope_,
                                   request_.action, reasons);
    if (truth != Truth::yes) return truth;
    reasons.push_back({ReasonKind::unsupported_operator,
                       "the action pattern \"" + std::string(text ? *text : "") + "\"", entry.span});
    return Truth::unknown;
  }

  Match match_resources() {
    if (!statement_.has_resource && !statement_.resources_unknown) return {Truth::yes, {}};
    return match_list(statement_.resources, statement_.not_resource, statement_.resources_unknown,
                      statement_.unknowns, [this](const PolicyString& entry, std::vector<Reason>& reasons) {
                        return match_resource(entry, reasons);
                      });
  }

  Truth match_resource(const PolicyString& entry, std::vector<Reason>& reasons) {
    if (const EntryText known(entry); known) {
      const std::string_view text = *known;
      if (text == "*") return Truth::yes;
      const bool plain = text.find("${") == std::string_view::npos || variables_ == VariableRule::literal;
      const auto colons = std::count(text.begin(), text.end(), ':');
      if (plain && colons >= 5) return to_truth(arn_match(text, request_.resource));
    }
    const CompiledText compiled = compile_text(entry, TextForm::resource, variables_, scope_);
    if (compiled.unresolved && statement_.not_resource) {
      // "Will not match any resource" may mean that nothing is spared, or that nothing is covered.
      reasons.push_back(
          {ReasonKind::unsupported_operator, "a variable without value in NotResource", entry.span});
      return Truth::unknown;
    }
    return match_text(entry, TextForm::resource, variables_, scope_, request_.resource, reasons);
  }

  const Statement& statement_;
  const Request& request_;
  RequestScope scope_;
  VariableRule variables_;
};

/// A statement that stands in the document only under conditions that are not known.
void consider_presence(const Statement& statement, Match& match) {
  if (match.truth == Truth::no || (statement.guard.always() && !statement.may_be_absent)) return;
  match.truth = Truth::unknown;
  const std::string when = statement.guard.to_string();
  const std::size_t before = match.reasons.size();
  for (const value::GuardTerm& term : statement.guard.terms)
    if (term.reason) match.reasons.push_back(*term.reason);
  if (match.reasons.size() == before)
    match.reasons.push_back({ReasonKind::unknown_variable,
                             when.empty() ? "whether the statement stands in the policy" : when,
                             statement.span});
}

void append(std::vector<Reason>& to, const std::vector<Reason>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

Truth truth_of(const std::vector<DecidingStatement>& surely, const std::vector<Reason>& possibly) {
  if (!surely.empty()) return Truth::yes;
  return possibly.empty() ? Truth::no : Truth::unknown;
}

}  // namespace

void count_statement(const Statement& statement, std::size_t policy, std::size_t index, Match match,
                     SetMatch& tally) {
  if (match.truth == Truth::no) return;
  consider_presence(statement, match);
  if (statement.effect == Effect::unknown) {
    append(tally.possibly_denying, statement.unknowns);
    append(tally.possibly_allowing, statement.unknowns);
  } else if (statement.effect == Effect::deny) {
    if (match.truth == Truth::yes)
      tally.denying.push_back({policy, index, statement.effect, statement.sid});
    else
      append(tally.possibly_denying, match.reasons);
  } else if (match.truth == Truth::yes) {
    tally.allowing.push_back({policy, index, statement.effect, statement.sid});
  } else {
    append(tally.possibly_allowing, match.reasons);
  }
}

const char* to_string(DecisionKind kind) {
  switch (kind) {
    case DecisionKind::allowed:
      return "allowed";
    case DecisionKind::explicit_deny:
      return "explicit_deny";
    case DecisionKind::implicit_deny:
      return "implicit_deny";
  }
  return "";
}

const char* to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::violation:
      return "violation";
    case Verdict::undecided:
      return "undecided";
    case Verdict::safe:
      return "safe";
  }
  return "";
}

Match match_statement(const PolicyDocument& document, const Statement& statement, const Request& request) {
  return StatementMatcher(document, statement, request).match();
}

SetMatch match_documents(std::span<const PolicyDocument> documents, const Request& request) {
  SetMatch found;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    for (std::size_t j = 0; j < documents[i].statements.size(); ++j) {
      const Statement& statement = documents[i].statements[j];
      count_statement(statement, i, j, match_statement(documents[i], statement, request), found);
    }
    append(found.possibly_denying, documents[i].unknowns);
    append(found.possibly_allowing, documents[i].unknowns);
  }
  found.denies = truth_of(found.denying, found.possibly_denying);
  found.allows = truth_of(found.allowing, found.possibly_allowing);
  return found;
}

Decision decide(SetMatch tally) {
  Decision decision;
  if (!tally.denying.empty()) {
    decision.kind = DecisionKind::explicit_deny;
    decision.statements = std::move(tally.denying);
    return decision;
  }
  decision.undecided = std::move(tally.possibly_denying);
  if (!tally.allowing.empty()) {
    decision.kind = DecisionKind::allowed;
    decision.statements = std::move(tally.allowing);
  } else {
    append(decision.undecided, tally.possibly_allowing);
  }
  return decision;
}

Decision evaluate(std::span<const PolicyDocument> documents, const Request& request) {
  return decide(match_documents(documents, request));
}

}  // namespace rootproof::policy
