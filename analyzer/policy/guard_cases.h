#pragma once

#include <string>

#include "parsers/value/guard.h"

/// Cases in which something stands that does not always stand.
namespace rootproof::policy {

/// Whether a term says what one parameter or variable is, or names one condition: then it can be as well as
/// not be. What is computed may never be, or always.
[[nodiscard]] inline bool may_hold_or_not(const value::GuardTerm& term) {
  if (term.of_unknown_number) return false;
  const std::string& name = term.subject.empty() ? term.condition : term.subject;
  return name.find_first_of(" ()[]{}\"'!<>=") == std::string::npos &&
         (name.starts_with("var.") || name.find('.') == std::string::npos);
}

}  // namespace rootproof::policy
