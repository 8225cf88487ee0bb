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

BlockedBuckets::BlockedBuckets(const engine::Facts& facts) : named_(facts) {
  for (const Resource& resource : facts.resources) {
    if (resource.type == "aws_s3_bucket_public_access_block" && blocks(resource.properties)) {
      const Value* bucket = resource.properties.find("bucket");
      if (bucket != nullptr)
        blocks_.push_back(
            {&resource, named_.attribute_of(resource, *bucket, kBuckets), bucket_named_by(bucket)});
    }
    if (resource.kind != ResourceKind::bucket || resource.language != Language::cloudformation) continue;
    const Value* settings = resource.properties.find("PublicAccessBlockConfiguration");
    if (settings != nullptr && blocks(*settings))
      blocks_.push_back({&resource, &resource, bucket_named_by(resource.property("name"))});
  }
}

bool BlockedBuckets::contain_bucket_of(const Resource& bucket_policy) const {
  if (bucket_policy.kind != ResourceKind::bucket_policy) return false;
  const Value* named = bucket_policy.property("bucket");
  if (named == nullptr) return false;
  const Resource* bucket = named_.attribute_of(bucket_policy, *named, kBuckets);
  const std::string name = bucket_named_by(named);
  return std::any_of(blocks_.begin(), blocks_.end(), [&](const Block& block) {
    if (block.holder->unit != bucket_policy.unit || !exists_with(*block.holder, bucket_policy)) return false;
    return (bucket != nullptr && block.bucket == bucket) || (!name.empty() && block.name == name);
  });
}

}  // namespace rootproof::rules
