#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/policy/context_keys.h"

/// The actions that AWS documents (Service Authorization Reference), as of the day the data was published.
/// AWS adds actions every week: nothing that is proved rests on an action being absent here. Proofs range
/// over every name an action can have (any_action in request_model.h), so each service has its future actions
/// in it. The catalogue makes examples and notes; an action that it documents without resources is not asked
/// for on those of other services.
namespace rootproof::policy {

/// What an action does, in AWS's own classes.
enum class AccessLevel : std::uint8_t { list, read, write, tagging, permissions_management };
inline constexpr std::size_t kAccessLevels = 5;
/// What actions of the level do, in plain words: "list", "change permissions".
[[nodiscard]] std::string_view describe(AccessLevel level);

struct CatalogueAction {
  std::string name;  ///< "s3:GetObject", in AWS's spelling
  AccessLevel level = AccessLevel::read;
  /// An ARN it acts on, with {P}, {R}, {A} for partition, Region, account (fill_resource); "*" where it acts
  /// on no single resource, empty where its resources are too various for an example.
  std::string resource;
};

/// Whether the catalogue has a service with this prefix, in any case: "s3".
[[nodiscard]] bool is_catalogue_service(std::string_view prefix);

/// The prefixes of all services, in order: "s3".
[[nodiscard]] std::vector<std::string_view> service_prefixes();

/// The action of this name, in any case: "s3:GetObject".
[[nodiscard]] std::optional<CatalogueAction> find_action(std::string_view action);

/// ARNs of the kinds of resources that an action may act on, as CatalogueAction::resource; of the kind that
/// every request has to name alone, where there is one, the main one of several. Nothing where the catalogue
/// does not know them all.
[[nodiscard]] std::vector<std::string> resources_of(std::string_view action);

/// The first action, in the order of names, that a pattern with its service written out matches: "s3:Get*".
[[nodiscard]] std::optional<CatalogueAction> first_action(std::string_view pattern);

/// The first `most` actions that a pattern with its service written out matches, in the order of names.
[[nodiscard]] std::vector<CatalogueAction> first_actions(std::string_view pattern, std::size_t most);

/// All that some of several patterns match, each counted once.
struct CatalogueMatches {
  std::size_t count = 0;
  std::array<std::string, kAccessLevels> example;  ///< one of each level that is among them
};
[[nodiscard]] CatalogueMatches match_actions(const std::vector<std::string>& patterns);

/// Whether an action or pattern fits nothing in the catalogue, and it is for the catalogue to say.
[[nodiscard]] bool is_unknown_action(std::string_view pattern);

/// Whether the service of an action is one that resource control policies restrict (Organizations User Guide,
/// "Resource control policies", list of services). AWS adds to them.
[[nodiscard]] bool is_in_reach_of_resource_control(std::string_view action);

/// What to say of an action or pattern that fits nothing in the catalogue, with what it may have been meant
/// to be; nullopt where it fits, or where it is not for the catalogue to say (no service, a placeholder).
[[nodiscard]] std::optional<std::string> unknown_action(std::string_view pattern);

/// The action, or for an unknown service the service, whose name is nearest to the one written; empty when
/// none is near. "s3:GetObjet" → "s3:GetObject".
[[nodiscard]] std::string nearest_action(std::string_view action);

/// Whether requests for some action, of those in the catalogue that a pattern of the service matches, carry a
/// condition key of the service; nullopt when the catalogue does not know the service or no such action.
/// "s3:ListB*", "s3:prefix" → true.
[[nodiscard]] std::optional<bool> supports_key(std::string_view pattern, std::string_view key);

/// Some actions of the key's service whose requests carry it, for examples.
[[nodiscard]] std::vector<std::string> actions_with_key(std::string_view key);

/// The services whose ARNs actions of a service act on, itself first: "ssm" → "ssm", "ec2", "iam", …. Nothing
/// where the catalogue does not know the service or any resource of it, or it acts on ARNs of any.
[[nodiscard]] std::vector<std::string> arn_services_of(std::string_view service);

/// What to say of a condition key that its service does not have; nullopt where it has it, and where it is
/// not for the catalogue to say: global keys, keys of identity providers, services that are not known.
[[nodiscard]] std::optional<std::string> unknown_key(std::string_view key);

/// The ARNs of a service's own resources, with {P}, {R}, {A} for partition, Region, account and "example" for
/// names; nothing where the catalogue does not know them all.
[[nodiscard]] std::vector<std::string> arn_templates_of(std::string_view service);

/// What a condition key of a service holds, as documented; lists are by type what may hold several.
struct CatalogueKey {
  KeyType type = KeyType::string;
  bool is_list = false;
};
[[nodiscard]] std::optional<CatalogueKey> find_key(std::string_view key);

/// Condition keys of a service, in AWS's spelling: "s3:prefix". Global keys are in context_keys.h.
[[nodiscard]] std::vector<std::string> condition_keys_of(std::string_view service);

}  // namespace rootproof::policy
