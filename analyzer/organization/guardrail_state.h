#pragma once

#include <cstdint>

namespace rootproof::organization {

/// What holds for the accounts at a node of the organization. `exempt` is the management account, which no
/// service control policy binds.
enum class GuardrailState : std::uint8_t { covered, partly, open, undecided, exempt };

[[nodiscard]] constexpr const char* to_string(GuardrailState state) {
  switch (state) {
    case GuardrailState::covered:
      return "covered";
    case GuardrailState::partly:
      return "partly";
    case GuardrailState::open:
      return "open";
    case GuardrailState::undecided:
      return "undecided";
    case GuardrailState::exempt:
      return "exempt";
  }
  return "";
}

}  // namespace rootproof::organization
