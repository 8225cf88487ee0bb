#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/policy/request_model.h"
#include "parsers/policy/policy_document.h"

/// Callers that the author of a policy does not know.
namespace rootproof::policy {

/// The account that owns the resource, in examples (owner_account), and one that has nothing to do with it.
inline constexpr std::string_view kOwnerAccount = "111122223333";
inline constexpr std::string_view kOutsiderAccount = "999988887777";
inline constexpr std::string_view kOtherOutsiderAccount = "888877776666";
/// Organization ids have no capitals, so no outsider's is equal to it.
inline constexpr std::string_view kOwnerOrganization = "o-OwnerOrg";

/// The organizations that another account, or whoever is no account the document names, may belong to.
enum class Membership : std::uint8_t {
  unnamed,  ///< none that the document names
  any,
};

/// The account that stands for the resource's own one in examples: none that principals and conditions of the
/// document write down, which need not be the own one.
[[nodiscard]] std::string owner_account(const PolicyDocument& document);

/// Everybody: anonymous callers, and root users, users, roles and federated users of accounts the document
/// does not name; when it asks for the source of a service's call, services acting for such accounts. No
/// fixed value the document writes for an identifying key is theirs; what wildcards leave open is. Under
/// Membership::any they may be of the organizations that it writes, but for kOwnerOrganization. `owner` is
/// the resource's account.
[[nodiscard]] std::vector<RequestModel> outsider_models(const PolicyDocument& document,
                                                        const std::vector<std::string>& known_accounts,
                                                        const std::string& owner,
                                                        Membership membership = Membership::unnamed);

/// The root user of one account the document names (empty: of an account that is not known). In the
/// organization that owns the resource it is not.
[[nodiscard]] std::vector<RequestModel> foreign_root_models(const PolicyDocument& document,
                                                            const std::string& account,
                                                            const std::string& partition,
                                                            Membership membership, const std::string& owner);

}  // namespace rootproof::policy
