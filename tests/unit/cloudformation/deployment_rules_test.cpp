// The section Rules: what it refuses is not deployed, so nothing is found in it.
#include <gtest/gtest.h>

#include "tests/unit/cloudformation/template_fixture.h"

namespace rootproof::cloudformation {
namespace {

constexpr const char* kParameters = R"(
Parameters:
  Stage: {Type: String, AllowedValues: [dev, test, prod], Default: dev}
  Open: {Type: String}
  List: {Type: CommaDelimitedList, Default: 'test, prod'}
)";

/// What `!Ref Stage` is under this rule.
std::string stage_under(const std::string& rule, const std::string& more = "") {
  return with_property("!Ref Stage", std::string(kParameters) + "Rules:\n  R: " + rule + "\n" + more)
      .display("P");
}

constexpr const char* kAll =
    R"((one of: "dev" when Stage is dev | "test" when Stage is test | "prod" when Stage is prod))";

TEST(DeploymentRules, ExcludeValuesOfAParameter) {
  EXPECT_EQ(stage_under("{Assertions: [{Assert: {'Fn::Contains': [[dev, test], !Ref Stage]}}]}"),
            R"((one of: "dev" when Stage is dev | "test" when Stage is test))");
  EXPECT_EQ(stage_under("{Assertions: [{Assert: !Not [!Equals [!Ref Stage, prod]]}, "
                        "{Assert: {'Fn::EachMemberEquals': [[!Ref Stage], test]}}]}"),
            R"("test")");
  EXPECT_EQ(stage_under("{Assertions: [{Assert: {'Fn::EachMemberIn': [[!Ref Stage], [prod, other]]}}]}"),
            R"("prod")");
}

TEST(DeploymentRules, HoldOnlyUnderTheirCondition) {
  EXPECT_EQ(stage_under("{RuleCondition: !Equals [a, b], Assertions: [{Assert: !Equals [!Ref Stage, dev]}]}"),
            kAll);
  // Stage is prod only where Open is x, which is said of no one value of Stage.
  const std::string rule =
      "{RuleCondition: !Equals [!Ref Stage, prod], Assertions: [{Assert: !Equals [!Ref Open, x]}]}";
  EXPECT_EQ(stage_under(rule), kAll);
  EXPECT_EQ(
      with_property("!If [C, 'yes', 'no']",
                    std::string(kParameters) + "Rules:\n  R: " + rule +
                        "\nConditions:\n  C: !And [!Equals [!Ref Stage, prod], !Equals [!Ref Open, y]]\n")
          .display("P"),
      R"("no")");
}

TEST(DeploymentRules, SettleConditionsOnOpenParameters) {
  const auto decided = [](const std::string& assertion) {
    return with_property("!If [C, a, b]", std::string(kParameters) + "Rules: {R: {Assertions: [{Assert: " +
                                              assertion + "}]}}\nConditions: {C: !Equals [!Ref Open, x]}\n")
        .display("P");
  };
  EXPECT_EQ(decided("!Equals [!Ref Open, x]"), R"("a")");
  EXPECT_EQ(decided("!Equals [!Ref Open, y]"), R"("b")");
  EXPECT_EQ(decided("!Not [!Equals [!Ref Open, x]]"), R"("b")");
  EXPECT_EQ(decided("{'Fn::Contains': [[y, z], !Ref Open]}"), R"("b")");
}

TEST(DeploymentRules, KeepAResourceOutThatTheyRefuse) {
  const std::string text = std::string(kParameters) + R"(
Rules: {R: {Assertions: [{Assert: !Not [!Equals [!Ref Open, x]]}]}}
Conditions: {C: !Equals [!Ref Open, x]}
Resources: {Never: {Type: Custom::Test, Condition: C}, R: {Type: Custom::Test}}
)";
  EXPECT_EQ(TestTemplate(text).find("Never"), nullptr);
}

TEST(DeploymentRules, ThatSayNothingCertainExcludeNothing) {
  for (const char* rule : {
           "{Assertions: [{Assert: !Equals [!Ref Stage, !Ref Open]}]}",
           "{Assertions: [{Assert: !Equals [a, b]}]}",
           "{Assertions: [{Assert: {'Fn::Contains': [{'Fn::RefAll': 'AWS::EC2::VPC::Id'}, !Ref Stage]}}]}",
           "text",
           "{Assertions: [{Assert: text}]}",
           "{RuleCondition: !Equals [!Ref Open, !Ref AWS::Region], Assertions: [{Assert: !Equals [!Ref "
           "Stage, dev]}]}",
           "{RuleCondition: text, Assertions: [{Assert: !Equals [!Ref Stage, dev]}]}",
           // Which of two members counts is not known.
           "{RuleCondition: !Equals [a, a], RuleCondition: !Equals [a, b], "
           "Assertions: [{Assert: !Equals [!Ref Stage, dev]}]}",
           "{Assertions: [{Assert: !Equals [a, a], Assert: !Equals [!Ref Stage, dev]}]}",
           "{Assertions: [{Assert: !If [C, !Equals [!Ref Stage, dev], x]}]}",
           // Another value than the default of the list may be given.
           "{Assertions: [{Assert: {'Fn::Contains': [!Ref List, !Ref Stage]}}]}",
       }) {
    EXPECT_EQ(stage_under(rule), kAll) << rule;
  }
  const std::string rule = "{Assertions: [{Assert: !Equals [!Ref Stage, dev]}]}";
  EXPECT_EQ(stage_under(rule), R"("dev")");
  EXPECT_EQ(stage_under(rule, "  R: " + rule + "\n"), kAll) << "a rule that stands twice";
  EXPECT_EQ(stage_under(rule, "Rules: {S: " + rule + "}\n"), kAll) << "a section that stands twice";
  EXPECT_EQ(stage_under(rule, "Transform: Mine\n"), kAll) << "a macro may change it";
  EXPECT_EQ(stage_under(rule, "Transform: AWS::LanguageExtensions\n"), R"("dev")");
}

TEST(DeploymentRules, ThatRefuseEveryValueLeaveThem) {
  EXPECT_EQ(stage_under("{Assertions: [{Assert: {'Fn::Contains': [[other], !Ref Stage]}}]}"), kAll);
}

TEST(DeploymentRules, CompareAtMostSoMuch) {
  std::string many = "[";
  for (int i = 0; i < 200; ++i) many += "x" + std::to_string(i) + ", ";
  many += "y]";
  EXPECT_EQ(stage_under("{Assertions: [{Assert: {'Fn::EachMemberIn': [" + many + ", " + many + "]}}]}"),
            kAll);
}

}  // namespace
}  // namespace rootproof::cloudformation
