#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "parsers/source/source_file.h"

/// How mappings are written around a place, for edits that add or take away members of them.
namespace rootproof::engine {

enum class Notation : std::uint8_t {
  json,
  yaml_flow,
  yaml_block,
  hcl_object,
  hcl_block,   ///< the braces of a block ("statement {…}")
  json_block,  ///< a block in Terraform's JSON syntax ("statement": {…})
};

/// "Action": "s3:*", or principals {…}.
struct WrittenMember {
  source::Span key;    ///< with its quotation marks; of a block its type
  source::Span value;  ///< with its quotation marks; of a block its braces
  bool is_block = false;
};

/// A text that goes into a file.
struct Insertion {
  std::uint32_t offset = 0;
  std::string text;
};

/// Files in YAML or JSON.
[[nodiscard]] bool is_yaml(const source::SourceFile& file);
/// The line up to the offset.
[[nodiscard]] std::string_view line_before(const source::SourceFile& file, std::uint32_t offset);
/// The indentation of a line that holds nothing in front of the offset but blanks.
[[nodiscard]] std::optional<std::string> indentation(const source::SourceFile& file, std::uint32_t offset);
[[nodiscard]] std::string_view line_break(const source::SourceFile& file);
/// The end of what stands in front of the offset but for blanks and comments between `/*` and their end.
[[nodiscard]] std::size_t without_comments_before(const source::SourceFile& file, std::size_t offset);

/// How the mapping at this place is written; nullopt where there is none, or one nothing can be added to.
[[nodiscard]] std::optional<Notation> notation_of(const source::SourceFile& file, source::Span mapping);

/// The member whose key, block, or value behind `=` stands at the place.
[[nodiscard]] std::optional<WrittenMember> member_at(const source::SourceFile& file, source::Span place);

/// The nearest braces around a place in HCL.
[[nodiscard]] std::optional<source::Span> braces_around(const source::SourceFile& file, std::uint32_t offset);

/// The braces of the block at a place in Terraform: the place may begin with the type of the block.
[[nodiscard]] std::optional<source::Span> braces_of_block(const source::SourceFile& file, source::Span block);

/// The indentation of members of a mapping, for one that is to be added.
[[nodiscard]] std::string member_indentation(const source::SourceFile& file, source::Span mapping,
                                             Notation notation);

/// Where and with which marks around it a member goes behind the others of a mapping.
[[nodiscard]] std::optional<Insertion> behind_members(const source::SourceFile& file, source::Span mapping,
                                                      Notation notation, const std::string& member);

/// What takes the place of a block in Terraform's JSON syntax so that another one stands behind it.
[[nodiscard]] std::string with_another_block(const source::SourceFile& file, source::Span block,
                                             const std::string& other);

/// Where and with which marks around it an item goes behind the mapping that is an item of a list; of a block
/// another block of the type `type`.
[[nodiscard]] std::optional<Insertion> behind_item(const source::SourceFile& file, source::Span mapping,
                                                   Notation notation, const std::string& item,
                                                   std::string_view type);

/// What to take away so that the member is gone and the rest is as it was.
[[nodiscard]] std::optional<source::Span> whole_member(const source::SourceFile& file,
                                                       const WrittenMember& member);

}  // namespace rootproof::engine
