#include "parsers/cloudformation/sections.h"

#include <optional>

namespace rootproof::cloudformation {

using syntax::SyntaxNode;

namespace {

void add_section(const SyntaxNode& node, Section& section) {
  if (!node.is_mapping()) return;
  for (std::size_t i = 0; i < node.size(); ++i) {
    const SyntaxNode::Member member = node.member(i);
    if (!member.key.is_scalar()) continue;
    if (is_generator_key(member.key.text())) {
      section.generators.push_back({member.key, member.value});
      continue;
    }
    section.in_order.push_back({member.key, member.value});
    section.by_name[std::string(member.key.text())].push_back(member.value);
  }
}

}  // namespace

const std::vector<SyntaxNode>* Section::find(std::string_view name) const {
  const auto found = by_name.find(name);
  return found == by_name.end() ? nullptr : &found->second;
}

bool is_generator_key(std::string_view key) {
  constexpr std::string_view kForEach = "Fn::ForEach::";
  return key == "Fn::Transform" || key.substr(0, kForEach.size()) == kForEach;
}

Sections index_sections(const SyntaxNode& document) {
  Sections sections;
  if (!document.is_mapping()) return sections;
  for (std::size_t i = 0; i < document.size(); ++i) {
    const SyntaxNode::Member member = document.member(i);
    const std::string_view name = member.key.text();
    if (name == "Parameters") add_section(member.value, sections.parameters);
    if (name == "Mappings") add_section(member.value, sections.mappings);
    if (name == "Conditions") add_section(member.value, sections.conditions);
    if (name == "Resources") add_section(member.value, sections.resources);
    if (name == "Fn::Transform") sections.transforms.push_back(member.value);
    if (name != "Transform") continue;
    if (member.value.is_sequence()) {
      for (const SyntaxNode& item : member.value.items()) sections.transforms.push_back(item);
    } else {
      sections.transforms.push_back(member.value);
    }
  }
  return sections;
}

std::string_view transform_name(const SyntaxNode& transform) {
  if (transform.is_scalar()) return transform.text();
  const std::optional<SyntaxNode> name = transform.find("Name");
  return name && name->is_scalar() ? name->text() : std::string_view{};
}

}  // namespace rootproof::cloudformation
