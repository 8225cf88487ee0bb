#pragma once

#include <vector>

#include "parsers/value/value.h"

namespace rootproof::policy {

/// One way a value may turn out as a whole: nothing inside is one_of or absent any more.
struct Expansion {
  value::Guard guard;
  value::Value value;
  bool open = false;  ///< an alternative without a guard was chosen: when it holds cannot be said
};

/// Every way a value may turn out, contradictory guards left out. Absent members and items are removed. What
/// would exceed limits::kAlternatives becomes unknown(limit) where it stands.
[[nodiscard]] std::vector<Expansion> expand_alternatives(const value::Value& value);

}  // namespace rootproof::policy
