// to_value: a JSON or YAML document as a value.
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/policy/members.h"
#include "parsers/policy/policy_document.h"
#include "parsers/source/limits.h"
#include "parsers/syntax/scalar_source.h"

namespace rootproof::policy {

using syntax::ScalarType;
using syntax::SyntaxNode;
using value::Member;
using value::Origin;
using value::OriginKind;
using value::ReasonKind;
using value::StringPiece;
using value::TextPiece;
using value::Value;

namespace {

class Converter {
 public:
  Value convert(const SyntaxNode& node, unsigned depth) {
    Origin origin({OriginKind::literal, node.span(), {}});
    // YAML aliases can nest without end and multiply without bound; both counters stop them.
    if (depth > limits::kSyntaxDepth || ++nodes_ > limits::kAliasExpansion)
      return Value::unknown({ReasonKind::limit, "nesting or aliases", node.span()}, value::ValueType::any,
                            std::move(origin));
    if (!node.tag().empty())
      return Value::unknown({ReasonKind::unsupported, "tag " + std::string(node.tag()), node.span()},
                            value::ValueType::any, std::move(origin));
    switch (node.kind()) {
      case syntax::NodeKind::scalar:
        return convert_scalar(node, std::move(origin));
      case syntax::NodeKind::sequence:
        return convert_sequence(node, depth, std::move(origin));
      case syntax::NodeKind::mapping:
        break;
    }
    return convert_mapping(node, depth, std::move(origin));
  }

 private:
  Value convert_sequence(const SyntaxNode& node, unsigned depth, Origin origin) {
    std::vector<Value> items;
    for (std::size_t i = 0; i < node.size(); ++i) items.push_back(convert(node.item(i), depth + 1));
    return Value::list(std::move(items), std::move(origin));
  }

  Value convert_mapping(const SyntaxNode& node, unsigned depth, Origin origin) {
    std::vector<Member> members;
    for (std::size_t i = 0; i < node.size(); ++i) {
      const SyntaxNode::Member member = node.member(i);
      if (!member.key.is_scalar())
        return Value::unknown({ReasonKind::invalid, "a key that is no text", member.key.span()},
                              value::ValueType::map, std::move(origin));
      members.push_back(
          {std::string(member.key.text()), member.key.span(), convert(member.value, depth + 1)});
    }
    return Value::map(unite_duplicates(std::move(members)), std::move(origin));
  }

  static Value convert_scalar(const SyntaxNode& node, Origin origin) {
    const std::string_view text = node.text();
    switch (node.type()) {
      case ScalarType::null:
        return Value::null(std::move(origin));
      case ScalarType::boolean:
        return Value::boolean(is_true(text), std::move(origin));
      case ScalarType::number:
        if (is_plain_decimal(text)) return Value::number(std::string(text), std::move(origin));
        break;
      case ScalarType::string:
        break;
    }
    if (text.empty()) return Value::string(std::string(), std::move(origin), node.span());
    return Value::string(pieces_of(node), std::move(origin));
  }

  /// YAML 1.1 booleans (yaml.org/type/bool.html).
  static bool is_true(std::string_view text) {
    return text.size() < 5 && text != "no" && text != "No" && text != "NO" && text != "off" &&
           text != "Off" && text != "OFF" && text != "n" && text != "N";
  }

  /// Other spellings (hexadecimal, underscores, exponents) stay the text that was written.
  static bool is_plain_decimal(std::string_view text) {
    bool digit = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const char c = text[i];
      if (c >= '0' && c <= '9')
        digit = true;
      else if (c != '.' && !(c == '-' && i == 0))
        return false;
    }
    return digit;
  }

  /// The text cut where its bytes stop being consecutive in the file: at escapes and at the indentation of
  /// block scalars.
  static std::vector<StringPiece> pieces_of(const SyntaxNode& node) {
    const syntax::ScalarPlaces places(node);
    std::vector<StringPiece> pieces;
    for (const syntax::ScalarRun& run : places.runs()) {
      const bool last = pieces.size() + 1 == limits::kTextPieces;
      const std::size_t end = last ? places.text().size() : run.text_end;
      pieces.emplace_back(TextPiece{std::string(places.text().substr(run.text_begin, end - run.text_begin)),
                                    places.span(run.text_begin, end), run.verbatim && !last});
      if (last) break;
    }
    return pieces;
  }

  std::size_t nodes_ = 0;
};

}  // namespace

Value to_value(const SyntaxNode& node) { return Converter().convert(node, 0); }

}  // namespace rootproof::policy
