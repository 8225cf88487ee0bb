#include "parsers/value/origin.h"

#include <cstddef>
#include <utility>

namespace rootproof::value {

namespace {

constexpr std::size_t kShownSteps = 64;

}  // namespace

struct Origin::Node {
  Node(OriginStep own_step, Origin next) : step(std::move(own_step)), from(std::move(next)) {}
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;
  /// Unlinks the chain step by step: the default would recurse once per step, and chains are as long as the
  /// input makes them.
  ~Node() {
    std::shared_ptr<const Node> next = std::move(from.node_);
    while (next != nullptr && next.use_count() == 1) {
      next = std::move(const_cast<Node*>(next.get())->from.node_);
    }
  }

  OriginStep step;
  Origin from;
};

Origin::Origin(OriginStep step, Origin from)
    : node_(std::make_shared<const Node>(std::move(step), std::move(from))) {}

source::Span Origin::span() const { return node_ == nullptr ? source::Span{} : node_->step.span; }

const OriginStep* Origin::step() const { return node_ == nullptr ? nullptr : &node_->step; }

Origin Origin::from() const { return node_ == nullptr ? Origin{} : node_->from; }

std::vector<OriginStep> Origin::chain() const {
  std::size_t length = 0;
  for (const Node* node = node_.get(); node != nullptr; node = node->from.node_.get()) ++length;
  // Both ends matter to a reader: the use, and the text the value comes from.
  const std::size_t cut_begin = length > kShownSteps ? kShownSteps / 2 : length;
  const std::size_t cut_end = length > kShownSteps ? length - kShownSteps / 2 : length;
  std::vector<OriginStep> steps;
  steps.reserve(length < kShownSteps ? length : kShownSteps);
  std::size_t index = 0;
  for (const Node* node = node_.get(); node != nullptr; node = node->from.node_.get(), ++index) {
    if (index < cut_begin || index >= cut_end) steps.push_back(node->step);
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
