#pragma once

#include <cstdint>

#include "parsers/policy/policy_document.h"

/// The language of service control policies, which grew in September 2025 (AWS, "AWS Organizations supports
/// full IAM policy language for service control policies", 2025-09-19; AWS Organizations User Guide, "SCP
/// syntax"). Partitions and mirrors of AWS, and tools in between, took it later or not yet.
namespace rootproof::policy {

enum class ScpDialect : std::uint8_t {
  current,
  /// Allow with Action and Resource "*" only, no NotResource, wildcards in actions only at their end.
  before_2025,
};

/// Adds an error for each element of a service control policy that the dialect does not have. Documents of
/// other kinds stay as they are.
void check_scp_dialect(PolicyDocument& document, ScpDialect dialect);

}  // namespace rootproof::policy
