// Looking into values: places, reasons, comparison, display.
#include <algorithm>
#include <cstddef>
#include <unordered_set>
#include <utility>

#include "parsers/source/limits.h"
#include "parsers/value/display.h"

namespace rootproof::value {

namespace {

constexpr std::size_t kReasons = 32;
constexpr std::size_t kDisplayBytes = 64U << 10U;

bool same_reason(const Reason& left, const Reason& right) {
  return left.kind == right.kind && left.detail == right.detail && left.span == right.span;
}

void add_reason(std::vector<Reason>& reasons, const Reason& reason) {
  if (reasons.size() >= kReasons) return;
  const bool repeated = std::any_of(reasons.begin(), reasons.end(),
                                    [&](const Reason& seen) { return same_reason(seen, reason); });
  if (!repeated) reasons.push_back(reason);
}

void add_guard_reasons(std::vector<Reason>& reasons, std::span<const Alternative> alternatives) {
  for (const Alternative& alternative : alternatives) {
    for (const GuardTerm& term : alternative.guard.terms) {
      if (term.reason) add_reason(reasons, *term.reason);
    }
  }
}

void push_children(const Value& value, std::vector<const Value*>& pending) {
  const auto mark = static_cast<std::ptrdiff_t>(pending.size());
  if (value.is(Value::Kind::list)) {
    for (const Value& item : value.items()) pending.push_back(&item);
  } else if (value.is(Value::Kind::map)) {
    for (const Member& member : value.members()) pending.push_back(&member.value);
  } else if (value.is(Value::Kind::one_of)) {
    for (const Alternative& alternative : value.alternatives()) pending.push_back(&alternative.value);
  }
  std::reverse(pending.begin() + mark, pending.end());  // the first child is taken first
}

/// Identity of what a collection holds; null for what holds nothing.
const void* content_identity(const Value& value) {
  const bool holds_values =
      value.is(Value::Kind::list) || value.is(Value::Kind::map) || value.is(Value::Kind::one_of);
  return holds_values ? value.identity() : nullptr;
}

bool same_pieces(std::span<const StringPiece> left, std::span<const StringPiece> right) {
  // Texts are compared across piece borders: where a text was cut says nothing about what it is.
  std::size_t i = 0;
  std::size_t j = 0;
  while (true) {
    std::string left_text;
    std::string right_text;
    for (; i < left.size() && std::holds_alternative<TextPiece>(left[i]); ++i) {
      left_text += std::get<TextPiece>(left[i]).text;
    }
    for (; j < right.size() && std::holds_alternative<TextPiece>(right[j]); ++j) {
      right_text += std::get<TextPiece>(right[j]).text;
    }
    if (left_text != right_text) return false;
    if (i == left.size() || j == right.size()) return i == left.size() && j == right.size();
    const Hole& left_hole = std::get<Hole>(left[i++]);
    const Hole& right_hole = std::get<Hole>(right[j++]);
    if (left_hole.symbol.empty() || left_hole.symbol != right_hole.symbol ||
        left_hole.kind != right_hole.kind) {
      return false;
    }
  }
}

bool same_children(const Value& left, const Value& right,
                   std::vector<std::pair<const Value*, const Value*>>& pending) {
  switch (left.kind()) {
    case Value::Kind::list: {
      if (left.items().size() != right.items().size()) return false;
      for (std::size_t i = 0; i < left.items().size(); ++i) {
        pending.emplace_back(&left.items()[i], &right.items()[i]);
      }
      return true;
    }
    case Value::Kind::map: {
      if (left.members().size() != right.members().size()) return false;
      for (const Member& member : left.members()) {
        const Value* other = right.find(member.key);
        if (other == nullptr) return false;
        pending.emplace_back(&member.value, other);
      }
      return true;
    }
    case Value::Kind::one_of: {
      if (left.alternatives().size() != right.alternatives().size()) return false;
      for (std::size_t i = 0; i < left.alternatives().size(); ++i) {
        if (left.alternatives()[i].guard.terms != right.alternatives()[i].guard.terms) return false;
        pending.emplace_back(&left.alternatives()[i].value, &right.alternatives()[i].value);
      }
      return true;
    }
    case Value::Kind::null:
    case Value::Kind::absent:
      return true;
    case Value::Kind::boolean:
      return left.as_boolean() == right.as_boolean();
    case Value::Kind::number:
      return left.as_number() == right.as_number();
    case Value::Kind::string:
      return same_pieces(left.pieces(), right.pieces());
    case Value::Kind::unknown:
      return false;
  }
  return false;
}

/// Writes a value for people; stops at kDisplayBytes and at the depth no evaluator goes beyond.
class Display {
 public:
  void write(const Value& value, unsigned depth) {
    if (depth > limits::kEvaluationDepth || text_.size() > kDisplayBytes) {
      text_ += "…";
      return;
    }
    switch (value.kind()) {
      case Value::Kind::null:
        text_ += "null";
        return;
      case Value::Kind::absent:
        text_ += "(absent)";
        return;
      case Value::Kind::boolean:
        text_ += value.as_boolean() ? "true" : "false";
        return;
      case Value::Kind::number:
        text_ += value.as_number();
        return;
      case Value::Kind::string:
        write_string(value);
        return;
      case Value::Kind::list:
        write_list(value, depth);
        return;
      case Value::Kind::map:
        write_map(value, depth);
        return;
      case Value::Kind::unknown:
        write_unknown(value, depth);
        return;
      case Value::Kind::one_of:
        write_one_of(value, depth);
        return;
    }
  }
  std::string take() { return std::move(text_); }

 private:
  void write_quoted(std::string_view text) {
    for (const char c : text) {
      if (c == '"' || c == '\\') text_ += '\\';
      if (c == '\n') {
        text_ += "\\n";
      } else {
        text_ += c;
      }
    }
  }

  void write_string(const Value& value) {
    text_ += '"';
    for (const StringPiece& piece : value.pieces()) {
      if (const auto* text = std::get_if<TextPiece>(&piece)) {
        write_quoted(text->text);
      } else {
        text_ += to_display(std::get<Hole>(piece));
      }
    }
    text_ += '"';
  }

  /// An open list ends in what is not known of it: "[1, …(unknown: data-source: data.x)]".
  void write_unknown(const Value& value, unsigned depth) {
    const bool open_list = !value.known_items().empty();
    if (open_list) text_ += '[';
    for (const Value& item : value.known_items()) {
      write(item, depth + 1);
      text_ += ", ";
      if (text_.size() > kDisplayBytes) break;
    }
    text_ += open_list ? "…(unknown: " : "(unknown: ";
    text_ += describe(value.reason()) + (open_list ? ")]" : ")");
  }

  void write_list(const Value& value, unsigned depth) {
    text_ += '[';
    bool first = true;
    for (const Value& item : value.items()) {
      if (!first) text_ += ", ";
      first = false;
      write(item, depth + 1);
      if (text_.size() > kDisplayBytes) break;
    }
    text_ += ']';
  }

  void write_map(const Value& value, unsigned depth) {
    text_ += '{';
    bool first = true;
    for (const Member& member : value.members()) {
      if (!first) text_ += ", ";
      first = false;
      text_ += '"';
      write_quoted(member.key);
      text_ += "\": ";
      write(member.value, depth + 1);
      if (text_.size() > kDisplayBytes) break;
    }
    text_ += '}';
  }

  void write_one_of(const Value& value, unsigned depth) {
    text_ += "(one of: ";
    bool first = true;
    for (const Alternative& alternative : value.alternatives()) {
      if (!first) text_ += " | ";
      first = false;
      write(alternative.value, depth + 1);
      if (!alternative.guard.always()) text_ += " " + alternative.guard.to_string();
      if (text_.size() > kDisplayBytes) break;
    }
    text_ += ')';
  }

  std::string text_;
};

/// Widens `span` by `next`; pieces of another file do not belong to one range and are left out.
void widen(std::optional<source::Span>& span, source::Span next) {
  if (next == source::Span{}) return;
  if (!span) {
    span = next;
  } else if (span->file == next.file) {
    span->begin = std::min(span->begin, next.begin);
    span->end = std::max(span->end, next.end);
  }
}

/// Part of a piece's place for bytes [begin, end) of its text.
source::Span piece_span(const TextPiece& piece, std::size_t begin, std::size_t end) {
  if (!piece.verbatim) return piece.span;
  return {piece.span.file, piece.span.begin + static_cast<std::uint32_t>(begin),
          piece.span.begin + static_cast<std::uint32_t>(end)};
}

}  // namespace

source::Span Value::text_span(std::size_t begin, std::size_t end) const {
  if (!is(Kind::string)) return origin().span();
  std::optional<source::Span> span;
  std::size_t offset = 0;
  for (const StringPiece& piece : pieces()) {
    const auto* text = std::get_if<TextPiece>(&piece);
    if (text == nullptr) {
      // A hole has no bytes of its own; it belongs to the range when the range goes over it.
      if (begin < offset && offset < end) widen(span, std::get<Hole>(piece).reason->span);
      continue;
    }
    const std::size_t piece_end = offset + text->text.size();
    const std::size_t from = std::max(begin, offset);
    const std::size_t to = std::min(end, piece_end);
    const bool overlaps = from < to;
    const bool empty_here = begin == end && offset <= begin && begin <= piece_end && !span;
    if (overlaps || empty_here) widen(span, piece_span(*text, from - offset, to - offset));
    offset = piece_end;
  }
  return span.value_or(origin().span());
}

std::vector<Reason> Value::reasons() const {
  std::vector<Reason> reasons;
  std::vector<const Value*> pending{this};
  std::unordered_set<const void*> visited;
  while (!pending.empty() && reasons.size() < kReasons) {
    const Value& value = *pending.back();
    pending.pop_back();
    if (value.fully_known()) continue;
    if (value.is(Kind::unknown)) {
      add_reason(reasons, value.reason());
    } else if (value.is(Kind::string)) {
      for (const StringPiece& piece : value.pieces()) {
        if (const auto* hole = std::get_if<Hole>(&piece)) add_reason(reasons, hole->reason);
      }
    } else if (visited.insert(content_identity(value)).second) {
      if (value.is(Kind::one_of)) add_guard_reasons(reasons, value.alternatives());
      push_children(value, pending);
    }
  }
  return reasons;
}

bool Value::same_content(const Value& other) const {
  struct PairHash {
    std::size_t operator()(const std::pair<const void*, const void*>& pair) const {
      const std::hash<const void*> hash;
      return hash(pair.first) * 31U + hash(pair.second);
    }
  };
  std::unordered_set<std::pair<const void*, const void*>, PairHash> compared;
  std::vector<std::pair<const Value*, const Value*>> pending{{this, &other}};
  while (!pending.empty()) {
    const Value& left = *pending.back().first;
    const Value& right = *pending.back().second;
    pending.pop_back();
    if (left.kind() != right.kind() || left.is_encoded() != right.is_encoded()) return false;
    const void* identity = content_identity(left);
    if (identity != nullptr && !compared.insert({identity, content_identity(right)}).second) continue;
    if (!same_children(left, right, pending)) return false;
  }
  return true;
}

std::string describe(const Reason& reason) {
  std::string text(to_string(reason.kind));
  if (!reason.detail.empty()) text += ": " + reason.detail;
  return text;
}

std::string to_display(const Hole& hole) {
  return "${" + (hole.symbol.empty() ? describe(hole.reason) : hole.symbol) + "}";
}

std::string Value::to_display() const {
  Display display;
  display.write(*this, 0);
  return display.take();
}

}  // namespace rootproof::value
