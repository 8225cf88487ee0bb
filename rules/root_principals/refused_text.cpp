#include "rules/root_principals/refused_text.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <variant>

namespace rootproof::rules {
namespace {

value::Reason refused(const policy::Pattern& entry) {
  return {value::ReasonKind::invalid,
          "\"" + entry.text().value_or(entry.value.to_display()) + "\", which AWS refuses", entry.span};
}

/// What a Resource begins with: ARNs, and the short form that API Gateway takes. A wildcard may stand for
/// any of it; where a variable stands that is said elsewhere.
bool may_begin_a_resource(std::string_view text, bool whole) {
  if (text.starts_with('$')) return true;
  const std::string_view known = text.substr(0, text.find_first_of("*?"));
  const bool open = known.size() < text.size() || !whole;
  for (const std::string_view begin : {std::string_view("arn:"), std::string_view("execute-api:")})
    if (known.starts_with(begin) || (open && begin.starts_with(known))) return true;
  return false;
}

/// Neither `*` nor an ARN, whatever is not known of it.
bool is_no_resource(const policy::Pattern& entry) {
  if (!entry.value.is(value::Value::Kind::string) || entry.value.pieces().empty()) return false;
  const auto* first = std::get_if<value::TextPiece>(&entry.value.pieces().front());
  return first != nullptr && !may_begin_a_resource(first->text, entry.value.pieces().size() == 1);
}

/// No ARN that AWS takes, whatever follows: another word than a partition, or components missing.
bool is_malformed_arn(const policy::Pattern& entry) {
  const std::optional<std::string> text = entry.text();
  if (!text || !text->starts_with("arn:") || text->find('*') == 4) return false;
  const bool fields = std::count(text->begin(), text->end(), ':') >= 5;
  return !text->substr(4).starts_with("aws") || (!fields && text->find('*') == std::string::npos);
}

bool is_refused_resource(const policy::Pattern& entry) {
  return is_no_resource(entry) || is_malformed_arn(entry);
}

/// Without a service in front, or what the reader of the document complains of.
bool is_refused_action(const policy::PolicyDocument& document, const policy::Pattern& entry) {
  const std::optional<std::string> text = entry.text();
  if (!text || *text == "*") return false;
  return text->find(':') == std::string::npos ||
         std::any_of(document.errors.begin(), document.errors.end(), [&](const policy::FormError& error) {
           return !error.tolerated && !entry.span.empty() && error.span == entry.span;
         });
}

bool has_no_action(const policy::Statement& statement) {
  return statement.has_action && !statement.not_action && !statement.actions_unknown &&
         statement.actions.empty();
}

policy::Pattern anything() { return {value::Value::string("*"), {}}; }

}  // namespace

std::optional<value::Reason> refused_text(const policy::PolicyDocument& document, std::size_t statement) {
  const policy::Statement& asked = document.statements[statement];
  if (has_no_action(asked))
    return value::Reason{value::ReasonKind::invalid, "an empty Action, which AWS refuses", asked.action_span};
  for (const policy::Pattern& action : asked.actions)
    if (is_refused_action(document, action)) return refused(action);
  for (const policy::Pattern& resource : asked.resources)
    if (is_refused_resource(resource)) return refused(resource);
  return std::nullopt;
}

std::optional<policy::PolicyDocument> with_refused_filled_in(const policy::PolicyDocument& document,
                                                             std::size_t statement) {
  if (!refused_text(document, statement)) return std::nullopt;
  policy::PolicyDocument filled = document;
  policy::Statement& asked = filled.statements[statement];
  const auto refused_action = [&](const policy::Pattern& entry) {
    return is_refused_action(document, entry);
  };
  if (asked.not_action) {
    std::erase_if(asked.actions, refused_action);
    asked.not_action = !asked.actions.empty();
  } else {
    std::replace_if(asked.actions.begin(), asked.actions.end(), refused_action, anything());
  }
  if (asked.has_action && asked.actions.empty()) asked.actions = {anything()};
  std::replace_if(asked.resources.begin(), asked.resources.end(), is_refused_resource, anything());
  return filled;
}

namespace {

std::string without_last_commas(std::string_view text) {
  std::string result;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '\\' && i + 1 < text.size()) result += text[i++];
    if (c == '"') quoted = !quoted;
    const std::size_t next = text.find_first_not_of(" \t\r\n", i + 1);
    const bool last = next != std::string_view::npos && (text[next] == ']' || text[next] == '}');
    if (quoted || c != ',' || !last) result += text[i];
  }
  return result;
}

}  // namespace

std::optional<policy::PolicyDocument> with_commas_dropped(const policy::PolicyDocument& document) {
  const std::optional<std::string> text = document.source.as_text();
  if (!text || document.unknowns.empty() || !document.statements.empty()) return std::nullopt;
  policy::PolicyDocument mended =
      policy::parse_policy(value::Value::string(without_last_commas(*text)), document.kind);
  if (!mended.unknowns.empty()) return std::nullopt;
  return mended;
}

}  // namespace rootproof::rules
