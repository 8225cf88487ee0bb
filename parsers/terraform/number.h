#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "parsers/value/value.h"

namespace rootproof::terraform {

/// Terraform's numbers are binary floats (go-cty `cty.Number`) of 512 binary digits where they are written,
/// of fewer where functions make them: 64 of whole numbers, 53 of what pow and log calculate. A number is
/// carried as the shortest decimal that reads back as the same float. These functions give nullopt for
/// results that no value can carry: infinite ones, zero below zero, and those beyond limits::kNumberBits.
struct Number {
  std::string decimal;
  unsigned precision = value::kNumberPrecision;

  explicit Number(std::string text, unsigned digits = value::kNumberPrecision)
      : decimal(std::move(text)), precision(digits) {}
  /// A value that is a number.
  explicit Number(const value::Value& number)
      : decimal(number.as_number()), precision(number.number_precision()) {}

  [[nodiscard]] value::Value value(value::Origin origin) const {
    return value::Value::number(decimal, std::move(origin), precision);
  }
  [[nodiscard]] bool is_negative() const { return decimal.starts_with('-'); }
  [[nodiscard]] Number absolute() const {
    return Number(is_negative() ? decimal.substr(1) : decimal, precision);
  }
  /// The number with its sign changed; nullopt for zero, which no value carries below zero.
  [[nodiscard]] std::optional<Number> negated() const;
};

enum class NumberOperation : std::uint8_t { add, subtract, multiply, divide, modulo, power, logarithm };

[[nodiscard]] std::optional<Number> calculate(NumberOperation operation, const Number& left,
                                              const Number& right);
/// True for powers and logarithms that are no number at all, which Terraform fails on: log(-1, 10).
[[nodiscard]] bool is_no_number(NumberOperation operation, const Number& left, const Number& right);

/// Whether Terraform's conversion takes a text for a number.
[[nodiscard]] bool is_number_text(std::string_view text);
/// The decimal of what a text says as a number: "1e3" is "1000"; nullopt where Terraform's conversion refuses
/// it, and for the numbers that no value can carry.
[[nodiscard]] std::optional<std::string> read_number(std::string_view text);

/// -1, 0 or 1.
[[nodiscard]] int compare_numbers(const Number& left, const Number& right);
/// Terraform's `==`: whole numbers are compared as they are, others as they are written.
[[nodiscard]] bool equal_numbers(const Number& left, const Number& right);

[[nodiscard]] bool is_whole_number(const Number& number);
/// nullopt when the number is not whole or beyond 64 bits.
[[nodiscard]] std::optional<std::int64_t> whole_number(const Number& number);
/// The whole number next to this one, below when `down`.
[[nodiscard]] Number rounded(const Number& number, bool down);

/// Digits of a whole number in another base (Go's big.Int Text), and back (parseint).
[[nodiscard]] std::string in_base(const Number& whole, int base);
[[nodiscard]] std::optional<Number> from_base(const std::string& digits, int base);

/// Digits of a number that is not below zero, as Go's big.Float writes them under the verbs e, E, f, g and G;
/// without precision `g` is the shortest decimal, `e` and `f` have six digits.
[[nodiscard]] std::string float_digits(const Number& number, char verb, std::optional<std::size_t> precision);

}  // namespace rootproof::terraform
