#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "analyzer/policy/answer.h"
#include "parsers/policy/policy_document.h"

namespace rootproof::policy {

/// grants_whole_account (questions.h) of an account that may belong to any organization but the one that owns
/// the resource (kOwnerOrganization, where the document names it): whether the statement lets it in as a
/// whole, where it does no more than ask for an organization.
[[nodiscard]] Answer grants_account_of_any_organization(const PolicyDocument& document, std::size_t statement,
                                                        std::size_t principal,
                                                        std::span<const std::string_view> services);

/// Whether no role and no user of the account that nobody names gets in through the `principal`-th entry,
/// after all Deny statements: of an account that does get in (grants_whole_account), its root user alone.
[[nodiscard]] bool keeps_all_but_root_out(const PolicyDocument& document, std::size_t statement,
                                          std::size_t principal, std::span<const std::string_view> services);
/// grants_everyone (questions.h) of callers that may belong to any organization but the one that owns the
/// resource: whether the statement lets somebody in of an organization that the document names.
[[nodiscard]] Answer grants_everyone_of_any_organization(const PolicyDocument& document,
                                                         std::size_t statement,
                                                         std::span<const std::string_view> services);

}  // namespace rootproof::policy
