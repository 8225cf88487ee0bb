#include "parsers/terraform/expression.h"

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>
#include <utility>

#include "parsers/source/limits.h"
#include "parsers/syntax/hcl.h"
#include "parsers/terraform/listings.h"
#include "parsers/terraform/member_list.h"
#include "parsers/terraform/operators.h"
#include "parsers/terraform/type.h"
#include "parsers/terraform/type_constraint.h"
#include "parsers/terraform/unicode_text.h"
#include "parsers/value/relocated.h"
#include "parsers/value/secret.h"

namespace rootproof::terraform {
namespace {

using hcl::Expression;
using hcl::ExpressionId;
using hcl::ExpressionKind;
using value::Alternative;
using value::ListKind;
using value::Member;
using value::Origin;
using value::OriginKind;
using value::Reason;
using value::ReasonKind;
using value::Value;
using Kind = value::Value::Kind;

bool is_invalid(const Value& value) {
  return value.is(Kind::unknown) && value.reason().kind == ReasonKind::invalid;
}

/// The index a key means in a list; nullopt when it is no whole number.
std::optional<std::size_t> list_index(std::string_view key) {
  if (key.empty() || key.size() > 9) return std::nullopt;
  std::size_t index = 0;
  for (const char c : key) {
    if (c < '0' || c > '9') return std::nullopt;
    index = index * 10 + static_cast<std::size_t>(c - '0');
  }
  return index;
}

bool is_resource(const Value& value) {
  return value.is(Kind::unknown) && value.unknown_type() == value::ValueType::resource;
}

/// Applies `operation` to each way a value may turn out.
template <class Operation>
Value for_each_alternative(const Value& value, const Operation& operation) {
  std::vector<Alternative> results;
  for (const Alternative& alternative : value.alternatives())
    results.push_back({alternative.guard, operation(alternative.value)});
  return Value::one_of(std::move(results), value.origin());
}

/// What is taken out of an unknown, or by it, is unknown for the same reason and of any type.
Value part_of_unknown(const Value& unknown) {
  return Value::unknown(unknown.reason(), value::ValueType::any, unknown.origin());
}

bool is_primitive(value::ValueType type) {
  return type == value::ValueType::string || type == value::ValueType::number ||
         type == value::ValueType::boolean;
}

/// The element that a known key names.
Value element_named(const Value& collection, std::string_view key, source::Span span) {
  switch (collection.kind()) {
    case Kind::one_of:
      return for_each_alternative(collection,
                                  [&](const Value& each) { return element_named(each, key, span); });
    case Kind::unknown:
      if (is_primitive(collection.unknown_type())) return invalid("this value has no elements", span);
      if (collection.unknown_type() == value::ValueType::list && !list_index(key))
        return invalid("an index that is no whole number", span);
      return part_of_unknown(collection);
    case Kind::list: {
      if (collection.is_encoded()) return invalid("a text has no elements", span);
      if (collection.list_kind() == ListKind::set)
        return invalid("the elements of a set have no index", span);
      const std::optional<std::size_t> index = list_index(key);
      if (!index) return invalid("an index that is no whole number", span);
      if (*index >= collection.items().size())
        return invalid("index " + std::to_string(*index) + " is past the end of the list", span);
      return collection.items()[*index];
    }
    case Kind::map:
      if (collection.is_encoded()) return invalid("a text has no elements", span);
      if (const Value* found = collection.find(key)) return *found;
      return invalid("there is no element \"" + std::string(key) + "\"", span);
    default:
      return invalid("this value has no elements", span);
  }
}

Value element_at(const Value& collection, const Value& key, source::Span span) {
  if (key.is(Kind::one_of))
    return for_each_alternative(key, [&](const Value& each) { return element_at(collection, each, span); });
  if (const std::optional<std::string> text = key.as_text()) return element_named(collection, *text, span);
  switch (collection.kind()) {
    case Kind::one_of:
      return for_each_alternative(collection, [&](const Value& each) { return element_at(each, key, span); });
    case Kind::unknown:
      return part_of_unknown(collection);
    case Kind::list:
      if (collection.is_encoded()) return invalid("a text has no elements", span);
      return key.is(Kind::unknown) ? part_of_unknown(key) : invalid("an index that is no whole number", span);
    case Kind::map:
      if (collection.is_encoded()) return invalid("a text has no elements", span);
      if (key.is(Kind::unknown)) return part_of_unknown(key);
      if (!key.is_encoded() && key.fully_known()) return invalid("a key that is no text", span);
      return Value::unknown(key.reasons().empty() ? Reason{ReasonKind::unsupported, "map key", span}
                                                  : key.reasons().front());
    default:
      return invalid("this value has no elements", span);
  }
}

/// Walking values of this weight costs as much as evaluating one expression.
constexpr std::size_t kWeightPerStep = 8;

template <std::size_t Size>
bool is_one_of(const std::array<std::string_view, Size>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

class Evaluator {
 public:
  Evaluator(const hcl::File& file, const Scope& scope)
      : file_(file), scope_(scope), attempt_(scope.attempt) {}

  Value evaluate(ExpressionId id) {
    const Expression& expression = file_.expression(id);
    const source::Span span = file_.span(expression);
    if (scope_.steps != nullptr) {
      if (*scope_.steps == 0) return Value::unknown({ReasonKind::limit, "kEvaluationSteps", span});
      --*scope_.steps;
    }
    // One count for all evaluators below a scope: references lead from one expression to another.
    unsigned& depth = scope_.depth == nullptr ? depth_ : *scope_.depth;
    if (depth >= limits::kEvaluationDepth)
      return Value::unknown({ReasonKind::limit, "kEvaluationDepth", span});
    ++depth;
    Value result = dispatch(id, expression, span);
    --depth;
    if (attempt_ != nullptr) note(expression, result);
    return result;
  }

  /// templatefile: the file is parsed as a template and sees its variables only.
  Value render_template(const source::SourceFile& source, const Value& variables,
                        const FunctionContext& context) {
    const hcl::File parsed = hcl::parse_template(source);
    if (!parsed.problems.empty() || parsed.expressions.empty()) {
      const bool refused =
          !parsed.problems.empty() &&
          std::all_of(parsed.problems.begin(), parsed.problems.end(), [](const source::Problem& problem) {
            return problem.kind == source::ProblemKind::syntax;
          });
      return Value::unknown({refused ? ReasonKind::invalid : ReasonKind::parse_error,
                             "template " + source.path() + " is no template", context.call});
    }
    Scope inner;
    inner.functions = scope_.functions;
    inner.steps = scope_.steps;
    inner.depth = scope_.depth;
    inner.where = file_.source == nullptr ? where(scope_)
                                          : within(scope_, "the template at " + place(file_, context.call));
    // What is noted of an attempt keeps its place, and such a text has none.
    if (source.id() != value::kTextWithoutFile) inner.attempt = attempt_;
    for (const Member& member : variables.members())
      inner.variables.insert_or_assign(member.key, member.value);
    inner.resolve = [](std::string_view root, const std::vector<TraversalStep>&, std::size_t&,
                       source::Span span) {
      return invalid("the template uses " + std::string(root) + ", which it is not given", span);
    };
    Evaluator evaluator(parsed, inner);
    evaluator.depth_ = depth_;
    const Value value = evaluator.evaluate(static_cast<ExpressionId>(parsed.expressions.size() - 1));
    if (source.id() == value::kTextWithoutFile) {
      const source::Span place = context.call;
      return value::Relocation([place](source::Span) { return value::Place{place, false}; }).of(value);
    }
    return value.with_step({OriginKind::file, context.call, "file " + source.path()});
  }

  /// The same for a template that is a value.
  Value render_text(const Value& text, const Value& variables, const FunctionContext& context) {
    if (text.is(Kind::one_of)) {
      return for_each_alternative(text,
                                  [&](const Value& each) { return render_text(each, variables, context); });
    }
    const Value plain = text.is_encoded() ? json_text(text) : text;
    const std::optional<std::string> known = plain.as_text();
    if (!known) {
      const std::vector<Reason> reasons = plain.reasons();
      return reasons.empty() ? invalid("a template that is no text", context.call)
                             : Value::unknown(reasons.front(), value::ValueType::string);
    }
    if (known->size() > limits::kReadableFileBytes)
      return Value::unknown({ReasonKind::limit, "kReadableFileBytes", context.call});
    const source::SourceFile source(value::kTextWithoutFile, "in a value", *known);
    return render_template(source, variables, context);
  }

 private:
  [[nodiscard]] std::span<const ExpressionId> children(const Expression& expression) const {
    return file_.children(expression);
  }
  static Origin literal(source::Span span) { return Origin::of(OriginKind::literal, span, {}); }

  Value dispatch(ExpressionId id, const Expression& expression, source::Span span) {
    switch (expression.kind) {
      case ExpressionKind::literal_null:
        return Value::null(literal(span));
      case ExpressionKind::literal_bool:
        return Value::boolean(expression.text == "true", literal(span));
      case ExpressionKind::literal_number:
        return Value::number(std::string(expression.text), literal(span));
      case ExpressionKind::variable:
      case ExpressionKind::get_attribute:
      case ExpressionKind::index:
        return traversal(id);
      case ExpressionKind::attribute_splat:
      case ExpressionKind::full_splat:
        return splat(expression);
      case ExpressionKind::splat_item:
        return splat_items_.empty() ? invalid("`*` outside a splat", span) : splat_items_.back();
      case ExpressionKind::call:
        return call(expression, span);
      case ExpressionKind::unary:
        return apply_unary(expression.op, evaluate(children(expression)[0]), span);
      case ExpressionKind::binary:
        return binary(expression, span);
      case ExpressionKind::conditional:
        return conditional(expression);
      case ExpressionKind::parentheses:
        return evaluate(children(expression)[0]);
      case ExpressionKind::tuple:
        return tuple(expression, span);
      case ExpressionKind::object:
        return object(expression, span);
      case ExpressionKind::for_tuple:
        return for_tuple(expression, span);
      case ExpressionKind::for_object:
        return for_object(expression, span);
      case ExpressionKind::template_string:
        return template_string(expression, span);
      case ExpressionKind::template_literal:
        return text_piece(expression, span);
      case ExpressionKind::template_interpolation:
        return evaluate(children(expression)[0]);
      case ExpressionKind::template_if:
      case ExpressionKind::template_for:
        return directive(expression, span);
    }
    return invalid("unknown expression", span);
  }

  static Value text_piece(const Expression& expression, source::Span span) {
    std::string text = normalized(expression.text);
    const bool verbatim = expression.verbatim && text == expression.text;
    return Value::string(std::move(text), literal(span), span, verbatim);
  }

  // ---- references

  /// One step of a traversal; the value of a key in brackets once it was evaluated.
  struct Step {
    ExpressionId id;
    std::optional<Value> key;
  };

  const Value& key_of(Step& step) {
    if (step.key) return *step.key;
    const ExpressionId written = children(file_.expression(step.id))[1];
    // A block's own key is there; whether something is found under it, apply_step says.
    Attempt* const attempt = is_own_key(written) ? std::exchange(attempt_, nullptr) : attempt_;
    step.key = evaluate(written);
    attempt_ = attempt;
    return *step.key;
  }

  Value traversal(ExpressionId id) {
    // From the root outwards: the expressions whose step is applied one after the other.
    std::vector<Step> chain;
    ExpressionId base = id;
    while (file_.expression(base).kind == ExpressionKind::get_attribute ||
           file_.expression(base).kind == ExpressionKind::index) {
      chain.push_back({base, {}});
      base = children(file_.expression(base))[0];
    }
    std::reverse(chain.begin(), chain.end());
    std::size_t used = 0;
    const bool around = std::exchange(instance_found_, false);
    Value value = base_value(base, chain, used);
    value = follow(std::move(value), chain, used);
    const bool is_attribute = chain.size() > 1 &&
                              file_.expression(chain.back().id).kind == ExpressionKind::get_attribute &&
                              file_.expression(chain[chain.size() - 2].id).kind == ExpressionKind::index;
    certain_ = std::exchange(instance_found_, around) && is_attribute ? &file_.expression(id) : nullptr;
    return value;
  }

  /// Applies the steps from `next` on.
  Value follow(Value value, std::vector<Step>& chain, std::size_t next) {
    while (next < chain.size()) {
      if (is_resource(value) && scope_.resolve_in_resource) {
        std::size_t used = 0;
        const std::vector<TraversalStep> steps = constant_steps(chain, next);
        if (steps.empty()) return Value::unknown(value.reason());
        source::Span span = file_.span(file_.expression(chain.back().id));
        value = scope_.resolve_in_resource(value, steps, used, span);
        next += used;
        continue;
      }
      const bool one_of_resources =
          value.is(Kind::one_of) &&
          std::any_of(value.alternatives().begin(), value.alternatives().end(),
                      [](const Alternative& alternative) { return is_resource(alternative.value); });
      if (one_of_resources)
        return for_each_alternative(value, [&](const Value& each) { return follow(each, chain, next); });
      value = apply_step(value, chain[next++]);
    }
    return value;
  }

  /// The steps from `first` on up to the first key that is not known.
  std::vector<TraversalStep> constant_steps(std::vector<Step>& chain, std::size_t first) {
    std::vector<TraversalStep> steps;
    for (std::size_t i = first; i < chain.size(); ++i) {
      const Expression& step = file_.expression(chain[i].id);
      if (step.kind == ExpressionKind::get_attribute) {
        steps.push_back({std::string(step.text), step.legacy_index, file_.span(step)});
        continue;
      }
      std::optional<std::string> key = key_of(chain[i]).as_text();
      if (!key) break;
      steps.push_back({std::move(*key), true, file_.span(step)});
    }
    return steps;
  }

  /// What resolves references gets the steps up to the first key that is not known.
  Value base_value(ExpressionId base, std::vector<Step>& chain, std::size_t& used) {
    const Expression& root = file_.expression(base);
    if (root.kind != ExpressionKind::variable) return evaluate(base);
    if (const auto local = scope_.variables.find(root.text); local != scope_.variables.end())
      return local->second;
    const std::vector<TraversalStep> steps = constant_steps(chain, 0);
    source::Span span = file_.span(root);
    if (!chain.empty()) span.end = file_.expression(chain.back().id).end;
    if (!scope_.resolve) return invalid("reference to " + std::string(root.text), span);
    if (scope_.uncertain_instance != nullptr) *scope_.uncertain_instance = false;
    Value value = scope_.resolve(root.text, steps, used, span);
    const bool counts =
        attempt_ != nullptr && scope_.uncertain_instance != nullptr && *scope_.uncertain_instance;
    if (!counts) return value;
    // All instances together, so that the step to one of them is taken in every way.
    const auto key =
        std::find_if(steps.begin(), steps.end(), [](const TraversalStep& step) { return step.index; });
    return scope_.resolve(root.text, {steps.begin(), key}, used, span);
  }

  Value apply_step(const Value& value, Step& each) {
    const Expression& step = file_.expression(each.id);
    const source::Span span = file_.span(step);
    if (step.kind != ExpressionKind::index) {
      if (value.is(Kind::unknown))
        if (std::optional<Value> listed = at_listed(value, Value::string(std::string(step.text)), span))
          return *listed;
      return element_named(value, step.text, span);
    }
    const Value& key = key_of(each);
    note_element(value, key);
    if (value.is(Kind::unknown) && key.is(Kind::unknown) && scope_.instance_of &&
        is_own_key(children(step)[1]))
      if (std::optional<InstanceFound> instance = scope_.instance_of(value, key, span)) {
        instance_found_ = !scope_.collection.empty() && instance->collection == scope_.collection;
        if (!instance_found_) note_own_key(key);
        return instance->value;
      }
    if (is_own_key(children(step)[1])) note_own_key(key);
    if (std::optional<Value> one = one_of_elements(value, key, children(step)[1])) return *one;
    if (std::optional<Value> listed = at_listed(value, key, span)) return *listed;
    return element_at(value, key, span);
  }

  /// What is looked up by a key that is not known may not be there.
  void note_own_key(const Value& key) {
    if (attempt_ != nullptr && !attempt_->may_fail) attempt_->may_fail = open_reason(key);
  }

  /// `each.key` or `count.index`: another key of the same collection may be another one.
  [[nodiscard]] bool is_own_key(ExpressionId written) const {
    const std::vector<TraversalStep> steps = static_traversal(file_, written);
    return steps.size() == 2 && ((steps[0].name == "each" && steps[1].name == "key") ||
                                 (steps[0].name == "count" && steps[1].name == "index"));
  }

  // ---- what organizations hold

  /// The element that was picked out of such a list, or the one that a map of them has under a key.
  [[nodiscard]] std::optional<Listings::Picked> listed_element(const Value& collection,
                                                               const Value& key) const {
    if (scope_.listings == nullptr || !collection.is(Kind::unknown)) return std::nullopt;
    const std::optional<std::string> text = key.as_text();
    if (!text) return std::nullopt;
    const Listings::Picked* picked = scope_.listings->find_picked(collection);
    if (picked == nullptr) return scope_.listings->at(collection, *text);
    return *text == picked->key.value_or("0") ? std::optional(*picked) : std::nullopt;
  }

  /// Terraform refuses to index what is not there, which counts inside try() and can() alone.
  std::optional<Value> at_listed(const Value& collection, const Value& key, source::Span span) const {
    const std::optional<Listings::Picked> found = listed_element(collection, key);
    if (!found || attempt_ == nullptr) return found ? std::optional(found->item) : std::nullopt;
    return found->otherwise(invalid("there is no such element", span));
  }

  /// Functions that take the only element out of a list, or make another list of it.
  std::optional<Value> of_picked(std::string_view function, std::span<const Value> values, bool expanded,
                                 source::Span span) {
    if (scope_.listings == nullptr || values.empty()) return std::nullopt;
    if (function.starts_with("core::")) function.remove_prefix(6);
    if (function == "lookup" && values.size() == 3 && !expanded) {
      const std::optional<Listings::Picked> found = listed_element(values[0], values[1]);
      return found ? std::optional(found->otherwise(values[2])) : std::nullopt;
    }
    if ((function == "lookup" || function == "element") && values.size() == 2 && !expanded)
      return at_listed(values[0], values[1], span);
    const Listings::Picked* picked = scope_.listings->find_picked(values.back());
    if (picked == nullptr || picked->key || values.size() > (function == "join" ? 2U : 1U))
      return std::nullopt;
    if (expanded || function == "coalesce")
      return expanded && function == "coalesce" ? std::optional(picked->item) : std::nullopt;
    constexpr std::array<std::string_view, 6> kSame = {"toset", "tolist",  "distinct",
                                                       "sort",  "compact", "reverse"};
    if (is_one_of(kSame, function)) return values[0];
    if (function == "one") return picked->otherwise(Value::null(literal(span)));
    const bool text = function == "join" && values.size() == 2 && picked->item.is(Kind::string);
    return text ? std::optional(picked->otherwise(Value::string("", literal(span)))) : std::nullopt;
  }

  /// `VARIABLE.attribute`: the attribute; empty for all else.
  std::string_view attribute_of(ExpressionId id, std::string_view variable) const {
    const Expression& expression = file_.expression(id);
    if (expression.kind != ExpressionKind::get_attribute) return {};
    const Expression& base = file_.expression(children(expression)[0]);
    return base.kind == ExpressionKind::variable && base.text == variable ? expression.text
                                                                          : std::string_view();
  }

  /// What a condition says an element has: `unit.name == "Prod"`, alone or with other conditions.
  struct Wanted {
    std::string_view attribute;
    std::string text;
  };
  std::optional<Wanted> wanted_by(ExpressionId condition, const Expression& loop) {
    std::vector<ExpressionId> pending{condition};
    while (!pending.empty()) {
      const Expression& expression = file_.expression(file_.unwrapped(pending.back()));
      pending.pop_back();
      const std::span<const ExpressionId> sides = children(expression);
      if (expression.kind == ExpressionKind::binary && expression.op == hcl::Operator::logical_and)
        pending.insert(pending.end(), sides.rbegin(), sides.rend());
      if (expression.kind != ExpressionKind::binary || expression.op != hcl::Operator::equal) continue;
      for (const std::size_t side : {0U, 1U}) {
        const std::string_view attribute = attribute_of(sides[side], loop.text);
        const auto is_variable_of_loop = [&](std::string_view name) {
          return name == loop.text || name == loop.text2;
        };
        if (attribute.empty() || refers_to_any(sides[1 - side], is_variable_of_loop)) continue;
        if (std::optional<std::string> text = evaluate(sides[1 - side]).as_string())
          return Wanted{attribute, *std::move(text)};
      }
    }
    return std::nullopt;
  }

  /// A for expression over such a list: it picks one element, or makes a map of them by an attribute.
  std::optional<Value> for_listed(const Expression& loop, const Value& list, bool object, source::Span span) {
    if (scope_.listings == nullptr || !scope_.listings->is_list(list) || loop.group) return std::nullopt;
    const std::span<const ExpressionId> parts = children(loop);
    const std::size_t condition = object ? 3 : 2;
    if (parts.size() <= condition) {
      if (!object) return std::nullopt;
      const std::string_view key = attribute_of(parts[1], loop.text);
      const std::string_view part = attribute_of(parts[2], loop.text);
      const Expression& whole = file_.expression(parts[2]);
      const bool is_whole = whole.kind == ExpressionKind::variable && whole.text == loop.text;
      if (part.empty() && !is_whole) return std::nullopt;
      if (!scope_.listings->element(list, key, {})) return std::nullopt;
      return scope_.listings->keyed(list, key, part);
    }
    const std::optional<Wanted> wanted = wanted_by(parts[condition], loop);
    const std::optional<Value> element =
        wanted ? scope_.listings->element(list, wanted->attribute, wanted->text) : std::nullopt;
    if (!element) return std::nullopt;
    std::optional<Value> item;
    std::optional<std::string> key;
    const std::vector<Element> elements{{Value::unknown(list.reason()), *element}};
    const auto open =
        visit_elements(loop, elements, condition, [&](Evaluator& inner) -> std::optional<Reason> {
          if (object) key = inner.evaluate(parts[1]).as_text();
          item = inner.evaluate(parts[object ? 2 : 1]);
          return std::nullopt;
        });
    if (open || (item && object && !key)) return std::nullopt;
    if (!item) return object ? Value::map({}, literal(span)) : Value::list({}, literal(span));
    return scope_.listings->picked(list, wanted->attribute, wanted->text, *std::move(item), std::move(key));
  }

  [[nodiscard]] bool asks_for_workspace() const {
    return scope_.other_workspace != nullptr && *scope_.workspace_used;
  }

  /// `terraform.workspace`, a part of it or a text made with it, while nobody has said which one it is.
  [[nodiscard]] bool is_of_unchosen_workspace(const Value& value) const {
    if (!asks_for_workspace() || !value.is(Kind::string)) return false;
    const std::optional<value::OriginStep> source = value.origin().source();
    return source && source->detail == kWorkspaceReference;
  }

  /// The same for a list with such a text in it.
  [[nodiscard]] bool speaks_of_unchosen_workspace(const Value& value) const {
    const bool list = value.is(Kind::list) && !value.is_encoded();
    return list ? std::any_of(value.items().begin(), value.items().end(),
                              [this](const Value& item) { return is_of_unchosen_workspace(item); })
                : is_of_unchosen_workspace(value);
  }

  /// The text, which is of the workspace wherever it stands.
  static Value of_workspace(const Value& text, source::Span span) {
    const Origin workspace({OriginKind::variable_default, {}, std::string(kWorkspaceReference)});
    return Value::string(std::vector<value::StringPiece>(text.pieces().begin(), text.pieces().end()),
                         Origin::of(OriginKind::literal, span, {}, workspace));
  }

  /// What the code compares with a name differs between workspaces: whoever has but one need not ask. That a
  /// name is not empty holds for all of them.
  void note_comparison(const Value& left, const Value& right) const {
    const auto asks = [this](const Value& name, const Value& other) {
      return is_of_unchosen_workspace(name) && other.is(Kind::string) && other.as_string() != "";
    };
    if (asks(left, right) || asks(right, left)) *scope_.other_workspace = true;
  }

  /// A map that has another element than that of this workspace is made for others.
  void note_element(const Value& collection, const Value& key) const {
    if (!is_of_unchosen_workspace(key) || !collection.is(Kind::map)) return;
    const std::optional<std::string> name = key.as_string();
    const auto members = collection.members();
    if (!name || std::any_of(members.begin(), members.end(),
                             [&](const Member& member) { return member.key != *name; }))
      *scope_.other_workspace = true;
  }

  /// Likewise for functions that look for something in the name of the workspace; what they make of it is
  /// still of the workspace.
  Value noted_workspace(std::string_view function, std::span<const Value> values, Value result,
                        source::Span span) const {
    static constexpr std::array<std::string_view, 9> kQuestions{
        "contains",        "endswith",    "fileexists", "index",      "regexall",
        "setintersection", "setsubtract", "startswith", "strcontains"};
    static constexpr std::array<std::string_view, 13> kParts{
        "format", "join", "lower",      "regex",     "replace",    "split", "substr",
        "title",  "trim", "trimprefix", "trimspace", "trimsuffix", "upper"};
    if (!asks_for_workspace() || std::none_of(values.begin(), values.end(), [this](const Value& value) {
          return speaks_of_unchosen_workspace(value);
        }))
      return result;
    if (function.starts_with("core::")) function.remove_prefix(6);
    if (is_invalid(result) || is_one_of(kQuestions, function)) *scope_.other_workspace = true;
    if (!is_one_of(kParts, function)) return result;
    if (result.is(Kind::string)) return of_workspace(result, span);
    if (!result.is(Kind::list) || result.list_kind() == ListKind::set) return result;
    std::vector<Value> items;
    for (const Value& item : result.items())
      items.push_back(item.is(Kind::string) ? of_workspace(item, span) : item);
    return Value::list(std::move(items), result.origin(), result.list_kind());
  }

  /// An element of a known collection by a key that is not known: Terraform refuses every key that is not
  /// there, so it is one of the elements. Inside try() and can() the refusal counts too, and lookup() has an
  /// answer instead.
  std::optional<Value> one_of_elements(const Value& collection, const Value& key, ExpressionId written,
                                       const std::optional<Value>& otherwise = std::nullopt) {
    const bool is_map = collection.is(Kind::map) && !collection.is_encoded();
    const bool is_list =
        collection.is(Kind::list) && !collection.is_encoded() && collection.list_kind() != ListKind::set;
    if ((!is_map && !is_list) || !key.is(Kind::unknown) || is_invalid(key)) return std::nullopt;
    const std::size_t size = is_map ? collection.members().size() : collection.items().size();
    if (size == 0 || size >= limits::kAlternatives) return std::nullopt;
    const source::Span span = file_.span(file_.expression(written));
    const std::string name = condition_name(written);
    std::vector<Alternative> ways;
    value::Guard none;
    const auto add = [&](std::string_view text, const Value& element) {
      ways.push_back({value::Guard{{value::value_term(name, text, true, span, key.reason())}}, element});
      none.terms.push_back(value::value_term(name, text, false, span, key.reason()));
    };
    for (std::size_t i = 0; i < size; ++i) {
      if (is_map) {
        add(collection.members()[i].key, collection.members()[i].value);
      } else {
        add(std::to_string(i), collection.items()[i]);
      }
    }
    if (otherwise || attempt_ != nullptr)
      ways.push_back({std::move(none), otherwise.value_or(invalid("there is no such element", span))});
    return Value::one_of(std::move(ways), literal(span));
  }

  /// lookup() in a known map by a key that is not known.
  std::optional<Value> look_up(std::span<const ExpressionId> arguments, std::span<const Value> values) {
    if (values.size() != 3 || !values[0].is(Kind::map) || values[0].is_encoded()) return std::nullopt;
    const bool typed = values[0].map_kind() == value::MapKind::map;
    const std::optional<Value> otherwise =
        typed ? convert(values[2], type_of(values[0]).parts[0]) : std::optional(values[2]);
    return otherwise && !is_invalid(*otherwise)
               ? one_of_elements(values[0], values[1], arguments[1], otherwise)
               : std::nullopt;
  }

  Value splat(const Expression& expression) {
    const Value source = evaluate(children(expression)[0]);
    return splat_over(source, children(expression)[1], file_.span(expression));
  }

  Value splat_over(const Value& source, ExpressionId body, source::Span span) {
    const bool open = source.is(Kind::unknown) && !is_resource(source);
    if (open && source.known_items().empty())
      return Value::unknown(source.reason(), value::ValueType::list, source.origin());
    if (source.is(Kind::one_of)) {
      return for_each_alternative(source, [&](const Value& each) { return splat_over(each, body, span); });
    }
    std::vector<Value> items;
    const auto add = [&](const Value& item) {
      splat_items_.push_back(item);
      items.push_back(evaluate(body));
      splat_items_.pop_back();
    };
    if (open) {
      for (const Value& item : source.known_items()) add(item);
      return Value::open_list(std::move(items), source.reason(), literal(span));
    }
    const bool list = source.is(Kind::list) && !source.is_encoded();
    if (!list && !source.is(Kind::null)) {
      add(source);
      return Value::list(std::move(items), literal(span));
    }
    if (list && source.list_kind() == ListKind::tuple) {
      for (const Value& item : source.items()) add(item);
      return Value::list(std::move(items), literal(span));
    }
    const Type type = type_of(source);
    const bool sequence = type.is(Type::Kind::list) || type.is(Type::Kind::set);
    if (!list) {
      return sequence || type.is(Type::Kind::tuple) ? invalid("a splat over a list that is null", span)
                                                    : Value::list({}, literal(span));
    }
    for (const Value& item : source.items()) add(item);
    if (!items.empty()) return Value::list(std::move(items), literal(span), ListKind::list);
    // Terraform looks at the type of the elements where there are none.
    add(some_value(type.parts[0], source.origin()));
    if (is_invalid(items.front())) return items.front();
    return typed(Value::list({}, literal(span), ListKind::list), Type::list(type_of(items.front())));
  }

  /// A value of which only its type is known.
  static Value some_value(const Type& type, const Origin& origin) {
    const Reason reason{ReasonKind::unsupported, "element of an empty list", origin.span()};
    switch (type.kind) {
      case Type::Kind::string:
        return Value::unknown(reason, value::ValueType::string, origin);
      case Type::Kind::number:
        return Value::unknown(reason, value::ValueType::number, origin);
      case Type::Kind::boolean:
        return Value::unknown(reason, value::ValueType::boolean, origin);
      case Type::Kind::object: {
        std::vector<Member> members;
        for (std::size_t i = 0; i < type.names.size(); ++i)
          members.push_back({type.names[i], origin.span(), some_value(type.parts[i], origin)});
        return Value::map(std::move(members), origin);
      }
      case Type::Kind::list:
      case Type::Kind::set:
      case Type::Kind::tuple:
        return Value::unknown(reason, value::ValueType::list, origin);
      default:
        return Value::unknown(reason, value::ValueType::any, origin);
    }
  }

  // ---- operators and calls

  Value binary(const Expression& expression, source::Span span) {
    const Value left = evaluate(children(expression)[0]);
    const Value right = evaluate(children(expression)[1]);
    for (const Value* side : {&left, &right}) {
      if (std::optional<Value> spent = charge(*side, span)) return *spent;
    }
    if (expression.op == hcl::Operator::equal || expression.op == hcl::Operator::not_equal)
      note_comparison(left, right);
    return apply_binary(expression.op, left, right, span);
  }

  /// A condition's text for people, on one line. Equal texts are equal conditions, so what is cut says where
  /// it stands, and blanks inside of quotes stay.
  [[nodiscard]] std::string condition_text(ExpressionId id) const {
    constexpr std::size_t kLongest = 80;
    const Expression& expression = file_.expression(id);
    std::string text;
    bool quoted = false;
    std::string_view written =
        file_.source->text().substr(expression.begin, expression.end - expression.begin);
    const bool in_json = file_.source->path().ends_with(".json");
    for (; !written.empty(); written.remove_prefix(1)) {
      if (in_json && written.starts_with("\\\"")) written.remove_prefix(1);
      const char c = written.front();
      const bool blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
      if (c == '"') quoted = !quoted;
      if (!blank || quoted) text.push_back(c);
      if (blank && !quoted && !text.empty() && text.back() != ' ') text.push_back(' ');
    }
    if (text.size() > kLongest)
      text = text.substr(0, kLongest) + "… at " + place(file_, file_.span(expression));
    return text;
  }

  static std::string place(const hcl::File& file, source::Span span) {
    const source::Location at = file.source->location(span.begin);
    return file.source->path() + ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
  }

  /// What a condition is called in guards. The same text is another condition in another module instance;
  /// where it depends on what stands for something else each time (each, an iterator, a variable of a for
  /// expression or of a template), it is another one each time.
  [[nodiscard]] std::string condition_name(ExpressionId id) const {
    const std::string text = condition_text(id);
    const std::string around =
        is_somewhere(scope_) && refers_to_scope_variables(id) ? where(scope_) : scope_.module;
    return around.empty() ? text : text + " in " + around;
  }

  [[nodiscard]] bool refers_to_scope_variables(ExpressionId id) const {
    return refers_to_any(id, [this](std::string_view name) { return scope_.variables.contains(name); });
  }

  template <class Test>
  [[nodiscard]] bool refers_to_any(ExpressionId id, const Test& test) const {
    std::vector<ExpressionId> pending{id};
    while (!pending.empty()) {
      const Expression& expression = file_.expression(pending.back());
      pending.pop_back();
      const bool variable = expression.kind == ExpressionKind::variable;
      if (variable && test(expression.text)) return true;
      for (const ExpressionId child : children(expression)) pending.push_back(child);
    }
    return false;
  }

  static bool is_somewhere(const Scope& scope) { return scope.element != nullptr || !scope.where.empty(); }

  /// Scope::where, made for the few that ask.
  static std::string where(const Scope& scope) {
    if (scope.element == nullptr) return scope.where;
    const ForElement& element = *scope.element;
    return "element " + std::to_string(element.number) +
           within(element.around, " of " + place(element.file, element.expression));
  }

  /// `place` of what is evaluated in a scope, with all that is around.
  static std::string within(const Scope& scope, std::string place) {
    const std::string around = is_somewhere(scope) ? where(scope) : scope.module;
    return around.empty() ? std::move(place) : std::move(place) + " in " + around;
  }

  Value conditional(const Expression& expression) {
    const std::span<const ExpressionId> parts = children(expression);
    const Value condition = evaluate(parts[0]);
    return choose(condition, parts, file_.span(expression));
  }

  /// Takes the steps that walking a value costs off the unit's; nullopt, or the reason when none are left.
  std::optional<Value> charge(const Value& value, source::Span span) {
    const bool large = value.is(Kind::list) || value.is(Kind::map) || value.is(Kind::string);
    if (scope_.steps == nullptr || !large) return std::nullopt;
    const std::size_t weight = value.weight();
    if (weight >= *scope_.steps) {
      *scope_.steps = 0;
      return Value::unknown({ReasonKind::limit, "kEvaluationSteps", span});
    }
    *scope_.steps -= weight / kWeightPerStep;
    return std::nullopt;
  }

  /// Both arms are evaluated and converted to the one type they have in common (terraform.md §1.4); an error
  /// in the arm not chosen is dropped.
  Value choose(const Value& condition, std::span<const ExpressionId> parts, source::Span span) {
    return choose_from(condition, arm(parts[1]), arm(parts[2]), parts[0], span);
  }

  Value arm(ExpressionId id) {
    if (attempt_ == nullptr) return evaluate(id);
    Attempt attempt;
    Value value = evaluate_apart(id, attempt);
    if (!attempt_->may_fail) attempt_->may_fail = attempt.may_fail;
    return value;
  }

  /// The value of an expression, or the error that it ends with, which is nobody else's.
  Value evaluate_apart(ExpressionId id, Attempt& attempt) {
    Attempt* const around = std::exchange(attempt_, &attempt);
    Value value = evaluate(id);
    attempt_ = around;
    return attempt.error ? *attempt.error : value;
  }

  void note(const Expression& expression, const Value& result) {
    Attempt& attempt = *attempt_;
    if (!attempt.error && is_invalid(result)) attempt.error = result;
    // An attribute of an instance that is there is nothing that fails, whatever of it is not known.
    if (std::exchange(certain_, nullptr) == &expression) return;
    const bool refers = expression.kind == ExpressionKind::variable ||
                        expression.kind == ExpressionKind::get_attribute ||
                        expression.kind == ExpressionKind::index ||
                        (expression.kind == ExpressionKind::call && expression.text == "try");
    if (refers && !attempt.may_fail) attempt.may_fail = open_reason(result);
  }

  /// Which of several known ways a value turns out is nothing that fails.
  static std::optional<Reason> open_reason(const Value& value) {
    if (value.fully_known()) return std::nullopt;
    if (value.is(Kind::one_of)) {
      for (const Alternative& each : value.alternatives())
        if (std::optional<Reason> reason = open_reason(each.value)) return reason;
      return std::nullopt;
    }
    for (Reason& reason : value.reasons())
      if (reason.kind == ReasonKind::unknown_variable) return std::move(reason);
    return std::nullopt;
  }

  Value choose_from(const Value& condition, const Value& when_true, const Value& when_false,
                    ExpressionId written, source::Span span) {
    if (condition.is(Kind::one_of)) {
      return for_each_alternative(condition, [&](const Value& each) {
        return choose_from(each, when_true, when_false, written, span);
      });
    }
    const std::optional<Value> truth = to_bool_value(condition);
    if (!truth || truth->is(Kind::null)) return invalid("a condition that is neither true nor false", span);
    if (is_invalid(*truth)) return *truth;
    for (const Value* arm : {&when_true, &when_false}) {
      if (std::optional<Value> spent = charge(*arm, span)) return *spent;
    }
    const std::array<Type, 2> types{type_of(when_true), type_of(when_false)};
    // A null without a type takes that of the other result.
    const std::optional<Type> common = types[0].is(Type::Kind::dynamic)   ? types[1]
                                       : types[1].is(Type::Kind::dynamic) ? types[0]
                                                                          : unify(types);
    if (!common) return invalid("the two results of the condition have no type in common", span);
    if (truth->is(Kind::boolean))
      return converted(truth->as_boolean() ? when_true : when_false, *common, span);
    const value::GuardTerm term = term_of(written, *truth);
    value::GuardTerm opposite = term;
    opposite.holds = !term.holds;
    return Value::one_of({{value::Guard{{term}}, converted(when_true, *common, span)},
                          {value::Guard{{opposite}}, converted(when_false, *common, span)}},
                         literal(span));
  }

  /// A text without anything to evaluate; nullopt for all else.
  [[nodiscard]] std::optional<std::string> written_text(ExpressionId id) const {
    const Expression& expression = file_.expression(id);
    const auto pieces = children(expression);
    if (expression.kind != ExpressionKind::template_string || pieces.size() != 1) return std::nullopt;
    const Expression& piece = file_.expression(pieces[0]);
    return piece.kind == ExpressionKind::template_literal ? std::optional(std::string(piece.text))
                                                          : std::nullopt;
  }

  /// What holds where a condition does. "x == text" says of x what an element that is looked up by x says of
  /// it, so that the two are not taken together where they contradict each other.
  [[nodiscard]] value::GuardTerm term_of(ExpressionId written, const Value& truth) const {
    const source::Span span = file_.span(file_.expression(written));
    const std::vector<Reason> reasons = truth.reasons();
    const std::optional<Reason> reason = reasons.empty() ? std::nullopt : std::optional(reasons.front());
    const Expression& expression = file_.expression(file_.unwrapped(written));
    const bool equal = expression.op == hcl::Operator::equal;
    if (expression.kind == ExpressionKind::binary && (equal || expression.op == hcl::Operator::not_equal)) {
      for (const bool first : {true, false}) {
        const ExpressionId other = children(expression)[first ? 0 : 1];
        const std::optional<std::string> text = written_text(children(expression)[first ? 1 : 0]);
        // A number or truth is not equal to the text of it, and looks up the same element.
        if (text && text != "true" && text != "false" &&
            text->find_first_not_of("0123456789.-") != std::string::npos)
          return value::value_term(condition_name(other), *text, equal, span, reason);
      }
    }
    return {condition_name(written), true, span, {}, reason};
  }

  static Value converted(const Value& value, const Type& type, source::Span span) {
    return convert(value, type)
        .value_or(invalid("the two results of the condition have no type in common", span));
  }

  /// try(): the first argument without an error. One that hides behind a variable without a value, or turns
  /// out in several ways, may have one, so what follows it counts too.
  Value first_that_can(std::span<const ExpressionId> arguments, source::Span span) {
    std::vector<std::pair<ExpressionId, Value>> open;
    std::optional<Value> result;
    for (const ExpressionId argument : arguments) {
      Attempt attempt;
      const Value value = evaluate_apart(argument, attempt);
      if (is_invalid(value)) continue;
      if (!attempt.may_fail && !is_open(value) && !fails_sometimes(value)) {
        result = value;
        break;
      }
      if (open.size() == limits::kAlternatives)
        return Value::unknown({ReasonKind::limit, "kAlternatives", span});
      open.emplace_back(argument, value);
    }
    if (!result && open.empty()) return invalid("no argument of try() can be evaluated", span);
    if (!result) {
      result = open.back().second;
      open.pop_back();
    }
    for (; !open.empty(); open.pop_back()) {
      const auto& [argument, value] = open.back();
      const Value rest = *result;
      const Value each_way =
          value.is(Kind::one_of)
              ? for_each_alternative(value, [&](const Value& each) { return is_invalid(each) ? rest : each; })
              : value;
      result = fails_sometimes(value)
                   ? each_way
                   : either(each_way, rest, condition_name(argument) + " can be evaluated", span);
    }
    return *result;
  }

  static bool fails_sometimes(const Value& value) {
    return value.is(Kind::one_of) &&
           std::any_of(value.alternatives().begin(), value.alternatives().end(),
                       [](const Alternative& each) { return is_invalid(each.value); });
  }

  /// Only a reference may name the template, so that nobody writes one where a template is meant.
  Value template_of_value(std::span<const ExpressionId> arguments, source::Span span) {
    if (arguments.size() != 2) return invalid("templatestring() takes two arguments", span);
    const Value variables = evaluate(arguments[1]);
    const ExpressionKind kind = file_.expression(arguments[0]).kind;
    if (kind != ExpressionKind::get_attribute && kind != ExpressionKind::index)
      return invalid("the first argument of templatestring() is no reference", span);
    if (!variables.is(Kind::map)) {
      const std::vector<Reason> reasons = variables.reasons();
      return reasons.empty() ? invalid("the variables of templatestring() are no object", span)
                             : Value::unknown(reasons.front(), value::ValueType::string);
    }
    FunctionContext context = scope_.functions;
    context.call = span;
    const Value rendered = render_text(evaluate(arguments[0]), variables, context);
    const std::optional<Value> text = to_string_value(rendered);
    return text && !text->is(Kind::null) ? *text : invalid("templatestring() makes no text", span);
  }

  /// convert(VALUE, TYPE): OpenTofu, and Terraform from 1.15 on.
  Value converted(std::span<const ExpressionId> arguments, source::Span span) {
    if (arguments.size() != 2) return invalid("convert() takes two arguments", span);
    Value given = evaluate(arguments[0]);
    if (is_invalid(given)) return given;
    Scope scope = scope_;
    scope.attempt = attempt_;
    const std::optional<Value> result = convert_to_type(given, file_, arguments[1], scope);
    return result ? *result : invalid("convert() to a type that the value does not fit", span);
  }

  Value call(const Expression& expression, source::Span span) {
    const std::span<const ExpressionId> arguments = children(expression);
    if (expression.text == "try") return first_that_can(arguments, span);
    if (expression.text == "can") {
      if (arguments.size() != 1) return invalid("can() takes one argument", span);
      Attempt attempt;
      const Value value = evaluate_apart(arguments[0], attempt);
      const auto succeeds = [&](const Value& each) {
        if (each.is(Kind::unknown) && !is_invalid(each))
          return Value::unknown(each.reason(), value::ValueType::boolean, each.origin());
        return Value::boolean(!is_invalid(each), literal(span));
      };
      if (attempt.may_fail && !is_invalid(value))
        return Value::unknown(*attempt.may_fail, value::ValueType::boolean, value.origin());
      return value.is(Kind::one_of) ? for_each_alternative(value, succeeds) : succeeds(value);
    }
    if (expression.text == "templatestring") return template_of_value(arguments, span);
    if (expression.text == "convert") return converted(arguments, span);
    std::vector<Value> values;
    for (const ExpressionId argument : arguments) values.push_back(evaluate(argument));
    if (std::optional<Value> listed = of_picked(expression.text, values, expression.expand_last, span))
      return *listed;
    if (expression.expand_last && !values.empty()) {
      const Value last = values.back();
      if (last.is(Kind::unknown)) return Value::unknown(last.reason());
      if (last.is(Kind::one_of))
        return Value::unknown({ReasonKind::unsupported, "expanded argument that is no known list", span});
      if (!last.is(Kind::list) || last.is_encoded())
        return invalid("an expanded argument that is no list, tuple or set", span);
      values.pop_back();
      values.insert(values.end(), last.items().begin(), last.items().end());
    }
    for (const Value& value : values) {
      if (std::optional<Value> spent = charge(value, span)) return *spent;
    }
    FunctionContext context = scope_.functions;
    context.call = span;
    context.render_template = [this, &context](const source::SourceFile& file, const Value& variables) {
      return render_template(file, variables, context);
    };
    if (expression.text == "lookup" && values.size() > 1) note_element(values[0], values[1]);
    if (expression.text == "lookup" && !expression.expand_last) {
      if (std::optional<Value> found = look_up(arguments, values)) return *found;
    }
    Value called = call_function(expression.text, values, context);
    const bool formats = expression.text == "format" || expression.text == "formatlist";
    if (formats && is_invalid(called)) {
      // Only the verb %v takes null.
      for (Value& value : values) value = to_be_given(value).value_or(value);
      called = call_function(expression.text, values, context);
    }
    Value result = noted_workspace(expression.text, values, std::move(called), span);
    return charge(result, span).value_or(marked(expression.text, values, result, span));
  }

  /// What is made of a secret is one. A collection with secrets in it stays what it is: they are marked
  /// themselves.
  Value marked(std::string_view function, const std::vector<Value>& arguments, const Value& result,
               source::Span span) {
    if (function.starts_with("core::")) function.remove_prefix(6);
    bool* secrets = scope_.functions.secrets;
    if (secrets == nullptr || is_invalid(result)) return result;
    if (function == "sensitive") {
      *secrets = true;
      return value::as_secret(result, span);
    }
    if (!*secrets || result.is(Kind::boolean) || function == "issensitive") return result;
    if (function == "nonsensitive") return value::as_revealed(result, span);
    const bool collection = result.is(Kind::list) || result.is(Kind::map);
    const bool secret = std::any_of(arguments.begin(), arguments.end(), [&](const Value& argument) {
      return collection ? !argument.is(Kind::list) && !argument.is(Kind::map) && value::is_secret(argument)
                        : value::holds_secret(argument);
    });
    return secret ? value::as_secret(result, span) : result;
  }

  // ---- collections

  Value tuple(const Expression& expression, source::Span span) {
    std::vector<Value> items;
    for (const ExpressionId item : children(expression)) items.push_back(evaluate(item));
    return Value::list(std::move(items), literal(span));
  }

  Value object(const Expression& expression, source::Span span) {
    MemberList members;
    const std::span<const ExpressionId> parts = children(expression);
    for (std::size_t i = 0; i + 1 < parts.size(); i += 2) {
      const Value key = evaluate(parts[i]);
      const std::optional<std::string> text = key.as_text();
      if (!text) {
        const std::vector<Reason> reasons = key.reasons();
        return reasons.empty() ? invalid("an object key that is no text", span)
                               : Value::unknown(reasons.front(), value::ValueType::map, literal(span));
      }
      members.put({*text, file_.span(file_.expression(parts[i])), evaluate(parts[i + 1])});
    }
    return Value::map(std::move(members).take(), literal(span));
  }

  /// Key and value of each element that a for expression goes over; nullopt when that is not known.
  struct Element {
    Value key;
    Value value;
  };
  static std::optional<std::vector<Element>> elements_of(const Value& collection) {
    std::vector<Element> elements;
    if (collection.is_encoded()) return std::nullopt;
    if (collection.is(Kind::list)) {
      std::int64_t index = 0;
      for (const Value& item : collection.items()) {
        elements.push_back({collection.list_kind() == ListKind::set ? item : Value::number(index), item});
        ++index;
      }
      return elements;
    }
    if (!collection.is(Kind::map)) return std::nullopt;
    std::vector<const Member*> sorted;
    for (const Member& member : collection.members()) sorted.push_back(&member);
    std::sort(sorted.begin(), sorted.end(), [](const Member* a, const Member* b) { return a->key < b->key; });
    for (const Member* member : sorted)
      elements.push_back(
          {Value::string(member->key, literal(member->key_span), member->key_span), member->value});
    return elements;
  }

  /// Those that an open list surely has; where they stand in it is not known.
  static std::vector<Element> elements_of_open(const Value& collection) {
    std::vector<Element> elements;
    for (const Value& item : collection.known_items())
      elements.push_back({Value::unknown(collection.reason(), value::ValueType::number), item});
    return elements;
  }

  Value unknown_collection(const Value& collection, source::Span span) const {
    const std::vector<Reason> reasons = collection.reasons();
    if (!reasons.empty()) return Value::unknown(reasons.front());
    return invalid("for expression over something that is no collection", span);
  }

  /// Calls `visit(evaluator)` for each element whose condition holds. The result is why a condition is not
  /// known, or what Terraform refuses, which ends the walk.
  template <class Visit>
  std::optional<Reason> visit_elements(const Expression& expression, const std::vector<Element>& elements,
                                       std::size_t condition, const Visit& visit) {
    const std::span<const ExpressionId> parts = children(expression);
    ForElement current{file_, file_.span(expression), scope_};
    Scope scope = scope_;
    scope.attempt = attempt_;
    scope.element = &current;
    Evaluator inner(file_, scope);
    inner.depth_ = depth_;
    inner.splat_items_ = splat_items_;
    Value& value_variable = scope.variables[std::string(expression.text)];
    Value* key_variable =
        expression.text2.empty() ? nullptr : &scope.variables[std::string(expression.text2)];
    std::optional<Reason> open;
    for (std::size_t i = 0; i < elements.size(); ++i) {
      current.number = i;
      value_variable = elements[i].value;
      if (key_variable != nullptr) *key_variable = elements[i].key;
      if (parts.size() > condition) {
        const std::optional<Value> truth = to_bool_value(inner.evaluate(parts[condition]));
        if (!truth || !truth->is(Kind::boolean)) {
          const std::vector<Reason> reasons = truth ? truth->reasons() : std::vector<Reason>();
          if (reasons.empty())
            return Reason{ReasonKind::invalid, "condition of a for expression", file_.span(expression)};
          if (reasons.front().kind == ReasonKind::invalid) return reasons.front();
          if (!open) open = reasons.front();
          continue;
        }
        if (!truth->as_boolean()) continue;
      }
      if (auto problem = visit(inner)) return problem;
    }
    return open;
  }

  /// Whether the condition of a for expression is false whatever an element is: `contains([], each)`.
  bool takes_nothing(const Expression& loop, const Value& collection, std::size_t condition) {
    if (!collection.is(Kind::unknown) || is_invalid(collection) || children(loop).size() <= condition)
      return false;
    bool taken = false;
    const Value any = Value::unknown(collection.reason());
    const auto open = visit_elements(loop, {{any, any}}, condition, [&](Evaluator&) {
      taken = true;
      return std::optional<Reason>();
    });
    return !open && !taken;
  }

  Value for_tuple(const Expression& expression, source::Span span) {
    return for_over(evaluate(children(expression)[0]),
                    [&](const Value& collection) { return for_tuple_over(expression, collection, span); });
  }

  template <class Operation>
  Value for_over(const Value& collection, const Operation& operation) {
    return collection.is(Kind::one_of) ? for_each_alternative(collection, operation) : operation(collection);
  }

  Value for_tuple_over(const Expression& expression, const Value& collection, source::Span span) {
    const bool open = !collection.known_items().empty();
    const auto elements = open ? elements_of_open(collection) : elements_of(collection);
    if (!elements) {
      if (takes_nothing(expression, collection, 2)) return Value::list({}, literal(span));
      const std::optional<Value> listed = for_listed(expression, collection, false, span);
      return listed ? *listed : unknown_collection(collection, span);
    }
    std::vector<Value> items;
    const auto problem =
        visit_elements(expression, *elements, 2, [&](Evaluator& inner) -> std::optional<Reason> {
          items.push_back(inner.evaluate(inner.children(expression)[1]));
          return std::nullopt;
        });
    if (problem && problem->kind == ReasonKind::invalid)
      return Value::unknown(*problem, value::ValueType::list);
    // The elements whose conditions are known are in the result whatever becomes of the others.
    if (problem || open)
      return Value::open_list(std::move(items), problem ? *problem : collection.reason(), literal(span));
    return Value::list(std::move(items), literal(span));
  }

  Value for_object(const Expression& expression, source::Span span) {
    return for_over(evaluate(children(expression)[0]),
                    [&](const Value& collection) { return for_object_over(expression, collection, span); });
  }

  Value for_object_over(const Expression& expression, const Value& collection, source::Span span) {
    const auto elements = elements_of(collection);
    if (!elements) {
      if (takes_nothing(expression, collection, 3)) return Value::map({}, literal(span));
      const std::optional<Value> listed = for_listed(expression, collection, true, span);
      return listed ? *listed : unknown_collection(collection, span);
    }
    MemberList members;
    std::unordered_map<std::string, std::vector<Value>> groups;
    const auto problem =
        visit_elements(expression, *elements, 3, [&](Evaluator& inner) -> std::optional<Reason> {
          const Value key = inner.evaluate(inner.children(expression)[1]);
          const std::optional<std::string> text = key.as_text();
          if (!text) {
            const std::vector<Reason> reasons = key.reasons();
            return reasons.empty() ? Reason{ReasonKind::invalid, "key of a for expression", span}
                                   : reasons.front();
          }
          const bool repeated = members.find(*text) != nullptr;
          if (repeated && !expression.group)
            return Reason{ReasonKind::invalid, "two elements of a for expression have the key " + *text,
                          span};
          Value item = inner.evaluate(inner.children(expression)[2]);
          if (expression.group) groups[*text].push_back(item);
          if (!repeated) members.put({*text, key.origin().span(), std::move(item)});
          return std::nullopt;
        });
    if (problem) return Value::unknown(*problem, value::ValueType::map);
    std::vector<Member> result = std::move(members).take();
    if (expression.group) {
      for (Member& member : result) member.value = Value::list(std::move(groups[member.key]), literal(span));
    }
    return Value::map(std::move(result), literal(span));
  }

  // ---- templates

  Value template_string(const Expression& expression, source::Span span) {
    const std::span<const ExpressionId> pieces = children(expression);
    if (pieces.empty()) return Value::string("", literal(span), {span.file, span.begin, span.begin}, true);
    if (pieces.size() == 1 && file_.expression(pieces[0]).kind == ExpressionKind::template_interpolation) {
      return evaluate(children(file_.expression(pieces[0]))[0]);
    }
    std::vector<Value> parts;
    for (const ExpressionId piece : pieces) {
      const Value part = evaluate(piece);
      if (std::optional<Value> given = to_be_given(part)) {
        parts.push_back(*std::move(given));
        continue;
      }
      if (part.is(Kind::null)) return invalid("null in a template", span, value::ValueType::string);
      if (is_invalid(part))
        return invalid(part.reason().detail, part.reason().span, value::ValueType::string);
      parts.push_back(part.is_encoded() ? json_text(part) : part);
    }
    return joined(parts, span);
  }

  /// What stands for a null that a variable of the root module has by its default, where Terraform refuses
  /// it: whoever deploys this gives the variable a value. Inside try() and can() it is the error that counts.
  [[nodiscard]] std::optional<Value> to_be_given(const Value& null) const {
    if (attempt_ != nullptr || !null.is(Kind::null)) return std::nullopt;
    constexpr std::string_view kCall = "module.";
    std::size_t calls = 0;  // between the root module and this one
    for (std::size_t at = scope_.module.find(kCall); at != std::string::npos;
         at = scope_.module.find(kCall, at + 1))
      ++calls;
    for (const value::OriginStep& step : null.origin().chain()) {
      if (step.kind == OriginKind::module_argument && calls-- == 0) return std::nullopt;
      if (step.kind != OriginKind::variable_default) continue;
      if (calls != 0) return std::nullopt;
      return Value::unknown({ReasonKind::unknown_variable, step.detail, step.span}, value::ValueType::string,
                            null.origin());
    }
    return std::nullopt;
  }

  Value joined(const std::vector<Value>& parts, source::Span span) {
    for (const Value& part : parts) {
      if (std::optional<Value> spent = charge(part, span)) return *spent;
    }
    const std::optional<Value> text = value::concatenate(parts, literal(span));
    if (!text) return invalid("a collection in a template", span, value::ValueType::string);
    const bool* secrets = scope_.functions.secrets;
    const bool secret =
        secrets != nullptr && *secrets && std::any_of(parts.begin(), parts.end(), value::holds_secret);
    const Value plain = composed(*text, span);
    const bool workspace = asks_for_workspace() && plain.is(Kind::string) &&
                           std::any_of(parts.begin(), parts.end(),
                                       [this](const Value& part) { return is_of_unchosen_workspace(part); });
    const Value whole = workspace ? of_workspace(plain, span) : plain;
    return secret ? value::as_secret(whole, span) : whole;
  }

  /// In normal form, also where pieces meet ("e" and a combining accent).
  static Value composed(const Value& value, source::Span span) {
    const std::optional<std::string> text = value.as_string();
    if (!text) return value;
    std::string normal = normalized(*text);
    return normal == *text ? value : Value::string(std::move(normal), literal(span), span);
  }

  Value directive(const Expression& expression, source::Span span) {
    if (expression.kind == ExpressionKind::template_if) {
      const std::span<const ExpressionId> parts = children(expression);
      if (parts.size() > 2) return choose(evaluate(parts[0]), parts, span);
      const std::optional<Value> truth = to_bool_value(evaluate(parts[0]));
      if (truth && truth->is(Kind::boolean))
        return truth->as_boolean() ? evaluate(parts[1]) : Value::string("", literal(span));
      const std::vector<Reason> reasons = truth ? truth->reasons() : std::vector<Reason>();
      return reasons.empty() ? invalid("condition of a template", span)
                             : Value::unknown(reasons.front(), value::ValueType::string);
    }
    const Value collection = evaluate(children(expression)[0]);
    const auto elements = elements_of(collection);
    if (!elements) return unknown_collection(collection, span);
    std::vector<Value> parts;
    const auto problem = visit_elements(expression, *elements, children(expression).size(),
                                        [&](Evaluator& inner) -> std::optional<Reason> {
                                          parts.push_back(inner.evaluate(inner.children(expression)[1]));
                                          return std::nullopt;
                                        });
    if (problem) return Value::unknown(*problem, value::ValueType::string);
    return joined(parts, span);
  }

  const hcl::File& file_;
  const Scope& scope_;
  Attempt* attempt_;  ///< that of the scope, or of a part of the expression
  std::vector<Value> splat_items_;
  bool instance_found_ = false;  ///< the chain that is followed went through an instance that is there
  const Expression* certain_ =
      nullptr;          ///< the reference evaluated last, to an attribute of such an instance
  unsigned depth_ = 0;  ///< of scopes without a count
};

}  // namespace

Value evaluate(const hcl::File& file, hcl::ExpressionId expression, const Scope& scope) {
  return Evaluator(file, scope).evaluate(expression);
}

Value render_template(const Value& text, const Value& variables, const Scope& scope, source::Span call) {
  FunctionContext context = scope.functions;
  context.call = call;
  return Evaluator(hcl::File(), scope).render_text(text, variables, context);
}

Value render_template(const source::SourceFile& template_file, const Value& variables, const Scope& scope,
                      source::Span call) {
  FunctionContext context = scope.functions;
  context.call = call;
  return Evaluator(hcl::File(), scope).render_template(template_file, variables, context);
}

std::vector<TraversalStep> static_traversal(const hcl::File& file, hcl::ExpressionId expression) {
  std::vector<TraversalStep> steps;
  for (ExpressionId id = file.unwrapped(expression);;) {
    const Expression& node = file.expression(id);
    if (node.kind == ExpressionKind::variable) {
      steps.push_back({std::string(node.text), false, file.span(node)});
      break;
    }
    if (node.kind != ExpressionKind::get_attribute) return {};
    steps.push_back({std::string(node.text), node.legacy_index, file.span(node)});
    id = file.children(node)[0];
  }
  std::reverse(steps.begin(), steps.end());
  return steps;
}

}  // namespace rootproof::terraform
