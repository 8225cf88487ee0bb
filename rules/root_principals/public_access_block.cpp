#include "rules/root_principals/public_access_block.h"

#include <algorithm>
#include <string>
#include <utility>

#include "rules/root_principals/given_name.h"

namespace rootproof::rules {
namespace {

using value::Value;

/// aws_s3_bucket.logs.id and aws_s3_bucket.logs.bucket are the same name.
std::string bucket_named_by(const Resource& resource, const Value* value) {
  return given_name(resource, value, {".id", ".bucket"});
}

bool is_true(const Value& settings, const char* name) {
  const Value* value = settings.find(name);
  if (value == nullptr) return false;
  if (value->is(Value::Kind::boolean)) return value->as_boolean();
  return value->as_text() == "true";
}

bool blocks(const Value& settings) {
  return is_true(settings, "BlockPublicPolicy") || is_true(settings, "RestrictPublicBuckets") ||
         is_true(settings, "block_public_policy") || is_true(settings, "restrict_public_buckets");
}

}  // namespace

BlockedBuckets::BlockedBuckets(const engine::Facts& facts) {
  for (const Resource& resource : facts.resources) {
    // A number of instances that is not known is a condition of its own, which no policy has.
    if (resource.may_be_absent && resource.guard.always()) continue;
    const auto add = [&](std::string name) {
      if (!name.empty()) blocked_[{resource.unit, std::move(name)}].push_back(resource.guard);
    };
    if (resource.type == "aws_s3_bucket_public_access_block" && blocks(resource.properties))
      add(bucket_named_by(resource, resource.properties.find("bucket")));
    if (resource.kind != ResourceKind::bucket || resource.language != Language::cloudformation) continue;
    const Value* settings = resource.properties.find("PublicAccessBlockConfiguration");
    if (settings == nullptr || !blocks(*settings)) continue;
    constexpr std::string_view kPrefix = "Resources.";
    if (resource.address.starts_with(kPrefix)) add(resource.address.substr(kPrefix.size()));
    add(bucket_named_by(resource, resource.property("name")));
  }
}

bool BlockedBuckets::contain_bucket_of(const Resource& bucket_policy) const {
  if (bucket_policy.kind != ResourceKind::bucket_policy) return false;
  const auto found =
      blocked_.find({bucket_policy.unit, bucket_named_by(bucket_policy, bucket_policy.property("bucket"))});
  return found != blocked_.end() &&
         std::any_of(found->second.begin(), found->second.end(),
                     [&](const value::Guard& guard) { return bucket_policy.guard.implies(guard); });
}

}  // namespace rootproof::rules
