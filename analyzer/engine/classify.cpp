#include "analyzer/engine/classify.h"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <utility>

#include "parsers/cloudformation/template.h"
#include "parsers/organization_files/organization_files.h"
#include "parsers/policy/policy_document.h"
#include "parsers/terraform/plan.h"

namespace rootproof::engine {
namespace {

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

bool has_key(const syntax::SyntaxNode& document, std::string_view key) {
  return document.find(key).has_value();
}

/// Documents of other tools that may hold the same words (cloudformation.md §4).
bool belongs_to_another_tool(const syntax::SyntaxNode& document) {
  if (has_key(document, "apiVersion") && has_key(document, "kind")) return true;
  if (has_key(document, "jobs") && has_key(document, "on")) return true;
  if (has_key(document, "openapi") || has_key(document, "swagger")) return true;
  return has_key(document, "terraform_version") &&
         (has_key(document, "planned_values") || has_key(document, "resource_changes"));
}

std::optional<syntax::SyntaxNode> find_below(const syntax::SyntaxNode& node,
                                             std::initializer_list<std::string_view> keys) {
  std::optional<syntax::SyntaxNode> found = node;
  for (const std::string_view key : keys) {
    if (!found->is_mapping()) return std::nullopt;
    found = found->find(key);
    if (!found) return std::nullopt;
  }
  return found;
}

/// `service` and `provider: {name: aws}` of serverless.yml (Serverless Framework, "Serverless.yml
/// Reference").
bool is_serverless_service(const syntax::SyntaxNode& document) {
  if (!document.is_mapping() || !has_key(document, "service")) return false;
  std::optional<syntax::SyntaxNode> provider = document.find("provider");
  if (provider && provider->is_mapping()) provider = provider->find("name");
  return provider && provider->is_scalar() && provider->text() == "aws";
}

/// An effect and actions: with nothing beside that statements do not have, it is one.
bool is_bare_statement(const syntax::SyntaxNode& node) {
  if (!node.is_mapping()) return false;
  const std::optional<syntax::SyntaxNode> effect = node.find("Effect");
  const bool stated =
      effect && effect->is_scalar() && (effect->text() == "Allow" || effect->text() == "Deny");
  if (!stated || (!has_key(node, "Action") && !has_key(node, "NotAction"))) return false;
  constexpr std::string_view kElements[] = {"Sid",       "Effect",   "Principal",   "NotPrincipal", "Action",
                                            "NotAction", "Resource", "NotResource", "Condition"};
  for (std::size_t i = 0; i < node.size(); ++i)
    if (std::find(std::begin(kElements), std::end(kElements), node.member(i).key.text()) ==
        std::end(kElements))
      return false;
  return true;
}

bool are_bare_statements(const syntax::SyntaxNode& node) {
  if (!node.is_sequence()) return is_bare_statement(node);
  for (std::size_t i = 0; i < node.size(); ++i)
    if (!is_bare_statement(node.item(i))) return false;
  return node.size() > 0;
}

}  // namespace

namespace {

/// A line that begins with a key, as at the top of a YAML document.
bool has_line(std::string_view text, std::string_view key) {
  for (std::size_t at = text.find(key); at != std::string_view::npos; at = text.find(key, at + 1)) {
    if (at == 0 || text[at - 1] == '\n') return true;
  }
  return false;
}

}  // namespace

source::FileKind kind_by_name(std::string_view file_name) {
  if (file_name.ends_with(".tf") || file_name.ends_with(".tofu")) return source::FileKind::terraform;
  if (file_name.ends_with(".tfvars") || file_name.ends_with(".tfvars.json"))
    return source::FileKind::terraform_variables;
  if (file_name.ends_with(".tf.json") || file_name.ends_with(".tofu.json"))
    return source::FileKind::terraform_json;
  return source::FileKind::unknown;
}

bool is_hidden_configuration(std::string_view file_name) {
  const source::FileKind kind = kind_by_name(file_name);
  return file_name.starts_with('.') &&
         (kind == source::FileKind::terraform || kind == source::FileKind::terraform_json);
}

bool may_hide_anything(std::string_view text) {
  return text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF") ||
         text.find('\0') != std::string_view::npos;
}

namespace {

bool has_words_of_plan(std::string_view text) {
  return contains(text, "\"format_version\"") &&
         (contains(text, "\"planned_values\"") || contains(text, "\"resource_changes\""));
}

}  // namespace

bool may_matter(std::string_view text) {
  if (may_hide_anything(text) || contains(text, "AWSTemplateFormatVersion")) return true;
  if (contains(text, "Resources") && contains(text, "::")) return true;
  if (has_words_of_plan(text) || organization_files::may_be_organization_file(text)) return true;
  if (contains(text, "Resources") && contains(text, "Fn::")) return true;
  return contains(text, "Effect") &&
         (contains(text, "Statement") || contains(text, "Action") || contains(text, "statements:"));
}

bool looks_like_ours(std::string_view text) {
  if (contains(text, "AWSTemplateFormatVersion") || contains(text, "AWS::Serverless-")) return true;
  for (std::size_t at = text.find("Type"); at != std::string_view::npos; at = text.find("Type", at + 4)) {
    std::size_t value = at + 4;
    while (value < text.size() &&
           (text[value] == '"' || text[value] == '\'' || text[value] == ' ' || text[value] == ':'))
      ++value;
    if (text.substr(value, 5) == "AWS::") return true;
  }
  if (has_words_of_plan(text) || organization_files::looks_like_organization_file(text)) return true;
  const bool json_policy = contains(text, "\"Statement\"") && contains(text, "\"Effect\"");
  const bool yaml_policy = has_line(text, "Statement:") && contains(text, "Effect:");
  return (json_policy || yaml_policy) && (contains(text, "2012-10-17") || contains(text, "2008-10-17"));
}

source::FileKind classify(const syntax::SyntaxNode& document) {
  if (terraform::is_plan(document)) return source::FileKind::terraform_plan;
  if (document.is_sequence() && are_bare_statements(document)) return source::FileKind::policy;
  if (!document.is_mapping() || belongs_to_another_tool(document)) return source::FileKind::other;
  if (organization_files::format_of(document) != organization_files::Format::none ||
      organization_files::belongs_to_landing_zone(document) ||
      organization_files::deploys_organization(document))
    return source::FileKind::organization_export;
  if (!templates_in(document).empty()) return source::FileKind::cloudformation;
  if (policy::looks_like_policy(document) || !statements_in(document).empty())
    return source::FileKind::policy;
  return source::FileKind::other;
}

std::vector<syntax::SyntaxNode> templates_in(const syntax::SyntaxNode& document) {
  if (cloudformation::is_template(document)) return {document};
  std::vector<syntax::SyntaxNode> templates;
  const std::optional<syntax::SyntaxNode> resources =
      is_serverless_service(document) ? document.find("resources") : std::nullopt;
  if (!resources) return templates;
  if (cloudformation::is_template(*resources)) templates.push_back(*resources);
  for (std::size_t i = 0; resources->is_sequence() && i < resources->size(); ++i)
    if (cloudformation::is_template(resources->item(i))) templates.push_back(resources->item(i));
  return templates;
}

std::vector<LooseStatements> statements_in(const syntax::SyntaxNode& document) {
  if (are_bare_statements(document)) return {{document, ""}};
  std::vector<LooseStatements> all;
  if (!is_serverless_service(document)) return all;
  const auto add = [&](const syntax::SyntaxNode& node, std::string name,
                       std::initializer_list<std::string_view> keys) {
    const std::optional<syntax::SyntaxNode> found = find_below(node, keys);
    if (!found || !policy::holds_statements(*found)) return;
    for (const std::string_view key : keys) name.append(".").append(key);
    all.push_back({*found, std::move(name)});
  };
  if (const auto provider = document.find("provider")) {
    add(*provider, "provider", {"iam", "role", "statements"});
    add(*provider, "provider", {"iamRoleStatements"});
    add(*provider, "provider", {"apiGateway", "resourcePolicy"});
    add(*provider, "provider", {"resourcePolicy"});
  }
  const std::optional<syntax::SyntaxNode> functions = document.find("functions");
  for (std::size_t i = 0; functions && functions->is_mapping() && i < functions->size(); ++i) {
    const syntax::SyntaxNode::Member function = functions->member(i);
    const std::string name = "functions." + std::string(function.key.text());
    add(function.value, name, {"iam", "role", "statements"});
    add(function.value, name, {"iamRoleStatements"});
  }
  return all;
}

bool is_map_of_resources(const syntax::SyntaxNode& document) {
  if (!document.is_mapping() || document.size() == 0) return false;
  for (std::size_t i = 0; i < document.size(); ++i) {
    const syntax::SyntaxNode value = document.member(i).value;
    const std::optional<syntax::SyntaxNode> type = value.is_mapping() ? value.find("Type") : std::nullopt;
    const bool is_resource = type && type->is_scalar() && type->text().starts_with("AWS::");
    if (!is_resource) return false;
  }
  return true;
}

bool is_terragrunt_file(std::string_view file_name) {
  return file_name == "terragrunt.hcl" || file_name == "terragrunt.hcl.json";
}

bool is_cdk_configuration(std::string_view file_name) { return file_name == "cdk.json"; }

}  // namespace rootproof::engine
