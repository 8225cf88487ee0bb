#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/value/value.h"

namespace rootproof::policy {

/// The pieces of a string laid end to end, each hole as one NUL byte, with the way back to the source.
class LocatedText {
 public:
  explicit LocatedText(value::Value string);

  [[nodiscard]] std::string_view text() const { return text_; }
  /// The hole at a byte of text(), nullptr when an ordinary byte stands there.
  [[nodiscard]] const value::Hole* hole(std::size_t index) const;
  /// The source of bytes [begin, end) of text(), as exact as the pieces allow.
  [[nodiscard]] source::Span span(std::size_t begin, std::size_t end) const;
  /// Bytes [begin, end) as pieces of another string, without decoding.
  void append_pieces(std::size_t begin, std::size_t end, std::vector<value::StringPiece>& out) const;

 private:
  struct Piece {
    std::size_t begin = 0;
    const value::StringPiece* piece = nullptr;
  };
  [[nodiscard]] std::size_t piece_at(std::size_t index) const;
  [[nodiscard]] source::Span byte_span(std::size_t index) const;

  value::Value string_;  ///< keeps the pieces alive
  std::string text_;
  std::vector<Piece> pieces_;
};

/// The source text a string covers: from its first to its last written byte; its origin when nothing of it is
/// written in one place.
[[nodiscard]] source::Span written_span(const value::Value& value);

}  // namespace rootproof::policy
