#pragma once

#include <span>
#include <vector>

#include "analyzer/organization/organization.h"

namespace rootproof::organization {

/// The organizations of build_organizations() with resource control policies in place of service control
/// policies: their documents, attachments and paths (Organizations User Guide, "Resource control policies").
/// An export is no part of them: it tells service control policies only.
[[nodiscard]] std::vector<Organization> build_resource_control_organizations(
    std::span<const Resource> resources, std::span<const PolicyInput> policies);

}  // namespace rootproof::organization
