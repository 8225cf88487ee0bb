#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

/// The generated table as it lies in the program; action_catalogue.h is how it is asked. Its bytes are
/// described in cmake/action_catalogue_generator.cpp.
namespace rootproof::policy {

inline constexpr std::size_t kNamesPerBlock = 16;
/// Number of the resource of an action that acts on resources of which none makes a plain example.
inline constexpr std::size_t kNoPlainResource = 0xFF;

struct CatalogueService {
  std::string_view prefix;    ///< "s3"
  std::uint32_t blocks = 0;   ///< number of its first block of actions
  std::uint32_t actions = 0;  ///< the other places are in the bytes
  std::uint32_t action_count = 0;
  std::uint32_t resources = 0;
  std::uint32_t resource_count = 0;
  std::uint32_t resource_sets = 0;
  std::uint32_t keys = 0;
  std::uint32_t key_count = 0;
  std::uint32_t key_sets = 0;
};

/// In the order of their prefixes.
[[nodiscard]] std::span<const CatalogueService> catalogue_services();
[[nodiscard]] std::span<const unsigned char> catalogue_bytes();
/// Prefixes of the services that resource control policies restrict, in lower case.
[[nodiscard]] std::span<const std::string_view> resource_control_services();
/// Where every kNamesPerBlock-th action of a service stands in the bytes.
[[nodiscard]] std::span<const std::uint32_t> catalogue_blocks();

}  // namespace rootproof::policy
