#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/organization/organization.h"
#include "analyzer/organization/reference.h"

/// How build_organizations() puts an organization together; nothing else includes this.
namespace rootproof::organization {

/// What a symbol or literal id stands for.
struct Meaning {
  std::optional<std::size_t> node;
  std::optional<std::size_t> policy;
  bool other_policy = false;  ///< a policy that is not a service control policy
  bool organization = false;  ///< the id of the organization
};

/// Builds the organization of one unit, or of an export and all units together. The resources of the export
/// come first.
class Builder {
 public:
  /// `type` is that of the policies it is about: service control policies, or resource control policies.
  explicit Builder(const std::string& unit, std::string_view type = "SERVICE_CONTROL_POLICY");

  void add(const Resource& resource, const policy::PolicyDocument* document);
  Organization finish(const StatedFacts& stated);
  [[nodiscard]] bool relevant() const { return relevant_; }

 private:
  // builder.cpp
  void add_organization(const Resource& resource);
  void add_node(const Resource& resource, NodeKind kind);
  void add_policy(const Resource& resource, const policy::PolicyDocument* document);
  void read_policy_types(const Resource& resource);
  void note_partition(const Resource& resource);
  void settle_partitions(const StatedFacts& stated);
  void exempt_nodes(const StatedFacts& stated);
  void settle_root();
  void settle_account();
  [[nodiscard]] bool is_other_root(const std::string& id) const;
  [[nodiscard]] value::Reason why_unplaced(const std::string& id, source::Span span) const;
  [[nodiscard]] bool may_be_of_another_organization(const Resource& resource) const;
  [[nodiscard]] bool is_looked_up_elsewhere(const Reference& reference, const std::string& unit) const;
  void connect_parent(std::size_t index);
  void attach(std::size_t policy, const Resource& resource, const Reference& target);
  void attach_by_resource(const Resource& resource);
  void attach_control(const Resource& resource);
  void attach_target(const Reference& target, Attachment attachment);
  /// An attachment that may be there, or not, and its index. Where it would be, the caller says.
  std::size_t attach_perhaps(std::size_t policy, const Resource* resource, value::Reason reason);
  void attach_elsewhere(bool stated);
  [[nodiscard]] std::optional<std::size_t> declared_management(const StatedFacts& stated) const;
  void settle_management(const StatedFacts& stated);
  void cut_cycles();
  void apply(const StatedFacts& stated);
  void note_output(const Resource& resource);
  void note_own_ids();
  void note_references();
  void note_reference(const policy::PolicyDocument& document, const std::string& unit,
                      const std::string& symbol);
  void note_account_id(const Resource& resource, std::size_t index);
  void note_strategy(const Resource& resource, const Reference& target);
  [[nodiscard]] Meaning meaning(const Reference& reference, const std::string& unit);
  [[nodiscard]] std::optional<std::size_t> unit_named(const std::string& name);
  // lookup.cpp: what data sources find by a name
  [[nodiscard]] std::optional<std::size_t> listed_node(std::string_view symbol, const std::string& unit);
  [[nodiscard]] std::optional<std::size_t> find_listed(std::string_view symbol, const std::string& unit);
  [[nodiscard]] std::optional<std::size_t> parent_of(std::size_t index);
  [[nodiscard]] bool surely_exists(const value::GuardTerm& term, const std::string& unit);
  [[nodiscard]] value::Guard settled(const value::Guard& guard, const std::string& unit);
  [[nodiscard]] std::vector<Reference> settled_references(const value::Value* value, const std::string& unit);
  [[nodiscard]] std::optional<value::Reason> may_be_missing(const Resource& resource);
  [[nodiscard]] bool may_be_in_root(const Node& unit);
  std::size_t management_node();
  std::size_t literal_node(NodeKind kind, const std::string& id, source::Span span);
  std::size_t unseen_policy(const std::string& identity, const value::Reason& reason);
  [[nodiscard]] Meaning& symbol(const std::string& unit, const std::string& name) {
    return meanings_[unit + '\n' + name];
  }

  // exported.cpp: what an export says, and which of its objects the code declares
  void add_exported(const Resource& resource, const policy::PolicyDocument* document);
  void add_exported_organization(const Resource& resource);
  void add_exported_policy(const Resource& resource, const policy::PolicyDocument* document);
  [[nodiscard]] std::optional<std::size_t> exported_account(const Resource& resource) const;
  [[nodiscard]] std::optional<std::size_t> exported_policy(const Resource& resource) const;
  void merge_units();
  void attach_exported();
  void attach_unlisted();
  void note_full_access();
  void remove_absorbed();

  Organization organization_;
  std::string_view type_;
  bool relevant_ = false;
  bool cloudformation_ = false;
  std::optional<value::Reason> several_;  ///< of more than one organization, all taken for the first
  std::unordered_map<std::string, Meaning>
      meanings_;  ///< literal ids; symbols behind the unit in which they mean something
  /// The id of the root, empty where none is written; several of them without anything that says which it is
  /// are nobody's.
  std::string root_id_;
  bool several_root_ids_ = false;
  /// The account whose organization it is, as a provider configuration says it; empty where nothing is
  /// created in it.
  std::string account_;
  std::vector<const Resource*> lookups_;  ///< of an organization, by another configuration than the default
  std::vector<const Resource*> unit_lookups_;  ///< of units and accounts below a parent
  /// What each of them finds by a name, once that is known; nothing while it is being looked for, so that
  /// whoever depends on itself finds nothing.
  std::map<std::string, std::optional<std::size_t>> found_by_lookup_;
  unsigned lookup_depth_ = 0;  ///< of lookups below what others find
  std::vector<const Resource*> attachments_;
  std::vector<const Resource*> other_strategies_;  ///< policies of other types that say what a target keeps
  std::vector<const Resource*> controls_;
  std::vector<const Resource*> outputs_;
  std::optional<std::size_t> management_;
  std::set<std::string> object_partitions_;  ///< to which objects of the organization are deployed
  const Resource* unplaced_ = nullptr;  ///< an object of which nobody says to which partition it is deployed
  const Resource* other_provider_ = nullptr;   ///< a provider configuration for another partition than aws
  std::set<std::string> provider_partitions_;  ///< of all provider configurations

  /// Of the policies that the Landing Zone Accelerator attaches to a node.
  struct Strategies {
    bool allow_list = false;
    bool deny_list = false;
  };
  std::map<std::size_t, Strategies> strategies_;  ///< by node

  bool exported_ = false;
  bool complete_ = false;  ///< StatedFacts::complete
  bool full_access_listed_ = false;
  bool no_policies_listed_ = false;                 ///< kPoliciesListed of an export
  std::optional<value::Reason> policies_unlisted_;  ///< why not all of them are known
  std::map<std::string, std::size_t>
      exported_accounts_;  ///< by e-mail address in lower case: AWS takes each once whatever its case
  std::map<std::string, std::size_t> exported_policies_;    ///< by name
  std::map<std::size_t, const Resource*> exported_places_;  ///< of accounts that the code declares too
  std::vector<const Resource*> exported_attachments_;
  std::set<std::size_t> absorbed_;
};

/// A document of which nothing is known: it may deny anything, and proves nothing.
[[nodiscard]] std::shared_ptr<const policy::PolicyDocument> unknown_document(const value::Reason& reason);

/// The name of an object, for messages.
[[nodiscard]] std::string display_name(const Resource& resource);

/// The id of an account that a file of another tool gives.
[[nodiscard]] std::optional<std::string> account_id_of(const Resource& resource);

/// Whether a policy is of the type asked about. Terraform's default for `type` is SERVICE_CONTROL_POLICY.
struct PolicyType {
  bool other = false;
  std::optional<value::Reason> unknown;
};
[[nodiscard]] PolicyType policy_type(const Resource& resource, std::string_view asked);

inline constexpr std::string_view kServiceControlPolicy = "SERVICE_CONTROL_POLICY";
inline constexpr std::string_view kFullAwsAccess = "p-FullAWSAccess";

}  // namespace rootproof::organization
