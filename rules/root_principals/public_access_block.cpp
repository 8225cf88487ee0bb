#include "rules/root_principals/public_access_block.h"

#include <string>

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

}  // namespace

BlockedBuckets::BlockedBuckets(const engine::Facts& facts) {
  for (const Resource& resource : facts.resources) {
    if (!is_certain(resource)) continue;
    if (resource.type == "aws_s3_bucket_public_access_block" && blocks(resource.properties)) {
      names_.emplace(resource.unit, bucket_named_by(resource.properties.find("bucket")));
    }
    if (resource.kind != ResourceKind::bucket || resource.language != Language::cloudformation) continue;
    const Value* settings = resource.properties.find("PublicAccessBlockConfiguration");
    if (settings == nullptr || !blocks(*settings)) continue;
    constexpr std::string_view kPrefix = "Resources.";
    if (resource.address.compare(0, kPrefix.size(), kPrefix) == 0) {
      names_.emplace(resource.unit, resource.address.substr(kPrefix.size()));
    }
    names_.emplace(resource.unit, bucket_named_by(resource.property("name")));
  }
}

bool BlockedBuckets::contain_bucket_of(const Resource& bucket_policy) const {
  if (bucket_policy.kind != ResourceKind::bucket_policy) return false;
  const std::string bucket = bucket_named_by(bucket_policy.property("bucket"));
  return !bucket.empty() && names_.count({bucket_policy.unit, bucket}) != 0;
}

}  // namespace rootproof::rules
