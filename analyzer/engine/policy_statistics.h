#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "analyzer/engine/rule.h"
#include "parsers/value/reason.h"

namespace rootproof::engine {

/// How much is known of what stands in a policy slot.
enum class SlotKnowledge : std::uint8_t {
  full,        ///< every byte
  identities,  ///< all but texts whose identity is known: attributes of resources, account, region, partition
  partial,     ///< some parts are not known
  unknown,     ///< nothing is known
};
inline constexpr std::size_t kSlotKnowledges = 4;

/// How far policy slots are evaluated, and why not further.
struct PolicySlotStatistics {
  std::array<std::size_t, kSlotKnowledges> slots{};  ///< by SlotKnowledge
  /// Partial and unknown slots by what they wait for; a slot that waits for several counts at each.
  std::map<value::ReasonKind, std::size_t> by_kind;
  /// The same, more exactly. Resources of one type count together: "aws_kms_key.*.arn".
  std::map<std::pair<value::ReasonKind, std::string>, std::size_t> by_detail;

  void add(const value::Value& slot);
};

[[nodiscard]] SlotKnowledge knowledge_of(const value::Value& slot);

}  // namespace rootproof::engine
