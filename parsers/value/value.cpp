#include "parsers/value/value.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <memory>
#include <new>
#include <stdexcept>
#include <utility>

#include "parsers/source/limits.h"
#include "parsers/value/decimal.h"

namespace rootproof::value {

const Type* Type::attribute(const std::string& name) const {
  const auto found = std::lower_bound(names.begin(), names.end(), name);
  return found != names.end() && *found == name ? &parts[static_cast<std::size_t>(found - names.begin())]
                                                : nullptr;
}

namespace {

bool is_unset(source::Span span) { return span == source::Span{}; }

/// Grows the last piece by `next` when nothing is lost by it: both without a place, or verbatim neighbours.
bool append_to(StringPiece& last, const TextPiece& next) {
  auto* text = std::get_if<TextPiece>(&last);
  if (text == nullptr) return false;
  const bool both_unset = is_unset(text->span) && is_unset(next.span);
  const bool neighbours = text->verbatim && next.verbatim && text->span.file == next.span.file &&
                          text->span.end == next.span.begin;
  if (!both_unset && !neighbours) return false;
  text->text += next.text;
  text->span.end = next.span.end;
  return true;
}

std::vector<StringPiece> normalize(std::vector<StringPiece> pieces) {
  std::vector<StringPiece> result;
  result.reserve(pieces.size());
  const TextPiece* empty_text = nullptr;
  for (StringPiece& piece : pieces) {
    if (const auto* text = std::get_if<TextPiece>(&piece)) {
      if (text->text.empty()) {
        if (empty_text == nullptr) empty_text = text;
        continue;
      }
      if (!result.empty() && append_to(result.back(), *text)) continue;
    }
    result.push_back(std::move(piece));
  }
  // An empty string keeps one piece, and with it its place.
  if (result.empty()) result.emplace_back(empty_text != nullptr ? *empty_text : TextPiece{});
  return result;
}

/// So that neighbouring texts can be one piece.
void forget_places(std::vector<StringPiece>& pieces) {
  for (StringPiece& piece : pieces) {
    if (auto* text = std::get_if<TextPiece>(&piece)) {
      text->span = {};
      text->verbatim = false;
    }
  }
}

std::size_t text_size(const std::vector<StringPiece>& pieces) {
  std::size_t size = 0;
  for (const StringPiece& piece : pieces) {
    if (const auto* text = std::get_if<TextPiece>(&piece)) size += text->text.size();
  }
  return size;
}

bool is_hole(const StringPiece& piece) { return std::holds_alternative<Hole>(piece); }

std::size_t weight_of(std::span<const StringPiece> pieces) {
  constexpr std::size_t kBytesPerPart = 64;
  std::size_t weight = 1;
  for (const StringPiece& piece : pieces) {
    const auto* text = std::get_if<TextPiece>(&piece);
    weight += 1 + (text == nullptr ? 0 : text->text.size() / kBytesPerPart);
  }
  return weight;
}

}  // namespace

/// Makes contents, reads their parts and takes them down. The parts of an unknown, the known items of an open
/// list, stand behind its reason. What has a type of its own has no parts.
struct Value::Storage {
  using SharedType = std::shared_ptr<const Type>;

  struct Form {
    Kind kind = Kind::null;
    bool known = true;
    std::uint8_t detail = 0;
    std::size_t weight = 1;
  };

  template <class Part>
  static Value make(Form form, std::span<Part> parts, Origin origin) {
    Content* content = allocate(form, parts.size(), parts.size_bytes(), 0);
    std::uninitialized_move(parts.begin(), parts.end(), parts_of<Part>(content));
    return {content, std::move(origin)};
  }

  static Value make(Form form, Origin origin) { return {allocate(form, 0, 0, 0), std::move(origin)}; }

  static Value make_unknown(Reason reason, ValueType type, std::span<Value> known_items, Origin origin) {
    Content* content = allocate({Kind::unknown, false, static_cast<std::uint8_t>(type)}, known_items.size(),
                                known_items.size_bytes(), sizeof(Reason));
    ::new (static_cast<void*>(content + 1)) Reason(std::move(reason));
    std::uninitialized_move(known_items.begin(), known_items.end(), parts_of<Value>(content));
    return {content, std::move(origin)};
  }

  static Value make_typed(Form form, std::shared_ptr<const Type> type, Origin origin) {
    Content* content = allocate(form, 0, 0, sizeof(SharedType));
    content->typed = true;
    ::new (static_cast<void*>(content + 1)) SharedType(std::move(type));
    return {content, std::move(origin)};
  }

  static Value make_number(std::string decimal, unsigned precision, Origin origin) {
    Value number = make({Kind::number}, std::span(&decimal, 1), std::move(origin));
    number.content()->count = precision;
    return number;
  }

  static SharedType* type_of(const Content* content) {
    return std::launder(reinterpret_cast<SharedType*>(behind(content)));
  }

  static Reason* reason_of(const Content* content) {
    return std::launder(reinterpret_cast<Reason*>(behind(content)));
  }

  template <class Part>
  static Part* parts_of(const Content* content) {
    static_assert(alignof(Part) <= alignof(Content));
    const std::size_t offset = content->kind == Kind::unknown ? sizeof(Reason) : 0;
    return std::launder(reinterpret_cast<Part*>(behind(content) + offset));
  }

  template <class Part>
  static std::span<const Part> parts(const Content* content) {
    return {parts_of<Part>(content), content->count};
  }

  /// Takes the values out of a content. Those that nobody else has are left in `orphans`.
  static void take_children(Content* content, std::vector<Content*>& orphans) {
    const auto take = [&](Value& value) {
      Content* child = value.content();
      value.content_ = 0;
      if (child == nullptr || !child->owners.drop()) return;
      if (has_children(child)) {
        orphans.push_back(child);
      } else {
        take_down(child);
      }
    };
    const std::size_t count = content->count;
    switch (content->kind) {
      case Kind::list:
      case Kind::unknown:
        for (Value& item : std::span(parts_of<Value>(content), count)) take(item);
        return;
      case Kind::map:
        for (Member& member : std::span(parts_of<Member>(content), count)) take(member.value);
        return;
      case Kind::one_of:
        for (Alternative& way : std::span(parts_of<Alternative>(content), count)) take(way.value);
        return;
      case Kind::null:
      case Kind::absent:
      case Kind::boolean:
      case Kind::number:
      case Kind::string:
        return;
    }
  }

  static void take_down(Content* content) {
    if (content->typed) std::destroy_at(type_of(content));
    switch (content->kind) {
      case Kind::number:
        std::destroy_at(parts_of<std::string>(content));
        break;
      case Kind::string:
        destroy_parts<StringPiece>(content);
        break;
      case Kind::list:
        destroy_parts<Value>(content);
        break;
      case Kind::map:
        destroy_parts<Member>(content);
        break;
      case Kind::one_of:
        destroy_parts<Alternative>(content);
        break;
      case Kind::unknown:
        destroy_parts<Value>(content);
        std::destroy_at(reason_of(content));
        break;
      case Kind::null:
      case Kind::absent:
      case Kind::boolean:
        break;
    }
    std::destroy_at(content);
    ::operator delete(content);
  }

 private:
  static Content* allocate(Form form, std::size_t count, std::size_t parts_bytes, std::size_t head_bytes) {
    if (count > std::numeric_limits<std::uint32_t>::max()) throw std::bad_alloc();
    void* memory = ::operator new(sizeof(Content) + head_bytes + parts_bytes);
    const std::size_t weight = std::min<std::size_t>(form.weight, std::numeric_limits<std::uint32_t>::max());
    return ::new (memory) Content{{},
                                  form.kind,
                                  form.known,
                                  form.detail,
                                  false,
                                  static_cast<std::uint32_t>(count),
                                  static_cast<std::uint32_t>(weight)};
  }

  static std::byte* behind(const Content* content) {
    return reinterpret_cast<std::byte*>(const_cast<Content*>(content) + 1);
  }

  static bool has_children(const Content* content) {
    const Kind kind = content->kind;
    return content->count > 0 &&
           (kind == Kind::list || kind == Kind::map || kind == Kind::one_of || kind == Kind::unknown);
  }

  template <class Part>
  static void destroy_parts(Content* content) {
    std::destroy_n(parts_of<Part>(content), content->count);
  }
};

/// One content after the other: the default would recurse as deep as the value nests; evaluators bound that
/// only for what they build.
void Value::destroy(Content* content) {
  std::vector<Content*> orphans;
  while (true) {
    Storage::take_children(content, orphans);
    Storage::take_down(content);
    if (orphans.empty()) return;
    content = orphans.back();
    orphans.pop_back();
  }
}

const Value::Content* Value::content(Kind kind) const {
  if (this->kind() != kind) throw std::logic_error("a value was taken for one of another kind");
  return content();
}

Value Value::null(Origin origin) { return {nullptr, std::move(origin)}; }

Value Value::absent(Origin origin) { return Storage::make({Kind::absent}, std::move(origin)); }

Value Value::boolean(bool value, Origin origin) {
  return Storage::make({Kind::boolean, true, static_cast<std::uint8_t>(value ? 1 : 0)}, std::move(origin));
}

Value Value::number(const std::string& decimal, Origin origin, unsigned precision) {
  return Storage::make_number(canonical_decimal(decimal), precision, std::move(origin));
}

Value Value::number(std::int64_t value, Origin origin) {
  constexpr unsigned kPrecision = 64;
  return Storage::make_number(std::to_string(value), kPrecision, std::move(origin));
}

Value Value::string(std::string text, Origin origin, source::Span span, bool verbatim) {
  if (text.size() > limits::kValueBytes)
    return unknown({ReasonKind::limit, "kValueBytes", origin.span()}, ValueType::string, origin);
  StringPiece piece = TextPiece{std::move(text), span, verbatim};
  const std::span<StringPiece> pieces(&piece, 1);
  return Storage::make({Kind::string, true, 0, weight_of(pieces)}, pieces, std::move(origin));
}

Value Value::string(std::vector<StringPiece> pieces, Origin origin) {
  pieces = normalize(std::move(pieces));
  if (pieces.size() > limits::kTextPieces) {
    forget_places(pieces);
    pieces = normalize(std::move(pieces));
  }
  if (pieces.size() > limits::kTextPieces) {
    return unknown({ReasonKind::limit, "kTextPieces", origin.span()}, ValueType::string, origin);
  }
  if (text_size(pieces) > limits::kValueBytes) {
    return unknown({ReasonKind::limit, "kValueBytes", origin.span()}, ValueType::string, origin);
  }
  const bool partial = std::any_of(pieces.begin(), pieces.end(), is_hole);
  return Storage::make(
      {Kind::string, !partial, static_cast<std::uint8_t>(partial ? 1 : 0), weight_of(pieces)},
      std::span(pieces), std::move(origin));
}

Value Value::list(std::vector<Value> items, Origin origin, ListKind kind) {
  bool known = true;
  std::size_t weight = 1;
  for (const Value& item : items) {
    known = known && item.fully_known();
    weight += item.weight();
  }
  return Storage::make({Kind::list, known, static_cast<std::uint8_t>(kind), weight}, std::span(items),
                       std::move(origin));
}

Value Value::map(std::vector<Member> members, Origin origin, MapKind kind) {
  bool known = true;
  std::size_t weight = 1;
  for (const Member& member : members) {
    known = known && member.value.fully_known();
    weight += member.value.weight();
  }
  return Storage::make({Kind::map, known, static_cast<std::uint8_t>(kind), weight}, std::span(members),
                       std::move(origin));
}

Value Value::unknown(Reason reason, ValueType type, Origin origin) {
  return Storage::make_unknown(std::move(reason), type, {}, std::move(origin));
}

Value Value::open_list(std::vector<Value> known_items, Reason reason, Origin origin) {
  if (reason.kind == ReasonKind::invalid) known_items.clear();
  return Storage::make_unknown(std::move(reason), ValueType::list, known_items, std::move(origin));
}

Value Value::one_of(std::vector<Alternative> alternatives, Origin origin) {
  std::vector<Alternative> flat;
  for (Alternative& alternative : alternatives) {
    if (!alternative.value.is(Kind::one_of)) {
      if (!alternative.guard.impossible()) flat.push_back(std::move(alternative));
      continue;
    }
    for (const Alternative& inner : alternative.value.alternatives()) {
      Guard guard = alternative.guard & inner.guard;
      if (!guard.impossible()) flat.push_back({std::move(guard), inner.value});
    }
  }
  if (flat.empty()) {
    return unknown({ReasonKind::invalid, "conditions that exclude each other", origin.span()}, ValueType::any,
                   origin);
  }
  if (flat.size() == 1 && flat.front().guard.always()) return flat.front().value;
  if (flat.size() > limits::kAlternatives) {
    return unknown({ReasonKind::limit, "kAlternatives", origin.span()}, ValueType::any, origin);
  }
  return Storage::make({Kind::one_of, false}, std::span(flat), std::move(origin));
}

Value Value::with_step(OriginKind kind, source::Span span, std::string_view detail) const {
  Value used(*this);
  used.origin_ = Origin::of(kind, span, detail, std::move(used.origin_));
  return used;
}

Value Value::as_encoded() const {
  if (!is(Kind::list) && !is(Kind::map)) throw std::logic_error("only collections stand for JSON");
  Value encoded(*this);
  encoded.content_ |= kEncoded;
  return encoded;
}

Value Value::with_type(std::shared_ptr<const Type> type) const {
  const bool without_parts = (is(Kind::list) && items().empty()) || (is(Kind::map) && members().empty());
  if ((!is(Kind::null) && !without_parts) || is_encoded()) return *this;
  const std::uint8_t detail = content_ == 0 ? std::uint8_t{0} : content()->detail;
  return Storage::make_typed({kind(), true, detail}, std::move(type), origin_);
}

std::shared_ptr<const Type> Value::given_type() const {
  return content_ != 0 && content()->typed ? *Storage::type_of(content()) : nullptr;
}

bool Value::as_boolean() const { return content(Kind::boolean)->detail != 0; }

const std::string& Value::as_number() const { return *Storage::parts_of<std::string>(content(Kind::number)); }

unsigned Value::number_precision() const { return content(Kind::number)->count; }

std::span<const StringPiece> Value::pieces() const {
  return Storage::parts<StringPiece>(content(Kind::string));
}

std::optional<std::string> Value::as_string() const {
  if (!is(Kind::string) || is_partial()) return std::nullopt;
  std::string text;
  for (const StringPiece& piece : pieces()) text += std::get<TextPiece>(piece).text;
  return text;
}

std::optional<std::string> Value::as_text() const {
  if (is(Kind::boolean)) return as_boolean() ? "true" : "false";
  if (is(Kind::number)) return as_number();
  return as_string();
}

bool Value::is_partial() const { return is(Kind::string) && content()->detail != 0; }

std::span<const Value> Value::items() const { return Storage::parts<Value>(content(Kind::list)); }

ListKind Value::list_kind() const { return static_cast<ListKind>(content(Kind::list)->detail); }

std::span<const Member> Value::members() const { return Storage::parts<Member>(content(Kind::map)); }

MapKind Value::map_kind() const { return static_cast<MapKind>(content(Kind::map)->detail); }

const Value* Value::find(std::string_view key) const {
  if (!is(Kind::map)) return nullptr;
  for (const Member& member : members()) {
    if (member.key == key) return &member.value;
  }
  return nullptr;
}

const Reason& Value::reason() const { return *Storage::reason_of(content(Kind::unknown)); }

ValueType Value::unknown_type() const { return static_cast<ValueType>(content(Kind::unknown)->detail); }

std::span<const Value> Value::known_items() const {
  return is(Kind::unknown) ? Storage::parts<Value>(content()) : std::span<const Value>();
}

std::span<const Alternative> Value::alternatives() const {
  return Storage::parts<Alternative>(content(Kind::one_of));
}

}  // namespace rootproof::value
