#include "rules/lockouts/nested_values.h"

#include <cstddef>
#include <utility>

#include "parsers/source/limits.h"
#include "parsers/value/value_set.h"

namespace rootproof::rules {
namespace {

using value::Value;

class Walk {
 public:
  void visit(const Value& value, std::string_view path, const value::Guard& guard) {
    if (steps_ > limits::kSlotValues) return;
    if (++steps_ > limits::kSlotValues) {
      found_.push_back(
          {Value::unknown({value::ReasonKind::limit, "kSlotValues", value.origin().span()}), guard});
      return;
    }
    if (value.is(Value::Kind::null) || value.is(Value::Kind::absent)) return;
    if (value.is(Value::Kind::one_of)) {
      for (const value::Alternative& way : value.alternatives()) visit(way.value, path, guard & way.guard);
      return;
    }
    if (path.empty() || value.is(Value::Kind::unknown)) {
      found_.push_back({value, guard});
      if (path.empty()) return;
      for (const Value& item : value.known_items()) visit(item, path, guard);
      return;
    }
    if (value.is(Value::Kind::list)) {
      for (const Value& item : value.items()) visit(item, path, guard);
      return;
    }
    const std::size_t dot = path.find('.');
    const Value* member = value.find(path.substr(0, dot));
    if (member == nullptr) return;
    visit(*member, dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1), guard);
  }

  std::vector<NestedValue> take() && { return std::move(found_); }

 private:
  std::vector<NestedValue> found_;
  std::size_t steps_ = 0;
};

}  // namespace

std::vector<NestedValue> values_at(const Value& start, std::string_view path) {
  Walk walk;
  walk.visit(start, path, {});
  return std::move(walk).take();
}

std::vector<NestedValue> items_of(const Value& list) {
  std::vector<NestedValue> items;
  for (const Value& item : value::known_part(list)) {
    if (!item.is(Value::Kind::one_of)) {
      if (value::is_given(&item)) items.push_back({item, {}});
      continue;
    }
    for (const value::Alternative& way : item.alternatives())
      if (value::is_given(&way.value)) items.push_back({way.value, way.guard});
  }
  return items;
}

}  // namespace rootproof::rules
