#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rootproof::source {

/// Why bytes are not text, and the byte of the normalised text where that shows.
struct EncodingError {
  std::uint32_t offset = 0;
  std::uint32_t size = 1;
  std::string message;
};

struct DecodedText {
  std::string text;  ///< UTF-8 without byte order mark; what could not be read is U+FFFD after an error
  std::optional<EncodingError> error;
};

/// Turns the bytes of a file into UTF-8: drops byte order marks, transcodes UTF-16 (told by its mark), and
/// finds the first byte that is not text: ill-formed UTF-8 (Unicode 15 table 3-7), NUL, or a C0 control
/// character other than tab, line feed and carriage return. DEL and C1 controls pass: YAML allows them.
[[nodiscard]] DecodedText decode_text(std::string_view bytes);

}  // namespace rootproof::source
