// regex, regexall and replace: Go's regular expressions are RE2's, so matching never takes more than linear
// time.
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <map>

#include "parsers/source/limits.h"
#include "parsers/terraform/function_table.h"
#include "parsers/terraform/pattern_cache.h"
#include "parsers/terraform/type.h"

namespace rootproof::terraform {
namespace {

using value::ListKind;
using value::Member;
using value::Value;

RE2::Options options() {
  RE2::Options result(RE2::Quiet);
  result.set_max_mem(static_cast<std::int64_t>(limits::kPatternMemory));
  return result;
}

std::shared_ptr<const RE2> compiled(const Call& call, const std::string& pattern) {
  if (call.context.patterns != nullptr) return call.context.patterns->get(pattern);
  return std::make_shared<const RE2>(pattern, options());
}

/// What the groups of a pattern give: the whole match without groups, a tuple of them, or an object by names.
class Groups {
 public:
  explicit Groups(const RE2& pattern)
      : count_(static_cast<std::size_t>(pattern.NumberOfCapturingGroups())),
        names_(pattern.CapturingGroupNames()) {}

  [[nodiscard]] std::size_t count() const { return count_; }
  /// Named and unnamed groups do not mix.
  [[nodiscard]] bool mixed() const { return !names_.empty() && names_.size() != count_; }

  [[nodiscard]] Value value(const Call& call, const std::vector<re2::StringPiece>& match) const {
    if (count_ == 0) return group(call, match[0]);
    if (names_.empty()) {
      std::vector<Value> items;
      for (std::size_t i = 1; i <= count_; ++i) items.push_back(group(call, match[i]));
      return Value::list(std::move(items), call.origin());
    }
    std::vector<Member> members;
    for (const auto& [index, name] : names_)
      members.push_back({name, call.context.call, group(call, match[static_cast<std::size_t>(index)])});
    return Value::map(std::move(members), call.origin());
  }

  /// The type of value().
  [[nodiscard]] Type type() const {
    Type text{Type::Kind::string, {}, {}};
    if (count_ == 0) return text;
    if (names_.empty()) return {Type::Kind::tuple, std::vector<Type>(count_, text), {}};
    Type object{Type::Kind::object, std::vector<Type>(count_, text), {}};
    for (const auto& [index, name] : names_) object.names.push_back(name);
    std::sort(object.names.begin(), object.names.end());
    return object;
  }

 private:
  /// A group that took no part in the match is null.
  static Value group(const Call& call, const re2::StringPiece& text) {
    return text.data() == nullptr ? typed(Value::null(call.origin()), {Type::Kind::string, {}, {}})
                                  : call.text(std::string(text.data(), text.size()));
  }

  std::size_t count_;
  std::map<int, std::string> names_;
};

/// Calls `visit(match)` for each match from left to right, as Go's FindAll does: an empty match right behind
/// another match does not count. `visit` returns false to stop.
template <class Visit>
void each_match(const RE2& pattern, const std::string& text, std::size_t groups, const Visit& visit) {
  std::vector<re2::StringPiece> match(groups + 1);
  std::size_t at = 0;
  std::size_t last_end = std::string::npos;
  while (at <= text.size() && pattern.Match(text, at, text.size(), RE2::UNANCHORED, match.data(),
                                            static_cast<int>(match.size()))) {
    const auto begin = static_cast<std::size_t>(match[0].data() - text.data());
    const std::size_t end = begin + match[0].size();
    const bool empty = begin == end;
    if ((!empty || begin != last_end) && !visit(match, begin, end)) return;
    last_end = end;
    at = end;
    if (!empty) continue;
    ++at;
    // The next position is the next code point.
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) ++at;
  }
}

Value regex(const Call& call) {
  const std::shared_ptr<const RE2> kept = compiled(call, call.text_argument(0));
  const RE2& pattern = *kept;
  if (!pattern.ok()) return call.invalid("the pattern: " + pattern.error());
  const Groups groups(pattern);
  if (groups.mixed()) return call.invalid("named and unnamed groups cannot be mixed");
  const std::string text = call.text_argument(1);
  Value result = call.invalid("the pattern does not match");
  each_match(pattern, text, groups.count(), [&](const auto& match, std::size_t, std::size_t) {
    result = groups.value(call, match);
    return false;
  });
  return result;
}

Value regexall(const Call& call) {
  const std::shared_ptr<const RE2> kept = compiled(call, call.text_argument(0));
  const RE2& pattern = *kept;
  if (!pattern.ok()) return call.invalid("the pattern: " + pattern.error());
  const Groups groups(pattern);
  if (groups.mixed()) return call.invalid("named and unnamed groups cannot be mixed");
  const std::string text = call.text_argument(1);
  std::vector<Value> results;
  each_match(pattern, text, groups.count(), [&](const auto& match, std::size_t, std::size_t) {
    results.push_back(groups.value(call, match));
    return results.size() <= limits::kAliasExpansion;
  });
  return typed(call.list(std::move(results), ListKind::list), Type::list(groups.type()));
}

/// What `$1`, `${1}`, `$name` and `$$` in the replacement stand for (Go's Regexp.Expand).
class Replacement {
 public:
  Replacement(std::string text, const RE2& pattern)
      : text_(std::move(text)), names_(pattern.NamedCapturingGroups()) {}

  void append(const std::vector<re2::StringPiece>& match, std::string& out) const {
    for (std::size_t at = 0; at < text_.size();) {
      if (text_[at] != '$') {
        out.push_back(text_[at++]);
        continue;
      }
      if (text_.compare(at, 2, "$$") == 0) {
        out.push_back('$');
        at += 2;
        continue;
      }
      const bool braces = text_.compare(at, 2, "${") == 0;
      const std::size_t begin = at + (braces ? 2 : 1);
      std::size_t end = begin;
      while (end < text_.size() && is_name(text_[end])) ++end;
      if (end == begin || (braces && (end == text_.size() || text_[end] != '}'))) {
        out.push_back(text_[at++]);  // no name: the dollar stands for itself
        continue;
      }
      append_group(text_.substr(begin, end - begin), match, out);
      at = end + (braces ? 1 : 0);
    }
  }

 private:
  static bool is_name(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  void append_group(const std::string& name, const std::vector<re2::StringPiece>& match,
                    std::string& out) const {
    std::size_t index = match.size();
    if (name.find_first_not_of("0123456789") == std::string::npos) {
      if (name.size() <= 4) index = std::stoul(name);
    } else if (const auto found = names_.find(name); found != names_.end()) {
      index = static_cast<std::size_t>(found->second);
    }
    if (index < match.size() && match[index].data() != nullptr)
      out.append(match[index].data(), match[index].size());
  }

  std::string text_;
  std::map<std::string, int> names_;
};

Value replace_pattern(const Call& call, const std::string& text, const std::string& written,
                      const std::string& replacement) {
  const std::shared_ptr<const RE2> kept = compiled(call, written);
  const RE2& pattern = *kept;
  if (!pattern.ok()) return call.invalid("the pattern: " + pattern.error());
  const Replacement expand(replacement, pattern);
  std::string result;
  std::size_t copied = 0;
  each_match(pattern, text, static_cast<std::size_t>(pattern.NumberOfCapturingGroups()),
             [&](const auto& match, std::size_t begin, std::size_t end) {
               result.append(text, copied, begin - copied);
               expand.append(match, result);
               copied = end;
               return result.size() <= limits::kValueBytes;
             });
  if (result.size() > limits::kValueBytes) return call.too_large("kValueBytes");
  return call.text(result.append(text, copied, std::string::npos));
}

/// Replaces a text in the known parts of another one, where what is not known of it cannot hold any of it.
Value replace_in_known_parts(const Call& call, const std::string& what, const std::string& with) {
  std::vector<value::StringPiece> pieces;
  std::string text;  // what stands side by side is one text
  std::size_t size = 0;
  const auto take = [&] {
    std::string result;
    std::size_t from = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, from)) {
      result.append(text, from, at - from).append(with);
      from = at + what.size();
      if (size + result.size() > limits::kValueBytes) return false;
    }
    result.append(text, from, std::string::npos);
    size += result.size();
    pieces.emplace_back(value::TextPiece{std::move(result), {}, false});
    text.clear();
    return true;
  };
  for (const value::StringPiece& piece : call.arguments[0].pieces()) {
    if (const auto* known = std::get_if<value::TextPiece>(&piece)) {
      text += known->text;
      continue;
    }
    if (!take()) return call.too_large("kValueBytes");
    pieces.push_back(piece);
  }
  if (!take()) return call.too_large("kValueBytes");
  return Value::string(std::move(pieces), call.origin());
}

Value replace(const Call& call) {
  for (const Value& argument : call.arguments) {
    if (argument.fully_known()) continue;
    const std::optional<std::string> what = known_text(call.arguments[1]);
    const std::optional<std::string> with = known_text(call.arguments[2]);
    const bool is_pattern = what && what->size() > 1 && what->front() == '/' && what->back() == '/';
    if (!what || !with || what->empty() || is_pattern || !is_outside_simple_gaps(*what) ||
        !has_simple_gaps(call.arguments[0]))
      return call.unknown_because(argument, value::ValueType::string);
    return replace_in_known_parts(call, *what, *with);
  }
  const std::string text = call.text_argument(0);
  const std::string what = call.text_argument(1);
  const std::string with = call.text_argument(2);
  if (what.size() > 1 && what.front() == '/' && what.back() == '/')
    return replace_pattern(call, text, what.substr(1, what.size() - 2), with);
  std::string result;
  // The empty text stands before each code point and at the end.
  if (what.empty()) {
    for (const char c : text) {
      if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) result += with;
      result.push_back(c);
      if (result.size() > limits::kValueBytes) return call.too_large("kValueBytes");
    }
    return call.text(result + with);
  }
  std::size_t from = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, from)) {
    result.append(text, from, at - from).append(with);
    from = at + what.size();
    if (result.size() > limits::kValueBytes) return call.too_large("kValueBytes");
  }
  return call.text(result.append(text, from, std::string::npos));
}

constexpr std::array kPatternFunctions = {
    FunctionEntry{"regex", "ss>a", regex},
    FunctionEntry{"regexall", "ss>l", regexall},
    FunctionEntry{"replace", "sss>s", replace, Unknowns::parts},
};

}  // namespace

std::shared_ptr<const RE2> PatternCache::get(const std::string& pattern) {
  if (const auto found = patterns_.find(pattern); found != patterns_.end()) return found->second;
  auto made = std::make_shared<const RE2>(pattern, options());
  if (patterns_.size() >= kPatterns) patterns_.clear();
  patterns_.emplace(pattern, made);
  return made;
}

std::span<const FunctionEntry> pattern_functions() { return kPatternFunctions; }

}  // namespace rootproof::terraform
