#include "rules/root_credentials/email_address.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "analyzer/policy/truth.h"
#include "rules/embedded.h"
#include "rules/root_credentials/texts.h"

namespace rootproof::rules {
namespace {

using value::Value;

bool is_in(const std::vector<std::string>& sorted, std::string_view text) {
  return std::binary_search(sorted.begin(), sorted.end(), text);
}

/// The text before the first hole and after the last one.
struct KnownEnds {
  std::string begin;
  std::string end;
  bool whole = true;
};

KnownEnds known_ends(const Value& address) {
  KnownEnds ends;
  if (!address.is(Value::Kind::string)) {
    ends.whole = false;
    return ends;
  }
  for (const value::StringPiece& piece : address.pieces()) {
    const auto* text = std::get_if<value::TextPiece>(&piece);
    if (text == nullptr) {
      ends.whole = false;
      ends.end.clear();
    } else {
      (ends.whole ? ends.begin : ends.end) += lower_case(text->text);
    }
  }
  return ends;
}

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> found(1);
  for (const char c : text) {
    const bool letter = c >= 'a' && c <= 'z';
    if (letter)
      found.back() += c;
    else if (!found.back().empty())
      found.emplace_back();
  }
  if (found.back().empty()) found.pop_back();
  return found;
}

}  // namespace

EmailAddress read_email_address(const Value& address) {
  const KnownEnds ends = known_ends(address);
  EmailAddress result;
  const std::string& tail = ends.whole ? ends.begin : ends.end;
  if (const std::size_t at = tail.rfind('@'); at != std::string::npos) result.domain = tail.substr(at + 1);
  result.mailbox_begin = ends.begin.substr(0, ends.begin.find_first_of("+@"));
  if (result.mailbox_begin.size() < ends.begin.size()) result.mailbox = result.mailbox_begin;
  return result;
}

bool is_within(std::string_view domain, std::string_view parent) {
  return domain == parent || (domain.size() > parent.size() && domain.ends_with(parent) &&
                              domain[domain.size() - parent.size() - 1] == '.');
}

MailboxWords::MailboxWords() {
  for (const EmbeddedFile& file : data_files()) {
    if (file.name != "mailboxes") continue;
    // The file is ours; a slip in it must not be taken for an empty list.
    const nlohmann::json data = nlohmann::json::parse(file.text);
    free_mail_ = data.at("free_mail").get<std::vector<std::string>>();
    given_names_ = data.at("given_names").get<std::vector<std::string>>();
    functions_ = data.at("functions").get<std::vector<std::string>>();
  }
  for (std::vector<std::string>* list : {&free_mail_, &given_names_, &functions_})
    std::sort(list->begin(), list->end());
}

bool MailboxWords::is_free_mail(std::string_view domain) const { return is_in(free_mail_, domain); }

policy::Truth MailboxWords::looks_like_a_person(const EmailAddress& address) const {
  const std::string& mailbox = address.mailbox_begin;
  const std::vector<std::string> parts = words(mailbox);
  const bool first_is_whole = parts.size() > 1 || (!parts.empty() && !mailbox.ends_with(parts.front()));
  if (first_is_whole && !is_in(given_names_, parts.front())) return policy::Truth::no;
  if (!address.mailbox) return policy::Truth::unknown;
  if (parts.size() < 2 || parts.size() > 3) return policy::Truth::no;
  return policy::to_truth(std::none_of(parts.begin() + 1, parts.end(),
                                       [this](const std::string& part) { return is_in(functions_, part); }));
}

}  // namespace rootproof::rules
