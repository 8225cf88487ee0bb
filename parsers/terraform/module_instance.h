#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "parsers/source/limits.h"
#include "parsers/terraform/expression.h"
#include "parsers/terraform/instances.h"
#include "parsers/terraform/listings.h"
#include "parsers/terraform/module_symbols.h"
#include "parsers/terraform/pattern_cache.h"
#include "parsers/terraform/provider_accounts.h"

namespace rootproof::terraform {

class ModuleInstance;

/// A resource or data source instance that some expression refers to as a whole.
struct WholeInstance {
  ModuleInstance* module = nullptr;
  const Declaration* declaration = nullptr;
  std::string address;  ///< without the key of the instance
  bool data = false;
  const Instance* instance = nullptr;
};

/// What all module instances of one root share.
struct Evaluation {
  Evaluation(const ModuleLoader& module_loader, const ModuleInputs& module_inputs, std::string path)
      : loader(module_loader), inputs(module_inputs), root_path(std::move(path)) {
    unit.name = root_path;
    for (const auto& [name, value] : inputs.variables) given.insert_or_assign(name, &value);
  }

  const ModuleLoader& loader;
  const ModuleInputs& inputs;
  std::map<std::string_view, const value::Value*> given;  ///< to the root module, by variable
  std::string root_path;
  std::size_t steps = limits::kEvaluationSteps;  ///< evaluation steps left
  unsigned depth = 0;                            ///< references within references
  std::size_t modules = 0;                       ///< module instances so far
  std::size_t instances = 0;                     ///< of blocks with count or for_each, so far
  std::size_t dynamic_blocks = 0;                ///< blocks made of dynamic blocks, so far
  /// The configuration has nothing for the workspace "default" where it looks: another one is in use.
  bool other_workspace = false;
  bool workspace_used = false;      ///< Scope::workspace_used
  bool workspace_open = false;      ///< evaluate for whichever it is
  bool uncertain_instance = false;  ///< Scope::uncertain_instance
  bool secrets = false;             ///< FunctionContext::secrets
  bool defaults_open = false;       ///< callers give the variables of the root module values
  /// Blocks that may attach policies to an organization, of which there are none by the defaults of variables
  /// that callers give values.
  std::set<std::string> none_by_default;
  EvaluatedUnit unit;
  std::map<std::string, WholeInstance> whole_instances;  ///< those referred to as a whole, by address
  std::map<std::string, WholeInstance> represented;      ///< those that stand for 0..n, by address
  PatternCache patterns;
  Listings listings;
  AccountsBySignIn by_sign_in;                   ///< how the provider configurations so far sign in
  std::map<std::string, ModuleSymbols> symbols;  ///< by directory path
};

/// What leads from one expression to another needs as much stack as several expressions.
inline constexpr unsigned kLevelsOfReference = 4;

/// Where a module instance is called from.
struct ModuleCall {
  ModuleInstance* caller = nullptr;
  const Declaration* declaration = nullptr;
  std::string address;  ///< "module.a.module.b", without the key of the instance
  Instance instance;
};

/// One call of a module: evaluates lazily, each thing once.
class ModuleInstance {
 public:
  ModuleInstance(Evaluation& evaluation, const ModuleDirectory& root);
  ModuleInstance(Evaluation& evaluation, const ModuleDirectory& directory, ModuleCall call);
  ~ModuleInstance();

  /// Adds the resources of this module and of all it calls to the unit.
  void emit();
  [[nodiscard]] value::Value output(const std::string& name, source::Span span);
  /// The last expression of a file, as if it stood in this module.
  [[nodiscard]] value::Value evaluate(const hcl::File& expression);

 private:
  struct CalledModule;

  ModuleInstance(Evaluation& evaluation, const ModuleDirectory& directory, std::optional<ModuleCall> call);

  value::Value evaluate(const hcl::File& file, const hcl::Attribute& attribute, const Instance& instance);
  [[nodiscard]] Scope scope(const Instance& instance);
  /// That of expressions outside of instances.
  [[nodiscard]] const Scope& module_scope();
  /// A variable, local or output that was asked for.
  struct Declared {
    std::string name;  ///< "var.x"
    std::optional<value::Value> value;
    bool evaluating = false;  ///< for cycles
  };
  template <class Evaluate>
  const value::Value* declared(Declared& entry, const Evaluate& evaluate);
  /// "module.a[0]", empty for the root module.
  [[nodiscard]] std::string module_name() const {
    return prefix_.empty() ? prefix_ : prefix_.substr(0, prefix_.size() - 1);
  }
  value::Value resolve(std::string_view root, const std::vector<TraversalStep>& steps, std::size_t& used,
                       source::Span span);
  value::Value missing(const std::string& name, source::Span span) const;

  [[nodiscard]] value::Value paths() const;
  value::Value workspace(source::Span span);
  value::Value variable(const std::string& name, source::Span span);
  value::Value variable_value(const std::string& name, const Declaration& declaration);
  std::optional<value::Value> argument(const std::string& name);
  [[nodiscard]] source::Span given_at(const std::string& name, const Declaration& declaration) const;
  void check_given_variables();
  void check_validation(const std::string& name, const Declaration& declaration);
  value::Value planned_variable(const std::string& name, const Declaration& declaration, value::Value value);
  value::Value local(const std::string& name, source::Span span);
  value::Value module_reference(const std::vector<TraversalStep>& steps, std::size_t& used,
                                source::Span span);
  value::Value resource_reference(const Declaration& declaration, const std::string& address, bool data,
                                  const std::vector<TraversalStep>& steps, std::size_t from,
                                  std::size_t& used, source::Span span);
  value::Value instance_reference(const Declaration& declaration, const std::string& address, bool data,
                                  const Instance& instance, const std::vector<TraversalStep>& steps,
                                  std::size_t from, std::size_t& used, source::Span span);
  bool is_secret_attribute(const Declaration& declaration, const std::string& address,
                           const Instance& instance, std::string_view name);
  value::Value whole_instance(const Declaration& declaration, const std::string& address, bool data,
                              const Instance& instance, source::Span span);
  std::optional<InstanceFound> instance_of(const value::Value& all, const value::Value& key,
                                           source::Span span);
  value::Value resolve_in_resource(const value::Value& resource, const std::vector<TraversalStep>& steps,
                                   std::size_t& used, source::Span span);
  value::Value attribute(const Declaration& declaration, const std::string& address, const Instance& instance,
                         std::string_view name, bool& found);
  value::Value computed(const std::string& type, const std::string& address, bool data,
                        const Declaration& declaration, const Instance& instance,
                        const std::string& attribute_path, source::Span span);
  value::Value policy_document(const value::Value& arguments, const std::string& address) const;
  const value::Value* planned_data(const std::string& address, std::string_view attribute) const;
  value::Value file_template(const std::string& address, const Declaration& declaration,
                             const Instance& instance, source::Span span);
  value::Value file_content(const std::string& address, const Declaration& declaration,
                            const Instance& instance, source::Span span);
  [[nodiscard]] std::string provider_of(const Declaration& declaration) const;
  std::string account_of(const Declaration& declaration) const;
  value::Value region_of(const std::string& provider, source::Span span);
  [[nodiscard]] const Declaration* configuration_of(const std::string& provider) const;
  value::Value undeclared(bool data, const std::string& name, const std::vector<TraversalStep>& steps,
                          std::size_t from, source::Span span);
  std::string partition_of(const std::string& provider, source::Span span);
  /// Resource::region of a resource: its own argument (provider 6), else that of its provider.
  std::string region_of(const Declaration& declaration);
  [[nodiscard]] std::string region_symbol(const std::string& provider) const;
  std::function<value::Value(const hcl::File&, const hcl::Attribute&)> early_values();

  const Instances& instances(const Declaration& declaration, const std::string& address);
  Instances expand(const Declaration& declaration, const std::string& address);
  [[nodiscard]] bool is_left_to_callers() const;
  [[nodiscard]] bool may_attach_policies(const std::string& directory, const hcl::File& file,
                                         const hcl::Block& block, std::set<std::string>& seen) const;
  Instances enabled_or_not(const Declaration& declaration, const std::string& address);
  std::optional<Instances> instances_by_ways(const value::Value& value, const std::string& address,
                                             bool counted, source::Span written);
  value::Value body(const hcl::File& file, const hcl::Body& content, const Instance& instance, bool top);
  value::Value blocks_of_type(const hcl::File& file, const hcl::Body& content, std::string_view type,
                              const Instance& instance);
  [[nodiscard]] std::string dynamic_place(const hcl::File& file, const hcl::Block& block,
                                          const Instance& instance) const;
  void dynamic_block(const hcl::File& file, const hcl::Block& block, const Instance& instance,
                     std::vector<value::Value>& items);
  void add_represented(const hcl::File& file, const hcl::Block& block, const hcl::Body& content,
                       const Instance& instance, const std::string& iterator, const value::Reason& reason,
                       std::vector<value::Value>& items);

  value::Value module_output(CalledModule& call, const std::string& module, const std::string& output,
                             source::Span span);
  value::Value whole_module(CalledModule& call, const std::string& module, source::Span span);

  std::vector<CalledModule>& called(const std::string& name);
  void call_module(CalledModule& call, const std::string& name, const Declaration& declaration,
                   const Instance& instance);
  [[nodiscard]] std::vector<std::string> call_path(const std::string& name) const;
  bool calls_itself(const ModuleDirectory& directory) const;
  void emit_resource(const std::string& name, const Declaration& declaration);
  static void note_left_to_others(const Declaration& declaration, Resource& resource);
  void emit_lookup(const std::string& name, const Declaration& declaration);
  void emit_state(const std::string& name, const Declaration& declaration);
  void emit_arguments(const std::string& name, const Declaration& declaration, const Instance& instance);
  void emit_unused_documents();
  void beyond_limit(const Declaration& declaration);
  void emit_configuration(const Declaration& declaration, ResourceKind kind, const std::string& type,
                          const std::string& address);
  void emit_outputs();
  void note_unread_parts();

  Evaluation& evaluation_;
  const ModuleDirectory& directory_;
  const ModuleSymbols& symbols_;
  std::string prefix_;              ///< "" or "module.a." or "module.a[0]."
  std::optional<ModuleCall> call_;  ///< none for the root module
  value::Guard guard_;
  bool may_be_absent_ = false;
  ProviderAccounts providers_;
  unsigned depth_ = 0;
  std::optional<Scope> module_scope_;
  std::unordered_map<const void*, Declared> declared_;  ///< by declaration
  std::map<std::string, value::Value> known_;           ///< evaluated attributes, by address
  std::set<std::string> evaluating_;                    ///< for cycles
  std::map<std::string, Instances> instances_;
  std::map<std::string, std::vector<CalledModule>> called_;
  std::map<std::string, Instances::Form> called_form_;
};

}  // namespace rootproof::terraform
