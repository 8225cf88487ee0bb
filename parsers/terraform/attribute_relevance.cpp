#include "parsers/terraform/attribute_relevance.h"

#include <algorithm>
#include <cctype>
#include <string_view>

#include "parsers/terraform/blocks.h"

namespace rootproof::terraform {
namespace {

using hcl::Expression;
using hcl::ExpressionId;
using hcl::ExpressionKind;

/// The key that makes a map a policy document and that a JSON text must name to be one, in lower case.
constexpr std::string_view kStatement = "statement";

bool names_statement(std::string_view text) {
  const auto same = [](char left, char right) {
    return std::tolower(static_cast<unsigned char>(left)) == right;
  };
  return std::search(text.begin(), text.end(), kStatement.begin(), kStatement.end(), same) != text.end();
}

/// Whether the text before an interpolation lets the whole be a JSON object or array.
bool may_begin_json(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return true;
  const bool is_ascii = static_cast<unsigned char>(text[first]) < 0x80;
  return !is_ascii || text[first] == '{' || text[first] == '[';
}

// The parser bounds how deep expressions nest, so recursion is bounded.
bool may_hold(const hcl::File& file, ExpressionId id);

bool any_may_hold(const hcl::File& file, const Expression& parent) {
  const auto children = file.children(parent);
  return std::any_of(children.begin(), children.end(), [&](ExpressionId id) { return may_hold(file, id); });
}

bool text_may_hold(const hcl::File& file, const Expression& text) {
  const auto pieces = file.children(text);
  if (pieces.size() < 2) return any_may_hold(file, text);
  // Together the pieces may spell what none of them does.
  const Expression& first = file.expression(pieces.front());
  return first.kind != ExpressionKind::template_literal || may_begin_json(first.text);
}

bool object_may_hold(const hcl::File& file, const Expression& object) {
  const auto parts = file.children(object);
  for (std::size_t i = 0; i + 1 < parts.size(); i += 2) {
    if (may_hold(file, parts[i]) || may_hold(file, parts[i + 1])) return true;
  }
  return false;
}

bool may_hold(const hcl::File& file, ExpressionId id) {
  const Expression& expression = file.expression(id);
  switch (expression.kind) {
    case ExpressionKind::literal_null:
    case ExpressionKind::literal_bool:
    case ExpressionKind::literal_number:
    case ExpressionKind::unary:
    case ExpressionKind::binary:
      return false;
    case ExpressionKind::conditional: {
      const auto parts = file.children(expression);
      return parts.size() != 3 || may_hold(file, parts[1]) || may_hold(file, parts[2]);
    }
    case ExpressionKind::parentheses:
    case ExpressionKind::tuple:
    case ExpressionKind::template_interpolation:
      return any_may_hold(file, expression);
    case ExpressionKind::object:
      return object_may_hold(file, expression);
    case ExpressionKind::template_string:
      return text_may_hold(file, expression);
    case ExpressionKind::template_literal:
      return names_statement(expression.text);
    default:
      return true;
  }
}

}  // namespace

bool may_hold_policy(const hcl::File& file, const hcl::Attribute& attribute) {
  if (attribute.name == "tags" || attribute.name == "tags_all") return false;
  // The names in a block are the keys of the map that it makes.
  return names_statement(attribute.name) || may_hold(hcl::file_of(file, attribute), attribute.value);
}

bool may_hold_policy(const hcl::File& file, const hcl::Block& block) {
  if (names_statement(argument_of(block))) return true;
  const hcl::File& owner = hcl::file_of(file, block);
  const auto holds = [&](const auto& part) { return may_hold_policy(owner, part); };
  // What a dynamic block goes over reaches its content by the iterator only.
  const bool by_attribute = block.type != "dynamic" &&
                            std::any_of(block.body.attributes.begin(), block.body.attributes.end(), holds);
  return by_attribute || std::any_of(block.body.blocks.begin(), block.body.blocks.end(), holds);
}

}  // namespace rootproof::terraform
