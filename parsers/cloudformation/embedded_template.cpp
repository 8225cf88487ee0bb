#include "parsers/cloudformation/embedded_template.h"

#include <optional>
#include <string_view>

#include "parsers/syntax/scalar_source.h"

namespace rootproof::cloudformation {

namespace {

using syntax::ScalarStyle;

/// Writes the text of a quoted scalar over blanks so that every character stands where the file holds it. An
/// escape sequence is wider than what it means; the rest of its place becomes a blank outside of the quotes
/// of the text.
class QuotedText {
 public:
  explicit QuotedText(std::string& blanks) : blanks_(blanks) {}

  bool write(const syntax::ScalarRun& run, std::string_view text) {
    if (run.verbatim) {
      for (std::size_t i = 0; i < text.size(); ++i) put(run.begin + i, text[i]);
      return true;
    }
    const std::size_t width = run.end - run.begin;
    if (text.size() > width) return false;
    const bool blank = text.find_first_not_of(" \t\r\n") == std::string_view::npos;
    const bool opens = text == "\"" && !escaped_ && !inside_;
    const bool closes = text == "\"" && !escaped_ && inside_;
    const bool fits = text.size() == width || opens || closes || (blank && !inside_);
    if (!fits) return false;
    const std::size_t begin = closes ? run.begin : run.end - text.size();
    for (std::size_t i = 0; i < text.size(); ++i) put(begin + i, text[i]);
    return true;
  }

 private:
  void put(std::size_t at, char c) {
    blanks_[at] = c;
    if (c == '"' && !escaped_) inside_ = !inside_;
    escaped_ = c == '\\' && inside_ && !escaped_;
  }

  std::string& blanks_;
  bool inside_ = false;   ///< of quotes
  bool escaped_ = false;  ///< by the backslash before
};

/// The file up to the end of the scalar with nothing in it but the scalar's text.
std::optional<std::string> alone(const syntax::SyntaxNode& scalar) {
  const syntax::ScalarPlaces places(scalar);
  if (places.runs().empty()) return std::nullopt;
  const std::string_view source = scalar.file().text();
  const std::size_t begin = places.runs().front().begin;
  const std::size_t end = places.runs().back().end;
  std::string text(end, ' ');
  switch (scalar.style()) {
    case ScalarStyle::literal_block:
    case ScalarStyle::folded_block:
      for (std::size_t i = 0; i < begin; ++i) {
        if (source[i] == '\n') text[i] = '\n';
      }
      text.replace(begin, end - begin, source.substr(begin, end - begin));
      break;
    case ScalarStyle::single_quoted:
    case ScalarStyle::double_quoted:
    case ScalarStyle::json_string: {
      if (begin == 0) return std::nullopt;
      text[begin - 1] = '\n';  // the text begins a line
      QuotedText quoted(text);
      for (const syntax::ScalarRun& run : places.runs()) {
        const std::string_view part = places.text().substr(run.text_begin, run.text_end - run.text_begin);
        if (!quoted.write(run, part)) return std::nullopt;
      }
      break;
    }
    case ScalarStyle::plain:
    case ScalarStyle::empty:
      return std::nullopt;
  }
  // The start of the document is a mark only at the start of a line, where a block has its indentation.
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first != std::string::npos && text.compare(first, 3, "---") == 0) text.replace(first, 3, "   ");
  return text;
}

}  // namespace

std::unique_ptr<EmbeddedTemplate> read_embedded(const syntax::SyntaxNode& scalar) {
  if (!scalar.is_scalar()) return nullptr;
  const std::optional<std::string> text = alone(scalar);
  if (!text) return nullptr;
  auto embedded = std::make_unique<EmbeddedTemplate>(scalar.file(), *text);
  const bool whole = embedded->parsed.complete && embedded->parsed.tree.documents() == 1;
  return whole ? std::move(embedded) : nullptr;
}

}  // namespace rootproof::cloudformation
