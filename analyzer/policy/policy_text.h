#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/policy/operators.h"
#include "analyzer/policy/pattern.h"
#include "parsers/policy/policy_document.h"

/// Texts of a policy as patterns: wildcards, policy variables and holes resolved as far as they are known.
namespace rootproof::policy {

/// What a policy variable, or a hole, stands for.
struct Substitution {
  enum class Kind : std::uint8_t {
    text,    ///< exactly this
    absent,  ///< the request has no such key (policy.md §1.3: nothing matches)
    open,    ///< some text out of `pattern`
  };
  Kind kind = Kind::open;
  std::string text;
  TextPattern pattern = TextPattern::anything();
  std::optional<value::Reason> reason;  ///< why it is open
};

/// Where texts are read: what variables and holes stand for there.
class TextScope {
 public:
  TextScope() = default;
  TextScope(const TextScope&) = delete;
  TextScope& operator=(const TextScope&) = delete;
  virtual ~TextScope() = default;
  /// Value of a context key, named in lower case.
  [[nodiscard]] virtual Substitution variable(const std::string& key) const = 0;
};

/// How a text is compared.
enum class TextForm : std::uint8_t {
  exact,              ///< wildcards are ordinary characters
  exact_ignore_case,  ///< the same, case folded
  glob,               ///< wildcards cross everything
  glob_ignore_case,   ///< actions
  arn,                ///< wildcards stay inside components one to five
  resource,           ///< arn, or "*" for everything; variables belong into the sixth component
};

/// A compiled text: what it may match and whether that is all there is to it.
struct CompiledText {
  TextPattern pattern;                 ///< everything it may match
  bool exact = true;                   ///< it matches all of that for certain
  bool never = false;                  ///< it matches nothing for certain
  bool unresolved = false;             ///< a variable without value stands in it (then `never` is set too)
  std::vector<value::Reason> reasons;  ///< why it is not exact
  std::optional<std::size_t> predicate{};  ///< the number of its text in RequestModel::symbolic
};

/// Whether a document's policy variables are replaced: only under Version 2012-10-17.
enum class VariableRule : std::uint8_t { literal, replaced, unknown };
[[nodiscard]] VariableRule variable_rule(const PolicyDocument& document);

[[nodiscard]] CompiledText compile_text(const PolicyString& text, TextForm form, VariableRule variables,
                                        const TextScope& scope);

/// The text with the variables replaced that the scope knows: by their value, or by their default where they
/// have none. Values that would mean something else in the text stay variables.
[[nodiscard]] std::string with_known_variables(std::string_view text, const TextScope& scope);

/// How the values of a text operator are compared.
[[nodiscard]] TextForm text_form(OperatorFamily family);

/// An action without a colon, or with wildcards in its service, is not documented: at most it is a glob
/// (policy.md §1.2).
[[nodiscard]] bool is_documented_action(std::string_view pattern);

/// Whether one of several entries is "*" by itself.
[[nodiscard]] bool has_star(const std::vector<PolicyString>& entries);

/// What may stand in the place of a hole of this kind.
[[nodiscard]] TextPattern hole_pattern(value::HoleKind kind);
/// ARNs of an account, which is their fifth field; of an empty one, those that tell no account.
[[nodiscard]] TextPattern arns_of_account(std::string_view account);

/// The variable names in a text ("aws:username"), lower case, in order.
[[nodiscard]] std::vector<std::string> variables_in(std::string_view text);

}  // namespace rootproof::policy
