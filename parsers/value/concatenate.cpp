#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "parsers/source/limits.h"
#include "parsers/value/value.h"

namespace rootproof::value {

namespace {

/// A text that is still growing, and when it comes out like this.
struct Draft {
  Guard guard;
  std::vector<StringPiece> pieces;
  bool has_text = true;  ///< false once a part was null or a collection
};

Hole hole_for(const Value& value, Reason reason) {
  return {HoleKind::any, {}, std::move(reason), value.origin()};
}

/// False for what has no text: null, lists, maps.
bool append(std::vector<StringPiece>& pieces, const Value& part) {
  switch (part.kind()) {
    case Value::Kind::absent:
      return true;
    case Value::Kind::boolean:
    case Value::Kind::number:
      pieces.emplace_back(TextPiece{*part.as_text(), part.origin().span(), false});
      return true;
    case Value::Kind::string:
      pieces.insert(pieces.end(), part.pieces().begin(), part.pieces().end());
      return true;
    case Value::Kind::unknown:
      pieces.emplace_back(hole_for(part, part.reason()));
      return true;
    case Value::Kind::null:
    case Value::Kind::list:
    case Value::Kind::map:
    case Value::Kind::one_of:
      return false;
  }
  return false;
}

/// Every draft with every alternative of `choice` behind it, as far as they can hold together. False when
/// there are too many.
bool append_choice(std::vector<Draft>& drafts, const Value& choice) {
  std::vector<Draft> grown;
  for (const Draft& draft : drafts) {
    for (const Alternative& alternative : choice.alternatives()) {
      Draft next{draft.guard & alternative.guard, draft.pieces, draft.has_text};
      if (next.guard.impossible()) continue;
      next.has_text = draft.has_text && append(next.pieces, alternative.value);
      if (grown.size() == limits::kAlternatives) return false;
      grown.push_back(std::move(next));
    }
  }
  drafts = std::move(grown);
  return true;
}

/// Joins what a draft has when it grows past what a string may have; the limit when that does not help.
std::optional<Value> compact(Draft& draft, const Origin& origin) {
  if (draft.pieces.size() <= 2 * limits::kTextPieces) return std::nullopt;
  Value text = Value::string(std::move(draft.pieces), origin);
  if (text.is(Value::Kind::unknown)) return text;
  draft.pieces.assign(text.pieces().begin(), text.pieces().end());
  return std::nullopt;
}

}  // namespace

std::optional<Value> concatenate(std::span<const Value> parts, Origin origin) {
  std::vector<Draft> drafts(1);
  for (const Value& part : parts) {
    const bool choice = part.is(Value::Kind::one_of);
    if (choice && append_choice(drafts, part)) {
      const bool none =
          std::none_of(drafts.begin(), drafts.end(), [](const Draft& draft) { return draft.has_text; });
      if (none) return std::nullopt;
      continue;
    }
    for (Draft& draft : drafts) {
      if (choice) {
        draft.pieces.emplace_back(hole_for(part, {ReasonKind::limit, "kAlternatives", part.origin().span()}));
      } else if (!append(draft.pieces, part)) {
        return std::nullopt;
      }
      if (std::optional<Value> limit = compact(draft, origin)) return limit;
    }
  }
  if (drafts.size() == 1 && drafts.front().guard.always()) {
    return Value::string(std::move(drafts.front().pieces), std::move(origin));
  }
  std::vector<Alternative> alternatives;
  alternatives.reserve(drafts.size());
  for (Draft& draft : drafts) {
    alternatives.push_back(
        {std::move(draft.guard),
         draft.has_text
             ? Value::string(std::move(draft.pieces), origin)
             : Value::unknown({ReasonKind::invalid, "what has no text in a template", origin.span()})});
  }
  return Value::one_of(std::move(alternatives), std::move(origin));
}

}  // namespace rootproof::value
