#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "parsers/source/limits.h"
#include "parsers/syntax/syntax_tree.h"

/// What holds for every tree, whatever the input.
namespace rootproof::fuzz {

inline bool inside(source::Span span, source::Span outer) {
  return span.begin <= span.end && outer.begin <= span.begin && span.end <= outer.end;
}

/// Every byte of a scalar's text comes from its span, in order. Long texts are probed at their beginning.
inline bool maps_into_span(const syntax::SyntaxNode& scalar, const source::SourceFile& file) {
  constexpr std::size_t kProbed = 200;
  std::uint32_t previous = scalar.span().begin;
  const std::size_t bytes = std::min(scalar.text().size(), kProbed);
  for (std::size_t i = 0; i <= bytes; ++i) {
    const std::uint32_t offset = scalar.source_offset(i);
    const bool trailing_breaks = scalar.style() == syntax::ScalarStyle::literal_block ||
                                 scalar.style() == syntax::ScalarStyle::folded_block;
    const std::uint32_t end = trailing_breaks ? file.whole().end : scalar.span().end;
    if (offset < scalar.span().begin || offset > end) return false;
    if (offset < previous && i < scalar.text().size()) return false;
    previous = offset;
  }
  return inside(scalar.text_span(0, bytes), file.whole());
}

/// Walks as far as limits allow; aliases are followed, so a cycle would show as depth.
inline bool node_holds(const syntax::SyntaxNode& node, const source::SourceFile& file, unsigned depth,
                       std::size_t& budget) {
  if (depth > limits::kSyntaxDepth + 1 || !inside(node.span(), file.whole())) return false;
  if (budget == 0) return true;
  --budget;
  if (node.is_scalar()) return maps_into_span(node, file);
  const std::size_t children = node.is_mapping() ? 2 * node.size() : node.size();
  for (std::size_t i = 0; i < children; ++i) {
    if (!node_holds(node.item(i), file, depth + 1, budget)) return false;
  }
  return true;
}

inline bool holds_invariants(const syntax::ParsedSyntax& parsed, const source::SourceFile& file) {
  for (const source::Problem& problem : parsed.problems) {
    if (!inside(problem.span, file.whole()) || problem.message.empty()) return false;
  }
  const bool error = std::any_of(parsed.problems.begin(), parsed.problems.end(), [](const auto& problem) {
    return problem.kind != source::ProblemKind::notice;
  });
  if (parsed.complete == error) return false;
  std::size_t budget = 20'000;
  for (std::size_t i = 0; i < parsed.tree.documents(); ++i) {
    if (!node_holds(parsed.tree.document(i), file, 0, budget)) return false;
  }
  return true;
}

/// Whether two readers made the same of a file.
inline bool same(const syntax::ParsedSyntax& a, const syntax::ParsedSyntax& b) {
  // One that took something back may have left its text behind.
  const auto text = [](const syntax::SyntaxTree& tree, const syntax::SyntaxTree::Node& node) {
    return std::string_view(tree.texts).substr(node.text_begin, node.text_size);
  };
  const auto same_node = [&](const syntax::SyntaxTree::Node& x, const syntax::SyntaxTree::Node& y) {
    const bool same_content = x.kind == syntax::NodeKind::scalar ? text(a.tree, x) == text(b.tree, y)
                                                                 : x.text_begin == y.text_begin;
    return x.begin == y.begin && x.end == y.end && same_content && x.text_size == y.text_size &&
           x.tag == y.tag && x.kind == y.kind && x.style == y.style && x.type == y.type &&
           x.tagged_text == y.tagged_text && x.aliased == y.aliased;
  };
  const auto same_problem = [](const source::Problem& x, const source::Problem& y) {
    return x.kind == y.kind && x.span == y.span && x.message == y.message;
  };
  return a.complete == b.complete && a.tree.children == b.tree.children && a.tree.tags == b.tree.tags &&
         a.tree.roots == b.tree.roots &&
         std::equal(a.tree.nodes.begin(), a.tree.nodes.end(), b.tree.nodes.begin(), b.tree.nodes.end(),
                    same_node) &&
         std::equal(a.problems.begin(), a.problems.end(), b.problems.begin(), b.problems.end(), same_problem);
}

}  // namespace rootproof::fuzz
