#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "parsers/resource.h"
#include "parsers/syntax/syntax_tree.h"

/// The files in which other tools describe a whole organization: those of org-formation, and the
/// configuration of the Landing Zone Accelerator on AWS (domain.md §4.1).
namespace rootproof::organization_files {

enum class Format : std::uint8_t {
  none,
  org_formation,             ///< `AWSTemplateFormatVersion: 2010-09-09-OC` with an `Organization`
  landing_zone_accelerator,  ///< organization-config.yaml
};

/// What a document is, by its structure.
[[nodiscard]] Format format_of(const syntax::SyntaxNode& document);

/// True for the files that lie beside organization-config.yaml and belong to it: accounts-config.yaml,
/// global-config.yaml, replacements-config.yaml.
[[nodiscard]] bool belongs_to_landing_zone(const syntax::SyntaxNode& document);

/// True for templates of org-formation, which bind CloudFormation resources to accounts of the organization.
[[nodiscard]] bool is_org_formation_template(const syntax::SyntaxNode& document);

/// What a template of org-formation says with `Organization: !Include FILE`; nullopt where it says nothing.
[[nodiscard]] std::optional<syntax::SyntaxNode> included_organization(const syntax::SyntaxNode& document);

/// True for files of tasks of org-formation that deploy an organization; others are included by these.
[[nodiscard]] bool deploys_organization(const syntax::SyntaxNode& document);

/// Words without which no file is one of these.
[[nodiscard]] bool may_be_organization_file(std::string_view text);
/// True when a file is surely meant as one of these, whether or not it can be read.
[[nodiscard]] bool looks_like_organization_file(std::string_view text);

/// Files that are named relative to the one that names them; nothing where they cannot be read.
struct Surroundings {
  std::function<std::optional<syntax::SyntaxNode>(const source::SourceFile& from, const std::string& name)>
      document;
  std::function<const source::SourceFile*(const source::SourceFile& from, const std::string& name)> text;
  /// What the user says templating fills in, by name; what the files say themselves wins.
  std::map<std::string, std::string, std::less<>> placeholders = {};
};

/// What tasks of org-formation may deploy into an organization.
struct Deployed {
  std::vector<syntax::SyntaxNode> templates;  ///< of org-formation: their policies belong to the organization
  std::vector<syntax::SyntaxNode> elsewhere;  ///< of CloudFormation, with policies that may be attached here
  std::vector<syntax::SyntaxNode> tasks;      ///< files of tasks that deploy the organization itself
  std::vector<value::Reason> unread;          ///< why some templates of it are not known
};

/// The objects of an org-formation organization, as resources of the types OC::ORG::*.
[[nodiscard]] EvaluatedUnit read_org_formation(const syntax::SyntaxNode& document,
                                               const Surroundings& surroundings, const Deployed& deployed);

/// The objects of a Landing Zone Accelerator configuration, as resources of the types LZA::*, and the
/// controls of Control Tower that it enables. accounts-config.yaml and global-config.yaml lie beside.
[[nodiscard]] EvaluatedUnit read_landing_zone(const syntax::SyntaxNode& document,
                                              const Surroundings& surroundings);

/// What a Landing Zone Accelerator configuration makes of policy files in its folder that are neither of the
/// organization nor of identities.
struct ResourcePolicyFiles {
  std::vector<std::string> endpoints;  ///< policies of VPC endpoints, as network-config.yaml names them
  /// The policy in another file with what replaces the accelerator's placeholders.
  std::function<value::Value(const source::SourceFile& policy)> read;
};
[[nodiscard]] ResourcePolicyFiles resource_policy_files(const syntax::SyntaxNode& document,
                                                        const Surroundings& surroundings);

/// Whether a policy file holds what the accelerator replaces by values or lists of its configuration.
[[nodiscard]] bool has_replacements(const source::SourceFile& policy);

/// Properties that the organization builder looks for, whatever the format.

/// Of the organization: the policy types that the tool enables; absent where it need not.
inline constexpr std::string_view kEnabledPolicyTypes = "EnabledPolicyTypes";
/// Of an account: its id, where the file says it.
inline constexpr std::string_view kAccountId = "AccountId";
/// Of an account: true for the management account.
inline constexpr std::string_view kManagement = "Management";
/// Of a policy: "allow-list" where the tool takes FullAWSAccess away from its targets, "deny-list" where it
/// sees to it that FullAWSAccess is there.
inline constexpr std::string_view kStrategy = "Strategy";
/// Of a policy: true where the tool attaches it to accounts that come to exist, for some time.
inline constexpr std::string_view kAttachedLater = "AttachedLater";

/// The tool that reads the file in which a resource stands; empty for everything else.
[[nodiscard]] std::string_view tool_of(const Resource& resource);

}  // namespace rootproof::organization_files
