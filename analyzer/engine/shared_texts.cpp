#include "analyzer/engine/shared_texts.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace rootproof::engine {
namespace {

using source::Span;

bool encloses(const Span& outer, const Span& inner) {
  return outer.file == inner.file && outer.begin <= inner.begin && inner.end <= outer.end;
}

/// Places that several parts of the code are made of, of the files that are to be edited.
class SharedTexts {
 public:
  SharedTexts(const Project& project, std::span<const PolicyInstance> policies,
              const std::set<source::FileId>& files) {
    for (const ParsedFile& file : project.files()) {
      if (!file.syntax || !files.contains(file.source->id())) continue;
      for (const syntax::SyntaxTree::Node& node : file.syntax->tree.nodes)
        if (node.aliased) aliased_.push_back({file.source->id(), node.begin, node.end});
    }
    for (const PolicyInstance& instance : policies) {
      // A file by itself is the text that its users are made of.
      if (instance.resource->kind == ResourceKind::policy_file) continue;
      for (const policy::Statement& statement : instance.document.statements)
        for (const Span& place : places_of(statement))
          if (files.contains(place.file)) users_[place].insert(instance.resource->body_span);
    }
  }

  [[nodiscard]] bool holds(const Span& edit) const {
    const auto around = [&edit](const Span& span) { return encloses(span, edit); };
    if (std::any_of(aliased_.begin(), aliased_.end(), around)) return true;
    return std::any_of(users_.begin(), users_.end(), [&](const auto& entry) {
      return entry.second.size() > 1 && encloses(entry.first, edit);
    });
  }

 private:
  /// Where the parts of a statement are written: the statement itself may be a reference.
  static std::vector<Span> places_of(const policy::Statement& statement) {
    std::vector<Span> places = {statement.span,        statement.effect_span,   statement.principal_span,
                                statement.action_span, statement.resource_span, statement.condition_span};
    for (const policy::Principal& principal : statement.principals) places.push_back(principal.text.span);
    for (const policy::Pattern& action : statement.actions) places.push_back(action.span);
    for (const policy::Pattern& resource : statement.resources) places.push_back(resource.span);
    for (const policy::Condition& condition : statement.conditions) {
      places.insert(places.end(), {condition.operator_span, condition.key_span});
      for (const policy::PolicyString& value : condition.values) places.push_back(value.span);
    }
    std::erase_if(places, [](const Span& place) { return place.empty(); });
    return places;
  }

  std::vector<Span> aliased_;
  std::map<Span, std::set<Span>> users_;  ///< resources by the place of a part of their statements
};

}  // namespace

void drop_shared_edits(const Project& project, std::span<const PolicyInstance> policies, Findings& findings) {
  std::set<source::FileId> files;
  for (const Finding& finding : findings)
    if (finding.fix)
      for (const Edit& edit : finding.fix->edits) files.insert(edit.span.file);
  if (files.empty()) return;
  const SharedTexts shared(project, policies, files);
  for (Finding& finding : findings) {
    if (!finding.fix) continue;
    std::vector<Edit>& edits = finding.fix->edits;
    if (std::any_of(edits.begin(), edits.end(), [&](const Edit& edit) { return shared.holds(edit.span); }))
      edits.clear();
    if (edits.empty()) finding.fix->choice.clear();
  }
}

}  // namespace rootproof::engine
