// format and formatlist: the verbs of go-cty's format function (cty/function/stdlib/format.go).
#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

#include "parsers/source/limits.h"
#include "parsers/terraform/function_table.h"
#include "parsers/terraform/number.h"
#include "parsers/terraform/type.h"
#include "parsers/terraform/unicode_text.h"

namespace rootproof::terraform {
namespace {

using value::Value;
using value::ValueType;
using Kind = value::Value::Kind;

/// `%[flags][width][.precision][[index]]mode`.
struct Verb {
  bool plus = false;
  bool minus = false;
  bool space = false;
  bool zero = false;
  bool sharp = false;
  std::optional<std::size_t> width;
  std::optional<std::size_t> precision;
  std::optional<std::size_t> argument;  ///< counted from 0
  char mode = 0;
};

/// Reads the rest of a verb from `at`, which is moved behind it; nullopt when it is none.
class VerbReader {
 public:
  VerbReader(std::string_view text, std::size_t& at) : text_(text), at_(at) {}

  std::optional<Verb> read() {
    Verb verb;
    for (; flag(verb); ++at_) {
    }
    verb.width = digits();
    if (peek() == '.') {
      ++at_;
      verb.precision = digits().value_or(0);
    }
    if (peek() == '[') {
      ++at_;
      const std::optional<std::size_t> index = digits();
      if (!index || *index == 0 || peek() != ']') return std::nullopt;
      ++at_;
      verb.argument = *index - 1;
    }
    if (at_ >= text_.size()) return std::nullopt;
    verb.mode = text_[at_++];
    return verb;
  }

 private:
  [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  bool flag(Verb& verb) const {
    switch (peek()) {
      case '+':
        return verb.plus = true;
      case '-':
        return verb.minus = true;
      case ' ':
        return verb.space = true;
      case '0':
        return verb.zero = true;
      case '#':
        return verb.sharp = true;
      default:
        return false;
    }
  }

  std::optional<std::size_t> digits() {
    std::optional<std::size_t> number;
    for (; peek() >= '0' && peek() <= '9'; ++at_) {
      number = std::min<std::size_t>(number.value_or(0) * 10 + static_cast<std::size_t>(peek() - '0'),
                                     limits::kValueBytes);
    }
    return number;
  }

  std::string_view text_;
  std::size_t& at_;
};

/// Pads to the width, which counts grapheme clusters.
std::string padded(const Verb& verb, const std::string& text) {
  if (!verb.width) return text;
  const std::size_t length = grapheme_clusters(text).size();
  if (length >= *verb.width) return text;
  const std::size_t missing = *verb.width - length;
  if (verb.minus) return text + std::string(missing, ' ');
  return std::string(missing, verb.zero ? '0' : ' ') + text;
}

/// A number with its sign: zeros of the width go between them.
std::string padded_number(const Verb& verb, bool negative, const std::string& prefix, std::string digits) {
  std::string sign = negative ? "-" : (verb.plus ? "+" : (verb.space ? " " : ""));
  sign += prefix;
  if (verb.zero && !verb.minus && verb.width && sign.size() + digits.size() < *verb.width)
    digits.insert(0, *verb.width - sign.size() - digits.size(), '0');
  Verb plain = verb;
  plain.zero = false;
  return padded(plain, sign + digits);
}

std::string integer_text(const Verb& verb, const Number& number) {
  int base = 10;
  const char* prefix = "";
  if (verb.mode == 'b') base = 2, prefix = "0b";
  if (verb.mode == 'o') base = 8, prefix = "0";
  if (verb.mode == 'x') base = 16, prefix = "0x";
  if (verb.mode == 'X') base = 16, prefix = "0X";
  std::string digits = in_base(number.absolute(), base);
  if (verb.mode == 'X') std::transform(digits.begin(), digits.end(), digits.begin(), ::toupper);
  Verb padding = verb;
  if (verb.precision) {
    if (digits.size() < *verb.precision) digits.insert(0, *verb.precision - digits.size(), '0');
    padding.zero = false;
  }
  return padded_number(padding, number.is_negative(), verb.sharp ? prefix : "", digits);
}

std::string float_text(const Verb& verb, const Number& number) {
  const std::string digits = float_digits(number.absolute(), verb.mode, verb.precision);
  return padded_number(verb, number.is_negative(), {}, digits);
}

/// What a verb makes of an argument; nullopt where Terraform refuses. Partial texts stay partial when nothing
/// is done to them.
std::optional<Value> formatted(const Verb& verb, const Value& argument) {
  const bool plain = !verb.width && !verb.precision;
  switch (verb.mode) {
    case 'v':
      if (!verb.sharp && argument.is(Kind::string) && plain) return argument;
      if (!verb.sharp && argument.is(Kind::string))
        return Value::string(padded(verb, argument.as_string().value_or("")));
      if (!verb.sharp && argument.is(Kind::number)) {
        const Number number(argument);
        const std::string sign = number.is_negative() ? "-" : "";
        return Value::string(padded(verb, sign + float_digits(number.absolute(), 'g', std::nullopt)));
      }
      if (plain && !verb.sharp && argument.is_encoded()) return json_text(argument);
      if (plain) return json_text(with_texts(argument));
      return Value::string(padded(verb, json_text(with_texts(argument)).as_string().value_or("")));
    case 't': {
      std::optional<Value> truth = to_bool_value(argument);
      if (!truth || !truth->is(Kind::boolean)) return truth;
      return Value::string(padded(verb, truth->as_boolean() ? "true" : "false"));
    }
    case 'b':
    case 'd':
    case 'o':
    case 'x':
    case 'X': {
      std::optional<Value> number = to_number_value(argument);
      if (!number || !number->is(Kind::number)) return number;
      if (!is_whole_number(Number(*number))) return std::nullopt;
      return Value::string(integer_text(verb, Number(*number)));
    }
    case 'e':
    case 'E':
    case 'f':
    case 'g':
    case 'G': {
      std::optional<Value> number = to_number_value(argument);
      if (!number || !number->is(Kind::number)) return number;
      return Value::string(float_text(verb, Number(*number)));
    }
    case 's':
    case 'q': {
      std::optional<Value> text = to_string_value(argument);
      if (!text || (plain && verb.mode == 's')) return text;
      if (verb.mode == 'q' && plain) return json_text(*text);
      std::string cut;
      std::size_t left = verb.precision.value_or(0) != 0 ? *verb.precision : std::string::npos;
      const std::string whole = text->as_string().value_or("");
      for (const std::string_view cluster : grapheme_clusters(whole)) {
        if (left-- == 0) break;
        cut += cluster;
      }
      if (verb.mode == 'q') cut = json_text(Value::string(cut)).as_string().value_or("");
      return Value::string(padded(verb, cut));
    }
    default:
      return std::nullopt;
  }
}

/// A format text. What is not known of it stands between two bytes of what is.
struct Pattern {
  struct Gap {
    std::size_t at = 0;
    Value hole;
  };
  std::string text;
  std::vector<Gap> gaps;

  /// Whether a gap lies behind `begin` and before `end`.
  [[nodiscard]] bool is_torn(std::size_t begin, std::size_t end) const {
    return std::any_of(gaps.begin(), gaps.end(),
                       [&](const Gap& gap) { return begin < gap.at && gap.at < end; });
  }
};

/// nullopt where a verb may stand in what is not known.
std::optional<Pattern> read_pattern(const Value& value) {
  const std::optional<Value> text = to_string_value(value);
  if (!text || !has_simple_gaps(*text)) return std::nullopt;
  Pattern pattern;
  for (const value::StringPiece& piece : text->pieces()) {
    if (const auto* known = std::get_if<value::TextPiece>(&piece)) {
      pattern.text += known->text;
    } else {
      const auto& hole = std::get<value::Hole>(piece);
      pattern.gaps.push_back({pattern.text.size(), Value::string({hole}, hole.origin)});
    }
  }
  return pattern;
}

Value format_with(const Call& call, const Pattern& format, std::span<const Value> arguments) {
  const std::string& pattern = format.text;
  // Terraform never knows what becomes of such a null, not even when it applies.
  const bool untyped_null = std::any_of(arguments.begin(), arguments.end(), [](const Value& argument) {
    return argument.is(Kind::null) && !argument.given_type();
  });
  if (untyped_null)
    return Value::unknown({value::ReasonKind::opaque_function,
                           std::string(call.name) + "() of a null without a type", call.context.call},
                          ValueType::string, call.origin());
  std::vector<Value> parts;
  std::string literal;
  std::size_t next = 0;
  std::size_t used = 0;
  auto gap = format.gaps.begin();
  const auto take_gaps = [&](std::size_t until) {
    for (; gap != format.gaps.end() && gap->at <= until; ++gap) {
      parts.push_back(Value::string(std::move(literal)));
      literal.clear();
      parts.push_back(gap->hole);
    }
  };
  for (std::size_t at = 0; at < pattern.size();) {
    take_gaps(at);
    if (pattern[at] != '%') {
      literal.push_back(pattern[at++]);
      continue;
    }
    const std::size_t begin = at;
    if (pattern.compare(at, 2, "%%") == 0 && !format.is_torn(begin, begin + 2)) {
      literal.push_back('%');
      at += 2;
      continue;
    }
    ++at;
    const std::optional<Verb> verb = VerbReader(pattern, at).read();
    // A part that is not known may also end what has begun.
    if (format.is_torn(begin, verb ? at : at + 1))
      return call.unknown_because(call.arguments[0], ValueType::string);
    if (!verb) return call.invalid("a verb of the format is incomplete");
    if (std::max(verb->width, verb->precision) >= limits::kValueBytes) return call.too_large("kValueBytes");
    const std::size_t index = verb->argument.value_or(next);
    next = index + 1;
    used = std::max(used, next);
    if (index >= arguments.size()) return call.invalid("not enough arguments for the format");
    const Value& argument = arguments[index];
    if (argument.is(Kind::null) && verb->mode != 'v') return call.invalid("a null argument");
    const bool plain = !verb->width && !verb->precision;
    if (!argument.fully_known() && !(plain && argument.is(Kind::string)))
      if (!argument.is(Kind::unknown) || !plain) return call.unknown_because(argument, ValueType::string);
    const std::optional<Value> text =
        argument.is(Kind::unknown) ? std::optional(argument) : formatted(*verb, argument);
    if (!text) return call.invalid(std::string("an argument does not suit the verb %") + verb->mode);
    parts.push_back(Value::string(std::move(literal)));
    literal.clear();
    parts.push_back(*text);
  }
  if (used < arguments.size()) return call.invalid("more arguments than verbs");
  take_gaps(pattern.size());
  parts.push_back(Value::string(literal));
  return value::concatenate(parts, call.origin()).value_or(call.invalid("an argument is a collection"));
}

Value format(const Call& call) {
  const std::optional<Pattern> pattern = read_pattern(call.arguments[0]);
  if (!pattern) return call.unknown_because(call.arguments[0], ValueType::string);
  return format_with(call, *pattern, call.arguments.subspan(1));
}

bool goes_over(const Value& argument) { return argument.is(Kind::list) && !argument.is_encoded(); }

Value format_open_list(const Call& call, const Pattern& pattern, const Value& list) {
  std::vector<Value> results;
  for (const Value& item : list.known_items()) {
    results.push_back(format_with(call, pattern, std::span(&item, 1)));
    if (results.back().is(Kind::unknown) && results.back().reason().kind == value::ReasonKind::invalid)
      return results.back();
  }
  return Value::open_list(std::move(results), list.reason(), call.origin());
}

/// One text per element of the lists, which have one length; other arguments are the same in all of them.
Value formatlist(const Call& call) {
  const std::optional<Pattern> pattern = read_pattern(call.arguments[0]);
  if (!pattern) return call.unknown_because(call.arguments[0], ValueType::list);
  if (call.arguments.size() == 2 && !call.arguments[1].known_items().empty())
    return format_open_list(call, *pattern, call.arguments[1]);
  std::optional<std::size_t> length;
  for (const Value& argument : call.arguments.subspan(1)) {
    if (argument.is(Kind::unknown) && argument.unknown_type() != ValueType::string)
      return call.unknown_because(argument, ValueType::list);
    if (!goes_over(argument)) continue;
    if (length && *length != argument.items().size()) return call.invalid("lists of different length");
    length = argument.items().size();
  }
  std::vector<Value> results;
  for (std::size_t i = 0; i < length.value_or(1); ++i) {
    std::vector<Value> row;
    for (const Value& argument : call.arguments.subspan(1))
      row.push_back(goes_over(argument) ? argument.items()[i] : argument);
    results.push_back(format_with(call, *pattern, row));
    if (results.back().is(Kind::unknown) && results.back().reason().kind == value::ReasonKind::invalid)
      return results.back();
  }
  return typed(call.list(std::move(results), value::ListKind::list),
               Type::list({Type::Kind::string, {}, {}}));
}

constexpr std::array kFormatFunctions = {
    FunctionEntry{"format", "sa?*>s", format, Unknowns::parts},
    FunctionEntry{"formatlist", "sa?*>l", formatlist, Unknowns::parts},
};

}  // namespace

std::span<const FunctionEntry> format_functions() { return kFormatFunctions; }

}  // namespace rootproof::terraform
