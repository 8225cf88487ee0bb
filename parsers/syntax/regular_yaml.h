#pragma once

#include <optional>

#include "parsers/source/source_file.h"
#include "parsers/syntax/syntax_tree.h"

namespace rootproof::syntax {

/// Reads YAML as templates are mostly written, in one pass over the bytes and more than ten times as fast as
/// yaml-cpp: mappings and lists by indentation, scalars, block texts, brackets, tags of letters. What it
/// returns is what read_any_yaml returns. At everything else (anchors, several documents, tabs, lone carriage
/// returns, whatever is wrong) it gives up with nullopt: it never decides that a file is invalid.
[[nodiscard]] std::optional<ParsedSyntax> read_regular_yaml(const source::SourceFile& file);

/// Reads all of YAML with yaml-cpp (yaml_events.h), and says what is wrong.
[[nodiscard]] ParsedSyntax read_any_yaml(const source::SourceFile& file);

}  // namespace rootproof::syntax
