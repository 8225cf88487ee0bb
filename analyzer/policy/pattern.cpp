#include "analyzer/policy/pattern.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <map>

namespace rootproof::policy {

namespace {

constexpr Symbol kOther = 0;

using Kind = PatternToken::Kind;

/// Upper and lower case in Latin-1: the letters of ASCII and U+00C0…U+00DE without the multiplication sign.
Symbol other_case(Symbol symbol) {
  if ((symbol >= 'a' && symbol <= 'z') || (symbol >= 0xE0 && symbol <= 0xFE && symbol != 0xF7))
    return static_cast<Symbol>(symbol - 0x20);
  if ((symbol >= 'A' && symbol <= 'Z') || (symbol >= 0xC0 && symbol <= 0xDE && symbol != 0xD7))
    return static_cast<Symbol>(symbol + 0x20);
  return symbol;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

std::span<const Symbol> view_symbols(std::string_view utf8, std::vector<Symbol>& room) {
  if (is_ascii(utf8)) return {reinterpret_cast<const Symbol*>(utf8.data()), utf8.size()};
  room = to_symbols(utf8);
  return room;
}

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
  std::vector<Symbol> room;
  // Behind other tokens the room grows as they come: texts are added one character at a time too.
  if (tokens_.empty()) tokens_.reserve(text.size());
  for (const Symbol symbol : view_symbols(text, room)) add_symbol(symbol, ignore_case);
}

void TextPattern::add_symbol(Symbol symbol, bool ignore_case) {
  const Symbol other = ignore_case ? other_case(symbol) : symbol;
  if (other == symbol)
    tokens_.push_back({Kind::one, symbol, 0, false});
  else
    tokens_.push_back({Kind::either, std::min(symbol, other), std::max(symbol, other), false});
}

void TextPattern::add_token(const SymbolSet& set, bool repeat) {
  PatternToken token;
  token.repeat = repeat;
  const std::size_t count = set.count();
  if (count == set.size() - 1) {
    token.kind = Kind::any_but;
    token.first = static_cast<Symbol>((~set)._Find_first());
  } else if (count == 1 || count == 2) {
    token.kind = count == 1 ? Kind::one : Kind::either;
    token.first = static_cast<Symbol>(set._Find_first());
    if (count == 2) token.second = static_cast<Symbol>(set._Find_next(token.first));
  } else if (count != set.size()) {
    token.kind = Kind::listed;
    const auto known = std::find(sets_.begin(), sets_.end(), set);
    token.first = static_cast<Symbol>(known - sets_.begin());
    if (known == sets_.end()) sets_.push_back(set);
  }
  tokens_.push_back(token);
}

void TextPattern::add_one(const SymbolSet& set) { add_token(set, false); }

void TextPattern::add_run(const SymbolSet& set) {
  // "**" is "*": without this, hostile patterns would cost what their length says.
  if (!tokens_.empty() && tokens_.back().repeat && set_of(tokens_.back()) == set) return;
  add_token(set, true);
}

void TextPattern::add(const TextPattern& other) {
  for (PatternToken token : other.tokens_) {
    if (token.kind == Kind::listed)
      add_token(other.sets_[token.first], token.repeat);
    else
      tokens_.push_back(token);
  }
}

SymbolSet TextPattern::set_of(const PatternToken& token) const {
  SymbolSet set;
  switch (token.kind) {
    case Kind::either:
      set.set(token.second);
      [[fallthrough]];
    case Kind::one:
      set.set(token.first);
      break;
    case Kind::any:
      set.set();
      break;
    case Kind::any_but:
      set.set();
      set.reset(token.first);
      break;
    case Kind::listed:
      return sets_[token.first];
  }
  return set;
}

std::size_t TextPattern::hash() const {
  std::uint64_t hash = tokens_.size();
  for (const PatternToken& token : tokens_) {
    const auto value = static_cast<std::uint64_t>(token.kind) << 24U | std::uint64_t{token.first} << 16U |
                       std::uint64_t{token.second} << 8U | (token.repeat ? 1U : 0U);
    hash = (hash ^ value) * 0x9E3779B97F4A7C15ULL;
    hash ^= hash >> 29U;
  }
  return hash;
}

PatternIndex::PatternIndex(const std::vector<const TextPattern*>& patterns) : patterns_(patterns) {
  constexpr std::size_t kFew = 8;  // comparing each costs less
  if (patterns.size() <= kFew) return;
  for (std::size_t i = 0; i < patterns.size(); ++i) places_.emplace_back(patterns[i]->hash(), i);
  std::sort(places_.begin(), places_.end());
}

bool PatternIndex::holds(const TextPattern& pattern) const {
  if (places_.empty())
    return std::any_of(patterns_.begin(), patterns_.end(),
                       [&pattern](const TextPattern* other) { return *other == pattern; });
  const std::size_t hash = pattern.hash();
  for (auto place = std::lower_bound(places_.begin(), places_.end(), std::pair(hash, std::size_t{0}));
       place != places_.end() && place->first == hash; ++place)
    if (*patterns_[place->second] == pattern) return true;
  return false;
}

std::optional<std::string> TextPattern::as_literal() const {
  std::vector<Symbol> symbols;
  symbols.reserve(tokens_.size());
  for (const PatternToken& token : tokens_) {
    if (token.repeat || token.kind != Kind::one) return std::nullopt;
    symbols.push_back(token.first);
  }
  return to_utf8(symbols);
}

namespace {

/// From so many pairs of a symbol and a token on, positions are worth keeping as flags of machine words.
constexpr std::size_t kLongMatch = std::size_t{1} << 20U;

/// As matches_middle, 64 positions at a time.
bool matches_long(const TextPattern& pattern, std::span<const Symbol> text, std::size_t first,
                  std::size_t last) {
  const std::size_t count = last - first;
  const std::size_t words = count / 64 + 1;
  const std::vector<PatternToken>& tokens = pattern.tokens();
  using Flags = std::vector<std::uint64_t>;
  const auto set = [](Flags& flags, std::size_t i) { flags[i / 64] |= std::uint64_t{1} << (i % 64); };
  Flags repeats(words, 0);
  for (std::size_t i = 0; i < count; ++i)
    if (tokens[first + i].repeat) set(repeats, i);
  std::map<Symbol, Flags> taken;  // positions whose token takes the symbol
  for (const Symbol symbol : text) {
    const auto [place, is_new] = taken.try_emplace(symbol, words, 0);
    if (!is_new) continue;
    for (std::size_t i = 0; i < count; ++i)
      if (pattern.takes(tokens[first + i], symbol)) set(place->second, i);
  }
  // Repeated tokens may be passed over.
  const auto close = [&](Flags& flags) {
    for (std::size_t i = 0; i < words; ++i) {
      std::uint64_t passing = flags[i] & repeats[i];
      while (passing != 0) {
        const std::uint64_t next = passing << 1U;
        if ((passing >> 63U) != 0 && i + 1 < words) flags[i + 1] |= 1U;
        passing = next & ~flags[i] & repeats[i];
        flags[i] |= next;
      }
    }
  };
  Flags here(words, 0);
  set(here, 0);
  close(here);
  for (const Symbol symbol : text) {
    const Flags& takes = taken.at(symbol);
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < words; ++i) {
      const std::uint64_t live = here[i] & takes[i];
      const std::uint64_t moving = live & ~repeats[i];
      here[i] = (live & repeats[i]) | moving << 1U | carry;
      carry = moving >> 63U;
    }
    close(here);
  }
  return (here[count / 64] >> (count % 64) & 1U) != 0;
}

}  // namespace

bool TextPattern::matches(std::string_view text) const {
  std::vector<Symbol> room;
  return matches(view_symbols(text, room));
}

bool TextPattern::matches(std::span<const Symbol> text) const {
  // The fixed beginning and the fixed end first: most patterns differ from most texts there.
  std::size_t begin = 0;
  std::size_t first = 0;
  for (; first < tokens_.size() && !tokens_[first].repeat; ++first, ++begin)
    if (begin == text.size() || !takes(tokens_[first], text[begin])) return false;
  if (first == tokens_.size()) return begin == text.size();
  std::size_t end = text.size();
  std::size_t last = tokens_.size();
  for (; !tokens_[last - 1].repeat; --last, --end)
    if (end == begin || !takes(tokens_[last - 1], text[end - 1])) return false;
  if (last - first == 1 && tokens_[first].kind == Kind::any) return true;
  const std::span<const Symbol> middle = text.subspan(begin, end - begin);
  if (middle.size() * (last - first) > kLongMatch) return matches_long(*this, middle, first, last);
  const bool glob =
      std::all_of(tokens_.begin() + static_cast<std::ptrdiff_t>(first),
                  tokens_.begin() + static_cast<std::ptrdiff_t>(last),
                  [](const PatternToken& token) { return !token.repeat || token.kind == Kind::any; });
  if (glob) return matches_glob(middle, first, last);
  constexpr std::size_t kPositions = 64;
  return last - first < kPositions ? matches_middle(middle, first, last)
                                   : matches_long(*this, middle, first, last);
}

/// A text against tokens [first, last), of which those that repeat, the first among them, take every symbol:
/// what the last of them took grows until the rest fits, those before it need never be tried again.
bool TextPattern::matches_glob(std::span<const Symbol> text, std::size_t first, std::size_t last) const {
  std::size_t token = first + 1;
  std::size_t at = 0;
  std::size_t behind_run = token;  ///< the token behind the last that repeats
  std::size_t run_end = 0;         ///< where what it took ends
  while (at < text.size()) {
    if (token < last && tokens_[token].repeat) {
      behind_run = ++token;
      run_end = at;
    } else if (token < last && takes(tokens_[token], text[at])) {
      ++token;
      ++at;
    } else {
      token = behind_run;
      at = ++run_end;
    }
  }
  return std::all_of(tokens_.begin() + static_cast<std::ptrdiff_t>(token),
                     tokens_.begin() + static_cast<std::ptrdiff_t>(last),
                     [](const PatternToken& rest) { return rest.repeat; });
}

/// A text against tokens [first, last), of which there are fewer than 64.
bool TextPattern::matches_middle(std::span<const Symbol> text, std::size_t first, std::size_t last) const {
  // Set of positions the pattern may be at, as bits; position i waits for token first + i.
  using Positions = std::uint64_t;
  const std::size_t count = last - first;
  Positions repeats = 0;
  for (std::size_t i = 0; i < count; ++i)
    if (tokens_[first + i].repeat) repeats |= Positions{1} << i;
  // Repeated tokens may be passed over.
  const auto close = [repeats](Positions positions) {
    for (Positions passing = positions & repeats; passing != 0;) {
      const Positions more = (passing << 1U) & ~positions;
      positions |= more;
      passing = more & repeats;
    }
    return positions;
  };
  const Positions end = Positions{1} << count;
  Positions here = close(1);
  for (const Symbol symbol : text) {
    Positions next = 0;
    for (Positions rest = here & ~end; rest != 0; rest &= rest - 1) {
      const auto i = static_cast<std::size_t>(std::countr_zero(rest));
      if (takes(tokens_[first + i], symbol)) next |= Positions{1} << (tokens_[first + i].repeat ? i : i + 1);
    }
    if (next == 0) return false;
    here = close(next);
  }
  return (here & end) != 0;
}

namespace {

/// Whether every symbol that `narrow` takes is taken by `wide`.
bool inside(const TextPattern& narrow, const PatternToken& token, const TextPattern& wide,
            const PatternToken& other) {
  if (other.kind == Kind::any) return true;
  switch (token.kind) {
    case Kind::one:
      return wide.takes(other, token.first);
    case Kind::either:
      return wide.takes(other, token.first) && wide.takes(other, token.second);
    case Kind::any:
      return false;
    case Kind::any_but:
    case Kind::listed:
      break;
  }
  return (narrow.set_of(token) & ~wide.set_of(other)).none();
}

bool overlap(const TextPattern& left, const PatternToken& token, const TextPattern& right,
             const PatternToken& other) {
  if (token.kind == Kind::any || other.kind == Kind::any) return true;
  if (token.kind == Kind::one) return right.takes(other, token.first);
  if (other.kind == Kind::one) return left.takes(token, other.first);
  if (token.kind == Kind::either) return right.takes(other, token.first) || right.takes(other, token.second);
  return (left.set_of(token) & right.set_of(other)).any();
}

}  // namespace

bool surely_inside(const TextPattern& narrow, const TextPattern& wide) {
  // `wide` reads the tokens of `narrow` as if they were symbols: a repeated token only by a repeated one.
  const std::vector<PatternToken>& text = narrow.tokens();
  const std::vector<PatternToken>& tokens = wide.tokens();
  std::size_t begin = 0;
  for (; begin < tokens.size() && !tokens[begin].repeat; ++begin)
    if (begin == text.size() || text[begin].repeat || !inside(narrow, text[begin], wide, tokens[begin]))
      return false;
  if (begin == tokens.size()) return begin == text.size();
  if (begin + 1 == tokens.size() && tokens[begin].kind == Kind::any) return true;
  std::vector<char> here(tokens.size() + 1, 0);
  std::vector<char> next(tokens.size() + 1, 0);
  const auto close = [&tokens](std::vector<char>& positions) {
    for (std::size_t i = 0; i < tokens.size(); ++i)
      if (positions[i] != 0 && tokens[i].repeat) positions[i + 1] = 1;
  };
  here[begin] = 1;
  close(here);
  for (std::size_t at = begin; at < text.size(); ++at) {
    std::fill(next.begin(), next.end(), 0);
    bool alive = false;
    for (std::size_t i = begin; i < tokens.size(); ++i) {
      if (here[i] == 0 || (text[at].repeat && !tokens[i].repeat)) continue;
      if (!inside(narrow, text[at], wide, tokens[i])) continue;
      next[tokens[i].repeat ? i : i + 1] = 1;
      alive = true;
    }
    if (!alive) return false;
    close(next);
    here.swap(next);
  }
  return here[tokens.size()] != 0;
}

bool surely_disjoint(const TextPattern& left, const TextPattern& right) {
  const std::vector<PatternToken>& a = left.tokens();
  const std::vector<PatternToken>& b = right.tokens();
  std::size_t i = 0;
  for (; i < a.size() && i < b.size() && !a[i].repeat && !b[i].repeat; ++i)
    if (!overlap(left, a[i], right, b[i])) return true;
  const bool a_ends = i == a.size();
  const bool b_ends = i == b.size();
  if ((a_ends && !b_ends && !b[i].repeat) || (b_ends && !a_ends && !a[i].repeat)) return true;
  for (std::size_t k = 1; k <= a.size() && k <= b.size(); ++k) {
    const PatternToken& x = a[a.size() - k];
    const PatternToken& y = b[b.size() - k];
    if (x.repeat || y.repeat) break;
    if (!overlap(left, x, right, y)) return true;
  }
  return false;
}

LanguageView LanguageQuery::view() const {
  const auto places = [](const std::vector<TextPattern>& patterns) {
    LanguageView::Patterns result;
    for (const TextPattern& pattern : patterns) result.push_back(&pattern);
    return result;
  };
  LanguageView view;
  for (const std::vector<TextPattern>& group : any_of) view.any_of.push_back(places(group));
  view.none_of = places(none_of);
  return view;
}

bool LanguageView::accepts(std::string_view text) const {
  const std::vector<Symbol> symbols = to_symbols(text);
  const auto matches = [&symbols](const TextPattern* pattern) { return pattern->matches(symbols); };
  return std::none_of(none_of.begin(), none_of.end(), matches) &&
         std::all_of(any_of.begin(), any_of.end(), [&matches](const Patterns& group) {
           return std::any_of(group.begin(), group.end(), matches);
         });
}

}  // namespace rootproof::policy
