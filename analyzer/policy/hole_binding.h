#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "parsers/policy/policy_document.h"

namespace rootproof::policy {

/// Where a hole stands; what may fill it depends on it.
enum class HolePlace : std::uint8_t { action, resource, principal, condition };

/// A hole in a document.
struct HoleUse {
  const value::Hole& hole;
  std::size_t statement = 0;
  HolePlace place = HolePlace::action;
  bool at_start = false;         ///< nothing stands before it in its string
  std::string_view before = {};  ///< the text directly in front of it
};

/// Text for a hole, or nullopt to leave it a hole.
using HoleFiller = std::function<std::optional<std::string>(const HoleUse& use)>;

/// The document with holes filled. Statements keep their indices and spans.
[[nodiscard]] PolicyDocument bind_holes(const PolicyDocument& document, const HoleFiller& fill);

}  // namespace rootproof::policy
