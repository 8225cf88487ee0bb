#include "parsers/syntax/hcl_json.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "parsers/source/limits.h"
#include "parsers/syntax/hcl_parser.h"

namespace rootproof::hcl {
namespace {

using syntax::ScalarType;
using syntax::SyntaxNode;

/// An escape sequence of a JSON string, and what it stands for.
struct Escape {
  std::uint32_t text_begin = 0;  ///< bytes of the decoded text
  std::uint32_t text_end = 0;
  std::uint32_t begin = 0;  ///< bytes of the file
  std::uint32_t end = 0;
};

std::uint32_t hexadecimal(std::string_view digits) {
  std::uint32_t value = 0;
  for (const char c : digits)
    value = value * 16 + static_cast<std::uint32_t>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
  return value;
}

/// Bytes of the file and of the text that the escape at the beginning of `source` takes (RFC 8259 §7). The
/// string was read before, so that it is well-formed.
std::pair<std::uint32_t, std::uint32_t> escape_sizes(std::string_view source) {
  if (source.substr(1, 1) != "u") return {2, 1};
  const std::uint32_t unit = hexadecimal(source.substr(2, 4));
  if (unit < 0x80) return {6, 1};
  if (unit < 0x800) return {6, 2};
  const bool pair = unit >= 0xD800 && unit <= 0xDBFF;
  return pair ? std::pair(12U, 4U) : std::pair(6U, 3U);
}

/// How the text of a JSON string lies in the file.
class TextMap {
 public:
  explicit TextMap(const SyntaxNode& string) : begin_(string.span().begin + 1) {
    const std::string_view source = string.file().text();
    const std::uint32_t end = string.span().end - 1;
    std::uint32_t position = 0;
    for (std::uint32_t at = begin_; at < end;) {
      if (source[at] != '\\') {
        ++at;
        ++position;
        continue;
      }
      const auto [in_file, in_text] = escape_sizes(source.substr(at, 12));
      escapes_.push_back({position, position + in_text, at, at + in_file});
      cuts_.push_back(position);
      cuts_.push_back(position + in_text);
      at += in_file;
      position += in_text;
    }
    cuts_.erase(std::unique(cuts_.begin(), cuts_.end()), cuts_.end());
  }

  [[nodiscard]] std::span<const std::uint32_t> cuts() const { return cuts_; }

  [[nodiscard]] bool is_escape(std::uint32_t begin) const {
    const auto after = first_after(begin);
    return after != escapes_.begin() && begin < std::prev(after)->text_end;
  }
  /// Where the byte at an offset of the text begins in the file, and where the one before it ends.
  [[nodiscard]] std::uint32_t begin(std::uint32_t offset) const { return place(offset, false); }
  [[nodiscard]] std::uint32_t end(std::uint32_t offset) const { return place(offset, true); }

 private:
  [[nodiscard]] std::vector<Escape>::const_iterator first_after(std::uint32_t offset) const {
    return std::upper_bound(escapes_.begin(), escapes_.end(), offset,
                            [](std::uint32_t at, const Escape& escape) { return at < escape.text_begin; });
  }
  [[nodiscard]] std::uint32_t place(std::uint32_t offset, bool as_end) const {
    const auto after = first_after(offset);
    if (after == escapes_.begin()) return begin_ + offset;
    const Escape& before = *std::prev(after);
    if (offset >= before.text_end) return before.end + (offset - before.text_end);
    return as_end && offset > before.text_begin ? before.end : before.begin;
  }

  std::uint32_t begin_;
  std::vector<Escape> escapes_;
  std::vector<std::uint32_t> cuts_;
};

bool is_verbatim(const SyntaxNode& string) { return string.span().size() == string.text().size() + 2; }

}  // namespace

bool JsonExpressions::add(const SyntaxNode& node, JsonStrings strings) {
  if (!node.is_scalar()) return collection(node, strings);
  return node.style() == syntax::ScalarStyle::json_string ? string(node, strings) : scalar(node);
}

std::string_view JsonExpressions::stored_text(const SyntaxNode& string) {
  if (is_verbatim(string)) return file_.source->text().substr(string.span().begin + 1, string.text().size());
  return file_.decoded.emplace_back(string.text());
}

bool JsonExpressions::fail(source::Span span, source::ProblemKind kind, std::string message) {
  file_.problems.push_back({kind, span, std::move(message)});
  return false;
}

bool JsonExpressions::finish(Expression expression, const SyntaxNode& node,
                             std::span<const ExpressionId> children) {
  if (file_.expressions.size() >= limits::kSyntaxNodes) {
    return fail(node.span(), source::ProblemKind::limit,
                "more expressions than the limit kSyntaxNodes allows");
  }
  expression.begin = node.span().begin;
  expression.end = node.span().end;
  expression.first_child = static_cast<std::uint32_t>(file_.child_ids.size());
  expression.child_count = static_cast<std::uint32_t>(children.size());
  file_.child_ids.insert(file_.child_ids.end(), children.begin(), children.end());
  file_.expressions.push_back(expression);
  return true;
}

bool JsonExpressions::scalar(const SyntaxNode& node) {
  if (node.type() == ScalarType::number) return number(node);
  Expression literal;
  literal.kind =
      node.type() == ScalarType::null ? ExpressionKind::literal_null : ExpressionKind::literal_bool;
  literal.text = file_.source->text().substr(node.span().begin, node.span().size());
  height_ = 1;
  return finish(literal, node, {});
}

/// Numbers of the native syntax have no sign; there it is an operator.
bool JsonExpressions::number(const SyntaxNode& node) {
  Expression literal;
  literal.kind = ExpressionKind::literal_number;
  literal.text = file_.source->text().substr(node.span().begin, node.span().size());
  const bool negative = literal.text.starts_with('-');
  if (negative) literal.text.remove_prefix(1);
  height_ = negative ? 2 : 1;
  if (!finish(literal, node, {})) return false;
  if (!negative) return true;
  Expression sign;
  sign.kind = ExpressionKind::unary;
  sign.op = Operator::negate;
  const ExpressionId digits = last();
  return finish(sign, node, {&digits, 1});
}

bool JsonExpressions::string(const SyntaxNode& node, JsonStrings strings) {
  if (strings == JsonStrings::literal) return literal_string(node);
  const std::size_t first = file_.expressions.size();
  const TextMap map(node);
  const bool verbatim = is_verbatim(node);
  Parser parser = verbatim ? Parser(file_, node.span().begin + 1, node.span().end - 1)
                           : Parser(file_, stored_text(node), map.cuts());
  const bool whole = strings == JsonStrings::templates;
  const bool healthy = whole ? parser.parse_lone_template() : parser.parse_lone_expression();
  if (!healthy) {
    source::Problem problem = *parser.problem();
    if (!verbatim) {
      problem.span.begin = map.begin(problem.span.begin);
      problem.span.end = std::max(problem.span.begin, map.end(problem.span.end));
    }
    file_.problems.push_back(std::move(problem));
    return false;
  }
  height_ = parser.height();
  for (std::size_t i = first; !verbatim && i < file_.expressions.size(); ++i) {
    Expression& expression = file_.expressions[i];
    if (expression.kind == ExpressionKind::template_literal && map.is_escape(expression.begin))
      expression.verbatim = false;
    expression.begin = map.begin(expression.begin);
    expression.end = std::max(expression.begin, map.end(expression.end));
  }
  if (whole) {
    file_.expressions.back().begin = node.span().begin;
    file_.expressions.back().end = node.span().end;
  }
  return true;
}

bool JsonExpressions::literal_string(const SyntaxNode& node) {
  std::vector<ExpressionId> pieces;
  const std::string_view text = stored_text(node);
  const TextMap map(node);
  const auto add_piece = [&](std::uint32_t begin, std::uint32_t end) {
    if (begin == end) return;
    Expression piece;
    piece.kind = ExpressionKind::template_literal;
    piece.verbatim = !map.is_escape(begin);
    piece.begin = map.begin(begin);
    piece.end = map.end(end);
    piece.text = text.substr(begin, end - begin);
    file_.expressions.push_back(piece);
    pieces.push_back(last());
  };
  std::uint32_t begin = 0;
  for (const std::uint32_t cut : map.cuts()) {
    add_piece(begin, cut);
    begin = cut;
  }
  add_piece(begin, static_cast<std::uint32_t>(text.size()));
  Expression whole;
  whole.kind = ExpressionKind::template_string;
  height_ = 2;
  return finish(whole, node, pieces);
}

bool JsonExpressions::collection(const SyntaxNode& node, JsonStrings strings) {
  std::vector<ExpressionId> children;
  unsigned height = 0;
  const auto add_child = [&](const SyntaxNode& child, JsonStrings child_strings) {
    if (!add(child, child_strings)) return false;
    children.push_back(last());
    height = std::max(height, height_);
    return true;
  };
  Expression expression;
  if (node.is_sequence()) {
    expression.kind = ExpressionKind::tuple;
    for (const SyntaxNode& item : node.items()) {
      if (!add_child(item, strings)) return false;
    }
  } else {
    expression.kind = ExpressionKind::object;
    const bool templates = strings == JsonStrings::templates;
    std::set<std::string_view> keys;
    for (const SyntaxNode::Member& member : node.members()) {
      if (!keys.insert(member.key.text()).second) {
        return fail(member.key.span(), source::ProblemKind::semantic,
                    "the key \"" + std::string(member.key.text()) + "\" stands twice in this object");
      }
      if (!add_child(member.key, templates ? JsonStrings::templates : JsonStrings::literal) ||
          !add_child(member.value, strings))
        return false;
    }
  }
  height_ = height + 1;
  if (height_ > limits::kExpressionHeight) {
    return fail(node.span(), source::ProblemKind::limit,
                "this expression is higher than the limit kExpressionHeight allows");
  }
  return finish(expression, node, children);
}

}  // namespace rootproof::hcl
