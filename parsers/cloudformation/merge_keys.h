#pragma once

#include <vector>

#include "parsers/syntax/syntax_tree.h"

/// `<<` of YAML (https://yaml.org/type/merge.html). CloudFormation refuses templates that have it; what packs
/// them before (`aws cloudformation package`, `sam build`) writes out what it merges.
namespace rootproof::cloudformation {

/// The members of a mapping in order, what `<<` merges in behind them: what is written out wins over what is
/// merged, earlier merges win over later ones. Keys that one mapping repeats stay repeated.
[[nodiscard]] std::vector<syntax::SyntaxNode::Member> merged_members(const syntax::SyntaxNode& mapping);

/// Writes out the merges of templates in all places where something is looked up by its name: among the
/// sections, in a section, and in what a section defines. Documents without Resources stay as they are.
void write_out_merges(syntax::SyntaxTree& tree);

}  // namespace rootproof::cloudformation
