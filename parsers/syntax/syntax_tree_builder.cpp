#include "parsers/syntax/syntax_tree_builder.h"

#include <algorithm>

#include "parsers/source/limits.h"

namespace rootproof::syntax {
namespace {

using source::ProblemKind;

constexpr std::size_t kBytesPerNode = 20;   // of typical templates, measured
constexpr std::size_t kFewMembers = 8;      // compared pairwise; larger mappings are hashed
constexpr std::size_t kShownKeyBytes = 60;  // of a key in a message

ReadingStopped limit_reached(std::uint32_t begin, std::uint32_t end, std::string message) {
  return {ProblemKind::limit, begin, end, std::move(message)};
}

ReadingStopped too_deep(std::uint32_t begin, std::uint32_t end) {
  return limit_reached(begin, end,
                       "nested deeper than the limit of " + std::to_string(limits::kSyntaxDepth) + " levels");
}

}  // namespace

void sort_by_place(source::Problems& problems) {
  std::stable_sort(problems.begin(), problems.end(),
                   [](const source::Problem& a, const source::Problem& b) { return a.span < b.span; });
}

SyntaxTreeBuilder::SyntaxTreeBuilder(SyntaxTree& tree, source::Problems& problems)
    : tree_(tree), problems_(problems) {
  const std::size_t bytes = tree.file().text().size();
  tree.nodes.reserve(bytes / kBytesPerNode);
  tree.children.reserve(bytes / kBytesPerNode);
  tree.texts.reserve(bytes / 2);
}

std::uint32_t SyntaxTreeBuilder::add_scalar(const Scalar& scalar) {
  SyntaxTree::Node node;
  node.begin = scalar.begin;
  node.end = scalar.end;
  node.text_begin = static_cast<std::uint32_t>(tree_.texts.size());
  node.text_size = static_cast<std::uint32_t>(scalar.text.size());
  node.tag = tag_index(scalar.tag);
  node.kind = NodeKind::scalar;
  node.style = scalar.style;
  node.type = scalar.type;
  node.tagged_text = scalar.tagged_text;
  tree_.texts.append(scalar.text);
  return add_node(node);
}

std::uint32_t SyntaxTreeBuilder::open(NodeKind kind, std::uint32_t begin, std::string_view tag) {
  if (frames_.size() >= limits::kSyntaxDepth) throw too_deep(begin, begin + 1);
  SyntaxTree::Node node;
  node.begin = begin;
  node.end = begin;
  node.kind = kind;
  node.tag = tag_index(tag);
  const std::size_t nodes_before = walked_;
  const std::uint32_t id = add_node(node);
  frames_.push_back({id, pending_.size(), nodes_before, 0});
  return id;
}

SyntaxTreeBuilder::Extent SyntaxTreeBuilder::close(std::uint32_t end) {
  const Frame frame = frames_.back();
  frames_.pop_back();
  SyntaxTree::Node& node = tree_.nodes[frame.id];
  node.end = end;
  node.text_begin = static_cast<std::uint32_t>(tree_.children.size());
  node.text_size = static_cast<std::uint32_t>(pending_.size() - frame.first_child);
  tree_.children.insert(tree_.children.end(),
                        pending_.begin() + static_cast<std::ptrdiff_t>(frame.first_child), pending_.end());
  pending_.resize(frame.first_child);
  if (node.kind == NodeKind::mapping) report_duplicate_keys(node);
  const Extent extent{walked_ - frame.nodes_before, frame.children_height + 1};
  if (!frames_.empty()) {
    frames_.back().children_height = std::max(frames_.back().children_height, extent.height);
  }
  return extent;
}

void SyntaxTreeBuilder::add_alias(std::uint32_t id, Extent extent, std::uint32_t begin, std::uint32_t end) {
  via_aliases_ += extent.nodes;
  walked_ += extent.nodes;
  if (via_aliases_ > limits::kAliasExpansion) {
    throw limit_reached(begin, end,
                        "aliases up to here stand for more than the limit of " +
                            std::to_string(limits::kAliasExpansion) + " nodes");
  }
  if (frames_.size() + extent.height > limits::kSyntaxDepth) throw too_deep(begin, end);
  if (!frames_.empty()) {
    frames_.back().children_height = std::max(frames_.back().children_height, extent.height);
  }
  tree_.nodes[id].aliased = true;
  attach(id);
}

std::uint32_t SyntaxTreeBuilder::add_node(const SyntaxTree::Node& node) {
  if (tree_.nodes.size() >= limits::kSyntaxNodes) {
    throw limit_reached(
        node.begin, node.end,
        "more than the limit of " + std::to_string(limits::kSyntaxNodes) + " nodes in one file");
  }
  const auto id = static_cast<std::uint32_t>(tree_.nodes.size());
  tree_.nodes.push_back(node);
  ++walked_;
  attach(id);
  return id;
}

void SyntaxTreeBuilder::attach(std::uint32_t id) {
  if (frames_.empty()) {
    tree_.roots.push_back(id);
  } else {
    pending_.push_back(id);
  }
}

std::uint32_t SyntaxTreeBuilder::tag_index(std::string_view tag) {
  if (tag.empty()) return 0;
  const auto next = static_cast<std::uint32_t>(tree_.tags.size());
  const auto [entry, added] = tags_.emplace(std::string(tag), next);
  if (added) tree_.tags.emplace_back(tag);
  return entry->second;
}

void SyntaxTreeBuilder::report_duplicate_keys(const SyntaxTree::Node& mapping) {
  const std::uint32_t* const children = tree_.children.data() + mapping.text_begin;
  const std::size_t members = mapping.text_size / 2;
  const auto key = [&](std::size_t member) -> const SyntaxTree::Node& {
    return tree_.nodes[children[2 * member]];
  };
  if (members <= kFewMembers) {
    for (std::size_t i = 1; i < members; ++i) {
      if (key(i).kind != NodeKind::scalar) continue;
      for (std::size_t j = 0; j < i; ++j) {
        if (key(j).kind != NodeKind::scalar || text_of(key(j)) != text_of(key(i))) continue;
        report_duplicate(key(j), key(i));
        break;
      }
    }
    return;
  }
  std::unordered_map<std::string_view, std::size_t> seen;
  seen.reserve(members);
  for (std::size_t i = 0; i < members; ++i) {
    if (key(i).kind != NodeKind::scalar) continue;
    const auto [first, added] = seen.emplace(text_of(key(i)), i);
    if (!added) report_duplicate(key(first->second), key(i));
  }
}

void SyntaxTreeBuilder::report_duplicate(const SyntaxTree::Node& first, const SyntaxTree::Node& again) {
  ++duplicates_;
  if (duplicates_ > limits::kErrorsPerFile) return;
  const source::SourceFile& file = tree_.file();
  std::string name(text_of(again).substr(0, kShownKeyBytes));
  while (!name.empty() && name.size() == kShownKeyBytes &&
         (static_cast<std::uint8_t>(name.back()) & 0x80U) != 0) {
    name.pop_back();  // no half character at the cut
  }
  std::string message = "the key `" + name + "` stands a second time in this mapping, first on line " +
                        std::to_string(file.location(first.begin).line);
  if (duplicates_ == limits::kErrorsPerFile)
    message += " (further duplicate keys of this file are not listed)";
  problems_.push_back({ProblemKind::notice, file.span(again.begin, again.end), std::move(message)});
}

std::string_view SyntaxTreeBuilder::text_of(const SyntaxTree::Node& scalar) const {
  return std::string_view(tree_.texts).substr(scalar.text_begin, scalar.text_size);
}

}  // namespace rootproof::syntax
