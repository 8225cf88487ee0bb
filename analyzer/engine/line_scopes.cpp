#include "analyzer/engine/line_scopes.h"

#include <algorithm>

namespace rootproof::engine {

LineScopes::LineScopes(const ParsedFile& file) : source_(*file.source) {
  const char* text = source_.text().data();
  for (std::uint32_t line = 1; line <= source_.line_count(); ++line) {
    const std::string_view content = source_.line(line);
    const auto start =
        content.data() == nullptr ? source_.text().size() : static_cast<std::size_t>(content.data() - text);
    starts_.push_back(static_cast<std::uint32_t>(start));
    ends_.push_back(static_cast<std::uint32_t>(start + content.size()));
  }
  if (file.syntax) add_tree(file.syntax->tree);
  if (file.hcl) {
    add_body(file.hcl->body);
    add_expressions(*file.hcl);
  }
}

source::Span LineScopes::scope(std::uint32_t line) const {
  if (line == 0 || line > starts_.size()) return {source_.id(), 0, 0};
  const std::string_view content = source_.line(line);
  const std::size_t indentation = std::min(content.find_first_not_of(" \t"), content.size());
  return source_.span(starts_[line - 1] + static_cast<std::uint32_t>(indentation), ends_[line - 1]);
}

void LineScopes::add(std::uint32_t begin, std::uint32_t end) {
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), begin);
  if (after == starts_.begin()) return;
  std::uint32_t& longest = ends_[static_cast<std::size_t>(after - starts_.begin()) - 1];
  longest = std::max(longest, end);
}

/// Members and items only: a mapping begins where its first member does, and a comment above that member does
/// not speak of the others.
void LineScopes::add_tree(const syntax::SyntaxTree& tree) {
  for (const syntax::SyntaxTree::Node& node : tree.nodes) {
    if (node.kind == syntax::NodeKind::scalar) continue;
    const std::size_t step = node.kind == syntax::NodeKind::mapping ? 2 : 1;
    const std::size_t count = node.text_size;
    for (std::size_t i = 0; i + step <= count; i += step) {
      const std::uint32_t first = tree.children[node.text_begin + i];
      const std::uint32_t last = tree.children[node.text_begin + i + step - 1];
      add(tree.nodes[first].begin, tree.nodes[last].end);
    }
  }
}

void LineScopes::add_body(const hcl::Body& body) {
  std::vector<const hcl::Body*> open{&body};
  while (!open.empty()) {
    const hcl::Body& next = *open.back();
    open.pop_back();
    for (const hcl::Attribute& attribute : next.attributes) add(attribute.span.begin, attribute.span.end);
    for (const hcl::Block& block : next.blocks) {
      add(block.span.begin, block.span.end);
      open.push_back(&block.body);
    }
  }
}

void LineScopes::add_expressions(const hcl::File& file) {
  for (const hcl::Expression& expression : file.expressions) {
    add(expression.begin, expression.end);
    if (expression.kind != hcl::ExpressionKind::object) continue;
    const std::span<const hcl::ExpressionId> children = file.children(expression);
    for (std::size_t i = 0; i + 1 < children.size(); i += 2)
      add(file.expression(children[i]).begin, file.expression(children[i + 1]).end);
  }
}

}  // namespace rootproof::engine
