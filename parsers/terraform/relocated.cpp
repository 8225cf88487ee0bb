#include "parsers/terraform/relocated.h"

#include <utility>
#include <vector>

namespace rootproof::terraform {
namespace {

using value::Origin;
using value::Value;
using Kind = Value::Kind;

class Relocation {
 public:
  explicit Relocation(source::Span place) : place_(place) {}

  Value of(const Value& value) const {
    const Origin origin = of(value.origin());
    switch (value.kind()) {
      case Kind::null:
        return Value::null(origin);
      case Kind::absent:
        return Value::absent(origin);
      case Kind::boolean:
        return Value::boolean(value.as_boolean(), origin);
      case Kind::number:
        return Value::number(value.as_number(), origin);
      case Kind::string: {
        std::vector<value::StringPiece> pieces;
        for (const value::StringPiece& piece : value.pieces()) pieces.push_back(of(piece));
        return Value::string(std::move(pieces), origin);
      }
      case Kind::list: {
        std::vector<Value> items;
        for (const Value& item : value.items()) items.push_back(of(item));
        const Value list = Value::list(std::move(items), origin, value.list_kind());
        return value.is_encoded() ? list.as_encoded() : list;
      }
      case Kind::map: {
        std::vector<value::Member> members;
        for (const value::Member& member : value.members())
          members.push_back({member.key, of(member.key_span), of(member.value)});
        const Value map = Value::map(std::move(members), origin, value.map_kind());
        return value.is_encoded() ? map.as_encoded() : map;
      }
      case Kind::unknown:
        return Value::unknown(of(value.reason()), value.unknown_type(), origin);
      case Kind::one_of: {
        std::vector<value::Alternative> alternatives;
        for (const value::Alternative& alternative : value.alternatives())
          alternatives.push_back({of(alternative.guard), of(alternative.value)});
        return Value::one_of(std::move(alternatives), origin);
      }
    }
    return value;
  }

 private:
  [[nodiscard]] source::Span of(source::Span span) const {
    return span.file == kTextWithoutFile ? place_ : span;
  }

  [[nodiscard]] value::Reason of(value::Reason reason) const {
    reason.span = of(reason.span);
    return reason;
  }

  [[nodiscard]] value::Guard of(value::Guard guard) const {
    for (value::GuardTerm& term : guard.terms) {
      term.span = of(term.span);
      if (term.reason) term.reason = of(*term.reason);
    }
    return guard;
  }

  [[nodiscard]] value::StringPiece of(const value::StringPiece& piece) const {
    if (const auto* hole = std::get_if<value::Hole>(&piece))
      return value::Hole{hole->kind, hole->symbol, of(hole->reason), of(hole->origin)};
    auto text = std::get<value::TextPiece>(piece);
    text.verbatim = text.verbatim && text.span.file != kTextWithoutFile;
    text.span = of(text.span);
    return text;
  }

  /// Origins without such a place stay shared.
  [[nodiscard]] Origin of(const Origin& origin) const {
    const std::vector<value::OriginStep> chain = origin.chain();
    bool moves = false;
    for (const value::OriginStep& step : chain) moves = moves || step.span.file == kTextWithoutFile;
    if (!moves) return origin;
    Origin moved;
    for (auto step = chain.rbegin(); step != chain.rend(); ++step)
      moved = Origin({step->kind, of(step->span), step->detail}, std::move(moved));
    return moved;
  }

  source::Span place_;
};

}  // namespace

Value relocated(const Value& value, source::Span place) { return Relocation(place).of(value); }

}  // namespace rootproof::terraform
