// Fn::Cidr and Fn::GetAZs:
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-cidr.html
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-getavailabilityzones.html
#include <charconv>
#include <cstdint>
#include <utility>

#include "parsers/cloudformation/choices.h"
#include "parsers/cloudformation/evaluator.h"

namespace rootproof::cloudformation {

using syntax::SyntaxNode;
using value::ReasonKind;
using value::Value;
using value::ValueType;

namespace {

constexpr unsigned kMostBlocks = 256;  ///< of one Fn::Cidr, as the service allows

std::optional<unsigned> number_of(std::string_view text, unsigned least, unsigned most) {
  unsigned number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole && number >= least && number <= most ? std::optional(number) : std::nullopt;
}

struct Block {
  std::uint32_t address = 0;
  unsigned bits = 0;  ///< of the hosts
};

/// `10.0.0.0/16`, with an address at which such a block begins.
std::optional<Block> block_of(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const std::optional<unsigned> mask = number_of(text.substr(slash + 1), 0, 32);
  if (!mask) return std::nullopt;
  Block block{0, 32 - *mask};
  text = text.substr(0, slash);
  for (int part = 0; part < 4; ++part) {
    const std::size_t dot = part < 3 ? text.find('.') : text.size();
    if (dot == std::string_view::npos) return std::nullopt;
    const std::optional<unsigned> byte = number_of(text.substr(0, dot), 0, 255);
    if (!byte) return std::nullopt;
    block.address = block.address << 8U | *byte;
    text = text.substr(part < 3 ? dot + 1 : dot);
  }
  const std::uint64_t size = std::uint64_t{1} << block.bits;
  return block.address % size == 0 ? std::optional(block) : std::nullopt;
}

std::string text_of(std::uint64_t address, unsigned host_bits) {
  std::string text;
  for (unsigned shift = 32; shift > 0; shift -= 8)
    text += std::to_string(address >> (shift - 8) & 0xFFU) + (shift > 8 ? "." : "/");
  return text + std::to_string(32 - host_bits);
}

}  // namespace

/// Blocks of IPv4 addresses one after the other. How the service writes those of IPv6, and what it makes of
/// an address in the middle of a block, is not documented: such lists are not known.
Value Evaluator::cidr(const Call& call) {
  const std::optional<std::vector<SyntaxNode>> nodes = arguments(call, 2, 3);
  if (!nodes) return unknown_result(call, ReasonKind::invalid, "Fn::Cidr", ValueType::list);
  std::vector<Value> inputs;
  for (const SyntaxNode& node : *nodes) inputs.push_back(evaluate(node));
  return for_each_combination(inputs, result_origin(call, inputs), [&](std::span<const Value> known) {
    const auto unknown = [&](ReasonKind kind) {
      return unknown_result(call, kind, "Fn::Cidr", ValueType::list);
    };
    std::vector<std::string> texts;
    for (const Value& input : known) {
      const std::optional<std::string> text = input.as_text();
      const std::vector<value::Reason> reasons = input.reasons();
      if (!text && reasons.empty()) return unknown(ReasonKind::invalid);
      if (!text) return Value::unknown(reasons.front(), ValueType::list, result_origin(call, known));
      texts.push_back(*text);
    }
    const std::optional<unsigned> count = number_of(texts[1], 1, kMostBlocks);
    if (!count) return unknown(ReasonKind::invalid);
    const std::optional<Block> block = block_of(texts[0]);
    if (texts.size() < 3 || !block) return unknown(ReasonKind::opaque_function);
    const std::optional<unsigned> bits = number_of(texts[2], 1, 32);
    if (!bits || (std::uint64_t{*count} << *bits) > std::uint64_t{1} << block->bits)
      return unknown(ReasonKind::invalid);
    std::vector<Value> blocks;
    for (unsigned i = 0; i < *count; ++i) {
      const std::string text = text_of(block->address + (std::uint64_t{i} << *bits), *bits);
      blocks.push_back(Value::string(text, result_origin(call, known), call.span));
    }
    return Value::list(std::move(blocks), result_origin(call, known));
  });
}

/// Which zones there are depends on the account, not on the template.
Value Evaluator::availability_zones(const Call& call) {
  const Value region = argument(call);
  const bool wrong = region.is(Value::Kind::list) || region.is(Value::Kind::map);
  return unknown_result(call, wrong ? ReasonKind::invalid : ReasonKind::opaque_function, "Fn::GetAZs",
                        ValueType::list);
}

}  // namespace rootproof::cloudformation
