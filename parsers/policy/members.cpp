#include "parsers/policy/members.h"

#include <cstddef>
#include <map>
#include <string>
#include <utility>

namespace rootproof::policy {

using value::Member;
using value::Reason;
using value::ReasonKind;
using value::Value;

Reason stands_twice(std::string_view key, source::Span span) {
  return {ReasonKind::duplicate_key, key.empty() ? "\"\"" : std::string(key), span};
}

std::vector<Member> unite_duplicates(std::vector<Member> members) {
  std::map<std::string, std::size_t> seen;
  std::vector<Member> unique;
  unique.reserve(members.size());
  for (Member& member : members) {
    const auto [place, is_new] = seen.emplace(member.key, unique.size());
    if (is_new) {
      unique.push_back(std::move(member));
      continue;
    }
    // Even equal values are refused by AWS, so the document is reported either way.
    Member& first = unique[place->second];
    first.value = Value::unknown(stands_twice(member.key, member.key_span), value::ValueType::any,
                                 first.value.origin());
  }
  return unique;
}

}  // namespace rootproof::policy
