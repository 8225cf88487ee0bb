// Terraform's conversions between types, and the text that jsonencode prints.
#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

#include "parsers/source/limits.h"
#include "parsers/terraform/functions.h"
#include "parsers/terraform/number.h"
#include "parsers/terraform/policy_document_data.h"

namespace rootproof::terraform {
namespace {

using value::Alternative;
using value::Member;
using value::ReasonKind;
using value::StringPiece;
using value::TextPiece;
using value::Value;
using Kind = value::Value::Kind;

template <class Convert>
std::optional<Value> each_alternative(const Value& value, const Convert& convert) {
  std::vector<Alternative> results;
  for (const Alternative& alternative : value.alternatives()) {
    std::optional<Value> converted = convert(alternative.value);
    if (!converted) return std::nullopt;
    results.push_back({alternative.guard, std::move(*converted)});
  }
  return Value::one_of(std::move(results), value.origin());
}

/// Escapes as Go's encoding/json does: quotes, control characters, `< > &` for HTML, and U+2028 and U+2029.
void append_escaped(std::string_view text, std::string& out) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c == '\t') {
      out += "\\t";
    } else if (byte < 0x20 || c == '<' || c == '>' || c == '&') {
      std::array<char, 8> code{};
      std::snprintf(code.data(), code.size(), "\\u%04x", static_cast<unsigned>(byte));
      out += code.data();
    } else if (text.compare(i, 3, "\u2028") == 0 || text.compare(i, 3, "\u2029") == 0) {
      out += text[i + 2] == '\xA8' ? "\\u2028" : "\\u2029";
      i += 2;
    } else {
      out.push_back(c);
    }
  }
}

/// Members of a policy document as the provider prints them; those below, types of principals and condition
/// operators, by name.
constexpr std::array<std::string_view, 12> kDocumentMembers{
    "Version",   "Id",       "Statement",   "Sid",       "Effect",       "Action",
    "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal", "Condition"};

std::size_t document_rank(std::string_view name) {
  return static_cast<std::size_t>(std::find(kDocumentMembers.begin(), kDocumentMembers.end(), name) -
                                  kDocumentMembers.begin());
}

class JsonWriter {
 public:
  explicit JsonWriter(JsonLayout layout) : layout_(layout) {}

  Value write(const Value& value) {
    put(value, 0);
    if (too_large_)
      return Value::unknown({ReasonKind::limit, "kValueBytes", value.origin().span()},
                            value::ValueType::string, value.origin());
    flush();
    return Value::string(std::move(pieces_), value.origin());
  }

 private:
  void flush() {
    if (!text_.empty()) pieces_.emplace_back(TextPiece{std::move(text_), {}, false});
    text_.clear();
  }

  void hole(value::Hole hole) {
    flush();
    pieces_.emplace_back(std::move(hole));
  }

  void unknown(const Value& value) {
    const std::vector<value::Reason> reasons = value.reasons();
    hole({value::HoleKind::any, {}, reasons.empty() ? value::Reason{} : reasons.front(), value.origin()});
  }

  /// Items that surely stand in a list, others before, between and behind them. Such a hole is many items
  /// with their commas, or none (policy::read_json_text reads it so).
  void put_open_list(const Value& value, unsigned depth) {
    text_.push_back('[');
    unknown(value);
    for (const Value& item : value.known_items()) {
      put(item, depth + 1);
      unknown(value);
    }
    text_.push_back(']');
  }

  void put_string(const Value& value) {
    text_.push_back('"');
    for (const StringPiece& piece : value.pieces()) {
      if (const auto* text = std::get_if<TextPiece>(&piece)) {
        std::string escaped;
        append_escaped(text->text, escaped);
        // A piece that needs no escape keeps its place.
        if (text->verbatim && escaped == text->text) {
          flush();
          pieces_.emplace_back(*text);
        } else {
          text_ += escaped;
        }
      } else {
        hole(std::get<value::Hole>(piece));
      }
    }
    text_.push_back('"');
  }

  /// What is encoded is a text inside this one. It holds nothing encoded itself (jsonencode sees to that).
  void put_encoded(const Value& value) {
    const Value text = json_text(value);
    if (text.is(Kind::string)) return put_string(text);
    unknown(text);
  }

  void put(const Value& value, unsigned depth) {
    if (depth != 0 && value.is_encoded()) return put_encoded(value);
    if (text_.size() > limits::kValueBytes || pieces_.size() > limits::kSyntaxNodes) {
      too_large_ = true;
      return;
    }
    if (depth > limits::kSyntaxDepth) return unknown(Value::unknown({ReasonKind::limit, "kSyntaxDepth", {}}));
    switch (value.kind()) {
      case Kind::null:
      case Kind::absent:
        text_ += "null";
        return;
      case Kind::boolean:
        text_ += value.as_boolean() ? "true" : "false";
        return;
      case Kind::number:
        text_ += value.as_number();
        return;
      case Kind::string:
        return put_string(value);
      case Kind::unknown:
        return value.known_items().empty() ? unknown(value) : put_open_list(value, depth);
      case Kind::one_of:
        return unknown(value);
      case Kind::list: {
        text_.push_back('[');
        for (std::size_t i = 0; i < value.items().size(); ++i) {
          if (i != 0) text_.push_back(',');
          new_line(depth + 1);
          put(value.items()[i], depth + 1);
        }
        if (!value.items().empty()) new_line(depth);
        text_.push_back(']');
        return;
      }
      case Kind::map:
        return put_map(value, depth);
    }
  }

  void put_map(const Value& value, unsigned depth) {
    std::vector<const Member*> sorted;
    for (const Member& member : value.members()) sorted.push_back(&member);
    // The document and its statements.
    const bool ranked = layout_ != JsonLayout::sorted && (depth == 0 || depth == 2);
    std::sort(sorted.begin(), sorted.end(), [&](const Member* a, const Member* b) {
      return ranked ? document_rank(a->key) < document_rank(b->key) : a->key < b->key;
    });
    text_.push_back('{');
    for (std::size_t i = 0; i < sorted.size(); ++i) {
      if (i != 0) text_.push_back(',');
      new_line(depth + 1);
      text_.push_back('"');
      append_escaped(sorted[i]->key, text_);
      text_ += layout_ == JsonLayout::indented ? "\": " : "\":";
      put(sorted[i]->value, depth + 1);
    }
    if (!sorted.empty()) new_line(depth);
    text_.push_back('}');
  }

  void new_line(unsigned depth) {
    if (layout_ != JsonLayout::indented) return;
    text_.push_back('\n');
    text_.append(std::size_t{depth} * 2, ' ');
  }

  JsonLayout layout_;

  std::vector<StringPiece> pieces_;
  std::string text_;
  bool too_large_ = false;
};

}  // namespace

Value json_text(const Value& value) {
  if (value.is(Kind::one_of)) {
    return each_alternative(value, [](const Value& each) { return std::optional(json_text(each)); })
        .value_or(value);
  }
  if (value.is(Kind::unknown) && value.known_items().empty())
    return Value::unknown(value.reason(), value::ValueType::string, value.origin());
  return JsonWriter(value.is_encoded() ? json_layout(value) : JsonLayout::sorted).write(value);
}

std::optional<Value> to_string_value(const Value& value) {
  switch (value.kind()) {
    case Kind::string:
    case Kind::null:
      return value;
    case Kind::boolean:
      return Value::string(value.as_boolean() ? "true" : "false", value.origin());
    case Kind::number:
      return Value::string(value.as_number(), value.origin());
    case Kind::unknown:
      return Value::unknown(value.reason(), value::ValueType::string, value.origin());
    case Kind::one_of:
      return each_alternative(value, [](const Value& each) { return to_string_value(each); });
    case Kind::list:
    case Kind::map:
      return value.is_encoded() ? std::optional(json_text(value)) : std::nullopt;
    case Kind::absent:
      return std::nullopt;
  }
  return std::nullopt;
}

std::optional<Value> to_number_value(const Value& value) {
  switch (value.kind()) {
    case Kind::number:
    case Kind::null:
      return value;
    case Kind::string: {
      if (value.is_partial()) {
        const std::vector<value::Reason> reasons = value.reasons();
        return Value::unknown(reasons.front(), value::ValueType::number, value.origin());
      }
      const std::optional<std::string> text = value.as_string();
      if (!text || !is_number_text(*text)) return std::nullopt;
      const std::optional<std::string> number = read_number(*text);
      if (!number)
        return Value::unknown({ReasonKind::limit, "number without a decimal", value.origin().span()},
                              value::ValueType::number, value.origin());
      return Value::number(*number, value.origin());
    }
    case Kind::unknown:
      return Value::unknown(value.reason(), value::ValueType::number, value.origin());
    case Kind::one_of:
      return each_alternative(value, [](const Value& each) { return to_number_value(each); });
    default:
      return std::nullopt;
  }
}

std::optional<Value> to_bool_value(const Value& value) {
  switch (value.kind()) {
    case Kind::boolean:
    case Kind::null:
      return value;
    case Kind::string: {
      if (value.is_partial())
        return Value::unknown(value.reasons().front(), value::ValueType::boolean, value.origin());
      const std::optional<std::string> text = value.as_string();
      if (text == "true" || text == "1") return Value::boolean(true, value.origin());
      if (text == "false" || text == "0") return Value::boolean(false, value.origin());
      return std::nullopt;
    }
    case Kind::unknown:
      return Value::unknown(value.reason(), value::ValueType::boolean, value.origin());
    case Kind::one_of:
      return each_alternative(value, [](const Value& each) { return to_bool_value(each); });
    default:
      return std::nullopt;
  }
}

}  // namespace rootproof::terraform
