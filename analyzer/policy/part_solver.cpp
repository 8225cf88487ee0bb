// solve_part: values of one part of a request that meet a number of demands.
#include <algorithm>
#include <utility>

#include "analyzer/policy/box_search.h"

namespace rootproof::policy {

namespace {

using Kind = SearchOutcome::Kind;
using Demands = std::vector<const Demand*>;

bool matches_any(const std::vector<TextPattern>& patterns, const std::string& text) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&text](const TextPattern& pattern) { return pattern.matches(text); });
}

bool in_domain(const PartDomain& domain, const std::string& value) {
  if (!domain.within.empty() && !matches_any(domain.within, value)) return false;
  if (matches_any(domain.without, value)) return false;
  if (domain.not_before) {
    const std::optional<Decimal> date = parse_date(value);
    if (!date || *date < *domain.not_before) return false;
  }
  if (domain.type == KeyType::date && !domain.not_before && !parse_date(value)) return false;
  if (domain.type == KeyType::numeric) {  // the documented ones are counts
    const std::optional<Decimal> number = Decimal::parse(value);
    if (!number || number->negative) return false;
  }
  if (domain.type == KeyType::address) {
    const std::optional<IpAddress> address = IpAddress::parse(value);
    if (!address) return false;
    return std::none_of(domain.not_in.begin(), domain.not_in.end(),
                        [&address](const IpRange& range) { return range.contains(*address); });
  }
  return true;
}

/// Values at which something changes, so that between them nothing does: trying all is trying everything.
class Candidates {
 public:
  explicit Candidates(const PartDomain& domain) : domain_(domain) {}

  void add(const ValueSet& set) {
    if (set.kind == ValueSet::Kind::date || set.kind == ValueSet::Kind::number)
      for (const auto& bound : set.bounds) add_around(bound.second, set.kind);
    if (set.kind == ValueSet::Kind::address)
      for (const IpRange& range : set.ranges) add_range(range);
  }

  /// All there is to try; asked once, before complete().
  std::vector<std::string> take() {
    if (domain_.not_before) add_around(*domain_.not_before, ValueSet::Kind::date);
    for (const IpRange& range : domain_.not_in) add_range(range);
    if (domain_.type == KeyType::address)
      for (const char* first : {"0.0.0.0", "0:0:0:0:0:0:0:0"}) values_.emplace_back(first);
    if (domain_.type == KeyType::date) values_.push_back(format_date(0));
    if (domain_.type == KeyType::numeric || has_numbers_) values_.emplace_back("0");
    return std::move(values_);
  }

  /// False when a bound was so unusual that values between bounds may have been missed.
  [[nodiscard]] bool complete() const { return complete_; }

 private:
  void add_around(const Decimal& bound, ValueSet::Kind kind) {
    if (bound.negative && domain_.type == KeyType::numeric) return;  // no value lies around it
    if (bound.negative || bound.whole.size() > 15) {
      complete_ = false;
      return;
    }
    const std::int64_t whole = bound.whole.empty() ? 0 : std::stoll(bound.whole);
    for (const std::int64_t near : {whole, whole - 1, whole + 1}) {
      if (near < 0 && kind == ValueSet::Kind::date) continue;
      values_.push_back(kind == ValueSet::Kind::date ? format_date(near) : std::to_string(near));
    }
    if (kind == ValueSet::Kind::date) {
      if (!bound.fraction.empty()) complete_ = false;
      return;
    }
    // Between this bound and the next one; a digit further than any bound is written lies before it.
    has_numbers_ = true;
    Decimal above = bound;
    above.fraction.resize(std::max<std::size_t>(above.fraction.size(), 12), '0');
    above.fraction += '5';
    values_.push_back(bound.to_string());
    values_.push_back(above.to_string());
    if (bound.fraction.size() > 12) complete_ = false;
  }

  void add_range(const IpRange& range) {
    values_.push_back(range.first.to_string());
    if (const std::optional<IpAddress> after = range.last.next()) values_.push_back(after->to_string());
  }

  const PartDomain& domain_;
  std::vector<std::string> values_;
  bool has_numbers_ = false;
  bool complete_ = true;
};

/// A single value inside the domain and all sets.
class ValueFinder {
 public:
  ValueFinder(const PartDomain& domain, std::size_t& states) : domain_(domain), states_(states) {}

  Kind find(const std::vector<const ValueSet*>& sets, std::string& value) {
    bool scalar =
        domain_.type == KeyType::address || domain_.type == KeyType::date || domain_.type == KeyType::numeric;
    bool text = false;
    for (const ValueSet* set : sets) {
      if (set->is_empty()) return Kind::none;
      scalar = scalar || (set->kind != ValueSet::Kind::text && set->kind != ValueSet::Kind::everything);
      text = text || set->kind == ValueSet::Kind::text;
    }
    if (!domain_.ordinary.empty() && fits(domain_.ordinary, sets)) {
      value = domain_.ordinary;
      return Kind::found;
    }
    if (domain_.constant) return Kind::none;
    for (const std::string& sample : domain_.samples) {
      if (!fits(sample, sets)) continue;
      value = sample;
      return Kind::found;
    }
    if (std::optional<Kind> listed = find_listed(sets, value)) return *listed;
    return scalar ? find_scalar(sets, text || !domain_.within.empty(), value) : find_text_value(sets, value);
  }

 private:
  bool fits(const std::string& value, const std::vector<const ValueSet*>& sets) const {
    return std::all_of(sets.begin(), sets.end(),
                       [&value](const ValueSet* set) { return set->contains(value); }) &&
           in_domain(domain_, value);
  }

  /// When some set is a list of literal texts, these are all there is to try.
  std::optional<Kind> find_listed(const std::vector<const ValueSet*>& sets, std::string& value) const {
    for (const ValueSet* set : sets) {
      if (set->kind != ValueSet::Kind::text || set->complement) continue;
      std::vector<std::string> texts;
      for (const TextPattern& pattern : set->patterns()) {
        std::optional<std::string> text = pattern.as_literal();
        if (!text) break;
        texts.push_back(std::move(*text));
      }
      if (texts.size() != set->patterns().size()) continue;
      for (std::string& text : texts) {
        if (!fits(text, sets)) continue;
        value = std::move(text);
        return Kind::found;
      }
      return Kind::none;
    }
    return std::nullopt;
  }

  Kind find_scalar(const std::vector<const ValueSet*>& sets, bool with_text, std::string& value) {
    Candidates candidates(domain_);
    for (const ValueSet* set : sets) candidates.add(*set);
    for (std::string& candidate : candidates.take()) {
      if (!fits(candidate, sets)) continue;
      value = std::move(candidate);
      return Kind::found;
    }
    if (!with_text) return candidates.complete() ? Kind::none : Kind::gave_up;
    // Text operators on an address or a date: a text that satisfies them may be one.
    const Kind text = find_text_value(sets, value);
    if (text == Kind::none) return Kind::none;
    return text == Kind::found && fits(value, sets) ? Kind::found : Kind::gave_up;
  }

  Kind find_text_value(const std::vector<const ValueSet*>& sets, std::string& value) {
    static const TextPattern kNotEmpty = [] {
      TextPattern pattern;
      pattern.add_one(any_symbol());
      pattern.add_run(any_symbol());
      return pattern;
    }();
    const auto add = [](LanguageView::Patterns& to, const std::vector<TextPattern>& patterns) {
      for (const TextPattern& pattern : patterns) to.push_back(&pattern);
    };
    LanguageView query;
    query.any_of.push_back({&kNotEmpty});
    if (!domain_.within.empty()) add(query.any_of.emplace_back(), domain_.within);
    add(query.none_of, domain_.without);
    for (const ValueSet* set : sets) {
      if (set->kind != ValueSet::Kind::text) continue;
      add(set->complement ? query.none_of : query.any_of.emplace_back(), set->patterns());
    }
    LanguageAnswer answer = find_text(query, states_);
    if (answer.kind == LanguageAnswer::Kind::empty) return Kind::none;
    if (answer.kind == LanguageAnswer::Kind::gave_up) return Kind::gave_up;
    value = std::move(answer.text);
    return Kind::found;
  }

  const PartDomain& domain_;
  std::size_t& states_;
};

bool all_met(const Demands& demands, const std::vector<std::string>& values) {
  return std::all_of(demands.begin(), demands.end(),
                     [&values](const Demand* demand) { return demand->met_by(values); });
}

/// A key with several values: each lies in every "for all" set, and each "for any" set has one of them
/// (policy.md §2.4).
Kind solve_several(ValueFinder& finder, const Demands& demands, std::vector<std::string>& values) {
  std::vector<const ValueSet*> common;
  for (const Demand* demand : demands)
    if (demand->quantifier != SetQuantifier::for_any) common.push_back(&demand->set);
  bool gave_up = false;
  for (const Demand* demand : demands) {
    if (demand->quantifier != SetQuantifier::for_any) continue;
    std::vector<const ValueSet*> sets = common;
    sets.push_back(&demand->set);
    std::string value;
    const Kind kind = finder.find(sets, value);
    if (kind == Kind::none) return Kind::none;
    gave_up = gave_up || kind == Kind::gave_up;
    if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(std::move(value));
  }
  if (gave_up) return Kind::gave_up;
  if (!values.empty()) return Kind::found;
  values.emplace_back();
  return finder.find(common, values[0]);
}

}  // namespace

Kind solve_part(const PartDomain& domain, const Demands& demands, std::size_t& language_states,
                std::vector<std::string>& values) {
  values.clear();
  const bool absent_fits = domain.may_be_absent && all_met(demands, {});
  if (absent_fits && (domain.ordinary.empty() || !domain.may_be_present)) return Kind::found;
  if (!domain.may_be_present) return absent_fits ? Kind::found : Kind::none;
  ValueFinder finder(domain, language_states);
  Kind kind = Kind::none;
  if (domain.multivalued) {
    kind = solve_several(finder, demands, values);
  } else {
    std::vector<const ValueSet*> sets;
    for (const Demand* demand : demands) sets.push_back(&demand->set);
    values.emplace_back();
    kind = finder.find(sets, values[0]);
  }
  if (kind == Kind::found) return kind;
  // The empty text is a value like any other to plain operators, though seldom a useful one.
  values = {std::string()};
  if (in_domain(domain, "") && all_met(demands, values)) return Kind::found;
  values.clear();
  return absent_fits ? Kind::found : kind;
}

}  // namespace rootproof::policy
