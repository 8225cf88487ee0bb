#pragma once

#include <string>
#include <string_view>

#include "analyzer/engine/rule.h"

/// Whether a guardrail about root reaches every account of an organization (domain.md §4.2, §4.3).
namespace rootproof::rules {

/// What a rule asks of every member account, and how it says so.
struct Guardrail {
  policy::RootQuestion question;
  /// "the root user", "iam:CreateAccessKey by the root user": what is not denied.
  std::string_view subject;
  /// Whether the subject is root itself, whatever it does. What is denied to root in part only is RP302's to
  /// say.
  bool about_root_itself = false;
  /// The fix offered for an organization that is not covered.
  engine::Fix (*fix)(const engine::Facts& facts, const organization::Organization& organization) = nullptr;
};

/// Asks the question for every account of every organization and reports at most one violation, one undecided
/// and one safe finding for each organization. Rows of domain.md §4.3 decide what parts that live elsewhere
/// mean.
void check_guardrail(const engine::Rule& rule, const engine::Facts& facts, const Guardrail& guardrail,
                     engine::Findings& findings);

/// The place for a new Terraform block about the organization: after the organization's own block, when that
/// is a block of the root module. nullptr otherwise.
[[nodiscard]] const Resource* terraform_organization(const organization::Organization& organization);

/// What an edit that attaches a guardrail leaves to choose (AWS Organizations User Guide: service control
/// policies are tried on a test unit first).
inline constexpr std::string_view kWhereToAttach = "where it is attached first";

/// True when the configuration leaves out accounts or units: what is attached to the root would reach them.
[[nodiscard]] bool has_exemptions(const organization::Organization& organization);

/// True when the unit already has a resource with this address.
[[nodiscard]] bool address_taken(const engine::Facts& facts, const std::string& unit,
                                 const std::string& address);

}  // namespace rootproof::rules
