#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/policy/box_search.h"
#include "analyzer/policy/request.h"

/// From what a search settled to a complete request.
namespace rootproof::policy {

/// The request with every key the model says is present, and ordinary values wherever nothing was settled.
[[nodiscard]] Request make_request(const RequestModel& model, const PartValues& values);

/// False when the request rests on a key that no request of the kind is known to carry.
[[nodiscard]] bool is_realistic(const RequestModel& model, const Request& request);

/// False also where its action, by all that AWS documents, acts on no resource of that kind or carries none
/// of one of its keys. What AWS documents grows: no proof rests on this.
[[nodiscard]] bool is_documented(const RequestModel& model, const Request& request);

/// Actions worth trying as examples: well-known ones, those written in the statements, and one for each
/// pattern written there. In this order, without repetition.
[[nodiscard]] std::vector<std::string> candidate_actions(const std::vector<const PolicyDocument*>& documents);
/// Those of them that are wanted.
[[nodiscard]] std::vector<std::string> candidate_actions(
    const std::vector<const PolicyDocument*>& documents,
    const std::function<bool(std::string_view)>& is_wanted);

/// Whether an action acts on resources such as this one, as far as documented examples tell: an object is no
/// bucket.
[[nodiscard]] bool acts_on(std::string_view action, std::string_view resource);

/// A documented action that a pattern matches and that acts on such a resource.
[[nodiscard]] std::optional<std::string> example_on(std::string_view pattern, std::string_view resource);

/// A concrete action that a pattern matches, nullopt when the pattern is no action.
[[nodiscard]] std::optional<std::string> example_of_action(std::string_view pattern);

void add_reason(std::vector<value::Reason>& reasons, const value::Reason& reason);
void add_reasons(std::vector<value::Reason>& to, const std::vector<value::Reason>& from);

/// "statement 2 (DenyRoot)".
[[nodiscard]] std::string name_statement(const PolicyDocument& document, std::size_t index);

}  // namespace rootproof::policy
