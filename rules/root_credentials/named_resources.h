#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

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

  /// The resource of one of `types` of which the value is an attribute as a whole, known or not, handed on by
  /// whatever variables, locals and outputs; nullptr when it is something else.
  [[nodiscard]] const Resource* attribute_of(const Resource& from, const value::Value& value,
                                             std::span<const std::string_view> types) const;

  /// The first resource that is referred to somewhere in a text (`"${aws_cloudwatch_log_group.x.arn}:*"`; in
  /// CloudFormation `!GetAtt X.Arn`, which is made of the account, the Region and a name).
  [[nodiscard]] const Resource* mentioned(const Resource& from, const value::Value& value) const;

 private:
  [[nodiscard]] const Resource* at_symbol(const Resource& from, const std::string& symbol) const;
  [[nodiscard]] const Resource* find(std::string_view unit, std::string_view address) const;

  using Addresses = std::unordered_map<std::string_view, const Resource*>;
  std::map<std::string_view, Addresses> resources_;  ///< by unit
};

}  // namespace rootproof::rules
