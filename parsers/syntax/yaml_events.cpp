#include "parsers/syntax/yaml_events.h"

#include <yaml-cpp/mark.h>
#include <algorithm>
#include <array>

#include "parsers/syntax/scalar.h"

namespace rootproof::syntax {
namespace {

using source::ProblemKind;

constexpr std::string_view kCoreTagPrefix = "tag:yaml.org,2002:";

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_break(char c) { return c == '\n' || c == '\r'; }

[[noreturn]] void stop(std::size_t begin, std::size_t end, std::string message) {
  throw ReadingStopped{ProblemKind::syntax, static_cast<std::uint32_t>(begin),
                       static_cast<std::uint32_t>(end), std::move(message)};
}

/// yaml-cpp writes `?` for no tag on a plain scalar or collection, `!` for none on a quoted scalar (and for
/// an explicit `!`, which says "not by its looks" and so means the same).
bool has_tag(const std::string& tag) { return tag != "?" && tag != "!"; }

std::string_view core_tag(std::string_view tag) {
  return tag.starts_with(kCoreTagPrefix) ? tag.substr(kCoreTagPrefix.size()) : std::string_view();
}

/// The tag as the tree shows it; tags that only name the node's kind or scalar type are left out.
std::string shown_tag(const std::string& tag) {
  if (!has_tag(tag)) return {};
  const std::string_view core = core_tag(tag);
  if (core.empty()) return tag;
  for (const std::string_view plain : {"str", "int", "float", "bool", "null", "map", "seq"}) {
    if (core == plain) return {};
  }
  return "!!" + std::string(core);
}

ScalarType scalar_type(ScalarStyle style, const std::string& tag, std::string_view value) {
  if (has_tag(tag)) return resolve_tagged(core_tag(tag), value).value_or(ScalarType::string);
  return style == ScalarStyle::plain && tag == "?" ? resolve_plain(value) : ScalarType::string;
}

}  // namespace

// --- Documents ------------------------------------------------------------------------------------------

void YamlEvents::OnDocumentStart(const YAML::Mark& mark) {
  const std::size_t begin = begin_node(mark);
  const bool marker = is_document_marker(begin);
  // yaml-cpp takes whatever follows a finished value as one more document, and on `[""],` it does so for
  // ever.
  if (documents_ > 0) {
    const std::string_view between = text_.substr(cursor_, begin - std::min(begin, cursor_));
    const bool announced = marker || between.find("\n...") != std::string_view::npos ||
                           between.find("\r...") != std::string_view::npos || between.starts_with("...");
    if (!announced || static_cast<std::int64_t>(begin) <= last_document_) {
      stop(begin, begin + 1, "this does not belong to the document above: check brackets and indentation");
    }
  }
  last_document_ = static_cast<std::int64_t>(begin);
  ++documents_;
  cursor_ = begin + (marker ? 3 : 0);
  anchors_.clear();
  masked_anchors_.clear();
}

void YamlEvents::OnDocumentEnd() {
  possibly_empty_.reset();
  finished_documents_ = tree_.roots.size();
}

// --- Scalars --------------------------------------------------------------------------------------------

void YamlEvents::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
  const std::size_t begin = begin_node(mark);
  // The mark of a value that is not there is that of its key or of whatever comes next.
  if (begin < cursor_) return add_empty(empty_place(), {}, ScalarType::null, anchor);
  const std::size_t word = skip_properties(begin, false, anchor != 0);
  const std::size_t size = null_word_size(word);
  const std::size_t place = anchor != 0 ? property_end(text_, begin) : empty_place();
  if (size == 0) return add_empty(place, {}, ScalarType::null, anchor);
  add(word, word + size, text_.substr(word, size), ScalarStyle::plain, "?", anchor);
  possibly_empty_ = PossiblyEmpty{static_cast<std::uint32_t>(tree_.nodes.size() - 1), word, place};
}

void YamlEvents::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                          const std::string& value) {
  const std::size_t begin = begin_node(mark);
  require_order(begin);
  if (const auto alias = masks_.aliases.find(static_cast<std::uint32_t>(begin));
      alias != masks_.aliases.end()) {
    ++masks_used_;
    const auto target = masked_anchors_.find(alias->second);
    const std::size_t end = begin + 1 + alias->second.size();
    if (target == masked_anchors_.end()) stop(begin, end, "this alias names no anchor above it");
    return add_alias(target->second, begin, end);
  }
  const auto mask = masks_.scalars.find(static_cast<std::uint32_t>(begin));
  if (mask == masks_.scalars.end()) return add_scalar(begin, tag, anchor, value);
  ++masks_used_;
  add_scalar(begin, mask->second.tag.empty() ? tag : mask->second.tag, anchor, value);
  if (!mask->second.anchor.empty()) {
    masked_anchors_[mask->second.anchor] = {static_cast<std::uint32_t>(tree_.nodes.size() - 1), true, {1, 0}};
  }
}

/// A scalar whose tag, anchor or text stands at `begin`.
void YamlEvents::add_scalar(std::size_t begin, const std::string& true_tag, YAML::anchor_t anchor,
                            const std::string& value) {
  const std::size_t content = skip_properties(begin, true, true);
  const char first = content < text_.size() ? text_[content] : '\0';
  const bool quoted = first == '"' || first == '\'';
  if (!value.empty() || content == begin) {
    return quoted ? add_quoted(content, true_tag, anchor, value)
                  : add_unquoted(content, true_tag, anchor, value);
  }
  // No text behind properties: it may be missing altogether, and what follows belongs to the next node.
  const std::size_t place = properties_end(begin, content);
  const bool block = first == '|' || first == '>';
  if (!block && !(quoted && decode_quoted(text_, static_cast<std::uint32_t>(content)).text.empty())) {
    return add_empty(place, shown_tag(true_tag), scalar_type(ScalarStyle::empty, true_tag, value), anchor);
  }
  if (block && comment_is_text(content)) {
    stop(content, content + 1, "this block text was read as comments: indent it further than its tag");
  }
  if (block) return add_unquoted(content, true_tag, anchor, value);
  add_quoted(content, true_tag, anchor, value);
  possibly_empty_ = PossiblyEmpty{static_cast<std::uint32_t>(tree_.nodes.size() - 1), content, place};
}

void YamlEvents::add_quoted(std::size_t begin, const std::string& tag, YAML::anchor_t anchor,
                            const std::string& value) {
  const QuotedScalar quoted = decode_quoted(text_, static_cast<std::uint32_t>(begin));
  if (!quoted.closed) stop(begin, begin + 1, "this quoted text is never closed");
  // yaml-cpp 0.7 drops line breaks from text that holds nothing else, and writes \N and \_ as single bytes.
  // Text without such things has one reading.
  const bool special =
      quoted.folded || text_.substr(begin, quoted.end - begin).find('\\') != std::string_view::npos;
  if (quoted.text != value && !special)
    stop(begin, quoted.end, "this quoted text can be read in more than one way");
  const ScalarStyle style = text_[begin] == '"' ? ScalarStyle::double_quoted : ScalarStyle::single_quoted;
  add(begin, quoted.end, quoted.text, style, tag, anchor);
}

void YamlEvents::add_unquoted(std::size_t begin, const std::string& tag, YAML::anchor_t anchor,
                              const std::string& value) {
  const char first = begin < text_.size() ? text_[begin] : '\0';
  const bool block = first == '|' || first == '>';
  const auto start = static_cast<std::uint32_t>(begin);
  const std::optional<std::uint32_t> end =
      block ? block_end(text_, start, value) : plain_end(text_, start, value);
  if (!end) stop(begin, begin + 1, "this text can be read in more than one way");
  ScalarStyle style = ScalarStyle::plain;
  if (block) style = first == '|' ? ScalarStyle::literal_block : ScalarStyle::folded_block;
  add(begin, *end, value, style, tag, anchor);
}

void YamlEvents::add(std::size_t begin, std::size_t end, std::string_view value, ScalarStyle style,
                     const std::string& tag, YAML::anchor_t anchor) {
  require_order(begin);
  const std::uint32_t id = builder_.add_scalar(
      {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), value, style,
       scalar_type(style, tag, value), shown_tag(tag), has_tag(tag) && core_tag(tag) == "str"});
  finish_anchor(anchor, id, true, {1, 0});
  cursor_ = end;
}

void YamlEvents::add_empty(std::size_t position, std::string_view tag, ScalarType type,
                           YAML::anchor_t anchor) {
  const auto place = static_cast<std::uint32_t>(position);
  const std::uint32_t id = builder_.add_scalar({place, place, {}, ScalarStyle::empty, type, tag});
  finish_anchor(anchor, id, true, {1, 0});
  cursor_ = std::max(cursor_, position);
}

void YamlEvents::OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) {
  const std::size_t begin = begin_node(mark);
  require_order(begin);
  const std::size_t end = std::min(text_.find_first_of(" \t\r\n,[]{}", begin), text_.size());
  if (anchor == 0 || anchor >= anchors_.size()) stop(begin, end, "this alias names no anchor");
  const Anchor& target = anchors_[anchor];
  if (!target.finished)
    stop(begin, end, "this alias stands inside the value it names: the value would never end");
  add_alias(target, begin, end);
}

void YamlEvents::add_alias(const Anchor& target, std::size_t begin, std::size_t end) {
  builder_.add_alias(target.id, target.extent, static_cast<std::uint32_t>(begin),
                     static_cast<std::uint32_t>(end));
  cursor_ = end;
}

// --- Collections ----------------------------------------------------------------------------------------

void YamlEvents::OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                                 YAML::EmitterStyle::value style) {
  open(NodeKind::sequence, mark, tag, anchor, style);
}

void YamlEvents::OnSequenceEnd() { close(); }

void YamlEvents::OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                            YAML::EmitterStyle::value style) {
  open(NodeKind::mapping, mark, tag, anchor, style);
}

void YamlEvents::OnMapEnd() { close(); }

void YamlEvents::open(NodeKind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                      YAML::EmitterStyle::value style) {
  const std::size_t first = begin_node(mark);
  if (!open_.empty() && open_.back().bracket == '}' && first + 1 == cursor_) {
    // `[{a: b}: c]`: the mapping around `{a: b}: c` began with this bracket too, but has none of its own.
    open_.back().bracket = '\0';
    cursor_ = first;
  }
  require_order(first);
  const std::size_t begin = skip_properties(first, tag != "?", anchor != 0);
  const bool sequence = kind == NodeKind::sequence;
  const bool flow =
      style == YAML::EmitterStyle::Flow && begin < text_.size() && text_[begin] == (sequence ? '[' : '{');
  const std::uint32_t id = builder_.open(kind, static_cast<std::uint32_t>(begin), shown_tag(tag));
  const char closing = sequence ? ']' : '}';
  open_.push_back({anchor, flow ? closing : '\0'});
  finish_anchor(anchor, id, false, {});
  cursor_ = flow ? begin + 1 : begin;
}

void YamlEvents::close() {
  const Open closed = open_.back();
  open_.pop_back();
  if (closed.bracket != 0) {
    const std::optional<std::size_t> bracket = closing_bracket(closed.bracket);
    if (!bracket) stop(cursor_, cursor_ + 1, "the end of this collection cannot be found");
    cursor_ = *bracket + 1;
  }
  const std::uint32_t id = builder_.innermost();
  const SyntaxTreeBuilder::Extent extent = builder_.close(static_cast<std::uint32_t>(cursor_));
  finish_anchor(closed.anchor, id, true, extent);
}

std::optional<std::size_t> YamlEvents::closing_bracket(char bracket) const {
  std::size_t position = cursor_;
  while (true) {
    position = skip_trivia(position);
    if (position >= text_.size()) return std::nullopt;
    if (text_[position] == bracket) return position;
    if (text_[position] != ',' && text_[position] != ':' && text_[position] != '?') return std::nullopt;
    ++position;
  }
}

void YamlEvents::finish_anchor(YAML::anchor_t anchor, std::uint32_t id, bool finished,
                               SyntaxTreeBuilder::Extent extent) {
  if (anchor == 0) return;
  if (anchors_.size() <= anchor) anchors_.resize(anchor + 1);
  anchors_[anchor] = {id, finished, extent};
}

// --- Places ---------------------------------------------------------------------------------------------

/// The offset of an event. Settles a node that was read at this very place: it was empty.
std::size_t YamlEvents::begin_node(const YAML::Mark& mark) {
  const std::size_t begin = std::min(static_cast<std::size_t>(std::max(mark.pos, 0)), text_.size());
  if (possibly_empty_ && begin == possibly_empty_->at) {
    SyntaxTree::Node& node = tree_.nodes[possibly_empty_->node];
    node.begin = static_cast<std::uint32_t>(possibly_empty_->empty_place);
    node.end = node.begin;
    node.text_size = 0;
    node.style = ScalarStyle::empty;
    cursor_ = possibly_empty_->empty_place;
  }
  possibly_empty_.reset();
  return begin;
}

void YamlEvents::require_order(std::size_t begin) const {
  if (begin < cursor_) stop(begin, begin + 1, "the parts of this value overlap");
}

/// Behind at most one tag and one anchor and what separates them from their node.
std::size_t YamlEvents::skip_properties(std::size_t position, bool tag, bool anchor) const {
  while (position < text_.size()) {
    bool& expected = text_[position] == '!' ? tag : anchor;
    if ((text_[position] != '!' && text_[position] != '&') || !expected) break;
    expected = false;
    position = skip_trivia(property_end(text_, position));
  }
  return position;
}

/// The end of the last property between `position` and its node's `content`.
std::size_t YamlEvents::properties_end(std::size_t position, std::size_t content) const {
  std::size_t end = position;
  while (position < content && (text_[position] == '!' || text_[position] == '&')) {
    end = property_end(text_, position);
    position = skip_trivia(end);
  }
  return end;
}

/// True when the block scalar at `header` was read as empty though a line that looks like a comment stands at
/// the indentation of its text: the defect of yaml-cpp that yaml_mask.h goes around, without an error to show
/// it.
bool YamlEvents::comment_is_text(std::size_t header) const {
  if (builder_.depth() == 0) return false;
  const auto column = [this](std::size_t offset) {
    return offset == 0 ? 0 : offset - (text_.find_last_of("\r\n", offset - 1) + 1);
  };
  const std::size_t line_end = text_.find_first_of("\r\n", header);
  const std::size_t next = text_.find_first_not_of(" \t\r\n", line_end);
  if (next == std::string_view::npos || text_[next] != '#') return false;
  return column(next) > column(tree_.nodes[builder_.innermost()].begin);
}

/// Behind white space, line breaks and comments.
std::size_t YamlEvents::skip_trivia(std::size_t position) const {
  while (position < text_.size()) {
    const char c = text_[position];
    if (c == '#') {
      position = std::min(text_.find_first_of("\r\n", position), text_.size());
    } else if (is_blank(c) || is_break(c)) {
      ++position;
    } else {
      break;
    }
  }
  return position;
}

bool YamlEvents::is_document_marker(std::size_t position) const {
  if (text_.substr(position, 3) != "---") return false;
  const std::size_t end = position + 3;
  return end >= text_.size() || is_blank(text_[end]) || is_break(text_[end]);
}

/// Where a value that is not there would stand: behind its `-`, `:` or `?`, else behind what was read last.
std::size_t YamlEvents::empty_place() const {
  const std::size_t next = skip_trivia(cursor_);
  if (next >= text_.size()) return cursor_;
  const char c = text_[next];
  if (c == ':' || c == '?') return next + 1;
  if (c == '-' && !is_document_marker(next)) return next + 1;
  return cursor_;
}

/// Size of the word that says null at `position`; 0 when there is none.
std::size_t YamlEvents::null_word_size(std::size_t position) const {
  for (const std::string_view word : {"~", "null", "Null", "NULL"}) {
    if (text_.substr(position, word.size()) != word) continue;
    // Not the beginning of a longer text, as in `null and void`.
    const std::size_t end = position + word.size();
    const std::size_t next = std::min(text_.find_first_not_of(" \t", end), text_.size());
    const std::string_view ends = next == end ? "\r\n,:?[]{}" : "\r\n,:?[]{}#";
    if (next == text_.size() || ends.find(text_[next]) != std::string_view::npos) return word.size();
  }
  return 0;
}

}  // namespace rootproof::syntax
