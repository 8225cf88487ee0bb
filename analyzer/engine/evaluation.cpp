// From parsed documents to evaluated units: CloudFormation templates and loose policies.
#include <utility>

#include "analyzer/engine/classify.h"
#include "analyzer/engine/parallel.h"
#include "analyzer/engine/project.h"
#include "parsers/cloudformation/template.h"
#include "parsers/policy/policy_document.h"

namespace rootproof::engine {

using source::FileKind;

/// Every document of a file by itself: a YAML file may hold a template and something else.
void Project::evaluate_documents() {
  std::vector<std::vector<EvaluatedUnit>> evaluated(files_.size());
  cloudformation::TemplateInputs inputs;
  inputs.parameters = parameters_;
  parallel_for(files_.size(), options_.jobs, [&](std::size_t i) {
    const ParsedFile& file = files_[i];
    const FileKind first = file.source->kind;
    if (!file.syntax || (first != FileKind::cloudformation && first != FileKind::policy)) return;
    const syntax::SyntaxTree& tree = file.syntax->tree;
    for (std::size_t d = 0; d < tree.documents(); ++d) {
      const FileKind kind = classify(tree.document(d));
      if (kind == FileKind::cloudformation)
        evaluated[i].push_back(cloudformation::evaluate_template(tree, tree.document(d), inputs));
      if (kind == FileKind::policy) evaluated[i].push_back(evaluate_policy(file, d));
    }
  });
  for (std::vector<EvaluatedUnit>& units : evaluated) {
    for (EvaluatedUnit& unit : units) units_.push_back(std::move(unit));
  }
}

/// A policy document that is a file by itself, as a resource of kind policy_file.
EvaluatedUnit Project::evaluate_policy(const ParsedFile& file, std::size_t document) const {
  const syntax::SyntaxNode node = file.syntax->tree.document(document);
  EvaluatedUnit unit;
  unit.name = file.source->path();
  Resource resource;
  resource.kind = ResourceKind::policy_file;
  resource.language = Language::policy_json;
  resource.type = kPolicyFileType;
  resource.address =
      document == 0 ? unit.name : unit.name + " (document " + std::to_string(document + 1) + ")";
  resource.unit = unit.name;
  resource.account = std::string(value::kOwnAccount);
  resource.properties = policy::to_value(node);
  resource.span = resource.body_span = node.span();
  unit.resources.push_back(std::move(resource));
  return unit;
}

}  // namespace rootproof::engine
