#pragma once

#include <memory>
#include <optional>
#include <string>

#include "parsers/policy/policy_document.h"
#include "parsers/resource.h"

/// Preventive controls of AWS Control Tower, which are service control policies in the end (Control Tower
/// User Guide, "Strongly recommended controls"; domain.md §3.3).
namespace rootproof::organization {

/// What a resource that enables a control attaches to its target.
struct EnabledControl {
  std::string name;  ///< "AWS-GR_RESTRICT_ROOT_USER"
  /// The policy; nullptr for controls that say nothing about root.
  std::shared_ptr<const policy::PolicyDocument> document;
  /// Why the policy is not known: another control of the catalogue, or parameters that are not known.
  std::optional<value::Reason> unknown;
};

/// True for the resource types that enable a control.
[[nodiscard]] bool enables_control(const Resource& resource);

[[nodiscard]] EnabledControl read_control(const Resource& resource);

/// The organizational unit a control is enabled on; nullptr when the resource has none.
[[nodiscard]] const value::Value* target_of_control(const Resource& resource);

}  // namespace rootproof::organization
