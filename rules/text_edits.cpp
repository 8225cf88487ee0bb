#include "rules/text_edits.h"

#include <string>

namespace rootproof::rules {

using value::OriginKind;
using value::Value;

std::optional<engine::Edit> add_to_list(const Value& list, std::string_view text) {
  if (!list.is(Value::Kind::list) || list.origin().step() == nullptr ||
      list.origin().step()->kind != OriginKind::literal)
    return std::nullopt;
  const source::Span written = list.origin().span();
  const std::string quoted = '"' + std::string(text) + '"';
  if (list.items().empty()) {
    // Nothing but brackets: a comment may stand between them otherwise.
    if (written.size() != 2) return std::nullopt;
    return engine::Edit{{written.file, written.begin + 1, written.begin + 1}, quoted};
  }
  const Value& last = list.items().back();
  const std::optional<std::string> known = last.as_string();
  if (!known || known->empty()) return std::nullopt;
  const source::Span place = last.text_span(0, known->size());
  const bool inside =
      place.file == written.file && written.begin < place.begin && place.end < written.end && !place.empty();
  // A text whose bytes are not those of the value has escapes or comes from elsewhere.
  if (!inside || place.size() != known->size()) return std::nullopt;
  return engine::Edit{{place.file, place.end + 1, place.end + 1}, ", " + quoted};
}

}  // namespace rootproof::rules
