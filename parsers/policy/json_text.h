#pragma once

#include <string>
#include <variant>

#include "parsers/value/value.h"

namespace rootproof::policy {

/// Why a text is not JSON, and where.
struct JsonTextError {
  source::Span span;
  std::string message;
};

/// Reads a string value as JSON (RFC 8259), holes included: a hole inside a JSON string stays a hole of that
/// string, a hole in value position is an unknown value, an object with a hole among its members is unknown.
/// A hole in an array that may be any text, or that no comma parts from an item, stands for any number of
/// items: the list is open. Every part keeps the bytes of the source it was written at. A key that stands
/// twice in one object has the value unknown(duplicate_key).
[[nodiscard]] std::variant<value::Value, JsonTextError> read_json_text(const value::Value& text);

}  // namespace rootproof::policy
