#include "parsers/syntax/syntax_tree.h"

#include <algorithm>

#include "parsers/syntax/scalar.h"
#include "parsers/syntax/scalar_source.h"

namespace rootproof::syntax {

NodeKind SyntaxNode::kind() const { return tree_->nodes[id_].kind; }

std::string_view SyntaxNode::tag() const { return tree_->tags[tree_->nodes[id_].tag]; }

source::Span SyntaxNode::span() const {
  const SyntaxTree::Node& node = tree_->nodes[id_];
  return tree_->file().span(node.begin, node.end);
}

std::string_view SyntaxNode::text() const {
  const SyntaxTree::Node& node = tree_->nodes[id_];
  if (node.kind != NodeKind::scalar) return {};
  return std::string_view(tree_->texts).substr(node.text_begin, node.text_size);
}

ScalarStyle SyntaxNode::style() const { return tree_->nodes[id_].style; }

ScalarType SyntaxNode::type() const { return tree_->nodes[id_].type; }

bool SyntaxNode::is_document() const {
  return std::find(tree_->roots.begin(), tree_->roots.end(), id_) != tree_->roots.end();
}

bool SyntaxNode::is_tagged_text() const { return tree_->nodes[id_].tagged_text; }

std::optional<bool> SyntaxNode::as_boolean() const {
  if (!is_scalar() || type() != ScalarType::boolean) return std::nullopt;
  return boolean_value(text());
}

std::uint32_t SyntaxNode::source_offset(std::size_t index) const {
  const SyntaxTree::Node& node = tree_->nodes[id_];
  const SourceRange span{node.begin, node.end};
  const std::string_view content = text();
  if (index >= content.size()) return is_scalar() ? content_end(span, node.style) : node.end;
  return locate_in_scalar(tree_->file().text(), span, node.style, content, index).begin;
}

source::Span SyntaxNode::text_span(std::size_t begin, std::size_t end) const {
  const SyntaxTree::Node& node = tree_->nodes[id_];
  const std::string_view content = text();
  end = std::min(end, content.size());
  const std::uint32_t first = source_offset(begin);
  if (begin >= end) return tree_->file().span(first, first);
  const SourceRange last =
      locate_in_scalar(tree_->file().text(), {node.begin, node.end}, node.style, content, end - 1);
  return tree_->file().span(first, last.end);
}

std::size_t SyntaxNode::size() const {
  const SyntaxTree::Node& node = tree_->nodes[id_];
  switch (node.kind) {
    case NodeKind::scalar:
      return 0;
    case NodeKind::sequence:
      return node.text_size;
    case NodeKind::mapping:
      return node.text_size / 2;
  }
  return 0;
}

SyntaxNode SyntaxNode::item(std::size_t index) const {
  return {tree_, tree_->children[tree_->nodes[id_].text_begin + index]};
}

SyntaxNode::Member SyntaxNode::member(std::size_t index) const {
  return {item(2 * index), item(2 * index + 1)};
}

std::optional<SyntaxNode> SyntaxNode::find(std::string_view key) const {
  if (!is_mapping()) return std::nullopt;
  for (std::size_t i = 0; i < size(); ++i) {
    const SyntaxNode candidate = item(2 * i);
    if (candidate.is_scalar() && candidate.text() == key) return item(2 * i + 1);
  }
  return std::nullopt;
}

std::vector<SyntaxNode> SyntaxNode::items() const {
  std::vector<SyntaxNode> result;
  if (!is_sequence()) return result;
  result.reserve(size());
  for (std::size_t i = 0; i < size(); ++i) result.push_back(item(i));
  return result;
}

std::vector<SyntaxNode::Member> SyntaxNode::members() const {
  std::vector<Member> result;
  if (!is_mapping()) return result;
  result.reserve(size());
  for (std::size_t i = 0; i < size(); ++i) result.push_back(member(i));
  return result;
}

ParsedSyntax parse_json_or_yaml(const source::SourceFile& file) {
  const std::string_view text = file.text();
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || (text[first] != '{' && text[first] != '[')) return parse_yaml(file);
  ParsedSyntax json = parse_json(file);
  const bool refused =
      !json.complete &&
      std::all_of(json.problems.begin(), json.problems.end(), [](const source::Problem& problem) {
        return problem.kind == source::ProblemKind::syntax || problem.kind == source::ProblemKind::notice;
      });
  if (!refused) return json;
  ParsedSyntax yaml = parse_yaml(file);
  return yaml.complete ? std::move(yaml) : std::move(json);
}

}  // namespace rootproof::syntax
