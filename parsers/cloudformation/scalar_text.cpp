#include "parsers/cloudformation/scalar_text.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "parsers/source/limits.h"

namespace rootproof::cloudformation {

using value::StringPiece;
using value::TextPiece;

std::vector<StringPiece> scalar_pieces(const syntax::ScalarPlaces& places, std::size_t begin,
                                       std::size_t end) {
  std::vector<StringPiece> pieces;
  while (begin < end && pieces.size() + 1 < limits::kTextPieces) {
    const syntax::ScalarRun& run = places.runs()[places.run_of(begin)];
    const std::size_t stop = std::min(run.text_end, end);
    pieces.emplace_back(TextPiece{std::string(places.text().substr(begin, stop - begin)),
                                  places.span(begin, stop), run.verbatim});
    begin = stop;
  }
  const bool rest = begin < end;
  if (rest || pieces.empty()) {
    pieces.emplace_back(
        TextPiece{std::string(places.text().substr(begin, end - begin)), places.span(begin, end), !rest});
  }
  return pieces;
}

namespace {

constexpr std::string_view kOpen = "{{resolve:";
constexpr std::string_view kClose = "}}";

/// A byte of a piece, or a hole as a whole.
struct Place {
  std::size_t piece = 0;
  std::size_t byte = 0;
};

std::optional<Place> find_text(const std::vector<StringPiece>& pieces, Place from, std::string_view wanted) {
  for (std::size_t i = from.piece; i < pieces.size(); ++i) {
    const auto* text = std::get_if<TextPiece>(&pieces[i]);
    if (text == nullptr) continue;
    const std::size_t at = text->text.find(wanted, i == from.piece ? from.byte : 0);
    if (at != std::string::npos) return Place{i, at};
  }
  return std::nullopt;
}

TextPiece part_of(const TextPiece& piece, std::size_t begin, std::size_t end) {
  TextPiece part{piece.text.substr(begin, end - begin), piece.span, piece.verbatim};
  if (piece.verbatim) {
    part.span.end = piece.span.begin + static_cast<std::uint32_t>(end);
    part.span.begin = piece.span.begin + static_cast<std::uint32_t>(begin);
  }
  return part;
}

void copy_range(const std::vector<StringPiece>& pieces, Place from, Place to, std::vector<StringPiece>& out) {
  for (std::size_t i = from.piece; i < pieces.size() && i <= to.piece; ++i) {
    const auto* text = std::get_if<TextPiece>(&pieces[i]);
    if (text == nullptr) {
      if (i < to.piece) out.push_back(pieces[i]);
      continue;
    }
    const std::size_t begin = i == from.piece ? from.byte : 0;
    const std::size_t end = i == to.piece ? to.byte : text->text.size();
    if (begin < end) out.emplace_back(part_of(*text, begin, end));
  }
}

/// The reference as one hole. Its text is its identity, unless it has holes itself.
value::Hole reference_hole(const std::vector<StringPiece>& reference, const value::Origin& origin) {
  value::Hole hole;
  bool whole = true;
  std::string name;
  std::optional<source::Span> span;
  for (const StringPiece& piece : reference) {
    if (const auto* text = std::get_if<TextPiece>(&piece)) {
      name += text->text;
      if (!span) span = text->span;
      if (span->file == text->span.file) span->end = std::max(span->end, text->span.end);
    } else {
      whole = false;
      name += "${" + std::get<value::Hole>(piece).symbol + "}";
    }
  }
  if (whole) hole.symbol = name;
  hole.reason = {value::ReasonKind::dynamic_reference, name, span.value_or(origin.span())};
  hole.origin = origin;
  return hole;
}

/// Pieces in which every marker lies inside one piece: neighbouring texts of one scalar are cut at line ends
/// and escapes, and a marker may lie across the parts of a Fn::Join.
std::vector<StringPiece> joined_texts(std::span<const StringPiece> pieces) {
  std::vector<StringPiece> joined;
  for (const StringPiece& piece : pieces) {
    const auto* next = std::get_if<TextPiece>(&piece);
    auto* last = joined.empty() ? nullptr : std::get_if<TextPiece>(&joined.back());
    if (next == nullptr || last == nullptr) {
      joined.push_back(piece);
      continue;
    }
    const bool neighbours = last->verbatim && next->verbatim && last->span.file == next->span.file &&
                            last->span.end == next->span.begin;
    const bool same_file = last->span.file == next->span.file;
    last->text += next->text;
    if (same_file) {
      last->span.begin = std::min(last->span.begin, next->span.begin);
      last->span.end = std::max(last->span.end, next->span.end);
    }
    last->verbatim = neighbours;
  }
  return joined;
}

/// A marker may be cut in two by a piece border; only then are the pieces joined, which costs exact places.
std::optional<std::vector<StringPiece>> pieces_with_marker(std::span<const StringPiece> pieces) {
  std::string all;
  for (const StringPiece& piece : pieces) {
    if (const auto* text = std::get_if<TextPiece>(&piece)) all += text->text;
  }
  if (all.find(kOpen) == std::string::npos) return std::nullopt;
  std::vector<StringPiece> own(pieces.begin(), pieces.end());
  const std::optional<Place> open = find_text(own, {}, kOpen);
  if (open && find_text(own, *open, kClose)) return own;
  return joined_texts(pieces);
}

value::Value replace_in_string(const value::Value& value) {
  const std::optional<std::vector<StringPiece>> pieces = pieces_with_marker(value.pieces());
  if (!pieces) return value;
  std::vector<StringPiece> result;
  Place done;
  while (const std::optional<Place> open = find_text(*pieces, done, kOpen)) {
    std::optional<Place> close = find_text(*pieces, *open, kClose);
    if (!close) break;
    close->byte += kClose.size();
    copy_range(*pieces, done, *open, result);
    std::vector<StringPiece> reference;
    copy_range(*pieces, *open, *close, reference);
    result.emplace_back(reference_hole(reference, value.origin()));
    done = *close;
  }
  copy_range(*pieces, done, {pieces->size(), 0}, result);
  return value::Value::string(std::move(result), value.origin());
}

}  // namespace

value::Value replace_dynamic_references(const value::Value& value) {
  if (value.is(value::Value::Kind::string)) return replace_in_string(value);
  if (!value.is(value::Value::Kind::one_of)) return value;
  std::vector<value::Alternative> alternatives;
  for (const value::Alternative& alternative : value.alternatives()) {
    alternatives.push_back({alternative.guard, replace_dynamic_references(alternative.value)});
  }
  return value::Value::one_of(std::move(alternatives), value.origin());
}

namespace {

/// True when text that may stand in the hole may hold the delimiter, so that the cut is not known.
bool may_contain(const value::Hole& hole, std::string_view delimiter) {
  switch (hole.kind) {
    case value::HoleKind::account_id:
      return delimiter.find_first_not_of("0123456789") == std::string_view::npos;
    case value::HoleKind::partition:
    case value::HoleKind::region:
      return delimiter.find_first_not_of("abcdefghijklmnopqrstuvwxyz-0123456789") == std::string_view::npos;
    case value::HoleKind::url_suffix:
      return delimiter.find_first_not_of("abcdefghijklmnopqrstuvwxyz-.0123456789") == std::string_view::npos;
    case value::HoleKind::any:
    case value::HoleKind::reference:
      return true;
  }
  return true;
}

}  // namespace

std::optional<std::vector<value::Value>> cut_text(const value::Value& string, std::string_view delimiter) {
  std::vector<value::Value> items;
  std::vector<StringPiece> current;
  for (const StringPiece& piece : string.pieces()) {
    if (const auto* hole = std::get_if<value::Hole>(&piece)) {
      if (may_contain(*hole, delimiter)) return std::nullopt;
      current.push_back(piece);
      continue;
    }
    const TextPiece& text = std::get<TextPiece>(piece);
    std::size_t begin = 0;
    while (true) {
      const std::size_t end = std::min(text.text.find(delimiter, begin), text.text.size());
      TextPiece part{text.text.substr(begin, end - begin), text.span, text.verbatim};
      if (text.verbatim) {
        part.span.begin = text.span.begin + static_cast<std::uint32_t>(begin);
        part.span.end = text.span.begin + static_cast<std::uint32_t>(end);
      }
      current.emplace_back(std::move(part));
      if (end == text.text.size()) break;
      items.push_back(value::Value::string(std::move(current), string.origin()));
      current.clear();
      begin = end + delimiter.size();
    }
  }
  items.push_back(value::Value::string(std::move(current), string.origin()));
  return items;
}

}  // namespace rootproof::cloudformation
