#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "parsers/syntax/syntax_tree.h"

/// Templates within templates:
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-nested-stacks.html
namespace rootproof::cloudformation {

/// True for the resource types whose resources are those of another template.
[[nodiscard]] bool is_stack_type(std::string_view type);

/// The same for stack sets, whose resources are in other accounts and Regions.
[[nodiscard]] bool is_stack_set_type(std::string_view type);

/// Where the other template is, as far as the text says it: the local path that `aws cloudformation package`
/// and `sam build` replace, or the file of the asset that the CDK names in the metadata. nullopt when it is
/// somewhere else or computed.
[[nodiscard]] std::optional<std::string> local_template(const syntax::SyntaxNode& resource);

/// The location of an AWS::Include (the argument of Fn::Transform, or an item of Transform) that is a local
/// path.
[[nodiscard]] std::optional<std::string> local_include(const syntax::SyntaxNode& transform);

}  // namespace rootproof::cloudformation
