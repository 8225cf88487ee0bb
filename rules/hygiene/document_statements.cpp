#include "rules/hygiene/document_statements.h"

namespace rootproof::rules {

using value::Value;

namespace {

void look_into(const Value& statements, const std::function<void(const Value&)>& look) {
  switch (statements.kind()) {
    case Value::Kind::list:
      for (const Value& each : statements.items()) look_into(each, look);
      return;
    case Value::Kind::one_of:
      for (const value::Alternative& each : statements.alternatives()) look_into(each.value, look);
      return;
    case Value::Kind::map:
      return look(statements);
    default:
      return;
  }
}

}  // namespace

void for_each_source_statement(const Value& document, const std::function<void(const Value&)>& look) {
  if (document.is(Value::Kind::one_of)) {
    for (const value::Alternative& each : document.alternatives())
      for_each_source_statement(each.value, look);
    return;
  }
  if (const Value* statements = document.find("Statement")) look_into(*statements, look);
}

}  // namespace rootproof::rules
