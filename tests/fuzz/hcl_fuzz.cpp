#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "parsers/syntax/hcl.h"

/// Any bytes as configuration, variable file, template and expression: no crash, everything inside the file.
namespace {

using namespace rootproof;

bool inside(source::Span span, const source::SourceFile& file) {
  return span.begin <= span.end && span.end <= file.whole().end;
}

bool holds(const hcl::Body& body, const hcl::File& file) {
  for (const hcl::Attribute& attribute : body.attributes) {
    if (attribute.value >= file.expressions.size() || !inside(attribute.span, *file.source)) return false;
  }
  for (const hcl::Block& block : body.blocks) {
    if (!inside(block.span, *file.source) || !holds(block.body, file)) return false;
  }
  return true;
}

/// Children stand before their parents, so no walk can go in circles; verbatim text is the text of the file.
bool holds(const hcl::File& file) {
  for (const source::Problem& problem : file.problems) {
    if (!inside(problem.span, *file.source) || problem.message.empty()) return false;
  }
  for (std::size_t i = 0; i < file.expressions.size(); ++i) {
    const hcl::Expression& node = file.expressions[i];
    if (!inside(file.span(node), *file.source)) return false;
    for (const hcl::ExpressionId child : file.children(node)) {
      if (child >= i) return false;
    }
    if (node.verbatim && node.text != file.source->text().substr(node.begin, node.end - node.begin))
      return false;
  }
  return holds(file.body, file);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const char* path : {"fuzz.tf", "fuzz.tfvars"}) {
    const source::SourceFile source(source::FileId{0}, path, text);
    const hcl::File recovered = hcl::parse(source);
    const hcl::File strict = hcl::parse_strict(source);
    if (!holds(recovered) || !holds(strict)) std::abort();
    if (recovered.recovered != (!strict.problems.empty() && source.problem() == nullptr)) std::abort();
  }
  const source::SourceFile source(source::FileId{0}, "fuzz.tftpl", text);
  if (!holds(hcl::parse_template(source)) || !holds(hcl::parse_expression(source))) std::abort();
  return 0;
}
