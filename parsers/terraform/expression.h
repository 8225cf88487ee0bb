#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/syntax/hcl_ast.h"
#include "parsers/terraform/functions.h"
#include "parsers/value/value.h"

namespace rootproof::terraform {

/// One step of a reference: `.name` or `[key]` with a known key.
struct TraversalStep {
  std::string name;    ///< attribute name, or the key as text
  bool index = false;  ///< written in brackets or as a legacy index
  source::Span span;
};

/// How an argument of try() or can() ends.
struct Attempt {
  /// The first error, however deep inside: elsewhere collections keep what is known beside it.
  std::optional<value::Value> error;
  /// Why it may fail: something in it depends on a variable without a value, which may be null, or lack an
  /// element.
  std::optional<value::Reason> may_fail;
};

class Listings;
struct Scope;

/// One element that a for expression goes over.
struct ForElement {
  const hcl::File& file;
  source::Span expression;
  const Scope& around;
  std::size_t number = 0;
};

/// An instance that stands for all of a block whose number is not known.
struct InstanceFound {
  value::Value value;
  std::string collection;  ///< Instance::collection
};

/// What an expression may refer to. `resolve` gets the root name ("var", "local", "aws_iam_role", "each") and
/// the steps that follow as far as they are constant; it returns the value and in `used` how many steps it
/// consumed. The evaluator applies the rest.
struct Scope {
  std::function<value::Value(std::string_view root, const std::vector<TraversalStep>& steps,
                             std::size_t& used, source::Span span)>
      resolve;
  /// The same for steps that follow a whole resource instance (ValueType::resource), wherever its value came
  /// from. Consumes at least one step.
  std::function<value::Value(const value::Value& resource, const std::vector<TraversalStep>& steps,
                             std::size_t& used, source::Span span)>
      resolve_in_resource;
  /// Of a block that is there 0..n times: the instance with this key, which is not known either. nullopt
  /// where that is not the one that stands for all of them.
  std::function<std::optional<InstanceFound>(const value::Value& instances, const value::Value& key,
                                             source::Span span)>
      instance_of;
  std::string collection;  ///< Instance::collection of the block that expressions stand in
  /// Variables of enclosing for-expressions, dynamic blocks and templates; they hide everything else.
  std::map<std::string, value::Value, std::less<>> variables;
  /// The module instance that expressions stand in ("module.a[0]"), empty for the root module, and where its
  /// `variables` come from ("aws_iam_role.r[\"x\"]", "element 2 of main.tf:3:9"). Conditions of guards are
  /// one condition when their names are equal, so the names say this.
  std::string module;
  std::string where;
  /// The element of a for expression that some of `variables` stand for; `where` is then derived from it.
  const ForElement* element = nullptr;
  /// Set when Terraform would refuse the name that the workspace has while nobody has chosen one: a map has
  /// no such element, a pattern does not match it. May be null.
  bool* other_workspace = nullptr;
  /// Whether anything has asked for that name so far: what is made of it need not be looked for before. Set
  /// with `other_workspace`.
  const bool* workspace_used = nullptr;
  /// Set by `resolve` for a reference to one instance that does not exist in every way its block may turn
  /// out: Terraform refuses it in the others, which counts inside try() and can() alone. May be null.
  bool* uncertain_instance = nullptr;
  Listings* listings = nullptr;  ///< what organizations hold; null where nothing refers to data sources
  FunctionContext functions;
  std::size_t* steps =
      nullptr;  ///< evaluation steps left for the unit; at zero every expression is unknown(limit)
  unsigned* depth = nullptr;   ///< nesting of evaluation, bounded by limits::kEvaluationDepth
  Attempt* attempt = nullptr;  ///< the argument of try() or can() that this is part of
};

/// The workspace that is in use before `terraform workspace select`, and what refers to its name.
inline constexpr std::string_view kDefaultWorkspace = "default";
inline constexpr std::string_view kWorkspaceReference = "terraform.workspace";

/// Evaluates one expression (terraform.md §1.3–1.5). Never throws; what Terraform would refuse is
/// unknown(invalid).
[[nodiscard]] value::Value evaluate(const hcl::File& file, hcl::ExpressionId expression, const Scope& scope);

/// Renders a file as a template that sees these variables only. Functions and limits are the scope's.
[[nodiscard]] value::Value render_template(const source::SourceFile& template_file,
                                           const value::Value& variables, const Scope& scope,
                                           source::Span call);

/// The same for a template that is a value; places inside it are the call's.
[[nodiscard]] value::Value render_template(const value::Value& text, const value::Value& variables,
                                           const Scope& scope, source::Span call);

/// The constant traversal an expression is, for meta-arguments such as `providers` and `depends_on`; empty
/// when it is none.
[[nodiscard]] std::vector<TraversalStep> static_traversal(const hcl::File& file,
                                                          hcl::ExpressionId expression);

}  // namespace rootproof::terraform
