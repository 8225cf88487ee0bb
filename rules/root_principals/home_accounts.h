#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "analyzer/engine/rule.h"

namespace rootproof::rules {

/// Which account code is deployed to, as far as ids that it writes down tell: no provider need say it. The
/// facts must outlive it.
class HomeAccounts {
 public:
  explicit HomeAccounts(const engine::Facts& facts);

  /// Whether what can only be of the account that a resource lies in says its id: roles that services take
  /// on, policies that are attached, the queue that a policy of a queue is for.
  [[nodiscard]] bool is_home(const Resource& resource, const std::string& id) const;
  /// Whether anything of the kind says one, this or another.
  [[nodiscard]] bool is_told(const Resource& resource) const;

  /// What suggests that an account is the one a resource lies in and may mean another: the backend of the
  /// state, a key in use, one of several accounts that a provider may sign in to, an identity provider that a
  /// role trusts, in code that is deployed to several accounts. "the settings of backend.s3 suggest"; empty
  /// when there is nothing. Names of roles say nothing: one code gives them to many accounts.
  [[nodiscard]] std::string hint(const Resource& resource, const std::string& id) const;

 private:
  using Place = std::pair<std::string, std::string>;  ///< unit and account

  void look_at(const Resource& resource);
  void look_at_trust(const engine::PolicyInstance& instance);
  void note_home(const Resource& resource, std::string_view arn);
  void note_hint(const Place& place, const std::string& id, std::string what);

  std::map<Place, std::set<std::string>> homes_;
  std::map<Place, std::map<std::string, std::string>> hints_;  ///< by id, what suggests it
};

}  // namespace rootproof::rules
