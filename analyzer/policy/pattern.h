#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rootproof::policy {

/// A character of policy text: a code point up to U+00FF, which is all AWS accepts in policies (policy.md
/// §1.1). Everything above is one symbol, 0.
using Symbol = std::uint8_t;
using SymbolSet = std::bitset<256>;

[[nodiscard]] std::vector<Symbol> to_symbols(std::string_view utf8);
/// The symbols of a text, in the text itself where it is ASCII, else in `room`. Both must stay as they are
/// while it is used.
[[nodiscard]] std::span<const Symbol> view_symbols(std::string_view utf8, std::vector<Symbol>& room);
[[nodiscard]] std::string to_utf8(const std::vector<Symbol>& symbols);

[[nodiscard]] SymbolSet any_symbol();
[[nodiscard]] SymbolSet any_symbol_but(char excluded);
[[nodiscard]] SymbolSet one_of_symbols(std::string_view ascii);
[[nodiscard]] SymbolSet digit_symbols();

/// One step of a pattern: a symbol out of a set, once or any number of times. The usual sets need no room.
struct PatternToken {
  enum class Kind : std::uint8_t {
    one,      ///< `first`
    either,   ///< `first` or `second`, in this order
    any,      ///< every symbol
    any_but,  ///< every symbol except `first`
    listed,   ///< the set number `first` of the pattern
  };
  Kind kind = Kind::any;
  Symbol first = 0;
  Symbol second = 0;
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
  /// Whether a token of this pattern takes a symbol.
  [[nodiscard]] bool takes(const PatternToken& token, Symbol symbol) const {
    switch (token.kind) {
      case PatternToken::Kind::one:
        return symbol == token.first;
      case PatternToken::Kind::either:
        return symbol == token.first || symbol == token.second;
      case PatternToken::Kind::any:
        return true;
      case PatternToken::Kind::any_but:
        return symbol != token.first;
      case PatternToken::Kind::listed:
        return sets_[token.first].test(symbol);
    }
    return false;
  }
  [[nodiscard]] SymbolSet set_of(const PatternToken& token) const;
  /// The only text it matches, when there is only one.
  [[nodiscard]] std::optional<std::string> as_literal() const;
  /// Time is text length × pattern length / 64.
  [[nodiscard]] bool matches(std::string_view text) const;
  [[nodiscard]] bool matches(std::span<const Symbol> text) const;
  bool operator==(const TextPattern& other) const = default;
  /// Equal for equal patterns.
  [[nodiscard]] std::size_t hash() const;

 private:
  void add_symbol(Symbol symbol, bool ignore_case);
  void add_token(const SymbolSet& set, bool repeat);
  [[nodiscard]] bool matches_glob(std::span<const Symbol> text, std::size_t first, std::size_t last) const;
  [[nodiscard]] bool matches_middle(std::span<const Symbol> text, std::size_t first, std::size_t last) const;

  std::vector<PatternToken> tokens_;
  std::vector<SymbolSet> sets_;  ///< of the listed tokens, each once
};

/// Looks patterns up among many.
class PatternIndex {
 public:
  /// The patterns, and the list, must stay as they are while it is used.
  explicit PatternIndex(const std::vector<const TextPattern*>& patterns);
  [[nodiscard]] bool holds(const TextPattern& pattern) const;

 private:
  const std::vector<const TextPattern*>& patterns_;
  std::vector<std::pair<std::size_t, std::size_t>> places_;  ///< hashes with places, sorted; empty for few
};

/// True only when every text that `narrow` matches is matched by `wide`; false when that was not seen at
/// once.
[[nodiscard]] bool surely_inside(const TextPattern& narrow, const TextPattern& wide);
/// True only when no text matches both, seen from their fixed beginnings and ends.
[[nodiscard]] bool surely_disjoint(const TextPattern& left, const TextPattern& right);

/// Texts that match at least one pattern of every group and none of `none_of`. The patterns lie elsewhere:
/// lists are long and asked about often.
struct LanguageView {
  using Patterns = std::vector<const TextPattern*>;
  std::vector<Patterns> any_of;
  Patterns none_of;

  [[nodiscard]] bool accepts(std::string_view text) const;
};

/// The same with patterns of its own.
struct LanguageQuery {
  std::vector<std::vector<TextPattern>> any_of;
  std::vector<TextPattern> none_of;

  /// Must not outlive the query.
  [[nodiscard]] LanguageView view() const;
  [[nodiscard]] bool accepts(std::string_view text) const { return view().accepts(text); }
};

struct LanguageAnswer {
  enum class Kind : std::uint8_t { found, empty, gave_up };
  Kind kind = Kind::empty;
  std::string text;  ///< a short one, when found
};

/// Decides whether any text satisfies the query, by a subset construction made on the way. `budget` is the
/// number of states that may be made; it is lowered by those that were.
[[nodiscard]] LanguageAnswer find_text(const LanguageView& query, std::size_t& budget);
[[nodiscard]] LanguageAnswer find_text(const LanguageQuery& query, std::size_t& budget);

}  // namespace rootproof::policy
