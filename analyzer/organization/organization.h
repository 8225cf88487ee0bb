#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analyzer/policy/questions.h"
#include "parsers/policy/document_size.h"
#include "parsers/policy/policy_document.h"
#include "parsers/policy/scp_dialect.h"
#include "parsers/resource.h"

/// The organization as far as code tells: nodes, policies, attachments, effective SCPs (domain.md §4).
///
/// One template or root module yields one organization: AWS creates organizational units and accounts only in
/// the caller's own organization and attaches policies only there. Objects are connected by the identity of
/// references (`aws_organizations_policy.deny_root.id`, `!GetAtt Org.RootId`), or by equal literal ids.
namespace rootproof::organization {

enum class NodeKind : std::uint8_t { root, organizational_unit, account };

/// The root, an organizational unit, or an account. Node 0 is always the root: every organization has exactly
/// one.
struct Node {
  NodeKind kind = NodeKind::account;
  std::string identity;                         ///< literal id, or the address it is created at
  std::string name;                             ///< for messages
  bool named = false;                           ///< `name` is what the code or the export gives as its name
  std::optional<std::size_t> parent;            ///< index of the parent node; nullopt for the root
  std::optional<value::Reason> parent_unknown;  ///< set when the parent cannot be told
  bool place_unknown = false;                   ///< it may stand below others than its parents
  bool management = false;                      ///< the management account, which SCPs never bind
  std::string exempt;                           ///< why no guardrail is asked about here; empty when all are
  bool keeps_full_aws_access = false;  ///< the code itself, or the export, attaches FullAWSAccess here
  bool lacks_full_aws_access = false;  ///< the export lists where FullAWSAccess hangs, and not here
  bool may_be_absent = false;
  /// It may stand in another organization than the policies do: what hangs on this root need not bind it. Set
  /// with `parent_unknown`.
  bool root_unknown = false;
  const Resource* resource = nullptr;  ///< nullptr: known by a literal id or an attribute only
  /// Stands for the policies on the way to the root that the code does not show; set with `parent_unknown`.
  std::shared_ptr<const policy::PolicyDocument> unseen;
  std::vector<std::size_t> attached;  ///< indices into Organization::attachments
};

/// A policy attached to a node, or to something unknown.
struct Attachment {
  std::size_t policy = 0;                ///< index into Organization::policies
  std::optional<std::size_t> node;       ///< nullopt: target unknown or outside
  std::optional<value::Reason> unknown;  ///< why the target, or the existence of the attachment, is not known
  bool certain = true;                   ///< false when it may not exist
  value::Guard guard;                    ///< the conditions it hangs on, as far as they are named
  std::optional<value::Reason> guard_unknown;  ///< why they are not known; set when there are any
  const Resource* resource = nullptr;
};

struct OrganizationPolicy {
  std::string identity;  ///< literal id, or the address it is created at
  std::string name;
  const Resource* resource = nullptr;  ///< nullptr: known by a literal id only, or not known at all
  const policy::PolicyDocument* document =
      nullptr;  ///< owned by the facts; nullptr when the content is unknown
  /// Stands for the document when its content is unknown.
  std::shared_ptr<const policy::PolicyDocument> placeholder;
  std::optional<value::Reason> type_unknown;  ///< set when it may be a policy of another type
  /// Why AWS Organizations takes it for no policy: attached, it denies nothing that can be relied on.
  std::optional<value::Reason> refused;
  bool exported = false;  ///< its id leaves the unit through an output, so attachments may live elsewhere
  bool attached_later = false;  ///< a tool attaches it to accounts that come to exist, for some time
};

struct Organization {
  std::string unit;                    ///< the first of `units`; the export where there is one
  std::vector<std::string> units;      ///< all that the organization is made of
  const Resource* resource = nullptr;  ///< the organization itself, when in code or exported
  std::string id;                      ///< "o-…", empty where nobody tells it
  std::string root_id;                 ///< "r-…", likewise
  policy::IdsByDocument ids;           ///< what references of policies to its objects stand for
  std::vector<Node> nodes;
  std::vector<OrganizationPolicy> policies;  ///< service control policies only
  std::vector<Attachment> attachments;
  /// Attachments whose target is unknown, or an id that no object of the code is known to have.
  std::vector<std::size_t> unplaced;
  bool policy_type_known = false;     ///< SCPs are known to be enabled on the root
  bool policy_type_disabled = false;  ///< SCPs are known not to be enabled
  /// Why it cannot be told whether SCPs are enabled, where nothing may be called safe because of that
  /// (domain.md §4.3: never in CloudFormation, which has no property for it).
  std::optional<value::Reason> policy_type_unknown;
  bool complete = false;                 ///< StatedFacts::complete
  std::vector<std::string> deployed_to;  ///< partitions of the Regions to which its objects are deployed
  /// Stated, or else `deployed_to`; empty when not known, or known of some objects only, the organization
  /// itself not among them.
  std::vector<std::string> known_partitions;
  /// Where none is known, aws and those that provider configurations of the code or other objects name
  /// otherwise; empty where there are none of these. It lives in one of them, and an answer holds where it
  /// holds in each.
  std::vector<std::string> possible_partitions;
  std::optional<value::Reason> partition_unknown;  ///< set where there are several of these

  /// The partitions whose root users are asked about: aws where none is known.
  [[nodiscard]] std::vector<std::string> partitions() const {
    if (!known_partitions.empty()) return known_partitions;
    return possible_partitions.empty() ? std::vector<std::string>{"aws"} : possible_partitions;
  }
};

inline constexpr std::size_t kRootNode = 0;

/// Whether a resource belongs to what the organization is made of: it stands in one of its units, and is not
/// deployed to another partition.
[[nodiscard]] bool is_part_of(const Organization& organization, const Resource& resource);

/// An account or unit that no guardrail is asked about.
struct Exemption {
  std::string account;  ///< its id, or the name that no other account has; empty for a unit
  std::string unit;     ///< its id, or its names from the root: "Workloads/Sandbox"
  std::string why;      ///< "being migrated (until 2030-06-30)"
  std::string place;    ///< where the configuration says so: "rootproof.yaml:12:16"
};

/// What the user says of the organization that code cannot (domain.md §4.4).
struct StatedFacts {
  std::vector<std::string> enabled_policy_types;  ///< enabled on the root; where no code says so
  std::string management_account;                 ///< twelve digits, or empty
  std::vector<std::string> partitions;            ///< in which its accounts live: "aws-us-gov"
  std::vector<Exemption> exempt;                  ///< those that have not ended
  bool complete = false;               ///< nothing of the organization lives outside of the scanned code
  bool attachments_elsewhere = false;  ///< code that is not scanned attaches policies of this code
  policy::ScpDialect scp_dialect = policy::ScpDialect::current;
  policy::ScpQuotas scp_quotas;
};

/// A policy document and the resource that holds it.
struct PolicyInput {
  const Resource* resource = nullptr;
  const policy::PolicyDocument* document = nullptr;
};

/// One organization for each unit that declares an organization, organizational units, accounts or service
/// control policies, in the order in which the units first appear; a unit whose objects are deployed to
/// several partitions holds one for each, for an organization lives in one. Where an exported organization is
/// among the resources, all units are parts of that one: objects with the same id are one, and so are
/// accounts with the same e-mail address, units with the same name and parent, policies with the same name
/// and type; of these the code says content, parent and targets. Both inputs must outlive the result.
[[nodiscard]] std::vector<Organization> build_organizations(std::span<const Resource> resources,
                                                            std::span<const PolicyInput> policies,
                                                            const StatedFacts& stated = {});

/// The SCP path of an account. For `kRootNode` it is the path of an account placed directly under the root,
/// such as one that is created elsewhere. Levels are empty when SCPs are known not to be enabled.
[[nodiscard]] policy::ScpPath scp_path(const Organization& organization, std::size_t node);

/// The nodes that an exemption names, without those below them: none where it names nothing here, several
/// where accounts share a name (account names are not unique, ids are) and nobody can tell which is meant.
[[nodiscard]] std::vector<std::size_t> nodes_named_by(const Organization& organization,
                                                      const Exemption& exemption);

/// The names of a unit and those above it, from the root: "Workloads/Sandbox"; empty when one is not known.
[[nodiscard]] std::string unit_path(const Organization& organization, std::size_t node);

/// The id of the organization, of its root, or of a unit; where nobody tells it, a text that stands for it.
[[nodiscard]] std::string organization_id(const Organization& organization);
[[nodiscard]] std::string node_id(const Organization& organization, std::size_t node);

/// "root > finance > billing".
[[nodiscard]] std::string path_name(const Organization& organization, std::size_t node);

}  // namespace rootproof::organization
