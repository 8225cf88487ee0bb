#pragma once

#include <cstddef>

/// How much AWS takes of what. The numbers and where AWS documents them stand in quotas.json beside this
/// file; the build makes the table of it.
namespace rootproof::policy {

/// Characters are counted without white space.
struct Quotas {
  std::size_t service_control_characters;
  std::size_t service_control_earlier_characters;  ///< copies of the documentation show either number
  std::size_t service_control_policies_of_node;    ///< on one root, unit or account, FullAWSAccess included
  std::size_t resource_control_characters;
  std::size_t organization_nodes_of_path;  ///< from the root to an account, both included
  std::size_t identity_managed_characters;
  std::size_t identity_inline_characters;
  std::size_t trust_characters;
};

[[nodiscard]] const Quotas& quotas();

}  // namespace rootproof::policy
