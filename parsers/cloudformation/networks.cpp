// Fn::Cidr and Fn::GetAZs:
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-cidr.html
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-getavailabilityzones.html
#include <algorithm>
#include <charconv>
#include <cstdint>
#include <iterator>
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

/// An IP address as the network writes it, four or sixteen bytes.
using Address = std::vector<std::uint8_t>;

struct Block {
  Address address;
  unsigned host_bits = 0;
};

std::optional<Address> ipv4_address(std::string_view text) {
  Address address;
  for (int part = 0; part < 4; ++part) {
    const std::size_t dot = part < 3 ? text.find('.') : text.size();
    if (dot == std::string_view::npos) return std::nullopt;
    const std::optional<unsigned> byte = number_of(text.substr(0, dot), 0, 255);
    if (!byte) return std::nullopt;
    address.push_back(static_cast<std::uint8_t>(*byte));
    text = text.substr(part < 3 ? dot + 1 : dot);
  }
  return address;
}

/// The groups between colons, two bytes each; nullopt when something else stands there.
std::optional<Address> ipv6_groups(std::string_view text) {
  Address bytes;
  while (!text.empty()) {
    const std::size_t colon = std::min(text.find(':'), text.size());
    unsigned group = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + colon, group, 16);
    if (error != std::errc() || end != text.data() + colon || colon > 4 || colon + 1 == text.size())
      return std::nullopt;
    bytes.push_back(static_cast<std::uint8_t>(group >> 8U));
    bytes.push_back(static_cast<std::uint8_t>(group & 0xFFU));
    text.remove_prefix(std::min(colon + 1, text.size()));
  }
  return bytes;
}

std::optional<Address> ipv6_address(std::string_view text) {
  const std::size_t gap = text.find("::");
  const std::optional<Address> front = ipv6_groups(text.substr(0, gap));
  const std::optional<Address> back =
      gap == std::string_view::npos ? std::optional(Address()) : ipv6_groups(text.substr(gap + 2));
  if (!front || !back) return std::nullopt;
  const std::size_t given = front->size() + back->size();
  if (gap == std::string_view::npos ? given != 16 : given > 14) return std::nullopt;
  Address address = *front;
  address.resize(16 - back->size());
  address.insert(address.end(), back->begin(), back->end());
  return address;
}

/// Adds `number` blocks of 2^bits addresses.
Address moved(Address address, unsigned number, unsigned bits) {
  std::uint32_t carry = number << bits % 8;
  for (std::size_t at = address.size() - bits / 8; at > 0 && carry > 0; --at) {
    carry += address[at - 1];
    address[at - 1] = static_cast<std::uint8_t>(carry & 0xFFU);
    carry >>= 8U;
  }
  return address;
}

/// True when a block of 2^bits addresses begins here.
bool begins_block(const Address& address, unsigned bits) {
  const std::size_t whole = address.size() - bits / 8;
  const bool rest_is_zero = std::all_of(address.begin() + static_cast<std::ptrdiff_t>(whole), address.end(),
                                        [](std::uint8_t byte) { return byte == 0; });
  return rest_is_zero && (bits % 8 == 0 || address[whole - 1] % (1U << bits % 8) == 0);
}

/// `10.0.0.0/16`, `2001:db8::/56`, with an address at which such a block begins.
std::optional<Block> block_of(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const bool six = text.find(':') != std::string_view::npos;
  std::optional<Address> address =
      six ? ipv6_address(text.substr(0, slash)) : ipv4_address(text.substr(0, slash));
  const unsigned width = six ? 128 : 32;
  const std::optional<unsigned> mask = number_of(text.substr(slash + 1), 0, width);
  if (!address || !mask) return std::nullopt;
  Block block{*std::move(address), width - *mask};
  return begins_block(block.address, block.host_bits) ? std::optional(std::move(block)) : std::nullopt;
}

/// RFC 5952: the longest run of two or more zero groups, the first of equals, is `::`.
std::string ipv6_text(const Address& address) {
  const auto group = [&](std::size_t i) { return address[2 * i] << 8U | address[2 * i + 1]; };
  std::size_t gap = 8;
  std::size_t length = 1;
  for (std::size_t i = 0; i < 8; ++i) {
    std::size_t end = i;
    while (end < 8 && group(end) == 0) ++end;
    if (end - i > length) {
      gap = i;
      length = end - i;
    }
  }
  std::string text;
  for (std::size_t i = 0; i < 8; ++i) {
    if (i == gap) {
      text += "::";
      i += length - 1;
      continue;
    }
    if (!text.empty() && text.back() != ':') text += ':';
    char digits[8];
    const auto [end, error] = std::to_chars(std::begin(digits), std::end(digits), group(i), 16);
    text.append(std::begin(digits), end);
  }
  return text;
}

std::string text_of(const Address& address, unsigned host_bits) {
  std::string text;
  if (address.size() == 16) {
    text = ipv6_text(address);
  } else {
    for (const std::uint8_t byte : address) text += (text.empty() ? "" : ".") + std::to_string(byte);
  }
  return text + "/" + std::to_string(address.size() * 8 - host_bits);
}

}  // namespace

/// Blocks of addresses one after the other, those of IPv6 in their canonical text. What the service makes of
/// an address in the middle of a block is not documented: such a list is not known.
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
    const std::optional<unsigned> bits =
        number_of(texts[2], 1, static_cast<unsigned>(8 * block->address.size()));
    // 256 blocks need eight bits more than one; of larger blocks any number fits.
    const bool fits = bits && *bits <= block->host_bits &&
                      (block->host_bits - *bits >= 8 || *count <= 1U << (block->host_bits - *bits));
    if (!fits) return unknown(ReasonKind::invalid);
    std::vector<Value> blocks;
    for (unsigned i = 0; i < *count; ++i) {
      const std::string text = text_of(moved(block->address, i, *bits), *bits);
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
