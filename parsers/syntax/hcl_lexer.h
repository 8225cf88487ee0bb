#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

/// Tokens of HCL native syntax outside of templates (hashicorp/hcl, hclsyntax/spec.md "Lexical Elements").
namespace rootproof::hcl {

enum class TokenKind : std::uint8_t {
  end_of_file,
  newline,  ///< a line break that counts here, with the line comment before it if there is one
  identifier,
  number,     ///< as far as digits, dots and exponents go; whether it is well-formed, the parser decides
  quote,      ///< the `"` that begins a template
  heredoc,    ///< `<<MARKER` or `<<-MARKER`; its line break is consumed
  assign,     // =
  equal,      // ==
  not_equal,  // !=
  less,
  less_equal,
  greater,
  greater_equal,
  logical_and,
  logical_or,
  bang,
  plus,
  minus,
  star,
  slash,
  percent,
  question,
  colon,
  double_colon,
  comma,
  dot,
  ellipsis,
  fat_arrow,
  open_parenthesis,
  close_parenthesis,
  open_bracket,
  close_bracket,
  open_brace,
  close_brace,
  close_brace_trim,  // ~}
  invalid,           ///< characters that begin no token; `describe_invalid` says why
};

struct Token {
  TokenKind kind = TokenKind::end_of_file;
  std::uint32_t begin = 0;  ///< bytes of the file
  std::uint32_t end = 0;
};

/// Reads token after token. Templates are not tokens: at a `quote` or `heredoc` the parser takes over at
/// `position()` and continues behind the template with `seek()`.
class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  [[nodiscard]] Token next();
  [[nodiscard]] std::uint32_t position() const { return static_cast<std::uint32_t>(position_); }
  void seek(std::uint32_t position) { position_ = position; }

  /// Whether line breaks are tokens. They separate arguments and object items, and are blank within brackets.
  [[nodiscard]] bool newlines() const { return newlines_; }
  void set_newlines(bool newlines) { newlines_ = newlines; }

 private:
  [[nodiscard]] Token token(TokenKind kind, std::size_t begin, std::size_t size);
  [[nodiscard]] Token identifier(std::size_t begin);
  [[nodiscard]] Token number(std::size_t begin);
  [[nodiscard]] Token punctuation(std::size_t begin);
  [[nodiscard]] Token less_or_heredoc(std::size_t begin);
  [[nodiscard]] Token invalid(std::size_t begin);
  [[nodiscard]] char peek(std::size_t position) const {
    return position < text_.size() ? text_[position] : '\0';
  }
  [[nodiscard]] std::size_t identifier_end(std::size_t begin) const;
  [[nodiscard]] bool begins_identifier(std::size_t position) const;

  std::string_view text_;
  std::size_t position_ = 0;
  bool newlines_ = true;
};

/// What is wrong with the text of an `invalid` token, for people.
[[nodiscard]] const char* describe_invalid(std::string_view token);

/// True when a `number` token is one: digits, at most one fraction, at most one exponent.
[[nodiscard]] bool is_well_formed_number(std::string_view token);

}  // namespace rootproof::hcl
