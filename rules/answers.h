#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/engine/rule.h"

/// The three kinds of answer as rules give them, and the words all messages share.
namespace rootproof::rules {

[[nodiscard]] inline policy::Answer violation() {
  policy::Answer answer;
  answer.verdict = policy::Verdict::violation;
  return answer;
}

[[nodiscard]] inline policy::Answer safe(std::string proof) {
  policy::Answer answer;
  answer.verdict = policy::Verdict::safe;
  answer.proof.push_back(std::move(proof));
  return answer;
}

[[nodiscard]] inline policy::Answer undecided(std::vector<value::Reason> reasons) {
  policy::Answer answer;
  answer.verdict = policy::Verdict::undecided;
  answer.reasons = std::move(reasons);
  return answer;
}

/// What an undecided answer depends on, for one of its reasons.
[[nodiscard]] inline std::string dependency(const value::Reason& reason) {
  std::string name = reason.detail.empty() ? std::string(value::to_string(reason.kind)) : reason.detail;
  if (reason.kind == value::ReasonKind::limit) return "more than the limit " + name + " allows";
  if (reason.kind == value::ReasonKind::duplicate_key)
    return "which of the members named " + name + " counts";
  if (reason.kind == value::ReasonKind::invalid && !reason.detail.empty()) return "an error (" + name + ")";
  return name;
}

/// "var.partner, parameter Account": what an undecided answer depends on, each once, at most three of them.
[[nodiscard]] inline std::string depends_on(const std::vector<value::Reason>& reasons) {
  constexpr std::size_t kNamed = 3;
  std::vector<std::string> names;
  for (const value::Reason& reason : reasons) {
    std::string name = dependency(reason);
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
  }
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < kNamed; ++i) text += (i == 0 ? "" : ", ") + names[i];
  if (names.size() > kNamed) text += ", …";
  return text.empty() ? "something that is not known" : text;
}

/// " when IsProd" for a guard that is not always true, else nothing.
[[nodiscard]] inline std::string under(const value::Guard& guard) {
  return guard.always() ? std::string() : " " + guard.to_string();
}

/// The same, and the case of the finding: others that differ in it alone are told with it. A violation in a
/// case that cannot be together with this one may still be one in another case.
[[nodiscard]] inline std::string under(engine::Finding& finding, const value::Guard& guard) {
  finding.guard = guard & finding.answer.when;
  if (!finding.guard.impossible()) return under(finding.guard);
  std::vector<value::Reason> reasons;
  for (const value::GuardTerm& term : finding.answer.when.terms) reasons.push_back(value::reason_of(term));
  finding.answer = {};
  finding.answer.reasons = std::move(reasons);
  finding.guard = guard;
  return under(guard);
}

/// Adds reasons that are not there yet.
inline void add_reasons(std::vector<value::Reason>& reasons, const std::vector<value::Reason>& more) {
  for (const value::Reason& reason : more) {
    bool known = false;
    for (const value::Reason& other : reasons) {
      known = known || (other.kind == reason.kind && other.detail == reason.detail);
    }
    if (!known) reasons.push_back(reason);
  }
}

/// Whether a resource, or a part of it that stands under `guard`, is there in every case.
[[nodiscard]] inline bool is_certain(const Resource& resource, const value::Guard& guard = {}) {
  return (resource.guard & guard).always() && !resource.may_be_absent;
}

/// Why something may not be there: the terms it stands under, and a number of instances that is not known.
[[nodiscard]] inline std::vector<value::Reason> doubts_about(const value::Guard& guard,
                                                             const Resource* of_unknown_number) {
  std::vector<value::Reason> doubts;
  for (const value::GuardTerm& term : guard.terms)
    add_reasons(doubts, {term.reason.value_or(
                            value::Reason{value::ReasonKind::unknown_variable, term.condition, term.span})});
  if (of_unknown_number != nullptr)
    add_reasons(doubts, {{value::ReasonKind::unknown_variable,
                          "how many instances of " + of_unknown_number->address + " there are",
                          of_unknown_number->span}});
  return doubts;
}

/// Why a resource, or a part of it that stands under `guard`, is not there in every case; none where it is.
[[nodiscard]] inline std::vector<value::Reason> doubts_about(const Resource& resource,
                                                             const value::Guard& guard = {}) {
  return doubts_about(resource.guard & guard, resource.may_be_absent ? &resource : nullptr);
}

/// What `ignore_changes` leaves to others. What macros may make of a resource is said once for all of them.
[[nodiscard]] inline std::vector<value::Reason> doubts_by_others(const Resource& resource) {
  const std::optional<value::Reason>& reason = resource.rewritten_by;
  if (!reason || reason->kind != value::ReasonKind::resource_attribute) return {};
  return {*reason};
}

/// Why a resource is not there in every case, or not as it is written.
[[nodiscard]] inline std::vector<value::Reason> doubts_as_written(const Resource& resource,
                                                                  const value::Guard& guard = {}) {
  std::vector<value::Reason> doubts = doubts_about(resource, guard);
  add_reasons(doubts, doubts_by_others(resource));
  return doubts;
}

/// Where a value is used: its own text when that is written there, else the reference that brings it in
/// (whose origin leads on to the text).
[[nodiscard]] inline source::Span place_of_use(const value::Value& value, source::Span text) {
  const source::Span use = value.origin().span();
  if (use.empty()) return text;
  const bool inside =
      text.file == use.file && use.begin <= text.begin && text.end <= use.end && !text.empty();
  return inside ? text : use;
}

/// A text for messages: the text itself, or what is known of it.
[[nodiscard]] inline std::string shown(const value::Value& value) {
  if (auto text = value.as_text()) return *text;
  if (value.is(value::Value::Kind::unknown) && !value.reason().detail.empty()) return value.reason().detail;
  std::string display = value.to_display();
  const bool quoted = display.size() >= 2 && display.front() == '"' && display.back() == '"';
  return quoted ? display.substr(1, display.size() - 2) : display;
}

/// What may add or rewrite resources of a unit unseen; empty when nothing does.
[[nodiscard]] inline std::vector<value::Reason> unseen_parts(const engine::Facts& facts,
                                                             const std::string& unit) {
  if (facts.unit_unknowns == nullptr) return {};
  const auto found = facts.unit_unknowns->find(unit);
  return found == facts.unit_unknowns->end() ? std::vector<value::Reason>{} : found->second;
}

}  // namespace rootproof::rules
