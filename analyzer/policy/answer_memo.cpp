#include "analyzer/policy/answer_memo.h"

#include <algorithm>
#include <utility>

#include "parsers/arn.h"
#include "parsers/value/constraints.h"

namespace rootproof::policy {

namespace {

// Reaching either costs time and changes no answer.
constexpr std::size_t kQuestionBytes = 64U << 10U;
constexpr std::size_t kAnswers = 4'096;

thread_local AnswerMemo* memo_here = nullptr;

bool is_known(const Condition& condition) { return !condition.values_unknown && !condition.unknown; }

bool is_known(const Statement& statement) {
  return statement.effect != Effect::unknown && statement.unknowns.empty() && !statement.principals_unknown &&
         !statement.actions_unknown && !statement.resources_unknown && !statement.conditions_unknown &&
         !statement.elements_unknown;
}

constexpr char kMark = '\x1F';
/// Shorter names may stand in a text by chance.
constexpr std::size_t kLeastName = 4;

/// Replaces each `from`.
std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string result;
  std::size_t done = 0;
  for (std::size_t at = text.find(from); at != std::string_view::npos; at = text.find(from, done)) {
    result += text.substr(done, at - done);
    result += to;
    done = at + from.size();
  }
  return result.append(text.substr(done));
}

Answer replaced(Answer answer, std::string_view from, std::string_view to) {
  for (std::string& step : answer.proof) step = replaced(step, from, to);
  if (!answer.witness) return answer;
  Request& request = *answer.witness;
  request.resource = replaced(request.resource, from, to);
  for (auto& [key, values] : request.context)
    for (std::string& value : values)
      if (value.find(from) != std::string::npos) value = replaced(value, from, to);
  return answer;
}

/// Whether an entry of Resource is everything, or the resource, or a part of it.
bool is_only_about(const PolicyString& entry, std::string_view arn) {
  const std::optional<std::string> text = entry.text();
  if (!text) return false;
  return *text == "*" ||
         (text->starts_with(arn) && (text->size() == arn.size() || (*text)[arn.size()] == '/'));
}

/// Whether nothing that is known of a text has to do with the name.
bool is_silent(const PolicyString& string, std::string_view name) {
  if (const std::optional<std::string> text = string.text()) return text->find(name) == std::string::npos;
  if (!string.value.is_partial()) return false;
  const auto pieces = string.value.pieces();
  return std::all_of(pieces.begin(), pieces.end(), [&](const value::StringPiece& piece) {
    const auto* text = std::get_if<value::TextPiece>(&piece);
    return text == nullptr || text->text.find(name) == std::string::npos;
  });
}

bool is_silent(const Statement& statement, std::string_view name) {
  const auto silent = [&](const auto& texts) {
    return std::all_of(texts.begin(), texts.end(),
                       [&](const PolicyString& text) { return is_silent(text, name); });
  };
  return statement.sid.find(name) == std::string::npos && silent(statement.actions) &&
         std::all_of(statement.principals.begin(), statement.principals.end(),
                     [&](const Principal& principal) { return is_silent(principal.text, name); }) &&
         std::all_of(statement.conditions.begin(), statement.conditions.end(),
                     [&](const Condition& condition) {
                       return condition.key.find(name) == std::string::npos && silent(condition.values);
                     });
}

}  // namespace

std::optional<OwnResource> OwnResource::of(const PolicyDocument& document, std::string_view arn) {
  const std::string_view service = arn_component(arn, 2);
  if (!arn.starts_with("arn:") || (service != "s3" && service != "sqs" && service != "sns"))
    return std::nullopt;
  const std::string_view name = arn_component(arn, 5);
  // "example" is what examples are called.
  if (name.size() < kLeastName || name.find_first_of("*?$/:\x1F") != std::string_view::npos ||
      name.find("example") != std::string_view::npos)
    return std::nullopt;
  for (const Statement& statement : document.statements)
    if (!is_silent(statement, name) ||
        !std::all_of(statement.resources.begin(), statement.resources.end(),
                     [&](const Pattern& entry) { return is_only_about(entry, arn); }))
      return std::nullopt;
  std::string marked(arn.substr(0, arn.size() - name.size()));
  marked += kMark + std::to_string(name.size()) + kMark;
  return OwnResource(std::string(arn), std::move(marked));
}

std::optional<OwnResource> OwnResource::of(const PolicyDocument& document, std::size_t statement) {
  if (statement >= document.statements.size()) return std::nullopt;
  for (const Pattern& entry : document.statements[statement].resources) {
    const std::string text = entry.text().value_or("");
    if (text.starts_with("arn:")) return of(document, std::string_view(text).substr(0, text.find('/')));
  }
  return std::nullopt;
}

std::string OwnResource::without_name(std::string_view text) const { return replaced(text, arn_, marked_); }

Answer OwnResource::without_name(Answer answer) const { return replaced(std::move(answer), arn_, marked_); }

Answer OwnResource::with_name(Answer answer) const { return replaced(std::move(answer), marked_, arn_); }

/// Each part says how long it is, so that no two sequences of parts give the same text.
void QuestionText::add(std::string_view text) {
  add(text.size());
  if (!text_) return;
  if (text_->size() + text.size() > kQuestionBytes)
    text_.reset();
  else
    *text_ += text;
}

void QuestionText::add(std::size_t number) {
  if (!text_) return;
  *text_ += std::to_string(number);
  *text_ += ' ';
}

void QuestionText::add(const value::Guard& guard) {
  add(guard.terms.size());
  for (const value::GuardTerm& term : guard.terms) {
    add(term.condition);
    add(term.holds ? 1U : 0U);
    add(term.subject);
    add(term.of_unknown_number ? 1U : 0U);
    add(term.constraints == nullptr || term.constraints->empty() ? 0U : term.constraints->id());
  }
}

/// What a hole is to answers: its kind and its identity. The rest says where it comes from.
void QuestionText::add(const PolicyString& string) {
  add(static_cast<std::size_t>(string.value.kind()));
  if (const std::optional<std::string> text = string.text())
    return add(about_ ? about_->without_name(*text) : *text);
  if (!string.value.is_partial()) return text_.reset();
  add(string.value.pieces().size());
  for (const value::StringPiece& piece : string.value.pieces()) {
    const auto* hole = std::get_if<value::Hole>(&piece);
    add(hole == nullptr ? 0U : 1U);
    if (hole == nullptr) {
      add(std::get<value::TextPiece>(piece).text);
      continue;
    }
    add(static_cast<std::size_t>(hole->kind));
    add(hole->symbol);
    add(static_cast<std::size_t>(hole->reason->kind));
    add(hole->reason->detail);
  }
}

void QuestionText::add(const Statement& statement) {
  if (!is_known(statement)) return text_.reset();
  add(statement.sid);
  std::size_t flags = 0;
  for (const bool flag : {statement.effect == Effect::allow, statement.has_principal, statement.not_principal,
                          statement.has_action, statement.not_action, statement.has_resource,
                          statement.not_resource, statement.may_be_absent})
    flags = 2 * flags + (flag ? 1 : 0);
  add(flags);
  add(statement.guard);
  add(statement.principals.size());
  for (const Principal& principal : statement.principals) {
    add(static_cast<std::size_t>(principal.type));
    add(static_cast<std::size_t>(principal.form));
    add(principal.account.id);
    add(principal.account.symbol);
    add(principal.account.reason ? 1U : 0U);
    add(principal.partition);
    add(principal.text);
  }
  for (const std::vector<Pattern>* patterns : {&statement.actions, &statement.resources}) {
    add(patterns->size());
    for (const Pattern& pattern : *patterns) add(pattern);
  }
  add(statement.conditions.size());
  for (const Condition& condition : statement.conditions) {
    if (!is_known(condition)) return text_.reset();
    add(condition.operator_name);
    add(condition.key);
    add(condition.values.size());
    for (const PolicyString& value : condition.values) add(value);
  }
}

void QuestionText::add(const PolicyDocument& document) {
  if (document.version_unknown || !document.unknowns.empty() || !document.errors.empty())
    return text_.reset();
  add(static_cast<std::size_t>(document.kind));
  add(document.version);
  add(document.region.value_or(""));
  add(document.statements.size());
  for (const Statement& statement : document.statements) add(statement);
}

std::optional<AnswerMemo::Known> AnswerMemo::find(const QuestionText& question) const {
  std::optional<Known> known;
  {
    const std::lock_guard<std::mutex> lock(lock_);
    if (const auto found = known_.find(*question.text()); found != known_.end()) known = found->second;
  }
  if (known && question.about()) known->answer = question.about()->with_name(std::move(known->answer));
  return known;
}

void AnswerMemo::add(const QuestionText& question, Known known) {
  // Reasons, and the terms of a case, have places of their own document.
  if (!known.answer.reasons.empty() || !known.answer.when.always() ||
      known.answer.verdict == Verdict::undecided)
    return;
  if (question.about()) known.answer = question.about()->without_name(std::move(known.answer));
  const std::lock_guard<std::mutex> lock(lock_);
  if (known_.size() < kAnswers) known_.emplace(*question.text(), std::move(known));
}

AnswerMemo* answer_memo() { return memo_here; }

MemoUse::MemoUse(AnswerMemo* memo) : before_(std::exchange(memo_here, memo)) {}

MemoUse::~MemoUse() { memo_here = before_; }

}  // namespace rootproof::policy
