#include "parsers/value/secret.h"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>
#include <vector>

#include "parsers/source/limits.h"

namespace rootproof::value {
namespace {

/// Does something to a value and, first, to all its parts.
class EachPart {
 public:
  explicit EachPart(const std::function<Value(const Value&)>& change) : change_(change) {}

  Value of(const Value& value, unsigned depth) {
    if (depth > limits::kSyntaxDepth || ++parts_ > limits::kValueParts) return change_(value);
    switch (value.kind()) {
      case Value::Kind::list: {
        if (value.items().empty()) return change_(value);
        std::vector<Value> items;
        for (const Value& item : value.items()) items.push_back(of(item, depth + 1));
        return change_(encoded_like(value, Value::list(std::move(items), value.origin(), value.list_kind())));
      }
      case Value::Kind::map: {
        if (value.members().empty()) return change_(value);
        std::vector<Member> members;
        for (const Member& member : value.members())
          members.push_back({member.key, member.key_span, of(member.value, depth + 1)});
        return change_(encoded_like(value, Value::map(std::move(members), value.origin(), value.map_kind())));
      }
      case Value::Kind::one_of: {
        std::vector<Alternative> ways;
        for (const Alternative& way : value.alternatives())
          ways.push_back({way.guard, of(way.value, depth + 1)});
        return Value::one_of(std::move(ways), value.origin());
      }
      default:
        return change_(value);
    }
  }

 private:
  static Value encoded_like(const Value& value, const Value& changed) {
    return value.is_encoded() ? changed.as_encoded() : changed;
  }

  const std::function<Value(const Value&)>& change_;
  std::size_t parts_ = 0;
};

/// The content of a value with another origin; the parts of containers keep their own.
Value with_origin(const Value& value, const Origin& origin) {
  switch (value.kind()) {
    case Value::Kind::string:
      return Value::string(std::vector<StringPiece>(value.pieces().begin(), value.pieces().end()), origin);
    case Value::Kind::number:
      return Value::number(value.as_number(), origin, value.number_precision());
    case Value::Kind::boolean:
      return Value::boolean(value.as_boolean(), origin);
    case Value::Kind::list: {
      const Value list = Value::list({value.items().begin(), value.items().end()}, origin, value.list_kind());
      return value.is_encoded() ? list.as_encoded() : list;
    }
    case Value::Kind::map: {
      const Value map =
          Value::map({value.members().begin(), value.members().end()}, origin, value.map_kind());
      return value.is_encoded() ? map.as_encoded() : map;
    }
    default:
      return value;
  }
}

bool holds_secret(const Value& value, unsigned depth, std::size_t& parts) {
  if (is_secret(value)) return true;
  if (depth > limits::kSyntaxDepth || ++parts > limits::kValueParts) return true;
  const auto holds = [&](const Value& part) { return holds_secret(part, depth + 1, parts); };
  switch (value.kind()) {
    case Value::Kind::list:
      return std::any_of(value.items().begin(), value.items().end(), holds);
    case Value::Kind::map:
      return std::any_of(value.members().begin(), value.members().end(),
                         [&](const Member& member) { return holds(member.value); });
    case Value::Kind::one_of:
      return std::any_of(value.alternatives().begin(), value.alternatives().end(),
                         [&](const Alternative& way) { return holds(way.value); });
    default:
      return false;
  }
}

}  // namespace

Value as_secret(const Value& value, source::Span span) {
  const std::function<Value(const Value&)> mark = [&](const Value& part) {
    return is_secret(part) ? part : part.with_step(OriginKind::function, span, kSecretMark);
  };
  return EachPart(mark).of(value, 0);
}

Value as_revealed(const Value& value, source::Span span) {
  const Origin origin({OriginKind::function, span, "nonsensitive()"});
  const std::function<Value(const Value&)> reveal = [&](const Value& part) {
    return is_secret(part) ? with_origin(part, origin) : part;
  };
  return EachPart(reveal).of(value, 0);
}

bool is_secret_argument(std::string_view name) {
  constexpr std::array<std::string_view, 7> kArguments = {"auth_token",   "master_password", "password",
                                                          "private_key",  "private_key_pem", "secret_binary",
                                                          "secret_string"};
  return std::find(kArguments.begin(), kArguments.end(), name) != kArguments.end();
}

bool is_secret_mark(const OriginStep& step) {
  return step.kind == OriginKind::function && step.detail == kSecretMark;
}

bool is_secret(const Value& value) { return value.origin().secret_mark().has_value(); }

bool holds_secret(const Value& value) {
  std::size_t parts = 0;
  return holds_secret(value, 0, parts);
}

}  // namespace rootproof::value
