// Functions on address ranges: cidrcontains (OpenTofu), cidrhost, cidrnetmask, cidrsubnet, cidrsubnets.
#include <arpa/inet.h>

#include <array>
#include <cstdint>
#include <cstring>

#include "parsers/terraform/function_table.h"
#include "parsers/terraform/number.h"
#include "parsers/terraform/type.h"

namespace rootproof::terraform {
namespace {

using value::Value;

__extension__ using Address = unsigned __int128;

/// An address range in CIDR notation; the bits behind the prefix are zero.
struct Prefix {
  Address address = 0;
  int bits = 32;  ///< of an address: 32 or 128
  int length = 0;
};

Address mask(int bits, int length) {
  if (length == 0) return 0;
  const Address ones = bits == 128 ? ~static_cast<Address>(0) : (static_cast<Address>(1) << 32) - 1;
  return ones ^ (length == bits ? 0 : (static_cast<Address>(1) << (bits - length)) - 1);
}

/// Dotted decimal; Terraform reads leading zeros as decimal, too.
std::optional<Address> read_ipv4(std::string_view text) {
  Address address = 0;
  for (int part = 0; part < 4; ++part) {
    const std::size_t size = std::min(text.find_first_not_of("0123456789"), text.size());
    if (size == 0 || size > 3) return std::nullopt;
    const unsigned long number = std::stoul(std::string(text.substr(0, size)));
    if (number > 255) return std::nullopt;
    address = address << 8 | number;
    text.remove_prefix(size);
    if (part == 3) return text.empty() ? std::optional(address) : std::nullopt;
    if (!text.starts_with('.')) return std::nullopt;
    text.remove_prefix(1);
  }
  return std::nullopt;
}

std::optional<Address> read_ipv6(const std::string& text) {
  std::array<unsigned char, 16> bytes{};
  if (inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return std::nullopt;
  Address address = 0;
  for (const unsigned char byte : bytes) address = address << 8 | byte;
  return address;
}

std::optional<Prefix> read_prefix(const std::string& text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string::npos) return std::nullopt;
  const std::string address_text = text.substr(0, slash);
  const std::string length_text = text.substr(slash + 1);
  if (length_text.empty() || length_text.size() > 3 ||
      length_text.find_first_not_of("0123456789") != std::string::npos)
    return std::nullopt;
  Prefix prefix;
  std::optional<Address> address = read_ipv4(address_text);
  if (!address) {
    address = read_ipv6(address_text);
    prefix.bits = 128;
  }
  prefix.length = std::stoi(length_text);
  if (!address || prefix.length > prefix.bits) return std::nullopt;
  prefix.address = *address & mask(prefix.bits, prefix.length);
  return prefix;
}

std::string ipv4_text(Address address) {
  std::string text;
  for (int shift = 24; shift >= 0; shift -= 8)
    text += (text.empty() ? "" : ".") + std::to_string(static_cast<unsigned>(address >> shift & 0xFFU));
  return text;
}

/// nullopt for IPv6 addresses that stand for IPv4 ones: the libraries write them differently.
std::optional<std::string> address_text(Address address, int bits) {
  if (bits == 32) return ipv4_text(address);
  const Address high = address >> 32;
  if (high == 0xFFFFU || (high == 0 && address > 0xFFFFU)) return std::nullopt;
  std::array<unsigned char, 16> bytes{};
  for (std::size_t i = 0; i < 16; ++i)
    bytes[i] = static_cast<unsigned char>(address >> (120 - 8 * i) & 0xFFU);
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(AF_INET6, bytes.data(), text.data(), text.size());
  return std::string(text.data());
}

Value text_or_unsupported(const Call& call, Address address, int bits, const std::string& suffix) {
  const std::optional<std::string> text = address_text(address, bits);
  return text ? call.text(*text + suffix) : call.unsupported("of an IPv4 address written as IPv6");
}

/// OpenTofu's: an address or a range that lies in a range.
Value cidrcontains(const Call& call) {
  const std::optional<Prefix> outer = read_prefix(call.text_argument(0));
  if (!outer) return call.invalid("the prefix is no address range");
  const std::string text = call.text_argument(1);
  const bool range = text.find('/') != std::string::npos;
  const std::optional<Prefix> inner =
      read_prefix(range ? text : text + (text.find(':') == std::string::npos ? "/32" : "/128"));
  if (!inner) return call.invalid("the second argument is neither an address nor a range");
  if (outer->bits != inner->bits) return call.invalid("an IPv4 and an IPv6 address");
  const Address first = outer->address;
  return call.boolean(inner->length >= outer->length &&
                      (inner->address & mask(outer->bits, outer->length)) == first);
}

/// A whole number of any size, as far as addresses go.
struct Count {
  bool negative = false;
  Address magnitude = 0;
};

/// nullopt when the argument is not whole, or greater than every address.
std::optional<Count> count_argument(const Call& call, std::size_t index) {
  const Value& argument = call.arguments[index];
  if (!argument.is(value::Value::Kind::number) || !is_whole_number(Number(argument))) return std::nullopt;
  const Number number(argument);
  Count count;
  count.negative = number.is_negative();
  constexpr Address kLargest = ~static_cast<Address>(0);
  for (const char digit : in_base(number.absolute(), 10)) {
    const auto units = static_cast<Address>(digit - '0');
    if (count.magnitude > (kLargest - units) / 10) return std::nullopt;
    count.magnitude = count.magnitude * 10 + units;
  }
  return count;
}

Value cidrhost(const Call& call) {
  const std::optional<Prefix> prefix = read_prefix(call.text_argument(0));
  const std::optional<Count> number = count_argument(call, 1);
  if (!prefix) return call.invalid("the prefix is no address range");
  if (!number) return call.invalid("the host number is no whole number of an address");
  const Address hosts = mask(prefix->bits, prefix->bits) ^ mask(prefix->bits, prefix->length);
  // Negative numbers count from the end.
  const Address distance = number->negative ? number->magnitude - 1 : number->magnitude;
  if (distance > hosts) return call.invalid("the range has no such host");
  const Address host = number->negative ? hosts - distance : distance;
  return text_or_unsupported(call, prefix->address | host, prefix->bits, {});
}

Value cidrnetmask(const Call& call) {
  const std::optional<Prefix> prefix = read_prefix(call.text_argument(0));
  if (!prefix || prefix->bits != 32) return call.invalid("the prefix is no IPv4 address range");
  return call.text(ipv4_text(mask(32, prefix->length)));
}

Value cidrsubnet(const Call& call) {
  const std::optional<Prefix> prefix = read_prefix(call.text_argument(0));
  const std::optional<std::int64_t> bits = call.whole_argument(1);
  const std::optional<Count> number = count_argument(call, 2);
  if (!prefix) return call.invalid("the prefix is no address range");
  if (!bits || !number || *bits < 0 || *bits > prefix->bits - prefix->length)
    return call.invalid("the range has no such part");
  const bool beyond = *bits < 128 && number->magnitude >> *bits != 0;
  // Terraform looks at the lowest 64 bits of the number, without its sign, and goes on with all of it.
  if (beyond && *bits < 64 && static_cast<std::uint64_t>(number->magnitude) >> *bits != 0)
    return call.invalid("the range has no such part");
  if (beyond || number->negative) return call.unsupported("of a number that the range has no part for");
  const int length = prefix->length + static_cast<int>(*bits);
  const Address part = length == 0 ? 0 : number->magnitude << (prefix->bits - length) % 128;
  return text_or_unsupported(call, prefix->address | part, prefix->bits, "/" + std::to_string(length));
}

/// Parts one behind the other, each at the next place that suits its size.
Value cidrsubnets(const Call& call) {
  const std::optional<Prefix> prefix = read_prefix(call.text_argument(0));
  if (!prefix) return call.invalid("the prefix is no address range");
  std::vector<Value> parts;
  Address next = prefix->address;
  bool full = false;
  for (std::size_t i = 1; i < call.arguments.size(); ++i) {
    const std::optional<std::int64_t> bits = call.whole_argument(i);
    if (!bits || *bits < 1 || *bits > prefix->bits - prefix->length || *bits > 32)
      return call.invalid("the range cannot be divided so");
    const int length = prefix->length + static_cast<int>(*bits);
    const Address size = static_cast<Address>(1) << (prefix->bits - length);
    if ((next & (size - 1)) != 0) next = (next | (size - 1)) + 1;
    if (full || (next & mask(prefix->bits, prefix->length)) != prefix->address)
      return call.invalid("the range has no room for all parts");
    parts.push_back(text_or_unsupported(call, next, prefix->bits, "/" + std::to_string(length)));
    full = next + size == 0;
    next += size;
  }
  return typed(call.list(std::move(parts), value::ListKind::list), Type::list({Type::Kind::string, {}, {}}));
}

constexpr std::array kNetworkFunctions = {
    FunctionEntry{"cidrcontains", "ss>b", cidrcontains}, FunctionEntry{"cidrhost", "sn>s", cidrhost},
    FunctionEntry{"cidrnetmask", "s>s", cidrnetmask},    FunctionEntry{"cidrsubnet", "snn>s", cidrsubnet},
    FunctionEntry{"cidrsubnets", "sn*>l", cidrsubnets},
};

}  // namespace

std::span<const FunctionEntry> network_functions() { return kNetworkFunctions; }

}  // namespace rootproof::terraform
