#pragma once

#include <optional>
#include <string>

#include "analyzer/engine/written_members.h"

namespace rootproof::engine {

/// Where and how resource blocks, which are given in HCL, go into a file in Terraform's JSON syntax: as
/// members of the object of resources that the place stands in. nullopt where there is none, where it has
/// resources of such a type already, or where the blocks hold what JSON cannot say.
[[nodiscard]] std::optional<Insertion> blocks_in_json(const source::SourceFile& file, std::uint32_t place,
                                                      const std::string& blocks);

}  // namespace rootproof::engine
