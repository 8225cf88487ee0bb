#include "analyzer/policy/condition_match.h"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

#include "analyzer/policy/operators.h"
#include "analyzer/policy/scalars.h"
#include "analyzer/policy/truth.h"

namespace rootproof::policy {

using value::Reason;
using value::ReasonKind;

namespace {

/// One condition against one request.
class ConditionMatcher {
 public:
  ConditionMatcher(const Condition& condition, VariableRule variables, const Request& request)
      : condition_(condition), variables_(variables), request_(request), scope_(request) {}

  Match match() {
    const std::optional<ConditionOperator> op = parse_operator(condition_.operator_name);
    if (condition_.unknown && !condition_.values_unknown) return {Truth::unknown, {*condition_.unknown}};
    if (!op)
      return {Truth::unknown,
              {{ReasonKind::unsupported_operator, condition_.operator_name, condition_.operator_span}}};
    op_ = *op;
    const auto found = request_.context.find(to_lower(condition_.key));
    values_ = found == request_.context.end() ? std::span<const std::string>() : found->second;
    const Truth truth = op_.family == OperatorFamily::null ? match_null() : match_values();
    if (truth != Truth::unknown) return {truth, {}};
    if (reasons_.empty()) not_documented("a value that does not fit " + condition_.operator_name);
    return {truth, std::move(reasons_)};
  }

 private:
  Truth not_documented(std::string what) {
    reasons_.push_back({ReasonKind::unsupported_operator, std::move(what), condition_.span});
    return Truth::unknown;
  }

  Truth match_null() {
    if (condition_.values_unknown) return unknown_list();
    const bool only_empty = !values_.empty() && std::all_of(values_.begin(), values_.end(),
                                                            [](const auto& v) { return v.empty(); });
    if (only_empty) return not_documented("Null with a key that is present and empty");
    Truth any = Truth::no;
    for (const PolicyString& value : condition_.values) {
      const std::optional<std::string> text = value.text();
      if (!text) {
        for (Reason& reason : value.value.reasons()) reasons_.push_back(std::move(reason));
        any = either(any, Truth::unknown);
        continue;
      }
      const std::string folded = to_lower(*text);
      if (folded != "true" && folded != "false")
        any = either(any, not_documented("Null with \"" + *text + "\""));
      else
        any = either(any, to_truth((folded == "true") == values_.empty()));
    }
    return condition_.values.empty() ? not_documented("what an empty list of values means") : any;
  }

  Truth unknown_list() {
    reasons_.push_back(condition_.unknown.value_or(
        Reason{ReasonKind::unsupported, "values of " + condition_.key, condition_.span}));
    return Truth::unknown;
  }

  Truth match_values() {
    if (op_.quantifier != SetQuantifier::none) return match_set();
    if (values_.empty()) return to_truth(op_.if_exists || op_.negated);
    if (values_.size() == 1) return match_one(values_[0]);
    // A plain operator over several values: AWS says set operators are required and not what happens else.
    // That no value matches at all is the one case every reading agrees on.
    if (!op_.negated) {
      const bool none = std::all_of(values_.begin(), values_.end(),
                                    [this](const auto& v) { return match_one(v) == Truth::no; });
      if (none) return Truth::no;
    }
    return not_documented(condition_.operator_name + " on several values of " + condition_.key);
  }

  Truth match_set() {
    std::vector<std::string> present;
    std::copy_if(values_.begin(), values_.end(), std::back_inserter(present),
                 [](const std::string& v) { return !v.empty(); });
    const bool all = op_.quantifier == SetQuantifier::for_all;
    if (present.empty()) {
      // An absent key satisfies "for all" and never "for any"; with IfExists the two rules contradict.
      if (!all && op_.if_exists) return not_documented(condition_.operator_name + " on a key that is absent");
      return to_truth(all);
    }
    Truth result = to_truth(all);
    for (const std::string& v : present)
      result = all ? both(result, match_one(v)) : either(result, match_one(v));
    return result;
  }

  /// One value of the request against the list of the policy: any of them, for negated operators none.
  Truth match_one(const std::string& request_value) {
    if (condition_.values.empty() && !condition_.values_unknown) {
      // Documented both as true and as granting nothing; under a set operator nothing can match.
      if (op_.quantifier == SetQuantifier::none) return not_documented("what an empty list of values means");
      return to_truth(op_.negated);
    }
    Truth any = condition_.values_unknown ? unknown_list() : Truth::no;
    for (const PolicyString& value : condition_.values) {
      any = either(any, match_pair(value, request_value));
      if (any == Truth::yes) break;
    }
    return op_.negated ? !any : any;
  }

  Truth match_pair(const PolicyString& policy_value, const std::string& request_value) {
    switch (op_.family) {
      case OperatorFamily::boolean:
        return match_boolean(policy_value, request_value);
      case OperatorFamily::string:
      case OperatorFamily::string_ignore_case:
      case OperatorFamily::string_like:
      case OperatorFamily::arn:
        return match_text(policy_value, text_form(op_.family), variables_, scope_, request_value, reasons_);
      case OperatorFamily::numeric:
      case OperatorFamily::date:
      case OperatorFamily::binary:
      case OperatorFamily::address:
        break;
      case OperatorFamily::null:
        return Truth::unknown;
    }
    const std::optional<std::string> text = policy_value.text();
    if (!text) {
      for (Reason& reason : policy_value.value.reasons()) reasons_.push_back(std::move(reason));
      return Truth::unknown;
    }
    return match_scalar(*text, request_value);
  }

  Truth match_boolean(const PolicyString& policy_value, const std::string& request_value) {
    const std::string folded = to_lower(request_value);
    if (folded != "true" && folded != "false")
      return not_documented("\"" + request_value + "\" under " + condition_.operator_name);
    if (const std::optional<std::string> text = policy_value.text()) {
      const bool variable = text->find("${") != std::string::npos;
      const std::string policy_folded = to_lower(*text);
      if (!variable && policy_folded != "true" && policy_folded != "false")
        return not_documented("\"" + *text + "\" under " + condition_.operator_name);
    }
    return match_text(policy_value, TextForm::exact_ignore_case, variables_, scope_, request_value, reasons_);
  }

  Truth match_scalar(const std::string& policy_text, const std::string& request_text) {
    if (op_.family == OperatorFamily::numeric)
      return compare(Decimal::parse(policy_text), Decimal::parse(request_text), policy_text, request_text);
    if (op_.family == OperatorFamily::date)
      return compare(parse_date(policy_text), parse_date(request_text), policy_text, request_text);
    if (op_.family == OperatorFamily::binary) {
      const auto left = decode_base64(policy_text);
      const auto right = decode_base64(request_text);
      if (!left || !right) return unreadable(left ? request_text : policy_text);
      return to_truth(*left == *right);
    }
    const std::optional<IpRange> range = IpRange::parse(policy_text);
    const std::optional<IpAddress> address = IpAddress::parse(request_text);
    if (!range || !address) return unreadable(range ? request_text : policy_text);
    return to_truth(range->contains(*address));
  }

  Truth compare(const std::optional<Decimal>& policy, const std::optional<Decimal>& request,
                const std::string& policy_text, const std::string& request_text) {
    if (!policy || !request) return unreadable(policy ? request_text : policy_text);
    return to_truth(in_order(op_.ordering, *request <=> *policy));
  }

  Truth unreadable(const std::string& text) {
    return not_documented("\"" + text + "\" under " + condition_.operator_name);
  }

  const Condition& condition_;
  VariableRule variables_;
  const Request& request_;
  RequestScope scope_;
  ConditionOperator op_;
  std::span<const std::string> values_;
  std::vector<Reason> reasons_;
};

}  // namespace

Substitution RequestScope::variable(const std::string& key) const {
  Substitution result;
  const auto found = request_.context.find(key);
  if (found == request_.context.end() || found->second.empty()) {
    result.kind = Substitution::Kind::absent;
  } else if (found->second.size() == 1) {
    result.kind = Substitution::Kind::text;
    result.text = found->second[0];
  } else {
    result.reason =
        Reason{ReasonKind::unsupported_operator, "the variable ${" + key + "} with several values", {}};
  }
  return result;
}

Truth match_text(const PolicyString& pattern, TextForm form, VariableRule variables, const TextScope& scope,
                 std::string_view text, std::vector<Reason>& reasons) {
  CompiledText compiled = compile_text(pattern, form, variables, scope);
  if (compiled.never || !compiled.pattern.matches(text)) return Truth::no;
  if (compiled.exact) return Truth::yes;
  for (Reason& reason : compiled.reasons) reasons.push_back(std::move(reason));
  return Truth::unknown;
}

Match match_condition(const Condition& condition, VariableRule variables, const Request& request) {
  return ConditionMatcher(condition, variables, request).match();
}

}  // namespace rootproof::policy
