#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/engine/rule.h"
#include "rules/root_credentials/named_resources.h"

namespace rootproof::rules {

/// Whether one resource is there wherever another one is.
[[nodiscard]] bool exists_with(const Resource& resource, const Resource& other);

/// What keeps the public from a bucket whose policy lets everyone in.
enum class BucketBarrier : std::uint8_t {
  none,
  block,          ///< the code gives the bucket a public access block
  default_block,  ///< the code makes the bucket and gives it none: S3 does
};

/// Public access blocks of the code that stop public policies: BlockPublicPolicy refuses the policy,
/// RestrictPublicBuckets keeps outsiders out (S3 User Guide, "Blocking public access to your Amazon S3
/// storage"). Buckets that are made have both, since April 2023, until somebody gives them others (the same
/// guide, "Default settings for new S3 buckets FAQ").
class BlockedBuckets {
 public:
  /// The facts must outlive it.
  explicit BlockedBuckets(const engine::Facts& facts);
  /// What is there of the bucket of a bucket policy, or of the bucket that holds one, wherever there is the
  /// policy. Where it cannot be told, nothing.
  [[nodiscard]] BucketBarrier barrier_of(const Resource& policy_holder) const;

 private:
  struct Block {
    const Resource* holder = nullptr;  ///< the block, or the bucket that has it as a property
    const Resource* bucket = nullptr;  ///< nullptr where it is known by its name only
    std::string name;                  ///< or symbol; empty when it is not known
    bool blocks = false;               ///< or lifts what S3 gives the bucket
  };

  [[nodiscard]] bool has_default_block(const Resource& bucket) const;

  const engine::Facts& facts_;
  NamedResources named_;
  std::vector<Block> blocks_;
  std::vector<const Resource*> buckets_;
};

}  // namespace rootproof::rules
