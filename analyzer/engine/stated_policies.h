#pragma once

#include <optional>

#include "parsers/value/value.h"

namespace rootproof::engine {

/// The policy that a list or map of statements stands for, as modules of the Terraform registry take it
/// (terraform-aws-modules: topic_policy_statements, key_statements, …): objects with the arguments of
/// aws_iam_policy_document's `statement`, of which at least one says `actions` and `principals`. `condition`
/// may be called `conditions`; blocks of which there may be several are lists, maps or one object. Without
/// `resources` a statement is about whatever the module makes. nullopt for every other value.
[[nodiscard]] std::optional<value::Value> stated_policy(const value::Value& statements);

}  // namespace rootproof::engine
