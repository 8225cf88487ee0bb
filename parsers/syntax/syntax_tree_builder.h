#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "parsers/source/problem.h"
#include "parsers/syntax/syntax_tree.h"

namespace rootproof::syntax {

/// Ends the reading of a file from inside a library's callback. Stays inside parsers/syntax.
struct ReadingStopped {
  source::ProblemKind kind = source::ProblemKind::syntax;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::string message;
};

/// Duplicate keys are found when their mapping ends, those of inner mappings first.
void sort_by_place(source::Problems& problems);

/// Builds a SyntaxTree from the events of a parser, holds the limits of limits.h (throws ReadingStopped), and
/// reports duplicate keys.
class SyntaxTreeBuilder {
 public:
  SyntaxTreeBuilder(SyntaxTree& tree, source::Problems& problems);

  /// How large a finished node is when aliases are followed.
  struct Extent {
    std::size_t nodes = 0;
    std::size_t height = 0;  ///< levels of collections
  };

  struct Scalar {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::string_view text;
    ScalarStyle style = ScalarStyle::plain;
    ScalarType type = ScalarType::string;
    std::string_view tag;
    bool tagged_text = false;
  };

  std::uint32_t add_scalar(const Scalar& scalar);
  std::uint32_t open(NodeKind kind, std::uint32_t begin, std::string_view tag);
  /// Closes the innermost collection.
  Extent close(std::uint32_t end);
  /// Adds a finished node once more, as an alias at [begin, end) does.
  void add_alias(std::uint32_t id, Extent extent, std::uint32_t begin, std::uint32_t end);

  [[nodiscard]] std::size_t depth() const { return frames_.size(); }
  [[nodiscard]] std::uint32_t innermost() const { return frames_.back().id; }
  [[nodiscard]] NodeKind innermost_kind() const { return tree_.nodes[frames_.back().id].kind; }
  /// Nodes directly inside the innermost collection so far; keys count.
  [[nodiscard]] std::size_t innermost_size() const { return pending_.size() - frames_.back().first_child; }

 private:
  struct Frame {
    std::uint32_t id = 0;
    std::size_t first_child = 0;   ///< into pending_
    std::size_t nodes_before = 0;  ///< walked_ when it opened
    std::size_t children_height = 0;
  };

  std::uint32_t add_node(const SyntaxTree::Node& node);
  void attach(std::uint32_t id);
  std::uint32_t tag_index(std::string_view tag);
  void report_duplicate_keys(const SyntaxTree::Node& mapping);
  void report_duplicate(const SyntaxTree::Node& first, const SyntaxTree::Node& again);
  [[nodiscard]] std::string_view text_of(const SyntaxTree::Node& scalar) const;

  SyntaxTree& tree_;
  source::Problems& problems_;
  std::vector<Frame> frames_;
  std::vector<std::uint32_t> pending_;  ///< children of all open collections
  std::unordered_map<std::string, std::uint32_t> tags_;
  std::size_t walked_ = 0;       ///< nodes of a walk over the tree so far, aliases followed
  std::size_t via_aliases_ = 0;  ///< of these, nodes reached through aliases
  std::size_t duplicates_ = 0;
};

}  // namespace rootproof::syntax
