#include "parsers/cloudformation/choices.h"

#include <algorithm>
#include <string>
#include <unordered_set>
#include <utility>

#include "parsers/cloudformation/evaluator.h"
#include "parsers/source/limits.h"
#include "parsers/value/under.h"

namespace rootproof::cloudformation {

using value::Alternative;
using value::Guard;
using value::GuardTerm;
using value::Member;
using value::Origin;
using value::Value;

std::optional<std::vector<Combination>> combinations(std::span<const Value> values) {
  std::vector<Combination> all(1);
  for (const Value& value : values) {
    if (!value.is(Value::Kind::one_of)) {
      for (Combination& combination : all) combination.values.push_back(value);
      continue;
    }
    std::vector<Combination> grown;
    for (const Combination& combination : all) {
      for (const Alternative& alternative : value.alternatives()) {
        Combination next{combination.guard & alternative.guard, combination.values};
        if (next.guard.impossible()) continue;
        if (grown.size() == limits::kAlternatives) return std::nullopt;
        next.values.push_back(alternative.value);
        grown.push_back(std::move(next));
      }
    }
    all = std::move(grown);
  }
  return all;
}

Value for_each_combination(std::span<const Value> values, const Origin& origin,
                           const std::function<Value(std::span<const Value>)>& function) {
  std::optional<std::vector<Combination>> all = combinations(values);
  if (!all) {
    return Value::unknown({value::ReasonKind::limit, "kAlternatives", origin.span()}, value::ValueType::any,
                          origin);
  }
  std::vector<Alternative> results;
  results.reserve(all->size());
  for (Combination& combination : *all) {
    results.push_back({std::move(combination.guard), function(combination.values)});
  }
  const bool all_same =
      !results.empty() && std::all_of(results.begin(), results.end(), [&](const Alternative& a) {
        return a.value.same_content(results.front().value);
      });
  return all_same ? results.front().value : Value::one_of(std::move(results), origin);
}

Value for_each_alternative(const Value& value, const std::function<Value(const Value&)>& function) {
  if (!value.is(Value::Kind::one_of)) return function(value);
  return for_each_combination(std::span(&value, 1), value.origin(),
                              [&](std::span<const Value> values) { return function(values.front()); });
}

Value push_choice_into_members(const Value& value) {
  if (!value.is(Value::Kind::one_of)) return value;
  std::vector<Member> members;
  std::unordered_set<std::string> seen;
  for (const Alternative& alternative : value.alternatives()) {
    if (!alternative.value.is(Value::Kind::map)) continue;
    for (const Member& member : alternative.value.members()) {
      if (seen.insert(member.key).second) members.push_back({member.key, member.key_span, {}});
    }
  }
  for (Member& member : members) {
    std::vector<Alternative> ways;
    for (const Alternative& alternative : value.alternatives()) {
      const Value* found = alternative.value.find(member.key);
      // A branch that is no map as a whole says of no member whether it is there.
      const bool unknown = alternative.value.is(Value::Kind::unknown);
      ways.push_back({alternative.guard, found != nullptr ? *found
                                         : unknown        ? alternative.value
                                                          : Value::absent()});
    }
    member.value = Value::one_of(std::move(ways), value.origin());
  }
  return members.empty() ? value : Value::map(std::move(members), value.origin());
}

namespace {

/// What two guards say together when one of them has the opposite of a term of the other, and otherwise
/// nothing the other does not say: A and t, or A and not t, is A.
std::optional<Guard> union_of(const Guard& left, const Guard& right) {
  for (std::size_t i = 0; i < left.terms.size(); ++i) {
    GuardTerm opposite = left.terms[i];
    opposite.holds = !opposite.holds;
    if (std::find(right.terms.begin(), right.terms.end(), opposite) == right.terms.end()) continue;
    Guard rest;
    for (const GuardTerm& term : right.terms) {
      if (!(term == opposite)) rest.terms.push_back(term);
    }
    // Left is A and t, right is `rest` and not t: their union is `rest` when it and t say A and t.
    Guard remaining = left;
    remaining.terms.erase(remaining.terms.begin() + static_cast<std::ptrdiff_t>(i));
    if (left.implies(rest) && rest.implies(remaining)) return rest;
  }
  return std::nullopt;
}

}  // namespace

Value merged_alternatives(const Value& value) {
  if (!value.is(Value::Kind::one_of)) return value;
  std::vector<Alternative> ways(value.alternatives().begin(), value.alternatives().end());
  const auto merge_two = [&ways]() {
    for (std::size_t i = 0; i < ways.size(); ++i) {
      for (std::size_t j = i + 1; j < ways.size(); ++j) {
        if (!ways[i].value.same_content(ways[j].value)) continue;
        std::optional<Guard> both = union_of(ways[i].guard, ways[j].guard);
        if (!both) both = union_of(ways[j].guard, ways[i].guard);
        if (!both) continue;
        ways[i].guard = *std::move(both);
        ways.erase(ways.begin() + static_cast<std::ptrdiff_t>(j));
        return true;
      }
    }
    return false;
  };
  while (merge_two()) {
  }
  return Value::one_of(std::move(ways), value.origin());
}

/// One truth after the other, so that what decides keeps all that follows out.
Value all_or_any(std::span<const Value> truths, bool all, const Origin& origin) {
  const auto decides = [all](const Value& value) {
    return value.is(Value::Kind::boolean) && value.as_boolean() != all;
  };
  std::vector<Alternative> ways{{{}, Value::boolean(all, origin)}};
  for (const Value& truth : truths) {
    std::vector<Alternative> next;
    for (const Alternative& way : ways) {
      if (decides(way.value)) {
        next.push_back(way);
        continue;
      }
      const auto add = [&](const Guard& guard, const Value& value) {
        Guard when = way.guard & guard;
        if (when.impossible()) return;
        if (decides(value)) {
          next.push_back({std::move(when), Value::boolean(!all, origin)});
        } else {
          next.push_back({std::move(when), way.value.is(Value::Kind::boolean) ? value : way.value});
        }
      };
      if (truth.is(Value::Kind::one_of)) {
        for (const Alternative& each : truth.alternatives()) add(each.guard, each.value);
      } else {
        add({}, truth);
      }
    }
    ways = std::move(next);
    if (ways.size() > limits::kAlternatives)
      return Value::unknown({value::ReasonKind::limit, "kAlternatives", origin.span()},
                            value::ValueType::boolean, origin);
  }
  return merged_alternatives(Value::one_of(std::move(ways), origin));
}

namespace {

class UnderGuard {
 public:
  UnderGuard(const Guard& guard, std::size_t& budget) : guard_(guard), budget_(budget) {}

  Value walk(const Value& value) {
    if (budget_ == 0 || value.fully_known()) return value;
    --budget_;
    switch (value.kind()) {
      case Value::Kind::one_of:
        return walk_one_of(value);
      case Value::Kind::list:
        return walk_list(value);
      case Value::Kind::map:
        return walk_map(value);
      case Value::Kind::string:
        return value.is_partial() ? filled(value) : value;
      case Value::Kind::unknown:
        return value.unknown_type() == value::ValueType::string ? filled(value) : value;
      default:
        return value;
    }
  }

 private:
  Value walk_one_of(const Value& value) {
    std::vector<Alternative> ways = value::ways_under(guard_, value);
    for (Alternative& way : ways) {
      const Guard inside = guard_ & way.guard;
      way.value = UnderGuard(inside, budget_).walk(way.value);
    }
    if (ways.empty()) return value;
    const bool all_same = std::all_of(ways.begin(), ways.end(), [&](const Alternative& way) {
      return way.value.identity() == ways.front().value.identity();
    });
    return all_same ? ways.front().value : Value::one_of(std::move(ways), value.origin());
  }

  Value walk_list(const Value& value) {
    std::vector<Value> items;
    for (const Value& item : value.items()) {
      Value walked = walk(item);
      if (!walked.is(Value::Kind::absent)) items.push_back(std::move(walked));
    }
    const Value list = Value::list(std::move(items), value.origin(), value.list_kind());
    return value.is_encoded() ? list.as_encoded() : list;
  }

  Value walk_map(const Value& value) {
    std::vector<Member> members;
    for (const Member& member : value.members()) {
      Value walked = walk(member.value);
      if (!walked.is(Value::Kind::absent))
        members.push_back({member.key, member.key_span, std::move(walked)});
    }
    const Value map = Value::map(std::move(members), value.origin(), value.map_kind());
    return value.is_encoded() ? map.as_encoded() : map;
  }

  /// The text that the guard says stands in a hole. Holes of the deployment stay: an account that is said to
  /// be 111122223333 is still the template's own.
  std::optional<std::string> text_in(const value::Hole& hole) const {
    constexpr std::string_view kParameter = "parameter ";
    const bool parameter = hole.reason->kind == value::ReasonKind::unknown_variable &&
                           hole.reason->detail.compare(0, kParameter.size(), kParameter) == 0;
    if (!parameter) return std::nullopt;
    for (const GuardTerm& term : guard_.terms) {
      if (term.holds && term.subject == hole.symbol) return text_of_value_term(term);
    }
    return std::nullopt;
  }

  Value filled(const Value& value) const {
    const Value part = as_string_part(value, value.origin().span());
    std::vector<value::StringPiece> pieces(part.pieces().begin(), part.pieces().end());
    bool changed = false;
    for (value::StringPiece& piece : pieces) {
      const auto* hole = std::get_if<value::Hole>(&piece);
      const std::optional<std::string> text = hole != nullptr ? text_in(*hole) : std::nullopt;
      if (!text) continue;
      piece = value::TextPiece{*text, hole->reason->span, false};
      changed = true;
    }
    return changed ? Value::string(std::move(pieces), value.origin()) : value;
  }

  const Guard& guard_;
  std::size_t& budget_;
};

}  // namespace

Value value_under(const Value& value, const Guard& guard, std::size_t& budget) {
  return guard.always() ? value : UnderGuard(guard, budget).walk(value);
}

}  // namespace rootproof::cloudformation
