#include "parsers/value/value.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "parsers/source/limits.h"
#include "parsers/value/decimal.h"

namespace rootproof::value {

namespace {

struct NullContent {};
struct AbsentContent {};
struct NumberContent {
  std::string decimal;
};
struct StringContent {
  std::vector<StringPiece> pieces;
  bool partial = false;
};
struct ListContent {
  std::vector<Value> items;
  ListKind kind = ListKind::tuple;
};
struct MapContent {
  std::vector<Member> members;
  MapKind kind = MapKind::object;
};
struct UnknownContent {
  std::unique_ptr<const Reason> reason;  ///< the largest content by far, were it not apart
  ValueType type = ValueType::any;
  std::unique_ptr<std::vector<Value>> known_items;  ///< seldom any
};
struct OneOfContent {
  std::vector<Alternative> alternatives;
};

/// In the order of Value::Kind.
using Content = std::variant<NullContent, AbsentContent, bool, NumberContent, StringContent, ListContent,
                             MapContent, UnknownContent, OneOfContent>;

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
  result.shrink_to_fit();
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

bool content_known(const Content& content) {
  if (const auto* text = std::get_if<StringContent>(&content)) return !text->partial;
  if (const auto* list = std::get_if<ListContent>(&content)) {
    return std::all_of(list->items.begin(), list->items.end(),
                       [](const Value& v) { return v.fully_known(); });
  }
  if (const auto* map = std::get_if<MapContent>(&content)) {
    return std::all_of(map->members.begin(), map->members.end(),
                       [](const Member& m) { return m.value.fully_known(); });
  }
  return !std::holds_alternative<UnknownContent>(content) && !std::holds_alternative<OneOfContent>(content);
}

}  // namespace

/// Content is shared between the uses of a value, which differ in origin only.
struct Value::Node {
  struct Shared {
    explicit Shared(Content own) : content(std::move(own)), known(content_known(content)) {}
    Shared(const Shared&) = delete;
    Shared& operator=(const Shared&) = delete;
    ~Shared();

    Content content;
    bool known;
  };

  Node(Content content, Origin own_origin)
      : shared(std::make_shared<const Shared>(std::move(content))), origin(std::move(own_origin)) {}
  Node(std::shared_ptr<const Shared> content, Origin own_origin, bool is_encoded)
      : shared(std::move(content)), origin(std::move(own_origin)), encoded(is_encoded) {}

  template <class T>
  [[nodiscard]] static const T& get(const std::shared_ptr<const Node>& node) {
    const T* content = node == nullptr ? nullptr : std::get_if<T>(&node->shared->content);
    if (content == nullptr) throw std::logic_error("a value was taken for one of another kind");
    return *content;
  }

  static Value make(Content content, Origin origin) {
    return Value(std::make_shared<const Node>(std::move(content), std::move(origin)));
  }
  /// Moves the nodes held by `content` to `out`, so that they are released one after the other.
  static void take_children(Content& content, std::vector<std::shared_ptr<const Node>>& out);

  std::shared_ptr<const Shared> shared;
  Origin origin;
  bool encoded = false;
};

void Value::Node::take_children(Content& content, std::vector<std::shared_ptr<const Node>>& out) {
  const auto take = [&out](Value& value) {
    if (value.node_ != nullptr) out.push_back(std::move(value.node_));
  };
  if (auto* list = std::get_if<ListContent>(&content)) {
    for (Value& item : list->items) take(item);
  } else if (auto* map = std::get_if<MapContent>(&content)) {
    for (Member& member : map->members) take(member.value);
  } else if (auto* choice = std::get_if<OneOfContent>(&content)) {
    for (Alternative& alternative : choice->alternatives) take(alternative.value);
  } else if (auto* unknown = std::get_if<UnknownContent>(&content); unknown && unknown->known_items) {
    for (Value& item : *unknown->known_items) take(item);
  }
}

/// The default would recurse as deep as the value nests; evaluators bound that only for what they build.
Value::Node::Shared::~Shared() {
  std::vector<std::shared_ptr<const Node>> pending;
  take_children(content, pending);
  while (!pending.empty()) {
    const std::shared_ptr<const Node> node = std::move(pending.back());
    pending.pop_back();
    if (node.use_count() != 1 || node->shared.use_count() != 1) continue;
    take_children(const_cast<Shared*>(node->shared.get())->content, pending);
  }
}

Value::Value() = default;

Value Value::null(Origin origin) { return Node::make(NullContent{}, std::move(origin)); }

Value Value::absent(Origin origin) { return Node::make(AbsentContent{}, std::move(origin)); }

Value Value::boolean(bool value, Origin origin) { return Node::make(value, std::move(origin)); }

Value Value::number(std::string decimal, Origin origin) {
  return Node::make(NumberContent{canonical_decimal(decimal)}, std::move(origin));
}

Value Value::number(std::int64_t value, Origin origin) {
  return Node::make(NumberContent{std::to_string(value)}, std::move(origin));
}

Value Value::string(std::string text, Origin origin, source::Span span, bool verbatim) {
  std::vector<StringPiece> pieces;
  pieces.emplace_back(TextPiece{std::move(text), span, verbatim});
  return string(std::move(pieces), std::move(origin));
}

Value Value::string(std::vector<StringPiece> pieces, Origin origin) {
  StringContent content;
  content.pieces = normalize(std::move(pieces));
  if (content.pieces.size() > limits::kTextPieces) {
    forget_places(content.pieces);
    content.pieces = normalize(std::move(content.pieces));
  }
  if (content.pieces.size() > limits::kTextPieces) {
    return unknown({ReasonKind::limit, "kTextPieces", origin.span()}, ValueType::string, origin);
  }
  if (text_size(content.pieces) > limits::kValueBytes) {
    return unknown({ReasonKind::limit, "kValueBytes", origin.span()}, ValueType::string, origin);
  }
  content.partial = std::any_of(content.pieces.begin(), content.pieces.end(),
                                [](const StringPiece& piece) { return std::holds_alternative<Hole>(piece); });
  return Node::make(std::move(content), std::move(origin));
}

Value Value::list(std::vector<Value> items, Origin origin, ListKind kind) {
  items.shrink_to_fit();
  return Node::make(ListContent{std::move(items), kind}, std::move(origin));
}

Value Value::map(std::vector<Member> members, Origin origin, MapKind kind) {
  members.shrink_to_fit();
  return Node::make(MapContent{std::move(members), kind}, std::move(origin));
}

Value Value::unknown(Reason reason, ValueType type, Origin origin) {
  return Node::make(UnknownContent{std::make_unique<const Reason>(std::move(reason)), type, nullptr},
                    std::move(origin));
}

Value Value::open_list(std::vector<Value> known_items, Reason reason, Origin origin) {
  UnknownContent content{std::make_unique<const Reason>(std::move(reason)), ValueType::list, nullptr};
  if (!known_items.empty() && content.reason->kind != ReasonKind::invalid)
    content.known_items = std::make_unique<std::vector<Value>>(std::move(known_items));
  return Node::make(std::move(content), std::move(origin));
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
  return Node::make(OneOfContent{std::move(flat)}, std::move(origin));
}

Value::Kind Value::kind() const {
  return node_ == nullptr ? Kind::null : static_cast<Kind>(node_->shared->content.index());
}

const Origin& Value::origin() const {
  static const Origin kNone;
  return node_ == nullptr ? kNone : node_->origin;
}

Value Value::with_step(OriginStep step) const {
  if (node_ == nullptr) return null(Origin(std::move(step)));
  return Value(
      std::make_shared<const Node>(node_->shared, Origin(std::move(step), node_->origin), node_->encoded));
}

Value Value::as_encoded() const {
  if (!is(Kind::list) && !is(Kind::map)) throw std::logic_error("only collections stand for JSON");
  return Value(std::make_shared<const Node>(node_->shared, node_->origin, true));
}

bool Value::is_encoded() const { return node_ != nullptr && node_->encoded; }

bool Value::as_boolean() const { return Node::get<bool>(node_); }

const std::string& Value::as_number() const { return Node::get<NumberContent>(node_).decimal; }

std::span<const StringPiece> Value::pieces() const { return Node::get<StringContent>(node_).pieces; }

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

bool Value::is_partial() const { return is(Kind::string) && Node::get<StringContent>(node_).partial; }

std::span<const Value> Value::items() const { return Node::get<ListContent>(node_).items; }

ListKind Value::list_kind() const { return Node::get<ListContent>(node_).kind; }

std::span<const Member> Value::members() const { return Node::get<MapContent>(node_).members; }

MapKind Value::map_kind() const { return Node::get<MapContent>(node_).kind; }

const Value* Value::find(std::string_view key) const {
  if (!is(Kind::map)) return nullptr;
  for (const Member& member : members()) {
    if (member.key == key) return &member.value;
  }
  return nullptr;
}

const Reason& Value::reason() const { return *Node::get<UnknownContent>(node_).reason; }

ValueType Value::unknown_type() const { return Node::get<UnknownContent>(node_).type; }

std::span<const Value> Value::known_items() const {
  if (!is(Kind::unknown)) return {};
  const auto& items = Node::get<UnknownContent>(node_).known_items;
  return items == nullptr ? std::span<const Value>() : std::span<const Value>(*items);
}

std::span<const Alternative> Value::alternatives() const {
  return Node::get<OneOfContent>(node_).alternatives;
}

const void* Value::identity() const { return node_ == nullptr ? nullptr : node_->shared.get(); }

bool Value::fully_known() const { return node_ == nullptr || node_->shared->known; }

}  // namespace rootproof::value
