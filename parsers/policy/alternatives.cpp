#include "parsers/policy/alternatives.h"

#include <cstddef>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "parsers/source/limits.h"

namespace rootproof::policy {

using value::Alternative;
using value::Member;
using value::Reason;
using value::ReasonKind;
using value::Value;

namespace {

/// Walks a value, rebuilding what changes. The choices made at one_of values of which several ways are
/// possible are `picks`, in order of meeting; when they run out the walk stops to say which ways there are.
class Walk {
 public:
  explicit Walk(const std::vector<std::size_t>& picks, bool cut) : picks_(picks), cut_(cut) {}

  Value walk(const Value& value, unsigned depth) {
    if (stopped()) return value;  // nobody looks at what comes out
    if (depth > limits::kSyntaxDepth)
      return Value::unknown(limit_reason("kSyntaxDepth", value), value::ValueType::any, value.origin());
    switch (value.kind()) {
      case Value::Kind::one_of:
        return walk_one_of(value, depth);
      case Value::Kind::list:
        return walk_list(value, depth);
      case Value::Kind::map:
        return walk_map(value, depth);
      case Value::Kind::unknown:
        return value.known_items().empty() ? value : walk_open_list(value, depth);
      default:
        return value;
    }
  }

  Expansion result;
  bool impossible = false;             ///< no alternative fits those chosen before
  std::vector<std::size_t> open_ways;  ///< alternatives at the first one_of without a pick

 private:
  static Reason limit_reason(const char* name, const Value& value) {
    return {ReasonKind::limit, name, value.origin().empty() ? source::Span{} : value.origin().span()};
  }

  [[nodiscard]] bool stopped() const { return impossible || !open_ways.empty(); }

  /// The alternatives that go with those chosen before.
  [[nodiscard]] std::vector<std::size_t> possible_ways(std::span<const Alternative> alternatives) const {
    std::vector<std::size_t> ways;
    for (std::size_t i = 0; i < alternatives.size(); ++i)
      if (!(result.guard & alternatives[i].guard).impossible()) ways.push_back(i);
    return ways;
  }

  Value walk_one_of(const Value& value, unsigned depth) {
    std::vector<std::size_t> ways = possible_ways(value.alternatives());
    if (ways.empty()) {
      impossible = true;
      return value;
    }
    std::size_t way = ways.front();
    if (ways.size() > 1) {
      if (next_ < picks_.size()) {
        way = picks_[next_++];
      } else if (cut_) {
        return Value::unknown(limit_reason("kAlternatives", value), value::ValueType::any, value.origin());
      } else {
        open_ways = std::move(ways);
        return value;
      }
    }
    const Alternative& chosen = value.alternatives()[way];
    result.guard = result.guard & chosen.guard;
    if (chosen.guard.always() && value.alternatives().size() > 1) result.open = true;
    return walk(chosen.value, depth + 1);
  }

  Value walk_list(const Value& value, unsigned depth) {
    std::optional<std::vector<Value>> changed = walk_items(value.items(), depth);
    return changed ? Value::list(*std::move(changed), value.origin(), value.list_kind()) : value;
  }

  Value walk_open_list(const Value& value, unsigned depth) {
    std::optional<std::vector<Value>> changed = walk_items(value.known_items(), depth);
    return changed ? Value::open_list(*std::move(changed), value.reason(), value.origin()) : value;
  }

  /// Without those that are absent; nothing where all stay as they are.
  std::optional<std::vector<Value>> walk_items(std::span<const Value> items, unsigned depth) {
    std::optional<std::vector<Value>> changed;
    for (std::size_t i = 0; i < items.size(); ++i) {
      Value walked = walk(items[i], depth + 1);
      const bool is_absent = walked.is(Value::Kind::absent);
      if (!changed && (is_absent || walked.identity() != items[i].identity()))
        changed.emplace(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(i));
      if (changed && !is_absent) changed->push_back(std::move(walked));
    }
    return changed;
  }

  Value walk_map(const Value& value, unsigned depth) {
    const std::span<const Member> members = value.members();
    std::optional<std::vector<Member>> changed;
    for (std::size_t i = 0; i < members.size(); ++i) {
      Value walked = walk(members[i].value, depth + 1);
      const bool is_absent = walked.is(Value::Kind::absent);
      if (!changed && (is_absent || walked.identity() != members[i].value.identity()))
        changed.emplace(members.begin(), members.begin() + static_cast<std::ptrdiff_t>(i));
      if (changed && !is_absent) changed->push_back({members[i].key, members[i].key_span, std::move(walked)});
    }
    return changed ? Value::map(*std::move(changed), value.origin(), value.map_kind()) : value;
  }

  const std::vector<std::size_t>& picks_;
  std::size_t next_ = 0;
  bool cut_;
};

}  // namespace

std::vector<Expansion> expand_alternatives(const Value& value) {
  std::vector<Expansion> done;
  // Depth first, so the expansions keep the order of the alternatives.
  std::vector<std::vector<std::size_t>> pending{{}};
  while (!pending.empty()) {
    const std::vector<std::size_t> picks = std::move(pending.back());
    pending.pop_back();
    const auto take = [&picks, &value](bool cut) {
      Walk walk(picks, cut);
      Value rebuilt = walk.walk(value, 0);
      walk.result.value = std::move(rebuilt);
      return walk;
    };
    Walk walk = take(false);
    if (walk.impossible) continue;
    const std::vector<std::size_t>& ways = walk.open_ways;
    if (!ways.empty() && done.size() + pending.size() + ways.size() <= limits::kAlternatives) {
      for (std::size_t i = ways.size(); i-- > 0;) {
        pending.push_back(picks);
        pending.back().push_back(ways[i]);
      }
      continue;
    }
    if (!ways.empty()) {
      if (Walk whole = take(true); !whole.impossible) done.push_back(std::move(whole.result));
      continue;
    }
    done.push_back(std::move(walk.result));
  }
  return done;
}

}  // namespace rootproof::policy
