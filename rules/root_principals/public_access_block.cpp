#include "rules/root_principals/public_access_block.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "rules/answers.h"

namespace rootproof::rules {
namespace {

using value::Value;

/// The text or symbol by which a resource names a bucket: "logs-bucket", "aws_s3_bucket.logs", "Logs". Empty
/// when it is not known.
std::string bucket_named_by(const Value* value) {
  if (value == nullptr) return {};
  if (auto text = value->as_text()) return *text;
  if (!value->is(Value::Kind::string) || value->pieces().size() != 1) return {};
  const auto* hole = std::get_if<value::Hole>(&value->pieces()[0]);
  if (hole == nullptr) return {};
  // aws_s3_bucket.logs.id and aws_s3_bucket.logs.bucket are the same name.
  for (const std::string_view attribute : {".id", ".bucket"}) {
    const std::string& symbol = hole->symbol;
    if (symbol.size() > attribute.size() &&
        symbol.compare(symbol.size() - attribute.size(), attribute.size(), attribute) == 0) {
      return symbol.substr(0, symbol.size() - attribute.size());
    }
  }
  return hole->symbol;
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

constexpr std::array<std::string_view, 2> kBuckets{"aws_s3_bucket", "AWS::S3::Bucket"};

}  // namespace

bool exists_with(const Resource& resource, const Resource& other) {
  // What may be absent says under which terms, or that nobody knows any.
  const bool known = !resource.may_be_absent || !resource.guard.always();
  return known && other.guard.implies(resource.guard);
}

BlockedBuckets::BlockedBuckets(const engine::Facts& facts) : facts_(facts), named_(facts) {
  for (const Resource& resource : facts.resources) {
    if (resource.type == "aws_s3_bucket_public_access_block") {
      const Value* bucket = resource.properties.find("bucket");
      blocks_.push_back({&resource,
                         bucket == nullptr ? nullptr : named_.attribute_of(resource, *bucket, kBuckets),
                         bucket_named_by(bucket), blocks(resource.properties)});
    }
    if (std::find(kBuckets.begin(), kBuckets.end(), resource.type) == kBuckets.end()) continue;
    buckets_.push_back(&resource);
    if (resource.language != Language::cloudformation) continue;
    const Value* settings = resource.properties.find("PublicAccessBlockConfiguration");
    if (settings != nullptr)
      blocks_.push_back(
          {&resource, &resource, bucket_named_by(resource.property("name")), blocks(*settings)});
  }
}

/// No other block of the code is, or may be, that of the bucket.
bool BlockedBuckets::has_default_block(const Resource& bucket) const {
  if (facts_.unit_unknowns != nullptr && facts_.unit_unknowns->count(bucket.unit) != 0) return false;
  const std::string name = bucket_named_by(bucket.property("name"));
  return std::none_of(blocks_.begin(), blocks_.end(), [&](const Block& block) {
    if (block.holder->unit != bucket.unit) return false;
    if (block.bucket != nullptr) return block.bucket == &bucket;
    return block.name.empty() || name.empty() || block.name == name || block.name == bucket.address;
  });
}

BucketBarrier BlockedBuckets::barrier_of(const Resource& policy_holder) const {
  const bool is_bucket = policy_holder.kind == ResourceKind::bucket;
  if (!is_bucket && policy_holder.kind != ResourceKind::bucket_policy) return BucketBarrier::none;
  const Value* named = policy_holder.property(is_bucket ? "name" : "bucket");
  if (named == nullptr && !is_bucket) return BucketBarrier::none;
  const std::string name = bucket_named_by(named);
  const Resource* bucket = is_bucket ? &policy_holder : named_.attribute_of(policy_holder, *named, kBuckets);
  for (const Resource* other : buckets_)
    if (bucket == nullptr && !name.empty() && other->unit == policy_holder.unit &&
        bucket_named_by(other->property("name")) == name)
      bucket = other;
  const bool blocked = std::any_of(blocks_.begin(), blocks_.end(), [&](const Block& block) {
    if (!block.blocks || block.holder->unit != policy_holder.unit ||
        !exists_with(*block.holder, policy_holder))
      return false;
    return (bucket != nullptr && block.bucket == bucket) || (!name.empty() && block.name == name);
  });
  if (blocked) return BucketBarrier::block;
  const bool made = bucket != nullptr && exists_with(*bucket, policy_holder);
  return made && has_default_block(*bucket) ? BucketBarrier::default_block : BucketBarrier::none;
}

}  // namespace rootproof::rules
