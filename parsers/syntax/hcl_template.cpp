#include "parsers/syntax/hcl_template.h"

#include <array>
#include <cstring>
#include <string>
#include <utility>

#include "parsers/syntax/hcl_parser.h"
#include "parsers/syntax/hcl_unicode.h"

/// Reading templates: text becomes literal parts and sequences, with `~` applied as they come.
namespace rootproof::hcl {
namespace {

using ByteSet = std::array<bool, 256>;

constexpr ByteSet bytes(std::string_view members) {
  ByteSet set{};
  for (const char c : members) set[static_cast<unsigned char>(c)] = true;
  return set;
}

/// Where plain text ends within quotes, and within the line of a heredoc or file.
constexpr ByteSet kQuotedStops = bytes("\"\\$%\r\n");
constexpr ByteSet kLineStops = bytes("$%\r\n");

constexpr const char* kUnclosedString = "the file ends before the string that begins here is closed";

bool is_hexadecimal(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

char32_t hexadecimal_value(std::string_view digits) {
  char32_t value = 0;
  for (const char c : digits) {
    const int digit = c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
    value = value * 16 + static_cast<char32_t>(digit);
  }
  return value;
}

}  // namespace

ExpressionId Parser::quoted_template() {
  const Token open = token_;
  const TemplateMark mark = mark_template();
  position_ = open.end;
  scan_template(TemplateKind::quoted, {});
  if (!failed() && peek(position_) != '"') fail(open.begin, open.end, kUnclosedString);
  const std::uint32_t end = position_ + 1;
  const ExpressionId result = build_template(mark, open.begin, end, false);
  if (failed()) return 0;
  lexer_.seek(end);
  token_.end = end;
  advance();
  return result;
}

ExpressionId Parser::heredoc_template() {
  const Token open = token_;
  const TemplateMark mark = mark_template();
  const bool flush = text(open).substr(2, 1) == "-";
  const std::string_view marker = text(open).substr(flush ? 3 : 2);
  position_ = lexer_.position();
  scan_template(TemplateKind::heredoc, marker);
  const std::optional<Line> last = failed() ? std::nullopt : closing_line(marker);
  if (!last) {
    fail(open.begin, open.end,
         "no line after this holds only `" + std::string(marker) + "`, which would end the text");
    return 0;
  }
  if (flush) flush_lines(mark.part);
  const ExpressionId result = build_template(mark, open.begin, last->content_end, true);
  if (failed()) return 0;
  lexer_.seek(last->end);
  token_.end = last->content_end;
  advance();
  return result;
}

/// The text of a block label: as in a template, but without sequences.
void Parser::quoted_label(Label& label) {
  const Token open = token_;
  const TemplateMark mark = mark_template();
  position_ = open.end;
  scan_literal(TemplateKind::quoted);
  if (failed()) return;
  switch (peek(position_)) {
    case '"':
      break;
    case '$':
    case '%':
      return fail(position_, position_ + 2, "a block label is plain text and takes no template");
    default:
      return fail(open.begin, open.end, kUnclosedString);
  }
  for (std::size_t i = mark.piece; i < pieces_.size(); ++i) label.text += pieces_[i].text;
  drop_template(mark);
  const std::uint32_t end = position_ + 1;
  label.span = file_.source->span(open.begin, end);
  lexer_.seek(end);
  token_.end = end;
  advance();
}

/// Appends the parts of a template up to its end: the closing quote, the beginning of the closing line, the
/// end of the file. Whether it is really there, the caller finds out.
void Parser::scan_template(TemplateKind kind, std::string_view marker) {
  const std::size_t first_part = parts_.size();
  bool line_begins = true;
  bool trim_next = false;
  while (!failed() && position_ < text_.size()) {
    if (kind == TemplateKind::quoted && peek(position_) == '"') return;
    if (kind == TemplateKind::heredoc && line_begins && closing_line(marker)) return;
    if ((peek(position_) == '$' || peek(position_) == '%') && peek(position_ + 1U) == '{') {
      scan_sequence(first_part);
      trim_next = position_ >= 2 && text_[position_ - 2] == '~';
      line_begins = false;
      continue;
    }
    const bool rest = kind == TemplateKind::file && at_lone_carriage_return();
    rest ? scan_rest_of_file() : scan_literal(kind);
    line_begins = !failed() && text_[position_ - 1] == '\n';
    if (std::exchange(trim_next, false) && !failed()) trim_left(parts_.back());
  }
}

/// One literal of the reference: up to a sequence, the closing quote, or behind the line break.
void Parser::scan_literal(TemplateKind kind) {
  const ByteSet& stops = kind == TemplateKind::quoted ? kQuotedStops : kLineStops;
  TemplatePart part;
  part.begin = position_;
  part.first_piece = pieces_.size();
  std::uint32_t run = position_;
  const auto size = static_cast<std::uint32_t>(text_.size());
  for (bool more = true; more && !failed();) {
    while (position_ < size && !stops[static_cast<unsigned char>(text_[position_])]) ++position_;
    switch (peek(position_)) {
      case '\\':
        push_verbatim(run, position_);
        scan_escape();
        run = position_;
        break;
      case '$':
      case '%': {
        const std::uint32_t first = position_;
        more = scan_marked_run();
        if (position_ > first && text_[position_ - 1] == '{') {
          push_verbatim(run, position_ - 3);
          pieces_.push_back({position_ - 3, position_, slice(position_ - 2, position_), false});
          run = position_;
        }
        break;
      }
      case '\r':
      case '\n':
        if (kind != TemplateKind::file || !at_lone_carriage_return()) scan_line_break(kind);
        more = false;
        break;
      default:
        more = false;
        break;
    }
  }
  if (failed()) return;
  push_verbatim(run, position_);
  part.end = position_;
  part.piece_count = pieces_.size() - part.first_piece;
  parts_.push_back(part);
}

/// A run of `$` or `%`. Before `{`, one alone begins a sequence, and the last two of a longer run are the
/// escape for `${`: then the position is behind the brace. False when a sequence begins here.
bool Parser::scan_marked_run() {
  const char mark = text_[position_];
  std::uint32_t end = position_;
  while (peek(end) == mark) ++end;
  if (peek(end) != '{') {
    position_ = end;
    return true;
  }
  if (end - position_ == 1) return false;
  position_ = end + 1;
  return true;
}

bool Parser::at_lone_carriage_return() const {
  return peek(position_) == '\r' && peek(position_ + 1U) != '\n';
}

/// In a template file, unlike in a heredoc, the reference's scanner takes a carriage return that ends no
/// line, and all text from there on, as literal: `${` begins nothing any more, `$${` is still `${`.
void Parser::scan_rest_of_file() {
  TemplatePart part;
  part.kind = TemplatePart::Kind::literal;
  part.begin = position_;
  part.first_piece = pieces_.size();
  std::uint32_t run = position_;
  while (position_ < text_.size()) {
    const std::string_view next = text_.substr(position_, 3);
    if (next != "$${" && next != "%%{") {
      ++position_;
      continue;
    }
    push_verbatim(run, position_);
    pieces_.push_back({position_, position_ + 3, slice(position_ + 1, position_ + 3), false});
    run = position_ += 3;
  }
  push_verbatim(run, position_);
  part.end = position_;
  part.piece_count = pieces_.size() - part.first_piece;
  parts_.push_back(part);
}

void Parser::scan_line_break(TemplateKind kind) {
  if (kind == TemplateKind::quoted) {
    return fail(position_, position_, "this string is not closed before the end of its line");
  }
  if (text_[position_] == '\r') {
    if (peek(position_ + 1U) != '\n') {
      return fail(position_, position_ + 1, "a carriage return without a line feed after it");
    }
    ++position_;
  }
  ++position_;
}

void Parser::push_verbatim(std::uint32_t begin, std::uint32_t end) {
  if (begin < end) pieces_.push_back({begin, end, slice(begin, end), true});
}

/// A backslash and what it stands for. The text of a piece may point into the program: a line feed is one.
void Parser::scan_escape() {
  const std::uint32_t begin = position_;
  std::string_view decoded;
  switch (peek(begin + 1U)) {
    case 'n':
      decoded = "\n";
      break;
    case 'r':
      decoded = "\r";
      break;
    case 't':
      decoded = "\t";
      break;
    case '"':
      decoded = "\"";
      break;
    case '\\':
      decoded = "\\";
      break;
    case 'u':
      return scan_code_point_escape(4);
    case 'U':
      return scan_code_point_escape(8);
    default: {
      const std::size_t size = begin + 1U < text_.size() ? decode(text_, begin + 1U).size : 0;
      const auto end = static_cast<std::uint32_t>(begin + 1U + size);
      return fail(begin, end, "no escape sequence begins like this; a backslash itself is written `\\\\`");
    }
  }
  position_ = begin + 2;
  pieces_.push_back({begin, position_, decoded, false});
}

void Parser::scan_code_point_escape(std::uint32_t digits) {
  const std::uint32_t begin = position_;
  std::uint32_t end = begin + 2;
  while (end < begin + 2 + digits && is_hexadecimal(peek(end))) ++end;
  if (end != begin + 2 + digits) {
    return fail(begin, end,
                "`" + std::string(slice(begin, begin + 2)) + "` takes " + std::to_string(digits) +
                    " hexadecimal digits");
  }
  const char32_t value = hexadecimal_value(slice(begin + 2, end));
  if (value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) {
    return fail(begin, end, "this escape sequence names no character");
  }
  append_utf8(file_.decoded.emplace_back(), value);
  pieces_.push_back({begin, end, file_.decoded.back(), false});
  position_ = end;
}

/// `${…}` or `%{…}`. With `~` behind the opening brace, the literal just before loses the white space at its
/// end.
void Parser::scan_sequence(std::size_t first_part) {
  TemplatePart part;
  part.begin = position_;
  const bool directive = text_[position_] == '%';
  const bool trim = peek(position_ + 2U) == '~';
  if (trim && parts_.size() > first_part && parts_.back().kind == TemplatePart::Kind::literal) {
    trim_right(parts_.back());
  }
  NewlineMode mode(*this, false);
  lexer_.seek(position_ + (trim ? 3 : 2));
  advance();
  if (directive) {
    scan_directive(part);
  } else {
    part.kind = TemplatePart::Kind::interpolation;
    part.expression = expression();
  }
  if (failed()) return;
  if (at(TokenKind::end_of_file)) {
    return fail(part.begin, part.begin + 2, "the file ends before this template sequence is closed with `}`");
  }
  if (!at(TokenKind::close_brace_trim) &&
      !expect(TokenKind::close_brace,
              directive ? "`}` was expected at the end of the directive"
                        : "`}` was expected after the expression; a literal `${` is written `$${`")) {
    return;
  }
  position_ = part.end = token_.end;
  mode.restore();
  parts_.push_back(part);
}

void Parser::scan_directive(TemplatePart& part) {
  const Token keyword = token_;
  const std::string_view word = at(TokenKind::identifier) ? text(keyword) : std::string_view{};
  if (word == "if") {
    part.kind = TemplatePart::Kind::if_directive;
    advance();
    part.expression = expression();
  } else if (word == "for") {
    part.kind = TemplatePart::Kind::for_directive;
    advance();
    const std::optional<ForNames> names = for_names();
    if (!names) return;
    part.value_name = names->value;
    part.key_name = names->key;
    part.expression = expression();
  } else if (word == "else" || word == "endif" || word == "endfor") {
    part.kind = word == "else"    ? TemplatePart::Kind::else_directive
                : word == "endif" ? TemplatePart::Kind::endif_directive
                                  : TemplatePart::Kind::endfor_directive;
    advance();
  } else {
    fail_here("`if`, `else`, `endif`, `for` or `endfor` was expected here; a literal `%{` is written `%%{`");
  }
}

/// The line at the position, when it holds nothing but the marker of the heredoc and ends with a line break.
std::optional<Parser::Line> Parser::closing_line(std::string_view marker) const {
  std::size_t begin = position_;
  while (peek(begin) == ' ' || peek(begin) == '\t') ++begin;
  // Nearly every line ends here: other white space than blanks is looked at only where it can matter.
  const bool unusual =
      static_cast<unsigned char>(peek(begin)) >= 0x80 || peek(begin) == '\v' || peek(begin) == '\f';
  if (!unusual && text_.compare(begin, marker.size(), marker) != 0) return std::nullopt;
  const std::size_t line_break = text_.find('\n', begin);
  if (line_break == std::string_view::npos) return std::nullopt;
  std::string_view line = text_.substr(position_, line_break - position_);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  const auto end = static_cast<std::uint32_t>(position_ + line.size());
  if (line.find('\r') != std::string_view::npos) return std::nullopt;
  line.remove_suffix(trailing_white_space(line));
  const std::size_t content_end = position_ + line.size();
  line.remove_prefix(leading_white_space(line));
  if (line != marker) return std::nullopt;
  return Line{static_cast<std::uint32_t>(content_end), end};
}

}  // namespace rootproof::hcl
