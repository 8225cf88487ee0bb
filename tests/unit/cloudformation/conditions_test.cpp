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

constexpr const char* kEither = R"(
Parameters:
  A: {Type: String, AllowedValues: ['yes', 'no']}
  B: {Type: String, AllowedValues: ['yes', 'no']}
  Open: {Type: String, Default: ''}
Conditions:
  IsA: !Equals [!Ref A, 'yes']
  IsB: !Equals [!Ref B, 'yes']
  IsOpen: !Not [!Equals [!Ref Open, '']]
  Either: !Or [!Condition IsA, !Condition IsB]
  AnyOf: !Or [!And [!Condition IsA, !Condition IsB], !Condition IsOpen]
  Named: !Condition Either
)";

/// What this is in a resource with the condition.
std::string in_resource(const std::string& condition, const std::string& value,
                        const std::string& sections = kEither) {
  return TestTemplate(sections + "Resources:\n  R:\n    Type: Custom::Test\n    Condition: " + condition +
                      "\n    Properties: {P: " + value + "}\n")
      .display("P");
}

TEST(Conditions, ThatAreSeveralHoldAgainstTheirParts) {
  EXPECT_EQ(in_resource("Either", "!If [IsA, a, !If [IsB, b, neither]]"),
            R"((one of: "a" when A is yes | "b" when A is no and B is yes))");
  EXPECT_EQ(in_resource("Named", "!If [IsB, b, !If [IsA, a, neither]]"),
            R"((one of: "b" when B is yes | "a" when B is no and A is yes))");
  EXPECT_EQ(in_resource("Named", "!If [Either, a, b]"), R"("a")");
  // Neither of the two ways to be false says so alone: A is no, and A is yes where B is no.
  EXPECT_EQ(in_resource("AnyOf", "!If [IsB, b, !If [IsOpen, open, none]]"),
            R"((one of: "b" when B is yes | "open" when B is no and Open is not ""))");
  EXPECT_EQ(in_resource("Either", "{K: !If [IsA, [a], [!If [IsB, b, neither]]]}"),
            R"({"K": (one of: ["a"] when A is yes | ["b"] when A is no)})");
}

TEST(Conditions, SayNothingThatFollowsFromTheRest) {
  const TestTemplate scanned(std::string(kEither) + R"(
Resources:
  R:
    Type: Custom::Test
    Condition: Either
    Properties: {P: !If [IsB, b, c]}
)");
  const Value part = scanned.property("P");
  ASSERT_TRUE(part.is(Value::Kind::one_of));
  const value::Guard& exists = scanned.find("R")->guard;
  EXPECT_EQ(exists.to_string(), "when Either");
  EXPECT_EQ((exists & part.alternatives()[0].guard).to_string(), "when B is yes");
  EXPECT_EQ((exists & part.alternatives()[1].guard).to_string(), "when Either and B is no");
}

TEST(Conditions, OnARegionAgreeWithItsPartition) {
  constexpr const char* kPlaces = R"(
Conditions:
  Gov: !Equals [!Ref AWS::Region, us-gov-west-1]
  New: !Equals [!Ref AWS::Region, moon-1]
  Aws: !Equals [!Ref AWS::Partition, aws]
  GovPartition: !Equals [!Ref AWS::Partition, aws-us-gov]
  China: !Equals [!Ref AWS::URLSuffix, amazonaws.com.cn]
)";
  EXPECT_EQ(in_resource("Gov", "!If [Aws, a, b]", kPlaces), R"("b")");
  EXPECT_EQ(in_resource("Gov", "!If [GovPartition, a, b]", kPlaces), R"("a")");
  EXPECT_EQ(in_resource("Gov", "!If [China, a, b]", kPlaces), R"("b")");
  EXPECT_EQ(in_resource("Aws", "!If [China, a, b]", kPlaces), R"("b")");
  EXPECT_EQ(in_resource("Aws", "!If [Gov, a, b]", kPlaces), R"("b")");
  // That a Region is in no table proves nothing.
  EXPECT_EQ(in_resource("New", "!If [Aws, a, b]", kPlaces),
            R"((one of: "a" when AWS::Partition is aws | "b" when AWS::Partition is not aws))");
}

TEST(Conditions, OnNumbersKeepToTheirLimits) {
  const auto number = [](const std::string& text) {
    return with_property("!If [C, 'yes', 'no']",
                         "Parameters:\n  N: {Type: Number, MinValue: 1, MaxValue: 5, Default: 2}\n"
                         "Conditions:\n  C: !Equals [!Ref N, " +
                             text + "]\n")
        .display("P");
  };
  EXPECT_EQ(number("7"), R"("no")");
  EXPECT_EQ(number("'0'"), R"("no")");
  EXPECT_EQ(number("'-3'"), R"("no")");
  EXPECT_EQ(number("many"), R"("no")");
  EXPECT_EQ(number("''"), R"("no")");
  EXPECT_EQ(number("5"), R"((one of: "no" when N is not 5 | "yes" when N is 5))");
  EXPECT_EQ(number("2.5"), R"((one of: "no" when N is not 2.5 | "yes" when N is 2.5))");
}

TEST(Conditions, KeepToNoLimitThatMayBeOctal) {
  const std::string shown = with_property("!If [C, 'yes', 'no']",
                                          "Parameters:\n  N: {Type: Number, MinValue: 010, Default: 20}\n"
                                          "Conditions:\n  C: !Equals [!Ref N, 9]\n")
                                .display("P");
  EXPECT_EQ(shown, R"((one of: "no" when N is not 9 | "yes" when N is 9))");
}

/// What P is beside a resource that names Role, which is there when IsA.
std::string beside(const std::string& resource, const std::string& more = "") {
  return TestTemplate(std::string(kEither) + more +
                      "Resources:\n  Role: {Type: Custom::Role, Condition: IsA}\n" + resource +
                      "  R:\n    Type: Custom::Test\n    Properties: {P: !If [IsA, there, gone]}\n")
      .display("P");
}

TEST(Conditions, InWhichANamedResourceIsAbsentAreRefused) {
  constexpr const char* kBoth = R"((one of: "there" when A is yes | "gone" when A is no))";
  const auto other = [](const std::string& value) {
    return "  Other: {Type: Custom::Other, Properties: {V: " + value + "}}\n";
  };
  EXPECT_EQ(beside(""), kBoth);
  EXPECT_EQ(beside(other("!Ref Role")), R"("there")");
  EXPECT_EQ(beside(other("{Deep: [!GetAtt Role.Arn]}")), R"("there")");
  EXPECT_EQ(beside(other("{'Fn::GetAtt': [Role, Arn]}")), R"("there")");
  EXPECT_EQ(beside(other("!Sub 'x/${Role.Arn}'")), R"("there")");
  EXPECT_EQ(beside(other("!Sub ['x/${V}', {V: !Ref Role}]")), R"("there")");
  EXPECT_EQ(beside(other("!Join ['/', [x, !Ref Role]]")), R"("there")");
  EXPECT_EQ(beside(other("!If [IsB, !Ref Role, x]")), kBoth);
  EXPECT_EQ(beside(other("!If [IsA, !Ref Role, x]")), kBoth);
  EXPECT_EQ(beside(other("!Sub ['x/${Role}', {Role: y}]")), kBoth);
  EXPECT_EQ(beside(other("!Sub 'x/${!Role}'")), kBoth);
  EXPECT_EQ(beside("  Other: {Type: Custom::Other, Condition: IsA, Properties: {V: !Ref Role}}\n"), kBoth);
  EXPECT_EQ(beside("  Other: {Type: Custom::Other, DependsOn: Role}\n"), kBoth);
  EXPECT_EQ(beside("", "Outputs: {O: {Value: !Ref Role}}\n"), R"("there")");
  EXPECT_EQ(beside("", "Outputs: {O: {Condition: IsA, Value: !Ref Role}}\n"), kBoth);
  // What a macro makes of it nobody knows.
  EXPECT_EQ(beside(other("!Ref Role"), "Transform: Mine\n"), kBoth);
  EXPECT_EQ(
      beside("  Other: {Type: Custom::Other, Properties: {V: !Ref Role, 'Fn::Transform': {Name: M}}}\n"),
      kBoth);
}

/// What P is beside a resource that looks something up, in a template with these mappings.
std::string beside_lookup(const std::string& looked_up, const std::string& mappings,
                          const std::string& condition = "!Equals [!Ref N, b]",
                          const std::string& values = "[a, b]") {
  return TestTemplate("Parameters:\n  N: {Type: String, AllowedValues: " + values + "}\nMappings:\n" +
                      mappings + "Conditions:\n  C: " + condition + "\n" +
                      "\nResources:\n  Other: {Type: Custom::Other, Properties: {V: " + looked_up + "}}\n" +
                      "  R:\n    Type: Custom::Test\n    Properties: {P: !If [C, lacking, found]}\n")
      .display("P");
}

constexpr const char* kFound = R"("found")";
constexpr const char* kLackingInB = R"((one of: "found" when N is a | "lacking" when N is b))";

TEST(Conditions, InWhichAMappingLacksAKeyAreRefused) {
  const std::string map = "  M: {a: {j: 1, k: 2}, b: {j: 3}}\n";
  const auto p = [&](const std::string& looked_up) { return beside_lookup(looked_up, map); };
  EXPECT_EQ(p("!FindInMap [M, !Ref N, k]"), kFound);
  EXPECT_EQ(p("{'Fn::FindInMap': [M, {Ref: N}, k]}"), kFound);
  EXPECT_EQ(p("!Sub ['${V}', {V: !FindInMap [M, !Ref N, k]}]"), kFound);
  EXPECT_EQ(p("{K: [!Join ['', [x, !FindInMap [M, !Ref N, k]]]]}"), kFound);
  EXPECT_EQ(p("!If [C, !FindInMap [M, !Ref N, k], z]"), kFound);
  EXPECT_EQ(p("!If [C, !FindInMap [M, b, k], z]"), kFound);
  // Both keys are there, or nobody knows whether anything is looked up at all.
  EXPECT_EQ(p("!FindInMap [M, !Ref N, j]"), kLackingInB);
  EXPECT_EQ(p("!If [C, z, !FindInMap [M, !Ref N, k]]"), kLackingInB);
  EXPECT_EQ(p("!FindInMap [M, !Ref N, k, {DefaultValue: z}]"), kLackingInB);
  EXPECT_EQ(p("!Select [0, [x, !FindInMap [M, !Ref N, k]]]"), kLackingInB);
  EXPECT_EQ(p("!FindInMap [M, !Sub '${N}', k]"), kLackingInB);
  EXPECT_EQ(p("!FindInMap [Missing, !Ref N, k]"), kLackingInB);
}

TEST(Conditions, InWhichAMappingLacksAKeyThatIsNotCertainArePossible) {
  const auto p = [](const std::string& mappings) {
    return beside_lookup("!FindInMap [M, !Ref N, k]", mappings);
  };
  EXPECT_EQ(p("  M: {a: {k: 1}}\n"), kFound);
  EXPECT_EQ(
      p("  M: {'a': {\"k\": 1}, '010': {k: [1]}, 12: {k: x}, 111122223333: {k: x}, eu-west-1: {k: 1}}\n"),
      kFound);
  for (const std::string more : {"'Fn::Transform': {Name: AWS::Include, Parameters: {Location: 's3://b/k'}}",
                                 "b: !Transform {Name: X}",
                                 "b: {'Fn::Transform': {Name: X}}",
                                 "b: {j: 1, 'Fn::Transform': {Name: X}}",
                                 "b: {'Fn::If': [C, x, k]}",
                                 "b: !Include file.yml",
                                 "c: !Tagged {k: 1}",
                                 "c: {k: !Ref N}",
                                 "c: {j: {'Fn::Transform': {Name: X}}}",
                                 "'Fn::ForEach::L': [X, [b], {'${X}': {k: 1}}]",
                                 "b: {<<: *first}",
                                 "<<: {c: {k: !Ref N}}",
                                 "b: {j: 1}, b: {k: 1}",
                                 "c: {k: 1, k: 2}",
                                 "a: {k: 2}",
                                 "'{{ name }}': {k: 1}",
                                 "'${name}': {k: 1}",
                                 "'<% name %>': {k: 1}",
                                 "'@name@': {k: 1}",
                                 "c: {k: '${name}'}",
                                 "yes: {k: 1}",
                                 "True: {k: 1}",
                                 "Off: {k: 1}",
                                 "n: {k: 1}",
                                 "null: {k: 1}",
                                 "~: {k: 1}",
                                 "010: {k: 1}",
                                 "011122223333: {k: 1}",
                                 "1e3: {k: 1}",
                                 "1.0: {k: 1}",
                                 "-1: {k: 1}",
                                 "0x1F: {k: 1}",
                                 "1_000: {k: 1}",
                                 "1:30: {k: 1}",
                                 "2001-01-01: {k: 1}",
                                 "1111222233334444: {k: 1}",
                                 ".inf: {k: 1}",
                                 "!!int '010': {k: 1}",
                                 "!!binary 'Yg==': {k: 1}",
                                 "&b 'c': {k: 1}",
                                 "? [b]\n: {k: 1}",
                                 "b: '${file(x.yml)}'",
                                 "b: 1"})
    EXPECT_EQ(p("  M: {a: &first {k: 1}, " + more + "}\n"), kLackingInB) << more;
  // What stands beside the mapping may make it another one.
  EXPECT_EQ(p("  M: {a: {k: 1}}\n  M: {b: {k: 1}}\n"), kLackingInB);
  EXPECT_EQ(p("  M: {a: {k: 1}}\n  'Fn::Transform': {Name: X}\n"), kLackingInB);
  EXPECT_EQ(p("  M: {a: {k: 1}}\n  '{{ name }}': {b: {k: 1}}\n"), kLackingInB);
  EXPECT_EQ(p("  M: {a: {k: 1}}\n  yes: {b: {k: 1}}\n"), kLackingInB);
  EXPECT_EQ(p("  M:\n    a: {k: 1}\n    # {% include 'more.yml' %}\n"), kLackingInB);
  EXPECT_EQ(p("  M:\n    a: {k: 1}\n    # {{ more }}\n"), kLackingInB);
  EXPECT_EQ(p("  M: {a: {k: 1}}\n# <% more %>\n"), kLackingInB);
  EXPECT_EQ(p("  M: {a: {k: '{{resolve:ssm:name}}'}}\n"), kFound);
  EXPECT_EQ(p("  M: {a: {k: 1}}\nTransform: Mine\n"), kLackingInB);
  EXPECT_EQ(p("  M: {a: {k: 1}}\nTransform: AWS::LanguageExtensions\n"), kFound);
  const std::string tagged =
      "Parameters: {N: {Type: String, AllowedValues: [a, b]}}\nMappings: !Tagged {M: {a: {k: 1}}}\n"
      "Conditions: {C: !Equals [!Ref N, b]}\nResources:\n"
      "  Other: {Type: Custom::Other, Properties: {V: !FindInMap [M, !Ref N, k]}}\n"
      "  R: {Type: Custom::Test, Properties: {P: !If [C, lacking, found]}}\n";
  EXPECT_EQ(TestTemplate(tagged).display("P"), kLackingInB);
}

TEST(Conditions, InWhichAKeyIsLookedUpThatMayBeAnotherArePossible) {
  const auto p = [](const std::string& value) {
    return beside_lookup("!FindInMap [M, !Ref N, k]", "  M: {a: {k: 1}}\n", "!Not [!Equals [!Ref N, a]]",
                         "[a, " + value + "]");
  };
  for (const std::string value : {"b", "'b'", "eu-west-1", "12", "'12'", "111122223333"})
    EXPECT_EQ(p(value), kFound) << value;
  for (const std::string value :
       {"yes", "'true'", "010", "'010'", "1e3", "1.0", "2001-01-01", "~", "''", "'{{ x }}'", "'${x}'"})
    EXPECT_TRUE(p(value).starts_with("(one of: ")) << value << ": " << p(value);
}

TEST(Conditions, InWhichAFractionIsLookedUpArePossible) {
  const auto p = [](const std::string& key, const std::string& values) {
    return beside_lookup("!FindInMap [M, " + key + ", k]", "  M: {a: {k: 1}, '8.0': {k: 2}}\n",
                         "!Equals [!Ref N, a]", values);
  };
  EXPECT_EQ(p("!Ref N", "[a, '8']"), R"("lacking")");
  EXPECT_TRUE(p("!Ref N", "[a, 8.0]").starts_with("(one of: "));
  EXPECT_TRUE(p("!Ref N", "[a, 8, 9.0]").starts_with("(one of: "));
  EXPECT_TRUE(beside_lookup("!If [C, x, !FindInMap [M, 8.0, k]]", "  M: {a: {k: 1}, '8.0': {k: 2}}\n")
                  .starts_with("(one of: "));
  // Given as a number, as a stack gives it to one that it nests.
  TemplateInputs inputs;
  inputs.parameters["V"] = Value::number("8.0");
  const std::string given =
      "Parameters: {V: {Type: String}, N: {Type: String, AllowedValues: [a, b]}}\n"
      "Mappings: {M: {'8.0': {k: 1}}}\nConditions: {C: !Equals [!Ref N, b]}\nResources:\n"
      "  Other: {Type: Custom::Other, Condition: C, Properties: {V: !FindInMap [M, !Ref V, k]}}\n"
      "  R: {Type: Custom::Test, Properties: {P: !If [C, lacking, found]}}\n";
  EXPECT_TRUE(TestTemplate(given, inputs).display("P").starts_with("(one of: "));
  inputs.parameters["V"] = Value::string("other");
  EXPECT_EQ(TestTemplate(given, inputs).display("P"), kFound);
}

TEST(Conditions, OnARegionKeepToTheKeysOfMappings) {
  const auto p = [](const std::string& condition, const std::string& map,
                    const std::string& key = "AWS::Region") {
    return beside_lookup("!FindInMap [M, !Ref " + key + ", k]", "  M: " + map + "\n", condition);
  };
  const std::string here = "!Equals [!Ref AWS::Region, eu-west-1]";
  const std::string china = "!Equals [!Ref AWS::Partition, aws-cn]";
  EXPECT_EQ(p(here, "{us-east-1: {k: 1}, us-west-2: {k: 1}}"), kFound);
  EXPECT_EQ(p(here, "{us-east-1: {k: 1}, eu-west-1: {j: 1}}"), kFound);
  EXPECT_EQ(
      p(here, "{us-east-1: {k: 1}, eu-west-1: {k: 1}}"),
      R"((one of: "lacking" when AWS::Region is eu-west-1 | "found" when AWS::Region is not eu-west-1))");
  EXPECT_EQ(
      p(here, "{us-east-1: {k: 1}, eu-west-1: {'Fn::Transform': X}}"),
      R"((one of: "lacking" when AWS::Region is eu-west-1 | "found" when AWS::Region is not eu-west-1))");
  EXPECT_EQ(p("!Not [" + here + "]", "{eu-west-1: {k: 1}}"), kFound);
  EXPECT_EQ(p(china, "{us-east-1: {k: 1}, us-west-2: {k: 1}}"), kFound);
  EXPECT_EQ(
      p(china, "{us-east-1: {k: 1}, cn-north-1: {k: 1}}"),
      R"((one of: "lacking" when AWS::Partition is aws-cn | "found" when AWS::Partition is not aws-cn))");
  EXPECT_EQ(
      p(china, "{us-east-1: {k: 1}, moon-1: {k: 1}}"),
      R"((one of: "lacking" when AWS::Partition is aws-cn | "found" when AWS::Partition is not aws-cn))");
  const std::string account = "!Equals [!Ref AWS::AccountId, '111122223333']";
  EXPECT_EQ(p(account, "{'444455556666': {k: 1}}", "AWS::AccountId"), kFound);
  EXPECT_EQ(
      p(account, "{044455556666: {k: 1}}", "AWS::AccountId"),
      R"((one of: "lacking" when AWS::AccountId is 111122223333 | "found" when AWS::AccountId is not 111122223333))");
}

TEST(Conditions, ThatLookUpRefuseWhatIsMissing) {
  const auto p = [](const std::string& condition) {
    return TestTemplate(
               "Parameters: {N: {Type: String, AllowedValues: [a, b]}}\nMappings: {M: {a: {k: 1}}}\n"
               "Conditions:\n  C: !Equals [!Ref N, b]\n  Unused: " +
               condition +
               "\nResources: {R: {Type: Custom::Test, Properties: {P: !If [C, lacking, found]}}}\n")
        .display("P");
  };
  EXPECT_EQ(p("!Equals [!FindInMap [M, !Ref N, k], 1]"), kFound);
  EXPECT_EQ(p("!Not [!Equals [1, !FindInMap [M, !Ref N, k]]]"), kFound);
  EXPECT_EQ(p("!Or [!Equals [1, 1], !Equals [1, !FindInMap [M, !Ref N, k]]]"), kLackingInB);
}

TEST(Conditions, InWhichANamedResourceIsAbsentAreToldByCase) {
  const std::string text = std::string(kEither) + R"(
Resources:
  Role: {Type: Custom::Role, Condition: IsA}
  Other: {Type: Custom::Other, Properties: {V: !If [IsB, !Ref Role, x]}}
  R: {Type: Custom::Test, Condition: IsB, Properties: {P: !If [IsA, there, gone]}}
)";
  EXPECT_EQ(TestTemplate(text).display("P"), R"("there")");
}

TEST(Conditions, OfWhichAllAreRefusedAreLeftAsTheyAre) {
  const std::string text = std::string(kEither) + R"(
Resources:
  Role: {Type: Custom::Role, Condition: IsA}
  Second: {Type: Custom::Role, Condition: NotA}
  Other: {Type: Custom::Other, Properties: {V: [!Ref Role, !Ref Second]}}
  R: {Type: Custom::Test, Properties: {P: !If [IsA, a, b]}}
)";
  const std::string with_opposite = text.substr(0, text.find("  Named:")) +
                                    "  NotA: !Not [!Condition IsA]\n" + text.substr(text.find("  Named:"));
  EXPECT_EQ(TestTemplate(with_opposite).display("P"), R"((one of: "a" when A is yes | "b" when A is no))");
}

}  // namespace
}  // namespace rootproof::cloudformation
