#pragma once

#include <cstddef>
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
  /// Of an instance that stands for all: what its count or for_each goes over, as it is written in its
  /// module. Blocks with the same have the same keys. Empty for all others.
  std::string collection;
  value::Guard guard;
  bool may_be_absent = false;
};

/// How a block multiplies.
struct Instances {
  enum class Form : unsigned char { single, counted, keyed, unknown };
  /// One way that count or for_each may turn out: its instances, as indexes into `list`.
  struct Way {
    value::Guard guard;
    std::vector<std::size_t> members;
  };

  Form form = Form::single;
  std::vector<Instance> list;
  std::vector<Way> ways;  ///< none when all of the list exist
  value::Reason reason;   ///< form unknown: why
};

/// `["name"]` or `[0]` as addresses print it; quoting as in Terraform's own addresses ("Resource Address
/// Syntax").
[[nodiscard]] std::string instance_key(Instances::Form form, const std::string& name);

/// The value of a block with count or for_each as a whole, of the values of its instances: a list, or an
/// object by key, in each of the ways it may turn out.
[[nodiscard]] value::Value together(const Instances& all, const std::vector<value::Member>& instances,
                                    const value::Origin& origin);

/// A reference to a block when it is not known how often there is one.
[[nodiscard]] value::Value unknown_instances(const Instances& instances, const std::string& address,
                                             source::Span span);

/// `each` in an instance, and what an iterator is in a dynamic block.
[[nodiscard]] value::Value each_value(value::Value key, value::Value value);

}  // namespace rootproof::terraform
