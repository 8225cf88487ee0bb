#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "tests/fuzz/syntax_invariants.h"

/// Any bytes as YAML: no crash, no hang, and every node and problem lies inside the file.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rootproof;
  const source::SourceFile file(source::FileId{0}, "fuzz.yaml",
                                std::string_view(reinterpret_cast<const char*>(data), size));
  const syntax::ParsedSyntax parsed = syntax::parse_yaml(file);
  if (!fuzz::holds_invariants(parsed, file)) std::abort();
  return 0;
}
