#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <utility>

#include "parsers/source/limits.h"
#include "parsers/syntax/hcl_parser.h"
#include "parsers/syntax/hcl_unicode.h"

/// Trimming, the flush rule, and the nodes of a template. The order is the reference's: `~` first, then the
/// flush rule, so that a line whose line break was trimmed away no longer counts as one (terraform.md §1.5).
namespace rootproof::hcl {

void Parser::trim_left(TemplatePart& part) {
  while (part.piece_count > 0) {
    LiteralPiece& piece = pieces_[part.first_piece];
    const std::size_t blank = leading_white_space(piece.text);
    if (blank < piece.text.size()) {
      piece.text.remove_prefix(blank);
      if (piece.verbatim) piece.begin += static_cast<std::uint32_t>(blank);
      return;
    }
    ++part.first_piece;
    --part.piece_count;
  }
}

void Parser::trim_right(TemplatePart& part) {
  while (part.piece_count > 0) {
    LiteralPiece& piece = pieces_[part.first_piece + part.piece_count - 1];
    const std::size_t blank = trailing_white_space(piece.text);
    if (blank < piece.text.size()) {
      piece.text.remove_suffix(blank);
      if (piece.verbatim) piece.end -= static_cast<std::uint32_t>(blank);
      return;
    }
    --part.piece_count;
  }
}

bool Parser::ends_line(const TemplatePart& part) const {
  if (part.kind != TemplatePart::Kind::literal || part.piece_count == 0) return false;
  return pieces_[part.first_piece + part.piece_count - 1].text.back() == '\n';
}

/// White-space characters at the beginning of a line's first part; nullopt for a blank line, which does not
/// count. (The reference counts grapheme clusters: a blank with a combining mark on it would be one.)
std::optional<std::size_t> Parser::indentation(const TemplatePart& part) const {
  if (part.kind != TemplatePart::Kind::literal || part.piece_count == 0) return 0;
  const std::string_view text = pieces_[part.first_piece].text;
  const std::size_t blank = leading_white_space(text);
  if (part.piece_count == 1 && blank == text.size() && text.back() == '\n') return std::nullopt;
  const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; };
  return blank - static_cast<std::size_t>(std::count_if(
                     text.begin(), text.begin() + static_cast<std::ptrdiff_t>(blank), continues));
}

/// The rule of `<<-`: every line loses as much white space as the least indented one has.
void Parser::flush_lines(std::size_t first_part) {
  std::size_t least = std::numeric_limits<std::size_t>::max();
  std::vector<std::size_t> lines;
  bool line_begins = true;
  for (std::size_t i = first_part; i < parts_.size(); ++i) {
    if (line_begins) {
      if (const std::optional<std::size_t> spaces = indentation(parts_[i])) {
        least = std::min(least, *spaces);
        lines.push_back(i);
      }
    }
    line_begins = ends_line(parts_[i]);
  }
  if (least == 0) return;
  for (const std::size_t line : lines) {
    LiteralPiece& piece = pieces_[parts_[line].first_piece];
    std::size_t cut = 0;
    for (std::size_t i = 0; i < least; ++i) cut += decode(piece.text, cut).size;
    piece.text.remove_prefix(cut);
    piece.begin += static_cast<std::uint32_t>(cut);
  }
}

/// Makes the nodes of the parts from the mark on and takes them off the stacks.
ExpressionId Parser::build_template(TemplateMark mark, std::uint32_t begin, std::uint32_t end, bool heredoc) {
  if (failed()) return 0;
  const std::size_t first_child = children_.size();
  const std::size_t part_count = parts_.size() - mark.part;
  std::vector<DirectiveFrame> open;
  for (std::size_t i = mark.part; i < parts_.size() && !failed(); ++i) {
    const TemplatePart& part = parts_[i];
    switch (part.kind) {
      case TemplatePart::Kind::literal:
        add_literal(part, open.empty() ? first_child : open.back().first_child);
        break;
      case TemplatePart::Kind::interpolation:
        children_.push_back(
            add(ExpressionKind::template_interpolation, part.begin, part.end, std::array{part.expression}));
        break;
      case TemplatePart::Kind::if_directive:
      case TemplatePart::Kind::for_directive:
        open_directive(part, open);
        break;
      case TemplatePart::Kind::else_directive:
      case TemplatePart::Kind::endif_directive:
      case TemplatePart::Kind::endfor_directive:
        close_directive(part, open, heredoc);
        break;
    }
  }
  if (!open.empty()) {
    const TemplatePart& directive = open.back().open;
    const bool is_if = directive.kind == TemplatePart::Kind::if_directive;
    fail(
        directive.begin, directive.end,
        std::string("the template ends before the `") + (is_if ? "endif" : "endfor") + "` of this directive");
  }
  const ExpressionId result = add_template(first_child, begin, end, heredoc, part_count <= 1);
  drop_template(mark);
  return result;
}

void Parser::drop_template(TemplateMark mark) {
  parts_.resize(mark.part);
  pieces_.resize(mark.piece);
}

void Parser::open_directive(const TemplatePart& part, std::vector<DirectiveFrame>& open) {
  if (depth_ + open.size() >= limits::kSyntaxDepth) {
    return fail(part.begin, part.end,
                "nested deeper than the limit of " + std::to_string(limits::kSyntaxDepth) + " levels",
                source::ProblemKind::limit);
  }
  open.push_back({part, children_.size(), part.end, false, 0});
}

/// At `else`, `endif` or `endfor`.
void Parser::close_directive(const TemplatePart& part, std::vector<DirectiveFrame>& open, bool heredoc) {
  using Kind = TemplatePart::Kind;
  const bool ends_if = part.kind != Kind::endfor_directive;
  if (open.empty() || (open.back().open.kind == Kind::if_directive) != ends_if) {
    return fail(part.begin, part.end, "this directive ends none that is open here");
  }
  DirectiveFrame& frame = open.back();
  if (part.kind == Kind::else_directive && frame.in_else) {
    return fail(part.begin, part.end, "a second `else` of one `if`");
  }
  const ExpressionId body = add_template(frame.first_child, frame.body_begin, part.begin, heredoc, false);
  if (part.kind == Kind::else_directive) {
    frame.in_else = true;
    frame.then_body = body;
    frame.body_begin = part.end;
    return;
  }
  Expression directive;
  directive.kind = ends_if ? ExpressionKind::template_if : ExpressionKind::template_for;
  directive.begin = frame.open.begin;
  directive.end = part.end;
  directive.text = frame.open.value_name;
  directive.text2 = frame.open.key_name;
  const std::array<ExpressionId, 3> children{frame.open.expression, frame.in_else ? frame.then_body : body,
                                             body};
  const ExpressionId id = add(directive, std::span(children).first(frame.in_else ? 3 : 2));
  open.pop_back();
  children_.push_back(id);
}

/// The pieces of a literal; what continues the verbatim piece before it extends that one.
void Parser::add_literal(const TemplatePart& part, std::size_t first_child) {
  for (std::size_t i = part.first_piece; i < part.first_piece + part.piece_count; ++i) {
    const LiteralPiece& piece = pieces_[i];
    if (piece.text.empty()) continue;
    if (children_.size() > first_child && piece.verbatim && !failed()) {
      Expression& before = file_.expressions[children_.back()];
      if (before.kind == ExpressionKind::template_literal && before.verbatim && before.end == piece.begin) {
        before.end = piece.end;
        before.text = slice(before.begin, before.end);
        continue;
      }
    }
    Expression literal;
    literal.kind = ExpressionKind::template_literal;
    literal.verbatim = piece.verbatim;
    literal.begin = piece.begin;
    literal.end = piece.end;
    literal.text = piece.text;
    children_.push_back(add(literal, {}));
  }
}

/// The children above `first_child` as one template. One interpolation alone stands for its value of whatever
/// type, but only if nothing else was written in the template: a literal that was trimmed away, or the
/// directive around it, makes text of it. Then an empty literal keeps the interpolation company.
ExpressionId Parser::add_template(std::size_t first_child, std::uint32_t begin, std::uint32_t end,
                                  bool heredoc, bool unwraps) {
  if (failed()) return 0;
  const bool alone = children_.size() == first_child + 1 &&
                     node(children_[first_child]).kind == ExpressionKind::template_interpolation;
  if (alone && !unwraps) {
    const std::uint32_t behind = node(children_[first_child]).end;
    Expression empty;
    empty.kind = ExpressionKind::template_literal;
    empty.verbatim = true;
    empty.begin = empty.end = behind;
    children_.push_back(add(empty, {}));
  }
  Expression whole;
  whole.kind = ExpressionKind::template_string;
  whole.heredoc = heredoc;
  whole.begin = begin;
  whole.end = end;
  const ExpressionId result = add(whole, std::span(children_).subspan(first_child));
  children_.resize(first_child);
  return result;
}

}  // namespace rootproof::hcl
