// AWS::Include from local files:
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/transform-aws-include.html
#include <algorithm>
#include <utility>

#include "parsers/cloudformation/evaluator.h"
#include "parsers/cloudformation/nested_stacks.h"

namespace rootproof::cloudformation {

using syntax::SyntaxNode;
using value::Member;
using value::Value;

/// The fragment that a transform puts in its place, when it is an AWS::Include of a file that is at hand.
std::optional<SyntaxNode> Evaluator::included(const SyntaxNode& transform) const {
  const std::optional<std::string> location = local_include(transform);
  if (!location || inputs_.files == nullptr || !inputs_.files->document) return std::nullopt;
  return inputs_.files->document(transform.file(), *location);
}

namespace {

void append(Section& to, const Section& from) {
  for (const Definition& definition : from.in_order) to.add(definition);
  to.generators.insert(to.generators.end(), from.generators.begin(), from.generators.end());
}

}  // namespace

/// Adds what the template and its sections include. Fragments that include others leave those unread.
void Evaluator::add_includes() {
  std::vector<SyntaxNode> transforms;
  for (const SyntaxNode& transform : sections_.transforms) {
    const std::optional<SyntaxNode> fragment = included(transform);
    if (!fragment) {
      transforms.push_back(transform);
      continue;
    }
    const Sections more = index_sections(*fragment);
    transforms.insert(transforms.end(), more.transforms.begin(), more.transforms.end());
    append(sections_.parameters, more.parameters);
    append(sections_.mappings, more.mappings);
    append(sections_.conditions, more.conditions);
    append(sections_.resources, more.resources);
    append(sections_.outputs, more.outputs);
  }
  sections_.transforms = std::move(transforms);
  for (Section* section : {&sections_.parameters, &sections_.mappings, &sections_.conditions,
                           &sections_.resources, &sections_.outputs}) {
    std::vector<Definition> generators;
    for (const Definition& generator : std::exchange(section->generators, {})) {
      const std::optional<SyntaxNode> fragment =
          generator.name == "Fn::Transform" ? included(generator.value) : std::nullopt;
      if (fragment) {
        append(*section, index_section(*fragment));
      } else {
        generators.push_back(generator);
      }
    }
    section->generators.insert(section->generators.begin(), generators.begin(), generators.end());
  }
}

/// Puts the members of an included fragment beside those of the map that includes it. False when they are not
/// known, or when one of them is there already: which one counts is not documented.
bool Evaluator::merge_include(const SyntaxNode& transform, std::vector<Member>& members) {
  const std::optional<SyntaxNode> fragment = included(transform);
  if (!fragment) return false;
  const Value map = evaluate(*fragment);
  if (!map.is(Value::Kind::map)) return false;
  for (const Member& member : map.members()) {
    const bool known = std::any_of(members.begin(), members.end(),
                                   [&](const Member& other) { return other.key == member.key; });
    if (known) return false;
  }
  members.insert(members.end(), map.members().begin(), map.members().end());
  return true;
}

}  // namespace rootproof::cloudformation
