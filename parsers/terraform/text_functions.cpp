// Functions on text: join, split, trim, case changes and their like.
#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "parsers/source/limits.h"
#include "parsers/terraform/function_table.h"
#include "parsers/terraform/type.h"
#include "parsers/terraform/unicode_text.h"

namespace rootproof::terraform {
namespace {

using value::ListKind;
using value::Value;
using value::ValueType;
using Kind = value::Value::Kind;

Value lower(const Call& call) { return call.text(lower_case(call.text_argument(0))); }
Value upper(const Call& call) { return call.text(upper_case(call.text_argument(0))); }
Value title(const Call& call) { return call.text(title_case(call.text_argument(0))); }

/// Takes code points off the ends of a text while `strips` holds for them.
template <class Predicate>
std::string trimmed(std::string_view text, const Predicate& strips) {
  const std::vector<std::string_view> points = code_points(text);
  std::size_t begin = 0;
  std::size_t end = points.size();
  while (begin < end && strips(points[begin])) ++begin;
  while (end > begin && strips(points[end - 1])) --end;
  if (begin == end) return {};
  const char* last = points[end - 1].data() + points[end - 1].size();
  return {points[begin].data(), last};
}

Value trimspace(const Call& call) {
  return call.text(trimmed(call.text_argument(0),
                           [](std::string_view point) { return is_space(first_code_point(point)); }));
}

Value trim(const Call& call) {
  const std::string set = call.text_argument(1);
  const std::vector<std::string_view> points = code_points(set);
  return call.text(trimmed(call.text_argument(0), [&](std::string_view point) {
    return std::find(points.begin(), points.end(), point) != points.end();
  }));
}

Value chomp(const Call& call) {
  std::string text = call.text_argument(0);
  text.erase(text.find_last_not_of("\r\n") + 1);
  return call.text(text);
}

Value trimprefix(const Call& call) {
  const std::string text = call.text_argument(0);
  const std::string prefix = call.text_argument(1);
  return call.text(text.starts_with(prefix) ? text.substr(prefix.size()) : text);
}

Value trimsuffix(const Call& call) {
  const std::string text = call.text_argument(0);
  const std::string suffix = call.text_argument(1);
  return call.text(text.ends_with(suffix) ? text.substr(0, text.size() - suffix.size()) : text);
}

Value strrev(const Call& call) {
  const std::string text = call.text_argument(0);
  const std::vector<std::string_view> clusters = grapheme_clusters(text);
  std::string result;
  for (auto cluster = clusters.rbegin(); cluster != clusters.rend(); ++cluster) result += *cluster;
  return call.text(result);
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

/// The known text behind the last hole.
std::string known_suffix(const Value& value) {
  std::string suffix;
  if (!value.is(Kind::string)) return suffix;
  for (const value::StringPiece& piece : value.pieces()) {
    const auto* text = std::get_if<value::TextPiece>(&piece);
    if (text == nullptr)
      suffix.clear();
    else
      suffix += text->text;
  }
  return suffix;
}

Value startswith(const Call& call) {
  const std::optional<std::string> prefix = known_text(call.arguments[1]);
  if (!prefix) return call.unknown_because(call.arguments[1], ValueType::boolean);
  if (const std::optional<std::string> text = known_text(call.arguments[0]))
    return call.boolean(text->starts_with(*prefix));
  const std::string known = known_prefix(call.arguments[0]);
  if (known.starts_with(*prefix)) return call.boolean(true);
  const std::size_t common = std::min(known.size(), prefix->size());
  if (known.compare(0, common, *prefix, 0, common) != 0) return call.boolean(false);
  return call.unknown_because(call.arguments[0], ValueType::boolean);
}

Value endswith(const Call& call) {
  const std::optional<std::string> suffix = known_text(call.arguments[1]);
  if (!suffix) return call.unknown_because(call.arguments[1], ValueType::boolean);
  if (const std::optional<std::string> text = known_text(call.arguments[0]))
    return call.boolean(text->ends_with(*suffix));
  const std::string known = known_suffix(call.arguments[0]);
  if (known.ends_with(*suffix)) return call.boolean(true);
  const std::size_t common = std::min(known.size(), suffix->size());
  if (known.substr(known.size() - common) != suffix->substr(suffix->size() - common))
    return call.boolean(false);
  return call.unknown_because(call.arguments[0], ValueType::boolean);
}

Value strcontains(const Call& call) {
  return call.boolean(call.text_argument(0).find(call.text_argument(1)) != std::string::npos);
}

/// A text with parts that are not known, cut where none of them can hold a separator.
Value split_known_parts(const Call& call, const std::string& separator) {
  std::vector<Value> parts;
  std::vector<value::StringPiece> pieces;
  const auto cut = [&] { parts.push_back(Value::string(std::exchange(pieces, {}), call.origin())); };
  std::string text;  // what stands side by side is one text
  const auto take = [&] {
    std::size_t from = 0;
    for (std::size_t at = text.find(separator); at != std::string::npos; at = text.find(separator, from)) {
      pieces.emplace_back(value::TextPiece{text.substr(from, at - from), {}, false});
      cut();
      from = at + separator.size();
    }
    pieces.emplace_back(value::TextPiece{text.substr(from), {}, false});
    text.clear();
  };
  for (const value::StringPiece& piece : call.arguments[1].pieces()) {
    if (const auto* known = std::get_if<value::TextPiece>(&piece)) {
      text += known->text;
      continue;
    }
    take();
    pieces.push_back(piece);
  }
  take();
  cut();
  return call.list(std::move(parts), ListKind::list);
}

Value split(const Call& call) {
  for (const Value& argument : call.arguments) {
    if (argument.fully_known()) continue;
    const std::optional<std::string> separator = known_text(call.arguments[0]);
    if (!separator || separator->empty() || !is_outside_simple_gaps(*separator) ||
        !has_simple_gaps(call.arguments[1]))
      return call.unknown_because(argument, ValueType::list);
    return split_known_parts(call, *separator);
  }
  const std::string separator = call.text_argument(0);
  const std::string text = call.text_argument(1);
  std::vector<Value> parts;
  if (separator.empty()) {
    for (const std::string_view point : code_points(text)) parts.push_back(call.text(std::string(point)));
  } else {
    std::size_t from = 0;
    for (std::size_t at = text.find(separator); at != std::string::npos; at = text.find(separator, from)) {
      parts.push_back(call.text(text.substr(from, at - from)));
      from = at + separator.size();
    }
    parts.push_back(call.text(text.substr(from)));
  }
  return call.list(std::move(parts), ListKind::list);
}

Value join(const Call& call) {
  if (call.arguments.size() < 2) return call.invalid("at least one list is needed");
  std::vector<Value> parts;
  for (const Value& list : call.arguments.subspan(1)) {
    if (!list.is(Kind::list)) return call.unknown_because(list, ValueType::string);
    for (const Value& item : list.items()) {
      if (item.is(Kind::null)) return call.invalid("an element is null");
      if (!parts.empty()) parts.push_back(call.arguments[0]);
      parts.push_back(item);
    }
  }
  if (parts.size() == 1) return parts[0];
  for (Value& part : parts) part = with_texts(part);
  return value::concatenate(parts, call.origin()).value_or(call.invalid("an element is a collection"));
}

/// Offset and length count grapheme clusters; a negative offset counts from the end, a negative length takes
/// everything.
Value substr(const Call& call) {
  const std::string text = call.text_argument(0);
  const std::optional<std::int64_t> offset = call.whole_argument(1);
  const std::optional<std::int64_t> length = call.whole_argument(2);
  if (!offset || !length) return call.invalid("offset or length is no whole number");
  const std::vector<std::string_view> clusters = grapheme_clusters(text);
  const auto size = static_cast<std::int64_t>(clusters.size());
  const std::int64_t begin = std::clamp<std::int64_t>(*offset < 0 ? size + *offset : *offset, 0, size);
  // With an offset from the end Terraform takes the length 0 for "all there is" (go-cty Substr).
  const bool all = *length < 0 || *length > size - begin || (*length == 0 && *offset < 0);
  const std::int64_t end = all ? size : begin + *length;
  std::string result;
  for (std::int64_t i = begin; i < end; ++i) result += clusters[static_cast<std::size_t>(i)];
  return call.text(result);
}

Value indent(const Call& call) {
  const std::optional<std::int64_t> spaces = call.whole_argument(0);
  if (!spaces || *spaces < 0) return call.invalid("the number of spaces is no whole number");
  const std::string text = call.text_argument(1);
  const auto lines = static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
  if (*spaces > static_cast<std::int64_t>(limits::kValueBytes) ||
      lines * static_cast<std::uint64_t>(*spaces) > limits::kValueBytes)
    return call.too_large("kValueBytes");
  const std::string prefix(static_cast<std::size_t>(*spaces), ' ');
  std::string result;
  for (const char c : text) {
    result.push_back(c);
    if (c == '\n') result += prefix;
  }
  return call.text(result);
}

constexpr std::array kTextFunctions = {
    FunctionEntry{"chomp", "s>s", chomp},
    FunctionEntry{"endswith", "ss>b", endswith, Unknowns::parts},
    FunctionEntry{"indent", "ns>s", indent},
    FunctionEntry{"join", "sT*>s", join, Unknowns::parts},
    FunctionEntry{"lower", "s>s", lower},
    FunctionEntry{"split", "ss>l", split, Unknowns::parts},
    FunctionEntry{"startswith", "ss>b", startswith, Unknowns::parts},
    FunctionEntry{"strcontains", "ss>b", strcontains},
    FunctionEntry{"strrev", "s>s", strrev},
    FunctionEntry{"substr", "snn>s", substr},
    FunctionEntry{"title", "s>s", title},
    FunctionEntry{"trim", "ss>s", trim},
    FunctionEntry{"trimprefix", "ss>s", trimprefix},
    FunctionEntry{"trimspace", "s>s", trimspace},
    FunctionEntry{"trimsuffix", "ss>s", trimsuffix},
    FunctionEntry{"upper", "s>s", upper},
};

}  // namespace

std::span<const FunctionEntry> text_functions() { return kTextFunctions; }

}  // namespace rootproof::terraform
