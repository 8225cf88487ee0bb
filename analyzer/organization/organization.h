#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analyzer/policy/questions.h"
#include "parsers/policy/policy_document.h"
#include "parsers/resource.h"

/// The organization as far as code tells: nodes, policies, attachments, effective SCPs (domain.md §4).
namespace rootproof::organization {

enum class NodeKind : std::uint8_t { root, organizational_unit, account };

struct Node {
  NodeKind kind = NodeKind::account;
  std::string identity;                         ///< literal id, or the address it is created at
  std::string name;                             ///< for messages
  std::optional<std::size_t> parent;            ///< index of the parent node; nullopt for the root
  std::optional<value::Reason> parent_unknown;  ///< set when the parent cannot be told
  bool management = false;
  bool may_be_absent = false;
  const Resource* resource = nullptr;
};

/// A policy attached to a node, or to something unknown.
struct Attachment {
  std::size_t policy = 0;                ///< index into Organization::policies
  std::optional<std::size_t> node;       ///< nullopt: target unknown or outside
  std::optional<value::Reason> unknown;  ///< why the target, or the existence of the attachment, is not known
  bool certain = true;                   ///< false when it may not exist
  const Resource* resource = nullptr;
};

struct OrganizationPolicy {
  std::string identity;
  std::string name;
  const Resource* resource = nullptr;
  const policy::PolicyDocument* document =
      nullptr;  ///< owned by the facts; nullptr when the content is unknown
};

struct Organization {
  std::string unit;
  const Resource* resource = nullptr;  ///< the organization itself, when in code
  std::vector<Node> nodes;
  std::vector<OrganizationPolicy> policies;  ///< service control policies only
  std::vector<Attachment> attachments;
  bool policy_type_known = false;     ///< SCPs are known to be enabled on the root
  bool policy_type_disabled = false;  ///< SCPs are known not to be enabled
};

/// The SCP path of an account (or of a fresh account directly under the root).
[[nodiscard]] policy::ScpPath scp_path(const Organization& organization, std::size_t node);

}  // namespace rootproof::organization
