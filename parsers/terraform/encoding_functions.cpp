// Functions between values and their written forms: JSON, YAML, CSV, base64, URLs.
#include <algorithm>
#include <array>
#include <set>

#include "parsers/policy/json_text.h"
#include "parsers/source/limits.h"
#include "parsers/syntax/scalar.h"
#include "parsers/syntax/syntax_tree.h"
#include "parsers/terraform/encoding.h"
#include "parsers/terraform/function_table.h"
#include "parsers/terraform/number.h"
#include "parsers/terraform/policy_document_data.h"
#include "parsers/terraform/type.h"
#include "parsers/terraform/unicode_text.h"
#include "parsers/terraform/yaml_scalar.h"

namespace rootproof::terraform {
namespace {

using value::ListKind;
using value::Member;
using value::Value;
using Kind = value::Value::Kind;

// ---- JSON

Value jsonencode(const Call& call) {
  const Value argument = with_texts(call.arguments[0]);
  if (argument.is(Kind::map) || argument.is(Kind::list)) {
    // What was decoded from a text of another layout is written in this one.
    const bool other = json_layout(argument) != JsonLayout::sorted;
    return (other ? argument.with_step(
                        {value::OriginKind::function, call.context.call, std::string(kJsonEncode)})
                  : argument)
        .as_encoded();
  }
  if (argument.is(Kind::unknown) && argument.known_items().empty())
    return call.unknown_because(argument, value::ValueType::string);
  if (!argument.is(Kind::one_of)) return json_text(argument);
  std::vector<value::Alternative> results;
  for (const value::Alternative& each : argument.alternatives()) {
    const std::array<Value, 1> alone{each.value};
    results.push_back({each.guard, jsonencode(Call{call.name, alone, call.context})});
  }
  return Value::one_of(std::move(results), argument.origin());
}

/// A parsed JSON value, with the places of the text it was parsed from lost.
Value from_json(const syntax::SyntaxNode& node, const Call& call) {
  switch (node.kind()) {
    case syntax::NodeKind::sequence: {
      std::vector<Value> items;
      for (const syntax::SyntaxNode& item : node.items()) items.push_back(from_json(item, call));
      return Value::list(std::move(items), call.origin());
    }
    case syntax::NodeKind::mapping: {
      std::vector<Member> members;
      for (const syntax::SyntaxNode::Member& member : node.members()) {
        std::erase_if(members, [&](const Member& other) { return other.key == member.key.text(); });
        members.push_back({std::string(member.key.text()), call.context.call, from_json(member.value, call)});
      }
      return Value::map(std::move(members), call.origin());
    }
    case syntax::NodeKind::scalar:
      break;
  }
  switch (node.type()) {
    case syntax::ScalarType::null:
      return Value::null(call.origin());
    case syntax::ScalarType::boolean:
      return call.boolean(node.text() == "true");
    case syntax::ScalarType::number: {
      const std::optional<std::string> number = read_number(node.text());
      return number ? Value::number(*number, call.origin()) : call.too_large("kNumberBits");
    }
    case syntax::ScalarType::string:
      return call.text(normalized(node.text()));
  }
  return call.invalid("not valid JSON");
}

/// What decoding one's own JSON gives: lists and sets become tuples, maps objects.
Value decoded(const Value& value, unsigned depth) {
  if (depth > limits::kSyntaxDepth)
    return Value::unknown({value::ReasonKind::limit, "kSyntaxDepth", value.origin().span()});
  if (value.is(Kind::list)) {
    std::vector<Value> items;
    for (const Value& item : value.items()) items.push_back(decoded(item, depth + 1));
    return Value::list(std::move(items), value.origin());
  }
  if (value.is(Kind::map)) {
    std::vector<Member> members;
    for (const Member& member : value.members())
      members.push_back({member.key, member.key_span, decoded(member.value, depth + 1)});
    return Value::map(std::move(members), value.origin());
  }
  return value;
}

Value jsondecode(const Call& call) {
  const Value& argument = call.arguments[0];
  if (argument.is_encoded()) return decoded(argument, 0);
  if (argument.is(Kind::list) || argument.is(Kind::map)) return call.invalid("the argument is no text");
  if (argument.is_partial()) {
    const auto read = policy::read_json_text(argument);
    const auto* value = std::get_if<Value>(&read);
    return value != nullptr ? *value : call.unknown_because(argument);
  }
  const std::optional<std::string> text = known_text(argument);
  if (!text) return call.unknown_because(argument);
  source::SourceTable sources;
  const syntax::ParsedSyntax parsed = syntax::parse_json(sources.add("jsondecode", *text));
  if (!parsed.complete || parsed.tree.documents() == 0) {
    // That reader has no numbers beyond float64.
    const bool valid = std::holds_alternative<Value>(policy::read_json_text(argument));
    return valid ? call.too_large("kNumberBits") : call.invalid("not valid JSON");
  }
  return from_json(parsed.tree.document(0), call);
}

// ---- YAML

class YamlDecoder {
 public:
  explicit YamlDecoder(const Call& call) : call_(call) {}

  /// nullopt where Terraform refuses the document.
  std::optional<Value> decode(const syntax::SyntaxNode& node) {
    if (++nodes_ > limits::kAliasExpansion) return call_.too_large("kAliasExpansion");
    switch (node.kind()) {
      case syntax::NodeKind::sequence: {
        std::vector<Value> items;
        for (const syntax::SyntaxNode& item : node.items()) {
          std::optional<Value> value = decode(item);
          if (!value) return std::nullopt;
          items.push_back(std::move(*value));
        }
        return node.tag().empty() ? std::optional(Value::list(std::move(items), call_.origin()))
                                  : std::nullopt;
      }
      case syntax::NodeKind::mapping:
        return node.tag().empty() ? mapping(node) : std::nullopt;
      case syntax::NodeKind::scalar:
        return scalar(node);
    }
    return std::nullopt;
  }

 private:
  std::optional<Value> mapping(const syntax::SyntaxNode& node) {
    std::vector<Member> members;
    const auto put = [&](std::string key, Value value, bool merged) {
      const auto existing = std::find_if(members.begin(), members.end(),
                                         [&](const Member& member) { return member.key == key; });
      if (existing == members.end()) {
        members.push_back({std::move(key), call_.context.call, std::move(value)});
      } else if (!merged) {
        existing->value = std::move(value);
      }
    };
    for (const syntax::SyntaxNode::Member& member : node.members()) {
      std::optional<Value> value = decode(member.value);
      if (!value) return std::nullopt;
      if (member.key.is_scalar() && member.key.text() == "<<" &&
          member.key.style() == syntax::ScalarStyle::plain) {
        if (!value->is(Kind::map)) return std::nullopt;
        for (const Member& merged : value->members()) put(merged.key, merged.value, true);
        continue;
      }
      const std::optional<Value> key = decode(member.key);
      const std::optional<std::string> text = key && !key->is(Kind::null) ? known_text(*key) : std::nullopt;
      if (!text) return std::nullopt;
      put(*text, std::move(*value), false);
    }
    return Value::map(std::move(members), call_.origin());
  }

  std::optional<Value> scalar(const syntax::SyntaxNode& node) {
    // Tags that only say what a scalar is leave no trace in the tree (`!!str 5`).
    if (!node.tag().empty()) return call_.unsupported("of a value with the tag " + std::string(node.tag()));
    if (node.style() == syntax::ScalarStyle::empty) return Value::null(call_.origin());
    if (node.style() != syntax::ScalarStyle::plain || node.type() != syntax::resolve_plain(node.text()))
      return tagged(node);
    const YamlScalar resolved = resolve_yaml_scalar(node.text());
    switch (resolved.kind) {
      case YamlScalar::Kind::null:
        return Value::null(call_.origin());
      case YamlScalar::Kind::boolean:
        return call_.boolean(resolved.truth);
      case YamlScalar::Kind::number:
        return Value::number(resolved.text, call_.origin());
      case YamlScalar::Kind::string:
        return call_.text(normalized(resolved.text));
      case YamlScalar::Kind::too_large:
        return call_.too_large("number without a decimal");
      case YamlScalar::Kind::invalid:
        return std::nullopt;
    }
    return std::nullopt;
  }

  [[nodiscard]] std::optional<Value> tagged(const syntax::SyntaxNode& node) const {
    if (node.type() == syntax::ScalarType::string) return call_.text(normalized(node.text()));
    return call_.unsupported("of a value with a tag");
  }

  const Call& call_;
  std::size_t nodes_ = 0;
};

Value yamldecode(const Call& call) {
  source::SourceTable sources;
  const syntax::ParsedSyntax parsed = syntax::parse_yaml(sources.add("yamldecode", call.text_argument(0)));
  if (!parsed.complete) return call.invalid("not valid YAML");
  if (parsed.tree.documents() != 1) return call.invalid("there must be exactly one document");
  return YamlDecoder(call).decode(parsed.tree.document(0)).value_or(call.invalid("not valid YAML"));
}

class YamlEncoder {
 public:
  std::string encode(const Value& value) {
    put(value, 0, 0);
    return std::move(text_);
  }

 private:
  static bool is_block(const Value& value) {
    return (value.is(Kind::list) && !value.items().empty()) ||
           (value.is(Kind::map) && !value.members().empty());
  }

  void scalar(const Value& value, std::size_t indent) {
    const std::optional<std::string> text = value.as_string();
    if (!text || text->find('\n') == std::string::npos) {
      text_ += text ? quoted(*text) : json_text(value).as_string().value_or("");
      text_ += '\n';
      return;
    }
    // Lines of a block, indented below what they belong to.
    text_ += text->ends_with("\n\n") ? "|+" : (text->ends_with('\n') ? "|" : "|-");
    std::size_t from = 0;
    while (from <= text->size()) {
      const std::size_t end = std::min(text->find('\n', from), text->size());
      if (from == text->size() && from != 0) break;
      text_ += '\n';
      if (end > from) text_ += std::string(indent + 2, ' ') + text->substr(from, end - from);
      from = end + 1;
    }
    text_ += '\n';
  }

  static std::string quoted(const std::string& text) {
    std::string result = "\"";
    for (const char c : text) {
      if (c == '"' || c == '\\') result += '\\';
      if (c == '\t') {
        result += "\\t";
      } else {
        result += c;
      }
    }
    return result + "\"";
  }

  /// Writes a value whose first line goes on where the text ends.
  void put(const Value& value, std::size_t indent, unsigned depth) {
    if (depth > limits::kSyntaxDepth) return;
    if (value.is(Kind::list) && !value.items().empty()) {
      for (std::size_t i = 0; i < value.items().size(); ++i) {
        if (i != 0) text_.append(indent, ' ');
        text_ += "- ";
        put(value.items()[i], is_block(value.items()[i]) ? indent + 2 : indent, depth + 1);
      }
      return;
    }
    if (!value.is(Kind::map) || value.members().empty()) return scalar(value, indent);
    std::vector<const Member*> sorted;
    for (const Member& member : value.members()) sorted.push_back(&member);
    std::sort(sorted.begin(), sorted.end(), [](const Member* a, const Member* b) { return a->key < b->key; });
    for (std::size_t i = 0; i < sorted.size(); ++i) {
      if (i != 0) text_.append(indent, ' ');
      text_ += quoted(sorted[i]->key) + ":";
      const Value& item = sorted[i]->value;
      if (!is_block(item)) {
        text_ += ' ';
        scalar(item, indent);
        continue;
      }
      // Lists stand at the depth of their key, maps one deeper.
      const std::size_t inner = item.is(Kind::list) ? indent : indent + 2;
      text_ += '\n' + std::string(inner, ' ');
      put(item, inner, depth + 1);
    }
  }

  std::string text_;
};

/// Text that Terraform's YAML writer escapes in ways not reproduced here.
bool has_unusual_text(const Value& value, unsigned depth) {
  const auto unusual = [](const std::string& text) {
    return std::any_of(text.begin(), text.end(),
                       [](char c) {
                         const auto byte = static_cast<unsigned char>(c);
                         return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7F || byte >= 0xF0;
                       }) ||
           (text.find('\n') != std::string::npos &&
            (text.starts_with(' ') || text.starts_with('\n') || text.find(" \n") != std::string::npos ||
             text.ends_with(' ') || text.ends_with("\n\n") || text.find('\t') != std::string::npos));
  };
  if (depth > limits::kSyntaxDepth) return true;
  if (value.is(Kind::list))
    return std::any_of(value.items().begin(), value.items().end(),
                       [&](const Value& item) { return has_unusual_text(item, depth + 1); });
  if (value.is(Kind::map))
    return std::any_of(value.members().begin(), value.members().end(), [&](const Member& member) {
      return unusual(member.key) || member.key.find('\n') != std::string::npos ||
             has_unusual_text(member.value, depth + 1);
    });
  const std::optional<std::string> text = value.as_string();
  return text && unusual(*text);
}

Value yamlencode(const Call& call) {
  const Value value = with_texts(call.arguments[0]);
  if (has_unusual_text(value, 0)) return call.unsupported("of text with control characters or outer blanks");
  std::string text = YamlEncoder().encode(value);
  // A scalar written without quotes ends its document.
  if (value.is(Kind::null) || value.is(Kind::number) || value.is(Kind::boolean)) text += "...\n";
  return call.text(text);
}

// ---- CSV

/// One line after the other (RFC 4180 as Go's encoding/csv reads it); nullopt for what it refuses.
class CsvReader {
 public:
  explicit CsvReader(std::string_view text) : text_(text) {}

  [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }

  std::optional<std::vector<std::string>> record() {
    std::vector<std::string> fields;
    while (true) {
      std::optional<std::string> field = peek() == '"' ? quoted() : plain();
      if (!field) return std::nullopt;
      fields.push_back(std::move(*field));
      if (peek() != ',') break;
      ++at_;
    }
    if (!at_end() && !skip_line_end()) return std::nullopt;
    return fields;
  }

  /// Empty lines are no records.
  void skip_empty_lines() {
    while (!at_end() && skip_line_end()) {
    }
  }

 private:
  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  bool skip_line_end() {
    const std::size_t size = peek() == '\n' ? 1 : (peek() == '\r' && peek(1) == '\n' ? 2 : 0);
    at_ += size;
    return size != 0;
  }

  std::optional<std::string> plain() {
    std::string field;
    while (!at_end() && peek() != ',' && peek() != '\n' && !(peek() == '\r' && peek(1) == '\n')) {
      if (peek() == '"') return std::nullopt;
      field += text_[at_++];
    }
    return field;
  }

  std::optional<std::string> quoted() {
    std::string field;
    for (++at_; !at_end(); ++at_) {
      if (peek() == '\r' && peek(1) == '\n') continue;
      if (peek() != '"') {
        field += peek();
      } else if (peek(1) == '"') {
        field += '"';
        ++at_;
      } else {
        ++at_;
        const bool ends = at_end() || peek() == ',' || peek() == '\n' || (peek() == '\r' && peek(1) == '\n');
        return ends ? std::optional(field) : std::nullopt;
      }
    }
    return std::nullopt;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

Value csvdecode(const Call& call) {
  const std::string text = call.text_argument(0);
  CsvReader reader(text);
  reader.skip_empty_lines();
  if (reader.at_end()) return call.invalid("the header line is missing");
  const std::optional<std::vector<std::string>> header = reader.record();
  if (!header) return call.invalid("the header line is not valid CSV");
  if (std::set<std::string>(header->begin(), header->end()).size() != header->size())
    return call.invalid("two columns have one name");
  std::vector<Value> rows;
  for (reader.skip_empty_lines(); !reader.at_end(); reader.skip_empty_lines()) {
    const std::optional<std::vector<std::string>> fields = reader.record();
    if (!fields || fields->size() != header->size()) return call.invalid("a line does not fit the header");
    std::vector<Member> members;
    for (std::size_t i = 0; i < header->size(); ++i)
      members.push_back({(*header)[i], call.context.call, call.text((*fields)[i])});
    rows.push_back(Value::map(std::move(members), call.origin()));
  }
  Type row{Type::Kind::object, std::vector<Type>(header->size(), {Type::Kind::string, {}, {}}), *header};
  std::sort(row.names.begin(), row.names.end());
  return typed(call.list(std::move(rows), ListKind::list), Type::list(std::move(row)));
}

// ---- base64 and URLs

Value base64encode(const Call& call) { return call.text(to_base64(call.text_argument(0))); }

Value base64decode(const Call& call) {
  const std::optional<std::string> bytes = from_base64(call.text_argument(0));
  if (!bytes) return call.invalid("the text is not base64");
  return is_valid_utf8(*bytes) ? call.text(normalized(*bytes)) : call.invalid("the result is no UTF-8 text");
}

Value textencodebase64(const Call& call) {
  const std::string set = call.text_argument(1);
  if (!is_known_character_set(set)) return call.unsupported("to the character set " + set);
  const std::optional<std::string> bytes = encode_text(call.text_argument(0), set);
  return bytes ? call.text(to_base64(*bytes)) : call.invalid("the text has characters outside " + set);
}

Value textdecodebase64(const Call& call) {
  const std::string set = call.text_argument(1);
  if (!is_known_character_set(set)) return call.unsupported("from the character set " + set);
  const std::optional<std::string> bytes = from_base64(call.text_argument(0));
  if (!bytes) return call.invalid("the text is not base64");
  const std::optional<std::string> text = decode_text(*bytes, set);
  return text ? call.text(normalized(*text)) : call.unsupported("of bytes that are not " + set);
}

/// Go's url.QueryEscape.
Value urlencode(const Call& call) {
  constexpr std::string_view kKept = "-_.~";
  std::string result;
  for (const char c : call.text_argument(0)) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter || kKept.find(c) != std::string_view::npos) {
      result += c;
    } else if (c == ' ') {
      result += '+';
    } else {
      std::string digits = to_hexadecimal(std::string_view(&c, 1));
      result += "%" + upper_case(digits);
    }
  }
  return call.text(result);
}

/// OpenTofu's: Go's url.QueryUnescape.
Value urldecode(const Call& call) {
  const std::string text = call.text_argument(0);
  std::string result;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%') {
      result += text[at] == '+' ? ' ' : text[at];
      continue;
    }
    const std::optional<std::string> byte = from_hexadecimal(text.substr(at + 1, 2));
    if (!byte || byte->size() != 1) return call.invalid("the text has a % without two digits behind it");
    result += *byte;
    at += 2;
  }
  // OpenTofu would go on with bytes that are no text.
  return is_valid_utf8(result) ? call.text(normalized(result))
                               : call.unsupported("of bytes that are no UTF-8");
}

constexpr std::array kEncodingFunctions = {
    FunctionEntry{"base64decode", "s>s", base64decode},
    FunctionEntry{"base64encode", "s>s", base64encode},
    FunctionEntry{"csvdecode", "s>l", csvdecode},
    FunctionEntry{"jsondecode", "a>a", jsondecode, Unknowns::parts},
    FunctionEntry{"jsonencode", "a?>s", jsonencode, Unknowns::alternatives},
    FunctionEntry{"textdecodebase64", "ss>s", textdecodebase64},
    FunctionEntry{"textencodebase64", "ss>s", textencodebase64},
    FunctionEntry{"urldecode", "s>s", urldecode},
    FunctionEntry{"urlencode", "s>s", urlencode},
    FunctionEntry{"yamldecode", "s>a", yamldecode},
    FunctionEntry{"yamlencode", "a?>s", yamlencode},
};

}  // namespace

std::span<const FunctionEntry> encoding_functions() { return kEncodingFunctions; }

}  // namespace rootproof::terraform
