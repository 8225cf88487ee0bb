#include "parsers/cloudformation/sections.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace rootproof::cloudformation {

using syntax::SyntaxNode;

namespace {

void add_section(const SyntaxNode& node, Section& section) {
  if (!node.is_mapping()) return;
  for (std::size_t i = 0; i < node.size(); ++i) {
    const SyntaxNode::Member member = node.member(i);
    if (!member.key.is_scalar()) continue;
    if (is_generator_key(member.key.text())) {
      section.generators.push_back({member.key, member.value, std::string(member.key.text())});
      continue;
    }
    section.add({member.key, member.value, std::string(member.key.text())});
  }
}

}  // namespace

void Section::add(Definition definition) {
  by_name[definition.name].push_back(definition);
  in_order.push_back(std::move(definition));
}

const std::vector<Definition>* Section::find(std::string_view name) const {
  const auto found = by_name.find(name);
  return found == by_name.end() ? nullptr : &found->second;
}

bool is_loop_key(std::string_view key) {
  constexpr std::string_view kForEach = "Fn::ForEach::";
  return key.substr(0, kForEach.size()) == kForEach;
}

bool is_generator_key(std::string_view key) { return key == "Fn::Transform" || is_loop_key(key); }

bool is_plain_map(const SyntaxNode& node) {
  if (!node.is_mapping() || !node.tag().empty()) return false;
  std::set<std::string_view> keys;
  for (const SyntaxNode::Member& member : node.members()) {
    const std::string_view key = member.key.text();
    if (key == "<<" || is_generator_key(key) || !keys.insert(key).second) return false;
  }
  return true;
}

Sections index_sections(const SyntaxNode& document) {
  Sections sections;
  if (!document.is_mapping()) return sections;
  std::size_t rules = 0;
  std::size_t globals = 0;
  for (std::size_t i = 0; i < document.size(); ++i) {
    const SyntaxNode::Member member = document.member(i);
    const std::string_view name = member.key.text();
    if (name == "Parameters") add_section(member.value, sections.parameters);
    if (name == "Mappings") add_section(member.value, sections.mappings);
    // What a tag makes of the section nobody knows.
    if (name == "Mappings" && !member.value.tag().empty())
      sections.mappings.generators.push_back({member.key, member.value, std::string(name)});
    if (name == "Conditions") add_section(member.value, sections.conditions);
    if (name == "Rules") add_section(member.value, sections.rules);
    if (name == "Rules") ++rules;
    if (name == "Resources") add_section(member.value, sections.resources);
    if (name == "Outputs") add_section(member.value, sections.outputs);
    if (name == "Globals") sections.globals = globals++ == 0 ? std::optional(member.value) : std::nullopt;
    if (name == "Fn::Transform") sections.transforms.push_back(member.value);
    if (name != "Transform") continue;
    if (member.value.is_sequence()) {
      for (const SyntaxNode& item : member.value.items()) sections.transforms.push_back(item);
    } else {
      sections.transforms.push_back(member.value);
    }
  }
  // Which of two sections counts is not documented, so neither is relied upon.
  if (rules > 1) sections.rules = {};
  return sections;
}

Section index_section(const SyntaxNode& node) {
  Section section;
  add_section(node, section);
  return section;
}

bool leaves_as_written(const SyntaxNode& transform) {
  const std::string_view name = transform_name(transform);
  return name == "AWS::LanguageExtensions" || name == "AWS::Serverless-2016-10-31";
}

bool may_be_rewritten(const Sections& sections) {
  return std::any_of(sections.transforms.begin(), sections.transforms.end(), [](const SyntaxNode& transform) {
    return transform_name(transform) != "AWS::LanguageExtensions";
  });
}

namespace {

value::Reason reason_of(const SyntaxNode& transform) {
  const std::string name(transform_name(transform));
  return value::Reason{value::ReasonKind::macro, name.empty() ? "a transform" : "transform " + name,
                       transform.span()};
}

/// Transforms of AWS itself: "AWS::Serverless".
bool is_of_aws(const SyntaxNode& transform) { return transform_name(transform).starts_with("AWS::"); }

}  // namespace

std::optional<value::Reason> rewriter_inside(const SyntaxNode& part) {
  std::vector<SyntaxNode> open{part};
  std::set<std::uint32_t> seen;
  while (!open.empty()) {
    const SyntaxNode node = open.back();
    open.pop_back();
    if (node.is_scalar() || !seen.insert(node.id()).second) continue;
    for (std::size_t i = 0; i < node.size(); ++i) {
      if (node.is_sequence()) {
        open.push_back(node.item(i));
        continue;
      }
      const SyntaxNode::Member member = node.member(i);
      // Alone it is a value of which nothing is known.
      const bool beside = member.key.text() == "Fn::Transform" && node.size() > 1;
      if (beside && !is_of_aws(member.value)) return reason_of(member.value);
      open.push_back(member.value);
    }
  }
  return std::nullopt;
}

std::optional<value::Reason> rewriter_of(const Sections& sections) {
  for (const SyntaxNode& transform : sections.transforms) {
    if (!is_of_aws(transform) || transform_name(transform) == "AWS::Include") return reason_of(transform);
  }
  for (const Definition& generator : sections.resources.generators) {
    if (generator.name == "Fn::Transform" && !is_of_aws(generator.value)) return reason_of(generator.value);
  }
  return std::nullopt;
}

std::string_view transform_name(const SyntaxNode& transform) {
  if (transform.is_scalar()) return transform.text();
  const std::optional<SyntaxNode> name = transform.find("Name");
  return name && name->is_scalar() ? name->text() : std::string_view{};
}

}  // namespace rootproof::cloudformation
