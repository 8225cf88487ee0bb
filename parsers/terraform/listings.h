#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "parsers/value/value.h"

namespace rootproof::terraform {

/// What an organization holds, as data sources list it: units below a parent, accounts. Which these are
/// nobody knows here, but what an expression picks out of a list by name has an identity (unit_names.h), and
/// whoever knows the organization finds it. To all who do not ask for it these values are unknowns as any;
/// copies of one are known by Value::identity(), what is made of them is not.
class Listings {
 public:
  /// Whether an attribute lists units or accounts: "children" of aws_organizations_organizational_units.
  [[nodiscard]] static bool is_listing(std::string_view type, bool data, std::string_view path);

  /// The list that `symbol` names ("data.aws_organizations_organizational_units.all.children").
  value::Value list(const std::string& symbol, bool data, source::Span span);
  /// The object of a list whose `attribute` ("name", "email") is a text; nullopt where the value is no such
  /// list, or has no such attribute.
  [[nodiscard]] std::optional<value::Value> element(const value::Value& list, std::string_view attribute,
                                                    std::string_view text) const;
  [[nodiscard]] bool is_list(const value::Value& value) const;

  /// One element of a list, if the list has it.
  struct Picked {
    value::Value item;               ///< what is made of it
    std::optional<std::string> key;  ///< where it stands in a map
    value::GuardTerm exists;

    /// The item, or what there is without it.
    [[nodiscard]] value::Value otherwise(value::Value missing) const;
  };
  /// What a for expression keeps of a list, if there is such an element.
  value::Value picked(const value::Value& list, std::string_view attribute, std::string_view text,
                      value::Value item, std::optional<std::string> key);
  /// The element that was picked; nullptr where the value is something else.
  [[nodiscard]] const Picked* find_picked(const value::Value& value) const;

  /// `{for x in LIST : x.ATTRIBUTE => x.PART}`; without a part the values are the elements themselves.
  value::Value keyed(const value::Value& list, std::string_view attribute, std::string_view part);
  /// The element of such a map; nullopt where the value is none.
  [[nodiscard]] std::optional<Picked> at(const value::Value& map, std::string_view key) const;

 private:
  struct Keyed {
    const void* list;
    std::string attribute;
    std::string part;
  };
  value::Value remember(value::Value value);

  std::map<std::string, value::Value> lists_;  ///< by symbol
  std::vector<value::Value> made_;             ///< keeps identities from being used again
  std::unordered_map<const void*, value::Value> known_lists_;
  std::unordered_map<const void*, Picked> picked_;
  std::unordered_map<const void*, Keyed> keyed_;
};

}  // namespace rootproof::terraform
