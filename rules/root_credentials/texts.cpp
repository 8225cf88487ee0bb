#include "rules/root_credentials/texts.h"

#include <algorithm>
#include <utility>

#include "parsers/source/limits.h"
#include "rules/answers.h"

namespace rootproof::rules {
namespace {

using value::Value;

struct Pending {
  const Value* value;
  value::Guard guard;
};

/// The known text before the first hole and after the last one, in lower case.
struct KnownEnds {
  std::string begin;
  std::string end;
};

KnownEnds known_ends(const Value& value) {
  KnownEnds ends;
  if (!value.is(Value::Kind::string)) return ends;
  bool hole_seen = false;
  for (const value::StringPiece& piece : value.pieces()) {
    const auto* text = std::get_if<value::TextPiece>(&piece);
    if (text == nullptr) {
      hole_seen = true;
      ends.end.clear();
    } else if (hole_seen) {
      ends.end += lower_case(text->text);
    } else {
      ends.begin += lower_case(text->text);
    }
  }
  return ends;
}

bool starts_with(std::string_view text, std::string_view begin) {
  return text.substr(0, begin.size()) == begin;
}

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

/// A hole that is digits or a region never spells a name.
bool only_typed_holes(const Value& value) {
  if (!value.is(Value::Kind::string)) return false;
  const auto pieces = value.pieces();
  return pieces.size() == 1 && std::holds_alternative<value::Hole>(pieces[0]) &&
         std::get<value::Hole>(pieces[0]).kind != value::HoleKind::any &&
         std::get<value::Hole>(pieces[0]).kind != value::HoleKind::reference;
}

}  // namespace

std::vector<PossibleText> possible_texts(const Value& value) {
  std::vector<PossibleText> texts;
  std::vector<Pending> pending{{&value, {}}};
  while (!pending.empty() && texts.size() < limits::kInstances) {
    const Pending next = pending.back();
    pending.pop_back();
    switch (next.value->kind()) {
      case Value::Kind::null:
      case Value::Kind::absent:
        break;
      case Value::Kind::boolean:
      case Value::Kind::number:
      case Value::Kind::string:
      case Value::Kind::map:
        texts.push_back({next.value->as_text(), next.value, next.guard});
        break;
      case Value::Kind::unknown: {
        texts.push_back({std::nullopt, next.value, next.guard});
        const auto known = next.value->known_items();
        for (auto item = known.rbegin(); item != known.rend(); ++item)
          pending.push_back({&*item, next.guard});
        break;
      }
      case Value::Kind::list:
        for (auto item = next.value->items().rbegin(); item != next.value->items().rend(); ++item) {
          pending.push_back({&*item, next.guard});
        }
        break;
      case Value::Kind::one_of:
        for (auto way = next.value->alternatives().rbegin(); way != next.value->alternatives().rend();
             ++way) {
          pending.push_back({&way->value, next.guard & way->guard});
        }
        break;
    }
  }
  return texts;
}

source::Span place_of(const Value& value) {
  const auto text = value.as_string();
  return place_of_use(value, text ? value.text_span(0, text->size()) : source::Span{});
}

bool may_equal(const Value& value, std::string_view text) {
  if (only_typed_holes(value)) return false;
  const KnownEnds ends = known_ends(value);
  return ends.begin.size() + ends.end.size() <= text.size() && starts_with(text, ends.begin) &&
         ends_with(text, ends.end);
}

bool may_be_between(const Value& value, std::string_view begin, std::string_view end) {
  if (only_typed_holes(value)) return false;
  const KnownEnds ends = known_ends(value);
  const bool begins = starts_with(ends.begin, begin) || starts_with(begin, ends.begin);
  const bool closes = ends_with(ends.end, end) || ends_with(end, ends.end);
  return begins && closes;
}

}  // namespace rootproof::rules
