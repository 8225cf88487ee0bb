#include "parsers/value/relocated.h"

#include <memory>
#include <utility>

#include "parsers/source/limits.h"

namespace rootproof::value {
namespace {

Value typed_like(const Value& original, const Value& copy) {
  std::shared_ptr<const Type> type = original.given_type();
  return type ? copy.with_type(std::move(type)) : copy;
}

}  // namespace

std::vector<Value> Relocation::of(std::span<const Value> values) {
  std::vector<Value> moved;
  for (const Value& value : values) moved.push_back(of(value));
  return moved;
}

Value Relocation::of(const Value& value) {
  const Origin origin = of(value.origin());
  if (++parts_ > limits::kValueParts)
    return Value::unknown({ReasonKind::limit, "kValueParts", of(value.origin().span())}, ValueType::any,
                          origin);
  switch (value.kind()) {
    case Value::Kind::null:
      return typed_like(value, Value::null(origin));
    case Value::Kind::absent:
      return Value::absent(origin);
    case Value::Kind::boolean:
      return Value::boolean(value.as_boolean(), origin);
    case Value::Kind::number:
      return Value::number(value.as_number(), origin, value.number_precision());
    case Value::Kind::string: {
      std::vector<StringPiece> pieces;
      for (const StringPiece& piece : value.pieces()) pieces.push_back(of(piece));
      return Value::string(std::move(pieces), origin);
    }
    case Value::Kind::list: {
      const Value list = Value::list(of(value.items()), origin, value.list_kind());
      return value.is_encoded() ? list.as_encoded() : typed_like(value, list);
    }
    case Value::Kind::map: {
      std::vector<Member> members;
      for (const Member& member : value.members())
        members.push_back({member.key, of(member.key_span), of(member.value)});
      const Value map = Value::map(std::move(members), origin, value.map_kind());
      return value.is_encoded() ? map.as_encoded() : typed_like(value, map);
    }
    case Value::Kind::unknown:
      if (value.known_items().empty())
        return Value::unknown(of(value.reason()), value.unknown_type(), origin);
      return Value::open_list(of(value.known_items()), of(value.reason()), origin);
    case Value::Kind::one_of: {
      std::vector<Alternative> alternatives;
      for (const Alternative& alternative : value.alternatives())
        alternatives.push_back({of(alternative.guard), of(alternative.value)});
      return Value::one_of(std::move(alternatives), origin);
    }
  }
  return value;
}

source::Span Relocation::of(source::Span span) const {
  return span.file == kTextWithoutFile ? place_of_(span).span : span;
}

Reason Relocation::of(Reason reason) const {
  reason.span = of(reason.span);
  return reason;
}

Guard Relocation::of(Guard guard) const {
  for (GuardTerm& term : guard.terms) {
    term.span = of(term.span);
    if (term.reason) term.reason = of(*term.reason);
  }
  return guard;
}

StringPiece Relocation::of(const StringPiece& piece) const {
  if (const auto* hole = std::get_if<Hole>(&piece))
    return Hole{hole->kind, hole->symbol, of(*hole->reason), of(hole->origin)};
  auto text = std::get<TextPiece>(piece);
  if (text.span.file != kTextWithoutFile) return text;
  const Place place = place_of_(text.span);
  text.verbatim = text.verbatim && place.verbatim;
  text.span = place.span;
  return text;
}

/// Origins without such a place stay shared.
Origin Relocation::of(const Origin& origin) const {
  const std::vector<OriginStep> chain = origin.chain();
  bool moves = false;
  for (const OriginStep& step : chain) moves = moves || step.span.file == kTextWithoutFile;
  if (!moves) return origin;
  Origin moved;
  for (auto step = chain.rbegin(); step != chain.rend(); ++step)
    moved = Origin({step->kind, of(step->span), step->detail}, std::move(moved));
  return moved;
}

}  // namespace rootproof::value
