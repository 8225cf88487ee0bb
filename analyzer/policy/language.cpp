// find_text: emptiness of a boolean combination of patterns, with the shortest witness.
#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "analyzer/policy/pattern.h"
#include "parsers/source/limits.h"

namespace rootproof::policy {

namespace {

using Positions = std::vector<std::uint64_t>;

/// All patterns of a query side by side as one automaton; a state is the set of positions all of them may be
/// at.
class Automaton {
 public:
  explicit Automaton(const LanguageQuery& query) {
    for (const std::vector<TextPattern>& group : query.any_of) {
      groups_.emplace_back();
      for (const TextPattern& pattern : group) groups_.back().push_back(add(pattern));
    }
    for (const TextPattern& pattern : query.none_of) excluded_.push_back(add(pattern));
    collect_symbols();
  }

  [[nodiscard]] Positions start() const {
    Positions positions(words(), 0);
    const auto mark = [&positions](const Slot& slot) { set(positions, slot.begin); };
    for (const auto& group : groups_) std::for_each(group.begin(), group.end(), mark);
    std::for_each(excluded_.begin(), excluded_.end(), mark);
    close(positions);
    return positions;
  }

  /// Size of a state.
  [[nodiscard]] std::size_t words() const { return (tokens_.size() + 63) / 64; }

  /// One symbol for each class of symbols that no token tells apart, readable ones first.
  [[nodiscard]] const std::vector<Symbol>& symbols() const { return symbols_; }

  [[nodiscard]] Positions step(const Positions& from, std::size_t symbol) const {
    Positions to(from.size(), 0);
    const Positions& taken = masks_[symbol];
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < from.size(); ++i) {
      const std::uint64_t live = from[i] & taken[i];
      const std::uint64_t moving = live & ~repeats_[i];
      to[i] = (live & repeats_[i]) | moving << 1U | carry;
      carry = moving >> 63U;
    }
    close(to);
    return to;
  }

  [[nodiscard]] bool accepts(const Positions& positions) const {
    const auto ended = [&positions](const Slot& slot) { return test(positions, slot.end); };
    return std::none_of(excluded_.begin(), excluded_.end(), ended) &&
           std::all_of(groups_.begin(), groups_.end(), [&ended](const std::vector<Slot>& group) {
             return std::any_of(group.begin(), group.end(), ended);
           });
  }

  /// False when some group has no pattern left that could still match.
  [[nodiscard]] bool may_accept(const Positions& positions) const {
    return std::all_of(groups_.begin(), groups_.end(), [&positions](const std::vector<Slot>& group) {
      return std::any_of(group.begin(), group.end(), [&positions](const Slot& slot) {
        for (std::size_t i = slot.begin; i <= slot.end; ++i)
          if (test(positions, i)) return true;
        return false;
      });
    });
  }

 private:
  /// Positions begin … end of one pattern; at `end` it has matched.
  struct Slot {
    std::size_t begin = 0;
    std::size_t end = 0;
  };

  static void set(Positions& positions, std::size_t i) { positions[i / 64] |= std::uint64_t{1} << (i % 64); }
  static bool test(const Positions& positions, std::size_t i) {
    return (positions[i / 64] >> (i % 64) & 1U) != 0;
  }
  Slot add(const TextPattern& pattern) {
    Slot slot{tokens_.size(), 0};
    for (const PatternToken& token : pattern.tokens()) tokens_.push_back(token);
    slot.end = tokens_.size();
    tokens_.push_back({SymbolSet(), false});  // nothing follows a match
    return slot;
  }

  /// Repeated tokens may be passed over. Rows of them are short: equal neighbours were merged.
  void close(Positions& positions) const {
    for (std::size_t i = 0; i < positions.size(); ++i) {
      std::uint64_t passing = positions[i] & repeats_[i];
      while (passing != 0) {
        const std::uint64_t next = passing << 1U;
        if ((passing >> 63U) != 0 && i + 1 < positions.size()) positions[i + 1] |= 1U;
        passing = next & ~positions[i] & repeats_[i];
        positions[i] |= next;
      }
    }
  }

  void collect_symbols() {
    repeats_.assign(words(), 0);
    for (std::size_t i = 0; i < tokens_.size(); ++i)
      if (tokens_[i].repeat) set(repeats_, i);
    static constexpr std::string_view kReadable =
        "x0abcdefghijklmnopqrstuvwyz123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-/_.:@=+,";
    std::vector<Symbol> order(kReadable.begin(), kReadable.end());
    for (unsigned symbol = 32; symbol < 256; ++symbol) order.push_back(static_cast<Symbol>(symbol));
    for (unsigned symbol = 0; symbol < 32; ++symbol) order.push_back(static_cast<Symbol>(symbol));
    const std::vector<SymbolSet> sets = distinct_sets();
    std::set<Positions> seen;
    for (const Symbol symbol : order) {
      Positions signature((sets.size() + 63) / 64 + 1, 0);
      for (std::size_t i = 0; i < sets.size(); ++i)
        if (sets[i].test(symbol)) set(signature, i);
      if (!seen.insert(std::move(signature)).second) continue;
      Positions mask(words(), 0);
      for (std::size_t i = 0; i < tokens_.size(); ++i)
        if (tokens_[i].set.test(symbol)) set(mask, i);
      symbols_.push_back(symbol);
      masks_.push_back(std::move(mask));
    }
  }

  [[nodiscard]] std::vector<SymbolSet> distinct_sets() const {
    std::vector<SymbolSet> sets;
    for (const PatternToken& token : tokens_)
      if (std::find(sets.begin(), sets.end(), token.set) == sets.end()) sets.push_back(token.set);
    return sets;
  }

  std::vector<PatternToken> tokens_;
  std::vector<std::vector<Slot>> groups_;
  std::vector<Slot> excluded_;
  Positions repeats_;
  std::vector<Symbol> symbols_;
  std::vector<Positions> masks_;  ///< per entry of symbols_: the positions whose token takes it
};

/// A state that was reached, and how.
struct Visit {
  Positions positions;
  std::size_t from = 0;
  Symbol symbol = 0;
};

std::string spell(const std::vector<Visit>& visits, std::size_t last) {
  std::vector<Symbol> symbols;
  for (std::size_t at = last; at != 0; at = visits[at].from) symbols.push_back(visits[at].symbol);
  std::reverse(symbols.begin(), symbols.end());
  return to_utf8(symbols);
}

std::size_t token_count(const LanguageQuery& query) {
  std::size_t count = 0;
  for (const std::vector<TextPattern>& group : query.any_of)
    for (const TextPattern& pattern : group) count += pattern.tokens().size();
  for (const TextPattern& pattern : query.none_of) count += pattern.tokens().size();
  return count;
}

/// The common case by far: what is asked for is excluded by the very same patterns.
bool excludes_itself(const LanguageQuery& query) {
  const auto excluded = [&query](const TextPattern& pattern) {
    return std::find(query.none_of.begin(), query.none_of.end(), pattern) != query.none_of.end();
  };
  return std::any_of(query.any_of.begin(), query.any_of.end(),
                     [&excluded](const std::vector<TextPattern>& group) {
                       return std::all_of(group.begin(), group.end(), excluded);
                     });
}

/// Whether the fixed beginnings of two patterns exclude each other, so that no text matches both.
bool begin_differently(const TextPattern& left, const TextPattern& right) {
  const std::vector<PatternToken>& a = left.tokens();
  const std::vector<PatternToken>& b = right.tokens();
  for (std::size_t i = 0; i < a.size() && i < b.size() && !a[i].repeat && !b[i].repeat; ++i)
    if ((a[i].set & b[i].set).none()) return true;
  return false;
}

LanguageAnswer search(const LanguageQuery& query, std::size_t& budget) {
  if (token_count(query) > limits::kLanguageTokens) return {LanguageAnswer::Kind::gave_up, {}};
  const Automaton automaton(query);
  // States of long patterns are large; they count for several.
  constexpr std::size_t kWordsOfAState = 16;
  const std::size_t cost = 1 + automaton.words() / kWordsOfAState;
  std::vector<Visit> visits{{automaton.start(), 0, 0}};
  std::set<Positions> seen{visits[0].positions};
  for (std::size_t at = 0; at < visits.size(); ++at) {
    if (automaton.accepts(visits[at].positions)) return {LanguageAnswer::Kind::found, spell(visits, at)};
    for (std::size_t i = 0; i < automaton.symbols().size(); ++i) {
      Positions next = automaton.step(visits[at].positions, i);
      if (!automaton.may_accept(next) || !seen.insert(next).second) continue;
      if (budget < cost) return {LanguageAnswer::Kind::gave_up, {}};
      budget -= cost;
      visits.push_back({std::move(next), at, automaton.symbols()[i]});
    }
  }
  return {LanguageAnswer::Kind::empty, {}};
}

/// The query for the texts of one pattern only: patterns that begin otherwise play no part in it. nullopt
/// when it is certainly empty.
std::optional<LanguageQuery> within(const LanguageQuery& query, std::size_t group, const TextPattern& only) {
  LanguageQuery part;
  part.any_of.push_back({only});
  for (std::size_t i = 0; i < query.any_of.size(); ++i) {
    if (i == group) continue;
    std::vector<TextPattern>& kept = part.any_of.emplace_back();
    std::copy_if(query.any_of[i].begin(), query.any_of[i].end(), std::back_inserter(kept),
                 [&only](const TextPattern& pattern) { return !begin_differently(only, pattern); });
    if (kept.empty()) return std::nullopt;
  }
  for (const TextPattern& pattern : query.none_of) {
    if (pattern == only) return std::nullopt;
    if (!begin_differently(only, pattern)) part.none_of.push_back(pattern);
  }
  return part;
}

/// Long lists of patterns, as of actions, are looked at one by one: side by side their automaton is large,
/// while each has to do with few of the others.
LanguageAnswer search_one_by_one(const LanguageQuery& query, std::size_t& budget) {
  const auto longest =
      std::max_element(query.any_of.begin(), query.any_of.end(),
                       [](const auto& left, const auto& right) { return left.size() < right.size(); });
  const auto group = static_cast<std::size_t>(longest - query.any_of.begin());
  LanguageAnswer answer;
  for (const TextPattern& pattern : *longest) {
    const std::optional<LanguageQuery> part = within(query, group, pattern);
    if (!part) continue;
    LanguageAnswer found = search(*part, budget);
    if (found.kind == LanguageAnswer::Kind::found) return found;
    if (found.kind == LanguageAnswer::Kind::gave_up) answer = std::move(found);
  }
  return answer;
}

}  // namespace

LanguageAnswer find_text(const LanguageQuery& query, std::size_t& budget) {
  constexpr std::size_t kTokensSideBySide = 256;
  if (excludes_itself(query)) return {LanguageAnswer::Kind::empty, {}};
  const bool large = token_count(query) > kTokensSideBySide && !query.any_of.empty();
  return large ? search_one_by_one(query, budget) : search(query, budget);
}

}  // namespace rootproof::policy
