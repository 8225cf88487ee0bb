#pragma once

#include <memory>
#include <string>

#include "parsers/cloudformation/merge_keys.h"
#include "parsers/source/source_file.h"
#include "parsers/syntax/syntax_tree.h"

namespace rootproof::cloudformation {

/// A template that stands as text inside another file: `TemplateBody` of AWS::CloudFormation::StackSet. Its
/// places are those of the file around it.
struct EmbeddedTemplate {
  EmbeddedTemplate(const source::SourceFile& around, const std::string& text)
      : file(around.id(), around.path(), text), parsed(syntax::parse_json_or_yaml(file)) {
    write_out_merges(parsed.tree);
  }
  EmbeddedTemplate(const EmbeddedTemplate&) = delete;
  EmbeddedTemplate& operator=(const EmbeddedTemplate&) = delete;

  source::SourceFile file;
  syntax::ParsedSyntax parsed;
};

/// Reads the text of a scalar as JSON or YAML. nullptr when it is neither, or when escape sequences inside
/// its own quoted texts leave no place where each of its characters would stand.
[[nodiscard]] std::unique_ptr<EmbeddedTemplate> read_embedded(const syntax::SyntaxNode& scalar);

}  // namespace rootproof::cloudformation
