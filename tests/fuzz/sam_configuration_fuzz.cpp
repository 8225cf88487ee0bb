// Any bytes as a samconfig.toml: no crash, no hang, and what is read or refused has its place in the file.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "analyzer/engine/sam_configuration.h"
#include "tests/fuzz/evaluation_invariants.h"

using namespace rootproof;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  source::SourceTable table;
  const source::SourceFile& file =
      table.add("samconfig.toml", std::string_view(reinterpret_cast<const char*>(data), size));
  fuzz::Inspector inspector(table);
  const source::Result<engine::SamDeployment> read = engine::read_sam_configuration(file, "default");
  if (!read) {
    fuzz::require(!read.problem().message.empty());
    inspector.span(read.problem().span);
    return 0;
  }
  fuzz::require(!read.value().templates.empty());
  for (const auto& [name, parameter] : read.value().parameters) inspector.value(parameter);
  return 0;
}
