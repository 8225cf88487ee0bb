#include "parsers/value/constraints.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace rootproof::value {
namespace {

GuardTerm is(const std::string& subject, const std::string& text, bool holds = true) {
  return value_term(subject, text, holds, {});
}

GuardTerm named(const std::string& condition, bool holds = true) { return {condition, holds, {}, {}, {}}; }

/// A is yes or no; Either is A or B.
Constraints constraints() {
  Constraints all;
  EXPECT_TRUE(all.add({{is("A", "yes", false), is("A", "no", false)}}));
  EXPECT_TRUE(all.add({{named("Either"), is("A", "no"), named("B", false)}}));
  EXPECT_TRUE(all.add({{named("Either", false), is("A", "yes")}}));
  EXPECT_TRUE(all.add({{named("Either", false), is("A", "no"), named("B")}}));
  return all;
}

TEST(Constraints, RefuteWhatNeverHoldsTogether) {
  const Constraints all = constraints();
  EXPECT_TRUE(all.refute(std::vector{is("A", "yes", false), is("A", "no", false)}));
  EXPECT_TRUE(all.refute(std::vector{named("Either"), is("A", "no"), named("B", false)}));
  EXPECT_TRUE(all.refute(std::vector{named("Either"), is("A", "yes", false), named("B", false)}));
  EXPECT_TRUE(all.refute(std::vector{named("Either", false), is("A", "no", false)}));
  EXPECT_FALSE(all.refute(std::vector{named("Either"), is("A", "no")}));
  EXPECT_FALSE(all.refute(std::vector{named("Either", false)}));
  EXPECT_FALSE(all.refute({}));
}

TEST(Constraints, LeaveACase) {
  Constraints all = constraints();
  EXPECT_TRUE(all.add({{is("A", "yes")}}));
  EXPECT_FALSE(all.add({{is("A", "no")}}));
  EXPECT_FALSE(all.add({}));
  EXPECT_FALSE(all.refute(std::vector{is("A", "no")}));
}

TEST(Constraints, TellWhichValuesAreLeft) {
  Constraints all;
  EXPECT_TRUE(all.add({{is("S", "dev", false), is("S", "test", false), is("S", "prod", false)}}));
  EXPECT_TRUE(all.add({{is("S", "test"), named("B")}}));
  EXPECT_EQ(all.value_beside("S", {}), is("S", "dev"));
  EXPECT_EQ(all.value_beside("S", std::vector{is("S", "dev", false)}), is("S", "test"));
  EXPECT_EQ(all.value_beside("S", std::vector{is("S", "dev", false), named("B")}), is("S", "prod"));
  EXPECT_EQ(all.value_beside("S", std::vector{is("S", "dev", false), is("S", "prod", false), named("B")}),
            std::nullopt);
  EXPECT_EQ(all.value_beside("B", {}), std::nullopt);
  EXPECT_EQ(constraints().value_beside("B", {}), std::nullopt);
}

TEST(Constraints, ThatDoNotCountLeaveRoomForOthers) {
  const auto filled = [](bool counts) {
    Constraints all;
    EXPECT_TRUE(all.add({{named("A"), named("B")}}, counts));
    for (std::size_t i = 1; i < kConstraints; ++i)
      EXPECT_TRUE(all.add({{named("C" + std::to_string(i)), named("D")}}));
    EXPECT_TRUE(all.add({{named("E"), named("F")}}));
    return all.refute(std::vector{named("A"), named("B")});
  };
  EXPECT_FALSE(filled(true));
  EXPECT_TRUE(filled(false));
}

TEST(Constraints, AreKnownToGuards) {
  const auto all = std::make_shared<Constraints>(constraints());
  const auto known = [&all](GuardTerm term) {
    term.constraints = all;
    return Guard{{std::move(term)}};
  };
  const Guard either = known(named("Either"));
  const Guard a = known(is("A", "yes"));
  const Guard not_a = known(is("A", "yes", false));
  EXPECT_TRUE((not_a & known(is("A", "no", false))).impossible());
  EXPECT_FALSE((not_a & known(is("A", "no"))).impossible());
  EXPECT_TRUE(not_a.implies(is("A", "no")));
  EXPECT_TRUE(a.implies(either));
  EXPECT_FALSE(either.implies(a));
  EXPECT_TRUE((either & not_a).implies(named("B")));
  EXPECT_EQ((either & a).to_string(), "when A is yes");
  EXPECT_EQ((either & not_a).to_string(), "when Either and A is not yes");
}

TEST(Constraints, OfOthersDiffer) { EXPECT_NE(Constraints().id(), Constraints().id()); }

}  // namespace
}  // namespace rootproof::value
