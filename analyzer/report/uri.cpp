#include "analyzer/report/uri.h"

namespace rootproof::report {
namespace {

/// "unreserved" of RFC 3986 §2.3, and the separator.
bool stays(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~' || c == '/';
}

}  // namespace

std::string path_to_uri(std::string_view path) {
  while (path.substr(0, 2) == "./") path.remove_prefix(2);
  while (path.substr(0, 2) == "//") path.remove_prefix(1);
  std::string uri = path.substr(0, 1) == "/" ? "file://" : "";
  for (const char c : path) {
    if (stays(c)) {
      uri += c;
      continue;
    }
    constexpr std::string_view kHex = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    uri += {'%', kHex[byte >> 4U], kHex[byte & 0xFU]};
  }
  return uri;
}

}  // namespace rootproof::report
