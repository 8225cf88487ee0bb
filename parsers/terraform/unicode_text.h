#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Text as people see it: what Terraform counts, cuts and turns around are grapheme clusters, not bytes.
namespace rootproof::terraform {

/// The grapheme clusters of a text (Unicode annex 29); bytes that are no UTF-8 stand alone.
[[nodiscard]] std::vector<std::string_view> grapheme_clusters(std::string_view text);
[[nodiscard]] std::vector<std::string_view> code_points(std::string_view text);
/// The code point a text begins with; U+FFFD for bytes that are no UTF-8.
[[nodiscard]] std::int32_t first_code_point(std::string_view text);

[[nodiscard]] bool is_valid_utf8(std::string_view text);
/// Normalization form C: go-cty brings every string to it.
[[nodiscard]] std::string normalized(std::string_view text);

/// One code point for another, as Go's strings.ToUpper, ToLower and Title do.
[[nodiscard]] std::string upper_case(std::string_view text);
[[nodiscard]] std::string lower_case(std::string_view text);
[[nodiscard]] std::string title_case(std::string_view text);

/// White space by Unicode (Go's unicode.IsSpace).
[[nodiscard]] bool is_space(std::int32_t code_point);
void append_utf8(std::int32_t code_point, std::string& out);

}  // namespace rootproof::terraform
