#include "analyzer/engine/json_blocks.h"

#include "analyzer/engine/embedded_text.h"
#include "parsers/syntax/hcl.h"
#include "parsers/syntax/syntax_tree.h"

namespace rootproof::engine {
namespace {

using syntax::SyntaxNode;

/// Larger files are not read once more for an edit.
constexpr std::size_t kReadAgainBytes = 64U << 10U;

bool holds(const SyntaxNode& node, std::uint32_t place) {
  return node.span().begin <= place && place <= node.span().end;
}

/// The object whose members are the types of resources, one of which the place stands in.
std::optional<SyntaxNode> resources_around(const SyntaxNode& root, std::uint32_t place) {
  std::optional<SyntaxNode> resources = root.find("resource");
  if (resources && resources->is_sequence()) {
    for (const SyntaxNode& item : resources->items())
      if (holds(item, place)) return item.is_mapping() ? std::optional(item) : std::nullopt;
    return std::nullopt;
  }
  return resources && resources->is_mapping() && holds(*resources, place) ? resources : std::nullopt;
}

/// An expression of HCL as JSON has it: texts and lists as they are, references in lists of dependencies as
/// texts, all others as the only interpolation of a text.
std::optional<std::string> expression_in_json(const hcl::File& file, hcl::ExpressionId id,
                                              bool is_list_of_names) {
  const hcl::Expression& expression = file.expression(id);
  const std::string text(file.source->text().substr(expression.begin, expression.end - expression.begin));
  if (expression.kind == hcl::ExpressionKind::tuple) {
    std::string items;
    for (const hcl::ExpressionId item : file.children(expression)) {
      const std::optional<std::string> written = expression_in_json(file, item, is_list_of_names);
      if (!written) return std::nullopt;
      items += (items.empty() ? "" : ", ") + *written;
    }
    return "[" + items + "]";
  }
  const bool is_text = expression.kind == hcl::ExpressionKind::template_string;
  if (is_text && expression.heredoc) return std::nullopt;
  if (is_text) return text;
  return '"' + escaped_for_json(is_list_of_names ? text : "${" + text + "}") + '"';
}

}  // namespace

std::optional<Insertion> blocks_in_json(const source::SourceFile& file, std::uint32_t place,
                                        const std::string& blocks) {
  if (file.text().size() > kReadAgainBytes) return std::nullopt;
  const syntax::ParsedSyntax parsed = syntax::parse_json(file);
  if (!parsed.complete || parsed.tree.documents() != 1) return std::nullopt;
  const std::optional<SyntaxNode> resources = resources_around(parsed.tree.document(0), place);
  const source::SourceFile text(file.id(), file.path(), blocks);
  const hcl::File read = hcl::parse_strict(text);
  if (!resources || !read.problems.empty()) return std::nullopt;
  const std::string next =
      std::string(line_break(file)) + member_indentation(file, resources->span(), Notation::json_block);
  std::string members;
  for (const hcl::Block& block : read.body.blocks) {
    if (block.type != "resource" || block.labels.size() != 2 || !block.body.blocks.empty() ||
        resources->find(block.labels[0].text))
      return std::nullopt;
    std::string arguments;
    for (const hcl::Attribute& attribute : block.body.attributes) {
      const std::optional<std::string> value =
          expression_in_json(read, attribute.value, attribute.name == "depends_on");
      if (!value) return std::nullopt;
      arguments +=
          (arguments.empty() ? "" : ",") + next + "    \"" + std::string(attribute.name) + "\": " + *value;
    }
    members += (members.empty() ? "" : "," + next) + "\"" + block.labels[0].text + "\": {" + next + "  \"" +
               block.labels[1].text + "\": {" + arguments + next + "  }" + next + "}";
  }
  return behind_members(file, resources->span(), Notation::json_block, members);
}

}  // namespace rootproof::engine
