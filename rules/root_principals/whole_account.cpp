#include "rules/root_principals/whole_account.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "analyzer/policy/caller_questions.h"
#include "analyzer/policy/evaluate.h"
#include "parsers/policy/action_name.h"
#include "rules/answers.h"
#include "rules/root_principals/principal_account.h"

namespace rootproof::rules {

using policy::Statement;

namespace {

/// What makes an administrator of a KMS key: the policy, and the key's end.
constexpr std::array<std::string_view, 2> kKeyAdministration{"kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"};

bool may_be_account(const policy::Principal& principal) {
  const bool type =
      principal.type == policy::PrincipalType::aws || principal.type == policy::PrincipalType::unknown;
  const bool form = principal.form == policy::AwsPrincipalForm::account ||
                    principal.form == policy::AwsPrincipalForm::unknown;
  return type && form;
}

GrantMatter matter_of(const engine::PolicyInstance& instance, const Statement& statement) {
  if (instance.document.kind == PolicyKind::trust) return GrantMatter::role;
  if (!is_key_policy(instance) || statement.actions_unknown) return GrantMatter::resource;
  const bool administers = std::any_of(kKeyAdministration.begin(), kKeyAdministration.end(),
                                       [&](std::string_view action) { return may_grant(statement, action); });
  return administers ? GrantMatter::key_administration : GrantMatter::resource;
}

void look_at_statement(const engine::PolicyInstance& instance, std::size_t index,
                       const std::function<void(const Grant&)>& judge,
                       const std::function<void(const UnknownGrants&)>& unknown) {
  const Statement& statement = instance.document.statements[index];
  for (std::size_t i = 0; i < statement.principals.size(); ++i)
    if (may_be_account(statement.principals[i])) judge({instance, index, i});
  if (statement.principals_unknown)
    unknown({instance, statement.unknowns, principals_place(statement),
             statement_name(instance.document, index), matter_of(instance, statement)});
}

/// Actions that change who may do what, and that services take from other accounts: whoever has one of them
/// can give himself the rest. Policies of buckets, queues and keys are set by identities of their own account
/// alone (S3 API reference, "PutBucketPolicy"; SQS developer guide, "Limitations of custom policies"; KMS
/// developer guide, "Allowing users in other accounts to use a KMS key").
constexpr std::array<std::string_view, 16> kPolicyWritingActions{
    "backup:PutBackupVaultAccessPolicy",
    "codeartifact:PutRepositoryPermissionsPolicy",
    "dynamodb:PutResourcePolicy",
    "ecr:SetRepositoryPolicy",
    "elasticfilesystem:PutFileSystemPolicy",
    "es:UpdateDomainConfig",
    "events:PutPermission",
    "glacier:SetVaultAccessPolicy",
    "glue:PutResourcePolicy",
    "iam:UpdateAssumeRolePolicy",
    "kinesis:PutResourcePolicy",
    "kms:CreateGrant",
    "lambda:AddPermission",
    "logs:PutResourcePolicy",
    "secretsmanager:PutResourcePolicy",
    "sns:SetTopicAttributes",
};

bool names_action(const Statement& statement, std::string_view action) {
  return std::any_of(statement.actions.begin(), statement.actions.end(), [&](const policy::Pattern& pattern) {
    const auto text = pattern.text();
    return text && policy::glob_match(*text, action, true);
  });
}

}  // namespace

bool writes_policies(const Grant& grant) {
  const Statement& statement = grant.the_statement();
  const std::vector<std::string_view>& services = grant.instance.services;
  return std::any_of(
      kPolicyWritingActions.begin(), kPolicyWritingActions.end(), [&](std::string_view action) {
        const std::string_view service = policy::service_of(action);
        const bool asked =
            services.empty() || std::find(services.begin(), services.end(), service) != services.end();
        return asked && names_action(statement, action) != statement.not_action;
      });
}

bool allows_everything(const Statement& statement) {
  return !statement.not_action &&
         std::any_of(statement.actions.begin(), statement.actions.end(), [](const policy::Pattern& action) {
           const std::string text = action.text().value_or("");
           return text == "*" || text == "*:*";
         });
}

bool may_grant(const Statement& statement, std::string_view action) {
  const bool named =
      std::any_of(statement.actions.begin(), statement.actions.end(), [&](const policy::Pattern& pattern) {
        const auto text = pattern.text();
        return !text || policy::glob_match(*text, action, true);
      });
  return named != statement.not_action || statement.actions_unknown;
}

bool nobody_can_assume(const Grant& grant) {
  if (grant.matter() != GrantMatter::role) return false;
  const std::optional<policy::Answer> only_root =
      policy::reaches_only_root(grant.instance.document, grant.statement);
  return only_root && only_root->verdict == policy::Verdict::violation;
}

GrantMatter Grant::matter() const { return matter_of(instance, the_statement()); }

void for_each_account_grant(const engine::Facts& facts, const std::function<void(const Grant&)>& judge,
                            const std::function<void(const UnknownGrants&)>& unknown) {
  for (const engine::PolicyInstance& instance : facts.policies)
    for_each_account_grant(instance, judge, unknown);
}

void for_each_account_grant(const engine::PolicyInstance& instance,
                            const std::function<void(const Grant&)>& judge,
                            const std::function<void(const UnknownGrants&)>& unknown) {
  if (!grants_to_principals(instance)) return;
  const policy::PolicyDocument& document = instance.document;
  if (!document.unknowns.empty())
    unknown({instance, document.unknowns, document.span, "document",
             document.kind == PolicyKind::trust ? GrantMatter::role : GrantMatter::resource});
  for (std::size_t i = 0; i < document.statements.size(); ++i) {
    const Statement& statement = document.statements[i];
    if (statement.effect == policy::Effect::deny || statement.not_principal) continue;
    look_at_statement(instance, i, judge, unknown);
  }
}

std::string account_name(const policy::Principal& principal) {
  if (!principal.account.id.empty()) return principal.account.id;
  return principal.account.symbol.empty() ? shown(principal.text.value) : principal.account.symbol;
}

engine::Finding grant_finding(const engine::Rule& rule, const Grant& grant, policy::Answer answer) {
  const policy::Principal& principal = grant.the_principal();
  engine::Finding finding = engine::make_finding(rule, *grant.instance.resource, std::move(answer),
                                                 place_of_use(principal.text.value, principal.text.span));
  finding.origin = principal.text.value.origin();
  finding.identity = grant.instance.path + "|" + statement_name(grant.instance.document, grant.statement) +
                     "|" + principal.text.value.to_display();
  return finding;
}

engine::Finding grant_undecided(const engine::Rule& rule, const Grant& grant, std::string_view question,
                                std::vector<value::Reason> reasons) {
  engine::Finding finding = grant_finding(rule, grant, undecided(std::move(reasons)));
  finding.message = "whether " + std::string(question) + " depends on " + depends_on(finding.answer.reasons);
  return finding;
}

engine::Finding unknown_grants_finding(const engine::Rule& rule, const UnknownGrants& unknown,
                                       std::string_view question) {
  engine::Finding finding =
      engine::make_finding(rule, *unknown.instance.resource, undecided(unknown.reasons), unknown.place);
  finding.message = "whether " + std::string(question) + " depends on " + depends_on(unknown.reasons);
  finding.identity = unknown.instance.path + "|" + unknown.identity;
  return finding;
}

}  // namespace rootproof::rules
