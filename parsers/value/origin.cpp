#include "parsers/value/origin.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <new>

namespace rootproof::value {

namespace {

constexpr std::size_t kShownSteps = 64;

}  // namespace

Origin Origin::of(OriginKind kind, source::Span span, std::string_view detail, Origin from) {
  const std::size_t size = std::min<std::size_t>(detail.size(), std::numeric_limits<std::uint32_t>::max());
  void* memory = ::operator new(sizeof(Node) + size);
  Origin result;
  result.node_ = ::new (memory)
      Node{{}, span, std::exchange(from.node_, nullptr), static_cast<std::uint32_t>(size), kind};
  detail.copy(static_cast<char*>(memory) + sizeof(Node), size);
  return result;
}

/// Node by node: chains are as long as the input makes them.
void Origin::destroy(const Node* node) {
  while (node != nullptr) {
    const Node* from = node->from;
    node->~Node();
    ::operator delete(const_cast<Node*>(node));
    node = from != nullptr && from->owners.drop() ? from : nullptr;
  }
}

bool Origin::Node::is_secret_mark() const {
  return kind == OriginKind::function &&
         std::string_view(reinterpret_cast<const char*>(this + 1), detail_size) == kSecretMark;
}

OriginStep Origin::Node::step() const {
  return {kind, span, std::string(reinterpret_cast<const char*>(this + 1), detail_size)};
}

std::optional<source::Span> Origin::secret_mark() const {
  for (const Node* node = node_; node != nullptr; node = node->from)
    if (node->is_secret_mark()) return node->span;
  return std::nullopt;
}

std::optional<OriginStep> Origin::step() const {
  return node_ == nullptr ? std::nullopt : std::optional(node_->step());
}

std::optional<OriginStep> Origin::source() const {
  if (node_ == nullptr) return std::nullopt;
  const Node* last = node_;
  while (last->from != nullptr) last = last->from;
  return last->step();
}

std::vector<OriginStep> Origin::chain() const {
  std::size_t length = 0;
  for (const Node* node = node_; node != nullptr; node = node->from) ++length;
  // Both ends matter to a reader: the use, and the text the value comes from.
  const std::size_t cut_begin = length > kShownSteps ? kShownSteps / 2 : length;
  const std::size_t cut_end = length > kShownSteps ? length - kShownSteps / 2 : length;
  std::vector<OriginStep> steps;
  steps.reserve(length < kShownSteps ? length : kShownSteps);
  std::size_t index = 0;
  bool has_mark = false;
  for (const Node* node = node_; node != nullptr; node = node->from, ++index) {
    const bool first_mark = !has_mark && node->is_secret_mark();
    has_mark = has_mark || first_mark;
    if (index < cut_begin || index >= cut_end || first_mark) steps.push_back(node->step());
  }
  return steps;
}

const char* to_string(OriginKind kind) {
  switch (kind) {
    case OriginKind::literal:
      return "literal";
    case OriginKind::variable_default:
      return "variable_default";
    case OriginKind::variable_file:
      return "variable_file";
    case OriginKind::command_line:
      return "command_line";
    case OriginKind::local:
      return "local";
    case OriginKind::module_argument:
      return "module_argument";
    case OriginKind::module_output:
      return "module_output";
    case OriginKind::reference:
      return "reference";
    case OriginKind::function:
      return "function";
    case OriginKind::data_source:
      return "data_source";
    case OriginKind::condition:
      return "condition";
    case OriginKind::file:
      return "file";
  }
  return "literal";
}

}  // namespace rootproof::value
