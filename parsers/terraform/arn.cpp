#include "parsers/terraform/arn.h"

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "parsers/terraform/operators.h"

namespace rootproof::terraform {
namespace {

using value::Hole;
using value::HoleKind;
using value::StringPiece;
using value::TextPiece;
using value::Value;
using Kind = value::Value::Kind;

constexpr std::array<const char*, 6> kParts = {"arn",    "partition",  "service",
                                               "region", "account_id", "resource"};

TextPiece part_of(const TextPiece& piece, std::size_t begin, std::size_t end) {
  TextPiece part{piece.text.substr(begin, end - begin), piece.span, piece.verbatim};
  if (piece.verbatim) {
    part.span.begin = piece.span.begin + static_cast<std::uint32_t>(begin);
    part.span.end = piece.span.begin + static_cast<std::uint32_t>(end);
  }
  return part;
}

bool may_hold_colon(const Hole& hole) {
  return hole.kind == HoleKind::any || hole.kind == HoleKind::reference;
}

/// The pieces of each part of an ARN; what hides how it is divided is the result's second member.
struct Divided {
  std::vector<std::vector<StringPiece>> parts{1};
  const Hole* hidden = nullptr;
};

Divided divide(const Value& arn) {
  Divided result;
  for (const StringPiece& piece : arn.pieces()) {
    const bool is_last = result.parts.size() == kParts.size();
    if (const auto* hole = std::get_if<Hole>(&piece)) {
      if (!is_last && may_hold_colon(*hole)) {
        result.hidden = hole;
        return result;
      }
      result.parts.back().push_back(piece);
      continue;
    }
    const auto& text = std::get<TextPiece>(piece);
    std::size_t begin = 0;
    while (result.parts.size() < kParts.size()) {
      const std::size_t colon = text.text.find(':', begin);
      if (colon == std::string::npos) break;
      if (colon > begin) result.parts.back().emplace_back(part_of(text, begin, colon));
      result.parts.emplace_back();
      begin = colon + 1;
    }
    if (begin < text.text.size()) result.parts.back().emplace_back(part_of(text, begin, text.text.size()));
  }
  return result;
}

/// `operation` for a string, for each alternative, or the reason why the value is no string.
template <class Operation>
Value for_text(const Value& value, source::Span span, const Operation& operation) {
  if (value.is(Kind::one_of)) {
    std::vector<value::Alternative> results;
    for (const value::Alternative& way : value.alternatives())
      results.push_back({way.guard, for_text(way.value, span, operation)});
    return Value::one_of(std::move(results), value.origin());
  }
  if (value.is(Kind::unknown)) return value;
  return value.is(Kind::string) ? operation(value) : invalid("an ARN is a text", span);
}

}  // namespace

Value parse_arn(const Value& arn, source::Span span) {
  return for_text(arn, span, [&](const Value& text) {
    Divided divided = divide(text);
    const Value first = Value::string(divided.parts.front(), text.origin());
    const bool begins = divided.parts.size() == 1 ? divided.hidden != nullptr : first.as_string() == "arn";
    if (!begins) return invalid("an ARN begins with \"arn:\"", span);
    if (divided.hidden != nullptr) return Value::unknown(divided.hidden->reason);
    if (divided.parts.size() != kParts.size()) return invalid("an ARN has six parts", span);
    std::vector<value::Member> members;
    for (std::size_t i = 1; i < kParts.size(); ++i)
      members.push_back({kParts[i], span, Value::string(std::move(divided.parts[i]), text.origin())});
    return Value::map(std::move(members), text.origin());
  });
}

Value without_role_path(const Value& arn, source::Span span) {
  return for_text(arn, span, [&](const Value& text) {
    Value parsed = parse_arn(text, span);
    if (!parsed.is(Kind::map)) return parsed;
    const Value& resource = *parsed.find("resource");
    const auto* first =
        resource.pieces().empty() ? nullptr : std::get_if<TextPiece>(&resource.pieces().front());
    const bool is_role = parsed.find("service")->as_string() == "iam" &&
                         parsed.find("region")->as_string() == "" && first != nullptr &&
                         first->text.starts_with("role/");
    if (!is_role) return invalid("this is no ARN of an IAM role", span);
    // What follows the last slash. A hole may hold slashes of its own.
    const auto* last = std::get_if<TextPiece>(&resource.pieces().back());
    const std::size_t slash = last == nullptr ? std::string::npos : last->text.rfind('/');
    if (slash == std::string::npos) return Value::unknown(resource.reasons().front());
    const std::vector<Value> parts{
        Value::string("arn:"),
        *parsed.find("partition"),
        Value::string(":iam::"),
        *parsed.find("account_id"),
        Value::string(":role/"),
        Value::string({StringPiece(part_of(*last, slash + 1, last->text.size()))}, text.origin())};
    return value::concatenate(parts, text.origin()).value_or(text);
  });
}

}  // namespace rootproof::terraform
