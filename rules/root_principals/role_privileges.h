#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/answer.h"
#include "rules/root_credentials/named_resources.h"

namespace rootproof::rules {

/// Whether a role may do as much as an administrator, or make itself one: by AWS managed policies such as
/// AdministratorAccess, or by identity policies that allow changing anybody's permissions.
struct Privilege {
  policy::Truth truth = policy::Truth::no;
  std::string because;                 ///< for yes: "AdministratorAccess", "aws_iam_role_policy.deploy"
  std::vector<value::Reason> reasons;  ///< for unknown
};

/// What the code attaches to roles, looked up once.
class RolePrivileges {
 public:
  explicit RolePrivileges(const engine::Facts& facts);

  [[nodiscard]] Privilege of(const Resource& role) const;

 private:
  using Key = std::pair<std::string, std::string>;  ///< unit, and name or address

  void note_policies(const engine::Facts& facts);
  void note_attachments(const Resource& resource);
  void attach(const Resource& from, const value::Value* roles, const Privilege& privilege);
  [[nodiscard]] Privilege of_managed_policy(const Resource& from, const value::Value& policy) const;
  void collect_names(const Resource& from, const value::Value& value, std::vector<std::string>& names,
                     std::vector<value::Reason>& reasons) const;

  NamedResources named_;
  std::map<Key, Privilege> policies_;  ///< of customer managed policies, by address
  std::map<Key, Privilege> inline_;    ///< of policies that stand in the role itself, by address
  std::map<Key, Privilege> attached_;  ///< by the role's address or name
  std::map<std::string, Privilege> to_unknown_roles_;  ///< by unit: what some role has, nobody knows which
};

}  // namespace rootproof::rules
