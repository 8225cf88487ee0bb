// Fn::Equals, and the functions of Rules that compare lists:
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-conditions.html
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-rules.html
#include <algorithm>
#include <utility>

#include "parsers/cloudformation/choices.h"
#include "parsers/cloudformation/evaluator.h"
#include "parsers/cloudformation/scalar_text.h"
#include "parsers/regions.h"
#include "parsers/source/limits.h"

namespace rootproof::cloudformation {

using syntax::SyntaxNode;
using value::Alternative;
using value::Guard;
using value::GuardTerm;
using value::Origin;
using value::ReasonKind;
using value::Value;
using value::ValueType;

namespace {

/// Known text before the first hole and after the last one.
struct KnownEnds {
  std::string front;
  std::string back;
  std::size_t holes = 0;
};

KnownEnds known_ends(const Value& string) {
  KnownEnds ends;
  for (const value::StringPiece& piece : string.pieces()) {
    const auto* text = std::get_if<value::TextPiece>(&piece);
    if (text == nullptr) {
      ++ends.holes;
      ends.back.clear();
    } else {
      ends.back += text->text;
      if (ends.holes == 0) ends.front += text->text;
    }
  }
  return ends;
}

bool ends_differ(std::string_view left, std::string_view right, bool from_back) {
  const std::size_t common = std::min(left.size(), right.size());
  if (from_back) return left.substr(left.size() - common) != right.substr(right.size() - common);
  return left.substr(0, common) != right.substr(0, common);
}

/// The only hole of a text; nullptr when there are several or none.
const value::Hole* only_hole(const Value& string) {
  const value::Hole* found = nullptr;
  for (const value::StringPiece& piece : string.pieces()) {
    const auto* hole = std::get_if<value::Hole>(&piece);
    if (hole != nullptr && found != nullptr) return nullptr;
    if (hole != nullptr) found = hole;
  }
  return found;
}

/// True when the holes of a text cannot be filled so that it becomes `text`.
bool never_becomes(const Value& partial, const std::string& text) {
  const KnownEnds ends = known_ends(partial);
  if (ends.front.size() + ends.back.size() > text.size()) return true;
  const value::Hole* hole = only_hole(partial);
  const std::size_t between = text.size() - ends.front.size() - ends.back.size();
  return hole != nullptr && !may_stand_in(*hole, std::string_view(text).substr(ends.front.size(), between));
}

/// True when the holes of two texts cannot be filled so that they become equal.
bool never_equal(const Value& left, const Value& right) {
  if (!left.is(Value::Kind::string) || !right.is(Value::Kind::string)) return false;
  const KnownEnds left_ends = known_ends(left);
  const KnownEnds right_ends = known_ends(right);
  if (ends_differ(left_ends.front, right_ends.front, false) ||
      ends_differ(left_ends.back, right_ends.back, true)) {
    return true;
  }
  if (left.is_partial() && !right.is_partial()) return never_becomes(left, *right.as_string());
  if (right.is_partial() && !left.is_partial()) return never_becomes(right, *left.as_string());
  return false;
}

/// A text with one hole that is a parameter, and what must stand there so that the whole is another text.
struct Question {
  value::Hole hole;
  std::string answer;
};

/// The question that a comparison with a text asks about one parameter; nullopt when it asks something else.
std::optional<Question> question_of(const Value& partial, const std::string& text) {
  if (!partial.is(Value::Kind::string)) return std::nullopt;
  const value::Hole* hole = only_hole(partial);
  if (hole == nullptr || hole->symbol.empty() || hole->reason->kind != ReasonKind::unknown_variable)
    return std::nullopt;
  const KnownEnds ends = known_ends(partial);
  if (ends.front.size() + ends.back.size() > text.size()) return std::nullopt;
  return Question{*hole, text.substr(ends.front.size(), text.size() - ends.front.size() - ends.back.size())};
}

value::Reason first_reason(const Value& left, const Value& right, source::Span span, std::string_view name) {
  for (const Value* value : {&left, &right}) {
    const std::vector<value::Reason> reasons = value->reasons();
    if (!reasons.empty()) return reasons.front();
  }
  return {ReasonKind::invalid, std::string(name), span};
}

/// An unknown text as a text with a hole; everything else as it is.
Value as_comparable(const Value& value) {
  const bool text = value.is(Value::Kind::unknown) && value.unknown_type() == ValueType::string;
  return text ? as_string_part(value, value.origin().span()) : value;
}

}  // namespace

/// Two values as text. What depends on one parameter is true for one of its values and false for all others,
/// so that all conditions on it are told apart.
Value Evaluator::compare(const Call& call, const Value& one, const Value& other) const {
  const Value left = as_comparable(one);
  const Value right = as_comparable(other);
  const Value both[] = {left, right};
  const Origin origin = result_origin(call, both);
  const std::optional<std::string> left_text = left.as_text();
  const std::optional<std::string> right_text = right.as_text();
  if (left_text && right_text) return Value::boolean(*left_text == *right_text, origin);
  if (left.same_content(right)) return Value::boolean(true, origin);
  const bool both_known = left.fully_known() && right.fully_known();
  if (both_known || never_equal(left, right)) return Value::boolean(false, origin);
  std::optional<Question> question;
  if (right_text) question = question_of(left, *right_text);
  if (left_text) question = question_of(right, *left_text);
  if (!question)
    return Value::unknown(first_reason(left, right, call.span, call.name), ValueType::boolean, origin);
  if (!may_be(question->hole, question->answer)) return Value::boolean(false, origin);
  constrain_place(question->hole, question->answer);
  std::vector<Alternative> ways;
  for (const bool holds : {true, false}) {
    const Guard guard{{constrained(value::value_term(subject_of(question->hole), question->answer, holds,
                                                     call.span, question->hole.reason))}};
    ways.push_back({guard, Value::boolean(holds, origin)});
  }
  return Value::one_of(std::move(ways), origin);
}

/// A Region lies in one partition, and each of those has one suffix of addresses.
void Evaluator::constrain_place(const value::Hole& hole, const std::string& text) const {
  const bool region = hole.kind == value::HoleKind::region;
  if (!region && hole.kind != value::HoleKind::partition) return;
  const std::string partition = region ? std::string(partition_of_region(text)) : text;
  const std::string suffix(url_suffix_of(partition));
  const GuardTerm here = value::value_term(subject_of(hole), text, true, {});
  const auto is_not = [](const char* subject, const std::string& other) {
    return value::value_term(subject, other, false, {});
  };
  if (region && !partition.empty())
    (void)constraints_->add(Guard{{here, is_not("AWS::Partition", partition)}});
  if (!suffix.empty()) (void)constraints_->add(Guard{{here, is_not("AWS::URLSuffix", suffix)}});
}

/// Compares as text and case-sensitively: "true" equals true, "0" equals 0.
Value Evaluator::equals(const Call& call) {
  const std::optional<std::vector<SyntaxNode>> nodes = arguments(call, 2, 2);
  if (!nodes) return unknown_result(call, ReasonKind::invalid, "Fn::Equals", ValueType::boolean);
  const std::vector<Value> values{evaluate(nodes->front()), evaluate(nodes->back())};
  return merged_alternatives(
      for_each_combination(values, result_origin(call, values),
                           [&](std::span<const Value> both) { return compare(call, both[0], both[1]); }));
}

/// Fn::Contains [list, value], Fn::EachMemberEquals [list, value], Fn::EachMemberIn [list, list].
Value Evaluator::membership(const Call& call) {
  const std::optional<std::vector<SyntaxNode>> nodes = arguments(call, 2, 2);
  if (!nodes) return unknown_result(call, ReasonKind::invalid, std::string(call.name), ValueType::boolean);
  const bool lists = call.name == "Fn::EachMemberIn";
  std::vector<Value> sides;
  for (const SyntaxNode& node : *nodes) {
    const Value side = evaluate(node);
    if (!side.is(Value::Kind::list)) {
      sides.push_back(side);
      continue;
    }
    // `[!Ref Stage]` is a list for each value of Stage.
    sides.push_back(for_each_combination(side.items(), side.origin(), [&](std::span<const Value> items) {
      return Value::list({items.begin(), items.end()}, side.origin());
    }));
  }
  return merged_alternatives(
      for_each_combination(sides, result_origin(call, sides), [&](std::span<const Value> both) {
        if (!both[0].is(Value::Kind::list) || both[1].is(Value::Kind::list) != lists)
          return Value::unknown(first_reason(both[0], both[1], call.span, call.name), ValueType::boolean);
        const std::span<const Value> wanted = lists ? both[1].items() : both.subspan(1, 1);
        return membership_of(call, both[0].items(), wanted);
      }));
}

/// Whether some member (Fn::Contains), or every member, is one of the wanted values.
Value Evaluator::membership_of(const Call& call, std::span<const Value> members,
                               std::span<const Value> wanted) const {
  const bool any = call.name == "Fn::Contains";
  const Origin origin = result_origin(call, members);
  if (members.size() > limits::kRuleComparisons / std::max<std::size_t>(wanted.size(), 1))
    return Value::unknown({ReasonKind::limit, "kRuleComparisons", call.span}, ValueType::boolean, origin);
  std::vector<Value> found;
  for (const Value& member : members) {
    std::vector<Value> matches;
    for (const Value& each : wanted) matches.push_back(compare(call, member, each));
    found.push_back(all_or_any(matches, false, origin));
  }
  return all_or_any(found, !any, origin);
}

}  // namespace rootproof::cloudformation
