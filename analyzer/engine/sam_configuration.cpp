#include "analyzer/engine/sam_configuration.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <utility>

#include "parsers/policy/policy_document.h"
#include "parsers/source/limits.h"
#include "parsers/syntax/syntax_tree.h"

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

namespace rootproof::engine {
namespace {

using source::Problem;
using source::ProblemKind;
using value::Member;
using value::Origin;
using value::OriginKind;
using value::Value;

source::Span span_of(const toml::source_region& region, const source::SourceFile& file) {
  const auto offset = [&](toml::source_position position) {
    return file.offset(
        {static_cast<std::uint32_t>(position.line), static_cast<std::uint32_t>(position.column)});
  };
  return file.span(offset(region.begin), offset(region.end));
}

/// Whether keys such as `a.b.c` may nest tables deeper than the limit. The library counts only arrays and
/// inline tables (TOML_MAX_NESTED_VALUES). A line that begins with `[` names one table; what other lines have
/// in keys may add up. Too many dots are counted where a quotation mark or `{` stands in the way.
bool may_nest_too_deep(std::string_view text) {
  std::size_t inside = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = text.substr(begin, end - begin);
    begin = end + 1;
    const std::size_t equals = line.find('=');
    const bool header = line.find_first_not_of(" \t") == line.find('[') &&
                        line.find('[') != std::string_view::npos && equals == std::string_view::npos &&
                        line.find('{') == std::string_view::npos;
    std::string_view keys = line.substr(0, equals);
    if (line.find('{') != std::string_view::npos || keys.find_first_of("\"'") != std::string_view::npos)
      keys = line;
    const auto dots = static_cast<std::size_t>(std::count(keys.begin(), keys.end(), '.'));
    if (header && dots > limits::kSyntaxDepth) return true;
    if (!header) inside += dots;
    if (inside > limits::kSyntaxDepth) return true;
  }
  return false;
}

/// Whether toml++ 3.3 falls out of its table of white space at a character: there are no cases for three of
/// the ranges that the table has room for, which is undefined behaviour.
bool is_mishandled(char32_t c) {
  return (c > 0xA0 && c <= 0x499) || (c >= 0x2C5E && c <= 0x3057 && c != 0x3000) ||
         (c >= 0xFB26 && c < 0xFEFF);
}

/// The first character of a text that is valid UTF-8.
struct Character {
  char32_t code = 0;
  std::size_t size = 1;
};

Character first_character(std::string_view text) {
  const auto byte = [&](std::size_t index) {
    return static_cast<char32_t>(static_cast<unsigned char>(text[index]));
  };
  const auto more = [&](std::size_t index) { return byte(index) & 0x3FU; };
  if (byte(0) < 0x80 || text.size() < 2) return {byte(0), 1};
  if (byte(0) < 0xE0 || text.size() < 3) return {(byte(0) & 0x1FU) << 6U | more(1), 2};
  if (byte(0) < 0xF0 || text.size() < 4) return {(byte(0) & 0xFU) << 12U | more(1) << 6U | more(2), 3};
  return {(byte(0) & 7U) << 18U | more(1) << 12U | more(2) << 6U | more(3), 4};
}

constexpr char32_t kStandIns = 0xF0000;  // a plane for private use

/// The text with a stand-in for each character that the library does not survive. Places stay: it counts
/// characters.
std::string with_stand_ins(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const Character character = first_character(text);
    if (is_mishandled(character.code)) {
      result += '\xF3';
      result += static_cast<char>(0xB0U | character.code >> 12U);
      result += static_cast<char>(0x80U | (character.code >> 6U & 0x3FU));
      result += static_cast<char>(0x80U | (character.code & 0x3FU));
    } else {
      result += text.substr(0, character.size);
    }
    text.remove_prefix(character.size);
  }
  return result;
}

std::string without_stand_ins(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const Character character = first_character(text);
    if (character.code > kStandIns && is_mishandled(character.code - kStandIns)) {
      const char32_t code = character.code - kStandIns;
      if (code >= 0x800) result += static_cast<char>(0xE0U | code >> 12U);
      result += static_cast<char>(code >= 0x800 ? 0x80U | (code >> 6U & 0x3FU) : 0xC0U | code >> 6U);
      result += static_cast<char>(0x80U | (code & 0x3FU));
    } else {
      result += text.substr(0, character.size);
    }
    text.remove_prefix(character.size);
  }
  return result;
}

/// As deep as may_nest_too_deep and the library let it be.
Value value_of(const toml::node& node, const source::SourceFile& file) {
  const source::Span span = span_of(node.source(), file);
  const Origin origin({OriginKind::literal, span, {}});
  if (const toml::table* table = node.as_table()) {
    std::vector<Member> members;
    for (const auto& [key, value] : *table)
      members.push_back({without_stand_ins(key.str()), span_of(key.source(), file), value_of(value, file)});
    return Value::map(std::move(members), origin);
  }
  if (const toml::array* array = node.as_array()) {
    std::vector<Value> items;
    for (const toml::node& item : *array) items.push_back(value_of(item, file));
    return Value::list(std::move(items), origin);
  }
  if (const auto text = node.value_exact<std::string>())
    return Value::string(without_stand_ins(*text), origin, span);
  if (const auto truth = node.value_exact<bool>()) return Value::boolean(*truth, origin);
  if (const auto number = node.value_exact<std::int64_t>()) return Value::number(*number, origin);
  // Numbers with a fraction and dates are what is written.
  return Value::string(std::string(file.text().substr(span.begin, span.end - span.begin)), origin, span);
}

source::Result<Value> read_document(const source::SourceFile& file) {
  if (const Problem* problem = file.problem()) return *problem;
  if (file.path().ends_with(".toml")) {
    if (may_nest_too_deep(file.text()))
      return Problem{ProblemKind::limit, file.span(0, 0),
                     "keys may nest tables deeper than the limit of " + std::to_string(limits::kSyntaxDepth) +
                         " levels (kSyntaxDepth)"};
    const toml::parse_result parsed = toml::parse(with_stand_ins(file.text()));
    if (parsed) return value_of(parsed.table(), file);
    return Problem{ProblemKind::syntax, span_of(parsed.error().source(), file),
                   without_stand_ins(parsed.error().description())};
  }
  const syntax::ParsedSyntax parsed = syntax::parse_yaml(file);
  if (!parsed.complete && !parsed.problems.empty()) return parsed.problems.front();
  if (parsed.tree.documents() == 0) return Value::map({});
  return policy::to_value(parsed.tree.document(0));
}

/// Reads `Key=Value` and `ParameterKey=Key,ParameterValue=Value`, blanks between them; values may be quoted.
class Overrides {
 public:
  Overrides(const Value& text, std::map<std::string, Value>& out)
      : value_(text), text_(text.as_text().value_or("")), out_(out) {}

  /// False where the text has neither form.
  bool read() {
    for (skip_blanks(); at_ < text_.size(); skip_blanks()) {
      if (!pair()) return false;
    }
    return true;
  }

 private:
  void skip_blanks() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
  }

  bool take(std::string_view word) {
    if (text_.compare(at_, word.size(), word) != 0) return false;
    at_ += word.size();
    return true;
  }

  bool pair() {
    const bool names_key = take("ParameterKey=");
    const std::size_t end = text_.find_first_of(names_key ? ",= \t\n" : "= \t\n", at_);
    if (end == std::string::npos || end == at_) return false;
    const std::string key = unquoted(text_.substr(at_, end - at_));
    at_ = end;
    if (!take(names_key ? ",ParameterValue=" : "=")) return false;
    const std::size_t begin = at_;
    const char quote = at_ < text_.size() && (text_[at_] == '"' || text_[at_] == '\'') ? text_[at_++] : '\0';
    const auto ends = [&](char c) {
      return quote == '\0' ? std::isspace(static_cast<unsigned char>(c)) != 0 : c == quote;
    };
    while (at_ < text_.size() && !ends(text_[at_]))
      at_ += text_[at_] == '\\' && at_ + 1 < text_.size() ? 2 : 1;
    if (quote != '\0') {
      if (at_ >= text_.size()) return false;
      ++at_;
    }
    const Origin origin({OriginKind::variable_file, value_.origin().span(), "parameter " + key});
    out_.insert_or_assign(key, Value::string(unquoted(text_.substr(begin, at_ - begin)), origin));
    return true;
  }

  static std::string unquoted(std::string text) {
    const bool quoted =
        text.size() > 1 && text.front() == text.back() && (text.front() == '"' || text.front() == '\'');
    if (quoted) text = text.substr(1, text.size() - 2);
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const bool escape = text[i] == '\\' && i + 1 < text.size() &&
                          (text[i + 1] == ' ' || text[i + 1] == '"' || text[i + 1] == '\'');
      if (!escape) plain += text[i];
    }
    return plain;
  }

  const Value& value_;
  std::string text_;
  std::map<std::string, Value>& out_;
  std::size_t at_ = 0;
};

/// Lists of values become what CloudFormation takes: texts with commas.
std::optional<std::string> parameter_text(const Value& value) {
  if (value.is(Value::Kind::null)) return std::string();
  if (!value.is(Value::Kind::list)) return value.as_text();
  std::string joined;
  for (const Value& item : value.items()) {
    const std::optional<std::string> text = item.as_text();
    if (!text) return std::nullopt;
    joined += (joined.empty() ? "" : ",") + *text;
  }
  return joined;
}

/// A text, names with values, or a list of both. False where something else is said: a file that is named
/// (`file://`, `$include`), a value that is none.
bool read_overrides(const Value& given, std::map<std::string, Value>& out) {
  if (given.is(Value::Kind::list)) {
    for (const Value& item : given.items()) {
      if (!read_overrides(item, out)) return false;
    }
    return true;
  }
  if (given.is(Value::Kind::map)) {
    for (const Member& member : given.members()) {
      const std::optional<std::string> text = parameter_text(member.value);
      if (!text || member.key == "$include") return false;
      const Origin origin(
          {OriginKind::variable_file, member.value.origin().span(), "parameter " + member.key});
      out.insert_or_assign(member.key, Value::string(*text, origin));
    }
    return true;
  }
  return given.is(Value::Kind::string) && Overrides(given, out).read();
}

}  // namespace

bool is_sam_configuration(std::string_view file_name) {
  return file_name == "samconfig.toml" || file_name == "samconfig.yaml" || file_name == "samconfig.yml" ||
         file_name.ends_with(".toml");
}

source::Result<SamDeployment> read_sam_configuration(const source::SourceFile& file,
                                                     const std::string& environment) {
  const source::Result<Value> document = read_document(file);
  if (!document) return document.problem();
  const Value* of_environment = document.value().find(environment);
  if (of_environment == nullptr)
    return Problem{ProblemKind::semantic, file.span(0, 0), "there is no environment " + environment};
  const auto setting = [&](std::string_view command, std::string_view name) -> const Value* {
    const Value* section = of_environment->find(command);
    const Value* parameters = section == nullptr ? nullptr : section->find("parameters");
    return parameters == nullptr ? nullptr : parameters->find(name);
  };
  const auto deploy = [&](std::string_view name) {
    const Value* own = setting("deploy", name);
    return own == nullptr ? setting("global", name) : own;
  };
  SamDeployment deployment;
  if (const Value* given = deploy("parameter_overrides");
      given != nullptr && !read_overrides(*given, deployment.parameters))
    return Problem{ProblemKind::semantic, given->origin().span(),
                   "parameter_overrides are neither Key=Value nor names with values"};
  for (const auto& [name, parameter] :
       {std::pair("stack_name", "AWS::StackName"), std::pair("region", "AWS::Region")}) {
    const Value* given = deploy(name);
    if (given == nullptr || !given->as_text()) continue;
    const Origin origin({OriginKind::variable_file, given->origin().span(), name});
    deployment.parameters.insert_or_assign(parameter, Value::string(*given->as_text(), origin));
  }
  for (const char* command : {"deploy", "build", "global"}) {
    for (const char* name : {"template_file", "template"}) {
      const Value* given = setting(command, name);
      if (given != nullptr && given->as_text()) deployment.templates.push_back(*given->as_text());
    }
  }
  for (const char* usual : {"template.yaml", "template.yml", "template.json"})
    deployment.templates.emplace_back(usual);
  return deployment;
}

}  // namespace rootproof::engine
