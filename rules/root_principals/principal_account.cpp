#include "rules/root_principals/principal_account.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "analyzer/engine/principal_lists.h"
#include "analyzer/policy/operators.h"
#include "parsers/arn.h"
#include "rules/answers.h"
#include "rules/lockouts/nested_values.h"
#include "rules/root_principals/whole_account.h"

namespace rootproof::rules {
namespace {

using value::Reason;

bool starts_with(std::string_view text, std::string_view begin) {
  return text.substr(0, begin.size()) == begin;
}

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

bool contains(const std::vector<std::string>& list, const std::string& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

/// A resource policy speaks of its own resource: the account in that ARN is where the policy lives.
bool resources_name_account(const policy::Statement& statement, const std::string& account) {
  if (statement.not_resource || statement.resources.empty()) return false;
  return std::all_of(statement.resources.begin(), statement.resources.end(),
                     [&](const policy::Pattern& resource) {
                       const auto text = resource.text();
                       return text && account_component(*text) == account;
                     });
}

bool skips_lockout_check(const Resource& resource) {
  for (const char* name : {"bypass_policy_lockout_safety_check", "BypassPolicyLockoutSafetyCheck"}) {
    const value::Value* value = resource.properties.find(name);
    if (value != nullptr && !(value->is(value::Value::Kind::boolean) && !value->as_boolean())) return true;
  }
  return false;
}

/// What another tool fills in before deployment, in a policy that is a file: "${ACCOUNT_ID}", "<account>".
bool holds_placeholder(const engine::PolicyInstance& instance, const std::string& text) {
  return instance.resource->kind == ResourceKind::policy_file &&
         (text.find("${") != std::string::npos || text.find("{{") != std::string::npos ||
          text.find('<') != std::string::npos);
}

/// Everyone, as far as he is of the account: the form of AWS's own keys.
bool everyone_is_of(const policy::Statement& statement, const std::string& account) {
  const bool everyone =
      std::all_of(statement.principals.begin(), statement.principals.end(), policy::is_everyone);
  return everyone && std::any_of(statement.conditions.begin(), statement.conditions.end(),
                                 [&](const policy::Condition& condition) {
                                   const std::string key = policy::to_lower(condition.key);
                                   return (key == "kms:calleraccount" || key == "aws:principalaccount") &&
                                          condition.operator_name == "StringEquals" &&
                                          !condition.values_unknown && condition.values.size() == 1 &&
                                          condition.values.front().text() == account;
                                 });
}

/// KMS refuses a key policy under which whoever sets it cannot set it again, and lets no other account call
/// PutKeyPolicy (KMS API reference: PutKeyPolicy, BypassPolicyLockoutSafetyCheck; "Cross-account use: No").
/// So where one account alone may, the key is that account's, and where several that are written down may,
/// one of them. nullopt: the policy says nothing of the kind.
std::optional<RelatedAccount> owner_by_key_policy(const engine::PolicyInstance& instance,
                                                  const policy::Statement& asked,
                                                  const std::string& account) {
  const source::Span place = asked.principal_span;
  if (!is_key_policy(instance) || skips_lockout_check(*instance.resource)) return std::nullopt;
  if (!instance.document.unknowns.empty()) return std::nullopt;
  std::vector<std::string> whole;  // accounts that may as a whole, in the order in which they are named
  bool found = false;
  bool placeholder = false;
  bool others = false;
  for (const policy::Statement& statement : instance.document.statements) {
    if (statement.effect == policy::Effect::deny || !may_grant(statement, "kms:PutKeyPolicy")) continue;
    if (statement.principals_unknown || statement.not_principal) return std::nullopt;
    if (everyone_is_of(statement, account)) continue;
    for (const policy::Principal& principal : statement.principals) {
      if (principal.type == policy::PrincipalType::service) continue;
      const auto text = principal.text.text();
      const std::string named(text ? account_component(*text) : std::string_view());
      const bool is_account = principal.form == policy::AwsPrincipalForm::account;
      if (is_account && !principal.account.id.empty() && !contains(whole, principal.account.id))
        whole.push_back(principal.account.id);
      if (principal.account.id == account || named == account)
        found = true;
      else if (text && holds_placeholder(instance, *text))
        placeholder = true;
      else if (!is_account && (is_account_id(named) || policy::is_everyone(principal)))
        others = true;
      else if (!is_account || principal.account.id.empty() || !statement.conditions.empty() ||
               statement.effect != policy::Effect::allow || statement.may_be_absent ||
               (statement.guard & asked.guard).impossible())
        return std::nullopt;
    }
  }
  if (!found) return std::nullopt;
  if (placeholder)
    return RelatedAccount{
        AccountRelation::unknown,
        {{value::ReasonKind::placeholder, "whether the placeholder beside it stands for " + account, place}}};
  if (whole.size() > 1 && contains(whole, account)) {
    // All but one of them are other accounts than the key's, whichever that is.
    const bool first = whole.front() == account;
    std::vector<std::string> rivals = whole;
    std::erase(rivals, account);
    if (!first) return RelatedAccount{AccountRelation::foreign, {}, std::move(rivals)};
    return RelatedAccount{
        AccountRelation::unknown,
        {{value::ReasonKind::external_target,
          "whether account " + account + " or " + rivals.front() + " is the key's own", place}},
        std::move(rivals)};
  }
  if (others || whole.size() > 1)
    return RelatedAccount{
        AccountRelation::unknown,
        {{value::ReasonKind::external_target,
          "whether the key is one of account " + account + " or of another that may set its policy", place}}};
  return RelatedAccount{AccountRelation::own, {}};
}

/// Terraform's data sources that look the ids of is_aws_service_account up.
bool is_service_account_source(std::string_view text) {
  constexpr std::array<std::string_view, 4> kSources{
      "data.aws_elb_service_account.", "data.aws_cloudtrail_service_account.",
      "data.aws_redshift_service_account.", "data.aws_billing_service_account."};
  return std::any_of(kSources.begin(), kSources.end(),
                     [&](std::string_view source) { return text.find(source) != std::string_view::npos; });
}

/// "own-account/west" is the account that provider aws.west reaches; other symbols name themselves.
std::string provider_phrase(const std::string& symbol) {
  const std::string own(value::kOwnAccount);
  if (symbol == own) return "provider aws";
  return starts_with(symbol, own + "/") ? "provider aws." + symbol.substr(own.size() + 1) : symbol;
}

/// "pManagementAccountId", "var.org_master_account": named after the management account of an organization.
bool is_management_name(std::string_view name) {
  const std::string text = policy::to_lower(std::string(name));
  const bool management =
      text.find("management") != std::string::npos || text.find("master") != std::string::npos;
  return management && text.find("account") != std::string::npos;
}

/// What the manuals let the accounts of AWS do: deliver logs and reports into a bucket, which they look at
/// before, and tell a topic of it.
bool only_delivers(const policy::Statement& statement) {
  constexpr std::array<std::string_view, 9> kDelivery{
      "s3:getbucketacl", "s3:getbucketlocation", "s3:getbucketpolicy",      "s3:listbucket", "s3:putobject",
      "s3:putobject*",   "s3:putobjectacl",      "s3:abortmultipartupload", "sns:publish"};
  return !statement.not_action && !statement.actions_unknown &&
         std::all_of(statement.actions.begin(), statement.actions.end(), [&](const policy::Pattern& action) {
           const std::optional<std::string> text = action.text();
           return text &&
                  std::find(kDelivery.begin(), kDelivery.end(), policy::to_lower(*text)) != kDelivery.end();
         });
}

bool comes_from_service_account_source(const policy::Principal& principal) {
  if (is_service_account_source(principal.account.symbol)) return true;
  const auto reasons = principal.text.value.reasons();
  return std::any_of(reasons.begin(), reasons.end(),
                     [](const Reason& reason) { return is_service_account_source(reason.detail); });
}

}  // namespace

std::string_view account_component(std::string_view arn) {
  return arn.starts_with("arn:") ? arn_component(arn, 4) : std::string_view();
}

KnownAccounts::KnownAccounts(const engine::Facts& facts)
    : facts_(facts), settings_(facts.settings), organization_(facts), homes_(facts) {
  for (const Resource& resource : facts.resources) {
    if (resource.type == "provider.aws") add_possible_homes(resource);
    const value::Value* standard = resource.properties.find("Default");
    if (resource.kind == ResourceKind::template_parameter && standard != nullptr &&
        is_management_name(resource.address))
      management_defaults_.emplace_back(resource.unit, standard->origin().span());
    if (resource.kind != ResourceKind::account) continue;
    std::string name = resource.address;
    constexpr std::string_view kPrefix = "Resources.";
    if (starts_with(name, kPrefix)) name.erase(0, kPrefix.size());
    created_.emplace(resource.unit, std::move(name));
  }
  for (const organization::Organization& organization : facts.organizations) add_members(organization);
}

void KnownAccounts::add_members(const organization::Organization& organization) {
  const Resource* described = organization.resource;
  const bool exported = described != nullptr && described->language == Language::organization_export;
  const std::vector<std::string> units = exported ? std::vector<std::string>{""} : organization.units;
  for (const organization::Node& node : organization.nodes) {
    if (node.kind != organization::NodeKind::account || !is_account_id(node.identity)) continue;
    for (const std::string& unit : units) {
      members_.emplace(unit, node.identity);
      if (node.management) managed_.insert(unit);
    }
  }
}

bool KnownAccounts::knows_management(const std::string& unit) const {
  return !settings_.management_account.empty() || managed_.count("") != 0 || managed_.count(unit) != 0;
}

void KnownAccounts::add_possible_homes(const Resource& provider) {
  // As provider_accounts names them: "own-account", "own-account/west", "own-account/module.a.west".
  const std::string module = provider.address.substr(0, provider.address.rfind(provider.type));
  const value::Value* alias = provider.properties.find("alias");
  std::string name = alias == nullptr ? std::string() : alias->as_text().value_or("");
  if (name.empty() && !module.empty()) name = "aws";
  std::string symbol(value::kOwnAccount);
  if (!name.empty()) symbol += "/" + module + name;
  std::vector<PossibleHome>& homes = possible_homes_[{provider.unit, std::move(symbol)}];
  for (const NestedValue& arn : values_at(provider.properties, "assume_role.role_arn")) {
    const std::string id(account_component(arn.value.as_text().value_or("")));
    homes.push_back({is_account_id(id) ? id : std::string(), arn.guard});
  }
}

bool KnownAccounts::is_possible_home(const engine::PolicyInstance& instance,
                                     const policy::Statement& statement,
                                     const policy::Principal& principal) const {
  const Resource& resource = *instance.resource;
  const auto homes = possible_homes_.find({resource.unit, resource.account});
  if (homes == possible_homes_.end()) return false;
  const value::Guard written = resource.guard & statement.guard;
  bool same = false;
  for (const PossibleHome& home : homes->second) {
    if ((home.guard & written).impossible()) continue;
    if (home.id != principal.account.id) return false;
    // Where the provider may sign in otherwise than by this role, its account is another.
    same = same || written.implies(home.guard);
  }
  return same;
}

bool KnownAccounts::is_called_management(const Resource& resource, const policy::Principal& principal) const {
  const value::Value& text = principal.text.value;
  const std::vector<value::OriginStep> chain = text.origin().chain();
  if (std::any_of(chain.begin(), chain.end(),
                  [](const value::OriginStep& step) { return is_management_name(step.detail); }))
    return true;
  if (!text.is(value::Value::Kind::string)) return false;
  for (const value::StringPiece& piece : text.pieces()) {
    const auto* known = std::get_if<value::TextPiece>(&piece);
    if (known == nullptr || known->span.empty()) continue;
    for (const auto& [unit, span] : management_defaults_)
      if (unit == resource.unit && span.file == known->span.file && span.begin <= known->span.begin &&
          known->span.end <= span.end)
        return true;
  }
  return false;
}

/// True when the symbol is the id of an account that the code creates, or of its organization's management
/// account.
bool KnownAccounts::in_organization(const std::string& unit, const std::string& symbol) const {
  for (const char* attribute : {".master_account_id", ".ManagementAccountId", ".management_account_id"}) {
    if (ends_with(symbol, attribute)) return true;
  }
  // "data.aws_organizations_organization.org.accounts whose name is Users": looked up among its accounts. Or
  // any of them.
  if (symbol.find("accounts whose ") != std::string::npos) return true;
  if (symbol.find("aws_organizations_organization.") != std::string::npos && ends_with(symbol, "accounts"))
    return true;
  return created_.count({unit, symbol}) != 0 ||
         created_.count({unit, symbol.substr(0, symbol.rfind('.'))}) != 0;
}

bool KnownAccounts::is_own(const engine::PolicyInstance& instance, const policy::Statement& statement,
                           const std::string& id) const {
  const Resource& resource = *instance.resource;
  // "!If [IsLab, …]" with "IsLab: !Equals [!Ref AWS::AccountId, …]". What a stack set deploys lies elsewhere.
  const value::Guard written = resource.guard & statement.guard;
  if (resource.account == value::kOwnAccount &&
      written.implies(value::value_term("AWS::AccountId", id, true, {})))
    return true;
  return id == resource.account || contains(settings_.own_accounts, id) ||
         resources_name_account(statement, id) || homes_.is_home(resource, id);
}

bool KnownAccounts::knows_own(const engine::PolicyInstance& instance,
                              const policy::Statement& statement) const {
  const bool by_resource = std::any_of(
      statement.resources.begin(), statement.resources.end(), [](const policy::Pattern& resource) {
        return is_account_id(account_component(resource.text().value_or("")));
      });
  const value::Guard written = instance.resource->guard & statement.guard;
  const bool by_condition = std::any_of(written.terms.begin(), written.terms.end(),
                                        [](const auto& term) { return term.subject == "AWS::AccountId"; });
  return is_account_id(instance.resource->account) || !settings_.own_accounts.empty() || by_resource ||
         by_condition || homes_.is_told(*instance.resource);
}

bool KnownAccounts::is_member(const std::string& unit, const std::string& id) const {
  return id == settings_.management_account || members_.count({"", id}) != 0 ||
         members_.count({unit, id}) != 0;
}

RelatedAccount KnownAccounts::relate_literal(const engine::PolicyInstance& instance,
                                             const policy::Statement& statement,
                                             const std::string& id) const {
  if (is_own(instance, statement, id)) return {AccountRelation::own, {}};
  const std::optional<RelatedAccount> owner = owner_by_key_policy(instance, statement, id);
  if (owner && owner->relation == AccountRelation::own) return *owner;
  if (contains(settings_.trusted_accounts, id)) return {AccountRelation::trusted, {}};
  if (is_aws_service_account(id) && only_delivers(statement)) return {AccountRelation::aws_service, {}};
  if (is_member(instance.resource->unit, id)) return {AccountRelation::organization, {}};
  if (!owner) {
    if (knows_own(instance, statement)) return {AccountRelation::foreign, {}};
    const std::string hint = homes_.hint(*instance.resource, id);
    if (hint.empty()) return {AccountRelation::foreign, {}, {}, id};
    return {AccountRelation::unknown,
            {{value::ReasonKind::external_target,
              "whether " + id + " is the own account (list it under own_accounts), as " + hint,
              statement.principal_span}}};
  }
  // Who owns the key is known where its account is.
  const bool known = is_account_id(instance.resource->account) || !settings_.own_accounts.empty() ||
                     std::any_of(owner->rivals.begin(), owner->rivals.end(), [&](const std::string& rival) {
                       return is_own(instance, statement, rival);
                     });
  return known ? RelatedAccount{AccountRelation::foreign, {}} : *owner;
}

RelatedAccount KnownAccounts::relate_symbol(const engine::PolicyInstance& instance,
                                            const policy::Principal& principal) const {
  const std::string& symbol = principal.account.symbol;
  const std::string& home = instance.resource->account;
  if (symbol == home || (home.empty() && symbol == value::kOwnAccount)) return {AccountRelation::own, {}};
  if (in_organization(instance.resource->unit, symbol) &&
      !organization_.is_looked_up_elsewhere(*instance.resource, symbol))
    return {AccountRelation::organization, {}};
  if (symbol == "cloudfront") return {AccountRelation::aws_service, {}};
  for (const Reason& reason : principal.text.value.reasons()) {
    if (ends_with(reason.detail, symbol)) return {AccountRelation::unknown, {reason}};
  }
  const bool two_providers = starts_with(symbol, value::kOwnAccount) && !home.empty();
  return {AccountRelation::unknown,
          {{value::ReasonKind::resource_attribute,
            two_providers
                ? "the account of " + provider_phrase(symbol) + " beside that of " + provider_phrase(home)
                : symbol,
            place_of_use(principal.text.value, principal.text.span)}}};
}

RelatedAccount KnownAccounts::relate(const engine::PolicyInstance& instance,
                                     const policy::Statement& statement,
                                     const policy::Principal& principal) const {
  const policy::AccountReference& account = principal.account;
  if (!account.id.empty()) {
    if (is_possible_home(instance, statement, principal)) return {AccountRelation::own, {}};
    RelatedAccount related = relate_literal(instance, statement, account.id);
    if (related.relation != AccountRelation::foreign ||
        !is_called_management(*instance.resource, principal) || knows_management(instance.resource->unit))
      return related;
    return {AccountRelation::unknown,
            {{value::ReasonKind::external_target,
              "whether " + account.id + " is the organization's management account",
              place_of_use(principal.text.value, principal.text.span)}}};
  }
  if (comes_from_service_account_source(principal) && only_delivers(statement))
    return {AccountRelation::aws_service, {}};
  if (!account.symbol.empty()) return relate_symbol(instance, principal);
  if (account.reason) return {AccountRelation::unknown, {*account.reason}};
  return {AccountRelation::unknown, principal.text.value.reasons()};
}

std::string_view describe(AccountRelation relation) {
  switch (relation) {
    case AccountRelation::own:
      return "the resource's own account";
    case AccountRelation::trusted:
      return "an account listed as trusted";
    case AccountRelation::organization:
      return "an account of the organization";
    case AccountRelation::aws_service:
      return "an account of AWS itself";
    case AccountRelation::foreign:
      return "another account";
    case AccountRelation::unknown:
      return "an account that is not known";
  }
  return "an account that is not known";
}

std::string unless_own(const RelatedAccount& account) {
  if (!account.undeclared.empty())
    return "; nothing in the code tells the account this is deployed to: if it is " + account.undeclared +
           " itself, list it under own_accounts";
  if (account.rivals.empty()) return {};
  std::string names;
  for (const std::string& rival : account.rivals) names += (names.empty() ? "" : ", ") + rival;
  return "; of it and " + names + ", which may set the key's policy, at most one is the key's own account";
}

bool is_key_policy(const engine::PolicyInstance& instance) {
  // A grant lets in those it names; who may set the policy of its key it does not say.
  if (engine::listed_principals(*instance.resource) != engine::ListedPrincipals::none) return false;
  if (!instance.services.empty()) return instance.services == std::vector<std::string_view>{"kms"};
  const auto& statements = instance.document.statements;
  const bool of_any_type =
      instance.resource->kind == ResourceKind::policy_file || instance.resource->type == kModuleArgumentsType;
  return of_any_type && !statements.empty() &&
         std::all_of(statements.begin(), statements.end(), [](const policy::Statement& statement) {
           return !statement.actions_unknown && !statement.not_action && !statement.actions.empty() &&
                  std::all_of(statement.actions.begin(), statement.actions.end(), [](const auto& action) {
                    return starts_with(action.text().value_or(""), "kms:");
                  });
         });
}

bool grants_to_principals(const engine::PolicyInstance& instance) {
  switch (instance.document.kind) {
    case PolicyKind::resource:
    case PolicyKind::trust:
      return true;
    case PolicyKind::unknown:
      return std::any_of(instance.document.statements.begin(), instance.document.statements.end(),
                         [](const policy::Statement& statement) { return statement.has_principal; });
    case PolicyKind::identity:
    case PolicyKind::service_control:
    case PolicyKind::resource_control:
    case PolicyKind::permissions_boundary:
    case PolicyKind::session:
    case PolicyKind::vpc_endpoint:  // filters requests that other policies allow; "*" is its default
    case PolicyKind::delegation:    // names whole member accounts by design
      return false;
  }
  return false;
}

bool has_partial_wildcard(const policy::Statement& statement) {
  return std::any_of(statement.principals.begin(), statement.principals.end(),
                     [](const policy::Principal& principal) {
                       return principal.form == policy::AwsPrincipalForm::partial_wildcard;
                     });
}

source::Span principals_place(const policy::Statement& statement) {
  if (statement.principals.size() == 1 && !statement.principals.front().text.span.empty()) {
    const policy::PolicyString& text = statement.principals.front().text;
    return place_of_use(text.value, text.span);
  }
  return statement.principal_span.empty() ? statement.span : statement.principal_span;
}

std::string statement_name(const policy::PolicyDocument& document, std::size_t statement) {
  const std::string& sid = document.statements[statement].sid;
  if (!sid.empty()) return "statement " + sid;
  // A statement that stands once in the text is one, in however many ways it may turn out.
  std::size_t number = 1;
  for (std::size_t i = 1; i <= statement; ++i) {
    if (!(document.statements[i].span == document.statements[i - 1].span)) ++number;
  }
  return "statement " + std::to_string(number);
}

}  // namespace rootproof::rules
