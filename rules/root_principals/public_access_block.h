#pragma once

#include <string>
#include <vector>

#include "analyzer/engine/rule.h"
#include "rules/root_credentials/named_resources.h"

namespace rootproof::rules {

/// Whether one resource is there wherever another one is.
[[nodiscard]] bool exists_with(const Resource& resource, const Resource& other);

/// The buckets to which the code gives a public access block that stops public policies: BlockPublicPolicy
/// refuses the policy, RestrictPublicBuckets keeps outsiders out (S3 User Guide, "Blocking public access to
/// your Amazon S3 storage"). Those of which it cannot be told are not among them.
class BlockedBuckets {
 public:
  /// The facts must outlive it.
  explicit BlockedBuckets(const engine::Facts& facts);
  /// Whether the bucket of this bucket policy is one of them, wherever there is the policy.
  [[nodiscard]] bool contain_bucket_of(const Resource& bucket_policy) const;

 private:
  struct Block {
    const Resource* holder = nullptr;  ///< the block, or the bucket that has it as a property
    const Resource* bucket = nullptr;  ///< nullptr where it is known by its name only
    std::string name;                  ///< or symbol; empty when it is not known
  };

  NamedResources named_;
  std::vector<Block> blocks_;
};

}  // namespace rootproof::rules
