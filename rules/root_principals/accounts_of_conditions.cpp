#include "rules/root_principals/accounts_of_conditions.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/policy/evaluate.h"
#include "analyzer/policy/operators.h"
#include "analyzer/policy/questions.h"
#include "parsers/arn.h"
#include "parsers/reference_type.h"
#include "parsers/regions.h"
#include "rules/root_credentials/texts.h"
#include "rules/root_principals/principal_account.h"

namespace rootproof::rules {
namespace {

using policy::Statement;

/// Whether a condition says whose requests are meant: its values are accounts, or ARNs of root users. The
/// unique id of a root user is the number of its account.
bool names_callers(const policy::Condition& condition) {
  const std::string key = lower_case(condition.key);
  if (key != "aws:principalaccount" && key != "kms:calleraccount" && key != "aws:principalarn" &&
      key != "aws:userid")
    return false;
  const std::string name = lower_case(condition.operator_name);
  const std::string_view comparison = std::string_view(name).substr(name.find(':') + 1);
  return comparison.starts_with("stringequals") || comparison.starts_with("stringlike") ||
         comparison.starts_with("arnequals") || comparison.starts_with("arnlike");
}

/// An exception of a Deny statement as the condition that names whom it spares.
std::optional<policy::Condition> as_naming(policy::Condition exception) {
  const std::size_t negation = lower_case(exception.operator_name).find("not");
  if (negation == std::string::npos) return std::nullopt;
  exception.operator_name.erase(negation, 3);
  return names_callers(exception) ? std::optional(std::move(exception)) : std::nullopt;
}

/// Values of these keys are rarely accounts.
bool is_of_identities(const policy::Condition& condition) {
  const std::string key = lower_case(condition.key);
  return key == "aws:principalarn" || key == "aws:userid";
}

/// Data sources whose ARNs and unique ids are those of identities, or of accounts of AWS.
constexpr std::string_view kDataOfIdentities[] = {
    "aws_billing_service_account",    "aws_caller_identity",     "aws_cloudfront_origin_access_",
    "aws_cloudtrail_service_account", "aws_elb_service_account", "aws_iam_",
    "aws_redshift_service_account"};
/// What gives texts that some other code puts out.
constexpr std::string_view kPuttingOut[] = {"aws_cloudformation_stack", "aws_lambda_invocation"};

/// Whether an attribute is what other code puts out: "Partner.Outputs.Caller",
/// "terraform_data.caller.output".
bool is_put_out(const std::string& attribute) {
  return attribute.find(".Outputs.") != std::string::npos || attribute.starts_with("terraform_data.") ||
         std::find(std::begin(kPuttingOut), std::end(kPuttingOut), aws_type_in(attribute)) !=
             std::end(kPuttingOut);
}

/// Whether a data source gives ids of identities that it looks up
/// ("module.ci.data.aws_iam_role.deployer.arn"), or the role that something works with
/// ("data.aws_eks_cluster.main.role_arn"): others give what somebody has stored.
bool looks_identities_up(const std::string& attribute) {
  const std::string_view type = aws_type_in(attribute);
  const bool is_role = attribute.ends_with("role_arn") || attribute.ends_with(".role");
  return !type.empty() && !is_put_out(attribute) &&
         (is_role || std::any_of(std::begin(kDataOfIdentities), std::end(kDataOfIdentities),
                                 [&](std::string_view each) { return type.starts_with(each); }));
}

/// Whether somebody gives the value from outside: it may be what nobody would guess. What resources and data
/// sources have under such a key are identities of their own, but for what stacks put out.
bool is_given_from_outside(const value::Reason& reason) {
  switch (reason.kind) {
    case value::ReasonKind::invalid:  // AWS refuses it
      return false;
    case value::ReasonKind::resource_attribute:
      return is_put_out(reason.detail);
    case value::ReasonKind::data_source:
      return !looks_identities_up(reason.detail);
    default:
      return true;
  }
}

/// Whether a value of a condition that is not known may be the ARN or unique id of some account's root user.
bool may_be_root_user(const policy::Condition& condition, const policy::PolicyString& value) {
  const std::vector<value::Reason> reasons = value.value.reasons();
  if (reasons.empty() || !std::all_of(reasons.begin(), reasons.end(), is_given_from_outside)) return false;
  if (lower_case(condition.key) == "aws:principalarn") return may_be_between(value.value, "arn:", ":root");
  return may_be_between(value.value, "", "");
}

/// The account of which a value names every identity, its root user among them: "arn:aws:iam::<id>:*".
std::optional<std::string> account_of_pattern(const policy::PolicyString& value) {
  const std::optional<std::string> text = value.text();
  if (!text || !policy::has_wildcard(*text)) return std::nullopt;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  for (auto begin = std::find_if(text->begin(), text->end(), is_digit); begin != text->end();) {
    const auto end = std::find_if_not(begin, text->end(), is_digit);
    const std::string id(begin, end);
    for (const std::string_view partition : kCommonPartitions)
      if (id.size() == 12 &&
          policy::glob_match(*text, "arn:" + std::string(partition) + ":iam::" + id + ":root"))
        return "arn:" + std::string(partition) + ":iam::" + id + ":root";
    begin = std::find_if(end, text->end(), is_digit);
  }
  return std::nullopt;
}

/// What a value of a condition names, as a principal.
policy::Principal named_by(const policy::Condition& condition, const policy::PolicyString& value) {
  const std::optional<std::string> account =
      lower_case(condition.key) == "aws:principalarn" ? account_of_pattern(value) : std::nullopt;
  if (!account) return policy::parse_principal("AWS", value);
  return policy::parse_principal("AWS", {value::Value::string(*account, value.value.origin()), value.span});
}

/// Those among the values of a condition that are not known.
policy::Principal some_account(const policy::Condition& condition) {
  policy::Principal account;
  account.type = policy::PrincipalType::aws;
  account.form = policy::AwsPrincipalForm::account;
  account.account.reason = condition.unknown;
  account.text = {value::Value::unknown(*condition.unknown), condition.key_span};
  return account;
}

/// An account that a condition names.
struct NamedAccount {
  policy::Principal principal;
  std::size_t condition = 0;
};

/// The accounts that conditions of a statement name, as principals.
std::vector<NamedAccount> accounts_of_conditions(const Statement& statement) {
  std::vector<NamedAccount> accounts;
  std::set<std::string> seen;
  for (std::size_t i = 0; i < statement.conditions.size(); ++i) {
    const policy::Condition& condition = statement.conditions[i];
    if (!names_callers(condition)) continue;
    const bool open = condition.values_unknown && condition.unknown &&
                      condition.unknown->kind != value::ReasonKind::invalid;  // which AWS refuses
    if (open && (!is_of_identities(condition) || is_given_from_outside(*condition.unknown))) {
      accounts.push_back({some_account(condition), i});
      seen.insert(account_name(accounts.back().principal));
    }
    for (const policy::PolicyString& value : condition.values) {
      policy::Principal principal = named_by(condition, value);
      const bool account = principal.form == policy::AwsPrincipalForm::account;
      const bool may_be_account = principal.form == policy::AwsPrincipalForm::unknown &&
                                  (!is_of_identities(condition) || may_be_root_user(condition, value));
      if ((account || may_be_account) && seen.insert(account_name(principal)).second)
        accounts.push_back({std::move(principal), i});
    }
  }
  return accounts;
}

/// Leaves of the ARNs and ids in conditions those that name the account as a whole, or its root user: of
/// single roles beside them others speak.
void keep_values_of(const policy::Principal& account, Statement& statement) {
  for (policy::Condition& condition : statement.conditions) {
    if (!names_callers(condition) || !is_of_identities(condition)) continue;
    std::vector<policy::PolicyString> kept = condition.values;
    std::erase_if(kept, [&](const policy::PolicyString& value) {
      const policy::Principal named = named_by(condition, value);
      return named.form != policy::AwsPrincipalForm::account || account_name(named) != account_name(account);
    });
    if (!kept.empty()) condition.values = std::move(kept);
  }
}

/// Whichever account it is that a condition names, it meets it; of an ARN or unique id, its root user does.
void take_for_met(Statement& statement, std::size_t index) {
  const auto met = statement.conditions.begin() + static_cast<std::ptrdiff_t>(index);
  if (!is_of_identities(*met)) {
    statement.conditions.erase(met);
    return;
  }
  met->operator_name = "StringEquals";
  met->key = "aws:PrincipalType";
  met->values = {{value::Value::string("Account"), met->span}};
}

std::vector<policy::Principal> principals_of(const std::vector<NamedAccount>& accounts) {
  std::vector<policy::Principal> principals;
  principals.reserve(accounts.size());
  for (const NamedAccount& account : accounts) principals.push_back(account.principal);
  return principals;
}

/// The accounts that a Deny statement spares while it denies everybody else. NotPrincipal lists the account
/// beside each of its identities (IAM User Guide, "AWS JSON policy elements: NotPrincipal").
std::vector<policy::Principal> accounts_spared(const Statement& denial) {
  if (!denial.not_principal) {
    Statement naming;
    for (const policy::Condition& condition : denial.conditions)
      if (std::optional<policy::Condition> exception = as_naming(condition))
        naming.conditions.push_back(*std::move(exception));
    return principals_of(accounts_of_conditions(naming));
  }
  const bool alone = std::all_of(
      denial.principals.begin(), denial.principals.end(),
      [](const policy::Principal& principal) { return principal.form == policy::AwsPrincipalForm::account; });
  return alone ? denial.principals : std::vector<policy::Principal>{};
}

/// A Deny statement that spares accounts.
struct SparingDenial {
  std::size_t statement = 0;
  std::vector<policy::Principal> accounts;
};

std::vector<SparingDenial> sparing_denials(const policy::PolicyDocument& document) {
  std::vector<SparingDenial> denials;
  for (std::size_t i = 0; i < document.statements.size(); ++i) {
    if (document.statements[i].effect != policy::Effect::deny) continue;
    std::vector<policy::Principal> spared = accounts_spared(document.statements[i]);
    if (!spared.empty()) denials.push_back({i, std::move(spared)});
  }
  return denials;
}

/// Leaves of what a Deny statement spares only what names the account as a whole, or its root user.
void keep_exceptions_of(const policy::Principal& account, Statement& denial) {
  if (denial.not_principal) {
    denial.principals = {account};
    return;
  }
  for (policy::Condition& condition : denial.conditions) {
    std::optional<policy::Condition> exception = as_naming(condition);
    if (!exception) continue;
    Statement naming;
    naming.conditions = {*std::move(exception)};
    keep_values_of(account, naming);
    condition.values = std::move(naming.conditions.front().values);
  }
}

/// That the caller is of another account than the resource.
policy::Condition is_of_another(const std::string& account) {
  value::Hole own{
      value::HoleKind::account_id, account.empty() ? std::string(value::kOwnAccount) : account, {}, {}};
  own.reason = {value::ReasonKind::unknown_variable, own.symbol, {}};
  policy::Condition condition;
  condition.operator_name = "StringNotEquals";
  condition.key = "aws:PrincipalAccount";
  condition.values = {
      {is_account_id(account) ? value::Value::string(account) : value::Value::string({own}), {}}};
  return condition;
}

/// Leaves an account out of what a Deny statement denies. One that is not known is spared whichever it is:
/// instead of the Deny statement, the one that allows stands there again.
void let_pass(const policy::Principal& account, const std::string& own, Statement& allowing,
              Statement& denial) {
  if (!account.account.id.empty()) return keep_exceptions_of(account, denial);
  const source::Span place = denial.span;
  allowing.conditions.push_back(is_of_another(own));
  denial = allowing;
  denial.span = place;
}

/// Of so many accounts on one list each is asked about in a policy without the others.
constexpr std::size_t kLongList = 64;

/// A policy with long lists of accounts, as it is for callers of one of them: for whoever is of one account,
/// the others on a list of accounts say nothing. The policy is copied for each account that is asked about,
/// and would be as long as the square of the list says.
class ForOneAccount {
 public:
  explicit ForOneAccount(engine::PolicyInstance instance) : without_others_(std::move(instance)) {
    auto& statements = without_others_.document.statements;
    for (std::size_t i = 0; i < statements.size(); ++i) {
      for (std::size_t k = 0; k < statements[i].conditions.size(); ++k) {
        policy::Condition& condition = statements[i].conditions[k];
        if (condition.values.size() > kLongList && lists_callers(condition))
          shorten(condition.values, values_, {i, k},
                  [&](const policy::PolicyString& value) { return named_by(condition, value); });
      }
      if (statements[i].not_principal && statements[i].principals.size() > kLongList)
        shorten(statements[i].principals, principals_, {i, 0},
                [](const policy::Principal& principal) { return principal; });
    }
  }

  [[nodiscard]] engine::PolicyInstance of(const policy::Principal& account) const {
    engine::PolicyInstance instance = without_others_;
    auto& statements = instance.document.statements;
    for (auto [at, end] = values_.equal_range(account.account.id); at != end; ++at)
      statements[at->second.place.statement].conditions[at->second.place.condition].values.push_back(
          at->second.entry);
    for (auto [at, end] = principals_.equal_range(account.account.id); at != end; ++at)
      statements[at->second.place.statement].principals.push_back(at->second.entry);
    return instance;
  }

 private:
  struct Place {
    std::size_t statement = 0;
    std::size_t condition = 0;
  };
  /// What was taken out of a list, and where it stood.
  template <class Entry>
  struct Taken {
    Place place;
    Entry entry;
  };
  template <class Entry>
  using TakenByAccount = std::multimap<std::string, Taken<Entry>>;

  /// Callers by their accounts, whether these are meant or left out.
  static bool lists_callers(const policy::Condition& condition) {
    return names_callers(condition) || as_naming(condition).has_value();
  }

  /// Takes accounts that are known out of a list, but for its first entry: an empty list means something
  /// else.
  template <class Entry, class Named>
  static void shorten(std::vector<Entry>& list, TakenByAccount<Entry>& taken, Place place,
                      const Named& named) {
    std::vector<Entry> kept;
    for (Entry& entry : list) {
      const policy::Principal principal = named(entry);
      const bool known = principal.form == policy::AwsPrincipalForm::account && !principal.account.id.empty();
      if (kept.empty() || !known)
        kept.push_back(std::move(entry));
      else
        taken.emplace(principal.account.id, Taken<Entry>{place, std::move(entry)});
    }
    list = std::move(kept);
  }

  engine::PolicyInstance without_others_;
  TakenByAccount<policy::PolicyString> values_;
  TakenByAccount<policy::Principal> principals_;
};

/// A principal that is not known, as an account that is not.
policy::Principal as_account(policy::Principal principal) {
  const auto reasons = principal.text.value.reasons();
  if (principal.form == policy::AwsPrincipalForm::unknown && !reasons.empty()) {
    principal.form = policy::AwsPrincipalForm::account;
    principal.account.reason = reasons.front();
  }
  return principal;
}

/// The accounts that Deny statements spare of everyone, to whom the `allowing` statement speaks, but for
/// those that it names itself.
void for_each_account_spared(const ForOneAccount& for_one, const std::string& own, std::size_t allowing,
                             const std::vector<SparingDenial>& denials,
                             const std::vector<NamedAccount>& named,
                             const std::function<void(const Grant& grant)>& judge) {
  std::set<std::string> seen;
  for (const NamedAccount& account : named) seen.insert(account_name(account.principal));
  for (const SparingDenial& denial : denials) {
    for (const policy::Principal& spared : denial.accounts) {
      const policy::Principal account = as_account(spared);
      if (!seen.insert(account_name(account)).second) continue;
      engine::PolicyInstance as_principal = for_one.of(account);
      std::vector<Statement>& statements = as_principal.document.statements;
      statements[allowing].principals = {account};
      statements[allowing].principals_unknown = false;
      let_pass(account, own, statements[allowing], statements[denial.statement]);
      judge({as_principal, allowing, 0, denial.statement});
    }
  }
}

}  // namespace

void for_each_account_of_conditions(const engine::PolicyInstance& instance,
                                    const std::function<void(const Grant& grant)>& judge) {
  const policy::PolicyDocument& document = instance.document;
  const std::vector<SparingDenial> denials = sparing_denials(document);
  for (std::size_t i = 0; i < document.statements.size(); ++i) {
    const Statement& statement = document.statements[i];
    const bool everyone =
        std::any_of(statement.principals.begin(), statement.principals.end(), policy::is_everyone);
    if (!everyone || statement.not_principal || statement.effect != policy::Effect::allow) continue;
    if (document.kind == PolicyKind::trust && !may_grant(statement, "sts:AssumeRole")) continue;
    std::vector<NamedAccount> named = accounts_of_conditions(statement);
    if (named.empty() && denials.empty()) continue;
    if (policy::grants_everyone(document, i, instance.services).verdict != policy::Verdict::safe) continue;
    const ForOneAccount for_one(instance);
    for_each_account_spared(for_one, instance.resource->account, i, denials, named, judge);
    for (NamedAccount& account : named) {
      engine::PolicyInstance as_principal = for_one.of(account.principal);
      Statement& alone = as_principal.document.statements[i];
      keep_values_of(account.principal, alone);
      if (account.principal.account.id.empty()) {
        take_for_met(alone, account.condition);
        // Whoever may be anybody is asked about as one of another account.
        if (account.principal.account.symbol.empty())
          alone.conditions.push_back(is_of_another(instance.resource->account));
      }
      alone.principals = {std::move(account.principal)};
      alone.principals_unknown = false;
      judge({as_principal, i, 0});
    }
  }
}

}  // namespace rootproof::rules
