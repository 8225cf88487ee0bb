#include "analyzer/engine/edits.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rootproof::engine {
namespace {

using source::FileKind;
using source::SourceFile;
using source::Span;

/// How the text at a place is written.
struct Written {
  Span inside;  ///< the text without quotation marks
  Span outside;
  char quote = '\0';  ///< \0: none
};

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

/// Letters, digits and marks that mean nothing by themselves in YAML, JSON and HCL.
bool is_plain(std::string_view text) {
  constexpr std::string_view kMarks = "_-./:*";
  const auto plain = [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kMarks.find(c) != std::string_view::npos;
  };
  return !text.empty() && std::all_of(text.begin(), text.end(), plain) && text.front() != '*' &&
         text.front() != '-' && text.back() != ':';
}

std::optional<Written> written_at(const SourceFile& file, const Edit& edit) {
  const std::string_view text = file.text();
  Written written{edit.span, edit.span};
  if (edit.span.end > text.size() || edit.span.begin > edit.span.end) return std::nullopt;
  std::string_view there = text.substr(edit.span.begin, edit.span.size());
  const bool quoted = there.size() == edit.expected.size() + 2 && there.front() == there.back() &&
                      (there.front() == '"' || there.front() == '\'');
  if (quoted) {
    there = there.substr(1, there.size() - 2);
    ++written.inside.begin;
    --written.inside.end;
  } else if (edit.span.begin > 0 && edit.span.end < text.size()) {
    const char before = text[edit.span.begin - 1];
    if ((before == '"' || before == '\'') && text[edit.span.end] == before) {
      --written.outside.begin;
      ++written.outside.end;
    }
  }
  if (there != edit.expected) return std::nullopt;
  if (written.outside.size() > written.inside.size()) written.quote = text[written.outside.begin];
  return written;
}

/// A text as it is written between these quotation marks.
std::optional<std::string> escaped(std::string_view text, char quote) {
  if (is_plain(text)) return std::string(text);
  std::string result;
  for (const char c : text) {
    // Interpolations and control characters are for people to write.
    if (static_cast<unsigned char>(c) < 0x20 || c == '%') return std::nullopt;
    if (c == quote || (quote == '"' && c == '\\')) result += quote == '"' ? '\\' : '\'';
    result += c;
  }
  if (quote == '\0' || result.find("${") != std::string::npos) return std::nullopt;
  return result;
}

bool is_yaml(const SourceFile& file) {
  return file.kind == FileKind::cloudformation || file.kind == FileKind::policy ||
         file.kind == FileKind::organization_export;
}

/// The line up to the offset.
std::string_view line_before(const SourceFile& file, std::uint32_t offset) {
  const std::uint32_t begin = file.offset({file.location(offset).line, 1});
  return file.text().substr(begin, offset - begin);
}

std::string_view line_break(const SourceFile& file) {
  return file.text().find("\r\n") == std::string_view::npos ? "\n" : "\r\n";
}

std::string with_line_breaks(std::string_view text, std::string_view line_break) {
  std::string result;
  for (const char c : text) {
    if (c == '\n')
      result += line_break;
    else
      result += c;
  }
  return result;
}

/// The indentation of a line that holds nothing in front of the offset but blanks.
std::optional<std::string> indentation(const SourceFile& file, std::uint32_t offset) {
  const std::string_view before = line_before(file, offset);
  if (before.find_first_not_of(" \t") != std::string_view::npos) return std::nullopt;
  return std::string(before);
}

/// Words between single blanks, all plain; none where one is not.
std::vector<std::string> plain_words(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t end = 0; end != std::string_view::npos; text.remove_prefix(end + 1)) {
    end = text.find(' ');
    words.emplace_back(text.substr(0, end));
    if (!is_plain(words.back())) return {};
    if (end == std::string_view::npos) break;
  }
  return words;
}

std::optional<Edit> append_items(const SourceFile& file, const Edit& edit, const Written& written) {
  std::vector<std::string> items = plain_words(edit.text);
  if (items.empty()) return std::nullopt;
  const bool empty_list = edit.expected == "[]";
  const std::string quote = empty_list ? "\"" : written.quote == '\0' ? "" : std::string(1, written.quote);
  const auto joined = [&](std::string_view first, const std::string& between) {
    std::string text(first);
    for (const std::string& item : items)
      text += (&item == &items.front() ? "" : between) + quote + item + quote;
    return text;
  };
  if (empty_list) return Edit{{edit.span.file, edit.span.begin + 1, edit.span.begin + 1}, joined("", ", ")};
  const Span end{edit.span.file, written.outside.end, written.outside.end};
  std::size_t before = written.outside.begin;
  const std::string_view text = file.text();
  while (before > 0 && is_space(text[before - 1])) --before;
  if (before == 0) return std::nullopt;
  if (text[before - 1] == '[' || text[before - 1] == ',') {
    const std::optional<std::string> own_line = indentation(file, written.outside.begin);
    const std::string next = own_line ? "," + std::string(line_break(file)) + *own_line : ", ";
    return Edit{end, joined(next, next)};
  }
  // "- item": the next line has the same dash.
  const std::string_view line = line_before(file, written.outside.begin);
  const std::size_t dash = line.find_first_not_of(' ');
  const bool sequence = is_yaml(file) && dash != std::string_view::npos && line[dash] == '-' &&
                        line.find_first_not_of(' ', dash + 1) == std::string_view::npos;
  if (!sequence) return std::nullopt;
  const std::string next = std::string(line_break(file)) + std::string(line);
  return Edit{end, joined(next, next)};
}

std::optional<Edit> add_condition(const SourceFile& file, const Edit& edit, const Written& written) {
  // Operator, key and value.
  const std::vector<std::string> condition = plain_words(edit.text);
  if (condition.size() != 3) return std::nullopt;
  const std::string_view text = file.text();
  std::size_t after = written.outside.end;
  while (after < text.size() && (text[after] == ' ' || text[after] == '\t')) ++after;
  // The argument `test` of a condition block is no key: its block would have to be written anew.
  if (after >= text.size() || (text[after] != ':' && text[after] != '=')) return std::nullopt;
  const Span begin{edit.span.file, written.outside.begin, written.outside.begin};
  const std::string& name = condition[0];
  const std::string key = '"' + condition[1] + '"';
  const std::string value = '"' + condition[2] + '"';
  const std::optional<std::string> own_line = indentation(file, written.outside.begin);
  const std::string next = own_line ? std::string(line_break(file)) + *own_line : " ";
  if (text[after] == '=') return Edit{begin, name + " = { " + key + " = " + value + " }," + next};
  std::size_t before = written.outside.begin;
  while (before > 0 && is_space(text[before - 1])) --before;
  if (before > 0 && (text[before - 1] == '{' || text[before - 1] == ',')) {
    const std::string quoted_name = written.quote == '"' ? '"' + name + '"' : name;
    return Edit{begin, quoted_name + ": {" + key + ": " + value + "}," + next};
  }
  if (!own_line || !is_yaml(file)) return std::nullopt;
  return Edit{begin, name + ":" + next + "  " + key + ": " + value + next};
}

std::optional<Edit> placed(const SourceFile& file, const Edit& edit) {
  if (edit.expected.empty()) {
    // Whole blocks are written in HCL.
    if (file.kind == FileKind::terraform_json) return std::nullopt;
    return Edit{edit.span, with_line_breaks(edit.text, line_break(file))};
  }
  const std::optional<Written> written = written_at(file, edit);
  if (!written) return std::nullopt;
  switch (edit.kind) {
    case EditKind::replace: {
      std::optional<std::string> text = escaped(edit.text, written->quote);
      if (!text) return std::nullopt;
      return Edit{written->inside, std::move(*text)};
    }
    case EditKind::append_items:
      return append_items(file, edit, *written);
    case EditKind::add_condition:
      return add_condition(file, edit, *written);
  }
  return std::nullopt;
}

}  // namespace

void place_edits(const source::SourceTable& sources, Findings& findings) {
  for (Finding& finding : findings) {
    if (!finding.fix) continue;
    std::vector<Edit> edits;
    for (const Edit& edit : finding.fix->edits) {
      std::optional<Edit> exact = placed(sources.file(edit.span.file), edit);
      if (!exact) {
        edits.clear();
        break;
      }
      edits.push_back(std::move(*exact));
    }
    finding.fix->edits = std::move(edits);
  }
}

}  // namespace rootproof::engine
