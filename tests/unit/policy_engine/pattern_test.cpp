#include "analyzer/policy/pattern.h"
#include "analyzer/policy/policy_text.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

#include "parsers/source/limits.h"

namespace rootproof::policy {
namespace {

LanguageAnswer find(const LanguageQuery& query, std::size_t budget = 10'000) {
  return find_text(query, budget);
}

TEST(TextPattern, MatchesGlobs) {
  EXPECT_TRUE(TextPattern::glob("a*b?c").matches("axxbxc"));
  EXPECT_FALSE(TextPattern::glob("a*b?c").matches("axxbc"));
  EXPECT_TRUE(TextPattern::glob("*").matches(""));
  EXPECT_TRUE(TextPattern::glob("GET*", true).matches("getObject"));
  EXPECT_FALSE(TextPattern::glob("GET*").matches("getObject"));
}

/// From some length on another way of matching takes over.
TEST(TextPattern, MatchesLongTextsAsShortOnes) {
  const auto repeated = [](const std::string& part, std::size_t times) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i) text += part;
    return text;
  };
  for (const std::size_t times : {10U, 700U}) {
    const TextPattern pattern = TextPattern::glob("<" + repeated("*a?", times) + "*>");
    EXPECT_TRUE(pattern.matches("<" + repeated("ab", times) + ">")) << times;
    EXPECT_TRUE(pattern.matches("<" + repeated("xab", times) + "aaa>")) << times;
    EXPECT_FALSE(pattern.matches("<" + repeated("ab", times - 1) + "a>")) << times;
    EXPECT_FALSE(pattern.matches("<" + repeated("b", 2 * times) + ">")) << times;
    EXPECT_FALSE(pattern.matches("<" + repeated("ab", times) + "]")) << times;
    EXPECT_TRUE(TextPattern::glob(repeated("a", times) + "*" + repeated("?", times))
                    .matches(repeated("a", 2 * times)));
    EXPECT_FALSE(
        TextPattern::glob("*" + repeated("ab", times) + "*c*").matches(repeated("ab", 2 * times) + "d"));
  }
}

/// Sets of positions are kept in one word, or in several.
TEST(TextPattern, MatchesAnyNumberOfTokens) {
  for (const std::size_t count : {1U, 60U, 61U, 62U, 63U, 64U, 65U, 130U}) {
    const std::string middle(count, 'a');
    TextPattern pattern;
    pattern.add_run(any_symbol_but(':'));
    pattern.add_literal(middle);
    pattern.add_run(any_symbol_but(':'));
    EXPECT_TRUE(pattern.matches(middle)) << count;
    EXPECT_TRUE(pattern.matches("b" + middle + "aac")) << count;
    EXPECT_FALSE(pattern.matches("b" + middle.substr(1) + "c")) << count;
    EXPECT_FALSE(pattern.matches(middle + ":")) << count;
  }
}

TEST(TextPattern, FoldsCaseBeyondAscii) {
  EXPECT_TRUE(TextPattern::literal("\xC3\x84", true).matches("\xC3\xA4"));  // Ä and ä
}

TEST(TextPattern, IsALiteralOnlyWithoutChoice) {
  EXPECT_EQ(TextPattern::literal("abc").as_literal(), "abc");
  EXPECT_FALSE(TextPattern::glob("ab*").as_literal().has_value());
  EXPECT_FALSE(TextPattern::literal("abc", true).as_literal().has_value());
}

TEST(FindText, FindsTheShortestMember) {
  LanguageQuery query;
  query.any_of = {{TextPattern::glob("a*")}, {TextPattern::glob("*b")}};
  const LanguageAnswer answer = find(query);
  ASSERT_EQ(answer.kind, LanguageAnswer::Kind::found);
  EXPECT_EQ(answer.text, "ab");
}

TEST(FindText, GivesUpOnPatternsWhoseStatesWouldFillTheMemory) {
  LanguageQuery query;
  // What is excluded keeps the search from being over at once.
  query.none_of = {TextPattern::glob("a*"), TextPattern::glob("x*")};
  query.any_of = {{TextPattern::glob("*" + std::string(30'000, 'a'))}};
  EXPECT_EQ(find(query, 40'000).kind, LanguageAnswer::Kind::gave_up) << "each of its states is 4 KB";
  query.any_of = {{TextPattern::glob("*" + std::string(limits::kLanguageTokens, 'a'))}};
  EXPECT_EQ(find(query, 1'000'000'000).kind, LanguageAnswer::Kind::gave_up);
}

TEST(FindText, ProvesInclusionInAUnion) {
  LanguageQuery query;
  query.any_of = {{TextPattern::glob("*log*")}};
  query.none_of = {TextPattern::glob("*l*g*")};
  EXPECT_EQ(find(query).kind, LanguageAnswer::Kind::empty);

  query.any_of = {{TextPattern::glob("*l*g*")}};
  query.none_of = {TextPattern::glob("*log*")};
  const LanguageAnswer answer = find(query);
  ASSERT_EQ(answer.kind, LanguageAnswer::Kind::found);
  EXPECT_TRUE(query.accepts(answer.text)) << answer.text;
}

/// Lists of accounts are compared by the account of each ARN, and by how texts begin; wildcards that stand
/// before either may take in any of them.
TEST(FindText, ComparesLongListsEntryByEntry) {
  constexpr std::uint64_t kFirst = 100'000'000'000;
  constexpr std::uint64_t kCount = 2'000;
  LanguageQuery query;
  query.any_of.emplace_back();
  for (std::uint64_t i = 0; i < kCount; ++i) {
    const std::string account = std::to_string(kFirst + i);
    query.any_of[0].push_back(TextPattern::glob("arn:aws:iam::" + account + ":role/*"));
    if (i + 1 < kCount) query.none_of.push_back(arns_of_account(account));
  }
  const LanguageAnswer open = find(query);
  ASSERT_EQ(open.kind, LanguageAnswer::Kind::found);
  EXPECT_EQ(open.text.find("arn:aws:iam::100000001999:role/"), 0U) << open.text;

  LanguageQuery closed = query;
  closed.none_of.push_back(TextPattern::glob("*:100000001999:*"));
  EXPECT_EQ(find(closed).kind, LanguageAnswer::Kind::empty);
  closed.none_of.back() = TextPattern::glob("arn:aws:iam::1*9:*");
  EXPECT_EQ(find(closed).kind, LanguageAnswer::Kind::empty);
  closed.none_of.back() = TextPattern::glob("a*");
  EXPECT_EQ(find(closed).kind, LanguageAnswer::Kind::empty);
  closed.none_of.back() = TextPattern::literal("arn:aws:iam::100000001999:root");
  EXPECT_EQ(find(closed).kind, LanguageAnswer::Kind::found);

  LanguageQuery both = query;
  both.any_of.push_back({TextPattern::glob("arn:aws:iam::1000000019*:role/x*"), TextPattern::glob("b*")});
  const LanguageAnswer in_both = find(both);
  ASSERT_EQ(in_both.kind, LanguageAnswer::Kind::found);
  EXPECT_TRUE(both.accepts(in_both.text)) << in_both.text;
}

TEST(FindText, TellsApartWhatFirstLettersCover) {
  LanguageQuery query;
  TextPattern twelve_digits;
  for (int i = 0; i < 12; ++i) twelve_digits.add_one(digit_symbols());
  query.any_of = {{twelve_digits}};
  for (const char* first : {"0*", "1*", "2*", "3*", "4*", "5*", "6*", "7*", "8*"})
    query.none_of.push_back(TextPattern::glob(first));
  const LanguageAnswer answer = find(query);
  ASSERT_EQ(answer.kind, LanguageAnswer::Kind::found);
  EXPECT_EQ(answer.text.front(), '9');

  query.none_of.push_back(TextPattern::glob("9*"));
  EXPECT_EQ(find(query).kind, LanguageAnswer::Kind::empty);
}

TEST(FindText, WorksAcrossTheWordsOfItsBitSets) {
  LanguageQuery query;
  const std::string text(200, 'q');
  query.any_of = {{TextPattern::literal(text)}, {TextPattern::glob("*" + std::string(150, 'q') + "*")}};
  const LanguageAnswer answer = find(query);
  ASSERT_EQ(answer.kind, LanguageAnswer::Kind::found);
  EXPECT_EQ(answer.text, text);
}

TEST(FindText, GivesUpInsteadOfRunningAway) {
  // "*a" followed by many "?" is the known case where the number of states doubles with each of them.
  LanguageQuery query;
  query.any_of = {{TextPattern::glob("*a????????????????????")}};
  query.none_of = {TextPattern::glob("a*"), TextPattern::glob("xa*")};
  EXPECT_EQ(find(query, 500).kind, LanguageAnswer::Kind::gave_up);
}

TEST(TextPattern, SeesAtOnceWhatIsInsideAndWhatIsDisjoint) {
  const auto glob = [](const char* text) { return TextPattern::glob(text); };
  EXPECT_TRUE(surely_inside(glob("a*c*"), glob("a*")));
  EXPECT_TRUE(surely_inside(glob("a?c*d"), glob("a*d")));
  EXPECT_TRUE(surely_inside(glob("abc"), glob("*b*")));
  EXPECT_FALSE(surely_inside(glob("a*"), glob("a?*")));
  EXPECT_FALSE(surely_inside(glob("a*"), glob("ab*")));
  EXPECT_FALSE(surely_inside(glob("a*b"), glob("a*")) && surely_inside(glob("a*"), glob("a*b")));
  EXPECT_TRUE(surely_disjoint(glob("ab*"), glob("a?d*c")) || surely_disjoint(glob("ab*"), glob("ac*")));
  EXPECT_TRUE(surely_disjoint(glob("*a"), glob("x*b")));
  EXPECT_TRUE(surely_disjoint(glob("ab"), glob("abc")));
  EXPECT_FALSE(surely_disjoint(glob("ab*"), glob("*ba")));
  EXPECT_FALSE(surely_disjoint(glob("ab"), glob("ab*")));
  EXPECT_TRUE(surely_inside(TextPattern::literal("AB"), TextPattern::literal("ab", true)));
  EXPECT_FALSE(surely_inside(TextPattern::literal("ab", true), TextPattern::literal("ab")));
}

/// A pattern over a small alphabet.
TextPattern random_pattern(std::uint32_t& dice) {
  const auto roll = [&dice](std::uint32_t sides) {
    dice = dice * 1664525U + 1013904223U;
    return (dice >> 16U) % sides;
  };
  TextPattern pattern;
  for (std::uint32_t i = roll(6); i > 0; --i) {
    const char* const parts[] = {"a", "b", "*", "?", "ab", ":"};
    const std::uint32_t which = roll(7);
    if (which == 6)
      pattern.add_run(any_symbol_but(':'));
    else
      pattern.add(TextPattern::glob(parts[which], roll(4) == 0));
  }
  return pattern;
}

TEST(FindText, AgreesWithTryingEveryShortText) {
  std::vector<std::string> texts{""};
  for (std::size_t i = 0; texts[i].size() < 6; ++i)
    for (const char* symbol : {"a", "b", ":", "A"}) texts.push_back(texts[i] + symbol);
  std::uint32_t dice = 5;
  for (int round = 0; round < 1500; ++round) {
    LanguageQuery query;
    query.any_of = {{random_pattern(dice), random_pattern(dice)},
                    {random_pattern(dice), random_pattern(dice)}};
    query.none_of = {random_pattern(dice), random_pattern(dice)};
    const LanguageAnswer answer = find(query);
    ASSERT_NE(answer.kind, LanguageAnswer::Kind::gave_up);
    if (answer.kind == LanguageAnswer::Kind::found) {
      EXPECT_TRUE(query.accepts(answer.text)) << answer.text;
    } else {
      for (const std::string& text : texts) ASSERT_FALSE(query.accepts(text)) << text;
    }
    const TextPattern& left = query.any_of[0][0];
    const TextPattern& right = query.none_of[0];
    const bool is_inside = surely_inside(left, right);
    const bool is_disjoint = surely_disjoint(left, right);
    for (const std::string& text : texts) {
      ASSERT_FALSE(is_inside && left.matches(text) && !right.matches(text)) << text;
      ASSERT_FALSE(is_disjoint && left.matches(text) && right.matches(text)) << text;
    }
  }
}

}  // namespace
}  // namespace rootproof::policy
