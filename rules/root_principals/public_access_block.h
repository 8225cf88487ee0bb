#pragma once

#include <set>
#include <string>
#include <utility>

#include "analyzer/engine/rule.h"

namespace rootproof::rules {

/// The buckets to which the code gives a public access block that stops public policies: BlockPublicPolicy
/// refuses the policy, RestrictPublicBuckets keeps outsiders out (S3 User Guide, "Blocking public access to
/// your Amazon S3 storage"). Those of which it cannot be told are not among them.
class BlockedBuckets {
 public:
  explicit BlockedBuckets(const engine::Facts& facts);
  /// Whether the bucket of this bucket policy is one of them.
  [[nodiscard]] bool contain_bucket_of(const Resource& bucket_policy) const;

 private:
  std::set<std::pair<std::string, std::string>> names_;  ///< unit and name or symbol
};

}  // namespace rootproof::rules
