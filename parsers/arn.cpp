#include "parsers/arn.h"

#include <cstddef>

namespace rootproof {

std::string_view arn_component(std::string_view arn, int index) {
  constexpr int kLast = 5;
  for (int i = 0; i < index; ++i) {
    const std::size_t colon = arn.find(':');
    if (colon == std::string_view::npos) return {};
    arn.remove_prefix(colon + 1);
  }
  return index == kLast ? arn : arn.substr(0, arn.find(':'));
}

bool is_account_id(std::string_view text) {
  constexpr std::size_t kDigits = 12;
  return text.size() == kDigits && text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace rootproof
