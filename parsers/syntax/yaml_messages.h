#pragma once

#include <string>
#include <string_view>

namespace rootproof::syntax {

/// A message of yaml-cpp (yaml-cpp/exceptions.h) in words that help the author of a template.
[[nodiscard]] std::string yaml_message(std::string_view library_message);

}  // namespace rootproof::syntax
