// The description of the organization that --organization gives.
#include <system_error>
#include <utility>

#include "analyzer/engine/project.h"
#include "analyzer/engine/read_file.h"
#include "parsers/organization_export/organization_export.h"
#include "parsers/source/limits.h"

namespace rootproof::engine {

/// Reads the file before all others: it is then no file of the scan by itself.
std::optional<std::string> Project::read_organization() {
  if (options_.organization.empty()) return std::nullopt;
  FileBytes bytes = read_file(options_.organization, limits::kFileBytes);
  if (!bytes.error.empty()) return options_.organization + ": " + bytes.error;
  std::error_code error;
  std::filesystem::path real = std::filesystem::canonical(options_.organization, error);
  if (error) real.clear();
  ParsedFile& file =
      add_file(real, real.empty() ? options_.organization : display_path(real), bytes.bytes, true);
  if (const source::Problem* problem = file.source->problem())
    return options_.organization + ": " + problem->message;
  file.syntax = std::make_unique<syntax::ParsedSyntax>(syntax::parse_json(*file.source));
  file.source->kind = source::FileKind::organization_export;
  if (!file.syntax->complete || file.syntax->tree.documents() == 0) {
    if (file.syntax->problems.empty()) return options_.organization + ": the file is empty";
    const source::Problem& problem = file.syntax->problems.front();
    const source::Location place = file.source->location(problem.span.begin);
    return options_.organization + ":" + std::to_string(place.line) + ":" + std::to_string(place.column) +
           ": this is no JSON: " + problem.message;
  }
  const std::string refused = organization_export::why_no_export(file.syntax->tree.document(0));
  if (!refused.empty()) return options_.organization + ": " + refused;
  return std::nullopt;
}

}  // namespace rootproof::engine
