#include "analyzer/engine/embedded_text.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace rootproof::engine {
namespace {

using source::FileKind;
using source::SourceFile;
using source::Span;

constexpr std::uint32_t kFirstSurrogate = 0xD800;
constexpr std::uint32_t kLastSurrogate = 0xDFFF;

bool is_json(const SourceFile& file) {
  const std::string_view text = file.text();
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return file.kind == FileKind::terraform_json ||
         (file.kind != FileKind::terraform && first != std::string_view::npos &&
          (text[first] == '{' || text[first] == '['));
}

/// The bytes between the quotation marks of the string that a place stands in.
std::optional<std::pair<std::size_t, std::size_t>> string_around(std::string_view text, Span place) {
  // No string of JSON goes over lines.
  const std::size_t line = text.rfind('\n', place.begin) + 1;
  for (std::size_t at = text.find('"', line); at < place.begin; at = text.find('"', at + 1)) {
    const std::size_t begin = at + 1;
    for (at = begin; at < text.size() && text[at] != '"';) at += text[at] == '\\' ? 2U : 1U;
    if (at >= text.size()) return std::nullopt;
    if (place.begin < begin || place.begin >= at) continue;
    if (place.end > at) return std::nullopt;
    return std::pair(begin, at);
  }
  return std::nullopt;
}

std::optional<std::uint32_t> hexadecimal(std::string_view digits) {
  if (digits.size() != 4) return std::nullopt;
  std::uint32_t value = 0;
  for (const char c : digits) {
    const std::size_t digit = std::string_view("0123456789abcdef").find(static_cast<char>(c | 0x20));
    if (digit == std::string_view::npos) return std::nullopt;
    value = value * 16 + static_cast<std::uint32_t>(digit);
  }
  return value;
}

void append_utf8(std::string& text, std::uint32_t code_point) {
  const auto add = [&text](std::uint32_t byte) { text += static_cast<char>(byte); };
  if (code_point < 0x80) return add(code_point);
  if (code_point < 0x800) {
    add(0xC0U | (code_point >> 6U));
  } else {
    add(0xE0U | (code_point >> 12U));
    add(0x80U | ((code_point >> 6U) & 0x3FU));
  }
  add(0x80U | (code_point & 0x3FU));
}

/// Adds what the escape at `at` stands for; the place behind it, or nullopt.
std::optional<std::size_t> unescape(std::string_view written, std::size_t at, std::string& text) {
  constexpr std::string_view kNames = "\"\\/bfnrt";
  constexpr std::string_view kCharacters = "\"\\/\b\f\n\r\t";
  if (at + 1 >= written.size()) return std::nullopt;
  if (const std::size_t name = kNames.find(written[at + 1]); name != std::string_view::npos) {
    text += kCharacters[name];
    return at + 2;
  }
  const std::optional<std::uint32_t> code_point =
      written[at + 1] == 'u' ? hexadecimal(written.substr(at + 2, 4)) : std::nullopt;
  if (!code_point || (*code_point >= kFirstSurrogate && *code_point <= kLastSurrogate)) return std::nullopt;
  append_utf8(text, *code_point);
  return at + 6;
}

}  // namespace

EmbeddedText::EmbeddedText(const SourceFile& file, const std::string& text,
                           std::vector<std::uint32_t> offsets)
    : text_(file.id(), file.path(), text), offsets_(std::move(offsets)) {
  text_.kind = file.kind == FileKind::terraform_json ? FileKind::terraform : file.kind;
}

std::optional<EmbeddedText> EmbeddedText::around(const SourceFile& file, Span place) {
  if (!is_json(file) || place.empty()) return std::nullopt;
  const auto string = string_around(file.text(), place);
  if (!string || (place.begin == string->first && place.end == string->second)) return std::nullopt;
  const std::string_view written = file.text().substr(0, string->second);
  std::string text;
  std::vector<std::uint32_t> offsets;
  for (std::size_t at = string->first; at < written.size();) {
    const std::size_t begin = at;
    if (written[at] != '\\') {
      text += written[at++];
    } else {
      const std::optional<std::size_t> behind = unescape(written, at, text);
      if (!behind) return std::nullopt;
      at = *behind;
    }
    offsets.resize(text.size(), static_cast<std::uint32_t>(begin));
  }
  offsets.push_back(static_cast<std::uint32_t>(string->second));
  EmbeddedText result(file, text, std::move(offsets));
  if (result.text().text() != text) return std::nullopt;  // it begins as UTF-16 or with a byte order mark
  return result;
}

std::optional<Span> EmbeddedText::inside(Span place) const {
  if (place.begin < offsets_.front() || place.end > offsets_.back()) return std::nullopt;
  const auto at = [this](std::uint32_t offset) {
    return static_cast<std::uint32_t>(std::lower_bound(offsets_.begin(), offsets_.end(), offset) -
                                      offsets_.begin());
  };
  return Span{place.file, at(place.begin), at(place.end)};
}

Span EmbeddedText::outside(Span place) const {
  return {place.file, offsets_[place.begin], offsets_[place.end]};
}

std::string escaped_for_json(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '"' || c == '\\')
      result.append("\\").append(1, c);
    else if (c == '\n')
      result += "\\n";
    else if (c == '\r')
      result += "\\r";
    else if (c == '\t')
      result += "\\t";
    else
      result += c;
  }
  return result;
}

}  // namespace rootproof::engine
