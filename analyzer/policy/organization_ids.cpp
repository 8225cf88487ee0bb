#include "analyzer/policy/organization_ids.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "analyzer/policy/operators.h"

namespace rootproof::policy {

using value::StringPiece;
using value::TextPiece;
using value::Value;

namespace {

bool is_of_id(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; }

/// Calls `act` with the place of every id in a text: what begins as one behind a slash, a wildcard or
/// nothing.
template <class Act>
void each_id(std::string_view text, const Act& act) {
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin;
    while (end < text.size() && is_of_id(text[end])) ++end;
    const std::string_view id = text.substr(begin, end - begin);
    const bool apart = begin == 0 || text[begin - 1] == '/' || text[begin - 1] == '*';
    if (apart && (id.starts_with("o-") || id.starts_with("r-") || id.starts_with("ou-"))) act(begin, id);
    begin = std::max(end, begin + 1);
  }
}

/// Adds the parts between slashes that name an id in part ("ou-*-11111111", "o-abcdefghi?"), or in capitals.
void add_partial_ids(std::string_view text, std::set<std::string>& ids) {
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('/', begin), text.size());
    const std::string_view part = text.substr(begin, end - begin);
    begin = end + 1;
    if (part.find("${") != std::string_view::npos) continue;  // a policy variable names no id
    std::string_view name = part;
    for (const std::string_view prefix : {"ou-", "o-", "r-"})
      if (name.starts_with(prefix)) {
        name.remove_prefix(prefix.size());
        break;
      }
    const bool has_wildcard = part.find_first_of("*?") != std::string_view::npos;
    const bool names_some =
        std::any_of(name.begin(), name.end(), [](char c) { return is_of_id(c) && c != '-'; });
    const bool has_capital =
        std::any_of(part.begin(), part.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    if ((has_wildcard && names_some) || has_capital) ids.emplace(part);
  }
}

std::string with_other_ids(const std::string& text, const std::map<std::string, std::string>& others) {
  std::string result;
  std::size_t copied = 0;
  each_id(text, [&](std::size_t begin, std::string_view id) {
    const auto other = others.find(std::string(id));
    if (other == others.end()) return;
    result += text.substr(copied, begin - copied) + other->second;
    copied = begin + id.size();
  });
  return result + text.substr(copied);
}

/// Calls `act` with every value that ids of organizations are held against and that is a text.
template <class Document, class Act>
void each_value(Document& document, const Act& act) {
  for (auto& statement : document.statements)
    for (auto& condition : statement.conditions) {
      if (!holds_organization_ids(condition.key)) continue;
      for (auto& value : condition.values)
        if (value.value.is(Value::Kind::string)) act(value.value);
    }
}

/// The same with what is known of each.
template <class Act>
void each_known_text(const PolicyDocument& document, const Act& act) {
  each_value(document, [&](const Value& value) {
    std::string known;  // a text may be made of several
    for (const StringPiece& piece : value.pieces()) {
      const auto* text = std::get_if<TextPiece>(&piece);
      if (text != nullptr) {
        known += text->text;
      } else {
        act(std::exchange(known, {}));
      }
    }
    act(known);
  });
}

}  // namespace

bool holds_organization_ids(std::string_view key) {
  static constexpr std::array<std::string_view, 4> kKeys{"aws:principalorgid", "aws:principalorgpaths",
                                                         "aws:resourceorgid", "aws:resourceorgpaths"};
  return std::find(kKeys.begin(), kKeys.end(), to_lower(key)) != kKeys.end();
}

std::set<std::string> organization_ids_in(const PolicyDocument& document) {
  std::set<std::string> ids;
  each_known_text(document, [&](const std::string& text) {
    each_id(text, [&](std::size_t, std::string_view id) { ids.emplace(id); });
  });
  return ids;
}

std::set<std::string> partial_organization_ids_in(const PolicyDocument& document) {
  std::set<std::string> ids;
  each_known_text(document, [&](const std::string& text) { add_partial_ids(text, ids); });
  return ids;
}

void take_ids(PolicyDocument& document, const std::map<std::string, std::string>& others) {
  each_value(document, [&](Value& value) {
    std::vector<StringPiece> pieces;
    for (const StringPiece& piece : value.pieces()) {
      const auto* text = std::get_if<TextPiece>(&piece);
      if (text == nullptr)
        pieces.push_back(piece);
      else
        pieces.emplace_back(TextPiece{with_other_ids(text->text, others), {}, false});
    }
    value = Value::string(std::move(pieces), value.origin());
  });
}

}  // namespace rootproof::policy
