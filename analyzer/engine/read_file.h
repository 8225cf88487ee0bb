#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "parsers/source/problem.h"

namespace rootproof::engine {

/// The bytes of a file, or why there are none.
struct FileBytes {
  std::string bytes;
  std::string error;  ///< empty when all is well
  source::ProblemKind error_kind = source::ProblemKind::unreadable;
};

/// Reads a regular file of at most `limit` bytes. Never blocks: pipes and devices are refused.
[[nodiscard]] FileBytes read_file(const std::filesystem::path& path, std::size_t limit);

}  // namespace rootproof::engine
