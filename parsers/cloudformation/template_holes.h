#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "parsers/syntax/syntax_tree.h"
#include "parsers/value/value.h"

/// Templates of which parts are not known: what another language puts together. A mark stands in the text for
/// each of these parts.
namespace rootproof::cloudformation {

/// The mark of the hole with this number.
[[nodiscard]] std::string hole_mark(std::size_t number);

/// True where a text has a mark, or something that could be taken for one.
[[nodiscard]] bool has_hole_mark(std::string_view text);

/// A mark in a text.
struct HoleMark {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t number = 0;
};
/// The first mark at or behind a place.
[[nodiscard]] std::optional<HoleMark> next_hole_mark(std::string_view text, std::size_t from);

/// The first mark that stands anywhere else than inside one scalar that is nothing but data: in a key, a
/// type, a name that something refers to. Such a hole may change what the template is, and it cannot be read.
[[nodiscard]] std::optional<HoleMark> misplaced_hole(const syntax::SyntaxNode& document);

/// The first mark of a hole that may hold line breaks and stands where one ends the scalar: without quotation
/// marks. What comes behind the line break may be any part of a template.
[[nodiscard]] std::optional<HoleMark> unquoted_hole(const syntax::SyntaxNode& document,
                                                    std::span<const value::Hole> holes);

}  // namespace rootproof::cloudformation
