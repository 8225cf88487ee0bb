#include "analyzer/engine/gitignore.h"

#include <gtest/gtest.h>

#include <string>

namespace rootproof::engine {
namespace {

using Decision = IgnoreRules::Decision;

TEST(PathGlob, MatchesAsGitignoreDoes) {
  struct Case {
    const char* pattern;
    const char* path;
    bool matches;
  };
  const Case cases[] = {
      {"*.yaml", "a.yaml", true}, {"*.yaml", "a/b.yaml", false}, {"a?c", "abc", true},
      {"a?c", "a/c", false},      {"**/b", "b", true},           {"**/b", "a/x/b", true},
      {"a/**", "a/x/y", true},    {"a/**/b", "a/b", true},       {"a/**/b", "a/x/y/b", true},
      {"a/**/b", "a/x/c", false}, {"[a-c]x", "bx", true},        {"[!a-c]x", "bx", false},
      {"\\*", "*", true},         {"\\*", "x", false},           {"a*b*c", "axxbyyc", true},
      {"a*b*c", "axxbyy", false}, {"*", "a/b", false},           {"", "", true},
  };
  for (const Case& c : cases)
    EXPECT_EQ(path_glob_match(c.pattern, c.path), c.matches) << c.pattern << " on " << c.path;
}

TEST(PathGlob, HostilePatternEndsQuickly) {
  std::string pattern;
  for (int i = 0; i < 40; ++i) pattern += "*a";
  EXPECT_FALSE(path_glob_match(pattern + "b", std::string(5000, 'a')));
}

TEST(IgnoreRules, LastMatchingPatternWins) {
  const IgnoreRules rules("", "*.json\n!keep.json\n# comment\nbuild/\n/top.yaml\n");
  EXPECT_EQ(rules.decide("a/b.json", false), Decision::ignored);
  EXPECT_EQ(rules.decide("a/keep.json", false), Decision::included);
  EXPECT_EQ(rules.decide("x/build", true), Decision::ignored);
  EXPECT_EQ(rules.decide("x/build", false), Decision::none) << "a slash at the end means folders only";
  EXPECT_EQ(rules.decide("top.yaml", false), Decision::ignored);
  EXPECT_EQ(rules.decide("a/top.yaml", false), Decision::none) << "a slash in front anchors";
}

TEST(IgnoreRules, SpeakOnlyOfTheirOwnFolder) {
  const IgnoreRules rules("infra/", "secret.yaml\n");
  EXPECT_EQ(rules.decide("infra/a/secret.yaml", false), Decision::ignored);
  EXPECT_EQ(rules.decide("other/secret.yaml", false), Decision::none);
}

}  // namespace
}  // namespace rootproof::engine
