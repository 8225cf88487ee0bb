#pragma once

#include <string>
#include <vector>

#include "analyzer/engine/rule.h"

/// Whether a statement speaks of what its policy hangs on: a bucket, a queue or a topic.
namespace rootproof::rules {

/// What is known of the name of a bucket, queue or topic.
struct KnownName {
  const Resource* resource = nullptr;  ///< of the code, which has it; nullptr where only a name is written
  bool generated = false;              ///< made at deployment, so that nothing else has it
  std::string begin;
  std::string end;
  bool whole = false;  ///< nothing stands between beginning and end, which are the same
};

/// Whether two names are never the same one.
[[nodiscard]] bool are_different(const KnownName& one, const KnownName& other);

/// The name in a name, an ARN or a URL; of a bucket also in the ARN of its objects. Nothing is known of one
/// with wildcards.
[[nodiscard]] KnownName name_in(const engine::Facts& facts, const Resource& policy, const value::Value& text);

/// What a policy hangs on, as it says itself: a text or a list of texts; nullptr where it does not.
[[nodiscard]] const value::Value* owners_of(const Resource& policy);

/// The names of what a policy hangs on; none where they are not known.
[[nodiscard]] std::vector<KnownName> names_of_owners(const engine::Facts& facts, const Resource& policy);

/// The name that is written for a bucket, queue or topic, or for what holds its own policy; nullptr where it
/// is made at deployment.
[[nodiscard]] const value::Value* written_name(const Resource& resource);

/// Whether every Resource of a statement is something of the code that is not what the policy hangs on: the
/// policy of one queue that names another grants nobody anything. Nor does that of a key that names no key.
[[nodiscard]] bool is_about_another_resource(const engine::Facts& facts,
                                             const engine::PolicyInstance& instance,
                                             const policy::Statement& statement);

}  // namespace rootproof::rules
