#pragma once

#include <string>
#include <string_view>

namespace rootproof::report {

/// A path as URI reference of RFC 3986: percent-encoded, `/`-separated, no "./" in front. A path that begins
/// with "/" becomes a file URI.
[[nodiscard]] std::string path_to_uri(std::string_view path);

}  // namespace rootproof::report
