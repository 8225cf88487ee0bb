// Fn::ForEach, and the other things that AWS::LanguageExtensions allows.
#include <gtest/gtest.h>

#include "tests/unit/cloudformation/template_fixture.h"

namespace rootproof::cloudformation {
namespace {

using value::ReasonKind;

constexpr const char* kTransform = "Transform: AWS::LanguageExtensions\n";

TEST(Loops, MakeResourcesWithTheVariableReplacedEverywhere) {
  const TestTemplate scanned(std::string(kTransform) + R"(
Resources:
  'Fn::ForEach::Buckets':
    - Name
    - [logs, audit-2]
    - 'Bucket&{Name}':
        Type: AWS::S3::Bucket
        Properties:
          BucketName: !Sub '${Name}-${AWS::AccountId}'
          Plain: acme-${Name}
          Alone: !Ref Name
          Other: !GetAtt 'Role${Name}.Arn'
          Kept: ${Else}
          Keys: {'k${Name}': 1}
)");
  EXPECT_TRUE(scanned.unit.unknowns.empty());
  ASSERT_EQ(scanned.unit.resources.size(), 2U);
  EXPECT_EQ(scanned.unit.resources[1].address, "Resources.Bucketaudit2");
  EXPECT_EQ(scanned.property("BucketName", "Bucketaudit2").to_display(), R"("audit-2-${own-account}")");
  EXPECT_EQ(scanned.property("Plain", "Bucketlogs").to_display(), R"("acme-logs")");
  EXPECT_EQ(scanned.property("Alone", "Bucketlogs").to_display(), R"("logs")");
  EXPECT_EQ(scanned.property("Other", "Bucketlogs").to_display(),
            "(unknown: invalid: reference to Rolelogs)");
  EXPECT_EQ(scanned.property("Kept", "Bucketlogs").to_display(), R"("${Else}")");
  EXPECT_EQ(scanned.property("Keys", "Bucketlogs").to_display(), R"({"klogs": 1})");
}

TEST(Loops, KeepThePlacesOfTheirTexts) {
  const TestTemplate scanned(std::string(kTransform) +
                             "Resources:\n  'Fn::ForEach::A': [N, [x], {'B${N}': {Type: Custom::A, "
                             "Properties: {P: 'root-${N}-tail'}}}]\n");
  const value::Value text = scanned.property("P", "Bx");
  ASSERT_EQ(text.as_string(), "root-x-tail");
  EXPECT_EQ(scanned.text(text.text_span(0, 4)), "root");
  EXPECT_EQ(scanned.text(text.text_span(5, 6)), "${N}");
  EXPECT_EQ(scanned.text(text.text_span(7, 11)), "tail");
}

TEST(Loops, NestAndReferToWhatTheyMake) {
  const TestTemplate scanned(std::string(kTransform) + R"(
Resources:
  'Fn::ForEach::Outer':
    - Stage
    - [dev, prod]
    - 'Fn::ForEach::Inner':
        - Kind
        - [Logs]
        - '${Kind}${Stage}':
            Type: AWS::S3::Bucket
            Properties: {BucketName: '${Kind}-${Stage}'}
  R:
    Type: Custom::Test
    Properties: {P: !GetAtt Logsprod.Arn, Q: !Ref Logsdev}
)");
  EXPECT_EQ(scanned.display("P"), R"("arn:${AWS::Partition}:s3:::Logs-prod")");
  EXPECT_EQ(scanned.display("Q"), R"("Logs-dev")");
}

TEST(Loops, RunOverParametersAndMappings) {
  const TestTemplate scanned(std::string(kTransform) + R"(
Parameters:
  Names: {Type: CommaDelimitedList, Default: 'a, b'}
Mappings:
  M: {x: {List: [c]}}
Resources:
  'Fn::ForEach::One': [N, !Ref Names, {'R${N}': {Type: Custom::A}}]
  'Fn::ForEach::Two': [N, !FindInMap [M, x, List], {'R${N}': {Type: Custom::A}}]
)");
  EXPECT_TRUE(scanned.unit.unknowns.empty());
  for (const char* id : {"Ra", "Rb", "Rc"}) EXPECT_NE(scanned.find(id), nullptr) << id;
}

TEST(Loops, MakeConditionsThatDecideResources) {
  const TestTemplate scanned(std::string(kTransform) + R"(
Parameters:
  Stage: {Type: String, AllowedValues: [dev, prod]}
Conditions:
  'Fn::ForEach::Stages': [S, [dev, prod], {'Is${S}': !Equals [!Ref Stage, !Ref S]}]
Resources:
  'Fn::ForEach::Things':
    - S
    - [dev, prod]
    - 'R${S}': {Type: Custom::A, Condition: 'Is${S}', Properties: {P: !If [Isprod, a, b]}}
)");
  ASSERT_NE(scanned.find("Rdev"), nullptr);
  EXPECT_EQ(scanned.find("Rdev")->guard.to_string(), "when Stage is dev");
  EXPECT_EQ(scanned.find("Rprod")->guard.to_string(), "when Stage is prod");
}

TEST(Loops, MakePropertiesBesideThoseWritten) {
  const TestTemplate scanned =
      with_property("{a: 1, 'Fn::ForEach::More': [K, [b, c], {'${K}': 'v-${K}'}]}", kTransform);
  EXPECT_EQ(scanned.display("P"), R"({"a": 1, "b": "v-b", "c": "v-c"})");
}

TEST(Loops, OfPropertiesThatMakeOneKeyTwiceStayOpen) {
  const TestTemplate scanned =
      with_property("{a: 1, 'Fn::ForEach::More': [K, [b, c], {same: '${K}'}]}", kTransform);
  EXPECT_EQ(scanned.property("P").reasons().front().detail, "Fn::ForEach::More");
}

value::Reason reason_of_loop(const std::string& loop, const std::string& sections = "") {
  const TestTemplate scanned(kTransform + sections + "Resources:\n  R: {Type: Custom::A}\n  " + loop + "\n");
  EXPECT_NE(scanned.find("R"), nullptr);
  return scanned.unit.unknowns.empty() ? value::Reason{} : scanned.unit.unknowns.front();
}

TEST(Loops, ThatCannotBeExpandedSayWhy) {
  const std::string body = "{'B${N}': {Type: AWS::S3::Bucket}}";
  EXPECT_EQ(reason_of_loop("'Fn::ForEach::L': [N, !Ref Open, " + body + "]",
                           "Parameters: {Open: {Type: CommaDelimitedList}}\n")
                .kind,
            ReasonKind::unknown_variable);
  EXPECT_EQ(reason_of_loop("'Fn::ForEach::L': [N, [!ImportValue x], " + body + "]").detail,
            "collection of Fn::ForEach::L");
  EXPECT_EQ(reason_of_loop("'Fn::ForEach::L': [N, " + body + "]").kind, ReasonKind::invalid);
  EXPECT_EQ(
      reason_of_loop("'Fn::ForEach::L': [Open, [a], " + body + "]", "Parameters: {Open: {Type: String}}\n")
          .detail,
      "variable of Fn::ForEach::L");
}

TEST(Loops, OverListsThatAreNotKnownMakeWhatAnyElementMakes) {
  const TestTemplate scanned(std::string(kTransform) + R"(
Parameters: {Open: {Type: CommaDelimitedList}}
Conditions:
  'Fn::ForEach::Stages': [N, !Ref Open, {'Is${N}': !Equals [!Ref N, prod]}]
Resources:
  'Fn::ForEach::L':
    - N
    - !Ref Open
    - 'R${N}': {Type: Custom::A, Properties: {P: 'a-${N}', Q: !Ref 'S${N}', K: {'k-${N}': 1}, A: !Ref N}}
      'S${N}': {Type: AWS::S3::Bucket, Condition: 'Is${N}', Properties: {BucketName: !Sub 'b-${N}'}}
  'Fn::ForEach::M': [N, [a, !ImportValue x], {'T${N}': {Type: Custom::A, Properties: {P: '${N}'}}}]
)");
  const Resource* any = scanned.find("R${N}");
  ASSERT_NE(any, nullptr);
  EXPECT_EQ(any->guard.to_string(), "when Fn::ForEach::L yields it");
  EXPECT_TRUE(any->may_be_absent);
  EXPECT_EQ(scanned.property("P", "R${N}").to_display(), R"("a-${Fn::ForEach::L N}")");
  EXPECT_EQ(scanned.property("A", "R${N}").to_display(), R"("${Fn::ForEach::L N}")");
  EXPECT_EQ(scanned.property("Q", "R${N}").to_display(), R"("b-${Fn::ForEach::L N}")");
  EXPECT_EQ(scanned.property("K", "R${N}").reasons().front().detail, "a key that Fn::ForEach makes");
  EXPECT_NE(scanned.find("S${N}"), nullptr);
  EXPECT_FALSE(scanned.find("Ta")->may_be_absent);
  EXPECT_EQ(scanned.property("P", "Ta").to_display(), R"("a")");
  EXPECT_TRUE(scanned.find("T${N}")->may_be_absent);
  EXPECT_EQ(scanned.unit.unknowns.size(), 3U);
}

TEST(Loops, DeeperThanTheServiceAllowsEndAtTheLimit) {
  std::string loop = "{'B${A}': {Type: Custom::A}}";
  for (const char* variable : {"F", "E", "D", "C", "B", "A"})
    loop = std::string("{'Fn::ForEach::") + variable + "': [" + variable + ", [x], " + loop + "]}";
  const TestTemplate scanned(std::string(kTransform) + "Resources: " + loop + "\n");
  ASSERT_EQ(scanned.unit.unknowns.size(), 1U);
  EXPECT_EQ(scanned.unit.unknowns.front().detail, "kLoopDepth");
}

TEST(Loops, ThatMultiplyEndAtTheLimit) {
  std::string items = "i0";
  for (int i = 1; i < 40; ++i) items += ", i" + std::to_string(i);
  std::string loop = "{'B${A}${B}${C}${D}': {Type: Custom::A}}";
  for (const char* variable : {"D", "C", "B", "A"})
    loop =
        std::string("{'Fn::ForEach::") + variable + "': [" + variable + ", [" + items + "], " + loop + "]}";
  const TestTemplate scanned(std::string(kTransform) + "Resources: " + loop + "\n");
  ASSERT_FALSE(scanned.unit.unknowns.empty());
  EXPECT_EQ(scanned.unit.unknowns.front().detail, "kInstances");
  ASSERT_EQ(scanned.unit.problems.size(), 1U);
  EXPECT_EQ(scanned.unit.problems.front().kind, source::ProblemKind::limit);
  EXPECT_EQ(scanned.unit.problems.front().message,
            "what Fn::ForEach::A generates is not analysed: more than the limit kInstances allows");
}

TEST(LanguageExtensions, RefAndGetAttTakeComputedNames) {
  const std::string sections =
      std::string(kTransform) +
      "Parameters:\n  Which: {Type: String, AllowedValues: [One, Two]}\n"
      "  One: {Type: String, Default: first}\n  Two: {Type: String, Default: second}\n";
  EXPECT_EQ(with_property("{Ref: !Ref Which}", sections).display("P"),
            R"((one of: "first" when Which is One | "second" when Which is Two))");
  EXPECT_EQ(with_property("!Ref\n        Fn::Sub: '${Which}'", sections).display("P"),
            R"((one of: "first" when Which is One | "second" when Which is Two))");
  EXPECT_EQ(with_property("{'Fn::GetAtt': [!Sub 'R', Name]}", sections).display("P"),
            "(unknown: resource-attribute: R.Name)");
}

TEST(LanguageExtensions, IsNoMacroThatMayDefineWhatIsMissing) {
  EXPECT_EQ(with_property("!Ref Nowhere", kTransform).display("P"),
            "(unknown: invalid: reference to Nowhere)");
}

}  // namespace
}  // namespace rootproof::cloudformation
