#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "analyzer/engine/rule.h"

namespace rootproof::rules {

/// Whether every Resource of a statement refers to something of the code that is not what the policy hangs
/// on: the policy of one queue that names another grants nobody anything.
[[nodiscard]] bool is_about_another_resource(const engine::PolicyInstance& instance,
                                             const policy::Statement& statement);

/// "aws_sqs_queue.orders" of what is an attribute of it as a whole, known or not.
[[nodiscard]] std::optional<std::string> referenced_resource(const value::Value& text);

/// The argument of a policy of its own that says what it hangs on: "queue_url". Empty for other types.
[[nodiscard]] std::string_view owner_argument(std::string_view type);

}  // namespace rootproof::rules
