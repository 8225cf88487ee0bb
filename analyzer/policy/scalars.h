#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// The value types of condition operators that are not text: numbers, dates, addresses, bytes.
namespace rootproof::policy {

/// An exact decimal: optional sign, digits, optional fraction. "03600" is 3600; exponents are not documented
/// and not read.
struct Decimal {
  bool negative = false;
  std::string whole;     ///< digits without leading zeros; empty for 0
  std::string fraction;  ///< digits without trailing zeros

  [[nodiscard]] static std::optional<Decimal> parse(std::string_view text);
  [[nodiscard]] static Decimal of(std::int64_t value);
  [[nodiscard]] std::string to_string() const;
  std::strong_ordering operator<=>(const Decimal& other) const;
  bool operator==(const Decimal& other) const = default;
};

/// Seconds since 1970-01-01T00:00:00Z with their fraction, from the W3C profile of ISO 8601 (YYYY, YYYY-MM,
/// YYYY-MM-DD, YYYY-MM-DDThh:mm[:ss[.s]](Z|±hh:mm)) or from an epoch number. Four digits are a year.
[[nodiscard]] std::optional<Decimal> parse_date(std::string_view text);
/// "2026-09-01T00:00:00Z".
[[nodiscard]] std::string format_date(std::int64_t seconds);

/// An address as 128 bits, most significant first; IPv4 uses the last four bytes. Families never match each
/// other.
struct IpAddress {
  bool v6 = false;
  std::array<std::uint8_t, 16> bytes{};

  [[nodiscard]] static std::optional<IpAddress> parse(std::string_view text);
  [[nodiscard]] std::string to_string() const;
  // clang-tidy 14 takes the defaulted operator for a null pointer.
  auto operator<=>(const IpAddress& other) const = default;  // NOLINT(modernize-use-nullptr)
  /// The next address; nullopt after the last one.
  [[nodiscard]] std::optional<IpAddress> next() const;
};

/// Addresses first … last, from CIDR notation; an address alone is a range of one.
struct IpRange {
  IpAddress first;
  IpAddress last;
  int prefix = 0;

  [[nodiscard]] static std::optional<IpRange> parse(std::string_view text);
  [[nodiscard]] bool contains(const IpAddress& address) const;
  bool operator==(const IpRange& other) const = default;
};

/// Bytes of a base64 text; padding may be missing.
[[nodiscard]] std::optional<std::string> decode_base64(std::string_view text);

}  // namespace rootproof::policy
