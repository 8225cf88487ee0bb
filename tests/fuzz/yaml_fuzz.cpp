#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string_view>

#include "parsers/syntax/regular_yaml.h"
#include "tests/fuzz/syntax_invariants.h"

/// Any bytes as YAML: no crash, no hang, every node and problem lies inside the file, and where the reader of
/// regular YAML takes a file, yaml-cpp makes the same of it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rootproof;
  const source::SourceFile file(source::FileId{0}, "fuzz.yaml",
                                std::string_view(reinterpret_cast<const char*>(data), size));
  const syntax::ParsedSyntax parsed = syntax::parse_yaml(file);
  if (!fuzz::holds_invariants(parsed, file)) std::abort();
  const std::optional<syntax::ParsedSyntax> regular = syntax::read_regular_yaml(file);
  if (regular && !fuzz::same(*regular, syntax::read_any_yaml(file))) std::abort();
  return 0;
}
