#include "parsers/syntax/scalar_source.h"

#include <algorithm>

namespace rootproof::syntax {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_break(char c) { return c == '\n' || c == '\r'; }

std::size_t skip_blanks(std::string_view source, std::size_t position) {
  while (position < source.size() && is_blank(source[position])) ++position;
  return position;
}

std::size_t skip_break(std::string_view source, std::size_t position) {
  const bool pair = source[position] == '\r' && position + 1 < source.size() && source[position + 1] == '\n';
  return position + (pair ? 2 : 1);
}

// Plain loops: for the short distances inside scalars they are several times faster than find_first_of.

std::size_t line_end(std::string_view source, std::size_t position) {
  while (position < source.size() && !is_break(source[position])) ++position;
  return position;
}

std::size_t word_end(std::string_view source, std::size_t position) {
  while (position < source.size() && !is_blank(source[position]) && !is_break(source[position])) ++position;
  return position;
}

/// The next byte of a quoted scalar that does not stand for itself.
std::size_t quoted_run_end(std::string_view source, std::size_t position, char quote) {
  while (position < source.size() && source[position] != quote && source[position] != '\\' &&
         !is_break(source[position])) {
    ++position;
  }
  return position;
}

/// A run of decoded bytes and the source bytes it came from. Verbatim runs map byte by byte, others as a
/// whole.
struct Chunk {
  std::size_t text_size = 0;
  std::size_t begin = 0;
  std::size_t end = 0;
  bool verbatim = true;
};

/// Takes the runs of a scalar in order and looks for the one that holds a wanted byte. Without a wanted byte
/// it lets every run pass, and notes them when asked to.
class ChunkFinder {
 public:
  ChunkFinder() = default;
  explicit ChunkFinder(std::size_t wanted) : wanted_(wanted) {}
  explicit ChunkFinder(std::vector<ScalarRun>& runs) : runs_(&runs) {}

  /// True when the search is over.
  bool pass(const Chunk& chunk) {
    if (runs_ != nullptr) note(chunk);
    if (wanted_ - position_ >= chunk.text_size) {
      position_ += chunk.text_size;
      return false;
    }
    const std::size_t into = wanted_ - position_;
    found_ =
        chunk.verbatim ? range(chunk.begin + into, chunk.begin + into + 1) : range(chunk.begin, chunk.end);
    return true;
  }

  [[nodiscard]] std::optional<SourceRange> found() const { return found_; }

 private:
  static SourceRange range(std::size_t begin, std::size_t end) {
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }

  /// Neighbours become one run.
  void note(const Chunk& chunk) {
    if (chunk.text_size == 0) return;
    const SourceRange place = range(chunk.begin, chunk.end);
    const bool grows =
        !runs_->empty() && runs_->back().verbatim && chunk.verbatim && runs_->back().end == place.begin;
    if (!grows) runs_->push_back({position_, position_, place.begin, place.begin, chunk.verbatim});
    runs_->back().text_end = position_ + chunk.text_size;
    runs_->back().end = place.end;
  }

  std::size_t wanted_ = std::string_view::npos;
  std::size_t position_ = 0;
  std::optional<SourceRange> found_;
  std::vector<ScalarRun>* runs_ = nullptr;
};

/// The line breaks of a flow scalar at a run of blanks: where they are and where the text goes on.
struct FoldedBreaks {
  std::size_t count = 0;
  std::size_t begin = 0;  ///< the first blank or break
  std::size_t end = 0;    ///< after the blanks in front of the next text
};

FoldedBreaks read_folded_breaks(std::string_view source, std::size_t position) {
  FoldedBreaks breaks{0, position, position};
  std::size_t next = skip_blanks(source, position);
  while (next < source.size() && is_break(source[next])) {
    ++breaks.count;
    next = skip_blanks(source, skip_break(source, next));
    breaks.end = next;
  }
  return breaks;
}

// --- Quoted scalars -------------------------------------------------------------------------------------

void append_utf8(std::uint32_t code, std::string& text) {
  const auto put = [&text](std::uint32_t byte) { text.push_back(static_cast<char>(byte)); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0U | (code >> 6U));
    put(0x80U | (code & 0x3FU));
  } else if (code < 0x10000) {
    put(0xE0U | (code >> 12U));
    put(0x80U | ((code >> 6U) & 0x3FU));
    put(0x80U | (code & 0x3FU));
  } else {
    put(0xF0U | (code >> 18U));
    put(0x80U | ((code >> 12U) & 0x3FU));
    put(0x80U | ((code >> 6U) & 0x3FU));
    put(0x80U | (code & 0x3FU));
  }
}

std::optional<std::uint32_t> read_hex(std::string_view source, std::size_t position, std::size_t digits) {
  if (position + digits > source.size()) return std::nullopt;
  std::uint32_t value = 0;
  for (std::size_t i = position; i < position + digits; ++i) {
    const char c = source[i];
    std::uint32_t digit = 0;
    if (c >= '0' && c <= '9') {
      digit = static_cast<std::uint32_t>(c - '0');
    } else if (c >= 'a' && c <= 'f') {
      digit = static_cast<std::uint32_t>(c - 'a') + 10;
    } else if (c >= 'A' && c <= 'F') {
      digit = static_cast<std::uint32_t>(c - 'A') + 10;
    } else {
      return std::nullopt;
    }
    value = value << 4U | digit;
  }
  return value;
}

struct Escape {
  std::uint32_t code = 0;
  std::size_t size = 0;  ///< of the whole sequence, backslash included
};

/// \xXX, \uXXXX, \UXXXXXXXX; two \u of a surrogate pair are one character (JSON, RFC 8259 §7).
std::optional<Escape> read_hex_escape(std::string_view source, std::size_t position, std::size_t digits) {
  const std::optional<std::uint32_t> code = read_hex(source, position + 2, digits);
  if (!code || *code > 0x10FFFF) return std::nullopt;
  const std::size_t size = digits + 2;
  if (*code < 0xD800 || *code > 0xDFFF) return Escape{*code, size};
  if (*code >= 0xDC00 || source.substr(position + size, 2) != "\\u") return std::nullopt;
  const std::optional<std::uint32_t> low = read_hex(source, position + size + 2, 4);
  if (!low || *low < 0xDC00 || *low > 0xDFFF) return std::nullopt;
  return Escape{0x10000 + ((*code - 0xD800) << 10U) + (*low - 0xDC00), size + 6};
}

/// YAML 1.1 §5.6. The sequence begins with a backslash at `position`.
std::optional<Escape> read_escape(std::string_view source, std::size_t position) {
  if (position + 1 >= source.size()) return std::nullopt;
  switch (source[position + 1]) {
    case 'x':
      return read_hex_escape(source, position, 2);
    case 'u':
      return read_hex_escape(source, position, 4);
    case 'U':
      return read_hex_escape(source, position, 8);
    case '0':
      return Escape{0, 2};
    case 'a':
      return Escape{7, 2};
    case 'b':
      return Escape{8, 2};
    case 't':
    case '\t':
      return Escape{9, 2};
    case 'n':
      return Escape{10, 2};
    case 'v':
      return Escape{11, 2};
    case 'f':
      return Escape{12, 2};
    case 'r':
      return Escape{13, 2};
    case 'e':
      return Escape{27, 2};
    case 'N':
      return Escape{0x85, 2};
    case '_':
      return Escape{0xA0, 2};
    case 'L':
      return Escape{0x2028, 2};
    case 'P':
      return Escape{0x2029, 2};
    case ' ':
    case '"':
    case '\'':
    case '/':
    case '\\':
      return Escape{static_cast<std::uint8_t>(source[position + 1]), 2};
    default:
      return std::nullopt;
  }
}

/// Reads a quoted scalar once, passing every run to a ChunkFinder and appending what it means to `text`.
class QuotedReader {
 public:
  QuotedReader(std::string_view source, std::size_t begin, ChunkFinder& finder)
      : source_(source), quote_(source[begin]), position_(begin + 1), finder_(finder) {}

  /// False when the scalar is not closed or has an unknown escape sequence. Stops early when the finder has
  /// what it wants.
  bool read(QuotedScalar& result) {
    while (position_ < source_.size()) {
      const char c = source_[position_];
      if (c == quote_ && !is_doubled_quote()) {
        result.end = static_cast<std::uint32_t>(position_ + 1);
        result.closed = true;
        return true;
      }
      if (!read_piece(c, result)) return false;
      if (finder_.found()) return true;
    }
    return false;
  }

 private:
  bool is_doubled_quote() const {
    return quote_ == '\'' && position_ + 1 < source_.size() && source_[position_ + 1] == '\'';
  }

  bool read_piece(char c, QuotedScalar& result) {
    if (c == quote_) {
      emit("'", position_, position_ + 2, result);
      return true;
    }
    if (c == '\\' && quote_ == '"') return read_escape_sequence(result);
    if (is_blank(c) || is_break(c)) return read_white(result);
    read_verbatim(position_ + 1, result);
    return true;
  }

  /// Everything up to the next byte with a meaning of its own, beginning after `from`.
  void read_verbatim(std::size_t from, QuotedScalar& result) {
    const std::string_view stops = quote_ == '"' ? " \t\r\n\\\"" : " \t\r\n'";
    const std::size_t end = std::min(source_.find_first_of(stops, from), source_.size());
    result.text.append(source_.substr(position_, end - position_));
    finder_.pass({end - position_, position_, end, true});
    position_ = end;
  }

  bool read_escape_sequence(QuotedScalar& result) {
    if (position_ + 1 < source_.size() && is_break(source_[position_ + 1])) {
      // An escaped line break joins the lines; the blanks in front of the next line do not count.
      result.folded = true;
      position_ = skip_blanks(source_, skip_break(source_, position_ + 1));
      return true;
    }
    const std::optional<Escape> escape = read_escape(source_, position_);
    if (!escape) return false;
    std::string decoded;
    append_utf8(escape->code, decoded);
    emit(decoded, position_, position_ + escape->size, result);
    return true;
  }

  /// Blanks count as they are unless the line ends after them: one break is a space, n breaks are n-1 breaks.
  bool read_white(QuotedScalar& result) {
    const FoldedBreaks breaks = read_folded_breaks(source_, position_);
    if (breaks.count == 0) {
      read_verbatim(skip_blanks(source_, position_), result);
      return true;
    }
    result.folded = true;
    const std::string folded = breaks.count == 1 ? " " : std::string(breaks.count - 1, '\n');
    emit(folded, breaks.begin, breaks.end, result);
    return true;
  }

  void emit(std::string_view decoded, std::size_t begin, std::size_t end, QuotedScalar& result) {
    result.text.append(decoded);
    finder_.pass({decoded.size(), begin, end, false});
    position_ = end;
  }

  std::string_view source_;
  char quote_;
  std::size_t position_;
  ChunkFinder& finder_;
};

// --- Plain scalars --------------------------------------------------------------------------------------

/// Matches `text` with the source of a plain scalar; the end of the match, or nullopt.
std::optional<std::size_t> match_plain(std::string_view source, std::size_t position, std::string_view text,
                                       ChunkFinder& finder) {
  std::size_t done = 0;
  while (done < text.size() && !finder.found()) {
    if (position >= source.size()) return std::nullopt;
    if (is_blank(source[position]) || is_break(source[position])) {
      const FoldedBreaks breaks = read_folded_breaks(source, position);
      if (breaks.count > 0) {
        const std::string folded = breaks.count == 1 ? " " : std::string(breaks.count - 1, '\n');
        if (text.substr(done, folded.size()) != folded) return std::nullopt;
        finder.pass({folded.size(), breaks.begin, breaks.end, false});
        done += folded.size();
        position = breaks.end;
        continue;
      }
    }
    const std::size_t stop = skip_blanks(source, position);
    std::size_t end = stop > position ? stop : word_end(source, position);
    end = std::min({end, source.size(), position + (text.size() - done)});
    const std::size_t size = end - position;
    if (source.substr(position, size) != text.substr(done, size)) return std::nullopt;
    finder.pass({size, position, end, true});
    done += size;
    position = end;
  }
  return position;
}

// --- Block scalars --------------------------------------------------------------------------------------

/// Matches the lines of a block scalar with its decoded text.
class BlockReader {
 public:
  BlockReader(std::string_view source, std::size_t begin, std::string_view text, ChunkFinder& finder)
      : source_(source), text_(text), folded_(source[begin] == '>'), finder_(finder) {
    const std::size_t header_end = line_end(source, begin);
    const std::string_view header = source.substr(begin, header_end - begin);
    end_ = begin + header.substr(0, header.find_first_of(" \t#")).size();
    position_ = header_end < source.size() ? skip_break(source, header_end) : header_end;
    indentation_ = content_indentation(header);
  }

  bool match() {
    while (done_ < text_.size() && !finder_.found()) {
      if (position_ >= source_.size()) return match_rest_at_end();
      if (!match_line()) return false;
    }
    return true;
  }

  [[nodiscard]] std::size_t end() const { return end_; }

 private:
  struct Line {
    std::size_t content = 0;  ///< after the indentation
    std::size_t end = 0;      ///< at the line break
    [[nodiscard]] bool blank() const { return content == end; }
  };

  Line line_at(std::size_t position) const {
    Line line{position, line_end(source_, position)};
    while (line.content < line.end && line.content - position < indentation_ &&
           source_[line.content] == ' ') {
      ++line.content;
    }
    return line;
  }

  /// Indentation of the first line with content; with an indentation indicator (`|2`) the text says how many
  /// of that line's spaces belong to it.
  std::size_t content_indentation(std::string_view header) const {
    std::size_t position = position_;
    std::size_t first = skip_spaces(position);
    while (first < source_.size() && is_break(source_[first])) {
      position = skip_break(source_, first);
      first = skip_spaces(position);
    }
    const std::size_t spaces = first - position;
    const std::string_view indicators = header.substr(0, header.find_first_of(" \t#"));
    if (indicators.find_first_of("123456789") == std::string_view::npos) return spaces;
    const std::size_t text_line = std::min(text_.find_first_not_of('\n'), text_.size());
    const std::size_t text_spaces =
        std::min(text_.find_first_not_of(' ', text_line), text_.size()) - text_line;
    return spaces - std::min(spaces, text_spaces);
  }

  std::size_t skip_spaces(std::size_t position) const {
    while (position < source_.size() && source_[position] == ' ') ++position;
    return position;
  }

  bool match_line() {
    const Line line = line_at(position_);
    const std::size_t size = line.end - line.content;
    if (text_.substr(done_, size) != source_.substr(line.content, size)) return false;
    finder_.pass({size, line.content, line.end, true});
    done_ += size;
    if (!line.blank()) end_ = line.end;
    position_ = line.end;
    if (done_ >= text_.size() || finder_.found() || line.end >= source_.size()) return true;
    return folded_ && !line.blank() ? match_folded_breaks() : match_break();
  }

  bool match_break() {
    if (text_[done_] != '\n') return false;
    const std::size_t next = skip_break(source_, position_);
    take_break(position_, next);
    position_ = next;
    return true;
  }

  void take_break(std::size_t begin, std::size_t end) {
    const bool verbatim = end == begin + 1 && source_[begin] == '\n' && text_[done_] == '\n';
    finder_.pass({1, begin, end, verbatim});
    ++done_;
  }

  /// After a line of a folded scalar: n breaks up to the next line are a space (n = 1), n-1 breaks, or n
  /// breaks when a line beside them is indented further. The text tells which.
  bool match_folded_breaks() {
    const std::size_t first = position_;
    std::size_t breaks = 0;
    std::size_t next = position_;
    while (next < source_.size()) {
      const Line line = line_at(next);
      if (breaks > 0 && !line.blank()) break;
      next = line.end < source_.size() ? skip_break(source_, line.end) : line.end;
      ++breaks;
    }
    const std::size_t text_breaks = std::min(text_.find_first_not_of('\n', done_), text_.size()) - done_;
    if (text_breaks == 0) {
      if (breaks != 1 || text_[done_] != ' ') return false;
      take_break(first, skip_break(source_, first));
      position_ = next;
      return true;
    }
    const bool last = done_ + text_breaks == text_.size();
    if (!last && text_breaks != breaks && text_breaks + 1 != breaks) return false;
    // A dropped break is the first one: the others stand for the empty lines they end.
    std::size_t at = !last && text_breaks < breaks ? skip_break(source_, first) : first;
    for (std::size_t i = 0; i < text_breaks && !finder_.found(); ++i) {
      const std::size_t begin = std::min(line_end(source_, at), source_.size());
      at = begin < source_.size() ? skip_break(source_, begin) : begin;
      take_break(begin, at);
    }
    position_ = next;
    return true;
  }

  /// The file ends without a line break where the text has one.
  bool match_rest_at_end() {
    while (done_ < text_.size() && !finder_.found()) {
      if (text_[done_] != '\n') return false;
      take_break(source_.size(), source_.size());
    }
    return true;
  }

  std::string_view source_;
  std::string_view text_;
  bool folded_;
  ChunkFinder& finder_;
  std::size_t position_ = 0;
  std::size_t done_ = 0;
  std::size_t end_ = 0;
  std::size_t indentation_ = 0;
};

bool is_quoted(ScalarStyle style) {
  return style == ScalarStyle::single_quoted || style == ScalarStyle::double_quoted ||
         style == ScalarStyle::json_string;
}

}  // namespace

QuotedScalar decode_quoted(std::string_view source, std::uint32_t begin) {
  QuotedScalar result;
  // Most quoted scalars are short and hold nothing special.
  const char quote = source[begin];
  const std::size_t stop = quoted_run_end(source, begin + 1, quote);
  const bool doubled = quote == '\'' && source.substr(stop, 2) == "''";
  if (stop < source.size() && source[stop] == quote && !doubled) {
    result.closed = true;
    result.end = static_cast<std::uint32_t>(stop + 1);
    result.text = source.substr(begin + 1, stop - begin - 1);
    return result;
  }
  ChunkFinder none;
  QuotedReader(source, begin, none).read(result);
  return result;
}

std::optional<std::uint32_t> plain_end(std::string_view source, std::uint32_t begin, std::string_view text) {
  if (source.substr(begin, text.size()) == text) return begin + static_cast<std::uint32_t>(text.size());
  ChunkFinder none;
  const std::optional<std::size_t> end = match_plain(source, begin, text, none);
  if (!end) return std::nullopt;
  return static_cast<std::uint32_t>(*end);
}

std::optional<std::uint32_t> block_end(std::string_view source, std::uint32_t begin, std::string_view text) {
  ChunkFinder none;
  BlockReader reader(source, begin, text, none);
  if (!reader.match()) return std::nullopt;
  return static_cast<std::uint32_t>(reader.end());
}

std::uint32_t content_end(SourceRange span, ScalarStyle style) {
  return is_quoted(style) && span.end > span.begin ? span.end - 1 : span.end;
}

namespace {

/// Whether the source holds the text as it is, beginning at `first`.
bool is_verbatim(std::string_view source, SourceRange span, ScalarStyle style, std::string_view text,
                 std::uint32_t first) {
  return content_end(span, style) - first == text.size() && source.substr(first, text.size()) == text;
}

std::uint32_t content_begin(SourceRange span, ScalarStyle style) {
  return span.begin + (is_quoted(style) ? 1 : 0);
}

/// Reads the scalar as far as the finder wants.
void read_runs(std::string_view source, SourceRange span, ScalarStyle style, std::string_view text,
               ChunkFinder& finder) {
  if (is_quoted(style)) {
    QuotedScalar ignored;
    QuotedReader(source, span.begin, finder).read(ignored);
  } else if (style == ScalarStyle::literal_block || style == ScalarStyle::folded_block) {
    BlockReader(source, span.begin, text, finder).match();
  } else {
    (void)match_plain(source, span.begin, text, finder);
  }
}

}  // namespace

SourceRange locate_in_scalar(std::string_view source, SourceRange span, ScalarStyle style,
                             std::string_view text, std::size_t index) {
  const std::uint32_t first = content_begin(span, style);
  if (is_verbatim(source, span, style, text, first)) {
    const std::uint32_t begin = first + static_cast<std::uint32_t>(index);
    return {begin, begin + 1};
  }
  ChunkFinder finder(index);
  read_runs(source, span, style, text, finder);
  return finder.found().value_or(SourceRange{span.begin, content_end(span, style)});
}

ScalarPlaces::ScalarPlaces(const SyntaxNode& node) : text_(node.text()), file_(node.span().file) {
  const std::string_view source = node.file().text();
  const SourceRange span{node.span().begin, node.span().end};
  const ScalarStyle style = node.style();
  content_end_ = content_end(span, style);
  const std::uint32_t first = content_begin(span, style);
  if (is_verbatim(source, span, style, text_, first)) {
    runs_.push_back({0, text_.size(), first, content_end_, true});
    return;
  }
  ChunkFinder all(runs_);
  read_runs(source, span, style, text_, all);
  const std::size_t placed = runs_.empty() ? 0 : runs_.back().text_end;
  if (placed < text_.size() || runs_.empty())
    runs_.push_back({placed, text_.size(), span.begin, content_end_, false});
}

std::size_t ScalarPlaces::run_of(std::size_t index) const {
  const auto after =
      std::upper_bound(runs_.begin() + 1, runs_.end(), index,
                       [](std::size_t wanted, const ScalarRun& run) { return wanted < run.text_begin; });
  return static_cast<std::size_t>(after - runs_.begin()) - 1;
}

SourceRange ScalarPlaces::range_of(std::size_t index) const {
  if (index >= text_.size()) return {content_end_, content_end_};
  const ScalarRun& run = runs_[run_of(index)];
  if (!run.verbatim) return {run.begin, run.end};
  const std::uint32_t begin = run.begin + static_cast<std::uint32_t>(index - run.text_begin);
  return {begin, begin + 1};
}

source::Span ScalarPlaces::span(std::size_t begin, std::size_t end) const {
  const std::uint32_t first = range_of(begin).begin;
  end = std::min(end, text_.size());
  return {file_, first, begin < end ? range_of(end - 1).end : first};
}

}  // namespace rootproof::syntax
