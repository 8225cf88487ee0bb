#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/engine/finding.h"
#include "analyzer/policy/operators.h"
#include "parsers/policy/policy_document.h"
#include "parsers/resource.h"
#include "parsers/value/value.h"

/// Edits as rules ask for them; engine::place_edits finds out how they are written, or drops them.
namespace rootproof::rules {

/// Whether a value is written where it is used: what a reference brings in may be used elsewhere too.
[[nodiscard]] inline bool is_written_here(const value::Value& value) {
  const std::optional<value::OriginStep> step = value.origin().step();
  return step && step->kind == value::OriginKind::literal;
}

/// Another text in place of a known one, a number or a boolean.
[[nodiscard]] inline std::vector<engine::Edit> replace_text(const value::Value& value, std::string text) {
  std::optional<std::string> known = value.as_text();
  if (!known || known->empty() || !is_written_here(value)) return {};
  const source::Span span = value.text_span(0, known->size());
  return {{span, std::move(text), std::move(*known)}};
}

/// More items for a known list, with blanks between them.
[[nodiscard]] inline std::vector<engine::Edit> append_items(const value::Value& list, std::string items) {
  if (!list.is(value::Value::Kind::list) || !is_written_here(list)) return {};
  if (list.items().empty())
    return {{list.origin().span(), std::move(items), "[]", engine::EditKind::append_items}};
  std::vector<engine::Edit> edits = replace_text(list.items().back(), std::move(items));
  for (engine::Edit& edit : edits) edit.kind = engine::EditKind::append_items;
  return edits;
}

/// One more item for a list of a resource, which gets the argument where it has none.
[[nodiscard]] inline std::vector<engine::Edit> add_to_list(const Resource& resource, std::string_view name,
                                                           std::string item) {
  const value::Value* list = resource.properties.find(name);
  const bool written = list != nullptr && (!list->is(value::Value::Kind::null) || list->origin().step());
  if (written) return append_items(*list, std::move(item));
  if (resource.language != Language::terraform || !resource.properties.is(value::Value::Kind::map)) return {};
  return {{resource.body_span, std::string(name) + " " + item, "", engine::EditKind::add_argument}};
}

/// Another operator for a condition of a statement. None where the statement has that operator already: a key
/// that stands twice counts once. None either where other conditions stand under the same operator.
[[nodiscard]] inline std::vector<engine::Edit> replace_operator(const policy::Statement& statement,
                                                                const policy::Condition& condition,
                                                                std::string name) {
  for (const policy::Condition& other : statement.conditions) {
    const bool is_under_same = &other != &condition && other.operator_span == condition.operator_span;
    if (is_under_same || policy::to_lower(other.operator_name) == policy::to_lower(name)) return {};
  }
  return {{condition.operator_span, std::move(name), condition.operator_name}};
}

/// A condition ("Null aws:AssumedRoot true") beside those of a statement, whose operators are all others. Its
/// value is the expression at `copied` where that is a place.
[[nodiscard]] inline std::vector<engine::Edit> add_condition(const policy::Statement& statement,
                                                             std::string condition,
                                                             source::Span copied = {}) {
  if (statement.conditions_unknown) return {};
  const std::string name = condition.substr(0, condition.find(' '));
  for (const policy::Condition& other : statement.conditions)
    if (policy::to_lower(other.operator_name) == policy::to_lower(name)) return {};
  if (statement.conditions.empty())
    return {{statement.span, std::move(condition), "", engine::EditKind::add_condition_element, copied}};
  const policy::Condition& first = statement.conditions.front();
  return {{first.operator_span, std::move(condition), first.operator_name, engine::EditKind::add_condition,
           copied}};
}

}  // namespace rootproof::rules
