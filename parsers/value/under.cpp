#include "parsers/value/under.h"

#include <algorithm>
#include <utility>

#include "parsers/source/limits.h"

namespace rootproof::value {
namespace {

class Restriction {
 public:
  explicit Restriction(const Guard& guard) : guard_(guard) {}

  Value of(const Value& value, unsigned depth) {
    if (value.fully_known() || depth > limits::kSyntaxDepth || ++parts_ > limits::kValueParts) return value;
    switch (value.kind()) {
      case Value::Kind::one_of:
        return one_of(value, depth);
      case Value::Kind::list: {
        const Value list = Value::list(items(value.items(), depth), value.origin(), value.list_kind());
        return value.is_encoded() ? list.as_encoded() : list;
      }
      case Value::Kind::map: {
        std::vector<Member> members;
        for (const Member& member : value.members())
          members.push_back({member.key, member.key_span, of(member.value, depth + 1)});
        const Value map = Value::map(std::move(members), value.origin(), value.map_kind());
        return value.is_encoded() ? map.as_encoded() : map;
      }
      case Value::Kind::unknown:
        if (value.known_items().empty()) return value;
        return Value::open_list(items(value.known_items(), depth), value.reason(), value.origin());
      default:
        return value;
    }
  }

 private:
  std::vector<Value> items(std::span<const Value> items, unsigned depth) {
    std::vector<Value> result;
    for (const Value& item : items) result.push_back(of(item, depth + 1));
    return result;
  }

  Value one_of(const Value& value, unsigned depth) {
    std::vector<Alternative> ways = ways_under(guard_, value);
    for (Alternative& way : ways) way.value = of(way.value, depth + 1);
    return ways.empty() ? value : Value::one_of(std::move(ways), value.origin());
  }

  const Guard& guard_;
  std::size_t parts_ = 0;
};

}  // namespace

std::vector<Alternative> ways_under(const Guard& guard, const Value& choice) {
  std::vector<Alternative> ways;
  for (const Alternative& way : choice.alternatives()) {
    if ((guard & way.guard).impossible()) continue;
    Guard rest;
    for (const GuardTerm& term : way.guard.terms)
      if (!guard.implies(term)) rest.terms.push_back(term);
    ways.push_back({std::move(rest), way.value});
  }
  return ways;
}

std::optional<Guard> none_of(const std::vector<const Guard*>& guards) {
  Guard none;
  for (const Guard* guard : guards) {
    if (guard->terms.size() != 1) return std::nullopt;
    GuardTerm term = guard->terms.front();
    term.holds = !term.holds;
    none = none & Guard{{std::move(term)}};
  }
  return none;
}

Value under(const Guard& guard, const Value& value) {
  return guard.always() ? value : Restriction(guard).of(value, 0);
}

}  // namespace rootproof::value
