#include <gtest/gtest.h>

#include "tests/unit/cloudformation/template_fixture.h"

namespace rootproof::cloudformation {
namespace {

using value::OriginKind;
using value::ReasonKind;
using value::Value;

std::string with_parameter(const std::string& definition) {
  return with_property("!Ref X", "Parameters:\n  X: " + definition + "\n").display("P");
}

TEST(Parameters, ADefaultIsTheValueAndNamesItself) {
  const TestTemplate scanned =
      with_property("!Ref X", "Parameters:\n  X:\n    Type: String\n    Default: '999988887777'\n");
  EXPECT_EQ(scanned.display("P"), R"("999988887777")");
  const std::vector<value::OriginStep> chain = scanned.property("P").origin().chain();
  ASSERT_EQ(chain.size(), 2U);
  EXPECT_EQ(chain[0].kind, OriginKind::reference);
  EXPECT_EQ(chain[0].detail, "parameter X");
  EXPECT_EQ(scanned.text(chain[0].span), "X");
  EXPECT_EQ(chain[1].kind, OriginKind::variable_default);
  EXPECT_EQ(chain[1].detail, "default of parameter X");
  EXPECT_EQ(scanned.text(scanned.property("P").text_span(0, 4)), "9999");
}

TEST(Parameters, DefaultsAreTextWhateverTheyLookLike) {
  EXPECT_EQ(with_parameter("{Type: String, Default: 012345670123}"), R"("012345670123")");
  EXPECT_EQ(with_parameter("{Type: Number, Default: 7}"), R"("7")");
  EXPECT_EQ(with_parameter("{Type: String, Default: true}"), R"("true")");
  EXPECT_EQ(with_parameter("{Type: String, Default: ''}"), R"("")");
}

TEST(Parameters, AllowedValuesAreAllTheWaysThereAreTheDefaultFirst) {
  EXPECT_EQ(with_parameter("{Type: String, AllowedValues: [dev, prod]}"),
            R"((one of: "dev" when X is dev | "prod" when X is prod))");
  EXPECT_EQ(with_parameter("{Type: String, AllowedValues: [dev]}"), R"("dev")");
  EXPECT_EQ(with_parameter("{Type: String, AllowedValues: [dev, prod], Default: prod}"),
            R"((one of: "prod" when X is prod | "dev" when X is dev))");
  EXPECT_EQ(with_parameter("{Type: String, AllowedValues: [dev], Default: dev}"), R"("dev")");
  EXPECT_EQ(with_parameter("{Type: String, AllowedValues: [true, false], Default: false}"),
            R"((one of: "false" when X is false | "true" when X is true))");
}

TEST(Parameters, MoreAllowedValuesThanCanBeTriedLeaveOtherWaysThanTheDefaultOpen) {
  std::string values = "0";
  for (int i = 1; i < 40; ++i) values += ", " + std::to_string(i);
  EXPECT_EQ(with_parameter("{Type: String, AllowedValues: [" + values + "], Default: '7'}"),
            R"((one of: "7" when X is 7 | (unknown: unknown-variable: parameter X) when X is not 7))");
}

TEST(Parameters, ADefaultThatIsAllowedDoesNotDecideAConditionAlone) {
  const TestTemplate scanned =
      with_property("!If [IsProd, a, b]",
                    "Parameters:\n  X: {Type: String, AllowedValues: [dev, test, prod], Default: dev}\n"
                    "Conditions:\n  IsProd: !Equals [!Ref X, prod]\n");
  EXPECT_EQ(scanned.display("P"), R"((one of: "b" when X is dev | "b" when X is test | "a" when X is prod))");
}

TEST(Parameters, AllowedValuesExcludeEachOther) {
  const TestTemplate scanned =
      with_property("!Sub '${X}/${X}'", "Parameters:\n  X: {Type: String, AllowedValues: [dev, prod]}\n");
  EXPECT_EQ(scanned.display("P"), R"((one of: "dev/dev" when X is dev | "prod/prod" when X is prod))");
}

TEST(Parameters, ParameterStoreDefaultsNameAKeyAndNotTheValue) {
  EXPECT_EQ(with_parameter("{Type: 'AWS::SSM::Parameter::Value<String>', Default: /org/partner}"),
            "(unknown: unknown-import: SSM parameter /org/partner)");
  EXPECT_EQ(with_parameter("{Type: 'AWS::SSM::Parameter::Name', Default: /org/partner}"),
            R"("/org/partner")");
}

TEST(Parameters, AnAccountPatternTypesTheHole) {
  const TestTemplate scanned = with_property(
      "!Sub 'arn:aws:iam::${X}:root'", "Parameters:\n  X: {Type: String, AllowedPattern: '^\\d{12}$'}\n");
  const Value principal = scanned.property("P");
  ASSERT_EQ(principal.pieces().size(), 3U);
  const auto& hole = std::get<value::Hole>(principal.pieces()[1]);
  EXPECT_EQ(hole.kind, value::HoleKind::account_id);
  EXPECT_EQ(hole.symbol, "X");
}

TEST(Parameters, InputsComeFirst) {
  TemplateInputs inputs;
  inputs.parameters["X"] =
      Value::string("given", value::Origin({OriginKind::command_line, {}, "--parameter X=given"}));
  const TestTemplate scanned =
      with_property("!Ref X", "Parameters:\n  X: {Type: String, Default: d}\n", inputs);
  EXPECT_EQ(scanned.property("P").as_string(), "given");
  EXPECT_EQ(scanned.property("P").origin().chain().back().kind, OriginKind::command_line);
}

TEST(Parameters, InputsOfListsAreCut) {
  TemplateInputs inputs;
  inputs.parameters["X"] = Value::string("1, 2");
  EXPECT_EQ(with_property("!Ref X", "Parameters:\n  X: {Type: 'List<Number>'}\n", inputs).display("P"),
            R"(["1", "2"])");
}

TEST(Parameters, AnAccountGivenAsInputReplacesTheSymbol) {
  TemplateInputs inputs;
  inputs.parameters["AWS::AccountId"] = Value::string("111122223333");
  const TestTemplate scanned = with_property("!Ref AWS::AccountId", "", inputs);
  EXPECT_EQ(scanned.property("P").as_string(), "111122223333");
  EXPECT_EQ(scanned.find("R")->account, "111122223333");
}

TEST(Parameters, ARepeatedParameterIsUnknown) {
  const TestTemplate scanned = with_property(
      "!Ref X", "Parameters:\n  X: {Type: String, Default: a}\n  X: {Type: String, Default: b}\n");
  EXPECT_EQ(scanned.display("P"), "(unknown: duplicate-key: X)");
}

/// What NoEcho hides stands in no message: not even its default is taken for the value.
TEST(Parameters, DefaultsThatNoEchoHidesAreNotKnown) {
  const std::string parameter = "Parameters:\n  Word:\n    Type: String\n    NoEcho: true\n    Default: ";
  EXPECT_EQ(with_property("!Sub \"x-${Word}\"", parameter + "geheim\n").display("P"), "\"x-${Word}\"");
  EXPECT_EQ(with_property("!Ref Word", parameter + "\"\"\n").display("P"), "\"\"");
}

TEST(Parameters, EachIsAResourceForRules) {
  const TestTemplate scanned =
      with_property("a", "Parameters:\n  Secret:\n    Type: String\n    NoEcho: true\n    Default: s3cret\n");
  ASSERT_EQ(scanned.unit.resources.size(), 2U);
  const Resource& parameter = scanned.unit.resources.front();
  EXPECT_EQ(parameter.kind, ResourceKind::template_parameter);
  EXPECT_EQ(parameter.address, "Parameters.Secret");
  EXPECT_EQ(scanned.text(parameter.span), "Secret");
  ASSERT_NE(parameter.property("default"), nullptr);
  EXPECT_EQ(parameter.property("default")->as_string(), "s3cret");
  ASSERT_NE(parameter.property("no_echo"), nullptr);
  EXPECT_TRUE(parameter.property("no_echo")->as_boolean());
  EXPECT_EQ(parameter.property("nonsense"), nullptr);
}

TEST(Parameters, AreNamedAsOriginBeforePseudoParameters) {
  const TestTemplate scanned =
      with_property("!Sub 'arn:${AWS::Partition}:iam::${Partner}:root'",
                    "Parameters:\n  Partner: {Type: String, Default: '999988887777'}\n");
  const std::vector<value::OriginStep> chain = scanned.property("P").origin().chain();
  ASSERT_GE(chain.size(), 2U);
  EXPECT_EQ(chain[0].detail, "Fn::Sub");
  EXPECT_NE(chain[1].detail.find("Partner"), std::string::npos) << chain[1].detail;
}

/// What a condition that compares the parameter with the text makes of it.
std::string compared(const std::string& definition, const std::string& text) {
  return with_property("!If [C, a, b]", "Parameters:\n  X: " + definition +
                                            "\nConditions:\n  C: !Equals [!Ref X, '" + text + "']\n")
      .display("P");
}

constexpr const char* kMayBe = R"((one of: "a" when X is dev | "b" when X is not dev))";

TEST(Parameters, AreNeverWhatTheirDefinitionRefuses) {
  EXPECT_EQ(compared("{Type: String}", "dev"), kMayBe);
  EXPECT_EQ(compared("{Type: String, AllowedPattern: '[a-z]+'}", "dev"), kMayBe);
  EXPECT_EQ(compared("{Type: String, AllowedPattern: '^(dev|prod)$'}", "test"), R"("b")");
  EXPECT_EQ(compared("{Type: String, AllowedPattern: '[a-z]{2}'}", "dev"), R"("b")");
  EXPECT_EQ(compared("{Type: String, AllowedPattern: '\\d{12}', Default: '111122223333'}", "dev"), R"("b")");
  EXPECT_EQ(compared("{Type: String, MinLength: 1}", ""), R"("b")");
  EXPECT_EQ(compared("{Type: String, MinLength: 3, MaxLength: 3}", "dev"), kMayBe);
  EXPECT_EQ(compared("{Type: String, MaxLength: '2'}", "dev"), R"("b")");
}

TEST(Parameters, AreNotJudgedByPatternsThatOtherEnginesReadOtherwise) {
  for (const char* pattern : {"[a-z&&[^q]]+", "[[:alpha:]]x", "(?!dev).*", "(?i)DEV", "x\\x41", "[]dev]+",
                              "(dev", "d++ev", "\\p{Lower}x", "\\Qx\\E"}) {
    EXPECT_EQ(compared(std::string("{Type: String, AllowedPattern: '") + pattern + "'}", "dev"), kMayBe)
        << pattern;
  }
}

TEST(Parameters, HaveTheirDefaultOrAnotherValueWhereItIsAKeyOfAMapping) {
  EXPECT_EQ(with_property("!FindInMap [M, !Ref X, k]",
                          "Parameters:\n  X: {Type: String, Default: dev}\n"
                          "Mappings:\n  M: {dev: {k: 1}, prod: {k: 2}, odd: {j: 3}}\n")
                .display("P"),
            R"((one of: 1 when X is dev | 2 when X is prod))");
}

}  // namespace
}  // namespace rootproof::cloudformation
