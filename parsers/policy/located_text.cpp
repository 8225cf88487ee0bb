#include "parsers/policy/located_text.h"

#include <algorithm>
#include <utility>

namespace rootproof::policy {

using value::Hole;
using value::StringPiece;
using value::TextPiece;

namespace {

bool is_place(const source::Span& span) { return span.end > span.begin; }

/// Where a piece is written: its own text, or what its hole comes from.
source::Span piece_span(const StringPiece& piece) {
  if (const auto* text = std::get_if<TextPiece>(&piece)) return text->span;
  const auto& hole = std::get<Hole>(piece);
  return hole.origin.empty() ? hole.reason->span : hole.origin.span();
}

}  // namespace

LocatedText::LocatedText(value::Value string) : string_(std::move(string)) {
  for (const StringPiece& piece : string_.pieces()) {
    pieces_.push_back({text_.size(), &piece});
    if (const auto* text = std::get_if<TextPiece>(&piece))
      text_ += text->text;
    else
      text_ += '\0';
  }
}

std::size_t LocatedText::piece_at(std::size_t index) const {
  const auto after = std::upper_bound(pieces_.begin(), pieces_.end(), index,
                                      [](std::size_t at, const Piece& piece) { return at < piece.begin; });
  return after == pieces_.begin() ? 0 : static_cast<std::size_t>(after - pieces_.begin()) - 1;
}

const Hole* LocatedText::hole(std::size_t index) const {
  if (index >= text_.size() || text_[index] != '\0') return nullptr;
  return std::get_if<Hole>(pieces_[piece_at(index)].piece);
}

source::Span LocatedText::byte_span(std::size_t index) const {
  const Piece& piece = pieces_[piece_at(index)];
  const source::Span whole = piece_span(*piece.piece);
  const auto* text = std::get_if<TextPiece>(piece.piece);
  if (text == nullptr || !text->verbatim) return whole;
  const auto begin = whole.begin + static_cast<std::uint32_t>(index - piece.begin);
  return {whole.file, begin, begin + 1};
}

source::Span LocatedText::span(std::size_t begin, std::size_t end) const {
  const source::Span fallback = string_.origin().empty() ? source::Span{} : string_.origin().span();
  if (pieces_.empty() || begin >= text_.size()) return fallback;
  const source::Span first = byte_span(begin);
  const source::Span last = end > begin ? byte_span(std::min(end, text_.size()) - 1) : first;
  if (!is_place(first)) return is_place(last) ? last : fallback;
  if (end <= begin) return {first.file, first.begin, first.begin};
  // A hole may come from another file, or from before the text: then the place of the beginning must do.
  if (!is_place(last) || last.file != first.file || last.end < first.end) return first;
  return {first.file, first.begin, last.end};
}

void LocatedText::append_pieces(std::size_t begin, std::size_t end, std::vector<StringPiece>& out) const {
  while (begin < end) {
    const std::size_t index = piece_at(begin);
    const std::size_t piece_begin = pieces_[index].begin;
    const std::size_t piece_end = index + 1 < pieces_.size() ? pieces_[index + 1].begin : text_.size();
    const std::size_t stop = std::min(end, piece_end);
    if (const auto* text = std::get_if<TextPiece>(pieces_[index].piece)) {
      TextPiece part{text->text.substr(begin - piece_begin, stop - begin), text->span, text->verbatim};
      if (text->verbatim && is_place(text->span)) {
        part.span.begin = text->span.begin + static_cast<std::uint32_t>(begin - piece_begin);
        part.span.end = part.span.begin + static_cast<std::uint32_t>(stop - begin);
      }
      out.emplace_back(std::move(part));
    } else {
      out.push_back(*pieces_[index].piece);
    }
    // Pieces without bytes share their beginning with the next one; piece_at() names the last of them.
    begin = std::max(stop, begin + 1);
  }
}

source::Span written_span(const value::Value& value) {
  if (value.is(value::Value::Kind::string) && !value.pieces().empty()) {
    const LocatedText text(value);
    if (!text.text().empty()) {
      const source::Span span = text.span(0, text.text().size());
      if (is_place(span)) return span;
    }
  }
  return value.origin().empty() ? source::Span{} : value.origin().span();
}

}  // namespace rootproof::policy
