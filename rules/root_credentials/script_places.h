#pragma once

#include <span>
#include <string_view>

#include "rules/root_credentials/access_key_calls.h"

namespace rootproof::rules {

/// Where code stands that runs with credentials of its own.
struct ScriptPlace {
  std::string_view type;
  std::string_view path;
  ScriptKind kind = ScriptKind::shell;
};
[[nodiscard]] std::span<const ScriptPlace> script_places();

}  // namespace rootproof::rules
