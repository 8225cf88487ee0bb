#include "analyzer/engine/cdk_assembly.h"

#include <optional>
#include <set>
#include <string_view>
#include <utility>

namespace rootproof::engine {

namespace {

using syntax::SyntaxNode;
using value::OriginKind;
using value::Value;

std::string text_at(const SyntaxNode& node, std::string_view key) {
  const std::optional<SyntaxNode> found = node.find(key);
  return found && found->is_scalar() ? std::string(found->text()) : std::string();
}

Value given(std::string text, const SyntaxNode& node, std::string name) {
  const value::Origin origin({OriginKind::variable_file, node.span(), std::move(name)});
  return Value::string(std::move(text), origin, node.span());
}

/// `aws://123456789012/eu-west-1`; either part may be left to whoever deploys: `unknown-account`.
void read_environment(const SyntaxNode& node, CdkStack& stack) {
  constexpr std::string_view kScheme = "aws://";
  const std::string_view text = node.text();
  const std::size_t slash = text.find('/', kScheme.size());
  if (text.substr(0, kScheme.size()) != kScheme || slash == std::string_view::npos) return;
  const std::string account(text.substr(kScheme.size(), slash - kScheme.size()));
  const std::string region(text.substr(slash + 1));
  if (account.size() == 12 && account.find_first_not_of("0123456789") == std::string::npos)
    stack.parameters.emplace("AWS::AccountId", given(account, node, "environment of the stack"));
  if (!region.empty() && region != "unknown-region")
    stack.parameters.emplace("AWS::Region", given(region, node, "environment of the stack"));
}

CdkStack read_stack(const SyntaxNode& artifact, const SyntaxNode& id, const SyntaxNode& properties) {
  CdkStack stack;
  if (const auto environment = artifact.find("environment"); environment && environment->is_scalar())
    read_environment(*environment, stack);
  const std::optional<SyntaxNode> name = properties.find("stackName");
  const SyntaxNode& named = name && name->is_scalar() ? *name : id;
  stack.parameters.emplace("AWS::StackName", given(std::string(named.text()), named, "name of the stack"));
  if (const auto parameters = properties.find("parameters"); parameters && parameters->is_mapping()) {
    for (const SyntaxNode::Member& member : parameters->members()) {
      if (!member.value.is_scalar()) continue;
      const std::string key(member.key.text());
      stack.parameters.emplace(key,
                               given(std::string(member.value.text()), member.value, "parameter " + key));
    }
  }
  if (const auto metadata = artifact.find("metadata")) read_cdk_constructs(*metadata, stack);
  return stack;
}

}  // namespace

CdkMoreFiles read_cdk_manifest(const SyntaxNode& manifest, CdkAssembly& assembly) {
  CdkMoreFiles more;
  const std::optional<SyntaxNode> artifacts = manifest.find("artifacts");
  if (!artifacts || !artifacts->is_mapping() || !manifest.find("version")) return more;
  std::set<std::string> repeated;
  for (const SyntaxNode::Member& artifact : artifacts->members()) {
    const std::optional<SyntaxNode> properties = artifact.value.find("properties");
    if (!properties) continue;
    const std::string type = text_at(artifact.value, "type");
    if (type == "cdk:asset-manifest") more.assets.push_back(text_at(*properties, "file"));
    const std::string file = text_at(*properties, "templateFile");
    if (type != "aws:cloudformation:stack" || file.empty()) continue;
    const bool is_new =
        assembly.stacks.emplace(file, read_stack(artifact.value, artifact.key, *properties)).second;
    if (!is_new) repeated.insert(file);
    const std::string metadata = text_at(artifact.value, "additionalMetadataFile");
    if (!metadata.empty()) more.construct_maps.emplace_back(file, metadata);
  }
  for (const std::string& file : repeated) assembly.stacks.erase(file);
  return more;
}

void read_cdk_assets(const SyntaxNode& document, CdkAssembly& assembly) {
  const std::optional<SyntaxNode> files = document.find("files");
  if (!files || !files->is_mapping()) return;
  for (const SyntaxNode::Member& file : files->members()) {
    const std::optional<SyntaxNode> source = file.value.find("source");
    const std::optional<SyntaxNode> destinations = file.value.find("destinations");
    if (!source || !destinations || !destinations->is_mapping()) continue;
    for (const SyntaxNode::Member& destination : destinations->members()) {
      const std::string key = text_at(destination.value, "objectKey");
      const std::string path = text_at(*source, "path");
      if (!key.empty() && !path.empty()) assembly.assets.emplace(key, path);
    }
  }
}

void read_cdk_constructs(const SyntaxNode& metadata, CdkStack& stack) {
  if (!metadata.is_mapping()) return;
  for (const SyntaxNode::Member& construct : metadata.members()) {
    if (!construct.value.is_sequence()) continue;
    std::string_view path = construct.key.text();
    if (!path.empty() && path.front() == '/') path.remove_prefix(1);
    for (const SyntaxNode& entry : construct.value.items()) {
      if (text_at(entry, "type") == "aws:cdk:logicalId")
        stack.constructs.emplace(text_at(entry, "data"), std::string(path));
    }
  }
}

}  // namespace rootproof::engine
