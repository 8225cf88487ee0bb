#include "parsers/organization_files/organization_files.h"

#include <algorithm>
#include <array>
#include <span>

namespace rootproof::organization_files {
namespace {

using syntax::SyntaxNode;

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// A line that begins with a key, as at the top of a YAML document.
bool has_line(std::string_view text, std::string_view key) {
  for (std::size_t at = text.find(key); at != std::string_view::npos; at = text.find(key, at + 1))
    if (at == 0 || text[at - 1] == '\n') return true;
  return false;
}

/// Keys that stand together in a file of the Landing Zone Accelerator: in the one of the organization, and in
/// those beside it.
using Pair = std::array<std::string_view, 2>;
constexpr std::array<Pair, 3> kPairs = {{{"organizationalUnits:", "serviceControlPolicies:"},
                                         {"mandatoryAccounts:", "workloadAccounts:"},
                                         {"homeRegion:", "managementAccountAccessRole:"}}};

template <class Has>
bool has_pair(std::span<const Pair> pairs, const Has& has) {
  return std::any_of(pairs.begin(), pairs.end(),
                     [&](const Pair& pair) { return has(pair[0]) && has(pair[1]); });
}

/// A list, or the file that holds one.
bool is_list(const SyntaxNode& document, std::string_view key) {
  const std::optional<SyntaxNode> found = document.find(key);
  if (!found) return false;
  return found->is_sequence() ||
         (found->is_scalar() && (found->tag() == "!include" || found->text().empty()));
}

}  // namespace

bool is_org_formation_template(const SyntaxNode& document) {
  const std::optional<SyntaxNode> version = document.find("AWSTemplateFormatVersion");
  return version && version->is_scalar() && version->text() == "2010-09-09-OC";
}

std::optional<SyntaxNode> included_organization(const SyntaxNode& document) {
  const std::optional<SyntaxNode> section =
      is_org_formation_template(document) ? document.find("Organization") : std::nullopt;
  const bool included =
      section && section->is_scalar() && (section->tag() == "!Include" || section->tag() == "!include");
  return included ? section : std::nullopt;
}

bool deploys_organization(const SyntaxNode& document) {
  if (!document.is_mapping() || document.find("AWSTemplateFormatVersion")) return false;
  const std::vector<SyntaxNode::Member> members = document.members();
  return std::any_of(members.begin(), members.end(), [](const SyntaxNode::Member& member) {
    const std::optional<SyntaxNode> type =
        member.value.is_mapping() ? member.value.find("Type") : std::nullopt;
    return type && type->is_scalar() && type->text() == "update-organization";
  });
}

Format format_of(const SyntaxNode& document) {
  if (!document.is_mapping()) return Format::none;
  if (is_org_formation_template(document)) {
    const std::optional<SyntaxNode> section = document.find("Organization");
    const bool here = section && section->is_mapping();
    const bool is_all_there_is = included_organization(document) && !document.find("Resources");
    return here || is_all_there_is ? Format::org_formation : Format::none;
  }
  const bool landing_zone =
      is_list(document, "organizationalUnits") && is_list(document, "serviceControlPolicies") &&
      (document.find("enable") || document.find("taggingPolicies") || document.find("backupPolicies"));
  return landing_zone ? Format::landing_zone_accelerator : Format::none;
}

bool belongs_to_landing_zone(const SyntaxNode& document) {
  const auto has = [&](std::string_view key) {
    return document.find(key.substr(0, key.size() - 1)).has_value();
  };
  return has_pair(std::span(kPairs).subspan(1), has) || document.find("globalReplacements");
}

bool may_be_organization_file(std::string_view text) {
  return contains(text, "2010-09-09-OC") || contains(text, "update-organization") ||
         has_pair(kPairs, [&](std::string_view key) { return contains(text, key); }) ||
         has_line(text, "globalReplacements:");
}

bool looks_like_organization_file(std::string_view text) {
  return has_pair(kPairs, [&](std::string_view key) { return has_line(text, key); });
}

bool has_replacements(const source::SourceFile& policy) {
  return contains(policy.text(), "${ACCEL_LOOKUP::");
}

std::string_view tool_of(const Resource& resource) {
  if (resource.type.starts_with("OC::ORG::")) return "org-formation";
  if (resource.type.starts_with("LZA::")) return "the Landing Zone Accelerator";
  return {};
}

}  // namespace rootproof::organization_files
