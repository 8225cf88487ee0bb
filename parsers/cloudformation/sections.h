#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/syntax/syntax_tree.h"
#include "parsers/value/value.h"

namespace rootproof::cloudformation {

/// A loop variable with its value at one turn of a `Fn::ForEach`, and the loops around it.
struct LoopScope {
  std::string variable;
  value::Value value;  ///< a known text, or a hole when `open`
  std::shared_ptr<const LoopScope> outer;
  /// Set for the turn that stands for any element of a list which is not known in full.
  std::optional<value::GuardTerm> open = {};
};
using LoopScopePtr = std::shared_ptr<const LoopScope>;

/// One named member of a section.
struct Definition {
  syntax::SyntaxNode key;
  syntax::SyntaxNode value;
  std::string name;         ///< the key, loop variables replaced
  LoopScopePtr scope = {};  ///< loops that made it; null when it is written out
};

/// A mapping whose keys stand once and generate nothing: all of it is deployed as it is written.
[[nodiscard]] bool is_plain_map(const syntax::SyntaxNode& node);

/// A section of a template, all of its occurrences together, with every definition of a repeated name.
struct Section {
  std::vector<Definition> in_order;
  std::map<std::string, std::vector<Definition>, std::less<>> by_name;
  /// Loops and embedded transforms (`Fn::ForEach::…`, `Fn::Transform`): names may exist that are not listed.
  /// Loops that could be expanded are gone from here (Evaluator::expand_loops).
  std::vector<Definition> generators;

  [[nodiscard]] const std::vector<Definition>* find(std::string_view name) const;
  void add(Definition definition);
};

/// Anatomy of a template: cloudformation.md §1.1, AWS "Template anatomy".
struct Sections {
  Section parameters;
  Section mappings;
  Section conditions;
  Section rules;  ///< empty when the section stands twice
  Section resources;
  Section outputs;
  std::optional<syntax::SyntaxNode> globals;  ///< SAM's defaults; none when the section stands twice
  std::vector<syntax::SyntaxNode>
      transforms;  ///< items of `Transform`: names, or maps with Name and Parameters
};

/// True when a macro may add or rewrite definitions: any transform but AWS::LanguageExtensions, whose
/// functions are evaluated here.
[[nodiscard]] bool may_be_rewritten(const Sections& sections);

/// True for transforms that leave everything as it is written but the resources of SAM.
[[nodiscard]] bool leaves_as_written(const syntax::SyntaxNode& transform);

/// The macro that may rewrite what the template says, and not only add to it: any but the transforms of AWS
/// itself, of which AWS::Include alone puts something in the place of what is written. It stands at the top,
/// or beside the resources, which it is then given.
[[nodiscard]] std::optional<value::Reason> rewriter_of(const Sections& sections);

/// The macro that is called inside of a part with what stands beside it, which it may rewrite
/// (CloudFormation User Guide, template macros).
[[nodiscard]] std::optional<value::Reason> rewriter_inside(const syntax::SyntaxNode& part);

/// The members of one section, of the node or the fragment that holds them.
[[nodiscard]] Section index_section(const syntax::SyntaxNode& node);
[[nodiscard]] Sections index_sections(const syntax::SyntaxNode& document);

/// The name of a transform item; empty when it is not written out.
[[nodiscard]] std::string_view transform_name(const syntax::SyntaxNode& transform);

/// True for `Fn::ForEach::Name` and `Fn::Transform`.
[[nodiscard]] bool is_generator_key(std::string_view key);
/// True for `Fn::ForEach::Name`.
[[nodiscard]] bool is_loop_key(std::string_view key);

}  // namespace rootproof::cloudformation
