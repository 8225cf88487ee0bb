// Policy templates of SAM:
// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-templates.html
#include <utility>

#include "parsers/cloudformation/choices.h"
#include "parsers/cloudformation/serverless.h"
#include "parsers/cloudformation/serverless_policies.h"
#include "parsers/cloudformation/serverless_values.h"
#include "parsers/source/words.h"

namespace rootproof::cloudformation {

using value::Member;
using value::Value;

std::optional<Value> ServerlessExpansion::from_template(const Member& item) {
  const std::span<const PolicyTemplateStatement> rows = policy_template(item.key);
  if (rows.empty()) return std::nullopt;
  const source::Span span = item.key_span;
  const ServerlessValues make(span);
  const Value given = push_choice_into_members(item.value);
  std::vector<Value> statements;
  for (const PolicyTemplateStatement& row : rows) {
    std::vector<Value> actions;
    for (const std::string_view action : source::words_of(row.actions)) actions.push_back(make.text(action));
    std::vector<Value> resources;
    for (const std::string_view resource : source::words_of(row.resources))
      resources.push_back(make.filled(evaluator_, resource, given));
    const bool single = resources.size() == 1;
    std::vector<Member> more{
        {"Resource", span, single ? resources.front() : make.list(std::move(resources))}};
    if (!row.condition.empty()) {
      const std::vector<std::string_view> condition = source::words_of(row.condition);
      const Value value = make.filled(evaluator_, condition[1], given);
      more.push_back(
          {"Condition", span,
           make.map({{"StringEquals", span, make.map({{std::string(condition[0]), span, value}})}})});
    }
    statements.push_back(make.statement(std::move(actions), std::move(more)));
  }
  return make.document(std::move(statements), false);
}

}  // namespace rootproof::cloudformation
