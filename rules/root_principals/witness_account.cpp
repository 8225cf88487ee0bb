#include "rules/root_principals/witness_account.h"

#include <algorithm>
#include <string>

#include "analyzer/policy/outsider_model.h"
#include "parsers/arn.h"

namespace rootproof::rules {
namespace {

bool is_written_in(const std::vector<policy::PolicyString>& texts, const std::string& account) {
  return std::any_of(texts.begin(), texts.end(), [&](const policy::PolicyString& each) {
    return each.text().value_or("").find(account) != std::string::npos;
  });
}

/// Whether a statement speaks of the account elsewhere than under Principal: of its own account no caller is
/// whom the question is about.
bool speaks_of(const policy::Statement& statement, const std::string& account) {
  return is_written_in(statement.resources, account) ||
         std::any_of(statement.conditions.begin(), statement.conditions.end(),
                     [&](const policy::Condition& each) { return is_written_in(each.values, account); });
}

void replace_account(std::string& text, const std::string& example, const std::string& account) {
  for (std::size_t at = text.find(example); at != std::string::npos; at = text.find(example, at))
    text.replace(at, example.size(), account);
}

}  // namespace

void name_account_of_resource(const engine::PolicyInstance& instance, policy::Answer& answer) {
  const std::string& account = instance.resource->account;
  if (!answer.witness || !is_account_id(account)) return;
  const std::string example = policy::owner_account(instance.document);
  if (account == example) return;
  policy::Request& witness = *answer.witness;
  const auto& statements = instance.document.statements;
  const bool is_caller = witness.principal && witness.principal->account == account;
  if (is_caller || std::any_of(statements.begin(), statements.end(), [&](const policy::Statement& each) {
        return speaks_of(each, account) || speaks_of(each, example);
      }))
    return;
  replace_account(witness.resource, example, account);
  for (auto& [key, values] : witness.context)
    for (std::string& value : values) replace_account(value, example, account);
}

}  // namespace rootproof::rules
