#pragma once

#include <optional>
#include <string>
#include <vector>

#include "parsers/organization_files/configuration.h"

/// Tasks of org-formation that deploy templates. Nothing but the reader of its organizations includes this.
namespace rootproof::organization_files {

/// A task that deploys a template.
struct TemplateTask {
  syntax::SyntaxNode task;
  std::string file;                      ///< of the template: the path that the scan shows
  std::optional<value::Reason> unknown;  ///< why it may not be run, or not as it is written
};

/// The tasks that deploy templates, in files that deploy this organization and those they include.
[[nodiscard]] std::vector<TemplateTask> template_tasks(const Surroundings& surroundings,
                                                       const std::vector<syntax::SyntaxNode>& files,
                                                       const std::string& organization);

}  // namespace rootproof::organization_files
