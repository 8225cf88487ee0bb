#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "parsers/source/source_file.h"
#include "parsers/syntax/syntax_tree.h"

namespace rootproof::engine {

/// The kind a file name alone settles: Terraform. Everything else is unknown until it is parsed.
[[nodiscard]] source::FileKind kind_by_name(std::string_view file_name);

/// True for configuration files that Terraform does not read: names with a dot in front (`IsIgnoredFile` of
/// its sources; the other names there, ending in `~` or `#`, are no configuration files to us anyway).
[[nodiscard]] bool is_hidden_configuration(std::string_view file_name);

/// True for bytes that only the decoder can tell: UTF-16, or binary data under a text file's name.
[[nodiscard]] bool may_hide_anything(std::string_view text);

/// A cheap look at the bytes: false when this cannot be a template or a policy document (cloudformation.md
/// §4).
[[nodiscard]] bool may_matter(std::string_view text);

/// True when the bytes look so much like a template or policy that failing to parse them is an error, not a
/// skip.
[[nodiscard]] bool looks_like_ours(std::string_view text);

/// The kind of one parsed YAML or JSON document, by structure.
[[nodiscard]] source::FileKind classify(const syntax::SyntaxNode& document);

/// The templates that a document holds: itself, or what the section `resources` of a service of the
/// Serverless Framework adds to the template that the framework makes.
[[nodiscard]] std::vector<syntax::SyntaxNode> templates_in(const syntax::SyntaxNode& document);

/// Statements that stand outside of a policy document.
struct LooseStatements {
  syntax::SyntaxNode node;  ///< one, or a list of them
  std::string name;         ///< "provider.iam.role.statements"; empty for a whole document
};

/// A document that is a statement or a list of statements, and the lists that the Serverless Framework makes
/// policies of.
[[nodiscard]] std::vector<LooseStatements> statements_in(const syntax::SyntaxNode& document);

/// A mapping of resources as a section `Resources` holds them, for another file to include.
[[nodiscard]] bool is_map_of_resources(const syntax::SyntaxNode& document);

/// The configuration of a module for Terragrunt, whose inputs are not read.
[[nodiscard]] bool is_terragrunt_file(std::string_view file_name);
/// Whether a file of this name configures an app of the AWS CDK (CDK Developer Guide, "Context values").
[[nodiscard]] bool is_cdk_configuration(std::string_view file_name);

}  // namespace rootproof::engine
