// What a finding says of the cases in which it holds.
#include "analyzer/engine/cases.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace rootproof::engine {
namespace {

using value::Guard;
using value::GuardTerm;

GuardTerm is(const std::string& subject, const std::string& text, bool holds = true) {
  return value::value_term(subject, text, holds, {});
}
GuardTerm condition(const std::string& name, bool holds = true) { return {name, holds, {}, {}, {}}; }

std::string told(const std::vector<Guard>& guards, const std::vector<std::string>& all = {}) {
  const auto is_all = [&](std::string_view subject, const std::vector<std::string>& texts) {
    return subject == "Stage" && !all.empty() && texts.size() == all.size();
  };
  return either_of(guards, is_all).value_or("too much");
}

TEST(Cases, ListTheValuesOfOneSubject) {
  EXPECT_EQ(told({{{is("Stage", "dev")}}, {{is("Stage", "test")}}, {{is("Stage", "prod")}}}),
            "when Stage is dev, test or prod");
  EXPECT_EQ(told({{{is("Stage", "dev"), condition("Open")}}, {{is("Stage", "test"), condition("Open")}}}),
            "when Stage is dev or test and Open");
  EXPECT_EQ(told({{{is("Stage", "")}}, {{is("Stage", "dev")}}}), "when Stage is \"\" or dev");
}

TEST(Cases, SayNothingWhereAllAreMeant) {
  EXPECT_EQ(told({{{is("Stage", "dev")}}, {{is("Stage", "prod")}}}, {"dev", "prod"}), "");
  EXPECT_EQ(told({{{is("Stage", "dev")}}, {{is("Stage", "dev", false)}}}), "");
  EXPECT_EQ(told({{{condition("Open")}}, {{condition("Open", false)}}}), "");
  EXPECT_EQ(told({{{condition("Open")}}, {}}), "");
  EXPECT_EQ(told({{{is("Stage", "dev")}},
                  {{is("Stage", "test")}},
                  {{is("Stage", "dev", false), is("Stage", "test", false)}}}),
            "");
  EXPECT_EQ(told({{{is("Stage", "dev"), is("Name", "")}},
                  {{is("Stage", "dev"), is("Name", "", false)}},
                  {{is("Stage", "prod"), is("Name", "")}},
                  {{is("Stage", "prod"), is("Name", "", false)}}}),
            "when Stage is dev or prod");
}

TEST(Cases, TellUnlikeOnesApart) {
  EXPECT_EQ(told({{{is("Stage", "dev")}}, {{condition("Open")}}}), "when Stage is dev or when Open");
  EXPECT_EQ(told({{{condition("A")}}, {{condition("B")}}, {{condition("C")}}, {{condition("D")}}}),
            "too much");
}

}  // namespace
}  // namespace rootproof::engine
