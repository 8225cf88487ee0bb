#pragma once

#include <cstdint>
#include <vector>

#include "analyzer/engine/project.h"

namespace rootproof::engine {

/// What a comment above a line speaks of: everything that begins on that line, to its end. That is a block,
/// an attribute or an object in HCL, a member or an item with all it holds in YAML, else the line itself.
class LineScopes {
 public:
  explicit LineScopes(const ParsedFile& file);

  /// From the first character of a line that is not blank. Lines count from 1; empty past the last one.
  [[nodiscard]] source::Span scope(std::uint32_t line) const;

 private:
  void add(std::uint32_t begin, std::uint32_t end);
  void add_tree(const syntax::SyntaxTree& tree);
  void add_body(const hcl::Body& body);
  void add_expressions(const hcl::File& file);

  const source::SourceFile& source_;
  std::vector<std::uint32_t> starts_;  ///< offset of each line, the first at index 0
  std::vector<std::uint32_t> ends_;    ///< where the longest thing ends that begins on the line
};

}  // namespace rootproof::engine
