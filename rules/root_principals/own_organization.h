#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/engine/rule.h"

namespace rootproof::rules {

/// The organization that the code belongs to, as far as it tells: by an export of it, or by a reference to
/// the organization of the code.
class OwnOrganization {
 public:
  explicit OwnOrganization(const engine::Facts& facts);

  /// Whether a statement lets another account as a whole in, where a condition on its organization may do no
  /// more than say which one that is: all of an account belongs to an organization, or none of it does. So
  /// the condition keeps it out, or makes it one of the own organization, where that organization is known to
  /// be the own one; else it is undecided. `document` is that of the instance, or what was meant by it.
  [[nodiscard]] policy::Answer lets_whole_account_in(const engine::PolicyInstance& instance,
                                                     const policy::PolicyDocument& document,
                                                     std::size_t statement, std::size_t principal) const;

  /// Whether a statement that names everyone lets an organization in that is known not to be the own one, by
  /// a condition that names it: the answer with the request, nullopt where it does not or nothing tells.
  [[nodiscard]] std::optional<policy::Answer> lets_other_organization_in(
      const engine::PolicyInstance& instance, std::size_t statement) const;

  /// Whether a reference is to what the data source of an organization says that is read with credentials of
  /// another account than those the resource is made with. It may be of another organization.
  [[nodiscard]] bool is_looked_up_elsewhere(const Resource& resource, std::string_view reference) const;

 private:
  [[nodiscard]] bool is_own(const Resource& resource, const value::Value& value) const;
  /// The document with an organization that nobody outside belongs to for the own one, and any other for
  /// those that are not known, in the statement asked about and where something is denied. Why they may be
  /// another one is added to the reasons.
  [[nodiscard]] policy::PolicyDocument with_own_set_apart(const Resource& resource,
                                                          const policy::PolicyDocument& document,
                                                          std::size_t asked,
                                                          std::vector<value::Reason>& reasons) const;

  /// Data sources of an organization by another configuration than the default, by unit: address and account.
  std::multimap<std::string, std::pair<std::string, std::string>> lookups_;
  std::set<std::string> ids_;                                 ///< "o-a1b2c3d4e5"
  std::set<std::pair<std::string, std::string>> references_;  ///< by unit: "Organization" of a template
};

}  // namespace rootproof::rules
