#include "parsers/policy/alternatives.h"

#include <cstddef>
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

/// Walks a value, rebuilding it. The choices made at one_of values are `picks`, in order of meeting; when
/// they run out the walk stops to say how many ways there are.
class Walk {
 public:
  explicit Walk(const std::vector<std::size_t>& picks, bool cut) : picks_(picks), cut_(cut) {}

  Value walk(const Value& value, unsigned depth) {
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
  std::size_t open_ways = 0;  ///< alternatives at the first one_of without a pick; 0 when all had one

 private:
  static Reason limit_reason(const char* name, const Value& value) {
    return {ReasonKind::limit, name, value.origin().empty() ? source::Span{} : value.origin().span()};
  }

  Value walk_one_of(const Value& value, unsigned depth) {
    if (cut_ && next_ >= picks_.size())
      return Value::unknown(limit_reason("kAlternatives", value), value::ValueType::any, value.origin());
    if (next_ >= picks_.size()) {
      if (open_ways == 0) open_ways = value.alternatives().size();
      return value;
    }
    const Alternative& chosen = value.alternatives()[picks_[next_++]];
    result.guard = result.guard & chosen.guard;
    if (chosen.guard.always() && value.alternatives().size() > 1) result.open = true;
    return walk(chosen.value, depth + 1);
  }

  Value walk_list(const Value& value, unsigned depth) {
    std::vector<Value> items = walk_items(value.items(), depth);
    const bool changed = items.size() != value.items().size();
    if (!changed && picks_.empty() && !cut_) return value;
    return Value::list(std::move(items), value.origin(), value.list_kind());
  }

  Value walk_open_list(const Value& value, unsigned depth) {
    return Value::open_list(walk_items(value.known_items(), depth), value.reason(), value.origin());
  }

  /// Without those that are absent.
  std::vector<Value> walk_items(std::span<const Value> items, unsigned depth) {
    std::vector<Value> present;
    for (const Value& item : items) {
      Value walked = walk(item, depth + 1);
      if (!walked.is(Value::Kind::absent)) present.push_back(std::move(walked));
    }
    return present;
  }

  Value walk_map(const Value& value, unsigned depth) {
    std::vector<Member> members;
    bool changed = false;
    for (const Member& member : value.members()) {
      Value walked = walk(member.value, depth + 1);
      if (walked.is(Value::Kind::absent))
        changed = true;
      else
        members.push_back({member.key, member.key_span, std::move(walked)});
    }
    if (!changed && picks_.empty() && !cut_) return value;
    return Value::map(std::move(members), value.origin(), value.map_kind());
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
    if (walk.result.guard.impossible()) continue;
    if (walk.open_ways != 0 && done.size() + pending.size() + walk.open_ways <= limits::kAlternatives) {
      for (std::size_t way = walk.open_ways; way-- > 0;) {
        pending.push_back(picks);
        pending.back().push_back(way);
      }
      continue;
    }
    if (walk.open_ways != 0) {
      done.push_back(take(true).result);
      continue;
    }
    done.push_back(std::move(walk.result));
  }
  return done;
}

}  // namespace rootproof::policy
