#include "parsers/cloudformation/merge_keys.h"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <unordered_set>

#include "parsers/source/limits.h"

namespace rootproof::cloudformation {

using syntax::SyntaxNode;

namespace {

bool is_merge(const SyntaxNode::Member& member) {
  return member.key.is_scalar() && member.key.text() == "<<" &&
         member.key.style() == syntax::ScalarStyle::plain && !member.value.is_scalar();
}

class Merger {
 public:
  explicit Merger(const SyntaxNode& mapping) {
    for (std::size_t i = 0; i < mapping.size(); ++i)
      if (const SyntaxNode::Member member = mapping.member(i); !is_merge(member)) add(member);
    for (std::size_t i = 0; i < mapping.size(); ++i)
      if (const SyntaxNode::Member member = mapping.member(i); is_merge(member)) merge(member.value, 0);
  }

  std::vector<SyntaxNode::Member> take() && { return std::move(members_); }

 private:
  void add(const SyntaxNode::Member& member) {
    members_.push_back(member);
    keys_.insert(member.key.text());
  }

  void merge(const SyntaxNode& from, unsigned depth) {
    if (depth > limits::kSyntaxDepth) return;
    if (from.is_sequence()) {
      for (std::size_t i = 0; i < from.size(); ++i) merge(from.item(i), depth + 1);
      return;
    }
    if (!from.is_mapping()) return;
    std::vector<SyntaxNode::Member> found;
    for (std::size_t i = 0; i < from.size(); ++i) {
      const SyntaxNode::Member member = from.member(i);
      if (!is_merge(member) && keys_.count(member.key.text()) == 0) found.push_back(member);
    }
    for (const SyntaxNode::Member& member : found) add(member);
    for (std::size_t i = 0; i < from.size(); ++i)
      if (const SyntaxNode::Member member = from.member(i); is_merge(member)) merge(member.value, depth + 1);
  }

  std::vector<SyntaxNode::Member> members_;
  std::unordered_set<std::string_view> keys_;  ///< into the tree
};

bool has_merge(const SyntaxNode& mapping) {
  for (std::size_t i = 0; i < mapping.size(); ++i)
    if (is_merge(mapping.member(i))) return true;
  return false;
}

void write_out(syntax::SyntaxTree& tree, const SyntaxNode& node, unsigned levels) {
  if (!node.is_mapping()) return;
  if (has_merge(node)) {
    const std::vector<SyntaxNode::Member> members = merged_members(node);
    syntax::SyntaxTree::Node& written = tree.nodes[node.id()];
    written.text_begin = static_cast<std::uint32_t>(tree.children.size());
    written.text_size = static_cast<std::uint32_t>(2 * members.size());
    for (const SyntaxNode::Member& member : members) {
      tree.children.push_back(member.key.id());
      tree.children.push_back(member.value.id());
    }
  }
  if (levels == 0) return;
  for (std::size_t i = 0; i < node.size(); ++i) write_out(tree, node.member(i).value, levels - 1);
}

bool has_resources(const SyntaxNode& document) {
  const std::vector<SyntaxNode::Member> sections =
      document.is_mapping() ? merged_members(document) : std::vector<SyntaxNode::Member>();
  return std::any_of(sections.begin(), sections.end(), [](const SyntaxNode::Member& section) {
    return section.key.text() == "Resources" && section.value.is_mapping();
  });
}

}  // namespace

std::vector<SyntaxNode::Member> merged_members(const SyntaxNode& mapping) { return Merger(mapping).take(); }

void write_out_merges(syntax::SyntaxTree& tree) {
  constexpr unsigned kLevels = 2;  // below the document: sections, what they define
  // Nearly every file is without.
  if (tree.file().text().find("<<") == std::string_view::npos) return;
  for (std::size_t i = 0; i < tree.documents(); ++i)
    if (const SyntaxNode document = tree.document(i); has_resources(document))
      write_out(tree, document, kLevels);
}

}  // namespace rootproof::cloudformation
