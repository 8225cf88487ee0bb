// Parameters:
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
#include <cstdint>
#include <utility>

#include "parsers/cloudformation/choices.h"
#include "parsers/cloudformation/evaluator.h"
#include "parsers/cloudformation/scalar_text.h"
#include "parsers/source/limits.h"
#include "parsers/source/lower_case.h"
#include "parsers/value/secret.h"

namespace rootproof::cloudformation {

using syntax::SyntaxNode;
using value::Alternative;
using value::Guard;
using value::Hole;
using value::HoleKind;
using value::Origin;
using value::OriginKind;
using value::ReasonKind;
using value::StringPiece;
using value::Value;
using value::ValueType;

namespace {

std::string_view text_of(const SyntaxNode& definition, std::string_view key) {
  const std::optional<SyntaxNode> node = definition.find(key);
  return node && node->is_scalar() ? node->text() : std::string_view{};
}

/// What nobody is to read in any message: a default stays what it may be, and a given value is marked.
bool is_unechoed(const SyntaxNode& definition) {
  return source::lower_case(text_of(definition, "NoEcho")) == "true";
}

bool is_list_type(std::string_view type) {
  return type == "CommaDelimitedList" || type.find("List<") != std::string_view::npos;
}

/// Types whose Default and given value name a key of the Parameter Store, not the value.
bool is_parameter_store_type(std::string_view type) {
  constexpr std::string_view kPrefix = "AWS::SSM::Parameter::Value<";
  return type.substr(0, kPrefix.size()) == kPrefix;
}

bool is_account_pattern(std::string_view pattern) {
  for (const std::string_view known :
       {R"(^\d{12}$)", R"(\d{12})", "^[0-9]{12}$", "[0-9]{12}", R"(^[0-9]{12}\Z)"}) {
    if (pattern == known) return true;
  }
  return false;
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

/// Bytes [begin, end) of a list parameter's text: one item, without the blanks around it.
struct ItemRange {
  std::size_t begin = 0;
  std::size_t end = 0;
};

std::vector<ItemRange> list_items(std::string_view text) {
  std::vector<ItemRange> items;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t comma = std::min(text.find(',', begin), text.size());
    ItemRange item{begin, comma};
    while (item.begin < item.end && is_blank(text[item.begin])) ++item.begin;
    while (item.end > item.begin && is_blank(text[item.end - 1])) --item.end;
    items.push_back(item);
    begin = comma + 1;
  }
  return items;
}

/// What holes hold has none: no account, partition or Region begins or ends with a blank.
Value without_blanks_around(const Value& item) {
  std::vector<value::StringPiece> pieces(item.pieces().begin(), item.pieces().end());
  const auto drop = [](value::TextPiece& piece, std::size_t begin, std::size_t end) {
    piece.span.end = piece.span.begin + static_cast<std::uint32_t>(piece.verbatim ? end : 0);
    piece.span.begin += static_cast<std::uint32_t>(piece.verbatim ? begin : 0);
    piece.text = piece.text.substr(begin, end - begin);
  };
  if (pieces.empty()) return item;
  if (auto* first = std::get_if<value::TextPiece>(&pieces.front())) {
    std::size_t begin = 0;
    while (begin < first->text.size() && is_blank(first->text[begin])) ++begin;
    drop(*first, begin, first->text.size());
  }
  if (auto* last = std::get_if<value::TextPiece>(&pieces.back())) {
    std::size_t end = last->text.size();
    while (end > 0 && is_blank(last->text[end - 1])) --end;
    drop(*last, 0, end);
  }
  return Value::string(std::move(pieces), item.origin());
}

/// Parameters are text whatever they look like: numbers and booleans become strings when referenced.
Value as_parameter_text(const Value& value) {
  if (value.is(Value::Kind::one_of)) return for_each_alternative(value, as_parameter_text);
  if (value.is(Value::Kind::string)) return value;
  const std::optional<std::string> text = value.as_text();
  return text ? Value::string(*text, value.origin(), value.origin().span()) : value;
}

/// A given value of a list parameter arrives as one text, or as a list in files of Git sync.
Value given_list(const Value& given) {
  if (given.is(Value::Kind::one_of)) return for_each_alternative(given, given_list);
  if (given.is(Value::Kind::list)) {
    std::vector<Value> items;
    for (const Value& item : given.items()) items.push_back(as_parameter_text(item));
    return Value::list(std::move(items), given.origin());
  }
  if (given.is_partial()) {
    CutText parts = cut_text(given, ",");
    if (!parts.whole) return Value::unknown(given.reasons().front(), ValueType::list, given.origin());
    for (Value& item : parts.items) item = without_blanks_around(item);
    return Value::list(std::move(parts.items), given.origin());
  }
  const std::optional<std::string> text = given.as_text();
  if (!text) return given;
  std::vector<Value> items;
  for (const ItemRange& item : list_items(*text)) {
    items.push_back(Value::string(text->substr(item.begin, item.end - item.begin), given.origin(),
                                  given.text_span(item.begin, item.end)));
  }
  return Value::list(std::move(items), given.origin());
}

}  // namespace

Value given_value(const SyntaxNode& definition, const Value& given) {
  return is_list_type(text_of(definition, "Type")) ? given_list(given) : as_parameter_text(given);
}

Value Evaluator::parameter(std::string_view name) {
  if (const auto known = parameters_.find(name); known != parameters_.end()) return known->second;
  const std::vector<Definition>& definitions = *sections_.parameters.find(name);
  const ScopeChange outside(*this, nullptr);
  Value value =
      definitions.size() == 1
          ? parameter_definition(name, definitions.front().value)
          : Value::unknown({ReasonKind::duplicate_key, std::string(name), definitions.back().value.span()});
  const SyntaxNode& definition = definitions.front().value;
  if (is_unechoed(definition)) value = value::as_secret(value, definition.span());
  return parameters_.emplace(name, without_excluded(value)).first->second;
}

Value Evaluator::parameter_definition(std::string_view name, const SyntaxNode& definition) {
  const std::string what = "parameter " + std::string(name);
  const source::Span span = definition.span();
  const std::string_view type = text_of(definition, "Type");
  const ValueType value_type = is_list_type(type) ? ValueType::list : ValueType::string;
  const Origin origin({OriginKind::reference, span, what});
  if (is_parameter_store_type(type)) {
    const std::string key(text_of(definition, "Default"));
    return Value::unknown({ReasonKind::unknown_import, key.empty() ? what : "SSM parameter " + key, span},
                          value_type, origin);
  }
  if (const auto given = inputs_.parameters.find(std::string(name)); given != inputs_.parameters.end()) {
    Value value = given_value(definition, given->second);
    const std::string why = why_refused(definition, value);
    if (why.empty()) return value;
    return Value::unknown({ReasonKind::invalid, "the value of " + what + ", which " + why, span}, value_type,
                          given->second.origin());
  }
  if (is_unechoed(definition) && !text_of(definition, "Default").empty()) return any_value(name, definition);
  if (parent_ != nullptr || inputs_.deployer) return nested_parameter(name, type, definition);
  const std::optional<SyntaxNode> text = definition.find("Default");
  const std::optional<SyntaxNode> allowed = definition.find("AllowedValues");
  const bool listed =
      allowed && allowed->is_sequence() && value_type == ValueType::string && allowed->size() > 0;
  if (listed && allowed->size() <= limits::kAlternatives) return allowed_values(name, *allowed, text);
  if (text) {
    const Value standard = parameter_default(name, type, *text);
    const bool open = listed || compared_parameters_.count(name) != 0;
    return open ? default_or_another(name, definition, *text, standard) : standard;
  }
  return any_value(name, definition);
}

/// A parameter of which nothing but its definition is known.
Value Evaluator::any_value(std::string_view name, const SyntaxNode& definition) const {
  const std::string what = "parameter " + std::string(name);
  const source::Span span = definition.span();
  const ValueType value_type =
      is_list_type(text_of(definition, "Type")) ? ValueType::list : ValueType::string;
  const Origin origin({OriginKind::reference, span, what});
  if (value_type == ValueType::string && is_account_pattern(text_of(definition, "AllowedPattern"))) {
    Hole hole{HoleKind::account_id, std::string(name), {ReasonKind::unknown_variable, what, span}, origin};
    std::vector<StringPiece> pieces;
    pieces.emplace_back(std::move(hole));
    return Value::string(std::move(pieces), origin);
  }
  return Value::unknown({ReasonKind::unknown_variable, what, span}, value_type, origin);
}

/// A default is one of the values that a parameter may have; a condition tells it from the others.
Value Evaluator::default_or_another(std::string_view name, const SyntaxNode& definition,
                                    const SyntaxNode& text, const Value& standard) const {
  if (!text.is_scalar() || standard.is(Value::Kind::unknown) || standard.is_partial()) return standard;
  const std::string known = standard.as_text().value_or(std::string(text.text()));
  const value::Reason reason{ReasonKind::unknown_variable, "parameter " + std::string(name),
                             definition.span()};
  std::vector<Alternative> ways;
  for (const bool is_default : {true, false}) {
    Guard guard{{constrained(value::value_term(std::string(name), known, is_default, text.span(), reason))}};
    ways.push_back({std::move(guard), is_default ? standard : any_value(name, definition)});
  }
  return Value::one_of(std::move(ways), Origin({OriginKind::reference, definition.span(), reason.detail}));
}

/// Nobody but the stack around passes values to a nested one: what it leaves out is the default.
Value Evaluator::nested_parameter(std::string_view name, std::string_view type,
                                  const SyntaxNode& definition) {
  if (const std::optional<SyntaxNode> text = definition.find("Default"))
    return parameter_default(name, type, *text);
  const std::string what = "parameter " + prefix_ + std::string(name) + ", which is not passed";
  return Value::unknown({ReasonKind::invalid, what, definition.span()});
}

Value Evaluator::parameter_default(std::string_view name, std::string_view type, const SyntaxNode& text) {
  const std::string what = "default of parameter " + std::string(name);
  const Origin origin({OriginKind::variable_default, text.span(), what});
  if (!text.is_scalar() || as_call(text)) {
    return Value::unknown({ReasonKind::invalid, what, text.span()}, ValueType::any, origin);
  }
  if (has_outer_placeholder(text.text()))
    return is_list_type(type) ? given_list(outer_text(text)) : outer_text(text);
  const syntax::ScalarPlaces places(text);
  if (is_list_type(type)) {
    std::vector<Value> items;
    for (const ItemRange& item : list_items(text.text())) {
      items.push_back(Value::string(scalar_pieces(places, item.begin, item.end), origin));
    }
    return Value::list(std::move(items), origin);
  }
  if (const std::optional<bool> truth = text.as_boolean()) {
    return Value::string(*truth ? "true" : "false", origin, text.span());
  }
  return replace_dynamic_references(Value::string(scalar_pieces(places, 0, text.text().size()), origin));
}

/// The whole domain of a parameter, its default first: the default is one of the values it may have.
Value Evaluator::allowed_values(std::string_view name, const SyntaxNode& list,
                                const std::optional<SyntaxNode>& chosen) {
  const std::string what = "parameter " + std::string(name);
  const value::Reason reason{ReasonKind::unknown_variable, what, list.span()};
  const auto guard = [&](std::string_view text, source::Span span) {
    return Guard{{constrained(value::value_term(std::string(name), text, true, span, reason))}};
  };
  std::vector<Alternative> ways;
  std::optional<std::string> standard;
  if (chosen) {
    const Value value = parameter_default(name, {}, *chosen);
    standard = value.as_text();
    ways.push_back({guard(standard.value_or(std::string(chosen->text())), chosen->span()), value});
  }
  for (const SyntaxNode& node : list.items()) {
    const Value allowed = as_parameter_text(plain(node));
    if (allowed.as_text() && allowed.as_text() == standard) continue;
    const Origin origin({OriginKind::literal, node.span(), "allowed value of " + what});
    const Value value = allowed.with_step(*origin.step());
    ways.push_back({guard(allowed.as_text().value_or(std::string(node.text())), node.span()), value});
  }
  if (ways.size() == 1) return ways.front().value;
  Guard none;
  for (const Alternative& way : ways) none.terms.push_back(value::negated(way.guard.terms.front()));
  (void)constraints_->add(std::move(none));
  return Value::one_of(std::move(ways), Origin({OriginKind::reference, list.span(), what}));
}

}  // namespace rootproof::cloudformation
