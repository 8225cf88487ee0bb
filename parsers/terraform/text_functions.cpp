// Functions on text: join, split, format, replace, trim and their like.
#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>

#include "parsers/source/limits.h"
#include "parsers/terraform/function_table.h"

namespace rootproof::terraform {
namespace {

using value::ReasonKind;
using value::Value;
using value::ValueType;
using Kind = value::Value::Kind;

/// Functions of one known text; everything else keeps its reason.
template <class Operation>
Value of_text(const Call& call, const Operation& operation) {
  const std::optional<std::string> text = known_text(call.arguments[0]);
  if (!text) return call.unknown_because(call.arguments[0], ValueType::string);
  return call.text(operation(*text));
}

/// Functions of two known texts.
template <class Operation>
Value of_two_texts(const Call& call, const Operation& operation) {
  const std::optional<std::string> a = known_text(call.arguments[0]);
  if (!a) return call.unknown_because(call.arguments[0], ValueType::string);
  const std::optional<std::string> b = known_text(call.arguments[1]);
  if (!b) return call.unknown_because(call.arguments[1], ValueType::string);
  return operation(*a, *b);
}

/// Case changes of ASCII are certain; others need Unicode tables.
bool is_ascii(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

Value change_case(const Call& call, int (*change)(int)) {
  const std::optional<std::string> text = known_text(call.arguments[0]);
  if (!text) return call.unknown_because(call.arguments[0], ValueType::string);
  if (!is_ascii(*text)) return call.unsupported("of text beyond ASCII");
  std::string result = *text;
  for (char& c : result) c = static_cast<char>(change(static_cast<unsigned char>(c)));
  return call.text(result);
}

Value lower(const Call& call) { return change_case(call, ::tolower); }
Value upper(const Call& call) { return change_case(call, ::toupper); }

Value title(const Call& call) {
  const std::optional<std::string> text = known_text(call.arguments[0]);
  if (!text) return call.unknown_because(call.arguments[0], ValueType::string);
  if (!is_ascii(*text)) return call.unsupported("of text beyond ASCII");
  std::string result = *text;
  bool start = true;
  for (char& c : result) {
    const auto byte = static_cast<unsigned char>(c);
    if (start) c = static_cast<char>(std::toupper(byte));
    start = std::isalnum(byte) == 0 && c != '_' && c != '\'';
  }
  return call.text(result);
}

constexpr std::string_view kBlanks = " \t\n\v\f\r";

std::string trim_set(std::string text, std::string_view set, bool left, bool right) {
  if (right) text.erase(text.find_last_not_of(set) + 1);
  if (left) text.erase(0, std::min(text.find_first_not_of(set), text.size()));
  return text;
}

Value trimspace(const Call& call) {
  return of_text(call, [](const std::string& text) { return trim_set(text, kBlanks, true, true); });
}
Value chomp(const Call& call) {
  return of_text(call, [](const std::string& text) { return trim_set(text, "\r\n", false, true); });
}
Value trim(const Call& call) {
  return of_two_texts(call, [&](const std::string& text, const std::string& set) {
    return call.text(trim_set(text, set, true, true));
  });
}
Value trimprefix(const Call& call) {
  return of_two_texts(call, [&](const std::string& text, const std::string& prefix) {
    return call.text(text.starts_with(prefix) ? text.substr(prefix.size()) : text);
  });
}
Value trimsuffix(const Call& call) {
  return of_two_texts(call, [&](const std::string& text, const std::string& suffix) {
    return call.text(text.ends_with(suffix) ? text.substr(0, text.size() - suffix.size()) : text);
  });
}

Value strrev(const Call& call) {
  const std::optional<std::string> text = known_text(call.arguments[0]);
  if (!text) return call.unknown_because(call.arguments[0], ValueType::string);
  if (!is_ascii(*text)) return call.unsupported("of text beyond ASCII");
  return call.text({text->rbegin(), text->rend()});
}

/// The known text in front of the first hole.
std::string known_prefix(const Value& value) {
  std::string prefix;
  if (!value.is(Kind::string)) return prefix;
  for (const value::StringPiece& piece : value.pieces()) {
    const auto* text = std::get_if<value::TextPiece>(&piece);
    if (text == nullptr) break;
    prefix += text->text;
  }
  return prefix;
}

Value startswith(const Call& call) {
  const std::optional<std::string> prefix = known_text(call.arguments[1]);
  if (!prefix) return call.unknown_because(call.arguments[1], ValueType::boolean);
  if (const std::optional<std::string> text = known_text(call.arguments[0]))
    return Value::boolean(text->starts_with(*prefix), call.origin());
  const std::string known = known_prefix(call.arguments[0]);
  if (known.starts_with(*prefix)) return Value::boolean(true, call.origin());
  const std::size_t common = std::min(known.size(), prefix->size());
  if (known.compare(0, common, *prefix, 0, common) != 0) return Value::boolean(false, call.origin());
  return call.unknown_because(call.arguments[0], ValueType::boolean);
}

Value endswith(const Call& call) {
  return of_two_texts(call, [&](const std::string& text, const std::string& suffix) {
    return Value::boolean(text.ends_with(suffix), call.origin());
  });
}

Value replace(const Call& call) {
  std::array<std::string, 3> texts;
  for (std::size_t i = 0; i < 3; ++i) {
    const std::optional<std::string> text = known_text(call.arguments[i]);
    if (!text) return call.unknown_because(call.arguments[i], ValueType::string);
    texts[i] = *text;
  }
  const auto& [text, what, with] = texts;
  if (what.size() >= 2 && what.front() == '/' && what.back() == '/')
    return call.unsupported("with a regular expression");
  if (what.empty()) return call.unsupported("of the empty text");
  std::string result;
  std::size_t from = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, from)) {
    result.append(text, from, at - from).append(with);
    from = at + what.size();
    if (result.size() > limits::kValueBytes)
      return Value::unknown({ReasonKind::limit, "kValueBytes", call.context.call});
  }
  return call.text(result.append(text, from, std::string::npos));
}

Value split(const Call& call) {
  return of_two_texts(call, [&](const std::string& separator, const std::string& text) {
    std::vector<Value> parts;
    if (separator.empty()) {
      if (!is_ascii(text)) return call.unsupported("of text beyond ASCII");
      for (const char c : text) parts.push_back(call.text(std::string(1, c)));
    } else {
      std::size_t from = 0;
      for (std::size_t at = text.find(separator); at != std::string::npos; at = text.find(separator, from)) {
        parts.push_back(call.text(text.substr(from, at - from)));
        from = at + separator.size();
      }
      parts.push_back(call.text(text.substr(from)));
    }
    return Value::list(std::move(parts), call.origin(), value::ListKind::list);
  });
}

Value join(const Call& call) {
  std::vector<Value> parts;
  for (const Value& list : call.arguments.subspan(1)) {
    if (!list.is(Kind::list)) return list.is(Kind::unknown) ? list : call.invalid("the elements are no list");
    for (const Value& item : list.items()) {
      if (item.is(Kind::null)) return call.invalid("an element is null");
      if (!parts.empty()) parts.push_back(call.arguments[0]);
      parts.push_back(item.is(Kind::list) || item.is(Kind::map) ? json_text(item) : item);
    }
  }
  return value::concatenate(parts, call.origin()).value_or(call.invalid("an element is a collection"));
}

/// Verbs whose text is that of the argument: %s, %v and %d of texts and whole numbers, %t, %q of plain text.
std::optional<Value> formatted(char verb, const Value& argument) {
  switch (verb) {
    case 's':
      return to_string_value(argument);
    case 'v':
      // Numbers beyond six digits print in scientific notation under %v.
      if (argument.is(Kind::number) &&
          (argument.as_number().size() > 6 || argument.as_number().find('.') != std::string::npos))
        return std::nullopt;
      return to_string_value(argument);
    case 't':
      return to_bool_value(argument) ? to_string_value(*to_bool_value(argument)) : std::nullopt;
    case 'd': {
      const std::optional<Value> number = to_number_value(argument);
      if (!number || (number->is(Kind::number) && number->as_number().find('.') != std::string::npos))
        return std::nullopt;
      return to_string_value(*number);
    }
    case 'q':
      return json_text(argument);
    default:
      return std::nullopt;
  }
}

/// %03d and its like: zeros in front up to a width.
std::optional<Value> padded_number(const Value& argument, std::size_t width) {
  const std::optional<Value> number = to_number_value(argument);
  if (!number || !number->is(Kind::number) || number->as_number().find_first_of("-.") != std::string::npos)
    return std::nullopt;
  std::string digits = number->as_number();
  if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
  return Value::string(digits);
}

Value format_with(const Call& call, const Value& pattern_value, std::span<const Value> arguments) {
  const std::optional<std::string> pattern = known_text(pattern_value);
  if (!pattern) return call.unknown_because(pattern_value, ValueType::string);
  std::vector<Value> parts;
  std::string literal;
  std::size_t next = 0;
  for (std::size_t i = 0; i < pattern->size(); ++i) {
    if ((*pattern)[i] != '%') {
      literal.push_back((*pattern)[i]);
      continue;
    }
    if (i + 1 < pattern->size() && (*pattern)[i + 1] == '%') {
      literal.push_back('%');
      ++i;
      continue;
    }
    ++i;
    const bool zeros = i < pattern->size() && (*pattern)[i] == '0';
    std::size_t width = 0;
    for (; i < pattern->size() && (*pattern)[i] >= '0' && (*pattern)[i] <= '9' && width < 1000; ++i) {
      width = width * 10 + static_cast<std::size_t>((*pattern)[i] - '0');
    }
    if (width != 0 && !zeros) return call.unsupported("with a width");
    if (i >= pattern->size()) return call.invalid("the format ends inside a verb");
    if (next >= arguments.size()) return call.invalid("not enough arguments for the format");
    const Value& argument = arguments[next++];
    if (argument.is(Kind::null)) return call.invalid("a null argument");
    std::optional<Value> text = zeros ? padded_number(argument, width) : formatted((*pattern)[i], argument);
    if (zeros && (*pattern)[i] != 'd') text = std::nullopt;
    if (!text)
      return argument.is(Kind::unknown) ? argument
                                        : call.unsupported("with the verb %" + std::string(1, (*pattern)[i]));
    parts.push_back(Value::string(std::move(literal)));
    literal.clear();
    parts.push_back(*text);
  }
  parts.push_back(Value::string(literal));
  return value::concatenate(parts, call.origin()).value_or(call.invalid("an argument is a collection"));
}

Value format(const Call& call) { return format_with(call, call.arguments[0], call.arguments.subspan(1)); }

Value formatlist(const Call& call) {
  std::size_t length = 0;
  for (const Value& argument : call.arguments.subspan(1)) {
    if (argument.is(Kind::unknown)) return argument;
    if (argument.is(Kind::list)) length = std::max(length, argument.items().size());
  }
  std::vector<Value> results;
  for (std::size_t i = 0; i < length; ++i) {
    std::vector<Value> row;
    for (const Value& argument : call.arguments.subspan(1)) {
      if (argument.is(Kind::list) && argument.items().size() != length)
        return call.invalid("lists of different length");
      row.push_back(argument.is(Kind::list) ? argument.items()[i] : argument);
    }
    results.push_back(format_with(call, call.arguments[0], row));
  }
  return Value::list(std::move(results), call.origin(), value::ListKind::list);
}

Value substr(const Call& call) {
  const std::optional<std::string> text = known_text(call.arguments[0]);
  if (!text) return call.unknown_because(call.arguments[0], ValueType::string);
  if (!is_ascii(*text)) return call.unsupported("of text beyond ASCII");
  std::array<std::int64_t, 2> numbers{};
  for (std::size_t i = 0; i < 2; ++i) {
    const std::optional<Value> number = to_number_value(call.arguments[i + 1]);
    if (!number || !number->is(Kind::number))
      return call.unknown_because(call.arguments[i + 1], ValueType::string);
    const std::string& digits = number->as_number();
    if (digits.size() > 12 || digits.find('.') != std::string::npos)
      return call.invalid("an offset that is no whole number");
    numbers[i] = std::stoll(digits);
  }
  auto [offset, count] = numbers;
  const auto size = static_cast<std::int64_t>(text->size());
  if (offset < 0) offset = std::max<std::int64_t>(0, size + offset);
  if (offset >= size) return call.text("");
  const std::int64_t taken = count < 0 ? size - offset : std::min(count, size - offset);
  return call.text(text->substr(static_cast<std::size_t>(offset), static_cast<std::size_t>(taken)));
}

Value indent(const Call& call) {
  const std::optional<std::string> spaces = known_text(call.arguments[0]);
  if (!spaces || spaces->size() > 3 || spaces->find_first_not_of("0123456789") != std::string::npos)
    return call.unknown_because(call.arguments[0]);
  const std::string prefix(static_cast<std::size_t>(std::stoul(*spaces)), ' ');
  const std::optional<std::string> text = known_text(call.arguments[1]);
  if (!text) return call.unknown_because(call.arguments[1], ValueType::string);
  std::string result;
  for (const char c : *text) {
    result.push_back(c);
    if (c == '\n') result += prefix;
  }
  return call.text(result);
}

Value basename(const Call& call) {
  return of_text(call, [](const std::string& text) {
    const std::string path = trim_set(text, "/", false, true);
    if (path.empty()) return std::string(text.empty() ? "." : "/");
    return path.substr(path.rfind('/') == std::string::npos ? 0 : path.rfind('/') + 1);
  });
}

Value dirname(const Call& call) {
  return of_text(call, [](const std::string& text) {
    const std::size_t slash = text.rfind('/');
    if (slash == std::string::npos) return std::string(".");
    return slash == 0 ? std::string("/") : text.substr(0, slash);
  });
}

constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

Value base64encode(const Call& call) {
  return of_text(call, [](const std::string& text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); i += 3) {
      std::uint32_t bits = 0;
      for (std::size_t k = 0; k < 3; ++k)
        bits = bits << 8U | (i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0U);
      for (std::size_t k = 0; k < 4; ++k)
        out.push_back(i + k <= text.size() ? kBase64[bits >> (18U - 6U * k) & 63U] : '=');
    }
    return out;
  });
}

Value base64decode(const Call& call) {
  const std::optional<std::string> text = known_text(call.arguments[0]);
  if (!text) return call.unknown_because(call.arguments[0], ValueType::string);
  std::string out;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : *text) {
    if (c == '=' || c == '\n' || c == '\r') continue;
    const std::size_t digit = kBase64.find(c);
    if (digit == std::string_view::npos) return call.invalid("the text is not base64");
    bits = bits << 6U | static_cast<std::uint32_t>(digit);
    count += 6;
    if (count >= 8) {
      count -= 8;
      out.push_back(static_cast<char>(bits >> count & 0xFFU));
    }
  }
  if (!is_ascii(out)) return call.unsupported("of text beyond ASCII");
  return call.text(out);
}

constexpr std::array kFunctions = {
    FunctionEntry{"base64decode", 1, 1, base64decode},
    FunctionEntry{"base64encode", 1, 1, base64encode},
    FunctionEntry{"basename", 1, 1, basename},
    FunctionEntry{"chomp", 1, 1, chomp},
    FunctionEntry{"dirname", 1, 1, dirname},
    FunctionEntry{"endswith", 2, 2, endswith},
    FunctionEntry{"format", 1, kAnyNumber, format},
    FunctionEntry{"formatlist", 1, kAnyNumber, formatlist},
    FunctionEntry{"indent", 2, 2, indent},
    FunctionEntry{"join", 1, kAnyNumber, join},
    FunctionEntry{"lower", 1, 1, lower},
    FunctionEntry{"replace", 3, 3, replace},
    FunctionEntry{"split", 2, 2, split},
    FunctionEntry{"startswith", 2, 2, startswith},
    FunctionEntry{"strrev", 1, 1, strrev},
    FunctionEntry{"substr", 3, 3, substr},
    FunctionEntry{"title", 1, 1, title},
    FunctionEntry{"trim", 2, 2, trim},
    FunctionEntry{"trimprefix", 2, 2, trimprefix},
    FunctionEntry{"trimspace", 1, 1, trimspace},
    FunctionEntry{"trimsuffix", 2, 2, trimsuffix},
    FunctionEntry{"upper", 1, 1, upper},
};

}  // namespace

std::span<const FunctionEntry> text_functions() { return kFunctions; }

std::optional<std::string> known_text(const Value& value) {
  const std::optional<Value> text = to_string_value(value);
  return text ? text->as_string() : std::nullopt;
}

}  // namespace rootproof::terraform
