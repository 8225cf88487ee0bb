#include "parsers/policy/document_size.h"

#include <algorithm>
#include <string_view>
#include <variant>

#include "parsers/policy/json_text.h"

namespace rootproof::policy {

using value::Value;

namespace {

/// The characters of a text in JSON, without its quotation marks.
std::size_t text_size(std::string_view text) {
  std::size_t size = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0U) != 0x80U) ++size;  // each code point once
    if (c == '"' || c == '\\' || byte < 0x20) ++size;
  }
  return size;
}

/// The characters that a value has at least as JSON without white space: what is not known counts nothing.
/// Of alternatives the longest counts. The depth is bounded by that of parsed text.
std::size_t json_size(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::null:
      return 4;
    case Value::Kind::boolean:
      return value.as_boolean() ? 4 : 5;
    case Value::Kind::number:
      return value.as_number().size();
    case Value::Kind::absent:
    case Value::Kind::unknown:
      return 0;
    case Value::Kind::string: {
      std::size_t size = 2;
      for (const value::StringPiece& piece : value.pieces())
        if (const auto* text = std::get_if<value::TextPiece>(&piece)) size += text_size(text->text);
      return size;
    }
    case Value::Kind::list: {
      std::size_t size = 1 + std::max<std::size_t>(value.items().size(), 1);
      for (const Value& item : value.items()) size += json_size(item);
      return size;
    }
    case Value::Kind::map: {
      std::size_t size = 1 + std::max<std::size_t>(value.members().size(), 1);
      for (const value::Member& member : value.members())
        size += text_size(member.key) + 3 + json_size(member.value);
      return size;
    }
    case Value::Kind::one_of: {
      std::size_t size = 0;
      for (const value::Alternative& alternative : value.alternatives())
        size = std::max(size, json_size(alternative.value));
      return size;
    }
  }
  return 0;
}

}  // namespace

std::size_t document_size(const Value& source) {
  if (!source.is(Value::Kind::string)) return json_size(source);
  const std::variant<Value, JsonTextError> parsed = read_json_text(source);
  const auto* inner = std::get_if<Value>(&parsed);
  return inner == nullptr ? 0 : json_size(*inner);
}

std::string size_error(std::size_t size, std::size_t quota) {
  return "it has at least " + std::to_string(size) +
         " characters without white space; AWS Organizations takes " + std::to_string(quota);
}

void limit_size(PolicyDocument& document, std::size_t characters) {
  const std::size_t usual = quotas().service_control_characters;
  if (document.kind != PolicyKind::service_control || characters == usual) return;
  const std::size_t size = document_size(document.source);
  std::erase_if(document.errors,
                [&](const FormError& error) { return error.message == size_error(size, usual); });
  if (size > characters) document.errors.push_back({document.span, size_error(size, characters), false});
}

}  // namespace rootproof::policy
