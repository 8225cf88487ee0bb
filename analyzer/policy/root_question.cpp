// root_is_denied: is every request of a root user with long-term credentials denied on an SCP path?
#include "analyzer/policy/root_question.h"

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "analyzer/policy/action_catalogue.h"
#include "analyzer/policy/box_search.h"
#include "analyzer/policy/evaluate.h"
#include "analyzer/policy/organization_ids.h"
#include "analyzer/policy/placed_document.h"
#include "analyzer/policy/proof_text.h"
#include "analyzer/policy/sample_actions.h"
#include "analyzer/policy/symbolic_texts.h"
#include "analyzer/policy/witness.h"
#include "parsers/policy/action_name.h"
#include "parsers/policy/document_size.h"
#include "parsers/policy/quotas.h"
#include "parsers/regions.h"
#include "parsers/source/limits.h"

namespace rootproof::policy {

using value::GuardTerm;
using value::Reason;
using value::ReasonKind;

namespace {

/// Account ids that examples use; one of them is mentioned in no policy that matters.
constexpr std::string_view kExampleAccounts[] = {"111122223333", "444455556666", "777788889999"};
constexpr std::size_t kAccounts = 16;
/// Of the size that AWS takes: how large a policy may be whose statements are looked at all the same.
constexpr std::size_t kQuotasRead = 4;
constexpr std::size_t kConditions = 4;  ///< guard conditions that are tried both ways

/// Services with one endpoint, in us-east-1, for all of the partition aws (IAM User Guide, "Denies access to
/// AWS based on the requested Region"; AWS General Reference, "AWS Organizations endpoints").
constexpr std::array<std::string_view, 4> kGlobalServices{"iam", "organizations", "cloudfront", "route53"};
constexpr std::string_view kRegionKey = "aws:requestedregion";
constexpr std::string_view kOrganizationKeys = "aws:principalorg";  ///< the beginning of both

/// No request by itself: the service that takes the role asks for it, and no document says in which Region.
constexpr std::string_view kPassRole = "iam:PassRole";

bool is_of_global_service(std::string_view action) {
  if (is_same_action(action, kPassRole)) return false;
  const std::string service = to_lower(service_of(action));
  return std::find(kGlobalServices.begin(), kGlobalServices.end(), service) != kGlobalServices.end();
}

/// Any action as the part of a request: of all services, of the global ones, and of the others. Made once.
struct AnyActionParts {
  PartDomains all;
  PartDomains of_global_services;
  PartDomains of_others;

  AnyActionParts() {
    PartDomain action;
    action.may_be_absent = false;
    for (const SampleAction& sample : sample_actions()) action.samples.emplace_back(sample.action);
    PartDomain of_global = action;
    action.within = {any_action()};
    all.set(kActionPart, action);
    for (const std::string_view service : kGlobalServices) {
      of_global.within.push_back(any_action_of(service));
      action.without.push_back(any_action_of(service));
    }
    of_global_services.set(kActionPart, std::move(of_global));
    of_others.set(kActionPart, std::move(action));
  }
};

const AnyActionParts& any_action_parts() {
  static const AnyActionParts kParts;
  return kParts;
}

/// A statement on the path, and how sure it is to stand there.
struct PlacedStatement {
  const PolicyDocument* document = nullptr;
  std::size_t index = 0;
  std::size_t level = 0;
  bool certain = true;
};

/// One way the unknown conditions of the code may turn out.
using World = std::map<std::string, bool>;

class RootQuestionSolver {
 public:
  RootQuestionSolver(const ScpPath& path, RootQuestion question)
      : path_(path), question_(std::move(question)) {
    renew_budget();
    collect();
    if (question_.action.empty()) question_.action = only_action_of_guardrail();
    acting_on_nothing_ = services_acting_on_nothing();
    for (const std::string& action : question_.except) {
      StatementBox box;
      box.demands.push_back({std::string(kActionPart), SetQuantifier::none, false,
                             ValueSet::text({TextPattern::glob(action, true)})});
      box.negations.push_back(box.demands[0].negation());
      box.conditions.push_back(nullptr);
      excepted_.push_back(std::move(box));
    }
  }

  RootAnswer solve() {
    RootAnswer result;
    result.by_region_of_global_services = by_region_;
    if (statements_.size() + unread_statements_ > limits::kStatementsPerQuestion) {
      result.answer.reasons.push_back({ReasonKind::limit, "kStatementsPerQuestion", {}});
      return result;
    }
    std::size_t safe = 0;
    std::size_t open = 0;
    const std::vector<World> worlds = all_worlds();
    for (const World& world : worlds) {
      world_ = &world;
      if (prove()) {
        ++safe;
        continue;
      }
      if (!refute()) break;
      ++open;
    }
    if (safe == worlds.size())
      finish_safe(result.answer);
    else if (open == worlds.size())
      finish_violation(result.answer);
    else
      finish_undecided(result.answer, safe + open == worlds.size());
    if (result.answer.verdict != Verdict::safe) explain(result);
    if (result.answer.verdict == Verdict::violation) look_at_denied(result);
    return result;
  }

 private:
  // ---- what there is on the path ----

  const PolicyDocument* bound(const PolicyDocument* document) {
    documents_.push_back(placed_document(*document, path_, question_.partition));
    const PolicyDocument& result = documents_.back();
    originals_[&result] = document;
    return &result;
  }

  void collect() {
    for (std::size_t level = 0; level < path_.levels.size(); ++level) {
      for (const PolicyDocument* document : path_.levels[level].documents) place(document, level, true);
      for (const PolicyDocument* document : path_.levels[level].uncertain) place(document, level, false);
    }
    if (question_.guardrail != nullptr) {
      guardrail_ = bound(question_.guardrail);
      for (const Statement& statement : guardrail_->statements) note_keys(statement);
    }
    for (const PolicyDocument& document : documents_) {
      note_multivalued_keys(document, multivalued_);
      for (const Statement& statement : document.statements)
        for (const Condition& condition : statement.conditions) note_organizations(condition);
    }
  }

  /// Ids as examples have them, too short for AWS: whoever writes one in full means an organization.
  void note_organizations(const Condition& condition) {
    static const TextPattern kExample = organization_id();
    if (!to_lower(condition.key).starts_with(kOrganizationKeys)) return;
    for (const PolicyString& value : condition.values) {
      std::string id = value.text().value_or("");
      id.resize(std::min(id.find('/'), id.size()));
      if (kExample.matches(id) && !organizations_.front().matches(id))
        organizations_.push_back(TextPattern::literal(id));
    }
  }

  /// The action a guardrail is about where its resource is known: of root's own credentials, or none at all.
  std::string only_action_of_guardrail() const {
    if (guardrail_ == nullptr || guardrail_->statements.size() != 1) return {};
    const Statement& statement = guardrail_->statements[0];
    if (statement.not_action || statement.actions.size() != 1) return {};
    const std::optional<std::string> action = statement.actions[0].text();
    const bool known_resource = action && (is_own_credential_action(*action) || acts_on_no_resource(*action));
    return known_resource ? *action : std::string();
  }

  /// The services of a guardrail's actions where none of them acts on any resource by its name.
  std::vector<std::string> services_acting_on_nothing() const {
    std::vector<std::string> services;
    if (guardrail_ == nullptr) return services;
    for (const Statement& statement : guardrail_->statements) {
      if (statement.effect == Effect::allow) continue;
      if (statement.not_action || statement.actions_unknown || statement.actions.empty()) return {};
      for (const PolicyString& entry : statement.actions) {
        const std::optional<std::string> text = entry.text();
        const std::optional<CatalogueAction> action = text ? find_action(*text) : std::nullopt;
        if (!action || action->resource != "*" || arn_services_of(service_of(*text)).empty()) return {};
        services.push_back(to_lower(service_of(*text)));
      }
    }
    return services;
  }

  void place(const PolicyDocument* original, std::size_t level, bool certain) {
    const PolicyDocument* document = bound(original);
    all_documents_.push_back(document);
    if (!document->unknowns.empty()) {
      open_levels_.insert(level);
      add_reasons(unknowns_, document->unknowns);
    }
    // AWS takes a policy as a whole or not at all: one that it refuses hangs nowhere.
    const std::optional<Reason> refused = refusal(*original);
    if (refused) {
      add_reason(refusals_, *refused);
      // A node always has some policy that allows: another one hangs in its place.
      open_levels_.insert(level);
      // One that is far beyond the quota is not worth reading.
      if (document_size(original->source) > kQuotasRead * quotas().service_control_characters) {
        unread_ = true;
        unread_statements_ += document->statements.size();
        return;
      }
    }
    for (std::size_t i = 0; i < document->statements.size(); ++i) {
      const Statement& statement = document->statements[i];
      statements_.push_back({document, i, level, certain && !refused && !statement.may_be_absent});
      for (const GuardTerm& term : statement.guard.terms) {
        conditions_.emplace(term.condition, term.subject);
        if (term.reason) add_reason(guard_reasons_, *term.reason);
      }
      limits_resources_ = limits_resources_ || limits_resources(statement);
      note_keys(statement);
    }
  }

  /// Keys of conditions and of policy variables.
  void note_keys(const Statement& statement) {
    for (const Condition& condition : statement.conditions) {
      note_key(to_lower(condition.key));
      for (const PolicyString& value : condition.values) note_variables(value);
    }
    for (const PolicyString& resource : statement.resources) note_variables(resource);
  }

  static bool limits_resources(const Statement& statement) {
    return statement.has_resource &&
           (statement.not_resource ||
            std::none_of(statement.resources.begin(), statement.resources.end(),
                         [](const Pattern& resource) { return resource.text() == "*"; }));
  }

  void note_variables(const PolicyString& string) {
    const std::optional<std::string> text = string.text();
    if (!text || text->find("${") == std::string::npos) return;
    for (std::string& key : variables_in(*text)) {
      note_key(key);
      variables_.insert(std::move(key));
    }
  }

  /// Keys that only requests through an endpoint have, or have not, and those whose values hang on the
  /// action, or on where the account stands.
  void note_key(std::string_view key) {
    through_endpoint_ = through_endpoint_ || is_endpoint_key(key);
    by_organization_ = by_organization_ || holds_organization_ids(key);
    by_region_ = by_region_ ||
                 (key == kRegionKey && question_.partition == "aws" && question_.region_of_global_services);
  }

  /// Both ways of every unknown condition; of very many conditions the statements simply stay uncertain.
  std::vector<World> all_worlds() const {
    std::vector<World> worlds{{}};
    if (conditions_.size() > kConditions) return worlds;
    for (const auto& [condition, subject] : conditions_) {
      std::vector<World> more;
      for (const World& world : worlds)
        for (const bool holds : {true, false}) {
          if (holds && holds_another_of(subject, world)) continue;
          more.push_back(world);
          more.back()[condition] = holds;
        }
      worlds = std::move(more);
    }
    return worlds;
  }

  /// A subject has one value at a time ("Stage is prod", "Stage is dev").
  bool holds_another_of(const std::string& subject, const World& world) const {
    return !subject.empty() && std::any_of(world.begin(), world.end(), [this, &subject](const auto& other) {
      return other.second && conditions_.at(other.first) == subject;
    });
  }

  enum class Standing : std::uint8_t { no, maybe, yes };
  Standing standing(const PlacedStatement& placed) const {
    Standing result = placed.certain ? Standing::yes : Standing::maybe;
    for (const GuardTerm& term : placed.document->statements[placed.index].guard.terms) {
      const auto known = world_->find(term.condition);
      if (known == world_->end())
        result = Standing::maybe;
      else if (known->second != term.holds)
        return Standing::no;
    }
    return result;
  }

  // ---- the requests asked about ----

  /// Made once for each account: whoever asks sets action and resource before anything else.
  const std::vector<RequestModel>& models(const std::string& account,
                                          RequestsMeant meant = RequestsMeant::all) {
    std::vector<RequestModel>& result = models_[{account, meant}];
    if (!result.empty()) return result;
    std::vector<SignIn> sign_ins{std::begin(kSignIns), std::end(kSignIns)};
    if (question_.assume_root) sign_ins.push_back(SignIn::assume_root);
    auto identity = identities_.find(account);
    if (identity == identities_.end()) {
      identity = identities_.emplace(account, RootIdentity(account, question_.partition)).first;
      if (by_organization_ && !path_.organization.empty())
        identity->second.set_place(path_.organization, path_.place);
      else
        identity->second.set_organizations(organizations_);
    }
    for (const SignIn sign_in : sign_ins)
      for (const bool endpoint : {false, true}) {
        if (endpoint && !through_endpoint_) continue;
        result.push_back(identity->second.model(sign_in, endpoint, meant));
        result.back().multivalued = multivalued_;
      }
    return result;
  }

  void ask_any_action(RequestModel& model) const {
    if (question_.action.empty())
      model.parts.set_all(any_action_parts().all);
    else
      set_action(model.parts.set(kActionPart, {}), question_.action);
    PartDomain resource;
    resource.may_be_absent = false;
    if (acts_on_no_resource(question_.action)) {
      resource.constant = resource.ordinary = "*";
      resource.within = {TextPattern::literal("*")};
      model.parts.set(kResourcePart, std::move(resource));
      return;
    }
    const bool own_credentials = is_own_credential_action(question_.action);
    resource.within = {own_credentials ? any_iam_arn(question_.partition) : any_arn(question_.partition)};
    if (!own_credentials) resource.within.push_back(TextPattern::literal("*"));
    if (!acting_on_nothing_.empty()) {
      // Resources that AWS may give such actions some day are their services' own.
      resource.within = {TextPattern::literal("*")};
      for (const std::string& service : acting_on_nothing_)
        resource.within.push_back(any_arn(question_.partition, service));
    }
    resource.samples = {"*", "arn:" + question_.partition + ":s3:::example/x",
                        "arn:" + question_.partition + ":iam::" + model.principal.account + ":root"};
    model.parts.set(kResourcePart, std::move(resource));
  }

  /// Models that together are one about any action, in each of which the keys that hang on the action have
  /// what they have with its actions.
  [[nodiscard]] std::vector<RequestModel> with_any_action(const RequestModel& original) const {
    std::vector<RequestModel> result{original};
    ask_any_action(result[0]);
    if (!question_.action.empty()) {
      settle_keys_of_action(result[0], question_.action);
      return result;
    }
    if (by_region_) {
      RequestModel passing = result[0];
      set_action(passing.parts[kActionPart], std::string(kPassRole));
      RequestModel& global = result.emplace_back(result[0]);
      result[0].parts.set_all(any_action_parts().of_others);
      global.parts.set_all(any_action_parts().of_global_services);
      fix_region(global);
      result.push_back(std::move(passing));
    }
    return result;
  }

  void settle_keys_of_action(RequestModel& model, const std::string& action) const {
    if (by_region_ && is_of_global_service(action)) fix_region(model);
    // The credentials of a root user are its own account's.
    if (!by_organization_ || path_.organization.empty() || !is_own_credential_action(action)) return;
    model.fix("aws:resourceorgid", path_.organization);
    if (!path_.place.empty()) model.fix("aws:resourceorgpaths", path_.place);
  }

  static void fix_region(RequestModel& model) { model.fix(std::string(kRegionKey), "us-east-1"); }

  static void set_action(PartDomain& domain, const std::string& action) {
    domain.may_be_absent = false;
    domain.constant = action;
    domain.ordinary = action;
    domain.within = {TextPattern::literal(action)};
  }

  /// An action and what it acts on in an account, as parts of a request; made once.
  const PartDomains& action_parts(const std::string& action, const std::string& account) {
    PartDomains& parts = action_parts_[{action, account}];
    if (!parts.empty()) return parts;
    set_action(parts.set(kActionPart, {}), action);
    PartDomain resource;
    resource.may_be_absent = false;
    resource.ordinary = sample_resource(action, question_.partition, account);
    if (resource.ordinary == "*" || is_own_credential_action(action)) {
      resource.within = {TextPattern::literal(resource.ordinary)};
      resource.constant = resource.ordinary;
    } else if (resource.within = resources_of_action(action, question_.partition); resource.within.empty()) {
      resource.within = {resources_of_service(action, question_.partition, account)};
    } else {
      for (const std::string& arn : resources_of(action))
        resource.samples.push_back(fill_resource(arn, question_.partition, account));
    }
    parts.set(kResourcePart, std::move(resource));
    return parts;
  }

  // ---- the two runs ----

  /// Boxes on the path as a run sees them. Owned here; the search holds pointers.
  struct Boxes {
    std::deque<StatementBox> owned;
    std::vector<const StatementBox*> denies;
    std::vector<std::vector<const StatementBox*>> allows;
  };

  /// For a proof denies count as little as possible and allows as much as possible; for a witness the other
  /// way round.
  Boxes boxes(const RequestModel& model, bool proof) {
    Boxes result;
    std::vector<std::vector<const StatementBox*>> by_level(path_.levels.size());
    for (const PlacedStatement& placed : statements_) {
      const Standing stands = standing(placed);
      if (stands == Standing::no) continue;
      const Effect effect = placed.document->statements[placed.index].effect;
      if (effect != Effect::allow) {
        const bool counts = proof ? stands == Standing::yes && effect == Effect::deny : true;
        add_box(result, placed, proof ? Bound::lower : Bound::upper, model, counts, result.denies);
      }
      if (effect != Effect::deny) {
        const bool counts = proof ? true : stands == Standing::yes && effect == Effect::allow;
        add_box(result, placed, proof ? Bound::upper : Bound::lower, model, counts, by_level[placed.level]);
      }
    }
    for (const StatementBox& excepted : excepted_) result.denies.push_back(&excepted);
    // Statements about every action first: where one of them does it all, the proof needs no other.
    std::stable_partition(result.denies.begin(), result.denies.end(), [](const StatementBox* box) {
      return std::none_of(box->demands.begin(), box->demands.end(),
                          [](const Demand& demand) { return demand.part == kActionPart; });
    });
    for (std::size_t level = 0; level < path_.levels.size(); ++level) {
      if (path_.levels[level].full_aws_access) continue;
      if (proof && open_levels_.count(level) != 0) continue;
      result.allows.push_back(std::move(by_level[level]));
    }
    return result;
  }

  void add_box(Boxes& result, const PlacedStatement& placed, Bound bound, const RequestModel& model,
               bool counts, std::vector<const StatementBox*>& list) {
    if (!counts) return;
    std::optional<StatementBox> box = statement_box(*placed.document, placed.index, bound, model);
    if (!box) return;
    if (!box->exact) add_reasons(unknowns_, box->reasons);
    result.owned.push_back(std::move(*box));
    list.push_back(&result.owned.back());
  }

  /// What must be denied: everything, or what the guardrail denies.
  std::vector<std::vector<Demand>> demanded(const RequestModel& model, Bound bound) {
    if (guardrail_ == nullptr) return {{}};
    std::vector<std::vector<Demand>> result;
    for (std::size_t i = 0; i < guardrail_->statements.size(); ++i) {
      if (guardrail_->statements[i].effect == Effect::allow) continue;
      const std::optional<StatementBox> box = statement_box(*guardrail_, i, bound, model);
      if (!box) continue;
      if (!box->exact) add_reasons(unknowns_, box->reasons);
      result.push_back(box->demands);
    }
    return result;
  }

  bool prove() {
    if (guardrail_ != nullptr && !guardrail_->unknowns.empty()) {
      add_reasons(unknowns_, guardrail_->unknowns);
      return false;
    }
    for (const RequestModel& any : models(path_.account))
      for (const RequestModel& model : with_any_action(any))
        if (!prove(model)) return false;
    return true;
  }

  /// What a text with an open variable means is left open, but it is the same wherever it stands.
  [[nodiscard]] RequestModel with_symbolic_texts(RequestModel model) const {
    std::vector<const PolicyDocument*> documents = all_documents_;
    if (guardrail_ != nullptr) documents.push_back(guardrail_);
    if (variables_.empty() || !add_symbolic_texts(documents, model)) return model;
    model.symbolic.erase(std::string(kActionPart));  // actions have no variables
    mark_symbolic_domains(model);
    return model;
  }

  bool prove(const RequestModel& asked) {
    const RequestModel model = with_symbolic_texts(asked);
    const Boxes on_path = boxes(model, true);
    for (const std::vector<Demand>& demands : demanded(model, Bound::upper)) {
      BoxSearch search(model, budget_);
      search.keep_proof();
      const SearchOutcome outcome = search.search(demands, on_path.allows, on_path.denies);
      if (outcome.kind != SearchOutcome::Kind::none) {
        gave_up_ = gave_up_ || outcome.kind == SearchOutcome::Kind::gave_up;
        note_left_open(outcome.values);
        return false;
      }
      note_proof(model, search.proof());
    }
    return true;
  }

  /// Callers for whom the proof is the same are shown together.
  void note_proof(const RequestModel& model, const std::vector<ProofNode>& proof) {
    const Names names(*this);
    std::vector<std::string> lines = proof_lines(proof, names);
    auto shown = std::find_if(proofs_.begin(), proofs_.end(),
                              [&lines](const ShownProof& other) { return other.lines == lines; });
    if (shown == proofs_.end()) shown = proofs_.insert(shown, ShownProof{{}, std::move(lines)});
    if (std::find(shown->callers.begin(), shown->callers.end(), model.name) == shown->callers.end())
      shown->callers.push_back(model.name);
  }

  /// Statements by the nodes they hang on.
  class Names : public ProofNames {
   public:
    explicit Names(const RootQuestionSolver& solver) : solver_(solver) {}
    [[nodiscard]] std::string claim(const StatementBox& box) const override {
      if (box.document == nullptr) return "an exception, which need not be denied";
      const auto placed =
          std::find_if(solver_.statements_.begin(), solver_.statements_.end(),
                       [&box](const PlacedStatement& other) { return other.document == box.document; });
      return name_statement(*box.document, box.index) + " of a policy on " +
             solver_.path_.levels[placed->level].name + " denies root";
    }

   private:
    const RootQuestionSolver& solver_;
  };

  /// What the proof could not cover, for the search of a witness to try.
  void note_left_open(const PartValues& values) {
    if (const auto action = values.find(std::string(kActionPart));
        action != values.end() && !action->second.empty())
      left_open_ = action->second[0];
    if (const auto resource = values.find(std::string(kResourcePart)); resource != values.end())
      left_open_on_nothing_ = resource->second == std::vector<std::string>{"*"};
    if (const auto arn = values.find("aws:principalarn"); arn != values.end() && !arn->second.empty()) {
      const std::vector<std::string> account = example_accounts(arn->second[0]);
      if (!account.empty()) left_open_account_ = account[0];
    }
  }

  bool refute() {
    // An unknown statement may deny everything.
    if (unread_ || std::any_of(all_documents_.begin(), all_documents_.end(),
                               [](const PolicyDocument* document) { return !document->unknowns.empty(); }))
      return false;
    for (const std::string& account : accounts())
      for (const RequestModel& model : models(account))
        if (refute_model(model)) return true;
    // Where a text hangs on a variable of an open key, one value of that key is an example like any other.
    if (variables_.empty()) return false;
    for (const std::string& account : accounts())
      for (const RequestModel& original : models(account))
        for (const std::string& resource_account : {account, std::string(other_account(account))}) {
          RequestModel model = original;
          settle_variables(model, resource_account);
          if (refute_model(model)) return true;
        }
    return false;
  }

  static std::string_view other_account(const std::string& account) {
    return account == kExampleAccounts[0] ? kExampleAccounts[1] : kExampleAccounts[0];
  }

  /// Gives the keys that variables name their ordinary values.
  void settle_variables(RequestModel& model, const std::string& resource_account) const {
    for (const std::string& key : variables_) {
      const PartDomain& domain = model.domain(key);
      if (domain.constant || domain.multivalued || domain.doubtful || !domain.may_be_present) continue;
      if (key == "aws:resourceaccount")
        model.fix(key, resource_account);
      else if (!domain.ordinary.empty())
        model.fix(key, domain.ordinary);
    }
  }

  /// Actions of the service that was left open which act on no resource, where that is what was left.
  [[nodiscard]] std::vector<std::string> actions_on_nothing() const {
    constexpr std::size_t kLookedAt = 512;
    constexpr std::size_t kTried = 4;
    std::vector<std::string> result;
    if (left_open_.empty() || !left_open_on_nothing_) return result;
    for (CatalogueAction& action : first_actions(std::string(service_of(left_open_)) + ":*", kLookedAt))
      if (action.resource == "*" && result.size() < kTried) result.push_back(std::move(action.name));
    return result;
  }

  /// Examples of what the policies speak of, made once.
  [[nodiscard]] const std::vector<std::string>& written_actions() {
    if (!written_actions_.empty()) return written_actions_;
    std::vector<const PolicyDocument*> written = all_documents_;
    if (guardrail_ != nullptr) written.push_back(guardrail_);
    return written_actions_ = candidate_actions(written);
  }

  bool refute_model(RequestModel original) {
    original.one_value_each = true;
    const Boxes on_path = boxes(original, false);
    const std::vector<std::vector<Demand>> demands = demanded(original, Bound::lower);
    std::vector<std::string> actions{question_.action};
    if (question_.action.empty()) {
      actions = written_actions();
      if (!left_open_.empty()) actions.push_back(left_open_);
      for (std::string& action : actions_on_nothing()) actions.push_back(std::move(action));
    }
    RequestModel asked = original;
    for (const std::string& action : actions) {
      if (!action.empty() && is_denied_whole(action, demands, on_path.denies)) continue;
      if (by_region_ || by_organization_) asked = original;  // keys that hang on the last action
      asked.parts.set_all(action_parts(action, asked.principal.account));
      settle_keys_of_action(asked, action);
      SearchOutcome outcome;
      for (const std::vector<Demand>& demand : demands) {
        BoxSearch search(asked, budget_);
        outcome = search.search(demand, on_path.allows, on_path.denies);
        gave_up_ = gave_up_ || outcome.kind == SearchOutcome::Kind::gave_up;
        if (outcome.kind == SearchOutcome::Kind::found) break;
      }
      if (outcome.kind != SearchOutcome::Kind::found) continue;
      Request request = make_request(asked, outcome.values);
      if (!is_realistic(asked, request) || !is_in_known_region(request)) {
        doubtful_ = request;
        continue;
      }
      if (!is_left_open(request)) continue;
      if (!witness_) witness_ = std::move(request);
      return true;
    }
    return false;
  }

  /// Whether an action is not asked about, or denied whatever else is in the request: what a search would
  /// find out at greater cost.
  static bool is_denied_whole(const std::string& action, const std::vector<std::vector<Demand>>& demands,
                              const std::vector<const StatementBox*>& denies) {
    const auto leaves_out = [&](const std::vector<Demand>& demanded) {
      return std::any_of(demanded.begin(), demanded.end(), [&](const Demand& demand) {
        return demand.part == kActionPart && !demand.set.contains(action);
      });
    };
    const auto takes_whole = [&](const StatementBox* box) {
      return std::all_of(box->demands.begin(), box->demands.end(), [&](const Demand& demand) {
        return demand.part == kActionPart && demand.set.contains(action);
      });
    };
    return std::all_of(demands.begin(), demands.end(), leaves_out) ||
           std::any_of(denies.begin(), denies.end(), takes_whole);
  }

  /// A Region that nobody knows is misspelt, or yet to come.
  static bool is_in_known_region(const Request& request) {
    const auto region = request.context.find(std::string(kRegionKey));
    if (region == request.context.end()) return true;
    const std::span<const std::string_view> known = known_regions();
    return std::find(known.begin(), known.end(), region->second.front()) != known.end();
  }

  /// The same question put to the evaluator: no statement that stands, or may stand, denies; every level
  /// allows.
  bool is_left_open(const Request& request) const {
    if (guardrail_ != nullptr) {
      const Decision demanded = evaluate({guardrail_, 1}, request);
      if (demanded.kind != DecisionKind::explicit_deny) return false;
    }
    std::vector<bool> allowed;
    for (const ScpLevel& level : path_.levels) allowed.push_back(level.full_aws_access);
    for (const PlacedStatement& placed : statements_) {
      const Standing stands = standing(placed);
      if (stands == Standing::no) continue;
      const Statement& statement = placed.document->statements[placed.index];
      const Truth truth = match_statement(*placed.document, statement, request).truth;
      if (statement.effect != Effect::allow && truth != Truth::no) return false;
      if (statement.effect == Effect::allow && truth == Truth::yes && stands == Standing::yes)
        allowed[placed.level] = true;
    }
    return std::find(allowed.begin(), allowed.end(), false) == allowed.end();
  }

  /// The account asked about, or for any account: some ordinary ones, those written in the policies, and one
  /// for each pattern written there.
  std::vector<std::string> accounts() const {
    if (!path_.account.empty()) return {path_.account};
    std::vector<std::string> result(std::begin(kExampleAccounts), std::end(kExampleAccounts));
    const auto add = [&result](const std::string& account) {
      const bool known = std::find(result.begin(), result.end(), account) != result.end();
      if (!known && result.size() < kAccounts) result.push_back(account);
    };
    if (!left_open_account_.empty()) add(left_open_account_);
    for (const PolicyDocument* document : all_documents_)
      for (const Statement& statement : document->statements)
        for (const Condition& condition : statement.conditions)
          for (const PolicyString& value : condition.values)
            if (const std::optional<std::string> text = value.text())
              for (std::string& account : example_accounts(*text)) add(account);
    return result;
  }

  /// Accounts a condition value singles out: its fifth ARN component, or the value itself, with wildcards
  /// filled up to twelve digits.
  static std::vector<std::string> example_accounts(std::string_view text) {
    std::string_view part = text;
    if (text.substr(0, 4) == "arn:" || text.find(":iam:") != std::string_view::npos) {
      for (int i = 0; i < 4; ++i) {
        const std::size_t colon = part.find(':');
        if (colon == std::string_view::npos) return {};
        part.remove_prefix(colon + 1);
      }
      part = part.substr(0, part.find(':'));
    }
    std::string account;
    for (const char c : part) {
      if (c == '?') account += '5';
      if (c >= '0' && c <= '9') account += c;
      if (c == '*') {
        const auto rest = static_cast<std::size_t>(
            std::count_if(part.begin(), part.end(), [](char d) { return d != '*'; }));
        if (rest < 12 && account.size() < 12) account.append(12 - rest, '5');
      }
    }
    if (account.size() != 12) return {};
    return {account};
  }

  void renew_budget() {
    budget_.steps = limits::kRequestsPerQuestion;
    budget_.language_states = limits::kLanguageStates;
  }

  // ---- what is denied all the same ----

  void look_at_denied(RootAnswer& result) {
    renew_budget();  // what was asked before may have used it up
    const World first = all_worlds().front();
    world_ = &first;
    // Any account, and where none is asked about also single ones: what depends on a variable is known of
    // them.
    std::vector<std::string> asked{path_.account};
    if (path_.account.empty())
      for (std::string& account : accounts()) asked.push_back(std::move(account));
    else if (!variables_.empty())
      asked.push_back(path_.account);
    for (const std::string& account : asked) {
      for (const RequestModel& original : models(account, RequestsMeant::known)) {
        for (RequestModel& model :
             result.denied_at_all ? std::vector<RequestModel>() : with_any_action(original)) {
          if (&account != &asked.front()) settle_variables(model, account);
          if (!result.denied_at_all && denies_some(model)) result.denied_at_all = true;
        }
        if (result.depends_on_context) continue;
        RequestModel model = original;
        ask_any_action(model);
        if (&account != &asked.front()) settle_variables(model, account);
        const Request& witness = *result.answer.witness;
        settle_keys_of_action(model, witness.action);
        set_action(model.parts.set(kActionPart, {}), witness.action);
        set_action(model.parts.set(kResourcePart, {}), witness.resource);
        keep_but_for_circumstances(model, witness);
        result.depends_on_context = denies_some(model);
      }
      if (result.denied_at_all && result.depends_on_context) break;
    }
    world_ = nullptr;
  }

  /// Gives global keys that tell what a request asks for what they have in the witness.
  void keep_but_for_circumstances(RequestModel& model, const Request& witness) const {
    for (const PolicyDocument* document : all_documents_) {
      for (const Statement& statement : document->statements) {
        for (const Condition& condition : statement.conditions) {
          const std::string key = to_lower(condition.key);
          if (!key.starts_with("aws:") || is_circumstance_key(key)) continue;
          const PartDomain& domain = model.domain(key);
          const auto value = witness.context.find(key);
          if (value == witness.context.end()) {
            if (domain.may_be_absent) model.remove(key);
          } else if (value->second.size() == 1 && !domain.constant && !domain.multivalued) {
            model.fix(key, value->second.front());
          }
        }
      }
    }
  }

  /// Whether some request that must be denied surely is.
  bool denies_some(const RequestModel& model) {
    const Boxes on_path = boxes(model, true);
    std::vector<const StatementBox*> excepted;
    for (const StatementBox& box : excepted_) excepted.push_back(&box);
    std::vector<const StatementBox*> denying;
    for (const StatementBox* box : on_path.denies)
      if (box->document != nullptr) denying.push_back(box);
    if (denying.empty() && on_path.allows.empty()) return false;
    for (const std::vector<Demand>& demands : demanded(model, Bound::lower)) {
      // One after the other: each is far easier than all of them together.
      for (const StatementBox* box : denying)
        if (denies_some(model, demands, *box, excepted)) return true;
      for (const std::vector<const StatementBox*>& allows : on_path.allows) {
        std::vector<const StatementBox*> outside = excepted;
        outside.insert(outside.end(), allows.begin(), allows.end());
        BoxSearch not_allowed(model, budget_);
        if (not_allowed.search(demands, {}, outside).kind == SearchOutcome::Kind::found) return true;
      }
    }
    return false;
  }

  /// The same of one statement. What no request is known to ask for counts for nothing.
  bool denies_some(const RequestModel& model, const std::vector<Demand>& demands, const StatementBox& box,
                   const std::vector<const StatementBox*>& excepted) {
    const auto is_denied = [&](const RequestModel& asked) {
      BoxSearch search(asked, budget_);
      const SearchOutcome outcome = search.search(demands, {{&box}}, excepted);
      if (outcome.kind != SearchOutcome::Kind::found) return std::optional<bool>();
      return std::optional(is_documented(asked, make_request(asked, outcome.values)));
    };
    const std::optional<bool> found = is_denied(model);
    if (found.value_or(true) || model.domain(std::string(kActionPart)).constant) return found.value_or(false);
    // Some request is, but not with that action on that resource.
    std::vector<std::string> actions = candidate_actions({box.document});
    for (const Condition& condition : box.document->statements[box.index].conditions)
      for (std::string& action : actions_with_key(condition.key)) actions.push_back(std::move(action));
    RequestModel asked = model;
    for (const std::string& action : actions) {
      set_action(asked.parts.set(kActionPart, {}), action);
      PartDomain& resource = asked.parts.set(kResourcePart, {});
      resource.may_be_absent = false;
      const std::optional<CatalogueAction> known = find_action(action);
      if (!known || known->resource == "*") resource.within.push_back(TextPattern::literal("*"));
      for (const std::string& service : arn_services_of(service_of(action)))
        if (!known || known->resource != "*")
          resource.within.push_back(
              resources_of_service(service + ":", question_.partition, model.principal.account));
      if (is_denied(asked) == std::optional(true)) return true;
    }
    return false;
  }

  // ---- answers ----

  std::string asked() const {
    if (guardrail_ != nullptr) return "what the guardrail denies to the root user" + of_account();
    const std::string what = question_.action.empty() ? "every request" : "every " + question_.action;
    return what + " of the root user" + of_account();
  }

  std::string of_account() const { return path_.account.empty() ? "" : " of account " + path_.account; }

  void finish_safe(Answer& answer) const {
    answer.verdict = Verdict::safe;
    for (const ShownProof& shown : proofs_) {
      const bool for_all = proofs_.size() == 1;
      if (!for_all && !shown.lines.empty()) answer.proof.push_back("with " + list_of(shown.callers) + ":");
      for (const std::string& line : shown.lines) answer.proof.push_back((for_all ? "" : "  ") + line);
    }
    if (answer.proof.empty())
      answer.proof.emplace_back("the policies along the path allow no action in common");
    else
      for (const ScpLevel& level : path_.levels)
        if (!level.full_aws_access)
          answer.proof.push_back("what no policy on " + level.name + " allows is denied as well");
    answer.proof.push_back("together they deny " + asked() +
                           " with access keys and in console sessions with and without MFA" +
                           (question_.assume_root ? ", and in AssumeRoot sessions" : ""));
    answer.proof.emplace_back(
        "beyond the reach of any SCP stay: service-linked roles, enterprise support registration, CloudFront "
        "trusted signers, reverse DNS for mail, and a few retired services");
  }

  static std::string list_of(const std::vector<std::string>& names) {
    std::string list;
    for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
    return list;
  }

  void finish_violation(Answer& answer) const {
    answer.verdict = Verdict::violation;
    answer.witness = witness_;
  }

  void finish_undecided(Answer& answer, bool worlds_differ) const {
    answer.verdict = Verdict::undecided;
    add_reasons(answer.reasons, unknowns_);
    add_reasons(answer.reasons, refusals_);
    for (const ScpLevel& level : path_.levels) add_reasons(answer.reasons, level.uncertain_reasons);
    if (worlds_differ || conditions_.size() > kConditions || answer.reasons.empty())
      add_reasons(answer.reasons, guard_reasons_);
    if (worlds_differ && guard_reasons_.empty())
      for (const auto& [condition, subject] : conditions_)
        add_reason(answer.reasons, {ReasonKind::unknown_variable, condition, {}});
    if (is_own_credential_action(question_.action) && !worlds_differ && limits_resources_)
      add_reason(answer.reasons, {ReasonKind::unsupported_operator,
                                  "the resource of " + question_.action +
                                      " for root's own credentials: AWS does not say whether it is arn:" +
                                      question_.partition + ":iam::ACCOUNT:root",
                                  {}});
    if (gave_up_) add_reason(answer.reasons, {ReasonKind::limit, "kRequestsPerQuestion", {}});
    if (answer.reasons.empty())
      add_reason(answer.reasons,
                 {ReasonKind::unsupported_operator,
                  doubtful_ ? is_in_known_region(*doubtful_) ? "a condition key that no known request carries"
                                                             : "a Region that is not known"
                            : "whether a service knows requests of the form that stays open",
                  {}});
  }

  void explain(RootAnswer& result) {
    const World first = all_worlds().front();
    world_ = &first;
    const std::string account = path_.account.empty() ? std::string(kExampleAccounts[0]) : path_.account;
    const std::vector<RequestModel>& possible = models(account, RequestsMeant::possible);
    const std::vector<RequestModel>& known = models(account, RequestsMeant::known);
    for (const PlacedStatement& placed : statements_) {
      if (placed.document->statements[placed.index].effect != Effect::deny) continue;
      result.partly =
          result.partly || (placed.certain && denies_root_in_part(*placed.document, placed.index, known));
      if (std::optional<Closest> miss =
              explain_miss(*placed.document, placed.index, question_.action, possible)) {
        miss->document = originals_.at(placed.document);
        result.closest.push_back(std::move(*miss));
      }
    }
    world_ = nullptr;
  }

  const ScpPath& path_;
  RootQuestion question_;
  SearchBudget budget_{};
  std::deque<PolicyDocument> documents_;  ///< with the partition filled in
  std::map<const PolicyDocument*, const PolicyDocument*> originals_;
  std::vector<const PolicyDocument*> all_documents_;
  const PolicyDocument* guardrail_ = nullptr;
  std::deque<StatementBox> excepted_;  ///< what need not be denied
  std::vector<PlacedStatement> statements_;
  std::set<std::size_t> open_levels_;              ///< levels with unknown statements
  std::map<std::string, std::string> conditions_;  ///< of guards, with their subjects
  std::vector<std::string> multivalued_;
  std::vector<TextPattern> organizations_{organization_id(kOrganizationIdLength)};  ///< an account may be in
  std::set<std::string> variables_;  ///< keys that texts of the path name as variables
  std::vector<Reason> guard_reasons_;
  std::vector<Reason> unknowns_;
  std::vector<Reason> refusals_;  ///< why AWS takes some of the policies not at all
  bool unread_ = false;           ///< a policy is too large to be read
  std::size_t unread_statements_ = 0;
  bool through_endpoint_ = false;
  bool limits_resources_ = false;  ///< a statement is not about all resources
  bool by_region_ = false;         ///< the path asks for the Region
  bool by_organization_ = false;   ///< and for the organization, or the place in it
  bool gave_up_ = false;
  std::vector<std::string> acting_on_nothing_;  ///< services_acting_on_nothing()
  std::string left_open_;                       ///< an action the proof could not cover
  bool left_open_on_nothing_ = false;           ///< where it acts on no resource
  std::string left_open_account_;               ///< and an account
  std::vector<std::string> written_actions_;    ///< written_actions()
  std::map<std::pair<std::string, std::string>, PartDomains> action_parts_;  ///< by action and account
  std::map<std::string, RootIdentity> identities_;                           ///< by account
  std::map<std::pair<std::string, RequestsMeant>, std::vector<RequestModel>> models_;  ///< by account
  const World* world_ = nullptr;
  std::optional<Request> witness_;
  std::optional<Request> doubtful_;
  /// A proof as text, with the callers for whom it is the same.
  struct ShownProof {
    std::vector<std::string> callers;
    std::vector<std::string> lines;
  };
  std::vector<ShownProof> proofs_;
};

}  // namespace

RootAnswer root_is_denied(const ScpPath& path, const RootQuestion& question) {
  return RootQuestionSolver(path, question).solve();
}

}  // namespace rootproof::policy
