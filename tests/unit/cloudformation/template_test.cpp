#include <gtest/gtest.h>

#include <chrono>

#include "tests/unit/cloudformation/template_fixture.h"

namespace rootproof::cloudformation {
namespace {

using value::ReasonKind;
using value::Value;

bool classified(std::string_view text) {
  source::SourceTable table;
  const syntax::ParsedSyntax parsed = syntax::parse_json_or_yaml(table.add("file", text));
  return parsed.tree.documents() > 0 && is_template(parsed.tree.document(0));
}

TEST(IsTemplate, ByStructureAndNotByVersionOrName) {
  EXPECT_TRUE(classified("Resources: {B: {Type: AWS::S3::Bucket}}"));
  EXPECT_TRUE(classified(R"({"Resources": {"B": {"Type": "Custom::Thing"}}})"));
  EXPECT_TRUE(classified("Resources: {'Fn::ForEach::Loop': [X, [a], {}]}"));
  EXPECT_TRUE(
      classified("Transform: AWS::Serverless-2016-10-31\nResources: {F: {Type: AWS::Serverless::Function}}"));
  EXPECT_TRUE(classified("Resources: {Text: 1, B: {Type: AWS::S3::Bucket}}"));
}

TEST(IsTemplate, OfOrgFormationByItsResources) {
  const std::string version = "AWSTemplateFormatVersion: 2010-09-09-OC\n";
  EXPECT_TRUE(classified(version + "Resources: {B: {Type: AWS::S3::Bucket}}"));
  // An organization may stand beside them.
  EXPECT_TRUE(classified(version + "Organization: {}\nResources: {B: {Type: AWS::S3::Bucket}}"));
  EXPECT_FALSE(classified(version + "Organization: {Shop: {Type: OC::ORG::Account}}"));
  EXPECT_FALSE(classified(version + "Resources: {Shop: {Type: OC::ORG::Account}}"));
}

TEST(IsTemplate, NothingElse) {
  EXPECT_FALSE(classified("AWSTemplateFormatVersion: 2010-09-09\nDescription: a snippet"));
  EXPECT_FALSE(classified("apiVersion: v1\nkind: List\nResources: [{Type: AWS::S3::Bucket}]"));
  EXPECT_FALSE(classified("on: push\njobs: {a: {steps: []}}"));
  EXPECT_FALSE(classified("Resources: {B: {Type: string}}"));
  EXPECT_FALSE(classified(R"({"name": "package", "version": "1.0.0"})"));
  EXPECT_FALSE(classified("- a\n- b"));
  EXPECT_FALSE(classified("text"));
}

TEST(Template, ResourcesComeInOrderWithTheirKinds) {
  const TestTemplate scanned(R"(
Resources:
  Logs: {Type: AWS::S3::Bucket}
  LogsPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Logs
      PolicyDocument: {Statement: []}
  Guard:
    Type: AWS::Organizations::Policy
    Properties: {Type: SERVICE_CONTROL_POLICY, TargetIds: [!GetAtt Org.RootId]}
  Org: {Type: AWS::Organizations::Organization, Properties: {FeatureSet: ALL}}
)");
  ASSERT_EQ(scanned.unit.resources.size(), 4U);
  const Resource& policy = scanned.unit.resources[1];
  EXPECT_EQ(policy.address, "Resources.LogsPolicy");
  EXPECT_EQ(policy.kind, ResourceKind::bucket_policy);
  EXPECT_EQ(policy.unit, "template.yaml");
  EXPECT_EQ(policy.account, value::kOwnAccount);
  ASSERT_NE(policy.property("bucket"), nullptr);
  EXPECT_EQ(policy.property("bucket")->to_display(), R"("${Logs}")");
  EXPECT_EQ(scanned.unit.resources[2].property("policy_type")->as_string(), "SERVICE_CONTROL_POLICY");
  EXPECT_EQ(scanned.unit.resources[2].property("target_ids")->to_display(), R"(["${Org.RootId}"])");
  EXPECT_TRUE(scanned.unit.problems.empty());
}

TEST(Template, PropertiesMayBeChosenAsAWhole) {
  const TestTemplate scanned(R"(
Parameters: {Open: {Type: String}}
Conditions: {C: !Equals [!Ref Open, x]}
Resources:
  R:
    Type: AWS::S3::BucketPolicy
    Properties: !If [C, {Bucket: a, PolicyDocument: p}, {Bucket: b}]
  Gone:
    Type: AWS::S3::BucketPolicy
    Properties: !If [C, {Bucket: a}, !Ref AWS::NoValue]
)");
  EXPECT_EQ(scanned.display("Bucket"), R"((one of: "a" when Open is x | "b" when Open is not x))");
  EXPECT_EQ(scanned.display("PolicyDocument"),
            R"((one of: "p" when Open is x | (absent) when Open is not x))");
  EXPECT_EQ(scanned.property("Bucket", "Gone").to_display(),
            R"((one of: "a" when Open is x | (absent) when Open is not x))");
}

TEST(Template, PropertiesMadeByAMacroAreUnknown) {
  const TestTemplate scanned(R"(
Resources:
  R: {Type: AWS::S3::BucketPolicy, Properties: {'Fn::Transform': {Name: M}, Bucket: b}}
  S: {Type: AWS::S3::BucketPolicy, Properties: !Transform {Name: M}}
)");
  EXPECT_EQ(scanned.property("Bucket").reasons().front().kind, ReasonKind::macro);
  EXPECT_EQ(scanned.find("S")->properties.reason().kind, ReasonKind::macro);
  ASSERT_NE(scanned.find("S")->property("bucket"), nullptr);
  EXPECT_TRUE(scanned.find("S")->property("bucket")->is(Value::Kind::unknown));
}

TEST(Template, ARepeatedResourceIsReadEachTime) {
  const TestTemplate scanned("Resources:\n  R: {Type: Custom::A}\n  R: {Type: Custom::B}\n");
  ASSERT_EQ(scanned.unit.resources.size(), 2U);
  EXPECT_EQ(scanned.unit.resources[0].type, "Custom::A");
  EXPECT_EQ(scanned.unit.resources[1].type, "Custom::B");
  for (const Resource& resource : scanned.unit.resources) {
    EXPECT_TRUE(resource.may_be_absent);
    ASSERT_EQ(resource.guard.terms.size(), 1U);
    EXPECT_EQ(resource.guard.terms.front().reason->kind, ReasonKind::duplicate_key);
  }
  EXPECT_TRUE((scanned.unit.resources[0].guard & scanned.unit.resources[1].guard).impossible());
}

TEST(Template, RepeatedSectionsAreReadTogether) {
  const TestTemplate scanned("Resources: {R: {Type: Custom::A}}\nResources: {S: {Type: Custom::B}}\n");
  EXPECT_NE(scanned.find("R"), nullptr);
  EXPECT_NE(scanned.find("S"), nullptr);
}

TEST(Template, MacrosAreNamedAndWhatIsWrittenIsStillRead) {
  const TestTemplate scanned(
      "Transform: [Shout, AWS::LanguageExtensions]\nResources: {R: {Type: Custom::A}}\n");
  ASSERT_EQ(scanned.unit.unknowns.size(), 1U);
  EXPECT_EQ(scanned.unit.unknowns.front().kind, ReasonKind::macro);
  EXPECT_EQ(scanned.unit.unknowns.front().detail, "transform Shout");
  EXPECT_EQ(scanned.text(scanned.unit.unknowns.front().span), "Shout");
  ASSERT_EQ(scanned.unit.problems.size(), 1U);
  EXPECT_EQ(scanned.unit.problems.front().kind, source::ProblemKind::notice);
  EXPECT_NE(scanned.find("R"), nullptr);
}

TEST(Template, AResourceWithoutTypeIsAProblemWithAPlace) {
  const TestTemplate scanned("Resources:\n  R: {Type: Custom::A}\n  Broken: {Properties: {}}\n  Text: 1\n");
  ASSERT_EQ(scanned.unit.problems.size(), 2U);
  EXPECT_EQ(scanned.unit.problems.front().kind, source::ProblemKind::semantic);
  EXPECT_EQ(scanned.text(scanned.unit.problems.front().span), "Broken");
  EXPECT_NE(scanned.find("R"), nullptr);
}

TEST(Template, EachDocumentOfAFileIsAUnit) {
  source::SourceTable table;
  const syntax::ParsedSyntax parsed = syntax::parse_yaml(
      table.add("two.yaml", "Resources: {A: {Type: Custom::A}}\n---\nResources: {B: {Type: Custom::B}}\n"));
  ASSERT_EQ(parsed.tree.documents(), 2U);
  EXPECT_EQ(evaluate_template(parsed.tree, parsed.tree.document(0), {}).name, "two.yaml");
  EXPECT_EQ(evaluate_template(parsed.tree, parsed.tree.document(1), {}).name, "two.yaml (document 2)");
}

TEST(Template, NamesThatDependOnThemselvesEnd) {
  const TestTemplate scanned(R"(
Resources:
  R: {Type: AWS::S3::Bucket, Properties: {BucketName: !Ref S}}
  S: {Type: AWS::S3::Bucket, Properties: {BucketName: !Ref R}}
)");
  ASSERT_FALSE(scanned.property("BucketName").reasons().empty());
  EXPECT_EQ(scanned.property("BucketName").reasons().front().kind, ReasonKind::cycle);
}

TEST(Template, LongChainsOfConditionsEndInALimit) {
  std::string text = "Conditions:\n  C0: !Equals [a, a]\n";
  for (int i = 1; i < 5000; ++i) {
    text += "  C" + std::to_string(i) + ": !Not [!Condition C" + std::to_string(i - 1) + "]\n";
  }
  text += "Resources: {R: {Type: Custom::A, Condition: C4999}}\n";
  const TestTemplate scanned(text);
  ASSERT_NE(scanned.find("R"), nullptr);
  EXPECT_TRUE(scanned.find("R")->may_be_absent);
}

TEST(Template, HostileShapesDoNotHurt) {
  for (const char* text : {
           "Resources: {R: {Type: Custom::A, Properties: {P: !Sub '${'}}}",
           "Resources: {R: {Type: Custom::A, Properties: {P: !Sub '${}'}}}",
           "Resources: {R: {Type: Custom::A, Properties: {P: !Sub '${!'}}}",
           "Resources: {R: {Type: Custom::A, Properties: {P: !Sub '${!}'}}}",
           "Resources: {R: {Type: Custom::A, Properties: {P: !Sub []}}}",
           "Resources: {R: {Type: Custom::A, Properties: {P: !Join [a]}}}",
           "Resources: {R: {Type: Custom::A, Properties: {P: !Join [a, b]}}}",
           "Resources: {R: {Type: Custom::A, Properties: {P: !GetAtt A}}}",
           "Resources: {R: {Type: Custom::A, Properties: {P: !Ref [a]}}}",
           "Resources: {R: {Type: Custom::A, Properties: {P: !If {}}}}",
           "Resources: {R: {Type: Custom::A, Properties: {P: !FindInMap [a, b, c]}}}",
           "Resources: {R: {Type: Custom::A, Properties: {P: !Select [-1, [a]]}}}",
           "Resources: {R: {Type: Custom::A, Properties: {P: !Split ['', a]}}}",
           "Resources: {R: {Type: Custom::A, Properties: {P: '{{resolve:'}}}",
           "Resources: {R: {Type: Custom::A, Properties: [a]}}",
           "Resources: {R: {Type: Custom::A, Properties: }, ? {a: b} : {Type: Custom::B}}",
           "Resources: {R: {Type: Custom::A, Condition: [a]}}",
           "Parameters: {X: 1}\nResources: {R: {Type: Custom::A, Properties: {P: !Ref X}}}",
           "Parameters: [a]\nConditions: 1\nMappings: x\nResources: {R: {Type: Custom::A}}",
       }) {
    const TestTemplate scanned(text);
    EXPECT_NE(scanned.find("R"), nullptr) << text;
  }
}

TEST(Template, AliasBombsEndInTime) {
  std::string text = "A: &a0 [x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 9; ++i) {
    const std::string name = "*a" + std::to_string(i - 1);
    text += "B" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + name;
    for (int j = 0; j < 8; ++j) text += ", " + name;
    text += "]\n";
  }
  text += "Resources: {R: {Type: Custom::A, Properties: {P: *a8}}}\n";
  const auto start = std::chrono::steady_clock::now();
  const TestTemplate scanned(text);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
}

}  // namespace
}  // namespace rootproof::cloudformation
