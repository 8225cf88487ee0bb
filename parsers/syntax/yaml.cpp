#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>
#include <algorithm>
#include <istream>
#include <optional>
#include <streambuf>
#include <string>
#include <string_view>
#include <utility>

#include "parsers/source/limits.h"
#include "parsers/syntax/regular_yaml.h"
#include "parsers/syntax/syntax_tree.h"
#include "parsers/syntax/yaml_events.h"
#include "parsers/syntax/yaml_mask.h"
#include "parsers/syntax/yaml_messages.h"

namespace rootproof::syntax {
namespace {

using source::ProblemKind;

/// Lets yaml-cpp read text in place.
class TextBuffer final : public std::streambuf {
 public:
  explicit TextBuffer(std::string_view text) {
    char* const begin = const_cast<char*>(text.data());  // std::streambuf wants it so; nothing writes
    setg(begin, begin, begin + text.size());
  }
};

bool tab_indents_line(std::string_view text, std::size_t offset) {
  const std::size_t start = offset == 0 ? 0 : text.find_last_of("\r\n", offset - 1) + 1;
  const std::size_t content = std::min(text.find_first_not_of(" \t", start), text.size());
  return text.substr(start, content - start).find('\t') != std::string_view::npos;
}

/// One reading of a file, with the text the library sees and what is blanked out in it.
struct Reading {
  ParsedSyntax syntax;
  std::optional<ReadingStopped> error;
  std::size_t masks_used = 0;
};

ReadingStopped library_error(const YAML::Exception& error, std::string_view text, std::size_t read_to) {
  const bool placed = !error.mark.is_null() && error.mark.pos >= 0;
  const std::size_t offset =
      placed ? std::min(static_cast<std::size_t>(error.mark.pos), text.size()) : read_to;
  std::string message = yaml_message(error.msg);
  if (error.msg == YAML::ErrorMsg::BAD_FILE) {
    // Its own depth limit; ours is lower, so only nodes that are no collections get there.
    return {ProblemKind::limit, static_cast<std::uint32_t>(offset), static_cast<std::uint32_t>(offset),
            "nested deeper than the limit of " + std::to_string(limits::kSyntaxDepth) + " levels"};
  }
  if (error.msg != YAML::ErrorMsg::TAB_IN_INDENTATION && tab_indents_line(text, offset)) {
    message += " (a tab stands in the indentation of this line: YAML takes only spaces)";
  }
  // An unclosed quote swallows what follows; the library only notices at the end of the file.
  const std::size_t next = std::min(text.find_first_not_of(" \t\r\n,:", read_to), text.size());
  const std::size_t rest = text.find_first_not_of(" \t\r\n", offset);
  if (rest == std::string_view::npos && next < text.size() && (text[next] == '"' || text[next] == '\'') &&
      !decode_quoted(text, static_cast<std::uint32_t>(next)).closed) {
    return {ProblemKind::syntax, static_cast<std::uint32_t>(next), static_cast<std::uint32_t>(next + 1),
            "this quoted text is never closed"};
  }
  const auto begin = static_cast<std::uint32_t>(offset);
  return {ProblemKind::syntax, begin, begin + (offset < text.size() ? 1U : 0U), std::move(message)};
}

Reading read_once(const source::SourceFile& file, std::string_view library_text, const Masks& masks) {
  Reading reading{{SyntaxTree(file), {}, true}, std::nullopt, 0};
  YamlEvents events(file.text(), masks, reading.syntax.tree, reading.syntax.problems);
  try {
    TextBuffer buffer(library_text);
    std::istream stream(&buffer);
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(events)) {
    }
  } catch (const ReadingStopped& stopped) {
    // The library may stop behind the last byte that is text.
    const auto size = static_cast<std::uint32_t>(file.text().size());
    reading.error = stopped;
    reading.error->begin = std::min(stopped.begin, size);
    reading.error->end = std::min(stopped.end, size);
  } catch (const YAML::Exception& error) {
    reading.error = library_error(error, file.text(), events.read_to());
  }
  // Compared with the number of masks: one that hit other text would have changed its meaning.
  reading.masks_used = events.masks_used();
  if (reading.error) {
    reading.syntax.complete = false;
    reading.syntax.tree.roots.resize(events.finished_documents());
  }
  return reading;
}

/// yaml-cpp 0.7 knows no lone carriage return as a line break (YAML 1.1 §5.4): a line feed of the same size.
std::string with_known_breaks(std::string_view text) {
  std::string result(text);
  for (std::size_t i = 0; i < result.size(); ++i) {
    if (result[i] == '\r' && (i + 1 >= result.size() || result[i + 1] != '\n')) result[i] = '\n';
  }
  return result;
}

bool has_lone_carriage_return(std::string_view text) {
  for (std::size_t at = text.find('\r'); at != std::string_view::npos; at = text.find('\r', at + 1)) {
    if (at + 1 >= text.size() || text[at + 1] != '\n') return true;
  }
  return false;
}

/// Reads again around places the library refuses wrongly. First all at once, which is right unless some of
/// them are lines inside other text; then one by one, as long as each reading gets further.
class RetryingReader {
 public:
  RetryingReader(const source::SourceFile& file, std::string_view library_text)
      : file_(file), text_(library_text), candidates_(find_maskable(library_text)) {}

  Reading improve(Reading reading) {
    if (!has_candidate_above(reading)) return reading;
    Reading all = read_around(candidates_);
    if (!all.error || all.error->kind == ProblemKind::limit) return all;
    while (retries_ < limits::kYamlRetries && bytes_ < limits::kYamlRetryBytes &&
           has_candidate_above(reading)) {
      chosen_.push_back(take_candidate_above(*reading.error));
      Reading next = read_around(chosen_);
      if (gets_further(reading, next)) {
        reading = std::move(next);
      } else {
        chosen_.pop_back();
      }
    }
    return reading;
  }

 private:
  using Candidates = std::vector<MaskedProperties>;

  Candidates::iterator first_below(const ReadingStopped& error) {
    const auto is_above = [](const MaskedProperties& place, std::uint32_t offset) {
      return place.begin <= offset;
    };
    return std::lower_bound(candidates_.begin(), candidates_.end(), error.begin, is_above);
  }

  bool has_candidate_above(const Reading& reading) {
    return reading.error && reading.error->kind != ProblemKind::limit &&
           first_below(*reading.error) != candidates_.begin();
  }

  /// The last place above the error that was not tried yet.
  MaskedProperties take_candidate_above(const ReadingStopped& error) {
    const auto place = first_below(error) - 1;
    MaskedProperties taken = std::move(*place);
    candidates_.erase(place);
    return taken;
  }

  Reading read_around(const Candidates& places) {
    ++retries_;
    bytes_ += text_.size();
    const Masks masks = make_masks(text_, places);
    Reading reading = read_once(file_, apply_masks(text_, masks), masks);
    if (!reading.error && reading.masks_used != masks.size()) {
      reading.error = ReadingStopped{ProblemKind::syntax, 0, 0, "a mask hit other text"};
    }
    return reading;
  }

  static bool gets_further(const Reading& before, const Reading& after) {
    if (!after.error || after.error->kind == ProblemKind::limit) return true;
    return after.error->begin > before.error->begin;
  }

  const source::SourceFile& file_;
  std::string_view text_;
  Candidates candidates_;
  Candidates chosen_;
  unsigned retries_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace

ParsedSyntax parse_yaml(const source::SourceFile& file) {
  if (std::optional<ParsedSyntax> regular = read_regular_yaml(file)) return std::move(*regular);
  return read_any_yaml(file);
}

ParsedSyntax read_any_yaml(const source::SourceFile& file) {
  if (file.problem() != nullptr) return {SyntaxTree(file), {*file.problem()}, false};
  std::string rewritten;
  std::string_view text = file.text();
  if (has_lone_carriage_return(text)) {
    rewritten = with_known_breaks(text);
    text = rewritten;
  }
  const Masks none;
  Reading reading = read_once(file, text, none);
  if (reading.error) reading = RetryingReader(file, text).improve(std::move(reading));
  source::Problems& problems = reading.syntax.problems;
  if (reading.error) {
    const ReadingStopped& error = *reading.error;
    problems.push_back({error.kind, file.span(error.begin, error.end), error.message});
  }
  sort_by_place(problems);
  return std::move(reading.syntax);
}

}  // namespace rootproof::syntax
