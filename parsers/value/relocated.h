#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "parsers/value/value.h"

namespace rootproof::value {

/// File of a text that is in no file: a template that is itself a value. What comes out of it must be moved
/// to where the value stands before anybody shows it.
inline constexpr source::FileId kTextWithoutFile{0xFFFFFFFFU};

/// Where something stands in truth, and whether letter by letter.
struct Place {
  source::Span span;
  bool verbatim = false;
};

/// Moves places inside kTextWithoutFile to where `place_of` says. All others stay. Values of more than
/// limits::kValueParts parts, shared ones counted each time, become unknown(limit).
class Relocation {
 public:
  explicit Relocation(std::function<Place(source::Span)> place_of) : place_of_(std::move(place_of)) {}

  [[nodiscard]] Value of(const Value& value);
  [[nodiscard]] source::Span of(source::Span span) const;
  [[nodiscard]] Reason of(Reason reason) const;
  [[nodiscard]] Guard of(Guard guard) const;

 private:
  [[nodiscard]] StringPiece of(const StringPiece& piece) const;
  [[nodiscard]] Origin of(const Origin& origin) const;
  [[nodiscard]] std::vector<Value> of(std::span<const Value> values);

  std::function<Place(source::Span)> place_of_;
  std::size_t parts_ = 0;
};

}  // namespace rootproof::value
