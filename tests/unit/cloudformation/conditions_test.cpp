#include <gtest/gtest.h>

#include "tests/unit/cloudformation/template_fixture.h"

namespace rootproof::cloudformation {
namespace {

using value::OriginKind;
using value::ReasonKind;
using value::Value;

/// What `!If [C, yes, no]` is, with the condition C written like this.
std::string decided(const std::string& condition, const std::string& more = "") {
  return with_property("!If [C, 'yes', 'no']",
                       "Parameters:\n"
                       "  Stage: {Type: String, Default: prod}\n"
                       "  Open: {Type: String}\n"
                       "  Pick: {Type: String, AllowedValues: [dev, prod]}\n"
                       "Conditions:\n"
                       "  IsProd: !Equals [!Ref Stage, prod]\n"
                       "  IsOpen: !Equals [!Ref Open, x]\n"
                       "  C: " +
                           condition + "\n" + more)
      .display("P");
}

constexpr const char* kUndecided = R"((one of: "yes" when C | "no" when not C))";
constexpr const char* kByOpen = R"((one of: "yes" when Open is x | "no" when Open is not x))";

TEST(Conditions, EqualsComparesText) {
  EXPECT_EQ(decided("!Equals [a, a]"), R"("yes")");
  EXPECT_EQ(decided("!Equals [a, A]"), R"("no")");
  EXPECT_EQ(decided("!Equals [true, 'true']"), R"("yes")");
  EXPECT_EQ(decided("!Equals ['0', 0]"), R"("yes")");
  EXPECT_EQ(decided("{'Fn::Equals': [a, b]}"), R"("no")");
}

TEST(Conditions, ADefaultIsOneOfTheValuesAParameterMayHave) {
  EXPECT_EQ(decided("!Equals [!Ref Stage, prod]"),
            R"((one of: "yes" when Stage is prod | "no" when Stage is not prod))");
  EXPECT_EQ(decided("!Equals [!Sub '${Stage}-eu', prod-eu]"),
            R"((one of: "yes" when Stage is prod | "no" when Stage is not prod))");
  EXPECT_EQ(decided("!Equals [!Ref Stage, dev]"),
            R"((one of: "no" when Stage is not dev | "yes" when Stage is dev))");
  EXPECT_EQ(decided("!Equals [!Ref Stage, '']"),
            R"((one of: "no" when Stage is not "" | "yes" when Stage is ""))");
}

TEST(Conditions, OnOpenParametersHoldForOneValue) {
  EXPECT_EQ(decided("!Equals [!Ref Open, x]"), kByOpen);
  EXPECT_EQ(decided("{'Fn::Equals': [x, {Ref: Open}]}"), kByOpen);
  EXPECT_EQ(decided("!Equals [!Sub 'acme-${Open}-eu', acme-x-eu]"), kByOpen);
  EXPECT_EQ(decided("!Equals [!Ref Open, !Ref Open]"), R"("yes")");
  EXPECT_EQ(decided("!Equals [!Ref AWS::Region, eu-west-1]"),
            R"((one of: "yes" when AWS::Region is eu-west-1 | "no" when AWS::Region is not eu-west-1))");
}

TEST(Conditions, OnOneParameterExcludeEachOther) {
  EXPECT_EQ(decided("!And [!Equals [!Ref Open, x], !Equals [!Ref Open, y]]"), R"("no")");
  EXPECT_EQ(decided("!And [!Condition IsOpen, !Not [!Equals [!Ref Open, x]]]"), R"("no")");
  EXPECT_EQ(decided("!Or [!Condition IsOpen, !Not [!Equals [!Ref Open, x]]]"), R"("yes")");
  EXPECT_EQ(decided("!And [!Not [!Equals [!Ref Open, y]], !Condition IsOpen]"),
            R"((one of: "no" when Open is not x | "yes" when Open is x))");
}

TEST(Conditions, OnTwoThingsThatAreNotKnownAreKnownByTheirName) {
  EXPECT_EQ(decided("!Equals [!Ref Open, !Sub 'x-${AWS::Region}']"), kUndecided);
  EXPECT_EQ(decided("!Equals [!Sub '${Open}${AWS::Region}', xy]"), kUndecided);
  EXPECT_EQ(decided("!Equals [!Sub '${Open}${Open}', xx]"), kUndecided);
  // Both may be x: that A is B does not say that neither is x.
  EXPECT_EQ(
      decided("!And [!Equals [!Ref Open, x], !Equals [!Ref Open, !Ref Stage]]"),
      R"((one of: "no" when Open is x and Stage is prod | "yes" when Open is x and Stage is not prod and C | )"
      R"("no" when Open is x and Stage is not prod and not C | "no" when Open is not x))");
}

TEST(Conditions, NameWhatAParameterIsWhereTheyHold) {
  EXPECT_EQ(with_property("!If [C, !Sub 'a-${Open}', !Sub 'b-${Open}']",
                          "Parameters:\n  Open: {Type: String}\nConditions:\n  C: !Equals [!Ref Open, x]\n")
                .display("P"),
            R"((one of: "a-x" when Open is x | "b-${Open}" when Open is not x))");
  // The account stays the template's own, whatever its number.
  EXPECT_EQ(
      with_property("!If [C, !Ref AWS::AccountId, none]",
                    "Conditions:\n  C: !Equals [!Ref AWS::AccountId, '111122223333']\n")
          .display("P"),
      R"((one of: "${own-account}" when AWS::AccountId is 111122223333 | "none" when AWS::AccountId is not 111122223333))");
}

TEST(Conditions, TextThatCannotFitDecides) {
  EXPECT_EQ(decided("!Equals [!Sub 'dev-${Open}', prod]"), R"("no")");
  EXPECT_EQ(decided("!Equals [!Sub '${Open}-dev', x-prod]"), R"("no")");
  EXPECT_EQ(decided("!Equals [!Ref AWS::AccountId, none]"), R"("no")");
  EXPECT_EQ(decided("!Equals [a, !Sub 'a${Open}a']"), R"("no")");
  EXPECT_EQ(decided("!Equals [!Sub 'x${AWS::AccountId}', xy]"), R"("no")");
  EXPECT_EQ(decided("!Equals [!Ref AWS::Region, !Ref AWS::Region]"), R"("yes")");
}

TEST(Conditions, JunctionsNeedOnlyWhatDecides) {
  EXPECT_EQ(decided("!And [!Condition IsOpen, !Equals [a, a]]"), kByOpen);
  EXPECT_EQ(decided("!And [!Condition IsOpen, !Equals [a, b]]"), R"("no")");
  EXPECT_EQ(decided("!Or [!Condition IsOpen, !Equals [a, a]]"), R"("yes")");
  EXPECT_EQ(decided("!Or [{Condition: IsOpen}, !Equals [a, b]]"), kByOpen);
  EXPECT_EQ(decided("{'Fn::And': [{Condition: IsOpen}, {'Fn::Not': [{Condition: IsOpen}]}]}"), R"("no")");
  EXPECT_EQ(decided("!And [!Condition IsOpen, !Equals [!Ref Pick, dev]]"),
            R"((one of: "yes" when Open is x and Pick is dev | "no" when Open is x and Pick is prod | )"
            R"("no" when Open is not x))");
}

TEST(Conditions, NotKeepsWhatItNegates) {
  EXPECT_EQ(decided("!Not [!Condition IsOpen]"),
            R"((one of: "no" when Open is x | "yes" when Open is not x))");
}

TEST(Conditions, AllowedValuesSplitExactly) {
  EXPECT_EQ(decided("!Equals [!Ref Pick, prod]"),
            R"((one of: "no" when Pick is dev | "yes" when Pick is prod))");
  EXPECT_EQ(decided("!Equals [!Ref Pick, other]"), R"("no")");
  EXPECT_EQ(decided("!And [!Equals [!Ref Pick, prod], !Equals [!Ref Pick, dev]]"), R"("no")");
  EXPECT_EQ(decided("!Or [!Equals [!Ref Pick, prod], !Equals [!Ref Pick, dev]]"), R"("yes")");
}

TEST(Conditions, ErrorsOfTheTemplateStayUnknown) {
  EXPECT_EQ(decided("!Not [!Condition C]"), "(unknown: cycle: condition C)");
  EXPECT_EQ(decided("!Condition Nowhere"), "(unknown: invalid: condition Nowhere)");
  EXPECT_EQ(decided("text"), "(unknown: invalid: condition)");
  EXPECT_EQ(decided("!And [!Condition IsProd]"), "(unknown: invalid: Fn::And)");
}

TEST(Conditions, UnsupportedFunctionsLeaveBothWays) { EXPECT_EQ(decided("!Contains [a, b]"), kUndecided); }

TEST(Conditions, ARepeatedConditionIsNotDecided) {
  EXPECT_EQ(decided("!Equals [a, a]", "  C: !Equals [a, b]\n"), kUndecided);
}

TEST(Conditions, WhatAGivenValueDecidedSaysSoInItsOrigin) {
  TemplateInputs inputs;
  inputs.parameters["Stage"] =
      Value::string("prod", value::Origin({OriginKind::command_line, source::Span{}, "--parameter Stage"}));
  const TestTemplate scanned = with_property("!If [IsProd, 'a', 'b']",
                                             "Parameters:\n  Stage: {Type: String, Default: dev}\n"
                                             "Conditions:\n  IsProd: !Equals [!Ref Stage, prod]\n",
                                             inputs);
  const std::vector<value::OriginStep> chain = scanned.property("P").origin().chain();
  ASSERT_EQ(chain.size(), 3U);
  EXPECT_EQ(chain[0].kind, OriginKind::condition);
  EXPECT_EQ(chain[0].detail, "condition IsProd is true");
  EXPECT_EQ(chain[1].kind, OriginKind::command_line);
  EXPECT_EQ(chain[2].kind, OriginKind::literal);
  EXPECT_EQ(scanned.text(chain[2].span), "'a'");
}

TEST(Conditions, AnUndecidedGuardSaysWhy) {
  const TestTemplate scanned = with_property(
      "!If [C, a, b]", "Parameters:\n  Open: {Type: String}\nConditions:\n  C: !Equals [!Ref Open, x]\n");
  const std::vector<value::Reason> reasons = scanned.property("P").reasons();
  ASSERT_EQ(reasons.size(), 1U);
  EXPECT_EQ(reasons.front().kind, ReasonKind::unknown_variable);
  EXPECT_EQ(value::what_would_settle(reasons.front()),
            "pass --parameter Open=VALUE, or a file with it through --parameter-file");
}

TEST(Conditions, EqualGuardsMeetAcrossFunctions) {
  const TestTemplate scanned =
      with_property("!Join ['-', [!If [C, a, b], !If [C, a, b], !If [C, x, !Ref AWS::NoValue]]]",
                    "Parameters:\n  Open: {Type: String}\nConditions:\n  C: !Equals [!Ref Open, x]\n");
  EXPECT_EQ(scanned.display("P"), R"((one of: "a-a-x" when Open is x | "b-b" when Open is not x))");
}

TEST(Conditions, TooManyWaysAreALimitAndNotAGuess) {
  std::string sections = "Parameters:\n";
  for (int i = 0; i < 5; ++i) sections += "  Open" + std::to_string(i) + ": {Type: String}\n";
  sections += "Conditions:\n";
  std::string items;
  for (int i = 0; i < 5; ++i) {
    const std::string name = "C" + std::to_string(i);
    sections += "  " + name + ": !Equals [!Ref Open" + std::to_string(i) + ", x]\n";
    items += "!If [" + name + ", a, b], ";
  }
  const Value joined = with_property("!Join ['', [" + items + "x]]", sections).property("P");
  ASSERT_TRUE(joined.is(Value::Kind::one_of));
  for (const value::Alternative& way : joined.alternatives()) {
    EXPECT_EQ(way.value.reasons().front().detail, "kAlternatives") << way.value.to_display();
  }
  EXPECT_EQ(with_property("!Join ['', [" + items + "!If [C0, x, !Ref AWS::NoValue]]]", sections).display("P"),
            "(unknown: limit: kAlternatives)");
}

constexpr const char* kConditional = R"(
Parameters:
  Open: {Type: String}
  Off: {Type: String, Default: 'no', AllowedValues: ['no']}
  Pick: {Type: String, AllowedValues: [a, b, c]}
Conditions:
  IsOpen: !Equals [!Ref Open, x]
  IsOn: !Equals [!Ref Off, 'yes']
  NotC: !Not [!Equals [!Ref Pick, c]]
Resources:
  Always: {Type: Custom::Test}
  Never: {Type: Custom::Test, Condition: IsOn}
  Maybe: {Type: Custom::Test, Condition: IsOpen}
  Several: {Type: Custom::Test, Condition: NotC}
)";

TEST(Conditions, AResourceWhoseConditionIsFalseDoesNotExist) {
  const TestTemplate scanned(kConditional);
  ASSERT_NE(scanned.find("Always"), nullptr);
  EXPECT_TRUE(scanned.find("Always")->guard.always());
  EXPECT_FALSE(scanned.find("Always")->may_be_absent);
  EXPECT_EQ(scanned.find("Never"), nullptr);
}

TEST(Conditions, AResourceWhoseConditionIsOpenExistsUnderAGuard) {
  const TestTemplate scanned(kConditional);
  ASSERT_NE(scanned.find("Maybe"), nullptr);
  EXPECT_EQ(scanned.find("Maybe")->guard.to_string(), "when Open is x");
  EXPECT_TRUE(scanned.find("Maybe")->may_be_absent);
  EXPECT_EQ(scanned.find("Maybe")->guard.terms.front().reason->kind, ReasonKind::unknown_variable);
  ASSERT_NE(scanned.find("Several"), nullptr);
  EXPECT_EQ(scanned.find("Several")->guard.to_string(), "when Pick is not c");
}

TEST(Conditions, AReferenceToAResourceThatDoesNotExistIsAnError) {
  const TestTemplate scanned(R"(
Conditions: {No: !Equals [a, b]}
Resources:
  Gone: {Type: AWS::S3::Bucket, Condition: No}
  R: {Type: Custom::Test, Properties: {P: !Ref Gone, Q: !If [No, !Ref Gone, none]}}
)");
  EXPECT_EQ(scanned.display("P"), "(unknown: invalid: reference to Gone, which does not exist)");
  EXPECT_EQ(scanned.display("Q"), R"("none")");
}

TEST(Conditions, InputsDecideResources) {
  TemplateInputs inputs;
  inputs.parameters["Open"] = Value::string("x");
  inputs.parameters["Off"] = Value::string("yes");
  const TestTemplate scanned(kConditional, inputs);
  ASSERT_NE(scanned.find("Never"), nullptr);
  ASSERT_NE(scanned.find("Maybe"), nullptr);
  EXPECT_FALSE(scanned.find("Maybe")->may_be_absent);
}

}  // namespace
}  // namespace rootproof::cloudformation
