#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "parsers/resource.h"

namespace rootproof::engine {

/// Whom a resource that lets in everybody on a list can name there.
enum class ListedPrincipals : std::uint8_t {
  none,          ///< its type has no such list: its policies have conditions, and name whom they like
  accounts,      ///< whole accounts only
  identities,    ///< roles and users, too
  anybody,       ///< and "*" for everybody
  all_or_nobody  ///< everybody, or no account
};
[[nodiscard]] ListedPrincipals listed_principals(const Resource& resource);

/// What everybody on the list of a resource may do, as a policy document; nullopt for every other type, and
/// where the list lets in neither an account nor everybody. Whether a resource share lets outsiders in is
/// said by another resource than who they are: `all` are those of the same evaluation. Semantics: the API
/// references of the services, such as
/// https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html and
/// https://docs.aws.amazon.com/ram/latest/userguide/working-with-sharing-create.html
[[nodiscard]] std::optional<value::Value> listed_document(const Resource& resource,
                                                          std::span<const Resource> all);

}  // namespace rootproof::engine
