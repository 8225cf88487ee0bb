#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/syntax/syntax_tree.h"

namespace rootproof::syntax::testing {

/// A file and its tree, kept together and in place.
struct Parsed {
  std::unique_ptr<source::SourceFile> file;
  ParsedSyntax syntax;

  [[nodiscard]] SyntaxNode root(std::size_t document = 0) const { return syntax.tree.document(document); }
  /// Value of a path of keys from the root of the first document.
  [[nodiscard]] SyntaxNode at(std::initializer_list<std::string_view> path) const {
    SyntaxNode node = root();
    for (const std::string_view key : path) node = node.find(key).value();
    return node;
  }
  [[nodiscard]] std::string_view source(const SyntaxNode& node) const { return source(node.span()); }
  [[nodiscard]] std::string_view source(source::Span span) const {
    return file->text().substr(span.begin, span.size());
  }
  [[nodiscard]] source::Location location(source::Span span) const { return file->location(span.begin); }
};

using Parser = ParsedSyntax (*)(const source::SourceFile&);

inline Parsed parse_with(Parser parser, std::string_view bytes) {
  auto file = std::make_unique<source::SourceFile>(source::FileId{0}, "file", bytes);
  ParsedSyntax syntax = parser(*file);
  return {std::move(file), std::move(syntax)};
}

inline Parsed yaml(std::string_view bytes) { return parse_with(&parse_yaml, bytes); }
inline Parsed json(std::string_view bytes) { return parse_with(&parse_json, bytes); }

/// "LINE:COLUMN message" of each problem, a line each.
inline std::string problems(const Parsed& parsed) {
  std::string lines;
  for (const source::Problem& problem : parsed.syntax.problems) {
    const source::Location place = parsed.location(problem.span);
    lines += std::to_string(place.line) + ":" + std::to_string(place.column) + " " + problem.message + "\n";
  }
  return lines;
}

/// The tree in one line: strings in quotes, other scalars as written, tags in front.
inline std::string show(const SyntaxNode& node) {
  std::string text = node.tag().empty() ? "" : std::string(node.tag()) + " ";
  if (node.is_scalar()) {
    const bool quote = node.type() == ScalarType::string;
    return text + (quote ? "\"" : "") + std::string(node.text()) + (quote ? "\"" : "");
  }
  std::string separator;
  text += node.is_sequence() ? "[" : "{";
  for (const SyntaxNode& item : node.items()) text += std::exchange(separator, ", ") + show(item);
  for (const SyntaxNode::Member& member : node.members()) {
    text += std::exchange(separator, ", ") + show(member.key) + ": " + show(member.value);
  }
  return text + (node.is_sequence() ? "]" : "}");
}

}  // namespace rootproof::syntax::testing
