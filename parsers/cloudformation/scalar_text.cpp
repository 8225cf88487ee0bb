#include "parsers/cloudformation/scalar_text.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "parsers/source/limits.h"

namespace rootproof::cloudformation {

using syntax::ScalarStyle;
using syntax::SyntaxNode;
using value::StringPiece;
using value::TextPiece;

namespace {

std::size_t character_size(std::string_view text, std::size_t index) {
  std::size_t size = 1;
  while (index + size < text.size() && (static_cast<unsigned char>(text[index + size]) & 0xC0U) == 0x80U)
    ++size;
  return size;
}

/// What `\c` stands for in YAML double quotes and JSON, for the escapes of one letter both know.
std::optional<char> simple_escape(char c) {
  switch (c) {
    case '"':
      return '"';
    case '\\':
      return '\\';
    case '/':
      return '/';
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case 'r':
      return '\r';
    default:
      return std::nullopt;
  }
}

/// Walks text and source side by side. Each step that is not plain copying is checked against the text, and
/// what does not fit is asked from the syntax tree, which costs time in proportion to the position.
class PieceReader {
 public:
  PieceReader(const SyntaxNode& node, std::string_view source, std::size_t begin, std::size_t end)
      : node_(node), source_(source), text_(node.text()), style_(node.style()), index_(begin), end_(end) {
    file_ = node.span().file;
  }

  std::vector<StringPiece> read() {
    if (style_ == ScalarStyle::literal_block) find_indentation();
    while (index_ < end_) {
      if (!locate()) {
        const source::Span span = node_.text_span(index_, end_);
        add(text_.substr(index_, end_ - index_), span, false);
        break;
      }
      copy_run();
      if (index_ >= end_) break;
      if (read_line_start() || read_escape() || !offset_) continue;
      read_unlike();
    }
    if (pieces_.empty()) {
      pieces_.emplace_back(TextPiece{{}, node_.text_span(index_, index_), true});
    }
    return std::move(pieces_);
  }

 private:
  void add(std::string_view text, source::Span span, bool verbatim) {
    pieces_.emplace_back(TextPiece{std::string(text), span, verbatim});
  }

  [[nodiscard]] bool quoted() const {
    return style_ == ScalarStyle::double_quoted || style_ == ScalarStyle::json_string;
  }

  /// Sets the source offset of the current byte; false when asking for it has become too expensive.
  bool locate() {
    if (offset_) return true;
    asked_bytes_ += index_;
    if (asked_bytes_ > limits::kTextMappingSteps) return false;
    offset_ = node_.source_offset(index_);
    return true;
  }

  /// True where copying must stop although the bytes may agree: escapes, quotes, ends of lines.
  [[nodiscard]] bool special(char c) const {
    if (quoted()) return c == '\\' || c == '\n' || c == '\r';
    if (style_ == ScalarStyle::single_quoted) return c == '\'' || c == '\n' || c == '\r';
    return c == '\n' || c == '\r';
  }

  void copy_run() {
    std::size_t size = 0;
    while (index_ + size < end_ && *offset_ + size < source_.size() &&
           source_[*offset_ + size] == text_[index_ + size] && !special(source_[*offset_ + size])) {
      ++size;
    }
    const bool line_end = style_ == ScalarStyle::literal_block && index_ + size < end_ &&
                          text_[index_ + size] == '\n' && *offset_ + size < source_.size() &&
                          source_[*offset_ + size] == '\n';
    if (line_end) ++size;
    if (size == 0) return;
    const auto end = static_cast<std::uint32_t>(*offset_ + size);
    add(text_.substr(index_, size), {file_, *offset_, end}, true);
    index_ += size;
    offset_ = end;
    at_line_start_ = line_end;
  }

  /// Column of the content of a literal block: where its first character that is no line break stands.
  void find_indentation() {
    const std::size_t first = text_.find_first_not_of('\n');
    if (first == std::string_view::npos) return;
    const std::uint32_t offset = node_.source_offset(first);
    const std::size_t line_end = source_.substr(0, offset).rfind('\n');
    indentation_ = line_end == std::string_view::npos ? offset : offset - line_end - 1;
  }

  bool read_line_start() {
    if (!at_line_start_) return false;
    at_line_start_ = false;
    std::size_t skipped = 0;
    while (skipped < indentation_ && *offset_ + skipped < source_.size() &&
           source_[*offset_ + skipped] == ' ') {
      ++skipped;
    }
    const std::size_t next = *offset_ + skipped;
    const bool blank = next < source_.size() && (source_[next] == '\n' || source_[next] == '\r');
    if (skipped < indentation_ && !blank) {
      offset_.reset();
    } else {
      offset_ = static_cast<std::uint32_t>(next);
    }
    return true;
  }

  bool read_escape() {
    if (!offset_ || *offset_ + 1 >= source_.size()) return false;
    const char first = source_[*offset_];
    const char second = source_[*offset_ + 1];
    const bool doubled_quote = style_ == ScalarStyle::single_quoted && first == '\'' && second == '\'';
    const std::optional<char> escaped = quoted() && first == '\\' ? simple_escape(second) : std::nullopt;
    const bool crlf = style_ == ScalarStyle::literal_block && first == '\r' && second == '\n';
    const char meant = doubled_quote ? '\'' : crlf ? '\n' : escaped.value_or('\0');
    if (!(doubled_quote || crlf || escaped) || text_[index_] != meant) return false;
    add(text_.substr(index_, 1), {file_, *offset_, *offset_ + 2}, false);
    ++index_;
    offset_ = *offset_ + 2;
    at_line_start_ = crlf;
    return true;
  }

  /// One character whose source is something else: a folded line break, a numeric escape.
  void read_unlike() {
    const std::size_t size = std::min(character_size(text_, index_), end_ - index_);
    asked_bytes_ += index_;
    add(text_.substr(index_, size), node_.text_span(index_, index_ + size), false);
    index_ += size;
    offset_.reset();
  }

  const SyntaxNode& node_;
  std::string_view source_;
  std::string_view text_;
  ScalarStyle style_;
  std::size_t index_;
  std::size_t end_;
  source::FileId file_{};
  std::optional<std::uint32_t> offset_;
  std::size_t indentation_ = 0;
  bool at_line_start_ = false;
  std::size_t asked_bytes_ = 0;
  std::vector<StringPiece> pieces_;
};

}  // namespace

std::vector<StringPiece> scalar_pieces(const SyntaxNode& node, std::string_view source, std::size_t begin,
                                       std::size_t end) {
  return PieceReader(node, source, begin, end).read();
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

}  // namespace rootproof::cloudformation
