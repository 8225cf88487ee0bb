// Any bytes as the description of an organization. What comes out is looked at, and put together: every node
// has a way to the root or a reason why not, every index stays inside.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "analyzer/organization/organization.h"
#include "parsers/organization_export/organization_export.h"
#include "parsers/source/limits.h"
#include "tests/fuzz/evaluation_invariants.h"

using namespace rootproof;

namespace {

void look_at(const organization::Organization& organization) {
  const std::size_t nodes = organization.nodes.size();
  fuzz::require(nodes > 0);
  for (std::size_t i = 0; i < nodes; ++i) {
    const organization::Node& node = organization.nodes[i];
    fuzz::require(i == organization::kRootNode || node.parent.has_value() ||
                  node.parent_unknown.has_value() || node.management);
    fuzz::require(!node.parent || *node.parent < nodes);
    for (const std::size_t index : node.attached) fuzz::require(index < organization.attachments.size());
    fuzz::require(organization::scp_path(organization, i).levels.size() <= limits::kOrganizationDepth + 2);
    fuzz::require(!organization::path_name(organization, i).empty());
  }
  for (const organization::Attachment& attachment : organization.attachments)
    fuzz::require(attachment.policy < organization.policies.size() &&
                  (!attachment.node || *attachment.node < nodes));
}

}  // namespace

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
    look_at(organization);
  return 0;
}
