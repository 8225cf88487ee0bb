// Policy templates of SAM:
// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-templates.html
#include <utility>

#include "parsers/cloudformation/choices.h"
#include "parsers/cloudformation/serverless.h"
#include "parsers/cloudformation/serverless_policies.h"
#include "parsers/cloudformation/serverless_values.h"

namespace rootproof::cloudformation {

using value::Member;
using value::Value;

namespace {

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    words.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

/// A text of the table with what the placeholders name: pseudo parameters and what the template is given.
Value filled(Evaluator& evaluator, const ServerlessValues& make, std::string_view text, const Value& given,
             source::Span span) {
  std::vector<Value> parts;
  for (std::size_t done = 0; done < text.size();) {
    const std::size_t open = std::min(text.find("${", done), text.size());
    if (open > done) parts.push_back(make.text(text.substr(done, open - done)));
    if (open == text.size()) break;
    const std::size_t close = text.find('}', open);
    const std::string_view name = text.substr(open + 2, close - open - 2);
    const Value* parameter = given.find(name);
    if (name.substr(0, 5) == "AWS::") {
      parts.push_back(evaluator.resource_attribute(name, {}, span));
    } else {
      parts.push_back(
          as_string_part(parameter == nullptr ? make.unknown(std::string(name)) : *parameter, span));
    }
    done = close + 1;
  }
  const Value whole = for_each_combination(parts, given.origin(), [&](std::span<const Value> known) {
    return value::concatenate(known, given.origin()).value_or(make.unknown("a policy template"));
  });
  return whole;
}

}  // namespace

std::optional<Value> ServerlessExpansion::from_template(const Member& item) {
  const std::span<const PolicyTemplateStatement> rows = policy_template(item.key);
  if (rows.empty()) return std::nullopt;
  const source::Span span = item.key_span;
  const ServerlessValues make(span);
  const Value given = push_choice_into_members(item.value);
  std::vector<Value> statements;
  for (const PolicyTemplateStatement& row : rows) {
    std::vector<Value> actions;
    for (const std::string_view action : words_of(row.actions)) actions.push_back(make.text(action));
    std::vector<Value> resources;
    for (const std::string_view resource : words_of(row.resources))
      resources.push_back(filled(evaluator_, make, resource, given, span));
    const bool single = resources.size() == 1;
    std::vector<Member> more{
        {"Resource", span, single ? resources.front() : make.list(std::move(resources))}};
    if (!row.condition.empty()) {
      const std::vector<std::string_view> condition = words_of(row.condition);
      const Value value = filled(evaluator_, make, condition[1], given, span);
      more.push_back(
          {"Condition", span,
           make.map({{"StringEquals", span, make.map({{std::string(condition[0]), span, value}})}})});
    }
    statements.push_back(make.statement(std::move(actions), std::move(more)));
  }
  return make.document(std::move(statements), false);
}

}  // namespace rootproof::cloudformation
