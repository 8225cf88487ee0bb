#include "parsers/syntax/regular_yaml.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/syntax/scalar.h"
#include "parsers/syntax/scalar_source.h"
#include "parsers/syntax/syntax_tree_builder.h"

namespace rootproof::syntax {
namespace {

constexpr std::size_t kKeyBytes = 1'000;  // yaml-cpp takes no longer ones
constexpr int kTop = -1;                  // the column around the document

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// What a byte means to plain text.
enum class PlainByte : std::uint8_t { text, colon, hash, line_break, flow_end, strange };

constexpr std::array<PlainByte, 256> plain_bytes() {
  std::array<PlainByte, 256> table{};
  for (std::size_t byte = 0; byte < ' '; ++byte) table[byte] = PlainByte::strange;
  table[0x7F] = PlainByte::strange;
  table['\n'] = PlainByte::line_break;
  table[':'] = PlainByte::colon;
  table['#'] = PlainByte::hash;
  for (const char c : {',', '[', ']', '{', '}', '?'})
    table[static_cast<std::uint8_t>(c)] = PlainByte::flow_end;
  return table;
}

constexpr std::array<PlainByte, 256> kPlainBytes = plain_bytes();

/// Bytes that plain text begins with whatever follows. Some others may begin it too.
bool begins_plain(char c) {
  return is_letter_or_digit(c) || static_cast<std::uint8_t>(c) >= 0x80U ||
         std::string_view("_/$(.+^\\~=;<").find(c) != std::string_view::npos;
}

/// Functions return false where the text is not regular; the reading ends there.
class RegularReader {
 public:
  /// `returns`: where the text has line breaks that are a carriage return and a line feed in the file.
  RegularReader(std::string_view text, const std::vector<std::uint32_t>& returns, SyntaxTree& tree,
                source::Problems& problems)
      : text_(text), returns_(returns), builder_(tree, problems) {}

  bool read_document() {
    if (text_.empty() || static_cast<std::uint8_t>(text_[0]) >= 0x80U) return false;
    // Bytes that yaml-cpp takes for the end.
    for (const char c : {'\x04', '\0'}) {
      if (text_.find(c) != std::string_view::npos) return false;
    }
    if (!skip_to_content()) return false;
    if (text_.substr(at_, 4) == "---\n" && at_ == line_) {
      at_ += 3;
      cursor_ = at_;
      if (!skip_to_content()) return false;
    }
    return at_ < text_.size() && node_on_own_line(kTop, {}) && skip_to_content() && at_ == text_.size();
  }

 private:
  struct Scalar {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string_view text;
    ScalarStyle style = ScalarStyle::plain;
  };

  // --- Places -------------------------------------------------------------------------------------------

  /// The offset in the file.
  [[nodiscard]] std::uint32_t in_file(std::size_t place) const {
    const auto at = static_cast<std::uint32_t>(place);
    if (returns_.empty()) return at;
    const auto above = std::lower_bound(returns_.begin(), returns_.end(), at) - returns_.begin();
    return at + static_cast<std::uint32_t>(above);
  }

  [[nodiscard]] int column() const { return static_cast<int>(at_ - line_); }
  [[nodiscard]] char byte_at(std::size_t position) const {
    return position < text_.size() ? text_[position] : '\n';
  }
  [[nodiscard]] bool ends_word(std::size_t position) const {
    return byte_at(position) == ' ' || byte_at(position) == '\n';
  }
  [[nodiscard]] bool at_list_item() const { return byte_at(at_) == '-' && ends_word(at_ + 1); }
  [[nodiscard]] bool at_line_end() const {
    return byte_at(at_) == '\n' || (byte_at(at_) == '#' && text_[at_ - 1] == ' ');
  }

  void skip_spaces() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }

  /// Behind spaces, line breaks and comments.
  bool skip_to_content() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\n') {
        line_ = ++at_;
      } else if (c == '#') {
        if (at_ != line_ && text_[at_ - 1] != ' ') return false;
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (c != ' ') {
        return c != '\t';
      } else {
        ++at_;
      }
    }
    return true;
  }

  /// The same inside of brackets, where a line must not look like the end of the document.
  bool skip_inside_brackets() {
    const std::size_t line = line_;
    if (!skip_to_content() || at_ == text_.size()) return false;
    return line == line_ || at_ != line_ || (text_[at_] != '-' && text_[at_] != '.');
  }

  /// Nothing but a comment follows on the line.
  bool end_line() {
    skip_spaces();
    return at_line_end();
  }

  // --- Blocks -------------------------------------------------------------------------------------------

  /// What stands at the beginning of a line, or the end of the text, as the value of something in `outer`.
  bool node_on_own_line(int outer, std::string_view tag) {
    if (column() <= outer) return false;
    if (at_list_item()) return sequence(tag);
    const char c = text_[at_];
    if (c == '[' || c == '{') return flow_collection(tag) && end_line();
    const bool plain_value = tag.empty() && outer != kTop;
    if (c == '!') return plain_value && tagged(outer, false);
    if (c == '|' || c == '>') return plain_value && block_text(outer, {});
    const std::optional<Scalar> found = scalar(false);
    if (!found) return false;
    if (at_colon()) return mapping(*found, tag);
    return outer != kTop && end_scalar(*found, outer, tag);
  }

  /// What follows on the next lines after `key:` or a tag, or nothing. `place`: where it would be empty.
  bool value_on_next_lines(int outer, std::string_view tag, std::size_t place) {
    if (!skip_to_content()) return false;
    // A list may stand at the column of the mapping whose key it belongs to.
    const bool list = at_ < text_.size() && column() == outer && at_list_item() &&
                      builder_.innermost_kind() == NodeKind::mapping;
    if (list) return sequence(tag);
    if (at_ < text_.size() && column() > outer) return node_on_own_line(outer, tag);
    // Behind a tag yaml-cpp's reader looks whether the next text is the one that is missing.
    if (!tag.empty() && std::string_view("\"'|>!&").find(byte_at(at_)) != std::string_view::npos)
      return false;
    add_empty(place, tag);
    return true;
  }

  /// What stands behind `key:` or `-`. `entry`: a mapping or list may begin here.
  bool value(int outer, bool entry) {
    const std::size_t place = at_;
    skip_spaces();
    if (at_line_end()) return value_on_next_lines(outer, {}, place);
    if (text_[at_] == '!') return tagged(outer, entry);
    if (entry && at_list_item()) return sequence({});
    return untagged(outer, {}, entry);
  }

  bool tagged(int outer, bool entry) {
    const std::string_view tag = read_tag();
    if (tag.empty()) return false;
    const std::size_t place = at_;
    skip_spaces();
    if (!at_line_end()) return untagged(outer, tag, entry);
    return value_on_next_lines(outer, tag, place);
  }

  /// Empty where it is not one of letters.
  std::string_view read_tag() {
    const std::size_t begin = at_++;
    while (is_letter_or_digit(byte_at(at_)) || byte_at(at_) == ':') ++at_;
    return at_ - begin > 1 && ends_word(at_) ? text_.substr(begin, at_ - begin) : std::string_view();
  }

  bool untagged(int outer, std::string_view tag, bool entry) {
    const char c = text_[at_];
    if (c == '[' || c == '{') return flow_collection(tag) && end_line();
    if (c == '|' || c == '>') return block_text(outer, tag);
    const std::optional<Scalar> found = scalar(false);
    if (!found) return false;
    if (at_colon()) return entry && tag.empty() && mapping(*found, {});
    return end_scalar(*found, outer, tag);
  }

  /// A scalar that is no key, with the lines that it may go on over.
  bool end_scalar(Scalar found, int outer, std::string_view tag) {
    if (found.style == ScalarStyle::plain && byte_at(at_) == '\n' && continues(outer)) {
      if (!read_continuation(found, outer)) return false;
    }
    if (!tag.empty() && is_blank(found)) return false;
    add(found, tag);
    return end_line();
  }

  /// Whether yaml-cpp may read nothing at all: it drops line breaks from text without anything else.
  [[nodiscard]] bool is_blank(const Scalar& scalar) const {
    return scalar.end - scalar.begin > 2 && scalar.text.find_first_not_of(" \n") == std::string_view::npos;
  }

  /// Where the next line with content stands right of `outer` and is no comment: plain text goes on there.
  [[nodiscard]] bool continues(int outer) const {
    const std::size_t next = text_.find_first_not_of(" \n", at_);
    if (next == std::string_view::npos || text_[next] == '#') return false;
    return static_cast<int>(next - (text_.rfind('\n', next) + 1)) > outer;
  }

  bool read_continuation(Scalar& found, int outer) {
    decoded_ = found.text;
    while (byte_at(at_) == '\n' && continues(outer)) {
      const std::size_t next = text_.find_first_not_of(" \n", at_);
      add_folded_breaks(next);
      if (!skip_plain(false) || byte_at(at_) == ':') return false;
      found.end = end_of_words(at_);
      if (found.end <= next) return false;
      decoded_ += text_.substr(next, found.end - next);
    }
    found.text = decoded_;
    return true;
  }

  /// Goes on with the text at `next`, some lines further.
  void add_folded_breaks(std::size_t next) {
    const auto breaks = std::count(text_.begin() + static_cast<std::ptrdiff_t>(at_),
                                   text_.begin() + static_cast<std::ptrdiff_t>(next), '\n');
    add_breaks(true, static_cast<std::size_t>(breaks));
    line_ = text_.rfind('\n', next) + 1;
    at_ = next;
  }

  [[nodiscard]] std::size_t end_of_words(std::size_t end) const {
    while (text_[end - 1] == ' ') --end;
    return end;
  }

  /// From behind its first key.
  bool mapping(const Scalar& first_key, std::string_view tag) {
    const int own = static_cast<int>(first_key.begin - line_);
    builder_.open(NodeKind::mapping, in_file(first_key.begin), tag);
    for (std::optional<Scalar> key = first_key; true; key = scalar(false)) {
      if (!key || !at_colon() || !is_regular_key(*key)) return false;
      add(*key, {});
      ++at_;
      if (!value(own, false) || !skip_to_content()) return false;
      if (at_ == text_.size() || column() < own) break;
      if (column() > own || at_list_item()) return false;
    }
    builder_.close(in_file(cursor_));
    return true;
  }

  bool sequence(std::string_view tag) {
    const int own = column();
    builder_.open(NodeKind::sequence, in_file(at_), tag);
    while (true) {
      ++at_;
      if (!value(own, true) || !skip_to_content()) return false;
      if (at_ == text_.size() || column() < own) break;
      if (column() > own) return false;
      if (!at_list_item()) break;
    }
    builder_.close(in_file(cursor_));
    return true;
  }

  /// A key that says null is one that yaml-cpp leaves to its reader to find.
  /// at_ is at its colon: blanks in front of that count.
  [[nodiscard]] bool is_regular_key(const Scalar& key) const {
    return at_ - key.begin <= kKeyBytes &&
           (key.style != ScalarStyle::plain || resolve_plain(key.text) != ScalarType::null);
  }

  /// Behind a key.
  [[nodiscard]] bool at_colon() const { return byte_at(at_) == ':' && ends_word(at_ + 1); }

  // --- Scalars ------------------------------------------------------------------------------------------

  void add(const Scalar& scalar, std::string_view tag) {
    const bool by_looks = scalar.style == ScalarStyle::plain && tag.empty();
    builder_.add_scalar({in_file(scalar.begin), in_file(scalar.end), scalar.text, scalar.style,
                         by_looks ? resolve_plain(scalar.text) : ScalarType::string, tag});
    cursor_ = scalar.end;
  }

  void add_empty(std::size_t place, std::string_view tag) {
    const ScalarType type = tag.empty() ? ScalarType::null : ScalarType::string;
    builder_.add_scalar({in_file(place), in_file(place), {}, ScalarStyle::empty, type, tag});
    cursor_ = place;
  }

  /// Reads the scalar on this line; at_ is behind it. Its text is valid until the next one is read.
  std::optional<Scalar> scalar(bool flow) {
    const char c = byte_at(at_);
    return c == '"' || c == '\'' ? quoted(c) : plain(flow);
  }

  std::optional<Scalar> plain(bool flow) {
    const char first = byte_at(at_);
    const bool dash = first == '-' && at_ != line_ && is_letter_or_digit(byte_at(at_ + 1));
    const bool colon = first == ':' && !flow && !ends_word(at_ + 1);
    const bool document_end = at_ == line_ && text_.substr(at_, 3) == "...";
    if (document_end || (!dash && !colon && !begins_plain(first))) return std::nullopt;
    const std::size_t begin = at_;
    if (!skip_plain(flow)) return std::nullopt;
    const std::size_t end = end_of_words(at_);
    return Scalar{begin, end, text_.substr(begin, end - begin), ScalarStyle::plain};
  }

  bool skip_plain(bool flow) {
    for (; at_ < text_.size(); ++at_) {
      switch (kPlainBytes[static_cast<std::uint8_t>(text_[at_])]) {
        case PlainByte::text:
          break;
        case PlainByte::line_break:
          return true;
        case PlainByte::colon:
          if (ends_word(at_ + 1)) return true;
          if (flow && kPlainBytes[static_cast<std::uint8_t>(text_[at_ + 1])] == PlainByte::flow_end)
            return false;
          break;
        case PlainByte::hash:
          if (text_[at_ - 1] == ' ') return true;
          break;
        case PlainByte::flow_end:
          if (flow) return true;
          break;
        case PlainByte::strange:
          return false;
      }
    }
    return true;
  }

  std::optional<Scalar> quoted(char quote) {
    const std::size_t begin = at_;
    const std::size_t line = line_;
    bool verbatim = true;
    for (++at_; byte_at(at_) != quote || (quote == '\'' && byte_at(at_ + 1) == quote); ++at_) {
      if (at_ >= text_.size()) return std::nullopt;
      const char c = text_[at_];
      if (c == '\n' && !begin_quoted_line()) return std::nullopt;
      if (static_cast<std::uint8_t>(c) < ' ' && c != '\n') return std::nullopt;
      const bool escape = c == '\\' && quote == '"';
      if (!escape && c != quote) continue;
      verbatim = false;
      ++at_;
      if (escape && !is_regular_escape()) return std::nullopt;
    }
    const std::size_t end = ++at_;
    skip_spaces();
    const ScalarStyle style = quote == '"' ? ScalarStyle::double_quoted : ScalarStyle::single_quoted;
    const bool one_line = line == line_;
    if (verbatim && one_line) return Scalar{begin, end, text_.substr(begin + 1, end - begin - 2), style};
    decoded_ = decode_quoted(text_, static_cast<std::uint32_t>(begin)).text;
    const bool key = byte_at(at_) == ':';
    if (!one_line && key) return std::nullopt;
    return Scalar{begin, end, decoded_, style};
  }

  /// What stands behind a backslash, at at_.
  bool is_regular_escape() {
    const char c = byte_at(at_);
    return c == '\n' ? begin_quoted_line() : std::string_view("\"\\nrt/ ").find(c) != std::string_view::npos;
  }

  /// At a line break within quotes; false where the next line looks like the end of the document.
  bool begin_quoted_line() {
    line_ = at_ + 1;
    return byte_at(line_) != '-' && byte_at(line_) != '.';
  }

  // --- Block texts --------------------------------------------------------------------------------------

  struct Line {
    std::size_t content = 0;  ///< behind its spaces
    std::size_t end = 0;
    [[nodiscard]] bool blank() const { return content == end; }
  };

  Line line_at(std::size_t position) const {
    Line line{position, 0};
    while (line.content < text_.size() && text_[line.content] == ' ') ++line.content;
    line.end = std::min(text_.find('\n', line.content), text_.size());
    return line;
  }

  bool block_text(int outer, std::string_view tag) {
    const std::size_t begin = at_;
    const bool folded = text_[at_++] == '>';
    const bool strip = byte_at(at_) == '-';
    const bool keep = byte_at(at_) == '+';
    if (strip || keep) ++at_;
    if (!end_line() || at_ == text_.size() || (folded && keep)) return false;
    at_ = text_.find('\n', at_);
    if (at_ == std::string_view::npos) return false;
    at_ = line_ = at_ + 1;
    std::size_t end = 0;
    std::size_t breaks = 0;
    if (!block_lines(outer, folded, end, breaks)) return false;
    if (!strip) decoded_.append(keep ? breaks : std::min<std::size_t>(breaks, 1), '\n');
    add({begin, end, decoded_, folded ? ScalarStyle::folded_block : ScalarStyle::literal_block}, tag);
    return true;
  }

  /// The lines up to the first one that does not belong to the text. `end`: of the last one with content,
  /// `breaks`: behind it.
  bool block_lines(int outer, bool folded, std::size_t& end, std::size_t& breaks) {
    decoded_.clear();
    std::size_t indentation = 0;
    std::size_t blank_spaces = 0;  // of lines above the first one with content
    bool further = false;          // the last line was indented further than the text
    while (at_ < text_.size()) {
      const Line line = line_at(at_);
      const std::size_t spaces = line.content - at_;
      const bool closed = line.end < text_.size();
      if (line.blank() && (end == 0 || spaces <= indentation)) {
        if (folded && (end == 0 || !closed)) return false;
        if (end == 0) blank_spaces = std::max(blank_spaces, spaces);
        breaks += closed ? 1 : 0;
      } else {
        if (end == 0) indentation = spaces;
        if (spaces < indentation) break;
        if (static_cast<int>(spaces) <= outer || spaces < blank_spaces || spaces == 0) return false;
        if (folded && line.blank()) return false;
        const bool next_further = spaces > indentation || text_[line.content] == '\t';
        add_breaks(folded && !further && !next_further, breaks);
        further = next_further;
        decoded_ += text_.substr(at_ + indentation, line.end - at_ - indentation);
        end = line.end;
        breaks = closed ? 1 : 0;
      }
      line_ = line.end + 1;
      at_ = std::min(line_, text_.size());
    }
    return end != 0;
  }

  void add_breaks(bool folded, std::size_t count) {
    if (folded && count == 1) {
      decoded_ += ' ';
    } else {
      decoded_.append(folded && count > 0 ? count - 1 : count, '\n');
    }
  }

  // --- Brackets -----------------------------------------------------------------------------------------

  bool flow_collection(std::string_view tag) {
    const bool is_list = text_[at_] == '[';
    const char closing = is_list ? ']' : '}';
    builder_.open(is_list ? NodeKind::sequence : NodeKind::mapping, in_file(at_), tag);
    ++at_;
    if (!skip_inside_brackets()) return false;
    while (text_[at_] != closing) {
      if (is_list ? !flow_item() : !flow_member()) return false;
      if (!skip_inside_brackets()) return false;
      if (text_[at_] == closing) break;
      if (text_[at_] != ',') return false;
      ++at_;
      if (!skip_inside_brackets()) return false;
    }
    cursor_ = ++at_;
    builder_.close(in_file(cursor_));
    return true;
  }

  bool flow_member() {
    const std::optional<Scalar> key = scalar(true);
    return key && at_flow_colon(*key) && flow_pair(*key);
  }

  /// As in JSON, a quoted key needs no space behind its colon.
  [[nodiscard]] bool at_flow_colon(const Scalar& key) const {
    const bool adjacent = key.style != ScalarStyle::plain && key.end == at_ && byte_at(at_) == ':';
    return adjacent || at_colon();
  }

  /// From behind its key.
  bool flow_pair(const Scalar& key) {
    if (!is_regular_key(key)) return false;
    add(key, {});
    ++at_;
    if (!skip_inside_brackets()) return false;
    return text_[at_] == '!' ? tagged_in_flow() : untagged_in_flow({});
  }

  /// In a list, `a: b` is a mapping of one member.
  bool flow_item() {
    const char c = text_[at_];
    if (c == '!') return tagged_in_flow();
    if (c == '[' || c == '{') return flow_collection({});
    const std::optional<Scalar> found = scalar(true);
    if (!found) return false;
    if (!at_flow_colon(*found)) return end_flow_scalar(*found, {});
    builder_.open(NodeKind::mapping, in_file(found->begin), {});
    if (!flow_pair(*found)) return false;
    builder_.close(in_file(cursor_));
    return true;
  }

  bool tagged_in_flow() {
    const std::size_t begin = at_;
    const std::string_view tag = read_tag();
    if (tag.empty()) return false;
    skip_spaces();
    const char c = byte_at(at_);
    if (c != ',' && c != ']' && c != '}') return untagged_in_flow(tag);
    add_empty(begin + tag.size(), tag);
    return true;
  }

  bool untagged_in_flow(std::string_view tag) {
    const char c = byte_at(at_);
    if (c == '[' || c == '{') return flow_collection(tag);
    const std::optional<Scalar> found = scalar(true);
    return found && end_flow_scalar(*found, tag);
  }

  /// A scalar that is no key, with the lines that it may go on over.
  bool end_flow_scalar(Scalar found, std::string_view tag) {
    if (found.style != ScalarStyle::plain) {
      if (!tag.empty() && is_blank(found)) return false;
      add(found, tag);
      return true;
    }
    if (!ends_flow_text() && (!tag.empty() || !read_flow_continuation(found))) return false;
    add(found, tag);
    return true;
  }

  bool read_flow_continuation(Scalar& found) {
    decoded_ = found.text;
    while (byte_at(at_) == '\n' && !ends_flow_text()) {
      const std::size_t next = text_.find_first_not_of(" \n", at_);
      if (next == std::string_view::npos || text_[next - 1] != ' ' || text_[next] == '#') return false;
      add_folded_breaks(next);
      if (!skip_plain(true) || byte_at(at_) == ':') return false;
      found.end = end_of_words(at_);
      if (found.end <= next) return false;
      decoded_ += text_.substr(next, found.end - next);
    }
    found.text = decoded_;
    return ends_flow_text();
  }

  /// Plain text ends at a comma or bracket, at most one line further; else it goes on there.
  bool ends_flow_text() {
    std::size_t next = at_;
    if (byte_at(next) == '\n') {
      if (next >= text_.size()) return false;
      next = std::min(text_.find_first_not_of(' ', next + 1), text_.size());
    }
    const char c = byte_at(next);
    return c == ',' || c == ']' || c == '}';
  }

  std::string_view text_;
  const std::vector<std::uint32_t>& returns_;
  SyntaxTreeBuilder builder_;
  std::size_t at_ = 0;
  std::size_t line_ = 0;    ///< where the line of at_ begins
  std::size_t cursor_ = 0;  ///< where the last node ended
  std::string decoded_;     ///< of the last scalar that the source does not hold as it is
};

/// The text with line feeds only, and the places of those in it that follow a carriage return in the file;
/// nullopt where one stands alone, which ends a line too.
struct OneKindOfBreak {
  std::string text;
  std::vector<std::uint32_t> returns;
};

std::optional<OneKindOfBreak> with_line_feeds(std::string_view text) {
  OneKindOfBreak result;
  result.text.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t next = std::min(text.find('\r', at), text.size());
    result.text.append(text.substr(at, next - at));
    at = next + 1;
    if (next == text.size()) break;
    if (at == text.size() || text[at] != '\n') return std::nullopt;
    result.returns.push_back(static_cast<std::uint32_t>(result.text.size()));
  }
  return result;
}

}  // namespace

std::optional<ParsedSyntax> read_regular_yaml(const source::SourceFile& file) {
  if (file.problem() != nullptr) return std::nullopt;
  std::optional<OneKindOfBreak> changed;
  if (file.text().find('\r') != std::string_view::npos) {
    changed = with_line_feeds(file.text());
    if (!changed) return std::nullopt;
  }
  const std::vector<std::uint32_t> none;
  ParsedSyntax parsed{SyntaxTree(file), {}, true};
  try {
    RegularReader reader(changed ? std::string_view(changed->text) : file.text(),
                         changed ? changed->returns : none, parsed.tree, parsed.problems);
    if (!reader.read_document()) return std::nullopt;
  } catch (const ReadingStopped&) {
    return std::nullopt;  // a limit, which the other reader words
  }
  sort_by_place(parsed.problems);
  return parsed;
}

}  // namespace rootproof::syntax
