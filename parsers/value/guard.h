#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/source/span.h"
#include "parsers/value/reason.h"

namespace rootproof::value {

class Constraints;

/// One condition whose truth is not known: a CloudFormation Condition, a Terraform expression, "instance
/// exists".
struct GuardTerm {
  std::string condition;  ///< identity and text for people: "IsProd", "var.public"
  bool holds = true;
  source::Span span;
  /// Terms of one non-empty subject name its possible values: two different ones never hold together
  /// ("Stage is prod", "Stage is dev" of subject "Stage").
  std::string subject = {};
  /// Why the condition is not known, when there is more to say than its name.
  std::optional<Reason> reason = {};
  /// It says that something not known makes any of what stands once for all of it.
  bool of_unknown_number = false;
  /// What is known of it and other conditions together, where anything is.
  std::shared_ptr<const Constraints> constraints = {};
  bool operator==(const GuardTerm& other) const {
    return condition == other.condition && holds == other.holds && subject == other.subject;
  }
};

/// The term "`subject` is `text`", or its opposite: every place that speaks of one value says the same.
[[nodiscard]] GuardTerm value_term(std::string subject, std::string_view text, bool holds, source::Span span,
                                   std::optional<Reason> reason = {});
/// The text that a term of `value_term` speaks of; nullopt for any other term.
[[nodiscard]] std::optional<std::string> text_of_value_term(const GuardTerm& term);

/// The term that holds where this one does not.
[[nodiscard]] GuardTerm negated(GuardTerm term);

/// Why it is not known whether the term holds.
[[nodiscard]] Reason reason_of(const GuardTerm& term);

/// Conjunction of terms under which something holds; no terms means always.
struct Guard {
  std::vector<GuardTerm> terms;

  [[nodiscard]] bool always() const { return terms.empty(); }
  /// Both guards together, without what follows from the rest. A contradiction is visible through
  /// `impossible()`.
  [[nodiscard]] Guard operator&(const Guard& other) const;
  /// True when the same condition is required to hold and not to hold, one subject to be two values, or what
  /// its conditions are constrained to leaves no case.
  [[nodiscard]] bool impossible() const;
  /// True when the term holds wherever this guard does.
  [[nodiscard]] bool implies(const GuardTerm& term) const;
  [[nodiscard]] bool implies(const Guard& other) const;
  /// "when IsProd and not var.public and Stage is not dev"; empty when always.
  [[nodiscard]] std::string to_string() const;

 private:
  void drop_what_follows();
};

}  // namespace rootproof::value
