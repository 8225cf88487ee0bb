#include "rules/root_principals/acted_on.h"

#include <optional>

#include "analyzer/policy/evaluate.h"
#include "rules/answers.h"

namespace rootproof::rules {

std::string acted_on(const policy::Statement& statement, const policy::Request& request) {
  if (statement.not_resource || statement.resources_unknown || request.resource.empty()) return {};
  for (const policy::PolicyString& resource : statement.resources) {
    const std::optional<std::string> text = resource.text();
    if (text && policy::glob_match(*text, request.resource)) return *text == "*" ? "" : " on " + *text;
  }
  return statement.resources.size() == 1 && !statement.resources.front().text()
             ? " on " + shown(statement.resources.front().value)
             : std::string();
}

}  // namespace rootproof::rules
