#include "analyzer/policy/caller_questions.h"

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <utility>
#include <vector>

#include "analyzer/policy/box_search.h"
#include "analyzer/policy/caller_models.h"
#include "analyzer/policy/caller_texts.h"
#include "analyzer/policy/hole_binding.h"
#include "analyzer/policy/outsider_model.h"
#include "analyzer/policy/policy_text.h"
#include "analyzer/policy/requested_region.h"
#include "analyzer/policy/sample_actions.h"
#include "analyzer/policy/witness.h"
#include "parsers/regions.h"
#include "parsers/source/limits.h"
#include "parsers/source/lower_case.h"

namespace rootproof::policy {

using value::GuardTerm;
using value::HoleKind;
using value::Reason;
using value::ReasonKind;

namespace {

constexpr std::string_view kMfaPresent = "aws:multifactorauthpresent";
constexpr std::string_view kMfaAge = "aws:multifactorauthage";

Answer safe_because(std::string why) {
  Answer answer;
  answer.verdict = Verdict::safe;
  answer.proof.push_back(std::move(why));
  return answer;
}

Answer undecided_because(std::vector<Reason> reasons) {
  Answer answer;
  answer.verdict = Verdict::undecided;
  answer.reasons = std::move(reasons);
  return answer;
}

Answer violation_by(Request witness) {
  Answer answer;
  answer.verdict = Verdict::violation;
  answer.witness = std::move(witness);
  return answer;
}

/// An attribute that holds the unique id of a role or user: what aws:userid of its requests begins with.
bool names_unique_id(std::string_view attribute) {
  return attribute.ends_with(".roleid") || attribute.ends_with(".role_id") ||
         attribute.ends_with(".userid") || attribute.ends_with(".user_id") ||
         attribute.ends_with(".unique_id");
}

/// An id of the kind, other than that of any identity nobody names.
std::string unique_id(std::string_view attribute, std::size_t number) {
  const bool user = attribute.ends_with(".userid") || attribute.ends_with(".user_id") ||
                    attribute.find("aws_iam_user.") != std::string_view::npos;
  return (user ? "AIDAEXAMPLE" : "AROAEXAMPLE") + std::to_string(number);
}

/// Gives holes text that says the same about who calls: accounts, partitions, Regions, references to
/// identities. Holes that may hold anything stay holes, except in the Resource of the statement asked about:
/// whatever they hold, that is what it covers.
PolicyDocument with_identities(const PolicyDocument& document, std::size_t target,
                               std::span<const std::string_view> services) {
  HoleNumbers numbers;
  const std::string owner = owner_account(document);
  const auto resource = [&](std::size_t statement) {
    std::string action = services.empty() ? "s3:" : std::string(services.front()) + ":";
    for (const PolicyString& entry : document.statements[statement].actions)
      if (const std::optional<std::string> text = entry.text(); text && text->find(':') != std::string::npos)
        if (const std::optional<std::string> example = example_of_action(*text)) action = *example;
    std::string arn = sample_resource(action, "aws", owner);
    if (arn == "*") arn = sample_resource(action.substr(0, action.find(':') + 1), "aws", owner);
    return arn.find(":s3:::") == std::string::npos ? arn : arn.substr(0, arn.find('/'));
  };
  return bind_holes(document, [&](const HoleUse& use) -> std::optional<std::string> {
    const std::string example = "example-" + std::to_string(numbers.of(use.hole));
    const std::string_view symbol = use.hole.symbol;
    switch (use.hole.kind) {
      case HoleKind::partition:
        return "aws";
      case HoleKind::region:
        return region_for(document, use.hole);
      case HoleKind::url_suffix:
        return "amazonaws.com";
      case HoleKind::account_id:
        if (symbol.starts_with(value::kOwnAccount)) return owner;
        return std::to_string(444'455'556'000 + numbers.of(use.hole));
      case HoleKind::reference: {
        if (use.place == HolePlace::action) return std::nullopt;
        if (use.place == HolePlace::resource)
          return use.at_start ? resource(use.statement) + "-" + example : example;
        const std::string folded = to_lower(symbol);
        if (folded.starts_with("aws_organizations_account") || folded.ends_with(".accountid"))
          return std::to_string(444'455'556'000 + numbers.of(use.hole));
        if (use.at_start && names_unique_id(folded)) return unique_id(folded, numbers.of(use.hole));
        if (!use.at_start || !folded.ends_with("arn")) return example;
        const bool user = folded.find("user") != std::string::npos;
        return "arn:aws:iam::" + owner + (user ? ":user/" : ":role/") + example;
      }
      case HoleKind::any:
        // "arn:aws:iam::${var.account}:root": whichever account it is, its root user.
        if (use.place == HolePlace::condition && use.before.ends_with(":iam::"))
          return std::to_string(444'455'556'000 + numbers.of(use.hole));
        break;
    }
    if (use.place != HolePlace::resource || use.statement != target) return std::nullopt;
    return use.at_start ? resource(use.statement) + "-" + example : example;
  });
}

/// How many texts of one statement are compared with how many of another before they are taken to overlap.
constexpr std::size_t kComparedTexts = 64;

/// Certain that no text is matched by both patterns: they begin differently. Of whole actions, which have no
/// wildcard, also that they are not the same.
bool begin_apart(const std::string& left, const std::string& right, bool actions) {
  constexpr const char* kOpen = "*?$";
  const std::size_t left_end = std::min(left.find_first_of(kOpen), left.size());
  const std::size_t right_end = std::min(right.find_first_of(kOpen), right.size());
  const auto fold = [actions](char c) { return actions ? source::lower_case(c) : c; };
  for (std::size_t i = 0; i < std::min(left_end, right_end); ++i)
    if (fold(left[i]) != fold(right[i])) return true;
  const bool left_whole = actions && left_end == left.size();
  const bool right_whole = actions && right_end == right.size();
  return (left_whole && right_end > left_end) || (right_whole && left_end > right_end);
}

bool all_apart(const std::vector<PolicyString>& left, const std::vector<PolicyString>& right, bool actions) {
  if (left.size() * right.size() > kComparedTexts) return false;
  return std::all_of(left.begin(), left.end(), [&right, actions](const PolicyString& entry) {
    const std::optional<std::string> text = entry.text();
    return text && std::all_of(right.begin(), right.end(), [&text, actions](const PolicyString& other) {
             const std::optional<std::string> other_text = other.text();
             return other_text && begin_apart(*text, *other_text, actions);
           });
  });
}

/// Certain that no request meets both statements. A cheap look; most statements of long policies pass it.
bool are_apart(const Statement& left, const Statement& right) {
  const bool lists_actions = left.has_action && right.has_action && !left.not_action && !right.not_action &&
                             !left.actions_unknown && !right.actions_unknown;
  if (lists_actions && all_apart(left.actions, right.actions, true)) return true;
  const bool lists_resources = left.has_resource && right.has_resource && !left.not_resource &&
                               !right.not_resource && !left.resources_unknown && !right.resources_unknown;
  return lists_resources && all_apart(left.resources, right.resources, false);
}

/// A statement with the others of its document that some request may meet as well: what the rest says plays
/// no part in a question about it.
struct Focus {
  PolicyDocument document;
  std::size_t statement = 0;          ///< its place in the document
  std::optional<Answer> beyond = {};  ///< the answer where there is too much to weigh
};

Focus focus_on(const PolicyDocument& document, std::size_t statement) {
  Focus focus;
  focus.beyond = too_many_statements(document);
  if (focus.beyond) return focus;
  focus.document.kind = document.kind;
  focus.document.version = document.version;
  focus.document.version_unknown = document.version_unknown;
  focus.document.region = document.region;
  focus.document.unknowns = document.unknowns;
  focus.document.span = document.span;
  for (std::size_t i = 0; i < document.statements.size(); ++i) {
    if (i == statement) focus.statement = focus.document.statements.size();
    if (i == statement || !are_apart(document.statements[statement], document.statements[i]))
      focus.document.statements.push_back(document.statements[i]);
  }
  focus.beyond = beyond_limits(focus.document);
  return focus;
}

/// The kinds of AWS identities, told by aws:PrincipalType.
enum class Identities { all, without_root, root, with_access_keys };

/// Those of the account `home`, if it is given, first: they make the better witnesses.
std::vector<RequestModel> identity_models(const PolicyDocument& document, Identities wanted,
                                          const std::string& home = "") {
  PolicyDocument everyone;
  everyone.statements.emplace_back();
  everyone.statements.back().has_principal = true;
  if (!home.empty()) {
    Principal account;
    account.type = PrincipalType::aws;
    account.form = AwsPrincipalForm::account;
    account.account.id = home;
    account.text.value = value::Value::string("arn:aws:iam::" + home + ":root");
    everyone.statements.back().principals.push_back(std::move(account));
  }
  const PolicyDocument* const documents[] = {&document, &everyone};
  std::vector<RequestModel> models = caller_models(documents);
  keep_to_region(document, models);
  std::erase_if(models, [wanted](const RequestModel& model) {
    if (model.principal.type != "AWS") return true;
    const std::string type = model.domain("aws:principaltype").constant.value_or("");
    switch (wanted) {
      case Identities::all:
        return false;
      case Identities::without_root:
        return type == "Account";
      case Identities::root:
        return type != "Account";
      case Identities::with_access_keys:
        return type != "Account" && type != "User";
    }
    return false;
  });
  // Of the sessions of AssumeRoot AWS does not say enough (policy.md §1.10).
  for (RequestModel& model : models) {
    model.remove("aws:assumedroot");
    const std::string type = model.domain("aws:principaltype").constant.value_or("");
    if (type == "Account") continue;
    PartDomain& id = model.parts["aws:userid"];
    id = model.domain("aws:userid");
    id.within = {user_ids(type)};
  }
  return models;
}

/// Looks for requests that are in one statement and in no Deny statement of a document.
class EscapeSearch {
 public:
  /// Both must outlive it. `within` has the statement asked about at `target`, where `denying` has it too.
  EscapeSearch(const PolicyDocument& within, const PolicyDocument& denying, std::size_t target)
      : within_(within), denying_(denying), target_(target) {}

  /// Certain that no request of the callers is there.
  bool none(std::vector<RequestModel> models) {
    for (RequestModel& model : models) ask_any_action(model);
    return none_of(models);
  }

  /// The same for models that say which action on what is asked for.
  bool none_of(const std::vector<RequestModel>& models) {
    return std::all_of(models.begin(), models.end(), [this](const RequestModel& model) {
      const std::optional<Boxes> boxes = boxes_for(model, Bound::upper);
      return !boxes || search(model, *boxes).kind == SearchOutcome::Kind::none;
    });
  }

  /// A request of one of them that is there for certain.
  std::optional<Request> one(const std::vector<RequestModel>& models) {
    if (!within_.unknowns.empty() || !denying_.unknowns.empty()) {
      add_reasons(reasons_, denying_.unknowns);
      return std::nullopt;
    }
    for (const RequestModel& model : models) {
      RequestModel any = model;
      ask_any_action(any);
      // Boxes say nothing about which action is asked for: they are made once.
      const std::optional<Boxes> boxes = boxes_for(any, Bound::lower);
      if (!boxes) continue;
      const SearchOutcome outcome = search(any, *boxes);
      if (outcome.kind != SearchOutcome::Kind::found) continue;
      std::optional<Request> shown = with_known_action(model, *boxes);
      if (!shown) shown = request(any, outcome.values);
      if (carries_documented_keys(any, *shown)) return shown;
    }
    return std::nullopt;
  }

  /// The same for models that say which action on what is asked for.
  std::optional<Request> one_of(const std::vector<RequestModel>& models) {
    if (!within_.unknowns.empty() || !denying_.unknowns.empty()) {
      add_reasons(reasons_, denying_.unknowns);
      return std::nullopt;
    }
    for (const RequestModel& model : models) {
      const std::optional<Boxes> boxes = boxes_for(model, Bound::lower);
      if (!boxes) continue;
      const SearchOutcome outcome = search(model, *boxes);
      if (outcome.kind != SearchOutcome::Kind::found) continue;
      Request shown = request(model, outcome.values);
      if (carries_documented_keys(model, shown)) return shown;
    }
    return std::nullopt;
  }

  /// What is not known about the statements looked at.
  [[nodiscard]] std::vector<Reason> reasons() const {
    if (!reasons_.empty()) return reasons_;
    return {{ReasonKind::unsupported_operator, "requests of a shape that cannot be shown",
             denying_.statements[target_].span}};
  }

 private:
  static Request request(const RequestModel& model, const PartValues& values) {
    Request made = make_request(model, values);
    complete_principal(made);
    return made;
  }

  /// A key that AWS documents nowhere no request is known to have. It is a reason where one has it.
  bool carries_documented_keys(const RequestModel& model, const Request& found) {
    bool all = true;
    for (const auto& [key, values] : found.context) {
      if (!model.domain(key).doubtful) continue;
      all = false;
      for (const Statement& statement : within_.statements)
        for (const Condition& condition : statement.conditions)
          if (to_lower(condition.key) == key)
            add_reason(reasons_, {ReasonKind::invalid,
                                  "the condition key " + condition.key + ", which AWS does not document",
                                  condition.key_span});
    }
    return all;
  }

  /// Whether another statement stands wherever the one asked about does.
  [[nodiscard]] Truth stands(const Statement& other) const {
    const Statement& target = denying_.statements[target_];
    if ((target.guard & other.guard).impossible()) return Truth::no;
    return !other.may_be_absent && target.guard.implies(other.guard) ? Truth::yes : Truth::unknown;
  }

  /// What one kind of caller sees of the statements.
  struct Boxes {
    StatementBox inside;
    std::deque<StatementBox> owned;
    std::vector<const StatementBox*> denies;
  };

  /// nullopt when no request of the caller is in the statement.
  std::optional<Boxes> boxes_for(const RequestModel& model, Bound bound) {
    std::optional<StatementBox> inside = statement_box(within_, target_, bound, model);
    if (!inside) return std::nullopt;
    note(*inside);
    std::optional<Boxes> boxes(std::in_place);
    boxes->inside = std::move(*inside);
    const Bound deny_bound = bound == Bound::upper ? Bound::lower : Bound::upper;
    for (std::size_t i = 0; i < denying_.statements.size(); ++i) {
      const Statement& statement = denying_.statements[i];
      if (statement.effect == Effect::allow) continue;
      const Truth there = i == target_ ? Truth::yes : stands(statement);
      if (there == Truth::no) continue;
      const bool certain = there == Truth::yes && statement.effect == Effect::deny;
      if (deny_bound == Bound::lower && !certain) continue;
      std::optional<StatementBox> box = statement_box(denying_, i, deny_bound, model);
      if (!box) continue;
      note(*box);
      if (!certain) note(statement);
      boxes->owned.push_back(std::move(*box));
    }
    for (const StatementBox& box : boxes->owned) boxes->denies.push_back(&box);
    return boxes;
  }

  SearchOutcome search(const RequestModel& model, const Boxes& boxes) {
    BoxSearch finder(model, budget_);
    SearchOutcome outcome = finder.search(boxes.inside.demands, {}, boxes.denies);
    if (outcome.kind == SearchOutcome::Kind::gave_up)
      add_reason(reasons_, {ReasonKind::limit, "kRequestsPerQuestion", {}});
    return outcome;
  }

  /// A well-known action on a resource of its kind shows best what is there.
  std::optional<Request> with_known_action(const RequestModel& model, const Boxes& boxes) {
    for (const std::string& action : candidate_actions({&within_})) {
      const bool asked = std::all_of(
          boxes.inside.demands.begin(), boxes.inside.demands.end(),
          [&action](const Demand& demand) { return demand.part != kActionPart || demand.met_by({action}); });
      if (!asked) continue;
      RequestModel one = model;
      ask_one_action(one, action, sample_resource(action, "aws", kOwnerAccount));
      const SearchOutcome outcome = search(one, boxes);
      if (outcome.kind == SearchOutcome::Kind::found) return request(one, outcome.values);
    }
    return std::nullopt;
  }

  void note(const StatementBox& box) {
    if (!box.exact) add_reasons(reasons_, box.reasons);
  }

  void note(const Statement& statement) {
    for (const GuardTerm& term : statement.guard.terms)
      add_reason(reasons_,
                 term.reason.value_or(Reason{ReasonKind::unknown_variable, term.condition, term.span}));
    add_reasons(reasons_, statement.unknowns);
  }

  const PolicyDocument& within_;
  const PolicyDocument& denying_;
  std::size_t target_;
  SearchBudget budget_{limits::kRequestsPerQuestion, limits::kLanguageStates};
  std::vector<Reason> reasons_;
};

/// The document with nothing in it that denies.
PolicyDocument without_denies(PolicyDocument document) {
  for (Statement& statement : document.statements) statement.effect = Effect::allow;
  return document;
}

bool speaks_of_caller(const Condition& condition) {
  static constexpr std::array<std::string_view, 5> kKeys{"aws:principalarn", "aws:principaltype",
                                                         "aws:userid", "aws:username", "aws:assumedroot"};
  const std::string key = to_lower(condition.key);
  return std::find(kKeys.begin(), kKeys.end(), key) != kKeys.end();
}

/// A negated condition about who calls: it names whom the statement spares.
bool is_exception(const Condition& condition) {
  const std::optional<ConditionOperator> op = parse_operator(condition.operator_name);
  const std::string key = to_lower(condition.key);
  return op && op->negated && speaks_of_caller(condition) && key != "aws:assumedroot" &&
         key != "aws:username";
}

/// Whether an operand of a condition, or the condition itself, is not known.
bool is_open(const Condition& condition) {
  return condition.unknown || condition.values_unknown ||
         std::any_of(condition.values.begin(), condition.values.end(),
                     [](const PolicyString& value) { return !value.text(); });
}

/// A condition that leaves out the accounts of a list: some account meets it whatever the list holds.
bool leaves_out_accounts(const Condition& condition) {
  return condition.operator_name == "StringNotEquals" && to_lower(condition.key) == "aws:principalaccount";
}

/// "arn:aws:iam::111122223333:root" → "111122223333".
std::string root_account(const PolicyString& value) {
  const std::string text = value.text().value_or("");
  const std::size_t account = text.find(":iam::");
  if (!text.starts_with("arn:") || account == std::string::npos) return {};
  const std::string_view rest = std::string_view(text).substr(account + 6);
  const bool fits =
      rest.size() == 17 && rest.ends_with(":root") && rest.find_first_not_of("0123456789") == 12;
  return fits ? std::string(rest.substr(0, 12)) : std::string();
}

}  // namespace

std::optional<Answer> reaches_only_root(const PolicyDocument& whole, std::size_t place) {
  const Statement& target = whole.statements[place];
  if (std::none_of(target.conditions.begin(), target.conditions.end(), speaks_of_caller)) return std::nullopt;
  const Focus focus = focus_on(whole, place);
  if (focus.beyond) return focus.beyond;
  const PolicyDocument& document = focus.document;
  const std::size_t statement = focus.statement;
  const PolicyDocument document_without_denies = without_denies(document);
  PolicyDocument indifferent = document_without_denies;
  std::erase_if(indifferent.statements[statement].conditions, speaks_of_caller);
  const std::vector<RequestModel> others = identity_models(document, Identities::without_root);
  // A statement that reaches nobody for another reason is not about root.
  if (EscapeSearch(indifferent, document_without_denies, statement).none(others)) return std::nullopt;
  EscapeSearch search(document_without_denies, document_without_denies, statement);
  if (search.none(others)) {
    Answer answer;
    answer.verdict = Verdict::violation;
    return answer;
  }
  if (std::optional<Request> request = search.one(others)) {
    Answer answer = safe_because(request->principal->arn + " can meet it");
    answer.witness = std::move(request);
    return answer;
  }
  return undecided_because(search.reasons());
}

namespace {

bool is_about_presence(const Condition& condition) { return to_lower(condition.key) == kMfaPresent; }

/// Of the age only sessions with MFA have one.
bool is_about_mfa(const Condition& condition) {
  if (is_about_presence(condition)) return true;
  const std::optional<ConditionOperator> op = parse_operator(condition.operator_name);
  return to_lower(condition.key) == kMfaAge && op && op->family != OperatorFamily::null;
}

std::vector<RequestModel> with_mfa(std::vector<RequestModel> models, const char* present) {
  for (RequestModel& model : models) model.fix(std::string(kMfaPresent), present);
  return models;
}

std::vector<RequestModel> with_age_of_mfa(std::vector<RequestModel> models) {
  for (RequestModel& model : models) {
    model.fix(std::string(kMfaPresent), "true");
    PartDomain age = model.domain(std::string(kMfaAge));
    age.may_be_present = true;
    age.may_be_absent = false;
    model.parts.set(kMfaAge, std::move(age));
  }
  return models;
}

/// Requests signed with long-term access keys: no session, so nothing about how it was signed in to.
std::vector<RequestModel> access_key_models(const PolicyDocument& document, PolicyKind kind) {
  std::vector<RequestModel> models =
      identity_models(document, Identities::with_access_keys, owner_account(document));
  // Root users are bound by neither identity policies nor trust policies.
  const bool binds_root = kind != PolicyKind::identity && kind != PolicyKind::permissions_boundary &&
                          kind != PolicyKind::session && kind != PolicyKind::trust;
  std::erase_if(models, [binds_root](const RequestModel& model) {
    return !binds_root && model.domain("aws:principaltype").constant == "Account";
  });
  for (RequestModel& model : models)
    for (const char* key : {"aws:multifactorauthpresent", "aws:multifactorauthage", "aws:tokenissuetime"})
      model.remove(key);
  return models;
}

}  // namespace

std::optional<Answer> lets_access_keys_without_mfa(const PolicyDocument& whole, std::size_t place,
                                                   std::span<const std::string_view> services) {
  const Statement& written = whole.statements[place];
  if (written.effect == Effect::unknown) return std::nullopt;
  if (std::none_of(written.conditions.begin(), written.conditions.end(), is_about_mfa)) return std::nullopt;
  const Focus focus = focus_on(whole, place);
  if (focus.beyond) return focus.beyond;
  const PolicyDocument& document = focus.document;
  const std::size_t statement = focus.statement;
  const PolicyDocument bound = with_identities(document, statement, services);
  const PolicyDocument alone = without_denies(bound);
  const std::vector<RequestModel> users = identity_models(bound, Identities::with_access_keys);
  const std::vector<RequestModel> keys = access_key_models(bound, document.kind);
  const bool deny = written.effect == Effect::deny;
  // A Deny that enforces MFA is about sessions without it, an Allow that asks for it about those with it.
  // One about its age is about sessions whose MFA is old, or young.
  const bool of_age = std::none_of(written.conditions.begin(), written.conditions.end(), is_about_presence);
  const std::vector<RequestModel> meant =
      of_age ? with_age_of_mfa(users) : with_mfa(users, deny ? "false" : "true");
  EscapeSearch meaning(alone, alone, statement);
  if (meaning.none(meant)) return std::nullopt;
  if (!of_age && meaning.one(with_mfa(users, deny ? "true" : "false"))) return std::nullopt;
  const bool certain = meaning.one(meant).has_value();

  PolicyDocument within = bound;
  if (deny) std::erase_if(within.statements[statement].conditions, is_about_mfa);
  EscapeSearch search(within, bound, statement);
  if (search.none(keys))
    return safe_because(deny ? "requests signed with long-term access keys are denied as well"
                             : "requests signed with long-term access keys are not let in");
  if (certain)
    if (std::optional<Request> request = search.one(keys)) return violation_by(std::move(*request));
  return undecided_because(search.reasons());
}

namespace {

/// The exceptions of a statement of which another condition decides whether it is about root users at all:
/// what they come to whatever that condition is.
std::optional<ExceptionAnswer> exceptions_whatever_else(const PolicyDocument& alone, std::size_t statement,
                                                        const std::vector<RequestModel>& roots) {
  PolicyDocument known = alone;
  std::vector<Reason> reasons;
  bool some_root_meets_all = true;
  bool exceptions_known = true;
  std::erase_if(known.statements[statement].conditions, [&](const Condition& condition) {
    if (is_exception(condition) || !is_open(condition)) return false;
    exceptions_known =
        exceptions_known && !condition.key.empty() && parse_operator(condition.operator_name).has_value();
    some_root_meets_all = some_root_meets_all && leaves_out_accounts(condition);
    if (condition.unknown) add_reason(reasons, *condition.unknown);
    for (const PolicyString& value : condition.values) add_reasons(reasons, value.value.reasons());
    if (condition.values_unknown) add_reasons(reasons, known.statements[statement].unknowns);
    return true;
  });
  if (reasons.empty()) return std::nullopt;
  PolicyDocument unexcepted = known;
  std::erase_if(unexcepted.statements[statement].conditions, is_exception);
  PolicyDocument denying = known;
  denying.statements[statement].effect = Effect::deny;
  EscapeSearch spared(unexcepted, denying, statement);
  if (exceptions_known && spared.none(roots))
    return ExceptionAnswer{
        safe_because("its exceptions spare no root user, whatever its other conditions are"), {}};
  std::optional<Request> request = spared.one(roots);
  if (!request && exceptions_known) return std::nullopt;
  if (request && some_root_meets_all && EscapeSearch(known, known, statement).none(roots))
    return ExceptionAnswer{violation_by(std::move(*request)), {}};
  return ExceptionAnswer{undecided_because(std::move(reasons)), {}};
}

}  // namespace

std::optional<ExceptionAnswer> exceptions_spare_root(const PolicyDocument& document, std::size_t statement) {
  const Statement& target = document.statements[statement];
  if (target.effect != Effect::deny) return std::nullopt;
  if (std::none_of(target.conditions.begin(), target.conditions.end(), is_exception)) return std::nullopt;
  if (std::optional<Answer> answer = beyond_limits(document)) return ExceptionAnswer{std::move(*answer), {}};
  PolicyDocument unexcepted = without_denies(document);
  std::erase_if(unexcepted.statements[statement].conditions, is_exception);
  // What other statements deny is another question: this one's exceptions are looked at alone.
  const PolicyDocument alone = without_denies(document);
  PolicyDocument denying = alone;
  denying.statements[statement].effect = Effect::deny;
  const std::vector<RequestModel> roots = identity_models(document, Identities::root);
  EscapeSearch meant(unexcepted, alone, statement);
  if (!meant.one(roots))
    return meant.none(roots) ? std::nullopt : exceptions_whatever_else(alone, statement, roots);

  EscapeSearch denied(alone, alone, statement);
  EscapeSearch spared(unexcepted, denying, statement);
  if (denied.none(roots))
    if (std::optional<Request> request = spared.one(roots))
      return ExceptionAnswer{violation_by(std::move(*request)), {}};
  for (const Condition& condition : target.conditions) {
    if (!is_exception(condition)) continue;
    for (const PolicyString& value : condition.values) {
      const std::string account = root_account(value);
      if (account.empty()) continue;
      std::vector<RequestModel> named{root_model(
          account, value.text()->substr(4, value.text()->find(':', 4) - 4), SignIn::access_keys, false)};
      if (std::optional<Request> request = spared.one(named))
        return ExceptionAnswer{violation_by(std::move(*request)), account};
    }
  }
  if (denied.one(roots)) return ExceptionAnswer{safe_because("its exceptions spare no root user"), {}};
  return ExceptionAnswer{undecided_because(denied.reasons()), {}};
}

std::optional<Answer> spares_only_root(const PolicyDocument& whole, std::size_t place,
                                       std::span<const std::string_view> services) {
  const Statement& written = whole.statements[place];
  if (written.effect != Effect::deny || !written.has_principal) return std::nullopt;
  const Focus focus = focus_on(whole, place);
  if (focus.beyond) return focus.beyond;
  const PolicyDocument& document = focus.document;
  const std::size_t statement = focus.statement;
  PolicyDocument bound = with_identities(document, statement, services);
  for (Statement& each : bound.statements)
    if (each.effect == Effect::deny) write_out_not_principal(each);
  const Statement& target = bound.statements[statement];
  if (std::none_of(target.conditions.begin(), target.conditions.end(), is_exception)) return std::nullopt;
  PolicyDocument within = bound;
  within.statements[statement].conditions.clear();
  const std::vector<RequestModel> roots = identity_models(bound, Identities::root);
  const std::vector<RequestModel> others = identity_models(bound, Identities::without_root);

  // Only the exceptions matter here: whom they spare of those whom the statement would deny.
  PolicyDocument unexcepted = without_denies(bound);
  std::erase_if(unexcepted.statements[statement].conditions, is_exception);
  PolicyDocument denying = without_denies(bound);
  denying.statements[statement].effect = Effect::deny;
  // Statements that are not known say nothing about this one.
  unexcepted.unknowns.clear();
  denying.unknowns.clear();
  if (!EscapeSearch(unexcepted, denying, statement).one(roots)) return std::nullopt;

  EscapeSearch search(within, bound, statement);
  if (search.one(others)) return safe_because("it does not deny all others everything that it is about");
  if (search.none(others))
    if (std::optional<Request> request = search.one(roots)) return violation_by(std::move(*request));
  return undecided_because(search.reasons());
}

Answer denies_whole_account(const PolicyDocument& whole, std::size_t place, std::size_t principal,
                            std::span<const std::string_view> services) {
  const Focus focus = focus_on(whole, place);
  if (focus.beyond) return *focus.beyond;
  const PolicyDocument& document = focus.document;
  const std::size_t statement = focus.statement;
  PolicyDocument alone = without_denies(with_identities(document, statement, services));
  Statement& target = alone.statements[statement];
  target.principals = {target.principals[principal]};
  target.principals_unknown = false;
  const std::vector<RequestModel> others = identity_models(alone, Identities::without_root);
  EscapeSearch search(alone, alone, statement);
  if (std::optional<Request> request = search.one(others)) return violation_by(std::move(*request));
  if (search.none(others)) return safe_because("its conditions leave no user or role of the account");
  return undecided_because(search.reasons());
}

std::optional<Answer> lets_in_only_root(const PolicyDocument& whole, std::size_t place,
                                        std::span<const std::string_view> services) {
  const Statement& written = whole.statements[place];
  if (written.effect != Effect::allow || !written.has_principal || written.not_principal) return std::nullopt;
  if (std::none_of(written.conditions.begin(), written.conditions.end(), speaks_of_caller))
    return std::nullopt;
  const Focus focus = focus_on(whole, place);
  if (focus.beyond) return focus.beyond;
  const PolicyDocument& document = focus.document;
  const std::size_t statement = focus.statement;
  const PolicyDocument bound = with_identities(document, statement, services);
  const PolicyDocument alone = without_denies(bound);
  const std::vector<RequestModel> roots = identity_models(bound, Identities::root);
  const std::vector<RequestModel> others = identity_models(bound, Identities::without_root);
  EscapeSearch meaning(alone, alone, statement);
  if (meaning.one(others) || meaning.none(roots)) return std::nullopt;
  if (!meaning.none(others)) return undecided_because(meaning.reasons());

  // What another statement lets some user or role do is not root's alone, whoever that is.
  PolicyDocument rest = bound;
  for (std::size_t i = 0; i < rest.statements.size(); ++i) {
    Statement& other = rest.statements[i];
    if (i == statement || other.effect != Effect::allow) continue;
    EscapeSearch reach(bound, bound, i);
    const bool reaches = reach.one(others).has_value();
    if (!reaches && reach.none(others)) continue;
    other.effect = Effect::deny;
    other.may_be_absent = other.may_be_absent || !reaches;
    if (!reaches) add_reasons(other.unknowns, reach.reasons());
    other.not_principal = false;
    other.principals_unknown = false;
    other.principals = {parse_principal("*", {value::Value::string(std::string("*")), other.principal_span})};
    other.conditions.clear();
    other.conditions_unknown = false;
  }
  EscapeSearch search(bound, rest, statement);
  if (std::optional<Request> request = search.one(roots)) return violation_by(std::move(*request));
  if (search.none(roots)) return safe_because("other statements let users or roles do all that it allows");
  return undecided_because(search.reasons());
}

namespace {

/// Calls by which service control policies lose their effect, and what they act on.
struct GuardrailAction {
  std::string_view action;
  std::string_view resource;  ///< behind "arn:…:organizations::<account>:"
  std::string_view below;     ///< what follows the organization's id
};
constexpr std::array<GuardrailAction, 5> kGuardrailActions{{
    {"organizations:DetachPolicy", "policy/o-", "/service_control_policy/p-"},
    {"organizations:UpdatePolicy", "policy/o-", "/service_control_policy/p-"},
    {"organizations:DeletePolicy", "policy/o-", "/service_control_policy/p-"},
    {"organizations:AttachPolicy", "policy/o-", "/service_control_policy/p-"},
    {"organizations:DisablePolicyType", "root/o-", "/r-"},
}};

/// A service control policy, or a root, of any organization, but for those that the statement names.
void ask_guardrail(RequestModel& model, const GuardrailAction& guardrail, const Statement& statement) {
  ask_one_action(model, std::string(guardrail.action), "");
  const SymbolSet id = one_of_symbols("abcdefghijklmnopqrstuvwxyz0123456789");
  PartDomain& resource = model.parts[kResourcePart];
  resource.within.clear();
  for (const std::string_view partition : kCommonPartitions) {
    TextPattern& arn = resource.within.emplace_back(
        TextPattern::literal("arn:" + std::string(partition) + ":organizations::"));
    arn.add(hole_pattern(HoleKind::account_id));
    arn.add_literal(":" + std::string(guardrail.resource));
    arn.add_one(id);
    arn.add_run(id);
    arn.add_literal(guardrail.below);
    arn.add_one(id);
    arn.add_run(id);
  }
  resource.without.clear();
  resource.ordinary = "arn:aws:organizations::" + std::string(kOwnerAccount) + ":" +
                      std::string(guardrail.resource) + "exampleorgid" + std::string(guardrail.below) +
                      "example1";
  // An organization has one root: who names it means all of its policies.
  if (!guardrail.resource.starts_with("root/"))
    for (const PolicyString& entry : statement.resources)
      if (const std::optional<std::string> text = entry.text();
          text && text->find_first_of("*?$") == text->npos)
        resource.without.push_back(TextPattern::literal(*text));
  model.fix("organizations:policytype", "SERVICE_CONTROL_POLICY");
}

}  // namespace

Answer delegates_guardrails(const PolicyDocument& document, std::size_t statement, std::size_t principal) {
  if (std::optional<Answer> answer = beyond_limits(document)) return std::move(*answer);
  HoleNumbers numbers;
  const auto outsider = [&numbers](const value::Hole& hole) {
    return std::to_string(444'455'556'000 + numbers.of(hole));
  };
  PolicyDocument bound = bind_holes(document, [&](const HoleUse& use) -> std::optional<std::string> {
    if (use.hole.kind == HoleKind::partition) return "aws";
    if (use.hole.kind == HoleKind::account_id)
      return use.hole.symbol.starts_with(value::kOwnAccount) ? std::string(kOwnerAccount)
                                                             : outsider(use.hole);
    if (use.hole.kind != HoleKind::reference) return std::nullopt;
    if (use.place == HolePlace::principal) return outsider(use.hole);
    // One resource of the code: it is named. A root stands for all policies below it.
    const bool named = use.place == HolePlace::resource && use.at_start &&
                       to_lower(use.hole.symbol).find("root") == std::string::npos;
    return named
               ? std::optional<std::string>("arn:aws:organizations::" + std::string(kOwnerAccount) + ":named")
               : std::nullopt;
  });
  Statement& target = bound.statements[statement];
  target.principals = {target.principals[principal]};
  target.principals_unknown = false;
  const std::vector<RequestModel> callers = identity_models(bound, Identities::all);
  EscapeSearch search(bound, bound, statement);
  bool none = true;
  for (const GuardrailAction& guardrail : kGuardrailActions) {
    std::vector<RequestModel> models = callers;
    for (RequestModel& model : models) ask_guardrail(model, guardrail, target);
    if (search.none_of(models)) continue;
    none = false;
    if (std::optional<Request> request = search.one_of(models)) return violation_by(std::move(*request));
  }
  if (none)
    return safe_because("it lets nobody take effect from service control policies that it does not name");
  return undecided_because(search.reasons());
}

}  // namespace rootproof::policy
