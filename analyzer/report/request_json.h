#pragma once

#include <nlohmann/json_fwd.hpp>

#include "analyzer/policy/request.h"

namespace rootproof::report {

/// REQUEST of cli.md, secrets hidden. `principal` is left out when the request has none.
[[nodiscard]] nlohmann::ordered_json request_json(const policy::Request& request);

}  // namespace rootproof::report
