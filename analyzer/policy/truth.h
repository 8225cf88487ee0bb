#pragma once

#include "analyzer/policy/answer.h"

/// Kleene's three-valued logic over Truth.
namespace rootproof::policy {

[[nodiscard]] constexpr Truth to_truth(bool value) { return value ? Truth::yes : Truth::no; }
[[nodiscard]] constexpr Truth operator!(Truth value) {
  if (value == Truth::unknown) return value;
  return value == Truth::yes ? Truth::no : Truth::yes;
}
[[nodiscard]] constexpr Truth both(Truth left, Truth right) { return left < right ? left : right; }
[[nodiscard]] constexpr Truth either(Truth left, Truth right) { return left < right ? right : left; }

}  // namespace rootproof::policy
