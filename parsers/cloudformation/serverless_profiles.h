#pragma once

#include <cstdint>
#include <span>
#include <string_view>

/// What SAM's connectors permit between two types of resources.
namespace rootproof::cloudformation {

/// Where SAM writes down what a connector permits.
enum class ConnectorPolicy : std::uint8_t {
  source_role,       ///< a managed policy of the role of the source
  destination_role,  ///< a managed policy of the role of the destination
  queue,             ///< the policy of the destination, which is a queue
  topic,             ///< the policy of the destination, which is a topic
  permission,        ///< AWS::Lambda::Permission of the destination
};

/// One statement of a profile; its effect is Allow.
struct ConnectorStatement {
  std::string_view source;       ///< a type of CloudFormation
  std::string_view destination;  ///< the same
  ConnectorPolicy policy = ConnectorPolicy::source_role;
  std::string_view access;   ///< "Read" or "Write": the item of `Permissions` that it belongs to
  std::string_view actions;  ///< apart by blanks
  /// Texts of Fn::Sub, apart by blanks, with what is known of both ends: `${Destination.Arn}`. Of a
  /// permission: its SourceArn.
  std::string_view resources;
  std::string_view principal;  ///< a service; empty for the policies of roles
};

/// The statements between two types; empty when SAM does not connect them.
[[nodiscard]] std::span<const ConnectorStatement> connector_profile(std::string_view source,
                                                                    std::string_view destination);

/// How a connector gets at what it says of a resource: attributes, by type. Empty names are Ref.
struct ConnectorEnd {
  std::string_view type;           ///< of CloudFormation
  std::string_view arn;            ///< attribute
  std::string_view id;             ///< attribute; "-": SAM knows none
  std::string_view role_property;  ///< which property names the role; empty when none does
};
/// nullptr for types that nothing connects.
[[nodiscard]] const ConnectorEnd* connector_end(std::string_view type);

/// The type of CloudFormation that a type of SAM becomes; other types stay what they are.
[[nodiscard]] std::string_view transformed_type(std::string_view type);

}  // namespace rootproof::cloudformation
