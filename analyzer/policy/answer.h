#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/policy/request.h"
#include "parsers/value/guard.h"
#include "parsers/value/reason.h"

namespace rootproof::policy {

/// The gravest first: of several answers the least is that of the whole.
enum class Verdict : std::uint8_t { violation, undecided, safe };
[[nodiscard]] const char* to_string(Verdict verdict);

/// Three-valued truth: whether a statement matches, a condition holds.
enum class Truth : std::uint8_t { no, unknown, yes };

/// The answer to a question about all requests. A violation has a witness, safe has a proof, undecided has
/// reasons.
struct Answer {
  Verdict verdict = Verdict::undecided;
  std::optional<Request> witness;
  std::vector<std::string> proof;  ///< one sentence per step, naming statements
  std::vector<value::Reason> reasons;
  /// The case in which a violation holds, on top of that in which the statement asked about stands.
  value::Guard when;
};

}  // namespace rootproof::policy
