#pragma once

#include <string_view>

#include "parsers/source/lower_case.h"

/// Names of actions: a service prefix, a colon, a name (IAM User Guide, "Action"). Upper and lower case are
/// the same in them.
namespace rootproof::policy {

/// What stands in front of the colon; all of it where there is none: "s3:Get*" → "s3".
[[nodiscard]] inline std::string_view service_of(std::string_view action) {
  return action.substr(0, action.find(':'));
}

/// Whether prefixes and names of actions may consist of such characters (Service Authorization Reference), or
/// patterns of them.
[[nodiscard]] inline bool is_action_character(char c) {
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return letter || (c >= '0' && c <= '9') || c == '-' || c == '*' || c == '?';
}

[[nodiscard]] inline bool is_same_action(std::string_view left, std::string_view right) {
  return source::is_same_in_any_case(left, right);
}

}  // namespace rootproof::policy
