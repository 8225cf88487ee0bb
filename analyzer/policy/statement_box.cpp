#include "analyzer/policy/statement_box.h"

#include <algorithm>
#include <array>
#include <utility>

#include "analyzer/policy/condition_match.h"
#include "analyzer/policy/symbolic_texts.h"
#include "analyzer/policy/truth.h"
#include "analyzer/policy/written_text.h"

namespace rootproof::policy {

using value::Reason;
using value::ReasonKind;

namespace {

class BoxBuilder {
 public:
  BoxBuilder(const Statement& statement, const PolicyDocument& document, std::size_t index, Bound bound,
             const RequestModel& model)
      : statement_(statement),
        bound_(bound),
        model_(model),
        scope_(model),
        variables_(variable_rule(document)) {
    box_.document = &document;
    box_.index = index;
  }

  std::optional<StatementBox> build() {
    add_principals();
    if (statement_.elements_unknown || statement_.conditions_unknown) unknown(statement_.unknowns);
    add_actions();
    add_resources();
    for (const Condition& condition : statement_.conditions) add_condition(condition);
    if (impossible_) return std::nullopt;
    for (const Demand& demand : box_.demands) box_.negations.push_back(demand.negation());
    return std::move(box_);
  }

 private:
  [[nodiscard]] bool lower() const { return bound_ == Bound::lower; }

  /// Some demand is not known: from below nothing is sure to match, from above it restricts nothing.
  void unknown(const std::vector<Reason>& reasons) {
    box_.exact = false;
    box_.reasons.insert(box_.reasons.end(), reasons.begin(), reasons.end());
    if (lower()) impossible_ = true;
  }

  void demand(Demand demand, const Condition* condition = nullptr) {
    const bool never = demand.set.is_empty() && !demand.absent;
    const bool always = demand.set.is_everything() && demand.absent;
    if (never) impossible_ = true;
    if (always) return;
    box_.demands.push_back(std::move(demand));
    box_.conditions.push_back(condition);
  }

  void add_principals() {
    Request probe;
    if (!model_.principal.type.empty()) probe.principal = model_.principal;
    if (const PartDomain& arn = model_.domain("aws:principalarn"); arn.constant)
      probe.context["aws:principalarn"] = {*arn.constant};
    const Match match = match_principals(statement_, probe);
    if (match.truth == Truth::no) impossible_ = true;
    if (match.truth == Truth::unknown) unknown(match.reasons);
    const bool guardrail = box_.document->kind == PolicyKind::service_control;
    if (guardrail && statement_.has_principal)
      unknown({{ReasonKind::invalid, "a Principal element in a service control policy",
                statement_.principal_span}});
  }

  /// Patterns of a list as a set. Entries that are not exact count only where they make the box larger in the
  /// upper bound and smaller in the lower one.
  ValueSet pattern_set(std::string_view part, std::vector<CompiledText> entries, bool negated,
                       bool list_unknown) {
    std::vector<TextPattern> patterns;
    patterns.reserve(entries.size());
    const bool take_inexact = lower() == negated;
    const auto symbolic = model_.symbolic.find(part);
    const bool is_symbolic = symbolic != model_.symbolic.end();
    for (CompiledText& entry : entries) {
      if (entry.never) continue;
      if (entry.predicate && is_symbolic) {
        const std::vector<SymbolicText>& texts = symbolic->second;
        for (const std::size_t i : texts[*entry.predicate].implied_by)
          patterns.push_back(with_mark(texts[i].upper, texts.size(), i));
        continue;
      }
      if (!entry.exact) {
        box_.exact = false;
        box_.reasons.insert(box_.reasons.end(), entry.reasons.begin(), entry.reasons.end());
        if (!take_inexact) continue;
      }
      patterns.push_back(is_symbolic ? with_marks(entry.pattern, symbolic->second.size())
                                     : std::move(entry.pattern));
    }
    if (list_unknown) {
      box_.exact = false;
      if (take_inexact) return negated ? ValueSet::nothing() : ValueSet::everything();
    }
    return ValueSet::text(std::move(patterns), negated);
  }

  /// The predicate that an open text is in the model.
  void find_predicate(std::string_view part, const PolicyString& entry, TextForm form, VariableRule variables,
                      CompiledText& compiled, bool spares = false) const {
    if (compiled.exact || model_.symbolic.empty()) return;
    const auto symbolic = model_.symbolic.find(part);
    const std::optional<std::string> text = entry.text();
    if (symbolic == model_.symbolic.end() || !text) return;
    const auto found = std::find_if(symbolic->second.begin(), symbolic->second.end(), [&](const auto& other) {
      return other.form == form && other.variables == variables && other.spares == spares &&
             other.text == *text;
    });
    if (found != symbolic->second.end())
      compiled.predicate = static_cast<std::size_t>(found - symbolic->second.begin());
  }

  /// A list with "*" in it demands nothing, whatever else it holds.
  static bool covers_everything(const std::vector<PolicyString>& entries, bool negated) {
    return !negated && std::any_of(entries.begin(), entries.end(), [](const PolicyString& entry) {
      const EntryText text(entry);
      return text && *text == "*";
    });
  }

  void add_actions() {
    if (!statement_.has_action) return unknown(statement_.unknowns);
    std::vector<CompiledText> entries;
    for (const PolicyString& action : statement_.actions) {
      CompiledText entry = compile_text(action, TextForm::glob_ignore_case, VariableRule::literal, scope_);
      if (const EntryText text(action); entry.exact && !(text && is_documented_action(*text))) {
        entry.exact = false;
        entry.reasons.push_back({ReasonKind::unsupported_operator,
                                 "the action pattern \"" + std::string(text ? *text : "") + "\"",
                                 action.span});
      }
      find_predicate(kActionPart, action, TextForm::glob_ignore_case, VariableRule::literal, entry);
      entries.push_back(std::move(entry));
    }
    if (statement_.actions_unknown) add_reasons(statement_.unknowns);
    if (covers_everything(statement_.actions, statement_.not_action)) return;
    demand({std::string(kActionPart), SetQuantifier::none, false,
            pattern_set(kActionPart, std::move(entries), statement_.not_action, statement_.actions_unknown)});
  }

  void add_resources() {
    if (!statement_.has_resource && !statement_.resources_unknown) return;
    std::vector<CompiledText> entries;
    for (const PolicyString& resource : statement_.resources) {
      CompiledText entry = compile_text(resource, TextForm::resource, variables_, scope_);
      if (entry.unresolved && statement_.not_resource) {
        entry.never = false;
        entry.exact = false;
        entry.pattern = TextPattern::anything();
        entry.reasons.push_back(
            {ReasonKind::unsupported_operator, "a variable without value in NotResource", resource.span});
      }
      find_predicate(kResourcePart, resource, TextForm::resource, variables_, entry, statement_.not_resource);
      entries.push_back(std::move(entry));
    }
    if (statement_.resources_unknown) add_reasons(statement_.unknowns);
    if (covers_everything(statement_.resources, statement_.not_resource)) return;
    demand({std::string(kResourcePart), SetQuantifier::none, false,
            pattern_set(kResourcePart, std::move(entries), statement_.not_resource,
                        statement_.resources_unknown)});
  }

  void add_reasons(const std::vector<Reason>& reasons) {
    box_.reasons.insert(box_.reasons.end(), reasons.begin(), reasons.end());
  }

  void add_condition(const Condition& condition) {
    const std::optional<ConditionOperator> op = parse_operator(condition.operator_name);
    if (!op || (condition.unknown && !condition.values_unknown)) {
      return unknown({condition.unknown.value_or(
          Reason{ReasonKind::unsupported_operator, condition.operator_name, condition.operator_span})});
    }
    if (op->family == OperatorFamily::null) return add_null(condition);
    const std::string key = to_lower(condition.key);
    if (condition.values.empty() && !condition.values_unknown && op->quantifier == SetQuantifier::none)
      return unknown(
          {{ReasonKind::unsupported_operator, "what an empty list of values means", condition.span}});
    Demand result{key, op->quantifier, absent_satisfies(*op, condition), value_set(condition, *op)};
    const bool one_value = model_.one_value_each && find_context_key(key) == nullptr;
    if (op->quantifier == SetQuantifier::none && model_.domain(key).multivalued && !one_value)
      leave_values_open(result, *op, condition);
    demand(relocated(std::move(result), *op, condition), &condition);
  }

  /// A plain operator on a key that holds several values: AWS says set operators are required, and not what
  /// happens else. What holds of an absent key is documented, and that no value matches where none does.
  void leave_values_open(Demand& demand, const ConditionOperator& op, const Condition& condition) {
    box_.exact = false;
    box_.reasons.push_back({ReasonKind::unsupported_operator,
                            condition.operator_name + " on " + condition.key + ", which has several values",
                            condition.span});
    if (lower())
      demand.set = ValueSet::nothing();
    else if (op.negated)
      demand.set = ValueSet::everything();
    else
      demand.quantifier = SetQuantifier::for_any;
  }

  bool absent_satisfies(const ConditionOperator& op, const Condition& condition) {
    if (op.quantifier == SetQuantifier::for_all) return true;
    if (op.quantifier == SetQuantifier::none) return op.negated || op.if_exists;
    if (!op.if_exists) return false;
    box_.exact = false;
    box_.reasons.push_back({ReasonKind::unsupported_operator,
                            condition.operator_name + " on a key that is absent", condition.span});
    return !lower();
  }

  void add_null(const Condition& condition) {
    bool absent = false;
    bool present = false;
    for (const PolicyString& value : condition.values) {
      const std::optional<std::string> text = value.text();
      const std::string folded = to_lower(text.value_or(""));
      if (folded == "true")
        absent = true;
      else if (folded == "false")
        present = true;
      else
        return unknown({{ReasonKind::unsupported_operator, "Null with a value that is not true or false",
                         condition.span}});
    }
    if (condition.values_unknown || condition.values.empty())
      return unknown({condition.unknown.value_or(
          Reason{ReasonKind::unsupported_operator, "Null without values", condition.span})});
    demand({to_lower(condition.key), SetQuantifier::none, absent,
            present ? ValueSet::everything() : ValueSet::nothing()},
           &condition);
  }

  ValueSet value_set(const Condition& condition, const ConditionOperator& op) {
    switch (op.family) {
      case OperatorFamily::string:
      case OperatorFamily::string_ignore_case:
      case OperatorFamily::string_like:
      case OperatorFamily::arn:
      case OperatorFamily::boolean:
        return text_set(condition, op);
      case OperatorFamily::numeric:
        return ordered_set(condition, op, ValueSet::Kind::number);
      case OperatorFamily::date:
        return ordered_set(condition, op, ValueSet::Kind::date);
      case OperatorFamily::address:
        return address_set(condition, op);
      case OperatorFamily::binary:
        return binary_set(condition);
      case OperatorFamily::null:
        break;
    }
    return ValueSet::everything();
  }

  ValueSet text_set(const Condition& condition, const ConditionOperator& op) {
    if (condition.values_unknown && condition.unknown) box_.reasons.push_back(*condition.unknown);
    const std::string part = to_lower(condition.key);
    std::vector<CompiledText> entries;
    for (const PolicyString& value : condition.values) {
      entries.push_back(compile_text(value, text_form(op.family), variables_, scope_));
      CompiledText& entry = entries.back();
      find_predicate(part, value, text_form(op.family), variables_, entry);
      if (is_own_variable(value, condition, op)) {
        entry = {};
        entry.pattern = TextPattern::anything();
        continue;
      }
      if (!entry.exact) take_own_account(value, part, op, entry);
      const std::string folded = to_lower(value.text().value_or("true"));
      const bool fits = op.family != OperatorFamily::boolean || folded == "true" || folded == "false" ||
                        folded.find("${") != std::string::npos;
      if (fits) continue;
      entry.exact = false;
      entry.pattern = TextPattern::anything();
      entry.reasons.push_back(misfit(condition, &value));
    }
    return pattern_set(part, std::move(entries), op.negated, condition.values_unknown);
  }

  /// `${aws:PrincipalOrgID}` as a value of aws:PrincipalOrgID: whatever the request has, it is equal to
  /// itself. So are two keys that repeat the same part of the same text, the account of a root user's ARN.
  [[nodiscard]] bool is_own_variable(const PolicyString& value, const Condition& condition,
                                     const ConditionOperator& op) const {
    const std::optional<std::string> text = value.text();
    const bool plain = op.family != OperatorFamily::arn && op.quantifier == SetQuantifier::none;
    if (!plain || variables_ != VariableRule::replaced || !text) return false;
    if (to_lower(*text) == "${" + to_lower(condition.key) + "}") return true;
    const std::vector<std::string> variables = variables_in(*text);
    if (variables.size() != 1 || to_lower(*text) != "${" + variables[0] + "}") return false;
    const std::optional<PartDomain::Piece>& own = model_.domain(to_lower(condition.key)).piece;
    const std::optional<PartDomain::Piece>& other = model_.domain(variables[0]).piece;
    return own && other && own->of == other->of && own->prefix == other->prefix;
  }

  /// `arn:aws:iam::${aws:PrincipalAccount}:root` as a value of aws:PrincipalArn, in a model of callers of any
  /// account: the variable is a piece of the very text it is compared with, so the account is no demand.
  void take_own_account(const PolicyString& value, std::string_view part, const ConditionOperator& op,
                        CompiledText& entry) const {
    if (variables_ != VariableRule::replaced || !value.text()) return;
    const std::string text = with_known_variables(*value.text(), scope_);
    const std::vector<std::string> variables = variables_in(text);
    if (variables.size() != 1) return;
    const std::optional<PartDomain::Piece>& piece = model_.domain(variables[0]).piece;
    if (!piece || piece->of != part) return;
    const std::size_t begin = text.find("${");
    const std::size_t end = text.find('}', begin);
    const std::string_view before = std::string_view(text).substr(0, begin);
    const std::string_view after = std::string_view(text).substr(end + 1);
    // The empty field before the account stands in such an ARN once, so wildcards cannot move it.
    const bool in_account_field =
        std::count(before.begin(), before.end(), ':') == 4 && before.ends_with("::") &&
        after.starts_with(':') &&
        to_lower(text.substr(begin, end - begin + 1)) == "${" + variables[0] + "}" &&
        after.find("${") == std::string_view::npos;
    const bool globs = takes_wildcards(op.family);
    if (!in_account_field || (!globs && op.family != OperatorFamily::string)) return;
    entry = {};
    if (globs ? !glob_match(before, piece->prefix, false) : before != piece->prefix) {
      entry.never = true;
      return;
    }
    entry.pattern = TextPattern::literal(piece->prefix);
    entry.pattern.add(hole_pattern(value::HoleKind::account_id));
    entry.pattern.add(globs ? TextPattern::glob(after) : TextPattern::literal(after));
  }

  /// Of a value that is not known there are other reasons.
  static Reason misfit(const Condition& condition, const PolicyString* value) {
    const std::optional<std::string> text = value == nullptr ? std::nullopt : value->text();
    return {ReasonKind::unsupported_operator,
            (text ? "the value \"" + *text + "\", which does not fit " : "a value that does not fit ") +
                condition.operator_name,
            condition.span};
  }

  /// What an unreadable or unknown value does to a set of the others.
  ValueSet loosened(ValueSet set, bool negated, const Condition& condition,
                    const PolicyString* unreadable = nullptr) {
    box_.exact = false;
    if (condition.unknown) box_.reasons.push_back(*condition.unknown);
    for (const PolicyString& value : condition.values) add_reasons(value.value.reasons());
    if (box_.reasons.empty()) box_.reasons.push_back(misfit(condition, unreadable));
    if (lower() == negated) return negated ? ValueSet::nothing() : ValueSet::everything();
    return set;
  }

  ValueSet ordered_set(const Condition& condition, const ConditionOperator& op, ValueSet::Kind kind) {
    ValueSet set;
    set.kind = kind;
    set.complement = op.negated;
    const PolicyString* unreadable = nullptr;
    for (const PolicyString& value : condition.values) {
      const std::optional<std::string> text = value.text();
      std::optional<Decimal> bound;
      if (text) bound = kind == ValueSet::Kind::date ? parse_date(*text) : Decimal::parse(*text);
      if (bound)
        set.bounds.emplace_back(op.ordering, *bound);
      else
        unreadable = &value;
    }
    const bool open = condition.values_unknown || unreadable != nullptr;
    return open ? loosened(std::move(set), op.negated, condition, unreadable) : set;
  }

  ValueSet address_set(const Condition& condition, const ConditionOperator& op) {
    ValueSet set;
    set.kind = ValueSet::Kind::address;
    set.complement = op.negated;
    const PolicyString* unreadable = nullptr;
    for (const PolicyString& value : condition.values) {
      const std::optional<std::string> text = value.text();
      const std::optional<IpRange> range = text ? IpRange::parse(*text) : std::nullopt;
      if (range)
        set.ranges.push_back(*range);
      else
        unreadable = &value;
    }
    const bool open = condition.values_unknown || unreadable != nullptr;
    return open ? loosened(std::move(set), op.negated, condition, unreadable) : set;
  }

  /// Different base64 texts may spell the same bytes; only the same text is sure to.
  ValueSet binary_set(const Condition& condition) {
    std::vector<TextPattern> patterns;
    for (const PolicyString& value : condition.values)
      if (const std::optional<std::string> text = value.text(); text && decode_base64(*text))
        patterns.push_back(TextPattern::literal(*text));
    return loosened(ValueSet::text(std::move(patterns)), false, condition);
  }

  /// Demands on a key that repeats another part of the request become demands on that part.
  Demand relocated(Demand demand, const ConditionOperator& op, const Condition& condition) {
    if (demand.part == "aws:epochtime") {
      demand.part = "aws:currenttime";
      if (demand.set.kind == ValueSet::Kind::number) demand.set.kind = ValueSet::Kind::date;
      return demand;
    }
    const PartDomain& domain = model_.domain(demand.part);
    if (!domain.piece || demand.set.kind == ValueSet::Kind::everything) return demand;
    if (demand.set.kind != ValueSet::Kind::text) {
      demand.set = loosened(ValueSet::nothing(), op.negated, condition);
      return demand;
    }
    std::vector<TextPattern> patterns;
    for (const TextPattern& pattern : demand.set.patterns()) {
      TextPattern& whole = patterns.emplace_back(TextPattern::literal(domain.piece->prefix));
      whole.add(pattern);
      whole.add(domain.piece->suffix);
    }
    demand.set = ValueSet::text(std::move(patterns), demand.set.complement);
    demand.part = domain.piece->of;
    return demand;
  }

  const Statement& statement_;
  Bound bound_;
  const RequestModel& model_;
  ModelScope scope_;
  VariableRule variables_;
  StatementBox box_;
  bool impossible_ = false;
};

}  // namespace

std::optional<StatementBox> statement_box(const PolicyDocument& document, std::size_t index, Bound bound,
                                          const RequestModel& model) {
  return statement_box(document.statements[index], document, index, bound, model);
}

std::optional<StatementBox> statement_box(const Statement& statement, const PolicyDocument& document,
                                          std::size_t index, Bound bound, const RequestModel& model) {
  return BoxBuilder(statement, document, index, bound, model).build();
}

namespace {

/// Parameters of S3's requests, each of which has one value (Amazon S3 User Guide, "Bucket policy examples
/// using condition keys"). Of other services a type "String" proves nothing:
/// cloudformation:ImportResourceTypes and others that hold lists are documented as one.
bool holds_one_value(std::string_view key) {
  static constexpr std::array<std::string_view, 3> kKeys{"s3:prefix", "s3:delimiter", "s3:max-keys"};
  return std::find(kKeys.begin(), kKeys.end(), to_lower(key)) != kKeys.end();
}

}  // namespace

void note_multivalued_keys(const PolicyDocument& document, std::vector<std::string>& keys) {
  for (const Statement& statement : document.statements)
    for (const Condition& condition : statement.conditions) {
      const std::optional<ConditionOperator> op = parse_operator(condition.operator_name);
      if (!op || op->quantifier == SetQuantifier::none) continue;
      if (!holds_one_value(condition.key)) keys.push_back(to_lower(condition.key));
    }
}

}  // namespace rootproof::policy
