#include "analyzer/policy/written_statements.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "analyzer/policy/written_text.h"
#include "parsers/source/lower_case.h"

namespace rootproof::policy {

namespace {

bool same_text(const PolicyString& left, const PolicyString& right) {
  const std::optional<std::string_view> view = written_text(left);
  if (const std::optional<std::string_view> other = written_text(right); view && other)
    return *view == *other;
  const std::optional<std::string> text = left.text();
  return text && text == right.text();
}

bool same_texts(const std::vector<PolicyString>& left, const std::vector<PolicyString>& right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(), same_text);
}

bool same_principals(const Statement& left, const Statement& right) {
  return left.has_principal == right.has_principal && left.not_principal == right.not_principal &&
         std::equal(left.principals.begin(), left.principals.end(), right.principals.begin(),
                    right.principals.end(), [](const Principal& a, const Principal& b) {
                      return a.type == b.type && same_text(a.text, b.text);
                    });
}

bool same_conditions(const Statement& left, const Statement& right) {
  return std::equal(left.conditions.begin(), left.conditions.end(), right.conditions.begin(),
                    right.conditions.end(), [](const Condition& a, const Condition& b) {
                      return a.operator_name == b.operator_name && a.key == b.key && !a.unknown &&
                             !b.unknown && !a.values_unknown && !b.values_unknown &&
                             same_texts(a.values, b.values);
                    });
}

/// Whether all that one list stands for is in the other one. `negated`: the list is NotAction or NotResource.
bool inside(const WrittenList& own, bool own_negated, const WrittenList& other, bool other_negated) {
  if (!other_negated && other.holds_star()) return true;
  if (own_negated != other_negated) return false;
  return own_negated ? own.holds_all_of(other) : other.holds_all_of(own);
}

/// The entries that a list still has.
std::vector<Pattern> kept(const std::vector<Pattern>& entries, const WrittenList& list) {
  std::vector<Pattern> result;
  for (const Pattern& entry : entries) {
    const std::optional<std::string_view> view = written_text(entry);
    if (view ? list.holds(*view) : list.holds(entry.text().value_or(""))) result.push_back(entry);
  }
  return result;
}

}  // namespace

/// Texts that are the same have the same number, and hardly any others: FNV-1a.
std::uint64_t WrittenList::number_of(std::string_view text) const {
  std::uint64_t number = 0xcbf29ce484222325U;
  for (const char c : text)
    number = (number ^ static_cast<unsigned char>(fold_ ? source::lower_case(c) : c)) * 0x100000001b3U;
  return number;
}

bool WrittenList::before(const Entry& left, const Entry& right) const {
  if (left.number != right.number) return left.number < right.number;
  if (left.text == right.text) return false;
  const auto less = [this](char a, char b) {
    return fold_ ? source::lower_case(a) < source::lower_case(b) : a < b;
  };
  return std::lexicographical_compare(left.text.begin(), left.text.end(), right.text.begin(),
                                      right.text.end(), less);
}

bool WrittenList::read(const std::vector<PolicyString>& entries) {
  entries_.reserve(entries.size());
  for (const PolicyString& entry : entries) {
    if (const std::optional<std::string_view> view = written_text(entry)) {
      entries_.push_back({number_of(*view), *view});
      continue;
    }
    std::optional<std::string> text = entry.text();
    if (!text) return false;
    const std::string& owned = owned_.emplace_back(std::move(*text));
    entries_.push_back({number_of(owned), owned});
  }
  holds_star_ =
      std::any_of(entries_.begin(), entries_.end(), [](const Entry& entry) { return entry.text == "*"; });
  const auto order = [this](const Entry& left, const Entry& right) { return before(left, right); };
  std::sort(entries_.begin(), entries_.end(), order);
  entries_.erase(std::unique(entries_.begin(), entries_.end(),
                             [&order](const Entry& left, const Entry& right) { return !order(left, right); }),
                 entries_.end());
  return true;
}

bool WrittenList::holds(std::string_view text) const {
  return std::binary_search(entries_.begin(), entries_.end(), Entry{number_of(text), text},
                            [this](const Entry& left, const Entry& right) { return before(left, right); });
}

bool WrittenList::holds_all_of(const WrittenList& other) const {
  return std::includes(entries_.begin(), entries_.end(), other.entries_.begin(), other.entries_.end(),
                       [this](const Entry& left, const Entry& right) { return before(left, right); });
}

std::size_t WrittenList::take_out(const WrittenList& other) {
  std::vector<Entry> left;
  left.reserve(entries_.size());
  std::set_difference(entries_.begin(), entries_.end(), other.entries_.begin(), other.entries_.end(),
                      std::back_inserter(left),
                      [this](const Entry& one, const Entry& two) { return before(one, two); });
  const std::size_t taken = entries_.size() - left.size();
  if (taken > 0) entries_ = std::move(left);
  return taken;
}

WrittenStatement::WrittenStatement(const PolicyDocument& document, std::size_t index)
    : statement_(&document.statements[index]),
      variables_(variable_rule(document)),
      certain_(statement_->guard.always() && !statement_->may_be_absent &&
               statement_->effect != Effect::unknown && statement_->unknowns.empty() &&
               statement_->has_action) {}

bool WrittenStatement::differs_in_lists_only(const WrittenStatement& other) const {
  return certain_ && other.certain_ && variables_ == other.variables_ &&
         statement_->effect == other.statement_->effect && same_principals(*statement_, *other.statement_) &&
         same_conditions(*statement_, *other.statement_);
}

bool WrittenStatement::has_same_lists(const WrittenStatement& other) const {
  const Statement& left = *statement_;
  const Statement& right = *other.statement_;
  return left.not_action == right.not_action && left.has_resource == right.has_resource &&
         left.not_resource == right.not_resource && same_texts(left.actions, right.actions) &&
         same_texts(left.resources, right.resources);
}

void WrittenStatement::read() {
  if (std::exchange(read_, true)) return;
  readable_ = actions_.read(statement_->actions) && resources_.read(statement_->resources);
}

const WrittenList* WrittenStatement::actions() {
  read();
  return readable_ ? &actions_ : nullptr;
}

const WrittenList* WrittenStatement::resources() {
  read();
  return readable_ ? &resources_ : nullptr;
}

WrittenRest rest_of(WrittenStatement& own, const std::vector<WrittenStatement*>& others) {
  std::vector<std::size_t> similar;
  for (std::size_t i = 0; i < others.size(); ++i) {
    if (!own.differs_in_lists_only(*others[i])) continue;
    if (own.has_same_lists(*others[i])) return {true, nullptr, {i}};
    similar.push_back(i);
  }
  if (similar.empty() || own.actions() == nullptr) return {};
  const Statement& statement = own.statement();
  // What the others take is taken out of copies.
  WrittenList actions = own.actions()->view();
  WrittenList resources = own.resources()->view();
  std::vector<std::size_t> held_by;
  for (const std::size_t i : similar) {
    if (others[i]->actions() == nullptr) continue;
    const WrittenList& other_actions = *others[i]->actions();
    const WrittenList& other_resources = *others[i]->resources();
    const Statement& other = others[i]->statement();
    const bool same_actions = inside(actions, statement.not_action, other_actions, other.not_action);
    const bool same_resources =
        !other.has_resource || (statement.has_resource && inside(resources, statement.not_resource,
                                                                 other_resources, other.not_resource));
    if (same_actions && same_resources) {
      held_by.push_back(i);
      return {true, nullptr, std::move(held_by)};
    }
    bool narrowed = false;
    if (same_resources && !statement.not_action && !other.not_action)
      narrowed = actions.take_out(other_actions) > 0;
    if (same_actions && statement.has_resource && !statement.not_resource && !other.not_resource)
      narrowed = resources.take_out(other_resources) > 0;
    if (narrowed) held_by.push_back(i);
  }
  if (held_by.empty()) return {};
  auto rest = std::make_shared<Statement>(statement);
  rest->actions = kept(statement.actions, actions);
  rest->resources = kept(statement.resources, resources);
  return {false, std::move(rest), std::move(held_by)};
}

}  // namespace rootproof::policy
