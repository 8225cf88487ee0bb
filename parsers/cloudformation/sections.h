#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/syntax/syntax_tree.h"

namespace rootproof::cloudformation {

/// One named member of a section.
struct Definition {
  syntax::SyntaxNode key;
  syntax::SyntaxNode value;
};

/// A section of a template, all of its occurrences together, with every definition of a repeated name.
struct Section {
  std::vector<Definition> in_order;
  std::map<std::string, std::vector<syntax::SyntaxNode>, std::less<>> by_name;
  /// Loops and embedded transforms (`Fn::ForEach::…`, `Fn::Transform`): names may exist that are not listed.
  std::vector<Definition> generators;

  [[nodiscard]] const std::vector<syntax::SyntaxNode>* find(std::string_view name) const;
};

/// Anatomy of a template: cloudformation.md §1.1, AWS "Template anatomy".
struct Sections {
  Section parameters;
  Section mappings;
  Section conditions;
  Section resources;
  std::vector<syntax::SyntaxNode>
      transforms;  ///< items of `Transform`: names, or maps with Name and Parameters
};

[[nodiscard]] Sections index_sections(const syntax::SyntaxNode& document);

/// The name of a transform item; empty when it is not written out.
[[nodiscard]] std::string_view transform_name(const syntax::SyntaxNode& transform);

/// True for `Fn::ForEach::Name` and `Fn::Transform`.
[[nodiscard]] bool is_generator_key(std::string_view key);

}  // namespace rootproof::cloudformation
