// Any bytes as an organization file of another tool, which is also every file that it names. What comes out
// is looked at, and put together.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "parsers/organization_files/organization_files.h"
#include "tests/fuzz/organization_invariants.h"

using namespace rootproof;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  source::SourceTable table;
  const source::SourceFile& file =
      table.add("organization.yml", std::string_view(reinterpret_cast<const char*>(data), size));
  if (file.problem() != nullptr) return 0;
  const syntax::ParsedSyntax parsed = syntax::parse_json_or_yaml(file);
  if (!parsed.complete || parsed.tree.documents() == 0) return 0;
  const syntax::SyntaxNode document = parsed.tree.document(0);
  organization_files::Surroundings surroundings;
  surroundings.document = [&](const source::SourceFile&, const std::string&) {
    return std::optional(document);
  };
  surroundings.text = [&](const source::SourceFile&, const std::string&) { return &file; };
  const EvaluatedUnit units[] = {organization_files::read_org_formation(
                                     document, surroundings, {{document}, {document}, {document}, {}}),
                                 organization_files::read_landing_zone(document, surroundings)};
  for (const EvaluatedUnit& unit : units) {
    fuzz::inspect(unit, table);
    for (const organization::Organization& organization :
         organization::build_organizations(unit.resources, {}))
      fuzz::look_at(organization);
  }
  return 0;
}
