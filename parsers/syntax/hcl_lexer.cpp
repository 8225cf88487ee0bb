#include "parsers/syntax/hcl_lexer.h"

#include <algorithm>
#include <array>

#include "parsers/syntax/hcl_unicode.h"

namespace rootproof::hcl {
namespace {

/// What a byte can begin or continue; looked up once per byte.
enum ByteClass : std::uint8_t {
  kOther = 0,
  kIdentifierContinue = 1,
  kIdentifierStart = 2,
  kDigit = 4,
  kHigh = 8
};

constexpr std::array<std::uint8_t, 256> make_byte_classes() {
  std::array<std::uint8_t, 256> classes{};
  for (unsigned c = 0; c < 256; ++c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    const bool digit = c >= '0' && c <= '9';
    unsigned byte_class = kOther;
    if (letter) byte_class |= kIdentifierStart;
    if (letter || digit || c == '-') byte_class |= kIdentifierContinue;
    if (digit) byte_class |= kDigit;
    if (c >= 0x80) byte_class |= kHigh;
    classes[c] = static_cast<std::uint8_t>(byte_class);
  }
  return classes;
}

constexpr std::array<std::uint8_t, 256> kByteClasses = make_byte_classes();

/// The reference calculates with exponents of 32 bits.
constexpr std::size_t kExponentDigits = 9;

bool is(char c, unsigned classes) { return (kByteClasses[static_cast<unsigned char>(c)] & classes) != 0; }

}  // namespace

Token Lexer::next() {
  while (position_ < text_.size()) {
    const std::size_t begin = position_;
    const char c = text_[begin];
    if (is(c, kIdentifierStart)) return identifier(begin);
    switch (c) {
      case ' ':
      case '\t':
        ++position_;
        continue;
      case '\r':
        if (peek(begin + 1) != '\n') return invalid(begin);
        [[fallthrough]];
      case '\n':
        position_ = begin + (c == '\r' ? 2 : 1);
        if (newlines_) return {TokenKind::newline, static_cast<std::uint32_t>(begin), position()};
        continue;
      case '/':
        if (peek(begin + 1) == '*') {
          const std::size_t close = text_.find("*/", begin + 2);
          if (close == std::string_view::npos) {
            position_ = text_.size();
            return {TokenKind::invalid, static_cast<std::uint32_t>(begin),
                    static_cast<std::uint32_t>(begin + 2)};
          }
          position_ = close + 2;
          continue;
        }
        if (peek(begin + 1) != '/') return token(TokenKind::slash, begin, 1);
        [[fallthrough]];
      case '#': {
        const std::size_t line_end = text_.find('\n', begin);
        if (line_end == std::string_view::npos) {
          position_ = text_.size();
          continue;
        }
        position_ = line_end + 1;
        if (newlines_) return {TokenKind::newline, static_cast<std::uint32_t>(begin), position()};
        continue;
      }
      default:
        if (is(c, kDigit)) return number(begin);
        if (is(c, kHigh)) return begins_identifier(begin) ? identifier(begin) : invalid(begin);
        return punctuation(begin);
    }
  }
  return {TokenKind::end_of_file, static_cast<std::uint32_t>(text_.size()),
          static_cast<std::uint32_t>(text_.size())};
}

Token Lexer::token(TokenKind kind, std::size_t begin, std::size_t size) {
  position_ = begin + size;
  return {kind, static_cast<std::uint32_t>(begin), position()};
}

bool Lexer::begins_identifier(std::size_t position) const {
  return position < text_.size() && is_identifier_start(decode(text_, position).value);
}

std::size_t Lexer::identifier_end(std::size_t begin) const {
  std::size_t end = begin;
  while (end < text_.size()) {
    const char c = text_[end];
    if (is(c, kIdentifierContinue)) {
      ++end;
    } else if (is(c, kHigh)) {
      const CodePoint next = decode(text_, end);
      if (!is_identifier_continue(next.value)) break;
      end += next.size;
    } else {
      break;
    }
  }
  return end;
}

Token Lexer::identifier(std::size_t begin) {
  return token(TokenKind::identifier, begin, identifier_end(begin) - begin);
}

/// The longest run of digits, dots and exponents that does not end in a dot: `1...` is `1` and `...`, but
/// `10.11.10.12` is one malformed number.
Token Lexer::number(std::size_t begin) {
  std::size_t end = begin + 1;
  std::size_t scan = end;
  for (;;) {
    const char c = peek(scan);
    if (is(c, kDigit)) {
      end = ++scan;
    } else if (c == '.') {
      ++scan;
    } else if (c == 'e' || c == 'E') {
      const std::size_t sign = peek(scan + 1) == '+' || peek(scan + 1) == '-' ? 1 : 0;
      if (!is(peek(scan + 1 + sign), kDigit)) break;
      end = scan = scan + 2 + sign;
    } else {
      break;
    }
  }
  return token(TokenKind::number, begin, end - begin);
}

Token Lexer::punctuation(std::size_t begin) {
  const char following = peek(begin + 1);
  const auto one_or_two = [&](TokenKind one, char second, TokenKind two) {
    return following == second ? token(two, begin, 2) : token(one, begin, 1);
  };
  switch (text_[begin]) {
    case '"':
      return token(TokenKind::quote, begin, 1);
    case '=':
      if (following == '>') return token(TokenKind::fat_arrow, begin, 2);
      return one_or_two(TokenKind::assign, '=', TokenKind::equal);
    case '!':
      return one_or_two(TokenKind::bang, '=', TokenKind::not_equal);
    case '>':
      return one_or_two(TokenKind::greater, '=', TokenKind::greater_equal);
    case '<':
      return less_or_heredoc(begin);
    case ':':
      return one_or_two(TokenKind::colon, ':', TokenKind::double_colon);
    case '&':
      return following == '&' ? token(TokenKind::logical_and, begin, 2) : invalid(begin);
    case '|':
      return following == '|' ? token(TokenKind::logical_or, begin, 2) : invalid(begin);
    case '~':
      return following == '}' ? token(TokenKind::close_brace_trim, begin, 2) : invalid(begin);
    case '.':
      if (following == '.' && peek(begin + 2) == '.') return token(TokenKind::ellipsis, begin, 3);
      return token(TokenKind::dot, begin, 1);
    case '+':
      return token(TokenKind::plus, begin, 1);
    case '-':
      return token(TokenKind::minus, begin, 1);
    case '*':
      return token(TokenKind::star, begin, 1);
    case '%':
      return token(TokenKind::percent, begin, 1);
    case '?':
      return token(TokenKind::question, begin, 1);
    case ',':
      return token(TokenKind::comma, begin, 1);
    case '(':
      return token(TokenKind::open_parenthesis, begin, 1);
    case ')':
      return token(TokenKind::close_parenthesis, begin, 1);
    case '[':
      return token(TokenKind::open_bracket, begin, 1);
    case ']':
      return token(TokenKind::close_bracket, begin, 1);
    case '{':
      return token(TokenKind::open_brace, begin, 1);
    case '}':
      return token(TokenKind::close_brace, begin, 1);
    default:
      return invalid(begin);
  }
}

/// A heredoc begins only where its marker is followed by the line break at once: `<<EOT ` is two `<`.
Token Lexer::less_or_heredoc(std::size_t begin) {
  if (peek(begin + 1) == '=') return token(TokenKind::less_equal, begin, 2);
  if (peek(begin + 1) == '<') {
    const std::size_t marker = begin + (peek(begin + 2) == '-' ? 3 : 2);
    if (begins_identifier(marker)) {
      const std::size_t end = identifier_end(marker);
      const std::size_t line_break = peek(end) == '\r' ? end + 1 : end;
      if (peek(line_break) == '\n') {
        position_ = line_break + 1;
        return {TokenKind::heredoc, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
      }
    }
  }
  return token(TokenKind::less, begin, 1);
}

Token Lexer::invalid(std::size_t begin) {
  const std::size_t size = is(text_[begin], kHigh) ? decode(text_, begin).size : 1;
  return token(TokenKind::invalid, begin, std::min(size, text_.size() - begin));
}

const char* describe_invalid(std::string_view token) {
  if (token == "/*") return "this comment is never closed with `*/`";
  if (token == "&") return "there is no operator `&`; the logical one is `&&`";
  if (token == "|") return "there is no operator `|`; the logical one is `||`";
  if (token == "^" || token == "~") return "HCL has no operators on bits";
  if (token == "'") return "strings stand in double quotes";
  if (token == "`") return "strings stand in double quotes; for several lines there is `<<EOT`";
  if (token == ";") return "HCL has no `;`: a line break ends an argument, a comma separates items";
  if (token == "\r") return "a carriage return without a line feed after it";
  if (token == "\xE2\x80\x9C" || token == "\xE2\x80\x9D")
    return "a curly quote; strings stand in straight ones";
  return "no part of HCL begins with this character";
}

bool is_well_formed_number(std::string_view token) {
  std::size_t position = 0;
  const auto digits = [&] {
    while (position < token.size() && is(token[position], kDigit)) ++position;
  };
  digits();
  if (position < token.size() && token[position] == '.') {
    ++position;
    digits();
  }
  if (position < token.size() && (token[position] == 'e' || token[position] == 'E')) {
    ++position;
    if (position < token.size() && (token[position] == '+' || token[position] == '-')) ++position;
    position = std::min(token.find_first_not_of('0', position), token.size());
    const std::size_t exponent = position;
    digits();
    if (position - exponent > kExponentDigits) return false;
  }
  return position == token.size();
}

}  // namespace rootproof::hcl
