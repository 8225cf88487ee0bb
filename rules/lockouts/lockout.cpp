#include "rules/lockouts/lockout.h"

#include <utility>

#include "rules/answers.h"
#include "rules/root_credentials/texts.h"
#include "rules/root_principals/principal_account.h"

namespace rootproof::rules {
namespace {

/// What to look at in a statement that locks out: its conditions, else what it denies.
source::Span place_in(const policy::Statement& statement) {
  if (!statement.condition_span.empty()) return statement.condition_span;
  return statement.action_span.empty() ? statement.span : statement.action_span;
}

bool is_account_id(const std::string& text) {
  return text.size() == 12 && text.find_first_not_of("0123456789") == std::string::npos;
}

}  // namespace

LockoutQuestions::LockoutQuestions(const engine::Facts& facts) : settings_(facts.settings) {
  for (const Resource& resource : facts.resources) {
    if (resource.kind != ResourceKind::iam_role && resource.kind != ResourceKind::iam_user) continue;
    const value::Value* name = resource.property("name");
    if (name == nullptr || resource.may_be_absent || !resource.guard.always()) continue;
    if (std::optional<std::string> text = name->as_text()) created_.push_back(*std::move(text));
  }
}

policy::LockoutQuestion LockoutQuestions::about(const engine::PolicyInstance& instance) const {
  policy::LockoutQuestion question;
  question.created = created_;
  question.accounts = settings_.own_accounts;
  if (is_account_id(instance.resource->account)) question.accounts = {instance.resource->account};
  return question;
}

void judge_lockout(const engine::Rule& rule, const engine::PolicyInstance& instance,
                   const policy::LockoutQuestion& question, const LockoutWords& words,
                   engine::Findings& findings) {
  policy::LockoutAnswer found = policy::locks_out_all_but_root(instance.document, question);
  const Resource& resource = *instance.resource;
  source::Span place = instance.document.span;
  if (!found.statements.empty()) place = place_in(instance.document.statements[found.statements.front()]);
  if (place.empty()) place = resource.span;
  engine::Finding finding = engine::make_finding(rule, resource, std::move(found.answer), place);
  finding.identity = instance.path;
  for (std::size_t i = 1; i < found.statements.size(); ++i) {
    const std::size_t index = found.statements[i];
    finding.related.push_back({place_in(instance.document.statements[index]),
                               statement_name(instance.document, index) + " denies as well"});
  }
  switch (finding.answer.verdict) {
    case policy::Verdict::violation:
      finding.message =
          resource.address + " " + std::string(words.locked) + under(resource.guard & found.guard);
      if (const auto& witness = finding.answer.witness)
        finding.message += ": like every user and role, " + witness->principal->arn + " cannot " +
                           witness->action + " on " + witness->resource;
      finding.message += ". " + words.recovery;
      finding.fix = engine::Fix{std::string(words.fix), {}};
      break;
    case policy::Verdict::undecided:
      finding.related.clear();
      finding.message = std::string(words.question) + resource.address + " depends on " +
                        depends_on(finding.answer.reasons);
      break;
    case policy::Verdict::safe:
      finding.related.clear();
      finding.message = "others than the root user can change the policy of " + resource.address;
      break;
  }
  findings.push_back(std::move(finding));
}

}  // namespace rootproof::rules
