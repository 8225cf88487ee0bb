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
  /// The tag: `!Sub` for a local one, `!!binary` for one of YAML's own, a whole URI otherwise. Empty when
  /// there is none, and for the tags that only state what the node is anyway (`!!str`, `!!int`, `!!map`, …).
  [[nodiscard]] std::string_view tag() const;
  /// Bytes of the value, without its tag or anchor; quotes and block header included.
  [[nodiscard]] source::Span span() const;
  /// The file it was read from.
  [[nodiscard]] const source::SourceFile& file() const;
  /// Whether it is a whole document of that file.
  [[nodiscard]] bool is_document() const;

  /// Scalars: decoded text, whatever the type. Empty for collections.
  [[nodiscard]] std::string_view text() const;
  [[nodiscard]] ScalarStyle style() const;
  [[nodiscard]] ScalarType type() const;
  /// Scalars: `!!str` in front says that it is text, whatever it looks like.
  [[nodiscard]] bool is_tagged_text() const;
  /// The meaning of a scalar of type boolean (`yes`, `On`, `FALSE`); nullopt for everything else.
  [[nodiscard]] std::optional<bool> as_boolean() const;
  /// Scalars: file offset of byte `index` of text(); `index >= text().size()` gives the end of the content
  /// (before a closing quote). Exact inside quoted strings with escapes, folded lines and block scalars.
  /// Nothing is cached: O(1) where the source holds the text as it is, O(index) elsewhere.
  [[nodiscard]] std::uint32_t source_offset(std::size_t index) const;
  /// Span in the file of bytes [begin, end) of text(): from the first byte's source to the end of the last
  /// one's, an escape sequence counting as a whole.
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

/// A parsed file: one root per YAML document (JSON has one). A SyntaxNode points to the tree it was made
/// from, so make nodes from the tree's final place: `ParsedSyntax parsed = parse_yaml(file);` and then
/// `parsed.tree.document(0)`; moving or copying the tree leaves earlier nodes pointing to the old one.
/// Reading a const tree is safe from several threads: nothing is computed behind it.
///
/// Aliases share the node of their anchor, so the tree is a graph. The parser keeps it free of cycles, no
/// deeper than limits::kSyntaxDepth along any path, and no larger than limits::kSyntaxNodes plus
/// limits::kAliasExpansion when walked as a tree: a plain recursive walk is safe.
class SyntaxTree {
 public:
  struct Node {
    std::uint32_t begin = 0;       ///< span in the file
    std::uint32_t end = 0;         ///< half-open
    std::uint32_t text_begin = 0;  ///< scalars: into `texts`; collections: into `children`
    std::uint32_t text_size = 0;   ///< scalars: bytes of text; collections: number of children (2 per member)
    std::uint32_t tag = 0;         ///< index into `tags`, 0 = none
    NodeKind kind = NodeKind::scalar;
    ScalarStyle style = ScalarStyle::plain;
    ScalarType type = ScalarType::string;
    bool tagged_text : 1 = false;  ///< scalars: the tag !!str says what it is
    bool aliased : 1 = false;      ///< an alias stands for it elsewhere
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

inline const source::SourceFile& SyntaxNode::file() const { return tree_->file(); }

/// What a parser returns: the tree as far as it could be read, and what was wrong, in the order of the file.
/// Duplicate keys are notices. A file with a problem() is not parsed: the result holds that problem.
struct ParsedSyntax {
  SyntaxTree tree;
  source::Problems problems;
  /// False when the file could not be read to its end. The tree then holds only the YAML documents that ended
  /// before the error (JSON: none).
  bool complete = true;
};

/// Parses JSON (RFC 8259). Errors carry the exact place. Never throws.
[[nodiscard]] ParsedSyntax parse_json(const source::SourceFile& file);
/// Parses YAML 1.1 as CloudFormation templates use it, all documents of the file. Never throws.
[[nodiscard]] ParsedSyntax parse_yaml(const source::SourceFile& file);
/// JSON when the first character is `{` or `[` (YAML flow syntax as second try: CloudFormation takes it),
/// YAML otherwise. When both refuse, the error is JSON's.
[[nodiscard]] ParsedSyntax parse_json_or_yaml(const source::SourceFile& file);

}  // namespace rootproof::syntax
