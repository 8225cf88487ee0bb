#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

/// A way around a defect of yaml-cpp (jbeder/yaml-cpp#1163, in 0.7 to 0.9): a block scalar or a plain scalar
/// of several lines is refused when a tag or anchor stands in front of it and its next line is not indented
/// further than that:
///
///     - !Sub |
///       text
///
/// The properties are overwritten with blanks, so that every offset stays, and given back to the scalar by
/// its place.
namespace rootproof::syntax {

/// Properties in front of a scalar, to be blanked out.
struct MaskedProperties {
  std::uint32_t begin = 0;   ///< of the first property
  std::uint32_t scalar = 0;  ///< of the scalar behind them
  std::string tag;           ///< as yaml-cpp would give it; empty when there is none
  std::string anchor;        ///< name; empty when there is none
};

/// What is changed in the text for one reading. Sizes stay, so offsets do.
struct Masks {
  std::map<std::uint32_t, MaskedProperties> scalars;  ///< by the offset of the scalar
  std::map<std::uint32_t, std::string> aliases;       ///< names of aliases to blanked anchors, by offset

  [[nodiscard]] std::size_t size() const { return scalars.size() + aliases.size(); }
};

/// The masks that blank out these places, and turn the aliases to their anchors into plain scalars.
[[nodiscard]] Masks make_masks(std::string_view text, const std::vector<MaskedProperties>& places);

/// The text with the masks over it.
[[nodiscard]] std::string apply_masks(std::string_view text, const Masks& masks);

/// Every place whose shape the library may refuse, in order. Lines inside other scalars may look like one.
[[nodiscard]] std::vector<MaskedProperties> find_maskable(std::string_view text);

/// End of the tag or anchor at `position`, as yaml-cpp reads it.
[[nodiscard]] std::size_t property_end(std::string_view text, std::size_t position);

}  // namespace rootproof::syntax
