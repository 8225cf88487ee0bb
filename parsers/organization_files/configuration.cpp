#include "parsers/organization_files/configuration.h"

#include <algorithm>
#include <set>
#include <utility>

#include "parsers/policy/members.h"
#include "parsers/policy/policy_document.h"
#include "parsers/source/limits.h"

namespace rootproof::organization_files {

using syntax::SyntaxNode;
using value::Hole;
using value::HoleKind;
using value::Reason;
using value::ReasonKind;
using value::StringPiece;
using value::TextPiece;
using value::Value;

namespace {

constexpr std::string_view kMergeKey = "<<";

bool has_templating(std::string_view text) { return text.find("{{") != std::string_view::npos; }

/// `{{ name }}` without quotes is a mapping to YAML, whose only key is a mapping.
bool is_bare_placeholder(const SyntaxNode& node) {
  return node.is_mapping() && node.size() == 1 && !node.member(0).key.is_scalar();
}

TextPiece piece_of(const SyntaxNode& node, std::size_t begin, std::size_t end) {
  const source::Span span = node.text_span(begin, end);
  return {std::string(node.text().substr(begin, end - begin)), span, span.size() == end - begin};
}

/// One `{{ … }}` in a text; `{{{ … }}}` says the same.
struct Placeholder {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string_view name;
};

std::optional<Placeholder> next_placeholder(std::string_view text, std::size_t from) {
  const std::size_t begin = text.find("{{", from);
  if (begin == std::string_view::npos) return std::nullopt;
  const std::size_t braces = text.substr(begin, 3) == "{{{" ? 3 : 2;
  const std::size_t close = text.find(std::string_view("}}}").substr(0, braces), begin + braces);
  if (close == std::string_view::npos) return Placeholder{begin, text.size(), {}};
  std::string_view name = text.substr(begin + braces, close - begin - braces);
  while (!name.empty() && name.front() == ' ') name.remove_prefix(1);
  while (!name.empty() && name.back() == ' ') name.remove_suffix(1);
  return Placeholder{begin, close + braces, name};
}

/// Whether `{{` at this place opens a block or comment of Handlebars rather than a value.
bool opens_block(std::string_view text, std::size_t at) {
  std::string_view rest = text.substr(at + 2);
  while (!rest.empty() && (rest.front() == '{' || rest.front() == '~' || rest.front() == ' '))
    rest.remove_prefix(1);
  return !rest.empty() && (std::string_view("#!/^>&").find(rest.front()) != std::string_view::npos ||
                           rest.starts_with("else}") || rest.starts_with("else "));
}

std::string name_of_file(const SyntaxNode& include) { return std::string(include.text()); }

}  // namespace

value::Origin written(source::Span span) { return value::Origin({value::OriginKind::literal, span, {}}); }

Value reference_to(const std::string& symbol, const Reason& otherwise) {
  std::vector<StringPiece> pieces{Hole{HoleKind::reference, symbol, otherwise, written(otherwise.span)}};
  return Value::string(std::move(pieces), written(otherwise.span));
}

std::string written_text(const SyntaxNode& node) {
  if (node.is_scalar()) return std::string(node.text());
  const source::Span span = node.span();
  return std::string(node.file().text().substr(span.begin, span.end - span.begin));
}

std::optional<Reason> templating_block(const source::SourceFile& file) {
  const std::string_view text = file.text();
  for (std::size_t at = text.find('{'); at != std::string_view::npos; at = text.find('{', at + 1)) {
    const std::string_view opening = text.substr(at, 2);
    const bool block = opening == "{%" || opening == "{#" || (opening == "{{" && opens_block(text, at));
    if (!block) continue;
    const std::size_t close = text.find('}', at);
    const std::size_t end = std::min(close == std::string_view::npos ? at + 2 : close + 1, text.size());
    return Reason{ReasonKind::placeholder, std::string(text.substr(at, std::min<std::size_t>(end - at, 80))),
                  file.span(static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end))};
  }
  return std::nullopt;
}

bool is_templated(const SyntaxNode& node) {
  return is_bare_placeholder(node) || (node.is_scalar() && has_templating(node.text()));
}

Reason placeholder(const SyntaxNode& node) {
  std::string text = written_text(node);
  return {ReasonKind::placeholder, text.empty() ? "a placeholder" : std::move(text), node.span()};
}

Resource new_resource(const EvaluatedUnit& unit, std::string_view type, std::string address,
                      source::Span span, source::Span body, const std::optional<Reason>& rewritten_by) {
  Resource resource;
  resource.kind = resource_kind(type);
  resource.language = Language::cloudformation;
  resource.type = type;
  resource.address = std::move(address);
  resource.unit = unit.name;
  resource.account = std::string(value::kOwnAccount);
  resource.span = span;
  resource.body_span = body;
  resource.rewritten_by = rewritten_by;
  return resource;
}

void add_resource(EvaluatedUnit& unit, Resource resource, std::vector<value::Member> members) {
  resource.properties = Value::map(std::move(members), written(resource.span));
  unit.resources.push_back(std::move(resource));
}

const std::string* Configuration::replacement(std::string_view name) const {
  const auto found = replacements_.find(name);
  return found == replacements_.end() ? nullptr : &found->second;
}

std::string Configuration::text(const SyntaxNode& node) const {
  const std::string whole = written_text(node);
  std::string result;
  std::size_t at = 0;
  for (auto next = next_placeholder(whole, 0); next; next = next_placeholder(whole, at)) {
    result.append(whole, at, next->begin - at);
    const std::string* known = replacement(next->name);
    result += known == nullptr ? whole.substr(next->begin, next->end - next->begin) : *known;
    at = next->end;
  }
  return result.append(whole, at);
}

std::optional<std::string> Configuration::known_text(const SyntaxNode& node) const {
  if (!node.tag().empty() || (!node.is_scalar() && !is_templated(node))) return std::nullopt;
  if (node.is_scalar() && node.type() == syntax::ScalarType::null) return std::nullopt;
  std::string known = text(node);
  return has_templating(known) ? std::nullopt : std::optional(std::move(known));
}

/// A hole for each `{{ … }}` of which nothing is known.
Value Configuration::templated_text(const SyntaxNode& node) const {
  if (!node.is_scalar()) {
    if (std::optional<std::string> known = known_text(node))
      return Value::string(*std::move(known), written(node.span()), node.span());
    return Value::unknown(placeholder(node), value::ValueType::any, written(node.span()));
  }
  const std::string_view whole = node.text();
  std::vector<StringPiece> pieces;
  std::size_t at = 0;
  for (auto next = next_placeholder(whole, 0); next && pieces.size() + 2 < limits::kTextPieces;
       next = next_placeholder(whole, at)) {
    if (next->begin > at) pieces.emplace_back(piece_of(node, at, next->begin));
    const source::Span span = node.text_span(next->begin, next->end);
    const std::string shown(whole.substr(next->begin, next->end - next->begin));
    if (const std::string* known = replacement(next->name))
      pieces.emplace_back(TextPiece{*known, span, false});
    else
      pieces.emplace_back(Hole{HoleKind::any, "", {ReasonKind::placeholder, shown, span}, written(span)});
    at = next->end;
  }
  if (has_templating(whole.substr(at)))
    return Value::unknown({ReasonKind::limit, "kTextPieces", node.span()}, value::ValueType::any,
                          written(node.span()));
  if (at < whole.size()) pieces.emplace_back(piece_of(node, at, whole.size()));
  return Value::string(std::move(pieces), written(node.span()));
}

Found Configuration::resolve(const SyntaxNode& node) { return resolve(node, 0); }

Found Configuration::resolve(const SyntaxNode& node, unsigned depth) {
  const std::string_view tag = node.tag();
  if (tag != "!Include" && tag != "!include") {
    if (!tag.empty()) return {{}, Reason{ReasonKind::unsupported, "tag " + std::string(tag), node.span()}};
    if (is_templated(node)) return {{}, placeholder(node)};
    return {node, {}};
  }
  if (!node.is_scalar()) return {{}, Reason{ReasonKind::invalid, "what is included is no file", node.span()}};
  if (is_templated(node)) return {{}, placeholder(node)};
  if (depth > limits::kModuleDepth || ++included_ > limits::kNestedStacks)
    return {{}, Reason{ReasonKind::limit, "kNestedStacks", node.span()}};
  const std::optional<SyntaxNode> document = surroundings_.document(node.file(), name_of_file(node));
  if (!document) {
    const std::string name = name_of_file(node);
    return {{},
            Reason{ReasonKind::unresolved_file, name.empty() ? "an include of no file" : name, node.span()}};
  }
  if (templating_block(document->file()))
    return {{}, Reason{ReasonKind::placeholder, "templating in " + name_of_file(node), node.span()}};
  return resolve(*document, depth + 1);
}

Entries Configuration::entries(const SyntaxNode& mapping) {
  Entries found;
  add_entries(mapping, 0, found);
  return found;
}

void Configuration::add_entries(const SyntaxNode& mapping, unsigned depth, Entries& found) {
  if (depth > limits::kModuleDepth || ++nodes_ > limits::kAliasExpansion)
    return found.unknown.push_back({ReasonKind::limit, "nesting or aliases", mapping.span()});
  std::vector<SyntaxNode> merged;
  std::set<std::string_view> own;
  for (const SyntaxNode::Member& member : mapping.members()) {
    if (!member.key.is_scalar() || has_templating(member.key.text())) {
      found.unknown.push_back(placeholder(member.key));
    } else if (member.key.text() == kMergeKey && member.key.style() != syntax::ScalarStyle::plain) {
      // In quotation marks it is a key like any other, which these tools do not know.
      found.unknown.push_back({ReasonKind::invalid, "the key \"<<\" in quotation marks", member.key.span()});
    } else if (member.key.text() == kMergeKey) {
      merged.push_back(member.value);
    } else {
      if (!own.insert(member.key.text()).second)
        found.unknown.push_back(policy::stands_twice(member.key.text(), member.key.span()));
      if (found.keys.insert(member.key.text()).second) found.entries.push_back({member.key, member.value});
    }
  }
  for (const SyntaxNode& from : merged) {
    const Found target = resolve(from);
    if (target.unknown) found.unknown.push_back(*target.unknown);
    for (const SyntaxNode& item : items(target)) {
      const Found one = target.is_sequence() ? resolve(item) : target;
      if (one.is_mapping())
        add_entries(*one.node, depth + 1, found);
      else if (target.is_sequence())
        found.unknown.push_back(
            one.unknown.value_or(Reason{ReasonKind::invalid, "what is merged is no mapping", item.span()}));
    }
  }
}

std::optional<SyntaxNode> Configuration::raw(const SyntaxNode& mapping, std::string_view key) {
  const Entries all = entries(mapping);
  for (const Entry& entry : all.entries)
    if (entry.key.text() == key) return entry.value;
  return std::nullopt;
}

std::optional<std::string> Configuration::known_text(const SyntaxNode& mapping, std::string_view key) {
  const std::optional<SyntaxNode> node = raw(mapping, key);
  return node ? known_text(*node) : std::nullopt;
}

Found Configuration::find(const SyntaxNode& mapping, std::string_view key) {
  const Entries all = entries(mapping);
  for (const value::Reason& reason : all.unknown)
    if (reason.kind == ReasonKind::duplicate_key && reason.detail == key) return {{}, reason};
  for (const Entry& entry : all.entries)
    if (entry.key.text() == key) return resolve(entry.value);
  if (!all.unknown.empty()) return {{}, all.unknown.front()};
  return {};
}

std::vector<SyntaxNode> Configuration::items(const Found& found) {
  if (!found.node) return {};
  if (found.is_sequence()) return found.node->items();
  if (found.is_scalar() && found.node->type() == syntax::ScalarType::null) return {};
  return {*found.node};
}

Value Configuration::value(const SyntaxNode& node) { return convert(node, 0); }

Value Configuration::convert(const SyntaxNode& node, unsigned depth) {
  if (depth > limits::kSyntaxDepth || ++nodes_ > limits::kAliasExpansion)
    return Value::unknown({ReasonKind::limit, "nesting or aliases", node.span()}, value::ValueType::any,
                          written(node.span()));
  if (node.tag().empty() && is_templated(node)) return templated_text(node);
  if (node.tag().empty() && node.is_scalar()) return policy::to_value(node);
  const Found found = resolve(node);
  if (!found.node) return Value::unknown(*found.unknown, value::ValueType::any, written(found.unknown->span));
  if (!node.tag().empty()) return convert(*found.node, depth + 1);
  if (node.is_mapping()) return convert_mapping(node, depth);
  std::vector<Value> items;
  for (const SyntaxNode& item : node.items()) items.push_back(convert(item, depth + 1));
  return Value::list(std::move(items), written(node.span()));
}

Value Configuration::convert_mapping(const SyntaxNode& node, unsigned depth) {
  const bool merges = node.find(kMergeKey).has_value();
  std::vector<value::Member> members;
  if (!merges) {
    for (const SyntaxNode::Member& member : node.members()) {
      if (!member.key.is_scalar() || has_templating(member.key.text()))
        return Value::unknown(placeholder(member.key), value::ValueType::map, written(node.span()));
      members.push_back(
          {std::string(member.key.text()), member.key.span(), convert(member.value, depth + 1)});
    }
    return Value::map(policy::unite_duplicates(std::move(members)), written(node.span()));
  }
  const Entries all = entries(node);
  if (!all.unknown.empty())
    return Value::unknown(all.unknown.front(), value::ValueType::map, written(node.span()));
  for (const Entry& entry : all.entries)
    members.push_back({std::string(entry.key.text()), entry.key.span(), convert(entry.value, depth + 1)});
  return Value::map(policy::unite_duplicates(std::move(members)), written(node.span()));
}

}  // namespace rootproof::organization_files
