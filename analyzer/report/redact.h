#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Where secrets stand in a text. `redact` of report.h hides them; snippets ask for a part of a longer text.
namespace rootproof::report {

/// Bytes [begin, end) of a text.
struct ByteRange {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// The bytes to hide, in order, without overlap. What is hidden:
/// - long-term and temporary access key ids (AKIA…, ASIA…: IAM User Guide, "IAM identifiers"), though they
/// are
///   only half of a credential, so that no report is mistaken for a leak;
/// - 40-character secret access keys near such an id or after a name like "secret";
/// - values of names like password, secret, token, private_key;
/// - defaults beside `NoEcho: true` or `sensitive = true`;
/// - words of base64 that hold any of these, such as user data of instances.
/// The first four characters of what is long enough to spare them stay visible. Account ids are not secrets.
[[nodiscard]] std::vector<ByteRange> secret_ranges(std::string_view text);

/// Whether what stands under this name is a secret: "master_password", "SecretString", not "SecretArn".
[[nodiscard]] bool names_secret(std::string_view name);

/// Nothing but a star for each code point.
[[nodiscard]] std::string stars(std::string_view text);

/// Bytes [begin, end) of `text` with secrets hidden, told by the whole text: a snippet that shows a value
/// alone still knows the name in front of it.
[[nodiscard]] std::string redact_part(std::string_view text, std::size_t begin, std::size_t end);

}  // namespace rootproof::report
