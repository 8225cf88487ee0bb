#pragma once

#include <set>
#include <string>

#include "analyzer/policy/questions.h"
#include "analyzer/policy/request.h"

/// Policies and requests as they are at one place of an organization.
namespace rootproof::policy {

/// A document as it reads there: with the partition and the ids of the organization's objects filled in, and
/// what ScpPath::taken_for says.
[[nodiscard]] PolicyDocument placed_document(const PolicyDocument& document, const ScpPath& path,
                                             const std::string& partition);

/// Keys of organization ids that every request at the path has, and whose values nobody knows: all of them
/// where the organization is not known, those of paths where the place in it is not.
[[nodiscard]] std::set<std::string> keys_of_unknown_place(const ScpPath& path);

/// Takes conditions on these keys for undecided, but for those that only ask whether the key is there.
void doubt_conditions(PolicyDocument& document, const std::set<std::string>& keys);

/// Fills in what the context says of the organization of the caller, or of the one of the resource, where its
/// account stands at the end of the path.
void add_place_of_caller(Request& request, const ScpPath& path);
void add_place_of_resource(Request& request, const ScpPath& path);

}  // namespace rootproof::policy
