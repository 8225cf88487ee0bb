#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/source/source_file.h"

namespace rootproof::engine {

/// What a string of a JSON file says, as a file of its own, and the way back: expressions of Terraform and
/// policies in JSON stand in such strings with their quotation marks and line breaks escaped.
/// `"policy": "${jsonencode({Version = \"2012-10-17\"})}"` holds `${jsonencode({Version = "2012-10-17"})}`.
class EmbeddedText {
 public:
  /// The string around a place that is part of it; nullopt where the place is all of a string or in none, or
  /// the string has escapes of characters beyond the basic plane.
  [[nodiscard]] static std::optional<EmbeddedText> around(const source::SourceFile& file, source::Span place);

  [[nodiscard]] const source::SourceFile& text() const { return text_; }
  /// A place of the file in text(); nullopt where it is not in the string.
  [[nodiscard]] std::optional<source::Span> inside(source::Span place) const;
  /// A place of text() in the file.
  [[nodiscard]] source::Span outside(source::Span place) const;

 private:
  EmbeddedText(const source::SourceFile& file, const std::string& text, std::vector<std::uint32_t> offsets);

  source::SourceFile text_;
  /// Where each byte of the text is written, and in the end the closing quotation mark.
  std::vector<std::uint32_t> offsets_;
};

/// A text as it is written in a string of JSON.
[[nodiscard]] std::string escaped_for_json(std::string_view text);

}  // namespace rootproof::engine
