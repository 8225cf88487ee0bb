#include "rules/root_principals/accounts_of_conditions.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/policy/evaluate.h"
#include "analyzer/policy/operators.h"
#include "analyzer/policy/questions.h"
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

/// Values of these keys that are not known are rarely accounts.
bool is_of_identities(const policy::Condition& condition) {
  const std::string key = lower_case(condition.key);
  return key == "aws:principalarn" || key == "aws:userid";
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
  for (std::size_t i = 0; i < statement.conditions.size(); ++i) {
    const policy::Condition& condition = statement.conditions[i];
    if (!names_callers(condition)) continue;
    const bool open = condition.values_unknown && condition.unknown &&
                      condition.unknown->kind != value::ReasonKind::invalid;  // which AWS refuses
    if (open && !is_of_identities(condition)) accounts.push_back({some_account(condition), i});
    for (const policy::PolicyString& value : condition.values) {
      policy::Principal principal = named_by(condition, value);
      const bool account = principal.form == policy::AwsPrincipalForm::account;
      const bool may_be_account =
          principal.form == policy::AwsPrincipalForm::unknown && !is_of_identities(condition);
      const bool seen = std::any_of(accounts.begin(), accounts.end(), [&](const NamedAccount& other) {
        return account_name(other.principal) == account_name(principal);
      });
      if ((account || may_be_account) && !seen) accounts.push_back({std::move(principal), i});
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

}  // namespace

void for_each_account_of_conditions(const engine::PolicyInstance& instance,
                                    const std::function<void(const Grant& grant)>& judge) {
  const policy::PolicyDocument& document = instance.document;
  for (std::size_t i = 0; i < document.statements.size(); ++i) {
    const Statement& statement = document.statements[i];
    const bool everyone =
        std::any_of(statement.principals.begin(), statement.principals.end(), policy::is_everyone);
    if (!everyone || statement.not_principal || statement.effect != policy::Effect::allow) continue;
    if (document.kind == PolicyKind::trust && !may_grant(statement, "sts:AssumeRole")) continue;
    std::vector<NamedAccount> named = accounts_of_conditions(statement);
    if (named.empty()) continue;
    if (policy::grants_everyone(document, i, instance.services).verdict != policy::Verdict::safe) continue;
    for (NamedAccount& account : named) {
      engine::PolicyInstance as_principal = instance;
      Statement& alone = as_principal.document.statements[i];
      keep_values_of(account.principal, alone);
      if (account.principal.account.id.empty()) take_for_met(alone, account.condition);
      alone.principals = {std::move(account.principal)};
      alone.principals_unknown = false;
      judge({as_principal, i, 0});
    }
  }
}

}  // namespace rootproof::rules
