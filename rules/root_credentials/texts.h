#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/source/lower_case.h"
#include "parsers/source/span.h"
#include "parsers/value/value.h"

namespace rootproof::rules {

/// One way the text of a value may turn out.
struct PossibleText {
  std::optional<std::string> text;  ///< set when the text is known
  const value::Value* value = nullptr;
  value::Guard guard;  ///< when it turns out this way
};

/// Every scalar inside a value: itself, items of lists, alternatives. Null and absent values have none; of an
/// open list (Value::open_list) there are its known items, and the value itself for the rest.
[[nodiscard]] std::vector<PossibleText> possible_texts(const value::Value& value);

/// Where a value's text stands; the origin when it has no text of its own.
[[nodiscard]] source::Span place_of(const value::Value& value);

using source::lower_case;

/// Whether a value whose text is not fully known may turn out to be `text` (in any case of letters): its
/// known beginning and end must agree with it.
[[nodiscard]] bool may_equal(const value::Value& value, std::string_view text);
/// The same for texts that begin with `begin` and end with `end`.
[[nodiscard]] bool may_be_between(const value::Value& value, std::string_view begin, std::string_view end);

}  // namespace rootproof::rules
