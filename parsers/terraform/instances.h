#pragma once

#include <map>
#include <string>
#include <vector>

#include "parsers/value/value.h"

namespace rootproof::terraform {

/// One instance of a resource, data source or module: its key, what `each` and `count` are in it, and when it
/// exists.
struct Instance {
  std::string key;                                             ///< "" or "[0]" or "[\"name\"]"
  std::string name;                                            ///< of a key in for_each, as it is
  std::map<std::string, value::Value, std::less<>> variables;  ///< each, count, iterators
  std::string where;                                           ///< Scope::where of expressions in it
  value::Guard guard;
  bool may_be_absent = false;
};

/// How a block multiplies.
struct Instances {
  enum class Form : unsigned char { single, counted, keyed, unknown };
  Form form = Form::single;
  std::vector<Instance> list;
  value::Reason reason;  ///< form unknown: why
};

/// `["name"]` or `[0]` as addresses print it; quoting as in Terraform's own addresses ("Resource Address
/// Syntax").
[[nodiscard]] std::string instance_key(Instances::Form form, const std::string& name);

/// The value of a block with count or for_each as a whole: a list, or an object by key.
[[nodiscard]] value::Value together(Instances::Form form, std::vector<value::Member> instances,
                                    value::Origin origin);

/// A reference to a block when it is not known how often there is one.
[[nodiscard]] value::Value unknown_instances(const Instances& instances, const std::string& address,
                                             source::Span span);

/// `each` in an instance, and what an iterator is in a dynamic block.
[[nodiscard]] value::Value each_value(value::Value key, value::Value value);

}  // namespace rootproof::terraform
