#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/terraform/expression.h"
#include "parsers/terraform/module_symbols.h"
#include "parsers/terraform/provider_accounts.h"

namespace rootproof::terraform {

/// What all module instances of one root share.
struct Evaluation {
  const ModuleLoader& loader;
  const ModuleInputs& inputs;
  std::string root_path;
  std::size_t steps = 0;    ///< evaluation steps left
  unsigned depth = 0;       ///< references within references
  std::size_t modules = 0;  ///< module instances so far
  EvaluatedUnit unit;
  std::map<std::string, ModuleSymbols> symbols;  ///< by directory path
};

/// One instance of a resource, data source or module: its key, what `each` and `count` are in it, and when it
/// exists.
struct Instance {
  std::string key;                                             ///< "" or "[0]" or "[\"name\"]"
  std::map<std::string, value::Value, std::less<>> variables;  ///< each, count
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

/// One call of a module: evaluates lazily, each thing once.
class ModuleInstance {
 public:
  ModuleInstance(Evaluation& evaluation, const ModuleDirectory& directory, std::string prefix,
                 const ModuleInstance* parent, unsigned depth);
  ~ModuleInstance();

  /// Arguments of the call; missing ones take the variable's default.
  std::map<std::string, value::Value> arguments;
  value::Guard guard;
  bool may_be_absent = false;
  ProviderAccounts providers;  ///< of the root module until the caller passes others

  /// Adds the resources of this module and of all it calls to the unit.
  void emit();
  [[nodiscard]] value::Value output(const std::string& name, source::Span span);

 private:
  struct CalledModule;

  value::Value evaluate(const hcl::File& file, hcl::ExpressionId expression, const Instance& instance);
  [[nodiscard]] Scope scope(const Instance& instance);
  value::Value resolve(std::string_view root, const std::vector<TraversalStep>& steps, std::size_t& used,
                       source::Span span);
  value::Value missing(const std::string& name, source::Span span) const;

  value::Value variable(const std::string& name, source::Span span);
  value::Value local(const std::string& name, source::Span span);
  value::Value module_reference(const std::vector<TraversalStep>& steps, std::size_t& used,
                                source::Span span);
  value::Value resource_reference(const Declaration& declaration, const std::string& address, bool data,
                                  const std::vector<TraversalStep>& steps, std::size_t from,
                                  std::size_t& used, source::Span span);
  value::Value instance_reference(const Declaration& declaration, const std::string& address, bool data,
                                  const Instance& instance, const std::vector<TraversalStep>& steps,
                                  std::size_t from, std::size_t& used, source::Span span);
  value::Value whole_instance(const Declaration& declaration, const std::string& address, bool data,
                              const Instance& instance, source::Span span);
  value::Value attribute(const Declaration& declaration, const std::string& address, const Instance& instance,
                         std::string_view name, bool& found);
  value::Value computed(const std::string& type, const std::string& address, bool data,
                        const Declaration& declaration, const Instance& instance,
                        const std::string& attribute_path, source::Span span);
  std::string account_of(const Declaration& declaration) const;

  const Instances& instances(const Declaration& declaration, const std::string& address);
  Instances expand(const Declaration& declaration, const std::string& address);
  value::Value body(const hcl::File& file, const hcl::Body& body, const Instance& instance, bool top);
  value::Value blocks_of_type(const hcl::File& file, const hcl::Body& body, std::string_view type,
                              const Instance& instance);
  void dynamic_block(const hcl::File& file, const hcl::Block& block, const Instance& instance,
                     std::vector<value::Value>& items);

  std::vector<CalledModule>& called(const std::string& name);
  void emit_resource(const std::string& name, const Declaration& declaration);
  void emit_configuration(const Declaration& declaration, ResourceKind kind, const std::string& type,
                          const std::string& address);
  void emit_outputs();

  Evaluation& evaluation_;
  const ModuleDirectory& directory_;
  const ModuleSymbols& symbols_;
  std::string prefix_;  ///< "" or "module.a." or "module.a[0]."
  const ModuleInstance* parent_;
  unsigned depth_;
  std::map<std::string, value::Value> known_;  ///< evaluated variables, locals, attributes
  std::set<std::string> evaluating_;           ///< for cycles
  std::map<std::string, Instances> instances_;
  std::map<std::string, std::vector<CalledModule>> called_;
  std::map<std::string, Instances::Form> called_form_;
};

}  // namespace rootproof::terraform
