#pragma once

#include <cstddef>
#include <set>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "parsers/resource.h"
#include "parsers/source/source_file.h"
#include "parsers/value/value.h"

/// What holds of every evaluated unit, whatever it was made from.
namespace rootproof::fuzz {

using source::SourceTable;
using source::Span;
using value::Value;

inline void require(bool holds) {
  if (!holds) __builtin_trap();
}

/// Walks through a value; what is shared is looked at once.
class Inspector {
 public:
  explicit Inspector(const SourceTable& table) : table_(table) {}

  void span(Span span) const {
    require(static_cast<std::size_t>(span.file) < table_.size());
    require(span.begin <= span.end && span.end <= table_.file(span.file).text().size());
  }

  void reason(const value::Reason& reason) const {
    require(!reason.detail.empty());
    span(reason.span);
    (void)what_would_settle(reason);
  }

  void guard(const value::Guard& guard) const {
    (void)guard.to_string();
    for (const value::GuardTerm& term : guard.terms) {
      require(!term.condition.empty());
      span(term.span);
      if (term.reason) reason(*term.reason);
    }
  }

  void value(const Value& whole) {
    std::vector<const Value*> pending{&whole};
    while (!pending.empty()) {
      const Value& value = *pending.back();
      pending.pop_back();
      for (const value::OriginStep& step : value.origin().chain()) span(step.span);
      if (value.is(Value::Kind::unknown)) reason(value.reason());
      for (const Value& item : value.known_items()) pending.push_back(&item);
      if (value.is(Value::Kind::string)) pieces(value);
      if (value.is(Value::Kind::list) && first_time(value.items().data())) {
        for (const Value& item : value.items()) pending.push_back(&item);
      }
      if (value.is(Value::Kind::map) && first_time(value.members().data())) {
        std::set<std::string_view> keys;
        for (const value::Member& member : value.members()) {
          span(member.key_span);
          require(keys.insert(member.key).second);
          pending.push_back(&member.value);
        }
      }
      if (value.is(Value::Kind::one_of) && first_time(value.alternatives().data())) {
        for (const value::Alternative& alternative : value.alternatives()) {
          guard(alternative.guard);
          pending.push_back(&alternative.value);
        }
      }
    }
  }

 private:
  bool first_time(const void* content) { return seen_.insert(content).second; }

  /// Verbatim pieces must be what the file says there.
  void pieces(const Value& text) const {
    for (const value::StringPiece& piece : text.pieces()) {
      if (const auto* known = std::get_if<value::TextPiece>(&piece)) {
        span(known->span);
        if (known->verbatim) require(table_.text(known->span) == known->text);
      } else {
        reason(std::get<value::Hole>(piece).reason);
      }
    }
  }

  const SourceTable& table_;
  std::unordered_set<const void*> seen_;
};

inline void inspect(const EvaluatedUnit& unit, const SourceTable& table) {
  Inspector inspector(table);
  std::set<std::string_view> addresses;
  for (const Resource& resource : unit.resources) {
    require(addresses.insert(resource.address).second);
    require(!resource.type.empty() || resource.language == Language::terraform);
    require(!resource.account.empty());
    inspector.span(resource.span);
    inspector.span(resource.body_span);
    inspector.guard(resource.guard);
    inspector.value(resource.properties);
    (void)resource.properties.to_display();
    (void)resource.properties.reasons();
  }
  for (const source::Problem& problem : unit.problems) {
    require(!problem.message.empty());
    inspector.span(problem.span);
  }
  for (const value::Reason& reason : unit.unknowns) inspector.reason(reason);
}

}  // namespace rootproof::fuzz
