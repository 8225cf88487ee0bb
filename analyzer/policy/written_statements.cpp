#include "analyzer/policy/written_statements.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <span>
#include <utility>
#include <variant>

namespace rootproof::policy {

namespace {

char folded(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// The text where it stands, when it is in one piece.
std::optional<std::string_view> view_of(const PolicyString& entry) {
  if (!entry.value.is(value::Value::Kind::string)) return std::nullopt;
  const std::span<const value::StringPiece> pieces = entry.value.pieces();
  if (pieces.size() != 1) return std::nullopt;
  const auto* const text = std::get_if<value::TextPiece>(&pieces[0]);
  return text == nullptr ? std::nullopt : std::optional<std::string_view>(text->text);
}

bool same_text(const PolicyString& left, const PolicyString& right) {
  const std::optional<std::string_view> view = view_of(left);
  if (const std::optional<std::string_view> other = view_of(right); view && other) return *view == *other;
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
  if (!other_negated && other.holds("*")) return true;
  if (own_negated != other_negated) return false;
  return own_negated ? own.holds_all_of(other) : other.holds_all_of(own);
}

/// A list of which others took some.
class Remainder {
 public:
  explicit Remainder(const WrittenList& whole, bool fold) : left_(fold) { left_.keep(whole.texts()); }

  [[nodiscard]] const WrittenList& list() const { return left_; }
  /// False when the other list takes nothing away.
  bool take_out(const WrittenList& other) {
    std::vector<std::string_view> rest = left_.without(other);
    if (rest.size() == left_.texts().size()) return false;
    left_.keep(std::move(rest));
    return true;
  }
  [[nodiscard]] std::vector<Pattern> of(const std::vector<Pattern>& entries) const {
    std::vector<Pattern> kept;
    for (const Pattern& entry : entries) {
      const std::optional<std::string_view> view = view_of(entry);
      if (view ? left_.holds(*view) : left_.holds(entry.text().value_or(""))) kept.push_back(entry);
    }
    return kept;
  }

 private:
  WrittenList left_;
};

}  // namespace

/// Shorter ones first, then by what they end with: actions of one service begin alike.
bool WrittenList::before(std::string_view left, std::string_view right) const {
  if (left.size() != right.size()) return left.size() < right.size();
  for (std::size_t i = left.size(); i-- > 0;) {
    if (left[i] == right[i]) continue;
    const char a = fold_ ? folded(left[i]) : left[i];
    const char b = fold_ ? folded(right[i]) : right[i];
    if (a != b) return a < b;
  }
  return false;
}

bool WrittenList::read(const std::vector<PolicyString>& entries) {
  texts_.reserve(entries.size());
  for (const PolicyString& entry : entries) {
    if (const std::optional<std::string_view> view = view_of(entry)) {
      texts_.push_back(*view);
      continue;
    }
    std::optional<std::string> text = entry.text();
    if (!text) return false;
    texts_.emplace_back(owned_.emplace_back(std::move(*text)));
  }
  const auto order = [this](std::string_view left, std::string_view right) { return before(left, right); };
  std::sort(texts_.begin(), texts_.end(), order);
  texts_.erase(std::unique(texts_.begin(), texts_.end(),
                           [this](std::string_view left, std::string_view right) {
                             return !before(left, right) && !before(right, left);
                           }),
               texts_.end());
  return true;
}

bool WrittenList::holds(std::string_view text) const {
  return std::binary_search(
      texts_.begin(), texts_.end(), text,
      [this](std::string_view left, std::string_view right) { return before(left, right); });
}

bool WrittenList::holds_all_of(const WrittenList& other) const {
  return std::includes(texts_.begin(), texts_.end(), other.texts_.begin(), other.texts_.end(),
                       [this](std::string_view left, std::string_view right) { return before(left, right); });
}

std::vector<std::string_view> WrittenList::without(const WrittenList& other) const {
  std::vector<std::string_view> left;
  std::set_difference(texts_.begin(), texts_.end(), other.texts_.begin(), other.texts_.end(),
                      std::back_inserter(left),
                      [this](std::string_view one, std::string_view two) { return before(one, two); });
  return left;
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
  Remainder actions(*own.actions(), true);
  Remainder resources(*own.resources(), false);
  std::vector<std::size_t> held_by;
  for (const std::size_t i : similar) {
    if (others[i]->actions() == nullptr) continue;
    const WrittenList& other_actions = *others[i]->actions();
    const WrittenList& other_resources = *others[i]->resources();
    const Statement& other = others[i]->statement();
    const bool same_actions = inside(actions.list(), statement.not_action, other_actions, other.not_action);
    const bool same_resources =
        !other.has_resource || (statement.has_resource && inside(resources.list(), statement.not_resource,
                                                                 other_resources, other.not_resource));
    if (same_actions && same_resources) {
      held_by.push_back(i);
      return {true, nullptr, std::move(held_by)};
    }
    bool narrowed = false;
    if (same_resources && !statement.not_action && !other.not_action)
      narrowed = actions.take_out(other_actions);
    if (same_actions && statement.has_resource && !statement.not_resource && !other.not_resource)
      narrowed = resources.take_out(other_resources);
    if (narrowed) held_by.push_back(i);
  }
  if (held_by.empty()) return {};
  auto rest = std::make_shared<Statement>(statement);
  rest->actions = actions.of(statement.actions);
  rest->resources = resources.of(statement.resources);
  return {false, std::move(rest), std::move(held_by)};
}

}  // namespace rootproof::policy
