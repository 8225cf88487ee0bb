// Which values a parameter may have, as far as its definition restricts them:
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
#include <re2/re2.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

#include "parsers/cloudformation/evaluator.h"
#include "parsers/cloudformation/scalar_text.h"
#include "parsers/source/limits.h"

namespace rootproof::cloudformation {

using syntax::SyntaxNode;
using value::Value;

namespace {

/// Collects the parameters that decide what there is: those that conditions and rules look at, and those that
/// are keys of mappings.
class ComparedParameters {
 public:
  ComparedParameters(const Section& parameters, std::set<std::string, std::less<>>& found)
      : parameters_(parameters), found_(found) {}

  /// Visits each node once: aliases and includes lead to nodes that were seen.
  void visit(const SyntaxNode& node, bool compared) {
    if (node.is_scalar() && !compared) return;  // most of a template: nothing to remember
    if (!is_new(node, compared)) return;
    const std::optional<Call> function = as_call(node);
    const bool inside = compared || (function && function->name == "Fn::FindInMap");
    if (inside && function && function->argument.is_scalar()) {
      if (function->name == "Ref") add(function->argument.text());
      if (function->name == "Fn::Sub") add_placeholders(function->argument.text());
    }
    if (node.is_sequence()) {
      const bool sub = inside && function && function->name == "Fn::Sub" && node.size() > 0;
      if (sub && node.item(0).is_scalar()) add_placeholders(node.item(0).text());
      for (std::size_t i = 0; i < node.size(); ++i) visit(node.item(i), inside);
    } else if (node.is_mapping()) {
      const std::optional<Call> below = as_long_call(node);
      if (inside && below && below->name == "Fn::Sub" && below->argument.is_sequence() &&
          below->argument.size() > 0 && below->argument.item(0).is_scalar())
        add_placeholders(below->argument.item(0).text());
      for (std::size_t i = 0; i < node.size(); ++i) visit(node.member(i).value, inside);
    }
  }

 private:
  bool is_new(const SyntaxNode& node, bool compared) {
    std::vector<bool>& seen = seen_[{node.file().id(), compared}];
    if (seen.size() <= node.id()) seen.resize(std::max<std::size_t>(2 * seen.size(), node.id() + 1));
    if (seen[node.id()]) return false;
    seen[node.id()] = true;
    return true;
  }

  void add(std::string_view name) {
    if (parameters_.find(name) != nullptr) found_.emplace(name);
  }

  void add_placeholders(std::string_view text) {
    for (std::size_t open = text.find("${"); open != std::string_view::npos;
         open = text.find("${", open + 2)) {
      const std::size_t close = text.find('}', open);
      if (close == std::string_view::npos) return;
      std::string_view name = text.substr(open + 2, close - open - 2);
      while (!name.empty() && name.front() == ' ') name.remove_prefix(1);
      while (!name.empty() && name.back() == ' ') name.remove_suffix(1);
      add(name);
    }
  }

  const Section& parameters_;
  std::set<std::string, std::less<>>& found_;
  std::map<std::pair<source::FileId, bool>, std::vector<bool>> seen_;  ///< by id of the node
};

/// True for patterns that RE2 reads as Java does, with whose regular expressions the service checks: no
/// classes within classes, which are intersections and unions there and text here, and no numeric escapes.
bool reads_alike(std::string_view pattern) {
  bool in_class = false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) >= 0x7F) return false;
    if (c == '\\') {
      constexpr std::string_view kLetters = "dDwWsSbB";
      if (++i == pattern.size()) return false;
      const bool alphanumeric = std::isalnum(static_cast<unsigned char>(pattern[i])) != 0;
      if (alphanumeric && kLetters.find(pattern[i]) == std::string_view::npos) return false;
      continue;
    }
    if (!in_class && c == '[') {
      in_class = true;
      if (i + 1 < pattern.size() && pattern[i + 1] == '^') ++i;
      // A bracket that comes first stands for itself to RE2; not so in every engine.
      if (i + 1 < pattern.size() && pattern[i + 1] == ']') return false;
      continue;
    }
    if (in_class && (c == '[' || c == '&')) return false;
    if (in_class && c == ']') in_class = false;
    if (!in_class && c == '(' && i + 1 < pattern.size() && pattern[i + 1] == '?' &&
        pattern.substr(i, 3) != "(?:")
      return false;
  }
  return true;
}

bool is_printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
}

/// False when the whole text is certain not to match.
bool may_match(std::string_view pattern, const std::string& text) {
  if (pattern.size() > limits::kIgnorePatternBytes || !is_printable(text) || !reads_alike(pattern))
    return true;
  RE2::Options options(RE2::Quiet);
  options.set_max_mem(static_cast<std::int64_t>(limits::kPatternMemory));
  const RE2 expression(re2::StringPiece(pattern.data(), pattern.size()), options);
  return !expression.ok() || RE2::FullMatch(text, expression);
}

/// A limit that begins with a zero: the service may read it as an octal number (YAML 1.1, "int").
bool may_be_octal(std::string_view text) {
  return text.size() > 1 && text[0] == '0' && text[1] >= '0' && text[1] <= '9';
}

std::optional<std::size_t> length_of(const SyntaxNode& definition, std::string_view key) {
  const std::optional<SyntaxNode> node = definition.find(key);
  if (!node || !node->is_scalar() || may_be_octal(node->text())) return std::nullopt;
  const std::string_view text = node->text();
  std::size_t length = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(length) : std::nullopt;
}

/// False when the text is certain not to be in the list.
bool may_be_listed(const SyntaxNode& list, const std::string& text) {
  if (!list.is_sequence() || !list.tag().empty()) return true;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const SyntaxNode item = list.item(i);
    const bool known = item.is_scalar() && item.tag().empty() && item.type() == syntax::ScalarType::string;
    if (!known || item.text() == text) return true;
  }
  return false;
}

/// False for patterns that match no text with a line break: they name the characters that they take, and a
/// dot takes no line break, in Java as in RE2.
bool may_match_line_breaks(std::string_view pattern) {
  if (!reads_alike(pattern)) return true;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '[' && i + 1 < pattern.size() && pattern[i + 1] == '^') return true;
    if (pattern[i] != '\\' || ++i == pattern.size()) continue;
    if (pattern[i] == 's' || pattern[i] == 'D' || pattern[i] == 'W') return true;
  }
  return false;
}

/// False when the definition is certain to refuse every text of several lines.
bool admits_line_breaks(const SyntaxNode& definition) {
  const std::optional<SyntaxNode> type = definition.find("Type");
  if (type && type->is_scalar() && (type->text() == "Number" || type->text().starts_with("AWS::EC2::")))
    return false;
  const std::optional<SyntaxNode> pattern = definition.find("AllowedPattern");
  if (pattern && pattern->is_scalar() && pattern->tag().empty() && !may_match_line_breaks(pattern->text()))
    return false;
  const std::optional<SyntaxNode> allowed = definition.find("AllowedValues");
  if (!allowed || !allowed->is_sequence() || !allowed->tag().empty()) return true;
  const std::vector<SyntaxNode> values = allowed->items();
  return std::any_of(values.begin(), values.end(), [](const SyntaxNode& value) {
    return !value.is_scalar() || !value.tag().empty() ||
           value.text().find_first_of("\r\n") != std::string::npos;
  });
}

std::optional<double> number_in(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

std::optional<double> number_of(const SyntaxNode& definition, std::string_view key) {
  const std::optional<SyntaxNode> node = definition.find(key);
  if (!node || !node->is_scalar() || !node->tag().empty()) return std::nullopt;
  return may_be_octal(node->text()) ? std::nullopt : number_in(node->text());
}

/// Why the definition of a number is certain to refuse a text; empty where it may take it.
std::string refusal_of_number(const SyntaxNode& definition, const std::string& text) {
  const std::optional<double> number = number_in(text);
  // Which notations of numbers the service takes beside these is not documented.
  if (!number && (text.empty() || text.find_first_not_of("0123456789+-.eE ") != std::string::npos))
    return "is no number";
  if (const auto least = number_of(definition, "MinValue"); least && number && *number < *least)
    return "is below its MinValue";
  if (const auto most = number_of(definition, "MaxValue"); most && number && *number > *most)
    return "is above its MaxValue";
  return {};
}

/// False when the definition is certain to refuse the text.
bool admits(const SyntaxNode& definition, const std::string& text) {
  const std::optional<SyntaxNode> type = definition.find("Type");
  const bool is_number = type && type->is_scalar() && type->text() == "Number";
  if (is_number && !refusal_of_number(definition, text).empty()) return false;
  if (is_printable(text)) {
    if (const auto least = length_of(definition, "MinLength"); least && text.size() < *least) return false;
    if (const auto most = length_of(definition, "MaxLength"); most && text.size() > *most) return false;
  }
  const std::optional<SyntaxNode> allowed = definition.find("AllowedValues");
  if (allowed && !may_be_listed(*allowed, text)) return false;
  const std::optional<SyntaxNode> pattern = definition.find("AllowedPattern");
  return !pattern || !pattern->is_scalar() || !pattern->tag().empty() || may_match(pattern->text(), text);
}

/// False when a value that somebody gives is certain not to be in the list: numbers and booleans in it are
/// the text that they are written as.
bool is_allowed(const SyntaxNode& list, const std::string& text, bool as_number) {
  if (!list.is_sequence() || !list.tag().empty() || list.size() == 0) return true;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const SyntaxNode item = list.item(i);
    if (!item.is_scalar() || !item.tag().empty() || item.type() == syntax::ScalarType::null) return true;
    if (const std::optional<bool> truth = item.as_boolean()) {
      if (text == (*truth ? "true" : "false") || text == item.text()) return true;
      continue;
    }
    if (item.text() == text) return true;
    const bool is_number = item.type() == syntax::ScalarType::number;
    // What a number without quotes is as text depends on who reads it: octal, with a point, with an exponent.
    const bool plain = item.text().find_first_not_of("0123456789") == std::string_view::npos &&
                       (item.text().front() != '0' || item.text().size() == 1);
    if (is_number && !plain && !as_number) return true;
    if (as_number && number_in(item.text()) && number_in(item.text()) == number_in(text)) return true;
  }
  return false;
}

/// Why the definition is certain to refuse one text; empty where it may take it.
std::string refusal_of(const SyntaxNode& definition, std::string_view type, const std::string& text) {
  const bool is_number = type == "Number" || type == "List<Number>";
  if (is_number) {
    if (std::string why = refusal_of_number(definition, text); !why.empty()) return why;
  }
  if (type == "String" && is_printable(text)) {
    if (const auto least = length_of(definition, "MinLength"); least && text.size() < *least)
      return "is shorter than its MinLength";
    if (const auto most = length_of(definition, "MaxLength"); most && text.size() > *most)
      return "is longer than its MaxLength";
  }
  const std::optional<SyntaxNode> allowed = definition.find("AllowedValues");
  if (allowed && !is_allowed(*allowed, text, is_number)) return "is none of its AllowedValues";
  const std::optional<SyntaxNode> pattern = definition.find("AllowedPattern");
  const bool known_pattern = pattern && pattern->is_scalar() && pattern->tag().empty();
  if (known_pattern && !may_match(pattern->text(), text)) return "does not match its AllowedPattern";
  return {};
}

}  // namespace

std::string why_refused(const SyntaxNode& definition, const Value& given) {
  const std::optional<SyntaxNode> node = definition.is_mapping() ? definition.find("Type") : std::nullopt;
  if (!node || !node->is_scalar()) return {};
  const std::string_view type = node->text();
  if (type.starts_with("AWS::SSM::")) return {};  // the definition restricts the names of parameters there
  if (given.is(Value::Kind::list)) {
    for (const Value& item : given.items())
      if (std::string why = why_refused(definition, item); !why.empty()) return why;
    return {};
  }
  const std::optional<std::string> text = given.as_text();
  return text ? refusal_of(definition, type, *text) : std::string();
}

source::Problems Evaluator::refused_parameters() const {
  source::Problems problems;
  if (parent_ != nullptr || inputs_.deployer) return problems;
  for (const Definition& definition : sections_.parameters.in_order) {
    const auto given = inputs_.parameters.find(definition.name);
    if (given == inputs_.parameters.end()) continue;
    const std::string why = why_refused(definition.value, given_value(definition.value, given->second));
    if (why.empty()) continue;
    const source::Span place = given->second.origin().span();
    problems.push_back({source::ProblemKind::semantic, place.empty() ? definition.key.span() : place,
                        "the value that is given to parameter " + definition.name + " " + why +
                            ": CloudFormation refuses it"});
  }
  return problems;
}

void Evaluator::find_compared_parameters() {
  ComparedParameters search(sections_.parameters, compared_parameters_);
  for (const Section* section : {&sections_.conditions, &sections_.rules}) {
    for (const Definition& definition : section->in_order) search.visit(definition.value, true);
    for (const Definition& generator : section->generators) search.visit(generator.value, true);
  }
  std::map<source::FileId, bool> maps;  // by file: whether anything there looks up in a mapping
  const auto look_up = [&](const SyntaxNode& node) {
    const auto [known, is_new] = maps.try_emplace(node.file().id());
    if (is_new) known->second = node.file().text().find("FindInMap") != std::string_view::npos;
    return known->second;
  };
  for (const Section* section : {&sections_.resources, &sections_.outputs}) {
    for (const std::vector<Definition>* definitions : {&section->in_order, &section->generators}) {
      for (const Definition& definition : *definitions) {
        if (look_up(definition.value)) search.visit(definition.value, false);
      }
    }
  }
}

/// False when the parameter behind a hole is certain never to have this value. A parameter of another
/// template is not asked: only its own definition restricts it.
bool Evaluator::may_be(const value::Hole& hole, const std::string& text) const {
  if (parent_ != nullptr || hole.reason->detail != "parameter " + hole.symbol) return true;
  const std::vector<Definition>* definitions = sections_.parameters.find(hole.symbol);
  if (definitions == nullptr || definitions->size() != 1) return true;
  return admits(definitions->front().value, text);
}

/// False where a value is certain to stand on one line: identifiers, and parameters whose definition refuses
/// line breaks.
bool Evaluator::may_hold_line_break(const value::Hole& hole) const {
  if (hole.kind != value::HoleKind::any || hole.symbol.starts_with("AWS::")) return false;
  if (parent_ != nullptr || hole.reason->detail != "parameter " + hole.symbol) return true;
  const std::vector<Definition>* definitions = sections_.parameters.find(hole.symbol);
  return definitions == nullptr || definitions->size() != 1 || admits_line_breaks(definitions->front().value);
}

bool Evaluator::may_hold_line_break(const Value& value) const {
  switch (value.kind()) {
    case Value::Kind::boolean:
    case Value::Kind::number:
      return false;
    case Value::Kind::string:
      return std::any_of(value.pieces().begin(), value.pieces().end(),
                         [this](const value::StringPiece& piece) {
                           const auto* known = std::get_if<value::TextPiece>(&piece);
                           return known != nullptr ? known->text.find_first_of("\r\n") != std::string::npos
                                                   : may_hold_line_break(std::get<value::Hole>(piece));
                         });
    case Value::Kind::one_of:
      return std::any_of(value.alternatives().begin(), value.alternatives().end(),
                         [this](const value::Alternative& way) { return may_hold_line_break(way.value); });
    case Value::Kind::null:
    case Value::Kind::absent:
    case Value::Kind::list:
    case Value::Kind::map:
    case Value::Kind::unknown:
      break;
  }
  return true;
}

}  // namespace rootproof::cloudformation
