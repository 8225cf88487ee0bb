// Any bytes as the description of an organization. What comes out is looked at, and put together: every node
// has a way to the root or a reason why not, every index stays inside.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "parsers/organization_export/organization_export.h"
#include "tests/fuzz/organization_invariants.h"

using namespace rootproof;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  source::SourceTable table;
  const source::SourceFile& file =
      table.add("organization.json", std::string_view(reinterpret_cast<const char*>(data), size));
  if (file.problem() != nullptr) return 0;
  const syntax::ParsedSyntax parsed = syntax::parse_json(file);
  if (!parsed.complete || parsed.tree.documents() == 0) return 0;
  if (!organization_export::why_no_export(parsed.tree.document(0)).empty()) return 0;
  const EvaluatedUnit unit = organization_export::read_export(parsed.tree.document(0));
  fuzz::inspect(unit, table);
  for (const organization::Organization& organization : organization::build_organizations(unit.resources, {}))
    fuzz::look_at(organization);
  return 0;
}
