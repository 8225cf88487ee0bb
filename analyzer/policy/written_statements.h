#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/policy/policy_text.h"
#include "parsers/policy/policy_document.h"

/// Statements compared as they are written. What is written alike means the same, whatever it is: most of two
/// versions of a policy need no question about requests.
namespace rootproof::policy {

/// The texts of a list, each once; views of the policy where it has them in one piece.
class WrittenList {
 public:
  /// `fold`: upper and lower case are the same.
  explicit WrittenList(bool fold) : fold_(fold) {}
  WrittenList(const WrittenList&) = delete;
  WrittenList(WrittenList&&) = default;
  WrittenList& operator=(const WrittenList&) = delete;
  WrittenList& operator=(WrittenList&&) = default;
  ~WrittenList() = default;

  /// False when a text is not known.
  bool read(const std::vector<PolicyString>& entries);
  /// The same texts, for as long as this one is there.
  [[nodiscard]] WrittenList view() const {
    WrittenList list(fold_);
    list.entries_ = entries_;
    return list;
  }
  [[nodiscard]] bool holds(std::string_view text) const;
  [[nodiscard]] bool holds_star() const { return holds_star_; }
  [[nodiscard]] bool holds_all_of(const WrittenList& other) const;
  /// Takes out what the other list holds and says how many texts that were.
  std::size_t take_out(const WrittenList& other);

 private:
  struct Entry {
    std::uint64_t number;  ///< stands for the text where order is all that matters
    std::string_view text;
  };

  [[nodiscard]] std::uint64_t number_of(std::string_view text) const;
  [[nodiscard]] bool before(const Entry& left, const Entry& right) const;

  bool fold_;
  bool holds_star_ = false;
  std::vector<Entry> entries_;
  std::list<std::string> owned_;
};

/// A statement of a document that outlives it.
class WrittenStatement {
 public:
  WrittenStatement(const PolicyDocument& document, std::size_t index);

  /// It stands in the document for certain, and nothing of it is unknown.
  [[nodiscard]] bool certain() const { return certain_; }
  [[nodiscard]] const Statement& statement() const { return *statement_; }
  /// Both certain, with the same effect for the same callers under the same conditions.
  [[nodiscard]] bool differs_in_lists_only(const WrittenStatement& other) const;
  /// Word for word, in the same order.
  [[nodiscard]] bool has_same_lists(const WrittenStatement& other) const;
  [[nodiscard]] const WrittenList* actions();    ///< nullptr when a text is not known
  [[nodiscard]] const WrittenList* resources();  ///< the same

 private:
  const Statement* statement_;
  VariableRule variables_;
  bool certain_;
  bool read_ = false;
  bool readable_ = false;
  WrittenList actions_{true};
  WrittenList resources_{false};

  void read();
};

/// What of a statement no other one holds, as far as their texts show it.
struct WrittenRest {
  bool nothing = false;  ///< each of its requests is one of another statement
  /// The statement with fewer actions or resources, when other ones hold the missing ones; nullptr when all
  /// of it is left.
  std::shared_ptr<const Statement> statement;
  std::vector<std::size_t> held_by;  ///< the places of the others that hold the rest of it
};

/// Others with another effect take nothing from it.
[[nodiscard]] WrittenRest rest_of(WrittenStatement& own, const std::vector<WrittenStatement*>& others);

}  // namespace rootproof::policy
