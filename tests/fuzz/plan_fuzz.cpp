// Any bytes as a Terraform plan in JSON, read alone and together with a configuration: what follows a NUL
// byte is its main.tf. Everything that comes out is looked at.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "parsers/syntax/hcl.h"
#include "parsers/terraform/module.h"
#include "parsers/terraform/plan.h"
#include "tests/fuzz/evaluation_invariants.h"

using namespace rootproof;

namespace {

void look_at(const terraform::PlanKnowledge& knowledge, const source::SourceTable& table) {
  fuzz::Inspector inspector(table);
  for (const auto& [name, value] : knowledge.variables) inspector.value(value);
  for (const auto& [address, value] : knowledge.data) inspector.value(value);
  for (const auto& [symbol, id] : knowledge.accounts) fuzz::require(!symbol.empty() && id.size() == 12);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::size_t end = std::min(bytes.find('\0'), bytes.size());
  source::SourceTable table;
  source::SourceFile& file = table.add("plan.json", bytes.substr(0, end));
  const source::SourceFile& code = table.add("main.tf", bytes.substr(std::min(end + 1, bytes.size())));
  if (file.problem() != nullptr) return 0;
  const syntax::ParsedSyntax parsed = syntax::parse_json(file);
  if (!parsed.complete || parsed.tree.documents() == 0) return 0;
  const syntax::SyntaxNode document = parsed.tree.document(0);
  // As the scan does: what is no plan of a version that is known is not evaluated.
  if (!terraform::is_plan(document) || !terraform::why_not_a_plan(document).empty()) return 0;
  (void)terraform::planned_blocks(document);
  fuzz::inspect(terraform::evaluate_plan(document), table);
  terraform::ModuleInputs inputs;
  inputs.plan = terraform::plan_knowledge(document);
  look_at(inputs.plan, table);
  if (code.problem() == nullptr) {
    const hcl::File tree = hcl::parse(code);
    const terraform::ModuleDirectory root{".", {&tree}, false};
    terraform::ModuleLoader loader;
    loader.directory = [](const std::string&) -> const terraform::ModuleDirectory* { return nullptr; };
    loader.file = [](const std::string&) -> const source::SourceFile* { return nullptr; };
    fuzz::inspect(terraform::join_plan(terraform::evaluate_module(root, loader, inputs), document), table);
  }
  terraform::hide_sensitive_values(document, file);
  return 0;
}
