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

}  // namespace

std::optional<value::Reason> refused_text(const policy::Statement& statement) {
  for (const policy::Pattern& action : statement.actions) {
    const std::optional<std::string> text = action.text();
    if (text && *text != "*" && text->find(':') == std::string::npos) return refused(action);
  }
  for (const policy::Pattern& resource : statement.resources) {
    if (is_no_resource(resource)) return refused(resource);
    const std::optional<std::string> text = resource.text();
    if (!text || !text->starts_with("arn:") || text->find('*') == 4) continue;
    const bool fields = std::count(text->begin(), text->end(), ':') >= 5;
    if (!text->substr(4).starts_with("aws") || (!fields && text->find('*') == std::string::npos))
      return refused(resource);
  }
  return std::nullopt;
}

std::optional<policy::PolicyDocument> with_resources_filled_in(const policy::PolicyDocument& document,
                                                               std::size_t statement) {
  const std::vector<policy::Pattern>& written = document.statements[statement].resources;
  if (std::none_of(written.begin(), written.end(), is_no_resource)) return std::nullopt;
  policy::PolicyDocument filled = document;
  for (policy::Pattern& entry : filled.statements[statement].resources)
    if (is_no_resource(entry)) entry.value = value::Value::string("*");
  return filled;
}

}  // namespace rootproof::rules
