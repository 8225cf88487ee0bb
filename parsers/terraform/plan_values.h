#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "parsers/syntax/syntax_tree.h"
#include "parsers/value/value.h"

namespace rootproof::terraform {

/// The members of a JSON object by name; of two with one name the first counts. Empty for everything else.
using Fields = std::map<std::string_view, syntax::SyntaxNode>;
[[nodiscard]] Fields fields_of(const std::optional<syntax::SyntaxNode>& node);

/// A member under a path of names; nullopt where the way ends.
[[nodiscard]] std::optional<syntax::SyntaxNode> member_at(const std::optional<syntax::SyntaxNode>& node,
                                                          std::initializer_list<std::string_view> path);

/// The text of a JSON string under a name; empty when there is none.
[[nodiscard]] std::string text_of(const syntax::SyntaxNode& node, std::string_view name);

/// True for the JSON literal `true`.
[[nodiscard]] bool is_true(const std::optional<syntax::SyntaxNode>& node);

/// A planned value with what a plan says about it in parallel structures: `true` leaves in `unknown` and
/// `sensitive` (after_unknown, after_sensitive), references in `expression` (terraform.md §2.12).
struct PlannedPart {
  std::optional<syntax::SyntaxNode> value;
  std::optional<syntax::SyntaxNode> unknown;
  std::optional<syntax::SyntaxNode> sensitive;
  std::optional<syntax::SyntaxNode> expression;
};

/// What stands for a value that is known only after apply, told by the expression that gives it; nullopt when
/// that tells nothing.
using HoleFiller = std::function<std::optional<value::Value>(const syntax::SyntaxNode& expression)>;

/// The value with its places in the plan. What is known after apply and `fill` does not know is
/// unknown(resource_attribute), what is sensitive unknown(sensitive). `path` names it in reasons, `place`
/// stands for what the plan leaves out.
[[nodiscard]] value::Value planned_value(const PlannedPart& part, const std::string& path, source::Span place,
                                         const HoleFiller& fill);

}  // namespace rootproof::terraform
