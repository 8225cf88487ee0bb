// grants_whole_account and grants_everyone: does an Allow statement let in whom nobody meant?
#include <algorithm>
#include <array>
#include <cstddef>
#include <deque>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/policy/action_catalogue.h"
#include "analyzer/policy/answer_memo.h"
#include "analyzer/policy/box_search.h"
#include "analyzer/policy/caller_models.h"
#include "analyzer/policy/evaluate.h"
#include "analyzer/policy/foreign_account.h"
#include "analyzer/policy/guard_cases.h"
#include "analyzer/policy/hole_binding.h"
#include "analyzer/policy/outsider_model.h"
#include "analyzer/policy/own_account_actions.h"
#include "analyzer/policy/proof_text.h"
#include "analyzer/policy/proof_wish.h"
#include "analyzer/policy/questions.h"
#include "analyzer/policy/requested_region.h"
#include "analyzer/policy/sample_actions.h"
#include "analyzer/policy/witness.h"
#include "parsers/policy/action_name.h"
#include "parsers/source/limits.h"
#include "parsers/value/constraints.h"

namespace rootproof::policy {

using value::GuardTerm;
using value::Hole;
using value::HoleKind;
using value::Reason;
using value::ReasonKind;
using value::Value;

namespace {

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

/// Gives the holes of a document text that keeps its meaning: what a hole stands for is one fixed thing of
/// the author's, the same wherever the same symbol stands, and nothing of an outsider's, but for keys that
/// anyone can have with any text. Holes that may hold anything stay holes, except in the Resource of the
/// statement asked about (whatever they hold, that is what it grants) and under operators that compare
/// exactly (whatever they hold, it is one fixed value; that it could itself spell a policy variable is left
/// out of account).
class Grounding {
 public:
  /// Of whom a question is about. What a hole stands for may well be the account that a principal names, and
  /// is nothing of those whom nobody names.
  enum class Callers : std::uint8_t { unnamed, of_named_account };

  Grounding(const PolicyDocument& document, std::size_t target, std::span<const std::string_view> services,
            Callers callers = Callers::unnamed)
      : document_(document),
        target_(target),
        services_(services),
        callers_(callers),
        owner_(owner_account(document)) {}

  PolicyDocument ground() {
    PolicyDocument bound = bind_holes(document_, [this](const HoleUse& use) { return fill(use); });
    for (Statement& statement : bound.statements)
      for (Condition& condition : statement.conditions) fix_unknown_values(condition);
    return bound;
  }

 private:
  std::optional<std::string> fill(const HoleUse& use) {
    if (has_few_values(use)) return std::nullopt;
    switch (use.hole.kind) {
      case HoleKind::partition:
        return "aws";
      case HoleKind::region:
        return region_for(document_, use.hole);
      case HoleKind::url_suffix:
        return "amazonaws.com";
      case HoleKind::account_id:
        return account(use.hole);
      case HoleKind::reference:
        return fill_reference(use);
      case HoleKind::any:
        break;
    }
    const bool granted = use.place == HolePlace::resource && use.statement == target_;
    const bool exact = use.place == HolePlace::condition && compares_exactly(use) && !may_be_caller(use.key);
    if (granted) return use.at_start ? sample_arn() : name(use.hole);
    return exact ? std::optional(name(use.hole)) : std::nullopt;
  }

  /// Whether what stands under the key may be the very account that is asked about, or an identity of it.
  [[nodiscard]] bool may_be_caller(std::string_view key) const {
    static constexpr std::array<std::string_view, 4> kCallerKeys{"aws:principalaccount", "aws:principalarn",
                                                                 "aws:userid", "kms:calleraccount"};
    return callers_ == Callers::of_named_account &&
           std::find(kCallerKeys.begin(), kCallerKeys.end(), to_lower(key)) != kCallerKeys.end();
  }

  /// Regions and types of principals have names that are known: an example would be none of them.
  static bool has_few_values(const HoleUse& use) {
    if (use.place != HolePlace::condition || use.hole.kind == HoleKind::region) return false;
    const std::string key = to_lower(use.key);
    return key == "aws:requestedregion" || key == "aws:principaltype";
  }

  std::string account(const Hole& hole) {
    if (hole.symbol.substr(0, value::kOwnAccount.size()) == value::kOwnAccount) return owner_;
    return std::to_string(444'455'556'000 + accounts_.of(hole) - 1);
  }

  std::string name(const Hole& hole) { return "example-" + std::to_string(names_.of(hole)); }

  static bool ends_with(std::string_view text, std::string_view suffix) {
    return text.size() >= suffix.size() && text.substr(text.size() - suffix.size()) == suffix;
  }

  /// An attribute that is a single address: of an elastic IP, a NAT gateway, an instance.
  static bool is_address(std::string_view symbol) {
    return ends_with(symbol, ".public_ip") || ends_with(symbol, ".publicip") ||
           ends_with(symbol, ".ip_address");
  }

  std::optional<std::string> fill_reference(const HoleUse& use) {
    const std::string symbol = to_lower(use.hole.symbol);
    if (use.place == HolePlace::action) return std::nullopt;
    if (use.place == HolePlace::principal) {
      if (symbol.find("aws_organizations_account") == 0 || ends_with(symbol, ".accountid"))
        return account(use.hole);
      if (!use.at_start) return name(use.hole);
      const bool user = symbol.find("user") != std::string::npos;
      return "arn:aws:iam::" + owner_ + (user ? ":user/" : ":role/") + name(use.hole);
    }
    if (use.place == HolePlace::resource && use.at_start) return sample_arn();
    if (use.place == HolePlace::condition && use.at_start && is_address(symbol))
      return "203.0.113." + std::to_string(names_.of(use.hole) % 256);
    if (use.at_start && ends_with(symbol, "arn"))
      return "arn:aws:example:us-east-1:" + owner_ + ":" + name(use.hole);
    return name(use.hole);
  }

  /// An ARN of the kind the statement's actions work on, without the part below a bucket.
  [[nodiscard]] std::string sample_arn() const {
    for (const PolicyString& entry : document_.statements[target_].actions) {
      const std::optional<std::string> text = entry.text();
      const std::optional<std::string> action = text ? example_of_action(*text) : std::nullopt;
      if (!action) continue;
      const std::string arn = sample_resource(*action, "aws", owner_);
      if (arn != "*") return above_objects(arn);
    }
    if (services_.empty()) return "arn:aws:s3:::example";
    return above_objects(sample_resource(std::string(services_.front()) + ":", "aws", owner_));
  }

  static std::string above_objects(const std::string& arn) {
    return arn.substr(0, arn.find(":s3:::") == std::string::npos ? arn.size() : arn.find('/'));
  }

  static bool is_exact(const Condition& condition) {
    const std::optional<ConditionOperator> op = parse_operator(condition.operator_name);
    return op && (op->family == OperatorFamily::string || op->family == OperatorFamily::string_ignore_case);
  }

  /// Every client chooses what it says of itself, and a text that fits can be found for every pattern.
  static bool is_what_clients_choose(const Condition& condition) {
    const std::string key = to_lower(condition.key);
    const std::optional<ConditionOperator> op = parse_operator(condition.operator_name);
    return (key == "aws:referer" || key == "aws:useragent") && op &&
           op->family == OperatorFamily::string_like && !op->negated;
  }

  /// Whether every condition of the statement that holds this very hole compares it literally, or with what
  /// any caller may say.
  [[nodiscard]] bool compares_exactly(const HoleUse& use) const {
    for (const Condition& condition : document_.statements[use.statement].conditions)
      for (const PolicyString& value : condition.values) {
        if (!value.value.is(Value::Kind::string)) continue;
        for (const value::StringPiece& piece : value.value.pieces()) {
          const Hole* hole = std::get_if<Hole>(&piece);
          if (hole != nullptr && name_of(*hole) == name_of(use.hole) && !is_exact(condition) &&
              !is_what_clients_choose(condition))
            return false;
        }
      }
    return true;
  }

  /// Keys that any caller can have with any text: whatever stands in the policy, somebody fits.
  static bool is_open_to_all(std::string_view key) {
    constexpr std::array<std::string_view, 7> kOpen{
        "aws:principaltag/", "aws:referer",  "aws:requesttag/",      "aws:sourceidentity",
        "aws:useragent",     "aws:username", "s3:existingobjecttag/"};
    return std::any_of(kOpen.begin(), kOpen.end(), [key](std::string_view open) {
      return open.ends_with('/') ? key.starts_with(open) : key == open;
    });
  }

  /// Beside another condition on the key it matters which text it is.
  [[nodiscard]] bool is_asked_once(std::string_view key) const {
    std::size_t asked = 0;
    for (const Statement& statement : document_.statements)
      for (const Condition& condition : statement.conditions) asked += to_lower(condition.key) == key ? 1 : 0;
    return asked == 1;
  }

  /// An unknown list under an exact operator on a key that identifies the caller, or that says nothing of
  /// him, holds fixed values too. So does the external id of a trust policy (outsider_model.cpp).
  void fix_unknown_values(Condition& condition) const {
    const std::string name = to_lower(condition.key);
    const ContextKey* key = find_context_key(name);
    const bool identifying = (key != nullptr && key->outsider == OutsiderValue::foreign) ||
                             (document_.kind == PolicyKind::trust && name == "sts:externalid");
    if (may_be_caller(name)) return;
    const bool open = is_open_to_all(name) && condition.unknown && is_asked_once(name);
    const bool fixed = is_exact(condition) || is_what_clients_choose(condition);
    if (!condition.values_unknown || !(identifying || open) || !fixed) return;
    if (condition.unknown && condition.unknown->kind == ReasonKind::duplicate_key) return;
    std::string value = "a-value-of-the-author";
    if (open) value += "-in-" + condition.unknown->detail;
    condition.values.push_back({Value::string(std::move(value)), condition.span});
    condition.values_unknown = false;
    condition.unknown.reset();
  }

  const PolicyDocument& document_;
  std::size_t target_;
  std::span<const std::string_view> services_;
  Callers callers_;
  std::string owner_;
  HoleNumbers accounts_;
  HoleNumbers names_;
};

/// Resources of a statement that are tried before others are worked out.
constexpr std::size_t kExamples = 4;
/// Terms that an answer is looked at with and without, and cases that are looked at.
constexpr std::size_t kCaseTerms = 3;
constexpr std::size_t kCases = 14;

/// One Allow statement, asked about callers of some models.
class GrantSolver {
 public:
  GrantSolver(PolicyDocument document, std::size_t target, std::span<const std::string_view> services,
              std::vector<RequestModel> models, std::string owner)
      : document_(std::move(document)),
        target_(target),
        services_(services),
        models_(std::move(models)),
        owner_(std::move(owner)) {
    keep_to_region(document_, models_);
    budget_.steps = limits::kRequestsPerQuestion;
    budget_.language_states = limits::kLanguageStates;
    target_guard_ = document_.statements[target_].guard;
    settle_presence();
  }

  Answer solve() {
    if (prove()) return proof();
    const std::optional<value::Guard> when = possible_case();
    if (document_.unknowns.empty() && when && refute()) return violation(*when);
    return by_case();
  }

  /// For callers that are not known themselves: no example can be given, so without a proof the answer
  /// depends on `reasons`.
  Answer prove_or(std::vector<Reason> reasons) {
    if (prove()) return proof();
    add_reasons(reasons, document_.unknowns);
    return undecided_because(std::move(reasons));
  }

 private:
  /// The question supposes that the statement stands; a Deny under the same conditions then stands too, and
  /// one under the opposite conditions does not.
  void settle_presence() {
    const value::Guard guard = document_.statements[target_].guard;
    const std::vector<std::size_t> indexes = std::exchange(original_index_, {});
    std::vector<Statement> kept;
    std::size_t target = 0;
    for (std::size_t i = 0; i < document_.statements.size(); ++i) {
      Statement& statement = document_.statements[i];
      if ((guard & statement.guard).impossible()) continue;
      std::vector<GuardTerm> open;
      for (const GuardTerm& term : statement.guard.terms)
        if (!guard.implies(term)) open.push_back(term);
      statement.guard.terms = std::move(open);
      if (i == target_) {
        statement.may_be_absent = false;
        target = kept.size();
      }
      kept.push_back(std::move(statement));
      original_index_.push_back(indexes.empty() ? i : indexes[i]);
    }
    document_.statements = std::move(kept);
    target_ = target;
  }

  static bool is_certain(const Statement& statement) {
    return statement.guard.always() && !statement.may_be_absent;
  }

  Answer violation(value::Guard when) {
    Answer answer;
    answer.verdict = Verdict::violation;
    answer.witness = std::move(witness_);
    answer.when = std::move(when);
    return answer;
  }

  /// Where a Deny statement stands in some cases only, the answer may be clear in each of them.
  Answer by_case() {
    const GuardTerm* const term = when_.terms.size() < kCaseTerms ? open_term() : nullptr;
    if (term == nullptr) return undecided();
    bool all_safe = true;
    for (const bool holds : {false, true}) {
      GuardTerm chosen = *term;
      chosen.holds = holds;
      const std::string name = value::Guard{{chosen}}.to_string();
      GrantSolver other = in_case(std::move(chosen));
      if ((other.target_guard_ & other.when_).impossible()) continue;
      if (cases_left_ == 0) return undecided();
      other.cases_left_ = cases_left_ - 1;
      Answer answer = other.solve();
      budget_ = other.budget_;  // all cases together are one question
      cases_left_ = other.cases_left_;
      if (answer.verdict == Verdict::violation) return answer;
      all_safe = all_safe && answer.verdict == Verdict::safe;
      if (other.possible_case()) add_reasons(unknowns_, answer.reasons);
      for (const std::string& line : answer.proof) steps_.add({std::string(name).append(": ").append(line)});
    }
    return all_safe ? proof() : undecided();
  }

  /// A term of the case in which a Deny statement stands.
  [[nodiscard]] const GuardTerm* open_term() const {
    for (std::size_t i = 0; i < document_.statements.size(); ++i) {
      const Statement& statement = document_.statements[i];
      if (i == target_ || statement.effect == Effect::allow) continue;
      for (const GuardTerm& term : statement.guard.terms)
        if (may_hold_or_not(term)) return &term;
    }
    return nullptr;
  }

  [[nodiscard]] GrantSolver in_case(GuardTerm term) const {
    GrantSolver other = *this;
    other.when_ = when_ & value::Guard{{std::move(term)}};
    other.document_.statements[target_].guard = target_guard_ & other.when_;
    other.settle_presence();
    other.unknowns_.clear();
    other.steps_ = {};
    return other;
  }

  /// The case, if its terms surely go together: of conditions nobody knows which of them do. What one subject
  /// is not says what it is, if anything is left of the values that it may have.
  [[nodiscard]] std::optional<value::Guard> possible_case() const {
    if (when_.always()) return when_;
    value::Guard when = when_;
    const value::Guard whole = target_guard_ & when_;
    std::set<std::string_view> subjects;
    for (const GuardTerm& term : whole.terms) {
      const bool alone = whole.terms.size() == 1 || !term.subject.empty();
      if (!may_hold_or_not(term) || !alone) return std::nullopt;
      if (subjects.insert(term.subject).second) continue;
      std::optional<GuardTerm> is = term.constraints
                                        ? term.constraints->value_beside(term.subject, (whole & when).terms)
                                        : std::nullopt;
      if (!is) return std::nullopt;
      is->constraints = term.constraints;
      when = when & value::Guard{{*std::move(is)}};
    }
    return when;
  }

  /// Deny boxes as a run sees them, owned by the deque.
  void deny_boxes(const RequestModel& model, bool for_proof, std::deque<StatementBox>& owned,
                  std::vector<const StatementBox*>& denies) {
    for (std::size_t i = 0; i < document_.statements.size(); ++i) {
      const Statement& statement = document_.statements[i];
      if (i == target_ || statement.effect == Effect::allow) continue;
      if (for_proof && (!is_certain(statement) || statement.effect != Effect::deny)) continue;
      std::optional<StatementBox> box =
          statement_box(document_, i, for_proof ? Bound::lower : Bound::upper, model);
      if (!box) continue;
      note_unknowns(*box);
      if (!is_certain(statement)) note_guard(statement);
      owned.push_back(std::move(*box));
      denies.push_back(&owned.back());
    }
  }

  void note_unknowns(const StatementBox& box) {
    if (!box.exact) add_reasons(unknowns_, box.reasons);
  }

  void note_guard(const Statement& statement) {
    for (const GuardTerm& term : statement.guard.terms) add_reason(unknowns_, value::reason_of(term));
  }

  /// Whether AWS asks this policy about requests for the action at all.
  [[nodiscard]] bool is_asked_about(std::string_view action) const {
    const std::string service = to_lower(service_of(action));
    return services_.empty() || std::find(services_.begin(), services_.end(), service) != services_.end();
  }

  /// Actions to try, with those last that AWS never grants to callers of another account. Those of which it
  /// says so, and those that it does not document, are no examples.
  [[nodiscard]] std::vector<std::string> actions_to_try() const {
    std::vector<std::string> actions = candidate_actions({&document_}, [this](std::string_view action) {
      return is_asked_about(action) && (of_own_account_ || !is_refused_to_other_accounts(action));
    });
    std::erase_if(actions, is_unknown_action);
    std::stable_partition(actions.begin(), actions.end(),
                          [](const std::string& action) { return !is_for_owner_only(action); });
    return actions;
  }

  void ask_anything(RequestModel& model) const {
    PartDomain action;
    action.may_be_absent = false;
    for (const std::string_view service : services_) action.within.push_back(any_action_of(service));
    if (services_.empty()) action.within = {any_action()};
    for (const SampleAction& sample : sample_actions()) action.samples.emplace_back(sample.action);
    model.parts.set(kActionPart, std::move(action));
    PartDomain resource;
    resource.may_be_absent = false;
    resource.within = {any_arn({}), TextPattern::literal("*")};
    model.parts.set(kResourcePart, std::move(resource));
  }

  /// What the statement lets in first, so that mostly nothing else need be worked out.
  [[nodiscard]] std::vector<std::string> examples_of_resources() const {
    std::vector<std::string> examples;
    for (const PolicyString& entry : document_.statements[target_].resources) {
      const std::optional<std::string> text = entry.text();
      if (text) examples.push_back(example_of_resource(*text, ""));
      if (examples.size() == kExamples) break;
    }
    return examples;
  }

  bool prove() {
    const std::vector<std::string> written = examples_of_resources();
    for (RequestModel model : models_) {
      ask_anything(model);
      model.parts[kResourcePart].samples = written;
      const std::optional<StatementBox> allow = statement_box(document_, target_, Bound::upper, model);
      if (!allow) continue;
      note_unknowns(*allow);
      std::deque<StatementBox> owned;
      std::vector<const StatementBox*> denies;
      deny_boxes(model, true, owned, denies);
      BoxSearch search(model, budget_);
      if (proofs_are_wanted()) search.keep_proof();
      const SearchOutcome outcome = search.search(allow->demands, {}, denies);
      if (outcome.kind != SearchOutcome::Kind::none) {
        gave_up_ = gave_up_ || outcome.kind == SearchOutcome::Kind::gave_up;
        return false;
      }
      steps_.add(proof_lines(search.proof(), Names(*this)));
    }
    return true;
  }

  class Names : public ProofNames {
   public:
    explicit Names(const GrantSolver& solver) : solver_(solver) {}
    [[nodiscard]] std::string claim(const StatementBox& box) const override {
      const std::string& sid = box.document->statements[box.index].sid;
      return "statement " + std::to_string(solver_.original_index_[box.index] + 1) +
             (sid.empty() ? "" : " (" + sid + ")") + " denies what the statement allows";
    }

   private:
    const GrantSolver& solver_;
  };

  bool refute() {
    const std::vector<std::string> actions = actions_to_try();
    // First with resources of the shape the action works on, then with any the statement names.
    for (const bool shaped : {true, false}) {
      for (RequestModel model : models_) {
        model.one_value_each = true;
        const std::optional<StatementBox> allow = statement_box(document_, target_, Bound::lower, model);
        if (!allow) continue;
        std::deque<StatementBox> owned;
        std::vector<const StatementBox*> denies;
        deny_boxes(model, false, owned, denies);
        for (const std::string& action : actions)
          if (refute_action(model, action, shaped, *allow, denies)) return true;
      }
    }
    return false;
  }

  /// Whether AWS documents for the action every key of its service that the request carries.
  static bool carries_its_keys(const Request& request) {
    return std::none_of(request.context.begin(), request.context.end(), [&](const auto& entry) {
      return supports_key(request.action, entry.first) == std::optional(false);
    });
  }

  bool refute_action(RequestModel& asked, const std::string& action, bool shaped, const StatementBox& allow,
                     const std::vector<const StatementBox*>& denies) {
    for (const Demand& demand : allow.demands)
      if (demand.part == kActionPart && !demand.met_by({action})) return false;
    if (!set_resource(asked, action, shaped)) return false;
    PartDomain& domain = asked.parts.set(kActionPart, {});
    domain.may_be_absent = false;
    domain.constant = action;
    domain.ordinary = action;
    domain.within = {TextPattern::literal(action)};
    BoxSearch search(asked, budget_);
    const SearchOutcome outcome = search.search(allow.demands, {}, denies);
    gave_up_ = gave_up_ || outcome.kind == SearchOutcome::Kind::gave_up;
    if (outcome.kind != SearchOutcome::Kind::found) return false;
    Request request = make_request(asked, outcome.values);
    complete_principal(request);
    if (!is_realistic(asked, request) || !carries_its_keys(request) || !is_allowed(request)) return false;
    drop_needless_keys(request);
    if (document_.kind == PolicyKind::trust) prefer_role(request);
    witness_ = std::move(request);
    return true;
  }

  /// What is said about the resource's owner belongs into the example only where the policy asks for it.
  void drop_needless_keys(Request& request) const {
    for (const char* key : {"aws:resourceaccount", "aws:resourceorgid"}) {
      Request smaller = request;
      smaller.context.erase(key);
      if (is_allowed(smaller)) request = std::move(smaller);
    }
  }

  /// AWS never lets a root user assume a role ("You cannot switch to a role when you sign in as the root
  /// user", IAM User Guide): where a role of the same account gets through as well, it is the example.
  void prefer_role(Request& request) const {
    Request by_role = request;
    const std::string& account = request.principal->account;
    const std::size_t root = request.principal->arn.rfind(":root");
    if (root == std::string::npos) return;
    by_role.principal->arn.replace(root, std::string::npos, ":role/example");
    by_role.context["aws:principalarn"] = {by_role.principal->arn};
    by_role.context["aws:principaltype"] = {"AssumedRole"};
    by_role.context["aws:userid"] = {"AROAEXAMPLEID:session"};
    if (!account.empty() && is_allowed(by_role)) request = std::move(by_role);
  }

  /// Whether an ARN has the depth of another: an object's ARN has a slash, its bucket's has none.
  static bool same_shape(std::string_view arn, std::string_view sample) {
    const bool s3 = sample.find(":s3:::") != std::string_view::npos;
    return !s3 || (arn.find('/') == std::string_view::npos) == (sample.find('/') == std::string_view::npos);
  }

  bool set_resource(RequestModel& model, const std::string& action, bool shaped) const {
    const Statement& statement = document_.statements[target_];
    const std::string_view partition = partition_for(document_);
    const std::string sample = in_region_of(document_, sample_resource(action, partition, owner_));
    PartDomain domain;
    domain.may_be_absent = false;
    domain.ordinary = sample;
    domain.within = {resources_of_service(action, partition), TextPattern::literal("*")};
    for (const PolicyString& entry : statement.resources) {
      const std::optional<std::string> text = entry.text();
      if (!text || statement.not_resource || *text == "*") continue;
      const std::string example = example_of_resource(*text, sample);
      const std::size_t service = action.find(':');
      const bool same_service =
          example.find(":" + to_lower(action.substr(0, service)) + ":") != std::string::npos;
      if (!same_service || (shaped && !same_shape(example, sample))) continue;
      domain.ordinary = example;
      domain.within.push_back(TextPattern::literal(example));
      model.parts.set(kResourcePart, std::move(domain));
      return true;
    }
    const bool open =
        !statement.has_resource || statement.not_resource ||
        std::any_of(statement.resources.begin(), statement.resources.end(), [](const PolicyString& entry) {
          return entry.text() == std::optional<std::string>("*");
        });
    model.parts.set(kResourcePart, std::move(domain));
    return open || !shaped;
  }

  bool is_allowed(const Request& request) const {
    const Decision decision = evaluate({&document_, 1}, request);
    const Match own = match_statement(document_, document_.statements[target_], request);
    return decision.kind == DecisionKind::allowed && decision.undecided.empty() && own.truth == Truth::yes;
  }

  // ---- answers ----

  Answer proof() {
    Answer answer;
    answer.verdict = Verdict::safe;
    if (!proofs_are_wanted()) return answer;
    for (const Condition& condition : document_.statements[target_].conditions)
      if (keeps_all_out(condition)) answer.proof.push_back(how_it_keeps_out(condition));
    answer.proof.insert(answer.proof.end(), steps_.lines().begin(), steps_.lines().end());
    if (answer.proof.empty()) answer.proof.push_back("no request of " + callers() + " is allowed");
    return answer;
  }

  /// What fixed addresses admit is anybody who calls from there, but nobody from anywhere.
  [[nodiscard]] std::string how_it_keeps_out(const Condition& condition) const {
    const ContextKey* key = find_context_key(to_lower(condition.key));
    if (key != nullptr && key->type == KeyType::address)
      return "the condition on " + condition.key +
             " admits fixed addresses alone, which AWS does not call public";
    return "the condition on " + condition.key + " lets none of " + callers() + " in";
  }

  std::string callers() const { return models_.empty() ? "them" : callers_name_; }

  bool keeps_all_out(const Condition& condition) {
    PolicyDocument single = document_;
    Statement& statement = single.statements[target_];
    statement.conditions = {condition};
    return std::all_of(models_.begin(), models_.end(), [this, &single](RequestModel model) {
      ask_anything(model);
      const std::optional<StatementBox> box = statement_box(single, target_, Bound::upper, model);
      if (!box) return true;
      BoxSearch search(model, budget_);
      return search.search(box->demands, {}, {}).kind == SearchOutcome::Kind::none;
    });
  }

  Answer undecided() {
    std::vector<Reason> reasons = document_.unknowns;
    add_reasons(reasons, unknowns_);
    if (gave_up_) add_reason(reasons, {ReasonKind::limit, "kRequestsPerQuestion", {}});
    if (reasons.empty()) reasons = undocumented_keys();
    if (reasons.empty()) reasons = keys_of_other_actions();
    if (reasons.empty()) reasons = undocumented_actions();
    if (reasons.empty())
      reasons.push_back({ReasonKind::unsupported_operator,
                         "whether a service knows any request that is let in, of which AWS documents none",
                         document_.statements[target_].span});
    return undecided_because(std::move(reasons));
  }

  static bool matches_own_account_actions_alone(const std::string& pattern) {
    if (has_wildcard(service_of(pattern))) return false;
    constexpr std::size_t kMost = 64;
    const std::vector<CatalogueAction> actions = first_actions(pattern, kMost);
    return !actions.empty() && std::all_of(actions.begin(), actions.end(), [](const CatalogueAction& action) {
      return is_refused_to_other_accounts(action.name);
    });
  }

  /// Patterns that match nothing but what AWS refuses to other accounts, or no action that it documents.
  [[nodiscard]] std::vector<Reason> undocumented_actions() const {
    std::vector<Reason> reasons;
    const Statement& target = document_.statements[target_];
    if (target.not_action) return reasons;
    for (const Pattern& action : target.actions) {
      const std::string text = action.text().value_or("*");
      if (is_unknown_action(text))
        add_reason(reasons, {ReasonKind::unsupported_operator,
                             "whether a service knows the action " + text + ", which AWS does not document",
                             action.span});
      else if (matches_own_account_actions_alone(text))
        add_reason(reasons, {ReasonKind::unsupported_operator,
                             "whether a service takes " + text + " from other accounts", action.span});
    }
    return reasons;
  }

  /// Keys of a service that AWS documents for none of the actions of the statement.
  [[nodiscard]] std::vector<Reason> keys_of_other_actions() const {
    std::vector<Reason> reasons;
    const Statement& target = document_.statements[target_];
    for (const Condition& condition : target.conditions) {
      const std::string key = to_lower(condition.key);
      const bool none = std::all_of(target.actions.begin(), target.actions.end(), [&](const Pattern& action) {
        const std::optional<std::string> text = action.text();
        return text && supports_key(*text, key) == std::optional(false);
      });
      if (none && !target.actions.empty())
        add_reason(reasons, {ReasonKind::unsupported_operator,
                             "whether a service knows requests with " + condition.key + " for these actions",
                             condition.key_span});
    }
    return reasons;
  }

  /// Global condition keys of the statement that AWS does not document: misspelt, most likely.
  [[nodiscard]] std::vector<Reason> undocumented_keys() const {
    std::vector<Reason> reasons;
    for (const Condition& condition : document_.statements[target_].conditions) {
      const std::string key = to_lower(condition.key);
      if (key.rfind("aws:", 0) == 0 && find_context_key(key) == nullptr)
        add_reason(reasons, {ReasonKind::invalid,
                             "the condition key " + condition.key + ", which AWS does not document",
                             condition.key_span});
    }
    return reasons;
  }

 public:
  std::string callers_name_ = "the callers asked about";
  bool of_own_account_ = false;  ///< the callers are of the account that owns the resource

 private:
  PolicyDocument document_;
  std::size_t target_;
  std::span<const std::string_view> services_;
  std::vector<std::size_t> original_index_;
  std::vector<RequestModel> models_;
  std::string owner_;
  SearchBudget budget_{};
  std::vector<Reason> unknowns_;
  ShownProofs steps_;
  bool gave_up_ = false;
  std::optional<Request> witness_;
  value::Guard target_guard_;  ///< of the statement asked about
  std::size_t cases_left_ = kCases;
  value::Guard when_;  ///< the case asked about, on top of that
};

/// What keeps a statement from granting anything, whoever is asked about.
std::optional<Answer> trivial_answer(const PolicyDocument& document, std::size_t statement) {
  if (statement >= document.statements.size()) return safe_because("there is no such statement");
  const Statement& target = document.statements[statement];
  if (target.effect == Effect::deny) return safe_because("the statement denies");
  if (target.effect == Effect::unknown) return undecided_because(target.unknowns);
  if (!target.has_principal) return safe_because("the statement names no principal");
  if (target.not_principal)
    return undecided_because(
        {{ReasonKind::unsupported_operator, "NotPrincipal with Allow", target.principal_span}});
  return std::nullopt;
}

/// What keeps a statement from granting anything to other accounts, whichever they are.
std::optional<Answer> answer_for_others(const PolicyDocument& document, std::size_t statement) {
  if (std::optional<Answer> answer = trivial_answer(document, statement)) return answer;
  if (!is_for_own_account_alone(document.statements[statement])) return std::nullopt;
  return safe_because("AWS takes its actions from the account alone that owns the resource");
}

/// Each question copies the document, and the models of callers hold what it writes down: both are bounded
/// before any of that is made.
std::optional<Answer> limit_answer(const PolicyDocument& document) {
  if (document.statements.size() > limits::kStatementsPerQuestion)
    return undecided_because({{ReasonKind::limit, "kStatementsPerQuestion", {}}});
  std::size_t values = 0;
  for (const Statement& statement : document.statements) {
    values += statement.principals.size();
    for (const Condition& condition : statement.conditions) values += 1 + condition.values.size();
  }
  if (values > limits::kWrittenValues) return undecided_because({{ReasonKind::limit, "kWrittenValues", {}}});
  return std::nullopt;
}

/// What is asked of a document whose holes are filled: of those that stay nothing can be told in advance.
QuestionText question_text(std::string_view question, const PolicyDocument& bound, std::size_t statement,
                           std::span<const std::string_view> services) {
  // Statements that do not stand beside the one asked about say who the callers may be, and no more.
  PolicyDocument asked = bound;
  for (Statement& other : asked.statements)
    if ((bound.statements[statement].guard & other.guard).impossible()) other.resources.clear();
  QuestionText text(question, OwnResource::of(asked, statement));
  text.add(proofs_are_wanted() ? 1U : 0U);
  text.add(statement);
  text.add(services.size());
  for (const std::string_view service : services) text.add(service);
  text.add(asked);
  return text;
}

/// The answer to a question, given before or worked out now.
template <class Decide>
Answer remembered(const QuestionText& question, const Decide& decide) {
  AnswerMemo* const memo = answer_memo();
  if (memo == nullptr || !question.text()) return decide();
  if (std::optional<AnswerMemo::Known> known = memo->find(question)) return std::move(known->answer);
  Answer answer = decide();
  memo->add(question, {answer});
  return answer;
}

/// The document with fixed things for its holes, and with nobody but everyone in the statement asked about.
PolicyDocument only_everyone(const PolicyDocument& document, std::size_t statement,
                             std::span<const std::string_view> services) {
  PolicyDocument bound = Grounding(document, statement, services).ground();
  Statement& target = bound.statements[statement];
  std::erase_if(target.principals, [](const Principal& principal) { return !is_everyone(principal); });
  target.principals_unknown = false;
  return bound;
}

}  // namespace

namespace {

/// A role, or a user, that nobody names, in the place of the root user of the same account.
std::vector<RequestModel> unnamed_identity(std::vector<RequestModel> models, bool is_role,
                                           const std::string& account, const std::string& partition) {
  const std::string arn =
      "arn:" + partition + ":iam::" + account + (is_role ? ":role/unnamed" : ":user/unnamed");
  for (RequestModel& model : models) {
    model.name = is_role ? "a role that nobody names" : "a user whom nobody names";
    model.principal = {"AWS", account, arn};
    model.fix("aws:principalarn", arn);
    model.fix("aws:principaltype", is_role ? "AssumedRole" : "User");
    model.fix("aws:userid", is_role ? "AROAUNNAMEDUNNAMED00:session" : "AIDAUNNAMEDUNNAMED00");
    if (!is_role) model.fix("aws:username", "unnamed");
  }
  return models;
}

/// Whether an account that is known gets in as a whole, through the only principal of the statement.
Answer lets_account_in(const PolicyDocument& bound, std::size_t statement,
                       std::span<const std::string_view> services, const std::string& account,
                       const std::string& partition, Membership membership, const std::string& owner,
                       bool own) {
  const std::vector<RequestModel> models = foreign_root_models(bound, account, partition, membership, owner);
  const auto ask = [&](std::vector<RequestModel> callers) {
    GrantSolver solver(bound, statement, services, std::move(callers), owner);
    solver.of_own_account_ = own;
    solver.callers_name_ = membership == Membership::any
                               ? "the account as a whole, unless it is of the own organization"
                               : "the account as a whole";
    return solver.solve();
  };
  Answer of_root = ask(models);
  if (of_root.verdict != Verdict::safe) return of_root;
  // Conditions that leave out nobody but the root user leave all others in, roles as well as users.
  const Answer of_roles = ask(unnamed_identity(models, true, account, partition));
  if (of_roles.verdict == Verdict::safe) return of_root;
  const Answer of_users = ask(unnamed_identity(models, false, account, partition));
  if (of_users.verdict == Verdict::safe) return of_root;
  return of_users.verdict == Verdict::violation ? of_roles : of_users;
}

Answer lets_whole_account_in(const PolicyDocument& document, std::size_t statement, std::size_t principal,
                             std::span<const std::string_view> services, Membership membership, bool own) {
  if (std::optional<Answer> answer =
          own ? trivial_answer(document, statement) : answer_for_others(document, statement))
    return std::move(*answer);
  const Statement& target = document.statements[statement];
  if (principal >= target.principals.size()) return safe_because("there is no such principal");
  const Principal& asked = target.principals[principal];
  if (asked.type == PrincipalType::aws && asked.form == AwsPrincipalForm::unknown)
    return undecided_because(asked.text.value.reasons());
  if (asked.type != PrincipalType::aws || asked.form != AwsPrincipalForm::account)
    return safe_because("the principal is not an account as a whole");
  if (std::optional<Answer> answer = limit_answer(document)) return std::move(*answer);

  PolicyDocument bound =
      Grounding(document, statement, services, Grounding::Callers::of_named_account).ground();
  Statement& bound_target = bound.statements[statement];
  bound_target.principals = {bound_target.principals[principal]};
  bound_target.principals_unknown = false;
  const Principal& account = bound_target.principals[0];
  const std::string partition = account.partition.empty() ? "aws" : account.partition;
  const std::string owner = owner_account(document);
  if (!account.account.id.empty()) {
    QuestionText question = question_text("account", bound, statement, services);
    question.add(membership == Membership::any ? 1U : 0U);
    question.add(owner);
    question.add(own ? 1U : 0U);
    return remembered(question, [&] {
      return lets_account_in(bound, statement, services, account.account.id, partition, membership, owner,
                             own);
    });
  }
  std::vector<RequestModel> models = foreign_root_models(bound, {}, partition, membership, owner);
  GrantSolver solver(std::move(bound), statement, services, std::move(models), owner);
  solver.of_own_account_ = own;
  solver.callers_name_ = "an account as a whole, whichever it is";
  std::vector<Reason> reasons = asked.text.value.reasons();
  if (asked.account.reason) add_reason(reasons, *asked.account.reason);
  return solver.prove_or(std::move(reasons));
}

}  // namespace

Answer grants_whole_account(const PolicyDocument& document, std::size_t statement, std::size_t principal,
                            std::span<const std::string_view> services) {
  return in_any_region(document, [&](const PolicyDocument& in_region) {
    return lets_whole_account_in(in_region, statement, principal, services, Membership::unnamed, false);
  });
}

Answer grants_own_account(const PolicyDocument& document, std::size_t statement, std::size_t principal,
                          std::span<const std::string_view> services) {
  return in_any_region(document, [&](const PolicyDocument& in_region) {
    return lets_whole_account_in(in_region, statement, principal, services, Membership::unnamed, true);
  });
}

Answer grants_account_of_any_organization(const PolicyDocument& document, std::size_t statement,
                                          std::size_t principal, std::span<const std::string_view> services) {
  return in_any_region(document, [&](const PolicyDocument& in_region) {
    return lets_whole_account_in(in_region, statement, principal, services, Membership::any, false);
  });
}

bool keeps_all_but_root_out(const PolicyDocument& document, std::size_t statement, std::size_t principal,
                            std::span<const std::string_view> services) {
  if (limit_answer(document)) return false;
  PolicyDocument bound = Grounding(document, statement, services).ground();
  Statement& target = bound.statements[statement];
  target.principals = {target.principals[principal]};
  target.principals_unknown = false;
  const std::string& account = target.principals[0].account.id;
  if (account.empty()) return false;
  const std::string partition =
      target.principals[0].partition.empty() ? "aws" : target.principals[0].partition;
  const std::string owner = owner_account(document);
  const std::vector<RequestModel> roots =
      foreign_root_models(bound, account, partition, Membership::unnamed, owner);
  const auto none_of = [&](bool is_role) {
    GrantSolver solver(bound, statement, services, unnamed_identity(roots, is_role, account, partition),
                       owner);
    return solver.solve().verdict == Verdict::safe;
  };
  return none_of(true) && none_of(false);
}

namespace {

/// Whether a service answers requests that nobody has signed: S3, SQS, SNS, API Gateway, OpenSearch Service
/// and VPC Lattice take them, EFS mounts without IAM, and functions with a URL. All others know no caller
/// without an account (IAM User Guide, "AWS JSON policy elements: Principal").
bool answers_unsigned_requests(std::string_view service) {
  static constexpr std::array<std::string_view, 10> kUnsigned{
      "cloudsearch", "elasticfilesystem", "es", "execute-api", "lambda", "mediastore", "s3", "sns",
      "sqs",         "vpc-lattice-svcs"};
  return std::find(kUnsigned.begin(), kUnsigned.end(), service) != kUnsigned.end();
}

/// Of everyone, who has an account gets in, and nobody else: by the services that ask for the policy, or by
/// what the statement allows.
bool takes_signed_requests_only(const PolicyDocument& document, const Statement& target,
                                std::span<const std::string_view> services) {
  if (document.kind == PolicyKind::trust) return true;
  if (!services.empty() && std::none_of(services.begin(), services.end(), answers_unsigned_requests))
    return true;
  if (target.not_action || target.actions_unknown || target.actions.empty()) return false;
  return std::all_of(target.actions.begin(), target.actions.end(), [](const Pattern& action) {
    const std::string text = to_lower(action.text().value_or(""));
    const std::string service(service_of(text));
    if (service.empty() || service == text || service.find_first_of("*?") != std::string::npos) return false;
    if (service == "lambda") return !glob_match(text, "lambda:invokefunctionurl", true);
    return !answers_unsigned_requests(service);
  });
}

Answer lets_everyone_in(const PolicyDocument& document, std::size_t statement,
                        std::span<const std::string_view> services,
                        const std::vector<std::string>& known_accounts, Membership membership) {
  if (std::optional<Answer> answer = answer_for_others(document, statement)) return std::move(*answer);
  const Statement& target = document.statements[statement];
  const bool everyone = std::any_of(target.principals.begin(), target.principals.end(), is_everyone);
  if (!everyone) {
    for (const Principal& principal : target.principals) {
      // AWS refuses "*" under Service and the other keys; should it take it, it is everyone of that kind.
      if (principal.type != PrincipalType::aws && principal.text.text() == "*")
        return undecided_because(
            {{ReasonKind::invalid, "\"*\" as a principal that is not under AWS", principal.text.span}});
      const bool open =
          principal.type == PrincipalType::unknown ||
          (principal.type == PrincipalType::aws && (principal.form == AwsPrincipalForm::unknown ||
                                                    principal.form == AwsPrincipalForm::partial_wildcard));
      if (!open) continue;
      std::vector<Reason> reasons = principal.text.value.reasons();
      if (reasons.empty())
        reasons.push_back(
            {ReasonKind::unsupported_operator, "a wildcard inside a principal", principal.text.span});
      return undecided_because(std::move(reasons));
    }
    if (target.principals_unknown) return undecided_because(target.unknowns);
    return safe_because("the statement does not name everyone");
  }
  if (std::optional<Answer> answer = limit_answer(document)) return std::move(*answer);
  PolicyDocument bound = only_everyone(document, statement, services);
  const bool signed_only = takes_signed_requests_only(document, target, services);
  QuestionText question = question_text("everyone", bound, statement, services);
  question.add(signed_only ? 1U : 0U);
  question.add(membership == Membership::any ? 1U : 0U);
  question.add(known_accounts.size());
  for (const std::string& account : known_accounts) question.add(account);
  const std::string owner = owner_account(document);
  question.add(owner);
  return remembered(question, [&] {
    std::vector<RequestModel> models = outsider_models(bound, known_accounts, owner, membership);
    if (signed_only)
      std::erase_if(models, [](const RequestModel& model) { return model.principal.type == "Anonymous"; });
    GrantSolver solver(std::move(bound), statement, services, std::move(models), owner);
    solver.callers_name_ = "the callers the policy does not name";
    return solver.solve();
  });
}

Answer lets_roots_in(const PolicyDocument& document, std::size_t statement,
                     std::span<const std::string_view> services) {
  if (std::optional<Answer> answer = answer_for_others(document, statement)) return std::move(*answer);
  const Statement& target = document.statements[statement];
  if (std::none_of(target.principals.begin(), target.principals.end(), is_everyone))
    return safe_because("the statement does not name everyone");
  if (std::optional<Answer> answer = limit_answer(document)) return std::move(*answer);
  const PolicyDocument bound = only_everyone(document, statement, services);
  const std::string owner = owner_account(document);
  std::vector<RequestModel> roots = outsider_models(bound, {}, owner);
  std::vector<RequestModel> others = roots;
  const auto is_root = [](const RequestModel& model) {
    return model.domain("aws:principaltype").constant == "Account";
  };
  std::erase_if(roots, [&is_root](const RequestModel& model) { return !is_root(model); });
  std::erase_if(others, is_root);
  GrantSolver for_others(bound, statement, services, std::move(others), owner);
  if (for_others.solve().verdict != Verdict::safe)
    return safe_because("not only root users are let in, or may be");
  GrantSolver for_roots(bound, statement, services, std::move(roots), owner);
  for_roots.callers_name_ = "the root users of accounts the policy does not name";
  return for_roots.solve();
}

}  // namespace

Answer grants_everyone(const PolicyDocument& document, std::size_t statement,
                       std::span<const std::string_view> services,
                       const std::vector<std::string>& known_accounts) {
  return in_any_region(document, [&](const PolicyDocument& in_region) {
    return lets_everyone_in(in_region, statement, services, known_accounts, Membership::unnamed);
  });
}

Answer grants_everyone_of_any_organization(const PolicyDocument& document, std::size_t statement,
                                           std::span<const std::string_view> services) {
  return in_any_region(document, [&](const PolicyDocument& in_region) {
    return lets_everyone_in(in_region, statement, services, {}, Membership::any);
  });
}

Answer grants_root_of_any_account(const PolicyDocument& document, std::size_t statement,
                                  std::span<const std::string_view> services) {
  return in_any_region(document, [&](const PolicyDocument& in_region) {
    return lets_roots_in(in_region, statement, services);
  });
}

}  // namespace rootproof::policy
