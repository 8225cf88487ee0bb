#include "parsers/cloudformation/scalar_text.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

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

/// What stands in a text for something else.
struct Marker {
  std::string_view open;
  std::string_view close;
  value::ReasonKind kind;
};

/// Dynamic references, which the service replaces, and variables that the Serverless Framework has replaced
/// before ("Variables" of its guide); not those whose names policy variables have, too: "${aws:username}".
constexpr std::array<Marker, 8> kMarkers{{
    {"{{resolve:", "}}", value::ReasonKind::dynamic_reference},
    {"${self:", "}", value::ReasonKind::placeholder},
    {"${opt:", "}", value::ReasonKind::placeholder},
    {"${env:", "}", value::ReasonKind::placeholder},
    {"${file(", "}", value::ReasonKind::placeholder},
    {"${param:", "}", value::ReasonKind::placeholder},
    {"${sls:", "}", value::ReasonKind::placeholder},
    {"${cf:", "}", value::ReasonKind::placeholder},
}};

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

/// A hole in a text for people: `${Stage}`.
std::string placeholder_of(const value::Hole& hole) {
  constexpr std::string_view kParameter = "parameter ";
  std::string_view name = hole.symbol.empty() ? std::string_view(hole.reason->detail) : hole.symbol;
  if (name.starts_with(kParameter)) name.remove_prefix(kParameter.size());
  return "${" + std::string(name) + "}";
}

/// The reference as one hole. Its text is its identity, unless it has holes itself.
value::Hole reference_hole(const std::vector<StringPiece>& reference, value::ReasonKind kind,
                           const value::Origin& origin) {
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
      name += placeholder_of(std::get<value::Hole>(piece));
    }
  }
  if (whole) hole.symbol = name;
  hole.reason = {kind, name, span.value_or(origin.span())};
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

/// A marker with its place; those of the Serverless Framework may hold others of theirs.
struct FoundMarker {
  const Marker* marker = nullptr;
  Place open;
  Place end;
};

std::optional<FoundMarker> next_marker(const std::vector<StringPiece>& pieces, Place from) {
  const auto before = [](const Place& left, const Place& right) {
    return left.piece != right.piece ? left.piece < right.piece : left.byte < right.byte;
  };
  std::optional<FoundMarker> first;
  for (const Marker& marker : kMarkers) {
    const std::optional<Place> open = find_text(pieces, from, marker.open);
    if (open && (!first || before(*open, first->open))) first = FoundMarker{&marker, *open, {}};
  }
  if (!first) return std::nullopt;
  constexpr std::string_view kInner = "${";
  Place at{first->open.piece, first->open.byte + first->marker->open.size()};
  for (std::size_t open = 1;;) {
    const std::optional<Place> close = find_text(pieces, at, first->marker->close);
    if (!close) return std::nullopt;
    const std::optional<Place> inner =
        first->marker->close.size() == 1 ? find_text(pieces, at, kInner) : std::nullopt;
    if (inner && before(*inner, *close)) {
      ++open;
      at = {inner->piece, inner->byte + kInner.size()};
      continue;
    }
    at = {close->piece, close->byte + first->marker->close.size()};
    if (--open == 0) break;
  }
  first->end = at;
  return first;
}

/// A marker may be cut in two by a piece border; only then are the pieces joined, which costs exact places.
std::optional<std::vector<StringPiece>> pieces_with_marker(std::span<const StringPiece> pieces) {
  std::string all;
  for (const StringPiece& piece : pieces) {
    if (const auto* text = std::get_if<TextPiece>(&piece)) all += text->text;
  }
  const bool braces = all.find("${") != std::string::npos || all.find("{{") != std::string::npos;
  const auto stands_there = [&](const Marker& marker) { return all.find(marker.open) != std::string::npos; };
  if (!braces || std::none_of(kMarkers.begin(), kMarkers.end(), stands_there)) return std::nullopt;
  std::vector<StringPiece> own(pieces.begin(), pieces.end());
  if (next_marker(own, {})) return own;
  return joined_texts(pieces);
}

value::Value replace_in_string(const value::Value& value) {
  const std::optional<std::vector<StringPiece>> pieces = pieces_with_marker(value.pieces());
  if (!pieces) return value;
  std::vector<StringPiece> result;
  Place done;
  while (const std::optional<FoundMarker> found = next_marker(*pieces, done)) {
    copy_range(*pieces, done, found->open, result);
    std::vector<StringPiece> reference;
    copy_range(*pieces, found->open, found->end, reference);
    result.emplace_back(reference_hole(reference, found->marker->kind, value.origin()));
    done = found->end;
  }
  copy_range(*pieces, done, {pieces->size(), 0}, result);
  return value::Value::string(std::move(result), value.origin());
}

}  // namespace

bool is_framework_variable(std::string_view name) {
  return std::any_of(kMarkers.begin(), kMarkers.end(), [name](const Marker& marker) {
    constexpr std::string_view kBegin = "${";
    return marker.open.starts_with(kBegin) && name.starts_with(marker.open.substr(kBegin.size()));
  });
}

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

CutText cut_text(const value::Value& string, std::string_view delimiter) {
  std::vector<value::Value> items;
  std::vector<StringPiece> current;
  for (const StringPiece& piece : string.pieces()) {
    if (const auto* hole = std::get_if<value::Hole>(&piece)) {
      if (may_contain(*hole, delimiter)) return {std::move(items), false};
      current.push_back(piece);
      continue;
    }
    const auto& text = std::get<TextPiece>(piece);
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
  return {std::move(items), true};
}

bool may_stand_in(const value::Hole& hole, std::string_view text) {
  const auto all_of = [&](std::string_view letters) {
    return text.find_first_not_of(letters) == std::string_view::npos;
  };
  if (hole.kind == value::HoleKind::account_id) return text.size() == 12 && all_of("0123456789");
  if (hole.kind != value::HoleKind::region) return true;
  const bool words =
      all_of("abcdefghijklmnopqrstuvwxyz-0123456789") && text.find('-') != std::string_view::npos;
  return words && text.back() >= '0' && text.back() <= '9';
}

namespace {

/// Puts the pieces of a JSON text together.
class JsonText {
 public:
  void write(const value::Value& value) {
    switch (value.kind()) {
      case value::Value::Kind::null:
      case value::Value::Kind::absent:
        return add("null");
      case value::Value::Kind::boolean:
        return add(value.as_boolean() ? "true" : "false");
      case value::Value::Kind::number:
        return add(value.as_number());
      case value::Value::Kind::string:
        return write_string(value);
      case value::Value::Kind::list:
        return write_list(value);
      case value::Value::Kind::map:
        return write_map(value);
      case value::Value::Kind::unknown:
      case value::Value::Kind::one_of: {
        const std::vector<value::Reason> reasons = value.reasons();
        value::Hole hole;
        hole.reason = reasons.empty()
                          ? value::Reason{value::ReasonKind::unsupported, "a choice inside Fn::ToJsonString",
                                          value.origin().span()}
                          : reasons.front();
        hole.origin = value.origin();
        pieces_.emplace_back(std::move(hole));
        return;
      }
    }
  }

  [[nodiscard]] std::vector<StringPiece> take() { return std::move(pieces_); }

 private:
  void add(std::string text, source::Span span = {}) {
    pieces_.emplace_back(TextPiece{std::move(text), span, false});
  }

  static std::string escaped(std::string_view text) {
    std::string result;
    for (const char c : text) {
      constexpr std::string_view kDigits = "0123456789abcdef";
      constexpr std::string_view kEscaped = "\"\\\b\f\n\r\t";
      constexpr std::string_view kLetters = "\"\\bfnrt";
      const auto byte = static_cast<unsigned char>(c);
      if (const std::size_t known = kEscaped.find(c); known != std::string_view::npos) {
        result += {'\\', kLetters[known]};
      } else if (byte < 0x20) {
        result += "\\u00";
        result += {kDigits[byte >> 4U], kDigits[byte & 0xFU]};
      } else {
        result += c;
      }
    }
    return result;
  }

  void write_string(const value::Value& value) {
    add("\"");
    for (const StringPiece& piece : value.pieces()) {
      const auto* text = std::get_if<TextPiece>(&piece);
      if (text == nullptr)
        pieces_.push_back(piece);
      else
        add(escaped(text->text), text->span);
    }
    add("\"");
  }

  void write_list(const value::Value& value) {
    add("[");
    for (std::size_t i = 0; i < value.items().size(); ++i) {
      if (i > 0) add(",");
      write(value.items()[i]);
    }
    add("]");
  }

  void write_map(const value::Value& value) {
    add("{");
    for (std::size_t i = 0; i < value.members().size(); ++i) {
      const value::Member& member = value.members()[i];
      add((i > 0 ? ",\"" : "\"") + escaped(member.key) + "\":");
      write(member.value);
    }
    add("}");
  }

  std::vector<StringPiece> pieces_;
};

}  // namespace

value::Value json_text(const value::Value& value) {
  JsonText text;
  text.write(value);
  return value::Value::string(text.take(), value.origin());
}

}  // namespace rootproof::cloudformation
