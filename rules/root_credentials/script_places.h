#pragma once

#include <optional>
#include <span>
#include <string>
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

/// The text behind base 64, of which lines may be broken; nullopt when it is none.
[[nodiscard]] std::optional<std::string> decoded_user_data(std::string_view text);

}  // namespace rootproof::rules
