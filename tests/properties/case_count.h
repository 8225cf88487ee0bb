#pragma once

#include <cstddef>
#include <cstdlib>

namespace rootproof::tests {

/// How many random cases a property is tried with: ROOTPROOF_PROPERTY_CASES, or else the number given.
inline std::size_t case_count(std::size_t otherwise) {
  const char* wanted = std::getenv("ROOTPROOF_PROPERTY_CASES");
  return wanted == nullptr ? otherwise : static_cast<std::size_t>(std::strtoull(wanted, nullptr, 10));
}

/// How far to step through a long table: sanitizers, which ask for fewer cases, look at some of its lines.
inline std::size_t table_step() { return case_count(2000) < 2000 ? 4 : 1; }

}  // namespace rootproof::tests
