#pragma once

#include "analyzer/engine/rule.h"

namespace rootproof::rules {

/// True when the code gives the bucket of a bucket policy a public access block that stops public policies:
/// BlockPublicPolicy refuses the policy, RestrictPublicBuckets keeps outsiders out (S3 User Guide, "Blocking
/// public access to your Amazon S3 storage"). False also when it cannot be told.
[[nodiscard]] bool public_access_is_blocked(const engine::Facts& facts, const Resource& bucket_policy);

}  // namespace rootproof::rules
