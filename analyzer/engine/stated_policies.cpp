#include "analyzer/engine/stated_policies.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/terraform/policy_document_data.h"
#include "parsers/value/value_set.h"

namespace rootproof::engine {
namespace {

using value::Alternative;
using value::Member;
using value::Value;

bool gives(const Value& object, std::string_view name) { return value::is_given(object.find(name)); }

/// An object of a list, or one of a map whose keys are only names.
bool is_statement(const Value& value) {
  if (value.is(Value::Kind::one_of)) {
    const auto ways = value.alternatives();
    return std::any_of(ways.begin(), ways.end(),
                       [](const Alternative& way) { return is_statement(way.value); });
  }
  return value.is(Value::Kind::map) && gives(value, "principals") &&
         (gives(value, "actions") || gives(value, "not_actions"));
}

/// What a list holds, or a map.
std::vector<Value> items_of(const Value& value) {
  std::vector<Value> items;
  if (value.is(Value::Kind::map)) {
    for (const Member& member : value.members()) items.push_back(member.value);
    return items;
  }
  const auto known = value::known_part(value);
  return {known.begin(), known.end()};
}

/// Nested blocks as a list: one object that has `own`, which every such block says, is one block.
Value blocks(const Value& given, std::string_view own) {
  if (!given.is(Value::Kind::map)) return given;
  return Value::list(given.find(own) != nullptr ? std::vector<Value>{given} : items_of(given),
                     given.origin());
}

/// Only trust policies speak of sts, and they have no Resource.
bool is_about_roles(const Value& statement) {
  const Value* actions = statement.find("actions");
  const std::vector<Value> items = actions == nullptr ? std::vector<Value>() : items_of(*actions);
  return !items.empty() && std::all_of(items.begin(), items.end(), [](const Value& action) {
    return action.as_text().value_or("").starts_with("sts:");
  });
}

Value statement_of(const Value& given) {
  if (given.is(Value::Kind::one_of)) {
    std::vector<Alternative> ways;
    for (const Alternative& way : given.alternatives()) ways.push_back({way.guard, statement_of(way.value)});
    return Value::one_of(std::move(ways), given.origin());
  }
  if (!given.is(Value::Kind::map)) return given;
  std::vector<Member> members;
  for (const Member& member : given.members()) {
    if (!value::is_given(&member.value)) continue;
    if (member.key == "principals" || member.key == "not_principals")
      members.push_back({member.key, member.key_span, blocks(member.value, "type")});
    else if (member.key == "condition" || member.key == "conditions")
      members.push_back({"condition", member.key_span, blocks(member.value, "test")});
    else
      members.push_back(member);
  }
  if (!gives(given, "resources") && !gives(given, "not_resources") && !is_about_roles(given)) {
    const source::Span span = given.origin().span();
    members.push_back(
        {"resources", span, Value::list({Value::string("*", given.origin(), span)}, given.origin())});
  }
  return Value::map(std::move(members), given.origin());
}

}  // namespace

std::optional<Value> stated_policy(const Value& statements) {
  const bool open_list = statements.is(Value::Kind::unknown) && !statements.known_items().empty();
  if (!statements.is(Value::Kind::map) && !statements.is(Value::Kind::list) && !open_list)
    return std::nullopt;
  std::vector<Value> items = items_of(statements);
  if (std::none_of(items.begin(), items.end(), is_statement)) return std::nullopt;
  for (Value& item : items) item = statement_of(item);
  const Value arguments = Value::map(
      {{"statement", statements.origin().span(), Value::list(std::move(items), statements.origin())}},
      statements.origin());
  return terraform::policy_document_json(arguments, "the statements");
}

}  // namespace rootproof::engine
