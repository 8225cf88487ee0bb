// find_text: emptiness of a boolean combination of patterns, with the shortest witness.
#include <algorithm>
#include <array>
#include <bitset>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/policy/pattern.h"
#include "parsers/source/limits.h"

namespace rootproof::policy {

namespace {

/// Symbols in the order in which examples should use them.
constexpr std::string_view kReadable =
    "x0abcdefghijklmnopqrstuvwyz123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-/_.:@=+,";

std::array<Symbol, 256> symbol_order() {
  std::array<Symbol, 256> order{};
  std::bitset<256> taken;
  std::size_t count = 0;
  const auto take = [&order, &taken, &count](unsigned symbol) {
    if (taken.test(symbol)) return;
    taken.set(symbol);
    order[count++] = static_cast<Symbol>(symbol);
  };
  for (const char c : kReadable) take(static_cast<unsigned char>(c));
  for (unsigned symbol = 32; symbol < 256; ++symbol) take(symbol);
  for (unsigned symbol = 0; symbol < 32; ++symbol) take(symbol);
  return order;
}

/// All patterns of a query side by side as one automaton; a state is the set of positions all of them may be
/// at, `words` numbers of 64 flags.
class Automaton {
 public:
  explicit Automaton(const LanguageView& query) {
    for (const LanguageView::Patterns& group : query.any_of) {
      groups_.emplace_back();
      for (const TextPattern* pattern : group) groups_.back().push_back(add(*pattern));
    }
    for (const TextPattern* pattern : query.none_of) excluded_.push_back(add(*pattern));
    words_ = (size_ + 63) / 64;
    collect_symbols();
    collect_masks();
  }

  using State = std::vector<std::uint64_t>;

  [[nodiscard]] State start() const {
    State state(words_, 0);
    for (const Slot& slot : slots_) set(state, slot.begin);
    close(state.data());
    return state;
  }

  /// Size of a state.
  [[nodiscard]] std::size_t words() const { return words_; }

  /// One symbol for each class of symbols that no token tells apart, readable ones first.
  [[nodiscard]] const std::vector<Symbol>& symbols() const { return symbols_; }

  void step(const std::uint64_t* from, std::size_t symbol, std::uint64_t* to) const {
    const std::uint64_t* taken = masks_.data() + symbol * words_;
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < words_; ++i) {
      const std::uint64_t live = from[i] & taken[i];
      const std::uint64_t moving = live & ~repeats_[i];
      to[i] = (live & repeats_[i]) | moving << 1U | carry;
      carry = moving >> 63U;
    }
    close(to);
  }

  [[nodiscard]] bool accepts(const std::uint64_t* state) const {
    return !meets(state, excluded_ends_) &&
           std::all_of(group_ends_.begin(), group_ends_.end(),
                       [this, state](const State& ends) { return meets(state, ends); });
  }

  /// False when some group has no pattern left that could still match, or all that follows is excluded.
  [[nodiscard]] bool may_accept(const std::uint64_t* state) const {
    return !meets(state, excluded_for_good_) &&
           std::all_of(group_masks_.begin(), group_masks_.end(),
                       [this, state](const State& mask) { return meets(state, mask); });
  }

 private:
  /// Positions begin … end of one pattern; at `end` it has matched.
  struct Slot {
    const TextPattern* pattern = nullptr;
    std::size_t begin = 0;
    std::size_t end = 0;
  };

  static void set(State& state, std::size_t i) { state[i / 64] |= std::uint64_t{1} << (i % 64); }
  [[nodiscard]] bool meets(const std::uint64_t* state, const State& mask) const {
    for (std::size_t i = 0; i < words_; ++i)
      if ((state[i] & mask[i]) != 0) return true;
    return false;
  }

  std::size_t add(const TextPattern& pattern) {
    slots_.push_back({&pattern, size_, size_ + pattern.tokens().size()});
    size_ = slots_.back().end + 1;  // nothing follows a match
    return slots_.size() - 1;
  }

  /// Repeated tokens may be passed over. Rows of them are short: equal neighbours were merged.
  void close(std::uint64_t* positions) const {
    for (std::size_t i = 0; i < words_; ++i) {
      std::uint64_t passing = positions[i] & repeats_[i];
      while (passing != 0) {
        const std::uint64_t next = passing << 1U;
        if ((passing >> 63U) != 0 && i + 1 < words_) positions[i + 1] |= 1U;
        passing = next & ~positions[i] & repeats_[i];
        positions[i] |= next;
      }
    }
  }

  /// Symbols that stand somewhere by themselves are a class each; the others are told apart by the listed
  /// sets.
  void collect_symbols() {
    std::bitset<256> named;
    std::vector<SymbolSet> sets;
    for (const Slot& slot : slots_)
      for (const PatternToken& token : slot.pattern->tokens()) {
        if (token.kind == PatternToken::Kind::listed) {
          SymbolSet set = slot.pattern->set_of(token);
          if (std::find(sets.begin(), sets.end(), set) == sets.end()) sets.push_back(set);
        } else if (token.kind != PatternToken::Kind::any) {
          named.set(token.first);
          if (token.kind == PatternToken::Kind::either) named.set(token.second);
        }
      }
    static const std::array<Symbol, 256> kOrder = symbol_order();
    std::vector<std::vector<bool>> seen;
    for (const Symbol symbol : kOrder) {
      if (!named.test(symbol)) {
        std::vector<bool> signature;
        signature.reserve(sets.size());
        for (const SymbolSet& set : sets) signature.push_back(set.test(symbol));
        if (std::find(seen.begin(), seen.end(), signature) != seen.end()) continue;
        seen.push_back(std::move(signature));
      }
      symbols_.push_back(symbol);
    }
  }

  void collect_masks() {
    repeats_.assign(words_, 0);
    masks_.assign(words_ * symbols_.size(), 0);
    for (const Slot& slot : slots_) {
      const std::vector<PatternToken>& tokens = slot.pattern->tokens();
      for (std::size_t i = 0; i < tokens.size(); ++i) {
        const std::size_t at = slot.begin + i;
        if (tokens[i].repeat) set(repeats_, at);
        for (std::size_t k = 0; k < symbols_.size(); ++k)
          if (slot.pattern->takes(tokens[i], symbols_[k]))
            masks_[k * words_ + at / 64] |= std::uint64_t{1} << (at % 64);
      }
    }
    excluded_ends_.assign(words_, 0);
    excluded_for_good_.assign(words_, 0);
    for (const std::size_t i : excluded_) {
      const Slot& slot = slots_[i];
      set(excluded_ends_, slot.end);
      const std::vector<PatternToken>& tokens = slot.pattern->tokens();
      const bool open =
          !tokens.empty() && tokens.back().repeat && tokens.back().kind == PatternToken::Kind::any;
      if (open) set(excluded_for_good_, slot.end - 1);
    }
    for (const std::vector<std::size_t>& group : groups_) {
      State& ends = group_ends_.emplace_back(words_, 0);
      State& mask = group_masks_.emplace_back(words_, 0);
      for (const std::size_t i : group) {
        set(ends, slots_[i].end);
        for (std::size_t at = slots_[i].begin; at <= slots_[i].end; ++at) set(mask, at);
      }
    }
  }

  std::vector<Slot> slots_;
  std::vector<std::vector<std::size_t>> groups_;  ///< numbers of slots
  std::vector<std::size_t> excluded_;
  std::size_t size_ = 0;
  std::size_t words_ = 0;
  State repeats_;
  std::vector<Symbol> symbols_;
  std::vector<std::uint64_t> masks_;  ///< per entry of symbols_: the positions whose token takes it
  std::vector<State> group_ends_;
  std::vector<State> group_masks_;
  State excluded_ends_;
  State excluded_for_good_;  ///< positions from which an excluded pattern matches whatever follows
};

/// The states that were reached, each once, in the order of discovery.
class StateTable {
 public:
  explicit StateTable(std::size_t words) : words_(words), slots_(64, kFree) {}

  [[nodiscard]] std::size_t size() const { return visits_.size(); }
  [[nodiscard]] const std::uint64_t* state(std::size_t i) const { return states_.data() + i * words_; }

  /// False when it is known already.
  bool insert(const std::uint64_t* state, std::size_t from, Symbol symbol) {
    if (2 * visits_.size() >= slots_.size()) grow();
    std::size_t& slot = find(state);
    if (slot != kFree) return false;
    slot = visits_.size();
    states_.insert(states_.end(), state, state + words_);
    visits_.push_back({from, symbol});
    return true;
  }

  /// The text that leads to a state.
  [[nodiscard]] std::string spell(std::size_t last) const {
    std::vector<Symbol> symbols;
    for (std::size_t at = last; at != 0; at = visits_[at].from) symbols.push_back(visits_[at].symbol);
    std::reverse(symbols.begin(), symbols.end());
    return to_utf8(symbols);
  }

 private:
  static constexpr std::size_t kFree = ~std::size_t{0};
  struct Visit {
    std::size_t from = 0;
    Symbol symbol = 0;
  };

  std::size_t& find(const std::uint64_t* state) {
    std::uint64_t hash = 0;
    for (std::size_t i = 0; i < words_; ++i) {
      hash = (hash ^ state[i]) * 0x9E3779B97F4A7C15ULL;
      hash ^= hash >> 32U;
    }
    for (std::size_t at = hash & (slots_.size() - 1);; at = (at + 1) & (slots_.size() - 1))
      if (slots_[at] == kFree || std::equal(state, state + words_, this->state(slots_[at])))
        return slots_[at];
  }

  void grow() {
    slots_.assign(2 * slots_.size(), kFree);
    for (std::size_t i = 0; i < visits_.size(); ++i) find(state(i)) = i;
  }

  std::size_t words_;
  std::vector<std::size_t> slots_;
  std::vector<std::uint64_t> states_;
  std::vector<Visit> visits_;
};

std::size_t token_count(const LanguageView& query) {
  std::size_t count = 0;
  for (const LanguageView::Patterns& group : query.any_of)
    for (const TextPattern* pattern : group) count += pattern->tokens().size();
  for (const TextPattern* pattern : query.none_of) count += pattern->tokens().size();
  return count;
}

LanguageAnswer search(const LanguageView& query, std::size_t& budget) {
  if (token_count(query) > limits::kLanguageTokens) return {LanguageAnswer::Kind::gave_up, {}};
  const Automaton automaton(query);
  // States of long patterns are large; they count for several.
  constexpr std::size_t kWordsOfAState = 16;
  const std::size_t cost = 1 + automaton.words() / kWordsOfAState;
  StateTable table(automaton.words());
  table.insert(automaton.start().data(), 0, 0);
  Automaton::State here(automaton.words());
  Automaton::State next(automaton.words());
  for (std::size_t at = 0; at < table.size(); ++at) {
    std::copy_n(table.state(at), here.size(), here.begin());
    if (automaton.accepts(here.data())) return {LanguageAnswer::Kind::found, table.spell(at)};
    for (std::size_t i = 0; i < automaton.symbols().size(); ++i) {
      automaton.step(here.data(), i, next.data());
      if (!automaton.may_accept(next.data())) continue;
      if (!table.insert(next.data(), at, automaton.symbols()[i])) continue;
      if (budget < cost) return {LanguageAnswer::Kind::gave_up, {}};
      budget -= cost;
    }
  }
  return {LanguageAnswer::Kind::empty, {}};
}

/// The fifth field of all texts of a pattern, an account in ARNs; nullopt where it may be several, or its
/// wildcards may stand for colons before it.
std::optional<std::string> fifth_field(const TextPattern& pattern) {
  constexpr int kColonsBefore = 4;
  std::string field;
  int colons = 0;
  for (const PatternToken& token : pattern.tokens()) {
    const bool fixed = !token.repeat && token.kind == PatternToken::Kind::one;
    if (fixed && token.first == ':') {
      if (colons++ == kColonsBefore) return field;
    } else if (colons == kColonsBefore) {
      if (!fixed) return std::nullopt;
      field += static_cast<char>(token.first);
    } else if (!fixed && pattern.takes(token, ':')) {
      return std::nullopt;
    }
  }
  return std::nullopt;
}

std::string fixed_beginning(const TextPattern& pattern) {
  std::string beginning;
  for (const PatternToken& token : pattern.tokens()) {
    if (token.repeat || token.kind != PatternToken::Kind::one) break;
    beginning += static_cast<char>(token.first);
  }
  return beginning;
}

/// Leaves out of many patterns those of which it is plain that no text matches both them and another one:
/// their fifth fields or their fixed beginnings differ. Policies list accounts, and lists are compared.
class PatternsByText {
 public:
  explicit PatternsByText(const LanguageView::Patterns& patterns) : patterns_(&patterns) {
    for (std::size_t i = 0; i < patterns.size(); ++i) {
      std::optional<std::string> field = fifth_field(*patterns[i]);
      if (field)
        by_field_.emplace_back(*std::move(field), i);
      else
        by_beginning_.emplace_back(fixed_beginning(*patterns[i]), i);
    }
    std::sort(by_field_.begin(), by_field_.end());
    std::sort(by_beginning_.begin(), by_beginning_.end());
    for (const auto& [beginning, place] : by_beginning_) lengths_.insert(beginning.size());
  }

  /// In the order in which they were given.
  [[nodiscard]] LanguageView::Patterns possible_beside(const TextPattern& pattern) const {
    std::vector<std::size_t> places;
    const std::optional<std::string> field = fifth_field(pattern);
    add(by_field_, field.value_or(""), places,
        [&](const std::string& other) { return !field || other == *field; });
    const std::string beginning = fixed_beginning(pattern);
    add(by_beginning_, beginning, places,
        [&](const std::string& other) { return other.starts_with(beginning); });
    for (const std::size_t length : lengths_) {
      if (length >= beginning.size()) break;
      const std::string shorter = beginning.substr(0, length);
      add(by_beginning_, shorter, places, [&](const std::string& other) { return other == shorter; });
    }
    std::sort(places.begin(), places.end());
    LanguageView::Patterns possible;
    for (const std::size_t place : places) possible.push_back((*patterns_)[place]);
    return possible;
  }

 private:
  using Entries = std::vector<std::pair<std::string, std::size_t>>;

  /// From the first text that is not less than `from` on, as long as they are wanted.
  template <class Wanted>
  static void add(const Entries& entries, const std::string& from, std::vector<std::size_t>& places,
                  const Wanted& wanted) {
    for (auto at = std::lower_bound(entries.begin(), entries.end(), std::pair(from, std::size_t{0}));
         at != entries.end() && wanted(at->first); ++at)
      places.push_back(at->second);
  }

  const LanguageView::Patterns* patterns_;
  Entries by_field_;
  Entries by_beginning_;
  std::set<std::size_t> lengths_;
};

/// The query for the texts of one pattern only: what those texts are all in, or none of them is, plays no
/// part in it. nullopt when it is certainly empty.
std::optional<LanguageView> within(const LanguageView& query, std::size_t group, const TextPattern& only,
                                   const PatternIndex& excluded, const PatternsByText& by_text,
                                   const std::vector<PatternsByText>& groups) {
  // Lists that are compared have most of their entries in common.
  if (excluded.holds(only)) return std::nullopt;
  const LanguageView::Patterns none_of = by_text.possible_beside(only);
  for (const TextPattern* pattern : none_of)
    if (surely_inside(only, *pattern)) return std::nullopt;
  LanguageView part;
  part.any_of.push_back({&only});
  for (std::size_t i = 0; i < query.any_of.size(); ++i) {
    if (i == group) continue;
    LanguageView::Patterns kept;
    bool all = false;
    for (const TextPattern* pattern : groups[i].possible_beside(only)) {
      all = all || surely_inside(only, *pattern);
      if (all) break;
      if (!surely_disjoint(only, *pattern)) kept.push_back(pattern);
    }
    if (all) continue;
    if (kept.empty()) return std::nullopt;
    part.any_of.push_back(std::move(kept));
  }
  for (const TextPattern* pattern : none_of)
    if (!surely_disjoint(only, *pattern)) part.none_of.push_back(pattern);
  return part;
}

/// A text of a pattern, with `run` symbols for each repeated token.
std::string example_of(const TextPattern& pattern, std::size_t run) {
  static const std::array<Symbol, 256> kOrder = symbol_order();
  std::vector<Symbol> symbols;
  for (const PatternToken& token : pattern.tokens()) {
    const auto* const symbol = token.kind == PatternToken::Kind::one
                                   ? &token.first
                                   : std::find_if(kOrder.begin(), kOrder.end(), [&](Symbol candidate) {
                                       return pattern.takes(token, candidate);
                                     });
    if (symbol != kOrder.end()) symbols.insert(symbols.end(), token.repeat ? run : 1, *symbol);
  }
  return to_utf8(symbols);
}

/// Texts of one pattern: tried first, searched for where trying fails.
LanguageAnswer search_within(const LanguageView& part, std::size_t& budget) {
  for (const std::size_t run : {0U, 1U}) {
    std::string example = example_of(*part.any_of[0][0], run);
    if (part.accepts(example)) return {LanguageAnswer::Kind::found, std::move(example)};
  }
  if (part.any_of.size() == 1 && part.none_of.empty()) return {LanguageAnswer::Kind::empty, {}};
  return search(part, budget);
}

}  // namespace

LanguageAnswer find_text(const LanguageView& query, std::size_t& budget) {
  if (query.any_of.empty()) return search(query, budget);
  // One pattern after the other: side by side their automaton is large, while each has to do with few of the
  // others.
  const auto longest =
      std::max_element(query.any_of.begin(), query.any_of.end(), [](const auto& left, const auto& right) {
        const auto size = [](const LanguageView::Patterns& group) {
          return std::pair(group.size(), group.empty() ? 0 : group.front()->tokens().size());
        };
        return size(left) < size(right);
      });
  const auto group = static_cast<std::size_t>(longest - query.any_of.begin());
  LanguageAnswer answer;
  const PatternIndex excluded(query.none_of);
  const PatternsByText by_text(query.none_of);
  const std::vector<PatternsByText> groups(query.any_of.begin(), query.any_of.end());
  for (const TextPattern* pattern : *longest) {
    const std::optional<LanguageView> part = within(query, group, *pattern, excluded, by_text, groups);
    if (!part) continue;
    LanguageAnswer found = search_within(*part, budget);
    if (found.kind == LanguageAnswer::Kind::found) return found;
    if (found.kind == LanguageAnswer::Kind::gave_up) answer = std::move(found);
  }
  return answer;
}

LanguageAnswer find_text(const LanguageQuery& query, std::size_t& budget) {
  return find_text(query.view(), budget);
}

}  // namespace rootproof::policy
