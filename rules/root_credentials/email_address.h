#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/policy/answer.h"
#include "parsers/value/value.h"

namespace rootproof::rules {

/// What is known of an e-mail address, in lower case.
struct EmailAddress {
  std::optional<std::string> mailbox;  ///< before `+` or `@`: what is delivered to
  std::string mailbox_begin;           ///< what is known of its beginning
  std::optional<std::string> domain;
};

/// The parts of an address whose text is known, or known in part.
[[nodiscard]] EmailAddress read_email_address(const value::Value& address);

/// A domain or one below it.
[[nodiscard]] bool is_within(std::string_view domain, std::string_view parent);

/// Tells mailboxes apart by the words of rules/data/mailboxes.json.
class MailboxWords {
 public:
  MailboxWords();

  /// A provider where everybody can open a mailbox.
  [[nodiscard]] bool is_free_mail(std::string_view domain) const;
  /// A common given name followed by another word: "jane.doe".
  [[nodiscard]] policy::Truth looks_like_a_person(const EmailAddress& address) const;

 private:
  std::vector<std::string> free_mail_;  ///< each of them sorted
  std::vector<std::string> given_names_;
  std::vector<std::string> functions_;
};

}  // namespace rootproof::rules
