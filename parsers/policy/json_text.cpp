#include "parsers/policy/json_text.h"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "parsers/policy/located_text.h"
#include "parsers/policy/members.h"
#include "parsers/source/limits.h"

namespace rootproof::policy {

using value::Hole;
using value::Member;
using value::Reason;
using value::StringPiece;
using value::TextPiece;
using value::Value;

namespace {

void append_utf8(std::uint32_t code, std::string& out) {
  const auto byte = [&out](std::uint32_t bits) { out += static_cast<char>(bits); };
  if (code < 0x80) {
    byte(code);
  } else if (code < 0x800) {
    byte(0xC0U | code >> 6U);
    byte(0x80U | (code & 0x3FU));
  } else if (code < 0x10000) {
    byte(0xE0U | code >> 12U);
    byte(0x80U | (code >> 6U & 0x3FU));
    byte(0x80U | (code & 0x3FU));
  } else {
    byte(0xF0U | code >> 18U);
    byte(0x80U | (code >> 12U & 0x3FU));
    byte(0x80U | (code >> 6U & 0x3FU));
    byte(0x80U | (code & 0x3FU));
  }
}

/// Recursive descent over located text; the first error ends it.
class JsonReader {
 public:
  explicit JsonReader(const Value& source) : source_(source), located_(source), text_(located_.text()) {}

  std::variant<Value, JsonTextError> read() {
    skip_space();
    Value result = read_value(0);
    skip_space();
    if (!error_ && at_ < text_.size()) fail("text after the end of the document");
    if (error_) return *error_;
    return result;
  }

 private:
  void fail(std::string message) {
    if (error_) return;
    const std::size_t at = at_ < text_.size() || text_.empty() ? at_ : text_.size() - 1;
    error_ = JsonTextError{located_.span(at, at + 1), std::move(message)};
    at_ = text_.size();
  }

  void skip_space() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r'))
      ++at_;
  }

  [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  [[nodiscard]] const Hole* hole_here() const { return located_.hole(at_); }
  [[nodiscard]] value::Origin origin(std::size_t begin, std::size_t end) const {
    return value::Origin({value::OriginKind::literal, located_.span(begin, end), {}}, source_.origin());
  }

  Value read_value(unsigned depth) {
    if (depth > limits::kSyntaxDepth) {
      fail("nested deeper than " + std::to_string(limits::kSyntaxDepth) + " levels");
      return {};
    }
    if (hole_here() != nullptr) return read_hole();
    switch (peek()) {
      case '{':
        return read_object(depth);
      case '[':
        return read_array(depth);
      case '"':
        return read_string();
      default:
        return read_word();
    }
  }

  /// A hole that stands for a value: whatever touches it belongs to it.
  Value read_hole() {
    const std::size_t begin = at_;
    const Hole hole = *hole_here();
    while (at_ < text_.size() && (hole_here() != nullptr || is_word_byte(text_[at_]))) ++at_;
    return Value::unknown(hole.reason, value::ValueType::any, origin(begin, at_));
  }

  static bool is_word_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '+' || c == '.' || c == '_';
  }

  Value read_word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_word_byte(text_[at_])) ++at_;
    const std::string_view word = text_.substr(begin, at_ - begin);
    if (hole_here() != nullptr) return read_hole();
    if (word == "true" || word == "false") return Value::boolean(word == "true", origin(begin, at_));
    if (word == "null") return Value::null(origin(begin, at_));
    if (is_number(word)) return Value::number(std::string(word), origin(begin, at_));
    at_ = begin;
    fail(begin < text_.size() ? "expected a JSON value" : "the text ends where a JSON value should stand");
    return {};
  }

  static bool is_number(std::string_view word) {
    std::size_t at = 0;
    const auto digits = [&word, &at] {
      const std::size_t begin = at;
      while (at < word.size() && word[at] >= '0' && word[at] <= '9') ++at;
      return at - begin;
    };
    if (at < word.size() && word[at] == '-') ++at;
    const bool zero = at < word.size() && word[at] == '0';
    const std::size_t whole = digits();
    if (whole == 0 || (zero && whole > 1)) return false;
    if (at < word.size() && word[at] == '.') {
      ++at;
      if (digits() == 0) return false;
    }
    if (at < word.size() && (word[at] == 'e' || word[at] == 'E')) {
      ++at;
      if (at < word.size() && (word[at] == '+' || word[at] == '-')) ++at;
      if (digits() == 0) return false;
    }
    return at == word.size();
  }

  /// A hole that may be any text may be several items, or, with no comma between it and another, none.
  Value read_array(unsigned depth) {
    const std::size_t begin = at_++;
    std::vector<Value> items;
    std::optional<Reason> open;
    skip_space();
    while (!error_ && peek() != ']') {
      const bool was_hole = hole_here() != nullptr;
      const bool is_any_text = was_hole && hole_here()->kind == value::HoleKind::any;
      items.push_back(read_value(depth + 1));
      skip_space();
      if (is_any_text && !open) open = items.back().reason();
      if (was_hole ? at_ < text_.size() && peek() != ',' && peek() != ']' : hole_here() != nullptr) {
        if (!open) open = was_hole ? items.back().reason() : Reason(hole_here()->reason);
      } else if (peek() == ',') {
        ++at_;
        skip_space();
        if (peek() == ']') fail("a comma before the end of the array");
      } else if (peek() != ']') {
        fail("expected ',' or ']'");
      }
    }
    if (!error_) ++at_;
    if (open) {
      std::erase_if(items, [](const Value& item) {
        return item.is(Value::Kind::unknown) && item.unknown_type() == value::ValueType::any;
      });
      return Value::open_list(std::move(items), *open, origin(begin, at_));
    }
    return Value::list(std::move(items), origin(begin, at_));
  }

  Value read_object(unsigned depth) {
    const std::size_t begin = at_++;
    std::vector<Member> members;
    std::optional<Reason> unknown;
    skip_space();
    while (!error_ && peek() != '}') {
      if (hole_here() != nullptr) {
        unknown = hole_here()->reason;
        read_hole();
      } else {
        read_member(depth, members, unknown);
      }
      skip_space();
      if (peek() == ',') {
        ++at_;
        skip_space();
        if (peek() == '}') fail("a comma before the end of the object");
      } else if (peek() != '}') {
        fail("expected ',' or '}'");
      }
    }
    if (!error_) ++at_;
    value::Origin where = origin(begin, at_);
    if (unknown) return Value::unknown(*unknown, value::ValueType::map, std::move(where));
    return Value::map(unite_duplicates(std::move(members)), std::move(where));
  }

  void read_member(unsigned depth, std::vector<Member>& members, std::optional<Reason>& unknown) {
    if (peek() != '"') return fail("expected a member name in quotation marks");
    const std::size_t begin = at_;
    const Value key = read_string();
    const source::Span key_span = located_.span(begin, at_);
    skip_space();
    if (error_) return;
    if (peek() != ':') return fail("expected ':' after the member name");
    ++at_;
    skip_space();
    Value item = read_value(depth + 1);
    const std::optional<std::string> name = key.as_string();
    if (name)
      members.push_back({*name, key_span, std::move(item)});
    else if (const std::vector<Reason> reasons = key.reasons(); !reasons.empty())
      unknown = reasons.front();
  }

  Value read_string() {
    const std::size_t open = at_++;
    std::vector<StringPiece> pieces;
    std::size_t run = at_;
    while (true) {
      if (at_ >= text_.size()) {
        fail("a string without closing quotation mark");
        return {};
      }
      const char c = text_[at_];
      if (hole_here() == nullptr) {
        if (c == '"') break;
        if (static_cast<unsigned char>(c) < 0x20) {
          fail("a control character inside a string");
          return {};
        }
        if (c == '\\') {
          located_.append_pieces(run, at_, pieces);
          if (!read_escape(pieces)) return {};
          run = at_;
          continue;
        }
      }
      ++at_;
    }
    located_.append_pieces(run, at_, pieces);
    ++at_;
    if (pieces.empty()) return Value::string(std::string(), origin(open, at_), located_.span(open, at_));
    return Value::string(std::move(pieces), origin(open, at_));
  }

  bool read_escape(std::vector<StringPiece>& pieces) {
    const std::size_t begin = at_++;
    std::string decoded;
    const char kind = peek();
    ++at_;
    switch (kind) {
      case '"':
        decoded = "\"";
        break;
      case '\\':
        decoded = "\\";
        break;
      case '/':
        decoded = "/";
        break;
      case 'b':
        decoded = "\b";
        break;
      case 'f':
        decoded = "\f";
        break;
      case 'n':
        decoded = "\n";
        break;
      case 'r':
        decoded = "\r";
        break;
      case 't':
        decoded = "\t";
        break;
      case 'u': {
        const std::optional<std::uint32_t> code = read_code_point();
        if (!code) {
          fail("a \\u escape that names no character");
          return false;
        }
        append_utf8(*code, decoded);
        break;
      }
      default:
        at_ = begin;
        fail("an escape that JSON does not have");
        return false;
    }
    pieces.emplace_back(TextPiece{std::move(decoded), located_.span(begin, at_), false});
    return true;
  }

  std::optional<std::uint32_t> read_hex4() {
    if (at_ + 4 > text_.size()) return std::nullopt;
    std::uint32_t code = 0;
    for (int i = 0; i < 4; ++i, ++at_) {
      const char c = text_[at_];
      std::uint32_t digit = 0;
      if (c >= '0' && c <= '9')
        digit = static_cast<std::uint32_t>(c - '0');
      else if (c >= 'a' && c <= 'f')
        digit = static_cast<std::uint32_t>(c - 'a') + 10;
      else if (c >= 'A' && c <= 'F')
        digit = static_cast<std::uint32_t>(c - 'A') + 10;
      else
        return std::nullopt;
      code = code * 16 + digit;
    }
    return code;
  }

  /// After `\u`: one code unit, or a pair of surrogates. A NUL would look like a hole and is no policy text.
  std::optional<std::uint32_t> read_code_point() {
    const std::optional<std::uint32_t> high = read_hex4();
    if (!high || *high == 0) return std::nullopt;
    if (*high < 0xD800 || *high > 0xDFFF) return high;
    if (*high > 0xDBFF || text_.substr(at_, 2) != "\\u") return std::nullopt;
    at_ += 2;
    const std::optional<std::uint32_t> low = read_hex4();
    if (!low || *low < 0xDC00 || *low > 0xDFFF) return std::nullopt;
    return 0x10000 + ((*high - 0xD800) << 10U) + (*low - 0xDC00);
  }

  const Value& source_;
  LocatedText located_;
  std::string_view text_;
  std::size_t at_ = 0;
  std::optional<JsonTextError> error_;
};

}  // namespace

std::variant<Value, JsonTextError> read_json_text(const Value& text) { return JsonReader(text).read(); }

}  // namespace rootproof::policy
