#include "analyzer/engine/written_members.h"

#include <algorithm>

namespace rootproof::engine {
namespace {

using source::FileKind;
using source::SourceFile;
using source::Span;

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_space(char c) { return is_blank(c) || c == '\r' || c == '\n'; }
bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

std::size_t without_spaces_before(std::string_view text, std::size_t end) {
  while (end > 0 && is_space(text[end - 1])) --end;
  return end;
}

std::size_t end_of_line(std::string_view text, std::size_t offset) {
  std::size_t end = std::min(text.find('\n', offset), text.size());
  if (end > offset && text[end - 1] == '\r') --end;
  return end;
}

std::size_t begin_of_line(std::string_view text, std::size_t offset) {
  const std::size_t before = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
  return before == std::string_view::npos ? 0 : before + 1;
}

/// The place behind a comment between `/*` and its end, which only HCL has; the offset itself where none
/// begins.
std::size_t behind_comment(const SourceFile& file, std::size_t offset) {
  const std::string_view text = file.text();
  if (is_yaml(file) || !text.substr(offset).starts_with("/*")) return offset;
  const std::size_t end = text.find("*/", offset + 2);
  return end == std::string_view::npos ? text.size() : end + 2;
}

/// The place behind blanks and such comments.
template <typename IsBlank>
std::size_t behind_comments(const SourceFile& file, std::size_t offset, IsBlank is_skipped) {
  const std::string_view text = file.text();
  while (offset < text.size()) {
    const std::size_t next = is_skipped(text[offset]) ? offset + 1 : behind_comment(file, offset);
    if (next == offset) break;
    offset = next;
  }
  return offset;
}

/// Whether nothing but blanks and comments stands between the offset and the end of its line.
bool ends_line(const SourceFile& file, std::size_t offset) {
  const std::string_view text = file.text();
  const std::size_t end = end_of_line(text, offset);
  const std::size_t at = std::min(behind_comments(file, offset, is_blank), end);
  return at == end || text[at] == '#' || (!is_yaml(file) && text.substr(at).starts_with("//"));
}

/// The place behind a text in quotation marks.
std::size_t behind_quoted(std::string_view text, std::size_t begin) {
  const char quote = text[begin];
  for (std::size_t at = begin + 1; at < text.size(); ++at) {
    if (quote == '"' && text[at] == '\\')
      ++at;
    else if (text[at] == quote)
      return at + 1;
  }
  return text.size();
}

/// The end of a value that is written in the line of its key, or in brackets that begin there. A comment
/// behind it is no part of it.
std::size_t end_of_value(const SourceFile& file, std::size_t begin) {
  const std::string_view text = file.text();
  std::size_t depth = 0;
  std::size_t end = begin;
  for (std::size_t at = begin; at < text.size();) {
    const char c = text[at];
    if (c == '"' || (c == '\'' && is_yaml(file))) {
      end = at = behind_quoted(text, at);
      continue;
    }
    const bool comment = at > begin && is_space(text[at - 1]) &&
                         (c == '#' || (!is_yaml(file) && text.substr(at).starts_with("//")));
    if (comment) {
      if (depth == 0) break;
      at = end_of_line(text, at);
      continue;
    }
    if (const std::size_t behind = behind_comment(file, at); behind != at) {
      at = behind;
      continue;
    }
    if (c == '{' || c == '[' || c == '(') {
      ++depth;
    } else if (c == '}' || c == ']' || c == ')') {
      if (depth == 0) break;
      --depth;
    } else if (depth == 0 && (c == ',' || c == '\n')) {
      break;
    }
    ++at;
    if (!is_space(c)) end = at;
  }
  return end;
}

/// The end of a YAML value that begins in the line behind its key.
std::size_t end_of_block_value(std::string_view text, std::size_t key) {
  const std::size_t column = key - begin_of_line(text, key);
  std::size_t end = end_of_line(text, key);
  for (std::size_t line = text.find('\n', key); line != std::string_view::npos;
       line = text.find('\n', line)) {
    ++line;
    const std::size_t first = text.find_first_not_of(' ', line);
    if (first == std::string_view::npos) break;
    if (text[first] == '\n' || text[first] == '\r') continue;
    const bool item = first - line == column && text[first] == '-';
    if (first - line <= column && !item) break;
    if (text[first] != '#') end = without_spaces_before(text, end_of_line(text, first));
  }
  return end;
}

/// The offset of the first key in braces.
std::size_t first_key(const SourceFile& file, Span mapping) {
  const std::string_view text = file.text();
  std::size_t at = behind_comments(file, mapping.begin + 1, is_space);
  while (at < mapping.end && (text[at] == '#' || text.substr(at).starts_with("//")))
    at = behind_comments(file, end_of_line(text, at), is_space);
  return at;
}

Span span(const SourceFile& file, std::size_t begin, std::size_t end) {
  return {file.id(), static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

/// The type in front of the braces of a block; empty where there is none.
std::string_view block_type(const SourceFile& file, std::size_t brace) {
  std::string_view before = line_before(file, static_cast<std::uint32_t>(brace));
  while (!before.empty() && is_blank(before.back())) before.remove_suffix(1);
  std::size_t begin = before.size();
  while (begin > 0 && is_word(before[begin - 1])) --begin;
  return before.substr(begin);
}

/// The member of JSON whose value, or only item of a list that is its value, stands between the offsets.
std::optional<WrittenMember> json_member_of(const SourceFile& file, std::size_t begin, std::size_t end) {
  const std::string_view text = file.text();
  std::size_t before = without_spaces_before(text, begin);
  const std::size_t after = text.find_first_not_of(" \t\r\n", end);
  if (before > 0 && text[before - 1] == '[' && after != std::string_view::npos && text[after] == ']') {
    begin = before - 1;
    end = after + 1;
    before = without_spaces_before(text, begin);
  }
  if (before == 0 || text[before - 1] != ':') return std::nullopt;
  const std::size_t key_end = without_spaces_before(text, before - 1);
  if (key_end < 2 || text[key_end - 1] != '"') return std::nullopt;
  // Keys that edits ask for have no quotation marks inside.
  const std::size_t key = text.rfind('"', key_end - 2);
  if (key == std::string_view::npos) return std::nullopt;
  return WrittenMember{span(file, key, key_end), span(file, begin, end)};
}

}  // namespace

bool is_yaml(const SourceFile& file) {
  return file.kind == FileKind::cloudformation || file.kind == FileKind::policy ||
         file.kind == FileKind::organization_export || file.kind == FileKind::terraform_json;
}

std::string_view line_before(const SourceFile& file, std::uint32_t offset) {
  const std::size_t begin = begin_of_line(file.text(), offset);
  return file.text().substr(begin, offset - begin);
}

std::optional<std::string> indentation(const SourceFile& file, std::uint32_t offset) {
  const std::string_view before = line_before(file, offset);
  if (before.find_first_not_of(" \t") != std::string_view::npos) return std::nullopt;
  return std::string(before);
}

std::string_view line_break(const SourceFile& file) {
  return file.text().find("\r\n") == std::string_view::npos ? "\n" : "\r\n";
}

std::size_t without_comments_before(const SourceFile& file, std::size_t offset) {
  const std::string_view text = file.text();
  std::size_t end = without_spaces_before(text, offset);
  while (!is_yaml(file) && text.substr(0, end).ends_with("*/")) {
    const std::size_t begin = text.rfind("/*", end - 2);
    if (begin == std::string_view::npos) break;
    end = without_spaces_before(text, begin);
  }
  return end;
}

std::optional<Notation> notation_of(const SourceFile& file, Span mapping) {
  const std::string_view text = file.text();
  if (mapping.empty() || mapping.end > text.size()) return std::nullopt;
  const bool hcl = file.kind == FileKind::terraform;
  if (!hcl && !is_yaml(file)) return std::nullopt;
  if (text[mapping.begin] != '{')
    return hcl || !is_word(text[mapping.begin]) ? std::nullopt : std::optional(Notation::yaml_block);
  if (text[mapping.end - 1] != '}') return std::nullopt;
  if (hcl && !block_type(file, mapping.begin).empty()) return Notation::hcl_block;
  const std::size_t key = first_key(file, mapping);
  if (key + 1 >= mapping.end) return std::nullopt;
  const bool quoted = text[key] == '"';
  std::size_t after = quoted ? behind_quoted(text, key) : key;
  while (after < mapping.end && (is_word(text[after]) || is_blank(text[after]))) ++after;
  if (after >= mapping.end) return std::nullopt;
  if (text[after] == '=') return hcl ? std::optional(Notation::hcl_object) : std::nullopt;
  if (text[after] != ':') return std::nullopt;
  // Arguments and blocks begin small, elements of policies do not.
  if (file.kind == FileKind::terraform_json && text[key + 1] >= 'a' && text[key + 1] <= 'z')
    return Notation::json_block;
  return quoted || hcl ? Notation::json : Notation::yaml_flow;
}

std::optional<WrittenMember> member_at(const SourceFile& file, Span place) {
  const std::string_view text = file.text();
  if (place.empty() || place.end > text.size()) return std::nullopt;
  std::size_t begin = place.begin;
  std::size_t end = place.end;
  if (begin > 0 && end < text.size() && text[begin - 1] == text[end] &&
      (text[end] == '"' || text[end] == '\'')) {
    --begin;
    ++end;
  }
  const auto skip = [&](std::size_t at, auto is_skipped) {
    while (at < text.size() && is_skipped(text[at])) ++at;
    return at;
  };
  std::size_t after = skip(end, is_blank);
  const bool hcl = file.kind == FileKind::terraform;
  if (after < text.size() && (text[after] == ':' || (hcl && text[after] == '='))) {
    after = skip(after + 1, is_blank);
    const bool in_next_line =
        after >= text.size() || text[after] == '\n' || text[after] == '\r' || text[after] == '#';
    if (in_next_line && hcl) return std::nullopt;
    if (in_next_line)
      return WrittenMember{span(file, begin, end), span(file, after, end_of_block_value(text, begin))};
    return WrittenMember{span(file, begin, end), span(file, after, end_of_value(file, after))};
  }
  if (file.kind == FileKind::terraform_json) return json_member_of(file, begin, end);
  if (!hcl) return std::nullopt;
  if (text[end - 1] == '}' && is_word(text[begin])) {
    const std::size_t type = skip(begin, is_word);
    const std::size_t brace = skip(type, is_blank);
    if (text[brace] != '{') return std::nullopt;
    return WrittenMember{span(file, begin, type), span(file, brace, end), true};
  }
  if (text[begin] == '{' && text[end - 1] == '}') {
    const std::string_view type = block_type(file, begin);
    if (!type.empty()) {
      const auto key = static_cast<std::size_t>(type.data() - text.data());
      return WrittenMember{span(file, key, key + type.size()), span(file, begin, end), true};
    }
  }
  // The value of an argument.
  std::size_t key_end = without_spaces_before(text, begin);
  if (key_end == 0 || text[key_end - 1] != '=') return std::nullopt;
  key_end = without_spaces_before(text, key_end - 1);
  std::size_t key = key_end;
  while (key > 0 && is_word(text[key - 1])) --key;
  if (key == key_end) return std::nullopt;
  return WrittenMember{span(file, key, key_end), span(file, begin, end)};
}

std::optional<Span> braces_around(const SourceFile& file, std::uint32_t offset) {
  const std::string_view text = file.text();
  // Blocks that conditions are written in hold no other braces in front of an argument.
  const std::size_t begin = text.find_last_of("{}", offset);
  if (begin == std::string_view::npos || text[begin] != '{') return std::nullopt;
  return span(file, begin, end_of_value(file, begin));
}

std::optional<Span> braces_of_block(const SourceFile& file, Span block) {
  const std::string_view text = file.text();
  if (block.empty() || block.end > text.size() || text[block.end - 1] != '}') return std::nullopt;
  std::size_t at = block.begin;
  // Labels hold no braces, but texts may.
  while (at < block.end && text[at] != '{') at = text[at] == '"' ? behind_quoted(text, at) : at + 1;
  if (at >= block.end) return std::nullopt;
  return span(file, at, block.end);
}

std::string member_indentation(const SourceFile& file, Span mapping, Notation notation) {
  if (notation == Notation::yaml_block) {
    std::string blanks(line_before(file, mapping.begin).size(), ' ');
    return blanks;
  }
  const auto key = static_cast<std::uint32_t>(first_key(file, mapping));
  std::optional<std::string> own_line = key + 1 < mapping.end ? indentation(file, key) : std::nullopt;
  if (own_line) return *std::move(own_line);
  return indentation(file, mapping.end - 1).value_or("") + "  ";
}

std::optional<Insertion> behind_members(const SourceFile& file, Span mapping, Notation notation,
                                        const std::string& member) {
  const std::string_view text = file.text();
  const std::string indent = member_indentation(file, mapping, notation);
  const std::string next = std::string(line_break(file)) + indent;
  if (notation == Notation::yaml_block) {
    const std::size_t end = without_spaces_before(text, mapping.end);
    if (!ends_line(file, end)) return std::nullopt;
    return Insertion{static_cast<std::uint32_t>(end_of_line(text, end)), next + member};
  }
  const auto last = static_cast<std::uint32_t>(without_spaces_before(text, mapping.end - 1));
  const bool comma = text[without_comments_before(file, last) - 1] == ',';
  const bool tall = indentation(file, mapping.end - 1).has_value();
  if (notation == Notation::hcl_block) {
    if (!tall) return std::nullopt;
    return Insertion{last, next + member};
  }
  if (!tall) return Insertion{last, (text[last - 1] == '{' ? "" : comma ? " " : ", ") + member};
  if (notation == Notation::hcl_object) return Insertion{last, next + member + (comma ? "," : "")};
  // A comma behind a comment would be part of it.
  if (text.substr(begin_of_line(text, last), last - begin_of_line(text, last)).find('#') !=
      std::string_view::npos)
    return std::nullopt;
  return Insertion{last, (comma ? "" : ",") + next + member};
}

std::string with_another_block(const SourceFile& file, Span block, const std::string& other) {
  return "[" + std::string(file.text().substr(block.begin, block.size())) + ", " + other + "]";
}

std::optional<Insertion> behind_item(const SourceFile& file, Span mapping, Notation notation,
                                     const std::string& item, std::string_view type) {
  const std::string_view text = file.text();
  const std::string line(line_break(file));
  const std::string_view before = line_before(file, mapping.begin);
  if (notation == Notation::hcl_block) {
    if (block_type(file, mapping.begin) != type) return std::nullopt;
    const std::string indent(before.substr(0, before.find_first_not_of(" \t")));
    return Insertion{mapping.end, line + line + indent + std::string(type) + " " + item};
  }
  const std::size_t mark = before.find_last_not_of(" \t");
  const bool dash = is_yaml(file) && mark != std::string_view::npos && before[mark] == '-' &&
                    before.find_first_not_of(" \t") == mark;
  if (dash) {
    const std::size_t end = without_spaces_before(text, mapping.end);
    if (!ends_line(file, end)) return std::nullopt;
    return Insertion{static_cast<std::uint32_t>(end_of_line(text, end)), line + std::string(before) + item};
  }
  const std::size_t opening = without_comments_before(file, mapping.begin);
  if (notation == Notation::yaml_block || opening == 0 ||
      (text[opening - 1] != '[' && text[opening - 1] != ','))
    return std::nullopt;
  const std::optional<std::string> own_line = indentation(file, mapping.begin);
  return Insertion{mapping.end, "," + (own_line ? line + *own_line : " ") + item};
}

std::optional<Span> whole_member(const SourceFile& file, const WrittenMember& member) {
  const std::string_view text = file.text();
  const std::uint32_t begin = member.key.begin;
  std::size_t end = member.value.end;
  const std::size_t after = behind_comments(file, end, is_space);
  const bool comma = after < text.size() && text[after] == ',';
  const std::optional<std::string> own_line = indentation(file, begin);
  if (comma) end = after + 1;
  if (own_line && ends_line(file, end)) {
    const std::size_t before = without_comments_before(file, begin);
    const std::size_t line = begin_of_line(text, begin);
    const std::size_t next = std::min(text.find('\n', end), text.size() - 1) + 1;
    const bool was_last = after < text.size() && text[after] == '}';
    if (comma || !was_last || before == 0 || text[before - 1] != ',') return span(file, line, next);
    // The comma in front of the last member goes with it.
    return span(file, before - 1, end_of_line(text, end));
  }
  if (comma || member.is_block) {
    while (end < text.size() && is_blank(text[end])) ++end;
    return span(file, begin, end);
  }
  const std::string_view line = line_before(file, begin);
  const std::size_t mark = line.find_last_not_of(" \t");
  if (is_yaml(file) && mark != std::string_view::npos && line[mark] == '-') {
    // "- Principal: …": the next member moves to the dash.
    const std::size_t next = text.find_first_not_of(" \t\r\n", end_of_line(text, end));
    if (next == std::string_view::npos || next - begin_of_line(text, next) != line.size() ||
        !is_word(text[next]))
      return std::nullopt;
    return span(file, begin, next);
  }
  const std::size_t before = without_comments_before(file, begin);
  if (before == 0 || text[before - 1] != ',') return std::nullopt;
  return span(file, before - 1, end);
}

}  // namespace rootproof::engine
