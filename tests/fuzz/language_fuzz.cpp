// Any lines as a query about patterns: "+" begins a new group of patterns that must match, "|" adds to it,
// "-" is a pattern that must not match. Searching must end, what is found must be right, and what is seen at
// once must not contradict it.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "analyzer/policy/pattern.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rootproof::policy;
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  LanguageQuery query;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (line.empty()) continue;
    TextPattern pattern = TextPattern::glob(line.substr(1), line[0] == '~');
    if (line[0] == '-')
      query.none_of.push_back(std::move(pattern));
    else if (line[0] == '|' && !query.any_of.empty())
      query.any_of.back().push_back(std::move(pattern));
    else
      query.any_of.push_back({std::move(pattern)});
  }
  std::size_t budget = 2000;
  const LanguageAnswer answer = find_text(query, budget);
  if (answer.kind == LanguageAnswer::Kind::found && !query.accepts(answer.text)) std::abort();
  for (const auto& group : query.any_of)
    for (const TextPattern& left : group)
      for (const TextPattern& right : query.none_of) {
        if (!surely_inside(left, right)) continue;
        LanguageQuery outside{{{left}}, {right}};
        std::size_t states = 2000;
        if (find_text(outside, states).kind == LanguageAnswer::Kind::found) std::abort();
      }
  if (answer.kind == LanguageAnswer::Kind::empty && query.any_of.size() == 1)
    for (const TextPattern& pattern : query.any_of[0]) {
      // A text of a pattern that has one must be excluded by some other.
      if (const auto literal = pattern.as_literal(); literal && query.accepts(*literal)) std::abort();
    }
  return 0;
}
