#pragma once

#include <map>
#include <string>
#include <utility>

#include "analyzer/engine/rule.h"

namespace rootproof::rules {

/// Resources of all units, found by what a reference to one of their attributes looks like.
class NamedResources {
 public:
  /// The facts must outlive it.
  explicit NamedResources(const engine::Facts& facts);

  /// The resource that a lone reference speaks of (`aws_iam_role.x.name`, `!Ref X`), nullptr when it is
  /// something else.
  [[nodiscard]] const Resource* referenced(const Resource& from, const value::Value& value) const;

  /// The first resource that is referred to somewhere in a text (`"${aws_cloudwatch_log_group.x.arn}:*"`; in
  /// CloudFormation `!GetAtt X.Arn`, which is made of the account, the Region and a name).
  [[nodiscard]] const Resource* mentioned(const Resource& from, const value::Value& value) const;

 private:
  [[nodiscard]] const Resource* at_symbol(const Resource& from, const std::string& symbol) const;
  [[nodiscard]] const Resource* find(const std::string& unit, const std::string& address) const;

  std::map<std::pair<std::string, std::string>, const Resource*> resources_;
};

}  // namespace rootproof::rules
