// Any bytes as a template: parse, classify, evaluate, and look at everything that came out.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "parsers/cloudformation/template.h"
#include "parsers/source/source_file.h"
#include "parsers/syntax/syntax_tree.h"

namespace {

using rootproof::value::Value;

/// Places must lie inside the file, and verbatim pieces must be what the file says there.
void check_places(const Value& value, const rootproof::source::SourceFile& file) {
  if (!value.is(Value::Kind::string)) return;
  for (const rootproof::value::StringPiece& piece : value.pieces()) {
    const auto* text = std::get_if<rootproof::value::TextPiece>(&piece);
    if (text == nullptr || !text->verbatim) continue;
    const auto& span = text->span;
    if (span.end > file.text().size() || file.text().substr(span.begin, span.size()) != text->text) {
      __builtin_trap();
    }
  }
}

void inspect(const rootproof::EvaluatedUnit& unit, const rootproof::source::SourceFile& file) {
  for (const rootproof::Resource& resource : unit.resources) {
    (void)resource.properties.to_display();
    (void)resource.properties.reasons();
    (void)resource.guard.to_string();
    if (!resource.properties.is(Value::Kind::map)) continue;
    for (const rootproof::value::Member& member : resource.properties.members())
      check_places(member.value, file);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  rootproof::source::SourceTable table;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const rootproof::source::SourceFile& file = table.add("template", bytes);
  if (file.problem() != nullptr) return 0;
  const rootproof::syntax::ParsedSyntax parsed = rootproof::syntax::parse_json_or_yaml(file);
  for (std::size_t i = 0; i < parsed.tree.documents(); ++i) {
    const rootproof::syntax::SyntaxNode document = parsed.tree.document(i);
    (void)rootproof::cloudformation::is_template(document);
    inspect(rootproof::cloudformation::evaluate_template(parsed.tree, document, {}), file);
  }
  return 0;
}
