#include "parsers/syntax/scalar.h"

#include <algorithm>
#include <array>
#include <utility>

namespace rootproof::syntax {
namespace {

constexpr std::size_t kLongestWord = 5;  // "false"

constexpr std::array<std::pair<std::string_view, bool>, 18> kBooleans{{
    {"yes", true},
    {"Yes", true},
    {"YES", true},
    {"no", false},
    {"No", false},
    {"NO", false},
    {"true", true},
    {"True", true},
    {"TRUE", true},
    {"false", false},
    {"False", false},
    {"FALSE", false},
    {"on", true},
    {"On", true},
    {"ON", true},
    {"off", false},
    {"Off", false},
    {"OFF", false},
}};

bool is_null(std::string_view text) {
  return text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL";
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t skip_digits(std::string_view text, std::size_t index) {
  while (index < text.size() && is_digit(text[index])) ++index;
  return index;
}

/// [-+]? ( 0 | [1-9][0-9]* )? ( . [0-9]* )? ( [eE] [-+]? [0-9]+ )?, with a digit before the exponent.
bool is_decimal(std::string_view text) {
  std::size_t index = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
  const std::size_t whole = index;
  index = skip_digits(text, index);
  const std::size_t whole_digits = index - whole;
  if (whole_digits > 1 && text[whole] == '0') return false;
  std::size_t digits = whole_digits;
  bool point = false;
  if (index < text.size() && text[index] == '.') {
    point = true;
    const std::size_t fraction = index + 1;
    index = skip_digits(text, fraction);
    digits += index - fraction;
  }
  if (digits == 0) return false;
  if (index == text.size()) return true;
  // YAML 1.1 wants a point before an exponent; `1e3` alone (a digest, an id) is text.
  if (!point || (text[index] != 'e' && text[index] != 'E')) return false;
  ++index;
  if (index < text.size() && (text[index] == '-' || text[index] == '+')) ++index;
  return index < text.size() && skip_digits(text, index) == text.size();
}

}  // namespace

std::optional<bool> boolean_value(std::string_view text) {
  if (text.size() < 2 || text.size() > kLongestWord) return std::nullopt;
  const auto* const found = std::find_if(kBooleans.begin(), kBooleans.end(),
                                         [text](const auto& entry) { return entry.first == text; });
  if (found == kBooleans.end()) return std::nullopt;
  return found->second;
}

ScalarType resolve_plain(std::string_view text) {
  if (is_null(text)) return ScalarType::null;
  if (boolean_value(text)) return ScalarType::boolean;
  return is_decimal(text) ? ScalarType::number : ScalarType::string;
}

std::optional<ScalarType> resolve_tagged(std::string_view core_tag, std::string_view text) {
  const auto when = [](bool fits, ScalarType type) { return fits ? type : ScalarType::string; };
  if (core_tag == "str") return ScalarType::string;
  if (core_tag == "null") return when(is_null(text), ScalarType::null);
  if (core_tag == "bool") return when(boolean_value(text).has_value(), ScalarType::boolean);
  if (core_tag == "int" || core_tag == "float") return when(is_decimal(text), ScalarType::number);
  return std::nullopt;
}

}  // namespace rootproof::syntax
