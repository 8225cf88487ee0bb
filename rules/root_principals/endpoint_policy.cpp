#include "rules/root_principals/endpoint_policy.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

#include "analyzer/engine/endpoint_arguments.h"
#include "analyzer/policy/sample_actions.h"

namespace rootproof::rules {
namespace {

/// The buckets that a policy names; a bucket's own policy names one.
std::set<std::string> buckets_named_by(const policy::PolicyDocument& document) {
  constexpr std::string_view kBucketArn = ":s3:::";
  std::set<std::string> buckets;
  for (const policy::Statement& statement : document.statements)
    for (const policy::Pattern& resource : statement.resources) {
      const std::string text = resource.text().value_or("");
      const std::size_t begin = text.find(kBucketArn);
      if (begin == std::string::npos) continue;
      const std::string bucket = text.substr(begin + kBucketArn.size());
      const std::string name = bucket.substr(0, bucket.find('/'));
      if (name.find_first_of("*?") == std::string::npos) buckets.insert(name);
    }
  return buckets;
}

}  // namespace

bool may_be_endpoint_policy(const engine::PolicyInstance& instance, std::size_t index,
                            const policy::Request& witness) {
  const policy::Statement& statement = instance.document.statements[index];
  const bool of_module = instance.resource->type == kModuleArgumentsType;
  if (instance.resource->kind != ResourceKind::policy_file && !of_module) return false;
  if (of_module && engine::may_speak_of_endpoint(*instance.resource, instance.path)) return true;
  const bool every_action = !statement.not_action &&
                            std::any_of(statement.actions.begin(), statement.actions.end(),
                                        [](const policy::Pattern& action) { return action.text() == "*"; });
  return every_action || policy::is_for_owner_only(witness.action) ||
         buckets_named_by(instance.document).size() > 1;
}

value::Reason attached_to_what(const policy::Statement& statement) {
  return {value::ReasonKind::external_target, "the resource or VPC endpoint that this policy is attached to",
          statement.span};
}

}  // namespace rootproof::rules
