#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
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
  std::string_view before = {};  ///< what stands in front of it in its string, `*` for holes
  std::string_view key = {};     ///< of the condition, as written
};

/// What tells a hole from others: holes of one name surely hold the same.
[[nodiscard]] const std::string& name_of(const value::Hole& hole);

/// Numbers holes from 1 on, those of one name alike.
class HoleNumbers {
 public:
  std::size_t of(const value::Hole& hole) {
    return numbers_.emplace(name_of(hole), numbers_.size() + 1).first->second;
  }

 private:
  std::map<std::string, std::size_t> numbers_;
};

/// Text for a hole, or nullopt to leave it a hole.
using HoleFiller = std::function<std::optional<std::string>(const HoleUse& use)>;

/// The document with holes filled. Statements keep their indices and spans.
[[nodiscard]] PolicyDocument bind_holes(const PolicyDocument& document, const HoleFiller& fill);

}  // namespace rootproof::policy
