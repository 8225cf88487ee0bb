#pragma once

#include <string>

#include "analyzer/policy/request.h"

namespace rootproof::cli {

/// Reads a REQUEST (cli.md), `-` from standard input; the result is an error message or empty.
[[nodiscard]] std::string load_request(const std::string& path, policy::Request& request);

}  // namespace rootproof::cli
