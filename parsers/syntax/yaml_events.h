#pragma once

#include <yaml-cpp/eventhandler.h>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/syntax/scalar_source.h"
#include "parsers/syntax/syntax_tree_builder.h"
#include "parsers/syntax/yaml_mask.h"

namespace rootproof::syntax {

/// Builds a tree from the events of yaml-cpp. The events tell where a node begins (with its tag and anchor),
/// what it says, and nothing about where it ends; ends are found by reading the source along. A source that
/// does not say what the event says stops the reading, so a misreading never passes.
class YamlEvents final : public YAML::EventHandler {
 public:
  /// `masks`: properties that are blanked out in the text the library reads; `text` is the true one.
  YamlEvents(std::string_view text, const Masks& masks, SyntaxTree& tree, source::Problems& problems)
      : text_(text), masks_(masks), tree_(tree), builder_(tree, problems) {}

  void OnDocumentStart(const YAML::Mark& mark) override;
  void OnDocumentEnd() override;
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override;
  void OnSequenceEnd() override;
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override;
  void OnMapEnd() override;

  /// Source up to here belongs to nodes that were read.
  [[nodiscard]] std::size_t read_to() const { return cursor_; }
  /// Masks whose scalar or alias came; fewer than given means that one hit something else.
  [[nodiscard]] std::size_t masks_used() const { return masks_used_; }
  /// Roots of documents that ended.
  [[nodiscard]] std::size_t finished_documents() const { return finished_documents_; }

 private:
  struct Anchor {
    std::uint32_t id = 0;
    bool finished = false;
    SyntaxTreeBuilder::Extent extent;
  };
  struct Open {
    YAML::anchor_t anchor = 0;
    char bracket = 0;  ///< that closes it; 0 for block collections
  };
  /// A node whose text was found at `at`, unless the next node begins there too: then it was empty.
  struct PossiblyEmpty {
    std::uint32_t node = 0;
    std::size_t at = 0;
    std::size_t empty_place = 0;
  };

  std::size_t begin_node(const YAML::Mark& mark);
  std::size_t skip_properties(std::size_t position, bool tag, bool anchor) const;
  std::size_t properties_end(std::size_t position, std::size_t content) const;
  bool comment_is_text(std::size_t header) const;
  std::size_t skip_trivia(std::size_t position) const;
  bool is_document_marker(std::size_t position) const;
  std::size_t empty_place() const;
  std::size_t null_word_size(std::size_t position) const;
  void require_order(std::size_t begin) const;

  void add_alias(const Anchor& target, std::size_t begin, std::size_t end);
  void add_empty(std::size_t position, std::string_view tag, ScalarType type, YAML::anchor_t anchor);
  void add_scalar(std::size_t begin, const std::string& true_tag, YAML::anchor_t anchor,
                  const std::string& value);
  void add_quoted(std::size_t begin, const std::string& tag, YAML::anchor_t anchor, const std::string& value);
  void add_unquoted(std::size_t begin, const std::string& tag, YAML::anchor_t anchor,
                    const std::string& value);
  void add(std::size_t begin, std::size_t end, std::string_view value, ScalarStyle style,
           const std::string& tag, YAML::anchor_t anchor);
  void open(NodeKind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
            YAML::EmitterStyle::value style);
  void close();
  void finish_anchor(YAML::anchor_t anchor, std::uint32_t id, bool finished,
                     SyntaxTreeBuilder::Extent extent);
  std::optional<std::size_t> closing_bracket(char bracket) const;

  std::string_view text_;
  const Masks& masks_;
  SyntaxTree& tree_;
  SyntaxTreeBuilder builder_;
  std::vector<Anchor> anchors_;  ///< by yaml-cpp's number, counted from 1 in each document
  std::map<std::string, Anchor, std::less<>> masked_anchors_;
  std::vector<Open> open_;
  std::optional<PossiblyEmpty> possibly_empty_;
  std::size_t cursor_ = 0;
  std::size_t documents_ = 0;
  std::size_t finished_documents_ = 0;
  std::int64_t last_document_ = -1;
  std::size_t masks_used_ = 0;
};

}  // namespace rootproof::syntax
