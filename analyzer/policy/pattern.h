#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rootproof::policy {

/// A character of policy text: a code point up to U+00FF, which is all AWS accepts in policies (policy.md
/// §1.1). Everything above is one symbol, 0.
using Symbol = std::uint8_t;
using SymbolSet = std::bitset<256>;

[[nodiscard]] std::vector<Symbol> to_symbols(std::string_view utf8);
[[nodiscard]] std::string to_utf8(const std::vector<Symbol>& symbols);

[[nodiscard]] SymbolSet any_symbol();
[[nodiscard]] SymbolSet any_symbol_but(char excluded);
[[nodiscard]] SymbolSet one_of_symbols(std::string_view ascii);
[[nodiscard]] SymbolSet digit_symbols();

/// One step of a pattern: a symbol out of a set, once or any number of times.
struct PatternToken {
  SymbolSet set;
  bool repeat = false;
  bool operator==(const PatternToken& other) const = default;
};

/// A regular language of the simplest kind: a row of symbol sets, some of them repeated. Globs, ARN patterns
/// and literal texts are all of this kind, which keeps matching and emptiness cheap (policy.md §3.7).
class TextPattern {
 public:
  [[nodiscard]] static TextPattern literal(std::string_view text, bool ignore_case = false);
  [[nodiscard]] static TextPattern glob(std::string_view text, bool ignore_case = false);
  /// Every text.
  [[nodiscard]] static TextPattern anything();

  void add_literal(std::string_view text, bool ignore_case = false);
  void add_one(const SymbolSet& set);
  void add_run(const SymbolSet& set);
  void add(const TextPattern& other);

  [[nodiscard]] const std::vector<PatternToken>& tokens() const { return tokens_; }
  /// The only text it matches, when there is only one.
  [[nodiscard]] std::optional<std::string> as_literal() const;
  /// Time is text length × pattern length / 64.
  [[nodiscard]] bool matches(std::string_view text) const;
  [[nodiscard]] bool matches(const std::vector<Symbol>& text) const;
  bool operator==(const TextPattern& other) const = default;

 private:
  std::vector<PatternToken> tokens_;
};

/// Texts that match at least one pattern of every group and none of `none_of`.
struct LanguageQuery {
  std::vector<std::vector<TextPattern>> any_of;
  std::vector<TextPattern> none_of;

  [[nodiscard]] bool accepts(std::string_view text) const;
};

struct LanguageAnswer {
  enum class Kind : std::uint8_t { found, empty, gave_up };
  Kind kind = Kind::empty;
  std::string text;  ///< a short one, when found
};

/// Decides whether any text satisfies the query, by a subset construction made on the way. `budget` is the
/// number of states that may be made; it is lowered by those that were.
[[nodiscard]] LanguageAnswer find_text(const LanguageQuery& query, std::size_t& budget);

}  // namespace rootproof::policy
