#include "rules/monitoring/log_filter.h"

#include <algorithm>
#include <cctype>
#include <string_view>
#include <utility>

#include "parsers/policy/located_text.h"
#include "parsers/source/limits.h"
#include "rules/answers.h"
#include "rules/root_credentials/texts.h"

namespace rootproof::rules {
namespace {

using Kind = FilterTerm::Kind;
using policy::Truth;

/// Stands for a part of the text that is not known (policy::LocatedText).
constexpr char kHole = '\0';

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  std::optional<FilterTerm> pattern() {
    if (!take("{")) return std::nullopt;
    std::optional<FilterTerm> filter = any(0);
    if (!filter || !take("}")) return std::nullopt;
    skip();
    return at_ == text_.size() ? filter : std::nullopt;
  }

 private:
  void skip() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
  }

  bool take(std::string_view token) {
    skip();
    if (text_.substr(at_, token.size()) != token) return false;
    at_ += token.size();
    return true;
  }

  /// A word operator, in any case of letters.
  bool take_word(std::string_view word) {
    skip();
    const std::size_t end = at_ + word.size();
    if (end > text_.size() || lower_case(text_.substr(at_, word.size())) != word) return false;
    if (end < text_.size() && std::isalnum(static_cast<unsigned char>(text_[end])) != 0) return false;
    at_ = end;
    return true;
  }

  /// `&&` binds tighter than `||`.
  std::optional<FilterTerm> any(unsigned depth) { return joined(Kind::any, "||", depth); }

  std::optional<FilterTerm> joined(Kind kind, std::string_view sign, unsigned depth) {
    FilterTerm all;
    all.kind = kind;
    do {
      std::optional<FilterTerm> term = kind == Kind::any ? joined(Kind::all, "&&", depth) : single(depth);
      if (!term) return std::nullopt;
      all.terms.push_back(std::move(*term));
    } while (take(sign));
    return all;
  }

  std::optional<FilterTerm> single(unsigned depth) {
    if (depth > limits::kContentDepth) return std::nullopt;
    if (take("(")) {
      std::optional<FilterTerm> inside = any(depth + 1);
      if (!inside || !take(")")) return std::nullopt;
      return inside;
    }
    return comparison();
  }

  std::optional<FilterTerm> comparison() {
    FilterTerm term;
    if (!take("$.") || !path(term.path)) return std::nullopt;
    if (take_word("not")) {
      term.kind = Kind::missing;
      return take_word("exists") ? std::optional(term) : std::nullopt;
    }
    if (take_word("exists")) {
      term.kind = Kind::exists;
      return term;
    }
    if (take_word("is")) {
      if (take_word("null"))
        term.kind = Kind::is_null;
      else if (take_word("true"))
        term.kind = Kind::is_true;
      else if (take_word("false"))
        term.kind = Kind::is_false;
      else
        return std::nullopt;
      return term;
    }
    if (take("!="))
      term.kind = Kind::not_equals;
    else if (take("<=") || take(">=") || take("<") || take(">"))
      term.kind = Kind::number;
    else if (take("="))
      term.kind = Kind::equals;
    else
      return std::nullopt;
    return text(term) ? std::optional(std::move(term)) : std::nullopt;
  }

  /// Names joined by dots; items of lists are not followed.
  bool path(std::string& path) {
    const std::size_t begin = at_;
    while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) != 0 ||
                                  std::string_view("._-").find(text_[at_]) != std::string_view::npos))
      ++at_;
    path = text_.substr(begin, at_ - begin);
    return !path.empty() && (at_ == text_.size() || text_[at_] != '[');
  }

  bool text(FilterTerm& term) {
    skip();
    if (at_ == text_.size()) return false;
    if (text_[at_] == '%') return regex(term);
    if (text_[at_] != '"') return bare(term);
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      if (text_[at_] == '\\' && ++at_ == text_.size()) return false;
      if (text_[at_] == kHole) term.known = false;
      term.text += text_[at_];
    }
    // Whether a regular expression may stand in quotes is not documented.
    if (term.text.size() > 1 && term.text.starts_with('%') && term.text.ends_with('%')) term.known = false;
    return take("\"");
  }

  /// `%…%`.
  bool regex(FilterTerm& term) {
    for (++at_; at_ < text_.size() && text_[at_] != '%'; ++at_) {
      term.text += text_[at_];
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) term.text += text_[++at_];
    }
    if (!take("%")) return false;
    if (term.text.find(kHole) != std::string::npos) {
      term.known = false;
      return true;
    }
    term.regex = LogRegex::read(term.text);
    return term.regex.has_value();
  }

  /// Text without quotes ends at a space or a sign of the language.
  bool bare(FilterTerm& term) {
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (std::isspace(static_cast<unsigned char>(c)) != 0 ||
          std::string_view("(){}&|=!<>\"").find(c) != std::string_view::npos)
        break;
      if (c == kHole) term.known = false;
      term.text += c;
    }
    return !term.text.empty();
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

/// A text with `*` at its ends.
struct Wildcard {
  std::string_view middle;
  bool open_begin = false;
  bool open_end = false;
};

Wildcard wildcard(std::string_view text) {
  Wildcard result{text};
  if (result.middle.starts_with('*')) {
    result.open_begin = true;
    result.middle.remove_prefix(1);
  }
  if (result.middle.ends_with('*')) {
    result.open_end = true;
    result.middle.remove_suffix(1);
  }
  return result;
}

bool equal(const Wildcard& wanted, std::string_view text) {
  if (wanted.open_begin && wanted.open_end) return text.find(wanted.middle) != std::string_view::npos;
  if (wanted.open_begin) return text.ends_with(wanted.middle);
  return wanted.open_end ? text.starts_with(wanted.middle) : text == wanted.middle;
}

/// Whether a regular expression finds a field that differs from event to event.
Truth finds(const LogRegex& regex, const OpenField& field, Reach reach) {
  if (reach == Reach::all && !field.same) return policy::to_truth(field.always && regex.finds_everything());
  if (!field.forms.empty())
    return policy::to_truth(std::any_of(field.forms.begin(), field.forms.end(),
                                        [&](const std::string& form) { return regex.may_find_in(form); }));
  if (field.prefix.empty() && field.suffix.empty()) return Truth::yes;
  const auto& examples = field.examples;
  const bool found =
      !examples.empty() && std::all_of(examples.begin(), examples.end(),
                                       [&](const std::string& each) { return regex.finds_in(each); });
  return found ? Truth::yes : Truth::unknown;
}

/// Whether it finds it in every event that has it.
bool always_finds(const LogRegex& regex, const OpenField& field) {
  if (field.forms.empty()) return regex.finds_everything();
  return std::all_of(field.forms.begin(), field.forms.end(), [&](const std::string& form) {
    for (const char digit : std::string_view("0123456789")) {
      std::string text = form;
      std::replace(text.begin(), text.end(), '#', digit);
      if (!regex.finds_in(text)) return false;
    }
    return true;
  });
}

/// A text of which a part is not known, or of which it is not known what it means.
Truth compare_in_part(const FilterTerm& term, const OpenField& field) {
  const bool holes_alone =
      term.text.find(kHole) != std::string::npos && !term.regex && term.text.find('*') == std::string::npos;
  if (!holes_alone || field.may_be_like(term.text, kHole)) return Truth::unknown;
  return policy::to_truth(term.kind == Kind::not_equals);
}

/// A text with a field that differs from event to event.
Truth compare(const FilterTerm& term, const OpenField& field, Reach reach) {
  const bool equals = term.kind == Kind::equals;
  if (!term.known) return compare_in_part(term, field);
  if (term.regex)
    return equals ? finds(*term.regex, field, reach) : policy::to_truth(!always_finds(*term.regex, field));
  const bool always = field.always && field.is_always_like(term.text);
  const bool holds = !equals                              ? field.is_always_like(term.text)
                     : reach == Reach::some || field.same ? field.may_be_like(term.text)
                                                          : always;
  // Whether a star within a text stands for anything is not documented.
  if (holds && wildcard(term.text).middle.find('*') != std::string_view::npos) return Truth::unknown;
  return policy::to_truth(holds == equals);
}

Truth compare(const FilterTerm& term, const EventField& field, Reach reach) {
  const bool equals = term.kind == Kind::equals;
  // What an inequality says of a field that is missing is not documented.
  if (field.absent()) return equals || term.kind == Kind::number ? Truth::no : Truth::unknown;
  if (term.kind == Kind::number) return Truth::unknown;
  if (field.open != nullptr) return compare(term, *field.open, reach);
  if (!term.known) return Truth::unknown;
  const Wildcard wanted = wildcard(term.text);
  if (!term.regex && wanted.middle.find('*') != std::string_view::npos) return Truth::unknown;
  if (field.value->is_structured()) return Truth::unknown;
  const std::string text = field.value->is_string() ? field.value->get<std::string>() : field.value->dump();
  return policy::to_truth((term.regex ? term.regex->finds_in(text) : equal(wanted, text)) == equals);
}

Truth truth_of(const FilterTerm& term, const EventField& field, Reach reach) {
  const bool always = field.open != nullptr && field.open->always;
  const bool may_be = field.open != nullptr && (reach == Reach::some || always);
  switch (term.kind) {
    case Kind::exists:
      return policy::to_truth(field.value != nullptr || may_be);
    case Kind::missing:
      return policy::to_truth(field.absent() || (may_be && !always));
    case Kind::is_null:
      if (field.absent()) return Truth::unknown;
      return policy::to_truth((may_be && !always) || (field.value != nullptr && field.value->is_null()));
    case Kind::is_true:
    case Kind::is_false:
      // What is always there is a text.
      return policy::to_truth((may_be && !always) ||
                              (field.value != nullptr && *field.value == (term.kind == Kind::is_true)));
    case Kind::all:
    case Kind::any:
    case Kind::equals:
    case Kind::not_equals:
    case Kind::number:
      break;
  }
  return compare(term, field, reach);
}

/// Texts that people write for root in a field of userIdentity.
bool names_root(const FilterTerm& filter) {
  if (std::any_of(filter.terms.begin(), filter.terms.end(), names_root)) return true;
  // Selectors tell letters apart ("Filter pattern syntax"): another case is another field, which no event
  // has.
  if (filter.kind != Kind::equals || !lower_case(filter.path).starts_with("useridentity.")) return false;
  std::string text = lower_case(filter.text);
  const std::string_view signs = filter.regex ? "^$* " : "* ";
  std::erase_if(text, [signs](char c) { return signs.find(c) != std::string_view::npos; });
  return text == "root" || text.ends_with(":root") || text == "<root_account>";
}

constexpr std::string_view kServiceField = "eventSource";

bool reads_service(const FilterTerm& filter) {
  return filter.path == kServiceField || std::any_of(filter.terms.begin(), filter.terms.end(), reads_service);
}

/// Of all events of a sort, or of those about one service.
Truth match_terms(const FilterTerm& filter, const RootEvent& event, const EventService* service,
                  Reach reach) {
  if (filter.kind == Kind::all || filter.kind == Kind::any) {
    const bool all = filter.kind == Kind::all;
    Truth result = all ? Truth::yes : Truth::no;
    for (const FilterTerm& term : filter.terms) {
      const Truth truth = match_terms(term, event, service, reach);
      result = all ? policy::both(result, truth) : policy::either(result, truth);
    }
    return result;
  }
  const std::string path = "detail." + filter.path;
  return truth_of(filter, service == nullptr ? event.at(path) : event.at(path, *service), reach);
}

bool reads_identity(const FilterTerm& filter) {
  return filter.path.starts_with("userIdentity.") ||
         std::any_of(filter.terms.begin(), filter.terms.end(), reads_identity);
}

}  // namespace

std::optional<FilterTerm> read_log_filter(const value::Value& text) {
  if (!text.is(value::Value::Kind::string)) return std::nullopt;
  const policy::LocatedText located(text);
  return Parser(located.text()).pattern();
}

Truth match_log_filter(const FilterTerm& filter, const RootEvent& event, Reach reach) {
  const bool of_any_service = event.at("source").open != nullptr;
  if (reach == Reach::all || !of_any_service || !reads_service(filter))
    return match_terms(filter, event, nullptr, reach);
  Truth any = Truth::no;
  for (const EventService& service : event_services()) {
    if (event.may_be_of(service)) any = policy::either(any, match_terms(filter, event, &service, reach));
    if (any == Truth::yes) return any;
  }
  // That there is a service of another name, only AWS knows.
  const Truth of_others = match_terms(filter, event, nullptr, reach);
  return policy::either(any, of_others == Truth::yes ? Truth::unknown : of_others);
}

Truth filter_asks_for_root(const value::Value& pattern) {
  const std::optional<FilterTerm> filter = read_log_filter(pattern);
  if (!filter) {
    const bool has_word = lower_case(shown(pattern)).find("root") != std::string::npos;
    return has_word || !pattern.fully_known() ? Truth::unknown : Truth::no;
  }
  if (names_root(*filter)) return Truth::yes;
  if (!reads_identity(*filter)) return Truth::no;
  return takes_only(root_uses(),
                    [&](const RootEvent& event) { return match_log_filter(*filter, event, Reach::some); });
}

}  // namespace rootproof::rules
