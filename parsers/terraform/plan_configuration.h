#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "parsers/syntax/syntax_tree.h"

namespace rootproof::terraform {

/// One call on the way to a module instance.
struct ModuleStep {
  std::string name;
  std::string key;  ///< "", "[0]" or "[\"name\"]"
};

/// Where an expression is evaluated: in which module instance, and in which instance of its block.
struct PlanScope {
  std::vector<ModuleStep> module;
  std::string key;
};

/// "module.a[0].module.b." for the steps, "" for the root module.
[[nodiscard]] std::string module_prefix(const std::vector<ModuleStep>& module);
/// The steps of "module.a[0].module.b"; nullopt when it is none.
[[nodiscard]] std::optional<std::vector<ModuleStep>> module_steps(const std::string& address);
/// An address without the keys of instances: "module.a.aws_s3_bucket.b".
[[nodiscard]] std::string without_keys(const std::string& address);

/// What an expression refers to.
struct PlanReference {
  std::string address;  ///< of the instance: "module.a.data.aws_iam_policy_document.d[0]"
  std::string path;     ///< "json", "roots[0].id"; empty when the plan does not tell
};

/// The `configuration` of a plan: which block refers to what. A plan names the references of an expression
/// and not its text, so only a single reference says what a value is made of.
class PlanConfiguration {
 public:
  explicit PlanConfiguration(const syntax::SyntaxNode& plan);

  /// The block behind a resource, by its address without keys; nullopt when the configuration has none.
  [[nodiscard]] std::optional<syntax::SyntaxNode> resource(const std::string& address_without_keys) const;
  /// The one object that an expression refers to, followed through module calls and outputs.
  [[nodiscard]] std::optional<PlanReference> reference(const syntax::SyntaxNode& expression,
                                                       const PlanScope& scope) const;
  /// Everything an expression refers to, each followed by itself; nullopt stands for what cannot be followed.
  [[nodiscard]] std::vector<std::optional<PlanReference>> references(const syntax::SyntaxNode& expression,
                                                                     const PlanScope& scope) const;
  /// The account symbol of a provider_config_key, as provider_accounts.h gives it to source.
  [[nodiscard]] std::string account(const std::string& provider_key) const;

 private:
  void index_module(const syntax::SyntaxNode& module, const std::string& prefix, unsigned depth);
  void index_providers(const syntax::SyntaxNode& configuration);
  [[nodiscard]] std::optional<PlanReference> follow(const syntax::SyntaxNode& expression,
                                                    const PlanScope& scope, unsigned depth) const;
  [[nodiscard]] std::optional<PlanReference> follow_name(const std::string& name, bool by_own_key,
                                                         const PlanScope& scope, unsigned depth) const;
  [[nodiscard]] std::optional<PlanReference> follow_variable(const std::string& name, const PlanScope& scope,
                                                             unsigned depth) const;

  std::map<std::string, syntax::SyntaxNode> calls_;      ///< by "module.a.module.b."
  std::map<std::string, syntax::SyntaxNode> resources_;  ///< by address without keys
  std::map<std::string, std::string> accounts_;          ///< by provider_config_key
};

}  // namespace rootproof::terraform
