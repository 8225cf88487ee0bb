#pragma once

#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "analyzer/policy/answer.h"
#include "analyzer/policy/box_search.h"
#include "parsers/policy/policy_document.h"

/// Answers for the next policy that says the same: in large templates hundreds do, but for names and places.
namespace rootproof::policy {

/// The bucket, queue or topic that a document is about. Where nothing but `Resource` names it, its name plays
/// no part in an answer: all that is asked of it is whether it is the one.
class OwnResource {
 public:
  /// nullopt where the document, or what the text of an answer is made of, might have more to do with the
  /// name in `arn`.
  static std::optional<OwnResource> of(const PolicyDocument& document, std::string_view arn);
  /// The one that the Resource of a statement names first.
  static std::optional<OwnResource> of(const PolicyDocument& document, std::size_t statement);

  /// A text with a mark for the name, which says how long it is.
  [[nodiscard]] std::string without_name(std::string_view text) const;
  [[nodiscard]] Answer without_name(Answer answer) const;
  /// The same with this name for the mark.
  [[nodiscard]] Answer with_name(Answer answer) const;

 private:
  OwnResource(std::string arn, std::string marked) : arn_(std::move(arn)), marked_(std::move(marked)) {}

  std::string arn_;
  std::string marked_;
};

/// What an answer rests on, as text: two questions with the same text have the same answer, but for the name
/// of what they are about. Text that places and reasons would come from is no part of it, so it is for
/// answers without reasons only.
class QuestionText {
 public:
  QuestionText(std::string_view question, std::optional<OwnResource> about) : about_(std::move(about)) {
    add(question);
  }

  void add(std::string_view text);
  void add(std::size_t number);
  void add(const value::Guard& guard);
  /// Holes of texts count by their identity. A document in which anything else is not known has no text, and
  /// neither has what it is part of.
  void add(const PolicyDocument& document);

  /// nullopt when there is none, or it is too long to be kept.
  [[nodiscard]] const std::optional<std::string>& text() const { return text_; }
  [[nodiscard]] const std::optional<OwnResource>& about() const { return about_; }

 private:
  void add(const Statement& statement);
  void add(const PolicyString& string);

  std::optional<OwnResource> about_;
  std::optional<std::string> text_{std::in_place};
};

/// Safe even if several threads use it.
class AnswerMemo {
 public:
  struct Known {
    Answer answer;
    SearchBudget left{};  ///< of the question's budget, where the next question goes on with it
  };

  /// The question has a text.
  [[nodiscard]] std::optional<Known> find(const QuestionText& question) const;
  /// Keeps an answer that has no reasons; of too many questions the last are not kept.
  void add(const QuestionText& question, Known known);

 private:
  mutable std::mutex lock_;
  std::unordered_map<std::string, Known> known_;
};

/// The memo that questions of this thread use; nullptr when there is none.
[[nodiscard]] AnswerMemo* answer_memo();

/// While it lives, questions of this thread use the memo, of which nullptr is none.
class MemoUse {
 public:
  explicit MemoUse(AnswerMemo* memo);
  MemoUse(const MemoUse&) = delete;
  MemoUse& operator=(const MemoUse&) = delete;
  ~MemoUse();

 private:
  AnswerMemo* before_;
};

}  // namespace rootproof::policy
