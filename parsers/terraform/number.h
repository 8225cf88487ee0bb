#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rootproof::terraform {

/// Terraform's numbers are binary floats of 512 bits (go-cty `cty.Number`), written as the shortest decimal
/// that reads back as the same float. Values carry that decimal; these functions calculate on it and give
/// nullopt for results that no value can carry: infinite ones, zero below zero, and those beyond
/// limits::kNumberBits.

enum class NumberOperation : std::uint8_t { add, subtract, multiply, divide, modulo, power, logarithm };

[[nodiscard]] std::optional<std::string> calculate(NumberOperation operation, const std::string& left,
                                                   const std::string& right);
/// True for powers and logarithms that are no number at all, which Terraform fails on: log(-1, 10).
[[nodiscard]] bool is_no_number(NumberOperation operation, const std::string& left, const std::string& right);

/// Whether Terraform's conversion takes a text for a number.
[[nodiscard]] bool is_number_text(std::string_view text);
/// The decimal of what a text says as a number: "1e3" is "1000"; nullopt where Terraform's conversion refuses
/// it, and for the numbers that no value can carry.
[[nodiscard]] std::optional<std::string> read_number(std::string_view text);

/// -1, 0 or 1.
[[nodiscard]] int compare_numbers(const std::string& left, const std::string& right);

[[nodiscard]] bool is_whole_number(const std::string& number);
/// nullopt when the number is not whole or beyond 64 bits.
[[nodiscard]] std::optional<std::int64_t> whole_number(const std::string& number);

/// Digits of a whole number in another base (Go's big.Int Text), and back (parseint).
[[nodiscard]] std::string in_base(const std::string& whole, int base);
[[nodiscard]] std::optional<std::string> from_base(const std::string& digits, int base);

/// Digits of a number that is not below zero, as Go's big.Float writes them under the verbs e, E, f, g and G;
/// without precision `g` is the shortest decimal, `e` and `f` have six digits.
[[nodiscard]] std::string float_digits(const std::string& number, char verb,
                                       std::optional<std::size_t> precision);

}  // namespace rootproof::terraform
