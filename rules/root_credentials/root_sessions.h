#pragma once

#include <cstdint>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/root_session_question.h"

/// What the rules about sts:AssumeRoot in identity policies share.
namespace rootproof::rules {

/// How a statement comes to speak of sts:AssumeRoot.
enum class AssumeRootMention : std::uint8_t {
  named,       ///< Action is the action itself, or a pattern that hardly anything else fits
  unknown,     ///< an action of STS that is not known as a whole
  service,     ///< a pattern within the service: sts:*, sts:Assume*
  everything,  ///< every action, all but some, or nothing is known
};
[[nodiscard]] AssumeRootMention mention_of_assume_root(const policy::Statement& statement);

/// Policies of users, roles, groups and permission sets: they grant, unlike boundaries and session policies.
[[nodiscard]] bool grants_to_identities(const engine::PolicyInstance& instance);

}  // namespace rootproof::rules
