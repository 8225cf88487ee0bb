#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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

/// Bytes [text_begin, text_end) of a scalar's text and the bytes [begin, end) of the source they came from. A
/// verbatim run maps byte by byte, others (an escape sequence, a folded line break) as a whole.
struct ScalarRun {
  std::size_t text_begin = 0;
  std::size_t text_end = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  bool verbatim = true;
};

/// Where the text of one scalar lies, for whoever asks more than once: the source is read only once. Valid as
/// long as the node's tree.
class ScalarPlaces {
 public:
  explicit ScalarPlaces(const SyntaxNode& node);

  /// All runs in order, together the whole text. Text that the source does not show is one run over the span
  /// of the content.
  [[nodiscard]] const std::vector<ScalarRun>& runs() const { return runs_; }
  /// The run that holds byte `index` of the text; the last one when there is no such byte.
  [[nodiscard]] std::size_t run_of(std::size_t index) const;
  /// As SyntaxNode::text_span.
  [[nodiscard]] source::Span span(std::size_t begin, std::size_t end) const;
  [[nodiscard]] std::string_view text() const { return text_; }

 private:
  [[nodiscard]] SourceRange range_of(std::size_t index) const;

  std::string_view text_;
  source::FileId file_;
  std::uint32_t content_end_;
  std::vector<ScalarRun> runs_;
};

/// The end of a scalar's content: before the closing quote, else the end of the span.
[[nodiscard]] std::uint32_t content_end(SourceRange span, ScalarStyle style);

}  // namespace rootproof::syntax
