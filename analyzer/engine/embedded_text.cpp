#include "analyzer/engine/embedded_text.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "parsers/syntax/scalar_source.h"
#include "parsers/syntax/syntax_tree.h"

namespace rootproof::engine {
namespace {

using source::FileKind;
using source::SourceFile;
using source::Span;

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
  const auto quote = static_cast<std::uint32_t>(string->first - 1);
  const SourceFile scalar(file.id(), file.path(),
                          std::string(file.text().substr(quote, string->second + 1 - quote)));
  const syntax::ParsedSyntax parsed = syntax::parse_json(scalar);
  if (!parsed.complete || parsed.tree.documents() != 1 || !parsed.tree.document(0).is_scalar())
    return std::nullopt;
  const syntax::SyntaxNode node = parsed.tree.document(0);
  const std::string text(node.text());
  std::vector<std::uint32_t> offsets;
  const syntax::ScalarPlaces places(node);
  for (const syntax::ScalarRun& run : places.runs())
    for (std::size_t at = run.text_begin; at < run.text_end; ++at)
      offsets.push_back(quote + run.begin +
                        (run.verbatim ? static_cast<std::uint32_t>(at - run.text_begin) : 0));
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
