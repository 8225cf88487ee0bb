#include "analyzer/policy/root_session_question.h"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/policy/box_search.h"
#include "analyzer/policy/caller_models.h"
#include "analyzer/policy/caller_texts.h"
#include "analyzer/policy/evaluate.h"
#include "analyzer/policy/hole_binding.h"
#include "analyzer/policy/outsider_model.h"
#include "analyzer/policy/witness.h"
#include "parsers/source/limits.h"

namespace rootproof::policy {

using value::HoleKind;
using value::Reason;
using value::ReasonKind;

namespace {

constexpr std::string_view kAssumeRoot = "sts:AssumeRoot";
constexpr const char* kTaskKey = "sts:taskpolicyarn";
constexpr std::uint64_t kFirstMember = 444'455'556'666;

/// Accounts, partitions and Regions that are not known may be those of the call; accounts of different names
/// are different ones. Other holes stay, but for those in the place of the account in a Resource: whichever
/// account they hold, that is whose root user is meant.
PolicyDocument with_accounts(const PolicyDocument& document, const std::string& partition) {
  HoleNumbers numbers;
  const auto account = [&numbers](const value::Hole& hole) {
    return std::to_string(kFirstMember + numbers.of(hole) - 1);
  };
  return bind_holes(document, [&](const HoleUse& use) -> std::optional<std::string> {
    switch (use.hole.kind) {
      case HoleKind::partition:
        return partition;
      case HoleKind::region:
        return "us-east-1";
      case HoleKind::url_suffix:
        return "amazonaws.com";
      case HoleKind::account_id:
        return use.hole.symbol.starts_with(value::kOwnAccount) ? std::string(kOwnerAccount)
                                                               : account(use.hole);
      case HoleKind::reference:
      case HoleKind::any:
        break;
    }
    if (use.place != HolePlace::resource || !use.before.ends_with("::")) return std::nullopt;
    return account(use.hole);
  });
}

/// Calls of AssumeRoot on the root user of any account of the partition.
RequestModel calls_of_assume_root(const PolicyDocument& document, const std::string& partition,
                                  std::string_view task) {
  const PolicyDocument* const documents[] = {&document};
  RequestModel model = caller_models(documents).front();
  const std::string iam = "arn:" + partition + ":iam::";
  ask_one_action(model, std::string(kAssumeRoot), iam + std::to_string(kFirstMember) + ":root");
  PartDomain& resource = model.parts[kResourcePart];
  resource.without.clear();
  resource.within.clear();
  TextPattern& root = resource.within.emplace_back(TextPattern::literal(iam));
  for (int digit = 0; digit < 12; ++digit) root.add_one(digit_symbols());
  root.add_literal(":root");
  model.fix(kTaskKey, iam + "aws:policy/root-task/" + std::string(task));
  return model;
}

class RootSessionSearch {
 public:
  RootSessionSearch(const PolicyDocument& document, std::size_t target, const RequestModel& model)
      : document_(document), target_(target), model_(model) {}

  SearchOutcome search(Bound allow) {
    std::optional<StatementBox> inside = statement_box(document_, target_, allow, model_);
    if (!inside) return {};
    note(*inside);
    std::deque<StatementBox> owned;
    std::vector<const StatementBox*> denies;
    const Bound deny = allow == Bound::upper ? Bound::lower : Bound::upper;
    for (std::size_t i = 0; i < document_.statements.size(); ++i) {
      const Statement& statement = document_.statements[i];
      const Statement& target = document_.statements[target_];
      if (i == target_ || statement.effect == Effect::allow || (target.guard & statement.guard).impossible())
        continue;
      const bool certain = statement.effect == Effect::deny && !statement.may_be_absent &&
                           target.guard.implies(statement.guard);
      if (deny == Bound::lower && !certain) continue;
      std::optional<StatementBox> box = statement_box(document_, i, deny, model_);
      if (!box) continue;
      note(*box);
      if (!certain) note(statement);
      denies.push_back(&owned.emplace_back(std::move(*box)));
    }
    SearchBudget budget{limits::kRequestsPerQuestion, limits::kLanguageStates};
    BoxSearch finder(model_, budget);
    SearchOutcome outcome = finder.search(inside->demands, {}, denies);
    if (outcome.kind == SearchOutcome::Kind::gave_up)
      add_reason(reasons, {ReasonKind::limit, "kRequestsPerQuestion", {}});
    return outcome;
  }

  std::vector<Reason> reasons;

 private:
  void note(const StatementBox& box) {
    if (!box.exact) add_reasons(reasons, box.reasons);
  }

  void note(const Statement& statement) {
    for (const value::GuardTerm& term : statement.guard.terms)
      add_reason(reasons,
                 term.reason.value_or(Reason{ReasonKind::unknown_variable, term.condition, term.span}));
    add_reasons(reasons, statement.unknowns);
  }

  const PolicyDocument& document_;
  std::size_t target_;
  const RequestModel& model_;
};

/// Whether the statement's Action and Resource leave room for the call at all.
bool is_about_assume_root(const PolicyDocument& document, std::size_t statement,
                          const std::string& partition) {
  PolicyDocument bare;
  bare.version = document.version;
  bare.kind = document.kind;
  bare.statements = {document.statements[statement]};
  Statement& target = bare.statements.front();
  target.conditions.clear();
  target.conditions_unknown = false;
  const RequestModel model = calls_of_assume_root(bare, partition, kUnlistedTask);
  return RootSessionSearch(bare, 0, model).search(Bound::upper).kind != SearchOutcome::Kind::none;
}

/// False where the actions, all of them known, are others: nearly every statement there is.
bool may_name_assume_root(const Statement& statement) {
  if (statement.actions_unknown || statement.not_action || statement.actions.empty()) return true;
  return std::any_of(statement.actions.begin(), statement.actions.end(), [](const Pattern& action) {
    const std::optional<std::string> text = action.text();
    return !text || text->find('$') != std::string::npos || glob_match(*text, kAssumeRoot, true);
  });
}

/// A text up to what is not known of it.
std::string known_beginning(const PolicyString& string) {
  if (!string.value.is(value::Value::Kind::string) || string.value.is_encoded()) return {};
  const auto* text = std::get_if<value::TextPiece>(&string.value.pieces().front());
  return text == nullptr ? std::string() : text->text;
}

/// The partitions that a policy may be for where nobody says which: aws, and those it names in ARNs.
std::vector<std::string> partitions_named_in(const PolicyDocument& document) {
  std::vector<std::string> partitions{"aws"};
  const auto note = [&partitions](const PolicyString& string) {
    constexpr std::string_view kArn = "arn:";
    const std::string text = known_beginning(string);
    if (!text.starts_with(kArn)) return;
    const std::string partition = text.substr(kArn.size(), text.find(':', kArn.size()) - kArn.size());
    const auto add = [&partitions](std::string_view name) {
      const bool known = std::find(partitions.begin(), partitions.end(), name) != partitions.end();
      if (!known && partitions.size() < limits::kPartitions) partitions.emplace_back(name);
    };
    if (partition.find_first_of("*?") == std::string::npos) {
      if (partition.starts_with("aws-") && partition.find('$') == std::string::npos) add(partition);
    } else if (!glob_match(partition, "aws")) {
      // A pattern that fits the usual partition is asked about there.
      for (const std::string_view name : {"aws-us-gov", "aws-cn"})
        if (glob_match(partition, name)) add(name);
    }
  };
  for (const Statement& statement : document.statements) {
    for (const Pattern& resource : statement.resources) note(resource);
    for (const Condition& condition : statement.conditions)
      for (const PolicyString& value : condition.values) note(value);
  }
  return partitions;
}

std::optional<Answer> opens_in(const PolicyDocument& document, std::size_t statement,
                               const std::string& partition, std::string_view task) {
  const PolicyDocument bound = with_accounts(document, partition);
  if (!is_about_assume_root(bound, statement, partition)) return std::nullopt;
  const RequestModel model = calls_of_assume_root(bound, partition, task);
  RootSessionSearch search(bound, statement, model);
  Answer answer;
  if (search.search(Bound::upper).kind == SearchOutcome::Kind::none) {
    answer.verdict = Verdict::safe;
    answer.proof.push_back(name_statement(document, statement) +
                           " allows no sts:AssumeRoot with the task policy " + std::string(task));
    return answer;
  }
  add_reasons(search.reasons, document.unknowns);
  const bool certain = document.unknowns.empty() && document.statements[statement].effect == Effect::allow;
  if (certain) {
    SearchOutcome outcome = search.search(Bound::lower);
    if (outcome.kind == SearchOutcome::Kind::found) {
      answer.verdict = Verdict::violation;
      answer.witness = make_request(model, outcome.values);
      return answer;
    }
  }
  answer.verdict = Verdict::undecided;
  answer.reasons = std::move(search.reasons);
  if (answer.reasons.empty())
    answer.reasons.push_back({ReasonKind::unsupported_operator, "requests of a shape that cannot be shown",
                              document.statements[statement].span});
  return answer;
}

}  // namespace

std::optional<Answer> opens_root_sessions(const PolicyDocument& document, std::size_t statement,
                                          const std::string& partition, std::string_view task) {
  if (document.statements[statement].effect == Effect::deny) return std::nullopt;
  if (!may_name_assume_root(document.statements[statement])) return std::nullopt;
  if (std::optional<Answer> answer = beyond_limits(document)) return answer;
  std::optional<Answer> gravest;
  const std::vector<std::string> partitions =
      partition.empty() ? partitions_named_in(document) : std::vector<std::string>{partition};
  for (const std::string& each : partitions) {
    std::optional<Answer> answer = opens_in(document, statement, each, task);
    if (answer && (!gravest || answer->verdict < gravest->verdict)) gravest = std::move(answer);
  }
  return gravest;
}

}  // namespace rootproof::policy
