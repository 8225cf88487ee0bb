#include "analyzer/engine/edits.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/engine/embedded_text.h"
#include "analyzer/engine/json_blocks.h"
#include "analyzer/engine/written_members.h"

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

bool is_quote(char c) { return c == '"' || c == '\''; }

/// Whether what is written between these quotation marks is the text: as it stands, or with its quotation
/// marks and backslashes escaped.
bool reads_as(std::string_view there, char quote, std::string_view text) {
  if (there == text) return true;
  std::string read;
  for (std::size_t i = 0; i < there.size(); ++i) {
    const bool escape = there[i] == (quote == '"' ? '\\' : '\'');
    if (escape && (++i == there.size() || (there[i] != quote && there[i] != (quote == '"' ? '\\' : quote))))
      return false;
    read += there[i];
  }
  return is_quote(quote) && read == text;
}

std::optional<Written> written_at(const SourceFile& file, const Edit& edit) {
  const std::string_view text = file.text();
  Written written{edit.span, edit.span};
  if (edit.span.end > text.size() || edit.span.begin > edit.span.end) return std::nullopt;
  std::string_view there = text.substr(edit.span.begin, edit.span.size());
  const bool quoted =
      there.size() >= edit.expected.size() + 2 && there.front() == there.back() && is_quote(there.front());
  if (quoted) {
    there = there.substr(1, there.size() - 2);
    ++written.inside.begin;
    --written.inside.end;
  } else if (edit.span.begin > 0 && edit.span.end < text.size()) {
    const char before = text[edit.span.begin - 1];
    if (is_quote(before) && text[edit.span.end] == before) {
      --written.outside.begin;
      ++written.outside.end;
    }
  }
  if (written.outside.size() > written.inside.size()) written.quote = text[written.outside.begin];
  return reads_as(there, written.quote, edit.expected) ? std::optional(written) : std::nullopt;
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

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t end = 0; end != std::string_view::npos; text.remove_prefix(end + 1)) {
    end = text.find(' ');
    words.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
  }
  return words;
}

/// Words between single blanks, all plain; none where one is not.
std::vector<std::string> plain_words(std::string_view text) {
  std::vector<std::string> words = words_of(text);
  if (!std::all_of(words.begin(), words.end(), [](const std::string& word) { return is_plain(word); }))
    words.clear();
  return words;
}

bool is_hcl(Notation notation) { return notation == Notation::hcl_object || notation == Notation::hcl_block; }

/// A word as a value: a text, or what its references stand for.
std::optional<std::string> written_word(const SourceFile& file, Notation notation, std::string_view word) {
  std::string plain;
  std::string_view rest = word;
  std::size_t references = 0;
  for (std::size_t begin = rest.find("${"); begin != std::string_view::npos; begin = rest.find("${")) {
    const std::size_t end = rest.find('}', begin);
    if (end == std::string_view::npos) return std::nullopt;
    plain.append(rest.substr(0, begin)).append("x");
    rest.remove_prefix(end + 1);
    ++references;
  }
  plain.append(rest);
  if (plain != "*" && !is_plain(plain)) return std::nullopt;
  const std::string quoted = '"' + std::string(word) + '"';
  if (references == 0) return quoted;
  if (file.kind == FileKind::terraform || file.kind == FileKind::terraform_json) {
    const bool alone = references == 1 && plain == "x";
    return alone && is_hcl(notation) ? std::string(word.substr(2, word.size() - 3)) : quoted;
  }
  if (file.kind != FileKind::cloudformation) return std::nullopt;
  return notation == Notation::json ? "{\"Fn::Sub\": " + quoted + "}" : "!Sub " + quoted;
}

/// One value, or a list of several.
std::string one_or_list(const std::vector<std::string>& values, bool always_list) {
  if (values.size() == 1 && !always_list) return values.front();
  std::string text;
  for (const std::string& value : values) text += (text.empty() ? "[" : ", ") + value;
  return text + "]";
}

/// A text with the quotation marks around it, where it stands between some.
Span with_quotes(const SourceFile& file, Span span) {
  const std::string_view text = file.text();
  const bool between =
      span.begin > 0 && span.end < text.size() && text[span.begin - 1] == '"' && text[span.end] == '"';
  return between ? Span{span.file, span.begin - 1, span.end + 1} : span;
}

/// A condition to be written: `value` is an expression, or a list of them.
struct NewCondition {
  std::string name;
  std::string key;  ///< in quotation marks
  std::vector<std::string> values;
};

std::optional<NewCondition> condition_of(const SourceFile& file, const Edit& edit, Notation notation) {
  const std::vector<std::string> words = words_of(edit.text);
  if (words.size() < 2 || !is_plain(words[0]) || !is_plain(words[1])) return std::nullopt;
  NewCondition condition{words[0], '"' + words[1] + '"', {}};
  for (std::size_t i = 2; i < words.size(); ++i) {
    std::optional<std::string> value = written_word(file, notation, words[i]);
    if (!value) return std::nullopt;
    condition.values.push_back(*std::move(value));
  }
  if (!edit.copied.empty()) {
    const Span expression = notation == Notation::json_block ? with_quotes(file, edit.copied) : edit.copied;
    const std::string_view copied = file.text().substr(expression.begin, expression.size());
    const bool terraform = is_hcl(notation) || notation == Notation::json_block;
    if (!terraform || !copied.starts_with('"') || !copied.ends_with('"')) return std::nullopt;
    condition.values.emplace_back(copied);
  }
  if (condition.values.empty()) return std::nullopt;
  return condition;
}

/// Null would be no text in YAML.
std::string yaml_operator(const std::string& name) { return name == "Null" ? "\"Null\"" : name; }

/// A condition as a block of aws_iam_policy_document.
std::string condition_block(const NewCondition& condition, const std::string& next) {
  return "condition {" + next + "  test     = \"" + condition.name + "\"" + next +
         "  variable = " + condition.key + next + "  values   = " + one_or_list(condition.values, true) +
         next + "}";
}

/// The same in Terraform's JSON syntax.
std::string condition_in_json(const NewCondition& condition) {
  return R"({"test": ")" + condition.name + R"(", "variable": )" + condition.key + R"(, "values": )" +
         one_or_list(condition.values, true) + "}";
}

/// Another condition block behind the one whose argument `test` stands there.
std::optional<Edit> add_condition_block(const SourceFile& file, const Edit& edit, const Written& written) {
  const std::optional<WrittenMember> test = member_at(file, written.outside);
  if (!test) return std::nullopt;
  const bool json = file.kind == FileKind::terraform_json;
  if (file.text().substr(test->key.begin, test->key.size()) != (json ? "\"test\"" : "test"))
    return std::nullopt;
  const std::optional<NewCondition> condition =
      condition_of(file, edit, json ? Notation::json_block : Notation::hcl_block);
  const std::optional<Span> block = braces_around(file, test->key.begin);
  if (!condition || !block) return std::nullopt;
  std::optional<Insertion> insertion;
  if (json) {
    const std::string added = condition_in_json(*condition);
    insertion = behind_item(file, *block, Notation::json_block, added, "condition");
    if (!insertion) return Edit{*block, with_another_block(file, *block, added)};
  } else {
    const std::string_view line = line_before(file, block->begin);
    const std::string outer =
        std::string(line_break(file)) + std::string(line.substr(0, line.find_first_not_of(" \t")));
    const std::string added = condition_block(*condition, outer);
    insertion = behind_item(file, *block, Notation::hcl_block, added.substr(added.find('{')), "condition");
  }
  if (!insertion) return std::nullopt;
  return Edit{{edit.span.file, insertion->offset, insertion->offset}, insertion->text};
}

/// Where the list begins that a place inside of it stands in; nullopt where that is not seen.
std::optional<std::size_t> begin_of_list(std::string_view text, std::size_t place) {
  std::size_t closed = 0;
  for (std::size_t at = place; at-- > 0;) {
    switch (text[at]) {
      case '"':
        do at = at == 0 ? std::string_view::npos : text.rfind('"', at - 1);
        while (at != std::string_view::npos && at > 0 && text[at - 1] == '\\');
        if (at == std::string_view::npos) return std::nullopt;
        break;
      case ')':
      case ']':
      case '}':
        ++closed;
        break;
      case '(':
      case '[':
      case '{':
        if (closed == 0) return text[at] == '[' ? std::optional(at) : std::nullopt;
        --closed;
        break;
      default:
        break;
    }
  }
  return std::nullopt;
}

bool is_of_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// Whether a list in HCL is one of the results of a condition (`a ? ["x"] : []`): whatever is added to it is
/// missing in the other one.
bool is_chosen_by_condition(const SourceFile& file, std::optional<std::size_t> list) {
  if (file.kind != FileKind::terraform || !list) return false;
  std::size_t before = without_comments_before(file, *list);
  while (before > 0 && file.text()[before - 1] == '(') {
    --before;
    while (before > 0 && is_of_name(file.text()[before - 1])) --before;  // a function
    before = without_comments_before(file, before);
  }
  return before > 0 && (file.text()[before - 1] == '?' || file.text()[before - 1] == ':');
}

std::optional<Edit> append_items(const SourceFile& file, const Edit& edit, const Written& written) {
  std::vector<std::string> items = plain_words(edit.text);
  if (items.empty()) return std::nullopt;
  const bool empty_list = edit.expected == "[]";
  const std::optional<std::size_t> list =
      empty_list ? edit.span.begin : begin_of_list(file.text(), written.outside.begin);
  if (is_chosen_by_condition(file, list)) return std::nullopt;
  const std::string quote = empty_list ? "\"" : written.quote == '\0' ? "" : std::string(1, written.quote);
  const auto joined = [&](std::string_view first, const std::string& between) {
    std::string text(first);
    for (const std::string& item : items) {
      if (&item != &items.front()) text += between;
      text.append(quote).append(item).append(quote);
    }
    return text;
  };
  if (empty_list) return Edit{{edit.span.file, edit.span.begin + 1, edit.span.begin + 1}, joined("", ", ")};
  const Span end{edit.span.file, written.outside.end, written.outside.end};
  const std::string_view text = file.text();
  const std::size_t before = without_comments_before(file, written.outside.begin);
  if (before == 0) return std::nullopt;
  // A comment behind the item speaks of it: what is new goes in front of it then.
  std::size_t after = written.outside.end;
  while (after < text.size() && (text[after] == ' ' || text[after] == '\t' || text[after] == ',')) ++after;
  const bool own_comment = text.substr(after).starts_with("/*") && !is_yaml(file);
  const bool commented =
      own_comment || text.substr(after).starts_with('#') || text.substr(after).starts_with("//");
  const Span begin{edit.span.file, written.outside.begin, written.outside.begin};
  if (text[before - 1] == '[' || text[before - 1] == ',') {
    const std::optional<std::string> own_line = indentation(file, written.outside.begin);
    const std::string next = own_line ? "," + std::string(line_break(file)) + *own_line : ", ";
    const bool in_front = commented && (own_line || own_comment);
    return in_front ? Edit{begin, joined("", next) + next} : Edit{end, joined(next, next)};
  }
  // "- item": the next line has the same dash.
  const std::string_view line = line_before(file, written.outside.begin);
  const std::size_t dash = line.find_first_not_of(' ');
  const bool sequence = is_yaml(file) && dash != std::string_view::npos && line[dash] == '-' &&
                        line.find_first_not_of(' ', dash + 1) == std::string_view::npos;
  if (!sequence) return std::nullopt;
  const std::string next = std::string(line_break(file)) + std::string(line);
  return commented ? Edit{begin, joined("", next) + next} : Edit{end, joined(next, next)};
}

std::optional<Edit> add_condition(const SourceFile& file, const Edit& edit, const Written& written) {
  const std::string_view text = file.text();
  std::size_t after = written.outside.end;
  while (after < text.size() && (text[after] == ' ' || text[after] == '\t')) ++after;
  const std::optional<std::string> own_line = indentation(file, written.outside.begin);
  const std::string next = own_line ? std::string(line_break(file)) + *own_line : " ";
  const bool is_key = after < text.size() && (text[after] == ':' || text[after] == '=');
  if (!is_key) return add_condition_block(file, edit, written);
  const Span begin{edit.span.file, written.outside.begin, written.outside.begin};
  if (text[after] == '=') {
    const std::optional<NewCondition> condition = condition_of(file, edit, Notation::hcl_object);
    if (!condition) return std::nullopt;
    return Edit{begin, condition->name + " = { " + condition->key + " = " +
                           one_or_list(condition->values, false) + " }," + next};
  }
  std::size_t before = written.outside.begin;
  while (before > 0 && is_space(text[before - 1])) --before;
  const bool flow = before > 0 && (text[before - 1] == '{' || text[before - 1] == ',');
  if (!flow && (!own_line || !is_yaml(file))) return std::nullopt;
  const std::optional<NewCondition> condition =
      condition_of(file, edit, written.quote == '"' ? Notation::json : Notation::yaml_flow);
  if (!condition) return std::nullopt;
  const std::string name =
      written.quote == '"' ? '"' + condition->name + '"' : yaml_operator(condition->name);
  const std::string value = condition->key + ": " + one_or_list(condition->values, false);
  if (flow) return Edit{begin, name + ": {" + value + "}," + next};
  return Edit{begin, name + ":" + next + "  " + value + next};
}

/// The element Condition of a statement that has none.
std::optional<Edit> add_condition_element(const SourceFile& file, const Edit& edit) {
  const std::optional<Notation> notation = notation_of(file, edit.span);
  if (!notation) return std::nullopt;
  const std::optional<NewCondition> condition = condition_of(file, edit, *notation);
  if (!condition) return std::nullopt;
  const std::string next = std::string(line_break(file)) + member_indentation(file, edit.span, *notation);
  const std::string& name = condition->name;
  const std::string value = one_or_list(condition->values, false);
  std::string member;
  switch (*notation) {
    case Notation::json:
      member = R"("Condition": {")" + name + R"(": {)" + condition->key + ": " + value + "}}";
      break;
    case Notation::yaml_flow:
      member = "Condition: {" + yaml_operator(name) + ": {" + condition->key + ": " + value + "}}";
      break;
    case Notation::yaml_block:
      member = "Condition:" + next + "  " + yaml_operator(name) + ":" + next + "    " + condition->key +
               ": " + value;
      break;
    case Notation::hcl_object:
      member = "Condition = { " + name + " = { " + condition->key + " = " + value + " } }";
      break;
    case Notation::hcl_block:
      member = condition_block(*condition, next);
      break;
    case Notation::json_block:
      member = "\"condition\": [" + condition_in_json(*condition) + "]";
      break;
  }
  const std::optional<Insertion> insertion = behind_members(file, edit.span, *notation, member);
  if (!insertion) return std::nullopt;
  return Edit{{edit.span.file, insertion->offset, insertion->offset}, insertion->text};
}

/// A statement of effect, principal, action and resource.
std::optional<Edit> add_statement(const SourceFile& file, const Edit& edit) {
  const std::optional<Notation> notation = notation_of(file, edit.span);
  const std::vector<std::string> words = words_of(edit.text);
  if (!notation || words.size() != 4) return std::nullopt;
  std::vector<std::string> values;
  for (const std::string& word : words) {
    std::optional<std::string> value = written_word(file, *notation, word);
    if (!value) return std::nullopt;
    values.push_back(*std::move(value));
  }
  const std::string_view line = line_before(file, edit.span.begin);
  const std::string next =
      std::string(line_break(file)) + std::string(line.substr(0, line.find_first_not_of(" \t")));
  std::string item;
  switch (*notation) {
    case Notation::json:
      item = R"({"Effect": )" + values[0] + R"(, "Principal": {"AWS": )" + values[1] + R"(}, "Action": )" +
             values[2] + R"(, "Resource": )" + values[3] + "}";
      break;
    case Notation::yaml_flow:
    case Notation::yaml_block:
      item = "{Effect: " + words[0] + ", Principal: {AWS: " + values[1] + "}, Action: " + values[2] +
             ", Resource: " + values[3] + "}";
      break;
    case Notation::hcl_object:
      item = "{ Effect = " + values[0] + ", Principal = { AWS = " + values[1] + " }, Action = " + values[2] +
             ", Resource = " + values[3] + " }";
      break;
    case Notation::hcl_block:
      item = "{" + next + "  effect    = " + values[0] + next + "  actions   = [" + values[2] + "]" + next +
             "  resources = [" + values[3] + "]" + next + "  principals {" + next +
             "    type        = \"AWS\"" + next + "    identifiers = [" + values[1] + "]" + next + "  }" +
             next + "}";
      break;
    case Notation::json_block:
      item = R"({"effect": )" + values[0] + R"(, "actions": [)" + values[2] + R"(], "resources": [)" +
             values[3] + R"(], "principals": [{"type": "AWS", "identifiers": [)" + values[1] + "]}]}";
      break;
  }
  const std::optional<Insertion> insertion = behind_item(file, edit.span, *notation, item, "statement");
  if (!insertion && *notation == Notation::json_block)
    return Edit{edit.span, with_another_block(file, edit.span, item)};
  if (!insertion) return std::nullopt;
  return Edit{{edit.span.file, insertion->offset, insertion->offset}, insertion->text};
}

std::optional<Edit> drop_element(const SourceFile& file, const Edit& edit) {
  std::optional<WrittenMember> member = member_at(file, edit.span);
  if (!member) return std::nullopt;
  const std::string_view key = file.text().substr(member->key.begin, member->key.size());
  if (key == "test" || key == "\"test\"") {
    // The operator of a condition block, which goes as a whole.
    const std::optional<Span> block = braces_around(file, member->key.begin);
    member = block ? member_at(file, *block) : std::nullopt;
  }
  const std::optional<Span> whole = member ? whole_member(file, *member) : std::nullopt;
  if (!whole) return std::nullopt;
  return Edit{*whole, ""};
}

/// Takes away the comma behind the item, or the one in front of the last.
std::optional<Edit> drop_item(const SourceFile& file, const Written& written) {
  const std::string_view text = file.text();
  const auto edit = [&](std::size_t begin, std::size_t end) {
    return Edit{{file.id(), static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)}, ""};
  };
  std::size_t after = text.find_first_not_of(" \t", written.outside.end);
  const std::optional<std::string> own_line = indentation(file, written.outside.begin);
  if (after != std::string_view::npos && text[after] == ',') {
    after = text.find_first_not_of(" \t", after + 1);
    const bool ends_line = after == std::string_view::npos || text[after] == '\n' || text[after] == '\r';
    if (!own_line || !ends_line) return edit(written.outside.begin, after);
    return edit(written.outside.begin - own_line->size(),
                std::min(text.find('\n', after), text.size() - 1) + 1);
  }
  const std::size_t before = without_comments_before(file, written.outside.begin);
  if (before > 0 && text[before - 1] == ',') return edit(before - 1, written.outside.end);
  // "- item" of YAML, in a line of its own.
  const std::string_view line = line_before(file, written.outside.begin);
  const std::size_t dash = line.find_first_not_of(' ');
  const bool sequence = is_yaml(file) && dash != std::string_view::npos && line[dash] == '-' &&
                        line.find_first_not_of(' ', dash + 1) == std::string_view::npos;
  const std::size_t end = text.find('\n', written.outside.end);
  if (!sequence || end == std::string_view::npos) return std::nullopt;
  return edit(written.outside.begin - line.size(), end + 1);
}

std::optional<Edit> include_actions(const SourceFile& file, const Edit& edit) {
  const std::optional<WrittenMember> member = member_at(file, edit.span);
  if (!member) return std::nullopt;
  const std::string_view text = file.text();
  std::string key(text.substr(member->key.begin, member->key.size()));
  const bool block = key.find("not_actions") != std::string::npos;
  const std::size_t at = key.find(block ? "not_" : "Not");
  if (at == std::string::npos) return std::nullopt;
  key.erase(at, block ? 4 : 3);
  std::string between(text.substr(member->key.end, member->value.begin - member->key.end));
  if (member->value.size() > 0 && is_space(text[member->value.begin])) between = ": ";
  if (between.starts_with(' ')) between.insert(0, block ? 4 : 3, ' ');
  return Edit{{edit.span.file, member->key.begin, member->value.end},
              key + between + (block ? "[\"*\"]" : "\"*\"")};
}

/// An argument for a block that does not have it.
std::optional<Edit> add_argument(const SourceFile& file, const Edit& edit) {
  const std::optional<Span> body = braces_of_block(file, edit.span);
  std::vector<std::string> words = plain_words(edit.text);
  if (!body || words.size() < 2) return std::nullopt;
  const bool json = file.kind == FileKind::terraform_json;
  const std::string name = json ? '"' + words[0] + "\": " : words[0] + " = ";
  words.erase(words.begin());
  for (std::string& word : words) {
    word.insert(word.begin(), '"');
    word += '"';
  }
  const std::optional<Insertion> insertion = behind_members(
      file, *body, json ? Notation::json_block : Notation::hcl_block, name + one_or_list(words, true));
  if (!insertion) return std::nullopt;
  return Edit{{edit.span.file, insertion->offset, insertion->offset}, insertion->text};
}

/// Whether a place stands in a text of YAML that is written as a block ("|", ">-").
bool is_in_block_scalar(const SourceFile& file, std::uint32_t place) {
  std::size_t indentation = std::string_view::npos;
  for (std::uint32_t number = file.location(place).line; number >= 1; --number) {
    std::string_view line = file.line(number);
    while (!line.empty() && is_space(line.back())) line.remove_suffix(1);
    const std::size_t begin = line.find_first_not_of(' ');
    if (begin == std::string_view::npos || begin >= indentation) continue;
    if (indentation != std::string_view::npos) {
      const std::size_t sign = line.find_last_not_of("+-0123456789");
      const bool opens = sign != std::string_view::npos && (line[sign] == '|' || line[sign] == '>') &&
                         (sign == 0 || is_space(line[sign - 1]));
      if (opens) return true;
    }
    indentation = begin;
    if (begin == 0) break;
  }
  return false;
}

/// A text of a template under Fn::Sub. What stands in another text cannot have a function.
std::optional<Edit> substitute(const SourceFile& file, const Written& written) {
  const std::string_view text = file.text();
  if (file.kind != FileKind::cloudformation) return std::nullopt;
  const std::string there(text.substr(written.outside.begin, written.outside.size()));
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first != std::string_view::npos && (text[first] == '{' || text[first] == '[')) {
    if (written.quote != '"') return std::nullopt;
    return Edit{written.outside, "{\"Fn::Sub\": " + there + "}"};
  }
  // A tag of its own takes the place of this one. What stands in another text, or over several lines, has no
  // place for one.
  const std::string_view line = line_before(file, written.outside.begin);
  const std::size_t last = line.find_last_not_of(" \t");
  const bool in_quotes = std::count(line.begin(), line.end(), '\'') % 2 != 0 ||
                         std::count(line.begin(), line.end(), '"') % 2 != 0;
  if (last == std::string_view::npos || in_quotes || is_in_block_scalar(file, written.outside.begin))
    return std::nullopt;
  const std::size_t blank = line.find_last_of(" \t", line.find_last_not_of(" \t"));
  if (blank != std::string_view::npos && line.substr(blank + 1).starts_with('!')) return std::nullopt;
  return Edit{written.outside, "!Sub " + there};
}

std::optional<Edit> exclude_actions(const SourceFile& file, const Edit& edit) {
  const std::vector<std::string> actions = plain_words(edit.text);
  const std::optional<WrittenMember> member = member_at(file, edit.span);
  if (actions.empty() || !member) return std::nullopt;
  const std::string_view text = file.text();
  std::string key(text.substr(member->key.begin, member->key.size()));
  if (key == "actions" || key == "\"actions\"")
    key.insert(key.find('a'), "not_");
  else if (const std::size_t at = key.find("Action"); at != std::string::npos && key.size() <= at + 7)
    key.insert(at, "Not");
  else
    return std::nullopt;
  std::vector<std::string> quoted;
  quoted.reserve(actions.size());
  for (const std::string& action : actions) quoted.push_back('"' + action + '"');
  // What stands between key and value stays, unless the value begins in a line of its own.
  std::string between(text.substr(member->key.end, member->value.begin - member->key.end));
  if (member->value.size() > 0 && is_space(text[member->value.begin])) between = ": ";
  // Blanks that align the key with its neighbours make room for its three letters more.
  for (int i = 0; i < 3 && between.starts_with("  "); ++i) between.erase(0, 1);
  return Edit{{edit.span.file, member->key.begin, member->value.end},
              key + between + one_or_list(quoted, true)};
}

/// The whole expression, its tag in YAML ("!Sub") included.
std::optional<Edit> replace_expression(const SourceFile& file, const Edit& edit) {
  if (edit.span.empty()) return std::nullopt;
  Span span = edit.span;
  const std::string_view text = file.text();
  if (file.kind == FileKind::terraform_json) {
    span = with_quotes(file, span);
    return text[span.begin] == '"' ? std::optional(Edit{span, edit.text}) : std::nullopt;
  }
  if (is_yaml(file)) {
    const std::string_view line = line_before(file, span.begin);
    const std::size_t tag = line.rfind('!');
    const bool tagged =
        tag != std::string_view::npos && line.find_first_of(" \t", tag) == line.find_last_not_of(" \t") + 1;
    if (tagged) span.begin -= static_cast<std::uint32_t>(line.size() - tag);
    // A value without a tag is a function in its long form, which is a mapping.
    else if (text[span.begin] != '{')
      return std::nullopt;
  }
  return Edit{span, edit.text};
}

std::optional<Edit> replace_part(const SourceFile& file, const Edit& edit) {
  if (edit.span.end > file.text().size()) return std::nullopt;
  const std::string_view there = file.text().substr(edit.span.begin, edit.span.size());
  const std::size_t at = there.find(edit.expected);
  if (at == std::string_view::npos || there.find(edit.expected, at + 1) != std::string_view::npos)
    return std::nullopt;
  const auto begin = static_cast<std::uint32_t>(edit.span.begin + at);
  return Edit{{edit.span.file, begin, begin + static_cast<std::uint32_t>(edit.expected.size())}, edit.text};
}

std::optional<Edit> replace(const SourceFile& file, const Edit& edit, const Written& written) {
  const bool needs_quotes = written.quote == '\0' && is_yaml(file) && !is_plain(edit.text);
  std::optional<std::string> text = escaped(edit.text, needs_quotes ? '\'' : written.quote);
  if (!text) return std::nullopt;
  return Edit{written.inside, needs_quotes ? '\'' + *text + '\'' : *std::move(text)};
}

std::optional<Edit> placed_in(const SourceFile& file, const Edit& edit) {
  switch (edit.kind) {
    case EditKind::add_condition_element:
      return add_condition_element(file, edit);
    case EditKind::add_statement:
      return add_statement(file, edit);
    case EditKind::drop_element:
      return drop_element(file, edit);
    case EditKind::exclude_actions:
      return exclude_actions(file, edit);
    case EditKind::include_actions:
      return include_actions(file, edit);
    case EditKind::add_argument:
      return add_argument(file, edit);
    case EditKind::replace_part:
      return edit.expected.empty() ? replace_expression(file, edit) : replace_part(file, edit);
    case EditKind::replace:
    case EditKind::append_items:
    case EditKind::add_condition:
    case EditKind::drop_item:
    case EditKind::substitute:
      break;
  }
  if (edit.expected.empty()) {
    // Whole blocks are given in HCL.
    if (file.kind == FileKind::terraform_json) {
      const std::optional<Insertion> insertion = blocks_in_json(file, edit.span.begin, edit.text);
      if (!insertion) return std::nullopt;
      return Edit{{edit.span.file, insertion->offset, insertion->offset}, insertion->text};
    }
    return Edit{edit.span, with_line_breaks(edit.text, line_break(file))};
  }
  const std::optional<Written> written = written_at(file, edit);
  if (!written) return std::nullopt;
  if (edit.kind == EditKind::append_items) return append_items(file, edit, *written);
  if (edit.kind == EditKind::add_condition) return add_condition(file, edit, *written);
  if (edit.kind == EditKind::drop_item) return drop_item(file, *written);
  if (edit.kind == EditKind::substitute) return substitute(file, *written);
  return replace(file, edit, *written);
}

std::optional<Edit> placed(const SourceFile& file, const Edit& edit) {
  const std::optional<EmbeddedText> embedded = EmbeddedText::around(file, edit.span);
  if (!embedded) return placed_in(file, edit);
  Edit inside = edit;
  const std::optional<Span> span = embedded->inside(edit.span);
  const std::optional<Span> copied = edit.copied.empty() ? edit.copied : embedded->inside(edit.copied);
  if (!span || !copied || edit.kind == EditKind::substitute) return std::nullopt;
  inside.span = *span;
  inside.copied = *copied;
  std::optional<Edit> exact = placed_in(embedded->text(), inside);
  if (exact) exact = Edit{embedded->outside(exact->span), escaped_for_json(exact->text)};
  return exact;
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
    if (finding.fix->edits.empty()) finding.fix->choice.clear();
  }
}

}  // namespace rootproof::engine
