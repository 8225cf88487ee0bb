#include "analyzer/policy/policy_text.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "analyzer/policy/operators.h"

namespace rootproof::policy {

using value::Hole;
using value::HoleKind;
using value::Reason;
using value::ReasonKind;
using value::StringPiece;
using value::TextPiece;
using value::Value;

namespace {

/// `${key}`, `${key, 'default'}`, `${*}`, `${?}`, `${$}` (IAM User Guide, "Policy variables").
struct Variable {
  std::string key;  ///< lower case; empty for the three characters
  bool has_fallback = false;
  std::string fallback;
  std::string character;
  std::size_t length = 0;  ///< bytes of the whole `${…}`
};

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

/// The variable `text` begins with; nullopt when it is none that AWS documents.
std::optional<Variable> read_variable(std::string_view text) {
  if (text.substr(0, 2) != "${") return std::nullopt;
  const std::size_t close = text.find('}', 2);
  if (close == std::string_view::npos) return std::nullopt;
  std::string_view inner = text.substr(2, close - 2);
  Variable variable;
  variable.length = close + 1;
  if (inner == "*" || inner == "?" || inner == "$") {
    variable.character = inner;
    return variable;
  }
  const std::size_t comma = inner.find(',');
  if (comma != std::string_view::npos) {
    const std::string_view fallback = trim(inner.substr(comma + 1));
    if (fallback.size() < 2 || fallback.front() != '\'' || fallback.back() != '\'') return std::nullopt;
    variable.has_fallback = true;
    variable.fallback = fallback.substr(1, fallback.size() - 2);
    inner = inner.substr(0, comma);
  }
  inner = trim(inner);
  if (inner.empty()) return std::nullopt;
  variable.key = to_lower(inner);
  return variable;
}

class TextCompiler {
 public:
  TextCompiler(TextForm form, VariableRule variables, const TextScope& scope)
      : form_(form), variables_(variables), scope_(scope) {}

  CompiledText compile(const PolicyString& text) {
    span_ = text.span;
    if (text.value.is(Value::Kind::string)) {
      add_pieces(text.value);
    } else if (const std::optional<std::string> known = text.value.as_text()) {
      add_text(*known);
    } else {
      give_up(text);
    }
    finish(text);
    return std::move(result_);
  }

 private:
  [[nodiscard]] bool ignore_case() const {
    return form_ == TextForm::exact_ignore_case || form_ == TextForm::glob_ignore_case;
  }
  [[nodiscard]] bool wildcards() const {
    return form_ != TextForm::exact && form_ != TextForm::exact_ignore_case;
  }
  [[nodiscard]] bool by_components() const { return form_ == TextForm::arn || form_ == TextForm::resource; }

  void inexact(Reason reason) {
    result_.exact = false;
    result_.reasons.push_back(std::move(reason));
  }

  void give_up(const PolicyString& text) {
    result_.pattern.add_run(any_symbol());
    open_colons_ = true;
    result_.exact = false;
    std::vector<Reason> reasons = text.value.reasons();
    if (reasons.empty()) reasons.push_back({ReasonKind::invalid, "a value that is no text", text.span});
    for (Reason& reason : reasons) inexact(std::move(reason));
  }

  /// Text pieces are joined first: a variable may be cut by an escape or a line break of the source.
  void add_pieces(const Value& string) {
    std::string run;
    for (const StringPiece& piece : string.pieces()) {
      if (const auto* text = std::get_if<TextPiece>(&piece)) {
        run += text->text;
        continue;
      }
      add_text(run);
      run.clear();
      add_hole(std::get<Hole>(piece));
    }
    add_text(run);
  }

  void add_hole(const Hole& hole) {
    result_.pattern.add(hole_pattern(hole.kind));
    only_stars_ = false;
    if (hole.kind == HoleKind::any || hole.kind == HoleKind::reference) open_colons_ = true;
    inexact(hole.reason);
  }

  void add_text(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
      if (variables_ != VariableRule::literal && text[i] == '$') {
        if (const std::optional<Variable> variable = read_variable(text.substr(i))) {
          add_variable(*variable);
          i += variable->length;
          continue;
        }
      }
      // Characters without a meaning of their own go in at once.
      std::size_t end = i;
      while (end < text.size() && is_plain(text[end])) ++end;
      if (end > i) {
        add_literal(text.substr(i, end - i));
        i = end;
        continue;
      }
      const std::size_t length = std::max<std::size_t>(1, utf8_length(text[i]));
      add_character(text.substr(i, length));
      i += length;
    }
  }

  [[nodiscard]] bool is_plain(char c) const {
    return static_cast<unsigned char>(c) < 0x80 && c != '$' && !(wildcards() && (c == '*' || c == '?'));
  }

  static std::size_t utf8_length(char c) {
    const auto lead = static_cast<unsigned char>(c);
    if (lead < 0xC0) return 1;
    if (lead < 0xE0) return 2;
    return lead < 0xF0 ? 3 : 4;
  }

  void add_character(std::string_view character) {
    const char c = character[0];
    if (static_cast<unsigned char>(c) >= 0xC4)
      inexact({ReasonKind::invalid, "a character that policies may not hold", span_});
    if (wildcards() && (c == '*' || c == '?')) {
      // In components one to five of an ARN a wildcard cannot match the colon that ends them.
      const bool inside = by_components() && colons_ < 5 && !open_colons_;
      const SymbolSet set = inside ? any_symbol_but(':') : any_symbol();
      ends_in_wildcard_ = c == '*';
      if (c == '*') return result_.pattern.add_run(set);
      only_stars_ = false;
      return result_.pattern.add_one(set);
    }
    add_literal(character);
  }

  void add_literal(std::string_view text) {
    colons_ += static_cast<std::size_t>(std::count(text.begin(), text.end(), ':'));
    if (!text.empty()) only_stars_ = ends_in_wildcard_ = false;
    result_.pattern.add_literal(text, ignore_case());
  }

  void add_variable(const Variable& variable) {
    if (variables_ == VariableRule::unknown) {
      result_.pattern.add_run(any_symbol());
      only_stars_ = false;
      open_colons_ = true;
      return inexact({ReasonKind::invalid, "policy variables under an unknown Version", span_});
    }
    // IAM User Guide: in Resource, variables belong after the fifth colon. Elsewhere nothing is promised.
    if (form_ == TextForm::resource && colons_ < 5 && variable.character.empty())
      inexact(
          {ReasonKind::unsupported_operator, "a policy variable before the fifth colon of an ARN", span_});
    if (!variable.character.empty()) return add_literal(variable.character);
    const Substitution value = scope_.variable(variable.key);
    switch (value.kind) {
      case Substitution::Kind::text:
        return add_literal(value.text);
      case Substitution::Kind::absent:
        if (variable.has_fallback) return add_literal(variable.fallback);
        result_.never = true;
        result_.unresolved = true;
        return;
      case Substitution::Kind::open:
        break;
    }
    result_.pattern.add(value.pattern);
    only_stars_ = false;
    open_colons_ = true;
    inexact(value.reason.value_or(Reason{ReasonKind::unsupported, "${" + variable.key + "}", span_}));
  }

  void finish(const PolicyString& text) {
    if (!by_components() || colons_ >= 5 || open_colons_) return;
    if (only_stars_ && !result_.pattern.tokens().empty()) {
      // "*" is every resource. Under an ARN operator it has one field where six are compared.
      if (form_ == TextForm::resource)
        result_.pattern = TextPattern::anything();
      else
        inexact({ReasonKind::unsupported_operator, "\"*\" under an ARN operator", text.span});
      if (form_ == TextForm::arn) result_.pattern = TextPattern::anything();
      return;
    }
    if (form_ == TextForm::arn && !ends_in_wildcard_) {
      result_.never = true;  // fewer than six fields: no ARN is like that
      return;
    }
    // Short ARNs are not documented: at most they match as if the rest were wildcards.
    result_.pattern = loosened(result_.pattern);
    inexact({ReasonKind::unsupported_operator,
             form_ == TextForm::arn ? "a pattern with fewer than six ARN components"
                                    : "a resource with fewer than six ARN components",
             text.span});
  }

  static TextPattern loosened(const TextPattern& pattern) {
    TextPattern loose;
    for (const PatternToken& token : pattern.tokens()) {
      const SymbolSet own = pattern.set_of(token);
      const SymbolSet set = own.count() > 128 ? any_symbol() : own;  // a wildcard
      if (token.repeat)
        loose.add_run(set);
      else
        loose.add_one(set);
    }
    loose.add_run(any_symbol());
    return loose;
  }

  TextForm form_;
  VariableRule variables_;
  const TextScope& scope_;
  CompiledText result_;
  source::Span span_;
  std::size_t colons_ = 0;
  bool open_colons_ = false;  ///< from here on, which component we are in is not known
  bool only_stars_ = true;
  bool ends_in_wildcard_ = false;
};

}  // namespace

VariableRule variable_rule(const PolicyDocument& document) {
  if (document.version_unknown) return VariableRule::unknown;
  return document.version == "2012-10-17" ? VariableRule::replaced : VariableRule::literal;
}

CompiledText compile_text(const PolicyString& text, TextForm form, VariableRule variables,
                          const TextScope& scope) {
  return TextCompiler(form, variables, scope).compile(text);
}

std::string with_known_variables(std::string_view text, const TextScope& scope) {
  std::string result;
  for (std::size_t i = 0; i < text.size();) {
    const std::optional<Variable> variable = read_variable(text.substr(i));
    const std::size_t length = variable ? variable->length : 1;
    std::optional<std::string> known;
    if (variable && !variable->key.empty()) {
      const Substitution value = scope.variable(variable->key);
      if (value.kind == Substitution::Kind::text) known = value.text;
      if (value.kind == Substitution::Kind::absent && variable->has_fallback) known = variable->fallback;
    }
    if (known && known->find_first_of("*?$") == std::string::npos)
      result += *known;
    else
      result += text.substr(i, length);
    i += length;
  }
  return result;
}

TextForm text_form(OperatorFamily family) {
  switch (family) {
    case OperatorFamily::string_like:
      return TextForm::glob;
    case OperatorFamily::arn:
      return TextForm::arn;
    case OperatorFamily::string_ignore_case:
    case OperatorFamily::boolean:
      return TextForm::exact_ignore_case;
    case OperatorFamily::string:
    case OperatorFamily::numeric:
    case OperatorFamily::date:
    case OperatorFamily::binary:
    case OperatorFamily::address:
    case OperatorFamily::null:
      break;
  }
  return TextForm::exact;
}

bool is_documented_action(std::string_view pattern) {
  for (const char c : pattern) {
    if (c == ':') return true;
    if (c == '*' || c == '?') break;
  }
  return pattern.find_first_not_of('*') == std::string_view::npos || pattern == "*:*";
}

bool has_star(const std::vector<PolicyString>& entries) {
  return std::any_of(entries.begin(), entries.end(),
                     [](const PolicyString& entry) { return entry.text() == "*"; });
}

TextPattern hole_pattern(HoleKind kind) {
  TextPattern pattern;
  const auto digits = [&pattern](int count) {
    for (int i = 0; i < count; ++i) pattern.add_one(digit_symbols());
  };
  const SymbolSet name = one_of_symbols("abcdefghijklmnopqrstuvwxyz0123456789-");
  switch (kind) {
    case HoleKind::account_id:
      digits(12);
      break;
    case HoleKind::partition:
      pattern.add_literal("aws");
      pattern.add_run(name);
      break;
    case HoleKind::region:
      pattern.add_one(name);
      pattern.add_run(name);
      break;
    case HoleKind::url_suffix:
      pattern.add_run(any_symbol_but('/'));
      break;
    case HoleKind::any:
    case HoleKind::reference:
      pattern.add_run(any_symbol());
      break;
  }
  return pattern;
}

TextPattern arns_of_account(std::string_view account) {
  TextPattern pattern = TextPattern::literal("arn:");
  for (int colons = 0; colons < 3; ++colons) {
    pattern.add_run(any_symbol_but(':'));
    pattern.add_literal(":");
  }
  pattern.add_literal(std::string(account) + ":");
  pattern.add_run(any_symbol());
  return pattern;
}

std::vector<std::string> variables_in(std::string_view text) {
  std::vector<std::string> keys;
  // Behind the last brace no variable ends.
  text = text.substr(0, text.rfind('}') + 1);
  for (std::size_t at = text.find("${"); at != std::string_view::npos; at = text.find("${", at + 1))
    if (const std::optional<Variable> variable = read_variable(text.substr(at)))
      if (!variable->key.empty()) keys.push_back(variable->key);
  return keys;
}

}  // namespace rootproof::policy
