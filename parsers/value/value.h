#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "parsers/value/guard.h"
#include "parsers/value/origin.h"
#include "parsers/value/reason.h"
#include "parsers/value/type.h"

/// The value model of both languages (terraform.md §4.2): what is known, what is partly known, and why not
/// more.
namespace rootproof::value {

class Value;

/// Type of an unknown, as far as it is known.
enum class ValueType : std::uint8_t {
  any,
  string,
  number,
  boolean,
  list,
  map,
  resource,  ///< the object of one resource instance, whose address is the detail of the reason: its
             ///< attributes can be asked for one by one, but which ones there are is not known
};

/// What may stand in the place of a hole inside a string.
enum class HoleKind : std::uint8_t {
  any,         ///< any text
  account_id,  ///< twelve digits
  partition,   ///< aws, aws-cn, aws-us-gov, …
  region,      ///< a region name
  url_suffix,  ///< amazonaws.com, amazonaws.com.cn, …
  reference,   ///< an attribute of a resource; `symbol` is its identity ("aws_kms_key.logs.arn", "Logs.Arn")
};

/// An unknown piece of a string. Equal non-empty symbols denote equal text; the account that a template or
/// provider deploys to has symbol kOwnAccount (with the provider configuration appended when there are
/// several).
struct Hole {
  HoleKind kind = HoleKind::any;
  std::string symbol;
  SharedReason reason;
  Origin origin;
};

inline constexpr std::string_view kOwnAccount = "own-account";

/// Binary digits of a number that is written as one (go-cty `ParseNumberVal`).
inline constexpr unsigned kNumberPrecision = 512;

/// A known piece of a string. When `verbatim`, byte i of `text` is byte `span.begin + i` of the file.
struct TextPiece {
  std::string text;
  source::Span span;
  bool verbatim = false;
};

using StringPiece = std::variant<TextPiece, Hole>;

/// Which collection type a list has in Terraform; CloudFormation lists are tuples.
enum class ListKind : std::uint8_t { tuple, list, set };
enum class MapKind : std::uint8_t { object, map };

struct Member;

/// One way a value may turn out, and when.
struct Alternative;

/// An immutable value with provenance. Copies share content. Asking for what a value of its kind does not
/// have throws std::logic_error.
class Value {
 public:
  enum class Kind : std::uint8_t {
    null,
    absent,  ///< AWS::NoValue: the member or item that holds it does not exist
    boolean,
    number,  ///< exact decimal text, canonical: no exponent unless huge, no leading zeros, "-0" is "0"
    string,  ///< pieces; partial when one of them is a hole
    list,
    map,  ///< members in source order, keys unique
    unknown,
    one_of,  ///< alternatives under guards that exclude each other or are open
  };

  Value() = default;  ///< null
  Value(const Value& other) : content_(other.content_), origin_(other.origin_) {
    if (content_ != 0) content()->owners.add();
  }
  Value(Value&& other) noexcept
      : content_(std::exchange(other.content_, 0)), origin_(std::move(other.origin_)) {}
  Value& operator=(Value other) noexcept {
    std::swap(content_, other.content_);
    std::swap(origin_, other.origin_);
    return *this;
  }
  ~Value() {
    if (content_ != 0 && content()->owners.drop()) destroy(content());
  }

  [[nodiscard]] static Value null(Origin origin = {});
  [[nodiscard]] static Value absent(Origin origin = {});
  [[nodiscard]] static Value boolean(bool value, Origin origin = {});
  /// `precision` is how many binary digits the float has that the decimal is the shortest one of.
  [[nodiscard]] static Value number(const std::string& decimal, Origin origin = {},
                                    unsigned precision = kNumberPrecision);
  /// Of 64 binary digits.
  [[nodiscard]] static Value number(std::int64_t value, Origin origin = {});
  /// A string written at `span`; verbatim says whether the bytes there are exactly `text`.
  [[nodiscard]] static Value string(std::string text, Origin origin = {}, source::Span span = {},
                                    bool verbatim = false);
  /// Adjacent text pieces without span are merged; no holes makes it a known string. More than
  /// limits::kTextPieces pieces lose their places and are merged; texts beyond that, or beyond
  /// limits::kValueBytes, become unknown(limit).
  [[nodiscard]] static Value string(std::vector<StringPiece> pieces, Origin origin = {});
  [[nodiscard]] static Value list(std::vector<Value> items, Origin origin = {},
                                  ListKind kind = ListKind::tuple);
  [[nodiscard]] static Value map(std::vector<Member> members, Origin origin = {},
                                 MapKind kind = MapKind::object);
  [[nodiscard]] static Value unknown(Reason reason, ValueType type = ValueType::any, Origin origin = {});
  /// An unknown list of which some items are known: they surely stand in it, nobody knows where and with how
  /// many others. To whoever does not ask for known_items() it is an unknown as any. What Terraform refuses
  /// (an invalid reason) has no items.
  [[nodiscard]] static Value open_list(std::vector<Value> known_items, Reason reason, Origin origin = {});
  /// Flattens nested one_of; one alternative alone under no guard is that value; more than
  /// limits::kAlternatives become unknown(limit).
  [[nodiscard]] static Value one_of(std::vector<Alternative> alternatives, Origin origin = {});

  [[nodiscard]] Kind kind() const { return content_ == 0 ? Kind::null : content()->kind; }
  [[nodiscard]] bool is(Kind kind) const { return this->kind() == kind; }
  [[nodiscard]] const Origin& origin() const { return origin_; }
  /// The same value, used elsewhere: `step` goes in front of its origin chain.
  [[nodiscard]] Value with_step(const OriginStep& step) const {
    return with_step(step.kind, step.span, step.detail);
  }
  [[nodiscard]] Value with_step(OriginKind kind, source::Span span, std::string_view detail) const;
  /// A list or map that stands for its own JSON text: what jsonencode makes of it is a string to the
  /// language, but its structure, places and holes are kept. Wherever only structure counts it is a list or
  /// map as any.
  [[nodiscard]] Value as_encoded() const;
  [[nodiscard]] bool is_encoded() const { return (content_ & kEncoded) != 0; }
  /// The same null, or list or map without parts, of this type: it cannot be seen from such a value. All
  /// other values stay as they are.
  [[nodiscard]] Value with_type(std::shared_ptr<const Type> type) const;
  /// What with_type() gave; nullptr when nothing did.
  [[nodiscard]] std::shared_ptr<const Type> given_type() const;

  [[nodiscard]] bool as_boolean() const;                      ///< boolean only
  [[nodiscard]] const std::string& as_number() const;         ///< number only
  [[nodiscard]] unsigned number_precision() const;            ///< number only
  [[nodiscard]] std::span<const StringPiece> pieces() const;  ///< string only
  /// The whole text when this is a string without holes.
  [[nodiscard]] std::optional<std::string> as_string() const;
  /// Text of a known scalar as policies and CloudFormation read it: strings, numbers, true/false.
  [[nodiscard]] std::optional<std::string> as_text() const;
  [[nodiscard]] bool is_partial() const;               ///< string with at least one hole
  [[nodiscard]] std::span<const Value> items() const;  ///< list only
  [[nodiscard]] ListKind list_kind() const;
  [[nodiscard]] std::span<const Member> members() const;  ///< map only
  [[nodiscard]] MapKind map_kind() const;
  /// Member of a map, nullptr when there is none or this is no map.
  [[nodiscard]] const Value* find(std::string_view key) const;
  [[nodiscard]] const Reason& reason() const;                       ///< unknown only
  [[nodiscard]] ValueType unknown_type() const;                     ///< unknown only
  [[nodiscard]] std::span<const Value> known_items() const;         ///< of an open list; none of all else
  [[nodiscard]] std::span<const Alternative> alternatives() const;  ///< one_of only

  /// Span of bytes [begin, end) of a string's text in the source, as exact as the pieces allow. Holes count
  /// zero bytes; what is no string, or has no place, gives the span of its origin.
  [[nodiscard]] source::Span text_span(std::size_t begin, std::size_t end) const;
  /// How much walking it costs: one for itself and each value in it, shared ones as often as they appear; one
  /// more for each piece of a text and for every 64 bytes of it. What an unknown or one_of holds does not
  /// count. Values beyond the largest number weigh that.
  [[nodiscard]] std::size_t weight() const { return content_ == 0 ? 1 : content()->weight; }
  /// True when nothing inside is unknown, partial, or one_of.
  [[nodiscard]] bool fully_known() const { return content_ == 0 || content()->known; }
  /// Every reason inside, guards included, in order of appearance, without repetition; at most 32.
  [[nodiscard]] std::vector<Reason> reasons() const;
  /// Same content, origins ignored. Unknowns are never equal to anything, encoded values to encoded ones
  /// only.
  [[nodiscard]] bool same_content(const Value& other) const;
  /// Equal for copies of one value only: they turn out the same, whatever of it is unknown. Null for null.
  [[nodiscard]] const void* identity() const { return content_ == 0 ? nullptr : content(); }
  /// For people and tests: JSON-like, holes as ${symbol or reason}, unknowns as (unknown: reason).
  [[nodiscard]] std::string to_display() const;

 private:
  /// What all uses of a value share, in one piece of memory: its parts stand behind it.
  struct alignas(8) Content {
    OwnerCount owners;
    Kind kind;
    bool known;           ///< fully
    std::uint8_t detail;  ///< the boolean, whether a string is partial, the kind of a collection, a ValueType
    bool typed;           ///< its type stands behind it
    std::uint32_t count;  ///< of parts: pieces, items, members, alternatives; the precision of a number
    std::uint32_t weight;
  };
  struct Storage;

  static constexpr std::uintptr_t kEncoded = 1;

  Value(const Content* content, Origin origin)
      : content_(reinterpret_cast<std::uintptr_t>(content)), origin_(std::move(origin)) {}
  [[nodiscard]] Content* content() const {
    // A pointer is kept with a flag in its lowest bit, so that a value is no larger than it has to be.
    return reinterpret_cast<Content*>(content_ & ~kEncoded);  // NOLINT(performance-no-int-to-ptr)
  }
  /// The content, which must be of this kind.
  [[nodiscard]] const Content* content(Kind kind) const;
  static void destroy(Content* content);

  std::uintptr_t content_ = 0;  ///< a Content*, or none for null; its lowest bit says whether it is encoded
  Origin origin_;
};

struct Member {
  std::string key;
  source::Span key_span;
  Value value;
};

struct Alternative {
  Guard guard;
  Value value;
};

/// Joins strings and scalars into one string; unknown parts become holes. Lists and maps are refused
/// (nullopt).
[[nodiscard]] std::optional<Value> concatenate(std::span<const Value> parts, Origin origin);

}  // namespace rootproof::value
