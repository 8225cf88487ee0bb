#pragma once

#include <compare>
#include <cstdint>

namespace rootproof::source {

/// Index of a file in a SourceTable. Ids are assigned in sorted path order, so comparing them compares paths.
enum class FileId : std::uint32_t {};

/// Half-open range of bytes [begin, end) in the normalised text of one file. Lines and columns are derived on
/// demand.
struct Span {
  FileId file{};
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  [[nodiscard]] std::uint32_t size() const { return end - begin; }
  [[nodiscard]] bool empty() const { return begin == end; }
  [[nodiscard]] bool contains(const Span& inner) const {
    return file == inner.file && begin <= inner.begin && inner.end <= end;
  }
  // clang-tidy 14 takes the defaulted operator for a null pointer.
  auto operator<=>(const Span&) const = default;  // NOLINT(modernize-use-nullptr)
};

/// A place as people write it: both count from 1, columns count Unicode code points (cli.md, SARIF
/// unicodeCodePoints).
struct Location {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  auto operator<=>(const Location&) const = default;
};

}  // namespace rootproof::source
