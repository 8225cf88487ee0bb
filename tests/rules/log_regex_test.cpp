// Regular expressions of CloudWatch Logs filter patterns, as the CloudWatch Logs User Guide has them.
#include "rules/monitoring/log_regex.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace rootproof::rules {
namespace {

bool finds(std::string_view regex, std::string_view text) {
  const std::optional<LogRegex> read = LogRegex::read(regex);
  EXPECT_TRUE(read) << regex;
  return read && read->finds_in(text);
}

TEST(LogRegex, FindsAPartOfAText) {
  EXPECT_TRUE(finds("oo", "Root"));
  EXPECT_FALSE(finds("root", "Root"));
  EXPECT_TRUE(finds("^Ro", "Root"));
  EXPECT_FALSE(finds("^oot", "Root"));
  EXPECT_TRUE(finds("oot$", "Root"));
  EXPECT_FALSE(finds("Roo$", "Root"));
  EXPECT_TRUE(finds("gray|^Root$", "Root"));
  EXPECT_FALSE(finds("^$", "Root"));
  EXPECT_TRUE(finds("^$", ""));
}

TEST(LogRegex, FindsEverythingWhereNothingIsAskedFor) {
  for (const char* regex : {".*", "^.*$", "a*", "^a?", "x|.*"})
    EXPECT_TRUE(LogRegex::read(regex)->finds_everything());
  for (const char* regex : {"^-?$", "^$|-", ".+", "^a*$", "Root"})
    EXPECT_FALSE(LogRegex::read(regex)->finds_everything()) << regex;
}

TEST(LogRegex, RepeatsCharacters) {
  EXPECT_TRUE(finds("^Ro{2}t$", "Root"));
  EXPECT_FALSE(finds("^Ro{3,5}t$", "Root"));
  EXPECT_TRUE(finds("^Ro{1,}t$", "Root"));
  EXPECT_TRUE(finds("^Ro{0, 2}t$", "Root"));
  EXPECT_TRUE(finds("^R.*t$", "Root"));
  EXPECT_TRUE(finds("^R.+t?$", "Root"));
  EXPECT_FALSE(finds("^R.t$", "Root"));
  EXPECT_TRUE(finds("colou?r", "color"));
  EXPECT_TRUE(finds("^a*a*a*b$", "aaaab"));
}

TEST(LogRegex, FindsSomeTextOfAForm) {
  const auto may_find = [](std::string_view regex) {
    return LogRegex::read(regex)->may_find_in("arn:aws:iam::############:root");
  };
  for (const char* regex : {":root$", "^arn:aws:iam::[0-9]{12}:root$", "::111122223333:", "::\\d+:", "[2-4]"})
    EXPECT_TRUE(may_find(regex)) << regex;
  for (const char* regex : {"^arn:aws:sts", "::\\d{11}:", "::[a-z]", "#", "^root"})
    EXPECT_FALSE(may_find(regex)) << regex;
}

TEST(LogRegex, KnowsClassesAndEscapes) {
  EXPECT_TRUE(finds("^[Rr]oot$", "root"));
  EXPECT_TRUE(finds("^[A-Z][a-z]{3}$", "Root"));
  EXPECT_FALSE(finds("^[^A-Z]", "Root"));
  EXPECT_TRUE(finds("[]x]", "a]"));
  EXPECT_TRUE(finds("[a-]", "-"));
  EXPECT_TRUE(finds("\\d{12}:root", "arn:aws:iam::111122223333:root"));
  EXPECT_FALSE(finds("^\\D*$", "arn:aws:iam::111122223333:root"));
  EXPECT_TRUE(finds("signin\\.amazonaws", "signin.amazonaws.com"));
  EXPECT_FALSE(finds("signin\\.amazonaws", "signin-amazonaws.com"));
  EXPECT_TRUE(finds("\\x52oot", "Root"));
  EXPECT_TRUE(finds("^\\S\\w+$", "Root"));
}

TEST(LogRegex, IsNothingThatCloudWatchLogsRefuses) {
  for (const std::string_view regex :
       {"", "Ro(o)t", "Root!", "*", "a**", "a{2", "a{3,2}", "[a", "[z-a]", "\\", "\\q", "\\x5", "a$b"})
    EXPECT_FALSE(LogRegex::read(regex)) << regex;
  EXPECT_FALSE(LogRegex::read(std::string(1025, 'a')));
}

TEST(LogRegex, TakesNoLongerForHostileOnes) {
  std::string many;
  for (int i = 0; i < 500; ++i) many += "a*";
  EXPECT_FALSE(finds("^" + many + "b$", std::string(200, 'a')));
}

}  // namespace
}  // namespace rootproof::rules
