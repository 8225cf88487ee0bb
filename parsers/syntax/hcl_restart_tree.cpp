#include <tree_sitter/api.h>

#include <chrono>
#include <memory>

#include "parsers/source/limits.h"
#include "parsers/syntax/hcl_restart.h"

extern "C" const TSLanguage* tree_sitter_hcl(void);

namespace rootproof::hcl {
namespace {

using Clock = std::chrono::steady_clock;
using ParserPointer = std::unique_ptr<TSParser, decltype(&ts_parser_delete)>;
using TreePointer = std::unique_ptr<TSTree, decltype(&ts_tree_delete)>;

/// Stops tree-sitter. Steps are counted first, because they are the same on every machine; the clock is the
/// last resort.
struct Guard {
  std::size_t steps_left = limits::kRecoverySteps;
  Clock::time_point deadline = Clock::now() + std::chrono::microseconds(limits::kRecoveryMicroseconds);

  bool exhausted() {
    if (steps_left == 0) return true;
    --steps_left;
    return Clock::now() > deadline;
  }
};

const char* read_text(void* payload, std::uint32_t offset, TSPoint, std::uint32_t* size) {
  const auto& text = *static_cast<const std::string_view*>(payload);
  const std::string_view rest = offset < text.size() ? text.substr(offset) : std::string_view{};
  *size = static_cast<std::uint32_t>(rest.size());
  return rest.data();
}

TreePointer parse_tolerantly(std::string_view text) {
  const ParserPointer parser(ts_parser_new(), &ts_parser_delete);
  TreePointer tree(nullptr, &ts_tree_delete);
  if (!ts_parser_set_language(parser.get(), tree_sitter_hcl())) return tree;
  Guard guard;
  const TSInput input{&text, &read_text, TSInputEncodingUTF8, nullptr};
  const TSParseOptions options{
      &guard, [](TSParseState* state) { return static_cast<Guard*>(state->payload)->exhausted(); }};
  tree.reset(ts_parser_parse_with_options(parser.get(), nullptr, input, options));
  return tree;
}

/// Visits the tree without recursion, entering only what may hold items of the file.
class TreeWalk {
 public:
  TreeWalk(const TSTree* tree, const RestartRules& rules) : rules_(rules) {
    cursor_ = ts_tree_cursor_new(ts_tree_root_node(tree));
  }
  ~TreeWalk() { ts_tree_cursor_delete(&cursor_); }
  TreeWalk(const TreeWalk&) = delete;
  TreeWalk& operator=(const TreeWalk&) = delete;

  std::vector<std::uint32_t> items() {
    std::vector<std::uint32_t> found;
    bool enter = true;
    for (;;) {
      if (enter && ts_tree_cursor_goto_first_child(&cursor_)) {
        enter = visit(found);
        continue;
      }
      while (!ts_tree_cursor_goto_next_sibling(&cursor_)) {
        if (!ts_tree_cursor_goto_parent(&cursor_)) return found;
      }
      enter = visit(found);
    }
  }

 private:
  /// Notes the node if it begins an item; true when its children may hold items that it swallowed.
  bool visit(std::vector<std::uint32_t>& found) const {
    const TSNode node = ts_tree_cursor_current_node(&cursor_);
    const std::string_view type = ts_node_type(node);
    const bool item = type == "block" || (rules_.attributes && type == "attribute");
    if (item && ts_node_start_point(node).column <= rules_.column) {
      found.push_back(rules_.from + ts_node_start_byte(node));
    }
    return type == "body" || (ts_node_has_error(node) && (type == "block" || type == "ERROR"));
  }

  const RestartRules& rules_;
  TSTreeCursor cursor_;
};

}  // namespace

std::vector<std::uint32_t> restarts_by_tree(std::string_view text, const RestartRules& rules) {
  const std::string_view rest = text.substr(rules.from);
  if (rest.size() > limits::kRecoveryBytes) return {};
  const TreePointer tree = parse_tolerantly(rest);
  if (tree == nullptr) return {};
  return TreeWalk(tree.get(), rules).items();
}

}  // namespace rootproof::hcl
