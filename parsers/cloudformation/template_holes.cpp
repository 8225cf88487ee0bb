#include "parsers/cloudformation/template_holes.h"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <set>

#include "parsers/cloudformation/evaluator.h"

namespace rootproof::cloudformation {

using syntax::SyntaxNode;

namespace {

// Characters for private use: U+E000 and U+E001. YAML and JSON take them inside every scalar.
constexpr std::string_view kOpen = "\xEE\x80\x80";
constexpr std::string_view kClose = "\xEE\x80\x81";

/// Attributes of a resource in which nothing decides what is deployed with which access.
constexpr std::string_view kHarmless[] = {"CreationPolicy", "DeletionPolicy", "DependsOn",
                                          "Metadata",       "UpdatePolicy",   "UpdateReplacePolicy"};

/// Functions whose first argument, or only one, is a name and no value.
constexpr std::string_view kNaming[] = {"Condition",       "Fn::GetAtt",    "Fn::GetStackOutput",
                                        "Fn::ImportValue", "Fn::Transform", "Ref"};

/// Visits every node once: aliases lead to nodes that were seen.
class HoleSearch {
 public:
  [[nodiscard]] const std::optional<HoleMark>& found() const { return found_; }

  /// Data: holes may stand in its scalars, as far as they are arguments and no names.
  void data(const SyntaxNode& node) {
    if (found_ || (!node.is_scalar() && !seen_.insert(node.id()).second)) return;
    const std::optional<Call> call = as_call(node);
    if (call && is_naming(call->name)) return nowhere(call->argument);
    if (call && call->name == "Fn::If" && call->argument.is_sequence() && call->argument.size() > 0)
      nowhere(call->argument.item(0));
    if (call && call->name == "Fn::Sub") substituted(call->argument);
    if (node.is_scalar()) return;
    children(node, &HoleSearch::data);
  }

  /// A part that holds no hole at all.
  void nowhere(const SyntaxNode& node) {
    if (found_) return;
    if (node.is_scalar()) return text(node.text());
    if (!seen_whole_.insert(node.id()).second) return;
    children(node, &HoleSearch::nowhere);
  }

  void key(const SyntaxNode& node) { text(node.text()); }

 private:
  static bool is_naming(std::string_view name) {
    // Functions that nobody knows may do anything with what they are given.
    const bool known = name.substr(0, 4) == "Fn::" || name == "Ref" || name == "Condition";
    return !known || std::find(std::begin(kNaming), std::end(kNaming), name) != std::end(kNaming);
  }

  void children(const SyntaxNode& node, void (HoleSearch::*visit)(const SyntaxNode&)) {
    for (std::size_t i = 0; i < node.size() && !found_; ++i) {
      if (node.is_sequence()) {
        (this->*visit)(node.item(i));
        continue;
      }
      const SyntaxNode::Member member = node.member(i);
      key(member.key);
      if (is_generator_key(member.key.text())) nowhere(member.value);
      (this->*visit)(member.value);
    }
  }

  /// Between `${` and `}` stand names.
  void substituted(const SyntaxNode& argument) {
    const bool list = argument.is_sequence() && argument.size() > 0;
    const SyntaxNode written = list ? argument.item(0) : argument;
    if (!written.is_scalar()) return;
    const std::string_view whole = written.text();
    for (std::size_t open = whole.find("${"); open != std::string_view::npos;
         open = whole.find("${", open + 2)) {
      const std::size_t close = whole.find('}', open);
      text(whole.substr(open, close == std::string_view::npos ? close : close - open));
    }
  }

  void text(std::string_view text) {
    if (!found_ && has_hole_mark(text)) found_ = next_hole_mark(text, 0).value_or(HoleMark{});
  }

  std::optional<HoleMark> found_;
  std::set<std::uint32_t> seen_;
  std::set<std::uint32_t> seen_whole_;
};

void search_resource(const SyntaxNode& resource, HoleSearch& search) {
  if (!resource.is_mapping()) return search.nowhere(resource);
  for (const SyntaxNode::Member& attribute : resource.members()) {
    search.key(attribute.key);
    const std::string_view name = attribute.key.text();
    if (name == "Properties") {
      search.data(attribute.value);
    } else if (std::find(std::begin(kHarmless), std::end(kHarmless), name) == std::end(kHarmless)) {
      search.nowhere(attribute.value);
    }
  }
}

}  // namespace

std::string hole_mark(std::size_t number) {
  return std::string(kOpen) + std::to_string(number) + std::string(kClose);
}

bool has_hole_mark(std::string_view text) {
  return text.find(kOpen) != std::string_view::npos || text.find(kClose) != std::string_view::npos;
}

std::optional<HoleMark> next_hole_mark(std::string_view text, std::size_t from) {
  const std::size_t begin = text.find(kOpen, from);
  if (begin == std::string_view::npos) return std::nullopt;
  const std::size_t close = text.find(kClose, begin);
  if (close == std::string_view::npos) return std::nullopt;
  HoleMark mark{begin, close + kClose.size(), 0};
  for (std::size_t i = begin + kOpen.size(); i < close; ++i) {
    if (std::isdigit(static_cast<unsigned char>(text[i])) == 0) return std::nullopt;
    mark.number = mark.number * 10 + static_cast<std::size_t>(text[i] - '0');
  }
  return mark;
}

namespace {

void find_unquoted(const SyntaxNode& node, std::span<const value::Hole> holes, std::set<std::uint32_t>& seen,
                   std::optional<HoleMark>& found) {
  if (found || (!node.is_scalar() && !seen.insert(node.id()).second)) return;
  for (std::size_t i = 0; node.is_sequence() && i < node.size(); ++i)
    find_unquoted(node.item(i), holes, seen, found);
  for (std::size_t i = 0; node.is_mapping() && i < node.size(); ++i)
    find_unquoted(node.member(i).value, holes, seen, found);
  const syntax::ScalarStyle style = node.is_scalar() ? node.style() : syntax::ScalarStyle::empty;
  if (style != syntax::ScalarStyle::plain && style != syntax::ScalarStyle::literal_block &&
      style != syntax::ScalarStyle::folded_block)
    return;
  for (std::optional<HoleMark> mark = next_hole_mark(node.text(), 0); mark && !found;
       mark = next_hole_mark(node.text(), mark->end)) {
    if (mark->number < holes.size() && holes[mark->number].kind == value::HoleKind::any) found = mark;
  }
}

}  // namespace

std::optional<HoleMark> unquoted_hole(const SyntaxNode& document, std::span<const value::Hole> holes) {
  std::set<std::uint32_t> seen;
  std::optional<HoleMark> found;
  find_unquoted(document, holes, seen, found);
  return found;
}

std::optional<HoleMark> misplaced_hole(const SyntaxNode& document) {
  HoleSearch search;
  if (!document.is_mapping()) search.nowhere(document);
  for (std::size_t i = 0; document.is_mapping() && i < document.size(); ++i) {
    const SyntaxNode::Member section = document.member(i);
    search.key(section.key);
    const std::string_view name = section.key.text();
    if (name == "Description" || name == "Metadata") continue;
    if (name == "Resources" && section.value.is_mapping()) {
      for (const SyntaxNode::Member& resource : section.value.members()) {
        search.key(resource.key);
        search_resource(resource.value, search);
      }
    } else if (name == "Conditions" || name == "Mappings" || name == "Outputs") {
      search.data(section.value);
    } else {
      search.nowhere(section.value);
    }
  }
  return search.found();
}

}  // namespace rootproof::cloudformation
