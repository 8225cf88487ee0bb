#pragma once

#include <optional>
#include <span>

#include "parsers/resource.h"

namespace rootproof::engine {

/// The policy document that a resource puts together from single properties: the statement that
/// AWS::Lambda::Permission adds to the policy of a function, AWS::Lambda::LayerVersionPermission to that of a
/// layer, and what an event bus, a private certificate authority, a matching workflow, a Q Business
/// application or a signing profile is told likewise; and what everybody on a list of principals may do, such
/// as the one of an endpoint service or a resource share; and the permission for everyone that comes with a
/// function URL of Terraform for which nobody signs in. Nullopt for every other type, and for a permission
/// that by itself lets nobody in. `all` are those of the same evaluation. Semantics:
/// https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
/// and API_AddLayerVersionPermission.html
[[nodiscard]] std::optional<value::Value> granted_document(const Resource& resource,
                                                           std::span<const Resource> all);

}  // namespace rootproof::engine
