#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/policy/answer.h"

namespace rootproof::rules {

enum class ScriptKind : std::uint8_t {
  shell,
  user_data,   ///< a script or a document of cloud-init, perhaps in base 64
  build_spec,  ///< YAML or JSON whose texts are commands
  program,     ///< Python or JavaScript
};

/// A call of iam:CreateAccessKey.
struct AccessKeyCall {
  policy::Truth user = policy::Truth::no;  ///< whether it says for whom
  std::string shown;                       ///< "aws iam create-access-key"
  std::optional<std::size_t> offset;       ///< where it stands in the text; nullopt when that was encoded
};

[[nodiscard]] std::vector<AccessKeyCall> read_access_key_calls(std::string_view text, ScriptKind kind);

}  // namespace rootproof::rules
