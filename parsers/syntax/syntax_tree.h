#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/source/problem.h"
#include "parsers/source/source_file.h"

/// JSON and YAML as one tree: every key and value with its exact bytes, duplicate keys kept, tags kept.
namespace rootproof::syntax {

enum class NodeKind : std::uint8_t { scalar, sequence, mapping };

/// How a scalar was written.
enum class ScalarStyle : std::uint8_t {
  plain,
  single_quoted,
  double_quoted,
  literal_block,
  folded_block,
  json_string,
  empty
};

/// What a scalar means, by YAML 1.1 as CloudFormation reads it (cloudformation.md §1.2): `yes` is a boolean,
/// `2012-10-17` is text, digits with a leading zero are text (account ids keep their zero).
enum class ScalarType : std::uint8_t { null, boolean, number, string };

class SyntaxTree;

/// A view of one node. Cheap to copy; valid as long as its tree.
class SyntaxNode {
 public:
  struct Member;

  [[nodiscard]] NodeKind kind() const;
  [[nodiscard]] bool is_scalar() const { return kind() == NodeKind::scalar; }
  [[nodiscard]] bool is_sequence() const { return kind() == NodeKind::sequence; }
  [[nodiscard]] bool is_mapping() const { return kind() == NodeKind::mapping; }
  /// The local tag as written (`!Sub`), empty when there is none.
  [[nodiscard]] std::string_view tag() const;
  /// Bytes of the value, without its tag or anchor; quotes and block header included.
  [[nodiscard]] source::Span span() const;

  /// Scalars: decoded text, whatever the type. Empty for collections.
  [[nodiscard]] std::string_view text() const;
  [[nodiscard]] ScalarStyle style() const;
  [[nodiscard]] ScalarType type() const;
  /// Scalars: file offset of byte `index` of text(); `index == text().size()` gives the end of the content.
  /// Exact inside quoted strings with escapes and inside block scalars.
  [[nodiscard]] std::uint32_t source_offset(std::size_t index) const;
  /// Span in the file of bytes [begin, end) of text().
  [[nodiscard]] source::Span text_span(std::size_t begin, std::size_t end) const;

  /// Sequences: items. Mappings: number of members.
  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] SyntaxNode item(std::size_t index) const;
  /// Mappings: members in source order, duplicates included.
  [[nodiscard]] Member member(std::size_t index) const;
  /// First member with this key; nullopt when there is none or this is no mapping.
  [[nodiscard]] std::optional<SyntaxNode> find(std::string_view key) const;

  [[nodiscard]] std::vector<SyntaxNode> items() const;
  [[nodiscard]] std::vector<Member> members() const;

  /// Identity of the node in its tree; an alias and its anchor share it. For cycle checks.
  [[nodiscard]] std::uint32_t id() const { return id_; }

 private:
  friend class SyntaxTree;
  SyntaxNode(const SyntaxTree* tree, std::uint32_t id) : tree_(tree), id_(id) {}
  const SyntaxTree* tree_;
  std::uint32_t id_;
};

struct SyntaxNode::Member {
  SyntaxNode key;
  SyntaxNode value;
};

/// A parsed file: one root per YAML document (JSON has one). Move-only in spirit: nodes point into it, keep
/// it in place.
class SyntaxTree {
 public:
  struct Node {
    std::uint32_t begin = 0;  ///< span; for scalars from YAML `end` is computed when first asked
    std::uint32_t end = 0;
    std::uint32_t text_begin = 0;  ///< scalars: into `texts` ; collections: into `children`
    std::uint32_t text_size = 0;   ///< scalars: bytes of text; collections: number of children (2 per member)
    std::uint32_t tag = 0;         ///< index into `tags`, 0 = none
    NodeKind kind = NodeKind::scalar;
    ScalarStyle style = ScalarStyle::plain;
    ScalarType type = ScalarType::string;
  };

  explicit SyntaxTree(const source::SourceFile& file) : file_(&file) {}

  [[nodiscard]] std::size_t documents() const { return roots.size(); }
  [[nodiscard]] SyntaxNode document(std::size_t index) const { return {this, roots[index]}; }
  [[nodiscard]] const source::SourceFile& file() const { return *file_; }
  [[nodiscard]] SyntaxNode node(std::uint32_t id) const { return {this, id}; }

  /// Filled by the parsers; readers use SyntaxNode.
  std::vector<Node> nodes;
  std::vector<std::uint32_t> children;
  std::string texts;
  std::vector<std::string> tags{""};
  std::vector<std::uint32_t> roots;

 private:
  const source::SourceFile* file_;
};

/// What a parser returns: the tree as far as it could be read, and what was wrong. Duplicate keys are
/// notices.
struct ParsedSyntax {
  SyntaxTree tree;
  source::Problems problems;
  /// False when the file could not be read to its end; the tree then holds nothing that may be trusted as
  /// complete.
  bool complete = true;
};

/// Parses JSON (RFC 8259). Errors carry the exact place. Never throws.
[[nodiscard]] ParsedSyntax parse_json(const source::SourceFile& file);
/// Parses YAML 1.1 as CloudFormation templates use it, all documents of the file. Never throws.
[[nodiscard]] ParsedSyntax parse_yaml(const source::SourceFile& file);
/// JSON when the first character is `{` or `[` (YAML flow syntax as second try), YAML otherwise.
[[nodiscard]] ParsedSyntax parse_json_or_yaml(const source::SourceFile& file);

}  // namespace rootproof::syntax
