#include "analyzer/policy/pattern.h"

#include <algorithm>

namespace rootproof::policy {

namespace {

constexpr Symbol kOther = 0;

SymbolSet one(Symbol symbol) {
  SymbolSet set;
  set.set(symbol);
  return set;
}

/// Upper and lower case in Latin-1: the letters of ASCII and U+00C0…U+00DE without the multiplication sign.
Symbol other_case(Symbol symbol) {
  if ((symbol >= 'a' && symbol <= 'z') || (symbol >= 0xE0 && symbol <= 0xFE && symbol != 0xF7))
    return static_cast<Symbol>(symbol - 0x20);
  if ((symbol >= 'A' && symbol <= 'Z') || (symbol >= 0xC0 && symbol <= 0xDE && symbol != 0xD7))
    return static_cast<Symbol>(symbol + 0x20);
  return symbol;
}

}  // namespace

std::vector<Symbol> to_symbols(std::string_view utf8) {
  std::vector<Symbol> symbols;
  symbols.reserve(utf8.size());
  for (std::size_t i = 0; i < utf8.size();) {
    const auto lead = static_cast<unsigned char>(utf8[i]);
    std::size_t length = 1;
    if (lead >= 0xF0)
      length = 4;
    else if (lead >= 0xE0)
      length = 3;
    else if (lead >= 0xC0)
      length = 2;
    if (lead < 0x80) {
      symbols.push_back(lead);
    } else if (length == 2 && lead <= 0xC3 && i + 1 < utf8.size()) {
      const auto trail = static_cast<unsigned char>(utf8[i + 1]);
      symbols.push_back(static_cast<Symbol>((lead & 0x03U) << 6U | (trail & 0x3FU)));
    } else {
      symbols.push_back(kOther);
    }
    i += length;
  }
  return symbols;
}

std::string to_utf8(const std::vector<Symbol>& symbols) {
  std::string text;
  for (const Symbol symbol : symbols) {
    if (symbol == kOther) {
      text += "\xE2\x82\xAC";  // the euro sign stands for all that lies beyond U+00FF
    } else if (symbol < 0x80) {
      text += static_cast<char>(symbol);
    } else {
      text += static_cast<char>(0xC0U | symbol >> 6U);
      text += static_cast<char>(0x80U | (symbol & 0x3FU));
    }
  }
  return text;
}

SymbolSet any_symbol() { return SymbolSet().set(); }

SymbolSet any_symbol_but(char excluded) {
  SymbolSet set = any_symbol();
  set.reset(static_cast<unsigned char>(excluded));
  return set;
}

SymbolSet one_of_symbols(std::string_view ascii) {
  SymbolSet set;
  for (const char c : ascii) set.set(static_cast<unsigned char>(c));
  return set;
}

SymbolSet digit_symbols() { return one_of_symbols("0123456789"); }

TextPattern TextPattern::literal(std::string_view text, bool ignore_case) {
  TextPattern pattern;
  pattern.add_literal(text, ignore_case);
  return pattern;
}

TextPattern TextPattern::glob(std::string_view text, bool ignore_case) {
  TextPattern pattern;
  std::size_t run = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] != '*' && text[i] != '?') continue;
    pattern.add_literal(text.substr(run, i - run), ignore_case);
    if (i == text.size()) break;
    if (text[i] == '*')
      pattern.add_run(any_symbol());
    else
      pattern.add_one(any_symbol());
    run = i + 1;
  }
  return pattern;
}

TextPattern TextPattern::anything() {
  TextPattern pattern;
  pattern.add_run(any_symbol());
  return pattern;
}

void TextPattern::add_literal(std::string_view text, bool ignore_case) {
  for (const Symbol symbol : to_symbols(text)) {
    SymbolSet set = one(symbol);
    if (ignore_case) set.set(other_case(symbol));
    tokens_.push_back({set, false});
  }
}

void TextPattern::add_one(const SymbolSet& set) { tokens_.push_back({set, false}); }

void TextPattern::add_run(const SymbolSet& set) {
  // "**" is "*": without this, hostile patterns would cost what their length says.
  if (!tokens_.empty() && tokens_.back().repeat && tokens_.back().set == set) return;
  tokens_.push_back({set, true});
}

void TextPattern::add(const TextPattern& other) {
  tokens_.insert(tokens_.end(), other.tokens_.begin(), other.tokens_.end());
}

std::optional<std::string> TextPattern::as_literal() const {
  std::vector<Symbol> symbols;
  for (const PatternToken& token : tokens_) {
    if (token.repeat || token.set.count() != 1) return std::nullopt;
    symbols.push_back(static_cast<Symbol>(token.set._Find_first()));
  }
  return to_utf8(symbols);
}

bool TextPattern::matches(std::string_view text) const { return matches(to_symbols(text)); }

bool TextPattern::matches(const std::vector<Symbol>& text) const {
  // Set of positions the pattern may be at, as flags of which only [low, high] can be set; position i waits
  // for token i. Runs of literals keep the range narrow.
  const std::size_t end = tokens_.size();
  std::vector<char> here(end + 1, 0);
  std::vector<char> next(end + 1, 0);
  const auto close = [this, end](std::vector<char>& positions, std::size_t low, std::size_t high) {
    for (std::size_t i = low; i <= high && i < end; ++i) {
      if (positions[i] == 0 || !tokens_[i].repeat) continue;
      positions[i + 1] = 1;
      if (i == high) ++high;
    }
    return high;
  };
  std::size_t low = 0;
  here[0] = 1;
  std::size_t high = close(here, 0, 0);
  for (const Symbol symbol : text) {
    std::size_t next_low = end + 1;
    std::size_t next_high = 0;
    for (std::size_t i = low; i <= high && i < end; ++i) {
      if (here[i] == 0 || !tokens_[i].set.test(symbol)) continue;
      const std::size_t to = tokens_[i].repeat ? i : i + 1;
      next[to] = 1;
      next_low = std::min(next_low, to);
      next_high = std::max(next_high, to);
    }
    if (next_low > end) return false;
    std::fill(here.begin() + static_cast<std::ptrdiff_t>(low),
              here.begin() + static_cast<std::ptrdiff_t>(high) + 1, 0);
    high = close(next, next_low, next_high);
    low = next_low;
    here.swap(next);
  }
  return here[end] != 0;
}

bool LanguageQuery::accepts(std::string_view text) const {
  const std::vector<Symbol> symbols = to_symbols(text);
  const auto matches = [&symbols](const TextPattern& pattern) { return pattern.matches(symbols); };
  return std::none_of(none_of.begin(), none_of.end(), matches) &&
         std::all_of(any_of.begin(), any_of.end(), [&matches](const std::vector<TextPattern>& group) {
           return std::any_of(group.begin(), group.end(), matches);
         });
}

}  // namespace rootproof::policy
