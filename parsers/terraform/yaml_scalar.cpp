#include "parsers/terraform/yaml_scalar.h"

#include <algorithm>
#include <array>
#include <optional>

#include "parsers/terraform/number.h"
#include "parsers/terraform/timestamp.h"

namespace rootproof::terraform {
namespace {

template <std::size_t kCount>
bool is_one_of(std::string_view text, const std::array<std::string_view, kCount>& words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

constexpr std::array<std::string_view, 11> kTrue = {"y",    "Y",    "yes", "Yes", "YES", "true",
                                                    "True", "TRUE", "on",  "On",  "ON"};
constexpr std::array<std::string_view, 11> kFalse = {"n",     "N",     "no",  "No",  "NO", "false",
                                                     "False", "FALSE", "off", "Off", "OFF"};
constexpr std::array<std::string_view, 5> kNull = {"", "~", "null", "Null", "NULL"};

bool is_infinite_or_nan(std::string_view text) {
  if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
  return text == ".inf" || text == ".Inf" || text == ".INF" || text == ".nan" || text == ".NaN" ||
         text == ".NAN";
}

std::optional<std::string> number(std::string_view text) {
  const bool negative = text.starts_with('-');
  std::string_view digits = text.substr(negative || text.starts_with('+') ? 1 : 0);
  int base = 0;
  if (digits.starts_with("0x")) base = 16;
  if (digits.starts_with("0o")) base = 8;
  if (base != 0) {
    const std::optional<Number> whole =
        from_base((negative ? "-" : "") + std::string(digits.substr(2)), base);
    return whole ? std::optional(whole->decimal) : std::nullopt;
  }
  return read_number(text);
}

/// A date, or date and time, in the forms of YAML's timestamps, as RFC 3339.
std::optional<std::string> timestamp(std::string_view text) {
  const std::size_t digits = text.find_first_not_of("0123456789");
  if (digits != 4 || text[4] != '-') return std::nullopt;
  const std::optional<Timestamp> read = read_yaml_timestamp(text);
  if (!read) return std::nullopt;
  return to_rfc3339(*read);
}

}  // namespace

YamlScalar resolve_yaml_scalar(std::string_view text) {
  using Kind = YamlScalar::Kind;
  if (is_one_of(text, kNull)) return {Kind::null, false, {}};
  if (is_one_of(text, kTrue)) return {Kind::boolean, true, {}};
  if (is_one_of(text, kFalse)) return {Kind::boolean, false, {}};
  if (is_infinite_or_nan(text)) return {Kind::invalid, false, {}};
  if (const std::optional<std::string> decimal = number(text)) return {Kind::number, false, *decimal};
  if (is_number_text(text)) return {Kind::too_large, false, {}};
  if (const std::optional<std::string> time = timestamp(text)) return {Kind::string, false, *time};
  return {Kind::string, false, std::string(text)};
}

}  // namespace rootproof::terraform
