#include "rules/root_principals/public_access_block.h"

#include <string>

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

bool is_certain(const Resource& resource) { return resource.guard.always() && !resource.may_be_absent; }

/// The bucket's own property in CloudFormation.
bool blocked_by_bucket(const Resource& resource, const std::string& bucket) {
  if (resource.kind != ResourceKind::bucket || resource.language != Language::cloudformation) return false;
  const Value* name = resource.property("name");
  const bool same =
      resource.address == "Resources." + bucket || (name != nullptr && name->as_text() == bucket);
  const Value* settings = resource.properties.find("PublicAccessBlockConfiguration");
  return same && settings != nullptr && blocks(*settings);
}

bool blocked_by_resource(const Resource& resource, const std::string& bucket) {
  return resource.type == "aws_s3_bucket_public_access_block" &&
         bucket_named_by(resource.properties.find("bucket")) == bucket && blocks(resource.properties);
}

}  // namespace

bool public_access_is_blocked(const engine::Facts& facts, const Resource& bucket_policy) {
  if (bucket_policy.kind != ResourceKind::bucket_policy) return false;
  const std::string bucket = bucket_named_by(bucket_policy.property("bucket"));
  if (bucket.empty()) return false;
  for (const Resource& resource : facts.resources) {
    if (resource.unit != bucket_policy.unit || !is_certain(resource)) continue;
    if (blocked_by_bucket(resource, bucket) || blocked_by_resource(resource, bucket)) return true;
  }
  return false;
}

}  // namespace rootproof::rules
