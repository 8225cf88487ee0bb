#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/cloudformation/evaluator.h"
#include "parsers/cloudformation/serverless_profiles.h"
#include "parsers/resource.h"

namespace rootproof::cloudformation {

/// True for the types of AWS SAM.
[[nodiscard]] bool is_serverless_type(std::string_view type);

/// Does what the transform AWS::Serverless-2016-10-31 does, as far as access is concerned: merges Globals and
/// makes the roles, policies and permissions that come with SAM's resources. Semantics: the SAM specification
/// (https://github.com/aws/serverless-application-model, docs and samtranslator 1.110).
class ServerlessExpansion {
 public:
  ServerlessExpansion(Evaluator& evaluator, EvaluatedUnit& unit) : evaluator_(evaluator), unit_(unit) {}

  /// The properties of a resource with those of Globals that it does not set.
  [[nodiscard]] value::Value with_globals(std::string_view type, const value::Value& properties);

  /// Adds what is generated beside a resource of the unit. What cannot be said is noted there.
  void expand(std::size_t resource);

  /// An event of type Api: a method of an API.
  struct ApiEvent {
    const Definition* source;  ///< the function or state machine that it starts
    std::optional<std::string> path;
    std::string method;
    value::Value auth;
  };
  using ApiEvents = std::map<std::string, std::vector<ApiEvent>, std::less<>>;  ///< by logical id of the API
  /// Those of all functions and state machines of the template.
  [[nodiscard]] ApiEvents api_events();
  /// Adds the resource policy that an API has, with what events bring along.
  void add_api_policy(Resource& api, const ApiEvents& events);
  /// Adds the permissions of the functions that decide who may call an API.
  void permit_authorizers(const Resource& api);

 private:
  void expand_function(const Resource& function);
  void expand_state_machine(const Resource& machine);
  void expand_web_socket_api(const Resource& api);
  void expand_connector(const Resource& connector);
  void expand_graphql_api(const Resource& api);
  void expand_capacity_provider(const Resource& provider);
  // serverless_api.cpp
  void add_api_events(const Definition& source, const value::Value& written, ApiEvents& events);
  [[nodiscard]] std::optional<value::Member> api_policy(const std::string& id, const value::Value& properties,
                                                        const std::vector<ApiEvent>& events,
                                                        source::Span span);
  void add_role(const Resource& source, const value::Value& trust, std::vector<value::Value> managed,
                std::vector<value::Value> documents);
  void add_events(const Resource& source, std::vector<value::Value>& managed,
                  std::vector<value::Value>& documents);
  void add_event(const Resource& source, const std::string& name, const value::Value& event,
                 const value::Guard& guard, std::vector<value::Value>& managed,
                 std::vector<value::Value>& documents);
  void add_schedule_role(const Resource& source, const std::string& event, const value::Value& properties,
                         const value::Guard& guard);
  void add_rule(const Resource& source, const std::string& event, const value::Value& properties,
                const value::Guard& guard);
  void add_start_role(const Resource& machine, const std::string& event, std::string_view service,
                      const value::Value& properties, const value::Guard& guard);
  void add_queue_policy(const Resource& source, const std::string& id, const value::Value& queue,
                        const value::Value& url, const value::Value& principal, const value::Value& from,
                        const value::Guard& guard);
  void add_rule_queue_policy(const Resource& source, const std::string& event, const value::Value& properties,
                             const value::Guard& guard);
  void add_subscription(const Resource& source, const std::string& event, std::string_view protocol,
                        value::Value endpoint, const value::Value& properties, const value::Guard& guard);
  void add_subscription_policy(const Resource& source, const std::string& event, const value::Value& queue,
                               const value::Value& properties, const value::Guard& guard);
  void add_source_policy(const Resource& source, std::string_view kind, const std::string& policy,
                         const std::string& event, const value::Value& properties,
                         std::vector<value::Value>& documents);
  void add_failure_policy(const Resource& source, const std::string& event, const value::Value& properties,
                          std::vector<value::Value>& documents);
  void add_public_url(const Resource& function, const value::Value& config, const value::Guard& guard);

  // serverless_connectors.cpp
  /// What is known of one end of a connector.
  struct End {
    std::string type;  ///< of CloudFormation
    value::Value arn;
    value::Value role;  ///< its name; absent where it has none
    value::Value queue_url;
    std::vector<value::Member> more;  ///< ResourceId, Name, Qualifier, as far as there are any
  };
  [[nodiscard]] std::optional<End> connector_end_of(const Resource& connector, const value::Value& reference,
                                                    const value::Value& other);
  [[nodiscard]] std::optional<End> named_end(const Resource& connector, const std::string& id,
                                             const value::Value& reference, const value::Value& other);
  [[nodiscard]] value::Value role_name(const std::string& id, std::string_view type, source::Span span,
                                       const value::Value& other);
  /// Adds what a connector with this name permits; false when SAM does not connect the two in this way.
  [[nodiscard]] bool connect(const Resource& connector, const std::string& id, const std::string& suffix,
                             const End& source, const End& destination,
                             const std::vector<std::string>& permissions);
  void add_connector_policy(const Resource& connector, const std::string& id, ConnectorPolicy policy,
                            const End& source, const End& destination, std::vector<value::Value> statements);
  void add_data_sources(const Resource& api, std::string_view kind, const value::Value& sources);
  void add_authorizers(const Resource& api);

  void add_destinations(const Resource& function, std::vector<value::Value>& documents);
  void add_permission(const Resource& function, const std::string& id, const value::Guard& guard,
                      std::vector<value::Member> members);
  Resource& add(const Resource& source, const std::string& id, std::string type, const value::Guard& guard,
                std::vector<value::Member> properties);
  void note_unknown(const Resource& source, std::string detail);

  /// The document that a policy template is; nullopt when there is none of this name.
  [[nodiscard]] std::optional<value::Value> from_template(const value::Member& item);
  [[nodiscard]] value::Value inline_policy(const value::Value& item, const std::string& name,
                                           source::Span span);
  /// The resource of the template whose name a reference is; empty when it is none.
  [[nodiscard]] std::string referred(const value::Value& reference) const;
  [[nodiscard]] std::string stage_suffix(const value::Value& api) const;

  [[nodiscard]] std::string id_of(const Resource& resource) const;
  [[nodiscard]] value::Value target_of(const Resource& function);
  [[nodiscard]] value::Value arn_of(const Resource& function);

  Evaluator& evaluator_;
  EvaluatedUnit& unit_;
};

}  // namespace rootproof::cloudformation
