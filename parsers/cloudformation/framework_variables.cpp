// Variables of the Serverless Framework that lead to the service's own files; it replaces them before
// CloudFormation sees the template: https://www.serverless.com/framework/docs/guides/variables
// What the command line, the environment or an account decides stays a hole.
#include <algorithm>
#include <cctype>
#include <utility>
#include <vector>

#include "parsers/cloudformation/evaluator.h"
#include "parsers/cloudformation/scalar_text.h"
#include "parsers/source/limits.h"

namespace rootproof::cloudformation {

using syntax::SyntaxNode;
using value::OriginKind;
using value::ReasonKind;
using value::Value;

namespace {

std::string_view without_blanks(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

/// The end of the variable that begins at `open`, behind its bracket; npos when it has none.
std::size_t end_of_variable(std::string_view text, std::size_t open) {
  std::size_t depth = 0;
  for (std::size_t i = open; i < text.size(); ++i) {
    if (text.substr(i, 2) == "${") ++depth;
    if (text[i] == '}' && --depth == 0) return i + 1;
  }
  return std::string_view::npos;
}

/// What stands between commas that are neither in quotation marks nor in other variables: the first source
/// that gives something counts.
std::vector<std::string_view> sources_of(std::string_view variable) {
  std::vector<std::string_view> sources;
  std::size_t begin = 0;
  std::size_t depth = 0;
  char quote = 0;
  for (std::size_t i = 0; i < variable.size(); ++i) {
    const char c = variable[i];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == '(' || variable.substr(i, 2) == "${") {
      ++depth;
    } else if ((c == ')' || c == '}') && depth > 0) {
      --depth;
    } else if (c == ',' && depth == 0) {
      sources.push_back(without_blanks(variable.substr(begin, i - begin)));
      begin = i + 1;
    }
  }
  sources.push_back(without_blanks(variable.substr(begin)));
  return sources;
}

/// The variable that is all of a text.
std::optional<std::string_view> only_variable(std::string_view text) {
  const bool whole = text.starts_with("${") && end_of_variable(text, 0) == text.size();
  return whole ? std::optional(text.substr(2, text.size() - 3)) : std::nullopt;
}

/// Options of the command line stand in for these.
bool is_set_by_option(std::string_view path) {
  const auto below = [path](std::string_view name) {
    return path == name || (path.starts_with(name) && path[name.size()] == '.');
  };
  return below("provider.stage") || below("provider.region") || below("provider.profile");
}

bool is_data_file(std::string_view name) {
  return name.ends_with(".yml") || name.ends_with(".yaml") || name.ends_with(".json");
}

/// What grows beyond a limit grows no further with what stands around it.
bool is_limit(const Value& value) {
  return value.is(Value::Kind::unknown) && value.reason().kind == ReasonKind::limit;
}

constexpr std::string_view kFile = "file(";

}  // namespace

/// A scalar with variables; nullopt when it has none that are known.
std::optional<Value> Evaluator::framework_value(const SyntaxNode& node) {
  const std::string_view text = node.text();
  if (!inputs_.service || text.find("${") == std::string_view::npos) return std::nullopt;
  if (const std::optional<std::string_view> variable = only_variable(text))
    return is_framework_variable(*variable) ? framework_variable(*variable, node.span(), 0) : std::nullopt;
  const syntax::ScalarPlaces places(node);
  std::vector<Value> parts;
  std::size_t done = 0;
  for (std::size_t open = text.find("${"); open != std::string_view::npos; open = text.find("${", open + 2)) {
    const std::size_t end = end_of_variable(text, open);
    if (end == std::string_view::npos) break;
    const std::string_view variable = text.substr(open + 2, end - open - 3);
    if (open < done || !is_framework_variable(variable)) continue;
    const source::Span span = places.span(open, end);
    const std::optional<Value> value = framework_variable(variable, span, 0);
    if (!value) continue;
    if (is_limit(*value)) return value;
    if (open > done) parts.push_back(Value::string(scalar_pieces(places, done, open)));
    parts.push_back(as_string_part(*value, span));
    done = end;
  }
  if (done == 0) return std::nullopt;
  if (done < text.size()) parts.push_back(Value::string(scalar_pieces(places, done, text.size())));
  const value::Origin origin({OriginKind::literal, node.span(), {}});
  std::optional<Value> whole = value::concatenate(parts, origin);
  return whole ? std::optional(replace_dynamic_references(*whole)) : std::nullopt;
}

/// What stands between `${` and `}`; nullopt where that is not certain.
std::optional<Value> Evaluator::framework_variable(std::string_view variable, source::Span use,
                                                   unsigned depth) {
  if (!inputs_.service || depth > limits::kModuleDepth) return std::nullopt;
  for (const std::string_view source : sources_of(variable)) {
    bool is_missing = false;
    std::optional<Value> value = framework_source(source, use, depth, is_missing);
    if (value) return value->with_step({OriginKind::reference, use, "${" + std::string(variable) + "}"});
    if (!is_missing) return std::nullopt;
  }
  return std::nullopt;
}

/// One source of a variable. `is_missing` where it surely gives nothing, so that the next one counts.
std::optional<Value> Evaluator::framework_source(std::string_view source, source::Span use, unsigned depth,
                                                 bool& is_missing) {
  if (const std::optional<std::string_view> inner = only_variable(source))
    return framework_variable(*inner, use, depth + 1);
  const bool quoted = source.size() >= 2 && (source.front() == '\'' || source.front() == '"') &&
                      source.back() == source.front();
  if (quoted) return Value::string(std::string(source.substr(1, source.size() - 2)), {}, use);
  const bool number = !source.empty() && source.find_first_not_of("0123456789") == std::string_view::npos;
  if (number) return Value::number(std::string(source));
  if (source == "true" || source == "false") return Value::boolean(source == "true");
  const std::optional<SyntaxNode> node = node_of_source(source, use, depth, is_missing);
  return node ? at_node(*node, use) : std::nullopt;
}

/// What `self:NAME` and `file(NAME):NAME` lead to.
std::optional<SyntaxNode> Evaluator::node_of_source(std::string_view source, source::Span use, unsigned depth,
                                                    bool& is_missing) {
  if (depth > limits::kModuleDepth) return std::nullopt;
  const std::optional<std::string> text = framework_text(source, use, depth);
  if (!text) return std::nullopt;
  constexpr std::string_view kSelf = "self:";
  std::string_view path = *text;
  if (path.starts_with(kSelf)) {
    path.remove_prefix(kSelf.size());
    if (is_set_by_option(path)) return std::nullopt;
    return member_of_service(*inputs_.service, path, use, depth, is_missing);
  }
  const std::size_t close = path.find(')');
  const bool file = path.starts_with(kFile) && close != std::string_view::npos;
  if (!file || inputs_.files == nullptr || !inputs_.files->document) return std::nullopt;
  const std::string name(without_blanks(path.substr(kFile.size(), close - kFile.size())));
  path.remove_prefix(close + 1);
  if (!is_data_file(name) || (!path.empty() && path.front() != ':')) return std::nullopt;
  const std::optional<SyntaxNode> document = inputs_.files->document(inputs_.service->file(), name);
  if (!document) return std::nullopt;
  return member_of_service(*document, path.substr(path.empty() ? 0 : 1), use, depth, is_missing);
}

/// A text in which other variables may stand, all of which have to be known.
std::optional<std::string> Evaluator::framework_text(std::string_view text, source::Span use,
                                                     unsigned depth) {
  std::string known;
  std::size_t done = 0;
  for (std::size_t open = text.find("${"); open != std::string_view::npos; open = text.find("${", done)) {
    const std::size_t end = end_of_variable(text, open);
    if (end == std::string_view::npos) return std::nullopt;
    const std::optional<Value> inner =
        framework_variable(text.substr(open + 2, end - open - 3), use, depth + 1);
    const std::optional<std::string> part = inner ? inner->as_text() : std::nullopt;
    if (!part || known.size() + part->size() > limits::kValueBytes) return std::nullopt;
    known.append(text.substr(done, open - done)).append(*part);
    done = end;
  }
  return known.append(text.substr(done));
}

/// `a.b.0` below a node; what lies on the way may be a variable that leads elsewhere.
std::optional<SyntaxNode> Evaluator::member_of_service(const SyntaxNode& from, std::string_view path,
                                                       source::Span use, unsigned depth, bool& is_missing) {
  SyntaxNode node = from;
  while (!path.empty()) {
    const std::size_t dot = std::min(path.find('.'), path.size());
    const std::string_view name = path.substr(0, dot);
    path.remove_prefix(std::min(dot + 1, path.size()));
    is_missing = false;
    if (!node.tag().empty()) return std::nullopt;
    if (node.is_scalar()) {
      const std::optional<std::string_view> variable = only_variable(node.text());
      if (!variable || sources_of(*variable).size() != 1) return std::nullopt;
      bool is_missing_there = false;
      const std::optional<SyntaxNode> target = node_of_source(*variable, use, depth + 1, is_missing_there);
      if (!target || target->is_scalar()) return std::nullopt;
      node = *target;
    }
    if (node.is_sequence()) {
      const bool digits =
          !name.empty() && name.size() < 6 && name.find_first_not_of("0123456789") == std::string_view::npos;
      const std::size_t index = digits ? std::stoul(std::string(name)) : node.size();
      if (index >= node.size()) return std::nullopt;
      node = node.item(index);
      continue;
    }
    std::size_t found = 0;
    std::optional<SyntaxNode> next;
    for (const SyntaxNode::Member& member : node.members()) {
      if (member.key.text() == "<<") return std::nullopt;
      if (member.key.text() != name) continue;
      ++found;
      next = member.value;
    }
    is_missing = found == 0;
    if (found != 1) return std::nullopt;
    node = *next;
  }
  return node;
}

std::optional<Value> Evaluator::at_node(const SyntaxNode& node, source::Span use) {
  const auto place = std::pair(node.file().id(), node.id());
  if (const auto known = variables_.find(place); known != variables_.end()) return known->second;
  if (!variables_in_progress_.insert(place).second)
    return Value::unknown({ReasonKind::cycle, "a variable that leads to itself", use});
  Value value = evaluate(node);
  variables_in_progress_.erase(place);
  // On the way to another variable this one may have met that as a cycle.
  const bool whole = variables_in_progress_.empty() || value.fully_known() || is_limit(value);
  if (whole) variables_.emplace(place, value);
  return value;
}

std::vector<std::string> files_of_service(const SyntaxNode& document) {
  std::vector<std::string> names;
  const std::string_view text = document.file().text();
  constexpr std::string_view kOpen = "${file(";
  for (std::size_t at = text.find(kOpen); at != std::string_view::npos; at = text.find(kOpen, at + 1)) {
    const std::size_t close = text.find(')', at);
    if (close == std::string_view::npos || names.size() >= limits::kNestedStacks) break;
    const std::string_view name = without_blanks(text.substr(at + kOpen.size(), close - at - kOpen.size()));
    const bool known = is_data_file(name) && name.find("${") == std::string_view::npos;
    if (known && std::find(names.begin(), names.end(), name) == names.end()) names.emplace_back(name);
  }
  return names;
}

}  // namespace rootproof::cloudformation
