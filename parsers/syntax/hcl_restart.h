#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

/// Where reading a broken file may start again.
namespace rootproof::hcl {

struct RestartRules {
  std::uint32_t from = 0;    ///< beginning of the item that could not be read
  std::uint32_t column = 0;  ///< bytes before it on its line: what stands deeper belongs to an item
  bool attributes = false;   ///< arguments are items too, as in variable files
};

/// Beginnings of blocks (and arguments) outside of others, as tree-sitter sees them; in no order. Empty when
/// the text is over limits::kRecoveryBytes or the tree would take longer than the limits allow.
[[nodiscard]] std::vector<std::uint32_t> restarts_by_tree(std::string_view text, const RestartRules& rules);

/// Lines that begin with `identifier … {` in column 1, comments and heredocs skipped; in order.
[[nodiscard]] std::vector<std::uint32_t> restarts_by_line(std::string_view text, const RestartRules& rules);

}  // namespace rootproof::hcl
