#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "parsers/syntax/syntax_tree.h"

/// How the text of a scalar lies in the source. YAML libraries tell at most where a node begins; ends, and
/// the place of every character inside, are rebuilt here by reading the source along with the decoded text.
namespace rootproof::syntax {

/// What a quoted scalar says.
struct QuotedScalar {
  bool closed = false;    ///< the closing quote was found and every escape sequence is known
  std::uint32_t end = 0;  ///< after the closing quote
  std::string text;       ///< decoded
  bool folded = false;    ///< a line break stands between the quotes
};

/// Decodes the quoted scalar whose quote stands at `begin`: YAML 1.1 double quotes (JSON strings are a
/// subset, surrogate pairs included) or single quotes.
[[nodiscard]] QuotedScalar decode_quoted(std::string_view source, std::uint32_t begin);

/// End of the plain scalar at `begin` that was decoded to `text` (lines folded); nullopt when the source does
/// not say that.
[[nodiscard]] std::optional<std::uint32_t> plain_end(std::string_view source, std::uint32_t begin,
                                                     std::string_view text);

/// End of the block scalar whose `|` or `>` stands at `begin` and that was decoded to `text`: the end of its
/// last line with content, or of its header. nullopt when the source does not say that.
[[nodiscard]] std::optional<std::uint32_t> block_end(std::string_view source, std::uint32_t begin,
                                                     std::string_view text);

/// Bytes of the source.
struct SourceRange {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// The bytes that stand for byte `index` of the text of a scalar with span [begin, end). `index` must be
/// below the size of the text.
[[nodiscard]] SourceRange locate_in_scalar(std::string_view source, SourceRange span, ScalarStyle style,
                                           std::string_view text, std::size_t index);

/// The end of a scalar's content: before the closing quote, else the end of the span.
[[nodiscard]] std::uint32_t content_end(SourceRange span, ScalarStyle style);

}  // namespace rootproof::syntax
