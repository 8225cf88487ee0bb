#include <gtest/gtest.h>
#include <tree_sitter/api.h>

#include <iostream>
#include <map>
#include <memory>

#include "tests/unit/syntax/hcl_test_support.h"

extern "C" const TSLanguage* tree_sitter_hcl(void);

/// The strict parser and the grammar of tree-sitter were written independently. Here both read every healthy
/// .tf file of testdata, and must find the same operators, calls, collections and loops, grouped in the same
/// way.
namespace rootproof::hcl::testing {
namespace {

/// Files that the grammar reads wrongly, and why.
const std::map<std::string, std::string>& grammar_defects() {
  static const std::map<std::string, std::string> defects{
      {"numbers.tf", "an exponent without a fraction, `1e5`, is an error in the grammar"},
      {"objects.tf", "`q = r` with `(s) = t` on the next line is read as the call `r(s)`"},
      {"heredocs.tf", "the grammar has no heredoc markers outside of ASCII"},
      {"quoted_templates.tf", "`$$${` is read as the beginning of an interpolation"},
      {"keyword_function.tf", "`true(1)` is an error in the grammar"},
  };
  return defects;
}

using TreePointer = std::unique_ptr<TSTree, decltype(&ts_tree_delete)>;

/// Skeletons of the values of all arguments, from a tree of tree-sitter.
class TreeSkeleton {
 public:
  explicit TreeSkeleton(std::string_view text) : text_(text), tree_(nullptr, &ts_tree_delete) {
    const std::unique_ptr<TSParser, decltype(&ts_parser_delete)> parser(ts_parser_new(), &ts_parser_delete);
    ts_parser_set_language(parser.get(), tree_sitter_hcl());
    tree_.reset(
        ts_parser_parse_string(parser.get(), nullptr, text.data(), static_cast<std::uint32_t>(text.size())));
  }

  [[nodiscard]] bool has_error() const { return ts_node_has_error(ts_tree_root_node(tree_.get())); }

  /// By the byte where the argument begins.
  [[nodiscard]] std::map<std::uint32_t, std::string> arguments() const {
    std::map<std::uint32_t, std::string> result;
    collect(ts_tree_root_node(tree_.get()), result);
    return result;
  }

 private:
  static std::string_view type(TSNode node) { return ts_node_type(node); }
  [[nodiscard]] std::string text(TSNode node) const {
    return std::string(
        text_.substr(ts_node_start_byte(node), ts_node_end_byte(node) - ts_node_start_byte(node)));
  }

  void collect(TSNode node, std::map<std::uint32_t, std::string>& result) const {
    if (type(node) == "attribute") {
      std::string skeleton;
      write_children(node, skeleton);
      result[ts_node_start_byte(node)] = skeleton;
      return;
    }
    for (std::uint32_t i = 0; i < ts_node_child_count(node); ++i) collect(ts_node_child(node, i), result);
  }

  void write(TSNode node, std::string& out) const {
    const std::string_view kind = type(node);
    if (kind == "comment") return;
    if (kind == "conditional") return write_conditional(node, out);
    if (kind == "tuple" || kind == "object") return write_collection(node, out);
    std::string open;
    if (kind == "template_if") open = "?(";
    if (kind == "for_expr" || kind == "template_for") open = "for(";
    if (kind == "unary_operation" || kind == "binary_operation") open = operator_of(node) + "(";
    if (kind == "function_call") open = "call " + text(ts_node_named_child(node, 0)) + "(";
    out += open;
    write_children(node, out);
    if (!open.empty()) out += ")";
  }

  void write_children(TSNode node, std::string& out) const {
    for (std::uint32_t i = 0; i < ts_node_child_count(node); ++i) write(ts_node_child(node, i), out);
  }

  /// Brackets of an indexed operand are children of the operation itself, so the operator is found by its
  /// text.
  [[nodiscard]] std::string operator_of(TSNode node) const {
    for (std::uint32_t i = 0; i < ts_node_child_count(node); ++i) {
      const TSNode child = ts_node_child(node, i);
      const std::string word = text(child);
      if (!ts_node_is_named(child) && word != "(" && word != ")") return word;
    }
    return "?";
  }

  void write_collection(TSNode node, std::string& out) const {
    out += type(node) == "tuple" ? "[" : "{";
    for (std::uint32_t i = 0; i < ts_node_named_child_count(node); ++i) {
      const TSNode child = ts_node_named_child(node, i);
      if (type(child) == "expression" || type(child) == "object_elem") out += ";";
      write(child, out);
    }
    out += type(node) == "tuple" ? "]" : "}";
  }

  /// The grammar groups `a ? 1 : b ? 2 : 3` to the left; HCL groups to the right. The chain is taken apart
  /// and put together again.
  void write_conditional(TSNode node, std::string& out) const {
    std::vector<std::pair<TSNode, TSNode>> arms;
    TSNode current = node;
    for (;;) {
      std::vector<TSNode> parts;
      for (std::uint32_t i = 0; i < ts_node_named_child_count(current); ++i) {
        if (type(ts_node_named_child(current, i)) == "expression")
          parts.push_back(ts_node_named_child(current, i));
      }
      arms.emplace_back(parts.at(1), parts.at(2));
      const TSNode condition = without_wrapping(parts.at(0));
      if (type(condition) != "conditional") {
        out += "?(";
        write(parts.at(0), out);
        break;
      }
      current = condition;
    }
    for (std::size_t i = arms.size(); i-- > 0;) {
      write(arms[i].first, out);
      if (i > 0) out += "?(";
      write(arms[i].second, out);
    }
    out += std::string(arms.size(), ')');
  }

  static TSNode without_wrapping(TSNode node) {
    while (type(node) == "expression") {
      TSNode only = node;
      std::size_t count = 0;
      for (std::uint32_t i = 0; i < ts_node_child_count(node); ++i) {
        if (type(ts_node_child(node, i)) == "comment") continue;
        only = ts_node_child(node, i);
        ++count;
      }
      if (count != 1) break;
      node = only;
    }
    return node;
  }

  std::string_view text_;
  TreePointer tree_;
};

/// The same skeletons from our tree.
class OwnSkeleton {
 public:
  explicit OwnSkeleton(const File& file) : file_(file) {}

  [[nodiscard]] std::map<std::uint32_t, std::string> arguments() const {
    std::map<std::uint32_t, std::string> result;
    collect(file_.body, result);
    return result;
  }

 private:
  void collect(const Body& body, std::map<std::uint32_t, std::string>& result) const {
    for (const Attribute& attribute : body.attributes) {
      std::string skeleton;
      write(attribute.value, skeleton);
      result[attribute.span.begin] = skeleton;
    }
    for (const Block& block : body.blocks) collect(block.body, result);
  }

  void write(ExpressionId id, std::string& out) const {
    constexpr const char* kOperators[] = {
        "", "+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||", "-", "!"};
    const Expression& node = file_.expression(id);
    std::string open;
    switch (node.kind) {
      case ExpressionKind::tuple:
        return write_collection(node, "[", 1, "]", out);
      case ExpressionKind::object:
        return write_collection(node, "{", 2, "}", out);
      case ExpressionKind::conditional:
      case ExpressionKind::template_if:
        open = "?(";
        break;
      case ExpressionKind::unary:
      case ExpressionKind::binary:
        open = std::string(kOperators[static_cast<std::size_t>(node.op)]) + "(";
        break;
      case ExpressionKind::call:
        open = "call " + std::string(node.text) + "(";
        break;
      case ExpressionKind::template_for:
      case ExpressionKind::for_tuple:
      case ExpressionKind::for_object:
        open = "for(";
        break;
      default:
        break;
    }
    out += open;
    for (const ExpressionId child : file_.children(node)) write(child, out);
    if (!open.empty()) out += ")";
  }

  void write_collection(const Expression& node, const char* open, std::size_t per_item, const char* close,
                        std::string& out) const {
    out += open;
    const auto children = file_.children(node);
    for (std::size_t i = 0; i < children.size(); ++i) {
      if (i % per_item == 0) out += ";";
      write(children[i], out);
    }
    out += close;
  }

  const File& file_;
};

TEST(HclAgreement, BothParsersFindTheSameOperatorsInAllOfTestdata) {
  std::size_t files = 0;
  std::size_t arguments = 0;
  for (const auto& path : testdata_files("")) {
    const Parsed own(read_file(path));
    if (!own.ok() || grammar_defects().count(path.filename().string()) != 0) continue;
    const TreeSkeleton tree(own.source.text());
    EXPECT_FALSE(tree.has_error()) << path;
    const auto ours = OwnSkeleton(own.file).arguments();
    const auto theirs = tree.arguments();
    ASSERT_EQ(ours.size(), theirs.size()) << path;
    for (const auto& [begin, skeleton] : ours) {
      const auto other = theirs.find(begin);
      ASSERT_NE(other, theirs.end()) << path << " line " << own.source.location(begin).line;
      EXPECT_EQ(skeleton, other->second) << path << " line " << own.source.location(begin).line;
    }
    ++files;
    arguments += ours.size();
  }
  RecordProperty("files", static_cast<int>(files));
  RecordProperty("arguments", static_cast<int>(arguments));
  EXPECT_GE(files, 12U);
}

// By hand, on any repositories: ROOTPROOF_HCL_CORPUS=FOLDER.
TEST(HclAgreement, BothParsersFindTheSameOperatorsInACorpus) {
  if (corpus_files().empty()) GTEST_SKIP() << "ROOTPROOF_HCL_CORPUS names no folder with .tf files";
  std::size_t accepted = 0;
  std::size_t refused_by_us = 0;
  std::size_t refused_by_grammar = 0;
  std::size_t arguments = 0;
  for (const auto& path : corpus_files()) {
    const Parsed own(read_file(path));
    const TreeSkeleton tree(own.source.text());
    if (!own.ok() || tree.has_error()) {
      refused_by_us += own.ok() ? 0U : 1U;
      refused_by_grammar += tree.has_error() ? 1U : 0U;
      // What the grammar refuses and we accept is one of its defects, or ours.
      EXPECT_TRUE(!own.ok()) << path << " is refused by the grammar only";
      continue;
    }
    const auto ours = OwnSkeleton(own.file).arguments();
    EXPECT_EQ(ours, tree.arguments()) << path;
    ++accepted;
    arguments += ours.size();
  }
  std::cout << accepted << " files accepted by both, " << refused_by_us << " refused by us, "
            << refused_by_grammar << " by the grammar; " << arguments << " expressions\n";
}

// When the grammar learns one of these, its entry must go.
TEST(HclAgreement, ListedDefectsOfTheGrammarAreStillThere) {
  for (const auto& [name, reason] : grammar_defects()) {
    const Parsed own(read_file(std::string(ROOTPROOF_SOURCE_DIR "/testdata/syntax/hcl/accepted/") + name));
    ASSERT_TRUE(own.ok()) << name;
    const TreeSkeleton tree(own.source.text());
    const bool same = !tree.has_error() && OwnSkeleton(own.file).arguments() == tree.arguments();
    EXPECT_FALSE(same) << name << ": " << reason;
  }
}

}  // namespace
}  // namespace rootproof::hcl::testing
