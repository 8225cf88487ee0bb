#include "analyzer/engine/classify.h"

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
  return contains(text, "Statement") && contains(text, "Effect");
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
  if (!document.is_mapping() || belongs_to_another_tool(document)) return source::FileKind::other;
  if (organization_files::format_of(document) != organization_files::Format::none ||
      organization_files::belongs_to_landing_zone(document) ||
      organization_files::deploys_organization(document))
    return source::FileKind::organization_export;
  if (cloudformation::is_template(document)) return source::FileKind::cloudformation;
  if (policy::looks_like_policy(document)) return source::FileKind::policy;
  return source::FileKind::other;
}

}  // namespace rootproof::engine
