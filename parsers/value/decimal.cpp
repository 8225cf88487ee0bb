#include "parsers/value/decimal.h"

#include <cstddef>
#include <optional>

namespace rootproof::value {

namespace {

constexpr long long kWrittenOutDigits = 300;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Digits without sign or point, and the power of ten they are multiplied with.
struct Decimal {
  bool negative = false;
  std::string digits;
  long long exponent = 0;
};

std::optional<long long> parse_exponent(std::string_view text) {
  bool negative = false;
  if (!text.empty() && (text.front() == '+' || text.front() == '-')) {
    negative = text.front() == '-';
    text.remove_prefix(1);
  }
  if (text.empty() || text.size() > 9) return std::nullopt;
  long long exponent = 0;
  for (const char c : text) {
    if (!is_digit(c)) return std::nullopt;
    exponent = exponent * 10 + (c - '0');
  }
  return negative ? -exponent : exponent;
}

std::optional<Decimal> parse(std::string_view text) {
  Decimal number;
  if (!text.empty() && (text.front() == '+' || text.front() == '-')) {
    number.negative = text.front() == '-';
    text.remove_prefix(1);
  }
  bool point = false;
  std::size_t i = 0;
  for (; i < text.size() && (is_digit(text[i]) || text[i] == '.'); ++i) {
    if (text[i] == '.') {
      if (point) return std::nullopt;
      point = true;
    } else {
      number.digits += text[i];
      if (point) --number.exponent;
    }
  }
  if (number.digits.empty()) return std::nullopt;
  if (i == text.size()) return number;
  if (text[i] != 'e' && text[i] != 'E') return std::nullopt;
  const std::optional<long long> exponent = parse_exponent(text.substr(i + 1));
  if (!exponent) return std::nullopt;
  number.exponent += *exponent;
  return number;
}

/// Without leading zeros, and trailing zeros moved into the exponent.
void strip_zeros(Decimal& number) {
  const std::size_t first = number.digits.find_first_not_of('0');
  if (first == std::string::npos) {
    number = {};
    return;
  }
  number.digits.erase(0, first);
  const std::size_t last = number.digits.find_last_not_of('0');
  number.exponent += static_cast<long long>(number.digits.size() - last - 1);
  number.digits.erase(last + 1);
}

std::string write(const Decimal& number) {
  const std::string sign = number.negative ? "-" : "";
  const auto size = static_cast<long long>(number.digits.size());
  if (number.exponent > kWrittenOutDigits || number.exponent < -size - kWrittenOutDigits) {
    return sign + number.digits + "e" + std::to_string(number.exponent);
  }
  if (number.exponent >= 0) {
    return sign + number.digits + std::string(static_cast<std::size_t>(number.exponent), '0');
  }
  const long long whole = size + number.exponent;
  if (whole > 0) {
    const auto split = static_cast<std::size_t>(whole);
    return sign + number.digits.substr(0, split) + "." + number.digits.substr(split);
  }
  return sign + "0." + std::string(static_cast<std::size_t>(-whole), '0') + number.digits;
}

}  // namespace

std::string canonical_decimal(std::string_view text) {
  std::optional<Decimal> number = parse(text);
  if (!number) return std::string(text);
  strip_zeros(*number);
  return number->digits.empty() ? "0" : write(*number);
}

}  // namespace rootproof::value
