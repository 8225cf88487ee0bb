#include "analyzer/policy/pattern.h"

#include <gtest/gtest.h>

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
  query.any_of = {{TextPattern::literal(std::string(30'000, 'a'))}};
  EXPECT_EQ(find(query, 40'000).kind, LanguageAnswer::Kind::gave_up) << "each of its states is 4 KB";
  query.any_of = {{TextPattern::literal(std::string(limits::kLanguageTokens + 1, 'a'))}};
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
  query.none_of = {TextPattern::glob("*a????????????????????*")};
  EXPECT_EQ(find(query, 500).kind, LanguageAnswer::Kind::gave_up);
}

}  // namespace
}  // namespace rootproof::policy
